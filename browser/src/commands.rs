//! Commands that Chromium's driver knows beyond the WebDriver standard.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command of the Chrome DevTools Protocol, passed on by the driver.
#[derive(Debug)]
pub(crate) struct Devtools {
    pub(crate) method: &'static str,
    pub(crate) parameters: Value,
}

/// Takes the entries that gathered in a log since it was last asked for.
#[derive(Debug)]
pub(crate) struct TakeLog(pub(crate) &'static str);

/// Gives the browser an authenticator of no hardware (Web Authentication Level 3, §11.3): one built in, that keeps passkeys,
/// checks who the person is and always finds that it is them.
#[derive(Debug)]
pub(crate) struct AddAuthenticator;

/// The keys an authenticator holds (§11.7).
#[derive(Debug)]
pub(crate) struct Credentials(pub(crate) String);

impl WebDriverCompatibleCommand for AddAuthenticator {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        of_session(base, session, "webauthn/authenticator")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserConsenting": true,
            "isUserVerified": true,
        });
        (Method::POST, Some(body.to_string()))
    }
}

impl WebDriverCompatibleCommand for Credentials {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let path = format!("webauthn/authenticator/{}/credentials", self.0);
        of_session(base, session, &path)
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::GET, None)
    }
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        of_session(base, session, "goog/cdp/execute")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.method, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

impl WebDriverCompatibleCommand for TakeLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        of_session(base, session, "se/log")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": self.0 }).to_string()))
    }
}

fn of_session(base: &Url, session: Option<&str>, path: &str) -> Result<Url, ParseError> {
    base.join(&format!("session/{}/{path}", session.unwrap_or_default()))
}
