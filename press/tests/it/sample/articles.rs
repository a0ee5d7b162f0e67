//! One article in all its states.

use super::{at, cards, gazzetta, link, picture};
use jiff::civil::date;
use markup::{Block, Body, Inline, Picture};
use paper::articles::content::{Class, Content, FORMAT, PictureHash, Placed, RedactionNote, State};
use paper::copy::{
    AiUse, Consent, Credit, CreditRole, Dateline, Kind, Source, SourceKind, Sponsor,
};
use paper::reading::facts::*;
use paper::reading::pages::*;
use std::collections::BTreeMap;

/// The long text: paragraphs, `##` crossheads, a pull quote, `[@n]` references.
pub(crate) fn long_body() -> Body {
    let mut blocks = Vec::new();
    for piece in include_str!("../traghetto.txt").trim().split("\n\n") {
        blocks.push(if let Some(text) = piece.strip_prefix("## ") {
            Block::Crosshead {
                level: 2,
                text: vec![Inline::text(text)],
            }
        } else if let Some(quote) = piece.strip_prefix("> [!pull] ") {
            let (words, cite) = quote.split_once("\n> — ").unwrap();
            Block::Pull {
                text: vec![Inline::text(words)],
                cite: vec![Inline::text(cite)],
            }
        } else {
            Block::Paragraph {
                text: references(piece),
                lang: None,
            }
        });
    }
    Body {
        blocks,
        ..Body::default()
    }
}

fn references(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[@") {
        out.push(Inline::text(before));
        let (number, after) = after.split_once(']').unwrap();
        out.push(Inline::SourceRef {
            n: number.parse().unwrap(),
        });
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Inline::text(rest));
    }
    out
}

fn source(kind: SourceKind, name: &str, note: &str, url: &str) -> Source {
    Source {
        kind,
        name: name.into(),
        note: note.into(),
        url: url.into(),
        ..Source::default()
    }
}

pub(crate) fn content() -> Content {
    let title = gazzetta();
    Content {
        format: FORMAT.into(),
        article: "0190c7a2-0000-7000-8000-0000000000aa".into(),
        number: 4,
        previous: String::new(),
        class: Class::Update,
        note: "Aggiunta la risposta dell’azienda.".into(),
        at: at("2026-11-23T17:42:00Z"),
        first_published: at("2026-11-23T09:05:00Z"),
        modified: at("2026-11-23T17:42:00Z"),
        state: State::Live,
        language: "it".into(),
        kind: Kind::News,
        headline: "Traghetto fermo tre ore, quaranta passeggeri a Sant’Erasmo".into(),
        kicker: "Trasporti".into(),
        standfirst: "Un’elica corrosa ha bloccato la corsa delle 6.40. L’ultima ispezione era di venti mesi fa; il piano ne prevede una ogni dodici.".into(),
        byline: vec![
            Credit { name: "Ada Morin".into(), role: CreditRole::Text },
            Credit { name: "Nico Perlasca".into(), role: CreditRole::Photo },
        ],
        byline_reason: None,
        dateline: Some(Dateline { place: "Sant’Erasmo".into(), date: Some(date(2026, 11, 23)) }),
        sources: vec![
            source(SourceKind::Agency, "Agenzia Lagunare", "notiziario delle 8.10", ""),
            source(SourceKind::Interview, "Luca Nardi, comandante", "telefono, 14.20", ""),
            source(SourceKind::Document, "Capitaneria di porto, rapporto 12/2026", "pagina 3", "https://capitaneria.example/12-2026.pdf"),
            source(SourceKind::PressRelease, "Azienda dei trasporti lagunari", "risposta scritta, 17.50", ""),
            source(SourceKind::Dataset, "Relazione al bilancio 2025, tabella 8", "", "https://comune.example/bilancio"),
            source(SourceKind::Document, "Comitato dei residenti, quaderno delle corse", "", ""),
            Source {
                consent: Some(Consent { by: "Teresa Ghis".into(), date: date(2026, 11, 20) }),
                ..source(SourceKind::Confidential, "un dipendente del cantiere", "teme per il posto", "")
            },
        ],
        own_reporting: Some(Dateline { place: "Sant’Erasmo".into(), date: Some(date(2026, 11, 23)) }),
        ai: Some(AiUse::Assisted),
        ai_note: "Due interviste trascritte con un programma e riascoltate dall’autrice.".into(),
        reviewer: String::new(),
        sponsor: None,
        series: String::new(),
        rights: "© La Gazzetta della Laguna, riproduzione riservata".into(),
        picture: Some(Picture {
            file: "traghetto".into(),
            alt: "Un traghetto bianco fermo davanti a una secca".into(),
            caption: vec![Inline::text("Il pontile di Sant’Erasmo, lunedì mattina.")],
            credit: "Illustrazione di Lea Moranti".into(),
            ..Picture::default()
        }),
        body: long_body(),
        pictures: vec![PictureHash { id: "traghetto".into(), sha256: "00".repeat(32) }],
        placements: vec![Placed {
            title: title.id,
            title_name: title.name,
            section: "Cronaca".into(),
            parent: String::new(),
            headline: String::new(),
            topics: vec!["Laguna".into()],
        }],
        statements: Vec::new(),
        redactions: Vec::new(),
        editor: String::new(),
    }
}

