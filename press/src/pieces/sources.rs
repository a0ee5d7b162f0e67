//! What the facts rest on: the numbered list under an article, with links to the documents and back to the text.

use crate::html::{Html, escape, href};
use crate::pieces::byline;
use crate::setting::Setting;
use paper::articles::content::Content;
use paper::copy::{Source, SourceKind};
use paper::reading::facts::PageRole;

/// The list of sources. `backlinks(n)` gives the anchors in the text that refer to source `n`, in reading order.
pub(crate) fn list(
    setting: &Setting<'_>,
    content: &Content,
    backlinks: &dyn Fn(u32) -> Vec<String>,
) -> Html {
    if content.sources.is_empty() && content.own_reporting.is_none() {
        return Html::default();
    }
    let mut out = format!(
        "<section id=\"sources\" role=\"doc-endnotes\" aria-labelledby=\"h-sources\" data-record=\"sources\">\
         <div class=\"head\"><h2 id=\"h-sources\">{}</h2>{}</div>",
        escape(&setting.say("sources")),
        rules(setting)
    );
    if !content.sources.is_empty() {
        out.push_str("<ol class=\"src\">");
        for (number, source) in (1..).zip(&content.sources) {
            out.push_str(&item(setting, number, source, &backlinks(number)));
        }
        out.push_str("</ol>");
    }
    if let Some(there) = content.own_reporting.as_ref()
        && let Some(place) = byline::dateline(setting, there)
    {
        let line = setting
            .words
            .with("sources-own-reporting", &[("place", place.into())]);
        out.push_str(&format!("<p class=\"meta own\">{}</p>", escape(&line)));
    }
    out.push_str("</section>");
    Html::trusted(out)
}

fn rules(setting: &Setting<'_>) -> String {
    let page = setting
        .title
        .pages
        .iter()
        .find(|page| page.role == PageRole::Rules);
    match page.and_then(|page| href(&page.path)) {
        Some(path) => format!(
            "<a class=\"meta\" href=\"{path}\">{}</a>",
            escape(&setting.say("sources-rules"))
        ),
        None => String::new(),
    }
}

fn item(setting: &Setting<'_>, number: u32, source: &Source, backlinks: &[String]) -> String {
    let tone = if source.kind == SourceKind::Confidential {
        " upd"
    } else {
        ""
    };
    let mut out = format!(
        "<li id=\"f{number}\"><span class=\"st{tone}\">{}</span> {}",
        escape(&setting.say(kind_key(source.kind))),
        escape(&source.name)
    );
    if !source.note.is_empty() {
        out.push_str(&format!(", {}", escape(&source.note)));
    }
    if let Some(released) = source.released {
        let when = setting.calendar.when(released);
        out.push_str(&format!(
            ", <time datetime=\"{}\">{}</time>",
            escape(&when.iso),
            escape(&when.text)
        ));
    }
    out.push('.');
    for remark in remarks(setting, source) {
        out.push_str(&format!(" {}", escape(&remark)));
    }
    if let Some(address) = href(&source.url) {
        out.push_str(&format!(
            " <a href=\"{address}\" rel=\"noopener\">{}</a>",
            escape(&read_it(setting, source))
        ));
    }
    for (turn, anchor) in (1_u32..).zip(backlinks) {
        let label = setting.words.with(
            "sources-back",
            &[
                ("n", number.into()),
                ("turn", turn.into()),
                ("turns", count(backlinks).into()),
            ],
        );
        out.push_str(&format!(
            " <a href=\"#{}\" role=\"doc-backlink\" aria-label=\"{}\">↩</a>",
            escape(anchor),
            escape(&label)
        ));
    }
    out.push_str("</li>");
    out
}

/// What readers must know of a source besides its name.
pub(crate) fn remarks(setting: &Setting<'_>, source: &Source) -> Vec<String> {
    let mut remarks = Vec::new();
    if source.state {
        remarks.push(setting.say("sources-state"));
    }
    if source.contract {
        remarks.push(setting.say("sources-contract"));
    }
    if let Some(consent) = &source.consent {
        let day = setting.calendar.day(consent.date);
        remarks.push(setting.words.with(
            "sources-consent",
            &[("name", consent.by.as_str().into()), ("day", day.into())],
        ));
    }
    remarks
}

/// The sources as plain text, in the words of the list.
pub(crate) fn plain(setting: &Setting<'_>, content: &Content) -> String {
    let line = |(number, source): (u32, &Source)| {
        let mut line = format!(
            "{number}. {} {}",
            setting.say(kind_key(source.kind)),
            source.name
        );
        let released = source.released.map(|at| setting.calendar.when(at).text);
        for part in [Some(source.note.clone()), released].into_iter().flatten() {
            if !part.is_empty() {
                line.push_str(&format!(", {part}"));
            }
        }
        line.push('.');
        for part in remarks(setting, source).iter().chain([&source.url]) {
            if !part.is_empty() {
                line.push_str(&format!(" {part}"));
            }
        }
        line
    };
    (1..)
        .zip(&content.sources)
        .map(line)
        .collect::<Vec<_>>()
        .join(" ")
}

fn count(list: &[String]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// What the link to a source says: where it leads, so that it makes sense read alone.
pub(crate) fn read_it(setting: &Setting<'_>, source: &Source) -> String {
    let host = url::Url::parse(&source.url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    match host {
        Some(host) => setting.words.with(
            "sources-read-on",
            &[("host", host.trim_start_matches("www.").into())],
        ),
        None => setting.say("sources-read"),
    }
}

pub(crate) fn kind_key(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Agency => "source-agency",
        SourceKind::Document => "source-document",
        SourceKind::Interview => "source-interview",
        SourceKind::Witness => "source-witness",
        SourceKind::Outlet => "source-outlet",
        SourceKind::Dataset => "source-dataset",
        SourceKind::PressRelease => "source-press-release",
        SourceKind::Phone => "source-phone",
        SourceKind::Event => "source-event",
        SourceKind::Confidential => "source-confidential",
        SourceKind::Other => "source-other",
    }
}
