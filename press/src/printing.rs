//! From a context to a page: find the theme, print, see to the guarantees, fall back to a built-in theme.

use crate::context::{Article, Card, Front, HasFrame};
use crate::guarantee::{self, Duty, Place, Times};
use crate::html::Html;
use crate::press::{PressFault, Settings};
use crate::setting::Setting;
use crate::theme::{self, BUILT_IN, DEFAULT, Dress, Theme, ThemeAbout, ThemeFault, Tint};
use minijinja::Value;
use minijinja::value::Serde;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A page to print: what the template sees, and what must be on the paper afterwards.
pub(crate) struct Job {
    context: Value,
    duties: Vec<Duty>,
    language: String,
    direction: &'static str,
}

impl Job {
    pub(crate) fn new<P: HasFrame>(page: &P, duties: Vec<Duty>) -> Job {
        let info = &page.frame().page;
        let mut all = vec![
            duty("head", &info.head, Place::Head),
            duty("skip link", &info.skip, Place::BodyStart),
        ];
        all.extend(duties);
        all.push(duty("colophon", &info.colophon, Place::BodyEnd));
        Job {
            context: Value::from(Serde(page)),
            duties: all,
            language: info.language.clone(),
            direction: info.direction,
        }
    }
}

/// A piece that must be on the page once.
pub(crate) fn duty(name: &'static str, html: &Html, place: Place) -> Duty {
    Duty {
        name,
        html: html.clone(),
        place,
        times: Times::Always(1),
    }
}

/// The labels of cards: each as often as cards that bear it are on the page.
pub(crate) fn cards<'a>(cards: impl IntoIterator<Item = &'a Card>) -> Vec<Duty> {
    let mut bearers: BTreeMap<&str, (&Html, Vec<String>)> = BTreeMap::new();
    for card in cards {
        if !card.mark.is_empty() {
            let (_, paths) = bearers
                .entry(card.mark.as_str())
                .or_insert((&card.mark, Vec::new()));
            paths.push(guarantee::path_of(&card.href).to_owned());
        }
    }
    bearers
        .into_values()
        .map(|(mark, paths)| Duty {
            name: "label of a card",
            html: mark.clone(),
            place: Place::Theme,
            times: Times::PerLink(paths),
        })
        .collect()
}

/// Pieces of a list that must all be there; of equal ones, as many.
pub(crate) fn pieces<'a>(
    name: &'static str,
    place: Place,
    pieces: impl IntoIterator<Item = &'a Html>,
) -> Vec<Duty> {
    let mut duties: Vec<Duty> = Vec::new();
    for piece in pieces {
        match duties.iter_mut().find(|duty| duty.html == *piece) {
            Some(Duty {
                times: Times::Always(times),
                ..
            }) => *times += 1,
            _ => duties.push(duty(name, piece, place)),
        }
    }
    duties
}

/// Themes read so far, and how to read more.
pub(crate) struct Printer {
    settings: Settings,
    themes: RwLock<BTreeMap<String, Arc<Theme>>>,
}

impl std::fmt::Debug for Printer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Printer {
    pub(crate) fn new(settings: Settings) -> Printer {
        Printer {
            settings,
            themes: RwLock::new(BTreeMap::new()),
        }
    }

    pub(crate) fn reload(&self) {
        self.themes
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    pub(crate) fn check(&self, name: &str) -> Result<(), ThemeFault> {
        Theme::check(name, self.settings.themes.as_deref())
    }

    pub(crate) fn about(&self, name: &str) -> Result<ThemeAbout, ThemeFault> {
        Theme::about(name, self.settings.themes.as_deref())
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let mut own: Vec<String> = self
            .settings
            .themes
            .as_deref()
            .and_then(|folder| std::fs::read_dir(folder).ok())
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| !BUILT_IN.contains(&name.as_str()) && self.check(name).is_ok())
            .collect();
        own.sort();
        let built_in = BUILT_IN.iter().map(|name| (*name).to_owned());
        built_in.chain(own).collect()
    }

    pub(crate) fn asset(&self, path: &str) -> Option<(Vec<u8>, &'static str)> {
        let name = theme::asset_name(path)?;
        let own = self.theme(name).ok();
        let asset = own.and_then(|theme| theme.asset(path)).or_else(|| {
            // A page printed with the built-in theme because the newspaper's own one failed.
            BUILT_IN
                .contains(&name)
                .then(|| Theme::load(name, None).ok())
                .flatten()
                .and_then(|theme| theme.asset(path))
        })?;
        Some((asset.bytes, asset.media_type))
    }

