//! A server with a ring, and who looks at its certificate.

use certificates::Ring;
use listening::Limits;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

/// Serves the ring on this port, and the answers to its challenges on the other if there is one.
pub(crate) async fn serve(ring: &Ring, tls_port: u16, http_port: Option<u16>) {
    let tokens = ring.clone();
    let answers = move |_: listening::Caller, request: http::Request<listening::Asking>| {
        let token = request.uri().path().rsplit('/').next().unwrap_or_default();
        let answer = tokens.answer_to(token).unwrap_or_default();
        async move { http::Response::new(http_body_util::Full::new(bytes::Bytes::from(answer))) }
    };
    let tls = ring.tls().expect("TLS");
    for (port, tls) in [(Some(tls_port), Some(tls)), (http_port, None)] {
        let Some(port) = port else { continue };
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("the port");
        let limits = Limits::of_this_machine();
        let never = std::future::pending();
        tokio::spawn(listening::serve(
            answers.clone(),
            listener,
            tls,
            limits,
            never,
        ));
    }
}

/// The certificate shown to who asks for a name and believes this issuer.
pub(crate) async fn shown(port: u16, name: &str, issuer: &[u8]) -> Option<CertificateDer<'static>> {
    let mut roots = RootCertStore::empty();
    for root in CertificateDer::pem_slice_iter(issuer) {
        roots.add(root.expect("PEM")).expect("a root");
    }
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("a connection");
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .ok()?;
    let chain = stream.get_ref().1.peer_certificates()?;
    chain.first().cloned()
}
