//! A running site asked over its REST API (`/wp-json/wp/v2/`), for a newsroom without an export file.
//!
//! The answers are kept as they came, a file a page, so that asking goes on where it stopped; once all are there they are
//! written down as an export, which then moves in like any other. Only what the site shows to everybody is in them.

use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Items of one answer: the most the API gives.
pub const PER_PAGE: u32 = 100;
/// Pages of one kind asked for at most.
pub const PAGES_MAX: u32 = 100_000;
/// Comments kept in memory while they are put under their posts.
const COMMENTS_MAX: usize = 500_000;

/// What is asked for, in this order.
pub const KINDS: [&str; 7] = [
    "users",
    "categories",
    "tags",
    "media",
    "comments",
    "pages",
    "posts",
];

/// Why answers cannot be made an export.
#[derive(Debug)]
pub enum Unfit {
    /// A file of answers cannot be read or written.
    Disk(PathBuf, io::Error),
    /// An answer is none of this API.
    Answer(String),
    /// More comments than are put in order.
    TooMany,
}

/// The address of a page of answers. Old items first, so that what comes while it is asked is on the last page.
pub fn address(site: &str, kind: &str, page: u32) -> String {
    let site = site.trim_end_matches('/');
    let order = match kind {
        "users" | "categories" | "tags" => "&orderby=id&order=asc",
        _ => "&orderby=date&order=asc",
    };
    format!("{site}/wp-json/wp/v2/{kind}?per_page={PER_PAGE}&page={page}{order}")
}

/// The file a page of answers is kept in.
pub fn file(folder: &Path, kind: &str, page: u32) -> PathBuf {
    folder.join(format!("{kind}-{page:06}.json"))
}

/// How many items an answer holds.
///
/// # Errors
/// Where it is none of this API.
pub fn count(bytes: &[u8]) -> Result<usize, Unfit> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Array(items)) => Ok(items.len()),
        Ok(other) => Err(Unfit::Answer(
            other["message"].as_str().unwrap_or("no list").to_owned(),
        )),
        Err(error) => Err(Unfit::Answer(error.to_string())),
    }
}

/// Writes the export of all answers in a folder, beside them; the file.
///
/// # Errors
/// As [`Unfit`].
pub fn export(folder: &Path, site: &str) -> Result<PathBuf, Unfit> {
    let path = folder.join("export.xml");
    let failed = |error: io::Error| Unfit::Disk(path.clone(), error);
    let mut out = BufWriter::new(File::create(&path).map_err(failed)?);
    let mut writing = Writing::default();
    let head = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\"><channel>\n",
        &element("wp:base_blog_url", site.trim_end_matches('/')),
    ];
    out.write_all(head.concat().as_bytes()).map_err(failed)?;
    for kind in KINDS {
        for page in 1..=PAGES_MAX {
            let from = file(folder, kind, page);
            let bytes = match fs::read(&from) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                Err(error) => return Err(Unfit::Disk(from, error)),
            };
            let items: Vec<Value> = serde_json::from_slice(&bytes)
                .map_err(|error| Unfit::Answer(format!("{}: {error}", from.display())))?;
            for item in items {
                let text = writing.one(kind, &item)?;
                out.write_all(text.as_bytes()).map_err(failed)?;
            }
        }
    }
    out.write_all(b"</channel></rss>\n").map_err(failed)?;
    out.flush().map_err(failed)?;
    Ok(path)
}

fn quoted(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", quoted(text))
}

/// A field that is text, or a number written as one.
fn text(item: &Value, name: &str) -> String {
    match &item[name] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(is) => is.to_string(),
        _ => String::new(),
    }
}

