//! `measure`: what is asked by the right to be forgotten, and what was decided.

use super::{At, By, instant};
use crate::failure::{Result, one_of};
use crate::orders::measures::measure_id;
use crate::orders::{Measures, Order, words};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use paper::measures::deciding::{Decision, Request};
use paper::measures::{self, Kind, Measure, State, WARNING_DAYS, askers};
use paper::{articles, titles};
use serde_json::json;

/// Hours of the days in which a request presses.
const WARNING_HOURS: i64 = 24 * WARNING_DAYS;

/// Keep and decide what is asked by the right to be forgotten: out of search engines, or without a name
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon measure ask /2019/03/02/processo --kind deindex --name \"Avv. Bo\" --contact bo@pec.example --as teresa\n  colophon measure list --title gazzetta\n  colophon measure accept 0192… --reason \"Assolto, art. 64-ter\" --as teresa\n  colophon measure accept 0192… --reason \"Minore all’epoca\" --remove \"Mario Rossi\" --remove Rossi --as teresa\n  colophon measure lift 0192… --reason \"Di nuovo attuale\" --as teresa"
)]
pub(crate) struct MeasureCommand {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    Ask(Ask),
    List(List),
    Show(Show),
    Accept(Accept),
    Refuse(Refuse),
    Lift(Lift),
}

/// Put a request on the record; its clock of one month begins when it came
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon measure ask /2019/03/02/processo --kind deindex --came 2026-11-02T10:00 --name \"Avv. Bo\" --as teresa"
)]
struct Ask {
    /// The article: its id or address
    article: String,
    /// deindex (the page stays, search engines and lists lose it) or anonymise (a name is taken out)
    #[arg(long, value_parser = kind)]
    kind: Kind,
    /// When it came, as the clocks of the title show it [default: now]
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM")]
    came: Option<String>,
    /// Who asks; told nobody but who decides, and erased a year after the decision
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    name: String,
    /// Where to answer
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "",
        hide_default_value = true
    )]
    contact: String,
    /// What is asked, in their words
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    text: String,
}

/// List requests by the day until which they are to be decided; or what was decided
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon measure list --title gazzetta --state standing")]
struct List {
    /// Its title: key or host
    #[arg(long)]
    title: String,
    /// open, standing, refused, lifted
    #[arg(long, default_value = "open", value_parser = state)]
    state: State,
    /// Go on after this measure
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Show a measure, and who asked for it
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon measure show 0192…")]
struct Show {
    /// The measure's id
    measure: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Accept a request: the measure holds for every reader at once
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon measure accept 0192… --reason \"Minore all’epoca\" --remove \"Mario Rossi\" --remove Rossi --instead \"M. R.\" --as teresa"
)]
struct Accept {
    /// The measure's id
    measure: String,
    /// Why; kept, and not told readers
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// A name to be taken out, in each form it has in the text
    #[arg(long = "remove", value_name = "NAME")]
    names: Vec<String>,
    /// What stands in its place [default: its initials]
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    instead: String,
    /// When it ends by itself, as the clocks of the title show it [default: never]
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM")]
    until: Option<String>,
}

/// Refuse a request, with the reason; nothing changes for readers
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon measure refuse 0192… --reason \"Fatto di interesse pubblico attuale\" --as teresa"
)]
struct Refuse {
    /// The measure's id
    measure: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Lift a measure that holds: the article is found again
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon measure lift 0192… --reason \"Di nuovo attuale\" --as teresa"
)]
struct Lift {
    /// The measure's id
    measure: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

fn state(word: &str) -> Result<State> {
    let all: Vec<&str> = State::ALL.iter().map(|state| state.word()).collect();
    State::parse(word).ok_or_else(|| one_of(&all.join(", ")))
}

fn kind(word: &str) -> Result<Kind> {
    let all: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    Kind::parse(word).ok_or_else(|| one_of(&all.join(", ")))
}

impl MeasureCommand {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let (order, it, en) = match self.deed {
            Deed::List(list) => return list.run(at).await,
            Deed::Show(show) => return show.run(at).await,
            Deed::Ask(ask) => (ask.order(at).await?, "Richiesta registrata", "Request kept"),
            Deed::Accept(accept) => (accept.order(at).await?, "Accolta", "Accepted"),
            Deed::Refuse(Refuse { measure, reason }) => {
                let decision = Decision {
                    reason,
                    ..Decision::default()
                };
                (
                    Measures::Decide { measure, decision },
                    "Respinta",
                    "Refused",
                )
            }
            Deed::Lift(Lift { measure, reason }) => {
                (Measures::Lift { measure, reason }, "Revocata", "Lifted")
            }
        };
        let answer = at.does(&self.by, Order::Measures(order)).await?;
        let id = answer.id.unwrap_or_default();
        let places = answer.count.map_or(String::new(), |count| {
            let word = either(at.language(), "punti", "places");
            format!(" · {word}: {count}")
        });
        terminal::out(format!("{}: {id}{places}", either(at.language(), it, en)));
        Ok(())
    }
}

