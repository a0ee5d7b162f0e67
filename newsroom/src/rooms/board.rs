//! The board a front is composed on: what its form says, and the moves its buttons make. Nothing here is kept.

use super::copying::local;
use crate::form::Sent;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use paper::fronts::{Breaking, Composition, LeadsTo, Placed, Slot};
use paper::id::{ArticleId, PictureId};
use paper::{Refusal, Result, clock};
use serde::Serialize;

/// A place of the board, with its fields as they were typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    pub(crate) slot: Slot,
    pub(crate) position: u32,
    /// What stands there by hand; `None` where time fills it.
    pub(crate) put: Option<Put>,
}

/// An article put in a place by hand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Put {
    pub(crate) article: ArticleId,
    /// Local time of the title, as typed; may be empty.
    pub(crate) until: String,
    pub(crate) headline: String,
    /// Id of a picture; may be empty.
    pub(crate) picture: String,
}

/// The breaking bar, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct Bar {
    pub(crate) text: String,
    /// Id of the article it leads to; may be empty.
    pub(crate) article: String,
    /// The address it leads to otherwise; may be empty.
    pub(crate) address: String,
    pub(crate) until: String,
}

/// The board.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Board {
    pub(crate) places: Vec<Place>,
    pub(crate) bar: Bar,
}

impl Place {
    /// `lead-0`, as fields and buttons name it.
    pub(crate) fn key(&self) -> String {
        format!("{}-{}", self.slot.word(), self.position)
    }
}

impl Put {
    fn bare(article: ArticleId) -> Put {
        Put {
            article,
            until: String::new(),
            headline: String::new(),
            picture: String::new(),
        }
    }
}

impl Board {
    /// Every place there is, each left to time.
    fn empty() -> Board {
        let places = Slot::ALL
            .iter()
            .flat_map(|slot| (0..slot.positions()).map(|position| (*slot, position)))
            .map(|(slot, position)| Place {
                slot,
                position,
                put: None,
            })
            .collect();
        Board {
            places,
            bar: Bar::default(),
        }
    }

    /// A front as it stands.
    pub(crate) fn of(composition: &Composition, zone: &TimeZone) -> Board {
        let typed = |at: Option<Timestamp>| at.map(|at| local(at, zone)).unwrap_or_default();
        let mut board = Board::empty();
        for place in &mut board.places {
            place.put = composition
                .slots
                .iter()
                .find(|one| (one.slot, one.position) == (place.slot, place.position))
                .map(|one| Put {
                    article: one.article,
                    until: typed(one.until),
                    headline: one.headline.clone().unwrap_or_default(),
                    picture: one.picture.map(|id| id.to_string()).unwrap_or_default(),
                });
        }
        if let Some(bar) = &composition.breaking {
            let (article, address) = match &bar.to {
                LeadsTo::Nothing => (String::new(), String::new()),
                LeadsTo::Article(article) => (article.to_string(), String::new()),
                LeadsTo::Address(address) => (String::new(), address.clone()),
            };
            board.bar = Bar {
                text: bar.text.clone(),
                article,
                address,
                until: typed(Some(bar.until)),
            };
        }
        board
    }

    /// What a form says.
    pub(crate) fn read(sent: &Sent) -> Board {
        let mut board = Board::empty();
        for place in &mut board.places {
            let key = place.key();
            let field = |name: &str| sent.get(&format!("{name}-{key}")).to_owned();
            place.put = ArticleId::parse(&field("article")).map(|article| Put {
                article,
                until: field("until"),
                headline: field("headline"),
                picture: field("picture"),
            });
        }
        board.bar = Bar {
            text: sent.get("flash").to_owned(),
            article: sent.get("flash_article").to_owned(),
            address: sent.get("flash_address").to_owned(),
            until: sent.get("flash_until").to_owned(),
        };
        board
    }

