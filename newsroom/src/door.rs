//! Who is at the door: the cookie of a session, and what comes of it.

use crate::Inner;
use crate::answer;
use crate::call::cookie;
use axum::response::Response;
use paper::Error;
use paper::doors::sessions::{self, SignedIn};

/// The cookie of a session.
pub(crate) const SESSION: &str = "colophon";
/// The cookie of a browser somebody has signed in with before.
pub(crate) const DEVICE: &str = "colophon-device";

/// Who has signed in, if the cookie still says so.
pub(crate) async fn signed_in(
    inner: &Inner,
    cookies: &[(String, String)],
) -> Result<Option<SignedIn>, Response> {
    let Some(secret) = cookie(cookies, SESSION) else {
        return Ok(None);
    };
    match sessions::find(&inner.paper, secret).await {
        Ok(signed) => Ok(signed),
        // A session that no longer counts is none: the person signs in again and is told why there.
        Err(Error::Refused(_)) => Ok(None),
        Err(fault) => {
            tracing::error!("A session cannot be looked up: {fault}");
            Err(answer::broken())
        }
    }
}
