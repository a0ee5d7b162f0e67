//! Errors for two readers: refusals for people, faults for operators.

use crate::articles::content::Class;
use crate::fault::Fault;
use crate::gate::Finding;
use crate::refusing::{bracketed, class_words, gate_words, italian, standing};
use crate::rights::Deed;
use crate::thing::Thing;
use jiff::Timestamp;

/// What a deed returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a deed was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The paper said no; the person who asked is told why, in their language.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something broke; the operator is told, the person is not.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Error {
    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Error::Refused(refusal) => Some(refusal),
            Error::Fault(_) => None,
        }
    }
}

/// Why the paper said no: a closed list.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // each is told in both languages below
pub enum Refusal {
    Unknown {
        thing: Thing,
        name: String,
    },
    Taken {
        thing: Thing,
        name: String,
    },
    Empty {
        field: &'static str,
    },
    TooLong {
        field: &'static str,
        chars_max: usize,
    },
    Unfit {
        field: &'static str,
        value: String,
        wants: &'static str,
    },
    Reserved {
        word: String,
    },
    NotAllowed {
        who: String,
        deed: Deed,
        remedy: String,
    },
    Gate {
        findings: Vec<Finding>,
    },
    NotABlock {
        code: String,
    },
    ReasonNeeded,
    NoteNeeded {
        class: Class,
    },
    WrongClass {
        class: Class,
    },
    SaysMore {
        class: Class,
        words: String,
    },
    Embargoed {
        until: Timestamp,
    },
    Held {
        reason: String,
    },
    Spiked,
    Withdrawn,
    NotWithdrawn,
    NotSpiked,
    NeverPublished,
    AlreadyPublished,
    NoDraft,
    NothingChanged,
    DraftMoved {
        by: String,
    },
    FrontMoved {
        by: String,
    },
    TwiceOnFront {
        headline: String,
    },
    PastSchedule {
        at: Timestamp,
    },
    FutureDate {
        at: Timestamp,
    },
    WordsNotFound {
        words: String,
    },
    PictureUnreadable {
        name: String,
        why: String,
    },
    DocumentDamaged {
        name: String,
    },
    PictureTooLarge {
        name: String,
        limit: String,
    },
    FolderInUse {
        folder: String,
    },
    LimitReached {
        what: &'static str,
        most: usize,
    },
    CommentsClosed {
        after_days: Option<u16>,
    },
    CommentsOfTheDesk,
    FormStale,
    FormTooFast {
        seconds: i64,
    },
    FormTrap,
    TwoLevels {
        section: String,
        above: String,
    },
    AccountClosed {
        handle: String,
    },
    AccountOpen {
        handle: String,
    },
    LastKeeper {
        handle: String,
    },
    ImprintNeeded {
        fields: Vec<String>,
    },
    FileThere {
        file: String,
    },
    NoSuchFolder {
        folder: String,
    },
    FolderNotEmpty {
        folder: String,
        found: String,
    },
    NoBackup {
        file: String,
    },
    BackedUpByServer,
    SameArticle,
    SameLanguage {
        language: String,
    },
    NotHeld,
    Overtaken,
    NoSuchHour {
        local: String,
        before: String,
        after: String,
    },
    NameOfStaff {
        name: String,
    },
    NameIsAddress,
    TooManyLinks {
        most: usize,
    },
    TooOften {
        minutes: i64,
    },
    QueueFull,
    Banned {
        until: Option<Timestamp>,
    },
    CommentIs {
        state: &'static str,
    },
    AddressForgotten,
    GoodFaithNeeded,
    NoticeDecided,
    CaseDecided,
    ConcernNeeded,
    StatementToPrint,
    NoticeOpen,
    SignedOut,
    StepUp,
    SecondFactorWanted,
    SignInFailed,
    SlowDown {
        seconds: i64,
    },
    PasswordShort {
        least: usize,
    },
    PasswordCommon,
    PasswordNeeded,
    LinkSpent,
    NoMail,
    NoMailAddress,
    CanSignIn {
        handle: String,
    },
    CodeWrong,
    NoFactor,
    PasskeyUnfit,
    OnSchedule,
    NotOnSchedule,
    OriginalStays {
        title: String,
    },
    OriginalHeadline,
    LogStands,
    ImportWorkedOn {
        item: String,
    },
    TermsOver,
    EndsFirst,
    TooFarAhead {
        years: i64,
    },
    ShownElsewhere {
        titles: String,
    },
    /// Why, and what whoever runs the server does about it, each in Italian and English.
    LogStopped {
        why: (String, String),
        remedy: (&'static str, &'static str),
    },
}