pub(crate) fn article() -> ArticleFacts {
    ArticleFacts {
        path: "/2026/11/23/traghetto-fermo-sant-erasmo".into(),
        canonical: "https://gazzetta.example/2026/11/23/traghetto-fermo-sant-erasmo".into(),
        original: None,
        content: content(),
        pictures: BTreeMap::from([("traghetto".to_owned(), picture("traghetto"))]),
        people: vec![PersonFacts {
            name: "Ada Morin".into(),
            path: "/people/ada-morin".into(),
            role: "cronista delle isole".into(),
            about: "Segue trasporti e ambiente. Vive a Burano e prende il vaporetto ogni giorno.".into(),
            picture: None,
        }],
        section: Some(link("cronaca", "Cronaca", "/cronaca")),
        parent_section: None,
        topics: vec![
            Link { name: "Laguna".into(), path: "/topics/laguna".into() },
            Link { name: "Traghetti".into(), path: "/topics/traghetti".into() },
        ],
        dossiers: Vec::new(),
        history: "/2026/11/23/traghetto-fermo-sant-erasmo/history".into(),
        versions: 4,
        deindexed: false,
        reported: Vec::new(),
        superseded_by: None,
        notes: vec![
            NoteFacts {
                number: 4,
                class: Class::Update,
                note: "Abbiamo aggiunto la risposta dell’azienda dei trasporti.".into(),
                at: at("2026-11-23T17:42:00Z"),
                editor: "Ada Morin".into(),
            },
            NoteFacts {
                number: 3,
                class: Class::Correction,
                note: "Fino alle 12.15 abbiamo scritto che le pale perse erano tre: sono due su quattro. Ci scusiamo.".into(),
                at: at("2026-11-23T11:15:00Z"),
                editor: "Teresa Ghis".into(),
            },
        ],
        translations: vec![TranslationFacts {
            language: "en".into(),
            headline: "Ferry stuck for three hours off Sant’Erasmo".into(),
            title_name: "The Lagoon Observer".into(),
            url: "https://observer.example/2026/11/23/ferry-stuck".into(),
            first_published: at("2026-11-23T10:00:00Z"),
        }],
        related: vec![cards()[1].clone(), cards()[2].clone(), cards()[3].clone(), cards()[8].clone()],
        comments: CommentPage { count: 2, number: 1, last: 1, newest_first: false, threads: vec![CommentFacts {
            id: "1".into(),
            name: "Marisa T.".into(),
            badge: None,
            at: at("2026-11-23T10:48:00Z"),
            text: "C’ero anch’io. Il comandante è stato bravissimo.\n\nLa spia però era spenta.".into(),
            replies: vec![CommentFacts {
                id: "2".into(),
                name: "Ada Morin".into(),
                badge: Some(Badge::Author),
                at: at("2026-11-23T11:20:00Z"),
                text: "Grazie, lo stiamo *verificando*: https://porto.example/avviso".into(),
                replies: Vec::new(),
                website: String::new(),
                closed: false,
                stub: None,
            }],
            website: "https://marisa.example/".into(),
            closed: false,
            stub: None,
        }] },
        talk: paper::reading::pages::Talk::Open,
    }
}

/// The article without comments, as the page-weight bar wants it.
pub(crate) fn quiet_article() -> ArticleFacts {
    ArticleFacts {
        comments: CommentPage::default(),
        ..article()
    }
}

/// An article that shows every label there is.
pub(crate) fn labelled_article() -> ArticleFacts {
    let mut facts = article();
    facts.content.kind = Kind::Sponsored;
    facts.content.sponsor = Some(Sponsor {
        name: "Cantieri Riuniti".into(),
    });
    facts.content.ai = Some(AiUse::Generated);
    facts.content.reviewer = "Teresa Ghis".into();
    facts.content.redactions = vec![RedactionNote {
        class: Class::Legal,
        reason: "Il nome di un minore, su ordine del tribunale".into(),
        at: at("2026-11-24T09:00:00Z"),
    }];
    if let Some(picture) = &mut facts.content.picture {
        picture.source_type = "trainedAlgorithmicMedia".into();
    }
    facts
}

