//! What the `type` of a problem leads to, and the document of the API itself.

use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::Page;
use crate::problem::{KINDS, Kind, Problem};
use crate::words::Language;
use flate2::read::GzDecoder;
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

/// `docs/openapi.json`, packed when the program was built.
const MADE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.gz"));

/// An OpenAPI 3.1 document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "OpenApi")]
#[serde(transparent)]
pub(crate) struct Document(Map<String, Value>);

pub(crate) async fn document(
    _: Call,
    _: Input<Nothing, Nothing, ()>,
) -> Result<Out<Document>, Problem> {
    let made: Map<String, Value> = serde_json::from_reader(GzDecoder::new(MADE))
        .map_err(|error| paper::Fault::new(format!("the document of the API: {error}")))?;
    Ok(Document(made).into())
}
