//! Fields without which nothing goes out.

use super::super::dates::{self, Mention, days_between};
use super::super::finding::Severity;
use super::super::kinds::Signature;
use super::super::lang::Both;
use super::super::plain::{self, Role};
use super::super::rule::{Desk, Reads, Rule};
use super::super::text::{Text, place_of_field};
use super::super::words::Passage;
use crate::copy::{AiUse, BylineReason};

pub(super) static HEADLINE: Rule = Rule {
    code: "headline.missing",
    severity: Severity::Block,
    subject: "headline",
    what: Both::new("Manca il titolo.", "There is no headline."),
    why: Both::new(
        "È l'unica parte che ogni pagina, elenco e feed mostra.",
        "It is the one part that every page, list and feed shows.",
    ),
    remedy: Both::new(
        "Scrivi il titolo nel campo `headline`.",
        "Write the headline in the field `headline`.",
    ),
    source: "schema.org headline; ninjs 3.1 headlines",
    reads: Reads::Fields,
    check: headline,
};

fn headline(text: &Text<'_>, desk: &mut Desk<'_>) {
    if text.copy.headline.trim().is_empty() {
        desk.missing("headline");
    }
}

pub(super) static BODY: Rule = Rule {
    code: "body.missing",
    severity: Severity::Block,
    subject: "body",
    what: Both::new("Manca il testo.", "There is no body."),
    why: Both::new(
        "Una pagina con il solo titolo promette una notizia e non la dà.",
        "A page with only a headline promises news and does not give it.",
    ),
    remedy: Both::new(
        "Scrivi il testo; a una galleria bastano le fotografie.",
        "Write the text; pictures are enough for a gallery.",
    ),
    source: "schema.org articleBody",
    reads: Reads::Fields,
    check: body,
};

fn body(text: &Text<'_>, desk: &mut Desk<'_>) {
    let words = text
        .body
        .iter()
        .any(|passage| !matches!(passage.role, Role::Caption) && !passage.words.is_empty());
    let pictures = !plain::pictures(&text.copy.body).is_empty() || text.copy.picture.is_some();
    if !words && (!pictures || text.asks().words) {
        desk.missing("body");
    }
}

pub(super) static KIND: Rule = Rule {
    code: "kind.missing",
    severity: Severity::Block,
    subject: "kind",
    what: Both::new(
        "Non è detto che tipo di testo è.",
        "The kind of text is not stated.",
    ),
    why: Both::new(
        "Chi legge deve distinguere una notizia da un'opinione o da un annuncio pagato.",
        "Readers must be able to tell news from opinion and from what was paid for.",
    ),
    remedy: Both::new(
        "Scegli il tipo nel campo `kind`: notizia (`news`), breve (`brief`), opinione (`opinion`), comunicato (`press_release`)…",
        "Choose the kind in the field `kind`: `news`, `brief`, `opinion`, `press_release`…",
    ),
    source: "Trust Project; Journalism Trust Initiative; schema.org article types",
    reads: Reads::Fields,
    check: kind,
};

fn kind(text: &Text<'_>, desk: &mut Desk<'_>) {
    if text.copy.kind.is_none() {
        desk.missing("kind");
    }
}

pub(super) static BYLINE: Rule = Rule {
    code: "byline.missing",
    severity: Severity::Block,
    subject: "byline",
    what: Both::new(
        "Manca la firma, e nessun motivo è dichiarato.",
        "There is no byline and no declared reason for leaving it out.",
    ),
    why: Both::new(
        "Chi legge ha diritto di sapere chi risponde di ciò che è scritto.",
        "Readers are entitled to know who answers for what is written.",
    ),
    remedy: Both::new(
        "Aggiungi un nome in `byline`, o scegli `byline_reason`: redazione (`desk`), testo d'agenzia (`agency text`), autore protetto (`protected`).",
        "Add a name to `byline`, or choose a `byline_reason`: `desk`, `agency text`, `protected`.",
    ),
    source: "Trust Project; NewsGuard; Journalism Trust Initiative",
    reads: Reads::Fields,
    check: byline,
};

