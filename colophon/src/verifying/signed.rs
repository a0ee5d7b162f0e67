//! The log as a site shows it, checked before any of it is used.

use super::known::Known;
use super::site::Site;
use super::{Checked, Halt, Steps};
use crate::failure::Failure;
use std::collections::HashMap;
use tlog::tree::{self, Tiles};
use tlog::{Begun, Checkpoint, Edge, Hash, Key, Note, Statement, TILE_WIDTH, Tile, Wrong};

/// Tiles kept while a site is checked.
const TILES_MAX: usize = 4_096;

/// A log whose checkpoint is signed by a trusted key and continues what was seen before.
pub(crate) struct Signed<'a> {
    site: &'a Site,
    pub(crate) keys: Vec<Key>,
    pub(crate) checkpoint: Checkpoint,
    /// Word for word.
    pub(crate) note: String,
    /// Where its files are on the site.
    pub(crate) prefix: String,
    /// The right edge, whose root is that of the checkpoint.
    edge: Edge,
    tiles: HashMap<Tile, Vec<Hash>>,
}

impl<'a> Signed<'a> {
    /// The log of a site, as it is now. `given` is a key the person knows from elsewhere.
    pub(crate) async fn of(
        site: &'a Site,
        known: &Known,
        given: Option<Key>,
        steps: &mut Steps<'_>,
    ) -> Checked<Signed<'a>> {
        let note = site.text("/log/checkpoint").await?;
        let told = site.text("/log/key").await?;
        let keys = trusted(site, known, given, &told, steps)?;
        let (checkpoint, signer) = signature(&note, &keys, &told, steps)?;
        let (origin, size, label) = (&checkpoint.origin, checkpoint.size, signer.label());
        steps.holds(
            &format!("il punto di controllo di {origin}, {size} voci, è firmato da {label}"),
            &format!("the checkpoint of {origin}, {size} entries, is signed by {label}"),
        );
        let prefix = prefix_of(&checkpoint.origin);
        let edge = edge(site, &prefix, &checkpoint, steps).await?;
        let mut keys = keys;
        if !keys.contains(&signer) {
            keys.insert(0, signer);
        }
        let mut signed = Signed {
            site,
            keys,
            checkpoint,
            note,
            prefix,
            edge,
            tiles: HashMap::new(),
        };
        signed.continues_what_was_seen(known, &told, steps).await?;
        signed.learn_keys(&told, steps).await?;
        known.trust(&signed.keys)?;
        known.saw(&signed.note)?;
        Ok(signed)
    }

    /// The hashes of a tile, checked against the root.
    async fn hashes(&mut self, tile: Tile) -> Checked<Vec<Hash>> {
        let grown = tile
            .level
            .zip(tile.number.checked_mul(TILE_WIDTH))
            .and_then(|(level, first)| Tile::holding(level, first, self.checkpoint.size));
        let Some(grown) = grown.filter(|grown| grown.width >= tile.width) else {
            return Err(wrong(Wrong::Tile(tile.to_string())));
        };
        let row = if grown.is_full() {
            self.full(grown).await?
        } else {
            let partial = self.edge.partial().find(|(at, _)| *at == grown);
            partial.map(|(_, row)| row.to_vec()).unwrap_or_default()
        };
        let width = usize::try_from(tile.width).unwrap_or(usize::MAX);
        match row.get(..width) {
            Some(row) => Ok(row.to_vec()),
            None => Err(wrong(Wrong::Tile(tile.to_string()))),
        }
    }

    /// A full tile: the tile above it names its hash, and so on up to the edge.
    async fn full(&mut self, tile: Tile) -> Checked<Vec<Hash>> {
        let mut way = vec![tile];
        let mut above = Vec::new();
        while let Some(last) = way.last().copied() {
            if let Some(row) = self.tiles.get(&last) {
                above.clone_from(row);
                way.pop();
                break;
            }
            let level = last.level.unwrap_or(0) + 1;
            match Tile::holding(level, last.number, self.checkpoint.size) {
                Some(higher) if higher.is_full() => way.push(higher),
                Some(higher) => {
                    let partial = self.edge.partial().find(|(at, _)| *at == higher);
                    above = partial.map(|(_, row)| row.to_vec()).unwrap_or_default();
                    break;
                }
                None => return Err(wrong(Wrong::Tile(last.to_string()))),
            }
        }
        while let Some(next) = way.pop() {
            let named = usize::try_from(next.number % TILE_WIDTH).unwrap_or(usize::MAX);
            let bytes = self.site.tile(&self.prefix, next).await?;
            let row = Hash::list(&bytes).map_err(wrong)?;
            let whole = row.len() as u64 == TILE_WIDTH;
            if !whole || above.get(named) != Some(&tree::over(&row)) {
                return Err(wrong(Wrong::Tile(next.to_string())));
            }
            if self.tiles.len() >= TILES_MAX {
                self.tiles.clear();
            }
            self.tiles.insert(next, row.clone());
            above = row;
        }
        Ok(above)
    }

    /// Makes something of the tiles of the tree: what is missing is fetched and it is tried again.
    async fn of_tiles<T>(
        &mut self,
        mut make: impl FnMut(&mut dyn FnMut(Tile) -> Result<Vec<Hash>, Missing>) -> Result<T, Missing>,
    ) -> Checked<T> {
        let mut there: HashMap<Tile, Vec<Hash>> = HashMap::new();
        loop {
            let mut read = |tile: Tile| there.get(&tile).cloned().ok_or(Missing::Tile(tile));
            match make(&mut read) {
                Ok(made) => return Ok(made),
                Err(Missing::Tile(tile)) => {
                    let row = self.hashes(tile).await?;
                    there.insert(tile, row);
                }
                Err(Missing::Wrong(why)) => return Err(wrong(why)),
            }
        }
    }

    /// Checks that this log continues another state of it.
    pub(crate) async fn continues(&mut self, old: &Checkpoint) -> Checked<Result<(), Wrong>> {
        let size = self.checkpoint.size;
        if old.size > size {
            let (old, new) = (old.size, size);
            return Ok(Err(Wrong::Fork { old, new }));
        }
        let proof = self
            .of_tiles(|read| Tiles::of(size, read).consistency(old.size))
            .await?;
        let (before, now) = ((old.size, old.root), (size, self.checkpoint.root));
        Ok(tree::continues(before, now, &proof))
    }

    /// The hash of an entry, as the tree has it.
    pub(crate) async fn leaf(&mut self, index: u64) -> Checked<Hash> {
        let size = self.checkpoint.size;
        self.of_tiles(|read| Tiles::of(size, read).leaf(index))
            .await
    }

    /// The entry at a place, checked against the tree.
    pub(crate) async fn entry(&mut self, index: u64) -> Checked<Result<Vec<u8>, String>> {
        let Some(bundle) = Tile::of_entries(index / TILE_WIDTH, self.checkpoint.size) else {
            return Ok(Err(format!("entry {index}")));
        };
        let bytes = self.site.tile(&self.prefix, bundle).await?;
        let entries = tlog::unbundle(&bytes).unwrap_or_default();
        let at = usize::try_from(index % TILE_WIDTH).unwrap_or(usize::MAX);
        let leaf = self.leaf(index).await?;
        Ok(match entries.get(at) {
            Some(entry) if Hash::of_leaf(entry) == leaf => Ok(entry.to_vec()),
            _ => Err(format!("tile/{bundle}")),
        })
    }

    /// Whether the log continues the newest checkpoint that was seen of this site.
    async fn continues_what_was_seen(
        &mut self,
        known: &Known,
        told: &str,
        steps: &mut Steps<'_>,
    ) -> Checked<()> {
        let Some(seen) = known.checkpoint()? else {
            steps.notes(
                "è la prima volta che questo registro viene visto da qui: dalla prossima si vedrà se cambia il passato",
                "this log is seen from here for the first time: from the next on it shows if the past is changed",
            );
            return Ok(());
        };
        let old = Checkpoint::unverified(&seen).map_err(wrong)?;
        if old.origin != self.checkpoint.origin {
            return self.begun_after(&old, told, steps).await;
        }
        match self.continues(&old).await? {
            Ok(()) => {
                let size = old.size;
                steps.holds(
                    &format!("continua il registro di {size} voci visto l’ultima volta"),
                    &format!("it continues the log of {size} entries seen last"),
                );
                Ok(())
            }
            Err(_) => {
                let kept = known.keep_fork(&self.note)?;
                let (old, new, file) = (old.size, self.checkpoint.size, kept.display().to_string());
                steps.breaks(
                    &format!("biforcazione: il registro di {new} voci non continua quello di {old} visto l’ultima volta; le prove sono in {file}"),
                    &format!("fork: the log of {new} entries does not continue the one of {old} seen last; the evidence is in {file}"),
                );
                Err(Halt::Broken)
            }
        }
    }

    /// Whether a log of another name says that it follows the one seen last, and has what that had.
    async fn begun_after(
        &mut self,
        old: &Checkpoint,
        told: &str,
        steps: &mut Steps<'_>,
    ) -> Checked<()> {
        let (seen, was) = (old.size, old.origin.clone());
        let Some((index, begun)) = self.begun(told, &was).await? else {
            let now = &self.checkpoint.origin;
            steps.breaks(
                &format!("il sito mostra un altro registro, {now}, e nessuna sua voce dice che segue {was}"),
                &format!("the site shows another log, {now}, and none of its entries says that it follows {was}"),
            );
            return Err(Halt::Broken);
        };
        let kept = begun.kept;
        if seen > kept {
            let lost = seen - kept;
            steps.notes(
                &format!("il registro è ricominciato dopo una copia ripresa, e lo dice alla voce {index}: delle {seen} voci viste, {lost} sono perse"),
                &format!("the log began again after a backup was brought back, and says so in entry {index}: of the {seen} entries seen, {lost} are lost"),
            );
            return Ok(());
        }
        match self.continues(old).await? {
            Ok(()) => {
                steps.holds(
                    &format!("il registro è ricominciato, lo dice alla voce {index}, e ha tutte le {seen} voci viste l’ultima volta"),
                    &format!("the log began again, says so in entry {index}, and has all {seen} entries seen last"),
                );
                Ok(())
            }
            Err(_) => {
                steps.breaks(
                    &format!("biforcazione: il registro ricominciato ha altre voci che le {seen} viste l’ultima volta"),
                    &format!("fork: the log that began again has other entries than the {seen} seen last"),
                );
                Err(Halt::Broken)
            }
        }
    }

    /// The entry that says that this log follows another.
    async fn begun(&mut self, told: &str, before: &str) -> Checked<Option<(u64, Begun)>> {
        let places = told.lines().filter_map(|line| {
            let (index, origin) = line.strip_prefix("begun ")?.split_once(' ')?;
            (origin == before).then(|| index.parse::<u64>().ok())?
        });
        for index in places.collect::<Vec<_>>() {
            let Ok(entry) = self.entry(index).await? else {
                continue;
            };
            if let Ok(Statement::Begun(begun)) = Statement::read(&entry)
                && begun.before == before
                && begun.kept == index
            {
                return Ok(Some((index, begun)));
            }
        }
        Ok(None)
    }

    /// Keys that a trusted key hands over to, both signing the checkpoint.
    async fn learn_keys(&mut self, told: &str, steps: &mut Steps<'_>) -> Checked<()> {
        let Ok(note) = Note::read(&self.note) else {
            return Ok(());
        };
        for line in told.lines() {
            let Ok(key) = Key::parse(line) else { continue };
            let ours = key.name() == self.checkpoint.origin;
            if ours && !self.keys.contains(&key) && note.text_by(&key).is_ok() {
                let label = key.label();
                steps.notes(
                    &format!("il registro ha una chiave nuova, {label}, e firma con quella conosciuta e con questa"),
                    &format!("the log has a new key, {label}, and signs with the known one and with this"),
                );
                self.keys.push(key);
            }
        }
        Ok(())
    }
}

