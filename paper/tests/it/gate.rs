//! What the gate asks for before anything goes out, kind by kind; page furniture; likeness.

use crate::gate_cases::{findings, read};
use paper::gate::similar::Runs;
use paper::gate::{self, Elsewhere, Severity, Surroundings, furniture};

fn codes(text: &str) -> String {
    let codes: Vec<&str> = findings(text, "it")
        .iter()
        .map(|finding| finding.code)
        .collect();
    codes.join(" ")
}

fn around(text: &str, change: impl FnOnce(&mut Surroundings)) -> String {
    let (copy, at) = read(text);
    let mut around = Surroundings::bare(at);
    around.language = "it".to_owned();
    change(&mut around);
    let codes: Vec<&str> = gate::check(&copy, &around)
        .iter()
        .map(|finding| finding.code)
        .collect();
    codes.join(" ")
}

#[test]
fn a_bare_text_hears_all_that_is_missing() {
    let codes = codes("Il ponte è chiuso da mezzogiorno.");
    assert_eq!(
        codes,
        "headline.missing kind.missing byline.missing date.missing source.missing ai.undeclared standfirst.missing"
    );
}

#[test]
fn a_result_is_fine_with_the_desk_and_a_telephone_call() {
    let brief = "---\nheadline: Torrazzo-Sarnese 2-1\nkind: brief\nbyline_reason: desk\ndateline: {place: Torrazzo, date: 2026-11-22}\nsources:\n  - {kind: phone, name: \"Segreteria del Torrazzo\", note: \"17.20\"}\nai: none\n---\nIl Torrazzo ha battuto il Sarnese con due reti di Bassi nella ripresa.\n";
    assert_eq!(codes(brief), "");
}

#[test]
fn a_day_long_past_dates_no_news_but_the_article_that_went_out_then() {
    let brief = "---\nheadline: Riaperta la torre\nkind: brief\nbyline_reason: desk\nsources:\n  - {kind: phone, name: Comune}\nai: none\n---\nLa torre è di nuovo aperta: era chiusa dal 3 maggio 2021.\n";
    assert_eq!(codes(brief), "date.missing");
    let then = Some("2021-05-04T08:00:00Z".parse().unwrap());
    assert_eq!(around(brief, |around| around.first_published = then), "");
    // What is taken over from another system says when it came out there; that is told on its own.
    assert_eq!(
        around(brief, |around| around.dated = then),
        "published.past"
    );
}

#[test]
fn an_opinion_is_signed_and_needs_no_source() {
    let opinion = |byline: &str| {
        format!(
            "---\nheadline: La rotonda non serve\nkind: opinion\n{byline}\nai: none\n---\nCi passo ogni mattina e non l'ho ancora capita.\n"
        )
    };
    assert_eq!(codes(&opinion("byline: [{name: Ada Morin}]")), "");
    assert_eq!(codes(&opinion("byline_reason: desk")), "byline.missing");
    assert_eq!(codes(&opinion("byline_reason: protected")), "");
}

#[test]
fn the_issuer_of_a_release_is_author_and_source() {
    let release = "---\nheadline: Il museo apre la sera\nkind: press_release\nbyline: [{name: Museo del mare}]\nai: none\n---\nDal 1° dicembre il museo resta aperto fino alle 22.\n";
    assert_eq!(codes(release), "");
}

#[test]
fn the_family_of_an_obituary_is_author_and_source() {
    let obituary = "---\nheadline: Dino Gavazzi\nkind: obituary\nsources: [{kind: interview, name: La famiglia Gavazzi}]\nai: none\n---\nÈ mancato il 12 novembre, a 91 anni. Ne danno notizia i figli.\n";
    assert_eq!(codes(obituary), "");
}

#[test]
fn a_gallery_takes_one_credit_for_the_set_and_a_description_for_each() {
    let gallery = |second: &str| {
        format!(
            "---\nheadline: La fiera in due scatti\nkind: gallery\nbyline: [{{name: Anna Serra, role: photo}}]\ndateline: {{place: Torrazzo, date: 2026-11-11}}\nai: none\n---\n![Un banco](a.webp \"Il banco delle mele\") ![{second}](b.webp \"La banda\")\n"
        )
    };
    assert_eq!(codes(&gallery("La banda in piazza")), "");
    assert_eq!(codes(&gallery("")), "picture.alt");
}

const NEWS: &str = "---\nheadline: Il ponte riapre\nstandfirst: I lavori sono costati 1,2 milioni.\nkind: news\nbyline: [{name: Ada Morin}]\ndateline: {place: Torrazzo, date: 2026-11-22}\nsources: [{kind: document, name: Perizia}]\n---\nIl ponte sul Lerno riapre lunedì. I lavori sono costati 1,2 milioni.\n";

