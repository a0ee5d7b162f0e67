//! What the records of an export say, in types.

use super::fields::{Field, Mended, fields};
use paper::imports::{Note, What};

/// Comments read of one item.
pub(crate) const COMMENTS_MAX: usize = 100_000;
/// Longest value kept of a field an article has no text in, bytes.
const META_BYTES_MAX: usize = 64 * 1024;

/// The site an export is of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) name: String,
    pub(crate) address: String,
}

/// Somebody who wrote there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) id: String,
    pub(crate) login: String,
    pub(crate) name: String,
    /// Its address, where the source says it.
    pub(crate) link: String,
}

/// A category, a tag, or a term of another kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) id: String,
    pub(crate) taxonomy: String,
    pub(crate) slug: String,
    pub(crate) parent: String,
    pub(crate) name: String,
    pub(crate) about: String,
    /// Its address, where the source says it.
    pub(crate) link: String,
}

/// A term an item bears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Borne {
    pub(crate) taxonomy: String,
    pub(crate) slug: String,
    pub(crate) name: String,
}

/// A comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) id: u64,
    pub(crate) parent: u64,
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) date: String,
    pub(crate) date_gmt: String,
    pub(crate) approved: String,
    pub(crate) sort: String,
}

/// An item: a post, a page, a picture, an entry of a menu.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) link: String,
    pub(crate) pub_date: String,
    pub(crate) creator: String,
    pub(crate) content: String,
    pub(crate) excerpt: String,
    pub(crate) date: String,
    pub(crate) date_gmt: String,
    pub(crate) comments_open: bool,
    pub(crate) slug: String,
    pub(crate) status: String,
    pub(crate) parent: u64,
    pub(crate) sort: String,
    pub(crate) password: String,
    pub(crate) sticky: bool,
    pub(crate) file: String,
    pub(crate) terms: Vec<Borne>,
    pub(crate) meta: Vec<(String, String)>,
    pub(crate) comments: Vec<Comment>,
    /// Comments beyond those that are read.
    pub(crate) comments_over: u64,
    pub(crate) mended: Vec<Note>,
}

impl Item {
    /// The first value of a field of plug-ins.
    pub(crate) fn meta(&self, key: &str) -> &str {
        self.meta
            .iter()
            .find(|(name, _)| name == key)
            .map_or("", |(_, value)| value.as_str())
    }
}

fn notes(mended: Mended) -> Vec<Note> {
    [
        (mended.controls, What::Controls),
        (mended.encoding, What::Encoding),
        (mended.cdata, What::Cdata),
        (mended.entities, What::Entities),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, what)| Note::of(what))
    .collect()
}

fn text(field: &Field<'_>, mended: &mut Mended) -> String {
    field.text(mended)
}

fn line(field: &Field<'_>, mended: &mut Mended) -> String {
    field.text(mended).trim().to_owned()
}

fn number(field: &Field<'_>, mended: &mut Mended) -> u64 {
    line(field, mended).parse().unwrap_or(0)
}

/// A leaf of the channel: its text.
pub(super) fn leaf(record: &[u8]) -> String {
    let wrapped = [b"<leaf>".as_slice(), record, b"</leaf>"].concat();
    let mut mended = Mended::default();
    fields(&wrapped)
        .first()
        .map(|field| line(field, &mut mended))
        .unwrap_or_default()
}

pub(super) fn author(record: &[u8]) -> Author {
    let mut mended = Mended::default();
    let (mut author, mut first, mut last) = (Author::default(), String::new(), String::new());
    for field in fields(record) {
        let value = line(&field, &mut mended);
        match field.name {
            "wp:author_id" => author.id = value,
            "wp:author_login" => author.login = value,
            "wp:author_display_name" => author.name = value,
            "wp:author_first_name" => first = value,
            "wp:author_last_name" => last = value,
            "link" => author.link = value,
            _ => {}
        }
    }
    if author.name.is_empty() {
        author.name = format!("{first} {last}").trim().to_owned();
    }
    author
}

