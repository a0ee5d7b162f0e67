//! Body to HTML. Nothing of a body is ever written but through [`escape_into`].

mod entries;

pub(crate) use entries::entry;

use super::escape::escape_into;
use super::options::{PictureWriter, WriteOptions, Written};
use crate::address;
use crate::body::{Block, Body, Inline, Picture};
use crate::entries::EntryIds;
use crate::passages::plain;
use std::collections::BTreeMap;

/// A body for a page: semantic HTML with the classes of the house (`pull`, `box`, `scroll`, `gallery`, `embed`).
///
/// Source references lead to `#f1`…, the ids of the page's list of sources; they are `r1`, and `r1-2` where a
/// source is referred to again. Notes to the text are lettered, so that they are not mistaken for sources.
pub fn write(body: &Body, options: &WriteOptions<'_>) -> Written {
    let mut writer = Writer::new(Form::Page(options));
    writer.text_of(body);
    writer.written()
}

/// A body for feeds and e-mails: no classes, no ids, every link absolute. Notes follow the text.
///
/// `base` is the title's origin without a slash at the end, such as `https://gazette.example`.
pub fn feed(body: &Body, base: &str, pictures: &dyn PictureWriter) -> String {
    let mut writer = Writer::new(Form::Feed { base, pictures });
    writer.blocks(&body.blocks);
    let Written { html, notes, .. } = writer.written();
    html + &notes
}

/// A body as HTML that [`super::read`] reads back to the same body, with everything a page shows or hides.
pub fn exchange(body: &Body) -> String {
    let mut writer = Writer::new(Form::Exchange);
    writer.blocks(&body.blocks);
    writer.out
}

/// For whom is written.
#[derive(Clone, Copy)]
enum Form<'a> {
    Page(&'a WriteOptions<'a>),
    Feed {
        base: &'a str,
        pictures: &'a dyn PictureWriter,
    },
    Exchange,
}

/// Forbids a line break where it stands, and has no width (U+2060).
const WORD_JOINER: char = '\u{2060}';

struct Writer<'a> {
    form: Form<'a>,
    out: String,
    /// Text of each note, in order of appearance.
    notes: Vec<String>,
    source_ids: BTreeMap<u32, Vec<String>>,
    tables: u32,
    entries: EntryIds,
}

impl<'a> Writer<'a> {
    fn new(form: Form<'a>) -> Writer<'a> {
        Writer {
            form,
            out: String::new(),
            notes: Vec::new(),
            source_ids: BTreeMap::new(),
            tables: 0,
            entries: EntryIds::default(),
        }
    }

    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn escaped(&mut self, text: &str) {
        escape_into(text, &mut self.out);
    }

    /// ` name="value"`, left out if the value is empty.
    fn attribute(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.raw(" ");
            self.raw(name);
            self.raw("=\"");
            self.escaped(value);
            self.raw("\"");
        }
    }

    /// A start tag whose class is for pages and exchange only.
    fn open(&mut self, name: &str, class: &str) {
        self.raw("<");
        self.raw(name);
        if !matches!(self.form, Form::Feed { .. }) {
            self.attribute("class", class);
        }
        self.raw(">");
    }

    fn close(&mut self, name: &str) {
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    fn wrapped(&mut self, name: &str, text: &[Inline]) {
        self.open(name, "");
        self.text(text);
        self.close(name);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { text, lang } => self.paragraph(text, lang.as_deref()),
            Block::Crosshead { level, text } => {
                self.wrapped(if *level == 2 { "h2" } else { "h3" }, text)
            }
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Quote { blocks, cite } => {
                self.open("blockquote", "");
                self.blocks(blocks);
                self.cite(cite);
                self.close("blockquote");
            }
            Block::Pull { text, cite } => {
                self.open("blockquote", "pull");
                self.wrapped("p", text);
                self.cite(cite);
                self.close("blockquote");
            }
            Block::Figure(picture) => self.figure(picture),
            Block::Gallery { pictures } => {
                self.open("div", "gallery");
                pictures.iter().for_each(|picture| self.figure(picture));
                self.close("div");
            }
            Block::Table {
                caption,
                head,
                rows,
            } => self.table(caption, head, rows),
            Block::Aside { title, blocks } => {
                self.open("aside", "box");
                if !title.is_empty() {
                    self.wrapped("h2", title);
                }
                self.blocks(blocks);
                self.close("aside");
            }
            Block::Rule => self.raw("<hr>"),
            Block::Code { text, lang } => self.code(text, lang.as_deref()),
            Block::Embed { url, title } => self.embed(url, title),
            Block::Entry { at, title, by, key } => self.entry(at, title, by, *key),
        }
    }

