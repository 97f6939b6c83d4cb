//! Our relay is killed and started again while others are connected to it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use interop::{Client, Live, Node, OurRelay, PATIENCE, get, put, put_ballot, samod_peer};
use support::{empty_actor, small_actor};
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until, timeout};

/// Clients that come back together: the tablets of four councils, and more.
const N_CLIENTS: usize = 150;

/// In which they come back.
const RETURN: Duration = Duration::from_secs(1);

/// Until all are equal, on a machine that does other work as well; the budget of
/// 5 s is measured by `cargo xtask bench sync`.
const RETURN_MAX: Duration = Duration::from_mins(2);

async fn our_relay(data: &Path) -> OurRelay {
    OurRelay::start(Path::new(env!("CARGO_BIN_EXE_our_relay")), data).await
}

/// A client connects by itself, as often as need be, until it has the ballots of all.
async fn come_back(client: Live, url: String, at: Instant) -> Live {
    sleep_until(at.into()).await;
    loop {
        if !client.try_connect(&url).await {
            sleep(RETURN).await;
            continue;
        }
        let known = client
            .when(|known| known.heads.len() >= N_CLIENTS || !known.is_connected)
            .await;
        if known.is_connected {
            return client;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_come_back_together_after_a_kill_have_the_ballots_of_all() {
    let data = tempfile::tempdir().unwrap();
    let mut relay = our_relay(data.path()).await;
    let mut clients = Vec::new();
    for number in 0..N_CLIENTS {
        let name = format!("client {number}");
        clients.push(Live::connected(&name, &relay.url(), small_actor()).await);
    }
    relay.kill().await;
    for (number, client) in clients.iter().enumerate() {
        client.until(|known| !known.is_connected).await;
        client.edit(move |it| put_ballot(it, number)).await;
    }
    relay.restart().await;
    let start = Instant::now();
    let mut returning = JoinSet::new();
    for (number, client) in clients.into_iter().enumerate() {
        let share = f64::from(u32::try_from(number).unwrap()) / f64::from(150_u32);
        returning.spawn(come_back(
            client,
            relay.url(),
            start + RETURN.mul_f64(share),
        ));
    }
    let returned = timeout(RETURN_MAX, returning.join_all()).await;
    let clients = returned.expect("all have the ballots of all, in time");
    println!("{N_CLIENTS} clients equal after {:?}", start.elapsed());
    let heads = clients[0].known().heads;
    assert_eq!(heads.len(), N_CLIENTS, "a head for each ballot");
    for client in &clients {
        assert_eq!(client.known().heads, heads);
        client.acknowledged().await;
    }
    // Who knows only the id gets the same: the relay has them all, and stored.
    drop(clients);
    relay.kill().await;
    relay.restart().await;
    let id = small_actor().document_id().to_string();
    let newcomer = Live::connected("newcomer", &relay.url(), empty_actor(&id)).await;
    newcomer.has(&heads).await;
}

#[tokio::test]
async fn automerge_repo_client_comes_back_by_itself_and_brings_what_it_did() {
    let data = tempfile::tempdir().unwrap();
    let mut relay = our_relay(data.path()).await;
    let mut ours = Client::connected("ours", &relay.url(), small_actor()).await;
    ours.until(Client::is_in_sync).await;
    let id = ours.actor.document_id().to_string();
    let mut a = Node::client(&relay.url(), "a");
    assert_eq!(a.find(&id).await, "ready");
    for round in 0..3 {
        let (theirs, mine) = (format!("from a {round}"), format!("from ours {round}"));
        relay.kill().await;
        while ours.receive().await {}
        a.put(&id, &theirs, "dot").await;
        ours.edit(|document| put(document, &mine, "dot")).await;
        relay.restart().await;
        ours.connect(&relay.url()).await;
        ours.wait_for(&theirs, "dot").await;
        a.wait(&id, &mine, "dot").await;
        ours.until(Client::is_in_sync).await;
        assert_eq!(a.heads(&id).await, ours.heads());
    }
}

#[tokio::test]
async fn samod_client_comes_back_by_itself_and_brings_what_it_did() {
    let data = tempfile::tempdir().unwrap();
    let mut relay = our_relay(data.path()).await;
    let mut ours = Client::connected("ours", &relay.url(), small_actor()).await;
    ours.until(Client::is_in_sync).await;
    let id = ours.actor.document_id().to_string();
    let a = samod_peer::client(&relay.url(), "a").await;
    let found = timeout(PATIENCE, a.find(id.parse().unwrap())).await;
    let in_a = found.unwrap().unwrap().unwrap();
    relay.kill().await;
    while ours.receive().await {}
    in_a.with_document(|document| put(document, "from a", "dot"));
    ours.edit(|document| put(document, "from ours", "dot"))
        .await;
    relay.restart().await;
    ours.connect(&relay.url()).await;
    ours.wait_for("from a", "dot").await;
    let mut changes = in_a.changes();
    while in_a
        .with_document(|document| get(document, "from ours"))
        .is_none()
    {
        timeout(PATIENCE, changes.next()).await.unwrap().unwrap();
    }
    a.stop().await;
}
