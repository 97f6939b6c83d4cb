//! Clients that meet through a relay, and relays that stop and start.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Client, config, document_id, get, join, metric, read_to_close, relay, socket};
use futures_util::SinkExt;
use relay::{OpenError, StartError, start};
use replication::DocumentActor;

#[tokio::test]
async fn two_clients_converge_through_the_relay() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let mut a = Client::connected("a", relay.address()).await;
    let mut b = Client::connected("b", relay.address()).await;
    a.edit("from a", "dot").await;
    b.edit("from b", "dot").await;
    tokio::join!(a.exchange("from b", "dot"), b.exchange("from a", "dot"));
    assert_eq!(a.actor.heads(), b.actor.heads());
    relay.stop().await;
}

#[tokio::test]
async fn stopped_relay_knows_everything_when_it_starts_again() {
    let data = tempfile::tempdir().unwrap();
    let first = relay(data.path()).await;
    let mut a = Client::connected("a", first.address()).await;
    for number in 0..30 {
        a.edit(&number.to_string(), "dot").await;
    }
    a.wait_until_in_sync().await;
    first.stop().await;
    while a.receive().await {}
    let second = relay(data.path()).await;
    let mut b = Client::connected("b", second.address()).await;
    b.wait_for("29", "dot").await;
    assert_eq!(b.actor.heads(), a.actor.heads());
    second.stop().await;
}

#[tokio::test]
async fn client_that_comes_back_gets_what_it_missed() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let mut a = Client::connected("a", relay.address()).await;
    let mut b = Client::connected("b", relay.address()).await;
    b.wait_until_in_sync().await;
    b.disconnect().await;
    a.edit("while away", "dot").await;
    a.wait_until_in_sync().await;
    b.edit("offline", "dot").await;
    b.connect(relay.address()).await;
    tokio::join!(
        b.exchange("while away", "dot"),
        a.exchange("offline", "dot")
    );
    relay.stop().await;
}

#[tokio::test]
async fn unknown_document_is_unavailable_and_comes_when_it_arrives() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let asking = DocumentActor::empty(document_id());
    let mut b = Client::with_actor("b", asking);
    b.connect(relay.address()).await;
    let mut a = Client::connected("a", relay.address()).await;
    a.edit("later", "dot").await;
    tokio::join!(a.wait_until_in_sync(), b.wait_for("later", "dot"));
    relay.stop().await;
}

#[tokio::test]
async fn same_peer_on_a_second_socket_replaces_the_first() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let mut first = socket(relay.address()).await;
    first.send(join("tablet")).await.unwrap();
    let mut second = Client::connected("tablet", relay.address()).await;
    let (errors, code) = read_to_close(&mut first).await;
    assert_eq!(errors.len(), 1);
    assert_eq!(code, Some(1000));
    second.edit("key", "dot").await;
    second.wait_until_in_sync().await;
    relay.stop().await;
}

#[tokio::test]
async fn messages_of_a_replaced_socket_are_ignored() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let mut replaced = Client::connected("tablet", relay.address()).await;
    replaced.wait_until_in_sync().await;
    let mut tablet = Client::connected("tablet", relay.address()).await;
    replaced.edit("late", "dot").await;
    assert_eq!(replaced.read_to_close().await.1, Some(1000));
    tablet.edit("key", "dot").await;
    tablet.wait_until_in_sync().await;
    let mut other = Client::connected("other", relay.address()).await;
    other.wait_for("key", "dot").await;
    assert_eq!(other.get("late"), None);
    // The change is not lost: it comes with the next connection.
    replaced.disconnect().await;
    replaced.connect(relay.address()).await;
    replaced.wait_until_in_sync().await;
    other.wait_for("late", "dot").await;
    relay.stop().await;
}

#[tokio::test]
async fn second_relay_on_one_folder_or_port_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let other_data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let same_folder = start(&config(data.path())).await;
    assert!(matches!(
        same_folder,
        Err(StartError::Store(OpenError::InUse { .. }))
    ));
    let mut same_port = config(other_data.path());
    same_port.listen = relay.address();
    let same_port = start(&same_port).await;
    assert!(matches!(same_port, Err(StartError::PortInUse { .. })));
    relay.stop().await;
    start(&config(data.path())).await.unwrap().stop().await;
}

#[tokio::test]
async fn health_and_metrics_are_told() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let mut a = Client::connected("a", relay.address()).await;
    a.edit("key", "dot").await;
    a.wait_until_in_sync().await;
    let (status, _, body) = get(relay.address(), "/healthz").await;
    assert_eq!((status, body.as_slice()), (200, b"ok\n".as_slice()));
    assert_eq!(metric(relay.address(), "connections").await, Some(1));
    assert_eq!(metric(relay.address(), "documents").await, Some(1));
    assert!(metric(relay.address(), "appends_total").await > Some(0));
    relay.stop().await;
}
