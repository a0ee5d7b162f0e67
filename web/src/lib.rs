//! The web door: takes a request apart, asks the record for facts, has the press print them, answers.
//!
//! Start at [`serve`]. [`request`](mod@request) decides what was asked and refuses what no browser sends; [`routes`] finds what an
//! address leads to; [`forms`](mod@forms) takes what readers send; [`answer`](mod@answer) gives every answer its headers.
//! No rule of the newspaper lives here.

mod answer;
mod counting;
mod dates;
mod feeds;
mod files;
mod forms;
pub mod listening;
mod posted;
mod proxies;
mod request;
mod routes;
mod searching;
mod signposts;

pub use counting::{FEEDS_MAX, HOSTS_MAX, PAGES_MAX, QUESTIONS_MAX, Tally};
pub use proxies::Proxies;
pub use routes::Site;
pub use search::Search;

use listening::Limits;

use api::Api;
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use counting::Shown;
use http::request::Parts;
use newsroom::Newsroom;
use posted::Posted;
use request::{Asked, Way};
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves readers on a listener until `stop` is ready, then lets what is under way finish.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    listening::serve(app(site), listener, Limits::of_this_machine(), stop).await;
}

/// The whole reader side as one service, for tests that need no socket.
pub fn app(site: Site) -> Router {
    let doors = Doors {
        api: Api::new(&site.paper, &site.reach),
        newsroom: Newsroom::new(&site.paper, &site.press, &site.reach),
        site: Arc::new(site),
    };
    Router::new().fallback(handle).with_state(doors)
}

/// Who answers at which door.
#[derive(Clone)]
struct Doors {
    site: Arc<Site>,
    api: Api,
    newsroom: Newsroom,
}

/// Doors other than the readers' are told apart here, by path, before anything is refused for its method.
async fn handle(State(doors): State<Doors>, request: Request) -> Response {
    let Doors {
        site,
        api,
        newsroom,
    } = doors;
    let by_tls = site.reach.scheme == "https";
    let response = if Api::takes(request.uri().path()) {
        for_programs(&site, api, request).await
    } else if Newsroom::takes(request.uri().path()) {
        for_the_desk(&site, newsroom, request).await
    } else {
        reader(site, request).await
    };
    if by_tls {
        answer::by_tls_only(response)
    } else {
        response
    }
}

/// Each request runs in a task of its own: a reader who leaves does not interrupt a statement half-way.
async fn reader(site: Arc<Site>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let reader = where_from(&site, &parts);
    let secret = match paper::secrets::network(&site.paper).await {
        Ok(secret) => secret,
        Err(error) => {
            tracing::error!("The network's secret cannot be read: {error}");
            return answer::unavailable();
        }
    };
    let asked = match Asked::read(&parts, reader, secret) {
        Ok(asked) => asked,
        Err(refusal) => return answer::told(refusal.status(), refusal.words()),
    };
    let posted = match asked.way {
        Way::Read => None,
        Way::Send => match Posted::read(&parts, body).await {
            Ok(posted) => Some(posted),
            Err(refusal) => return answer::told(refusal.status(), refusal.words()),
        },
    };
    let (host, here) = (asked.host.clone(), Arc::clone(&site));
    let task = tokio::spawn(async move { routes::answer(&here, asked, posted).await });
    let response = task.await.unwrap_or_else(|error| {
        tracing::error!("A request ended in a panic: {error}");
        answer::unavailable()
    });
    let request = counting::Request {
        method: &parts.method,
        headers: &parts.headers,
        host: &host,
        address: reader,
    };
    if let Some(shown) = response.extensions().get::<Shown>() {
        counting::count(&site, &request, response.status(), *shown);
    }
    if let Some(asked) = response.extensions().get::<counting::Asked>() {
        counting::count_asked(&site, &request, response.status(), asked);
    }
    response
}

/// Where a request comes from, if the connection says so.
fn where_from(site: &Site, parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    site.proxies.reader(peer.map(|info| info.0), &parts.headers)
}

/// What the desk asks; its newsroom sees to tasks itself, once it knows who asks.
async fn for_the_desk(site: &Site, newsroom: Newsroom, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let reader = where_from(site, &parts);
    match request::host(&parts) {
        Ok(host) => newsroom.answer(&host, reader, parts, body).await,
        Err(refusal) => answer::plain(refusal.status(), refusal.words()),
    }
}

/// What programs ask, on every host alike; as readers' requests in a task of its own.
async fn for_programs(site: &Site, api: Api, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let reader = where_from(site, &parts);
    let host = match request::host(&parts) {
        Ok(host) => host,
        Err(refusal) => return answer::plain(refusal.status(), refusal.words()),
    };
    let task = tokio::spawn(async move { api.answer(&host, reader, parts, body).await });
    task.await.unwrap_or_else(|error| {
        tracing::error!("A request of the API ended in a panic: {error}");
        answer::unavailable()
    })
}
