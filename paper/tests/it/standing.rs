//! Sections, topics, standing pages, people and the imprint: what they are held to.

#![allow(clippy::expect_used)] // what helpers expect fails the test, as in the tests themselves

use cast::{Gazette, body, sound};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::id::PictureId;
use paper::people::{self, AboutContributor};
use paper::pictures::{self, NewPicture};
use paper::reading::facts::PageRole;
use paper::reading::imprint::{Imprint, Owner};
use paper::reading::lists;
use paper::sections::{self, Section, Under};
use paper::titles::{self, Settings, Settle, Social};
use paper::topics;
use paper::{Refusal, Result, Session, pages};

async fn read(gazette: &Gazette) -> Session {
    gazette.paper.read().await.expect("a read")
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    let error = outcome.expect_err("refused");
    error.refusal().expect("a refusal, no fault").clone()
}

async fn keep(gazette: &Gazette, slug: &str, lead: Option<&str>, under: Under<'_>) -> Result<()> {
    sections::keep(
        &gazette.paper,
        &gazette.operator,
        gazette.title,
        slug,
        slug,
        lead,
        under,
    )
    .await
    .map(drop)
}

async fn section(gazette: &Gazette, slug: &str) -> Section {
    sections::section(&mut read(gazette).await, gazette.title, slug)
        .await
        .expect("a section")
}

#[tokio::test]
async fn sections_have_two_levels_and_what_is_not_said_stays() {
    let gazette = Gazette::new().await;
    for (slug, under) in [
        ("city", Under::Same),
        ("quays", Under::Section("city")),
        ("islands", Under::Same),
    ] {
        keep(&gazette, slug, Some("As it is"), under)
            .await
            .expect("a section");
    }
    for (slug, above) in [("city", "islands"), ("islands", "quays"), ("city", "city")] {
        let expected = Refusal::TwoLevels {
            section: slug.to_owned(),
            above: above.to_owned(),
        };
        let outcome = keep(&gazette, slug, None, Under::Section(above)).await;
        assert_eq!(refused(outcome), expected);
    }

    let city = section(&gazette, "city").await.id;
    keep(&gazette, "quays", None, Under::Same)
        .await
        .expect("renamed");
    let quays = section(&gazette, "quays").await;
    assert_eq!(
        (quays.parent, quays.lead.as_str()),
        (Some(city), "As it is")
    );
    keep(&gazette, "quays", Some(""), Under::Nothing)
        .await
        .expect("moved up");
    let quays = section(&gazette, "quays").await;
    assert_eq!((quays.parent, quays.lead.as_str()), (None, ""));
    keep(&gazette, "city", None, Under::Section("islands"))
        .await
        .expect("it has none under it any more");
}

#[tokio::test]
async fn what_is_there_can_be_changed_when_there_is_no_room_for_more() {
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    for n in 1..sections::SECTIONS_MAX {
        keep(&gazette, &format!("s-{n}"), None, Under::Same)
            .await
            .expect("room");
    }
    let one_more = refused(keep(&gazette, "one-more", None, Under::Same).await);
    assert!(
        matches!(
            one_more,
            Refusal::LimitReached {
                what: "sections",
                ..
            }
        ),
        "{one_more}"
    );
    keep(&gazette, "news", Some("All of it"), Under::Same)
        .await
        .expect("changed");

    let page = async |slug: String| {
        let text = body(&["Who we are."]);
        pages::keep(paper, by, title, &slug, PageRole::Other, "Page", &text).await
    };
    for n in 0..pages::PAGES_MAX {
        page(format!("p-{n}")).await.expect("room");
    }
    let one_more = refused(page("one-more".to_owned()).await);
    assert!(
        matches!(one_more, Refusal::LimitReached { what: "pages", .. }),
        "{one_more}"
    );
    page("p-0".to_owned()).await.expect("changed");

    let topic = async |slug: String| topics::keep(paper, by, title, &slug, "T", None).await;
    for n in 0..topics::TOPICS_MAX {
        topic(format!("t-{n}")).await.expect("room");
    }
    let one_more = refused(topic("one-more".to_owned()).await);
    assert!(
        matches!(one_more, Refusal::LimitReached { what: "topics", .. }),
        "{one_more}"
    );
    topic("t-0".to_owned()).await.expect("changed");
}

