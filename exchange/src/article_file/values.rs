//! Single values of the front matter: lines, dates, instants, words of a closed list.

use super::problem::{Problems, Spot, shown};
use super::tree::{Key, Node, Value};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use paper::words::LIST_MAX as ENTRIES_MAX;

/// First and last year a date may have: outside it is a slip of the keyboard, and addresses have four digits.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2999;

/// Reads values and notes what does not fit.
pub(super) struct Values<'a> {
    /// The title's zone, where one is known.
    pub(super) zone: Option<&'a TimeZone>,
    /// What does not fit.
    pub(super) problems: &'a mut Problems,
}

impl Values<'_> {
    /// `field` wants one thing and another stands there.
    pub(super) fn wants(&mut self, node: &Node, field: &str, it: &str, en: &str) {
        let (it_found, en_found) = match &node.value {
            Value::Text(text) => (format!("«{}»", shown(text)), format!("“{}”", shown(text))),
            _ => {
                let (it, en) = node.what();
                (it.to_owned(), en.to_owned())
            }
        };
        self.problems.note(
            node.at,
            field,
            format!("{field} vuole {it}; trovo {it_found}"),
            format!("{field} wants {en}; there is {en_found}"),
        );
    }

    /// A text as typed; nothing is an empty text.
    pub(super) fn text(&mut self, node: &Node, field: &str) -> String {
        match &node.value {
            Value::Text(text) => clean(text),
            Value::Nothing => String::new(),
            _ => {
                self.wants(node, field, "un testo", "a text");
                String::new()
            }
        }
    }

    /// One line, its white space made single.
    pub(super) fn line(&mut self, node: &Node, field: &str) -> String {
        self.text(node, field)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// One line that may not be longer than the record takes.
    pub(super) fn line_of(&mut self, node: &Node, field: &str, chars_max: usize) -> String {
        let line = self.line(node, field);
        let chars = line.chars().count();
        if chars > chars_max {
            self.problems.note(
                node.at,
                field,
                format!("{field} è lungo {chars} caratteri: al massimo {chars_max}"),
                format!("{field} is {chars} characters long: at most {chars_max}"),
            );
        }
        line
    }

    /// One line, or nothing if it is empty.
    pub(super) fn optional_line(&mut self, node: &Node, field: &str) -> Option<String> {
        let line = self.line(node, field);
        (!line.is_empty()).then_some(line)
    }

    /// The entries of a list; a single value is a list of one.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, field: &str) -> &'n [Node] {
        let entries = match &node.value {
            Value::Nothing => &[],
            Value::List(list) => list.as_slice(),
            _ => std::slice::from_ref(node),
        };
        if entries.len() > ENTRIES_MAX {
            self.problems.note(
                node.at,
                field,
                format!(
                    "{field} ha {} voci: al massimo {ENTRIES_MAX}",
                    entries.len()
                ),
                format!(
                    "{field} has {} entries: at most {ENTRIES_MAX}",
                    entries.len()
                ),
            );
        }
        entries
            .get(..entries.len().min(ENTRIES_MAX))
            .unwrap_or_default()
    }

    /// The fields of a group; anything else is told, with an example of what was expected.
    pub(super) fn group<'n>(
        &mut self,
        node: &'n Node,
        field: &str,
        example: &str,
    ) -> &'n [(Key, Node)] {
        match &node.value {
            Value::Map(map) => map,
            Value::Nothing => &[],
            _ => {
                self.wants(node, field, example, example);
                &[]
            }
        }
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, node: &Node, field: &str) -> bool {
        let word = match &node.value {
            Value::Text(text) => text.to_lowercase(),
            Value::Nothing => return false,
            _ => String::new(),
        };
        match word.as_str() {
            "true" | "yes" | "sì" | "si" | "vero" => true,
            "false" | "no" | "falso" => false,
            _ => {
                self.wants(node, field, "true o false", "true or false");
                false
            }
        }
    }

    /// A word of a closed list. Case, hyphens, spaces and underscores make no difference.
    pub(super) fn word<T: Copy>(
        &mut self,
        node: &Node,
        field: &str,
        words: &[(&str, T)],
        shown: &str,
    ) -> Option<T> {
        let text = match &node.value {
            Value::Nothing => return None,
            Value::Text(text) => text.as_str(),
            _ => "",
        };
        let asked = spelling(text);
        let found = words
            .iter()
            .find(|(word, _)| spelling(word) == asked)
            .map(|(_, value)| *value);
        if found.is_none() {
            self.wants(
                node,
                field,
                &format!("una parola fra {shown}"),
                &format!("one of {shown}"),
            );
        }
        found
    }

    /// A day.
    pub(super) fn date(&mut self, node: &Node, field: &str) -> Option<Date> {
        let text = match &node.value {
            Value::Nothing => return None,
            Value::Text(text) => text.trim(),
            _ => "",
        };
        if let Some(date) = iso_date(text) {
            return Some(date);
        }
        let (it, en) = match other_date(text) {
            Some(date) => (
                format!("una data ISO: {date}"),
                format!("an ISO date: {date}"),
            ),
            None => (
                "una data come 2026-11-23".to_owned(),
                "a date such as 2026-11-23".to_owned(),
            ),
        };
        self.wants(node, field, &it, &en);
        None
    }

    /// An instant: RFC 3339 with its offset, or a local date and time in the title's zone.
    pub(super) fn instant(&mut self, node: &Node, field: &str) -> Option<Timestamp> {
        let text = match &node.value {
            Value::Nothing => return None,
            Value::Text(text) => text.trim(),
            _ => "",
        };
        if let Ok(instant) = text.parse::<Timestamp>() {
            return self.sane(instant, node, field);
        }
        let local = (text.len() >= "2026-11-23 10:05".len()
            && iso_date(text.get(..10).unwrap_or_default()).is_some())
        .then(|| text.parse::<DateTime>().ok())
        .flatten();
        let Some(local) = local else {
            self.wants(
                node,
                field,
                "un istante come 2026-11-23T10:05:00+01:00 o 2026-11-23 10:05",
                "an instant such as 2026-11-23T10:05:00+01:00 or 2026-11-23 10:05",
            );
            return None;
        };
        self.local_instant(local, node, field)
    }

    fn local_instant(&mut self, local: DateTime, node: &Node, field: &str) -> Option<Timestamp> {
        let Some(zone) = self.zone else {
            self.wants(
                node,
                field,
                "anche lo scarto dall’ora universale, come 2026-11-23T10:05:00+01:00, perché qui il fuso della testata non si conosce",
                "the offset too, as in 2026-11-23T10:05:00+01:00, since the title’s time zone is not known here",
            );
            return None;
        };
        match zone.to_ambiguous_timestamp(local).unambiguous() {
            Ok(instant) => self.sane(instant, node, field),
            Err(_) => {
                self.wants(
                    node,
                    field,
                    "lo scarto (+01:00 o +02:00): quest’ora cade nel cambio dell’ora e da sola non basta",
                    "the offset (+01:00 or +02:00): this hour falls in the change of clocks and is not enough alone",
                );
                None
            }
        }
    }

    fn sane(&mut self, instant: Timestamp, node: &Node, field: &str) -> Option<Timestamp> {
        if YEARS.contains(&TimeZone::UTC.to_datetime(instant).year()) {
            // The record keeps microseconds; what it cannot keep is not read.
            return Timestamp::from_microsecond(instant.as_microsecond()).ok();
        }
        self.wants(
            node,
            field,
            "un anno fra 1000 e 2999",
            "a year from 1000 to 2999",
        );
        None
    }

    /// A field nobody knows: told with its nearest neighbour.
    pub(super) fn unknown(&mut self, key: &Key, group: &str, known: &[&str]) {
        let name = shown(&key.name);
        let place = if group.is_empty() {
            String::new()
        } else {
            format!(" ({group})")
        };
        let (it, en) = match nearest(&key.name, known) {
            Some(field) => (
                format!("forse volevi {field}"),
                format!("perhaps {field} was meant"),
            ),
            None => {
                let list = known.join(", ");
                (
                    format!("i campi sono: {list}"),
                    format!("the fields are: {list}"),
                )
            }
        };
        let field = if group.is_empty() {
            key.name.clone()
        } else {
            group.to_owned()
        };
        self.problems.note(
            key.at,
            &shown(&field),
            format!("campo sconosciuto: {name}{place}; {it}"),
            format!("unknown field: {name}{place}; {en}"),
        );
    }

    /// A required part of a group is not there.
    pub(super) fn missing(&mut self, at: Spot, field: &str, part: &str) {
        self.problems.note(
            at,
            field,
            format!("{field}: manca {part}"),
            format!("{field}: {part} is missing"),
        );
    }
}