/// Whether a source is named at all: a stroke is no name, a number of call ("118") is.
pub(super) fn named_source(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric)
}

fn byline(text: &Text<'_>, desk: &mut Desk<'_>) {
    let copy = text.copy;
    let named = copy
        .byline
        .iter()
        .any(|credit| credit.name.chars().any(char::is_alphabetic));
    let sourced = copy.sources.iter().any(|source| named_source(&source.name))
        || copy
            .sponsor
            .as_ref()
            .is_some_and(|sponsor| !sponsor.name.trim().is_empty());
    let enough = match text.asks().signature {
        Signature::NameOrReason => named || copy.byline_reason.is_some(),
        Signature::Name => named || copy.byline_reason == Some(BylineReason::Protected),
        Signature::NameOrSource => named || copy.byline_reason.is_some() || sourced,
    };
    if enough || text.awaits_sponsor() {
        return;
    }
    if text.asks().signature == Signature::Name && copy.byline_reason.is_some() {
        desk.find_with(
            vec![place_of_field("byline", "")],
            (
                "Un'opinione, una lettera o una satira va firmata: la redazione non basta.".to_owned(),
                "An opinion, a letter or a satire is signed: the desk is not enough.".to_owned(),
            ),
            (
                "Aggiungi il nome in `byline`, o `byline_reason: protected` se l'autore va protetto.".to_owned(),
                "Add the name to `byline`, or `byline_reason: protected` if the author needs protection.".to_owned(),
            ),
        );
    } else {
        desk.missing("byline");
    }
}

pub(super) static DATE: Rule = Rule {
    code: "date.missing",
    severity: Severity::Block,
    subject: "dateline",
    what: Both::new(
        "Nessuna data dice quando è accaduto ciò che si racconta.",
        "No date says when the things reported happened.",
    ),
    why: Both::new(
        "La data di pubblicazione dice quando è uscito il testo, non quando è accaduto il fatto.",
        "The date of publication says when the text came out, not when the thing happened.",
    ),
    remedy: Both::new(
        "Metti la data in `dateline`, o scrivi nel testo giorno e mese.",
        "Put the date in `dateline`, or write day and month in the text.",
    ),
    source: "Journalistic practice (who, what, where, when, why); Trust Project",
    reads: Reads::Fields,
    check: date,
};

fn date(text: &Text<'_>, desk: &mut Desk<'_>) {
    if !text.asks().date || text.told_on().is_some() {
        return;
    }
    let passages = || text.body.iter().chain([&text.standfirst]);
    let in_text = if text.understood {
        let standfirst = dates::dates(&text.standfirst, text.lang);
        let dates = text.dates.iter().chain([&standfirst]);
        let told = |(passage, dates): (&Passage, &Vec<Mention>)| {
            dates.iter().any(|date| tells_when(text, passage, date))
        };
        passages().zip(dates).any(told)
            || passages().any(|passage| dates::on_a_calendar(passage, Some(text.lang)))
    } else {
        passages().any(|passage| dates::on_a_calendar(passage, None))
    };
    if !in_text {
        desk.missing("dateline");
    }
}

/// Days after which a date with its year is not of what is reported, but of what went before: a birth, a law, a record.
const LONG_AGO_DAYS: i32 = 400;

/// Whether a date can be the day of what is reported. A street may be named after a day, a term is still to come, and what
/// is long past is told beside the news, not as the news.
fn tells_when(text: &Text<'_>, passage: &Passage, date: &Mention) -> bool {
    if date.month.is_none() {
        return false;
    }
    let before = |back: usize| {
        let at = date.words.start.checked_sub(back);
        at.map_or("", |at| passage.low(at))
    };
    let street = matches!(
        before(1),
        "via" | "viale" | "piazza" | "piazzale" | "corso" | "largo" | "vicolo"
    );
    let near = text.went_out_on();
    let days = date.latest(near).map_or(0, |day| days_between(day, near));
    let term = days < -1
        && (1..=2).any(|back| {
            matches!(
                before(back),
                "fino" | "entro" | "until" | "till" | "before" | "by"
            )
        });
    let long_ago = date.year.is_some() && date.day.is_some() && days > LONG_AGO_DAYS;
    !street && !term && !long_ago
}

