//! Runs that are stopped, repeated, rehearsed, taken back.

use crate::stage::{Direct, case, hands, job, moved, told};
use cast::Gazette;
use moving::{Media, Unmoved};
use paper::articles::withdrawing;
use paper::imports::{self, Outcome, Sort, What};
use paper::{Error, Refusal, addresses, changes, keeping, sections};
use std::io::Write as _;
use std::path::PathBuf;

/// Numbers of rows a run may change.
async fn state(gazette: &Gazette) -> (i64, usize, usize) {
    let mut session = gazette.paper.read().await.expect("a read");
    let seq = changes::newest(&mut session).await.expect("a number");
    let sections = sections::all(&mut session, gazette.title)
        .await
        .expect("sections");
    let imports = imports::list(&mut session, None).await.expect("imports");
    (seq, sections.len(), imports.len())
}

async fn stands(gazette: &Gazette, path: &str) -> bool {
    let mut session = gazette.paper.read().await.expect("a read");
    let leads = addresses::follow(&mut session, gazette.title, path)
        .await
        .expect("an answer");
    leads != addresses::Leads::Nowhere
}

#[tokio::test]
async fn a_rehearsal_tells_all_and_writes_nothing() {
    let gazette = Gazette::new().await;
    let before = state(&gazette).await;
    let job = job(&gazette, &[case("states.xml")], Media::Nowhere).await;
    let report = job
        .run(&mut hands(&gazette), true, None, &mut |_| {})
        .await
        .expect("a rehearsal");
    assert_eq!(report.import, None);
    assert_eq!(report.tally.differs(&report.source), Vec::new());
    let posts = &report.tally.outcomes[&Sort::Post];
    assert_eq!(posts[&Outcome::Carried], 1);
    assert_eq!(state(&gazette).await, before);
    let real = moved(&gazette, &[case("states.xml")]).await;
    assert_eq!(real.tally, report.tally, "it happens as it was told");
}

#[tokio::test]
async fn while_the_public_log_is_stopped_a_move_ends_and_refuses_no_article() {
    let gazette = Gazette::with_log().await;
    gazette.published("Ferry service resumes").await;
    let job = job(&gazette, &[case("small.xml")], Media::Nowhere).await;
    gazette.paper.close().await;
    std::fs::remove_dir_all(gazette.folder.path().join("log")).expect("the log is lost");
    let mut direct = hands(&gazette);
    direct.paper = gazette.opened_again().await;
    let ended = job.run(&mut direct, false, None, &mut |_| {}).await;
    let Err(Unmoved::Deed(Error::Refused(refusal))) = ended else {
        panic!("{ended:?}");
    };
    assert!(matches!(refusal, Refusal::LogStopped { .. }), "{refusal:?}");
}

#[tokio::test]
async fn a_second_run_adds_nothing() {
    let gazette = Gazette::new().await;
    let first = moved(&gazette, &[case("small.xml"), case("comments.xml")]).await;
    let import = first.import.expect("an import");
    let mut session = gazette.paper.read().await.expect("a read");
    let account = imports::account(&mut session, import).await.expect("told");
    drop(session);
    let (_, sections, imports_before) = state(&gazette).await;
    let second = moved(&gazette, &[case("small.xml"), case("comments.xml")]).await;
    assert_eq!(second.import, None);
    assert!(second.before > 0);
    assert!(second.tally.outcomes.is_empty(), "{:?}", second.tally);
    let (_, sections_now, imports_now) = state(&gazette).await;
    assert_eq!((sections, imports_before), (sections_now, imports_now));
    let mut session = gazette.paper.read().await.expect("a read");
    let again = imports::account(&mut session, import).await.expect("told");
    assert_eq!(account, again);
    let job = job(&gazette, &[case("small.xml")], Media::Nowhere).await;
    let rehearsed = job
        .run(&mut hands(&gazette), true, None, &mut |_| {})
        .await
        .expect("a rehearsal");
    assert!(rehearsed.before > 0, "it is told as it would be");
    assert!(rehearsed.tally.outcomes.is_empty(), "{:?}", rehearsed.tally);
}

