//! Laws of the tree, for all sizes up to a few hundred and some around the borders of tiles.

use crate::example::entry;
use proptest::prelude::*;
use std::collections::HashMap;
use tlog::tree::{self, Tiles};
use tlog::{Edge, Hash, Tile, Wrong};

/// A tree with all tiles it ever had.
#[derive(Default)]
struct Grown {
    edge: Edge,
    tiles: HashMap<Tile, Vec<Hash>>,
    leaves: Vec<Hash>,
}

impl Grown {
    fn to(size: u64) -> Grown {
        let mut grown = Grown::default();
        (0..size).for_each(|_| grown.grow());
        grown
    }

    fn grow(&mut self) {
        let leaf = Hash::of_leaf(&entry(self.edge.size()));
        let tiles = &mut self.tiles;
        self.edge.append(leaf, |tile, hashes| {
            tiles.insert(tile, hashes.to_vec());
        });
        for (tile, hashes) in self.edge.partial() {
            self.tiles.insert(tile, hashes.to_vec());
        }
        self.leaves.push(leaf);
    }

    fn tiles(&self, size: u64) -> Tiles<impl FnMut(Tile) -> Result<Vec<Hash>, Wrong>> {
        Tiles::of(size, |tile| {
            self.tiles
                .get(&tile)
                .cloned()
                .ok_or_else(|| Wrong::Tile(tile.to_string()))
        })
    }
}

#[test]
fn every_entry_of_every_tree_up_to_three_hundred_is_proven_and_its_neighbours_are_not() {
    let grown = Grown::to(300);
    for size in 1..=300 {
        let root = tree::over(&grown.leaves[..size as usize]);
        assert_eq!(grown.tiles(size).root().unwrap(), root);
        for index in (0..size).step_by(if size % 64 < 3 { 1 } else { 17 }) {
            let proof = grown.tiles(size).inclusion(index).unwrap();
            let leaf = grown.leaves[index as usize];
            assert_eq!(tree::includes((size, root), index, leaf, &proof), Ok(()));
            let other = grown.leaves[((index + 1) % size) as usize];
            if other != leaf {
                assert!(tree::includes((size, root), index, other, &proof).is_err());
            }
            assert!(tree::includes((size, root), index + 1, leaf, &proof).is_err());
        }
    }
}

#[test]
fn every_tree_up_to_three_hundred_continues_those_before() {
    let grown = Grown::to(300);
    let root = |size: u64| tree::over(&grown.leaves[..size as usize]);
    for new in 0..=300 {
        for old in (0..=new).step_by(if new % 64 < 3 { 1 } else { 13 }) {
            let proof = grown.tiles(new).consistency(old).unwrap();
            let (before, now) = ((old, root(old)), (new, root(new)));
            assert_eq!(
                tree::continues(before, now, &proof),
                Ok(()),
                "{old} to {new}"
            );
            if old > 0 {
                let forked = (old, Hash::of_leaf(b"another history"));
                assert!(
                    tree::continues(forked, now, &proof).is_err(),
                    "{old} to {new}"
                );
            }
        }
    }
}

#[test]
fn a_proof_costs_a_few_tiles_around_the_borders_of_levels() {
    let grown = Grown::to(65_800);
    for size in [255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_800] {
        let root = grown.tiles(size).root().unwrap();
        for index in [0, 1, size / 2, size - 2, size - 1] {
            let proof = grown.tiles(size).inclusion(index).unwrap();
            let leaf = grown.leaves[index as usize];
            tree::includes((size, root), index, leaf, &proof).unwrap();
            let proof = grown.tiles(size).consistency(index).unwrap();
            let old = (index, grown.tiles(index).root().unwrap());
            tree::continues(old, (size, root), &proof).unwrap();
        }
    }
}

proptest! {
    #[test]
    fn an_edge_read_back_grows_as_the_one_it_was(size in 0_u64..1_200, more in 1_u64..600) {
        let mut grown = Grown::to(size);
        let mut back = Edge::read(size, |tile| {
            grown.tiles.get(&tile).cloned().ok_or_else(|| Wrong::Tile(tile.to_string()))
        }).unwrap();
        // Rows above the highest hash are not there before they are needed.
        prop_assert_eq!(back.root(), grown.edge.root());
        for _ in 0..more {
            back.append(Hash::of_leaf(&entry(back.size())), |_, _| {});
            grown.grow();
        }
        prop_assert_eq!(back.root(), grown.edge.root());
    }

    #[test]
    fn a_proof_with_any_bit_flipped_proves_nothing(
        size in 2_u64..200, at in any::<prop::sample::Index>(), which in any::<prop::sample::Index>(), bit in 0_usize..256,
    ) {
        let grown = Grown::to(size);
        let index = at.index(size as usize) as u64;
        let root = grown.tiles(size).root().unwrap();
        let mut proof = grown.tiles(size).inclusion(index).unwrap();
        let which = which.index(proof.len());
        let mut bytes = *proof[which].bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        proof[which] = Hash::new(bytes);
        let leaf = grown.leaves[index as usize];
        prop_assert!(tree::includes((size, root), index, leaf, &proof).is_err());
        proof.pop();
        prop_assert!(tree::includes((size, root), index, leaf, &proof).is_err());
    }

    #[test]
    fn nothing_read_from_outside_panics(text in ".{0,300}", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = tlog::Note::read(&text);
        let _ = tlog::Checkpoint::unverified(&text);
        let _ = tlog::Checkpoint::read(&text);
        let _ = tlog::Key::parse(&text);
        let _ = tlog::Proof::read(&text);
        let _ = Tile::parse(&text);
        let _ = tlog::unbundle(&bytes);
        let _ = tlog::first_entries(&bytes, 3);
        let _ = tlog::Statement::read(&bytes);
        let _ = Hash::list(&bytes);
    }
}