pub(super) static AI: Rule = Rule {
    code: "ai.undeclared",
    severity: Severity::Block,
    subject: "ai",
    what: Both::new(
        "Non è dichiarato se è stata usata l'intelligenza artificiale.",
        "Whether artificial intelligence was used is not declared.",
    ),
    why: Both::new(
        "Il codice deontologico (art. 19) e il regolamento europeo (art. 50) vogliono che sia detto.",
        "The Italian code of ethics (art. 19) and the European regulation (art. 50) want it said.",
    ),
    remedy: Both::new(
        "Rispondi in `ai`: nessun uso (`none`), assistita (`assisted`) o generata (`generated`).",
        "Answer in `ai`: `none`, `assisted` or `generated`.",
    ),
    source: "Codice deontologico 1 June 2025, art. 19; Regulation (EU) 2024/1689, art. 50(4)",
    reads: Reads::Fields,
    check: ai,
};

fn ai(text: &Text<'_>, desk: &mut Desk<'_>) {
    let standing = text
        .around
        .ai_declaration
        .as_ref()
        .is_some_and(|declared| !declared.trim().is_empty());
    if text.copy.ai.is_none() && !standing {
        desk.missing("ai");
    }
}

pub(super) static AI_REVIEWER: Rule = Rule {
    code: "ai.reviewer",
    severity: Severity::Block,
    subject: "reviewer",
    what: Both::new(
        "Il testo è dichiarato «generato» e nessuno, oltre a chi lo firma, è indicato come chi lo ha riletto.",
        "The text is declared “generated” and nobody but its author is named as its reviewer.",
    ),
    why: Both::new(
        "Di un testo generato risponde una persona che lo ha controllato.",
        "A person who has checked it answers for a generated text.",
    ),
    remedy: Both::new(
        "Scrivi in `reviewer` chi lo ha controllato, e non lo firma.",
        "Name in `reviewer` who has checked it, and does not sign it.",
    ),
    source: "Regulation (EU) 2024/1689, art. 50(4): human review and editorial responsibility",
    reads: Reads::Fields,
    check: ai_reviewer,
};

fn ai_reviewer(text: &Text<'_>, desk: &mut Desk<'_>) {
    if text.copy.ai == Some(AiUse::Generated) && !text.read_by_another() {
        desk.missing("reviewer");
    }
}

pub(super) static SPONSOR: Rule = Rule {
    code: "sponsor.missing",
    severity: Severity::Block,
    subject: "sponsor",
    what: Both::new(
        "Il contenuto è sponsorizzato e non dice da chi.",
        "The content is sponsored and does not say by whom.",
    ),
    why: Both::new(
        "Chi legge deve sapere chi ha pagato.",
        "Readers must know who paid.",
    ),
    remedy: Both::new(
        "Scrivi il nome in `sponsor`.",
        "Write the name in `sponsor`.",
    ),
    source: "Regulation (EU) 2024/900; NewsGuard; schema.org AdvertiserContentArticle",
    reads: Reads::Fields,
    check: sponsor,
};

fn sponsor(text: &Text<'_>, desk: &mut Desk<'_>) {
    if text.awaits_sponsor() {
        desk.missing("sponsor");
    }
}

pub(crate) static IMPRINT: Rule = Rule {
    code: "imprint.incomplete",
    severity: Severity::Block,
    subject: "imprint",
    what: Both::new(
        "Alla gerenza della testata manca ciò che il suo stato dichiarato richiede.",
        "The imprint of the title lacks what its declared status asks for.",
    ),
    why: Both::new(
        "Una testata non esce senza dire chi la fa e chi ne risponde.",
        "A title does not come out without saying who makes it and who answers for it.",
    ),
    remedy: Both::new(
        "Completa la gerenza: colophon title set TESTATA --imprint CAMPO=VALORE.",
        "Complete the imprint: colophon title set TITLE --imprint FIELD=VALUE.",
    ),
    source: "Law 47/1948, arts. 2, 3, 5; Regulation (EU) 2024/1083, art. 6",
    reads: Reads::Fields,
    check: imprint,
};

