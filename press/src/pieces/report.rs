//! Where readers say that something is wrong, at the foot of every article.

use crate::context::cases::ending;
use crate::html::{Html, escape, href};
use crate::setting::Setting;
use paper::cases::Subject;
use paper::reading::pages::ArticleFacts;

/// The ways to the two forms.
pub(crate) fn of_article(setting: &Setting<'_>, facts: &ArticleFacts) -> Html {
    let mut out = String::from("<p class=\"row meta noprint\" data-record=\"report\">");
    for (subject, key) in [
        (Subject::Error, "case-report"),
        (Subject::Reply, "case-ask-reply"),
    ] {
        if let Some(form) = href(&format!("{}{}", facts.path, ending(subject))) {
            out.push_str(&format!(
                "<a href=\"{form}\" rel=\"nofollow\">{}</a> ",
                escape(&setting.say(key))
            ));
        }
    }
    out.push_str("</p>");
    Html::trusted(out)
}
