//! A whole site: every entry of its log, and every article it lists.

use super::chains::Chains;
use super::known::Known;
use super::signed::Signed;
use super::site::Site;
use super::{Checked, Halt, Steps, article};
use std::collections::HashMap;
use tlog::{Edge, Hash, TILE_WIDTH, Tile};

/// Bundles between two notes of how far it came.
const BUNDLES_BETWEEN: u64 = 100;
/// Sitemaps read, and addresses in each.
const SITEMAPS_MAX: usize = 50_000;
/// Pages between two notes of which articles were checked.
const PAGES_BETWEEN: usize = 100;

/// How far the audit of a log came.
#[derive(Debug, Default)]
struct State {
    origin: String,
    /// Entries looked at.
    size: u64,
    /// What the tiles that are not full hold at this size, level by level.
    rows: Vec<Vec<Hash>>,
    chains: Chains,
    /// Entries when it was last kept.
    kept: u64,
}

/// Looks at every entry of the log, from where the last audit stopped. Returns what all of them say of each article.
pub(crate) async fn log(
    site: &Site,
    known: &Known,
    signed: &mut Signed<'_>,
    steps: &mut Steps<'_>,
) -> Checked<Chains> {
    let mut state = begun(known, &signed.checkpoint.origin)?;
    if state.size > signed.checkpoint.size {
        state = State::default();
    }
    state.origin.clone_from(&signed.checkpoint.origin);
    if state.size > 0 {
        let size = state.size;
        steps.notes(
            &format!("si continua dalla voce {size}"),
            &format!("it goes on from entry {size}"),
        );
    }
    let size = signed.checkpoint.size;
    let mut edge = state.edge()?;
    let mut breaks = Vec::new();
    while state.size < size {
        let number = state.size / TILE_WIDTH;
        let Some(bundle) = Tile::of_entries(number, size) else {
            break;
        };
        let bytes = site.tile(&signed.prefix, bundle).await?;
        let entries = tlog::unbundle(&bytes).unwrap_or_default();
        if entries.len() as u64 != bundle.width {
            steps.breaks(
                &format!("tessera alterata: tile/{bundle} ha {} voci", entries.len()),
                &format!("tile altered: tile/{bundle} has {} entries", entries.len()),
            );
            return Err(Halt::Broken);
        }
        let known_to = usize::try_from(state.size % TILE_WIDTH).unwrap_or(0);
        for entry in entries.iter().skip(known_to) {
            edge.append(Hash::of_leaf(entry), |_, _| {});
            breaks.extend(state.chains.follows(state.size, entry));
            state.size += 1;
        }
        if number % BUNDLES_BETWEEN == BUNDLES_BETWEEN - 1 {
            steps.tells(&format!("{}/{size}", state.size));
            // Each time what is kept is written whole, so it is written more and more rarely.
            if state.size > state.kept + state.kept / 4 {
                state.keep(known, &edge)?;
            }
        }
    }
    if edge.root() != signed.checkpoint.root {
        // Nothing of what was noted can be trusted: the next audit begins anew.
        known.keep_audit("")?;
        let found = altered(site, signed).await?;
        steps.breaks(
            &format!("voci alterate: {found} non dà la radice firmata"),
            &format!("entries altered: {found} does not make the signed root"),
        );
        return Err(Halt::Broken);
    }
    state.keep(known, &edge)?;
    for (it, en) in &breaks {
        steps.breaks(it, en);
    }
    let articles = told(&state.chains, steps);
    steps.holds(
        &format!("tutte le {size} voci danno la radice firmata; {articles} articoli, ogni versione dopo quella prima"),
        &format!("all {size} entries make the signed root; {articles} articles, each version after the one before"),
    );
    Ok(state.chains)
}

/// Says how many articles were taken back, if any were, and how many there are without them.
pub(super) fn told(chains: &Chains, steps: &Steps<'_>) -> usize {
    let (articles, gone) = chains.counts();
    if gone > 0 {
        steps.notes(
            &format!("articoli ripresi con il trasloco che li aveva portati: {gone}; le loro voci restano, il testo no"),
            &format!("articles taken back with the import that had brought them: {gone}; their entries stay, their text does not"),
        );
    }
    articles
}

