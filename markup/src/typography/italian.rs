//! Italian words: accents typed as apostrophes, accents leaning the wrong way.

use super::{Page, QUOTATION_CHARS_MAX, Suggestion, Why};

/// Words often typed with an apostrophe for their accent, and how they are written.
const TYPED: [(&str, &str); 40] = [
    ("e'", "è"),
    ("cioe'", "cioè"),
    ("piu'", "più"),
    ("gia'", "già"),
    ("cosi'", "così"),
    ("puo'", "può"),
    ("pero'", "però"),
    ("cio'", "ciò"),
    ("giu'", "giù"),
    ("la'", "là"),
    ("li'", "lì"),
    ("si'", "sì"),
    ("ne'", "né"),
    ("se'", "sé"),
    ("sara'", "sarà"),
    ("avra'", "avrà"),
    ("fara'", "farà"),
    ("dara'", "darà"),
    ("andra'", "andrà"),
    ("verra'", "verrà"),
    ("dovra'", "dovrà"),
    ("potra'", "potrà"),
    ("restera'", "resterà"),
    ("saro'", "sarò"),
    ("avro'", "avrò"),
    ("faro'", "farò"),
    ("caffe'", "caffè"),
    ("te'", "tè"),
    ("papa'", "papà"),
    ("tribu'", "tribù"),
    ("virtu'", "virtù"),
    ("gioventu'", "gioventù"),
    ("laggiu'", "laggiù"),
    ("quaggiu'", "quaggiù"),
    ("lassu'", "lassù"),
    ("falo'", "falò"),
    ("pieta'", "pietà"),
    ("meta'", "metà"),
    ("finira'", "finirà"),
    ("percio'", "perciò"),
];

/// Words whose accent leans the wrong way or should not be there.
const LEANING: [(&str, &str); 16] = [
    ("nè", "né"),
    ("sè", "sé"),
    ("ventitrè", "ventitré"),
    ("trentatrè", "trentatré"),
    ("cioé", "cioè"),
    ("é", "è"),
    ("caffé", "caffè"),
    ("té", "tè"),
    ("ahimé", "ahimè"),
    ("pò", "po’"),
    ("quì", "qui"),
    ("quà", "qua"),
    ("sù", "su"),
    ("fù", "fu"),
    ("sà", "sa"),
    ("stò", "sto"),
];

/// Endings of words that always bear this accent.
const ENDINGS: [(&str, &str, usize); 5] = [
    ("che'", "ché", 6), // perche', poiche', affinche'
    ("ta'", "tà", 6),   // citta', societa'
    ("chè", "ché", 5),  // perchè
    ("í", "ì", 3),      // cosí
    ("ú", "ù", 3),      // piú
];

/// The days, whose last letter has an accent.
const DAYS: [&str; 5] = ["lunedi'", "martedi'", "mercoledi'", "giovedi'", "venerdi'"];

/// Suggestions for words.
pub(super) fn words(page: &Page<'_>) -> Vec<Suggestion> {
    let mut out = Vec::new();
    for (start, end) in page.words() {
        let written = page.slice(start, end);
        let plain = written.to_lowercase().replace(['’', '`', '´'], "'");
        if let Some((new, why)) = better(&plain) {
            // A quotation in single marks ends with the same sign.
            let closes = plain.ends_with('\'') && in_single_quotes(page, start);
            if !closes {
                out.push(page.suggest(start, end, in_case_of(&written, &new), why));
            }
        }
        if plain == "qual"
            && matches!(page.at(end), Some('\'' | '’'))
            && matches!(page.at(end + 1), Some('è' | 'e' | 'é'))
        {
            out.push(page.suggest(end, end + 1, " ", Why::Elision));
        }
    }
    out
}

fn better(plain: &str) -> Option<(String, Why)> {
    let whole = |list: &[(&str, &str)]| {
        list.iter()
            .find(|(old, _)| *old == plain)
            .map(|(_, new)| (*new).to_owned())
    };
    if let Some(new) = whole(&TYPED) {
        return Some((new, Why::AccentTyped));
    }
    if let Some(new) = whole(&LEANING) {
        return Some((new, Why::AccentWrong));
    }
    if DAYS.contains(&plain) {
        return Some((plain.replace("i'", "ì"), Why::AccentTyped));
    }
    let (old, new, _) = ENDINGS
        .iter()
        .find(|(old, _, chars_min)| plain.ends_with(old) && plain.chars().count() >= *chars_min)?;
    let why = if old.ends_with('\'') {
        Why::AccentTyped
    } else {
        Why::AccentWrong
    };
    Some((plain.strip_suffix(old)?.to_owned() + new, why))
}

/// Whether a quotation in single marks may still be open where the word stands.
fn in_single_quotes(page: &Page<'_>, word_start: usize) -> bool {
    let from = word_start.saturating_sub(QUOTATION_CHARS_MAX);
    (from..word_start).any(|at| {
        let mark = matches!(page.at(at), Some('\'' | '‘'));
        mark && page.is_letter(at + 1) && page.before(at).is_none_or(|c| !c.is_alphanumeric())
    })
}

/// The new word with capital letters where the old one had them.
fn in_case_of(old: &str, new: &str) -> String {
    let letters: Vec<char> = old.chars().filter(|c| c.is_alphabetic()).collect();
    let upper = |c: &char| c.is_uppercase();
    if letters.len() > 1 && letters.iter().all(upper) {
        return new.to_uppercase();
    }
    let mut chars = new.chars();
    match (chars.next(), letters.first()) {
        (Some(first), Some(old)) if old.is_uppercase() => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => new.to_owned(),
    }
}
