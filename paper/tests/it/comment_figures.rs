//! What the defence does with comments people and programs write: figures over labelled files, printed into
//! `docs/comments-figures.md`.

use crate::talk::{article, entry, filled, household, policy, send};
use cast::Gazette;
use expect_test::expect_file;
use paper::comments::sending::Sending;
use paper::comments::{Ground, Verdict, decide};
use paper::id::{CommentId, PlacementId};
use std::fmt::Write as _;

const SETS: [(&str, &str, bool); 4] = [
    (
        "spam, Italian",
        include_str!("../../comment-cases/spam.it.txt"),
        true,
    ),
    (
        "spam, English",
        include_str!("../../comment-cases/spam.en.txt"),
        true,
    ),
    (
        "honest, Italian",
        include_str!("../../comment-cases/honest.it.txt"),
        false,
    ),
    (
        "honest, English",
        include_str!("../../comment-cases/honest.en.txt"),
        false,
    ),
];

/// What became of the comments of a set.
#[derive(Default)]
struct Count {
    refused: u32,
    folded: u32,
    held: u32,
    shown: u32,
}

impl Count {
    fn all(&self) -> u32 {
        self.refused + self.folded + self.held + self.shown
    }

    fn row(&self, name: &str) -> String {
        format!(
            "| {name} | {} | {} | {} | {} | {} |\n",
            self.all(),
            share(self.refused, self.all()),
            share(self.folded, self.all()),
            share(self.held, self.all()),
            share(self.shown, self.all())
        )
    }
}

fn share(part: u32, whole: u32) -> String {
    format!("{:.1} %", f64::from(part) * 100.0 / f64::from(whole.max(1)))
}

fn cases(file: &str, part: Option<usize>) -> Vec<(&str, &str)> {
    file.lines()
        .enumerate()
        .filter(|(number, _)| part.is_none_or(|part| number % 2 == part))
        .map(|(_, line)| line.split_once(" | ").unwrap_or_else(|| panic!("{line}")))
        .collect()
}

struct Stage {
    gazette: Gazette,
    placements: Vec<PlacementId>,
    house: u32,
}

impl Stage {
    async fn new() -> Stage {
        let gazette = Gazette::new().await;
        policy(&gazette, |policy| policy.held = false).await;
        let mut placements = Vec::new();
        for number in 0..4 {
            placements.push(article(&gazette, &format!("Ferry number {number} resumes")).await);
        }
        Stage {
            gazette,
            placements,
            house: 10,
        }
    }

    /// Each from a house of its own, as newcomers or as the same person as before.
    async fn send(&mut self, name: &str, text: &str, house: Option<u32>) -> Option<CommentId> {
        self.house += 1;
        let placement = self.placements[self.house as usize % self.placements.len()];
        let form = filled(&self.gazette, placement, name, text).await;
        let form = Sending {
            address: Some(household(house.unwrap_or(self.house))),
            ..form
        };
        self.gazette.later(2);
        send(&self.gazette, &form).await.ok()
    }

    async fn count(&mut self, part: Option<usize>) -> Vec<Count> {
        let mut counts = Vec::new();
        for (_, file, _) in SETS {
            let mut count = Count::default();
            for (name, text) in cases(file, part) {
                match self.send(name, text, None).await {
                    None => count.refused += 1,
                    Some(id) => {
                        let entry = entry(&self.gazette, id).await;
                        match (entry.state.as_str(), entry.group.as_str()) {
                            ("approved", _) => count.shown += 1,
                            (_, "") => count.held += 1,
                            _ => count.folded += 1,
                        }
                    }
                }
            }
            counts.push(count);
        }
        counts
    }

    /// Moderators decide the even lines of all files.
    async fn learn(&mut self) {
        for (_, file, spam) in SETS {
            for (name, text) in cases(file, Some(0)) {
                if let Some(id) = self.send(name, text, None).await {
                    let verdict = if spam {
                        Verdict::Reject {
                            ground: Ground::Spam,
                            reason: String::new(),
                        }
                    } else {
                        Verdict::Approve
                    };
                    let state = entry(&self.gazette, id).await.state;
                    if state == "held" {
                        decide(&self.gazette.paper, &self.gazette.ines, id, &verdict)
                            .await
                            .unwrap();
                    }
                }
            }
        }
    }
}

