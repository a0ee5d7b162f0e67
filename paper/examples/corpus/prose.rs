//! Prose that is none: words by Zipf's law, sentences, names and places that come back within an article as they do in news, so
//! that pages are as long as a newspaper's and are compressed as well.

/// Words of a language made up, beside its short ones.
const WORDS: usize = 20_000;
/// Words an article is about: every few words one of these comes back.
const SUBJECT: usize = 24;

/// A source of chance that can be had again (SplitMix64, Steele and others, 2014).
pub(crate) struct Chance(u64);

impl Chance {
    /// The same seed, the same numbers.
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The next number.
    pub(crate) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(1).max(1);
        usize::try_from(self.draw() % end).unwrap_or(0)
    }

    /// True so often in a hundred.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// A number from 0 to 1.
    fn share(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A place in a list of so many whose use falls with its rank: the first comes as often as the second and third together.
    pub(crate) fn rank(&mut self, of: usize) -> usize {
        // The inverse of the harmonic sum, near enough.
        let place = (of as f64 + 1.0).powf(self.share()) - 1.0;
        (place as usize).min(of.saturating_sub(1))
    }
}

/// A language.
pub(crate) struct Tongue {
    /// BCP 47.
    pub(crate) code: &'static str,
    short: &'static [&'static str],
    words: Vec<String>,
}

const ITALIAN: [&str; 40] = [
    "di", "che", "e", "la", "il", "un", "a", "per", "in", "una", "sono", "del", "non", "della",
    "con", "le", "si", "da", "i", "al", "come", "più", "dei", "nel", "alla", "anche", "delle",
    "ha", "gli", "dopo", "è", "lo", "tra", "ma", "dal", "ieri", "questo", "hanno", "stato",
    "secondo",
];
const ENGLISH: [&str; 40] = [
    "the", "of", "to", "and", "a", "in", "that", "for", "on", "was", "with", "said", "is", "at",
    "by", "it", "from", "as", "be", "have", "has", "an", "were", "which", "after", "their", "his",
    "are", "this", "had", "who", "they", "will", "but", "not", "more", "been", "would", "or",
    "also",
];
/// How syllables begin, what sounds in them, how they end.
struct Sounds {
    begin: [&'static str; 22],
    sound: &'static [&'static str],
    end: &'static [&'static str],
}

const BEGIN: [&str; 22] = [
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pr", "ch",
    "sh", "br", "gr", "pl",
];
const ITALIAN_SOUNDS: Sounds = Sounds {
    begin: BEGIN,
    sound: &["a", "e", "i", "o", "u"],
    end: &["", "", "", "", "", "n", "r", "l"],
};
const ENGLISH_SOUNDS: Sounds = Sounds {
    begin: BEGIN,
    sound: &["a", "e", "i", "o", "u", "ea", "ou", "ai"],
    end: &["", "", "", "n", "r", "s", "t", "l", "d", "m"],
};

impl Sounds {
    fn syllable(&self, chance: &mut Chance) -> String {
        let mut one = |of: &[&'static str]| of.get(chance.below(of.len())).copied();
        [one(&self.begin), one(self.sound), one(self.end)]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl Tongue {
    /// Italian, or what looks like it from afar.
    pub(crate) fn italian() -> Tongue {
        Tongue::of("it", &ITALIAN, &ITALIAN_SOUNDS)
    }

    /// English, from as far.
    pub(crate) fn english() -> Tongue {
        Tongue::of("en", &ENGLISH, &ENGLISH_SOUNDS)
    }

    fn of(code: &'static str, short: &'static [&'static str], sounds: &Sounds) -> Tongue {
        let mut chance = Chance::new(u64::from_be_bytes(*b"thewords"));
        let word = |_| {
            let length = 1 + chance.below(3);
            (0..length).map(|_| sounds.syllable(&mut chance)).collect()
        };
        Tongue {
            code,
            short,
            words: (0..WORDS).map(word).collect(),
        }
    }

    /// A word of the vocabulary by its rank; the same for ever.
    pub(crate) fn word(&self, rank: usize) -> &str {
        self.words.get(rank % WORDS).map_or("", String::as_str)
    }

    /// What one article is about.
    pub(crate) fn subject(&self, chance: &mut Chance) -> Vec<usize> {
        (0..SUBJECT).map(|_| chance.rank(WORDS)).collect()
    }

    /// So many words, without a sign at the end; the first letter large.
    pub(crate) fn phrase(&self, chance: &mut Chance, subject: &[usize], words: usize) -> String {
        let mut text = String::with_capacity(words * 7);
        for number in 0..words {
            let word = match chance.below(100) {
                0..42 => self.short.get(chance.rank(self.short.len())).copied(),
                42..60 => subject
                    .get(chance.rank(subject.len()))
                    .map(|rank| self.word(*rank)),
                _ => Some(self.word(chance.rank(WORDS))),
            };
            if number > 0 {
                text.push(' ');
            }
            text.push_str(word.unwrap_or_default());
            if number % 9 == 8 && number + 1 < words && chance.percent(60) {
                text.push(',');
            }
        }
        let mut letters = text.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
            None => text,
        }
    }

    /// So many sentences of news.
    pub(crate) fn paragraph(
        &self,
        chance: &mut Chance,
        subject: &[usize],
        sentences: usize,
    ) -> String {
        let mut text = String::new();
        for number in 0..sentences {
            if number > 0 {
                text.push(' ');
            }
            let words = 8 + chance.below(18);
            text.push_str(&self.phrase(chance, subject, words));
            if chance.percent(12) {
                text.push_str(&format!(" {}", 2 + chance.below(900)));
            }
            text.push('.');
        }
        text
    }
}
