//! The walk over a parsed page. It uses no recursion, so no input can overflow the stack.

use super::dropped::Drops;
use super::elements::{self, Role};
use super::frames::{Cell, Frame, Kind, as_lines};
use super::limits::Limit;
use super::notes::Notes;
use super::picture;
use super::read::Read;
use super::style::Style;
use super::table::TableParts;
use crate::address;
use crate::body::{Block, Body, Inline};
use crate::runs::{Height, Leaf, Marks, Run};
use ego_tree::{NodeRef, Tree};
use scraper::Node;
use scraper::node::Element;
use std::rc::Rc;

/// Most containers open at once; deeper ones are read as plain blocks. Bounds the recursion over the body.
const FRAMES_MAX: usize = 40;
/// Most nodes looked at, notes read again for each reference included.
const VISITS_MAX: usize = 1_000_000;
/// Most nodes looked at for the text of one element.
const TEXT_NODES_MAX: usize = 100_000;
/// Characters of an excerpt before it is shortened.
const EXCERPT_READ_MAX: usize = 320;

/// Where the HTML comes from, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Made from Markdown: an image's title is its caption.
    Markdown,
    /// Pasted from a word processor, which writes its own language on every line.
    WordProcessor,
    Page,
}

impl Source {
    pub(super) fn of(html: &str) -> Source {
        let signs = [
            "mso-",
            "MsoNormal",
            "schemas-microsoft-com",
            "docs-internal-guid",
            "LibreOffice",
            "OpenOffice",
        ];
        match signs.iter().any(|sign| html.contains(sign)) {
            true => Source::WordProcessor,
            false => Source::Page,
        }
    }
}

/// What an open element has to undo when it closes.
#[derive(Debug, Default)]
struct Opened {
    block: bool,
    frames: usize,
    quotation: bool,
    typed_item: bool,
}

pub(super) struct Walker<'a> {
    tree: &'a Tree<Node>,
    notes: &'a Notes,
    pub(super) source: Source,
    pub(super) in_note: bool,
    chars_left: usize,
    visits_left: usize,
    pub(super) frames: Vec<Frame>,
    marks: Vec<Marks>,
    opened: Vec<Opened>,
    /// The paragraph being read.
    line: Vec<Run>,
    /// Pictures and embeds met in it, to follow it.
    pub(super) after: Vec<Block>,
    /// The paragraph is a word processor's list item: its level, and whether it is numbered.
    typed_item: Option<(u8, bool)>,
    pub(super) drops: Drops,
    over: Option<Limit>,
    pub(super) seen_text: bool,
    pub(super) first_h1: Option<String>,
    pub(super) opening_heading: Option<String>,
}

