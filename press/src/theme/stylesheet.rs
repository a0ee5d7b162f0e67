//! What a theme's stylesheet may not do to the record of an article: hide it.
//!
//! Two halves. The guard stands before everything else in a cascade layer of its own: an important declaration of the
//! first layer beats every other of the page (CSS Cascading 5 §6.4.4), so it can take back what moves, clips, fades or
//! masks a piece of the record or anything around it. What cannot be taken back without taking away a design, since
//! other elements need it (`display:none`, transparent text, tiny type, negative margins), is rewritten when the theme
//! is read: the value becomes one the guard decides about.
//!
//! Nothing is painted over a piece: it stands above all else, and nothing around it makes a layer of its own that could be
//! lifted as a whole. Its colours and letters are the plate's (`theme::plate`).

use cssparser::{BasicParseErrorKind, ParseError, Parser, Token};
use std::ops::Range;

/// Blocks within blocks.
const DEPTH_MAX: u32 = 24;
/// Names that are the guard's.
const RESERVED: [&str; 2] = ["--colophon-", "colophon-record"];
/// Stands at the end while a stylesheet is read; where it is not seen, something was left open.
const END: &str = "\n@colophon-end;";
/// Smallest type, pixels.
const TYPE_MIN: &str = "10px";
/// How far a margin may pull, and push. Around the record it pulls nothing: pulls of boxes within boxes add up.
const MARGIN: (&str, &str) = ("var(--colophon-pull,0px)", "100vw");
/// How far letters and words may be pulled together.
const SPACING_MIN: &str = "-.1em";
/// Lines nearer to each other than this run into one another.
const LINE_MIN: f32 = 0.8;
/// Nothing of a theme is lifted higher; the guard lifts the record above it.
const LIFTED_MAX: i32 = 1_000_000;
/// Thickest line under, over or through words.
const STROKE_MAX: &str = ".12em";
/// What lines of text within a piece take up above and below, where they would reach into the next line.
const PADDING: &str = "var(--colophon-pad,9999px)";
/// Parts of the names of fonts that hold signs instead of letters.
const SIGNS: [&str; 4] = ["dings", "dingbat", "marlett", "bookshelf symbol"];
/// Text more transparent than this counts as not there.
const ALPHA_MIN: f32 = 0.5;

/// What the record and all around it always is.
const SHOWN: &str = "--colophon-pull:initial!important;--colophon-none:initial!important;--colophon-clear:initial!important;\
--colophon-flat:initial!important;visibility:visible!important;opacity:1!important;clip:auto!important;\
clip-path:none!important;mask:none!important;-webkit-mask:none!important;-webkit-mask-box-image:none!important;\
filter:none!important;transform:none!important;translate:none!important;scale:none!important;rotate:none!important;\
perspective:none!important;offset-path:none!important;zoom:1!important;mix-blend-mode:normal!important;\
content:normal!important;content-visibility:visible!important;contain:none!important;overflow:visible!important;\
-webkit-line-clamp:none!important;max-height:none!important;max-block-size:none!important;\
position:relative!important;inset:auto!important;z-index:auto!important;transition:none!important;\
isolation:auto!important;will-change:auto!important;view-transition-name:none!important;\
backdrop-filter:none!important;-webkit-backdrop-filter:none!important;-webkit-box-reflect:none!important;\
animation:none!important;-webkit-text-size-adjust:100%!important;text-size-adjust:100%!important";

/// Elements of a piece that stand within its lines.
const INLINE: &str =
    "a,abbr,b,bdi,cite,code,del,em,i,ins,mark,q,s,small,span,strong,sub,sup,time,u";

/// The guard, to stand before everything else.
pub(crate) fn guard() -> String {
    include_str!("guard.css")
        .replace("SHOWN", SHOWN)
        .replace("INLINE", INLINE)
}

