//! What the defence does with comments people and programs write: figures over labelled files, printed into
//! `docs/comments-figures.md`.

use crate::talk::{article, entry, filled, household, policy, send};
use cast::Gazette;
use expect_test::expect_file;
use paper::comments::queue::Entry;
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

/// Written after the rules, and never used to change them.
const ASIDE: [(&str, &str, bool); 4] = [
    (
        "spam, Italian",
        include_str!("../../comment-cases/aside-spam.it.txt"),
        true,
    ),
    (
        "spam, English",
        include_str!("../../comment-cases/aside-spam.en.txt"),
        true,
    ),
    (
        "honest, Italian",
        include_str!("../../comment-cases/aside-honest.it.txt"),
        false,
    ),
    (
        "honest, English",
        include_str!("../../comment-cases/aside-honest.en.txt"),
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
    /// Of those held, how many for nothing but that their writers are new.
    new: u32,
}

impl Count {
    fn all(&self) -> u32 {
        self.refused + self.folded + self.held + self.shown
    }

    fn row(&self, name: &str) -> String {
        format!(
            "| {name} | {} | {} | {} | {} | {} | {} |\n",
            self.all(),
            share(self.refused, self.all()),
            share(self.folded, self.all()),
            share(self.held, self.all()),
            share(self.shown, self.all()),
            share(self.shown + self.new, self.all())
        )
    }

    fn add(&mut self, entry: Option<&Entry>) {
        let Some(entry) = entry else {
            self.refused += 1;
            return;
        };
        match (entry.state.as_str(), entry.group.as_str()) {
            ("approved", _) => self.shown += 1,
            (_, "") => {
                self.held += 1;
                // A shout alone holds nobody.
                let words = entry.flags.split_whitespace();
                if words
                    .into_iter()
                    .all(|flag| flag == "first" || flag == "shout")
                {
                    self.new += 1;
                }
            }
            _ => self.folded += 1,
        }
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

    async fn count(&mut self, sets: [(&str, &str, bool); 4], part: Option<usize>) -> Vec<Count> {
        let mut counts = Vec::new();
        for (_, file, _) in sets {
            let mut count = Count::default();
            for (name, text) in cases(file, part) {
                self.sent(&mut count, name, text, None).await;
            }
            counts.push(count);
        }
        counts
    }

    /// Sends a comment and counts what became of it.
    async fn sent(&mut self, count: &mut Count, name: &str, text: &str, house: Option<u32>) {
        match self.send(name, text, house).await {
            None => count.add(None),
            Some(id) => count.add(Some(&entry(&self.gazette, id).await)),
        }
    }

    /// A writer with one approved comment, and the house they write from; `None` if the first was refused.
    async fn approved(&mut self, name: &str) -> Option<u32> {
        self.house += 1;
        let house = self.house;
        let first = format!("This is my first comment here, number {house}, about the harbour.");
        let id = self.send(name, &first, Some(house)).await?;
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        decide(paper, ines, id, &Verdict::Approve).await.unwrap();
        Some(house)
    }

    /// The odd lines of honest files or of spam, each by a writer with one approved comment.
    async fn known(&mut self, spam: bool) -> Count {
        let mut count = Count::default();
        for (_, file, _) in SETS.into_iter().filter(|(_, _, of)| *of == spam) {
            let lines = cases(file, Some(0)).into_iter().zip(cases(file, Some(1)));
            for ((name, _), (_, text)) in lines {
                if let Some(house) = self.approved(name).await {
                    let changed = format!("{text} ({house})");
                    self.sent(&mut count, name, &changed, Some(house)).await;
                }
            }
        }
        count
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
    out.push_str("| set | comments | refused | folded as likely spam | held for a first reading | shown at once | were newcomers not held: shown |\n");
    out.push_str("| --- | --: | --: | --: | --: | --: | --: |\n");
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
         folded away from what people wait for. All these senders are newcomers, whom `open` titles hold as well; the last\n\
         column says what would be shown if only the words decided.\n\n\
         ## Before any decision\n\n\
         The rules alone: links, addresses, markup, capitals, near-duplicates.\n\n",
    );
    let mut stage = Stage::new().await;
    let untaught = stage.count(SETS, None).await;
    table(&mut out, &untaught);

    let mut stage = Stage::new().await;
    stage.learn().await;
    let taught = stage.count(SETS, Some(1)).await;
    out.push_str(
        "\n## After moderators decided half of them\n\n\
         The even lines of all files were decided (approved, or rejected as spam); the figures are of the odd lines.\n\n",
    );
    table(&mut out, &taught);

    let mut stage = Stage::new().await;
    stage.learn().await;
    let aside = stage.count(ASIDE, None).await;
    out.push_str(
        "\n## Set aside\n\n\
         Files written after the rules, by somebody who knew them, and never used to change them; moderators have decided the\n\
         same half as above.\n\n",
    );
    table(&mut out, &aside);

    out.push_str(
        "\n## Writers who were approved before\n\n\
         The odd lines again, each by somebody with one approved comment: honest people, and people who have waited for this.\n\n",
    );
    out.push_str("| lines | comments | refused | folded as likely spam | held | shown at once |\n");
    out.push_str("| --- | --: | --: | --: | --: | --: |\n");
    for (name, spam) in [("honest", false), ("spam", true)] {
        let mut stage = Stage::new().await;
        stage.learn().await;
        let known = stage.known(spam).await;
        let row = known.row(name);
        // The last column says nothing of people who are known.
        let (row, _) = row.trim_end_matches(" |\n").rsplit_once(" | ").unwrap();
        let _ = writeln!(out, "{row} |");
    }
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
