//! A body as a row of parts, each a row of tokens.

use super::Part;
use crate::body::{Block, Body, Inline, Picture};
use crate::entries;
use crate::runs::{self, Height, Leaf, Marks};
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

/// A word, a sign, a space, or where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Token {
    pub(super) text: String,
    /// Told only where it changed: an address behind words.
    pub(super) hidden: bool,
    pub(super) form: Form,
}

impl Token {
    pub(super) fn is_space(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

/// How a word looks, apart from its letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Form {
    strong: bool,
    emphasis: bool,
    code: bool,
    linked: bool,
    height: u8,
    lang: Option<Rc<str>>,
}

impl Form {
    fn of(marks: &Marks) -> Form {
        Form {
            strong: marks.strong,
            emphasis: marks.emphasis,
            code: false,
            linked: marks.link.is_some(),
            height: match marks.height {
                Height::Level => 0,
                Height::Sub => 1,
                Height::Sup => 2,
            },
            lang: marks.lang.clone(),
        }
    }
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Unit {
    pub(super) part: Part,
    pub(super) tokens: Vec<Token>,
    /// Makes units of the same words different: a picture's file.
    pub(super) identity: String,
}

/// Words, signs and spaces of plain text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    push_words(text, &Form::default(), &mut out);
    out
}

fn push_words(text: &str, form: &Form, out: &mut Vec<Token>) {
    out.extend(text.split_word_bounds().map(|word| Token {
        text: word.to_owned(),
        hidden: false,
        form: form.clone(),
    }));
}

/// What is told in brackets, and only where it changed.
fn push_address(href: &str, out: &mut Vec<Token>) {
    out.push(Token {
        text: format!(" [{href}]"),
        hidden: true,
        form: Form::default(),
    });
}

fn push_text(text: &[Inline], out: &mut Vec<Token>) {
    let mut link: Option<Rc<str>> = None;
    for run in runs::flatten(text.to_vec()) {
        if link != run.marks.link {
            if let Some(href) = link.take() {
                push_address(&href, out);
            }
            link.clone_from(&run.marks.link);
        }
        let mut form = Form::of(&run.marks);
        match run.leaf {
            Leaf::Text(s) => push_words(&s, &form, out),
            Leaf::Code(s) => {
                form.code = true;
                push_words(&s, &form, out);
            }
            Leaf::Break => push_words("\n", &Form::default(), out),
            Leaf::Ref(n) => out.push(Token {
                text: format!("[{n}]"),
                hidden: false,
                form: Form::default(),
            }),
            Leaf::Note(note) => {
                push_words(" (", &Form::default(), out);
                push_text(&note, out);
                push_words(")", &Form::default(), out);
            }
        }
    }
    if let Some(href) = link {
        push_address(&href, out);
    }
}

/// The parts of a body in reading order.
pub(super) fn units(body: &Body) -> Vec<Unit> {
    let mut units = Units::default();
    units.blocks(&body.blocks, Part::Paragraph);
    units.list
}

#[derive(Default)]
struct Units {
    list: Vec<Unit>,
}

impl Units {
    fn add(&mut self, part: Part, tokens: Vec<Token>) {
        if !tokens.is_empty() {
            let identity = String::new();
            self.list.push(Unit {
                part,
                tokens,
                identity,
            });
        }
    }

    fn text(&mut self, part: Part, text: &[Inline]) {
        let mut tokens = Vec::new();
        push_text(text, &mut tokens);
        self.add(part, tokens);
    }

    fn blocks(&mut self, blocks: &[Block], part: Part) {
        for block in blocks {
            self.block(block, part);
        }
    }

    /// `part` is what a paragraph counts as here.
    fn block(&mut self, block: &Block, part: Part) {
        match block {
            Block::Paragraph { text, lang: None } => self.text(part, text),
            Block::Paragraph {
                text,
                lang: Some(lang),
            } => {
                let (lang, text) = (lang.clone(), text.clone());
                self.text(part, &[Inline::Lang { lang, text }]);
            }
            Block::Crosshead { level, text } => self.text(Part::Crosshead(*level), text),
            Block::List { ordered, items } => {
                for item in items {
                    self.blocks(item, Part::Item { ordered: *ordered });
                }
            }
            Block::Quote { blocks, cite } => {
                self.blocks(blocks, Part::Quote);
                self.text(Part::Cite, cite);
            }
            Block::Pull { text, cite } => {
                self.text(Part::Pull, text);
                self.text(Part::Cite, cite);
            }
            Block::Figure(picture) => self.picture(picture),
            Block::Gallery { pictures } => {
                pictures.iter().for_each(|picture| self.picture(picture))
            }
            Block::Table {
                caption,
                head,
                rows,
            } => {
                self.text(Part::Caption, caption);
                self.row(head, true);
                rows.iter().for_each(|row| self.row(row, false));
            }
            Block::Aside { title, blocks } => {
                self.text(Part::BoxTitle, title);
                self.blocks(blocks, part);
            }
            Block::Rule => self.add(Part::Rule, tokens("* * *")),
            Block::Code { text, .. } => self.add(Part::Code, tokens(text)),
            Block::Entry { title, by, .. } => {
                let said = [entries::told(block).as_str(), title, &by.join(", ")].join(" ");
                self.add(Part::Crosshead(2), tokens(said.trim()));
            }
            Block::Embed { url, title } => {
                let mut words = tokens(title);
                push_address(url, &mut words);
                self.add(Part::Embed, words);
            }
        }
    }

    fn row(&mut self, cells: &[Vec<Inline>], heads: bool) {
        let mut out = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                push_words(" | ", &Form::default(), &mut out);
            }
            push_text(cell, &mut out);
        }
        self.add(Part::Row { heads }, out);
    }

    fn picture(&mut self, picture: &Picture) {
        let told = [&picture.alt, &picture.credit, &picture.licence];
        let told: Vec<&str> = told
            .into_iter()
            .map(String::as_str)
            .filter(|s| !s.is_empty())
            .collect();
        let words = if told.is_empty() {
            "—".to_owned()
        } else {
            told.join(". ")
        };
        let mut tokens = tokens(&words);
        if !picture.source_type.is_empty() {
            push_address(&picture.source_type, &mut tokens);
        }
        self.list.push(Unit {
            part: Part::Picture,
            tokens,
            identity: picture.file.clone(),
        });
        self.text(Part::Caption, &picture.caption);
    }
}