/// The stylesheet with what could hide the record put at the guard's disposal.
///
/// # Errors
/// What is wrong with it, with its line, in words for whoever wrote it.
pub(crate) fn fenced(css: &str) -> Result<String, String> {
    let whole = format!("{css}{END}");
    let mut parser = Parser::new(&whole);
    let mut fence = Fence {
        css,
        edits: Vec::new(),
    };
    fence
        .level(&mut parser, 0, false)
        .map_err(|fault| fault.told(css))?;
    let mut out = css.to_owned();
    fence.edits.sort_by_key(|(range, _)| range.start);
    for (range, text) in fence.edits.iter().rev() {
        out.replace_range(range.clone(), text);
    }
    Ok(out)
}

/// What is wrong, and where.
struct Fault {
    at: usize,
    what: String,
}

impl Fault {
    fn told(&self, css: &str) -> String {
        let before = css.get(..self.at.min(css.len())).unwrap_or(css);
        format!("line {}: {}", before.matches('\n').count() + 1, self.what)
    }
}

/// A token, as far as it matters here, and where it stands.
#[derive(Debug, Clone)]
struct Piece {
    what: What,
    range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    Ident(String),
    Function(String, Vec<Piece>),
    Colour(String),
    /// A number; with its unit, `%` for percentages, nothing for bare numbers.
    Number(f32, String),
    Colon,
    Semicolon,
    Comma,
    Slash,
    Curly,
    Space,
    Other,
}

impl PartialEq for Piece {
    fn eq(&self, other: &Piece) -> bool {
        self.what == other.what
    }
}

