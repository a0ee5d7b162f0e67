//! A folder that `colophon export --proofs` wrote: a whole log, and the proof of each revision readers may see. Checked
//! without any network, one file after the other.

use super::audit;
use super::chains::Chains;
use super::saved::{self, FILE_BYTES_MAX};
use super::{Checked, Halt, Steps, witnessed};
use crate::failure::{Result, with_file};
use std::fs;
use std::path::{Path, PathBuf};
use tlog::tree::includes;
use tlog::{Checkpoint, Edge, Hash, Key, Note, Proof, Statement, TILE_WIDTH, Tile, Witness, Wrong};

/// The signed size and root.
const CHECKPOINT: &str = "checkpoint";
const TILES: &str = "tile";
/// The proofs: folders of folders of one article each.
const ARTICLES: &str = "articles";
/// Files that do not hold what they should, named before it is enough.
const NAMED_MAX: usize = 20;

/// Whether it is such a folder.
pub(super) fn is(folder: &Path) -> bool {
    folder.join(CHECKPOINT).is_file() && folder.join(TILES).is_dir()
}

/// Checks everything in it.
pub(super) fn check(
    folder: &Path,
    given: Option<Key>,
    witnesses: &[Witness],
    steps: &mut Steps<'_>,
) -> Checked<()> {
    let keys = saved::keys(folder, given)?;
    let note = saved::read(&folder.join(CHECKPOINT))?;
    let checkpoint = signature(&note, &keys, steps)?;
    witnessed(&note, witnesses, steps)?;
    let mut log = Log {
        folder,
        // What is signed: a witness may add a line of its own later.
        text: checkpoint.text(),
        checkpoint,
        chains: Chains::default(),
        amiss: 0,
    };
    log.tree(steps)?;
    log.proofs(steps)
}

fn signature(note: &str, keys: &[Key], steps: &mut Steps<'_>) -> Checked<Checkpoint> {
    let mut last = Wrong::Unsigned { key: String::new() };
    for key in keys {
        match Checkpoint::verified(note, key) {
            Ok(checkpoint) => {
                let (origin, size, label) = (&checkpoint.origin, checkpoint.size, key.label());
                steps.holds(
                    &format!(
                        "il punto di controllo di {origin}, {size} voci, è firmato da {label}"
                    ),
                    &format!("the checkpoint of {origin}, {size} entries, is signed by {label}"),
                );
                return Ok(checkpoint);
            }
            Err(wrong) => last = wrong,
        }
    }
    steps.breaks(
        &format!("firma: {CHECKPOINT}: {last}"),
        &format!("signature: {CHECKPOINT}: {last}"),
    );
    Err(Halt::Broken)
}

struct Log<'a> {
    folder: &'a Path,
    checkpoint: Checkpoint,
    /// Its text, word for word.
    text: String,
    chains: Chains,
    /// Files that do not hold what they should.
    amiss: usize,
}

