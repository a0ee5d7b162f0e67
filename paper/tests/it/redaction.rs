//! A name is found however a paper has set it, and wherever it went.

use crate::raw;
use cast::{Gazette, body, found_title, sound};
use markup::{Block, Inline};
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, BLANK, Redaction};
use paper::articles::{self, drafting};
use paper::copy::{Copy, Source, SourceKind};
use paper::reading::{corrections, title};
use paper::rights::Role;
use paper::{Refusal, people, topics};

const NAME: &str = "Maria Dell’Orto";

fn blanking(words: &[&str]) -> Redaction {
    Redaction {
        class: Class::Legal,
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        pictures: Vec::new(),
        reason: "Court order".to_owned(),
    }
}

fn with(paragraph: Vec<Inline>) -> Copy {
    let mut copy = sound("A crew changes");
    // The name is here in any case, so that the deed is never refused for want of it.
    copy.standfirst = format!("{NAME} goes.");
    copy.body.blocks.push(Block::Paragraph {
        text: paragraph,
        lang: None,
    });
    copy
}

fn text(s: &str) -> Inline {
    Inline::text(s)
}

/// What it is, the paragraph as set, and what is left of it.
fn settings() -> Vec<(&'static str, Vec<Inline>, &'static str)> {
    let link = |href: &str, words: &str| Inline::Link {
        href: href.to_owned(),
        text: vec![text(words)],
    };
    let note = Inline::Note {
        text: vec![text("He was born in Porto Vero.")],
    };
    let strong = Inline::Strong {
        text: vec![text("Maria")],
    };
    vec![
        (
            "a no-break space",
            vec![text("Then Maria\u{a0}Dell’Orto spoke.")],
            "Then ███ spoke.",
        ),
        (
            "a typewriter's apostrophe",
            vec![text("Then Maria Dell'Orto spoke.")],
            "Then ███ spoke.",
        ),
        (
            "capitals",
            vec![text("Then MARIA DELL’ORTO spoke.")],
            "Then ███ spoke.",
        ),
        (
            "a soft hyphen",
            vec![text("Then Ma\u{ad}ria Dell’Orto spoke.")],
            "Then ███ spoke.",
        ),
        (
            "a line break",
            vec![text("Then Maria"), Inline::Break, text("Dell’Orto spoke.")],
            "Then ███",
        ),
        (
            "emphasis",
            vec![text("Then "), strong, text(" Dell’Orto spoke.")],
            "Then ███",
        ),
        (
            "a note in between",
            vec![text("Then Maria"), note, text(" Dell’Orto spoke.")],
            "Then ███",
        ),
        (
            "an address",
            vec![
                text("Then "),
                link("https://old.example/news/maria-dell-orto_arrested", "she"),
                text(" spoke."),
            ],
            "Then she spoke.",
        ),
        (
            "part of another name",
            vec![text("Annamaria Dell’Ortonovo spoke.")],
            "Annamaria Dell’Ortonovo spoke.",
        ),
    ]
}

#[tokio::test]
async fn a_name_is_found_however_it_is_set() {
    for (what, paragraph, wanted) in settings() {
        let gazette = Gazette::new().await;
        let filing = gazette.filing(with(paragraph));
        let article =
            publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
                .await
                .expect("published")
                .article;
        redacting::redact(&gazette.paper, &gazette.ines, article, &blanking(&[NAME]))
            .await
            .expect("redacted");
        let shown = gazette.shown(article).await.content;
        let left = shown.body.plain_text();
        assert!(
            left.contains(wanted) && !left.contains(" Dell’Orto "),
            "{what}: {left:?}"
        );
        let document = articles::canonical(&shown)
            .expect("canonical")
            .to_lowercase();
        assert!(!document.contains("maria-dell-orto"), "{what}: {document}");
    }
}

#[tokio::test]
async fn a_number_can_be_blanked_and_leaves_dates_alone() {
    let gazette = Gazette::new().await;
    let mut copy = sound("A crew changes");
    copy.body = body(&["In 2026 the boy of 17 was seen near the harbour office on 2 March 2026."]);
    copy.sources.push(Source {
        kind: SourceKind::Outlet,
        name: "The Coast".to_owned(),
        url: "https://coast.example/boy-17".to_owned(),
        ..Source::default()
    });
    let article = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("published")
    .article;
    redacting::redact(
        &gazette.paper,
        &gazette.ines,
        article,
        &blanking(&["17", "2026"]),
    )
    .await
    .expect("redacted");
    let shown = gazette.shown(article).await.content;
    assert_eq!(
        shown.body.plain_text().trim(),
        format!(
            "In {BLANK} the boy of {BLANK} was seen near the harbour office on 2 March {BLANK}."
        )
    );
    assert_eq!(
        shown.sources.last().map(|source| source.url.as_str()),
        Some("")
    );
}