impl Refusal {
    /// What the person is told, in Italian (`it`) or English (anything else). No full stop.
    pub fn say(&self, language: &str) -> String {
        let (it, en) = self.words();
        if language.starts_with("it") { it } else { en }
    }

    fn words(&self) -> (String, String) {
        match self {
            Refusal::Unknown { thing, name } => {
                let (it, en) = thing.words();
                (
                    format!("non trovo {it} «{name}»"),
                    format!("there is no {en} “{name}”"),
                )
            }
            Refusal::Taken { thing, name } => {
                let (it, en) = thing.words();
                (
                    format!("{it} «{name}» c’è già"),
                    format!("the {en} “{name}” exists already"),
                )
            }
            Refusal::Empty { field } => (
                format!(
                    "manca {}: il campo {field} è vuoto, riempilo",
                    italian(field)
                ),
                format!("{field} is empty; fill it"),
            ),
            Refusal::TooLong { field, chars_max } => (
                format!(
                    "{} ({field}): al massimo {chars_max} caratteri, accorcia",
                    italian(field)
                ),
                format!("{field} is longer than {chars_max} characters; shorten it"),
            ),
            Refusal::Unfit {
                field,
                value,
                wants,
            } => (
                format!(
                    "«{value}» non va bene per {} ({field}); si scrive come {wants}",
                    italian(field)
                ),
                format!("“{value}” does not fit {field}; write it like {wants}"),
            ),
            Refusal::Reserved { word } => (
                format!(
                    "«{word}» è una parola riservata agli indirizzi del sistema; scegline un’altra"
                ),
                format!("“{word}” is a word the system’s addresses need; choose another"),
            ),
            Refusal::NotAllowed {
                who,
                deed: Deed::Override,
                ..
            } => (
                format!(
                    "{who} non può superare un blocco: chiedilo al direttore, che può anche nominare chi lo sostituisce"
                ),
                format!(
                    "{who} may not override a block: ask the director, who may also name a deputy"
                ),
            ),
            Refusal::NotAllowed { who, deed, .. } => (
                format!("{who} non ha il diritto «{}»", deed.word()),
                format!("{who} has no right to “{}”", deed.word()),
            ),
            Refusal::Gate { findings } => gate_words(findings),
            _ => self.short_words(),
        }
    }