/// A term: the kind of its element says its taxonomy where it does not itself.
pub(super) fn term(element: &str, record: &[u8]) -> Term {
    let mut mended = Mended::default();
    let mut term = Term {
        taxonomy: match element {
            "wp:category" => "category".to_owned(),
            "wp:tag" => "post_tag".to_owned(),
            _ => String::new(),
        },
        ..Term::default()
    };
    for field in fields(record) {
        let value = line(&field, &mut mended);
        match field.name {
            "wp:term_id" => term.id = value,
            "wp:term_taxonomy" => term.taxonomy = value,
            "wp:category_nicename" | "wp:tag_slug" | "wp:term_slug" => term.slug = value,
            "wp:category_parent" | "wp:term_parent" => term.parent = value,
            "wp:cat_name" | "wp:tag_name" | "wp:term_name" => term.name = value,
            "wp:category_description" | "wp:tag_description" | "wp:term_description" => {
                term.about = value;
            }
            "link" => term.link = value,
            _ => {}
        }
    }
    term
}

pub(super) fn item(record: &[u8]) -> Item {
    let mut mended = Mended::default();
    let mut item = Item::default();
    for field in fields(record) {
        let it = &mut mended;
        match field.name {
            "title" => item.title = line(&field, it),
            "link" => item.link = line(&field, it),
            "pubDate" => item.pub_date = line(&field, it),
            "dc:creator" => item.creator = line(&field, it),
            "content:encoded" => item.content = text(&field, it),
            "excerpt:encoded" => item.excerpt = text(&field, it),
            "wp:post_id" => item.id = number(&field, it),
            "wp:post_date" => item.date = line(&field, it),
            "wp:post_date_gmt" => item.date_gmt = line(&field, it),
            "wp:comment_status" => item.comments_open = line(&field, it) == "open",
            "wp:post_name" => item.slug = line(&field, it),
            "wp:status" => item.status = line(&field, it),
            "wp:post_parent" => item.parent = number(&field, it),
            "wp:post_type" => item.sort = line(&field, it),
            "wp:post_password" => item.password = line(&field, it),
            "wp:is_sticky" => item.sticky = line(&field, it) == "1",
            "wp:attachment_url" => item.file = line(&field, it),
            "category" => borne(&field, it, &mut item.terms),
            "wp:postmeta" => meta(&field, it, &mut item.meta),
            "wp:comment" if item.comments.len() < COMMENTS_MAX => {
                item.comments.push(comment(&field, it));
            }
            "wp:comment" => item.comments_over += 1,
            _ => {}
        }
    }
    if item.sort.is_empty() {
        "post".clone_into(&mut item.sort);
    }
    item.mended = notes(mended);
    item
}

/// A term as items bear it. Older exports say each twice, once without its word.
fn borne(field: &Field<'_>, mended: &mut Mended, terms: &mut Vec<Borne>) {
    let term = Borne {
        taxonomy: match field.attribute("domain", mended).as_str() {
            "" => "category".to_owned(),
            "tag" => "post_tag".to_owned(),
            other => other.to_owned(),
        },
        slug: field.attribute("nicename", mended),
        name: line(field, mended),
    };
    let same = |other: &Borne| {
        other.taxonomy == term.taxonomy && (other.slug == term.slug || other.name == term.name)
    };
    match terms.iter_mut().find(|other| same(other)) {
        Some(other) if other.slug.is_empty() => other.slug = term.slug,
        Some(_) => {}
        None => terms.push(term),
    }
}

fn meta(field: &Field<'_>, mended: &mut Mended, meta: &mut Vec<(String, String)>) {
    let (mut key, mut value) = (String::new(), String::new());
    for field in field.fields() {
        match field.name {
            "wp:meta_key" => key = line(&field, mended),
            "wp:meta_value" => value = text(&field, mended),
            _ => {}
        }
    }
    if !key.is_empty() && value.len() <= META_BYTES_MAX {
        meta.push((key, value));
    }
}

fn comment(field: &Field<'_>, mended: &mut Mended) -> Comment {
    let mut comment = Comment::default();
    for field in field.fields() {
        match field.name {
            "wp:comment_id" => comment.id = number(&field, mended),
            "wp:comment_parent" => comment.parent = number(&field, mended),
            "wp:comment_author" => comment.name = line(&field, mended),
            "wp:comment_content" => comment.text = text(&field, mended),
            "wp:comment_date" => comment.date = line(&field, mended),
            "wp:comment_date_gmt" => comment.date_gmt = line(&field, mended),
            "wp:comment_approved" => comment.approved = line(&field, mended),
            "wp:comment_type" => comment.sort = line(&field, mended),
            _ => {}
        }
    }
    comment
}
