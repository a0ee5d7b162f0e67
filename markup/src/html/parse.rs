//! html5ever, bounded while it builds.
//!
//! The tree builder asks at almost every tag which elements are open, so 100,000 nested `<div>` would take it
//! quadratic time, and unclosed formatting elements are copied into every paragraph that follows. Both are
//! stopped where they arise: between tokenizer and tree builder. Tags with too many attributes are stopped
//! before the tokenizer.

use super::attributes::Attributes;
use super::limits::{Limit, Limits};
use ego_tree::NodeId;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{EOFToken, StartTag};
use html5ever::tokenizer::{TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{Tracer, TreeBuilder, TreeBuilderOpts, TreeSink, create_element};
use html5ever::{QualName, TokenizerResult, local_name, ns};
use scraper::{Html, HtmlTreeSink};
use std::cell::{Cell, RefCell};

/// How often the open elements and the nodes are counted, in tokens.
const TOKENS_BETWEEN_COUNTS: u32 = 32;

/// The tree of an HTML fragment, and the limit it ran into, if any.
pub(super) fn parse(html: &str, limits: &Limits) -> (Html, Option<Limit>) {
    let sink = HtmlTreeSink::new(Html::new_fragment());
    let context = create_element(
        &sink,
        QualName::new(None, ns!(html), local_name!("body")),
        Vec::new(),
    );
    let bounded = Bounded {
        builder: TreeBuilder::new_for_fragment(sink, context, None, TreeBuilderOpts::default()),
        limits: *limits,
        tokens: Cell::new(0),
        deep: Cell::new(false),
        over: Cell::new(None),
        raw: RefCell::new(None),
        tags: Cell::new(0),
    };
    let mut end = html.len().min(limits.bytes);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    if end < html.len() {
        bounded.over.set(Some(Limit::Bytes));
    }
    let tokenizer = Tokenizer::new(bounded, TokenizerOpts::default());
    feed(&tokenizer, html.get(..end).unwrap_or_default());
    tokenizer.end();
    let Bounded { builder, over, .. } = tokenizer.sink;
    (builder.sink.finish(), over.get())
}

fn feed(tokenizer: &Tokenizer<Bounded>, html: &str) {
    let input = BufferQueue::default();
    let mut attributes = Attributes::new();
    for piece in html.split_inclusive('>') {
        let raw = tokenizer.sink.raw.borrow().clone();
        if !attributes.allow(piece, raw.as_deref()) {
            tokenizer.sink.over.set(Some(Limit::Nodes));
            return;
        }
        let tags = tokenizer.sink.tags.get();
        input.push_back(StrTendril::from(piece));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        if tokenizer.sink.tags.get() != tags {
            attributes.tag_ended();
        }
    }
}

struct Bounded {
    builder: TreeBuilder<NodeId, HtmlTreeSink>,
    limits: Limits,
    tokens: Cell<u32>,
    deep: Cell<bool>,
    over: Cell<Option<Limit>>,
    /// The element whose content the tokenizer reads as text, if it is in one.
    raw: RefCell<Option<String>>,
    /// Tags seen.
    tags: Cell<usize>,
}

impl Bounded {
    fn measure(&self) {
        let tokens = self.tokens.get().wrapping_add(1);
        self.tokens.set(tokens);
        if !tokens.is_multiple_of(TOKENS_BETWEEN_COUNTS) {
            return;
        }
        let open = Count(Cell::new(0));
        self.builder.trace_handles(&open);
        self.deep.set(open.0.get() > self.limits.open_elements);
        if self.deep.get() && self.over.get().is_none() {
            self.over.set(Some(Limit::Depth));
        }
        if self.builder.sink.0.borrow().tree.values().len() > self.limits.nodes {
            self.over.set(Some(Limit::Nodes));
        }
    }
}

impl TokenSink for Bounded {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        self.measure();
        if let TagToken(tag) = &token {
            self.tags.set(self.tags.get() + 1);
            self.raw.replace(None);
            // Their attributes are merged one by one into an element nobody reads.
            if matches!(&*tag.name, "html" | "body" | "head") && tag.kind == StartTag {
                return TokenSinkResult::Continue;
            }
        }
        let name = match &token {
            TagToken(tag) => Some(tag.name.to_string()),
            _ => None,
        };
        let full = self.over.get() == Some(Limit::Nodes) && !matches!(token, EOFToken);
        let too_deep = self.deep.get()
            && matches!(&token, TagToken(tag) if tag.kind == StartTag && nests(&tag.name));
        if full || too_deep {
            return TokenSinkResult::Continue;
        }
        let result = self.builder.process_token(token, line);
        if matches!(
            result,
            TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext
        ) {
            self.raw.replace(name);
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Elements whose content is text to the tokenizer must always be opened, or their content would become text
/// of the page.
fn nests(name: &str) -> bool {
    !matches!(
        name,
        "script"
            | "style"
            | "textarea"
            | "title"
            | "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "xmp"
            | "plaintext"
    )
}

struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}