    fn short_words(&self) -> (String, String) {
        let pair = |it: &str, en: &str| (it.to_owned(), en.to_owned());
        match self {
            Refusal::NotABlock { code } => (
                format!("{code} non è un blocco di questo articolo: non c’è nulla da superare"),
                format!("{code} is not a block of this article: there is nothing to override"),
            ),
            Refusal::ReasonNeeded => {
                pair("serve un motivo: scrivilo", "a reason is needed: write it")
            }
            Refusal::NoteNeeded { class } => (
                format!(
                    "una modifica di classe «{}» vuole una nota per i lettori",
                    class_words(*class).0
                ),
                format!(
                    "a change of class “{}” needs a note for readers",
                    class_words(*class).1
                ),
            ),
            Refusal::WrongClass { class } => (
                format!(
                    "«{}» non è una classe per questo gesto",
                    class_words(*class).0
                ),
                format!("“{}” is not a class for this deed", class_words(*class).1),
            ),
            Refusal::SaysMore { class, words } => (
                format!(
                    "«{}» non cambia ciò che si dice, e qui cambia ({words}): serve un aggiornamento, una correzione o una precisazione, che lo dicono a chi legge",
                    class_words(*class).0
                ),
                format!(
                    "“{}” does not change what is said, and this does ({words}): it wants an update, a correction or a clarification, which tell readers",
                    class_words(*class).1
                ),
            ),
            Refusal::Embargoed { until } => (
                format!("l’embargo vale fino a {until}"),
                format!("the embargo holds until {until}"),
            ),
            Refusal::Held { reason } => (
                format!("l’articolo è fermo: {reason}"),
                format!("the article is held: {reason}"),
            ),
            Refusal::Spiked => pair(
                "l’articolo è stato scartato: prima va ripreso",
                "the article was spiked: it has to be brought back first",
            ),
            Refusal::Withdrawn => pair(
                "l’articolo è stato ritirato: prima va ripubblicato",
                "the article was withdrawn: it has to be brought back first",
            ),
            Refusal::NotWithdrawn => pair(
                "l’articolo non è stato ritirato",
                "the article was not withdrawn",
            ),
            Refusal::NotSpiked => pair(
                "l’articolo non è stato scartato",
                "the article was not spiked",
            ),
            Refusal::NeverPublished => pair(
                "l’articolo non è mai uscito",
                "the article was never published",
            ),
            Refusal::AlreadyPublished => pair(
                "l’articolo è già uscito",
                "the article is published already",
            ),
            Refusal::NoDraft => pair(
                "non c’è una bozza da pubblicare: non c’è niente di nuovo",
                "there is no draft to publish: there is nothing new",
            ),
            Refusal::NothingChanged => pair("non cambia nulla", "nothing changes"),
            Refusal::FutureDate { at } => (
                format!("{at} è nel futuro: programma l’uscita invece di datarla"),
                format!("{at} is in the future: schedule it instead of dating it"),
            ),
            Refusal::WordsNotFound { words } => (
                format!("«{words}» non compare in nessuna revisione pubblica"),
                format!("“{words}” is in no public revision"),
            ),
            Refusal::PictureUnreadable { name, why } => (
                format!(
                    "{name} non è un’immagine leggibile{}; servono JPEG, PNG, WebP o GIF, e PDF per i documenti",
                    bracketed(why)
                ),
                format!(
                    "{name} is no readable picture{}; wanted are JPEG, PNG, WebP or GIF, and PDF for documents",
                    bracketed(why)
                ),
            ),
            Refusal::DocumentDamaged { name } => (
                format!("{name} non è un PDF intero: è rovinato o interrotto; esportalo di nuovo"),
                format!("{name} is no whole PDF: it is damaged or cut off; export it again"),
            ),
            Refusal::PictureTooLarge { name, limit } => (
                format!("{name} è troppo grande: al massimo {limit}"),
                format!("{name} is too large: at most {limit}"),
            ),
            Refusal::FolderInUse { folder } => (
                format!("un altro processo scrive in {folder} e non risponde"),
                format!("another process writes in {folder} and does not answer"),
            ),
            Refusal::LimitReached { what, most } => (
                format!("troppi {what}: al massimo {most}"),
                format!("too many {what}: at most {most}"),
            ),
            Refusal::TwoLevels { section, above } => (
                format!("le sezioni hanno due livelli: «{section}» non può stare sotto «{above}»"),
                format!("sections have two levels: “{section}” cannot stand under “{above}”"),
            ),
            _ => self.forms_words(),
        }
    }

