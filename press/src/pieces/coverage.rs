//! Live coverage: since when, the key points above the entries, and what has a reader told of new ones.

use crate::html::{Html, attribute, escape};
use crate::setting::Setting;
use jiff::Timestamp;
use markup::{Body, EntryIds};
use paper::articles::content::{Content, State};
use paper::copy::Kind;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// The one script readers' pages have, and only those of coverage that is under way. Without it, readers reload.
const SCRIPT: &str = include_str!("live.js");
/// Its media type (RFC 9239).
const SCRIPT_TYPE: &str = "text/javascript; charset=utf-8";

/// The address of the script, with a hash of its bytes.
fn script_path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| {
        let hash = hex::encode(Sha256::digest(SCRIPT));
        format!("/theme/live.{}.js", hash.get(..16).unwrap_or(&hash))
    })
}

/// The script, if this is its address.
pub(crate) fn script(path: &str) -> Option<(Vec<u8>, &'static str)> {
    (path == script_path()).then(|| (SCRIPT.as_bytes().to_vec(), SCRIPT_TYPE))
}

/// The first and the last instant entries are dated with; `None` where there are no entries.
pub(crate) fn span(body: &Body) -> Option<(Timestamp, Timestamp)> {
    let entries = body.entries();
    let times = entries.iter().filter_map(|entry| entry.at.parse().ok());
    let times: Vec<Timestamp> = times.collect();
    Some((*times.iter().min()?, *times.iter().max()?))
}

/// The time of an entry as readers read it: the clock, and the day where the entries are not all of one.
pub(crate) fn time(setting: &Setting<'_>, one_day: bool, at: &str) -> String {
    let Ok(at) = at.parse::<Timestamp>() else {
        return at.to_owned();
    };
    match one_day {
        true => setting.calendar.time(at),
        false => setting.calendar.when(at).text,
    }
}

/// Whether all entries are of one day in the title's zone.
pub(crate) fn is_of_one_day(setting: &Setting<'_>, body: &Body) -> bool {
    span(body)
        .is_none_or(|(first, last)| setting.calendar.date(first) == setting.calendar.date(last))
}

/// The text with what stands above its entries.
pub(crate) fn over(
    setting: &Setting<'_>,
    content: &Content,
    watched: Option<&str>,
    text: Html,
) -> Html {
    let head = head(setting, content, watched);
    if head.is_empty() {
        return text;
    }
    Html::trusted(head + text.as_str())
}

/// What stands above the text: since when there is news, and the key points. Empty for a text without entries.
///
/// `watched` is the path of the article whose readers are told of new entries; on pages of the past there is none.
fn head(setting: &Setting<'_>, content: &Content, watched: Option<&str>) -> String {
    let under_way = content.kind == Kind::Live && content.state == State::Live;
    let mut out = String::new();
    if let Some((first, last)) = span(&content.body) {
        let [first, last] = [first, last].map(|at| setting.calendar.when(at).text);
        let line = match under_way {
            true => setting
                .words
                .with("live-since", &[("when", first.as_str().into())]),
            false => setting.words.with(
                "live-over",
                &[
                    ("from", first.as_str().into()),
                    ("to", last.as_str().into()),
                ],
            ),
        };
        out.push_str(&format!("<p class=\"meta\">{}</p>", escape(&line)));
        out.push_str(&key_points(setting, &content.body));
    } else if content.kind != Kind::Live {
        return out;
    }
    if let (true, Some(path)) = (under_way, watched) {
        out.push_str("<div class=\"news noprint\" role=\"status\" aria-live=\"polite\"");
        attribute(&mut out, "data-live", &format!("{path}/live"));
        attribute(&mut out, "data-one", &setting.say("live-one-more"));
        attribute(&mut out, "data-many", &setting.say("live-more"));
        out.push_str(&format!(
            "></div><script src=\"{}\" defer></script>",
            script_path()
        ));
    }
    out
}

fn key_points(setting: &Setting<'_>, body: &Body) -> String {
    let mut ids = EntryIds::default();
    let mut items = String::new();
    for entry in body.entries() {
        let id = ids.next(entry.at);
        if entry.key {
            items.push_str(&format!(
                "<li><a href=\"#{id}\">{}</a></li>",
                escape(&entry.name())
            ));
        }
    }
    if items.is_empty() {
        return items;
    }
    let label = escape(&setting.say("live-key-points"));
    format!(
        "<nav class=\"kp box\" aria-labelledby=\"kp\"><h2 id=\"kp\">{label}</h2><ul>{items}</ul></nav>"
    )
}