#[tokio::test]
async fn what_is_said_of_titles_and_people_is_tidied_and_bounded() {
    let gazette = Gazette::new().await;
    let (paper, by) = (&gazette.paper, &gazette.operator);
    let settle = async |change: Settle| titles::settle(paper, by, gazette.title, &change).await;
    let imprint = |owner: &str, owners: usize| Settle {
        imprint: Some(Imprint {
            owner: owner.to_owned(),
            owners: vec![Owner::default(); owners],
            ..Imprint::default()
        }),
        ..Settle::default()
    };
    settle(imprint("  Cafe\u{301}\u{202e}\n Press ", 1))
        .await
        .expect("an imprint");
    let title = titles::by_id(&mut read(&gazette).await, gazette.title)
        .await
        .expect("the title");
    assert_eq!(title.imprint.owner, "Café Press");
    let long = "x".repeat(paper::words::NAME_CHARS_MAX + 1);
    assert!(matches!(
        refused(settle(imprint(&long, 0)).await),
        Refusal::TooLong {
            field: "imprint.owner",
            ..
        }
    ));
    assert!(matches!(
        refused(settle(imprint("Press", paper::words::LIST_MAX + 1)).await),
        Refusal::LimitReached {
            what: "imprint.owners",
            ..
        }
    ));
    let social = Social {
        name: "Elsewhere".to_owned(),
        url: "https://elsewhere.example/gazette".to_owned(),
    };
    let settings = |menu: usize, socials: usize| Settle {
        settings: Some(Settings {
            menu: vec!["news".to_owned(); menu],
            social: vec![social.clone(); socials],
            ..Settings::default()
        }),
        ..Settle::default()
    };
    for (change, list) in [
        (settings(titles::MENU_MAX + 1, 0), "menu"),
        (settings(0, titles::SOCIAL_MAX + 1), "social"),
    ] {
        let refusal = refused(settle(change).await);
        assert!(
            matches!(refusal, Refusal::LimitReached { what, .. } if what == list),
            "{refusal}"
        );
    }

    let about = |role: &str, languages: usize| AboutContributor {
        name: "Ada Morin".to_owned(),
        role: (0..languages)
            .map(|n| (format!("x{}", char::from(b'a' + n as u8)), role.to_owned()))
            .collect(),
        ..AboutContributor::default()
    };
    people::keep_contributor(paper, by, &about(" Photo\u{200b}grapher  at\nlarge ", 1))
        .await
        .expect("a contributor");
    let ada = people::contributor(&mut read(&gazette).await, "ada-morin")
        .await
        .expect("Ada");
    let role = ada.role.get("xa").expect("a role");
    assert!(!role.contains('\n') && role.trim() == role, "{role:?}");
    let languages = people::LANGUAGES_MAX + 1;
    let refusal = refused(people::keep_contributor(paper, by, &about("Desk", languages)).await);
    assert!(matches!(
        refusal,
        Refusal::LimitReached { what: "role", .. }
    ));
}

#[tokio::test]
async fn accounts_are_listed_in_pages() {
    let gazette = Gazette::new().await;
    for n in 0..people::ACCOUNTS_PAGE {
        let handle = format!("a-{n:04}");
        people::open_account(&gazette.paper, &gazette.operator, &handle, "Somebody", "")
            .await
            .expect("an account");
    }
    let mut session = read(&gazette).await;
    let first = people::accounts(&mut session, "").await.expect("a page");
    assert_eq!(first.len(), people::ACCOUNTS_PAGE as usize);
    let last = &first.last().expect("accounts").handle;
    let rest = people::accounts(&mut session, last).await.expect("a page");
    assert_eq!(rest.len(), 4, "the operator and the three of the desk");
}

fn drawing() -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8, y as u8, 7]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(pixels)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("an encoder");
    bytes.into_inner()
}

async fn library(gazette: &Gazette, name: &str, bytes: Vec<u8>) -> PictureId {
    let new = NewPicture {
        name: name.to_owned(),
        bytes,
        alt: "The newsroom".to_owned(),
        credit: "Ada Morin".to_owned(),
        ..NewPicture::default()
    };
    pictures::add(&gazette.paper, &gazette.ines, gazette.title, new)
        .await
        .expect("a file of the library")
}

async fn open_to_readers(gazette: &Gazette, id: PictureId) -> bool {
    let mut session = read(gazette).await;
    let files = pictures::renditions(&mut session, id).await.expect("files");
    let Some((path, ..)) = files.first() else {
        return false;
    };
    let name = path.rsplit('/').next().expect("a name");
    let file = pictures::public_file(&mut session, &id.to_string(), name).await;
    file.expect("an answer").is_some()
}

