//! A site as it is asked: by its address, with one request after the other.

use crate::failure::{Failure, Result};
use outgoing::{Client, Request};
use tlog::Tile;

/// A site.
pub(crate) struct Site {
    client: Client,
    /// Scheme, host and port.
    pub(crate) base: String,
    /// Host and port.
    pub(crate) host: String,
}

/// What a site answered.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) bytes: Vec<u8>,
}

impl Got {
    /// The text, if it was found: 200, or 410 for what was taken away.
    pub(crate) fn text(self, what: &str) -> Result<String> {
        if !matches!(self.status, 200 | 410) {
            return Err(answers(what, self.status));
        }
        String::from_utf8(self.bytes).map_err(|_| {
            Failure::new(
                format!("{what}: non è un testo"),
                format!("{what}: this is no text"),
            )
        })
    }
}

fn answers(what: &str, status: u16) -> Failure {
    Failure::new(
        format!(
            "{what}: il sito risponde {status}; è l’indirizzo di un giornale fatto con colophon?"
        ),
        format!(
            "{what}: the site answers {status}; is this the address of a newspaper made with colophon?"
        ),
    )
}

impl Site {
    /// The site of an address, and the path of the address.
    pub(crate) fn of(address: &str) -> Result<(Site, String)> {
        let wrong = || {
            Failure::new(
                format!("{address}: serve un indirizzo http o https, o una cartella di prove"),
                format!("{address}: an http or https address is wanted, or a folder of proofs"),
            )
        };
        let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
        if !matches!(scheme, "http" | "https") {
            return Err(wrong());
        }
        let rest = rest.split(['#', '?']).next().unwrap_or_default();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() || host.contains('@') {
            return Err(wrong());
        }
        let client = Client::anywhere()
            .map_err(|fault| Failure::new(fault.to_string(), fault.to_string()))?;
        let site = Site {
            client,
            base: format!("{scheme}://{host}"),
            host: host.to_ascii_lowercase(),
        };
        Ok((site, format!("/{}", path.trim_end_matches('/'))))
    }

    /// What is at a path.
    pub(crate) async fn get(&self, path: &str) -> Result<Got> {
        let address = format!("{}{path}", self.base);
        let answer = self.client.send(Request::get(&address)).await;
        let answer = answer.map_err(|fault| {
            Failure::new(
                format!("{address}: {fault}; controlla l’indirizzo e la rete"),
                format!("{address}: {fault}; check the address and the network"),
            )
        })?;
        Ok(Got {
            status: answer.status.as_u16(),
            bytes: answer.body.to_vec(),
        })
    }

    /// The text at a path.
    pub(crate) async fn text(&self, path: &str) -> Result<String> {
        self.get(path).await?.text(&format!("{}{path}", self.base))
    }

    /// A tile of the log whose files are under a path; a partial one that is not there any more is cut out of the full one.
    pub(crate) async fn tile(&self, prefix: &str, tile: Tile) -> Result<Vec<u8>> {
        let path = format!("{prefix}/tile/{tile}");
        let got = self.get(&path).await?;
        if got.status == 200 {
            return Ok(got.bytes);
        }
        let full = self.get(&format!("{prefix}/tile/{}", tile.full())).await?;
        let part = match tile.level {
            Some(_) => full.bytes.get(..tile.width as usize * tlog::Hash::BYTES),
            None => tlog::first_entries(&full.bytes, tile.width),
        };
        match (full.status, part) {
            (200, Some(part)) => Ok(part.to_vec()),
            _ => Err(answers(&format!("{}{path}", self.base), got.status)),
        }
    }
}
