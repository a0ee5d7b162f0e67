//! The web door: takes a request apart, asks the record for facts, has the press print them, answers.
//!
//! Start at [`serve`]. [`request`](mod@request) decides what was asked and refuses what no browser sends; [`routes`] finds what an
//! address leads to; [`forms`](mod@forms) takes what readers send; [`answer`](mod@answer) gives every answer its headers.
//! No rule of the newspaper lives here.

mod answer;
mod cache;
mod cdn;
mod counting;
mod dates;
mod feeds;
mod files;
mod former;
mod forms;
mod live;
mod logged;
mod plain;
mod posted;
mod proxies;
mod ranges;
mod request;
mod routes;
mod searching;
mod signposts;
mod views;

pub use cache::{Keeping, MEGABYTES, Pages, PagesKept};
pub use cdn::{Cdn, tag};
pub use counting::{FEEDS_MAX, HOSTS_MAX, PAGES_MAX, QUESTIONS_MAX, Tally};
pub use plain::{CHALLENGES, ToTls};
pub use proxies::Proxies;
pub use routes::Site;
pub use search::Search;

use api::Api;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use bytes::Bytes;
use cache::Served;
use counting::Shown;
use http::request::Parts;
use http::{Extensions, HeaderMap};
use listening::{Answer, Answers, Asking, Caller, Limits};
use live::Live;
use newsroom::Newsroom;
use posted::Posted;
use request::{Asked, Way};
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Serves readers on a listener until `stop` is ready, then lets what is under way finish. With `tls` it speaks TLS.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    tls: Option<Arc<listening::Tls>>,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let doors = Doors::of(site);
    let live = Arc::clone(&doors.live);
    let stop = async move {
        stop.await;
        live.end();
    };
    let readers = Readers(doors);
    listening::serve(readers, listener, tls, Limits::of_this_machine(), stop).await;
}

/// Who answers readers.
struct Readers(Arc<Doors>);

impl Answers for Readers {
    fn answer(&self, caller: Caller, mut request: http::Request<Asking>) -> Answer {
        request.extensions_mut().insert(ConnectInfo(caller.address));
        // What lies ready is given out before anything else is set up for the request.
        if let Some(response) = self.0.site.ready(&request) {
            return Answer::Ready(response.map(listening::Body::from));
        }
        let doors = Arc::clone(&self.0);
        Answer::Making(Box::pin(async move {
            let response = handle(&doors, request.map(Body::new)).await;
            response.map(listening::Body::pieces)
        }))
    }
}

/// A router as what answers on a listener. Requests carry the caller as [`ConnectInfo<SocketAddr>`].
pub fn by(app: Router) -> impl Answers {
    move |caller: Caller, request: http::Request<Asking>| {
        let app = app.clone();
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(caller.address));
            let Ok(response) = app.oneshot(request).await;
            response
        }
    }
}

/// The whole reader side as one service, for tests that need no socket.
pub fn app(site: Site) -> Router {
    let doors = Doors::of(site);
    Router::new().fallback(
        async move |request: Request| match doors.site.ready(&request) {
            Some(response) => response.map(Body::from),
            None => handle(&doors, request).await,
        },
    )
}

/// Who answers at which door.
struct Doors {
    site: Arc<Site>,
    live: Arc<Live>,
    api: Api,
    newsroom: Newsroom,
}

impl Doors {
    fn of(site: Site) -> Arc<Doors> {
        let doors = Doors {
            api: Api::new(&site.paper, &site.reach, &site.search),
            newsroom: Newsroom::new(&site.paper, &site.press, &site.reach, &site.search),
            live: Arc::new(Live::new(Limits::of_this_machine().connections)),
            site: Arc::new(site),
        };
        Pages::attend(&doors.site);
        doors.live.attend(&doors.site);
        Arc::new(doors)
    }
}

/// Doors other than the readers' are told apart here, by path, before anything is refused for its method.
async fn handle(doors: &Doors, request: Request) -> Response {
    let site = Arc::clone(&doors.site);
    let by_tls = site.reach.scheme == "https";
    let response = if Api::takes(request.uri().path()) {
        for_programs(&site, doors.api.clone(), request).await
    } else if Newsroom::takes(request.uri().path()) {
        for_the_desk(&site, doors.newsroom.clone(), request).await
    } else if live::is_asked(request.method(), request.uri().path(), request.headers()) {
        let (parts, _) = request.into_parts();
        live::answer(&doors.live, &site, &parts).await
    } else {
        reader(site, request).await
    };
    if by_tls {
        answer::by_tls_only(response)
    } else {
        response
    }
}

/// What readers ask and send: a page that is kept or made for all, or else what is made for this reader.
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
    match cache::served(&site, &asked).await {
        Served::Page(page) => {
            let page = cache::differing(&site, page, &parts.headers).await;
            let asks = counting::Request {
                method: &parts.method,
                headers: &parts.headers,
                host: &asked.host,
                address: reader,
            };
            return cache::answer(&site, &page, &asks).map(Body::from);
        }
        Served::Unavailable => return answer::unavailable(),
        Served::Alone => {}
    }
    alone(site, asked, posted, &parts).await
}

/// What is made for one reader, in a task of its own: a reader who leaves does not interrupt a statement half-way.
async fn alone(site: Arc<Site>, asked: Asked, posted: Option<Posted>, parts: &Parts) -> Response {
    let (host, reader, here) = (asked.host.clone(), asked.reader, Arc::clone(&site));
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

impl Site {
    /// The answer to a request, headers and counting done, if its page is kept and known to be as it would be made now:
    /// nothing is asked and nobody is waited for. Whoever accepts connections may ask this before anything else.
    ///
    /// Where a reader is, it takes from the request's [`ConnectInfo`], if there is one.
    pub fn ready<B>(&self, request: &http::Request<B>) -> Option<http::Response<Bytes>> {
        let headers = request.headers();
        let host = request::named_host(request.uri(), headers).ok()?;
        if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        let asks = counting::Request {
            method: request.method(),
            headers,
            host,
            address: reader_of(self, headers, request.extensions()),
        };
        let page = cache::ready(self, request.uri(), &asks)?;
        Some(cache::answer(self, &page, &asks))
    }
}

/// Where a request comes from, if the connection says so.
fn where_from(site: &Site, parts: &Parts) -> Option<IpAddr> {
    reader_of(site, &parts.headers, &parts.extensions)
}

fn reader_of(site: &Site, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    site.proxies.reader(peer.map(|info| info.0), headers)
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
