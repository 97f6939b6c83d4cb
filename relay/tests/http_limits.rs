//! Connections that are no sockets: how many, how slow and how old.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{Client, PATIENCE, config, exchange_bytes, get, metric, post, wait_for_metric};
use relay::limits::{HEAD_BYTES_MAX, Limits};
use relay::{RunningRelay, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// A limit that a test waits for.
const SHORT: Duration = Duration::from_millis(500);

async fn relay_with(data: &Path, change: impl FnOnce(&mut Limits)) -> RunningRelay {
    let mut config = config(data);
    change(&mut config.limits);
    start(&config).await.unwrap()
}

/// What comes until the relay closes the connection.
async fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut rest = Vec::new();
    // A reset is an end as well.
    let _ended = timeout(PATIENCE, stream.read_to_end(&mut rest))
        .await
        .unwrap();
    rest
}

async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.unwrap()
}

#[tokio::test]
async fn connection_over_the_limit_waits_until_another_has_no_patience_left() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| {
        limits.http_connections_max = 2;
        limits.head_max = SHORT;
    })
    .await;
    let address = relay.address();
    let start = Instant::now();
    let mut silent = [connect(address).await, connect(address).await];
    assert_eq!(get(address, "/healthz").await.0, 200);
    assert!(start.elapsed() >= SHORT, "{:?}", start.elapsed());
    for stream in &mut silent {
        assert_eq!(read_to_end(stream).await, b"");
    }
    relay.stop().await;
}

#[tokio::test]
async fn sockets_take_no_place_of_plain_connections_and_outlive_them() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| {
        limits.http_connections_max = 1;
        limits.head_max = SHORT;
        limits.http_connection_age_max = SHORT;
    })
    .await;
    let address = relay.address();
    let mut clients = Vec::new();
    for number in 0..3 {
        clients.push(Client::connected(&format!("client {number}"), address).await);
    }
    sleep(2 * SHORT).await;
    for client in &mut clients {
        client.edit(&client.name.clone(), "dot").await;
        client.wait_until_in_sync().await;
    }
    assert_eq!(metric(address, "connections").await, Some(3));
    relay.stop().await;
}

#[tokio::test]
async fn head_that_never_ends_and_silence_after_an_answer_end_their_connection() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| limits.head_max = SHORT).await;
    let address = relay.address();
    let mut witness = Client::connected("witness", address).await;
    let mut cut = connect(address).await;
    cut.write_all(b"GET / HTTP/1.1\r\nhost: ").await.unwrap();
    let mut dripping = connect(address).await;
    let start_of_head = b"GET / HTTP/1.1\r\nslow: ";
    dripping.write_all(start_of_head).await.unwrap();
    let drip = async {
        // Each byte is in time; the head is not.
        while dripping.write_all(b"x").await.is_ok() {
            sleep(SHORT / 10).await;
        }
    };
    timeout(PATIENCE, drip).await.unwrap();
    read_to_end(&mut cut).await;
    let mut kept = connect(address).await;
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\n\r\n");
    kept.write_all(request.as_bytes()).await.unwrap();
    let start = Instant::now();
    let answer = read_to_end(&mut kept).await;
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    assert!(answer.ends_with(b"ok\n"), "one answer, and the end");
    assert!(start.elapsed() >= SHORT, "it waited for a second request");
    // Only the connection that asks for the number is left.
    wait_for_metric(address, "http_connections", 1).await;
    witness.edit("undisturbed", "dot").await;
    witness.wait_until_in_sync().await;
    relay.stop().await;
}

#[tokio::test]
async fn answer_that_nobody_reads_ends_with_its_connection() {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("app");
    std::fs::create_dir(&app).unwrap();
    // More than the buffers of the system hold.
    std::fs::write(app.join("index.html"), vec![b' '; 32 * 1024 * 1024]).unwrap();
    let mut config = config(&folder.path().join("data"));
    config.app = Some(app);
    config.limits.http_connection_age_max = SHORT;
    let relay = start(&config).await.unwrap();
    let address = relay.address();
    let mut reading_nothing = connect(address).await;
    let request = format!("GET / HTTP/1.1\r\nhost: {address}\r\n\r\n");
    reading_nothing.write_all(request.as_bytes()).await.unwrap();
    sleep(2 * SHORT).await;
    wait_for_metric(address, "http_connections", 1).await;
    let answer = read_to_end(&mut reading_nothing).await;
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    assert!(answer.len() < 32 * 1024 * 1024, "{}", answer.len());
    relay.stop().await;
}

#[tokio::test]
async fn head_over_the_limit_is_refused_and_body_that_never_comes_too() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| limits.handshake_max = SHORT).await;
    let address = relay.address();
    let long = format!("GET /{} HTTP/1.1\r\n", "x".repeat(2 * HEAD_BYTES_MAX));
    let (status, _, _) = exchange_bytes(&mut connect(address).await, &long).await;
    assert!(matches!(status, 414 | 431), "{status}");
    let slow = format!(
        "POST /access HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-length: 20\r\n\r\n{{"
    );
    let (status, _, _) = exchange_bytes(&mut connect(address).await, &slow).await;
    assert_eq!(status, 400);
    assert_eq!(post(address, "{\"peerId\": \"tablet\"}").await.0, 200);
    relay.stop().await;
}

#[tokio::test]
async fn stopping_lets_an_answer_end_and_waits_for_nobody_who_asks_nothing() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |_| {}).await;
    let address = relay.address();
    let mut idle = connect(address).await;
    let mut kept = connect(address).await;
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\n\r\n");
    kept.write_all(request.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    kept.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let start = Instant::now();
    relay.stop().await;
    assert!(start.elapsed() < PATIENCE / 4, "{:?}", start.elapsed());
    assert!(read_to_end(&mut kept).await.ends_with(b"ok\n"));
    assert_eq!(read_to_end(&mut idle).await, b"");
    assert!(TcpStream::connect(address).await.is_err());
}
