//! Themes: folders of templates, a stylesheet and a `theme.toml`, built in or in the data folder.
//!
//! A theme is looked up file by file: its own folder first, then the theme it `inherits`, down to a built-in one. It
//! is sandboxed: templates see the documented context and nothing else, everything they print is escaped unless
//! this crate made it, and time, memory and output of a page are limited.

mod dress;
mod engine;
mod files;
mod manifest;
mod plate;
mod stylesheet;

pub(crate) use dress::{Dress, asset_name};
pub(crate) use engine::Engine;
pub(crate) use files::Files;
pub use manifest::{Manifest, Tint};
pub use plate::{Letters, Plate};

use crate::words::Tongue;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::RwLock;

/// The theme a title gets when it names none, or one that cannot be used.
pub const DEFAULT: &str = "broadsheet";

/// The themes inside the program.
pub const BUILT_IN: [&str; 2] = ["broadsheet", "plain"];

/// Why a theme cannot be used. Written for whoever runs the newspaper.
#[derive(Debug, thiserror::Error)]
pub enum ThemeFault {
    /// There is no such theme.
    #[error("there is no theme `{0}`, neither built in nor in the themes folder")]
    Unknown(String),
    /// The name is not one a theme can have.
    #[error("`{0}` is not a name for a theme: use small letters, digits and hyphens")]
    Name(String),
    /// Themes inherit from each other in a circle, or through too many.
    #[error("theme `{0}` stands on more than {max} others, or on itself", max = files::INHERIT_MAX - 1)]
    Inheritance(String),
    /// `theme.toml` cannot be read.
    #[error("theme `{theme}`: {what}")]
    Manifest {
        /// The theme.
        theme: String,
        /// What is wrong, with the line where known.
        what: String,
    },
    /// A file is too large or cannot be read.
    #[error("theme `{theme}`, file `{file}`: {what}")]
    File {
        /// The theme.
        theme: String,
        /// The file in it.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// A template does not work.
    #[error("theme `{theme}`, template `{template}`: {what}")]
    Template {
        /// The theme.
        theme: String,
        /// The template.
        template: String,
        /// What is wrong, with file and line.
        what: String,
    },
}

/// What a theme is, for whoever chooses one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThemeAbout {
    /// Its name.
    pub name: String,
    /// None of its files is the newspaper's own.
    pub built_in: bool,
    /// The themes whose files stand in for those it lacks, the nearest first.
    pub under: Vec<String>,
    /// Its own templates, stylesheets and manifest, by name.
    pub files: Vec<String>,
    /// The accent of titles that have none of their own.
    pub accent: Option<Tint>,
    /// The colour of the page.
    pub paper: Option<Tint>,
    /// How the record is printed; of no effect in built-in themes.
    pub record: Option<Plate>,
}

/// A theme, read and ready to print with.
pub(crate) struct Theme {
    pub(crate) name: String,
    pub(crate) manifest: Manifest,
    pub(crate) stylesheet: String,
    /// None of its files is the newspaper's own.
    pub(crate) built_in: bool,
    engines: BTreeMap<&'static str, Engine>,
    /// Dresses made so far, by accent; hashing a stylesheet takes as long as printing a page.
    dresses: RwLock<BTreeMap<String, Dress>>,
}

impl Theme {
    /// Reads a theme: its manifest, its stylesheet, its templates as they are asked for.
    pub(crate) fn load(name: &str, folder: Option<&Path>) -> Result<Theme, ThemeFault> {
        let files = Files::of(name, folder)?;
        let manifest = files.manifest().clone();
        let stylesheet = files.stylesheet()?;
        let built_in = files.is_built_in();
        let engines = Tongue::ALL
            .into_iter()
            .map(|tongue| (engine_key(tongue), Engine::new(files.clone(), tongue)))
            .collect();
        Ok(Theme {
            name: name.to_owned(),
            manifest,
            stylesheet,
            built_in,
            engines,
            dresses: RwLock::default(),
        })
    }

    /// Reads a theme with all that printing would read, so that a mistake is told before readers meet it.
    pub(crate) fn check(name: &str, folder: Option<&Path>) -> Result<(), ThemeFault> {
        let theme = Theme::load(name, folder)?;
        let files = Files::of(name, folder)?;
        theme
            .engines
            .values()
            .try_for_each(|engine| engine.check(&files))
    }

    /// What a theme is, after the same look as [`Theme::check`].
    pub(crate) fn about(name: &str, folder: Option<&Path>) -> Result<ThemeAbout, ThemeFault> {
        Theme::check(name, folder)?;
        let files = Files::of(name, folder)?;
        let manifest = files.manifest().clone();
        Ok(ThemeAbout {
            name: name.to_owned(),
            built_in: files.is_built_in(),
            under: files.under(),
            files: files.own()?,
            accent: manifest.accent,
            paper: manifest.paper,
            record: manifest.record,
        })
    }

    /// The templates with the strings of a language.
    pub(crate) fn engine(&self, tongue: Tongue) -> Option<&Engine> {
        self.engines.get(engine_key(tongue))
    }
}

fn engine_key(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::Italian => "it",
        Tongue::English => "en",
    }
}