#[tokio::test]
async fn a_standing_page_shows_its_pictures_and_documents_as_long_as_it_names_them() {
    let gazette = Gazette::new().await;
    let picture = library(&gazette, "room.png", drawing()).await;
    let document = library(
        &gazette,
        "statute.pdf",
        b"%PDF-1.4\nstartxref\n9\n%%EOF\n".to_vec(),
    )
    .await;
    assert!(!open_to_readers(&gazette, picture).await, "not shown yet");
    let text = format!("Who we are.\n\n![]({picture})\n\n[The statute](/media/{document}/x)\n");
    let page = async |text: &str| {
        let body = markup::markdown::read(text).body;
        let (paper, by) = (&gazette.paper, &gazette.operator);
        pages::keep(
            paper,
            by,
            gazette.title,
            "about",
            PageRole::About,
            "About",
            &body,
        )
        .await
    };
    page(&text).await.expect("a page");
    assert!(open_to_readers(&gazette, picture).await, "the picture");
    assert!(open_to_readers(&gazette, document).await, "the document");
    let mut session = read(&gazette).await;
    let title = titles::by_id(&mut session, gazette.title)
        .await
        .expect("the title");
    let shown = lists::page(&mut session, &title, "about")
        .await
        .expect("the page");
    let facts = &shown.pictures[&picture.to_string()];
    assert_eq!(
        (facts.alt.as_str(), facts.credit.as_str()),
        ("The newsroom", "Ada Morin"),
        "what the library says is not asked again"
    );
    drop(session);

    page("Who we are.\n").await.expect("without them");
    assert!(!open_to_readers(&gazette, picture).await, "no longer shown");
    let unknown = "0192f0c0-0000-7000-8000-000000000001";
    assert!(matches!(
        refused(page(&format!("![A ghost]({unknown})\n")).await),
        Refusal::Unknown {
            thing: paper::Thing::Picture,
            ..
        }
    ));

    page(&text).await.expect("with them again");
    let mut copy = sound("Ferry service resumes");
    copy.picture = Some(markup::Picture {
        file: picture.to_string(),
        ..markup::Picture::default()
    });
    let filing = gazette.filing(copy);
    let article =
        publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
            .await
            .expect("it goes out")
            .article;
    let redaction = Redaction {
        class: Class::Rights,
        words: Vec::new(),
        pictures: vec![picture.to_string()],
        reason: "The photographer asked".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect("blanked");
    assert!(
        !open_to_readers(&gazette, picture).await,
        "blanked there too"
    );
}

/// A text in a form only a program would write is brought into the one canonical form, as an article's is.
#[tokio::test]
async fn the_text_of_a_standing_page_has_the_one_canonical_form() {
    let gazette = Gazette::new().await;
    let loose = body(&["  Cafe\u{301} ", ""]);
    pages::keep(
        &gazette.paper,
        &gazette.operator,
        gazette.title,
        "about",
        PageRole::About,
        "About",
        &loose,
    )
    .await
    .expect("a page");
    let kept = pages::page(&mut read(&gazette).await, gazette.title, "about")
        .await
        .expect("the page");
    assert_eq!(kept.body, loose.clone().canonical());
    assert_ne!(kept.body, loose);
}

#[tokio::test]
async fn four_live_texts_are_offered_at_the_end_however_many_were_withdrawn() {
    let gazette = Gazette::new().await;
    let mut articles = Vec::new();
    for n in 0..17 {
        articles.push(gazette.published(&format!("Ferry {n} sails")).await.article);
        gazette.later(1);
    }
    for article in &articles[5..] {
        paper::articles::withdrawing::withdraw(&gazette.paper, &gazette.ines, *article, "wrong")
            .await
            .expect("withdrawn");
    }
    let mut session = gazette.paper.read().await.expect("a read");
    let title = paper::reading::title::by_host(&mut session, "gazette.test")
        .await
        .expect("a read")
        .expect("a title");
    let placements = paper::articles::placements(&mut session, articles[2])
        .await
        .expect("placements");
    let reach = paper::reading::title::Reach {
        scheme: "https".to_owned(),
        port: None,
    };
    let page = paper::reading::article::article(&mut session, &title, &placements[0], &reach)
        .await
        .expect("a page");
    let offered: Vec<&str> = page
        .related
        .iter()
        .map(|card| card.headline.as_str())
        .collect();
    assert_eq!(
        offered,
        [
            "Ferry 3 sails",
            "Ferry 1 sails",
            "Ferry 4 sails",
            "Ferry 0 sails"
        ]
    );
}
