//! What is kept of one person: handed over, or erased (Regulation (EU) 2016/679, articles 15 and 17).

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::problem::{self, Problem};
use paper::comments::privacy::{self, Whom};
use paper::id::{CommentId, NoticeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who is meant, by one of these.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonIn {
    /// Everything sent with this e-mail address.
    #[serde(default)]
    email: Option<String>,
    /// Everything sent by whoever sent this comment.
    #[serde(default)]
    comment: Option<CommentId>,
    /// Everything sent by whoever sent this notice.
    #[serde(default)]
    notice: Option<NoticeId>,
}

/// Everything kept of one person.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PersonExport")]
pub(crate) struct ExportOut {
    /// What there is, by the table it is kept in.
    document: Value,
}

/// What was erased.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PersonErasure")]
pub(crate) struct ErasureOut {
    /// How many things of theirs were erased.
    erased: u32,
}

fn whom(person: PersonIn) -> Result<Whom, Problem> {
    match (person.email, person.comment, person.notice) {
        (Some(email), None, None) => Ok(Whom::Email(email)),
        (None, Some(comment), None) => Ok(Whom::Comment(comment)),
        (None, None, Some(notice)) => Ok(Whom::Notice(notice)),
        _ => Err(Problem::new(
            problem::FIELD,
            "serve uno solo fra email, comment e notice",
            "one of email, comment and notice is needed, and only one",
        )
        .of_field("email", "scrivine uno", "give one of them")),
    }
}

pub(crate) async fn export(
    call: Call,
    input: Input<Nothing, Nothing, Json<PersonIn>>,
) -> Result<Out<ExportOut>, Problem> {
    let whom = whom(input.body.0)?;
    let document = privacy::export(&call.paper, call.actor()?, &whom).await?;
    Ok(ExportOut { document }.into())
}

pub(crate) async fn erase(
    call: Call,
    input: Input<Nothing, Nothing, Json<PersonIn>>,
) -> Result<Out<ErasureOut>, Problem> {
    let whom = whom(input.body.0)?;
    let erased = privacy::erase(&call.paper, call.actor()?, &whom).await?;
    Ok(ErasureOut { erased }.into())
}
