//! The relay with a certificate of its own.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use common::{Client, PATIENCE, config, exchange_bytes, socket_over};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use relay::{Config, RunningRelay, StartError, TlsFiles, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, IpAddr, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Writes a certificate for 127.0.0.1 and its key into a folder.
fn certificate(folder: &Path, change: impl FnOnce(&mut CertificateParams)) -> TlsFiles {
    let mut certificate = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    change(&mut certificate);
    let key = KeyPair::generate().unwrap();
    let signed = certificate.self_signed(&key).unwrap();
    let files = TlsFiles {
        certificate: folder.join("fullchain.pem"),
        key: folder.join("privkey.pem"),
    };
    std::fs::write(&files.certificate, signed.pem()).unwrap();
    std::fs::write(&files.key, key.serialize_pem()).unwrap();
    files
}

fn config_with(data: &Path, files: &TlsFiles) -> Config {
    let mut config = config(data);
    config.tls = Some(files.clone());
    config
}

/// A relay with a fresh certificate, beside its documents.
async fn secured(folder: &Path, change: impl FnOnce(&mut Config)) -> (RunningRelay, TlsFiles) {
    let files = certificate(folder, |_| {});
    let mut config = config_with(&folder.join("data"), &files);
    change(&mut config);
    (start(&config).await.unwrap(), files)
}

/// Connects as a browser does that trusts this certificate and no other.
async fn connect(address: SocketAddr, files: &TlsFiles) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    let trusted = CertificateDer::from_pem_file(&files.certificate).unwrap();
    roots.add(trusted).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::IpAddress(IpAddr::from(std::net::IpAddr::from(Ipv4Addr::LOCALHOST)));
    let tcp = TcpStream::connect(address).await.unwrap();
    let connecting = TlsConnector::from(Arc::new(config)).connect(name, tcp);
    timeout(PATIENCE, connecting).await.unwrap().unwrap()
}

async fn get(address: SocketAddr, files: &TlsFiles, path: &str) -> (u16, Vec<u8>) {
    let mut stream = connect(address, files).await;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    let (status, _, body) = exchange_bytes(&mut stream, &request).await;
    (status, body)
}

/// A client on a `wss` address.
async fn client(name: &str, address: SocketAddr, files: &TlsFiles) -> Client {
    let stream = connect(address, files).await;
    let socket = socket_over(stream, &format!("wss://{address}/sync")).await;
    let mut client = Client::new(name);
    client.join_over(socket).await;
    client
}

#[tokio::test]
async fn app_health_and_sync_work_over_tls() {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("app");
    std::fs::create_dir(&app).unwrap();
    std::fs::write(app.join("index.html"), "<p>the app</p>").unwrap();
    let (relay, files) = secured(folder.path(), |config| config.app = Some(app)).await;
    let address = relay.address();
    let page = get(address, &files, "/").await;
    assert_eq!(page, (200, b"<p>the app</p>".to_vec()));
    assert_eq!(get(address, &files, "/healthz").await.0, 200);
    let mut a = client("a", address, &files).await;
    let mut b = client("b", address, &files).await;
    a.edit("from a", "dot").await;
    b.edit("from b", "dot").await;
    tokio::join!(a.exchange("from b", "dot"), b.exchange("from a", "dot"));
    assert_eq!(a.actor.heads(), b.actor.heads());
    relay.stop().await;
    // Stopping says goodbye over TLS too.
    while a.receive().await {}
}

#[tokio::test]
async fn client_that_never_finishes_its_handshake_delays_nobody_and_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let (relay, files) = secured(folder.path(), |config| {
        config.limits.tls_handshake_max = Duration::from_millis(500);
    })
    .await;
    let address = relay.address();
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    let mut a = client("a", address, &files).await;
    a.edit("key", "dot").await;
    a.wait_until_in_sync().await;
    for mut stream in silent {
        let mut rest = Vec::new();
        let reading = stream.read_to_end(&mut rest);
        // A reset is an end as well.
        let _ended = timeout(PATIENCE, reading).await.unwrap();
        assert_eq!(rest, b"");
    }
    a.edit("after", "dot").await;
    a.wait_until_in_sync().await;
    relay.stop().await;
}

