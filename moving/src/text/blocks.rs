//! The comments by which the block editor says where blocks begin (`<!-- wp:name {…} -->`).

use super::{Library, Met, escaped};
use paper::imports::What;
use std::borrow::Cow;

/// Texts shared by several posts that stand in one another.
const SHARED_DEPTH: usize = 4;
/// Most bytes a text may grow to by what it shares.
const BYTES_MAX: usize = 8 << 20;

/// Whether a text was written with the block editor.
pub(super) fn is_in_blocks(text: &str) -> bool {
    text.contains("<!-- wp:")
}

/// Without comments; blocks that are a comment and nothing else become what they stand for, or a mark that says which one was
/// there.
pub(super) fn unfold(text: &str, library: &dyn Library, met: &mut Met) -> String {
    let mut out = String::with_capacity(text.len());
    unfold_into(&mut out, text, library, met, 0);
    out
}

/// With the notes to a text where the block stands that shows them: it holds none itself.
pub(super) fn with_footnotes<'a>(text: &'a str, footnotes: &str) -> Cow<'a, str> {
    const BLOCK: &str = "<!-- wp:footnotes";
    let all: serde_json::Value = serde_json::from_str(footnotes).unwrap_or_default();
    let (Some(all), Some((before, block))) = (all.as_array(), text.split_once(BLOCK)) else {
        return Cow::Borrowed(text);
    };
    let Some((_, after)) = block.split_once("-->") else {
        return Cow::Borrowed(text);
    };
    let mut out = format!("{before}<ol>");
    for note in all {
        if let (Some(id), Some(words)) = (note["id"].as_str(), note["content"].as_str()) {
            out.push_str(&format!("<li id=\"{}\">{words}</li>", escaped(id)));
        }
    }
    out.push_str("</ol>");
    out.push_str(after);
    Cow::Owned(out)
}

/// Without the second link of a file's block, which only says that it can be fetched.
pub(super) fn without_buttons(text: &str) -> String {
    const BUTTON: &str = "wp-block-file__button";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BUTTON) {
        let (before, from) = rest.split_at(at);
        let (Some(open), Some(end)) = (before.rfind("<a "), from.find("</a>")) else {
            break;
        };
        out.push_str(before.get(..open).unwrap_or_default());
        rest = from.get(end + 4..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn unfold_into(out: &mut String, text: &str, library: &dyn Library, met: &mut Met, depth: usize) {
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        let (before, comment) = rest.split_at(at);
        out.push_str(before);
        let Some(end) = comment.find("-->") else {
            // No end: what looked like a comment is text, its sign is not.
            rest = comment.get(4..).unwrap_or_default();
            continue;
        };
        let inside = comment.get(4..end).unwrap_or_default().trim();
        rest = comment.get(end + 3..).unwrap_or_default();
        let Some(block) = inside.strip_prefix("wp:") else {
            continue;
        };
        let Some(block) = block.strip_suffix('/') else {
            continue;
        };
        let (name, settings) = block
            .trim()
            .split_once(char::is_whitespace)
            .unwrap_or((block.trim(), ""));
        alone(out, name, settings.trim(), library, met, depth);
        if out.len() > BYTES_MAX {
            return;
        }
    }
    out.push_str(rest);
}

/// A block that has no text of its own.
fn alone(
    out: &mut String,
    name: &str,
    settings: &str,
    library: &dyn Library,
    met: &mut Met,
    depth: usize,
) {
    match name {
        "more"
        | "nextpage"
        | "spacer"
        | "post-content"
        | "post-title"
        | "post-date"
        | "post-author"
        | "post-featured-image"
        | "post-terms" => {}
        name if is_furniture(name) => met.note(What::Dropped, name),
        "social-link" => {
            let settings: serde_json::Value = serde_json::from_str(settings).unwrap_or_default();
            if let (Some(url), service) = (settings["url"].as_str(), &settings["service"]) {
                let name = service.as_str().unwrap_or(url);
                let (url, name) = (escaped(url), escaped(name));
                out.push_str(&format!("<li><a href=\"{url}\">{name}</a></li>"));
            }
        }
        "separator" => out.push_str("<hr>"),
        "block" if depth < SHARED_DEPTH => {
            let settings: serde_json::Value = serde_json::from_str(settings).unwrap_or_default();
            match settings["ref"].as_u64().and_then(|id| library.shared(id)) {
                Some(text) => unfold_into(out, &text, library, met, depth + 1),
                None => mark(out, name, met),
            }
        }
        _ => {
            // An embed of old versions says its address here alone.
            let settings: serde_json::Value = serde_json::from_str(settings).unwrap_or_default();
            match settings["url"].as_str() {
                Some(url) if name.contains("embed") => {
                    out.push_str("\n\n");
                    out.push_str(url);
                    out.push_str("\n\n");
                }
                _ => mark(out, name, met),
            }
        }
    }
}

/// Whether a block is furniture of the page, which the former system made anew each time.
fn is_furniture(name: &str) -> bool {
    const NAMES: [&str; 19] = [
        "latest-posts",
        "latest-comments",
        "archives",
        "categories",
        "calendar",
        "tag-cloud",
        "rss",
        "search",
        "loginout",
        "page-list",
        "navigation",
        "avatar",
        "pattern",
        "template-part",
        "term-description",
        "read-more",
        "home-link",
        "query",
        "shortcode",
    ];
    const HEADS: [&str; 4] = ["comment", "query-", "site-", "post-"];
    NAMES.contains(&name) || HEADS.iter().any(|head| name.starts_with(head))
}

fn mark(out: &mut String, name: &str, met: &mut Met) {
    met.note(What::Block, name);
    out.push_str("\n\n<p><code>wp:");
    out.push_str(&escaped(name));
    out.push_str("</code></p>\n\n");
}
