//! An operation: everything there is to say about one method of one address. Router and document are both made of it.

use crate::body::{Body, Taken, Takes};
use crate::call::Call;
use crate::problem::{self, Problem};
use http::{Method, StatusCode};
use paper::rights::Deed;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
#[cfg(feature = "document")]
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;

/// Who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// Everybody: what readers may see.
    Open,
    /// Whoever has a token, about themselves.
    Token,
    /// Whoever may do the deed, or reads in the name of somebody who may.
    See(Deed),
    /// Whoever may do the deed.
    Do(Deed),
}

/// What the address wants to know of `If-Match`. Where it is sent it always counts (RFC 9110 §13.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// The tag, if one is sent, of what is read at the same address.
    Shown,
    /// Which state of the draft was read, if whoever asks cares.
    Optional,
    /// Which state of the draft was read.
    Required,
}

/// What comes in, taken apart.
#[derive(Debug)]
pub(crate) struct Input<P, Q, B> {
    /// What the address names.
    pub(crate) path: P,
    /// What stands behind `?`.
    pub(crate) query: Q,
    /// The body.
    pub(crate) body: B,
}

/// Where there are no parameters.
#[derive(Debug, Clone, Copy, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// What a handler answers.
#[derive(Debug)]
pub(crate) struct Out<A> {
    value: A,
    tag: Option<String>,
    location: Option<String>,
}

impl<A> Out<A> {
    /// The answer, and where what was made is found below the API's base.
    pub(crate) fn at(value: A, path: String) -> Out<A> {
        Out {
            value,
            tag: None,
            location: Some(format!("{}{path}", crate::BASE)),
        }
    }
}

impl<A> Out<A> {
    /// With a tag of the state it shows: `s5r2` is after five saves and two revisions.
    pub(crate) fn tag(self, tag: String) -> Out<A> {
        Out {
            tag: Some(tag),
            ..self
        }
    }
}

impl<A> From<A> for Out<A> {
    fn from(value: A) -> Out<A> {
        Out {
            value,
            tag: None,
            location: None,
        }
    }
}

/// An answer ready to be sent.
#[derive(Debug)]
pub(crate) struct Answered {
    /// JSON; empty where the status says so.
    pub(crate) body: Vec<u8>,
    pub(crate) tag: Option<String>,
    pub(crate) location: Option<String>,
}

/// A request as far as no operation needs to look: what the address names, the query, the body.
#[derive(Debug, Clone)]
pub(crate) struct Raw {
    pub(crate) path: Vec<(String, String)>,
    pub(crate) query: String,
    pub(crate) body: Taken,
}

type Answering = Pin<Box<dyn Future<Output = Result<Answered, Problem>> + Send>>;
type Handler = Box<dyn Fn(Call, Raw) -> Answering + Send + Sync>;
type Shape = fn(&mut SchemaGenerator) -> Schema;

/// What stands in the document about types.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "document"), allow(dead_code))]
pub(crate) struct Shapes {
    pub(crate) path: Shape,
    pub(crate) query: Shape,
    pub(crate) body: Option<Shape>,
    pub(crate) answer: Shape,
}

/// What only the documents say of an operation. While serving nobody asks: what describes types is a fortieth of the program,
/// and is in it only where documents are made (feature `document`).
#[cfg_attr(not(feature = "document"), allow(dead_code))]
pub(crate) struct Told {
    pub(crate) id: &'static str,
    pub(crate) summary: &'static str,
    /// Statuses besides those its nature gives it.
    also: &'static [u16],
    pub(crate) example: Option<fn() -> Value>,
    /// A query for the example.
    pub(crate) asks: &'static str,
    pub(crate) shapes: Shapes,
}

/// One method of one address.
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// Below the base, with parameters in braces.
    pub(crate) path: &'static str,
    pub(crate) right: Right,
    pub(crate) status: StatusCode,
    pub(crate) guard: Guard,
    /// The answer holds what nobody may read twice.
    pub(crate) secret: bool,
    pub(crate) takes: Takes,
    #[cfg(feature = "document")]
    pub(crate) told: Told,
    pub(crate) handler: Handler,
}

/// An operation being described.
pub(crate) struct Described {
    operation: Operation,
}

#[cfg(feature = "document")]
fn none(_: &mut SchemaGenerator) -> Schema {
    Schema::default()
}

/// Begins the description of an operation.
pub(crate) fn operation(
    method: Method,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
) -> Described {
    let status = match method {
        Method::POST => StatusCode::CREATED,
        Method::DELETE => StatusCode::NO_CONTENT,
        _ => StatusCode::OK,
    };
    Described {
        operation: Operation {
            method,
            path,
            right: Right::Open,
            status,
            guard: Guard::Shown,
            secret: false,
            takes: Takes::Nothing,
            #[cfg(feature = "document")]
            told: Told {
                id: "",
                summary: "",
                also: &[],
                example: None,
                asks: "",
                shapes: Shapes {
                    path: none,
                    query: none,
                    body: None,
                    answer: none,
                },
            },
            handler: Box::new(|_, _| Box::pin(async { Err(Problem::unknown("address", "")) })),
        },
    }
    .told(|told| (told.id, told.summary) = (id, summary))
}