impl<'a> Walker<'a> {
    pub(super) fn new(
        tree: &'a Tree<Node>,
        notes: &'a Notes,
        source: Source,
        chars: usize,
    ) -> Walker<'a> {
        Walker {
            tree,
            notes,
            source,
            in_note: false,
            chars_left: chars,
            visits_left: VISITS_MAX,
            frames: vec![Frame::new(Kind::Root)],
            marks: vec![Marks::default()],
            opened: Vec::new(),
            line: Vec::new(),
            after: Vec::new(),
            typed_item: None,
            drops: Drops::default(),
            over: None,
            seen_text: false,
            first_h1: None,
            opening_heading: None,
        }
    }

    /// Reads everything under a node.
    pub(super) fn walk(&mut self, root: NodeRef<'a, Node>) {
        let Some(mut node) = root.first_child() else {
            return;
        };
        loop {
            if self.visits_left == 0 {
                self.over = self.over.or(Some(Limit::Nodes));
            }
            self.visits_left = self.visits_left.saturating_sub(1);
            if self.visits_left > 0 && self.open(node) {
                if let Some(child) = node.first_child() {
                    node = child;
                    continue;
                }
                self.close();
            }
            loop {
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                match node.parent().filter(|parent| parent.id() != root.id()) {
                    Some(parent) => {
                        self.close();
                        node = parent;
                    }
                    None => {
                        self.flush();
                        return;
                    }
                }
            }
        }
    }

    /// What was read. The body is not yet canonical.
    pub(super) fn finish(mut self) -> Read {
        let blocks = self.take_blocks();
        Read {
            body: Body {
                blocks,
                ..Body::default()
            },
            dropped: self.drops.into_list(),
            first_heading: self.first_h1.or(self.opening_heading),
            over: self.over,
        }
    }

    fn take_blocks(&mut self) -> Vec<Block> {
        self.flush();
        while self.frames.len() > 1 {
            self.close_frame();
        }
        let Some(mut root) = self.frames.pop() else {
            return Vec::new();
        };
        root.gather_typed_items();
        root.blocks
    }

    /// Takes in a node; true if its children are to be read and [`Walker::close`] called.
    fn open(&mut self, node: NodeRef<'a, Node>) -> bool {
        match node.value() {
            Node::Text(text) => {
                self.text(text);
                false
            }
            Node::Element(element) => self.open_element(node, element),
            _ => false,
        }
    }

    fn text(&mut self, text: &str) {
        let mut text = text;
        let chars = text.chars().count();
        if chars > self.chars_left {
            self.over = self.over.or(Some(Limit::Chars));
            let end = text
                .char_indices()
                .nth(self.chars_left)
                .map_or(text.len(), |(at, _)| at);
            text = text.get(..end).unwrap_or_default();
        }
        self.chars_left = self.chars_left.saturating_sub(chars);
        if !text.is_empty() {
            let marks = self.current_marks();
            self.line.push(Run::new(Leaf::Text(text.to_owned()), marks));
        }
    }

    fn current_marks(&self) -> Marks {
        self.marks.last().cloned().unwrap_or_default()
    }

    fn open_element(&mut self, node: NodeRef<'a, Node>, element: &Element) -> bool {
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
        if style.list_marker {
            let marker = text_of(node, EXCERPT_READ_MAX);
            let numbered = marker
                .trim_start()
                .starts_with(|c: char| c.is_alphanumeric() && c != 'o' && c != '§');
            self.typed_item = self.typed_item.map(|(level, _)| (level, numbered));
            return false;
        }
        if style.hidden || element.attr("hidden").is_some() {
            self.drops.add("hidden", || text_of(node, EXCERPT_READ_MAX));
            return false;
        }
        let mut opened = Opened::default();
        let role = elements::role(name);
        let enter = match role {
            Role::Drop => {
                // Every page of a word processor has these, and nobody wrote them.
                if self.source == Source::WordProcessor && matches!(name, "style" | "xml") {
                    return false;
                }
                self.drops.add(name, || text_of(node, EXCERPT_READ_MAX));
                return false;
            }
            Role::Nothing => return false,
            Role::Inline => self.open_inline(node, element, &mut opened),
            Role::Code => {
                let code = self.taken_text(node);
                let marks = self.current_marks();
                self.line.push(Run::new(Leaf::Code(code), marks));
                false
            }
            Role::Break => {
                let marks = self.current_marks();
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
            _ => self.open_block(node, element, role, &mut opened),
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
        let class = |wanted: &str| {
            let classes = element.attr("class").unwrap_or_default();
            classes.split_whitespace().any(|class| class == wanted)
        };
        let frame = match role {
            Role::Pre => {
                self.code(node, element);
                return false;
            }
            Role::Rule => {
                if !stands_over_notes(node) {
                    self.push(Block::Rule);
                }
                return false;
            }
            Role::Block if class("embed") && self.linked_embed(node) => return false,
            Role::Block if class("gallery") || class("wp-block-gallery") => Some(empty_figure()),
            Role::List { ordered } => Some(Kind::List {
                ordered,
                items: Vec::new(),
            }),
            Role::Item => {
                if !matches!(self.top(), Kind::List { .. }) {
                    let (ordered, items) = (false, Vec::new());
                    self.push_frame(Kind::List { ordered, items }, opened);
                }
                matches!(self.top(), Kind::List { .. }).then_some(Kind::Item)
            }
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
                let span = |name| {
                    element
                        .attr(name)
                        .and_then(|span| span.trim().parse().ok())
                        .unwrap_or(1)
                };
                Kind::Cell(Cell {
                    heads,
                    columns: span("colspan"),
                    rows: span("rowspan"),
                    blocks: Vec::new(),
                })
            }),
            _ => None,
        };
        if let Some(kind) = frame {
            self.push_frame(kind, opened);
        }
        true
    }

    fn top(&self) -> &Kind {
        self.frames.last().map_or(&Kind::Root, |frame| &frame.kind)
    }

    /// Inside something that becomes a line of text, where no heading can stand.
    fn in_line_of_text(&self) -> bool {
        let line = |kind: &Kind| {
            matches!(
                kind,
                Kind::Heading(_) | Kind::Caption | Kind::Cite | Kind::Cell(_)
            )
        };
        self.frames.iter().any(|frame| line(&frame.kind))
    }

    fn push_frame(&mut self, kind: Kind, opened: &mut Opened) {
        opened.block = true;
        if self.frames.len() < FRAMES_MAX {
            self.frames.push(Frame::new(kind));
            opened.frames += 1;
        } else {
            self.over = self.over.or(Some(Limit::Depth));
        }
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

    fn mark_link(&mut self, anchor: &Element, marks: &mut Marks) {
        let Some(href) = anchor.attr("href").map(str::trim) else {
            return;
        };
        match address::link(&past_redirector(href)) {
            Some(link) => marks.link = Some(Rc::from(link)),
            None if href.is_empty() || href.starts_with('#') => {}
            None => self.drops.add("link", || href.to_owned()),
        }
    }

    fn close(&mut self) {
        let Some(opened) = self.opened.pop() else {
            return;
        };
        if opened.quotation {
            self.text("”");
        }
        if opened.block || opened.typed_item {
            self.flush();
        }
        if opened.typed_item {
            self.typed_item = None;
        }
        for _ in 0..opened.frames {
            self.close_frame();
        }
        self.marks.pop();
    }

    /// Ends the paragraph being read. Two line breaks end one too, as authors without a paragraph key do.
    fn flush(&mut self) {
        let paragraphs = paragraphs(std::mem::take(&mut self.line));
        let after = std::mem::take(&mut self.after);
        let alone = paragraphs.is_empty();
        if !alone
            && !self
                .frames
                .iter()
                .any(|frame| matches!(frame.kind, Kind::Heading(_)))
        {
            self.seen_text = true;
        }
        for text in paragraphs {
            match (self.typed_item, self.frames.last_mut()) {
                (Some((level, ordered)), Some(frame)) => {
                    frame.typed_items.push((level, ordered, text))
                }
                _ => self.push(Block::Paragraph { text, lang: None }),
            }
        }
        if alone && after.len() > 1 && after.iter().all(|block| matches!(block, Block::Figure(_))) {
            let figures = after.into_iter().filter_map(|block| match block {
                Block::Figure(picture) => Some(picture),
                _ => None,
            });
            self.push(Block::Gallery {
                pictures: figures.collect(),
            });
        } else {
            after.into_iter().for_each(|block| self.push(block));
        }
    }

    pub(super) fn push(&mut self, block: Block) {
        if let Some(frame) = self.frames.last_mut() {
            frame.push(block);
        }
    }

    fn picture(&mut self, img: &Element) {
        if let Some(sign) = picture::as_sign(img) {
            self.text(sign);
            return;
        }
        let read = match picture::is_tracker(img) {
            true => Err(img.attr("src").unwrap_or_default().to_owned()),
            false => picture::picture(img),
        };
        let mut read = match read {
            Ok(read) => read,
            Err(source) => {
                self.drops.add("picture", || source);
                return;
            }
        };
        if let (Source::Markdown, Some(title)) = (self.source, img.attr("title")) {
            picture::read_title(&mut read, title);
        }
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Figure { pictures, .. }) => pictures.push(read),
            _ => self.after.push(Block::Figure(read)),
        }
    }

    fn embed(&mut self, node: NodeRef<'a, Node>, element: &Element) {
        let inside = node
            .children()
            .filter_map(|child| child.value().as_element()?.attr("src"));
        let own = ["src", "data-src"]
            .into_iter()
            .filter_map(|name| element.attr(name));
        let Some(url) = own.chain(inside).find_map(address::absolute) else {
            self.drops.add(element.name(), || {
                element.attr("src").unwrap_or_default().to_owned()
            });
            return;
        };
        let title = ["title", "aria-label"]
            .into_iter()
            .find_map(|name| element.attr(name));
        self.after.push(Block::Embed {
            url,
            title: title.unwrap_or_default().to_owned(),
        });
    }

    /// An embed as our own pages write it: a link in a paragraph of its own.
    fn linked_embed(&mut self, node: NodeRef<'a, Node>) -> bool {
        let is_anchor =
            |node: &NodeRef<'_, Node>| node.value().as_element().is_some_and(|e| e.name() == "a");
        let Some(anchor) = node.children().find(is_anchor) else {
            return false;
        };
        let href = anchor
            .value()
            .as_element()
            .and_then(|element| element.attr("href"));
        let Some(url) = href.and_then(address::absolute) else {
            return false;
        };
        let title = self.taken_text(anchor);
        self.push(Block::Embed { url, title });
        true
    }

    fn code(&mut self, node: NodeRef<'a, Node>, element: &Element) {
        let inner = node
            .children()
            .find_map(|child| child.value().as_element()?.attr("class"));
        let classes = element.attr("class").into_iter().chain(inner);
        let lang = classes
            .flat_map(str::split_whitespace)
            .find_map(|class| class.strip_prefix("language-"))
            .map(str::to_owned);
        let text = self.taken_text(node);
        self.push(Block::Code { text, lang });
    }

    /// The text of an element, counted against the limit.
    fn taken_text(&mut self, node: NodeRef<'a, Node>) -> String {
        let text = text_of(node, self.chars_left);
        self.chars_left -= text.chars().count().min(self.chars_left);
        if self.chars_left == 0 {
            self.over = self.over.or(Some(Limit::Chars));
        }
        text
    }
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

