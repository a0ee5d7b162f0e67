//! What readers are told of changes and of the publisher, in lists and tables: an entry among the corrections, a version
//! in a history with the words that differ, the imprint.

use crate::context::{CorrectionEntry, ImprintInfo, Row, Trust, Version};
use crate::html::{Html, attribute, escape, href};
use crate::setting::Setting;

/// A change with its article, its date and its note.
pub(crate) fn entry(setting: &Setting<'_>, entry: &CorrectionEntry) -> Html {
    let mut out = format!(
        "<div data-record=\"change\">{}<h3",
        chip(entry.tone, &entry.class, &entry.at.iso, &entry.at.text)
    );
    lang(&mut out, entry.language.as_deref());
    out.push_str(&format!(
        ">{}</h3>",
        anchor(&entry.href, &escape(&entry.headline))
    ));
    if !entry.note.is_empty() {
        out.push_str(&format!("<p class=\"soft\">{}</p>", escape(&entry.note)));
    }
    let see = format!(
        "{}<span class=\"vh\">: {}</span>",
        escape(&setting.say("notes-see-change")),
        escape(&entry.headline)
    );
    out.push_str(&format!(
        "<p class=\"meta\">{}</p></div>",
        anchor(&entry.history, &see)
    ));
    Html::trusted(out)
}

/// What a version is: number, class, date, note, who answers for it.
pub(crate) fn version(setting: &Setting<'_>, version: &Version) -> Html {
    let number = |key: &str| escape(&setting.words.count(key, version.number));
    let mut out = format!(
        "<div data-record=\"version\"><h3>{}</h3><p>{}</p>",
        number("record-version"),
        chip(
            version.tone,
            &version.class,
            &version.at.iso,
            &version.at.text
        )
    );
    if !version.note.is_empty() {
        out.push_str(&format!("<p>{}</p>", escape(&version.note)));
    }
    for reason in &version.redactions {
        let told = setting
            .words
            .with("history-redacted", &[("reason", reason.as_str().into())]);
        out.push_str(&format!("<p class=\"soft\">{}</p>", escape(&told)));
    }
    let mut ways = String::new();
    if !version.editor.is_empty() {
        ways.push_str(&format!("<span>{}</span>", escape(&version.editor)));
    }
    if let Some(path) = &version.href {
        ways.push_str(&anchor(path, &number("history-read")));
    }
    if !ways.is_empty() {
        out.push_str(&format!("<p class=\"row meta\">{ways}</p>"));
    }
    if let (Some(entry), Some(proof)) = (version.entry, &version.proof) {
        let place = setting
            .words
            .with("history-entry", &[("n", entry.to_string().into())]);
        out.push_str(&format!(
            "<p class=\"row meta\">{} {}</p>",
            anchor("/log", &escape(&place)),
            anchor(proof, &number("history-proof"))
        ));
    }
    out.push_str("</div>");
    Html::trusted(out)
}

/// What a version changed, in the language of the text; where no words can be compared, why.
pub(crate) fn difference(setting: &Setting<'_>, version: &Version, language: Option<&str>) -> Html {
    let mut out = "<div class=\"diff\" data-record=\"difference\">".to_owned();
    let total = format!(
        "{}, {}",
        escape(&setting.words.count("history-added", version.added)),
        escape(&setting.words.count("history-removed", version.removed))
    );
    let folded = version.folded && !version.changes.is_empty();
    if folded {
        let label = escape(&setting.say("history-folded"));
        out.push_str(&format!("<details><summary>{label}: {total}</summary>"));
    }
    for change in &version.changes {
        out.push_str(&format!(
            "<h4 class=\"meta\">{}</h4><p",
            escape(&change.place)
        ));
        lang(&mut out, language);
        out.push_str(&format!(">{}</p>\n", change.html.as_str()));
    }
    if version.changes.is_empty() {
        let why = match (version.withdrawn, version.first) {
            (true, _) => "history-withdrawn",
            (_, true) => "history-first",
            _ => "history-no-words",
        };
        out.push_str(&format!(
            "<p class=\"soft\">{}</p>",
            escape(&setting.say(why))
        ));
    } else if !folded {
        out.push_str(&format!("<p class=\"meta total\">{total}</p>"));
    }
    out.push_str(if folded { "</details></div>" } else { "</div>" });
    Html::trusted(out)
}

