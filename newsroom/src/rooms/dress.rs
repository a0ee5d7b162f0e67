//! How a title looks: its theme and its one colour, tried on its real front page before readers see it.

use super::keeping::{Came, came, encoded, typed};
use super::settings::{address, printed, write};
use crate::answer;
use crate::call::Call;
use crate::routes::Outcome;
use axum::response::Response;
use http::StatusCode;
use paper::reading::facts::Accent;
use paper::reading::{front as fronts, title as titles};
use paper::titles::{Settings, Settle, Title};
use press::Paleness;
use serde_json::{Value, json};

/// The colours offered where a title has chosen none, on light and on dark paper.
const OFFERED: [&str; 2] = ["#a11b1f", "#ff8b7b"];

/// What is being tried: a theme, and a colour for each paper or the theme's own.
struct Tried {
    theme: String,
    own: bool,
    light: String,
    dark: String,
}

impl Tried {
    /// As the form says it, sent or in the address; else as it is kept.
    fn of(call: &Call, title: &Title) -> Tried {
        let kept = title.settings.accent.as_ref();
        let asked = |name: &str, kept: &str| match call.parameter(name) {
            typed if typed.is_empty() => typed_or(call, name, kept),
            typed => typed,
        };
        let said = call.changes() || !call.parameter("theme").is_empty();
        let own = match said {
            true => call.sent.has("own") || !call.parameter("own").is_empty(),
            false => kept.is_none(),
        };
        Tried {
            theme: asked("theme", &title.theme),
            own,
            light: asked("light", kept.map_or(OFFERED[0], |accent| &accent.light)),
            dark: asked("dark", kept.map_or(OFFERED[1], |accent| &accent.dark)),
        }
    }

    fn accent(&self) -> Option<Accent> {
        (!self.own).then(|| Accent {
            light: self.light.clone(),
            dark: self.dark.clone(),
        })
    }

    /// Why the colour cannot be used, in the person's words; empty if it can.
    fn paleness(&self, call: &Call) -> String {
        let Some(accent) = self.accent() else {
            return String::new();
        };
        match press::check_accent(&accent.light, &accent.dark) {
            Ok(()) => String::new(),
            Err(Paleness::NotAColour(_)) => call.words().say("look-not-a-colour"),
            Err(Paleness::TooPale {
                colour,
                scheme,
                contrast,
            }) => call.words().with(
                &format!("look-too-pale-{scheme}"),
                &[
                    ("colour", colour.into()),
                    ("contrast", ratio(call, contrast).into()),
                ],
            ),
        }
    }
}

/// A contrast to one decimal, as the person's language divides it.
fn ratio(call: &Call, contrast: f64) -> String {
    let written = format!("{contrast:.1}");
    match call.language() {
        "it" => written.replace('.', ","),
        _ => written,
    }
}

fn typed_or(call: &Call, name: &str, kept: &str) -> String {
    typed(call, name, kept).trim().to_owned()
}

/// The page, and what its button does.
pub(crate) async fn show(call: &Call, title: &Title) -> Outcome<Response> {
    let tried = Tried::of(call, title);
    let pale = tried.paleness(call);
    let mut told = String::new();
    if call.changes() {
        if pale.is_empty() && call.inner.press.check_theme(&tried.theme).is_ok() {
            let change = Settle {
                theme: Some(tried.theme.clone()),
                settings: Some(Settings {
                    accent: tried.accent(),
                    ..title.settings.clone()
                }),
                ..Settle::default()
            };
            let deed = write(call, title, &change).await;
            let here = address(title, "look");
            match came(call, deed, &format!("{here}?done=look"), &here)? {
                Came::On(response) => return Ok(response),
                Came::Told(words) => told = words,
            }
        } else if pale.is_empty() {
            told = call.words().say("look-no-theme");
        } else {
            told = pale.clone();
        }
    }
    let matter = matter(call, title, &tried, &pale);
    printed(call, "dress.html", "look", title, &told, matter)
}

fn matter(call: &Call, title: &Title, tried: &Tried, pale: &str) -> Value {
    let mut themes = call.inner.press.themes();
    if !themes.contains(&title.theme) {
        themes.push(title.theme.clone());
    }
    let own = if tried.own { "&own=1" } else { "" };
    let frame = format!(
        "{}/front?theme={}&light={}&dark={}{own}",
        address(title, "look"),
        encoded(&tried.theme),
        encoded(&tried.light),
        encoded(&tried.dark)
    );
    let contrasts = match pale.is_empty() && !tried.own {
        true => {
            press::contrasts(&tried.light, &tried.dark).map(|both| both.map(|one| ratio(call, one)))
        }
        false => None,
    };
    json!({
        "themes": themes,
        "theme": tried.theme,
        "own": tried.own,
        "light": tried.light,
        "dark": tried.dark,
        "pale": pale,
        "contrasts": contrasts,
        "frame": frame,
        "at": format!("{}/front", address(title, "look")),
    })
}

/// The front page as it would be.
pub(crate) async fn front(call: &Call, title: &Title) -> Outcome<Response> {
    let tried = Tried::of(call, title);
    let mut dressed = title.clone();
    dressed.theme = tried.theme.clone();
    if tried.paleness(call).is_empty() {
        dressed.settings.accent = tried.accent();
    }
    let mut session = call.paper().read().await?;
    let facts = titles::facts(&mut session, &dressed, &call.inner.reach).await?;
    let front = fronts::front(&mut session, &dressed, call.now).await?;
    drop(session);
    let html = call.inner.press.front(&facts, &front)?;
    Ok(answer::preview(StatusCode::OK, call.takes.gzip, html))
}
