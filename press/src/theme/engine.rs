//! The template engine with its fences: what templates may call, how much they may do, how much they may print.

use super::{Files, ThemeFault};
use crate::html::escape_into;
use crate::words::{Tongue, Words};
use fluent_bundle::FluentValue;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Rest, Value, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, filters};
use std::io;

/// Steps a page may take; a step is an instruction or 64 bytes made. The largest pages we know take a tenth.
const FUEL: u64 = 1_000_000;

/// Templates within templates, macros within macros.
const RECURSION_MAX: usize = 120;

/// Bytes of one page.
const PAGE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Filters themes do not get: they would print a stranger's text as markup, or exist for scripts only.
const FORBIDDEN_FILTERS: [&str; 3] = ["safe", "tojson", "pprint"];

/// The templates of a theme with the strings of one language.
pub(crate) struct Engine {
    theme: String,
    environment: Environment<'static>,
}

impl Engine {
    pub(crate) fn new(files: Files, tongue: Tongue) -> Engine {
        let words = Words::of(tongue);
        let theme = files.theme().to_owned();
        let mut environment = Environment::new();
        environment.set_loader(move |name| {
            files
                .text(name)
                .map_err(|fault| Error::new(ErrorKind::InvalidOperation, fault.to_string()))
        });
        environment.set_auto_reload(false);
        // A line with nothing but a tag leaves no line behind.
        if let Ok(syntax) = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
        {
            environment.set_syntax(syntax);
        }
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
        environment.set_formatter(print);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(RECURSION_MAX);
        // Error texts name template and line; dumping variables would put articles into the log.
        environment.set_debug(false);
        for name in FORBIDDEN_FILTERS {
            environment.remove_filter(name);
        }
        plain_filters(&mut environment);
        environment.remove_global("debug");
        environment.add_function("t", move |key: &str, arguments: Kwargs| {
            said(words, key, &arguments)
        });
        environment.add_filter("number", |n: u64| words.number(n));
        Engine { theme, environment }
    }

    /// Reads every template of every layer, also those another layer covers. `Err` says what is wrong with the first.
    pub(crate) fn check(&self, files: &Files) -> Result<(), ThemeFault> {
        for (theme, template, text) in files.templates()? {
            self.environment
                .template_from_named_str(&template, &text)
                .map_err(|error| ThemeFault::Template {
                    theme,
                    template: template.clone(),
                    what: told(&error),
                })?;
        }
        Ok(())
    }

    /// Prints a page.
    pub(crate) fn render(&self, template: &str, context: Value) -> Result<String, ThemeFault> {
        let fault = |error: &Error| ThemeFault::Template {
            theme: self.theme.clone(),
            template: template.to_owned(),
            what: told(error),
        };
        let found = self
            .environment
            .get_template(template)
            .map_err(|e| fault(&e))?;
        let mut page = Limited::default();
        found
            .render_captured_to(context, &mut page)
            .map_err(|e| fault(&e))?;
        String::from_utf8(page.bytes).map_err(|_| ThemeFault::Template {
            theme: self.theme.clone(),
            template: template.to_owned(),
            what: "it printed something that is not text".to_owned(),
        })
    }
}

/// Filters that take a string apart or put it together anew give a plain string, which is escaped when it is printed.
/// As they come they keep what was escaped already as markup, and `{{ name|e|replace("&lt;", bracket) }}` would undo it.
fn plain_filters(environment: &mut Environment<'static>) {
    environment.add_filter("join", join);
    for (name, filter) in [
        ("replace", Value::from_function(filters::replace)),
        ("split", Value::from_function(filters::split)),
        ("lines", Value::from_function(filters::lines)),
        ("list", Value::from_function(filters::list)),
        ("reverse", Value::from_function(filters::reverse)),
        ("last", Value::from_function(filters::last)),
        ("trim", Value::from_function(filters::trim)),
        ("format", Value::from_function(filters::format)),
    ] {
        environment.add_filter(
            name,
            move |state: &mut State<'_, '_>, given: Rest<ValueOrKwargs>| {
                let given: Vec<Value> = given.into_values().into_iter().map(plain).collect();
                filter.call(state, &given)
            },
        );
    }
}

/// Joins markup only with markup: one plain piece makes the whole plain, so that no bracket of the theme's comes to stand
/// where a stranger's stood.
fn join(state: &mut State<'_, '_>, pieces: Value, between: Option<Value>) -> Result<Value, Error> {
    let pieces: Vec<Value> = filters::list(state, pieces)?.try_iter()?.collect();
    let (pieces, between) = if pieces.iter().all(Value::is_safe) {
        (pieces, between)
    } else {
        let pieces = pieces.into_iter().map(plain).collect();
        (pieces, between.map(plain))
    };
    let mut given = vec![Value::from(pieces)];
    given.extend(between);
    Value::from_function(filters::join).call(state, &given)
}

/// The same characters, to be escaped when printed.
fn plain(value: Value) -> Value {
    match value.as_str() {
        Some(text) if value.is_safe() => Value::from(text),
        _ => value,
    }
}

/// `t("key", n=3)`: a string of the catalogue.
fn said(words: &Words, key: &str, arguments: &Kwargs) -> Result<String, Error> {
    if !words.has(key) {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("there is no message `{key}`"),
        ));
    }
    let mut given = Vec::new();
    for name in arguments.args() {
        let value: Value = arguments.get(name)?;
        let value = match (value.kind(), i64::try_from(value.clone())) {
            (ValueKind::Number, Ok(n)) => FluentValue::from(n),
            _ => FluentValue::from(value.to_string()),
        };
        given.push((name, value));
    }
    Ok(words.with(key, &given))
}

/// Prints a value: what this crate made as it is, everything else escaped, whatever the template says about escaping.
fn print(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(());
    }
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text)?,
        Some(text) => {
            let mut escaped = String::with_capacity(text.len() + 16);
            escape_into(&mut escaped, text);
            out.write_str(&escaped)?;
        }
        None => {
            let mut escaped = String::new();
            escape_into(&mut escaped, &value.to_string());
            out.write_str(&escaped)?;
        }
    }
    Ok(())
}

/// The whole chain of an error in one line.
fn told(error: &Error) -> String {
    let mut out = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        out.push_str(": ");
        out.push_str(&inner.to_string());
        cause = inner.source();
    }
    out
}

/// Bytes up to a limit.
#[derive(Default)]
struct Limited {
    bytes: Vec<u8>,
}

impl io::Write for Limited {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > PAGE_BYTES_MAX {
            return Err(io::Error::other(format!(
                "the page is larger than {PAGE_BYTES_MAX} bytes"
            )));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