/// Text without control characters, without marks that turn the direction of what follows, trimmed.
fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .collect();
    kept.trim().to_owned()
}

fn spelling(word: &str) -> String {
    word.trim()
        .to_lowercase()
        .replace([' ', '-'], "_")
        .replace('’', "'")
}

fn iso_date(text: &str) -> Option<Date> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| {
            if at == 4 || at == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    let date: Date = shaped.then(|| text.parse().ok()).flatten()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// `23/11/2026`, `23.11.2026`, `2026/11/23`: the day somebody meant, to be shown as a remedy, never taken.
fn other_date(text: &str) -> Option<Date> {
    let parts: Vec<i16> = text
        .split(['/', '.', '-', ' '])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (year, month, day) = match *parts.as_slice() {
        [year, month, day] if year > 31 => (year, month, day),
        [day, month, year] if year > 31 => (year, month, day),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// Names other engines and people use, with ours.
const SYNONYMS: &[(&str, &str)] = &[
    ("title", "headline"),
    ("titolo", "headline"),
    ("occhiello", "kicker"),
    ("eyebrow", "kicker"),
    ("subtitle", "standfirst"),
    ("sommario", "standfirst"),
    ("excerpt", "standfirst"),
    ("description", "standfirst"),
    ("summary", "standfirst"),
    ("author", "byline"),
    ("authors", "byline"),
    ("autore", "byline"),
    ("firma", "byline"),
    ("date", "published"),
    ("data", "published"),
    ("category", "section"),
    ("categories", "section"),
    ("sezione", "section"),
    ("tags", "topics"),
    ("argomenti", "topics"),
    ("fonti", "sources"),
    ("fonte", "sources"),
    ("source", "sources"),
    ("tipo", "kind"),
    ("type", "kind"),
    ("genere", "kind"),
    ("lingua", "language"),
    ("lang", "language"),
    ("image", "picture"),
    ("immagine", "picture"),
    ("cover", "picture"),
    ("permalink", "slug"),
    ("diritti", "rights"),
    ("place", "dateline"),
    ("luogo", "place"),
    ("nome", "name"),
    ("ruolo", "role"),
    ("nota", "note"),
    ("href", "url"),
    ("link", "url"),
    ("src", "file"),
    ("path", "file"),
    ("didascalia", "caption"),
    ("photographer", "credit"),
    ("license", "licence"),
    ("licenza", "licence"),
];

/// Letters that may be wrong for a name still to be recognised.
const SLIPS_MAX: usize = 2;

fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let asked = spelling(name);
    let synonym = SYNONYMS
        .iter()
        .find(|(other, _)| *other == asked)
        .map(|(_, ours)| *ours);
    if let Some(ours) = synonym.and_then(|ours| known.iter().find(|field| **field == ours)) {
        return Some(ours);
    }
    if asked.chars().count() > 40 {
        return None;
    }
    known
        .iter()
        .map(|field| (slips(&asked, field), *field))
        .filter(|(slips, field)| *slips <= SLIPS_MAX && *slips * 2 < field.len())
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, field)| field)
}

/// Levenshtein distance.
fn slips(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (cb, above) in b.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(ca != *cb))
                .min(left + 1)
                .min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
