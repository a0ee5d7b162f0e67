//! Places for those who bring files: few, since each may hold as much memory as the largest picture, and shared out so
//! that nobody has them all.

use std::sync::{Mutex, PoisonError};

/// Pictures and documents taken in at once; each may be as large as the largest picture.
const PLACES: usize = 4;
/// Places one token may hold at once.
const PLACES_EACH: usize = 2;

/// Who is at each place now, by token.
#[derive(Debug, Default)]
pub(crate) struct Places {
    taken: Mutex<Vec<[u8; 16]>>,
}

/// A place, free again when dropped.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    places: &'a Places,
    whose: [u8; 16],
}

impl Places {
    /// A place, if one is free and the token does not hold its share already.
    pub(crate) fn take(&self, whose: [u8; 16]) -> Option<Place<'_>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let held = taken.iter().filter(|other| **other == whose).count();
        if taken.len() >= PLACES || held >= PLACES_EACH {
            return None;
        }
        taken.push(whose);
        Some(Place {
            places: self,
            whose,
        })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let taken = &self.places.taken;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = taken.iter().position(|other| *other == self.whose) {
            taken.swap_remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_holds_every_place() {
        let places = Places::default();
        let held: Vec<_> = (0..9).filter_map(|_| places.take([1; 16])).collect();
        assert_eq!(held.len(), PLACES_EACH);
        let others: Vec<_> = (2..9).filter_map(|who| places.take([who; 16])).collect();
        assert_eq!(others.len(), PLACES - PLACES_EACH);
        drop(held);
        assert!(places.take([9; 16]).is_some());
    }
}
