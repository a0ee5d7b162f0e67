//! A history hides no change: whatever differs between two revisions is told.

use crate::sample;
use markup::{Block, Inline, Picture};
use paper::articles::content::Content;
use paper::copy::{Consent, Credit, CreditRole, Dateline, Source, SourceKind, Sponsor};
use press::{Press, Settings};
use serde_json::Value;

/// A content with every field filled.
fn full() -> Content {
    let mut content = sample::history().revisions[0].content.clone();
    let day = jiff::civil::date(2026, 11, 23);
    content.kicker = "Trasporti".into();
    content.byline.push(Credit {
        name: "Nico Perlasca".into(),
        role: CreditRole::Photo,
    });
    content.sources.push(Source {
        kind: SourceKind::Confidential,
        name: "un dipendente".into(),
        url: "https://capitaneria.example/12".into(),
        note: "telefono".into(),
        released: Some(sample::at("2026-11-23T09:40:00Z")),
        state: true,
        contract: true,
        consent: Some(Consent {
            by: "Teresa Ghis".into(),
            date: day,
        }),
        ..Source::default()
    });
    content.own_reporting = Some(Dateline {
        place: "Sant’Erasmo".into(),
        date: Some(day),
    });
    content.ai_note = "La voce è stata trascritta da un programma.".into();
    content.reviewer = "Teresa Ghis".into();
    content.sponsor = Some(Sponsor {
        name: "Cantieri Riuniti".into(),
    });
    content.series = "meteo".into();
    content.rights = "Riproduzione riservata".into();
    let picture = |file: &str| Picture {
        file: file.into(),
        alt: "Un traghetto".into(),
        caption: vec![Inline::text("Il traghetto al pontile")],
        credit: "Nico Perlasca".into(),
        licence: "propria".into(),
        source_type: "digitalCapture".into(),
        ..Picture::default()
    };
    content.picture = Some(picture("0192f0c0-0000-7000-8000-000000000001"));
    content.body.blocks.extend([
        Block::Figure(picture("0192f0c0-0000-7000-8000-000000000002")),
        Block::Code {
            text: "let a = 1".into(),
            lang: Some("rust".into()),
        },
        Block::Aside {
            title: vec![Inline::text("Scheda")],
            blocks: vec![Block::Paragraph {
                text: vec![Inline::text("Due righe")],
                lang: Some("en".into()),
            }],
        },
        Block::List {
            ordered: true,
            items: vec![vec![Block::Paragraph {
                text: vec![Inline::text("Uno")],
                lang: None,
            }]],
        },
        Block::Table {
            caption: vec![Inline::text("Corse")],
            head: vec![vec![Inline::text("Ora")]],
            rows: vec![vec![vec![Inline::text("9.40")]]],
        },
        Block::Embed {
            url: "https://video.example/1".into(),
            title: "Il video".into(),
        },
    ]);
    content
}

/// What a value of JSON could have been instead.
fn others(value: &Value) -> Vec<Value> {
    let words = [
        "brief",
        "interview",
        "agency",
        "none",
        "generated",
        "photo",
        "editing",
        "desk",
        "protected",
        "trainedAlgorithmicMedia",
        "2026-01-02",
        "2026-01-02T03:04:05Z",
    ];
    match value {
        Value::String(text) => {
            let mut all = vec![format!("{text} di nuovo").into(), text[..0].into()];
            all.extend(words.map(Value::from));
            all
        }
        Value::Bool(is) => vec![(!is).into()],
        Value::Number(n) => vec![(n.as_u64().unwrap_or(0) + 1).into()],
        Value::Null => words.map(Value::from).into(),
        _ => vec![Value::Null],
    }
}

/// Each way to change one place of a document, with the place's name.
fn changed(
    value: &Value,
    at: &str,
    all: &mut Vec<(String, Value)>,
    whole: &dyn Fn(Value) -> Value,
) {
    for other in others(value) {
        all.push((format!("{at} = {other}"), whole(other)));
    }
    match value {
        Value::Object(members) => {
            for key in members.keys() {
                let with = |member: Option<Value>| {
                    let mut members = members.clone();
                    match member {
                        Some(member) => members.insert(key.clone(), member),
                        None => members.remove(key),
                    };
                    whole(members.into())
                };
                all.push((format!("{at}.{key} gone"), with(None)));
                changed(&members[key], &format!("{at}.{key}"), all, &|v| {
                    with(Some(v))
                });
            }
        }
        Value::Array(items) => {
            let mut turned = items.clone();
            turned.reverse();
            all.push((format!("{at} turned round"), whole(turned.into())));
            for i in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(i);
                all.push((format!("{at}[{i}] gone"), whole(fewer.into())));
                changed(&items[i], &format!("{at}[{i}]"), all, &|v| {
                    let mut items = items.clone();
                    items[i] = v;
                    whole(items.into())
                });
            }
        }
        _ => {}
    }
}

#[test]
fn whatever_differs_between_two_versions_is_told() {
    let before = full();
    let document = serde_json::to_value(&before).unwrap();
    let mut all = Vec::new();
    changed(&document, "", &mut all, &|v| v);
    let press = Press::new(Settings::default());
    let title = sample::gazzetta();
    let mut facts = sample::history();
    facts.revisions.truncate(2);
    facts.revisions[1].content = before.clone();
    let mut compared = 0;
    for (place, document) in all {
        // Most wild guesses are no content at all.
        let Ok(after) = serde_json::from_value::<Content>(document) else {
            continue;
        };
        if after.reads_as(&before) || after.state != before.state {
            continue;
        }
        compared += 1;
        facts.revisions[0].content = after;
        let page = press.history(&title, &facts).unwrap();
        let newest = page.split("<li id=\"v").nth(1).unwrap();
        assert!(newest.contains("<h4"), "{place} is told nowhere:\n{newest}");
    }
    assert!(compared > 500, "{compared}");
}

/// What the newest version of a history says after a change.
fn told(change: impl FnOnce(&mut Content)) -> String {
    let mut facts = sample::history();
    facts.revisions.truncate(2);
    facts.revisions[1].content = full();
    let mut after = full();
    change(&mut after);
    facts.revisions[0].content = after;
    let page = Press::new(Settings::default())
        .history(&sample::gazzetta(), &facts)
        .unwrap();
    page.split("<li id=\"v").nth(1).unwrap().to_owned()
}

#[test]
fn a_history_speaks_in_the_words_of_the_page() {
    let released = told(|content| {
        let source = content.sources.last_mut().unwrap();
        source.state = false;
        source.released = Some(sample::at("2026-11-23T10:40:00Z"));
    });
    assert!(released.contains("Fonti</h4>"), "{released}");
    assert!(
        released.contains("Fonte controllata da uno Stato"),
        "{released}"
    );
    assert!(released.contains("11.40"), "{released}");
    let role = told(|content| content.byline.last_mut().unwrap().role = CreditRole::Data);
    assert!(
        role.contains("foto di") && role.contains("dati di"),
        "{role}"
    );
    let machine = |content: &mut Content| {
        let picture = content.body.pictures_mut().into_iter().last().unwrap();
        picture.source_type = "trainedAlgorithmicMedia".into();
    };
    let machine = told(machine);
    assert!(
        machine.contains("Immagine generata con l’intelligenza artificiale"),
        "{machine}"
    );
    let other = told(|content| {
        content.picture.as_mut().unwrap().file = "0192f0c0-0000-7000-8000-000000000009".into();
    });
    assert!(
        other.contains("<del") && other.contains("<ins") && other.contains("Un traghetto"),
        "{other}"
    );
}
