//! The two languages of the gate: which one a text is in, its small words, its stems.

use super::hashes::Ready;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A language the rules know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Lang {
    It,
    En,
}

/// The same words in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// Italian.
    pub it: &'static str,
    /// English.
    pub en: &'static str,
}

impl Both {
    pub(crate) const fn new(it: &'static str, en: &'static str) -> Both {
        Both { it, en }
    }

    pub(crate) fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::It => self.it,
            Lang::En => self.en,
        }
    }
}

const STOP_IT: &str = "a ad al allo alla ai agli alle all anche ancora avere aveva avevano con col come cosa così cui c \
    d da dal dallo dalla dai dagli dalle dall de degli dei del dello della delle dell di dopo dove due durante e è ed \
    era erano essere essi esse fa fino fra gli gl ha hanno ho i il in invece io l la le lei li lo loro lui ma me mentre \
    mi molto ne nei nel nello nella nelle negli nell nessuno noi non nostro nostra o od ogni ora oltre per perché \
    però più po poi prima può possono qual quale quali quando quanto quella quelle quelli quello quell questa queste \
    questi questo quest qui s sarà saranno se sé sempre senza si sia siano sono sta stata state stati stato su sua sue \
    sul sullo sulla sui sugli sulle sull suo suoi tra tutta tutte tutti tutto tutt un uno una v verso vi viene vengono \
    verrà già fatto fare ciò chi che circa sotto sopra proprio stesso stessa solo soltanto tanto quindi infatti";

const STOP_EN: &str = "a about after again against all also although am an and any are as at be because been before \
    being both but by can could did do does during each either few for from further get had has have having he her \
    here hers him his how i if in into is it its itself just may me might more most much must my no nor not now of off \
    on once one only or other our out over own said same say says she should since so some still such than that the \
    their them then there these they this those through to too under until up upon us very was we were what when where \
    which while who whom whose why will with within without would yet you your 's";

static STOPS: LazyLock<[HashSet<&'static str, Ready>; 2]> =
    LazyLock::new(|| [STOP_IT, STOP_EN].map(|words| words.split_whitespace().collect()));

/// Whether a lower-case word carries no meaning of its own.
pub(crate) fn is_stop(low: &str, lang: Lang) -> bool {
    let [it, en] = &*STOPS;
    match lang {
        Lang::It => it.contains(low),
        Lang::En => en.contains(low),
    }
}

/// The language declared by a BCP 47 tag, if it is one of ours.
pub(crate) fn of_tag(tag: &str) -> Option<Lang> {
    match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
        "it" => Some(Lang::It),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// How many small words of each language a text has.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    it: usize,
    en: usize,
    words: usize,
}

impl Seen {
    /// Counts the beginning of a text.
    pub(crate) fn of(text: &str) -> Seen {
        /// Bytes looked at: enough for a few hundred small words.
        const SAMPLE_BYTES: usize = 4_000;
        let end = text.floor_char_boundary(SAMPLE_BYTES.min(text.len()));
        let mut seen = Seen::default();
        for word in text[..end].split(|c: char| !c.is_alphabetic()) {
            if word.is_empty() {
                continue;
            }
            let low = word.to_lowercase();
            if low.len() < 2 {
                continue;
            }
            seen.words += 1;
            seen.it += usize::from(is_stop(&low, Lang::It));
            seen.en += usize::from(is_stop(&low, Lang::En));
        }
        seen
    }

    /// The likelier of the two; Italian when the small words do not decide.
    pub(crate) fn guess(self) -> Lang {
        if self.en > self.it {
            Lang::En
        } else {
            Lang::It
        }
    }

    /// The language no reader would doubt, whatever is declared.
    pub(crate) fn clearly(self) -> Option<Lang> {
        /// Small words from which a text is long enough to judge.
        const SMALL_WORDS_MIN: usize = 15;
        /// How many times more of them there must be than of the other language.
        const TIMES_MIN: usize = 3;
        let (more, less) = (self.it.max(self.en), self.it.min(self.en));
        (more >= SMALL_WORDS_MIN && more >= TIMES_MIN * less).then(|| self.guess())
    }

    /// A text long enough to judge that is in neither language: both have a third of small words or more.
    pub(crate) fn neither(self) -> bool {
        /// Words from which a text is long enough to judge.
        const WORDS_MIN: usize = 60;
        /// Small words in a hundred that a text of ours never falls short of.
        const SMALL_PERCENT_MIN: usize = 18;
        self.words >= WORDS_MIN && self.it.max(self.en) * 100 < self.words * SMALL_PERCENT_MIN
    }
}

/// A lower-case word without accents, for comparing.
pub(crate) fn fold(low: &str) -> Cow<'_, str> {
    if low.is_ascii() {
        return Cow::Borrowed(low);
    }
    Cow::Owned(low.chars().map(unaccented).collect())
}

