//! Idempotency keys: a request that comes twice with the same key has its deed done once.

use crate::answer;
use crate::problem::{self, Problem};
use axum::body::to_bytes;
use axum::response::Response;
use http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, LOCATION};
use http::{HeaderMap, StatusCode};
use paper::Paper;
use paper::answered::{self, Answer, Claim, KEY_BYTES_MAX};
use paper::id::TokenId;
use sha2::{Digest, Sha256};

/// The header.
pub(crate) const HEADER: &str = "idempotency-key";
/// Largest answer kept, bytes.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A key in a token's name.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    token: TokenId,
    key: String,
}

impl Key {
    /// The key a request carries.
    ///
    /// # Errors
    /// What is no key.
    pub(crate) fn of(headers: &HeaderMap, token: TokenId) -> Result<Option<Key>, Problem> {
        let mut given = headers.get_all(HEADER).iter();
        let Some(value) = given.next() else {
            return Ok(None);
        };
        let key = value.to_str().unwrap_or_default();
        let shaped = !key.is_empty()
            && key.len() <= KEY_BYTES_MAX
            && key.bytes().all(|b| b.is_ascii_graphic());
        if !shaped || given.next().is_some() {
            return Err(Problem::new(
                problem::KEY,
                "Idempotency-Key non va bene",
                "Idempotency-Key does not fit",
            )
            .of_field(
                "Idempotency-Key",
                "da 1 a 255 caratteri ASCII visibili, per esempio un UUID",
                "1 to 255 visible ASCII characters, such as a UUID",
            ));
        }
        Ok(Some(Key {
            token,
            key: key.to_owned(),
        }))
    }

    /// Claims the key; the answer that was given before, if there is one.
    ///
    /// # Errors
    /// The key came with another request, or the same one is being answered.
    pub(crate) async fn claim(
        &self,
        paper: &Paper,
        request: &[u8],
    ) -> Result<Option<Response>, Problem> {
        match answered::claim(paper, self.token, &self.key, request).await? {
            Claim::New => Ok(None),
            Claim::Running => Err(Problem::new(
                problem::KEY_RUNNING,
                "una richiesta con questa chiave è in corso; se il server si è fermato nel mezzo, guarda che cosa ne è stato e usa una chiave nuova",
                "a request with this key is being answered; if the server stopped meanwhile, look what became of it and use a new key",
            )
            .after(1)),
            Claim::Other => Err(Problem::new(
                problem::KEY_OTHER,
                "questa chiave è già servita per un’altra richiesta",
                "this key came with another request",
            )
            .of_field("Idempotency-Key", "usa una chiave nuova", "use a new key")),
            Claim::Answered(answer) => {
                let status = u16::try_from(answer.status)
                    .ok()
                    .and_then(|status| StatusCode::from_u16(status).ok())
                    .unwrap_or(StatusCode::OK);
                let kept: Vec<(String, String)> =
                    serde_json::from_str(&answer.headers).map_err(paper::Fault::from)?;
                Ok(Some(answer::again(status, &kept, answer.body)))
            }
        }
    }

    /// Keeps the answer, unless it says that something of ours broke: then the key is free again, if nothing was done.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub(crate) async fn keep(
        &self,
        paper: &Paper,
        response: Response,
        secret: bool,
    ) -> Result<Response, Problem> {
        if response.status().is_server_error() {
            answered::let_go(paper, self.token, &self.key).await?;
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, ANSWER_BYTES_MAX).await.map_err(|error| {
            paper::Fault::new(format!("an answer is too large to keep: {error}"))
        })?;
        let kept: Vec<(String, String)> = [CONTENT_TYPE, CONTENT_LANGUAGE, ETAG, LOCATION]
            .into_iter()
            .filter_map(|name| {
                let value = parts.headers.get(&name)?.to_str().ok()?;
                Some((name.as_str().to_owned(), value.to_owned()))
            })
            .collect();
        let answer = if secret && parts.status.is_success() {
            secret_answer()?
        } else {
            Answer {
                status: u32::from(parts.status.as_u16()),
                headers: serde_json::to_string(&kept).map_err(paper::Fault::from)?,
                body: body.to_vec(),
            }
        };
        answered::keep(paper, self.token, &self.key, &answer).await?;
        Ok(Response::from_parts(parts, axum::body::Body::from(body)))
    }
}

/// What is kept of an answer that held a secret.
fn secret_answer() -> Result<Answer, Problem> {
    let problem = Problem::new(
        problem::KEY_SECRET,
        "il token è stato dato una volta sola e non si conserva; revocalo e fanne un altro",
        "the token was given once and is not kept; revoke it and make another",
    );
    let status = u32::from(problem.kind.status);
    let document = problem.document(crate::words::Language::En);
    let kept = [(
        CONTENT_TYPE.as_str(),
        "application/problem+json; charset=utf-8",
    )];
    Ok(Answer {
        status,
        headers: serde_json::to_string(&kept).map_err(paper::Fault::from)?,
        body: serde_json::to_vec(&document).map_err(paper::Fault::from)?,
    })
}

/// What makes two requests the same.
pub(crate) fn hash(method: &str, target: &str, if_match: Option<&str>, body: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [
        method.as_bytes(),
        target.as_bytes(),
        if_match.unwrap_or_default().as_bytes(),
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.update(body);
    hash.finalize().to_vec()
}
