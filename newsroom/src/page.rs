//! Pages of the desk: our own templates, in the binary, with every value escaped.

use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use crate::words::words;
use crate::{answer, assets};
use axum::response::Response;
use fluent_bundle::FluentValue;
use http::StatusCode;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, context};
use press::words::{Tongue, Words};
use rust_embed::RustEmbed;
use serde::Serialize;

#[derive(RustEmbed)]
#[folder = "templates/"]
#[include = "*.html"]
struct Templates;

/// The templates, in both languages.
pub(crate) struct Pages {
    italian: Environment<'static>,
    english: Environment<'static>,
}

impl Default for Pages {
    fn default() -> Pages {
        Pages {
            italian: environment(Tongue::Italian),
            english: environment(Tongue::English),
        }
    }
}

impl Pages {
    fn of(&self, tongue: Tongue) -> &Environment<'static> {
        match tongue {
            Tongue::Italian => &self.italian,
            Tongue::English => &self.english,
        }
    }
}

fn environment(tongue: Tongue) -> Environment<'static> {
    let words = words(tongue);
    let mut environment = Environment::new();
    environment.set_loader(|name| {
        Ok(Templates::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()))
    });
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    // A mistake is told by template and line; texts of articles stay out of the log.
    environment.set_debug(false);
    environment.remove_filter("safe");
    environment.add_function("t", move |key: &str, arguments: Kwargs| {
        said(words, key, &arguments)
    });
    environment.add_function("asset", |name: &str| {
        assets::address(name).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidOperation,
                format!("there is no file {name}"),
            )
        })
    });
    environment.add_filter("number", move |n: u64| words.number(n));
    environment
}

fn said(words: &Words, key: &str, arguments: &Kwargs) -> Result<String, Error> {
    if !words.has(key) {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("there is no message {key}"),
        ));
    }
    let mut given = Vec::new();
    for name in arguments.args() {
        let value: Value = arguments.get(name)?;
        let value = match i64::try_from(value.clone()) {
            Ok(number) if value.is_number() => FluentValue::from(number),
            _ => FluentValue::from(value.to_string()),
        };
        given.push((name.to_owned(), value));
    }
    let borrowed: Vec<(&str, FluentValue<'_>)> = given
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    Ok(words.with(key, &borrowed))
}

/// What stands around the matter of a page.
#[derive(Debug, Serialize)]
pub(crate) struct Frame {
    /// `it`, `en`.
    language: &'static str,
    /// Who has signed in; empty before the door.
    person: String,
    handle: String,
    /// What the last deed came to, to be told once.
    done: String,
    /// The title at hand.
    title: Option<TitleAtHand>,
    /// Which line of the rail is lit.
    room: &'static str,
    /// Lines of the rail this person has any use for.
    rail: Vec<RailLine>,
}

/// The title at hand.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TitleAtHand {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) initial: String,
    pub(crate) language: String,
}

/// A line of the rail.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RailLine {
    /// The room, also the end of the message key and the name of its icon.
    pub(crate) room: &'static str,
    pub(crate) address: String,
    /// How much waits there.
    pub(crate) count: u32,
}

/// A page of a room: its template with its matter, in the frame.
pub(crate) struct Page {
    pub(crate) template: &'static str,
    pub(crate) room: &'static str,
    pub(crate) title: Option<TitleAtHand>,
    pub(crate) rail: Vec<RailLine>,
    pub(crate) status: StatusCode,
    /// Markup of our own making, which the template prints as it is: a difference, a chart.
    pub(crate) markup: Value,
}

impl Page {
    /// A page outside any title, answered 200.
    pub(crate) fn plain(template: &'static str, room: &'static str) -> Page {
        Page {
            template,
            room,
            title: None,
            rail: Vec::new(),
            status: StatusCode::OK,
            markup: Value::UNDEFINED,
        }
    }

    /// The same page, answered 422: a form had faults, and stands there with every word.
    pub(crate) fn refused(self) -> Page {
        Page {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..self
        }
    }
}

/// Prints a page.
pub(crate) fn print(call: &Call, page: Page, matter: impl Serialize) -> Outcome<Response> {
    let frame = Frame {
        language: call.language(),
        person: call
            .signed
            .as_ref()
            .map(|s| s.actor.name().to_owned())
            .unwrap_or_default(),
        handle: call
            .signed
            .as_ref()
            .map(|s| s.actor.handle().to_owned())
            .unwrap_or_default(),
        done: done(call),
        title: page.title,
        room: page.room,
        rail: page.rail,
    };
    let html = rendered(
        call,
        page.template,
        context! {
            frame => Value::from(Serde(frame)),
            page => Value::from(Serde(matter)),
            markup => page.markup,
        },
    )?;
    Ok(answer::page(page.status, call.takes.gzip, html))
}

/// A template with its values.
pub(crate) fn rendered(call: &Call, template: &str, values: Value) -> Outcome<String> {
    call.inner
        .pages
        .of(call.tongue)
        .get_template(template)
        .and_then(|found| found.render(values))
        .map_err(|error| Stopped::Broken(format!("{template}: {error:#}")))
}

/// The message the last deed's address names, if there is one of that name.
fn done(call: &Call) -> String {
    let key = call.parameter("done");
    let key = format!("done-{key}");
    if call.words().has(&key) {
        call.words().say(&key)
    } else {
        String::new()
    }
}
