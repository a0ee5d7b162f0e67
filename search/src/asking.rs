//! A question put to the index, and what it found as the record has it.

use crate::analysis::{Tongue, Word};
use crate::asked::Asked;
use crate::fields::{Fact, Fields};
use crate::gather::{self, Gather, Gathered};
use crate::leaving_out::Set;
use crate::marking::Marks;
use crate::queries::{all_of, any_of, best_of, is, unweighed, weighed};
use crate::question::{Clause, Part};
use crate::view::View;
use crate::{aside, fault};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use paper::Fault;
use paper::id::PlacementId;
use paper::reading::search::{PAGE_SIZE, PAGES_MAX};
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::collector::Count;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
};
use tantivy::schema::Field;
use tantivy::{TantivyDocument, Term};

/// Finds below which texts that have some of the words are shown after those that have all.
const ENOUGH: u64 = 10;
/// What a text gains by having all the words, more than it can have for anything else.
const ALL_WORDS: f32 = 10_000.0;
/// Finds below which words are also looked for as they may have been meant.
const FEW: u64 = 3;
/// Shortest word in which one letter may be wrong, and in which two may, letters.
const ONE_WRONG_CHARS: usize = 5;
const TWO_WRONG_CHARS: usize = 9;
/// Words like one that was typed that are looked at, and those of them that are looked for.
const LIKE_SEEN_MAX: usize = 500;
const LIKE_MAX: usize = 4;
/// Words of a question for which others like them are looked for.
const LIKE_WORDS_MAX: usize = 4;
/// First year told apart: older texts count as of this one.
const FIRST_YEAR: i16 = 1800;

/// What a word counts where it stands.
const IN_HEADLINE: f32 = 4.0;
const IN_STANDFIRST: f32 = 2.0;
const IN_ABOUT: f32 = 2.0;
const IN_NAMES: f32 = 2.0;
const IN_TEXT: f32 = 1.0;
const AS_WRITTEN: f32 = 0.6;
const AS_MEANT: f32 = 0.3;
/// What a stem of another language than the title's counts, of these.
const OTHER_TONGUE: f32 = 0.7;
/// What a phrase counts.
const PHRASE: f32 = 2.0;

/// What the index found.
pub(crate) struct Answer {
    pub(crate) gathered: Gathered,
    /// Those of the page that was asked for.
    pub(crate) placements: Vec<PlacementId>,
    pub(crate) marks: Marks,
    pub(crate) meant: Option<String>,
    /// How many of the finds have all the words.
    pub(crate) with_all: u64,
}

/// Asks the index.
pub(crate) async fn answer(
    fields: &Fields,
    view: View,
    asked: Asked,
    now: Timestamp,
) -> Result<Answer, Fault> {
    let fields = fields.clone();
    aside(move || {
        let asking = Asking {
            fields: &fields,
            view: &view,
            asked: &asked,
            now,
        };
        asking.answer()
    })
    .await
}

pub(crate) struct Asking<'a> {
    fields: &'a Fields,
    view: &'a View,
    asked: &'a Asked,
    now: Timestamp,
}

/// Words like one that was typed, by where that begins in the question.
type Like = BTreeMap<usize, Vec<String>>;
/// No word is like another.
static NOTHING_LIKE: Like = Like::new();

impl<'a> Asking<'a> {
    /// Of no instant: for what only counts.
    pub(crate) fn of(fields: &'a Fields, view: &'a View, asked: &'a Asked) -> Asking<'a> {
        Asking {
            fields,
            view,
            asked,
            now: Timestamp::UNIX_EPOCH,
        }
    }
}

impl Asking<'_> {
    fn answer(&self) -> Result<Answer, Fault> {
        let gather = self.gather();
        let mut like = Like::new();
        let mut found = self.gathered(self.whole(&like, false), &gather)?;
        let mut meant = None;
        if found.count < FEW {
            let (others, suggestion) = self.like()?;
            if !others.is_empty() {
                let more = self.gathered(self.whole(&others, false), &gather)?;
                if more.count > found.count {
                    (found, like, meant) = (more, others, suggestion);
                }
            }
        }
        let with_all = found.count;
        if with_all < ENOUGH {
            found = self.gathered(self.whole(&like, true), &gather)?;
        }
        let first = (self.asked.question.page.max(1) - 1) as usize * PAGE_SIZE as usize;
        let mut placements = Vec::new();
        for best in found.best.iter().skip(first).take(PAGE_SIZE as usize) {
            placements.extend(self.placement(best)?);
        }
        Ok(Answer {
            marks: self.marks(&like),
            gathered: found,
            placements,
            meant,
            with_all,
        })
    }

