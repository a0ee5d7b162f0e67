//! Where what lies in an archive: the only paths there are. Names are ids, hashes and words of ours, so that nothing written
//! in a newspaper is ever the name of a file.

use paper::carrying::{Table, tables};
use paper::id::{ArticleId, PictureId};
use paper::pictures;

/// Name and version of the format.
pub const FORMAT: &str = "colophon/archive/1";
/// What the archive says of itself.
pub(crate) const MANIFEST: &str = "archive.json";
/// The hash of every other file, in a form `sha256sum --check` reads.
pub(crate) const SUMS: &str = "SHA256SUMS";
/// A page for people.
pub(crate) const README: &str = "README.txt";
/// Settings of the installation, without secrets.
pub(crate) const SETTINGS: &str = "settings.json";
const RECORD: &str = "record";
const ARTICLES: &str = "articles";
const MEDIA: &str = "media";
const THEMES: &str = "themes";
/// Articles in a folder.
pub(crate) const FOLDER_ARTICLES: u64 = 500;
/// Digits of such a folder's number.
const FOLDER_DIGITS: usize = 6;
/// Folders within each other under `themes`.
const DEPTH_MAX: usize = 8;
/// Longest part of the path of a theme's file, bytes.
const PART_BYTES_MAX: usize = 100;
/// Longest path, bytes.
pub(crate) const PATH_BYTES_MAX: usize = 400;

/// A file of an archive.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Member<'a> {
    /// Rows of a table that belongs to no article, a line each.
    Rows(&'static Table),
    /// The file of a picture or document.
    Media(PictureId, &'a str),
    /// Everything of an article.
    Article(ArticleId),
    /// The same for people.
    Text,
    /// A file of the newspaper's own themes; the path under `themes`.
    Theme(&'a str),
    /// What is read by people alone.
    Page,
    /// What the archive says of itself.
    Manifest,
}

impl Member<'_> {
    /// The file at this path, if it is one of those there are.
    pub(crate) fn parse(path: &str) -> Option<Member<'_>> {
        if path.len() > PATH_BYTES_MAX {
            return None;
        }
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [MANIFEST] => Some(Member::Manifest),
            [README | SETTINGS] => Some(Member::Page),
            [RECORD, file] => {
                let table = Table::named(file.strip_suffix(".jsonl")?)?;
                let own = tables::ARTICLES.iter().all(|of| of.name != table.name);
                own.then_some(Member::Rows(table))
            }
            [MEDIA, id, file] => {
                let picture = PictureId::parse(id).filter(|parsed| parsed.to_string() == *id)?;
                pictures::is_original(file).then_some(Member::Media(picture, file))
            }
            [ARTICLES, folder, file] => {
                let plain = |b: u8| b.is_ascii_digit();
                let (id, ending) = file.split_once('.')?;
                let article = ArticleId::parse(id).filter(|parsed| parsed.to_string() == id)?;
                let folder = folder.len() >= FOLDER_DIGITS && folder.bytes().all(plain);
                match ending {
                    "json" if folder => Some(Member::Article(article)),
                    "md" if folder => Some(Member::Text),
                    _ => None,
                }
            }
            [THEMES, rest @ ..] => {
                let fits = (1..=DEPTH_MAX).contains(&rest.len()) && rest.iter().all(is_plain);
                fits.then(|| Member::Theme(path.split_once('/').map_or("", |(_, rest)| rest)))
            }
            _ => None,
        }
    }

    /// Where it stands among the others: what names something comes after it.
    pub(crate) fn rank(&self) -> usize {
        let first = tables::BEFORE.len();
        let after = first + tables::ARTICLES.len();
        match self {
            Member::Rows(table) if table.place() < first => table.place(),
            Member::Media(..) => first,
            Member::Article(_) | Member::Text => first + 1,
            Member::Rows(table) => table.place().max(after) + 2,
            Member::Theme(_) => usize::MAX - 2,
            Member::Page => usize::MAX - 1,
            Member::Manifest => usize::MAX,
        }
    }
}

/// A part of the path of a theme's file: plain ASCII that neither climbs nor hides.
pub(crate) fn is_plain(part: &&str) -> bool {
    !part.is_empty()
        && part.len() <= PART_BYTES_MAX
        && !part.starts_with('.')
        && part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// Where the rows of a table lie.
pub(crate) fn rows(table: &Table) -> String {
    format!("{RECORD}/{}.jsonl", table.name)
}

/// Where an article lies, counted from 0, without the ending.
pub(crate) fn article(number: u64, id: ArticleId) -> String {
    let folder = number / FOLDER_ARTICLES;
    format!("{ARTICLES}/{folder:0FOLDER_DIGITS$}/{id}")
}

/// Where the file of a picture lies.
pub(crate) fn media(picture: &str, name: &str) -> String {
    format!("{MEDIA}/{picture}/{name}")
}

/// Where a file of a theme lies.
pub(crate) fn theme(path: &str) -> String {
    format!("{THEMES}/{path}")
}

#[cfg(test)]
mod tests {
    use super::Member;

    #[test]
    fn only_our_own_names_are_paths_of_an_archive() {
        let id = "0195a1b2-0000-7000-8000-000000000001";
        let hash = "0123456789abcdef0123456789abcdef";
        for good in [
            "archive.json".to_owned(),
            "record/titles.jsonl".to_owned(),
            format!("media/{id}/{hash}.webp"),
            format!("articles/000000/{id}.json"),
            format!("articles/000001/{id}.md"),
            "themes/own/templates/article.html".to_owned(),
        ] {
            assert!(Member::parse(&good).is_some(), "{good}");
        }
        for bad in [
            "".to_owned(),
            "/etc/passwd".to_owned(),
            "../colophon.db".to_owned(),
            "record/../colophon.toml".to_owned(),
            "record/revisions.jsonl".to_owned(),
            "record/tokens.jsonl".to_owned(),
            format!("media/{id}/../{hash}.webp"),
            format!("media/{id}/{hash}.html"),
            format!("media/{}/{hash}.webp", id.to_uppercase()),
            format!("articles/0/{id}.json"),
            format!("articles/000000/{id}.json.md"),
            "themes/../colophon.toml".to_owned(),
            "themes/.hidden".to_owned(),
            "themes".to_owned(),
            "themes/own/\u{202e}x".to_owned(),
            "SHA256SUMS".to_owned(),
        ] {
            assert!(Member::parse(&bad).is_none(), "{bad}");
        }
    }
}
