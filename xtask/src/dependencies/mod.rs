//! Other people's code: where it comes from, under which licence, and why it is here.
//!
//! Reads what `cargo metadata` says of the whole tree, for all platforms and features, so that nothing slips in
//! through a platform that nobody here uses.

mod licence;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::fault::{Fault, Result};
use crate::run::{self, cargo};

/// Licences whose terms an operator can keep by passing on the licence texts. MPL-2.0 asks to publish changes to
/// the files under it, and we change none.
const LICENCES_ALLOWED: [&str; 17] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "IJG",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "WTFPL",
    "Zlib",
];

/// The only place code may come from, as cargo writes it.
const REGISTRY: &str = "registry+";

/// What is wrong with the dependencies, one line each.
///
/// # Errors
/// When cargo cannot tell the tree or a manifest cannot be read.
pub fn complaints(root: &Path) -> Result<Vec<String>> {
    let tree = run::output(
        cargo()
            .args([
                "metadata",
                "--locked",
                "--all-features",
                "--format-version=1",
            ])
            .current_dir(root),
    )?;
    let tree: Value =
        serde_json::from_str(&tree).map_err(Fault::during("cannot read cargo's metadata"))?;
    let manifest = root.join("Cargo.toml");
    let manifest = fs::read_to_string(&manifest)
        .map_err(Fault::during(format!("cannot read {}", manifest.display())))?;

    let mut complaints = Vec::new();
    complaints.extend(of_packages(&tree));
    complaints.extend(without_reason(&manifest));
    complaints.extend(unused(&manifest, &tree));
    complaints.extend(unused_by_members(&tree)?);
    complaints.sort();
    Ok(complaints)
}

/// Licence and origin of every package of the tree.
fn of_packages(tree: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    for package in packages(tree) {
        let text = |field: &str| package[field].as_str().unwrap_or_default();
        let name = format!("{} {}", text("name"), text("version"));
        if let Some(source) = package["source"].as_str()
            && !source.starts_with(REGISTRY)
        {
            complaints.push(format!(
                "{name}: comes from {source}: only released packages can be named again in ten years"
            ));
        }
        if let Err(why) = licence::check(text("license"), &LICENCES_ALLOWED) {
            complaints.push(format!("{name}: {why}"));
        }
    }
    complaints
}

/// Dependencies of the workspace that do not say why they are here: a comment stands above each, or above the
/// group of lines it belongs to.
fn without_reason(manifest: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut argued = false;
    for line in section(manifest, "[workspace.dependencies]") {
        if line.starts_with('#') {
            argued = true;
        } else if line.is_empty() {
            argued = false;
        } else if let Some(name) = key(line)
            && !argued
        {
            complaints.push(format!(
                "Cargo.toml: {name} does not say why it is here: write its reason as a comment above it"
            ));
        }
    }
    complaints
}