#[test]
fn the_titles_standing_declaration_answers_for_artificial_intelligence() {
    assert_eq!(around(NEWS, |_| {}), "ai.undeclared");
    assert_eq!(
        around(NEWS, |around| around.ai_declaration =
            Some("Nessun uso".to_owned())),
        ""
    );
    let generated = NEWS.replace("kind: news", "kind: news\nai: generated");
    assert_eq!(around(&generated, |_| {}), "ai.reviewer");
    assert_eq!(
        around(
            &generated.replace("ai: generated", "ai: generated\nreviewer: Teresa Ghis"),
            |_| {}
        ),
        ""
    );
}

#[test]
fn a_confidential_source_needs_the_directors_consent() {
    let confidential = NEWS
        .replace(
            "{kind: document, name: Perizia}",
            "{kind: confidential, name: Un tecnico}",
        )
        .replace("kind: news", "kind: news\nai: none");
    assert_eq!(codes(&confidential), "source.consent");
    let agreed = confidential.replace(
        "name: Un tecnico",
        "name: Un tecnico, consent: {by: Teresa Ghis, date: 2026-11-20}",
    );
    assert_eq!(codes(&agreed), "");
    // Nobody consents to a source of her own; with a record, only the director and a deputy do.
    let own = agreed.replace("by: Teresa Ghis", "by: Ada Morin");
    assert_eq!(codes(&own), "source.consent");
    let known = |around: &mut Surroundings| {
        around.consenting = Some(vec!["Teresa Ghis".to_owned(), "teresa".to_owned()]);
    };
    assert_eq!(around(&agreed, known), "");
    let stranger = agreed.replace("by: Teresa Ghis", "by: Bruno Tasca");
    assert_eq!(around(&stranger, known), "source.consent");
}

#[test]
fn a_stroke_names_nobody_and_who_signs_is_no_second_reader() {
    let generated = |reviewer: &str| {
        let fields = format!("kind: news\nai: generated\nreviewer: \"{reviewer}\"");
        codes(&NEWS.replace("kind: news", &fields))
    };
    for nobody in ["", "-", "ada morin"] {
        assert_eq!(generated(nobody), "ai.reviewer", "{nobody}");
    }
    assert_eq!(generated("Bruno Tasca"), "");
    let text = NEWS.replace("kind: news", "kind: news\nai: none");
    assert_eq!(
        codes(&text.replace("name: Perizia", "name: \"-\"")),
        "source.missing"
    );
    assert_eq!(codes(&text.replace("name: Perizia", "name: \"118\"")), "");
}

#[test]
fn a_sponsored_text_without_a_sponsor_lacks_one_thing() {
    let paid = "---\nheadline: Le terme di Rocca\nkind: sponsored\nai: none\n---\nLe vasche sono aperte da maggio.\n";
    assert_eq!(codes(paid), "sponsor.missing");
    assert_eq!(
        codes(&paid.replace("ai: none", "ai: none\nsponsor: {name: Terme di Rocca}")),
        ""
    );
}

#[test]
fn a_picture_of_the_body_is_shown_where_it_stands() {
    let text = NEWS
        .replace("kind: news", "kind: news\nai: none")
        .replace("lunedì. I lavori", "lunedì.\n\n![](ponte.jpg)\n\nI lavori");
    let places: Vec<_> = findings(&text, "it")
        .iter()
        .map(|finding| {
            let place = &finding.places[0];
            (finding.code, place.paragraph, place.start == place.end)
        })
        .collect();
    assert_eq!(
        places,
        [
            ("picture.credit", Some(1), true),
            ("picture.alt", Some(1), true),
            ("caption.missing", Some(1), true)
        ]
    );
}

#[test]
fn the_same_text_elsewhere_is_placed_unless_it_is_a_series() {
    let text = NEWS.replace("kind: news", "kind: news\nai: none");
    let elsewhere = |around: &mut Surroundings| {
        around.elsewhere.push(Elsewhere {
            title: "Il Corriere della Laguna".to_owned(),
            here: false,
            address: "corriere.example/2026/11/20/ponte".to_owned(),
            headline: "Riapre il ponte".to_owned(),
            share: 0.94,
        });
    };
    assert_eq!(around(&text, elsewhere), "text.elsewhere");
    assert_eq!(
        around(
            &text.replace("kind: news", "series: ponti\nkind: service"),
            elsewhere
        ),
        ""
    );
    let series = text.replace("kind: news", "series: ponti\nkind: news");
    assert_eq!(around(&series, elsewhere), "text.elsewhere");
    let known = |around: &mut Surroundings| {
        elsewhere(around);
        around.series_known = true;
    };
    assert_eq!(around(&series, known), "");
}

#[test]
fn the_same_text_on_the_same_title_is_updated() {
    let text = NEWS.replace("kind: news", "kind: news\nai: none");
    let here = |around: &mut Surroundings| {
        around.elsewhere.push(Elsewhere {
            title: "La Gazzetta".to_owned(),
            here: true,
            address: "gazzetta.example/2026/11/20/ponte".to_owned(),
            headline: "Riapre il ponte".to_owned(),
            share: 1.0,
        });
    };
    assert_eq!(around(&text, here), "text.elsewhere");
}