/// Something a tree is made of that is not there, or does not fit.
enum Missing {
    Tile(Tile),
    Wrong(Wrong),
}

impl From<Wrong> for Missing {
    fn from(wrong: Wrong) -> Missing {
        Missing::Wrong(wrong)
    }
}

/// What does not hold, as a reason to stop.
pub(crate) fn wrong(wrong: Wrong) -> Halt {
    Halt::Failure(Failure::new(wrong.to_string(), wrong.to_string()))
}

/// The path of a log's files, which its name says.
fn prefix_of(origin: &str) -> String {
    origin
        .split_once('/')
        .map_or_else(String::new, |(_, path)| format!("/{path}"))
}

/// The keys to check by: what the person gave, else what was trusted before, else, the first time, what the site says.
fn trusted(
    site: &Site,
    known: &Known,
    given: Option<Key>,
    told: &str,
    steps: &Steps<'_>,
) -> Checked<Vec<Key>> {
    if let Some(key) = given {
        return Ok(vec![key]);
    }
    let kept = known.keys()?;
    if !kept.is_empty() {
        return Ok(kept);
    }
    let first = told.lines().find_map(|line| Key::parse(line).ok());
    let Some(key) = first else {
        let host = &site.host;
        return Err(Failure::new(
            format!("{host}: il sito non dice nessuna chiave"),
            format!("{host}: the site tells no key"),
        )
        .into());
    };
    steps.notes(
        &format!("la chiave è quella che dice il sito, {key}: confrontala con una avuta per altra via, o dalla con --key"),
        &format!("the key is the one the site tells, {key}: compare it with one you got another way, or give that with --key"),
    );
    Ok(vec![key])
}