/// Which bundle does not agree with the tree.
async fn altered(site: &Site, signed: &mut Signed<'_>) -> Checked<String> {
    let size = signed.checkpoint.size;
    for number in 0..size.div_ceil(TILE_WIDTH) {
        let Some(bundle) = Tile::of_entries(number, size) else {
            break;
        };
        let bytes = site.tile(&signed.prefix, bundle).await?;
        let entries = tlog::unbundle(&bytes).unwrap_or_default();
        for (index, entry) in (number * TILE_WIDTH..).zip(entries) {
            if signed.leaf(index).await? != Hash::of_leaf(entry) {
                return Ok(format!("tile/{bundle}"));
            }
        }
    }
    Ok("tile/entries".to_owned())
}

fn begun(known: &Known, origin: &str) -> Checked<State> {
    let text = known.audit()?.unwrap_or_default();
    let state = State::read(&text).filter(|state| state.origin == origin);
    Ok(state.unwrap_or_default())
}

impl State {
    /// As it is kept: origin, size, how many levels, a line a level, a line an article.
    fn read(text: &str) -> Option<State> {
        let mut lines = text.lines();
        let origin = lines.next()?.to_owned();
        let size = lines.next()?.parse().ok()?;
        let levels: usize = lines.next()?.parse().ok()?;
        let mut rows = Vec::new();
        for _ in 0..levels {
            let hashes = lines.next()?.split_whitespace();
            rows.push(hashes.map(Hash::parse).collect::<Option<Vec<Hash>>>()?);
        }
        let mut chains = Chains::default();
        for line in lines {
            chains.take(line)?;
        }
        Some(State {
            origin,
            size,
            rows,
            chains,
            kept: size,
        })
    }

    fn edge(&self) -> Checked<Edge> {
        let read = |tile: Tile| {
            let row = self.rows.get(usize::from(tile.level.unwrap_or(0)));
            Ok::<_, tlog::Wrong>(row.cloned().unwrap_or_default())
        };
        Edge::read(self.size, read).map_err(super::signed::wrong)
    }

    fn keep(&mut self, known: &Known, edge: &Edge) -> Checked<()> {
        let mut rows: Vec<String> = Vec::new();
        for (tile, row) in edge.partial() {
            let level = usize::from(tile.level.unwrap_or(0));
            rows.resize(rows.len().max(level + 1), String::new());
            let hashes: Vec<String> = row.iter().map(ToString::to_string).collect();
            if let Some(line) = rows.get_mut(level) {
                *line = hashes.join(" ");
            }
        }
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, rows.len());
        for row in rows {
            text.push_str(&row);
            text.push('\n');
        }
        text.extend(self.chains.lines());
        self.kept = self.size;
        Ok(known.keep_audit(&text)?)
    }
}

/// Checks every article the site lists in its sitemaps. What an audit before checked that did not end is not checked again, as
/// long as the log has nothing new of it; one that ended is not trusted any more.
pub(crate) async fn articles(
    site: &Site,
    known: &Known,
    signed: &mut Signed<'_>,
    chains: &Chains,
    steps: &mut Steps<'_>,
) -> Checked<()> {
    let pages = listed(site).await?;
    let mut passed = Passed::begun(known, &signed.checkpoint.origin)?;
    if !passed.before.is_empty() {
        let before = passed.before.len();
        steps.notes(
            &format!("si continua: {before} articoli erano già stati controllati"),
            &format!("it goes on: {before} articles were checked before it stopped"),
        );
    }
    steps.hush();
    let (all, mut checked, mut broken) = (pages.len(), 0_u64, 0_u64);
    for (at, path) in pages.iter().enumerate() {
        if at % PAGES_BETWEEN == PAGES_BETWEEN - 1 {
            passed.keep(known)?;
            steps.tells(&format!("{}/{all}", at + 1));
        }
        if passed.has(path, chains) {
            checked += 1;
            continue;
        }
        let outcome = match one(site, signed, path, steps).await {
            Ok(None) => continue,
            Ok(Some(newest)) => Ok(newest),
            Err(halt) => Err(halt),
        };
        match outcome {
            Ok(newest) => {
                passed.add(path, &newest);
                checked += 1;
            }
            Err(Halt::Broken) => broken += 1,
            Err(halt) => {
                passed.keep(known)?;
                return Err(halt);
            }
        }
    }
    known.forget_articles()?;
    let words = (
        format!("articoli controllati: {checked}; che non reggono: {broken}"),
        format!("articles checked: {checked}; that do not hold: {broken}"),
    );
    steps.notes(&words.0, &words.1);
    Ok(())
}