    fn gather(&self) -> Gather {
        let question = &self.asked.question;
        let zone = self.asked.title.time_zone();
        let this_year = self.now.to_zoned_datetime(zone.clone()).year();
        let begins = |year: i16| start(date_of_year(year), &zone);
        let mut from = i64::MIN;
        let mut until = i64::MAX;
        if let Some(year) = question.year {
            from = from.max(begins(year));
            until = until.min(begins(year.saturating_add(1)));
        }
        if let Some(day) = question.from {
            from = from.max(start(day, &zone));
        }
        if let Some(day) = question.until {
            let next = day.checked_add(1.day()).unwrap_or(day);
            until = until.min(start(next, &zone));
        }
        let page = question.page.clamp(1, PAGES_MAX);
        let nothing_to_weigh = self.wanted().next().is_none();
        Gather {
            from,
            until,
            newest_first: question.newest_first || nothing_to_weigh,
            now: self.now.as_microsecond(),
            keep: (page * PAGE_SIZE) as usize,
            years: (FIRST_YEAR..=this_year.saturating_add(1))
                .map(|year| (year, begins(year)))
                .collect::<Arc<[_]>>(),
        }
    }

    /// Clauses by which something is found, and not left out.
    fn wanted(&self) -> impl Iterator<Item = &Clause> {
        self.asked.clauses.iter().filter(|clause| !clause.not)
    }

    /// The whole question; with `some` half of the plain words are enough, and texts that have all come first.
    fn whole(&self, like: &Like, some: bool) -> Box<dyn Query> {
        let mut parts = self.fence();
        let mut words: Vec<Box<dyn Query>> = Vec::new();
        let (mut phrases, mut parts_named) = (0, 0);
        for clause in &self.asked.clauses {
            let queries = self.clause(clause, if clause.not { &NOTHING_LIKE } else { like });
            if clause.not {
                parts.push((Occur::MustNot, Box::new(Set(all_of(queries)))));
            } else if clause.phrase || clause.part.is_some() {
                match clause.part {
                    None => phrases += queries.len(),
                    Some(_) => parts_named += queries.len(),
                }
                parts.extend(queries.into_iter().map(|query| (Occur::Must, query)));
            } else {
                words.extend(queries);
            }
        }
        if words.is_empty() && phrases + parts_named == 0 {
            parts.push((Occur::Must, Box::new(AllQuery)));
        } else if some && words.len() + phrases > 1 && !words.is_empty() {
            let all = all_of(words.iter().map(|word| word.box_clone()).collect());
            let enough = (words.len() / 2).max(1);
            let words: Vec<_> = words
                .into_iter()
                .map(|word| (Occur::Should, word))
                .collect();
            if phrases > 0 {
                // What must be there finds something by itself.
                parts.extend(words);
            } else {
                let some = BooleanQuery::with_minimum_required_clauses(words, enough);
                parts.push((Occur::Must, Box::new(some)));
            }
            let whole = ConstScoreQuery::new(all, ALL_WORDS);
            parts.push((Occur::Should, Box::new(whole)));
        } else {
            parts.extend(words.into_iter().map(|query| (Occur::Must, query)));
        }
        Box::new(BooleanQuery::new(parts))
    }

    /// What narrows the finds without weighing them.
    fn fence(&self) -> Vec<(Occur, Box<dyn Query>)> {
        let mut facts = Vec::new();
        if self.asked.question.everywhere {
            facts.push(self.fields.fact(Fact::Original));
        }
        if let Some(title) = self.asked.only {
            facts.push(self.fields.fact(Fact::Title(&title.to_string())));
        }
        let facts = facts.into_iter().map(|fact| unweighed(is(fact)));
        let mut parts: Vec<(Occur, Box<dyn Query>)> =
            facts.map(|fact| (Occur::Must, fact)).collect();
        for facts in &self.asked.narrowed {
            let one = any_of(facts.iter().cloned().map(is).collect());
            parts.push((Occur::Must, unweighed(one)));
        }
        let without = self.asked.without.iter().cloned();
        parts.extend(without.map(|fact| (Occur::MustNot, is(fact))));
        parts
    }

