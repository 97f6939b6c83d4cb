//! What `/healthz` and `/metrics` tell of a relay at work and in trouble.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use common::{
    Client, PATIENCE, config, document_id, genesis, get, metric, post, read_to_close, relay,
    socket, unknown_frame, wait_for_metric,
};
use futures_util::{SinkExt, StreamExt};
use redb::{Database, TableDefinition};
use relay::start;
use replication::{DocumentActor, DocumentId, PeerId, PeerMetadata, Session};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;

async fn health(address: SocketAddr) -> (u16, String) {
    let (status, _, body) = get(address, "/healthz").await;
    (status, String::from_utf8(body).unwrap())
}

/// Writes a record that is no chunk, as a fault of the store's library would.
fn cut_off_a_record(data: &Path, document_id: DocumentId) {
    let chunks: TableDefinition<'_, ([u8; 16], u64), &[u8]> = TableDefinition::new("chunks");
    let database = Database::open(data.join(relay::FILE_NAME)).unwrap();
    let transaction = database.begin_write().unwrap();
    let key = (*document_id.as_bytes(), 1_000_000);
    transaction
        .open_table(chunks)
        .unwrap()
        .insert(key, b"cut off".as_slice())
        .unwrap();
    transaction.commit().unwrap();
}

#[tokio::test]
async fn document_that_cannot_be_loaded_shows_and_others_go_on() {
    let data = tempfile::tempdir().unwrap();
    let first = relay(data.path()).await;
    let mut client = Client::connected("client", first.address()).await;
    client.edit("key", "dot").await;
    client.wait_until_in_sync().await;
    first.stop().await;
    cut_off_a_record(data.path(), document_id());
    let second = relay(data.path()).await;
    let address = second.address();
    assert_eq!(health(address).await, (200, "ok\n".to_owned()));
    client.disconnect().await;
    client.connect(address).await;
    let (errors, _) = client.read_to_close().await;
    assert!(
        errors[0].starts_with("the document cannot be"),
        "{errors:?}"
    );
    let (status, said) = health(address).await;
    assert_eq!(status, 503);
    assert!(said.contains("1 documents cannot be loaded"), "{said}");
    assert!(!said.contains(&document_id().to_string()), "{said}");
    assert_eq!(metric(address, "load_failures_total").await, Some(1));
    let other = DocumentId::from_bytes([7; 16]);
    let actor = DocumentActor::new(other, &genesis()).unwrap();
    let mut witness = Client::with_actor("witness", actor);
    witness.connect(address).await;
    witness.edit("undisturbed", "dot").await;
    witness.wait_until_in_sync().await;
    assert_eq!(health(address).await.0, 503, "it is not forgotten");
    second.stop().await;
}

#[tokio::test]
async fn frames_and_bytes_are_counted_as_they_pass() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut socket = socket(address).await;
    let (_, join) = Session::client(PeerId::new("client"), PeerMetadata::default(), None);
    let join = join.encode();
    let mut n_bytes_sent = join.len();
    socket.send(Frame::Binary(join.into())).await.unwrap();
    let answer = timeout(PATIENCE, socket.next()).await.unwrap();
    let n_bytes_received = answer.unwrap().unwrap().into_data().len();
    for _ in 0..3 {
        let frame = unknown_frame();
        n_bytes_sent += frame.len();
        socket.send(frame).await.unwrap();
    }
    wait_for_metric(address, "frames_received_total", 4).await;
    let check = async |name: &str, value: usize| {
        let value = u64::try_from(value).unwrap();
        assert_eq!(metric(address, name).await, Some(value), "{name}");
    };
    check("bytes_received_total", n_bytes_sent).await;
    check("frames_sent_total", 1).await;
    check("bytes_sent_total", n_bytes_received).await;
    check("connections", 1).await;
    socket.send(Frame::Text("no bytes".into())).await.unwrap();
    read_to_close(&mut socket).await;
    wait_for_metric(address, "connections", 0).await;
    check("connections_closed_total{cause=\"Malformed\"}", 1).await;
    check("frames_received_total", 4).await;
    relay.stop().await;
}

/// A value that is no whole number.
async fn seconds(address: SocketAddr, name: &str) -> f64 {
    let (_, _, body) = get(address, "/metrics").await;
    let text = String::from_utf8(body).unwrap();
    let start = format!("six_cartes_relay_{name} ");
    let value = text.lines().find_map(|line| line.strip_prefix(&start));
    value.unwrap().parse().unwrap()
}

#[tokio::test]
async fn latency_of_appends_is_that_of_the_store_with_the_wait_for_it() {
    let data = tempfile::tempdir().unwrap();
    let slow = Duration::from_millis(60);
    let mut config = config(data.path());
    config.commit_delay = slow;
    let relay = start(&config).await.unwrap();
    let address = relay.address();
    let mut client = Client::connected("client", address).await;
    for number in 0..4 {
        client.edit(&number.to_string(), "dot").await;
        client.wait_until_in_sync().await;
    }
    let n_appends = metric(address, "appends_total").await.unwrap();
    assert!(n_appends >= 4, "{n_appends}");
    let n_commits = metric(address, "commits_total").await.unwrap();
    assert!(n_commits >= 4 && n_commits <= n_appends, "{n_commits}");
    let n_observed = metric(address, "append_seconds_count").await;
    assert_eq!(n_observed, Some(n_appends));
    let least = slow.as_secs_f64() * 4.0;
    let total = seconds(address, "append_seconds_sum").await;
    assert!(total >= least && total < least * 100.0, "{total}");
    assert!(seconds(address, "commit_seconds_sum").await >= least);
    // None is quicker than the store: the buckets below it are empty.
    let quick = metric(address, "append_seconds_bucket{le=\"0.032\"}").await;
    assert_eq!(quick, Some(0));
    assert!(metric(address, "stored_bytes_total").await > Some(0));
    relay.stop().await;
}

#[tokio::test]
async fn refusals_are_counted_by_their_reason() {
    let data = tempfile::tempdir().unwrap();
    let mut config = config(data.path());
    config.limits.connections_max = 0;
    let relay = start(&config).await.unwrap();
    let address = relay.address();
    let url = format!("ws://{address}/sync");
    for _ in 0..2 {
        assert!(tokio_tungstenite::connect_async(&url).await.is_err());
    }
    let over = "connections_closed_total{cause=\"OverLimit\"}";
    assert_eq!(metric(address, over).await, Some(2));
    let evil = "GET /sync HTTP/1.1\r\norigin: https://evil.example.org";
    assert_eq!(common::http(address, evil).await.0, 403);
    let origin = "access_refused_total{reason=\"Origin\"}";
    assert_eq!(metric(address, origin).await, Some(1));
    // What is let in is no refusal.
    assert_eq!(post(address, "{\"peerId\": \"tablet\"}").await.0, 200);
    assert_eq!(metric(address, "access_refused_total").await, None);
    relay.stop().await;
}
