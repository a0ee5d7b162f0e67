//! What a column holds, and how it is written where everybody can read it.

use super::Wrong;
use crate::articles::canonical;
use crate::articles::content::Content;
use crate::copy::Copy;
use crate::db::Value;
use crate::reading::imprint::Imprint;
use crate::titles::{self, Settings};
use crate::words::COPY_BYTES_MAX;
use crate::{Fault, Result};
use jiff::Timestamp;
use markup::Body;
use serde_json::Value as Json;

/// Longest text of a row, bytes.
const TEXT_BYTES_MAX: usize = COPY_BYTES_MAX;
/// Longest bytes of a row that are no id: a salt, a commitment.
const BYTES_MAX: usize = 64;

/// What a column holds. Those that may be absent are left out of a row that has none.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// An id, hyphenated.
    Id,
    /// An id, or none.
    Ref,
    /// Bytes, hexadecimal.
    Bytes,
    /// Bytes, or none.
    MaybeBytes,
    /// An instant, RFC 3339 in UTC, to the microsecond.
    At,
    /// An instant, or none.
    When,
    /// A whole number.
    Number,
    /// A whole number, or none.
    Figure,
    /// A whole number from 0 to this, or none.
    Within(u32),
    /// True or false.
    Flag,
    /// A text, also an empty one.
    Text,
    /// A text, or none.
    Maybe,
    /// One of the words a program knows, or a text of one shape.
    Word(fn(&str) -> bool),
    /// The same, or none.
    MaybeWord(fn(&str) -> bool),
    /// A JSON document.
    Document(Document),
    /// A number that begins anew at 0, and is not carried.
    Zero,
    /// A text that begins anew empty, and is not carried.
    Blank,
    /// A text that is made again of the rest, and is not carried.
    MadeText,
    /// Bytes that are made again of the rest, and are not carried.
    MadeBytes,
}

/// A document within a row: a JSON object, not a text that holds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// What readers see of a revision, as `docs/canonical.md` has it.
    Content,
    /// What a desk works on.
    Copy,
    /// What a title sets.
    Settings,
    /// Who answers for a title.
    Imprint,
    /// The text of a standing page.
    Body,
    /// Particulars of a line of the audit trail.
    Detail,
}

impl Kind {
    /// Whether rows have it.
    pub fn is_carried(self) -> bool {
        !matches!(
            self,
            Kind::Zero | Kind::Blank | Kind::MadeText | Kind::MadeBytes
        )
    }

    /// Whether rows may be without it.
    pub fn may_be_absent(self) -> bool {
        matches!(
            self,
            Kind::Ref
                | Kind::MaybeBytes
                | Kind::When
                | Kind::Figure
                | Kind::Within(_)
                | Kind::Maybe
                | Kind::MaybeWord(_)
        )
    }

    /// The word for it in the description of the format.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Id | Kind::Ref => "id",
            Kind::Bytes | Kind::MaybeBytes | Kind::MadeBytes => "bytes",
            Kind::At | Kind::When => "instant",
            Kind::Number | Kind::Figure | Kind::Within(_) | Kind::Zero => "number",
            Kind::Flag => "flag",
            Kind::Text | Kind::Maybe | Kind::Blank | Kind::MadeText => "text",
            Kind::Word(_) | Kind::MaybeWord(_) => "word",
            Kind::Document(_) => "document",
        }
    }

    /// The value as JSON; `None` where there is none or it is not carried.
    pub(super) fn written(self, value: Value) -> Result<Option<Json>, Fault> {
        let unlike = |value: &Value| Fault::new(format!("a column of the record holds {value:?}"));
        Ok(Some(match (self, value) {
            (kind, _) if !kind.is_carried() => return Ok(None),
            (
                _,
                Value::Null
                | Value::Int(None)
                | Value::Text(None)
                | Value::Bytes(None)
                | Value::Real(None),
            ) => return Ok(None),
            (Kind::Id | Kind::Ref, Value::Bytes(Some(bytes))) => {
                let bytes: [u8; 16] = bytes
                    .try_into()
                    .map_err(|_| Fault::new("an id in the record is not 16 bytes"))?;
                Json::String(uuid::Uuid::from_bytes(bytes).hyphenated().to_string())
            }
            (Kind::Bytes | Kind::MaybeBytes, Value::Bytes(Some(bytes))) => {
                Json::String(hex::encode(bytes))
            }
            (Kind::At | Kind::When, Value::Int(Some(micros))) => {
                let at = Timestamp::from_microsecond(micros)
                    .map_err(|error| Fault::new(format!("an instant in the record: {error}")))?;
                Json::String(at.to_string())
            }
            (Kind::Number | Kind::Figure | Kind::Within(_), Value::Int(Some(number))) => {
                number.into()
            }
            (Kind::Flag, Value::Int(Some(number))) => (number != 0).into(),
            (
                Kind::Text | Kind::Maybe | Kind::Word(_) | Kind::MaybeWord(_),
                Value::Text(Some(text)),
            ) => Json::String(text),
            (Kind::Document(_), Value::Text(Some(text))) => serde_json::from_str(&text)?,
            (_, value) => return Err(unlike(&value)),
        }))
    }

    /// The value of a row that comes in; `json` is `None` where the row has none.
    pub(super) fn read(self, json: Option<Json>) -> Result<Value, Wrong> {
        let Some(json) = json else {
            return self.absent();
        };
        match (self, json) {
            (Kind::Id | Kind::Ref, Json::String(text)) => id(&text),
            (Kind::Bytes | Kind::MaybeBytes, Json::String(text)) => bytes(&text),
            (Kind::At | Kind::When, Json::String(text)) => instant(&text),
            (Kind::Number | Kind::Figure, Json::Number(number)) => match number.as_i64() {
                Some(number) => Ok(Value::Int(Some(number))),
                None => Err(Wrong::value(&number.to_string())),
            },
            (Kind::Within(most), Json::Number(number)) => match number.as_u64() {
                Some(small) if small <= u64::from(most) => Ok(Value::Int(Some(small as i64))),
                _ => Err(Wrong::value(&number.to_string())),
            },
            (Kind::Flag, Json::Bool(flag)) => Ok(flag.into()),
            (Kind::Text | Kind::Maybe, Json::String(text)) => plain(text),
            (Kind::Word(fits) | Kind::MaybeWord(fits), Json::String(text)) => match fits(&text) {
                true => plain(text),
                false => Err(Wrong::value(&text)),
            },
            (Kind::Document(document), json) => {
                document.read(json).map(|text| Value::Text(Some(text)))
            }
            (_, json) => Err(Wrong::value(&json.to_string())),
        }
    }

    fn absent(self) -> Result<Value, Wrong> {
        Ok(match self {
            Kind::Ref | Kind::MaybeBytes | Kind::MadeBytes => Value::Bytes(None),
            Kind::When | Kind::Figure | Kind::Within(_) => Value::Int(None),
            Kind::Maybe | Kind::MaybeWord(_) | Kind::MadeText => Value::Text(None),
            Kind::Zero => Value::Int(Some(0)),
            Kind::Blank => Value::Text(Some(String::new())),
            _ => return Err(Wrong::new("manca", "is missing")),
        })
    }
}

