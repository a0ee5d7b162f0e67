//! What the record refuses, as problems: one kind and one status for each refusal.

use crate::problem::{self, Kind, Problem};
use paper::{Error, Refusal, Thing};

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::Refused(refusal) => Problem::from(refusal),
            Error::Fault(fault) => {
                tracing::error!("A request of the API could not be answered: {fault}");
                Problem::new(
                    problem::UNAVAILABLE,
                    "qualcosa si è rotto da noi; riprova tra poco",
                    "something of ours broke; try again shortly",
                )
                .after(10)
            }
        }
    }
}

impl From<paper::Fault> for Problem {
    fn from(fault: paper::Fault) -> Problem {
        Error::from(fault).into()
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        // Programs are set up by commands: who lacks a right is told the one that gives it.
        let remedy = match &refusal {
            Refusal::NotAllowed { remedy, .. } => format!("; {remedy}"),
            _ => String::new(),
        };
        let (it, en) = (refusal.say("it") + &remedy, refusal.say("en") + &remedy);
        let problem = Problem::new(kind(&refusal), it, en);
        match &refusal {
            Refusal::Unknown { thing, .. } => Problem {
                thing: Some(parameter(*thing)),
                ..problem
            },
            Refusal::Taken { thing, .. } => {
                problem.of_field(parameter(*thing), "scegline un altro", "choose another")
            }
            Refusal::Empty { field } => problem.of_field(field, "scrivilo", "fill it in"),
            Refusal::TooLong { field, .. } => {
                problem.of_field(field, "accorcialo", "make it shorter")
            }
            Refusal::Unfit { field, wants, .. } => {
                let (it, en) = (
                    format!("scrivilo così: {wants}"),
                    format!("write it so: {wants}"),
                );
                problem.of_field(field, &it, &en)
            }
            Refusal::Reserved { .. } => {
                problem.of_field("slug", "scegline un altro", "choose another")
            }
            Refusal::OriginalHeadline => problem.of_field(
                "headline",
                "cambia il titolo dell’articolo",
                "change the article’s headline",
            ),
            Refusal::ReasonNeeded => problem.of_field("reason", "scrivi il motivo", "say why"),
            Refusal::NoteNeeded { .. } => {
                problem.of_field("note", "scrivi che cosa è cambiato", "say what changed")
            }
            Refusal::WrongClass { .. } => {
                problem.of_field("class", "scegli un’altra classe", "choose another class")
            }
            Refusal::LimitReached { what, .. } => {
                problem.of_field(what, "togline qualcuno", "take some away")
            }
            Refusal::PastSchedule { .. }
            | Refusal::FutureDate { .. }
            | Refusal::TooFarAhead { .. } => {
                problem.of_field("at", "scegli un altro momento", "choose another time")
            }
            Refusal::TermsOver => problem.of_field("over", "mandalo come vero", "send it as true"),
            Refusal::TwoLevels { .. } => problem.of_field(
                "parent",
                "scegli una sezione del primo livello",
                "choose a section of the first level",
            ),
            Refusal::Overtaken => Problem {
                overtaken: true,
                ..problem
            },
            Refusal::Gate { findings } => Problem {
                findings: findings.clone(),
                ..problem
            },
            _ => problem,
        }
    }
}

fn kind(refusal: &Refusal) -> &'static Kind {
    match refusal {
        Refusal::Unknown { .. } => problem::UNKNOWN,
        Refusal::Taken { .. } => problem::TAKEN,
        Refusal::NotAllowed { .. } | Refusal::ShownElsewhere { .. } => problem::NOT_ALLOWED,
        Refusal::Gate { .. } => problem::GATE,
        Refusal::DraftMoved { .. } => problem::DRAFT_IN_WORK,
        Refusal::NothingChanged => problem::UNCHANGED,
        Refusal::Overtaken | Refusal::FrontMoved { .. } => problem::STALE,
        Refusal::PictureTooLarge { .. } => problem::LARGE,
        Refusal::FolderInUse { .. } | Refusal::LogStopped { .. } => problem::UNAVAILABLE,
        Refusal::Empty { .. }
        | Refusal::TooLong { .. }
        | Refusal::Unfit { .. }
        | Refusal::Reserved { .. }
        | Refusal::OriginalHeadline
        | Refusal::NotABlock { .. }
        | Refusal::ReasonNeeded
        | Refusal::NoteNeeded { .. }
        | Refusal::WrongClass { .. }
        | Refusal::PastSchedule { .. }
        | Refusal::TwiceOnFront { .. }
        | Refusal::FutureDate { .. }
        | Refusal::WordsNotFound { .. }
        | Refusal::PictureUnreadable { .. }
        | Refusal::LimitReached { .. }
        | Refusal::TwoLevels { .. }
        | Refusal::DocumentDamaged { .. }
        | Refusal::TermsOver
        | Refusal::SameArticle
        | Refusal::SameLanguage { .. }
        | Refusal::EndsFirst
        | Refusal::TooFarAhead { .. }
        | Refusal::NoSuchHour { .. } => problem::FIELD,
        _ => problem::STATE,
    }
}

/// The name a thing has as a parameter of addresses and a field of bodies.
fn parameter(thing: Thing) -> &'static str {
    match thing {
        Thing::Network => "network",
        Thing::Title => "title",
        Thing::Host => "host",
        Thing::Section => "section",
        Thing::Topic => "topic",
        Thing::Fact => "fact",
        Thing::Page => "page",
        Thing::Contributor => "contributor",
        Thing::Account => "account",
        Thing::Article => "article",
        Thing::Revision => "revision",
        Thing::Placement => "placement",
        Thing::Picture => "picture",
        Thing::Address => "address",
        Thing::Slot => "slot",
        Thing::Comment => "comment",
        Thing::Role => "role",
        Thing::Token => "token",
        Thing::Webhook => "webhook",
        Thing::Ban => "ban",
        Thing::Notice => "notice",
        Thing::Case => "case",
        Thing::Measure => "measure",
        Thing::Job => "job",
        Thing::Session => "session",
        Thing::Passkey => "passkey",
        Thing::Generator => "generator",
        Thing::Save => "save",
        Thing::DeskNote => "note",
        Thing::Preview => "preview",
        Thing::Front => "front",
        Thing::Shift => "shift",
        Thing::Import => "import",
    }
}
