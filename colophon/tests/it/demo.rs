//! The demo is told whole, and what it tells is sound. One test: telling it takes long where nothing is optimised.

use colophon::demo::{self, Seeded};
use jiff::Timestamp;
use paper::articles::{self, drafting};
use paper::clock::{SetClock, SystemEntropy};
use paper::doors::entering::{self, Entered};
use paper::doors::{Whence, first_secret, sessions};
use paper::id::TitleId;
use paper::{Paper, Place, cases, comments, fronts, pages, sources, titles};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Warnings of the gate the demo may show: each was read against its text and is a mistake of the rule.
const WARNINGS_MAX: usize = 8;

#[tokio::test]
async fn the_demo_goes_out_whole_and_sound() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at(Timestamp::UNIX_EPOCH));
    let place = Place::File(folder.path().join("colophon.db"));
    let paper = Paper::open_with(
        &place,
        &folder.path().join("media"),
        clock.clone(),
        Arc::new(SystemEntropy),
    )
    .await
    .unwrap();
    let seeded = demo::seed(&paper, &clock)
        .await
        .unwrap_or_else(|error| panic!("{error}"));

    assert!(
        seeded.articles.len() >= 40,
        "{} articles",
        seeded.articles.len()
    );
    assert_eq!(paper.now(), seeded.until);
    the_gate_is_content(&seeded);
    revisions_are_those_told(&paper, &seeded).await;
    links_lead_somewhere(&paper, &seeded).await;
    one_draft_waits(&paper, &seeded).await;
    comments_and_pins_are_there(&paper, &seeded).await;
    its_people_can_sign_in(&paper).await;
    paper.close().await;
}

fn the_gate_is_content(seeded: &Seeded) {
    let mut told = String::new();
    for article in &seeded.articles {
        for finding in &article.findings {
            writeln!(
                told,
                "{}: {} {}",
                article.key, finding.code, finding.message
            )
            .unwrap();
        }
    }
    assert!(told.lines().count() <= WARNINGS_MAX, "\n{told}");
}

/// A list of lines of a title's folder.
fn lines(name: &str) -> Vec<BTreeMap<String, Value>> {
    let path = format!("{}/demo/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).map_or_else(
        |_| Vec::new(),
        |text| serde_saphyr::from_str(&text).unwrap(),
    )
}

fn word<'a>(line: &'a BTreeMap<String, Value>, field: &str) -> &'a str {
    line[field].as_str().unwrap()
}

async fn revisions_are_those_told(paper: &Paper, seeded: &Seeded) {
    let mut told: BTreeMap<String, u32> = BTreeMap::new();
    for title in &seeded.titles {
        for deed in lines(&format!("{}/deeds.yaml", title.key)) {
            if word(&deed, "do") != "draft" {
                *told
                    .entry(format!("{}/{}", title.key, word(&deed, "article")))
                    .or_default() += 1;
            }
        }
        for placement in lines(&format!("{}/placements.yaml", title.key)) {
            *told
                .entry(word(&placement, "article").to_owned())
                .or_default() += 1;
        }
    }
    let mut session = paper.read().await.unwrap();
    for article in &seeded.articles {
        let kept = articles::find(&mut session, article.id).await.unwrap();
        let told = 1 + told.remove(&article.key).unwrap_or_default();
        assert_eq!(
            (kept.revisions, article.revisions),
            (told, told),
            "{}",
            article.key
        );
    }
    assert!(told.is_empty(), "{told:?}");
}

async fn links_lead_somewhere(paper: &Paper, seeded: &Seeded) {
    let mut session = paper.read().await.unwrap();
    let mut linked: Vec<(TitleId, String, String)> = Vec::new();
    for article in &seeded.articles {
        let shown = articles::find(&mut session, article.id)
            .await
            .unwrap()
            .revisions;
        let content = articles::revision_numbered(&mut session, article.id, shown)
            .await
            .unwrap()
            .content;
        for placement in articles::placements(&mut session, article.id)
            .await
            .unwrap()
        {
            let links = content.body.links().into_iter();
            linked.extend(
                links.map(|link| (placement.title, article.key.clone(), link.href.to_string())),
            );
        }
    }
    for title in &seeded.titles {
        for page in pages::all(&mut session, title.id).await.unwrap() {
            let links = page.body.links().into_iter();
            linked.extend(links.map(|link| (title.id, page.slug.clone(), link.href.to_string())));
        }
    }
    for (title, from, href) in linked.iter().filter(|(_, _, href)| href.starts_with('/')) {
        let title = titles::by_id(&mut session, *title).await.unwrap();
        let leads = sources::leads(&mut session, &title, href).await.unwrap();
        assert!(
            leads,
            "{from} on {} links to {href}, which is nowhere",
            title.key
        );
    }
}

async fn one_draft_waits(paper: &Paper, seeded: &Seeded) {
    let mut session = paper.read().await.unwrap();
    let mut drafts = Vec::new();
    for article in &seeded.articles {
        if drafting::find_draft(&mut session, article.id)
            .await
            .unwrap()
            .is_some()
        {
            drafts.push(article.key.as_str());
        }
    }
    assert_eq!(drafts, ["gazzetta/16-cantieri-morosan"]);
}

async fn comments_and_pins_are_there(paper: &Paper, seeded: &Seeded) {
    let mut session = paper.read().await.unwrap();
    for title in &seeded.titles {
        let approved = lines(&format!("{}/comments.yaml", title.key));
        let approved = approved
            .iter()
            .filter(|line| word(line, "state") == "approved")
            .count();
        let mut shown = 0;
        for article in &seeded.articles {
            for placement in articles::placements(&mut session, article.id)
                .await
                .unwrap()
            {
                if placement.title == title.id {
                    shown += comments::shown::count(&mut session, placement.id)
                        .await
                        .unwrap() as usize;
                }
            }
        }
        assert_eq!(shown, approved, "{}", title.key);
        let pins = fronts::pins(&mut session, title.id, paper.now())
            .await
            .unwrap();
        assert_eq!(pins.len(), 1, "{}", title.key);
        let told = lines(&format!("{}/cases.yaml", title.key)).len();
        let mut kept = 0;
        for state in cases::State::ALL {
            kept += cases::list(&mut session, title.id, *state, None, told as u32)
                .await
                .unwrap()
                .len();
        }
        assert_eq!(kept, told, "{}", title.key);
    }
}

/// With the passwords that are printed, which are others each time; nothing is there by default.
async fn its_people_can_sign_in(paper: &Paper) {
    let people = demo::let_in(paper).await.unwrap();
    let handles: Vec<&str> = people.iter().map(|one| one.handle.as_str()).collect();
    assert_eq!(handles, ["teresa", "bruno", "ada", "luisa", "operator"]);
    for one in &people {
        let from = Whence {
            address: std::net::Ipv4Addr::LOCALHOST.into(),
            agent: "",
            device: None,
        };
        let entered = entering::with_password(paper, from, &one.handle, &one.password, false).await;
        let Ok(Entered::In(opened)) = entered else {
            panic!("{}: {entered:?}", one.handle);
        };
        let signed_in = sessions::find(paper, &opened.secret)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(signed_in.grants[0].role, one.role);
        let listed = sessions::list(paper, &signed_in.actor).await.unwrap();
        assert_eq!(listed.len(), 1, "the demo itself stays out");
    }
    assert_eq!(first_secret(paper).await.unwrap(), None);
}