fn unaccented(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' | 'č' | 'ć' => 'c',
        'š' => 's',
        'ž' => 'z',
        'ñ' => 'n',
        _ => c,
    }
}

/// The part of a word that stays through number, gender and most of a verb's forms.
///
/// Light on purpose: endings are stripped, nothing is looked up. Two unrelated words seldom fall together,
/// which is what precision needs; some forms of one word stay apart, which only costs recall.
pub(crate) fn stem(low: &str, lang: Lang) -> Cow<'_, str> {
    let folded = fold(low);
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        return folded;
    }
    /// Shortest stem left standing, in characters.
    const STEM_MIN: usize = 4;
    let left = endings(&folded, lang)
        .iter()
        .filter_map(|ending| folded.strip_suffix(ending))
        .find(|rest| rest.len() >= STEM_MIN && rest.chars().count() >= STEM_MIN)
        .map(str::len);
    match (left, folded) {
        (None, whole) => whole,
        (Some(end), Cow::Borrowed(low)) => Cow::Borrowed(low.get(..end).unwrap_or(low)),
        (Some(end), Cow::Owned(mut low)) => {
            low.truncate(end);
            Cow::Owned(low)
        }
    }
}

/// The endings a word may have by its last letter, the longer before those they end in.
fn endings(folded: &str, lang: Lang) -> &'static [&'static str] {
    match (lang, folded.as_bytes().last()) {
        (Lang::It, Some(b'a')) => &[
            "ata", "ita", "uta", "era", "ira", "ava", "eva", "iva", "ia", "a",
        ],
        (Lang::It, Some(b'e')) => &[
            "mente", "azione", "ante", "ente", "ate", "ite", "ute", "are", "ere", "ire", "che",
            "ghe", "ie", "e",
        ],
        (Lang::It, Some(b'i')) => &[
            "azioni", "amenti", "imenti", "anti", "enti", "ati", "iti", "uti", "chi", "ghi", "ii",
            "i",
        ],
        (Lang::It, Some(b'o')) => &[
            "amento", "imento", "eranno", "iranno", "avano", "evano", "ivano", "arono", "erono",
            "irono", "ando", "endo", "ato", "ito", "uto", "ano", "ono", "io", "o",
        ],
        (Lang::En, Some(b's')) => &["ations", "ments", "ings", "ness", "ies", "ers", "es", "s"],
        (Lang::En, Some(b'n')) => &["ation"],
        (Lang::En, Some(b't')) => &["ment"],
        (Lang::En, Some(b'g')) => &["ing"],
        (Lang::En, Some(b'd')) => &["ied", "ed"],
        (Lang::En, Some(b'r')) => &["er"],
        (Lang::En, Some(b'y')) => &["edly", "ly", "y"],
        (Lang::En, Some(b'e')) => &["e"],
        _ => &[],
    }
}

/// The first characters of a word.
pub(crate) fn first_chars(word: &str, count: usize) -> &str {
    word.char_indices()
        .nth(count)
        .and_then(|(end, _)| word.get(..end))
        .unwrap_or(word)
}

/// The first letters of a stem: joins more forms of one word than [`stem`], for comparing whole passages.
pub(crate) fn root(low: &str, lang: Lang) -> Cow<'_, str> {
    /// Letters kept.
    const ROOT_CHARS: usize = 6;
    match stem(low, lang) {
        Cow::Borrowed(stem) => Cow::Borrowed(first_chars(stem, ROOT_CHARS)),
        Cow::Owned(stem) => Cow::Owned(first_chars(&stem, ROOT_CHARS).to_owned()),
    }
}
