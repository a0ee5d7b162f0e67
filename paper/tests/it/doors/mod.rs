//! The doors of the newsroom: who comes in, who stays in, and what is asked of them again.

mod authenticator;
mod generators;
mod invitations;
mod keys;
mod mails;
mod passwords;
mod sessions;

use cast::{Gazette, instant};
use paper::clock::Clock;
use paper::doors::entering::{self, Entered, Opened};
use paper::doors::sessions::{self as held, SignedIn};
use paper::doors::{Whence, links};
use paper::{Error, Paper, Refusal};
use std::net::IpAddr;

/// What everybody's password is here.
const PASSWORD: &str = "tre barche e un faro";

/// Where the tests knock from.
fn at(host: u8) -> IpAddr {
    IpAddr::from([198, 51, 100, host])
}

fn whence(address: IpAddr) -> Whence<'static> {
    Whence {
        address,
        agent: "Firefox on a desk",
        device: None,
    }
}

fn from_with(address: IpAddr, device: &str) -> Whence<'_> {
    Whence {
        device: Some(device),
        ..whence(address)
    }
}

/// Lets somebody choose the password, as an invitation does.
async fn invited(gazette: &Gazette, handle: &str) -> Opened {
    let link = links::invite(&gazette.paper, &gazette.operator, handle)
        .await
        .expect("a link");
    let entered = links::spend(&gazette.paper, whence(at(1)), &link, PASSWORD, false)
        .await
        .expect("in");
    opened(entered)
}

fn opened(entered: Entered) -> Opened {
    match entered {
        Entered::In(opened) => opened,
        Entered::Half(_) => panic!("the second factor is owed"),
    }
}

async fn signed_in(paper: &Paper, secret: &str) -> SignedIn {
    held::find(paper, secret)
        .await
        .expect("a read")
        .expect("somebody is signed in")
}

async fn is_out(paper: &Paper, secret: &str) -> bool {
    held::find(paper, secret).await.expect("a read").is_none()
}

async fn enters(gazette: &Gazette, handle: &str, password: &str) -> Result<Entered, Error> {
    entering::with_password(&gazette.paper, whence(at(2)), handle, password, false).await
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Refusal {
    outcome
        .expect_err("a refusal")
        .refusal()
        .expect("a refusal")
        .clone()
}

fn hours(gazette: &Gazette, hours: i64) {
    gazette.later(60 * hours);
}