#[tokio::test]
async fn two_exports_of_one_site_have_an_account_each() {
    let gazette = Gazette::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let part = |name: &str, numbers: &[u32]| {
        let items: String = numbers
            .iter()
            .map(|number| {
                format!(
                    "<item><title>Post {number}</title><wp:post_id>{number}</wp:post_id><wp:post_type>post</wp:post_type>\
                     <wp:status>publish</wp:status><wp:post_name>post-{number}</wp:post_name>\
                     <wp:post_date_gmt>2020-03-0{number} 10:00:00</wp:post_date_gmt>\
                     <content:encoded><![CDATA[<p>Text {number}</p>]]></content:encoded></item>"
                )
            })
            .collect();
        let path = folder.path().join(name);
        let file = format!(
            "<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><wp:wxr_version>1.2</wp:wxr_version>\
             <wp:base_site_url>https://old.example</wp:base_site_url>\
             <wp:category><wp:term_id>1</wp:term_id><wp:category_nicename>local</wp:category_nicename>\
             <wp:cat_name>Local</wp:cat_name></wp:category>{items}</channel></rss>"
        );
        std::fs::write(&path, file).expect("written");
        path
    };
    let (one, two) = (part("one.xml", &[1, 2]), part("two.xml", &[2, 3, 4]));
    let first = moved(&gazette, &[one]).await.import.expect("an import");
    let second = moved(&gazette, &[two]).await.import.expect("an import");
    let posts = async |import| {
        let mut session = gazette.paper.read().await.expect("a read");
        let account = imports::account(&mut session, import).await.expect("told");
        let differs = account.tally.differs(&account.import.source);
        (account.tally.of(Sort::Post), differs)
    };
    assert_eq!(posts(first).await, (2, Vec::new()));
    assert_eq!(posts(second).await, (3, Vec::new()));
    imports::undo(&gazette.paper, &gazette.operator, first)
        .await
        .expect("undone");
    assert_eq!(
        posts(second).await,
        (3, Vec::new()),
        "each is accounted for"
    );
}

#[tokio::test]
async fn a_run_that_is_stopped_anywhere_goes_on_where_it_stopped() {
    let whole = {
        let gazette = Gazette::new().await;
        let report = moved(&gazette, &[case("sections.xml")]).await;
        report.tally
    };
    for left in 0..8 {
        let gazette = Gazette::new().await;
        let first = job(&gazette, &[case("sections.xml")], Media::Nowhere).await;
        let mut stopping = Direct {
            left,
            ..hands(&gazette)
        };
        let stopped = first.run(&mut stopping, false, None, &mut |_| {}).await;
        if let Err(error) = &stopped {
            assert!(matches!(error, Unmoved::Deed(_)), "{error:?}");
        }
        let report = moved(&gazette, &[case("sections.xml")]).await;
        let mut session = gazette.paper.read().await.expect("a read");
        let import = match report.import {
            Some(import) => import,
            None => imports::list(&mut session, None).await.expect("imports")[0].id,
        };
        let account = imports::account(&mut session, import).await.expect("told");
        assert_eq!(account.tally.outcomes, whole.outcomes, "stopped at {left}");
        let differs = account.tally.differs(&account.import.source);
        assert_eq!(differs, Vec::new());
        drop(session);
        for remark in keeping::examine(&gazette.paper).await.expect("examined") {
            assert!(remark.ok, "{}", remark.what);
        }
    }
}

#[tokio::test]
async fn an_import_is_taken_back_whole() {
    let gazette = Gazette::new().await;
    gazette.published("Ferry service resumes").await;
    let (_, sections, _) = state(&gazette).await;
    let files = [
        case("small.xml"),
        case("comments.xml"),
        case("states.xml"),
        case("sections.xml"),
    ];
    let report = moved(&gazette, &files).await;
    let import = report.import.expect("an import");
    assert!(stands(&gazette, "/2019/05/ferry-resumes").await);
    let count = imports::undo(&gazette.paper, &gazette.operator, import)
        .await
        .expect("taken back");
    assert!(count > 10, "{count}");
    assert!(!stands(&gazette, "/2019/05/ferry-resumes").await);
    assert!(stands(&gazette, "/2026/03/02/ferry-service-resumes").await);
    let (_, sections_now, _) = state(&gazette).await;
    assert_eq!(sections, sections_now);
    for remark in keeping::examine(&gazette.paper).await.expect("examined") {
        assert!(remark.ok, "{}", remark.what);
    }
    // What was taken back can come again.
    let again = moved(&gazette, &files).await;
    assert_eq!(again.tally.outcomes, report.tally.outcomes);
}

#[tokio::test]
async fn a_deed_on_one_of_its_articles_ends_the_taking_back() {
    let gazette = Gazette::new().await;
    let report = moved(&gazette, &[case("small.xml")]).await;
    let import = report.import.expect("an import");
    let mut session = gazette.paper.read().await.expect("a read");
    let rows = imports::map(&mut session, import, -1, 100)
        .await
        .expect("a map");
    drop(session);
    let article = rows.iter().find_map(|row| row.article).expect("an article");
    withdrawing::withdraw(&gazette.paper, &gazette.ines, article, "It was wrong.")
        .await
        .expect("withdrawn");
    let error = imports::undo(&gazette.paper, &gazette.operator, import)
        .await
        .expect_err("a refusal");
    assert!(
        matches!(error, Error::Refused(Refusal::ImportWorkedOn { .. })),
        "{error}"
    );
    assert!(stands(&gazette, "/2019/05/ferry-resumes").await);
}

#[tokio::test]
async fn who_may_not_bring_in_brings_nothing_in() {
    let gazette = Gazette::new().await;
    let before = state(&gazette).await;
    let mut edo = Direct {
        by: gazette.edo.clone(),
        ..hands(&gazette)
    };
    let job = job(&gazette, &[case("small.xml")], Media::Nowhere).await;
    let error = job
        .run(&mut edo, false, None, &mut |_| {})
        .await
        .expect_err("a refusal");
    let Unmoved::Deed(Error::Refused(Refusal::NotAllowed { .. })) = error else {
        panic!("{error:?}")
    };
    assert_eq!(state(&gazette).await, before);
}