struct Fence<'a> {
    css: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl Fence<'_> {
    /// Reads one level of blocks; within curly brackets it holds declarations. Gives what it is made of.
    fn level(
        &mut self,
        parser: &mut Parser<'_>,
        depth: u32,
        declarations: bool,
    ) -> Result<Vec<Piece>, Fault> {
        let mut pieces = Vec::new();
        let mut ended = false;
        loop {
            let at = parser.position().byte_index();
            let fault = |what: &str| Fault {
                at,
                what: what.to_owned(),
            };
            if depth > DEPTH_MAX {
                return Err(fault("blocks are nested too deep"));
            }
            let token = match parser.next_including_whitespace_and_comments() {
                Ok(token) => token.clone(),
                Err(error) if matches!(error.kind, BasicParseErrorKind::EndOfInput) => break,
                Err(_) => return Err(fault("this is no CSS")),
            };
            if let Token::AtKeyword(name) = &token
                && at >= self.css.len()
                && name.as_ref() == END.trim_matches(['\n', '@', ';'])
            {
                ended = true;
                continue;
            }
            let what = self.piece(parser, &token, depth, &fault)?;
            let range = at..parser.position().byte_index();
            pieces.push(Piece { what, range });
        }
        if depth == 0 && !ended {
            return Err(Fault {
                at: self.css.len(),
                what: "a block, a string or a comment is not closed".to_owned(),
            });
        }
        if declarations {
            self.declarations(&pieces)?;
        }
        Ok(pieces)
    }

    fn piece(
        &mut self,
        parser: &mut Parser<'_>,
        token: &Token<'_>,
        depth: u32,
        fault: &dyn Fn(&str) -> Fault,
    ) -> Result<What, Fault> {
        Ok(match token {
            Token::Ident(name) => What::Ident(legible(free(name, fault)?, fault)?),
            Token::QuotedString(text) => {
                legible(text.to_ascii_lowercase(), fault)?;
                What::Other
            }
            Token::AtKeyword(name) => {
                match name.to_ascii_lowercase().as_str() {
                    "import" => return Err(fault("@import: put the rules into more.css")),
                    "font-face" => {
                        return Err(fault(
                            "@font-face: pages load no fonts; name those readers have",
                        ));
                    }
                    _ => {}
                }
                What::Other
            }
            Token::Function(name) => {
                let name = free(name, fault)?;
                What::Function(name, self.inside(parser, depth, false)?)
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock => {
                self.inside(parser, depth, false)?;
                What::Other
            }
            Token::CurlyBracketBlock => {
                self.inside(parser, depth, true)?;
                What::Curly
            }
            Token::Hash(digits) | Token::IDHash(digits) => What::Colour(digits.to_string()),
            Token::Number { value, .. } => What::Number(*value, String::new()),
            Token::Percentage { unit_value, .. } => {
                What::Number(unit_value * 100.0, "%".to_owned())
            }
            Token::Dimension { value, unit, .. } => What::Number(*value, unit.to_ascii_lowercase()),
            Token::Colon => What::Colon,
            Token::Semicolon => What::Semicolon,
            Token::Comma => What::Comma,
            Token::Delim('/') => What::Slash,
            Token::WhiteSpace(_) | Token::Comment(_) => What::Space,
            Token::BadString(_) => return Err(fault("a string is not closed")),
            Token::BadUrl(_) => return Err(fault("an address is not closed")),
            Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => {
                return Err(fault("a bracket is closed that was not opened"));
            }
            _ => What::Other,
        })
    }

    fn inside(
        &mut self,
        parser: &mut Parser<'_>,
        depth: u32,
        declarations: bool,
    ) -> Result<Vec<Piece>, Fault> {
        let mut found = Ok(Vec::new());
        let read: Result<(), ParseError<()>> = parser.parse_nested_block(|parser| {
            found = self.level(parser, depth + 1, declarations);
            // What is left of a block that is refused does not matter.
            while parser.next_including_whitespace_and_comments().is_ok() {}
            Ok(())
        });
        // The block was read to its end, so that there is nothing else to be wrong.
        drop(read);
        found
    }

    /// Finds the declarations of a block: a name, a colon, and what follows to the next semicolon. Where a block follows
    /// first it was a selector.
    fn declarations(&mut self, pieces: &[Piece]) -> Result<(), Fault> {
        let mut rest = pieces;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            let What::Ident(name) = &first.what else {
                continue;
            };
            let colon = after.iter().position(|piece| piece.what != What::Space);
            let Some(value) = colon
                .filter(|at| {
                    after
                        .get(*at)
                        .is_some_and(|piece| piece.what == What::Colon)
                })
                .and_then(|at| after.get(at + 1..))
            else {
                continue;
            };
            let end = value
                .iter()
                .position(|piece| matches!(piece.what, What::Semicolon | What::Curly))
                .unwrap_or(value.len());
            let (value, further) = value.split_at(end);
            rest = further;
            let rule = further
                .first()
                .is_some_and(|piece| piece.what == What::Curly);
            if !rule && !name.starts_with("--") {
                self.declaration(name, value)?;
            }
        }
        Ok(())
    }

    fn declaration(&mut self, name: &str, value: &[Piece]) -> Result<(), Fault> {
        let name = name.strip_prefix("-webkit-").unwrap_or(name);
        match name {
            "display" => self.display(value),
            "z-index" => {
                value.iter().for_each(|piece| self.lift(piece));
                Ok(())
            }
            "text-decoration" | "text-decoration-thickness" => self.stroke(value),
            "padding" => {
                self.padding(value);
                Ok(())
            }
            "padding-top"
            | "padding-bottom"
            | "padding-block"
            | "padding-block-start"
            | "padding-block-end" => {
                for piece in value.iter().filter(|piece| may_be_long(&piece.what)) {
                    self.wrap(piece, "min(", &format!(",{PADDING})"));
                }
                Ok(())
            }
            "color" | "text-fill-color" => {
                for piece in value.iter().filter(|piece| is_clear(&piece.what)) {
                    self.replace(piece, "var(--colophon-clear,inherit)");
                }
                Ok(())
            }
            "font" => self.font(value),
            "font-size" => {
                value.iter().for_each(|piece| self.type_size(piece));
                Ok(())
            }
            "line-height" => {
                value.iter().for_each(|piece| self.line(piece));
                Ok(())
            }
            "letter-spacing" | "word-spacing" => {
                for piece in value.iter().filter(|piece| may_be_negative(&piece.what)) {
                    self.wrap(piece, &format!("max({SPACING_MIN},"), ")");
                }
                Ok(())
            }
            _ if name.starts_with("margin") && name != "margin-trim" => {
                for piece in value.iter().filter(|piece| may_be_far(&piece.what)) {
                    let (min, max) = MARGIN;
                    self.wrap(piece, &format!("clamp({min},"), &format!(",{max})"));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn display(&mut self, value: &[Piece]) -> Result<(), Fault> {
        for piece in value {
            match &piece.what {
                What::Ident(word)
                    if ["none", "table-column", "table-column-group"].contains(&word.as_str()) =>
                {
                    self.replace(piece, "var(--colophon-none,revert)");
                }
                What::Ident(word) if word == "contents" => {
                    self.replace(piece, "var(--colophon-contents,revert)");
                }
                What::Ident(word) if word == "inline" => {
                    self.replace(piece, "var(--colophon-inline,inline-block)");
                }
                What::Function(..) => {
                    return Err(Fault {
                        at: piece.range.start,
                        what: "display: write the value itself, no function".to_owned(),
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// `text-decoration: underline .08em red`: with a variable, which may be a thickness, it needs one of its own.
    fn stroke(&mut self, value: &[Piece]) -> Result<(), Fault> {
        let thick = |piece: &&Piece| is_length(&piece.what);
        let variable = value
            .iter()
            .find(|piece| matches!(&piece.what, What::Function(name, _) if name == "var"));
        if let (Some(variable), None) = (variable, value.iter().find(thick)) {
            return Err(Fault {
                at: variable.range.start,
                what: "text-decoration: write the thickness itself, as in `underline .08em var(--colour)`"
                    .to_owned(),
            });
        }
        for piece in value.iter().filter(thick) {
            self.wrap(piece, "min(", &format!(",{STROKE_MAX})"));
        }
        Ok(())
    }

    /// A place in the order of layers that leaves the highest to the record.
    fn lift(&mut self, piece: &Piece) {
        match &piece.what {
            #[expect(clippy::cast_precision_loss, reason = "a power of ten far below 2^24")]
            What::Number(number, _) if *number > LIFTED_MAX as f32 => {
                self.replace(piece, &LIFTED_MAX.to_string());
            }
            What::Function(..) => self.wrap(piece, "min(", &format!(",{LIFTED_MAX})")),
            _ => {}
        }
    }

    /// `padding: top right bottom left`: what is above and below.
    fn padding(&mut self, value: &[Piece]) {
        let spoken: Vec<&Piece> = value.iter().filter(|p| p.what != What::Space).collect();
        let bounded = |text: &str| format!("min({text},{PADDING})");
        if let [one] = spoken.as_slice() {
            if may_be_long(&one.what) {
                let text = self
                    .css
                    .get(one.range.clone())
                    .unwrap_or_default()
                    .to_owned();
                self.replace(one, &format!("{} {text}", bounded(&text)));
            }
            return;
        }
        for piece in spoken.into_iter().step_by(2).take(2) {
            if may_be_long(&piece.what) {
                self.wrap(piece, "min(", &format!(",{PADDING})"));
            }
        }
    }

    /// `font: … size/line family`: the size is what stands before the slash, else the first length.
    fn font(&mut self, value: &[Piece]) -> Result<(), Fault> {
        let spoken: Vec<&Piece> = value.iter().filter(|p| p.what != What::Space).collect();
        let slash = spoken.iter().position(|piece| piece.what == What::Slash);
        if let Some(at) = slash {
            at.checked_sub(1)
                .and_then(|at| spoken.get(at))
                .into_iter()
                .for_each(|piece| self.type_size(piece));
            spoken
                .get(at + 1)
                .into_iter()
                .for_each(|piece| self.line(piece));
            return Ok(());
        }
        let length = |piece: &&&Piece| match &piece.what {
            What::Number(_, unit) => !unit.is_empty(),
            What::Function(name, _) => name != "var",
            _ => false,
        };
        if let Some(piece) = spoken.iter().find(length) {
            self.type_size(piece);
        } else if let Some(piece) = spoken
            .iter()
            .find(|piece| matches!(piece.what, What::Function(..)))
        {
            return Err(Fault {
                at: piece.range.start,
                what: "font: write the size before a slash, as in `font:var(--size)/1.5 serif`"
                    .to_owned(),
            });
        }
        Ok(())
    }

    fn type_size(&mut self, piece: &Piece) {
        let small = match &piece.what {
            What::Number(size, unit) => match unit.as_str() {
                "px" => *size < 10.0,
                "rem" => *size < 0.75,
                _ => true,
            },
            What::Function(..) => true,
            _ => false,
        };
        if small {
            self.wrap(piece, &format!("max({TYPE_MIN},"), ")");
        }
    }

    fn line(&mut self, piece: &Piece) {
        if let What::Number(height, unit) = &piece.what {
            let height = match unit.as_str() {
                "" | "em" | "rem" | "lh" => *height,
                "%" => height / 100.0,
                _ => height / 10.0,
            };
            if height < LINE_MIN {
                self.replace(piece, "var(--colophon-flat,normal)");
            }
        }
    }

    fn replace(&mut self, piece: &Piece, with: &str) {
        self.edits.push((piece.range.clone(), with.to_owned()));
    }

    fn wrap(&mut self, piece: &Piece, before: &str, after: &str) {
        let text = self.css.get(piece.range.clone()).unwrap_or_default();
        // Within max() and clamp() a length needs its unit, also where it is nought.
        let text = if matches!(&piece.what, What::Number(_, unit) if unit.is_empty()) {
            format!("{text}px")
        } else {
            text.to_owned()
        };
        self.edits
            .push((piece.range.clone(), format!("{before}{text}{after}")));
    }
}

/// A name in small letters, if it is not one of the guard's.
fn free(name: &str, fault: &dyn Fn(&str) -> Fault) -> Result<String, Fault> {
    let name = name.to_ascii_lowercase();
    if RESERVED.iter().any(|reserved| name.starts_with(reserved)) {
        return Err(fault(&format!("`{name}` is a name of the house")));
    }
    Ok(name)
}

/// A name, if it is none of a font of signs, in which words are there and nobody can read them.
fn legible(name: String, fault: &dyn Fn(&str) -> Fault) -> Result<String, Fault> {
    if SIGNS.iter().any(|signs| name.contains(signs)) {
        return Err(fault(&format!(
            "`{name}`: a font of signs, which nobody can read"
        )));
    }
    Ok(name)
}

fn is_length(what: &What) -> bool {
    match what {
        What::Number(n, unit) => !unit.is_empty() && *n != 0.0,
        What::Function(name, _) => ["calc", "min", "max", "clamp"].contains(&name.as_str()),
        _ => false,
    }
}

/// A length that reaches out of a line.
fn may_be_long(what: &What) -> bool {
    match what {
        What::Number(n, unit) => match unit.as_str() {
            "px" => *n > 6.0,
            "em" | "rem" => *n > 0.4,
            _ => *n != 0.0,
        },
        What::Function(..) => true,
        _ => false,
    }
}

/// A colour nobody would see.
fn is_clear(what: &What) -> bool {
    match what {
        What::Ident(word) => word == "transparent",
        What::Colour(digits) => match digits.len() {
            4 => digits.get(3..).is_some_and(|alpha| alpha < "8"),
            8 => digits.get(6..7).is_some_and(|alpha| alpha < "8"),
            _ => false,
        },
        What::Function(_, inside) => {
            let slash = inside.iter().any(|piece| piece.what == What::Slash);
            let commas = inside.iter().filter(|p| p.what == What::Comma).count();
            let last = inside.iter().rev().find(|piece| piece.what != What::Space);
            let Some(What::Number(alpha, unit)) = last.map(|piece| &piece.what) else {
                return false;
            };
            let alpha = if unit == "%" { alpha / 100.0 } else { *alpha };
            (slash || commas == 3) && alpha < ALPHA_MIN
        }
        _ => false,
    }
}

fn may_be_negative(what: &What) -> bool {
    match what {
        What::Number(n, _) => *n < 0.0,
        What::Function(..) => true,
        _ => false,
    }
}

/// A length that may lead out of the page.
fn may_be_far(what: &What) -> bool {
    match what {
        What::Number(n, unit) => {
            let far = match unit.as_str() {
                "px" | "pt" => 400.0,
                "em" | "rem" | "ch" | "ex" | "lh" => 20.0,
                "%" | "vw" | "vh" => 50.0,
                _ => 0.0,
            };
            *n < 0.0 || (*n > far && *n != 0.0)
        }
        What::Function(..) => true,
        _ => false,
    }
}