/// Dependencies of the workspace that no member uses.
fn unused(manifest: &str, tree: &Value) -> Vec<String> {
    let used: BTreeSet<&str> = packages(tree)
        .iter()
        .filter(|package| package["source"].is_null())
        .flat_map(|package| {
            package["dependencies"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default()
        })
        .filter_map(|dependency| dependency["name"].as_str())
        .collect();
    section(manifest, "[workspace.dependencies]")
        .filter_map(key)
        .filter(|name| !used.contains(name))
        .map(|name| format!("Cargo.toml: {name} is used by no crate of the workspace: take it out"))
        .collect()
}

/// Dependencies of members whose own files never name them.
fn unused_by_members(tree: &Value) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for member in packages(tree)
        .iter()
        .filter(|package| package["source"].is_null())
    {
        let folder = Path::new(member["manifest_path"].as_str().unwrap_or_default()).parent();
        let mut sources = String::new();
        gather(folder.unwrap_or(Path::new("")), &mut sources)?;
        let dependencies = member["dependencies"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        for name in dependencies
            .iter()
            .filter_map(|dependency| dependency["name"].as_str())
        {
            if !names(&sources, library(tree, name)) {
                let member = member["name"].as_str().unwrap_or_default();
                complaints.push(format!(
                    "{member}/Cargo.toml: {name} is named nowhere in {member}: take it out"
                ));
            }
        }
    }
    Ok(complaints)
}

/// What code calls a package: the name of its library, which need not be its own.
fn library<'t>(tree: &'t Value, package: &'t str) -> &'t str {
    let targets = packages(tree)
        .iter()
        .filter(|other| other["name"] == package)
        .flat_map(|other| {
            other["targets"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default()
        });
    targets
        .filter(|target| {
            target["kind"].as_array().is_some_and(|kinds| {
                kinds.iter().any(|kind| {
                    kind.as_str()
                        .is_some_and(|kind| kind.contains("lib") || kind == "proc-macro")
                })
            })
        })
        .find_map(|target| target["name"].as_str())
        .unwrap_or(package)
}

/// Adds all Rust files of a folder, one after another.
fn gather(folder: &Path, sources: &mut String) -> Result<()> {
    let doing = || format!("cannot read {}", folder.display());
    for entry in fs::read_dir(folder).map_err(Fault::during(doing()))? {
        let path = entry.map_err(Fault::during(doing()))?.path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
            gather(&path, sources)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            sources.push_str(&fs::read_to_string(&path).map_err(Fault::during(doing()))?);
        }
    }
    Ok(())
}

/// True when code names the package: a path or a `use` begins with its name as Rust writes it.
fn names(sources: &str, package: &str) -> bool {
    let word = package.replace('-', "_");
    sources.match_indices(&word).any(|(at, _)| {
        let before = sources[..at].chars().next_back();
        let after = &sources[at + word.len()..];
        let whole = !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
        whole && (after.starts_with("::") || after.starts_with(';') || after.starts_with(" as "))
    })
}

fn packages(tree: &Value) -> &[Value] {
    tree["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// The lines of one table of a manifest, trimmed.
fn section<'a>(manifest: &'a str, header: &'a str) -> impl Iterator<Item = &'a str> {
    manifest
        .lines()
        .map(str::trim)
        .skip_while(move |line| *line != header)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
}

/// The name on the left of a line `name = …`.
fn key(line: &str) -> Option<&str> {
    if line.starts_with('#') {
        return None;
    }
    line.split_once('=').map(|(name, _)| name.trim())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const MANIFEST: &str = r#"
[workspace]
members = ["paper"]

[workspace.dependencies]
# Errors.
thiserror = "2"
anyhow = "1"

leftpad = "1"

[profile.dev]
debug = 0
"#;

    #[test]
    fn a_dependency_without_a_reason_is_named() {
        assert_eq!(
            without_reason(MANIFEST),
            [
                "Cargo.toml: leftpad does not say why it is here: write its reason as a comment above it"
            ]
        );
    }

    #[test]
    fn a_dependency_nobody_uses_is_named() {
        let tree = json!({"packages": [
            {"name": "paper", "source": null, "dependencies": [{"name": "thiserror"}, {"name": "leftpad"}]},
            {"name": "other", "source": "registry+there", "dependencies": [{"name": "anyhow"}]},
        ]});
        assert_eq!(
            unused(MANIFEST, &tree),
            ["Cargo.toml: anyhow is used by no crate of the workspace: take it out"]
        );
    }

    #[test]
    fn a_package_is_used_where_code_names_it() {
        let sources =
            "use serde_json::Value;\nuse my_url::Url;\n// tokio is fast\nextern crate hex;\n";
        let used: Vec<&str> = ["serde-json", "serde_json", "url", "tokio", "hex"]
            .into_iter()
            .filter(|package| names(sources, package))
            .collect();
        assert_eq!(used, ["serde-json", "serde_json", "hex"]);
    }

    #[test]
    fn foreign_sources_and_licences_are_named() {
        let tree = json!({"packages": [
            {"name": "a", "version": "1.0.0", "source": "registry+there", "license": "MIT"},
            {"name": "b", "version": "1.0.0", "source": "git+somewhere", "license": "MIT"},
            {"name": "c", "version": "1.0.0", "source": "registry+there", "license": "AGPL-3.0-only"},
        ]});
        assert_eq!(
            of_packages(&tree),
            [
                "b 1.0.0: comes from git+somewhere: only released packages can be named again in ten years",
                "c 1.0.0: licence AGPL-3.0-only is not among those allowed",
            ]
        );
    }
}