fn table(out: &mut String, counts: &[Count]) {
    out.push_str("| set | comments | refused | folded as likely spam | held for a first reading | shown at once |\n");
    out.push_str("| --- | --: | --: | --: | --: | --: |\n");
    for ((name, _, _), count) in SETS.iter().zip(counts) {
        out.push_str(&count.row(name));
    }
}

#[tokio::test]
async fn the_figures_of_the_defence() {
    let mut out = String::from(
        "# Comments: what the defence holds\n\n\
         Made by `cargo test -p paper comment_figures` from the files in `paper/comment-cases/`, one comment a line, written for\n\
         this purpose by the developers; they are no sample of what any newspaper gets, and the rules were looked at with them\n\
         in hand. Each is sent through the readers' form to a title whose comments are `open`, from a house of its own, three\n\
         minutes apart. `held` titles hold everything; there the second and third column say what is refused and what is\n\
         folded away from what people wait for.\n\n\
         ## Before any decision\n\n\
         The rules alone: links, addresses, markup, capitals, near-duplicates.\n\n",
    );
    let mut stage = Stage::new().await;
    let untaught = stage.count(None).await;
    table(&mut out, &untaught);

    let mut stage = Stage::new().await;
    stage.learn().await;
    let taught = stage.count(Some(1)).await;
    out.push_str(
        "\n## After moderators decided half of them\n\n\
         The even lines of all files were decided (approved, or rejected as spam); the figures are of the odd lines.\n\n",
    );
    table(&mut out, &taught);

    let mut stage = Stage::new().await;
    stage.learn().await;
    let mut known = Count::default();
    for (_, file, spam) in SETS {
        if spam {
            continue;
        }
        for ((name, _), (_, text)) in cases(file, Some(0)).into_iter().zip(cases(file, Some(1))) {
            stage.house += 1;
            let house = stage.house;
            let first =
                format!("This is my first comment here, number {house}, about the harbour.");
            let Some(id) = stage.send(name, &first, Some(house)).await else {
                continue;
            };
            decide(
                &stage.gazette.paper,
                &stage.gazette.ines,
                id,
                &Verdict::Approve,
            )
            .await
            .unwrap();
            let changed = format!("{text} ({house})");
            match stage.send(name, &changed, Some(house)).await {
                None => known.refused += 1,
                Some(id) => match entry(&stage.gazette, id).await.state.as_str() {
                    "approved" => known.shown += 1,
                    _ => known.held += 1,
                },
            }
        }
    }
    let _ = write!(
        out,
        "\n## Readers who were approved before\n\nThe odd honest lines again, by people with one approved comment: {} shown at once, {} held, {} refused, of {}.\n",
        share(known.shown, known.all()),
        share(known.held, known.all()),
        share(known.refused, known.all()),
        known.all()
    );
    expect_file!["../../../docs/comments-figures.md"].assert_eq(&out);

    let caught: u32 = taught
        .iter()
        .take(2)
        .map(|count| count.refused + count.folded)
        .sum();
    let spam: u32 = taught.iter().take(2).map(Count::all).sum();
    let wronged: u32 = taught
        .iter()
        .skip(2)
        .map(|count| count.refused + count.folded)
        .sum();
    let honest: u32 = taught.iter().skip(2).map(Count::all).sum();
    assert!(
        f64::from(caught) >= 0.9 * f64::from(spam),
        "{caught} of {spam}"
    );
    assert!(
        f64::from(wronged) <= 0.05 * f64::from(honest),
        "{wronged} of {honest}"
    );
    assert_eq!(
        taught.iter().take(2).map(|count| count.shown).sum::<u32>(),
        0,
        "no newcomer is shown unread"
    );
}