pub(crate) fn withdrawn() -> ArticleFacts {
    let mut facts = article();
    facts.content.state = State::Withdrawn;
    facts.content.class = Class::Withdrawal;
    facts.content.body = Body::default();
    facts.notes = vec![NoteFacts {
        number: 5,
        class: Class::Withdrawal,
        note: "Raccontava come certa una perizia che era ancora una bozza.".into(),
        at: at("2026-11-24T08:00:00Z"),
        editor: "Teresa Ghis".into(),
    }];
    facts
}

pub(crate) fn history() -> HistoryFacts {
    let now = content();
    let mut third = now.clone();
    third.number = 3;
    third.class = Class::Correction;
    third.note = "Le pale perse sono due su quattro, non tre.".into();
    third.at = at("2026-11-23T11:15:00Z");
    replace(
        &mut third,
        "L’azienda dei trasporti lagunari conferma",
        "L’azienda non ha risposto alle nostre domande.",
    );
    let mut second = third.clone();
    second.number = 2;
    second.class = Class::Typo;
    second.note = String::new();
    second.at = at("2026-11-23T09:40:00Z");
    swap(
        &mut second,
        "due delle quattro pale",
        "tre delle quattro pale",
    );
    let mut first = second.clone();
    first.number = 1;
    first.class = Class::First;
    first.at = at("2026-11-23T09:05:00Z");
    first.headline = "Traghetto fermo due ore, quaranta passeggeri a Sant’Erasmo".into();
    swap(&mut first, "Bacan", "Baccan");
    let entry = |content: Content| RevisionEntry {
        editor: "Teresa Ghis".into(),
        path: Some(format!(
            "/2026/11/23/traghetto-fermo-sant-erasmo?revision={}",
            content.number
        )),
        before: None,
        commitment: "ab".repeat(32),
        entry: Some(u64::from(content.number) + 16),
        proof: Some(format!(
            "/2026/11/23/traghetto-fermo-sant-erasmo.tlog-proof?revision={}",
            content.number
        )),
        content,
    };
    HistoryFacts {
        path: "/2026/11/23/traghetto-fermo-sant-erasmo".into(),
        canonical: "https://gazzetta.example/2026/11/23/traghetto-fermo-sant-erasmo".into(),
        headline: now.headline.clone(),
        versions: 4,
        classes: vec![
            (Class::First, 1),
            (Class::Typo, 1),
            (now.class, 1),
            (Class::Correction, 1),
        ],
        only: None,
        revisions: vec![entry(now), entry(third), entry(second), entry(first)],
        preceding: None,
        pages: Pages {
            number: 1,
            ..Pages::default()
        },
    }
}

pub(crate) fn log() -> LogFacts {
    let entry = |index, of| LogEntryFacts {
        index,
        at: at("2026-11-23T11:15:00Z"),
        of,
    };
    let revision = |class, number| LogEntryOf::Revision {
        class,
        number,
        headline: "Traghetto fermo due ore a Sant’Erasmo".into(),
        language: "it".into(),
        history: "https://gazzetta.example/2026/11/23/traghetto-fermo-sant-erasmo/history".into(),
    };
    LogFacts {
        origin: "gazzetta.example/log/2".into(),
        key: "gazzetta.example/log/2+3b048219+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4".into(),
        size: 1_204,
        entries: vec![
            entry(1_203, revision(Class::Correction, 3)),
            entry(1_202, revision(Class::First, 1)),
            entry(1_201, LogEntryOf::Key),
            entry(
                1_200,
                LogEntryOf::Begun {
                    before: "gazzetta.example/log".into(),
                    lost: 2,
                },
            ),
            entry(1_199, LogEntryOf::TakenBack),
        ],
        pages: Pages {
            number: 1,
            older: Some("/log?page=2".into()),
            ..Pages::default()
        },
    }
}

fn swap(content: &mut Content, from: &str, to: &str) {
    for block in &mut content.body.blocks {
        if let Block::Paragraph { text, .. } = block {
            for inline in text {
                if let Inline::Text { s } = inline {
                    *s = s.replace(from, to);
                }
            }
        }
    }
}

fn replace(content: &mut Content, begins: &str, with: &str) {
    for block in &mut content.body.blocks {
        if let Block::Paragraph { text, .. } = block
            && matches!(text.first(), Some(Inline::Text { s }) if s.starts_with(begins))
        {
            *text = vec![Inline::text(with)];
        }
    }
}

pub(crate) fn revision() -> RevisionFacts {
    let mut article = quiet_article();
    article.content = history().revisions[1].content.clone();
    RevisionFacts {
        article,
        editor: "Teresa Ghis".into(),
        live: 4,
        previous: Some(2),
        next: Some(4),
    }
}
