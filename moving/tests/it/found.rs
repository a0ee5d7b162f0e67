//! What real sites were found to hold, with their files.

use crate::stage::{case, hands, job, moved, told};
use cast::Gazette;
use moving::Media;
use paper::imports::{self, Outcome, Sort, What};
use paper::reading::facts::PageRole;
use paper::{beginning, pages, pictures, titles};
use tempfile::TempDir;

/// A document as small as one may be.
const DOCUMENT: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj \
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n9\n%%EOF\n";

fn uploads() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let month = folder.path().join("2019/05");
    std::fs::create_dir_all(&month).expect("made");
    std::fs::write(month.join("order.pdf"), DOCUMENT).expect("written");
    std::fs::write(month.join("the talk.mp3"), b"ID3\x03 a voice").expect("written");
    folder
}

#[tokio::test]
async fn a_document_a_text_links_to_is_public_with_the_text() {
    let gazette = Gazette::new().await;
    let uploads = uploads();
    let media = Media::Folder(uploads.path().to_owned());
    let job = job(&gazette, &[case("found.xml")], media).await;
    let mut hands = hands(&gazette);
    let report = job
        .run(&mut hands, false, None, &mut |_| {})
        .await
        .expect("moved");
    let mut session = gazette.paper.read().await.expect("a read");
    let import = report.import.expect("an import");
    let rows = imports::map(&mut session, import, -1, 100)
        .await
        .expect("a map");
    let article = rows.iter().find_map(|row| row.article).expect("an article");
    let shown = gazette.shown(article).await;
    let link = shown
        .content
        .body
        .links()
        .into_iter()
        .find(|link| link.href.starts_with("/media/"))
        .expect("a link into the library");
    let (id, name) = link.href["/media/".len()..]
        .split_once('/')
        .expect("two parts");
    let found = pictures::public_file(&mut session, id, name)
        .await
        .expect("an answer");
    assert!(found.is_some(), "readers may fetch {}", link.href);
    let order = rows.iter().find(|row| row.item == "file:9").expect("a row");
    assert_eq!((order.outcome, &order.now), (Outcome::Carried, &link.href));
    // What the library does not take is refused in its own words, in the language of the title.
    let talk = rows
        .iter()
        .find(|row| row.item == "file:11")
        .expect("a row");
    assert_eq!(talk.outcome, Outcome::Refused);
    assert_eq!(talk.notes[0].what, What::Refused);
    assert!(talk.notes[0].detail.contains("PDF"), "{:?}", talk.notes);
    assert_eq!(report.tally.differs(&report.source), Vec::new());
}

#[tokio::test]
async fn a_page_takes_the_place_of_the_one_the_title_began_with_and_gives_it_back() {
    let gazette = Gazette::new().await;
    let (paper, by) = (&gazette.paper, &gazette.ines);
    let mut session = paper.read().await.expect("a read");
    let title = titles::by_id(&mut session, gazette.title)
        .await
        .expect("the title");
    drop(session);
    let model = beginning::templates(&title.language, &title.name)
        .expect("templates")
        .into_iter()
        .find(|page| page.slug == "about")
        .expect("a page about");
    pages::keep(
        paper,
        by,
        title.id,
        "about",
        model.role,
        &model.name,
        &model.body,
    )
    .await
    .expect("kept");
    let about = async || {
        let mut session = paper.read().await.expect("a read");
        pages::page(&mut session, title.id, "about")
            .await
            .expect("a page")
    };
    let report = moved(&gazette, &[case("found.xml")]).await;
    assert_eq!(about().await.body.plain_text(), "We are the Old Lamp.");
    let pages_now = &report.tally.outcomes[&Sort::Page];
    assert_eq!(pages_now[&Outcome::Changed], 1);
    assert!(report.tally.notes.contains_key(&What::ModelPage));
    let import = report.import.expect("an import");
    imports::undo(paper, &gazette.operator, import)
        .await
        .expect("taken back");
    assert_eq!(about().await.body, model.body);

    // A page somebody has written in is nobody's to replace.
    let own = cast::body(&["Our own words."]);
    pages::keep(paper, by, title.id, "about", PageRole::About, "About", &own)
        .await
        .expect("kept");
    let report = moved(&gazette, &[case("found.xml")]).await;
    assert_eq!(about().await.body, own);
    assert!(report.tally.notes.contains_key(&What::Renamed));
}

#[tokio::test]
async fn what_real_sites_hold_is_read_as_it_was_meant() {
    let gazette = Gazette::new().await;
    let report = moved(&gazette, &[case("found.xml")]).await;
    let told = told(&gazette, &report).await;
    expect_test::expect_file![case("found.txt")].assert_eq(&told);
    let mut session = gazette.paper.read().await.expect("a read");
    for (old, now) in [
        ("/author/bruno-rossi", "/people/bruno-rossi"),
        ("/author/ada_nardi", "/people/ada-nardi"),
        ("/tag/порт", "/topics/port"),
    ] {
        let there = imports::former(&mut session, gazette.title, old, &[])
            .await
            .expect("an answer");
        assert_eq!(there.as_deref(), Some(now), "{old}");
    }
}
