//! Whether an excerpt was written by somebody, or made by the former system of the first words of the text.

/// Letters looked at of an excerpt that ends in the middle of a sentence, at most.
const FIRST_LETTERS: usize = 40;

/// Whether the words of an excerpt are the text's own.
pub(super) fn is_made(excerpt: &str, text: &str) -> bool {
    // A link at its end leads on to the text; one at its beginning is somebody's.
    let head = excerpt
        .find("<a ")
        .and_then(|at| excerpt.get(..at))
        .map(letters)
        .filter(|head| !head.is_empty());
    let cut = head.is_some() || ends_open(excerpt);
    let excerpt = head.unwrap_or_else(|| letters(excerpt));
    let text = letters(text);
    let first: String = excerpt.chars().take(FIRST_LETTERS).collect();
    match cut {
        true => text.contains(&first),
        false => text.starts_with(&excerpt) || (first != excerpt && text.contains(&excerpt)),
    }
}

fn ends_open(excerpt: &str) -> bool {
    let plain = crate::letters::line(excerpt);
    ["…", "[…]", "...", "[...]"]
        .iter()
        .any(|end| plain.ends_with(end))
}

/// Letters and digits of HTML, without marks, blanks and what only sets them.
fn letters(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    // Captions are in no excerpt, nor what is no text.
    let mut aside = 0_usize;
    while let Some((before, tag)) = rest.split_once('<') {
        if aside == 0 {
            plain.push_str(before);
        }
        for (begins, ends) in [
            ("figure", "/figure"),
            ("style", "/style"),
            ("script", "/script"),
        ] {
            aside += usize::from(names(tag, begins));
            aside -= usize::from(names(tag, ends)).min(aside);
        }
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let line = crate::letters::line(&plain);
    line.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a tag is of this name.
fn names(tag: &str, name: &str) -> bool {
    tag.strip_prefix(name)
        .is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\t', '/']))
}

#[cfg(test)]
mod tests {
    use super::is_made;

    #[test]
    fn an_excerpt_of_the_first_words_is_told_from_one_somebody_wrote() {
        let text = "<p>The ferry left at six, says the <b>harbour</b> master&#8217;s office.</p><p>H<sub>2</sub>O.</p>";
        for (excerpt, made) in [
            (
                "<p>The ferry left at six, says the harbour master&#8217;s office. H2O.</p>",
                true,
            ),
            (
                "<p>The ferry left at six, says the harbour [&hellip;]</p>",
                true,
            ),
            (
                "<p>The ferry left at six, says the harbour&hellip; <a class=\"more\" href=\"/x\">Continue reading</a></p>",
                true,
            ),
            ("", true),
            ("<p><a href=\"/ferries\">Ferries</a> run again.</p>", false),
            ("<p>Ferries run again after three weeks.</p>", false),
            ("<p>Ferries run again&hellip; at last&hellip;</p>", false),
        ] {
            assert_eq!(is_made(excerpt, text), made, "{excerpt}");
        }
    }
}
