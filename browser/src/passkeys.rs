//! A person who has passkeys on the machine the browser runs on.

use crate::commands::{AddAuthenticator, Credentials};
use crate::driver::Browser;
use crate::fault::Fault;

/// What keeps passkeys, of no hardware; until the browser is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticator(String);

impl Browser {
    /// Gives the browser an authenticator that checks who the person is, and always finds that it is them.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn gets_authenticator(&self) -> Result<Authenticator, Fault> {
        let answer = self.client().issue_cmd(AddAuthenticator).await?;
        match answer.as_str() {
            Some(id) => Ok(Authenticator(id.to_owned())),
            None => Err(Fault::Answer {
                what: "the browser's authenticator",
                why: answer.to_string(),
            }),
        }
    }

    /// The hosts the authenticator holds passkeys for, one entry a passkey.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn passkeys(&self, of: &Authenticator) -> Result<Vec<String>, Fault> {
        let answer = self.client().issue_cmd(Credentials(of.0.clone())).await?;
        let keys = answer.as_array().into_iter().flatten();
        Ok(keys
            .filter_map(|key| key["rpId"].as_str().map(str::to_owned))
            .collect())
    }
}
