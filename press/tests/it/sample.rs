//! A small newspaper everybody in these tests knows: the *Gazzetta della Laguna* and, in English, the *Lagoon Observer*.

use jiff::Timestamp;
use jiff::civil::date;
use markup::{Block, Body, Inline, Picture};
use paper::articles::content::{Class, Content, FORMAT, PictureHash, Placed, RedactionNote, State};
use paper::copy::{
    AiUse, Consent, Credit, CreditRole, Dateline, Kind, Source, SourceKind, Sponsor,
};
use paper::reading::facts::*;
use paper::reading::imprint::*;
use paper::reading::pages::*;
use std::collections::BTreeMap;

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn link(id: &str, name: &str, path: &str) -> SectionLink {
    SectionLink {
        id: id.into(),
        name: name.into(),
        path: path.into(),
    }
}

pub(crate) fn gazzetta() -> TitleFacts {
    let sections = [
        ("cronaca", "Cronaca"),
        ("politica", "Politica"),
        ("economia", "Economia"),
        ("cultura", "Cultura"),
        ("sport", "Sport"),
        ("opinioni", "Opinioni"),
    ];
    let links: Vec<SectionLink> = sections
        .iter()
        .map(|(id, name)| link(id, name, &format!("/{id}")))
        .collect();
    TitleFacts {
        id: "0190c7a2-0000-7000-8000-000000000001".into(),
        name: "La Gazzetta della Laguna".into(),
        motto: "Quotidiano indipendente delle isole e della terraferma".into(),
        language: "it".into(),
        zone: "Europe/Rome".into(),
        theme: "broadsheet".into(),
        accent: Some(Accent {
            light: "#a11b1f".into(),
            dark: "#ff8b7b".into(),
        }),
        host: "gazzetta.example".into(),
        base_url: "https://gazzetta.example".into(),
        imprint: imprint(),
        menu: links.clone(),
        sections: links
            .into_iter()
            .map(|link| SectionEntry {
                children: if link.id == "cronaca" {
                    vec![
                        self::link("isole", "Isole", "/isole"),
                        self::link("terraferma", "Terraferma", "/terraferma"),
                    ]
                } else {
                    Vec::new()
                },
                link,
            })
            .collect(),
        social: vec![SocialLink {
            name: "Mastodon".into(),
            url: "https://social.example/@gazzetta".into(),
        }],
        pages: vec![
            page_link("Chi siamo", "/chi-siamo", PageRole::About),
            page_link("Regole della redazione", "/regole", PageRole::Rules),
            page_link("Privacy", "/privacy", PageRole::Privacy),
            page_link("Accessibilità", "/accessibilita", PageRole::Accessibility),
        ],
        siblings: vec![TitleLink {
            name: "The Lagoon Observer".into(),
            base_url: "https://observer.example".into(),
            language: "en".into(),
        }],
        network: "Agenzia Lagunare".into(),
        comments: CommentsPolicy {
            open: true,
            held: true,
            close_after_days: Some(14),
        },
    }
}

fn page_link(name: &str, path: &str, role: PageRole) -> PageLink {
    PageLink {
        name: name.into(),
        path: path.into(),
        role,
    }
}

/// The sister title in English.
pub(crate) fn observer() -> TitleFacts {
    let mut title = gazzetta();
    title.id = "0190c7a2-0000-7000-8000-000000000002".into();
    title.name = "The Lagoon Observer".into();
    title.motto = "The northern lagoon, in English".into();
    title.language = "en".into();
    title.accent = Some(Accent {
        light: "#1d5b73".into(),
        dark: "#7fc4de".into(),
    });
    title.host = "observer.example".into();
    title.base_url = "https://observer.example".into();
    title.menu = vec![
        link("news", "News", "/news"),
        link("culture", "Culture", "/culture"),
    ];
    title.sections = title
        .menu
        .iter()
        .map(|link| SectionEntry {
            link: link.clone(),
            children: Vec::new(),
        })
        .collect();
    title.pages = vec![page_link("Privacy", "/privacy", PageRole::Privacy)];
    title.siblings = vec![TitleLink {
        name: "La Gazzetta della Laguna".into(),
        base_url: "https://gazzetta.example".into(),
        language: "it".into(),
    }];
    title
}

