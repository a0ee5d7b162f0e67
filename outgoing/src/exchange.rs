//! One request, one connection, one answer.

use crate::{Answer, Client, Fault, Request, name};
use bytes::{Bytes, BytesMut};
use http::{HeaderValue, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use url::{Position, Url};

/// How the house calls itself to others.
const AGENT: &str = concat!("Colophon/", env!("CARGO_PKG_VERSION"));

pub(crate) async fn once(
    client: &Client,
    url: &Url,
    request: &Request,
    bytes_max: usize,
) -> Result<Answer, Fault> {
    let stream = connect(client, url).await?;
    if url.scheme() != "https" {
        return speak(stream, url, request, bytes_max).await;
    }
    let host = name(url);
    let plain = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned();
    let server = ServerName::try_from(plain).map_err(|_| Fault::Address(host.clone()))?;
    let stream = client
        .tls
        .connect(server, stream)
        .await
        .map_err(|error| broken(url, &error))?;
    speak(stream, url, request, bytes_max).await
}

/// To the first of the checked addresses that answers, and to no other.
async fn connect(client: &Client, url: &Url) -> Result<TcpStream, Fault> {
    let mut last = None;
    for address in client.resolve(url).await? {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = Some(error),
        }
    }
    let why = last.map_or_else(String::new, |error| error.to_string());
    Err(Fault::Broken {
        host: name(url),
        why,
    })
}

async fn speak<S>(
    stream: S,
    url: &Url,
    request: &Request,
    bytes_max: usize,
) -> Result<Answer, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| broken(url, &error))?;
    let talking = tokio::spawn(connection);
    let outcome = match sender.send_request(made(url, request)?).await {
        Ok(response) => answer(url, response, bytes_max).await,
        Err(error) => Err(broken(url, &error)),
    };
    talking.abort();
    outcome
}

fn made(url: &Url, request: &Request) -> Result<http::Request<Full<Bytes>>, Fault> {
    let fault = || Fault::Address(url.to_string());
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let host = &url[Position::BeforeHost..Position::AfterPort];
    let mut made = http::Request::builder()
        .method(request.method.clone())
        .uri(target)
        .body(Full::new(request.body.clone()))
        .map_err(|_| fault())?;
    *made.headers_mut() = request.headers.clone();
    let headers = made.headers_mut();
    let host = HeaderValue::from_str(host).map_err(|_| fault())?;
    headers.insert(header::HOST, host);
    headers.insert(header::USER_AGENT, HeaderValue::from_static(AGENT));
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    Ok(made)
}

async fn answer(
    url: &Url,
    response: http::Response<hyper::body::Incoming>,
    bytes_max: usize,
) -> Result<Answer, Fault> {
    let (head, mut body) = response.into_parts();
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken(url, &error))?;
        if let Ok(data) = frame.into_data() {
            if whole.len() + data.len() > bytes_max {
                return Err(Fault::TooLarge(name(url)));
            }
            whole.extend_from_slice(&data);
        }
    }
    Ok(Answer {
        url: url.to_string(),
        status: head.status,
        headers: head.headers,
        body: whole.freeze(),
    })
}

fn broken(url: &Url, error: &dyn std::error::Error) -> Fault {
    Fault::Broken {
        host: name(url),
        why: error.to_string(),
    }
}
