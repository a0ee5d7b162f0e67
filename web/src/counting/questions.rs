//! What was searched for on a day. Until the same was asked often enough, it lies here and nowhere else.

use super::{Asked, QUESTIONS_MAX};
use jiff::Timestamp;
use paper::figures::{self, Count, Counted, SEARCHED_TIMES_MIN};
use paper::id::TitleId;
use std::collections::HashMap;

/// The questions of the day under way (UTC).
#[derive(Default)]
pub(super) struct Questions {
    day: Option<Timestamp>,
    asked: HashMap<(TitleId, String), Times>,
}

/// How often one question was asked.
#[derive(Default)]
struct Times {
    last: Timestamp,
    found: u32,
    empty: u32,
    /// What of these numbers was told already.
    told: (u32, u32),
}

impl Questions {
    pub(super) fn held(&self) -> usize {
        self.asked.len()
    }

    pub(super) fn add(&mut self, asked: &Asked, now: Timestamp) {
        self.turn(now);
        if self.asked.len() >= QUESTIONS_MAX {
            self.asked.retain(|_, times| times.found + times.empty > 1);
        }
        let key = (asked.title, asked.words.clone());
        if self.asked.len() >= QUESTIONS_MAX && !self.asked.contains_key(&key) {
            return;
        }
        let times = self.asked.entry(key).or_default();
        times.last = now;
        let sum = match asked.found {
            true => &mut times.found,
            false => &mut times.empty,
        };
        *sum = sum.saturating_add(1);
    }

    /// A day that is over is forgotten, with all that was asked too seldom on it.
    fn turn(&mut self, now: Timestamp) {
        let day = figures::day_of(now);
        if self.day != Some(day) {
            self.day = Some(day);
            self.asked.clear();
        }
    }

    /// What was asked often enough, as far as it was not told before.
    pub(super) fn taken(&mut self, now: Timestamp) -> Vec<Count> {
        let mut counts = Vec::new();
        for ((title, words), times) in &mut self.asked {
            if times.found.saturating_add(times.empty) < SEARCHED_TIMES_MIN {
                continue;
            }
            let (found, empty) = times.told;
            let mut tell = |found: bool, number: u32| {
                if number > 0 {
                    counts.push(Count {
                        title: *title,
                        at: figures::hour_of(times.last),
                        of: Counted::Searched {
                            words: words.clone(),
                            found,
                        },
                        number,
                    });
                }
            };
            tell(true, times.found - found);
            tell(false, times.empty - empty);
            times.told = (times.found, times.empty);
        }
        self.turn(now);
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_questions_takes_no_more_room_and_drowns_none_that_many_ask() {
        let title = TitleId::parse("0192f0c0-0000-7000-8000-000000000001").expect("an id");
        let now = Timestamp::UNIX_EPOCH;
        let mut questions = Questions::default();
        let mut ask = |words: &str| {
            let words = words.to_owned();
            questions.add(
                &Asked {
                    title,
                    words,
                    found: true,
                },
                now,
            );
        };
        for n in 0..100_000 {
            ask(&format!("word {n}"));
            if n % 20_000 == 0 {
                ask("ferry");
                ask("ferry");
            }
        }
        assert!(questions.held() <= QUESTIONS_MAX);
        let counts = questions.taken(now);
        assert_eq!((counts.len(), counts[0].number), (1, 10));
        assert!(questions.taken(now).is_empty(), "told once");
    }
}
