//! A server at work: readers' listener, operators' listener, socket for orders, worker.

use crate::failure::{Failure, Result};
use crate::handing_over::Socket;
use crate::house::House;
use crate::orders::Bench;
use crate::settings::{OFF, Tls};
use crate::{
    darkroom, mails, manifests, operations, outside, purging, searching, tallying, terminal, worker,
};
use paper::Paper;
use paper::reading::title::Reach;
use press::Press;
use search::Search;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How long answers under way may take once the server is told to stop.
const FAREWELL_MAX: Duration = Duration::from_secs(15);

/// Connections the system lets in while we are busy.
const QUEUE_MAX: u32 = 4_096;

/// Where a server listens.
pub(crate) struct Doors {
    readers: TcpListener,
    /// For who comes without TLS, where readers come by it.
    plain: Option<TcpListener>,
    operators: Option<TcpListener>,
}

impl Doors {
    /// Opens them, as the settings say.
    pub(crate) async fn open(house: &House) -> Result<Doors> {
        let settings = &house.settings;
        let door = async |purpose: &str, address: &str, flag: &str| {
            let handed = house.system.socket(purpose).map_err(|error| {
                let it =
                    format!("il socket {purpose} passato da systemd non si può usare: {error}");
                let en =
                    format!("the socket {purpose} handed over by systemd cannot be used: {error}");
                Failure::new(it, en)
            })?;
            match (handed, address) {
                (Some(listener), _) => Ok(Some(listener)),
                (None, OFF) => Ok(None),
                (None, address) => listen(address, flag, settings.share_port).map(Some),
            }
        };
        let plain = match settings.tls {
            Tls::Off => None,
            _ => door("plain", &settings.listen_plain, "listen_plain =").await?,
        };
        let readers = door("readers", &settings.listen, "--listen").await?;
        Ok(Doors {
            readers: readers.ok_or_else(nowhere)?,
            plain,
            operators: door("operators", &settings.ops, "--ops").await?,
        })
    }

    /// How readers reach the house through them.
    pub(crate) fn reach(&self, house: &House) -> Reach {
        house.reach(self.readers.local_addr().ok().map(|address| address.port()))
    }
}

fn nowhere() -> Failure {
    Failure::new(
        "impostazione listen: «off» non va bene, serve INDIRIZZO:PORTA",
        "setting listen: “off” does not fit, it wants ADDRESS:PORT",
    )
}

fn listen(address: &str, flag: &str, shared: bool) -> Result<TcpListener> {
    let whole = if address.starts_with(':') {
        format!("127.0.0.1{address}")
    } else {
        address.to_owned()
    };
    bind(&whole, shared).map_err(|error| {
        Failure::new(
            format!("non si può ascoltare su {address}: {error}; scegline un altro con {flag} INDIRIZZO:PORTA"),
            format!("cannot listen on {address}: {error}; choose another with {flag} ADDRESS:PORT"),
        )
    })
}

/// Listens; shared with other processes that share it too, if it is to be.
fn bind(address: &str, shared: bool) -> std::io::Result<TcpListener> {
    let mut last = None;
    for address in address.to_socket_addrs()? {
        let bound = || {
            let socket = match address {
                SocketAddr::V4(_) => TcpSocket::new_v4()?,
                SocketAddr::V6(_) => TcpSocket::new_v6()?,
            };
            socket.set_reuseaddr(true)?;
            socket.set_reuseport(shared)?;
            socket.bind(address)?;
            socket.listen(QUEUE_MAX)
        };
        match bound() {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| std::io::ErrorKind::AddrNotAvailable.into()))
}

