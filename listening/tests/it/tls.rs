//! TLS: what is agreed on, and who dawdles.

use crate::stage::{REQUEST, Stage, heard, heard_until, limits, patient};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A certificate for `gazette.test`, and who believes it.
fn pair() -> (Arc<ServerConfig>, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["gazette.test".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a pair");
    config.alpn_protocols = ["h2", "http/1.1", "acme-tls/1"]
        .map(|name| name.into())
        .to_vec();
    (Arc::new(config), cert.der().clone())
}

async fn connect(
    stage: &Stage,
    believed: &CertificateDer<'static>,
    speaks: &str,
) -> TlsStream<TcpStream> {
    greeted(stage.connect().await, believed, speaks).await
}

/// Begins TLS on a connection.
async fn greeted(
    stream: TcpStream,
    believed: &CertificateDer<'static>,
    speaks: &str,
) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(believed.clone()).expect("a root");
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    if !speaks.is_empty() {
        config.alpn_protocols = vec![speaks.into()];
    }
    TlsConnector::from(Arc::new(config))
        .connect(
            ServerName::try_from("gazette.test").expect("a name"),
            stream,
        )
        .await
        .expect("TLS")
}

#[tokio::test]
async fn both_tongues_are_spoken_by_tls() {
    let (config, certificate) = pair();
    let stage = Stage::with(patient(), Some(config)).await;
    for speaks in ["", "http/1.1"] {
        let mut stream = connect(&stage, &certificate, speaks).await;
        let words = b"GET /who HTTP/1.1\r\nhost: gazette.test\r\n\r\n";
        stream.write_all(words).await.expect("words");
        heard_until(&mut stream, " true").await;
    }
    let stream = connect(&stage, &certificate, "h2").await;
    let (mut two, connection) = hyper::client::conn::http2::handshake(
        hyper_util::rt::TokioExecutor::new(),
        hyper_util::rt::TokioIo::new(stream),
    )
    .await
    .expect("HTTP/2");
    tokio::spawn(connection);
    let request = http::Request::get("https://gazette.test/")
        .body(http_body_util::Empty::<bytes::Bytes>::new())
        .expect("a request");
    assert_eq!(
        two.send_request(request).await.expect("an answer").status(),
        200
    );
}

#[tokio::test]
async fn a_challenge_is_over_with_the_handshake() {
    let (config, certificate) = pair();
    let stage = Stage::with(patient(), Some(config)).await;
    let mut stream = connect(&stage, &certificate, "acme-tls/1").await;
    let _ = stream.write_all(REQUEST).await;
    assert!(heard(stream).await.is_empty());
}

#[tokio::test]
async fn who_does_not_finish_the_handshake_is_put_down() {
    let (config, _) = pair();
    let stage = Stage::with(limits(), Some(config)).await;
    // Nothing; the beginning of a record; no TLS at all.
    for words in [&b""[..], b"\x16\x03\x01\x02\x00\x01", REQUEST] {
        let got = heard(stage.says(words).await).await;
        assert!(!got.starts_with(b"HTTP"), "{got:?}");
    }
}

#[tokio::test]
async fn who_begins_tls_while_the_end_comes_is_answered_once_more() {
    let (config, certificate) = pair();
    let mut stage = Stage::with(patient(), Some(config)).await;
    let late = stage.connect().await;
    // Whoever comes later has been let in, so the first has, too.
    let mut other = connect(&stage, &certificate, "http/1.1").await;
    stage.stop();
    stage.closed().await;
    let mut late = greeted(late, &certificate, "http/1.1").await;
    for stream in [&mut late, &mut other] {
        stream.write_all(REQUEST).await.expect("words");
        heard_until(stream, "connection: close").await;
    }
    stage.ended().await;
}
