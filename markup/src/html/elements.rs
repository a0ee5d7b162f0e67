//! Which element is what to a newspaper's text.

/// How an element is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Never part of a text: dropped with all it holds, and listed.
    Drop,
    /// Says nothing by itself and holds nothing: dropped unlisted.
    Nothing,
    /// Begins and ends a paragraph.
    Block,
    /// A mark on text, or nothing at all: its text is read on.
    Inline,
    /// A heading of level 1 to 6.
    Heading(u8),
    List {
        ordered: bool,
    },
    Item,
    Quote,
    Aside,
    Figure,
    Caption,
    Footer,
    Table,
    Row,
    Cell {
        heads: bool,
    },
    Pre,
    Code,
    Picture,
    Embed,
    Break,
    Rule,
}

/// The role of an HTML element by its name in lower case.
pub(super) fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "template" | "noscript" | "object" | "embed" | "applet" | "svg"
        | "math" | "canvas" | "form" | "input" | "select" | "textarea" | "button" | "datalist"
        | "output" | "progress" | "meter" | "nav" | "dialog" | "map" | "frame" | "frameset"
        | "noframes" | "noembed" | "xml" | "del" | "rp" | "slot" | "portal" => Role::Drop,
        "title" | "meta" | "link" | "base" | "wbr" | "source" | "track" | "param" | "col"
        | "colgroup" | "area" => Role::Nothing,
        "p" | "div" | "section" | "article" | "main" | "header" | "address" | "center"
        | "fieldset" | "legend" | "details" | "summary" | "dl" | "dt" | "dd" | "hgroup"
        | "search" | "listing" | "picture" => Role::Block,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "ul" | "menu" | "dir" => Role::List { ordered: false },
        "ol" => Role::List { ordered: true },
        "li" => Role::Item,
        "blockquote" => Role::Quote,
        "aside" => Role::Aside,
        "figure" => Role::Figure,
        "figcaption" | "caption" => Role::Caption,
        "footer" => Role::Footer,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" => Role::Cell { heads: false },
        "th" => Role::Cell { heads: true },
        "pre" | "xmp" | "plaintext" => Role::Pre,
        "code" | "kbd" | "samp" | "tt" => Role::Code,
        "img" | "image" => Role::Picture,
        "iframe" | "video" | "audio" => Role::Embed,
        "br" => Role::Break,
        "hr" => Role::Rule,
        _ => Role::Inline,
    }
}

/// Inline elements whose loss takes nothing from the text, or which become a mark.
pub(super) fn is_plain_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "body"
            | "cite"
            | "data"
            | "dfn"
            | "em"
            | "font"
            | "head"
            | "html"
            | "i"
            | "ins"
            | "label"
            | "nobr"
            | "o:p"
            | "q"
            | "small"
            | "span"
            | "st1:personname"
            | "strong"
            | "sub"
            | "sup"
            | "tbody"
            | "tfoot"
            | "thead"
            | "time"
            | "u"
            | "var"
    )
}

/// Elements whose language is said of their words rather than of a whole page.
pub(super) fn bears_lang(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "bdi"
            | "cite"
            | "em"
            | "h2"
            | "h3"
            | "h4"
            | "i"
            | "li"
            | "p"
            | "q"
            | "span"
            | "strong"
            | "td"
    )
}