fn imprint() -> Imprint {
    Imprint {
        owner: "Laguna Editrice società cooperativa".into(),
        publisher: "Laguna Editrice società cooperativa".into(),
        director: "Teresa Ghis".into(),
        status: Status::RegisteredDaily,
        jurisdiction: Jurisdiction::It,
        registration: Some(Registration {
            court: "Tribunale di Venezia".into(),
            number: "7/2019".into(),
            date: Some(date(2019, 3, 4)),
        }),
        roc: "00000".into(),
        place: "Venezia".into(),
        host_provider: Some(HostProvider {
            name: "Macchine della Laguna srl".into(),
            address: "Mestre".into(),
        }),
        address: "Fondamenta dei Vetrai 12, 30141 Murano".into(),
        vat: "00000000000".into(),
        email: "redazione@gazzetta.example".into(),
        phone: "+39 041 000000".into(),
        owners: vec![
            Owner {
                name: "14 socie e soci lavoratori".into(),
                share: "88%".into(),
            },
            Owner {
                name: "Fondo delle isole".into(),
                share: "12%".into(),
            },
        ],
        beneficial_owners: vec![BeneficialOwner {
            name: "Teresa Ghis".into(),
        }],
        ownership_reviewed: Some(date(2026, 9, 1)),
        state_advertising: vec![StateAdvertising {
            year: 2025,
            amount_eur: 41_000,
        }],
        revenue: vec![
            Revenue {
                source: "Lettori sostenitori".into(),
                year: 2025,
                amount_eur: 214_300,
            },
            Revenue {
                source: "Pubblicità locale".into(),
                year: 2025,
                amount_eur: 96_100,
            },
        ],
    }
}

pub(crate) fn picture(id: &str) -> PictureFacts {
    PictureFacts {
        id: id.into(),
        alt: format!("{id}, disegno"),
        caption: vec![Inline::text("Il pontile di Sant’Erasmo, lunedì mattina.")],
        credit: "Illustrazione di Lea Moranti".into(),
        licence: "tutti i diritti riservati".into(),
        source_type: "digitalCreation".into(),
        width: 1200,
        height: 800,
        renditions: [(400, 267), (800, 533), (1200, 800)]
            .into_iter()
            .map(|(width, height)| Rendition {
                path: format!("/media/{id}/{width}.webp"),
                width,
                height,
            })
            .collect(),
    }
}

pub(crate) fn card(headline: &str, kind: Kind, time: &str) -> Card {
    Card {
        article: "0190c7a2-0000-7000-8000-0000000000aa".into(),
        href: format!("/2026/11/23/{}", headline.len()),
        elsewhere: None,
        language: "it".into(),
        headline: headline.into(),
        kicker: "Trasporti".into(),
        standfirst:
            "Un guasto all’elica ha bloccato la corsa delle 6.40. Il servizio è ripreso alle 9.55."
                .into(),
        kind,
        byline: vec!["Ada Morin".into()],
        byline_reason: None,
        sponsor: (kind == Kind::Sponsored).then(|| "Cantieri Riuniti".into()),
        ai: Some(AiUse::None),
        section: Some(link("cronaca", "Cronaca", "/cronaca")),
        first_published: at(time),
        modified: at(time),
        picture: None,
        corrected: false,
        state: State::Live,
        comments: 0,
    }
}

fn with_picture(mut card: Card, id: &str) -> Card {
    card.picture = Some(picture(id));
    card
}

/// Cards of two days.
pub(crate) fn cards() -> Vec<Card> {
    let mut english = card(
        "The otter of the northern marshes is back",
        Kind::News,
        "2026-11-22T16:10:00Z",
    );
    english.language = "en".into();
    english.elsewhere = Some("The Lagoon Observer".into());
    english.href = "https://observer.example/2026/11/22/otter".into();
    let mut corrected = card(
        "Asili, trovati i posti: 64 bambini fuori dalla lista d’attesa",
        Kind::News,
        "2026-11-23T11:30:00Z",
    );
    corrected.corrected = true;
    corrected.comments = 12;
    vec![
        with_picture(
            card(
                "Traghetto fermo tre ore, quaranta passeggeri a Sant’Erasmo",
                Kind::News,
                "2026-11-23T17:42:00Z",
            ),
            "traghetto",
        ),
        with_picture(corrected, "scuola"),
        with_picture(
            card(
                "Il mercato del pesce trasloca per otto mesi",
                Kind::News,
                "2026-11-23T09:05:00Z",
            ),
            "mercato-pesce",
        ),
        with_picture(
            card(
                "Il regionale delle 6.42 torna a fermare a Pieve",
                Kind::Service,
                "2026-11-23T08:00:00Z",
            ),
            "treno",
        ),
        card(
            "Una panchina ogni trecento passi",
            Kind::Opinion,
            "2026-11-23T06:30:00Z",
        ),
        card(
            "Come si ripara una gondola in tre settimane",
            Kind::Sponsored,
            "2026-11-22T17:00:00Z",
        ),
        english,
        card(
            "Il sindaco nomina assessore il proprio gabbiano",
            Kind::Satire,
            "2026-11-22T09:15:00Z",
        ),
        with_picture(
            card(
                "Gli aironi contati dal campanile",
                Kind::Interview,
                "2026-11-22T07:00:00Z",
            ),
            "aironi",
        ),
    ]
}

