//! The certificates readers are served with, and where they come from.

use crate::failure::{Failure, Result};
use crate::house::House;
use crate::serving::{Stop, told};
use crate::settings::Tls;
use certificates::{Authority, Files, Keeper, Outside, Ring};
use paper::Paper;
use paper::clock::{Entropy, SystemEntropy};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A ring of certificates, and how TLS is spoken with them.
pub(crate) struct Shown {
    pub(crate) ring: Ring,
    pub(crate) tls: Arc<listening::Tls>,
}

/// Begins to look after the certificates of a house, if it serves by TLS; the task that goes on with it until told to stop.
/// With files, the signal to hang up has them read again.
pub(crate) fn begin(
    house: &House,
    paper: &Paper,
    by_http: bool,
    stop: &mut Stop,
    stopped: watch::Receiver<bool>,
) -> Result<Option<(Shown, JoinHandle<()>)>> {
    let ring = Ring::default();
    let task = match house.settings.tls {
        Tls::Off => return Ok(None),
        Tls::Files => {
            let (certificate, key) = (&house.settings.tls_certificate, &house.settings.tls_key);
            let path = |path: &Option<std::path::PathBuf>| path.clone().unwrap_or_default();
            let files = Files::new(&path(certificate), &path(key));
            ring.show_all(files.read().map_err(fault)?);
            let mut hang_up = stop.take_hang_up();
            let again = async move || {
                match &mut hang_up {
                    Some(signal) => drop(signal.recv().await),
                    None => std::future::pending().await,
                };
            };
            let watch = files.watch(ring.clone(), again);
            tokio::spawn(until(stopped, watch))
        }
        Tls::Auto => {
            let keeper = keeper(house, paper, &ring, by_http)?;
            let paper = paper.clone();
            let hosts = async move || hosts(&paper).await;
            tokio::spawn(until(stopped, keeper.run(hosts)))
        }
    };
    let tls = ring.tls().map_err(fault)?;
    Ok(Some((Shown { ring, tls }, task)))
}

async fn until(stopped: watch::Receiver<bool>, work: impl Future<Output = ()>) {
    tokio::select! {
        () = work => {}
        () = told(stopped) => {}
    }
}

fn keeper(
    house: &House,
    paper: &Paper,
    ring: &Ring,
    by_http: bool,
) -> Result<Keeper<impl Fn() -> i64 + Send + use<>, impl Fn() -> u64 + Send + use<>>> {
    let authority = Authority {
        directory: house.settings.acme_directory.clone(),
        contact: house.settings.acme_contact.clone().unwrap_or_default(),
        roots: house.settings.acme_roots.clone(),
    };
    let paper = paper.clone();
    let outside = Outside {
        now: move || paper.now().as_second(),
        chance: || {
            let mut bytes = [0; 8];
            match SystemEntropy.fill(&mut bytes) {
                Ok(()) => u64::from_le_bytes(bytes),
                // It only spreads things in time.
                Err(_) => 0,
            }
        },
    };
    let folder = house.folder.certificates();
    Keeper::open(&folder, authority, ring.clone(), by_http, outside).map_err(fault)
}

/// All hosts of the network; none while the record does not answer.
async fn hosts(paper: &Paper) -> Vec<String> {
    let read = async { paper::titles::every_host(&mut paper.read().await?).await };
    read.await.unwrap_or_else(|error: paper::Error| {
        tracing::error!("The hosts of the network cannot be read: {error}");
        Vec::new()
    })
}

fn fault(fault: certificates::Fault) -> Failure {
    Failure::new(format!("TLS: {fault}"), format!("TLS: {fault}"))
}