    /// What readers are told who sent a form.
    fn forms_words(&self) -> (String, String) {
        let pair = |it: &str, en: &str| (it.to_owned(), en.to_owned());
        match self {
            Refusal::CommentsClosed {
                after_days: Some(1),
            } => pair(
                "qui si commenta per un giorno, che è passato",
                "comments are open for one day here, and that is over",
            ),
            Refusal::CommentsClosed {
                after_days: Some(days),
            } => (
                format!("qui si commenta per {days} giorni, che sono passati"),
                format!("comments are open for {days} days here, and those are over"),
            ),
            Refusal::CommentsClosed { after_days: None } => {
                pair("qui i commenti sono chiusi", "comments are closed here")
            }
            Refusal::CommentsOfTheDesk => pair(
                "qui commenta solo la redazione",
                "only the newsroom comments here",
            ),
            Refusal::FormStale => pair(
                "il modulo era aperto da troppo tempo: il testo è ancora qui, invialo di nuovo",
                "the form had been open for too long: your text is still here, send it again",
            ),
            Refusal::FormTooFast { seconds } => (
                format!(
                    "il modulo è tornato in meno di {seconds} secondi, come fanno i programmi: invialo di nuovo"
                ),
                format!(
                    "the form came back in less than {seconds} seconds, as programs do: send it again"
                ),
            ),
            Refusal::FormTrap => pair(
                "era compilato un campo che le persone non vedono, forse da un programma: ora è vuoto, invia di nuovo",
                "a field people do not see was filled in, perhaps by a program: it is empty now, send it again",
            ),
            Refusal::NameOfStaff { name } => (
                format!(
                    "questo nome somiglia a «{name}», che è della redazione: scegline un altro"
                ),
                format!("this name looks like “{name}”, which is the newsroom’s: choose another"),
            ),
            Refusal::NameIsAddress => pair(
                "qui va un nome, non un indirizzo",
                "a name belongs here, not an address",
            ),
            Refusal::TooManyLinks { most } => (
                format!("ci sono troppi collegamenti: al massimo {most}"),
                format!("there are too many links: at most {most}"),
            ),
            _ => self.moderation_words(),
        }
    }

    /// What readers and moderators are told of limits, bans and decisions.
    fn moderation_words(&self) -> (String, String) {
        let pair = |it: &str, en: &str| (it.to_owned(), en.to_owned());
        match self {
            Refusal::TooOften { minutes } => (
                format!(
                    "da questa rete sono arrivati molti invii in poco tempo: riprova fra {minutes} minuti, il testo è ancora qui"
                ),
                format!(
                    "many forms came from this network in a short time: try again in {minutes} minutes, your text is still here"
                ),
            ),
            Refusal::QueueFull => pair(
                "in questo momento arrivano troppi invii di questo genere: riprova più tardi, il testo è ancora qui",
                "too many forms of this kind are coming in right now: try again later, your text is still here",
            ),
            Refusal::Banned { until: Some(until) } => (
                format!("la redazione ha sospeso la possibilità di commentare fino a {until}"),
                format!("the newsroom has suspended commenting until {until}"),
            ),
            Refusal::Banned { until: None } => pair(
                "la redazione ha sospeso la possibilità di commentare",
                "the newsroom has suspended commenting",
            ),
            Refusal::CommentIs { state } => {
                let (it, en) = standing(state);
                (
                    format!("il commento è già {it}: questa decisione non si applica"),
                    format!("the comment is {en} already: this decision does not apply"),
                )
            }
            Refusal::AddressForgotten => pair(
                "la rete da cui è arrivato il commento non è più nota: i giorni stabiliti sono passati",
                "the network the comment came from is not known any more: the stated days are over",
            ),
            Refusal::GoodFaithNeeded => pair(
                "conferma che scrivi in buona fede",
                "confirm that you write in good faith",
            ),
            Refusal::NoticeOpen => pair(
                "da questa rete è già arrivata una segnalazione di questo commento, non ancora decisa: quando lo sarà, puoi inviarne un’altra",
                "a notice about this comment has come from this network and is not decided yet: once it is, you can send another",
            ),
            Refusal::NoticeDecided => pair(
                "la segnalazione è già stata decisa",
                "the notice has been decided already",
            ),
            _ => self.other_words(),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say("en"))
    }
}

impl std::error::Error for Refusal {}