pub(crate) fn front() -> FrontFacts {
    let cards = cards();
    let more = |n: usize, section: &str| -> Vec<Card> {
        (0..n)
            .map(|i| {
                let made = card(
                    &format!("{section}: la notizia numero {} del giorno di oggi", i + 1),
                    Kind::News,
                    "2026-11-23T07:00:00Z",
                );
                if i == 0 {
                    with_picture(
                        made,
                        ["teatro", "stadio", "municipio", "vigneto"][section.len() % 4],
                    )
                } else {
                    made
                }
            })
            .collect()
    };
    let opinions = [
        "Chi paga per la pioggia",
        "Perché pubblichiamo i verbali per intero",
        "Una polizza non è un argine",
    ];
    let block = |id: &str, name: &str, cards: Vec<Card>| SectionBlock {
        section: link(id, name, &format!("/{id}")),
        cards,
    };
    FrontFacts {
        edition: Some(at("2026-11-23T17:42:00Z")),
        lead: Some(cards[0].clone()),
        secondary: cards[1..4].to_vec(),
        river: vec![
            with_picture(cards[8].clone(), "aironi"),
            with_picture(cards[7].clone(), "municipio"),
            with_picture(cards[5].clone(), "squero"),
            with_picture(cards[6].clone(), "barena"),
        ],
        blocks: vec![
            block(
                "opinioni",
                "Opinioni",
                opinions
                    .iter()
                    .map(|h| card(h, Kind::Opinion, "2026-11-23T06:30:00Z"))
                    .collect(),
            ),
            block("cronaca", "Cronaca", more(4, "Cronaca")),
            block("politica", "Politica", more(4, "Politica")),
            block("cultura", "Cultura", more(3, "Cultura")),
            block("sport", "Sport", more(4, "Sport")),
        ],
        latest: (0..7)
            .map(|i| {
                card(
                    &format!("Ultima notizia, breve, sulla laguna e dintorni {i}"),
                    Kind::Brief,
                    &format!("2026-11-23T1{}:20:00Z", 7 - i),
                )
            })
            .collect(),
        corrections: corrections().changes,
    }
}

pub(crate) fn section() -> SectionFacts {
    let title = gazzetta();
    SectionFacts {
        section: title.sections[0].clone(),
        about: "Quello che succede nelle isole e sulla terraferma.".into(),
        parent: None,
        cards: cards(),
        pages: Pages {
            number: 1,
            newer: None,
            older: Some("/cronaca?page=2".into()),
        },
    }
}

/// The long text: paragraphs, `##` crossheads, a pull quote, `[@n]` references.
pub(crate) fn long_body() -> Body {
    let mut blocks = Vec::new();
    for piece in include_str!("traghetto.txt").trim().split("\n\n") {
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
            headline: String::new(),
            topics: vec!["Laguna".into()],
        }],
        redactions: Vec::new(),
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
        history: "/2026/11/23/traghetto-fermo-sant-erasmo/history".into(),
        versions: 4,
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
        }],
        related: vec![cards()[1].clone(), cards()[2].clone(), cards()[3].clone(), cards()[8].clone()],
        comments: vec![CommentFacts {
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
                text: "Grazie, lo stiamo verificando.".into(),
                replies: Vec::new(),
            }],
        }],
        comment_count: 2,
    }
}

