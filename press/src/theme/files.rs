//! Where the files of a theme come from: layers of folders, the theme's own first, a built-in one last.

use super::manifest::Manifest;
use super::{BUILT_IN, DEFAULT, ThemeFault, plate, stylesheet};
use rust_embed::RustEmbed;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Themes one is made of: itself and those it inherits from.
pub(crate) const INHERIT_MAX: usize = 4;

/// Files of a folder of a theme that are looked at.
const FILES_MAX: usize = 1_000;

/// Folders in folders of a theme.
const FOLDERS_DEEP_MAX: usize = 4;

/// Bytes of one file of a theme.
const FILE_BYTES_MAX: u64 = 256 * 1024;

#[derive(RustEmbed)]
#[folder = "themes/"]
struct Embedded;

#[derive(Debug, Clone)]
enum Layer {
    Folder { name: String, path: PathBuf },
    BuiltIn { name: String },
}

/// The files of a theme and of those it inherits from.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    theme: String,
    layers: Vec<Layer>,
    manifest: Manifest,
}

impl Files {
    /// Follows the inheritance of a theme. `folder` is the themes folder of the data folder.
    pub(crate) fn of(theme: &str, folder: Option<&Path>) -> Result<Files, ThemeFault> {
        let mut layers = Vec::new();
        let mut merged: Option<Manifest> = None;
        let mut next = Some(theme.to_owned());
        while let Some(name) = next.take() {
            if layers.len() >= INHERIT_MAX {
                return Err(ThemeFault::Inheritance(theme.to_owned()));
            }
            let inside_itself = layers
                .iter()
                .any(|layer| matches!(layer, Layer::Folder { name: seen, .. } if *seen == name));
            let layer = Layer::find(&name, folder.filter(|_| !inside_itself))?;
            let manifest = layer.manifest()?;
            next = match layer {
                Layer::Folder { .. } => Some(
                    manifest
                        .inherits
                        .clone()
                        .unwrap_or_else(|| parent_of(&name)),
                ),
                Layer::BuiltIn { .. } => manifest.inherits.clone(),
            };
            merged = Some(match merged {
                None => manifest,
                Some(upper) => Manifest {
                    accent: upper.accent.or(manifest.accent),
                    paper: upper.paper.or(manifest.paper),
                    record: match upper.record {
                        Some(plate) => Some(plate.over(manifest.record)),
                        None => manifest.record,
                    },
                    ..upper
                },
            });
            layers.push(layer);
        }
        let manifest = merged.ok_or_else(|| ThemeFault::Unknown(theme.to_owned()))?;
        let files = Files {
            theme: theme.to_owned(),
            layers,
            manifest,
        };
        if !files.is_built_in() {
            plate::check(&files.manifest).map_err(|what| ThemeFault::Manifest {
                theme: theme.to_owned(),
                what,
            })?;
        }
        Ok(files)
    }

    /// Whether every file of it is inside the program.
    pub(crate) fn is_built_in(&self) -> bool {
        self.layers
            .iter()
            .all(|layer| matches!(layer, Layer::BuiltIn { .. }))
    }

    /// The themes it stands on, the nearest first; one that takes the place of a built-in theme stands on that.
    pub(super) fn under(&self) -> Vec<String> {
        let under = self.layers.iter().skip(1);
        under.map(|layer| layer.name().to_owned()).collect()
    }

    /// The files of its own folder that count, by name; of a built-in theme those in the program.
    pub(super) fn own(&self) -> Result<Vec<String>, ThemeFault> {
        let Some(layer) = self.layers.first() else {
            return Ok(Vec::new());
        };
        let mut own = layer.templates()?;
        for file in ["theme.toml", "theme.css", "more.css"] {
            if layer.text(file)?.is_some() {
                own.push(file.to_owned());
            }
        }
        own.sort_unstable();
        Ok(own)
    }

    pub(crate) fn theme(&self) -> &str {
        &self.theme
    }

