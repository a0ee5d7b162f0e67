//! Links between our own documents: each leads to a file that is there.

use std::path::{Component, Path, PathBuf};

/// Links of a document that lead to no file, one line each.
pub fn complaints(root: &Path, path: &str, text: &str) -> Vec<String> {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut complaints = Vec::new();
    let mut in_example = false;
    for (number, line) in text.lines().enumerate() {
        in_example ^= line.trim_start().starts_with("```");
        if in_example {
            continue;
        }
        for target in targets(&without_code(line)) {
            let there = within(&folder.join(target)).is_some_and(|file| root.join(file).exists());
            if !there {
                complaints.push(format!(
                    "{path}:{}: `{target}`: the link leads to no file of the project, and a reader who follows it \
                     stops trusting the page",
                    number + 1
                ));
            }
        }
    }
    complaints
}

/// The line without what stands between grave accents: an example of a link leads nowhere.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

/// The targets of Markdown links in a line that are files: no addresses, no places within the page.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ', '#']).next())
        .filter(|target| !target.is_empty() && !target.contains(':') && !target.starts_with('/'))
}

/// The path without `.` and `..`; none if it leaves the project.
fn within(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => plain.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::root;

    fn about(text: &str) -> usize {
        complaints(&root(), "xtask/notes.md", text).len()
    }

    #[test]
    fn a_link_to_nothing_is_named() {
        assert_eq!(
            about("See [the rules](src/tidy/mod.rs) and ![a picture](../gone.png \"Gone\")."),
            1
        );
        assert_eq!(about("[outside](../../secret)"), 1);
    }

    #[test]
    fn an_example_of_a_link_is_no_link() {
        assert_eq!(
            about("Write `![a](b.png)`.\n\n```markdown\n[c](d.md)\n```\n"),
            0
        );
        assert_eq!(about("```\n```\n[c](d.md)\n"), 1);
    }

    #[test]
    fn addresses_and_places_are_not_files() {
        assert_eq!(
            about(
                "[a](https://example.org/x) [b](#here) [c](../CONTRIBUTING.md#tests) [d](/imprint)"
            ),
            0
        );
    }
}
