//! A small newspaper everybody in these tests knows: the *Gazzetta della Laguna* and, in English, the *Lagoon Observer*.

mod articles;
mod searches;
mod topics;
mod trusting;

pub(crate) use articles::*;
pub(crate) use searches::*;
pub(crate) use topics::*;
pub(crate) use trusting::*;

use jiff::Timestamp;
use jiff::civil::date;
use markup::{Block, Body, Inline};
use paper::articles::content::{Class, State};
use paper::copy::{AiUse, Kind};
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
            ..CommentsPolicy::default()
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
            third_country_eur: 1_200,
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
        shared: Rendition {
            path: format!("/media/{id}/1200.jpg"),
            width: 1200,
            height: 800,
        },
        tint: Some(0x8a_7f_6b),
        focus: Some((38, 12)),
    }
}

pub(crate) fn card(headline: &str, kind: Kind, time: &str) -> Card {
    Card {
        article: "0190c7a2-0000-7000-8000-0000000000aa".into(),
        href: format!("/2026/11/23/{}", headline.len()),
        elsewhere: None,
        language: "it".into(),
        headline: headline.into(),
        own_headline: false,
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
        flash: Some(FlashFacts {
            text: "Il Lenza supera i 4 metri, chiuso il Ponte Vecchio".to_owned(),
            href: "/2026/11/23/lenza".to_owned(),
            at: at("2026-11-23T17:42:00Z"),
            until: at("2026-11-23T20:00:00Z"),
        }),
        edition: Some(at("2026-11-23T17:42:00Z")),
        lead: Some(cards[0].clone()),
        secondary: cards[1..4].to_vec(),
        featured: vec![card(
            "Come leggere una bolletta dell’acqua",
            Kind::Service,
            "2026-11-20T06:30:00Z",
        )],
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
        most_read: cards[1..6].to_vec(),
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
        fronts: day
            .map(|_| {
                let front = |time: &str| {
                    let path = format!("/archive/2026/11/23/{}", time.replace(':', "-"));
                    (at(&format!("2026-11-23T{time}:00+01:00")), path)
                };
                vec![front("08:00"), front("18:00")]
            })
            .unwrap_or_default(),
        earlier: day.map(|_| "/archive/2026/11/22".into()),
        later: None,
    }
}

/// The front as it stood, one of its articles taken away since.
pub(crate) fn past() -> PastFacts {
    let mut stood = front();
    stood.river.append(&mut stood.latest);
    stood.blocks.clear();
    stood.corrections.clear();
    stood.most_read.clear();
    PastFacts {
        at: at("2026-11-23T18:00:00+01:00"),
        path: "/archive/2026/11/23/18-00".into(),
        composed: Some(at("2026-11-23T17:12:00+01:00")),
        front: stood,
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
        figures: paper::cases::figures::Figures {
            corrections: 3,
            minutes_to_correct: Some(95),
            reports: 4,
            led: 2,
            minutes_from_report: Some(1_500),
        },
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