#[tokio::test]
async fn handshakes_over_the_limit_wait_their_turn() {
    let folder = tempfile::tempdir().unwrap();
    let handshake_max = Duration::from_millis(500);
    let (relay, files) = secured(folder.path(), |config| {
        config.limits.tls_handshake_max = handshake_max;
        config.limits.tls_handshakes_max = 2;
    })
    .await;
    let address = relay.address();
    let start = std::time::Instant::now();
    let _silent = [
        TcpStream::connect(address).await.unwrap(),
        TcpStream::connect(address).await.unwrap(),
    ];
    assert_eq!(get(address, &files, "/healthz").await.0, 200);
    assert!(start.elapsed() >= handshake_max);
    relay.stop().await;
}

#[tokio::test]
async fn plain_http_on_the_port_of_tls_is_closed_without_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (relay, files) = secured(folder.path(), |_| {}).await;
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    let request = b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ended = timeout(PATIENCE, stream.read_to_end(&mut answer))
        .await
        .unwrap();
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    assert_eq!(get(relay.address(), &files, "/healthz").await.0, 200);
    relay.stop().await;
}

#[tokio::test]
async fn unusable_certificate_is_refused_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf {
        let folder = folder.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        folder
    };
    let good = certificate(&path("good"), |_| {});
    let other = certificate(&path("other"), |_| {});
    let old = certificate(&path("old"), |certificate| {
        certificate.not_before = date_time_ymd(2019, 6, 1);
        certificate.not_after = date_time_ymd(2019, 6, 14);
    });
    let early = certificate(&path("early"), |certificate| {
        certificate.not_before = date_time_ymd(4000, 1, 1);
    });
    let damaged = folder.path().join("damaged.pem");
    let text = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    std::fs::write(&damaged, text).unwrap();
    let missing = folder.path().join("missing.pem");
    let check = async |certificate: &Path, key: &Path, words: &[&str]| {
        let files = TlsFiles {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
        };
        let config = config_with(&folder.path().join("data"), &files);
        let error = start(&config).await.unwrap_err();
        assert!(matches!(error, StartError::Tls(_)), "{error}");
        let sentence = error.to_string();
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        for word in words {
            assert!(sentence.contains(word), "`{word}` in {sentence}");
        }
    };
    check(
        &missing,
        &good.key,
        &["missing.pem", "may read", "--certificate"],
    )
    .await;
    check(
        &good.certificate,
        &missing,
        &["missing.pem", "may read", "--key"],
    )
    .await;
    let words = ["no certificate", "privkey.pem", "BEGIN CERTIFICATE"];
    check(&good.key, &good.key, &words).await;
    check(&damaged, &good.key, &["no certificate", "damaged.pem"]).await;
    let words = ["no key", "fullchain.pem", "BEGIN PRIVATE KEY"];
    check(&good.certificate, &good.certificate, &words).await;
    let words = ["other/privkey.pem", "good/fullchain.pem", "one renewal"];
    check(&good.certificate, &other.key, &words).await;
    let words = ["expired at 2019-06-14T00:00:00Z", "renew"];
    check(&old.certificate, &old.key, &words).await;
    let words = ["only from 4000-01-01T00:00:00Z on", "clock"];
    check(&early.certificate, &early.key, &words).await;
    // Nothing was left behind that would keep the good one from starting.
    let relay = start(&config_with(&folder.path().join("data"), &good)).await;
    relay.unwrap().stop().await;
}

/// What `serve` says on its error output, in one line.
fn refusal(words: &[&str], data: &Path) -> String {
    let output = common::process::typed(words, data);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error.lines().count(), 1, "{error}");
    error
}

#[test]
fn certificate_without_key_is_refused_and_so_is_the_reverse() {
    let folder = tempfile::tempdir().unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let certificate = refusal(
        &[&serve[..], &["--certificate", "a.pem"]].concat(),
        folder.path(),
    );
    assert!(certificate.contains("add --key"), "{certificate}");
    let key = refusal(&[&serve[..], &["--key", "a.pem"]].concat(), folder.path());
    assert!(key.contains("add --certificate"), "{key}");
}