#[test]
fn the_imprint_and_dead_links_come_from_the_record() {
    let text = NEWS
        .replace("kind: news", "kind: news\nai: none")
        .replace("riapre lunedì", "[riapre](/2025/01/01/altro) lunedì");
    let codes = around(&text, |around| {
        around.imprint_missing.push("director".to_owned());
        around.dead_links.push("/2025/01/01/altro".to_owned());
    });
    assert_eq!(codes, "imprint.incomplete link.dead");
}

#[test]
fn an_agency_under_contract_signs_and_is_not_kept_sixteen_hours() {
    let text = "---\nheadline: Il ponte riapre\nkind: agency\ndateline: {place: Torrazzo, date: 2026-11-22}\nsources: [{kind: agency, name: ANSA, released: 2026-11-22T09:00:00Z}]\nai: none\npublished: 2026-11-22T10:00:00Z\n---\nIl ponte sul Lerno riapre lunedì.\n";
    assert_eq!(codes(text), "source.sixteen_hours");
    assert_eq!(
        codes(&text.replace(", released: 2026-11-22T09:00:00Z", "")),
        "source.sixteen_hours"
    );
    assert_eq!(
        codes(&text.replace("2026-11-22T09", "2026-11-22T11")),
        "source.sixteen_hours"
    );
    assert_eq!(codes(&text.replace("2026-11-22T09", "2026-11-20T09")), "");
    assert_eq!(
        around(text, |around| around.contracts.push("ansa".to_owned())),
        ""
    );
}

#[test]
fn a_finding_shows_its_place_in_characters_and_speaks_two_languages() {
    let text = NEWS
        .replace("kind: news", "kind: news\nai: none")
        .replace("lunedì.", "lunedì. È stato recentemente rinforzato.");
    let (copy, at) = read(&text);
    let mut around = Surroundings::bare(at);
    around.language = "it".to_owned();
    let english = gate::check(&copy, &around);
    around.messages = "it".to_owned();
    let italian = gate::check(&copy, &around);
    let place = &english[0].places[0];
    assert_eq!(
        (english[0].code, english[0].severity),
        ("time.relative", Severity::Warning)
    );
    assert_eq!(
        (
            place.field.as_str(),
            place.paragraph,
            place.start,
            place.end,
            place.excerpt.as_str()
        ),
        ("body", Some(1), 42, 54, "recentemente")
    );
    assert_eq!(
        place.excerpt,
        copy.body
            .plain_text()
            .chars()
            .skip(42)
            .take(12)
            .collect::<String>()
    );
    assert!(
        english[0].message.starts_with("“recentemente” has no date"),
        "{}",
        english[0].message
    );
    assert!(
        italian[0]
            .message
            .starts_with("«recentemente» non ha una data"),
        "{}",
        italian[0].message
    );
    assert!(gate::blocks(&english).is_empty());
}

#[test]
fn page_furniture_is_set_aside_and_prose_that_begins_alike_stays() {
    let pasted = "Il ponte sul Lerno riapre il 23 novembre.\n\nSeguici su Facebook e Telegram\n\nCondividi: Facebook Twitter WhatsApp\n\nCondividi il pane con chi non ne ha, disse il parroco domenica 8 novembre davanti a duecento persone arrivate a piedi.\n\n## Lascia un commento\n\nIl tuo indirizzo email non sarà pubblicato. I campi obbligatori sono contrassegnati *\n\nFollow us on Facebook\n\nThis site uses cookies. By going on you agree.\n\n© 2026 Gazzetta srl – Tutti i diritti riservati\n";
    let (body, lines) = furniture::set_aside(markup::markdown::read(pasted).body);
    assert_eq!(body.passages().len(), 2, "{:#?}", body.passages());
    assert_eq!(lines.len(), 7, "{lines:#?}");
}

#[test]
fn likeness_is_exact_and_its_signature_never_changes() {
    let one = "Il ponte sul Lerno resterà chiuso fino a Pasqua perché due pile sono scalzate dalla piena, dice la perizia consegnata al prefetto venerdì.";
    let other = one.replace("venerdì", "giovedì");
    let library =
        "La biblioteca di Sarnese resta aperta la sera, il martedì e il giovedì, da dicembre.";
    let [one, other, library] = [one, &other, library].map(Runs::of);
    assert!(one.share(&one) > 0.999);
    let share = one.share(&other);
    assert!((0.8..1.0).contains(&share), "{share}");
    assert!(one.share(&library) < 0.001);
    let bands = one.signature().bands();
    let common = bands
        .iter()
        .zip(other.signature().bands())
        .filter(|(a, b)| **a == *b)
        .count();
    assert!(common > 0);
    expect_test::expect!["[-2268000538980552529, -1907660000234770611, 2388151816152555180]"]
        .assert_eq(&format!("{:?}", &bands[..3]));
}

#[test]
fn the_same_copy_is_judged_the_same() {
    let text =
        std::fs::read_to_string(crate::gate_cases::root().join("articles/18-scontro-statale.md"))
            .unwrap();
    assert_eq!(findings(&text, ""), findings(&text, ""));
}