    /// Prints a page in the title's theme; in a built-in one where that fails, telling the operator why.
    pub(crate) fn print(
        &self,
        setting: &Setting<'_>,
        kind: &'static str,
        job: impl Fn(&Dress) -> Job,
    ) -> Result<String, PressFault> {
        let wanted = setting.title.theme.as_str();
        let wanted = if wanted.is_empty() { DEFAULT } else { wanted };
        let printed = self
            .theme(wanted)
            .map_err(PressFault::from)
            .and_then(|theme| print_in(&theme, setting, kind, &job));
        let fault = match printed {
            Ok(page) => return Ok(page),
            Err(fault) => fault,
        };
        tracing::error!(
            theme = wanted,
            page = kind,
            "The theme cannot print this page, readers get the built-in one: {fault}"
        );
        let spare = if BUILT_IN.contains(&wanted) {
            wanted
        } else {
            DEFAULT
        };
        let spare = Theme::load(spare, None)?;
        print_in(&spare, setting, kind, &job)
    }

    /// The accent a title is printed in, on light paper.
    pub(crate) fn accent(&self, setting: &Setting<'_>) -> Result<String, ThemeFault> {
        let wanted = setting.title.theme.as_str();
        let wanted = if wanted.is_empty() { DEFAULT } else { wanted };
        Ok(dress(&*self.theme(wanted)?, setting).accent)
    }

    /// Whether themes are read for every page.
    pub(crate) fn reads_again(&self) -> bool {
        self.settings.live_reload
    }

    fn theme(&self, name: &str) -> Result<Arc<Theme>, ThemeFault> {
        if self.settings.live_reload {
            return Theme::load(name, self.settings.themes.as_deref()).map(Arc::new);
        }
        if let Some(theme) = self
            .themes
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
        {
            return Ok(Arc::clone(theme));
        }
        let theme = Arc::new(Theme::load(name, self.settings.themes.as_deref())?);
        self.themes
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.to_owned(), Arc::clone(&theme));
        Ok(theme)
    }
}

/// What a title wears in a theme.
fn dress(theme: &Theme, setting: &Setting<'_>) -> Dress {
    let accent = setting.title.accent.as_ref().map(|accent| Tint {
        light: accent.light.clone(),
        dark: accent.dark.clone(),
    });
    Dress::of(theme, accent.as_ref())
}

fn print_in(
    theme: &Theme,
    setting: &Setting<'_>,
    kind: &'static str,
    job: &impl Fn(&Dress) -> Job,
) -> Result<String, PressFault> {
    let job = job(&dress(theme, setting));
    let engine = theme
        .engine(setting.words.tongue())
        .ok_or_else(|| ThemeFault::Unknown(theme.name.clone()))?;
    let page = engine.render(&format!("{kind}.html"), job.context)?;
    // Our own templates hide nothing, which the tests hold: a look at their pages is enough.
    if theme.built_in && guarantee::at_a_glance(&page, &job.duties, &job.language, job.direction) {
        return Ok(page);
    }
    let kept =
        guarantee::keep(page, &job.duties, &job.language, job.direction).map_err(|piece| {
            PressFault::Incomplete {
                theme: theme.name.clone(),
                kind,
                piece,
            }
        })?;
    if !kept.forgotten.is_empty() {
        tracing::warn!(
            theme = theme.name,
            page = kind,
            "The theme does not show {}; it was put in",
            kept.forgotten.join(", ")
        );
    }
    Ok(kept.page)
}

/// Every card of a front.
pub(crate) fn front_cards(front: &Front) -> impl Iterator<Item = &Card> {
    front
        .lead
        .iter()
        .chain(&front.secondary)
        .chain(&front.featured)
        .chain(&front.river)
        .chain(front.blocks.iter().flat_map(|block| &block.cards))
        .chain(&front.latest)
        .chain(&front.most_read)
}

/// The pieces no theme can hide.
pub(crate) fn record(article: &Article) -> Vec<Duty> {
    let places = [
        // Put in one after the other at the same place, so the last one here is read first.
        ("report link", &article.report, Place::BodyEnd),
        ("disclosure", &article.disclosure, Place::BodyEnd),
        ("sources", &article.sources, Place::BodyEnd),
        ("notes", &article.notes, Place::UnderHeadline),
        ("record strip", &article.record, Place::UnderHeadline),
        ("byline", &article.byline, Place::UnderHeadline),
        ("labels", &article.labels, Place::UnderHeadline),
    ];
    places
        .into_iter()
        .map(|(name, html, place)| duty(name, html, place))
        .collect()
}
