//! Hostile text in every field comes out as text.

use crate::stage::{Gazette, door, get, sound, without_data};
use markup::{Block, Inline, Picture};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going, Override};
use paper::articles::withdrawing;
use paper::comments::{self, NewComment, Verdict};
use paper::copy::{Credit, CreditRole, Dateline, Source, SourceKind};
use paper::people::{self, AboutContributor};
use paper::reading::facts::PageRole;
use paper::rights::Role;
use paper::sections::Under;
use paper::titles::{self, Settings, Settle, Social};
use paper::{Actor, articles, pages, sections, topics};

const HOST: &str = "gazette.test";
const EVIL: &str =
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{7*7}}{% if %}";

/// No element and no attribute of the payload survives as such.
fn harmless(page: &str, from: &str) {
    let lower = without_data(page).to_lowercase();
    assert!(!lower.contains("<script"), "a script element on {from}");
    assert!(
        !lower.contains("<img src=x"),
        "an element of the payload on {from}"
    );
    assert!(
        !lower.contains("<svg onload"),
        "an element of the payload on {from}"
    );
    assert!(
        !lower.contains("\"'><svg"),
        "an attribute was left on {from}"
    );
    assert!(!lower.contains("javascript:"), "a script address on {from}");
}

#[tokio::test]
async fn hostile_text_in_every_field_never_runs() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let paper = &gazette.paper;
    sections::keep(
        paper,
        &gazette.operator,
        gazette.title,
        "evil",
        EVIL,
        Some(EVIL),
        Under::Same,
    )
    .await
    .expect("a section");
    topics::keep(
        paper,
        &gazette.operator,
        gazette.title,
        "evil",
        EVIL,
        Some(EVIL),
    )
    .await
    .expect("a topic");
    let about = AboutContributor {
        slug: "evil".to_owned(),
        name: EVIL.to_owned(),
        role: [("en".to_owned(), EVIL.to_owned())].into(),
        bio: [("en".to_owned(), EVIL.to_owned())].into(),
        // Markup is no address of mail, and is refused before it could be shown.
        email: EVIL.to_owned(),
    };
    people::keep_contributor(paper, &gazette.operator, &about)
        .await
        .expect_err("no address of mail");
    let about = AboutContributor {
        email: String::new(),
        ..about
    };
    people::keep_contributor(paper, &gazette.operator, &about)
        .await
        .expect("a contributor");
    let body = crate::stage::body(&[EVIL]);
    pages::keep(
        paper,
        &gazette.operator,
        gazette.title,
        "evil-page",
        PageRole::About,
        EVIL,
        &body,
    )
    .await
    .expect("a page");
    people::grant(
        paper,
        &gazette.operator,
        "ines",
        Role::Moderator,
        Some(gazette.title),
        None,
    )
    .await
    .expect("a grant");
    settle_evil(&gazette).await;

    let mut copy = sound(EVIL);
    copy.kicker = EVIL.to_owned();
    copy.standfirst = EVIL.to_owned();
    copy.byline = vec![Credit {
        name: EVIL.to_owned(),
        role: CreditRole::Text,
    }];
    copy.dateline = Some(Dateline {
        place: EVIL.to_owned(),
        date: Some(jiff::civil::date(2026, 3, 2)),
    });
    copy.sources = vec![Source {
        kind: SourceKind::Document,
        name: EVIL.to_owned(),
        note: EVIL.to_owned(),
        url: "https://example.org/?q=<script>".to_owned(),
        ..Source::default()
    }];
    copy.ai_note = EVIL.to_owned();
    copy.reviewer = EVIL.to_owned();
    copy.series = EVIL.to_owned();
    copy.rights = EVIL.to_owned();
    copy.topics = vec!["evil".to_owned()];
    copy.body.blocks.extend([
        Block::Paragraph {
            text: vec![Inline::Link {
                href: "javascript:alert(4)".to_owned(),
                text: vec![Inline::text(EVIL)],
            }],
            lang: Some("x\" onload=\"alert(5)".to_owned()),
        },
        Block::Embed {
            url: "javascript:alert(6)".to_owned(),
            title: EVIL.to_owned(),
        },
        Block::Code {
            text: EVIL.to_owned(),
            lang: Some(EVIL.to_owned()),
        },
        Block::Pull {
            text: vec![Inline::text(EVIL)],
            cite: vec![Inline::text(EVIL)],
        },
        Block::Aside {
            title: vec![Inline::text(EVIL)],
            blocks: vec![],
        },
    ]);
    let mut filing = gazette.filing(copy.clone());
    filing.section = Some("evil".to_owned());
    filing.slug = Some("evil-text".to_owned());
    let published = publishing::file_and_publish(paper, &gazette.ines, filing, Going::default())
        .await
        .expect("published");
    let id = published.article;
    copy.body.blocks.push(Block::Rule);
    copy.body.blocks.extend(
        crate::stage::body(&["One more line by the harbour office on 2 March 2026."]).blocks,
    );
    let going = Going::change(Class::Correction, EVIL);
    publishing::change(paper, &gazette.ines, id, 1, copy, going)
        .await
        .expect("corrected");
    let placement = {
        let mut session = paper.read().await.expect("a read");
        articles::placements(&mut session, id)
            .await
            .expect("placements")[0]
            .id
    };
    let comment = NewComment {
        placement,
        reply_to: None,
        name: "<b>Evil".to_owned(),
        text: EVIL.to_owned(),
    };
    let comment = comments::file(paper, &comment).await.expect("a comment");
    let ines = Actor::of(paper, "ines").await.expect("Ines");
    comments::decide(paper, &ines, comment, &Verdict::Approve)
        .await
        .expect("approved");

    let path = "/2026/03/02/evil-text";
    let history = format!("{path}/history");
    let first = format!("{path}?revision=1");
    let pages = [
        "/",
        "/evil",
        "/topics/evil",
        "/people/evil",
        "/evil-page",
        "/imprint",
        "/corrections",
        "/trust",
        "/archive/2026/03/02",
        path,
        &history,
        &first,
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/none?q=%3Cscript%3E",
    ];
    for page in pages {
        let got = get(&door, HOST, page).await;
        assert!(got.status.as_u16() < 500, "{page}: {}", got.status);
        harmless(&got.text(), page);
        assert!(!got.text().contains("49{%"), "no user text is a template");
    }
    assert!(
        get(&door, HOST, path)
            .await
            .text()
            .contains("&lt;script&gt;"),
        "and it is still there as text"
    );
    withdrawing::withdraw(paper, &gazette.ines, id, EVIL)
        .await
        .expect("withdrawn");
    harmless(&get(&door, HOST, path).await.text(), "the withdrawn page");
}