/// The words under a node, line breaks as `\n`, at most so many characters.
fn text_of(node: NodeRef<'_, Node>, chars_max: usize) -> String {
    let mut text = String::new();
    let mut chars_left = chars_max;
    for inner in node.descendants().take(TEXT_NODES_MAX) {
        match inner.value() {
            Node::Text(piece) => {
                text.extend(piece.chars().take(chars_left));
                chars_left -= piece.chars().count().min(chars_left);
            }
            Node::Element(element) if element.name() == "br" => text.push('\n'),
            _ => {}
        }
        if chars_left == 0 {
            break;
        }
    }
    text
}

/// Divides runs where two line breaks stand together; blank paragraphs are left out.
fn paragraphs(line: Vec<Run>) -> Vec<Vec<Inline>> {
    let mut out = Vec::new();
    let mut current: Vec<Run> = Vec::new();
    let mut breaks = 0;
    for run in line {
        match &run.leaf {
            Leaf::Break => breaks += 1,
            Leaf::Text(s) if s.trim().is_empty() => {}
            _ => {
                if breaks > 1 {
                    out.push(std::mem::take(&mut current));
                }
                breaks = 0;
            }
        }
        current.push(run);
    }
    out.push(current);
    let blank = |run: &Run| match &run.leaf {
        Leaf::Text(s) => s.trim().is_empty(),
        Leaf::Break => true,
        Leaf::Note(text) => text.is_empty(),
        Leaf::Code(s) => s.is_empty(),
        Leaf::Ref(_) => false,
    };
    out.retain(|paragraph: &Vec<Run>| !paragraph.iter().all(blank));
    out.into_iter()
        .map(|runs| crate::runs::nest(crate::runs::join(runs)))
        .collect()
}
