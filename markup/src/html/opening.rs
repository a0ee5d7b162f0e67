//! What an element does when it opens.

use super::elements::{self, Role};
use super::frames::{Cell, Frame, Kind, as_lines};
use super::media::text_of;
use super::style::Style;
use super::table::TableParts;
use super::walk::{EXCERPT_READ_MAX, Opened, Source, Walker};
use crate::address;
use crate::body::Block;
use crate::runs::{Height, Leaf, Marks, Run};
use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;
use std::rc::Rc;

impl<'a> Walker<'a> {
    pub(super) fn open_element(&mut self, node: NodeRef<'a, Node>, element: &Element) -> bool {
        let name = element.name();
        for (attribute, value) in element
            .attrs()
            .filter(|(attribute, _)| attribute.starts_with("on"))
        {
            self.drops.add(attribute, || value.to_owned());
        }
        if self.notes.is_taken(node.id()) && !self.in_note {
            return false;
        }
        let style = element.attr("style").map(Style::read).unwrap_or_default();
        if self.is_left_out(node, element, &style) {
            return false;
        }
        let mut opened = Opened::default();
        let marks = self.current_marks();
        let enter = match elements::role(name) {
            Role::Drop | Role::Nothing => false,
            Role::Inline => self.open_inline(node, element, &mut opened),
            Role::Code => {
                let code = self.taken_text(node);
                self.line.push(Run::new(Leaf::Code(code), marks));
                false
            }
            Role::Break => {
                self.line.push(Run::new(Leaf::Break, marks));
                false
            }
            Role::Picture => {
                self.picture(element);
                false
            }
            Role::Embed => {
                self.embed(node, element);
                false
            }
            role => self.open_block(node, element, role, &mut opened),
        };
        if !enter {
            return false;
        }
        if let Some(level) = style.list_level {
            self.typed_item = Some((level, false));
            opened.typed_item = true;
        }
        let marks = self.marks_of(element, &style);
        self.marks.push(marks);
        if opened.quotation {
            self.text("“");
        }
        self.opened.push(opened);
        true
    }

    /// Whether the element is no part of the text; if it had something to say, it is listed.
    fn is_left_out(&mut self, node: NodeRef<'a, Node>, element: &Element, style: &Style) -> bool {
        let name = element.name();
        if style.list_marker {
            let marker = text_of(node, EXCERPT_READ_MAX);
            // Bullets of lower levels are an `o` and a `§` in fonts of signs.
            let bullet = |c: char| !c.is_alphanumeric() || matches!(c, 'o' | '§');
            let numbered = !marker.trim_start().starts_with(bullet);
            self.typed_item = self.typed_item.map(|(level, _)| (level, numbered));
            return true;
        }
        if style.hidden || element.attr("hidden").is_some() {
            self.drops.add("hidden", || text_of(node, EXCERPT_READ_MAX));
            return true;
        }
        if elements::role(name) != Role::Drop {
            return false;
        }
        // Every page of a word processor has these, and nobody wrote them.
        if self.source != Source::WordProcessor || !matches!(name, "style" | "xml") {
            self.drops.add(name, || text_of(node, EXCERPT_READ_MAX));
        }
        true
    }

    fn open_inline(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &Element,
        opened: &mut Opened,
    ) -> bool {
        let name = element.name();
        let parent = node.parent().and_then(|parent| parent.value().as_element());
        match name {
            "a" => return self.open_anchor(node, element),
            "q" => opened.quotation = true,
            "cite" if parent.is_some_and(|parent| parent.name() == "blockquote") => {
                self.flush();
                self.push_frame(Kind::Cite, opened);
            }
            _ if element.attr("role") == Some("note") => {
                self.note(node);
                return false;
            }
            _ if elements::is_plain_inline(name) => {}
            _ => self.drops.add(name, || text_of(node, EXCERPT_READ_MAX)),
        }
        let in_caption = matches!(
            self.frames.last(),
            Some(Frame {
                kind: Kind::Caption,
                ..
            })
        );
        if in_caption
            && element
                .attr("class")
                .is_some_and(|class| class.contains("credit"))
        {
            self.flush();
            self.push_frame(Kind::Credit, opened);
        }
        true
    }

