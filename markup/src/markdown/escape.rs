//! Which characters Markdown would take for its own.

/// A dash that, at the beginning of a line, announces whose words were quoted.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―')
}

/// Appends text so that Markdown reads it back as typed.
///
/// `line_start`: the text begins a line. `after_bracket`: it follows `]`, where `(` or `:` would mean something.
pub(super) fn escape_into(text: &str, line_start: bool, after_bracket: bool, out: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    let leading_digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    let list_sign = (line_start && leading_digits > 0).then_some(leading_digits);
    let alphanumeric = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| c.is_alphanumeric())
    };
    for (at, &c) in chars.iter().enumerate() {
        let first = at == 0;
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '&' | '^' => true,
            '_' => !(alphanumeric(at.checked_sub(1)) && alphanumeric(Some(at + 1))),
            '|' => {
                // A backslash does not reach through tables.
                out.push_str("&#124;");
                continue;
            }
            '!' => at + 1 == chars.len(),
            '(' | ':' => first && after_bracket,
            '#' => (first && line_start) || at + 1 == chars.len(),
            '+' | '-' | '=' => first && line_start,
            '.' | ')' => list_sign == Some(at),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Whether an address survives Markdown's own percent-encoding unchanged.
pub(super) fn is_plain_address(href: &str) -> bool {
    let signs = href
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_.+!*'(),%#@?=;:/&$~".contains(&b));
    let hex = |pair: &str| pair.bytes().all(|b| b.is_ascii_hexdigit());
    signs
        && href
            .split('%')
            .skip(1)
            .all(|rest| rest.get(..2).is_some_and(hex))
}

/// An address as it may stand between the parentheses of a link.
pub(super) fn destination(href: &str) -> String {
    let escaped = without_signs(href);
    match escaped.contains(['(', ')', ' ', '<', '>']) {
        true => format!("<{}>", escaped.replace('<', "\\<").replace('>', "\\>")),
        false => escaped,
    }
}

/// A title as it may stand between quotation marks after an address.
pub(super) fn title(title: &str) -> String {
    without_signs(title).replace('"', "\\\"")
}

/// comrak decodes `&amp;` before backslashes here, so a backslash before `&` would not keep it.
fn without_signs(s: &str) -> String {
    s.replace('\\', "\\\\").replace('&', "&amp;")
}