    /// The queries of a clause, all of which must fit.
    fn clause(&self, clause: &Clause, like: &Like) -> Vec<Box<dyn Query>> {
        let fields = self.fields;
        let folded = |field: Field| {
            let words = clause.words.iter();
            words
                .map(|word| Term::from_field_text(field, &word.folded))
                .collect::<Vec<Term>>()
        };
        match (clause.part, clause.phrase) {
            (Some(Part::Headline), true) => {
                let stems = clause
                    .words
                    .iter()
                    .map(|word| self.asked.tongue.stem(&word.small));
                let terms = stems.map(|stem| Term::from_field_text(fields.headline, &stem));
                vec![Box::new(PhraseQuery::new(terms.collect()))]
            }
            (Some(Part::Headline), false) => {
                let stems = clause.words.iter();
                stems
                    .map(|word| best_of(self.stems(fields.headline, word, IN_HEADLINE)))
                    .collect()
            }
            (Some(part), phrase) => {
                let field = if part == Part::Source {
                    fields.sources
                } else {
                    fields.by
                };
                match phrase {
                    true => vec![Box::new(PhraseQuery::new(folded(field)))],
                    false => folded(field).into_iter().map(is).collect(),
                }
            }
            (None, true) => {
                let phrase = PhraseQuery::new(folded(fields.all));
                vec![Box::new(BoostQuery::new(Box::new(phrase), PHRASE))]
            }
            (None, false) => {
                let words = clause.words.iter();
                words.map(|word| self.word(word, like)).collect()
            }
        }
    }

    /// A word anywhere.
    fn word(&self, word: &Word, like: &Like) -> Box<dyn Query> {
        let fields = self.fields;
        let mut places = Vec::new();
        for (field, weight) in [
            (fields.headline, IN_HEADLINE),
            (fields.standfirst, IN_STANDFIRST),
            (fields.about, IN_ABOUT),
            (fields.text, IN_TEXT),
        ] {
            places.extend(self.stems(field, word, weight));
        }
        let folded = |field: Field| is(Term::from_field_text(field, &word.folded));
        places.push(weighed(folded(fields.by), IN_NAMES));
        places.push(weighed(folded(fields.sources), IN_NAMES));
        places.push(weighed(folded(fields.all), AS_WRITTEN));
        for other in like.get(&word.start).into_iter().flatten() {
            let stem = self.asked.tongue.stem(other);
            for (field, weight) in [
                (fields.headline, IN_HEADLINE),
                (fields.standfirst, IN_STANDFIRST),
                (fields.text, IN_TEXT),
            ] {
                let term = Term::from_field_text(field, &stem);
                places.push(weighed(is(term), weight * AS_MEANT));
            }
            let term = Term::from_field_text(fields.all, other);
            places.push(weighed(is(term), AS_WRITTEN * AS_MEANT));
        }
        best_of(places)
    }

    /// The stems of a word in a field, of the title's language before others.
    fn stems(&self, field: Field, word: &Word, weight: f32) -> Vec<Box<dyn Query>> {
        let stems = Tongue::ALL.into_iter().map(|tongue| {
            let share = if tongue == self.asked.tongue {
                1.0
            } else {
                OTHER_TONGUE
            };
            let term = Term::from_field_text(field, &tongue.stem(&word.small));
            weighed(is(term), weight * share)
        });
        stems.collect()
    }

    fn gathered(&self, question: Box<dyn Query>, gather: &Gather) -> Result<Gathered, Fault> {
        let mut whole = Gathered::default();
        for (source, (part, hidden)) in self.view.parts().into_iter().enumerate() {
            let question = View::without(self.fields, question.box_clone(), &hidden);
            let mut found = part
                .search_with_statistics_provider(&*question, gather, self.view)
                .map_err(fault)?;
            for best in &mut found.best {
                best.source = source;
            }
            whole.add(found);
        }
        gather::sort(&mut whole.best);
        Ok(whole)
    }

    fn placement(&self, best: &gather::Best) -> Result<Option<PlacementId>, Fault> {
        let parts = self.view.parts();
        let Some((part, _)) = parts.get(best.source) else {
            return Ok(None);
        };
        let address = tantivy::DocAddress::new(best.segment, best.document);
        let document: TantivyDocument = part.doc(address).map_err(fault)?;
        Ok(self.fields.placement_of(&document))
    }

