//! Answers written down as an export.

use super::{Kind, Of, PAGES_MAX, Unfit, answer, excerpt, kinds};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Comments kept in memory while they are put under their posts.
const COMMENTS_MAX: usize = 500_000;
/// What sites put before the title of a text that asks for a password.
const PROTECTED: [&str; 2] = ["Protetto: ", "Protected: "];

/// Writes the export of all answers in a folder, beside them; the file. `site` is where it was asked.
///
/// # Errors
/// As [`Unfit`].
pub fn export(folder: &Path, site: &str) -> Result<PathBuf, Unfit> {
    let path = folder.join("export.xml");
    let failed = |error: io::Error| Unfit::Disk(path.clone(), error);
    let mut out = BufWriter::new(File::create(&path).map_err(failed)?);
    let mut writing = Writing::default();
    let told = fs::read(folder.join("site.json")).unwrap_or_default();
    let told: Value = serde_json::from_slice(&told).unwrap_or_default();
    let home = told["home"].as_str().unwrap_or(site).trim_end_matches('/');
    let head = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\"><channel>\n",
        &element("title", told["name"].as_str().unwrap_or_default()),
        &element("wp:base_blog_url", home),
    ];
    out.write_all(head.concat().as_bytes()).map_err(failed)?;
    for kind in kinds(folder) {
        let mut once = HashSet::new();
        for page in 1..=PAGES_MAX {
            let Some(items) = answer(&kind.file(folder, page))? else {
                break;
            };
            for item in items {
                // What moved to another page while it was asked came twice.
                if once.insert(text(&item, "id")) {
                    let text = writing.one(&kind, &item)?;
                    out.write_all(text.as_bytes()).map_err(failed)?;
                }
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
    /// By taxonomy and number: its word and its name.
    terms: HashMap<(String, String), (String, String)>,
    /// Taxonomies, by their word in answers.
    taxonomies: BTreeMap<String, String>,
    comments: HashMap<String, Vec<String>>,
    kept: usize,
}

impl Writing {
    fn one(&mut self, kind: &Kind, item: &Value) -> Result<String, Unfit> {
        let id = text(item, "id");
        Ok(match &kind.of {
            Of::People => {
                let slug = text(item, "slug");
                self.people.insert(id.clone(), slug.clone());
                let fields = [
                    element("wp:author_id", &id),
                    element("wp:author_login", &slug),
                    element("wp:author_display_name", &text(item, "name")),
                    element("link", &text(item, "link")),
                ];
                format!("<wp:author>{}</wp:author>\n", fields.concat())
            }
            Of::Terms(taxonomy) => self.term(kind, taxonomy, item, id),
            Of::Comments => {
                self.comment(item, &id)?;
                String::new()
            }
            Of::Items(sort) => self.item(item, &id, sort),
        })
    }

    fn term(&mut self, kind: &Kind, taxonomy: &str, item: &Value, id: String) -> String {
        let (slug, name) = (text(item, "slug"), text(item, "name"));
        let above = self
            .terms
            .get(&(taxonomy.to_owned(), text(item, "parent")))
            .map(|(slug, _)| slug.clone())
            .unwrap_or_default();
        let fields = [
            element("wp:term_id", &id),
            element("wp:term_taxonomy", taxonomy),
            element("wp:term_slug", &slug),
            element("wp:term_parent", &above),
            element("wp:term_name", &name),
            element("wp:term_description", &text(item, "description")),
            element("link", &text(item, "link")),
        ];
        self.taxonomies
            .insert(kind.word.clone(), taxonomy.to_owned());
        self.terms.insert((taxonomy.to_owned(), id), (slug, name));
        format!("<wp:term>{}</wp:term>\n", fields.concat())
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
            // A plug-in for search engines says it in words.
            None => match item["yoast_head_json"]["author"].as_str() {
                Some(name) if !name.trim().is_empty() => name.to_owned(),
                _ => format!("author-{author}"),
            },
        };
        let protected = item["content"]["protected"] == Value::Bool(true);
        let content = rendered(item, "content");
        let mut title = rendered(item, "title");
        let mut excerpt = rendered(item, "excerpt");
        if protected {
            excerpt.clear();
            let bare = PROTECTED.iter().find_map(|head| title.strip_prefix(head));
            title = bare.unwrap_or(&title).to_owned();
        } else if excerpt::is_made(&excerpt, &content) {
            excerpt.clear();
        }
        let attachment = sort == "attachment";
        let parent = text(item, if attachment { "post" } else { "parent" });
        let sticky = item["sticky"] == Value::Bool(true);
        let mut fields = vec![
            element("title", &title),
            element("link", &text(item, "link")),
            element("dc:creator", &login),
            // Its paragraphs are made already.
            element("content:encoded", &format!("<!-- wp:html -->{content}")),
            element("excerpt:encoded", &excerpt),
            element("wp:post_id", id),
            element("wp:post_date", &time(item, "date")),
            element("wp:post_date_gmt", &time(item, "date_gmt")),
            element("wp:comment_status", &text(item, "comment_status")),
            element("wp:post_name", &text(item, "slug")),
            element("wp:status", &text(item, "status")),
            element("wp:post_parent", &parent),
            element("wp:post_type", sort),
            element("wp:post_password", if protected { "protected" } else { "" }),
            element("wp:is_sticky", if sticky { "1" } else { "0" }),
        ];
        if attachment {
            let credit = &item["media_details"]["image_meta"]["credit"];
            fields.push(element("wp:attachment_url", &text(item, "source_url")));
            fields.push(element("excerpt:encoded", &caption(item)));
            fields.push(meta("_wp_attachment_image_alt", &text(item, "alt_text")));
            fields.push(meta("credit", credit.as_str().unwrap_or_default()));
        } else {
            let described = &item["yoast_head_json"]["description"];
            fields.push(meta("_thumbnail_id", &text(item, "featured_media")));
            fields.push(meta(
                "_yoast_wpseo_metadesc",
                described.as_str().unwrap_or_default(),
            ));
        }
        for (word, taxonomy) in &self.taxonomies {
            for id in item[word].as_array().into_iter().flatten() {
                let term = self.terms.get(&(taxonomy.clone(), id.to_string()));
                if let Some((slug, name)) = term {
                    let slug = markup::html::escape(slug);
                    let name = quoted(name);
                    fields.push(format!(
                        "<category domain=\"{taxonomy}\" nicename=\"{slug}\">{name}</category>\n"
                    ));
                }
            }
        }
        fields.extend(self.comments.remove(id).unwrap_or_default());
        format!("<item>{}</item>\n", fields.concat())
    }
}

/// The caption of a file, where somebody wrote one: the site makes one of title or address where nobody did.
fn caption(item: &Value) -> String {
    let caption = rendered(item, "caption");
    let line = crate::letters::line(&caption);
    let made =
        line == crate::letters::line(&rendered(item, "title")) || line == text(item, "source_url");
    if made { String::new() } else { caption }
}

fn meta(key: &str, value: &str) -> String {
    let fields = [element("wp:meta_key", key), element("wp:meta_value", value)];
    format!("<wp:postmeta>{}</wp:postmeta>\n", fields.concat())
}