/// Checks what is at a path; nothing where that is no article.
async fn one(
    site: &Site,
    signed: &mut Signed<'_>,
    path: &str,
    steps: &mut Steps<'_>,
) -> Checked<Option<(String, u32)>> {
    // The front, sections and standing pages are no articles and have no data.
    if site.get(&format!("{path}.json")).await?.status == 404 {
        return Ok(None);
    }
    article::check(site, signed, path, steps).await.map(Some)
}

/// Every page of the site's sitemaps.
async fn listed(site: &Site) -> Checked<Vec<String>> {
    let mut maps = vec!["/sitemap.xml".to_owned()];
    let (mut read, mut pages) = (0, Vec::new());
    while let Some(map) = maps.pop() {
        read += 1;
        if read > SITEMAPS_MAX {
            break;
        }
        let text = site.text(&map).await?;
        for path in locations(&text, &site.host) {
            match path.ends_with(".xml") {
                true => maps.push(path),
                false => pages.push(path),
            }
        }
    }
    Ok(pages)
}

/// The articles an audit has checked, by path: each with its id and the number of its newest version then.
struct Passed {
    before: HashMap<String, (String, u32)>,
    /// Lines that are not kept yet.
    new: String,
}

impl Passed {
    fn begun(known: &Known, origin: &str) -> Checked<Passed> {
        let text = known.articles()?.unwrap_or_default();
        let mut lines = text.lines();
        let same = lines.next() == Some(origin);
        // A line that was cut off when it stopped is no article's.
        let read = |line: &str| {
            let mut parts = line.split('\t');
            let (path, id, number) = (parts.next()?, parts.next()?, parts.next()?);
            let whole = parts.next() == Some("");
            whole.then_some(())?;
            Some((path.to_owned(), (id.to_owned(), number.parse().ok()?)))
        };
        let before = match same {
            true => lines.filter_map(read).collect(),
            false => HashMap::new(),
        };
        let new = match same {
            true => String::new(),
            false => {
                known.forget_articles()?;
                format!("{origin}\n")
            }
        };
        Ok(Passed { before, new })
    }

    /// Whether it was checked, and the log has nothing new of it.
    fn has(&self, path: &str, chains: &Chains) -> bool {
        let checked = self.before.get(path);
        checked.is_some_and(|(id, number)| chains.last_number(id) == Some(*number))
    }

    fn add(&mut self, path: &str, (id, number): &(String, u32)) {
        self.new.push_str(&format!("{path}\t{id}\t{number}\t\n"));
    }

    fn keep(&mut self, known: &Known) -> Checked<()> {
        known.checked(&self.new)?;
        self.new.clear();
        Ok(())
    }
}

/// The paths a sitemap lists of this host. Which port it is reached by is not said the same everywhere.
fn locations(text: &str, host: &str) -> Vec<String> {
    let name = |host: &str| {
        host.split(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let parts = text.split("<loc>").skip(1);
    let addresses = parts.filter_map(|part| part.split_once("</loc>"));
    addresses
        .filter_map(|(address, _)| {
            let (_, rest) = address.trim().split_once("://")?;
            let (there, path) = rest.split_once('/')?;
            (name(there) == name(host) && !path.is_empty()).then(|| format!("/{path}"))
        })
        .collect()
}