    /// Words like those typed that readers of the title can find, and the question with the most frequent of them in the
    /// place of words nothing has.
    fn like(&self) -> Result<(Like, Option<String>), Fault> {
        let mut like = Like::new();
        let mut swaps: Vec<(&Word, String)> = Vec::new();
        let words = self
            .wanted()
            .filter(|clause| clause.part.is_none() && !clause.phrase)
            .flat_map(|clause| &clause.words)
            .filter(|word| wrong_letters(word) > 0);
        for word in words.take(LIKE_WORDS_MAX) {
            let mut others = self.words_like(word)?;
            if self.count(&word.folded)? == 0
                && let Some((other, _)) = others.first()
            {
                swaps.push((word, other.clone()));
            }
            others.truncate(LIKE_MAX);
            if !others.is_empty() {
                let others = others.into_iter().map(|(other, _)| other);
                like.insert(word.start, others.collect());
            }
        }
        let typed = &self.asked.question.words;
        let meant = (!swaps.is_empty()).then(|| swapped(typed, &swaps));
        Ok((like, meant))
    }

    /// Words with one wrong letter, or two where there are none, the most frequent first. A word that only stands in what
    /// readers of the title do not see is none.
    fn words_like(&self, word: &Word) -> Result<Vec<(String, u64)>, Fault> {
        for wrong in 1..=wrong_letters(word) {
            let mut seen: BTreeMap<String, u64> = BTreeMap::new();
            for (part, _) in self.view.parts() {
                let term = Term::from_field_text(self.fields.all, &word.folded);
                let like = FuzzyTermQuery::new(term, wrong, true)
                    .automaton()
                    .map_err(fault)?;
                for segment in part.segment_readers() {
                    let index = segment.inverted_index(self.fields.all).map_err(fault)?;
                    let found = index.terms().search(&like).into_stream();
                    let mut found = found.map_err(|error| Fault::new(error.to_string()))?;
                    while seen.len() < LIKE_SEEN_MAX && found.advance() {
                        if let Ok(other) = std::str::from_utf8(found.key())
                            && other != word.folded
                        {
                            let documents = u64::from(found.value().doc_freq);
                            *seen.entry(other.to_owned()).or_default() += documents;
                        }
                    }
                }
            }
            let mut seen: Vec<(String, u64)> = seen.into_iter().collect();
            seen.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            let mut visible = Vec::new();
            for (other, _) in seen.into_iter().take(2 * LIKE_MAX) {
                let count = self.count(&other)?;
                if count > 0 {
                    visible.push((other, count));
                }
            }
            visible.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            if !visible.is_empty() {
                return Ok(visible);
            }
        }
        Ok(Vec::new())
    }

    /// How many texts of the title have a word as it is written.
    pub(crate) fn count(&self, folded: &str) -> Result<u64, Fault> {
        let mut count = 0;
        for (part, hidden) in self.view.parts() {
            let mut parts = self.fence();
            let term = Term::from_field_text(self.fields.all, folded);
            parts.push((Occur::Must, is(term)));
            let question: Box<dyn Query> = Box::new(BooleanQuery::new(parts));
            let question = View::without(self.fields, question, &hidden);
            let found = part.search(&*question, &Count).map_err(fault)?;
            count += u64::try_from(found).unwrap_or(0);
        }
        Ok(count)
    }

    fn marks(&self, like: &Like) -> Marks {
        let mut marks = Marks::default();
        for clause in self.wanted() {
            if !matches!(clause.part, None | Some(Part::Headline)) {
                continue;
            }
            for word in &clause.words {
                if clause.phrase || !self.asked.tongue.is_stop_word(&word.folded) {
                    let stems = Tongue::ALL.iter().map(|tongue| tongue.stem(&word.small));
                    marks.stems.extend(stems.filter(|_| !clause.phrase));
                    marks.folded.insert(word.folded.clone());
                }
                marks
                    .folded
                    .extend(like.get(&word.start).into_iter().flatten().cloned());
            }
        }
        marks
    }
}

/// How many letters of a word may be wrong.
fn wrong_letters(word: &Word) -> u8 {
    let letters = word.folded.chars().count();
    match word.folded.chars().any(|c| c.is_numeric()) {
        true => 0,
        false if letters >= TWO_WRONG_CHARS => 2,
        false if letters >= ONE_WRONG_CHARS => 1,
        false => 0,
    }
}

/// A question with other words in the place of some.
fn swapped(typed: &str, swaps: &[(&Word, String)]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (word, other) in swaps {
        out.push_str(typed.get(at..word.start).unwrap_or_default());
        out.push_str(other);
        at = word.end;
    }
    out.push_str(typed.get(at..).unwrap_or_default());
    out
}

fn date_of_year(year: i16) -> Date {
    Date::new(year.clamp(1, 9_998), 1, 1).unwrap_or(date(1, 1, 1))
}

fn start(day: Date, zone: &TimeZone) -> i64 {
    let begins = day.to_zoned_datetime(zone.clone());
    begins.map_or(i64::MIN, |begins| begins.timestamp().as_microsecond())
}
