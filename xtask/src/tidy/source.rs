//! A Rust file taken apart: code, the texts of its literals, comments.
//!
//! This is no parser. It knows just enough of the language not to take a word in a comment for a call, nor a
//! quotation mark in a character for the start of a text.

/// A source file, three times over, each as long as the original and with the same lines: what does not belong
/// to a view is blank there.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Without comments and without the content of literals.
    pub code: String,
    /// Only the content of text literals.
    pub texts: String,
    /// Only the comments.
    pub comments: String,
    /// The number of the line, from 0, where the file's own test module begins; the number of lines if it has none.
    pub tests_from: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Code,
    Text,
    Comment,
}

impl Source {
    /// Takes a file apart.
    pub fn new(file: &str) -> Source {
        let mut cutter = Cutter {
            rest: file,
            source: Source::empty(),
        };
        while cutter.cut() {}
        let mut source = cutter.source;
        let lines: Vec<&str> = source.code.lines().collect();
        source.tests_from = lines
            .iter()
            .zip(lines.iter().skip(1))
            .position(|(mark, module)| mark.trim() == "#[cfg(test)]" && module.contains("mod "))
            .unwrap_or(lines.len());
        source
    }

    fn empty() -> Source {
        Source {
            code: String::new(),
            texts: String::new(),
            comments: String::new(),
            tests_from: 0,
        }
    }

    /// The number, from 1, of the line of a byte of any of the views.
    pub fn line(&self, at: usize) -> usize {
        self.code
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1
    }
}

struct Cutter<'a> {
    rest: &'a str,
    source: Source,
}

impl Cutter<'_> {
    /// Cuts one piece off; false at the end.
    fn cut(&mut self) -> bool {
        let rest = self.rest;
        if rest.is_empty() {
            return false;
        }
        if rest.starts_with("//") {
            self.take(rest.find('\n').unwrap_or(rest.len()), View::Comment);
        } else if rest.starts_with("/*") {
            self.take(end_of_block_comment(rest), View::Comment);
        } else if let Some((open, close)) = raw_text(rest).filter(|_| !self.within_word()) {
            self.take(open, View::Code);
            let end = self.rest.find(&close).unwrap_or(self.rest.len());
            self.take(end, View::Text);
            self.take(close.len(), View::Code);
        } else if rest.starts_with('"') {
            self.take(1, View::Code);
            self.take(end_of_text(self.rest), View::Text);
            self.take(1, View::Code);
        } else if let Some(length) = character(rest) {
            self.take(1, View::Code);
            self.take(length - 2, View::Text);
            self.take(1, View::Code);
        } else {
            self.take(rest.chars().next().map_or(1, char::len_utf8), View::Code);
        }
        true
    }

    /// True when the last character of the code belongs to a name, so that an `r` here opens no raw text.
    fn within_word(&self) -> bool {
        self.source
            .code
            .ends_with(|last: char| last.is_alphanumeric() || last == '_')
    }

    /// Moves this many bytes to a view and as many blanks to the others.
    fn take(&mut self, bytes: usize, view: View) {
        let (piece, rest) = self.rest.split_at(bytes.min(self.rest.len()));
        self.rest = rest;
        let blank: String = piece
            .bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect();
        let source = &mut self.source;
        for (of, text) in [
            (View::Code, &mut source.code),
            (View::Text, &mut source.texts),
            (View::Comment, &mut source.comments),
        ] {
            text.push_str(if of == view { piece } else { &blank });
        }
    }
}

fn end_of_block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth = depth.saturating_sub(1);
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

/// The bytes before the quotation mark that ends the text.
fn end_of_text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    rest.len()
}

/// The length of the opening of a raw text (`r#"`, `br"`, `b"` has none) and what closes it.
fn raw_text(rest: &str) -> Option<(usize, String)> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let marks = after.bytes().take_while(|byte| *byte == b'#').count();
    after[marks..].starts_with('"').then(|| {
        let open = rest.len() - after.len() + marks + 1;
        (open, format!("\"{}", "#".repeat(marks)))
    })
}

/// The length of a character literal with its marks; none for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if let Some(escape) = inner.strip_prefix('\\') {
        let first = escape.chars().next()?.len_utf8();
        return escape[first..]
            .find('\'')
            .map(|end| 1 + 1 + first + end + 1);
    }
    let length = inner.chars().next()?.len_utf8();
    inner[length..].starts_with('\'').then_some(1 + length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views(file: &str) -> (String, String, String) {
        let source = Source::new(file);
        (source.code, source.texts, source.comments)
    }

    #[test]
    fn comments_texts_and_code_part() {
        let file = "let a = \"// \\\" no\"; // un\"safe\n'x' /* b /* c */ */ d";
        let (code, texts, comments) = views(file);
        assert_eq!([code.len(), texts.len(), comments.len()], [file.len(); 3]);
        let words = |view: &str| view.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&code), "let a = \" \"; ' ' d");
        assert_eq!(words(&texts), "// \\\" no x");
        assert_eq!(words(&comments), "// un\"safe /* b /* c */ */");
    }

    #[test]
    fn raw_texts_end_where_their_marks_say() {
        let (code, texts, _) = views("f(r#\"a \"quoted\" word\"#, b'\\'', br\"x\") + for\"y\"");
        assert_eq!(code, "f(r#\"               \"#, b'  ', br\" \") + for\" \"");
        assert!(texts.contains("a \"quoted\" word") && texts.contains("\\'"));
    }

    #[test]
    fn a_lifetime_opens_no_character() {
        let (code, texts, _) = views("fn f<'a>(x: &'a str) -> &'a str { \"è\" }");
        assert_eq!(code, "fn f<'a>(x: &'a str) -> &'a str { \"  \" }");
        assert_eq!(texts.trim(), "è");
    }

    #[test]
    fn a_file_knows_where_its_tests_begin() {
        let source = Source::new("fn a() {}\n\n#[cfg(test)]\nmod tests {\n}\n");
        assert_eq!((source.tests_from, source.line(11)), (2, 3));
    }
}