/// Serves a record through open doors until the process is told to stop. The caller holds the folder's lock.
pub(crate) async fn serve(
    house: &House,
    paper: Paper,
    doors: Doors,
    mut stop_signals: Stop,
) -> Result<()> {
    let reach = doors.reach(house);
    // Before anything is served: who set mail or a cache in front is told now what is wrong with it.
    let mailer = house.settings.mailer()?;
    let (cdn, purger) = (house.settings.cdn()?, house.settings.purger()?);
    let checker = house.settings.checker()?;
    let press = Press::new(press::Settings {
        themes: Some(house.folder.themes()),
        live_reload: house.settings.live_reload,
    });
    let socket = match house.settings.database {
        None => Some(Socket::open(&house.folder.socket())?),
        Some(_) => None,
    };
    let (stop, stopped) = watch::channel(false);
    let mut parts: Vec<JoinHandle<()>> =
        vec![tokio::spawn(worker::work(paper.clone(), stopped.clone()))];
    parts.push(tokio::spawn(outside::run(
        paper.clone(),
        reach.clone(),
        stopped.clone(),
    )));
    let tally = web::Tally::default();
    parts.push(tokio::spawn(tallying::run(
        paper.clone(),
        tally.clone(),
        stopped.clone(),
    )));
    let search = Search::in_folder(&house.folder.search());
    parts.push(tokio::spawn(searching::run(
        paper.clone(),
        search.clone(),
        stopped.clone(),
    )));
    parts.push(tokio::spawn(darkroom::run(paper.clone(), stopped.clone())));
    parts.push(tokio::spawn(manifests::run(
        paper.clone(),
        checker,
        stopped.clone(),
    )));
    parts.push(tokio::spawn(mails::run(
        paper.clone(),
        reach.clone(),
        mailer,
        stopped.clone(),
    )));
    match purger {
        Some(purger) => {
            paper::purging::begin(&paper).await?;
            let telling = purging::run(paper.clone(), purger, stopped.clone());
            parts.push(tokio::spawn(telling));
        }
        None => paper::purging::end(&paper).await?,
    }
    if let Some(socket) = socket {
        let bench = Bench {
            paper: paper.clone(),
            reach: reach.clone(),
        };
        parts.push(tokio::spawn(socket.take_orders(bench, stopped.clone())));
    }
    let by_http = doors.plain.is_some();
    let shown = crate::tls::begin(house, &paper, by_http, &mut stop_signals, stopped.clone())?;
    let scheme = if shown.is_some() { "https" } else { "http" };
    let mut lines = vec![format!("listening on {scheme}://{}", name(&doors.readers))];
    let mut tls = None;
    if let Some((shown, task)) = shown {
        parts.push(task);
        tls = Some(shown.tls);
        if let Some(listener) = doors.plain {
            lines.push(format!(
                "listening on http://{} (sends to https)",
                name(&listener)
            ));
            let ring = shown.ring;
            let to_tls = web::ToTls::new(reach.clone(), move |token| ring.answer_to(token));
            let limits = listening::Limits::of_this_machine();
            let stop = told(stopped.clone());
            parts.push(tokio::spawn(listening::serve(
                to_tls, listener, None, limits, stop,
            )));
        }
    }
    if let Some(listener) = doors.operators {
        lines.push(format!(
            "listening on http://{} (operations)",
            name(&listener)
        ));
        parts.push(tokio::spawn(operations::serve(
            paper.clone(),
            listener,
            stopped.clone(),
        )));
    }
    paper::secrets::network(&paper).await?;
    // Nothing is there by default: where nobody can sign in yet, whoever runs the machine is told the way, this once.
    if let Some(first) = paper::doors::first_secret(&paper).await? {
        let address = format!("{}{}", reach.base_url(&first.host), first.path);
        lines.push(format!("newsroom: {address}"));
    }
    let site = web::Site {
        paper: paper.clone(),
        press: Arc::new(press),
        reach,
        proxies: web::Proxies::parse(&house.settings.trusted_proxies).unwrap_or_default(),
        tally: tally.clone(),
        pages: web::Pages::of_megabytes(house.settings.page_cache_mb),
        search,
        cdn,
    };
    let mut web = tokio::spawn(web::serve(site, doors.readers, tls, told(stopped)));
    lines.iter().for_each(terminal::out);
    house.system.ready();

    let broke = tokio::select! {
        () = stop_signals.asked() => None,
        ended = &mut web => Some(ended),
    };
    house.system.stopping();
    let _ = stop.send(true);
    let outcome = match broke {
        Some(ended) => Err(door_broke(ended)),
        None => Ok(()),
    };
    let end = Instant::now() + FAREWELL_MAX;
    if outcome.is_ok() && tokio::time::timeout_at(end, web).await.is_err() {
        tracing::warn!("Some readers were still being answered; they are left");
    }
    leave(parts, end).await;
    // What was counted up to the last answer.
    tallying::write(&paper, &tally).await;
    paper.close().await;
    outcome
}

/// Where a listener is.
fn name(listener: &TcpListener) -> String {
    let address = listener.local_addr();
    address.map_or_else(|_| String::new(), |address| address.to_string())
}

/// Waits for the parts of a server until a time. A deed cut off leaves nothing behind:
/// it is a transaction, and a job is tried again.
async fn leave(parts: Vec<JoinHandle<()>>, end: Instant) {
    for mut part in parts {
        if tokio::time::timeout_at(end, &mut part).await.is_err() {
            tracing::warn!("A part of the server was still at work; it is left");
            part.abort();
        }
    }
}

fn door_broke(ended: std::result::Result<(), tokio::task::JoinError>) -> Failure {
    let why = match ended {
        Ok(()) => "it ended by itself".to_owned(),
        Err(error) => error.to_string(),
    };
    Failure::new(
        format!("il server dei lettori si è fermato: {why}"),
        format!("the readers' server stopped: {why}"),
    )
}

/// Ready when the channel says stop.
pub(crate) async fn told(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// What tells a process to stop. Made before the server says that it listens: who waits for that line and then asks it to
/// stop must be heard.
pub(crate) struct Stop {
    terminate: Signal,
    interrupt: Signal,
    /// `None` where it means something else.
    hang_up: Option<Signal>,
}

impl Stop {
    /// Hears from now on; the process does not end by itself any more when it is told to.
    pub(crate) fn listen() -> Result<Stop> {
        let heard =
            |kind| signal(kind).map_err(|error| Failure::new(error.to_string(), error.to_string()));
        Ok(Stop {
            terminate: heard(SignalKind::terminate())?,
            interrupt: heard(SignalKind::interrupt())?,
            hang_up: Some(heard(SignalKind::hangup())?),
        })
    }

    /// Ready when somebody presses Ctrl-C or closes the terminal, or the system wants the process to end.
    pub(crate) async fn asked(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            () = hung_up(&mut self.hang_up) => {}
        }
    }

    /// The signal to hang up, which from now on ends nothing.
    pub(crate) fn take_hang_up(&mut self) -> Option<Signal> {
        self.hang_up.take()
    }
}

async fn hung_up(signal: &mut Option<Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}