    /// Makes the move a button names: `swap:FROM:TO`, `move:FROM` to the place its list names, `off:PLACE`,
    /// `put:ARTICLE:PLACE`, `add:ARTICLE` to the place the list beside says. Any other changes nothing.
    pub(crate) fn moves(&mut self, sent: &Sent, button: &str) {
        let mut words = button.split(':');
        let (deed, what) = (words.next(), words.next().unwrap_or_default());
        let to = words.next().unwrap_or_default();
        match deed {
            Some("swap") => self.swap(what, to),
            Some("move") => self.swap(what, sent.get(&format!("to-{what}"))),
            Some("off") => {
                if let Some(place) = self.index(what) {
                    self.places[place].put = None;
                }
            }
            Some("put") => self.put(what, to),
            Some("add") => self.put(what, sent.get("add_to")),
            _ => {}
        }
    }

    fn index(&self, key: &str) -> Option<usize> {
        self.places.iter().position(|place| place.key() == key)
    }

    fn swap(&mut self, from: &str, to: &str) {
        if let (Some(from), Some(to)) = (self.index(from), self.index(to)) {
            let taken = self.places[from].put.take();
            self.places[from].put = self.places[to].put.take();
            self.places[to].put = taken;
        }
    }

    /// Puts an article into a place. Where it stood already it is taken off: an article stands in one place.
    fn put(&mut self, article: &str, key: &str) {
        let (Some(article), Some(to)) = (ArticleId::parse(article), self.index(key)) else {
            return;
        };
        let mut put = Put::bare(article);
        for place in &mut self.places {
            if place.put.as_ref().is_some_and(|one| one.article == article)
                && let Some(before) = place.put.take()
            {
                put = before;
            }
        }
        self.places[to].put = Some(put);
    }

    /// How many places, the bar among them, differ from another board.
    pub(crate) fn changes(&self, other: &Board) -> usize {
        let places = self.places.iter().zip(&other.places);
        places.filter(|(one, two)| one != two).count() + usize::from(self.bar != other.bar)
    }

    /// The board as the record takes it; what cannot be read is refused.
    pub(crate) fn composition(&self, zone: &TimeZone) -> Result<Composition> {
        let mut slots = Vec::new();
        for place in &self.places {
            let Some(put) = &place.put else { continue };
            slots.push(Placed {
                slot: place.slot,
                position: place.position,
                article: put.article,
                until: instant(&put.until, zone)?,
                headline: Some(put.headline.clone()).filter(|text| !text.is_empty()),
                picture: PictureId::parse(&put.picture),
            });
        }
        Ok(Composition {
            slots,
            breaking: self.breaking(zone)?,
        })
    }

    /// The board as a preview takes it: a time that cannot be read is none, and so is a bar without one.
    pub(crate) fn as_far(&self, zone: &TimeZone) -> Composition {
        let mut board = self.clone();
        for put in board
            .places
            .iter_mut()
            .filter_map(|place| place.put.as_mut())
        {
            if instant(&put.until, zone).is_err() {
                put.until.clear();
            }
        }
        if board.breaking(zone).is_err() {
            board.bar = Bar::default();
        }
        board.composition(zone).unwrap_or_default()
    }

    fn breaking(&self, zone: &TimeZone) -> Result<Option<Breaking>> {
        let bar = &self.bar;
        if bar.text.is_empty() {
            return Ok(None);
        }
        let until = instant(&bar.until, zone)?.ok_or(Refusal::Empty {
            field: "breaking.until",
        })?;
        let to = match ArticleId::parse(&bar.article) {
            Some(article) => LeadsTo::Article(article),
            None if bar.address.is_empty() => LeadsTo::Nothing,
            None => LeadsTo::Address(bar.address.clone()),
        };
        Ok(Some(Breaking {
            text: bar.text.clone(),
            to,
            until,
        }))
    }
}

/// A local time of the title; none where nothing was typed.
fn instant(typed: &str, zone: &TimeZone) -> Result<Option<Timestamp>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let when: DateTime = typed.parse().map_err(|_| Refusal::Unfit {
        field: "until",
        value: typed.chars().take(40).collect(),
        wants: "2026-11-20T19:30",
    })?;
    Ok(Some(clock::at_local(when, zone)?))
}
