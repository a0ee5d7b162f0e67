//! What the `type` of a problem leads to, and the document of the API itself.

use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::Page;
use crate::problem::{KINDS, Kind, Problem};
use crate::words::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A kind of problem.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindPath {
    /// Its code.
    problem: String,
}

/// A kind of problem.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProblemKind")]
pub(crate) struct KindOut {
    /// Its code: the last part of the `type` of such problems.
    code: String,
    /// The status it comes with.
    status: u16,
    /// What it is, in the language asked for.
    title: String,
}

fn out(kind: &Kind, language: Language) -> KindOut {
    KindOut {
        code: kind.code.to_owned(),
        status: kind.status,
        title: match language {
            Language::It => kind.it.to_owned(),
            Language::En => kind.en.to_owned(),
        },
    }
}

pub(crate) async fn list(
    call: Call,
    _: Input<Nothing, Nothing, ()>,
) -> Result<Out<Page<KindOut>>, Problem> {
    let items = KINDS.iter().map(|kind| out(kind, call.language)).collect();
    Ok(Page::whole(items).into())
}

pub(crate) async fn show(
    call: Call,
    input: Input<KindPath, Nothing, ()>,
) -> Result<Out<KindOut>, Problem> {
    let code = &input.path.problem;
    let kind = KINDS
        .iter()
        .find(|kind| kind.code == code)
        .ok_or_else(|| Problem::unknown("problem", code))?;
    Ok(out(kind, call.language).into())
}

/// An OpenAPI 3.1 document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "OpenApi")]
#[serde(transparent)]
pub(crate) struct Document(Map<String, Value>);

pub(crate) async fn document(
    _: Call,
    _: Input<Nothing, Nothing, ()>,
) -> Result<Out<Document>, Problem> {
    match crate::document() {
        Value::Object(members) => Ok(Document(members).into()),
        _ => Ok(Document(Map::new()).into()),
    }
}
