//! What a reader does with a page: follows a link, types, presses a button. Also in a browser that runs no scripts.

use std::time::Duration;

use fantoccini::Locator;
use serde_json::json;

use crate::driver::Browser;
use crate::fault::Fault;

/// Longest wait for a page to come to something: a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

impl Browser {
    /// Loads an address, in a browser whose pages may run scripts or may not.
    ///
    /// # Errors
    /// When the browser cannot load the address at all.
    pub async fn visit(&mut self, url: &str, scripts: bool) -> Result<(), Fault> {
        self.devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": !scripts }),
        )
        .await?;
        self.client().goto(url).await.map_err(|cause| Fault::Load {
            url: url.to_owned(),
            cause,
        })
    }

    /// Types into the field this CSS selector finds, in place of what is there.
    ///
    /// # Errors
    /// When there is no such field, or it takes no text.
    pub async fn types(&self, field: &str, text: &str) -> Result<(), Fault> {
        let field = self.client().find(Locator::Css(field)).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses the button or follows the link this CSS selector finds.
    ///
    /// # Errors
    /// When there is none, or something lies over it.
    pub async fn presses(&self, button: &str) -> Result<(), Fault> {
        Ok(self
            .client()
            .find(Locator::Css(button))
            .await?
            .click()
            .await?)
    }

    /// Presses it with a finger's reach: it is brought to the middle of the screen first, clear of bars at its edges.
    ///
    /// # Errors
    /// As [`Browser::presses`].
    pub async fn taps(&self, button: &str) -> Result<(), Fault> {
        let middle = format!(
            "document.querySelector({button:?})?.scrollIntoView({{ block: 'center', behavior: 'instant' }})"
        );
        self.asks(&middle).await?;
        self.presses(button).await
    }

    /// Chooses the entry with this value in the list this CSS selector finds.
    ///
    /// # Errors
    /// When there is no such list or entry.
    pub async fn chooses(&self, list: &str, value: &str) -> Result<(), Fault> {
        let list = self.client().find(Locator::Css(list)).await?;
        Ok(list.select_by_value(value).await?)
    }

    /// Waits until the page has what this CSS selector finds.
    ///
    /// # Errors
    /// When it has not within a minute.
    pub async fn awaits(&self, what: &str) -> Result<(), Fault> {
        let wait = self.client().wait().at_most(PATIENCE);
        wait.for_element(Locator::Css(what)).await?;
        Ok(())
    }

    /// The source of the page as the browser holds it now.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn source(&self) -> Result<String, Fault> {
        Ok(self.client().source().await?)
    }

    /// The address the browser is at.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn address(&self) -> Result<String, Fault> {
        Ok(self.client().current_url().await?.to_string())
    }
}