    fn paragraph(&mut self, text: &[Inline], lang: Option<&str>) {
        self.raw("<p");
        self.attribute("lang", lang.unwrap_or_default());
        self.raw(">");
        self.text(text);
        self.close("p");
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Block>]) {
        let name = if ordered { "ol" } else { "ul" };
        self.open(name, "");
        for item in items {
            self.open("li", "");
            let mut rest = item.as_slice();
            let several = item
                .iter()
                .filter(|b| matches!(b, Block::Paragraph { .. }))
                .count()
                > 1;
            // A short item is a line, not a paragraph.
            if let [Block::Paragraph { text, lang: None }, others @ ..] = rest
                && !several
            {
                self.text(text);
                rest = others;
            }
            self.blocks(rest);
            self.close("li");
        }
        self.close(name);
    }

    fn cite(&mut self, cite: &[Inline]) {
        if !cite.is_empty() {
            self.wrapped("footer", cite);
        }
    }

    fn code(&mut self, text: &str, lang: Option<&str>) {
        match self.form {
            Form::Page(_) => self.raw("<pre tabindex=\"0\"><code"),
            _ => self.raw("<pre><code"),
        }
        if let (Form::Exchange, Some(lang)) = (self.form, lang) {
            self.attribute("class", &format!("language-{lang}"));
        }
        self.raw(">");
        self.escaped(text);
        self.raw("</code></pre>");
    }

    fn embed(&mut self, url: &str, title: &str) {
        self.open("p", "box embed");
        self.raw("<a");
        self.attribute("href", url);
        self.rel(url);
        self.raw(">");
        self.escaped(title);
        self.raw("</a>");
        if let (Form::Page(_), Some(host)) = (self.form, address::host(url))
            && host != title
        {
            self.raw(" <small>");
            self.escaped(&host);
            self.raw("</small>");
        }
        self.close("p");
    }

    fn rel(&mut self, href: &str) {
        if let Form::Page(options) = self.form
            && href.starts_with("http")
        {
            self.attribute("rel", options.rel);
        }
    }

    fn table(&mut self, caption: &[Inline], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        self.tables += 1;
        if let Form::Page(options) = self.form {
            // A table wider than the column scrolls by itself, also for people without a mouse.
            self.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
            let label = format!(
                "{} {}: {}",
                options.labels.table,
                self.tables,
                plain(caption)
            );
            self.attribute("aria-label", label.trim_end_matches([' ', ':']));
            self.raw(">");
        }
        self.raw("<table>");
        if !caption.is_empty() {
            self.wrapped("caption", caption);
        }
        if !head.is_empty() {
            self.raw("<thead><tr>");
            for cell in head {
                // A corner that heads nothing is no heading, or assistive programs would announce one.
                if cell.is_empty() && matches!(self.form, Form::Page(_)) {
                    self.raw("<td></td>");
                    continue;
                }
                self.raw("<th scope=\"col\">");
                self.text(cell);
                self.close("th");
            }
            self.raw("</tr></thead>");
        }
        self.raw("<tbody>");
        for row in rows {
            self.raw("<tr>");
            row.iter().for_each(|cell| self.wrapped("td", cell));
            self.raw("</tr>");
        }
        self.raw("</tbody></table>");
        if matches!(self.form, Form::Page(_)) {
            self.raw("</div>");
        }
    }

    fn figure(&mut self, picture: &Picture) {
        let start = self.out.len();
        self.raw("<figure>");
        let empty = self.out.len();
        match self.form {
            Form::Page(options) => {
                self.shown(picture, options.pictures, options.labels.full_picture)
            }
            Form::Feed { pictures, .. } => self.shown(picture, pictures, ""),
            Form::Exchange => self.exchanged(picture),
        }
        self.caption(picture);
        if self.out.len() == empty {
            self.out.truncate(start);
        } else {
            self.raw("</figure>");
        }
    }

    fn shown(&mut self, picture: &Picture, pictures: &dyn PictureWriter, full_label: &str) {
        let Some(shown) = pictures.show(picture) else {
            return;
        };
        let linked = !shown.full.is_empty() && matches!(self.form, Form::Page(_));
        if linked {
            self.raw("<a");
            self.attribute("href", &shown.full);
            if picture.alt.is_empty() {
                self.attribute("aria-label", full_label);
            }
            self.raw(">");
        }
        self.raw("<img");
        self.attribute("src", &shown.src);
        if matches!(self.form, Form::Page(_)) {
            self.attribute("srcset", &shown.srcset);
            self.attribute("sizes", &shown.sizes);
        }
        if shown.width > 0 && shown.height > 0 {
            self.attribute("width", &shown.width.to_string());
            self.attribute("height", &shown.height.to_string());
        }
        self.raw(" alt=\"");
        self.escaped(&picture.alt);
        self.raw("\"");
        if matches!(self.form, Form::Page(_)) {
            self.raw(" loading=\"lazy\" decoding=\"async\"");
        }
        self.raw(">");
        if linked {
            self.raw("</a>");
        }
    }

    fn exchanged(&mut self, picture: &Picture) {
        self.raw("<img");
        self.attribute("src", &encode_path(&picture.file));
        self.raw(" alt=\"");
        self.escaped(&picture.alt);
        self.raw("\"");
        self.attribute("data-credit", &picture.credit);
        self.attribute("data-licence", &picture.licence);
        self.attribute("data-source-type", &picture.source_type);
        self.attribute(
            "data-described",
            if picture.described_by_caption {
                "caption"
            } else {
                ""
            },
        );
        self.raw(">");
    }

    fn caption(&mut self, picture: &Picture) {
        let exchange = matches!(self.form, Form::Exchange);
        let credit = match (picture.credit.as_str(), picture.licence.as_str()) {
            _ if exchange => String::new(),
            (credit, "") => credit.to_owned(),
            ("", licence) => licence.to_owned(),
            (credit, licence) => format!("{credit}, {licence}"),
        };
        if picture.caption.is_empty() && credit.is_empty() {
            return;
        }
        self.raw("<figcaption>");
        self.text(&picture.caption);
        if !credit.is_empty() {
            self.raw(if picture.caption.is_empty() {
                "<span>"
            } else {
                " <span>"
            });
            self.escaped(&credit);
            self.raw("</span>");
        }
        self.raw("</figcaption>");
    }

    fn text(&mut self, text: &[Inline]) {
        for inline in text {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { s } => self.words(s),
            Inline::Strong { text } => self.wrapped("strong", text),
            Inline::Emphasis { text } => self.wrapped("em", text),
            Inline::Sub { text } => self.wrapped("sub", text),
            Inline::Sup { text } => self.wrapped("sup", text),
            Inline::Link { href, text } => self.link(href, text),
            Inline::Code { s } => {
                self.raw("<code>");
                self.escaped(s);
                self.raw("</code>");
            }
            Inline::Lang { lang, text } => {
                self.raw("<span");
                self.attribute("lang", lang);
                self.raw(">");
                self.text(text);
                self.raw("</span>");
            }
            Inline::Note { text } => self.note(text),
            Inline::SourceRef { n } => self.source_ref(*n),
            Inline::Break => self.raw("<br>"),
        }
    }

    fn link(&mut self, href: &str, text: &[Inline]) {
        // Whoever built the tree: no address leaves this writer unchecked.
        let Some(href) = address::link(href) else {
            self.text(text);
            return;
        };
        self.raw("<a");
        match self.form {
            Form::Feed { base, .. } if href.starts_with('/') => {
                self.attribute("href", &format!("{base}{href}"))
            }
            _ => self.attribute("href", &href),
        }
        self.rel(&href);
        self.raw(">");
        self.text(text);
        self.raw("</a>");
    }

    /// Words of the text. On a page no line breaks between a figure and what it is counted by («238.960/€»).
    fn words(&mut self, text: &str) {
        if !matches!(self.form, Form::Page(_)) || !text.contains('/') {
            self.escaped(text);
            return;
        }
        let chars: Vec<char> = text.chars().collect();
        let money = |at: Option<&char>| at.is_some_and(|c| matches!(c, '€' | '$' | '£'));
        let counted = |at: Option<&char>| at.is_some_and(|c| c.is_numeric()) || money(at);
        let mut held = String::with_capacity(text.len());
        for (at, c) in chars.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| chars.get(before));
            let after = chars.get(at + 1);
            let unit =
                *c == '/' && counted(before) && counted(after) && (money(before) || money(after));
            match unit {
                true => held.extend([WORD_JOINER, '/', WORD_JOINER]),
                false => held.push(*c),
            }
        }
        self.escaped(&held);
    }

    /// A numeral that refers to a source stays with the word before it: the space somebody typed goes, and no line
    /// begins with it.
    fn hold_to_the_word(&mut self) {
        let kept = self.out.trim_end_matches([' ', '\u{a0}']).len();
        self.out.truncate(kept);
        if !self.out.is_empty() && !self.out.ends_with('>') {
            self.out.push(WORD_JOINER);
        }
    }

    fn source_ref(&mut self, n: u32) {
        match self.form {
            Form::Exchange => self.raw(&format!("[@{n}]")),
            Form::Feed { .. } => self.raw(&format!("<sup>[{n}]</sup>")),
            Form::Page(options) if n >= 1 && n <= options.sources => {
                let ids = self.source_ids.entry(n).or_default();
                let id = match ids.len() {
                    0 => format!("{}r{n}", options.id_prefix),
                    before => format!("{}r{n}-{}", options.id_prefix, before + 1),
                };
                ids.push(id.clone());
                self.hold_to_the_word();
                self.raw(&format!("<sup><a href=\"#f{n}\""));
                self.attribute("id", &id);
                self.raw(" role=\"doc-noteref\"");
                self.attribute("aria-label", &format!("{} {n}", options.labels.source));
                self.raw(&format!(">{n}</a></sup>"));
            }
            Form::Page(_) => {}
        }
    }

    fn note(&mut self, text: &[Inline]) {
        if let Form::Exchange = self.form {
            self.raw("<span role=\"note\">");
            self.text(text);
            self.raw("</span>");
            return;
        }
        let before = std::mem::take(&mut self.out);
        self.text(text);
        let note = std::mem::replace(&mut self.out, before);
        self.notes.push(note);
        let n = self.notes.len();
        let letter = letters(n);
        match self.form {
            Form::Page(options) => {
                self.raw("<sup><a");
                self.attribute("href", &format!("#{}n{n}", options.id_prefix));
                self.attribute("id", &format!("{}nr{n}", options.id_prefix));
                self.raw(" role=\"doc-noteref\"");
                self.attribute("aria-label", &format!("{} {letter}", options.labels.note));
                self.raw(&format!(">{letter}</a></sup>"));
            }
            _ => self.raw(&format!("<sup>{letter}</sup>")),
        }
    }

    fn written(mut self) -> Written {
        let notes = std::mem::take(&mut self.notes);
        let html = std::mem::take(&mut self.out);
        if !notes.is_empty() {
            self.raw("<ol type=\"a\">");
            for (index, note) in notes.iter().enumerate() {
                self.note_item(index + 1, note);
            }
            self.raw("</ol>");
        }
        Written {
            html,
            notes: self.out,
            source_ids: self.source_ids,
        }
    }

    fn note_item(&mut self, n: usize, note: &str) {
        self.raw("<li");
        if let Form::Page(options) = self.form {
            self.attribute("id", &format!("{}n{n}", options.id_prefix));
        }
        self.raw(">");
        self.raw(note);
        if let Form::Page(options) = self.form {
            self.raw(" <a");
            self.attribute("href", &format!("#{}nr{n}", options.id_prefix));
            self.raw(" role=\"doc-backlink\"");
            self.attribute(
                "aria-label",
                &format!("{} {}", options.labels.back, letters(n)),
            );
            self.raw(">↩</a>");
        }
        self.raw("</li>");
    }
}

/// A file's path as an address: what [`super::read`] decodes again.
pub(crate) fn encode_path(file: &str) -> String {
    if file.starts_with("http:") || file.starts_with("https:") {
        return file.to_owned();
    }
    let mut out = String::with_capacity(file.len());
    for c in file.chars() {
        match c {
            '%' | ' ' | '?' | '#' | '"' | '<' | '>' | '`' | '\\' | '(' | ')' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// 1 is `a`, 26 is `z`, 27 is `aa`.
fn letters(n: usize) -> String {
    let mut rest = n;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        let letter = u8::try_from(rest % 26).unwrap_or(0);
        out.push(char::from(b'a' + letter));
        rest /= 26;
    }
    out.iter().rev().collect()
}