fn imprint(text: &Text<'_>, desk: &mut Desk<'_>) {
    imprint_lacks(&text.around.imprint_missing, &text.around.key, desk);
}

/// What the rule says of an imprint that lacks something. `key` is the title's, empty if unknown.
pub(crate) fn imprint_lacks(missing: &[String], key: &str, desk: &mut Desk<'_>) {
    let Some(first) = missing.first() else {
        return;
    };
    let list = missing.join(", ");
    let key = if key.is_empty() { "…" } else { key };
    let command = format!("colophon title set {key} --imprint {first}=…");
    desk.find_with(
        vec![place_of_field("imprint", &list)],
        (
            format!("Alla gerenza della testata manca: {list}."),
            format!("The imprint of the title lacks: {list}."),
        ),
        (
            format!("Completa la gerenza: {command}"),
            format!("Complete the imprint: {command}"),
        ),
    );
}

pub(super) static ELSEWHERE: Rule = Rule {
    code: "text.elsewhere",
    severity: Severity::Block,
    subject: "body",
    what: Both::new(
        "Quasi lo stesso testo è uscito negli ultimi 30 giorni, su questa o su un'altra testata della rete.",
        "Nearly the same text came out in the last 30 days, on this or on another title of the network.",
    ),
    why: Both::new(
        "Due copie hanno due storie, due correzioni e due indirizzi.",
        "Two copies have two histories, two corrections and two addresses.",
    ),
    remedy: Both::new(
        "Colloca qui l'articolo che c'è già (colophon place), invece di copiarlo; se è su questa testata, aggiornalo. Una rubrica ricorrente si dichiara in `series`: vale per servizi e appuntamenti, per altri tipi da quando la testata la conosce.",
        "Place the existing article here (colophon place) instead of copying it; if it is on this title, update it. A recurring series is declared in `series`: it counts for services and listings, for other kinds once the title is known for it.",
    ),
    source: "One article, many placements; rel=canonical",
    reads: Reads::Fields,
    check: elsewhere,
};

/// When a series excuses a text that comes back.
const RECURRING: Both = Both::new(
    "Una rubrica ricorrente si dichiara in `series`: vale per servizi e appuntamenti, per altri tipi da quando la testata la conosce.",
    "A recurring series is declared in `series`: it counts for services and listings, for other kinds once the title is known for it.",
);

fn elsewhere(text: &Text<'_>, desk: &mut Desk<'_>) {
    let recurs = text.kind().recurs() || text.around.series_known;
    if recurs && !text.copy.series.trim().is_empty() {
        return;
    }
    for other in &text.around.elsewhere {
        let percent = (other.share.clamp(0.0, 1.0) * 100.0).round();
        let place = vec![place_of_field("body", "")];
        if other.here {
            let (headline, address) = (&other.headline, &other.address);
            desk.find_with(
                place,
                (
                    format!("Il testo è per il {percent} % quello di «{headline}», già uscito su questa testata: {address}."),
                    format!("{percent}% of the text is that of “{headline}”, already out on this title: {address}."),
                ),
                (
                    format!("Se ci sono novità, aggiorna quello: colophon update {address}. {}", RECURRING.it),
                    format!("If there is news, update that one: colophon update {address}. {}", RECURRING.en),
                ),
            );
            continue;
        }
        let (headline, title, address) = (&other.headline, &other.title, &other.address);
        let key = match text.around.key.as_str() {
            "" => "…",
            key => key,
        };
        let command = format!("colophon place {address} --title {key}");
        desk.find_with(
            place,
            (
                format!(
                    "Il testo è per il {percent} % quello di «{headline}», già uscito su {title}."
                ),
                format!("{percent}% of the text is that of “{headline}”, already out on {title}."),
            ),
            (
                format!(
                    "Colloca qui quello, invece di copiarlo: {command}. {}",
                    RECURRING.it
                ),
                format!(
                    "Place that one here instead of copying it: {command}. {}",
                    RECURRING.en
                ),
            ),
        );
    }
}