#[tokio::test]
async fn pictures_come_from_a_folder_with_their_words() {
    let gazette = Gazette::new().await;
    let media = Media::Folder(case("uploads"));
    let job = job(&gazette, &[case("small.xml")], media).await;
    let mut hands = hands(&gazette);
    let report = job
        .run(&mut hands, false, None, &mut |_| {})
        .await
        .expect("moved");
    let told = told(&gazette, &report).await;
    expect_test::expect_file![case("small-with-pictures.txt")].assert_eq(&masked(&told));
}

/// Ids of pictures are drawn.
fn masked(told: &str) -> String {
    told.lines()
        .map(|line| match line.split_once("/media/") {
            Some((head, _)) => format!("{head}/media/…\n"),
            None => format!("{line}\n"),
        })
        .collect()
}

#[tokio::test]
async fn pictures_are_fetched_and_what_is_not_to_be_had_is_linked() {
    let gazette = Gazette::new().await;
    let job = job(&gazette, &[case("classic.xml")], Media::Fetched).await;
    let mut hands = hands(&gazette);
    let mut asked: Vec<String> = Vec::new();
    let bytes = std::fs::read(case("uploads/2019/05/quay.jpg")).expect("a picture");
    let mut fetch =
        |url: String| -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send>> {
            let found = url.ends_with("/quay.jpg").then(|| bytes.clone());
            asked.push(url);
            Box::pin(async move { found.ok_or_else(|| "404".to_owned()) })
        };
    let report = job
        .run(&mut hands, false, Some(&mut fetch), &mut |_| {})
        .await
        .expect("moved");
    let files = &report.tally.outcomes[&Sort::File];
    assert_eq!(files[&Outcome::Carried], 1, "{files:?}");
    assert_eq!(files[&Outcome::Refused], 1, "{files:?}");
    assert!(report.tally.notes.contains_key(&What::PictureMissing));
    assert_eq!(report.tally.differs(&report.source), Vec::new());
    asked.sort();
    asked.dedup();
    assert!(
        asked
            .iter()
            .all(|url| url.starts_with("https://oldlamp.example/")),
        "{asked:?}"
    );
}

/// A file in a folder of its own.
fn written(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

#[tokio::test]
async fn compressed_and_divided_exports_are_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = std::fs::read(case("small.xml")).expect("a file");
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&plain).expect("packed");
    let packed = packer.finish().expect("packed");
    let gz = written(&folder, "small.xml.gz", &packed);
    let one = Gazette::new().await;
    let two = Gazette::new().await;
    let from_plain = moved(&one, &[case("small.xml"), case("comments.xml")]).await;
    let from_packed = moved(&two, &[gz, case("comments.xml")]).await;
    assert_eq!(from_plain.tally, from_packed.tally);
    // Half of it, as a broken transfer leaves it: what is whole comes in.
    let half = written(&folder, "half.xml.gz", &packed[..packed.len() / 2]);
    let three = Gazette::new().await;
    let report = moved(&three, &[half]).await;
    assert!(report.tally.outcomes.contains_key(&Sort::Damage) || !report.broken.is_empty());
}

#[tokio::test]
async fn an_item_larger_than_is_read_is_told_and_the_next_comes_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let small = std::fs::read_to_string(case("small.xml")).expect("a file");
    let (head, rest) = small.split_once("	<item>").expect("an item");
    let large = format!(
        "{head}	<item><title>Too large</title><content:encoded><![CDATA[{}]]></content:encoded></item>\n	<item>{rest}",
        "word ".repeat(4_000_000)
    );
    let file = written(&folder, "large.xml", large.as_bytes());
    let gazette = Gazette::new().await;
    let report = moved(&gazette, &[file]).await;
    assert_eq!(report.tally.notes[&What::TooLarge].count, 1);
    assert!(
        report.tally.notes[&What::TooLarge].examples[0].contains("Too large"),
        "{:?}",
        report.tally.notes
    );
    assert!(stands(&gazette, "/2019/05/ferry-resumes").await);
}

#[tokio::test]
async fn an_article_the_record_refuses_takes_no_other_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = std::fs::read_to_string(case("sections.xml")).expect("a file");
    // Of more words than an article may have, and fewer than are read of a file.
    let long = "word ".repeat(600_000);
    let file = file.replacen(
        "<p>The ferry left at six.</p>",
        &format!("<p>{long}</p>"),
        1,
    );
    let file = written(&folder, "long.xml", file.as_bytes());
    let gazette = Gazette::new().await;
    let report = moved(&gazette, &[file]).await;
    assert_eq!(report.tally.notes[&What::Refused].count, 1);
    assert_eq!(report.tally.differs(&report.source), Vec::new());
    assert!(stands(&gazette, "/2019/05/in-two").await);
}