    /// The manifest, with what it leaves out taken from the themes below.
    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The text of a file in the uppermost layer that has it.
    pub(crate) fn text(&self, file: &str) -> Result<Option<String>, ThemeFault> {
        if !is_inside(file) {
            return Ok(None);
        }
        for layer in &self.layers {
            if let Some(text) = layer.text(file)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// Every template of every layer, uppermost first: theme, file, text.
    pub(crate) fn templates(&self) -> Result<Vec<(String, String, String)>, ThemeFault> {
        let mut all = Vec::new();
        for layer in &self.layers {
            for file in layer.templates()? {
                if let Some(text) = layer.text(&file)? {
                    all.push((layer.name().to_owned(), file, text));
                }
            }
        }
        Ok(all)
    }

    /// `theme.css` of the uppermost layer that has one, then every `more.css` above it, lowest first.
    pub(crate) fn stylesheet(&self) -> Result<String, ThemeFault> {
        let mut additions = Vec::new();
        let mut out = String::new();
        for layer in &self.layers {
            additions.extend(layer.css("more.css")?);
            if let Some(text) = layer.css("theme.css")? {
                out = text;
                break;
            }
        }
        for addition in additions.iter().rev() {
            out.push('\n');
            out.push_str(addition);
        }
        Ok(out)
    }
}

/// The theme under one that names none: the built-in one it takes the place of, or the default.
fn parent_of(name: &str) -> String {
    if BUILT_IN.contains(&name) {
        name.to_owned()
    } else {
        DEFAULT.to_owned()
    }
}

impl Layer {
    fn find(name: &str, folder: Option<&Path>) -> Result<Layer, ThemeFault> {
        if !is_name(name) {
            return Err(ThemeFault::Name(name.to_owned()));
        }
        let own = folder
            .map(|folder| folder.join(name))
            .filter(|path| path.is_dir());
        match own {
            Some(path) => Ok(Layer::Folder {
                name: name.to_owned(),
                path,
            }),
            None if BUILT_IN.contains(&name) => Ok(Layer::BuiltIn {
                name: name.to_owned(),
            }),
            None => Err(ThemeFault::Unknown(name.to_owned())),
        }
    }

    fn name(&self) -> &str {
        match self {
            Layer::Folder { name, .. } | Layer::BuiltIn { name } => name,
        }
    }

    fn manifest(&self) -> Result<Manifest, ThemeFault> {
        let fault = |what: String| ThemeFault::Manifest {
            theme: self.name().to_owned(),
            what,
        };
        match self.text("theme.toml")? {
            Some(text) => Manifest::read(&text).map_err(fault),
            // A folder that only takes the place of some files of a built-in theme has nothing more to say.
            None if BUILT_IN.contains(&self.name()) => Ok(Manifest::silent()),
            None => Err(fault(
                "it has no theme.toml; write one with the line `context = 1`".to_owned(),
            )),
        }
    }

    /// The names of its templates: those templates can name, in the folder itself and in `parts`.
    fn templates(&self) -> Result<Vec<String>, ThemeFault> {
        let mut names: Vec<String> = match self {
            Layer::BuiltIn { name } => Embedded::iter()
                .filter_map(|file| Some(file.strip_prefix(name)?.strip_prefix('/')?.to_owned()))
                .collect(),
            Layer::Folder { path, .. } => self.files_in(path, "", 0)?,
        };
        names.retain(|name| name.ends_with(".html") && is_inside(name));
        names.sort_unstable();
        Ok(names)
    }

    fn files_in(
        &self,
        folder: &Path,
        under: &str,
        depth: usize,
    ) -> Result<Vec<String>, ThemeFault> {
        let fault = |error: std::io::Error| self.fault(under, error.to_string());
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(fault)?.take(FILES_MAX) {
            let entry = entry.map_err(fault)?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let name = format!("{under}{name}");
            if !entry.path().is_dir() {
                names.push(name);
            } else if depth < FOLDERS_DEEP_MAX {
                names.extend(self.files_in(&entry.path(), &format!("{name}/"), depth + 1)?);
            }
        }
        Ok(names)
    }

    /// A stylesheet, fenced in.
    fn css(&self, file: &str) -> Result<Option<String>, ThemeFault> {
        self.text(file)?
            .map(|css| stylesheet::fenced(&css).map_err(|what| self.fault(file, what)))
            .transpose()
    }

    fn fault(&self, file: &str, what: String) -> ThemeFault {
        ThemeFault::File {
            theme: self.name().to_owned(),
            file: file.to_owned(),
            what,
        }
    }

    fn text(&self, file: &str) -> Result<Option<String>, ThemeFault> {
        let fault = |what: String| self.fault(file, what);
        match self {
            Layer::BuiltIn { name } => Ok(Embedded::get(&format!("{name}/{file}"))
                .map(|found| String::from_utf8_lossy(&found.data).into_owned())),
            Layer::Folder { path, .. } => {
                let path = path.join(file);
                if !path.is_file() {
                    return Ok(None);
                }
                let mut text = String::new();
                fs::File::open(&path)
                    .and_then(|opened| opened.take(FILE_BYTES_MAX + 1).read_to_string(&mut text))
                    .map_err(|e| fault(e.to_string()))?;
                if u64::try_from(text.len()).unwrap_or(u64::MAX) > FILE_BYTES_MAX {
                    return Err(fault(format!("it is larger than {FILE_BYTES_MAX} bytes")));
                }
                Ok(Some(text))
            }
        }
    }
}

/// Names of themes are also names of folders and parts of addresses.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Whether a file name stays inside its folder.
fn is_inside(file: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    file.split('/').all(part)
}
