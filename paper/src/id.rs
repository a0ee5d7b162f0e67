//! Names of records: 16-byte UUIDv7 (RFC 9562), made by us from a clock and a source of randomness.

use crate::db::{Get, Value};
use crate::{Fault, Paper};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// A new one, drawn now.
            pub(crate) fn draw(paper: &Paper) -> Result<$name, Fault> {
                paper.draw_id().map($name)
            }

            /// After every other, where a list begins at its end.
            #[allow(dead_code, reason = "not every kind of record is listed from its end")]
            pub(crate) fn last() -> $name {
                $name([0xff; 16])
            }

            /// Before every other, where a list begins at its start.
            #[allow(dead_code, reason = "not every kind of record is listed from its start")]
            pub(crate) fn first() -> $name {
                $name([0; 16])
            }

            /// The bytes as kept.
            pub fn bytes(self) -> [u8; 16] {
                self.0
            }

            /// When it was drawn, to the millisecond (RFC 9562 §5.7).
            pub fn drawn_at(self) -> jiff::Timestamp {
                let [a, b, c, d, e, f, ..] = self.0;
                let millis = i64::from_be_bytes([0, 0, a, b, c, d, e, f]);
                jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
            }

            /// Reads the hyphenated form; `None` if it is not one.
            pub fn parse(text: &str) -> Option<$name> {
                uuid::Uuid::try_parse(text).ok().map(|id| $name(id.into_bytes()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                uuid::Uuid::from_bytes(self.0).hyphenated().fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl Get for $name {
            fn get(value: Value) -> Result<$name, Fault> {
                let bytes = <Vec<u8>>::get(value)?;
                let bytes: [u8; 16] =
                    bytes.try_into().map_err(|_| Fault::new("an id in the record is not 16 bytes"))?;
                Ok($name(bytes))
            }
        }

        impl From<$name> for Value {
            fn from(id: $name) -> Value {
                Value::Bytes(Some(id.0.to_vec()))
            }
        }

        impl From<Option<$name>> for Value {
            fn from(id: Option<$name>) -> Value {
                Value::Bytes(id.map(|id| id.0.to_vec()))
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "format": "uuid"})
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<$name, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                $name::parse(&text).ok_or_else(|| serde::de::Error::custom("not an id"))
            }
        }
    )+};
}

ids! {
    /// Words being blanked.
    VeilId;
    /// The network: drawn when the record is made, follows no host.
    NetworkId;
    /// A title.
    TitleId;
    /// A section of a title.
    SectionId;
    /// A topic of a title.
    TopicId;
    /// A fact of a topic's timeline.
    TopicFactId;
    /// A person credited.
    ContributorId;
    /// An account.
    AccountId;
    /// A right given.
    GrantId;
    /// A token.
    TokenId;
    /// A webhook.
    WebhookId;
    /// Somebody signed in with a browser.
    SessionId;
    /// A browser that has signed in before.
    DeviceId;
    /// A passkey.
    PasskeyId;
    /// A mail to an account.
    MailId;
    /// A turn as deputy.
    ShiftId;
    /// A front as it was published.
    FrontId;
    /// A place of such a front.
    FrontPlaceId;
    /// A newspaper moving in from elsewhere.
    ImportId;
    /// An article.
    ArticleId;
    /// A revision of an article.
    RevisionId;
    /// An appearance of an article in a title.
    PlacementId;
    /// A picture or document.
    PictureId;
    /// A comment.
    CommentId;
    /// Somebody who may not comment for a while.
    BanId;
    /// A notice about a comment.
    NoticeId;
    /// What a reader says is wrong, or a statement to be printed.
    CaseId;
    /// What somebody asked by the right to be forgotten.
    MeasureId;
    /// What a save of a draft said.
    SaveId;
    /// A note of the desk about an article.
    DeskNoteId;
    /// Of a secret address of a text that is not out.
    PreviewLinkId;
    /// A line of the audit trail.
    AuditId;
    /// A job.
    JobId;
    /// A block overridden.
    OverrideId;
    /// A lawful redaction.
    RedactionId;
    /// A set of articles that are translations of each other.
    TranslationsId;
}
