//! The declared use of artificial intelligence, said after the sources.

use crate::html::{Html, escape};
use crate::setting::Setting;
use paper::articles::content::Content;
use paper::copy::AiUse;

/// The declaration as plain text; `None` where nobody made one.
pub(crate) fn text(setting: &Setting<'_>, content: &Content) -> Option<String> {
    let mut parts = vec![setting.say(key(content)?)];
    parts.extend((!content.ai_note.is_empty()).then(|| content.ai_note.clone()));
    parts.extend(reviewed(setting, content));
    Some(parts.join(" "))
}

fn key(content: &Content) -> Option<&'static str> {
    Some(match content.ai? {
        AiUse::None => "ai-none",
        AiUse::Assisted => "ai-assisted",
        AiUse::Generated => "ai-generated",
    })
}

fn reviewed(setting: &Setting<'_>, content: &Content) -> Option<String> {
    let told = !content.reviewer.is_empty() && content.ai == Some(AiUse::Generated);
    told.then(|| {
        setting
            .words
            .with("ai-reviewed", &[("name", content.reviewer.as_str().into())])
    })
}

/// The declaration; empty only where nobody made one.
pub(crate) fn of_article(setting: &Setting<'_>, content: &Content) -> Html {
    let Some(key) = key(content) else {
        return Html::default();
    };
    let mut out = format!(
        "<div class=\"box ai\" data-record=\"ai\"><p><b>{}</b>",
        escape(&setting.say(key))
    );
    if !content.ai_note.is_empty() {
        out.push_str(&format!(" {}", escape(&content.ai_note)));
    }
    if let Some(reviewed) = reviewed(setting, content) {
        out.push_str(&format!(" {}", escape(&reviewed)));
    }
    out.push_str("</p></div>");
    Html::trusted(out)
}
