//! A whole site: every entry of its log, and every article it lists.

use super::known::Known;
use super::signed::Signed;
use super::site::Site;
use super::{Checked, Halt, Steps, article};
use std::collections::HashMap;
use tlog::{Edge, Hash, Statement, TILE_WIDTH, Tile};

/// Bundles between two notes of how far it came.
const BUNDLES_BETWEEN: u64 = 100;
/// Sitemaps read, and addresses in each.
const SITEMAPS_MAX: usize = 50_000;

/// How far the audit of a log came.
#[derive(Debug, Default)]
struct State {
    origin: String,
    /// Entries looked at.
    size: u64,
    /// What the tiles that are not full hold at this size, level by level.
    rows: Vec<Vec<Hash>>,
    /// The last number and commitment of each article, by its id.
    articles: HashMap<u128, (u32, [u8; 32])>,
    /// Entries when it was last kept.
    kept: u64,
}

/// Looks at every entry of the log, from where the last audit stopped.
pub(crate) async fn log(
    site: &Site,
    known: &Known,
    signed: &mut Signed<'_>,
    steps: &mut Steps<'_>,
) -> Checked<()> {
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
            breaks.extend(state.follows(state.size, entry));
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
    let articles = state.articles.len();
    steps.holds(
        &format!("tutte le {size} voci danno la radice firmata; {articles} articoli, ogni versione dopo quella prima"),
        &format!("all {size} entries make the signed root; {articles} articles, each version after the one before"),
    );
    Ok(())
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
        let mut articles = HashMap::new();
        for line in lines {
            let mut words = line.split(' ');
            let id = u128::from_str_radix(words.next()?, 16).ok()?;
            let number = words.next()?.parse().ok()?;
            articles.insert(id, (number, commitment(words.next()?)?));
        }
        Some(State {
            origin,
            size,
            rows,
            articles,
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
        for (id, (number, commitment)) in &self.articles {
            text.push_str(&format!("{id:x} {number} {}\n", hex::encode(commitment)));
        }
        self.kept = self.size;
        Ok(known.keep_audit(&text)?)
    }

    /// What is amiss with an entry, beside those before it.
    fn follows(&mut self, index: u64, entry: &[u8]) -> Option<(String, String)> {
        let logged = match Statement::read(entry) {
            Ok(Statement::Revision(logged)) => logged,
            Ok(Statement::Key(_)) => return None,
            Ok(Statement::Begun(begun)) => {
                let kept = begun.kept == index;
                return (!kept).then(|| {
                    (
                        format!("la voce {index} dice di seguire {} voci", begun.kept),
                        format!("entry {index} says that it follows {} entries", begun.kept),
                    )
                });
            }
            Err(why) => {
                return Some((
                    format!("la voce {index}: {why}"),
                    format!("entry {index}: {why}"),
                ));
            }
        };
        let id = u128::from_str_radix(&logged.article.replace('-', ""), 16).unwrap_or(0);
        let now = (
            logged.number,
            commitment(&logged.commitment).unwrap_or([0; 32]),
        );
        let follows = match self.articles.insert(id, now) {
            None => logged.number == 1 && logged.previous.is_empty(),
            Some((number, before)) => {
                logged.number == number + 1 && logged.previous == hex::encode(before)
            }
        };
        (!follows).then(|| {
            let (article, number) = (&logged.article, logged.number);
            (
                format!("storia spezzata: la voce {index}, versione {number} di {article}, non segue quella prima"),
                format!("history broken: entry {index}, version {number} of {article}, does not follow the one before"),
            )
        })
    }
}

fn commitment(text: &str) -> Option<[u8; 32]> {
    hex::decode(text).ok()?.try_into().ok()
}

/// Checks every article the site lists in its sitemaps.
pub(crate) async fn articles(
    site: &Site,
    signed: &mut Signed<'_>,
    steps: &mut Steps<'_>,
) -> Checked<()> {
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
    steps.hush();
    let (all, mut checked, mut broken) = (pages.len(), 0_u64, 0_u64);
    for (at, path) in pages.iter().enumerate() {
        // The front, sections and standing pages are no articles and have no data.
        if site.get(&format!("{path}.json")).await?.status == 404 {
            continue;
        }
        match article::check(site, signed, path, steps).await {
            Ok(()) => checked += 1,
            Err(Halt::Broken) => broken += 1,
            Err(halt) => return Err(halt),
        }
        if at % 100 == 99 {
            steps.tells(&format!("{}/{all}", at + 1));
        }
    }
    let words = (
        format!("articoli controllati: {checked}; che non reggono: {broken}"),
        format!("articles checked: {checked}; that do not hold: {broken}"),
    );
    steps.notes(&words.0, &words.1);
    Ok(())
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
