//! A cache in front of the server is told which pages to forget, one call after the other, beside whatever else leaves the
//! house: a hub that takes its time must not keep an old page before readers.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use outgoing::{Answer, Client, Request};
use paper::jobs::{self, Kind};
use paper::purging::{self, Purge};
use paper::{Error, Fault, Paper};
use serde_json::json;
use std::time::Duration;
use tokio::sync::watch;

/// Longest wait before the table is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Words of one call. Fastly takes 256; of a header of ours they are less than 4 kB.
const WORDS_MAX: usize = 200;
/// Words of one call that Cloudflare takes from everybody.
const WORDS_MAX_CLOUDFLARE: usize = 30;
/// Where the APIs are.
const FASTLY: &str = "https://api.fastly.com";
const CLOUDFLARE: &str = "https://api.cloudflare.com/client/v4";

/// In which form a cache is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A request with the method PURGE and the words in a header: Varnish and what is like it.
    Http,
    /// `POST /service/{id}/purge`, the words in `Surrogate-Key`.
    Fastly,
    /// `POST /zones/{id}/purge_cache`, the words in JSON.
    Cloudflare,
}

/// Tells a cache what to forget.
pub(crate) struct Purger {
    form: Form,
    url: String,
    /// The header of the words, with [`Form::Http`].
    tags: HeaderName,
    between: char,
    /// Holds the token; marked as not to be shown.
    secret: Option<(HeaderName, HeaderValue)>,
    client: Client,
}

impl Purger {
    /// How a cache is told. The place is the operator's choice, so it may lie in the house's own network.
    ///
    /// # Errors
    /// Where the token is none a header can hold, or no certificate of an authority can be read.
    pub(crate) fn new(
        form: Form,
        url: Option<&str>,
        zone: &str,
        (between, tags): (char, HeaderName),
        token: &str,
    ) -> Result<Purger, Fault> {
        let at = |usual: &'static str| url.unwrap_or(usual).trim_end_matches('/').to_owned();
        let url = match form {
            Form::Http => url.unwrap_or_default().to_owned(),
            Form::Fastly => format!("{}/service/{zone}/purge", at(FASTLY)),
            Form::Cloudflare => format!("{}/zones/{zone}/purge_cache", at(CLOUDFLARE)),
        };
        let secret = match (form, token) {
            (_, "") => None,
            (Form::Fastly, token) => {
                Some((HeaderName::from_static("fastly-key"), token.to_owned()))
            }
            (_, token) => Some((header::AUTHORIZATION, format!("Bearer {token}"))),
        };
        let secret = secret.map(|(name, text)| {
            // What is wrong with it is not repeated: it is a secret.
            let mut value = HeaderValue::try_from(text)
                .map_err(|_| Fault::new("the token holds signs no header can have"))?;
            value.set_sensitive(true);
            Ok::<_, Fault>((name, value))
        });
        Ok(Purger {
            form,
            url,
            tags,
            between,
            secret: secret.transpose()?,
            client: Client::anywhere().map_err(|fault| Fault::new(fault.to_string()))?,
        })
    }

    fn at_once(&self) -> usize {
        match self.form {
            Form::Http | Form::Fastly => WORDS_MAX,
            Form::Cloudflare => WORDS_MAX_CLOUDFLARE,
        }
    }

    /// Has it forget, in as many calls as it takes.
    async fn forget(&self, purge: &Purge) -> Result<(), Fault> {
        let words: Vec<String> = purge.traces.iter().map(web::tag).collect();
        for words in words.chunks(self.at_once()) {
            let sent = self.client.send(self.request(words)?).await;
            let answer = sent.map_err(|fault| Fault::new(fault.to_string()))?;
            if !self.is_done(&answer) {
                let status = answer.status.as_u16();
                return Err(Fault::new(format!("{} answers {status}", self.url)));
            }
        }
        Ok(())
    }

    fn request(&self, words: &[String]) -> Result<Request, Fault> {
        let mut headers = HeaderMap::new();
        let mut body = Vec::new();
        match self.form {
            Form::Http | Form::Fastly => {
                let joined = words.join(&self.between.to_string());
                let value = HeaderValue::try_from(joined);
                let value = value.map_err(|error| Fault::new(error.to_string()))?;
                headers.insert(&self.tags, value);
            }
            Form::Cloudflare => {
                let json = HeaderValue::from_static("application/json");
                headers.insert(header::CONTENT_TYPE, json);
                body = serde_json::to_vec(&json!({"tags": words}))?;
            }
        }
        if let Some((name, value)) = &self.secret {
            headers.insert(name, value.clone());
        }
        let method = match self.form {
            Form::Http => Method::from_bytes(b"PURGE"),
            Form::Fastly | Form::Cloudflare => Ok(Method::POST),
        };
        Ok(Request {
            method: method.map_err(|error| Fault::new(error.to_string()))?,
            url: self.url.clone(),
            headers,
            body: body.into(),
        })
    }

    fn is_done(&self, answer: &Answer) -> bool {
        // A cache that does not know a word has nothing to forget.
        let nothing = self.form == Form::Http && answer.status.as_u16() == 404;
        answer.status.is_success() || nothing
    }
}

/// Tells it until told to stop. A call under way is left, and made again at the next start.
pub(crate) async fn run(paper: Paper, purger: Purger, mut stopped: watch::Receiver<bool>) {
    let mut changes = paper.changes();
    loop {
        let outcome = tokio::select! {
            done = next(&paper, &purger) => done,
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        match outcome {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!("The cache in front could not be told: {error}"),
        }
        tokio::select! {
            _ = tokio::time::timeout(LOOK_AGAIN, changes.changed()) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

/// Tells it what it does not know, if it is time to; `false` if there was nothing to do.
async fn next(paper: &Paper, purger: &Purger) -> Result<bool, Error> {
    let Some(job) = jobs::next_outside(paper, Kind::Purge).await? else {
        return Ok(false);
    };
    let outcome = tell(paper, purger).await;
    jobs::settle_outside(paper, job, outcome).await?;
    Ok(true)
}

async fn tell(paper: &Paper, purger: &Purger) -> Result<(), Error> {
    while let Some(purge) = purging::next(paper).await? {
        if let Err(fault) = purger.forget(&purge).await {
            purging::failed(paper, &fault.to_string()).await?;
            return Err(fault.into());
        }
        purging::told(paper, &purge).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