    fn open_anchor(&mut self, node: NodeRef<'a, Node>, anchor: &Element) -> bool {
        let href = anchor.attr("href").unwrap_or_default().trim();
        if let Some(fragment) = href.strip_prefix('#') {
            if self.in_note {
                return false; // the way back
            }
            if let Some(target) = self
                .notes
                .text_of(node.id())
                .and_then(|id| self.tree.get(id))
            {
                self.note(target);
                return false;
            }
            let number = fragment
                .strip_prefix('f')
                .and_then(|n| n.parse::<u32>().ok());
            if let (Some(n), Some("doc-noteref")) = (number, anchor.attr("role")) {
                self.line.push(Run::new(Leaf::Ref(n), Marks::default()));
                return false;
            }
        }
        true
    }

    /// Reads an element as a note to the text at this place.
    fn note(&mut self, text: NodeRef<'a, Node>) {
        if self.in_note {
            self.text(&text_of(text, EXCERPT_READ_MAX));
            return;
        }
        let mut walker = Walker::new(self.tree, self.notes, self.source, self.chars_left);
        walker.in_note = true;
        walker.visits_left = self.visits_left;
        walker.drops = std::mem::take(&mut self.drops);
        walker.walk(text);
        let (note, rest) = as_lines(walker.take_blocks());
        self.after.extend(rest);
        self.drops = walker.drops;
        self.chars_left = walker.chars_left;
        self.visits_left = walker.visits_left;
        self.over = self.over.or(walker.over);
        self.line.push(Run::new(Leaf::Note(note), Marks::default()));
    }

    fn open_block(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &Element,
        role: Role,
        opened: &mut Opened,
    ) -> bool {
        self.flush();
        opened.block = true;
        match role {
            Role::Pre => {
                self.code(node, element);
                return false;
            }
            Role::Rule if element.attr("data-at").is_some() => self.entry(element),
            Role::Rule => {
                if !stands_over_notes(node) {
                    self.push(Block::Rule);
                }
                return false;
            }
            Role::Block if has_class(element, "embed") && self.linked_embed(node) => return false,
            // An item without a list has one made for it.
            Role::Item if !matches!(self.top(), Kind::List { .. }) => {
                let (ordered, items) = (false, Vec::new());
                self.push_frame(Kind::List { ordered, items }, opened);
            }
            _ => {}
        }
        if let Some(kind) = self.container(node, element, role) {
            self.push_frame(kind, opened);
        }
        true
    }

    /// The container an element opens where it stands, if it opens one.
    fn container(&self, node: NodeRef<'a, Node>, element: &Element, role: Role) -> Option<Kind> {
        let class = |wanted| has_class(element, wanted);
        match role {
            Role::Block if class("gallery") || class("wp-block-gallery") => Some(empty_figure()),
            Role::List { ordered } => Some(Kind::List {
                ordered,
                items: Vec::new(),
            }),
            Role::Item => matches!(self.top(), Kind::List { .. }).then_some(Kind::Item),
            Role::Quote => Some(Kind::Quote {
                pull: class("pull") || class("pullquote") || in_pullquote(node),
                cite: Vec::new(),
            }),
            Role::Aside => Some(Kind::Aside { title: Vec::new() }),
            Role::Figure => Some(empty_figure()),
            Role::Caption => {
                matches!(self.top(), Kind::Figure { .. } | Kind::Table(_)).then_some(Kind::Caption)
            }
            Role::Footer => matches!(self.top(), Kind::Quote { .. }).then_some(Kind::Cite),
            Role::Heading(level) => (!self.in_line_of_text()).then_some(Kind::Heading(level)),
            Role::Table => Some(Kind::Table(TableParts::new(matches!(
                element.attr("role"),
                Some("presentation" | "none")
            )))),
            Role::Row => matches!(self.top(), Kind::Table(_)).then(|| Kind::Row {
                cells: Vec::new(),
                in_head: parent_is(node, "thead"),
            }),
            Role::Cell { heads } => matches!(self.top(), Kind::Row { .. }).then(|| {
                let span = |name| element.attr(name).and_then(|span| span.trim().parse().ok());
                Kind::Cell(Cell {
                    heads,
                    columns: span("colspan").unwrap_or(1),
                    rows: span("rowspan").unwrap_or(1),
                    blocks: Vec::new(),
                })
            }),
            _ => None,
        }
    }