/// Everything the imprint says.
pub(crate) fn imprint(setting: &Setting<'_>, imprint: &ImprintInfo) -> Html {
    let mut out = "<div class=\"prose\" data-record=\"imprint\">".to_owned();
    for (id, key, rows) in [
        ("identity", "imprint-identity", &imprint.identity),
        ("contacts", "imprint-contacts", &imprint.contacts),
        ("ownership", "imprint-ownership", &imprint.ownership),
    ] {
        if !rows.is_empty() {
            out.push_str(&section(setting, id, key));
            out.push_str(&list(rows));
        }
    }
    for (id, key, what, rows) in [
        (
            "advertising",
            "imprint-advertising",
            "imprint-year",
            &imprint.state_advertising,
        ),
        (
            "revenue",
            "imprint-revenue",
            "imprint-source",
            &imprint.revenue,
        ),
    ] {
        if !rows.is_empty() {
            out.push_str(&amounts(setting, id, key, what, rows));
        }
    }
    out.push_str("</div>");
    Html::trusted(out)
}

fn amounts(setting: &Setting<'_>, id: &str, key: &str, what: &str, rows: &[Row]) -> String {
    let rows: String = rows
        .iter()
        .map(|row| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
                escape(&row.name),
                row.value.as_str()
            )
        })
        .collect();
    format!(
        "<h2 id=\"{id}\">{}</h2><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\
         <tbody>{rows}</tbody></table>",
        escape(&setting.say(key)),
        escape(&setting.say(what)),
        escape(&setting.say("imprint-amount"))
    )
}

/// Class and date of a change.
fn chip(tone: &str, class: &str, iso: &str, text: &str) -> String {
    format!(
        "<span class=\"{}\">{}</span> <time datetime=\"{}\">{}</time>",
        format!("st {tone}").trim_end(),
        escape(class),
        escape(iso),
        escape(text)
    )
}

fn lang(out: &mut String, language: Option<&str>) {
    if let Some(language) = language {
        attribute(out, "lang", language);
    }
}

/// A link around finished markup; the markup alone where the address is none.
fn anchor(address: &str, inner: &str) -> String {
    match href(address) {
        Some(address) => format!("<a href=\"{address}\">{inner}</a>"),
        None => inner.to_owned(),
    }
}

/// Everything the page of facts counts.
pub(crate) fn trust(setting: &Setting<'_>, trust: &Trust) -> Html {
    let mut out = "<div class=\"prose\" data-record=\"trust\">".to_owned();
    out.push_str(&section(setting, "texts", "trust-of-texts"));
    out.push_str(&format!("<p class=\"meta\">{}</p>", escape(&trust.counted)));
    out.push_str(&list(&trust.texts));
    out.push_str(&section(setting, "corrected", "corrections-heading"));
    match trust.corrections.is_empty() {
        true => out.push_str(&format!(
            "<p>{}</p>",
            escape(&setting.say("corrections-none"))
        )),
        false => {
            // Each line is a figure behind its name and a colon.
            let rows: String = trust
                .corrections
                .iter()
                .map(|line| {
                    let (name, figure) = line.split_once(": ").unwrap_or((line, ""));
                    format!("<dt>{}</dt><dd>{}</dd>", escape(name), escape(figure))
                })
                .collect();
            out.push_str(&format!("<dl class=\"kv\">{rows}</dl>"));
        }
    }
    out.push_str(&section(setting, "overridden", "trust-overrides"));
    match trust.overrides.is_empty() {
        true => out.push_str(&format!(
            "<p>{}</p>",
            escape(&setting.say("trust-no-overrides"))
        )),
        false => out.push_str(&list(&trust.overrides)),
    }
    if !trust.reasons.is_empty() {
        out.push_str(&section(setting, "reasons", "trust-reasons"));
        out.push_str(&list(&trust.reasons));
    }
    out.push_str("</div>");
    Html::trusted(out)
}

fn section(setting: &Setting<'_>, id: &str, key: &str) -> String {
    format!("<h2 id=\"{id}\">{}</h2>", escape(&setting.say(key)))
}

fn list(rows: &[Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let rows: String = rows
        .iter()
        .map(|row| {
            format!(
                "<dt>{}</dt><dd>{}</dd>",
                escape(&row.name),
                row.value.as_str()
            )
        })
        .collect();
    format!("<dl class=\"kv\">{rows}</dl>")
}