impl Ask {
    async fn order(self, at: &At) -> Result<Measures> {
        let requested_at = match &self.came {
            None => None,
            Some(text) => {
                let paper = at.house()?.reading().await?;
                let mut session = paper.read().await?;
                let id = words::article(&mut session, &self.article).await?;
                let home = articles::find(&mut session, id).await?.home;
                let zone = titles::by_id(&mut session, home).await?.time_zone();
                Some(instant(text, &zone)?)
            }
        };
        Ok(Measures::Ask {
            article: self.article,
            request: Request {
                kind: self.kind,
                requested_at,
                name: self.name,
                contact: self.contact,
                words: self.text,
            },
        })
    }
}

impl Accept {
    async fn order(self, at: &At) -> Result<Measures> {
        let ends = match &self.until {
            None => None,
            Some(text) => {
                let paper = at.house()?.reading().await?;
                let mut session = paper.read().await?;
                let measure = measures::find(&mut session, measure_id(&self.measure)?).await?;
                let title = titles::by_id(&mut session, measure.title).await?;
                Some(instant(text, &title.time_zone())?)
            }
        };
        Ok(Measures::Decide {
            measure: self.measure,
            decision: Decision {
                accept: true,
                reason: self.reason,
                ends,
                names: self.names,
                instead: self.instead,
            },
        })
    }
}

impl List {
    async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let title = words::title(&mut session, &self.title).await?;
        let after = self.after.as_deref().map(measure_id).transpose()?;
        let limit = measures::PAGE_MAX;
        let listed = measures::list(&mut session, title.id, self.state, after, limit).await?;
        if self.json {
            terminal::json(&json!({"measures": listed}));
            return Ok(());
        }
        let zone = title.time_zone();
        for measure in &listed {
            line(at.language(), measure, &zone, paper.now());
        }
        Ok(())
    }
}

/// A measure in one line; an open one with the time until which it has to be decided.
fn line(language: &str, measure: &Measure, zone: &TimeZone, now: Timestamp) {
    let what = match measure.kind {
        Kind::Deindex => either(language, "deindicizzare", "de-index"),
        Kind::Anonymise => either(language, "togliere un nome", "take a name out"),
    };
    let mut out = format!("{} {what}", measure.id);
    if measure.state == State::Open {
        let until = either(language, "entro il", "by");
        out.push_str(&format!(" {until} {}", terminal::moment(measure.due, zone)));
        let hours = measure.due.duration_since(now).as_hours();
        out.push_str(match hours {
            _ if measure.due <= now => either(language, " (SCADUTA)", " (OVERDUE)"),
            hours if hours < WARNING_HOURS => either(language, " (in scadenza)", " (running out)"),
            _ => "",
        });
    }
    let reason = match measure.reason.as_str() {
        "" => String::new(),
        reason => format!(" · {}", terminal::glimpse(reason)),
    };
    terminal::out(format!("{out} · {}{reason}", measure.article));
}

impl Show {
    async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let measure = measures::find(&mut session, measure_id(&self.measure)?).await?;
        let asker = askers::asker(&mut session, measure.id).await?;
        let whole = json!({"measure": measure, "asker": asker});
        if self.json {
            terminal::json(&whole);
            return Ok(());
        }
        let zone = titles::by_id(&mut session, measure.title)
            .await?
            .time_zone();
        line(at.language(), &measure, &zone, paper.now());
        terminal::fields(&json!(measure));
        if let Some(asker) = asker {
            terminal::fields(&json!(asker));
        }
        Ok(())
    }
}
