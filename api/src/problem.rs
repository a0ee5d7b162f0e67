//! Why a request was not answered: problem documents after RFC 9457, in Italian and English.

use crate::words::Language;
use http::StatusCode;
use paper::gate::Finding;
use schemars::JsonSchema;
use serde::Serialize;

/// A kind of problem: its code is the last part of its `type` and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) code: &'static str,
    pub(crate) status: u16,
    pub(crate) it: &'static str,
    pub(crate) en: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $code:literal, $status:literal, $it:literal, $en:literal;)+) => {
        $(pub(crate) const $name: &Kind = &Kind { code: $code, status: $status, it: $it, en: $en };)+

        /// Every kind there is.
        pub(crate) const KINDS: &[&Kind] = &[$($name),+];
    };
}

kinds! {
    REQUEST = "request.malformed", 400, "Richiesta malformata", "Malformed request";
    QUERY = "query.unfit", 400, "Parametri che non vanno bene", "Parameters that do not fit";
    CURSOR = "cursor.unfit", 400, "Cursore non valido", "No cursor of ours";
    BODY_MALFORMED = "body.malformed", 400, "Corpo illeggibile", "Unreadable body";
    KEY = "key.unfit", 400, "Chiave di idempotenza non valida", "No idempotency key";
    TOKEN_MISSING = "token.missing", 401, "Serve un token", "A token is needed";
    TOKEN_INVALID = "token.invalid", 401, "Token non valido", "The token is not valid";
    NOT_ALLOWED = "not_allowed", 403, "Manca il diritto", "No right to do this";
    UNKNOWN = "unknown", 404, "Non trovato", "Not found";
    METHOD = "method", 405, "Metodo non previsto", "No such method here";
    BODY_SLOW = "body.slow", 408, "Corpo troppo lento", "The body came too slowly";
    TAKEN = "taken", 409, "Già in uso", "Taken already";
    STATE = "state", 409, "Lo stato non lo consente", "Its state does not allow this";
    DRAFT_IN_WORK = "draft.in_work", 409, "C’è una bozza in lavorazione", "A draft is in work";
    UNCHANGED = "unchanged", 409, "Non cambia nulla", "Nothing changes";
    KEY_OTHER = "key.other", 409, "Chiave già usata per altro", "The key was used for another request";
    KEY_RUNNING = "key.running", 409, "Richiesta in corso", "The same request is being answered";
    KEY_SECRET = "key.secret", 409, "Risposta già data una volta", "The answer was given once";
    GONE = "gone", 410, "Articolo annullato", "The article was killed";
    STALE = "stale", 412, "Versione superata", "Another version is current";
    LARGE = "body.large", 413, "Troppo grande", "Too large";
    MEDIA_TYPE = "body.type", 415, "Tipo di contenuto non previsto", "No such content type here";
    HOST = "host", 421, "Nessun giornale con questo nome", "No newspaper of this name";
    BODY = "body.unfit", 422, "Corpo che non va bene", "The body does not fit";
    FIELD = "field.unfit", 422, "Un campo non va bene", "A field does not fit";
    GATE = "gate", 422, "Il controllo ferma il testo", "The gate stops the text";
    CONDITION = "condition.missing", 428, "Manca If-Match", "If-Match is missing";
    RATE = "rate", 429, "Troppe richieste", "Too many requests";
    UNAVAILABLE = "unavailable", 503, "Il giornale torna tra poco", "The newspaper will be back shortly";
}

/// The same in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) it: String,
    pub(crate) en: String,
}

impl Said {
    pub(crate) fn new(it: impl Into<String>, en: impl Into<String>) -> Said {
        Said {
            it: it.into(),
            en: en.into(),
        }
    }

    fn into_language(self, language: Language) -> String {
        match language {
            Language::It => self.it,
            Language::En => self.en,
        }
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    pub(crate) field: String,
    pub(crate) message: Said,
    pub(crate) remedy: Said,
}

/// A problem, not yet in the language of who asked.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) kind: &'static Kind,
    pub(crate) detail: Box<Said>,
    pub(crate) errors: Vec<Wrong>,
    pub(crate) findings: Vec<Finding>,
    /// Seconds to wait before trying again.
    pub(crate) retry_after: Option<u32>,
    /// Methods the address has, for `Allow`.
    pub(crate) allow: Option<String>,
    /// The parameter that is unknown, where the record knows no such thing: 404 if the address names it, else 422.
    pub(crate) thing: Option<&'static str>,
    /// Somebody else's deed came between: the same request may be tried again.
    pub(crate) overtaken: bool,
}

impl Problem {
    pub(crate) fn new(
        kind: &'static Kind,
        it: impl Into<String>,
        en: impl Into<String>,
    ) -> Problem {
        Problem {
            kind,
            detail: Box::new(Said::new(it, en)),
            errors: Vec::new(),
            findings: Vec::new(),
            retry_after: None,
            allow: None,
            thing: None,
            overtaken: false,
        }
    }

    /// As the detail says, of one field.
    pub(crate) fn of_field(self, field: &str, it: &str, en: &str) -> Problem {
        let wrong = Wrong {
            field: field.to_owned(),
            message: (*self.detail).clone(),
            remedy: Said::new(it, en),
        };
        Problem {
            errors: vec![wrong],
            ..self
        }
    }

    pub(crate) fn after(self, seconds: u32) -> Problem {
        Problem {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// There is no such thing, or whoever asks may not know of it: the same words for both.
    pub(crate) fn unknown(thing: &'static str, name: &str) -> Problem {
        let name: String = name.chars().take(80).collect();
        Problem::new(
            UNKNOWN,
            format!("non c’è nulla con il nome «{name}»"),
            format!("there is no {thing} “{name}”"),
        )
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
    }

    /// The document.
    pub(crate) fn document(self, language: Language) -> Document {
        let title = match language {
            Language::It => self.kind.it,
            Language::En => self.kind.en,
        };
        Document {
            r#type: format!("{}/problems/{}", crate::BASE, self.kind.code),
            title: title.to_owned(),
            status: self.kind.status,
            detail: self.detail.into_language(language),
            errors: self
                .errors
                .into_iter()
                .map(|wrong| FieldError {
                    field: wrong.field,
                    message: wrong.message.into_language(language),
                    remedy: wrong.remedy.into_language(language),
                })
                .collect(),
            findings: self.findings,
        }
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct Document {
    /// Address of the kind of problem, relative to the host.
    pub(crate) r#type: String,
    /// The kind in words, in the language asked for.
    pub(crate) title: String,
    /// The status of the answer.
    pub(crate) status: u16,
    /// What happened here.
    pub(crate) detail: String,
    /// Fields that do not fit.
    pub(crate) errors: Vec<FieldError>,
    /// What the gate found, blocks and warnings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub(crate) findings: Vec<Finding>,
}

/// What is wrong with one field, and what to do.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FieldError {
    /// The field: a path with dots and indexes into the body, or the name of a parameter or header.
    pub(crate) field: String,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) remedy: String,
}