/// Reading.
pub(crate) fn get(path: &'static str, id: &'static str, summary: &'static str) -> Described {
    operation(Method::GET, path, id, summary)
}

/// Making.
pub(crate) fn post(path: &'static str, id: &'static str, summary: &'static str) -> Described {
    operation(Method::POST, path, id, summary)
}

/// Writing as a whole.
pub(crate) fn put(path: &'static str, id: &'static str, summary: &'static str) -> Described {
    operation(Method::PUT, path, id, summary)
}

/// Changing in part.
pub(crate) fn patch(path: &'static str, id: &'static str, summary: &'static str) -> Described {
    operation(Method::PATCH, path, id, summary)
}

/// Taking away.
pub(crate) fn delete(path: &'static str, id: &'static str, summary: &'static str) -> Described {
    operation(Method::DELETE, path, id, summary)
}

impl Described {
    #[cfg(feature = "document")]
    fn told(mut self, tell: impl FnOnce(&mut Told)) -> Described {
        tell(&mut self.operation.told);
        self
    }

    #[cfg(not(feature = "document"))]
    fn told(self, _: impl FnOnce(&mut Told)) -> Described {
        self
    }

    pub(crate) fn right(mut self, right: Right) -> Described {
        self.operation.right = right;
        self
    }

    pub(crate) fn sees(self, deed: Deed) -> Described {
        self.right(Right::See(deed))
    }

    pub(crate) fn may(self, deed: Deed) -> Described {
        self.right(Right::Do(deed))
    }

    pub(crate) fn status(mut self, status: StatusCode) -> Described {
        self.operation.status = status;
        self
    }

    pub(crate) fn guard(mut self, guard: Guard) -> Described {
        self.operation.guard = guard;
        self
    }

    pub(crate) fn also(self, statuses: &'static [u16]) -> Described {
        self.told(|told| told.also = statuses)
    }

    pub(crate) fn secret(mut self) -> Described {
        self.operation.secret = true;
        self
    }

    pub(crate) fn example(self, body: fn() -> Value) -> Described {
        self.told(|told| told.example = Some(body))
    }

    pub(crate) fn asks(self, query: &'static str) -> Described {
        self.told(|told| told.asks = query)
    }

    /// Who does it. The types of path, query, body and answer are those of the function.
    pub(crate) fn does<P, Q, B, A, F, Fut>(self, handler: F) -> Operation
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        Q: DeserializeOwned + JsonSchema + Send + 'static,
        B: Body,
        A: Serialize + JsonSchema + Send + 'static,
        F: Fn(Call, Input<P, Q, B>) -> Fut + Send + Sync + Copy + 'static,
        Fut: Future<Output = Result<Out<A>, Problem>> + Send + 'static,
    {
        let told = self.told(|told| {
            told.shapes = Shapes {
                path: P::json_schema,
                query: Q::json_schema,
                body: B::schema(),
                answer: |generator| generator.subschema_for::<A>(),
            };
        });
        let mut operation = told.operation;
        operation.takes = B::TAKES;
        let bare = operation.status == StatusCode::NO_CONTENT;
        operation.handler = Box::new(move |call, raw| {
            Box::pin(async move {
                let input = Input {
                    path: of_path(&raw.path)?,
                    query: of_query(&raw.query)?,
                    body: B::read(raw.body)?,
                };
                let out = handler(call, input).await?;
                let body = if bare {
                    Vec::new()
                } else {
                    serde_json::to_vec(&out.value).map_err(paper::Fault::from)?
                };
                Ok(Answered {
                    body,
                    tag: out.tag,
                    location: out.location,
                })
            })
        });
        operation
    }
}

/// What the address names; a name that cannot be one is unknown like any other.
fn of_path<P: DeserializeOwned>(named: &[(String, String)]) -> Result<P, Problem> {
    let last = named.last().map_or("", |(_, value)| value.as_str());
    serde_urlencoded::to_string(named)
        .ok()
        .and_then(|text| serde_urlencoded::from_str(&text).ok())
        .ok_or_else(|| Problem::unknown("address", last))
}

fn of_query<Q: DeserializeOwned>(query: &str) -> Result<Q, Problem> {
    serde_urlencoded::from_str(query).map_err(|error| {
        let words: String = error.to_string().chars().take(300).collect();
        Problem::new(
            problem::QUERY,
            format!("i parametri dopo «?» non vanno bene: {words}"),
            format!("the parameters behind “?” do not fit: {words}"),
        )
    })
}

impl Operation {
    /// It changes nothing.
    pub(crate) fn reads(&self) -> bool {
        self.method == Method::GET
    }

    /// Every status it may answer with.
    #[cfg(feature = "document")]
    pub(crate) fn statuses(&self) -> BTreeSet<u16> {
        let mut all: BTreeSet<u16> = [self.status.as_u16(), 400, 401, 412, 421, 429, 503].into();
        all.extend(self.told.also);
        if self.path.contains('{') {
            all.insert(404);
        }
        if self.reads() {
            all.insert(304);
        }
        if self.right != Right::Open {
            all.insert(403);
        }
        if !self.reads() {
            all.extend([409, 422]);
        }
        if self.takes != Takes::Nothing {
            all.extend([408, 413, 415, 422]);
        }
        if self.guard == Guard::Required {
            all.insert(428);
        }
        all
    }
}
