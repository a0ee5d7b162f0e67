//! Headlines of an article's own on other titles: read by the gate, and changed no more silently than the text.

use cast::{Gazette, found_title, sound};
use paper::articles::content::{Class, Content};
use paper::articles::placing::{self, Placing, Stands};
use paper::articles::publishing::{self, Going};
use paper::articles::{checking, drafting};
use paper::id::{ArticleId, TitleId};
use paper::rights::Role;
use paper::{Error, Refusal, people};

async fn sister(gazette: &Gazette) -> TitleId {
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let title = found_title(paper, operator, "post", "Island Post", "post.test").await;
    people::grant(paper, operator, "ines", Role::Director, Some(title), None)
        .await
        .expect("a grant");
    title
}

fn called(headline: &str) -> Placing {
    Placing {
        section: Some("news".to_owned()),
        headline: Some(headline.to_owned()),
        ..Placing::default()
    }
}

fn changed(headline: &str, class: Class, note: &str) -> Placing {
    Placing {
        class: Some(class),
        note: note.to_owned(),
        ..called(headline)
    }
}

async fn place(
    gazette: &Gazette,
    article: ArticleId,
    title: TitleId,
    placing: Placing,
) -> Result<Stands, Error> {
    placing::place(&gazette.paper, &gazette.ines, article, title, placing).await
}

async fn shown(gazette: &Gazette, article: ArticleId) -> Content {
    gazette.shown(article).await.content
}

#[tokio::test]
async fn a_headline_readers_have_met_is_changed_with_a_class_that_is_true_and_never_silently() {
    let gazette = Gazette::new().await;
    let post = sister(&gazette).await;
    let article = gazette.published("Ferry stops on 2 March").await.article;
    place(&gazette, article, post, called("No ferry on 2 March"))
        .await
        .expect("nobody has met another headline there");
    let first = shown(&gazette, article).await;
    assert_eq!((first.class, first.placements.len()), (Class::Placing, 2));

    gazette.later(5);
    let silent = place(&gazette, article, post, called("Ferry on 3 March")).await;
    let refused = silent.expect_err("without a class");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::WrongClass {
            class: Class::Placing
        })
    );
    let small = changed("No ferry on 3 March", Class::Typo, "");
    let refused = place(&gazette, article, post, small)
        .await
        .expect_err("another figure is no typo");
    assert!(
        matches!(refused.refusal(), Some(Refusal::SaysMore { .. })),
        "{refused:?}"
    );
    let mute = changed("No ferry on 3 March", Class::Correction, "");
    let refused = place(&gazette, article, post, mute)
        .await
        .expect_err("a correction says what was wrong");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NoteNeeded { .. })),
        "{refused:?}"
    );
    assert_eq!(shown(&gazette, article).await.number, first.number);

    let note = "The headline gave the wrong day.";
    let told = changed("No ferry on 3 March", Class::Correction, note);
    place(&gazette, article, post, told)
        .await
        .expect("corrected");
    let now = shown(&gazette, article).await;
    assert_eq!((now.class, now.note.as_str()), (Class::Correction, note));
    assert_eq!(now.modified, gazette.paper.now());
    assert_eq!(now.first_published, first.first_published);
    assert_eq!(now.placements[1].headline, "No ferry on 3 March");
    assert_eq!(now.headline, first.headline);

    // Taken off and brought back, it is the address readers know: the same holds.
    placing::displace(&gazette.paper, &gazette.ines, article, post)
        .await
        .expect("taken off");
    let refused = place(&gazette, article, post, called("Ferries for everybody"))
        .await
        .expect_err("readers met another headline at that address");
    assert!(
        matches!(refused.refusal(), Some(Refusal::WrongClass { .. })),
        "{refused:?}"
    );
    let plainly = Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    place(&gazette, article, post, plainly)
        .await
        .expect("back under the article's own headline, of which its revisions tell");
    assert_eq!(
        shown(&gazette, article).await.placements[1].headline,
        "",
        "its own"
    );
}

#[tokio::test]
async fn a_class_is_for_a_headline_that_changes_and_for_nothing_else() {
    let gazette = Gazette::new().await;
    let post = sister(&gazette).await;
    let article = gazette.published("Ferry stops").await.article;
    place(&gazette, article, post, called("No ferry"))
        .await
        .expect("placed");
    let same = changed("No ferry", Class::Correction, "Nothing was wrong.");
    let refused = place(&gazette, article, post, same)
        .await
        .expect_err("no correction of nothing");
    assert!(
        matches!(refused.refusal(), Some(Refusal::WrongClass { .. })),
        "{refused:?}"
    );
    let quiet = Placing {
        comments: Some(true),
        ..Placing::default()
    };
    place(&gazette, article, post, quiet)
        .await
        .expect("comments are no words of the text");
    assert_eq!(shown(&gazette, article).await.class, Class::Placing);
    let mended = changed("No  feery", Class::Typo, "");
    place(&gazette, article, post, mended)
        .await
        .expect("a letter");
    assert_eq!(shown(&gazette, article).await.class, Class::Typo);
}

#[tokio::test]
async fn the_gate_reads_the_headline_an_article_has_on_another_title() {
    let gazette = Gazette::new().await;
    let post = sister(&gazette).await;
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let mut copy = sound("Ferry stops");
    let more = "The crossing takes forty minutes in calm water, and the boat carries sixty cars to the island every day.";
    copy.body.blocks.extend(cast::body(&[more, more]).blocks);
    let draft = drafting::file(paper, ines, gazette.filing(copy))
        .await
        .expect("filed");
    let codes = async || -> Vec<(&'static str, String)> {
        let found = checking::findings(paper, draft, "en").await.expect("asked");
        found
            .into_iter()
            .filter(|finding| finding.code == "headline.unsupported")
            .map(|finding| (finding.code, finding.message))
            .collect()
    };
    assert_eq!(codes().await, []);
    let stands = place(&gazette, draft, post, called("Captain arrested, 45 hurt"))
        .await
        .expect("placed");
    let told: Vec<&str> = stands.findings.iter().map(|found| found.code).collect();
    assert!(told.contains(&"headline.unsupported"), "{told:?}");
    let found = codes().await;
    assert!(
        found
            .iter()
            .any(|(_, message)| message.starts_with("Headline on Island Post: ")),
        "{found:?}"
    );
    let out = publishing::publish(paper, ines, draft, Going::default())
        .await
        .expect("a warning stops nothing");
    assert!(
        out.findings
            .iter()
            .any(|finding| finding.code == "headline.unsupported"
                && finding.places[0].field == "placement.headline"),
        "{:?}",
        out.findings
    );
}