fn rendered(item: &Value, name: &str) -> String {
    item[name]["rendered"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// `2019-05-17T08:30:00` as exports write it.
fn time(item: &Value, name: &str) -> String {
    text(item, name).replace('T', " ")
}

/// What was written already, as far as later items name it.
#[derive(Default)]
struct Writing {
    people: BTreeMap<String, String>,
    terms: HashMap<String, (String, String)>,
    comments: HashMap<String, Vec<String>>,
    kept: usize,
}

impl Writing {
    fn one(&mut self, kind: &str, item: &Value) -> Result<String, Unfit> {
        let id = text(item, "id");
        Ok(match kind {
            "users" => {
                let slug = text(item, "slug");
                self.people.insert(id.clone(), slug.clone());
                let fields = [
                    element("wp:author_id", &id),
                    element("wp:author_login", &slug),
                    element("wp:author_display_name", &text(item, "name")),
                ];
                format!("<wp:author>{}</wp:author>\n", fields.concat())
            }
            "categories" | "tags" => self.term(kind, item, &id),
            "comments" => {
                self.comment(item, &id)?;
                String::new()
            }
            "media" => self.item(item, &id, "attachment"),
            "pages" => self.item(item, &id, "page"),
            _ => self.item(item, &id, "post"),
        })
    }

    fn term(&mut self, kind: &str, item: &Value, id: &str) -> String {
        let (slug, name) = (text(item, "slug"), text(item, "name"));
        let category = kind == "categories";
        let (wrap, word, parent, called, about) = match category {
            true => (
                "wp:category",
                "wp:category_nicename",
                "wp:category_parent",
                "wp:cat_name",
                "wp:category_description",
            ),
            false => (
                "wp:tag",
                "wp:tag_slug",
                "wp:tag_parent",
                "wp:tag_name",
                "wp:tag_description",
            ),
        };
        let above = self
            .terms
            .get(&format!("categories {}", text(item, "parent")))
            .map(|(slug, _)| slug.clone())
            .unwrap_or_default();
        let fields = [
            element("wp:term_id", id),
            element(word, &slug),
            element(parent, &above),
            element(called, &name),
            element(about, &text(item, "description")),
        ];
        self.terms.insert(format!("{kind} {id}"), (slug, name));
        format!("<{wrap}>{}</{wrap}>\n", fields.concat())
    }

    fn comment(&mut self, item: &Value, id: &str) -> Result<(), Unfit> {
        self.kept += 1;
        if self.kept > COMMENTS_MAX {
            return Err(Unfit::TooMany);
        }
        let fields = [
            element("wp:comment_id", id),
            element("wp:comment_author", &text(item, "author_name")),
            element("wp:comment_date", &time(item, "date")),
            element("wp:comment_date_gmt", &time(item, "date_gmt")),
            element("wp:comment_content", &rendered(item, "content")),
            element("wp:comment_approved", "1"),
            element("wp:comment_type", &text(item, "type")),
            element("wp:comment_parent", &text(item, "parent")),
        ];
        let whole = format!("<wp:comment>{}</wp:comment>\n", fields.concat());
        self.comments
            .entry(text(item, "post"))
            .or_default()
            .push(whole);
        Ok(())
    }

    fn item(&mut self, item: &Value, id: &str, sort: &str) -> String {
        let author = text(item, "author");
        // A site that names none of its people still says which of them wrote it.
        let login = match self.people.get(&author) {
            Some(login) => login.clone(),
            None if author.is_empty() || author == "0" => String::new(),
            None => format!("author-{author}"),
        };
        let protected = item["content"]["protected"] == Value::Bool(true);
        let mut fields = vec![
            element("title", &rendered(item, "title")),
            element("link", &text(item, "link")),
            element("dc:creator", &login),
            element("content:encoded", &rendered(item, "content")),
            element("excerpt:encoded", &rendered(item, "excerpt")),
            element("wp:post_id", id),
            element("wp:post_date", &time(item, "date")),
            element("wp:post_date_gmt", &time(item, "date_gmt")),
            element("wp:comment_status", &text(item, "comment_status")),
            element("wp:post_name", &text(item, "slug")),
            element("wp:status", &text(item, "status")),
            element("wp:post_parent", &text(item, "parent")),
            element("wp:post_type", sort),
            element("wp:post_password", if protected { "protected" } else { "" }),
            element(
                "wp:is_sticky",
                if item["sticky"] == Value::Bool(true) {
                    "1"
                } else {
                    "0"
                },
            ),
        ];
        if sort == "attachment" {
            fields.push(element("wp:attachment_url", &text(item, "source_url")));
            fields.push(element("excerpt:encoded", &rendered(item, "caption")));
            fields.push(meta("_wp_attachment_image_alt", &text(item, "alt_text")));
        } else {
            fields.push(meta("_thumbnail_id", &text(item, "featured_media")));
        }
        for (kind, domain) in [("categories", "category"), ("tags", "post_tag")] {
            for id in item[kind].as_array().into_iter().flatten() {
                if let Some((slug, name)) = self.terms.get(&format!("{kind} {id}")) {
                    let slug = markup::html::escape(slug);
                    let name = quoted(name);
                    fields.push(format!(
                        "<category domain=\"{domain}\" nicename=\"{slug}\">{name}</category>\n"
                    ));
                }
            }
        }
        fields.extend(self.comments.remove(id).unwrap_or_default());
        format!("<item>{}</item>\n", fields.concat())
    }
}

fn meta(key: &str, value: &str) -> String {
    let fields = [element("wp:meta_key", key), element("wp:meta_value", value)];
    format!("<wp:postmeta>{}</wp:postmeta>\n", fields.concat())
}
