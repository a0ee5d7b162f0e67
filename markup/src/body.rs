//! The body of an article: a small tree of the things newspapers write.
//!
//! This is the one form a text is kept in. Markdown, HTML and the editor are adapters of it; pages, feeds and
//! plain text are made from it. The JSON form (`{"v":1,"blocks":[…]}`) is part of what a revision is hashed
//! over, so names and meanings here never change: the tree grows only by adding.

use serde::{Deserialize, Serialize};

/// The version of the tree this code writes.
pub const VERSION: u32 = 1;

/// The text of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Version of the vocabulary, today always [`VERSION`].
    pub v: u32,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
}

impl Default for Body {
    fn default() -> Body {
        Body {
            v: VERSION,
            blocks: Vec::new(),
        }
    }
}

/// One block of a body.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<Inline>,
        /// BCP 47 tag where it is not the article's language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
    },
    /// A heading inside the text (*titoletto*).
    Crosshead {
        /// 2 or 3; the headline is 1.
        level: u8,
        /// Its text.
        text: Vec<Inline>,
    },
    /// A list.
    List {
        /// Numbered or not.
        ordered: bool,
        /// The items, each a sequence of paragraphs and lists.
        items: Vec<Vec<Block>>,
    },
    /// A quotation set apart.
    Quote {
        /// What was said: paragraphs and lists.
        blocks: Vec<Block>,
        /// Who said it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cite: Vec<Inline>,
    },
    /// A pull quote (*virgolettato in evidenza*): words of the text lifted out.
    Pull {
        /// The words.
        text: Vec<Inline>,
        /// Whose words.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cite: Vec<Inline>,
    },
    /// A picture in the text.
    Figure(Picture),
    /// Several pictures shown together.
    Gallery {
        /// In order.
        pictures: Vec<Picture>,
    },
    /// A table; the first row of `head` names the columns.
    Table {
        /// What the table shows.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
        /// Column headings, empty if there are none.
        head: Vec<Vec<Inline>>,
        /// Rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A box beside the text (*scheda*).
    Aside {
        /// Its heading.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        title: Vec<Inline>,
        /// Paragraphs, lists and tables.
        blocks: Vec<Block>,
    },
    /// A change of scene.
    Rule,
    /// Lines to be kept as typed.
    Code {
        /// The text, lines divided by `\n`.
        text: String,
        /// Language of the code, where given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
    },
    /// Something of another site; readers get a link, never its script.
    Embed {
        /// Absolute http(s) address.
        url: String,
        /// What it is, in words.
        title: String,
    },
    /// Where a dated entry of live coverage (*diretta*) begins: what follows, up to the next, is its text.
    Entry {
        /// When, as RFC 3339 with the offset the newspaper's clocks had: `2026-11-23T14:32:00+01:00`.
        at: String,
        /// Its own headline; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        title: String,
        /// Who wrote it, where it is not those who sign the article.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<String>,
        /// It is one of the key points, shown above all entries.
        #[serde(default, skip_serializing_if = "is_false")]
        key: bool,
    },
}

/// A picture as placed in a text. The same picture elsewhere may have another caption.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// In a draft read from a file: the path beside the file. In the record: the picture's id.
    pub file: String,
    /// What it shows, for those who cannot see it. Empty means not yet written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// Chosen by a person: the caption describes it, so the alternative text stays empty.
    #[serde(default, skip_serializing_if = "is_false")]
    pub described_by_caption: bool,
    /// *Didascalia*.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credit: String,
    /// On what terms it is used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// IPTC digital source type, the last part of its address (`digitalCapture`, `trainedAlgorithmicMedia`…).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_type: String,
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
pub enum Inline {
    /// Characters.
    Text {
        /// The characters; never empty, never next to another `Text` in canonical form.
        s: String,
    },
    /// Important.
    Strong {
        /// What.
        text: Vec<Inline>,
    },
    /// Stressed, or the title of a work.
    Emphasis {
        /// What.
        text: Vec<Inline>,
    },
    /// A link.
    Link {
        /// http, https, mailto, or a path on the same title beginning with `/`.
        href: String,
        /// What it says.
        text: Vec<Inline>,
    },
    /// Code within a line.
    Code {
        /// The characters.
        s: String,
    },
    /// Words in another language.
    Lang {
        /// BCP 47 tag.
        lang: String,
        /// The words.
        text: Vec<Inline>,
    },
    /// Lowered.
    Sub {
        /// What.
        text: Vec<Inline>,
    },
    /// Raised.
    Sup {
        /// What.
        text: Vec<Inline>,
    },
    /// A note to the text (*nota*), numbered in reading order when shown.
    Note {
        /// The note's text.
        text: Vec<Inline>,
    },
    /// A reference to a source of the article.
    SourceRef {
        /// Its number in the article's list, from 1.
        n: u32,
    },
    /// A line break.
    Break,
}

impl Inline {
    /// Plain characters.
    pub fn text(s: impl Into<String>) -> Inline {
        Inline::Text { s: s.into() }
    }
}