fn id(text: &str) -> Result<Value, Wrong> {
    let id = uuid::Uuid::try_parse(text).ok();
    // One form of each, so that the same archive comes out again.
    let id = id.filter(|id| id.hyphenated().to_string() == text);
    id.map(|id| Value::Bytes(Some(id.into_bytes().to_vec())))
        .ok_or_else(|| Wrong::value(text))
}

fn bytes(text: &str) -> Result<Value, Wrong> {
    match hex::decode(text) {
        Ok(bytes) if bytes.len() <= BYTES_MAX && hex::encode(&bytes) == text => {
            Ok(Value::Bytes(Some(bytes)))
        }
        _ => Err(Wrong::value(text)),
    }
}

fn instant(text: &str) -> Result<Value, Wrong> {
    match text.parse::<Timestamp>() {
        Ok(at) if crate::clock::whole_micros(at).to_string() == text => Ok(at.into()),
        _ => Err(Wrong::value(text)),
    }
}

fn plain(text: String) -> Result<Value, Wrong> {
    if text.contains('\0') {
        return Err(Wrong::new(
            "contiene il carattere NUL",
            "holds the character NUL",
        ));
    }
    if text.len() > TEXT_BYTES_MAX {
        return Err(Wrong::new(
            format!("è più lungo di {TEXT_BYTES_MAX} byte"),
            format!("is longer than {TEXT_BYTES_MAX} bytes"),
        ));
    }
    Ok(Value::Text(Some(text)))
}

impl Document {
    /// The text that is kept of a document that comes in: what the program could have written itself, or nothing.
    fn read(self, json: Json) -> Result<String, Wrong> {
        let unreadable = |error: serde_json::Error| {
            let what = error.to_string();
            Wrong::new(
                format!("non è ciò che deve essere: {what}"),
                format!("is not what it must be: {what}"),
            )
        };
        let text = match self {
            Document::Content => {
                let content: Content = serde_json::from_value(json).map_err(unreadable)?;
                canonical(&content).map_err(|fault| Wrong::same(fault.to_string()))?
            }
            Document::Copy => {
                serde_json::from_value::<Copy>(json.clone()).map_err(unreadable)?;
                json.to_string()
            }
            Document::Settings => {
                let settings: Settings =
                    serde_json::from_value(json.clone()).map_err(unreadable)?;
                titles::checked(&settings).map_err(|error| Wrong::of(&error))?;
                json.to_string()
            }
            Document::Imprint => {
                let imprint: Imprint = serde_json::from_value(json.clone()).map_err(unreadable)?;
                imprint.tidy().map_err(|error| Wrong::of(&error))?;
                json.to_string()
            }
            Document::Body => {
                serde_json::from_value::<Body>(json.clone()).map_err(unreadable)?;
                json.to_string()
            }
            Document::Detail => json.to_string(),
        };
        match plain(text)? {
            Value::Text(Some(text)) => Ok(text),
            _ => Err(Wrong::new("manca", "is missing")),
        }
    }
}