/// The article without comments, as the page-weight bar wants it.
pub(crate) fn quiet_article() -> ArticleFacts {
    ArticleFacts {
        comments: Vec::new(),
        comment_count: 0,
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
        commitment: "ab".repeat(32),
        content,
    };
    HistoryFacts {
        path: "/2026/11/23/traghetto-fermo-sant-erasmo".into(),
        canonical: "https://gazzetta.example/2026/11/23/traghetto-fermo-sant-erasmo".into(),
        headline: now.headline.clone(),
        versions: 4,
        revisions: vec![entry(now), entry(third), entry(second), entry(first)],
        preceding: None,
        pages: Pages {
            number: 1,
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

pub(crate) fn topic() -> TopicFacts {
    TopicFacts {
        name: "Traghetti".into(),
        path: "/topics/traghetti".into(),
        about: Body {
            blocks: vec![Block::Paragraph {
                text: vec![Inline::text(
                    "Le linee che tengono insieme le isole: corse, guasti, conti, progetti.",
                )],
                lang: None,
            }],
            ..Body::default()
        },
        articles: 37,
        cards: cards(),
        pages: Pages {
            number: 1,
            newer: None,
            older: Some("/topics/traghetti?page=2".into()),
        },
    }
}

pub(crate) fn contributor() -> ContributorFacts {
    ContributorFacts {
        person: article().people[0].clone(),
        email: "ada@gazzetta.example".into(),
        links: vec![SocialLink {
            name: "Mastodon".into(),
            url: "https://social.example/@ada".into(),
        }],
        articles: 418,
        cards: cards(),
        pages: Pages {
            number: 1,
            newer: None,
            older: Some("/people/ada-morin?page=2".into()),
        },
    }
}

pub(crate) fn archive(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> ArchiveFacts {
    let count = |number: i16, path: String| ArchiveCount {
        number,
        path,
        articles: 7,
    };
    let counts = match (year, month, day) {
        (None, ..) => (2019..=2026)
            .map(|n| count(n, format!("/archive/{n}")))
            .collect(),
        (Some(y), None, _) => (1..=11)
            .map(|n| count(n, format!("/archive/{y}/{n:02}")))
            .collect(),
        (Some(y), Some(m), None) => [2, 3, 5, 8, 13, 22, 23]
            .map(|n| count(n, format!("/archive/{y}/{m:02}/{n:02}")))
            .into(),
        _ => Vec::new(),
    };
    ArchiveFacts {
        year,
        month,
        day,
        counts,
        cards: if day.is_some() {
            cards()[..5].to_vec()
        } else {
            Vec::new()
        },
        earlier: day.map(|_| "/archive/2026/11/22".into()),
        later: None,
    }
}

pub(crate) fn corrections() -> CorrectionsFacts {
    let change = |headline: &str, class, note: &str, time: &str| CorrectionFacts {
        headline: headline.into(),
        language: "it".into(),
        href: "/2026/11/23/traghetto-fermo-sant-erasmo".into(),
        history: "/2026/11/23/traghetto-fermo-sant-erasmo/history".into(),
        change: NoteFacts {
            number: 3,
            class,
            note: note.into(),
            at: at(time),
            editor: "Teresa Ghis".into(),
        },
    };
    CorrectionsFacts {
        changes: vec![
            change(
                "Traghetto fermo tre ore a Sant’Erasmo",
                Class::Correction,
                "Le pale perse sono due su quattro, non tre.",
                "2026-11-23T11:15:00Z",
            ),
            change(
                "La stazione di Pieve ha due binari",
                Class::Clarification,
                "Il secondo binario è fuori servizio dal 2019.",
                "2026-11-21T20:02:00Z",
            ),
            change(
                "Ponte, la perizia boccia i piloni",
                Class::Withdrawal,
                "La perizia era ancora una bozza.",
                "2026-10-14T08:00:00Z",
            ),
        ],
        last_year: vec![
            (Class::Correction, 12),
            (Class::Clarification, 4),
            (Class::Withdrawal, 1),
        ],
        pages: Pages {
            number: 1,
            ..Pages::default()
        },
    }
}

pub(crate) fn standing() -> PageFacts {
    PageFacts {
        name: "Chi siamo".into(),
        path: "/chi-siamo".into(),
        role: PageRole::About,
        body: Body {
            blocks: vec![
                Block::Paragraph {
                    text: vec![Inline::text("Siamo una redazione di otto persone.")],
                    lang: None,
                },
                Block::Crosshead {
                    level: 2,
                    text: vec![Inline::text("Come lavoriamo")],
                },
                Block::List {
                    ordered: false,
                    items: vec![
                        vec![Block::Paragraph {
                            text: vec![Inline::text("Diciamo da chi lo sappiamo.")],
                            lang: None,
                        }],
                        vec![Block::Paragraph {
                            text: vec![Inline::text("Correggiamo in pubblico.")],
                            lang: None,
                        }],
                    ],
                },
            ],
            ..Body::default()
        },
        pictures: BTreeMap::new(),
        modified: at("2026-09-01T08:00:00Z"),
    }
}

pub(crate) fn error(status: u16) -> ErrorFacts {
    ErrorFacts {
        status,
        suggestions: cards()[..4].to_vec(),
    }
}