impl Log<'_> {
    fn names(&mut self, steps: &mut Steps<'_>, it: &str, en: &str) {
        self.amiss += 1;
        if self.amiss <= NAMED_MAX {
            steps.breaks(it, en);
        }
    }

    /// What a tile holds; `None` where it is missing.
    fn tile(&self, tile: Tile) -> Result<Option<Vec<u8>>> {
        bytes(&self.folder.join(TILES).join(tile.to_string()))
    }

    /// Compares a tile with the hashes it should hold.
    fn look(&mut self, tile: Tile, hashes: &[Hash], steps: &mut Steps<'_>) -> Result<()> {
        let wanted = hashes.iter().flat_map(|hash| *hash.bytes());
        let held = self.tile(tile)?;
        if !held.is_some_and(|held| held.into_iter().eq(wanted)) {
            self.names(
                steps,
                &format!("tessera alterata: tile/{tile} manca o non ha gli hash delle voci"),
                &format!(
                    "tile altered: tile/{tile} is missing or has not the hashes of the entries"
                ),
            );
        }
        Ok(())
    }

    /// Whether all entries make the signed root, each following those before it, and the tiles are those they make.
    fn tree(&mut self, steps: &mut Steps<'_>) -> Checked<()> {
        let size = self.checkpoint.size;
        let mut edge = Edge::default();
        for number in 0..size.div_ceil(TILE_WIDTH) {
            let Some(bundle) = Tile::of_entries(number, size) else {
                break;
            };
            let held = self.tile(bundle)?.unwrap_or_default();
            let entries = tlog::unbundle(&held).unwrap_or_default();
            if entries.len() as u64 != bundle.width {
                steps.breaks(
                    &format!(
                        "voci alterate: tile/{bundle} manca o non ha {} voci",
                        bundle.width
                    ),
                    &format!(
                        "entries altered: tile/{bundle} is missing or has not {} entries",
                        bundle.width
                    ),
                );
                return Err(Halt::Broken);
            }
            let mut full = Vec::new();
            for (index, entry) in (number * TILE_WIDTH..).zip(entries) {
                edge.append(Hash::of_leaf(entry), |tile, hashes| {
                    full.push((tile, hashes.to_vec()));
                });
                if let Some((it, en)) = self.chains.follows(index, entry) {
                    self.names(steps, &it, &en);
                }
            }
            for (tile, hashes) in full {
                self.look(tile, &hashes, steps)?;
            }
        }
        let partial: Vec<(Tile, Vec<Hash>)> = edge
            .partial()
            .map(|(tile, hashes)| (tile, hashes.to_vec()))
            .collect();
        for (tile, hashes) in partial {
            self.look(tile, &hashes, steps)?;
        }
        if edge.root() != self.checkpoint.root {
            steps.breaks(
                "voci alterate: non danno la radice firmata",
                "entries altered: they do not make the signed root",
            );
            return Err(Halt::Broken);
        }
        if self.amiss > 0 {
            return Err(Halt::Broken);
        }
        let articles = audit::told(&self.chains, steps);
        steps.holds(
            &format!("tutte le {size} voci danno la radice firmata; {articles} articoli, ogni versione dopo quella prima"),
            &format!("all {size} entries make the signed root; {articles} articles, each version after the one before"),
        );
        Ok(())
    }

    /// Checks each article, and that none of its versions is left out.
    fn proofs(&mut self, steps: &mut Steps<'_>) -> Checked<()> {
        let (mut articles, mut texts, mut without) = (0_u64, 0_u64, 0_u64);
        for slice in inside(&self.folder.join(ARTICLES))? {
            for article in inside(&slice)? {
                let name = name_of(&article);
                let mut found = 0;
                for file in inside(&article)? {
                    if file.extension().is_none_or(|end| end != "tlog-proof") {
                        continue;
                    }
                    found += 1;
                    match self.one(&file, &name)? {
                        Ok(true) => texts += 1,
                        Ok(false) => without += 1,
                        Err((it, en)) => {
                            let path = file.strip_prefix(self.folder).unwrap_or(&file).display();
                            let (it, en) = (format!("{path}: {it}"), format!("{path}: {en}"));
                            self.names(steps, &it, &en);
                        }
                    }
                }
                articles += 1;
                if self.chains.last_number(&name) != Some(found) {
                    self.names(
                        steps,
                        &format!("storia incompleta: di {name} qui non ci sono tutte le versioni del registro"),
                        &format!("history incomplete: not every version of {name} in the log is here"),
                    );
                }
                if articles.is_multiple_of(1_000) {
                    steps.tells(&format!("{articles}"));
                }
            }
        }
        if self.amiss > 0 {
            let amiss = self.amiss;
            steps.notes(
                &format!("file o voci che non reggono: {amiss}"),
                &format!("files or entries that do not hold: {amiss}"),
            );
            return Err(Halt::Broken);
        }
        let versions = texts + without;
        steps.holds(
            &format!("{versions} versioni di {articles} articoli sono nel registro, nessuna versione manca"),
            &format!("{versions} versions of {articles} articles are in the log, no version is left out"),
        );
        steps.holds(
            &format!("{texts} testi sono quelli dell’impronta"),
            &format!("{texts} texts are the ones committed to"),
        );
        if without > 0 {
            steps.notes(
                &format!("{without} versioni non si possono confrontare: il testo è stato ritirato, o parole tolte per legge; le loro voci restano"),
                &format!("{without} versions cannot be compared: the text was taken away, or words of it by law; their entries stay"),
            );
        }
        Ok(())
    }

    /// Checks the proof of one version of an article; whether its text is there and the one committed to.
    fn one(
        &self,
        file: &Path,
        article: &str,
    ) -> Checked<std::result::Result<bool, (String, String)>> {
        let pair = |it: &str, en: &str| Ok(Err((it.to_owned(), en.to_owned())));
        let text = saved::read(file)?;
        let proof = match Proof::read(&text) {
            Ok(proof) => proof,
            Err(wrong) => return Ok(Err((wrong.to_string(), wrong.to_string()))),
        };
        // The signature of the folder's checkpoint was checked: every proof must be of that very one.
        let same = Note::read(&proof.checkpoint).is_ok_and(|note| note.text() == self.text);
        if !same {
            return pair(
                "prova alterata: è di un altro punto di controllo",
                "proof altered: it is of another checkpoint",
            );
        }
        let entry = proof.opening.entry.as_bytes();
        let tree = (self.checkpoint.size, self.checkpoint.root);
        let read = includes(tree, proof.index, Hash::of_leaf(entry), &proof.path)
            .and_then(|()| Statement::read(entry));
        let logged = match read {
            Ok(Statement::Revision(logged)) => logged,
            Ok(_) => return pair("non è di un articolo", "it is of no article"),
            Err(wrong) => {
                return Ok(Err((
                    format!("prova alterata: {wrong}"),
                    format!("proof altered: {wrong}"),
                )));
            }
        };
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        if logged.article != article || logged.number.to_string() != stem {
            return pair(
                "la prova è di un’altra versione che dice il suo nome",
                "the proof is of another version than its name says",
            );
        }
        let beside = file.with_extension("canonical");
        if !beside.is_file() {
            return Ok(Ok(false));
        }
        let text = saved::read(&beside)?;
        match proof.opening.opens(&logged.commitment, text.as_bytes()) {
            Ok(opened) => Ok(Ok(opened.is_some())),
            Err(_) => pair(
                "testo alterato, non è quello dell’impronta",
                "text altered, it is not the one committed to",
            ),
        }
    }
}

/// What a file holds; `None` where it is not there.
fn bytes(file: &Path) -> Result<Option<Vec<u8>>> {
    match fs::metadata(file) {
        Ok(found) if found.len() > FILE_BYTES_MAX => Err(saved::too_large(file)),
        Ok(_) => fs::read(file)
            .map(Some)
            .map_err(|error| with_file(file, &error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(with_file(file, &error)),
    }
}

/// What lies in a folder, by name; nothing where there is no such folder.
fn inside(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).map_err(|error| with_file(folder, &error))?;
    let mut all: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    all.sort();
    Ok(all)
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
