//! What readers are told, page by page.

use crate::sample;
use jiff::civil::date;
use markup::{Block, Body, Inline};
use paper::articles::content::{Class, RedactionNote, State, Statement};
use paper::copy::{AiUse, BylineReason, Kind};
use paper::reading::facts::{CommentsPolicy, NoteFacts, TitleFacts};
use paper::reading::pages::{ArticleFacts, FrontFacts, HistoryFacts};
use press::{Press, Settings};

fn print(title: &TitleFacts, facts: &ArticleFacts) -> String {
    Press::new(Settings::default())
        .article(title, facts)
        .unwrap()
}

fn history(facts: &HistoryFacts) -> String {
    Press::new(Settings::default())
        .history(&sample::gazzetta(), facts)
        .unwrap()
}

/// The text of the element that begins with this, tags taken out.
fn text_of(page: &str, begins: &str, ends: &str) -> String {
    let from = page.find(begins).unwrap_or_default();
    let piece = &page[from..];
    let piece = &piece[..piece.find(ends).unwrap()];
    let mut out = String::new();
    let mut inside = false;
    for c in piece.replace("</li>", " | ").chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strip(page: &str) -> String {
    text_of(page, "<ul class=\"rec\"", "</ul>")
}

#[test]
fn the_record_strip_speaks_the_titles_language() {
    let facts = sample::quiet_article();
    assert_eq!(
        strip(&print(&sample::gazzetta(), &facts)),
        "Notizia | Pubblicato 23 novembre 2026, 10.05 | Aggiornato alle 18.42 | 4 minuti | 7 fonti | 1 correzione | \
         Versione 4: come è cambiato questo articolo |"
    );
    assert_eq!(
        strip(&print(&sample::observer(), &facts)),
        "News | Published 23 November 2026, 10:05 | Updated at 18:42 | 4-minute read | 7 sources | 1 correction | \
         Version 4: how this article changed |"
    );
}

#[test]
fn an_update_on_another_day_names_the_day() {
    let mut facts = sample::quiet_article();
    facts.content.modified = sample::at("2026-12-01T08:05:00Z");
    let strip = strip(&print(&sample::gazzetta(), &facts));
    assert!(
        strip.contains("Aggiornato 1º dicembre 2026, 9.05"),
        "{strip}"
    );
}

#[test]
fn an_article_never_changed_does_not_promise_changes() {
    let mut facts = sample::quiet_article();
    facts.versions = 1;
    facts.notes.clear();
    facts.content.number = 1;
    facts.content.modified = facts.content.first_published;
    facts.content.sources.truncate(1);
    let page = print(&sample::gazzetta(), &facts);
    assert_eq!(
        strip(&page),
        "Notizia | Pubblicato 23 novembre 2026, 10.05 | 4 minuti | 1 fonte | Prima versione |"
    );
    assert!(!page.contains("id=\"notes\""));
}

#[test]
fn corrections_stand_before_updates_and_older_updates_fold() {
    let mut facts = sample::quiet_article();
    let note = |number, class, note: &str, time: &str| NoteFacts {
        number,
        class,
        note: note.into(),
        at: sample::at(time),
        editor: String::new(),
    };
    facts.notes = vec![
        note(7, Class::Update, "Ultimo.", "2026-11-24T10:00:00Z"),
        note(6, Class::Correction, "Errore due.", "2026-11-23T16:00:00Z"),
        note(5, Class::Update, "Secondo.", "2026-11-23T15:00:00Z"),
        note(4, Class::Reply, "Navilaguna spa", "2026-11-23T14:00:00Z"),
        note(3, Class::Correction, "Errore uno.", "2026-11-23T13:00:00Z"),
        note(2, Class::Update, "", "2026-11-23T12:00:00Z"),
    ];
    facts.content.statements = vec![Statement {
        name: "Navilaguna spa".into(),
        text: "Il cavo non è nostro.\n\nI biglietti sono rimborsati.".into(),
        at: sample::at("2026-11-23T14:00:00Z"),
    }];
    facts.reported = vec![3];
    let page = print(&sample::gazzetta(), &facts);
    assert_eq!(
        text_of(&page, "<section class=\"notes\"", "<div class=\"body"),
        "Correzione, 17.00. Errore due. Vedi la modifica\
         Correzione, 14.00. Errore uno. L’aveva segnalato chi legge. Vedi la modifica\
         La dichiarazione di Navilaguna spa23 novembre 2026, 15.00Il cavo non è nostro.I biglietti sono rimborsati.\
         Aggiornamento, 24 novembre 2026, 11.00. Ultimo. Vedi la modifica\
         Un aggiornamento precedenteAggiornamento, 16.00. Secondo. Vedi la modifica"
    );
}

#[test]
fn a_withdrawn_article_keeps_its_page_and_says_why() {
    let page = print(&sample::gazzetta(), &sample::withdrawn());
    assert!(page.contains("<h1>Articolo ritirato</h1>") && page.contains("Il titolo era:"));
    assert_eq!(
        text_of(&page, "<div class=\"box fix\"", "</div>"),
        "Abbiamo ritirato questo articolo il 24 novembre 2026. Raccontava come certa una perizia che era ancora una \
         bozza. Ha deciso Teresa Ghis."
    );
    assert!(!page.contains("Bacan"), "its words are gone");
    assert!(!page.contains("og:description"));
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(page.contains("/history\">come è cambiato questo articolo"));
}

#[test]
fn the_history_of_a_withdrawn_article_does_not_publish_it_again() {
    let mut facts = sample::history();
    let mut gone = facts.revisions[0].clone();
    gone.content.number = 5;
    gone.content.class = Class::Withdrawal;
    gone.content.state = State::Withdrawn;
    gone.content.body = Body::default();
    gone.path = None;
    facts.revisions.insert(0, gone);
    let page = history(&facts);
    assert_eq!(
        text_of(&page, "<div class=\"diff\"", "</div>"),
        "Il testo è stato ritirato."
    );
}

#[test]
fn a_history_shows_changed_words_with_a_little_around_them() {
    let page = history(&sample::history());
    let third = &page[page.find("id=\"v3\"").unwrap()..];
    assert_eq!(
        text_of(third, "<div class=\"diff\"", "</div>"),
        "Paragrafo 4Secondo il rapporto della Capitaneria di porto, l’elica ha perso Tolto: tre Aggiunto: due delle \
         quattro pale per la corrosione galvanica: una reazione lenta tra il bronzo e … 1 parola aggiunta, 1 tolta"
    );
    assert!(third.contains("<del><span class=\"vh\">Tolto: </span>tre</del>"));
    let fourth = &page[page.find("id=\"v4\"").unwrap()..page.find("id=\"v3\"").unwrap()];
    assert_eq!(
        fourth.matches("<del>").count(),
        1,
        "a rewritten paragraph is shown whole"
    );
    assert_eq!(fourth.matches("<ins>").count(), 1);
    let first = &page[page.find("id=\"v1\"").unwrap()..];
    assert_eq!(
        text_of(first, "<div class=\"diff\"", "</div>"),
        "Il testo con cui l’articolo è uscito."
    );
}

#[test]
fn a_typo_is_folded_away_and_every_other_change_lies_open() {
    let page = history(&sample::history());
    let second = &page[page.find("id=\"v2\"").unwrap()..page.find("id=\"v1\"").unwrap()];
    let folded = text_of(second, "<summary>", "</summary>");
    assert!(
        folded.starts_with("Solo ortografia: 3 parole aggiunte, 3 tolte"),
        "{folded}"
    );
    assert!(second.contains("<del>") && second.contains("</details></div>"));
    assert!(!second.contains("total"), "said once");
    let others = page.replace(second, "");
    assert!(!others.contains("<details>"));
}

#[test]
fn a_paragraph_taken_away_is_told_once() {
    let mut facts = sample::history();
    facts.revisions[0].content.body.blocks.remove(1);
    let page = history(&facts);
    let newest = &page[page.find("id=\"v4\"").unwrap()..page.find("id=\"v3\"").unwrap()];
    let told = text_of(newest, "<div class=\"diff\"", "</div>");
    assert!(
        told.starts_with("Paragrafo 1Tolto: «Abbiamo sentito un colpo sordo"),
        "{told}"
    );
    assert_eq!(newest.matches("<h4").count(), 2);
}

#[test]
fn changes_of_fields_are_named() {
    let mut facts = sample::history();
    let now = &mut facts.revisions[0].content;
    now.byline[0].name = "Ada Morini".into();
    now.sources.remove(0);
    now.ai = Some(AiUse::None);
    now.body.blocks.push(Block::Paragraph {
        text: vec![Inline::text("Un paragrafo in più.")],
        lang: None,
    });
    let page = history(&facts);
    let newest = &page[page.find("id=\"v4\"").unwrap()..page.find("id=\"v3\"").unwrap()];
    for place in [
        "Firma",
        "Fonti",
        "Intelligenza artificiale",
        "Paragrafo 5",
        "Paragrafo 14",
    ] {
        assert!(
            newest.contains(&format!("<h4 class=\"meta\">{place}</h4>")),
            "{place}\n{newest}"
        );
    }
}

#[test]
fn whoever_signs_is_named_in_their_role() {
    let mut facts = sample::quiet_article();
    let title = sample::gazzetta();
    let byline =
        |facts: &ArticleFacts| text_of(&print(&title, facts), "<p data-record=\"byline\"", "</p>");
    assert_eq!(
        byline(&facts),
        "di Ada Morin · foto di Nico PerlascaSant’Erasmo, 23 novembre 2026"
    );
    facts.content.byline.push(facts.content.byline[0].clone());
    facts.content.byline.push(facts.content.byline[0].clone());
    facts.content.dateline = None;
    assert_eq!(
        byline(&facts),
        "di Ada Morin, Ada Morin e Ada Morin · foto di Nico Perlasca"
    );
    facts.content.byline.clear();
    facts.content.byline_reason = Some(BylineReason::Desk);
    assert_eq!(byline(&facts), "A cura della redazione");
    facts.content.byline_reason = None;
    assert_eq!(byline(&facts), "Senza firma");
}

#[test]
fn a_confidential_source_says_who_knows_it() {
    let page = print(&sample::gazzetta(), &sample::quiet_article());
    assert_eq!(
        text_of(&page, "<li id=\"f7\">", "</li>"),
        "Fonte riservata un dipendente del cantiere, teme per il posto. La direzione ne conosce l’identità e ha dato il \
         consenso il 20 novembre 2026 (Teresa Ghis). ↩"
    );
    assert_eq!(
        text_of(&page, "<li id=\"f3\">", "</li>"),
        "Documento Capitaneria di porto, rapporto 12/2026, pagina 3. Leggi su capitaneria.example ↩"
    );
    assert!(page.contains("La redazione era sul posto: Sant’Erasmo, 23 novembre 2026."));
}

#[test]
fn labels_say_what_is_no_plain_news() {
    let title = sample::observer();
    let mut facts = sample::labelled_article();
    let foreign = print(&title, &facts);
    assert!(foreign.contains("<b class=\"st\">Text in Italian</b>"));
    facts.content.language = "en".to_owned();
    let labels =
        |facts: &ArticleFacts| text_of(&print(&title, facts), "<p class=\"labels\"", "</p>");
    assert_eq!(
        labels(&facts),
        "Paid for by Cantieri RiunitiText generated by artificial intelligence, reviewed by Teresa Ghis"
    );
    facts.content.ai = Some(AiUse::Assisted);
    facts.content.kind = Kind::Satire;
    assert_eq!(labels(&facts), "Satire: facts and quotes are made up");
    facts.content.kind = Kind::News;
    assert!(!print(&title, &facts).contains("class=\"labels\""));
    assert!(print(&title, &facts).contains("Picture generated by artificial intelligence"));
}

#[test]
fn a_list_says_which_of_its_articles_are_withdrawn() {
    let mut facts = sample::section();
    facts.cards[1].state = State::Withdrawn;
    let page = Press::new(Settings::default())
        .section(&sample::gazzetta(), &facts)
        .unwrap();
    assert_eq!(
        page.matches("<b class=\"st\" data-record=\"mark\">Ritirato</b>")
            .count(),
        1
    );
}

#[test]
fn a_title_uses_its_own_headline() {
    let title = sample::gazzetta();
    let mut facts = sample::quiet_article();
    facts.content.placements[0].headline = "Il titolo di questa testata".into();
    let page = print(&title, &facts);
    assert!(page.contains("<h1>Il titolo di questa testata</h1>"));
    assert!(page.contains("<title>Il titolo di questa testata – La Gazzetta della Laguna</title>"));
}

#[test]
fn words_in_another_language_are_marked() {
    let page = print(&sample::observer(), &sample::article());
    assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(page.contains("<h1 lang=\"it\" dir=\"ltr\">"));
    assert!(page.contains("<link rel=\"alternate\" href=\"https://observer.example/2026/11/23/ferry-stuck\" hreflang=\"en\">"));
    let mut title = sample::gazzetta();
    title.language = "ar".into();
    assert!(print(&title, &sample::article()).contains("<html lang=\"ar\" dir=\"rtl\">"));
}

#[test]
fn an_earlier_revision_says_so_and_asks_not_to_be_listed() {
    let title = sample::gazzetta();
    let page = Press::new(Settings::default())
        .revision(&title, &sample::revision())
        .unwrap();
    assert_eq!(
        text_of(
            &page,
            "<div class=\"box upd\" data-record=\"banner\"",
            "</div>"
        ),
        "Stai leggendo la versione 3, del 23 novembre 2026, 12.15: non è quella di oggi. Leggi l’articolo di oggi · come \
         è cambiato questo articolo"
    );
    assert!(page.contains("content=\"noindex\""));
    assert!(page.contains("<link rel=\"canonical\" href=\"https://gazzetta.example/2026/11/23/traghetto-fermo-sant-erasmo\">"));
}

#[test]
fn an_empty_front_is_no_broken_one() {
    let facts = FrontFacts {
        flash: None,
        edition: None,
        lead: None,
        secondary: Vec::new(),
        featured: Vec::new(),
        river: Vec::new(),
        blocks: Vec::new(),
        latest: Vec::new(),
        corrections: Vec::new(),
        most_read: Vec::new(),
    };
    let mut title = sample::gazzetta();
    title.menu.clear();
    title.sections.clear();
    title.social.clear();
    title.pages.clear();
    title.siblings.clear();
    title.imprint = Default::default();
    title.motto = String::new();
    title.accent = None;
    title.comments = CommentsPolicy::default();
    for theme in press::BUILT_IN {
        title.theme = theme.into();
        let page = Press::new(Settings::default())
            .front(&title, &facts)
            .unwrap();
        assert!(page.contains("La prima pagina è ancora vuota"), "{theme}");
        assert!(page.contains("<title>La Gazzetta della Laguna</title>"));
        for nothing in [
            "<ul></ul>",
            "<p></p>",
            "<ol></ol>",
            "Seguici",
            "Le altre testate",
            ": .",
        ] {
            assert!(!page.contains(nothing), "{theme}: {nothing}");
        }
    }
}

#[test]
fn the_imprint_leaves_out_what_is_not_filled() {
    let press = Press::new(Settings::default());
    let mut title = sample::gazzetta();
    let page = press.imprint(&title).unwrap();
    assert!(
        page.contains("<dt>Registrazione</dt><dd>Tribunale di Venezia, 7/2019, 4 marzo 2019</dd>")
    );
    assert!(page.contains("<th scope=\"row\">2025</th><td>41.000 €</td>"));
    assert!(page.contains("<a href=\"tel:+39041000000\">+39 041 000000</a>"));
    title.imprint.registration = None;
    title.imprint.state_advertising.clear();
    title.imprint.ownership_reviewed = Some(date(2026, 1, 1));
    let page = press.imprint(&title).unwrap();
    assert!(!page.contains("Registrazione"));
    assert!(!page.contains("Pubblicità pagata"));
    assert!(page.contains("1º gennaio 2026"));
}

#[test]
fn a_month_is_a_calendar_that_begins_on_monday() {
    let title = sample::gazzetta();
    let page = Press::new(Settings::default())
        .archive(&title, &sample::archive(Some(2026), Some(11), None))
        .unwrap();
    assert!(page.contains("<h1>Novembre 2026</h1>"));
    let table = text_of(
        &page.replace("</td>", " | "),
        "<table class=\"cal\"",
        "</table>",
    );
    assert!(
        table.starts_with(
            "Novembre 2026 lunmarmergiovensabdom | | | | | | 1 | 2 Novembre 2026, 7 articoli 7 |"
        ),
        "{table}"
    );
    assert!(page.contains("href=\"/archive/2026/11/23\""));
}

#[test]
fn a_kicker_that_says_a_label_again_or_in_another_language_gives_way_to_the_section() {
    let title = sample::observer();
    let mut facts = sample::labelled_article();
    facts.content.language = "en".to_owned();
    facts.content.kicker = "PAID FOR BY Cantieri Riuniti".to_owned();
    let page = print(&title, &facts);
    assert!(!page.contains("PAID FOR BY"), "said by the label");
    facts.content.kicker = "Harbour works".to_owned();
    assert!(print(&title, &facts).contains("Harbour works"));
    facts.content.language = "it".to_owned();
    assert!(!print(&title, &facts).contains("Harbour works"));
}

#[test]
fn words_blanked_for_one_reason_on_one_day_are_told_once() {
    let mut facts = sample::article();
    let redaction = RedactionNote {
        class: Class::Legal,
        reason: "By order of the court".to_owned(),
        at: facts.content.first_published,
    };
    facts.content.redactions = vec![redaction.clone(), redaction];
    let page = print(&sample::gazzetta(), &facts);
    assert_eq!(page.matches("By order of the court").count(), 1);
}

#[test]
fn the_owner_publishes_where_nobody_else_is_named_and_an_address_alone_never_does() {
    let mut title = sample::gazzetta();
    let imprint = &mut title.imprint;
    imprint.publisher = String::new();
    imprint.owner = "Cooperativa Laguna".to_owned();
    imprint.address = "Riva 7".to_owned();
    let page = print(&title, &sample::article());
    assert!(page.contains("Editore: Cooperativa Laguna, Riva 7."));
    title.imprint.owner = String::new();
    assert!(!print(&title, &sample::article()).contains("Editore:"));
}