/// The checkpoint, if a trusted key signed it; for a log that began again, the same secret under its new name.
fn signature(
    note: &str,
    keys: &[Key],
    told: &str,
    steps: &mut Steps<'_>,
) -> Checked<(Checkpoint, Key)> {
    let heirs = told.lines().filter_map(|line| Key::parse(line).ok());
    let heirs: Vec<Key> = heirs
        .filter(|heir| keys.iter().any(|key| heir.is_of_the_secret_of(key)))
        .collect();
    let mut last = None;
    for key in keys.iter().chain(&heirs) {
        match Checkpoint::verified(note, key) {
            Ok(checkpoint) => return Ok((checkpoint, key.clone())),
            // A signature that is there and does not fit says more than one that is not there.
            Err(wrong @ Wrong::Signature { .. }) => last = Some(wrong),
            Err(wrong) => last = last.or(Some(wrong)),
        }
    }
    let why = last.map(|wrong| wrong.to_string()).unwrap_or_default();
    steps.breaks(
        &format!("la firma del punto di controllo: {why}"),
        &format!("the signature of the checkpoint: {why}"),
    );
    Err(Halt::Broken)
}

/// The right edge of the tree, whose root must be the signed one.
async fn edge(
    site: &Site,
    prefix: &str,
    checkpoint: &Checkpoint,
    steps: &mut Steps<'_>,
) -> Checked<Edge> {
    let mut wanted = Vec::new();
    // Said of an empty tree first, which tiles there are is found by reading it.
    let _ = Edge::read::<Wrong>(checkpoint.size, |tile| {
        wanted.push(tile);
        Ok(vec![
            Hash::of_nothing();
            usize::try_from(tile.width).unwrap_or(0)
        ])
    });
    let mut rows = HashMap::new();
    for tile in wanted {
        let bytes = site.tile(prefix, tile).await?;
        rows.insert(tile, Hash::list(&bytes).unwrap_or_default());
    }
    let edge = Edge::read::<Wrong>(checkpoint.size, |tile| {
        Ok(rows.get(&tile).cloned().unwrap_or_default())
    });
    match edge {
        Ok(edge) if edge.root() == checkpoint.root => {
            steps.holds(
                "le tessere al bordo dell’albero danno la radice firmata",
                "the tiles at the edge of the tree make the signed root",
            );
            Ok(edge)
        }
        _ => {
            let names: Vec<String> = rows.keys().map(|tile| format!("tile/{tile}")).collect();
            let names = names.join(", ");
            steps.breaks(
                &format!("tessera alterata: {names} non danno la radice firmata"),
                &format!("tile altered: {names} do not make the signed root"),
            );
            Err(Halt::Broken)
        }
    }
}