    /// Inside something that becomes a line of text, where no heading can stand.
    fn in_line_of_text(&self) -> bool {
        let line = |kind: &Kind| matches!(kind, Kind::Heading(_) | Kind::Caption | Kind::Cite);
        self.frames.iter().any(|frame| line(&frame.kind))
    }

    fn marks_of(&mut self, element: &Element, style: &Style) -> Marks {
        let mut marks = self.current_marks();
        match element.name() {
            "b" | "strong" | "dt" | "summary" | "legend" => marks.strong = true,
            "cite" if matches!(self.top(), Kind::Cite) => {}
            "i" | "em" | "cite" | "dfn" | "var" => marks.emphasis = true,
            "sub" => marks.height = Height::Sub,
            "sup" => marks.height = Height::Sup,
            "a" => self.mark_link(element, &mut marks),
            _ => {}
        }
        style.apply(&mut marks);
        if self.source != Source::WordProcessor && elements::bears_lang(element.name()) {
            let tag = element.attr("lang").and_then(address::lang_tag);
            marks.lang = tag.map(Rc::from).or(marks.lang);
        }
        marks
    }

    /// An address as the text keeps it: what only follows readers is left out, and listed.
    pub(super) fn untracked(&mut self, address: String) -> String {
        match address::without_trackers(&address) {
            Some((clean, taken)) => {
                self.drops.add("tracking", || taken);
                clean
            }
            None => address,
        }
    }

    fn mark_link(&mut self, anchor: &Element, marks: &mut Marks) {
        let Some(href) = anchor.attr("href").map(str::trim) else {
            return;
        };
        match address::link(&past_redirector(href)) {
            Some(link) => marks.link = Some(Rc::from(self.untracked(link))),
            None if href.is_empty() || href.starts_with('#') => {}
            None => self.drops.add("link", || href.to_owned()),
        }
    }
}

fn has_class(element: &Element, wanted: &str) -> bool {
    let classes = element.attr("class").unwrap_or_default();
    classes.split_whitespace().any(|class| class == wanted)
}

fn empty_figure() -> Kind {
    Kind::Figure {
        pictures: Vec::new(),
        caption: Vec::new(),
        credit: String::new(),
    }
}

fn parent_is(node: NodeRef<'_, Node>, name: &str) -> bool {
    let parent = node.parent().and_then(|parent| parent.value().as_element());
    parent.is_some_and(|parent| parent.name() == name)
}

fn in_pullquote(node: NodeRef<'_, Node>) -> bool {
    let parent = node.parent().and_then(|parent| parent.value().as_element());
    parent.is_some_and(|parent| {
        parent
            .attr("class")
            .is_some_and(|class| class.contains("pullquote"))
    })
}

/// The rule a word processor draws between text and footnotes.
fn stands_over_notes(node: NodeRef<'_, Node>) -> bool {
    let parent = node.parent().and_then(|parent| parent.value().as_element());
    parent.is_some_and(|parent| {
        let says = |name| {
            parent
                .attr(name)
                .is_some_and(|value| value.contains("footnote"))
        };
        says("style") || says("class")
    })
}

/// The address a copied search result or document link really leads to.
fn past_redirector(href: &str) -> String {
    let real = url::Url::parse(href)
        .ok()
        .filter(|url| url.host_str() == Some("www.google.com") && url.path() == "/url")
        .and_then(|url| {
            url.query_pairs()
                .find(|(name, _)| name == "q" || name == "url")
                .map(|(_, to)| to.into_owned())
        });
    real.unwrap_or_else(|| href.to_owned())
}
