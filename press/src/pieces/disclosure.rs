//! The declared use of artificial intelligence, said after the sources.

use crate::html::{Html, escape};
use crate::setting::Setting;
use paper::articles::content::Content;
use paper::copy::AiUse;

/// The declaration; empty only where nobody made one.
pub(crate) fn of_article(setting: &Setting<'_>, content: &Content) -> Html {
    let key = match content.ai {
        Some(AiUse::None) => "ai-none",
        Some(AiUse::Assisted) => "ai-assisted",
        Some(AiUse::Generated) => "ai-generated",
        None => return Html::default(),
    };
    let mut out = format!(
        "<div class=\"box ai\" data-record=\"ai\"><p><b>{}</b>",
        escape(&setting.say(key))
    );
    if !content.ai_note.is_empty() {
        out.push_str(&format!(" {}", escape(&content.ai_note)));
    }
    if !content.reviewer.is_empty() && content.ai == Some(AiUse::Generated) {
        let reviewed = setting
            .words
            .with("ai-reviewed", &[("name", content.reviewer.as_str().into())]);
        out.push_str(&format!(" {}", escape(&reviewed)));
    }
    out.push_str("</p></div>");
    Html::trusted(out)
}