async fn settle_evil(gazette: &Gazette) {
    let mut session = gazette.paper.read().await.expect("a read");
    let mut title = titles::by_id(&mut session, gazette.title)
        .await
        .expect("the title");
    drop(session);
    title.imprint.owner = EVIL.to_owned();
    title.imprint.publisher = EVIL.to_owned();
    title.imprint.address = EVIL.to_owned();
    title.imprint.email = "desk@gazette.test".to_owned(); // markup is refused there
    title.imprint.phone = EVIL.to_owned();
    title.imprint.vat = EVIL.to_owned();
    let settings = Settings {
        social: vec![Social {
            name: EVIL.to_owned(),
            url: "https://social.example/\"onload=".to_owned(),
        }],
        ai_declaration: EVIL.to_owned(),
        rights: EVIL.to_owned(),
        ..title.settings
    };
    let settle = Settle {
        name: Some(EVIL.to_owned()),
        motto: Some(EVIL.to_owned()),
        settings: Some(settings),
        imprint: Some(title.imprint),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle)
        .await
        .expect("settled");
}

#[tokio::test]
async fn a_picture_nobody_published_is_not_there() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let mut copy = sound("Ferry service resumes");
    copy.picture = Some(Picture {
        file: "0192f0c0-0000-7000-8000-000000000000".to_owned(),
        ..Picture::default()
    });
    let refused = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going {
            overrides: vec![Override {
                code: "picture.credit".to_owned(),
                reason: "x".to_owned(),
            }],
            ..Going::default()
        },
    )
    .await
    .expect_err("no such picture");
    assert!(refused.refusal().is_some(), "{refused}");
    for path in [
        "/media/x/y.webp",
        "/media/../colophon.db",
        "/media/0192f0c0-0000-7000-8000-000000000000/00000000000000000000000000000000.webp",
    ] {
        assert!(
            get(&door, HOST, path).await.status.is_client_error(),
            "{path}"
        );
    }
}