#[tokio::test]
async fn topics_and_titles_it_was_taken_off_keep_no_name() {
    let gazette = Gazette::new().await;
    topics::keep(
        &gazette.paper,
        &gazette.operator,
        gazette.title,
        "mario-rossi",
        "Mario Rossi",
        None,
    )
    .await
    .expect("a topic");
    let beacon = found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "Beacon",
        "beacon.test",
    )
    .await;
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        Role::Director,
        Some(beacon),
        None,
    )
    .await
    .expect("a grant");
    let mut copy = sound("A crew changes");
    copy.topics = vec!["mario-rossi".to_owned()];
    copy.standfirst = "Mario Rossi goes.".to_owned();
    let article = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("published")
    .article;
    let there = Placing {
        section: Some("news".to_owned()),
        headline: Some("Mario Rossi arrested".to_owned()),
        ..Placing::default()
    };
    placing::place(&gazette.paper, &gazette.ines, article, beacon, there)
        .await
        .expect("placed");
    corrected(&gazette, article).await;
    placing::displace(&gazette.paper, &gazette.ines, article, beacon)
        .await
        .expect("taken off");
    redacting::redact(
        &gazette.paper,
        &gazette.ines,
        article,
        &blanking(&["Mario Rossi"]),
    )
    .await
    .expect("redacted");

    let mut session = gazette.paper.read().await.expect("a read");
    let title = title::by_host(&mut session, "beacon.test")
        .await
        .expect("a read")
        .expect("a title");
    let told = corrections::page(&mut session, &title, gazette.paper.now(), 1)
        .await
        .expect("a page");
    assert!(!format!("{told:?}").contains("Rossi"), "{told:?}");
    drop(session);
    let again = Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    placing::place(&gazette.paper, &gazette.ines, article, beacon, again)
        .await
        .expect("placed again");
    let shown = gazette.shown(article).await.content;
    let document = articles::canonical(&shown).expect("canonical");
    assert!(!document.contains("Rossi"), "{document}");
    let mut session = gazette.paper.read().await.expect("a read");
    for placement in articles::placements(&mut session, article)
        .await
        .expect("placements")
    {
        assert!(!placement.path.unwrap_or_default().contains("rossi"));
    }
}

async fn corrected(gazette: &Gazette, article: paper::id::ArticleId) {
    let mut session = gazette.paper.read().await.expect("a read");
    let stored = articles::find(&mut session, article)
        .await
        .expect("an article");
    let mut copy = drafting::working_copy(&mut session, &stored)
        .await
        .expect("a copy");
    drop(session);
    copy.standfirst = "Mario Rossi goes on Friday.".to_owned();
    let going = Going::change(Class::Correction, "Not on Thursday");
    publishing::change(
        &gazette.paper,
        &gazette.ines,
        article,
        stored.revisions,
        copy,
        going,
    )
    .await
    .expect("corrected");
}

#[tokio::test]
async fn the_reason_may_not_say_what_is_blanked() {
    let gazette = Gazette::new().await;
    let article = gazette
        .published("Captain Luca Nardi leaves the port")
        .await
        .article;
    let redaction = Redaction {
        reason: "Luca Nardi asked for it".to_owned(),
        ..blanking(&["Luca Nardi"])
    };
    let refused = redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect_err("refused");
    assert!(
        matches!(
            refused.refusal(),
            Some(Refusal::Unfit {
                field: "reason",
                ..
            })
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn the_record_keeps_no_blanked_word_in_any_file_or_row() {
    let gazette = Gazette::new().await;
    let article = gazette
        .published("Captain Zebedeus Quirk leaves the port")
        .await
        .article;
    assert!(
        raw::holds(&gazette.place, "Zebedeus").await,
        "we look in the right place"
    );
    redacting::redact(
        &gazette.paper,
        &gazette.ines,
        article,
        &blanking(&["Zebedeus Quirk", "Zebedeus"]),
    )
    .await
    .expect("redacted");
    assert!(!raw::holds(&gazette.place, "Zebedeus").await);
}

#[tokio::test]
async fn a_program_that_asks_again_is_not_told_a_blanked_name() {
    use paper::answered::{self, Answer, Claim};
    use paper::tokens::{self, NewToken, Scope, Whose};
    let gazette = Gazette::new().await;
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let mut copy = sound("A crew changes");
    copy.standfirst = format!("{NAME} goes.");
    let article = publishing::file_and_publish(paper, ines, gazette.filing(copy), Going::default())
        .await
        .expect("published")
        .article;
    let new = NewToken {
        whose: Whose::Account("ines".to_owned()),
        scopes: vec![Scope::Role(Role::Director)],
        title: None,
        label: String::new(),
        expires: None,
    };
    let token = tokens::add(paper, ines, &new).await.expect("a token").id;
    answered::claim(paper, token, "first", b"request")
        .await
        .expect("claimed");
    let answer = Answer {
        status: 201,
        headers: String::new(),
        body: format!("{{\"standfirst\":\"{NAME} goes.\"}}").into_bytes(),
    };
    answered::keep(paper, token, "first", &answer)
        .await
        .expect("kept");
    redacting::redact(paper, ines, article, &blanking(&[NAME]))
        .await
        .expect("redacted");
    let again = answered::claim(paper, token, "first", b"request")
        .await
        .expect("claimed");
    let Claim::Answered(again) = again else {
        panic!("{again:?}")
    };
    assert_eq!(
        String::from_utf8(again.body).expect("words"),
        format!("{{\"standfirst\":\"{BLANK} goes.\"}}")
    );
}

#[tokio::test]
async fn who_answered_for_a_revision_can_be_blanked_in_it() {
    let gazette = Gazette::new().await;
    let mut copy = sound("A crew changes");
    copy.standfirst = "The crew goes.".to_owned();
    let filing = gazette.filing(copy);
    let article =
        publishing::file_and_publish(&gazette.paper, &gazette.edo, filing, Going::default())
            .await
            .expect("published")
            .article;
    redacting::redact(
        &gazette.paper,
        &gazette.ines,
        article,
        &blanking(&["Edo Rinaldi"]),
    )
    .await
    .expect("readers saw his name in the history");
    let mut session = gazette.paper.read().await.expect("a read");
    let revisions = articles::history(&mut session, article, 2)
        .await
        .expect("revisions");
    let editors: Vec<(&str, &str)> = revisions
        .iter()
        .map(|revision| (revision.editor.as_str(), revision.content.editor.as_str()))
        .collect();
    assert_eq!(editors, [("Ines Vidal", "Ines Vidal"), (BLANK, BLANK)]);
}
