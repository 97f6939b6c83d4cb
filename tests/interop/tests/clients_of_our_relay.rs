//! `automerge-repo` and `samod` as clients of our relay.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use automerge::Automerge;
use document::Reader;
use futures_util::StreamExt;
use interop::{Client, Node, PATIENCE, get, put, samod_peer};
use serde_json::json;
use support::{CONTRACT_ID, Relay, contract_actor, empty_actor, small_actor};
use tokio::time::timeout;

#[tokio::test]
async fn automerge_repo_clients_and_ours_converge() {
    let relay = Relay::start().await;
    let mut a = Node::client(&relay.url(), "a");
    let mut b = Node::client(&relay.url(), "b");
    let id = a.create("from a", "dot").await;
    let mut ours = Client::connected("ours", &relay.url(), empty_actor(&id)).await;
    ours.wait_for("from a", "dot").await;
    assert_eq!(b.find(&id).await, "ready");
    b.wait(&id, "from a", "dot").await;
    b.put(&id, "from b", "dot").await;
    ours.edit(|document| put(document, "from ours", "dot"))
        .await;
    ours.wait_for("from b", "dot").await;
    ours.until(Client::is_in_sync).await;
    for node in [&mut a, &mut b] {
        node.wait(&id, "from b", "dot").await;
        node.wait(&id, "from ours", "dot").await;
        assert_eq!(node.heads(&id).await, ours.heads());
    }
}

#[tokio::test]
async fn our_document_opens_in_automerge_repo() {
    let relay = Relay::start().await;
    let mut ours = Client::connected("ours", &relay.url(), small_actor()).await;
    let id = ours.actor.document_id().to_string();
    ours.until(Client::is_in_sync).await;
    let mut a = Node::client(&relay.url(), "a");
    assert_eq!(a.find(&id).await, "ready");
    a.wait(&id, "title", "contract").await;
    a.put(&id, "from a", "dot").await;
    ours.wait_for("from a", "dot").await;
    assert_eq!(a.heads(&id).await, ours.heads());
}

#[tokio::test]
async fn missing_document_is_unavailable_to_automerge_repo() {
    let relay = Relay::start().await;
    let mut a = Node::client(&relay.url(), "a");
    let id = small_actor().document_id().to_string();
    assert_eq!(a.find(&id).await, "unavailable");
}

#[tokio::test]
async fn ephemeral_messages_pass_between_automerge_repo_and_ours() {
    let relay = Relay::start().await;
    let mut a = Node::client(&relay.url(), "a");
    let mut b = Node::client(&relay.url(), "b");
    let id = a.create("key", "dot").await;
    let mut ours = Client::connected("ours", &relay.url(), empty_actor(&id)).await;
    ours.wait_for("key", "dot").await;
    assert_eq!(b.find(&id).await, "ready");
    ours.until(Client::is_in_sync).await;
    // The content is CBOR in automerge-repo: a text of two characters.
    ours.broadcast(b"\x62hi".to_vec()).await;
    let hear = json!({"command": "hear", "id": id});
    assert_eq!(a.ask(hear.clone()).await, "hi");
    assert_eq!(b.ask(hear.clone()).await, "hi");
    a.ask(json!({"command": "broadcast", "id": id, "message": "yo"}))
        .await;
    assert_eq!(b.ask(hear).await, "yo");
    ours.until(|ours| !ours.heard.is_empty()).await;
    assert_eq!(ours.heard, [b"\x62yo".to_vec()]);
}

#[tokio::test]
async fn contract_changed_by_automerge_repo_is_still_read() {
    let relay = Relay::start().await;
    let mut ours = Client::connected("ours", &relay.url(), contract_actor()).await;
    let id = ours.actor.document_id().to_string();
    assert_eq!(id, CONTRACT_ID);
    ours.until(Client::is_in_sync).await;
    let mut a = Node::client(&relay.url(), "a");
    assert_eq!(a.find(&id).await, "ready");

    let cards = a.ask(json!({"command": "get", "id": id, "path": ["cards"]}));
    let cards = cards.await;
    let (slug, card) = cards.as_object().unwrap().iter().next().unwrap();
    let reader = Reader::open(ours.actor.document());
    let slug = slug.parse().unwrap();
    let read = reader.snapshot().cards.get(&slug).unwrap();
    assert_eq!(card["name"], read.name.as_ref());

    let proposals = a.ask(json!({"command": "get", "id": id, "path": ["proposals"]}));
    let proposals = proposals.await;
    let target = proposals.as_object().unwrap().keys().next().unwrap();
    let comment = json!({
        "target_kind": "proposal", "target": target,
        "text": "Vu d'un autre programme.", "added_at": 29_000_000,
    });
    let key = "00112233445566778899aabbccddeeff";
    a.ask(json!({"command": "put", "id": id, "path": ["comments", key], "value": comment}))
        .await;
    ours.until(|ours| !comments(ours).is_empty()).await;
    assert_eq!(comments(&ours), ["Vu d'un autre programme."]);
    assert_eq!(Reader::open(ours.actor.document()).anomalies(), []);
    assert_eq!(a.heads(&id).await, ours.heads());
}

/// What people wrote, as the screens get it.
fn comments(ours: &Client) -> Vec<String> {
    let reader = Reader::open(ours.actor.document());
    let comments = reader.snapshot().comments.values();
    comments.map(|comment| comment.text.to_string()).collect()
}

#[tokio::test]
async fn samod_clients_and_ours_converge() {
    let relay = Relay::start().await;
    let a = samod_peer::client(&relay.url(), "a").await;
    let b = samod_peer::client(&relay.url(), "b").await;
    let mut document = Automerge::new();
    put(&mut document, "from a", "dot");
    let in_a = a.create(document).await.unwrap();
    let id = in_a.document_id().clone();
    let mut ours = Client::connected("ours", &relay.url(), empty_actor(&id.to_string())).await;
    ours.wait_for("from a", "dot").await;
    let in_b = timeout(PATIENCE, b.find(id))
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    in_b.with_document(|document| put(document, "from b", "dot"));
    ours.edit(|document| put(document, "from ours", "dot"))
        .await;
    ours.wait_for("from b", "dot").await;
    ours.until(Client::is_in_sync).await;
    for handle in [&in_a, &in_b] {
        wait_for(handle, "from b", "dot").await;
        wait_for(handle, "from ours", "dot").await;
        let heads = handle.with_document(|document| document.get_heads());
        assert_eq!(heads.len(), ours.actor.heads().len());
        assert!(heads.iter().all(|head| ours.actor.heads().contains(head)));
    }
    a.stop().await;
    b.stop().await;
}

/// Until a text stands at the top of a document of `samod`.
async fn wait_for(handle: &samod::DocHandle, key: &str, value: &str) {
    let mut changes = handle.changes();
    while handle
        .with_document(|document| get(document, key))
        .as_deref()
        != Some(value)
    {
        timeout(PATIENCE, changes.next()).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn missing_document_is_unavailable_to_samod() {
    let relay = Relay::start().await;
    let a = samod_peer::client(&relay.url(), "a").await;
    let id = small_actor().document_id().to_string();
    let found = timeout(PATIENCE, a.find(id.parse().unwrap())).await;
    assert!(found.unwrap().unwrap().is_none());
    a.stop().await;
}

#[tokio::test]
async fn ephemeral_messages_pass_between_samod_and_ours() {
    let relay = Relay::start().await;
    let mut ours = Client::connected("ours", &relay.url(), small_actor()).await;
    ours.until(Client::is_in_sync).await;
    let a = samod_peer::client(&relay.url(), "a").await;
    let id = ours.actor.document_id().to_string();
    let found = timeout(PATIENCE, a.find(id.parse().unwrap())).await;
    let in_a = found.unwrap().unwrap().unwrap();
    let mut heard = in_a.ephemera();
    ours.broadcast(b"\x62hi".to_vec()).await;
    let first = timeout(PATIENCE, heard.next()).await.unwrap();
    assert_eq!(first.unwrap(), b"\x62hi");
    in_a.broadcast(b"\x62yo".to_vec());
    ours.until(|ours| !ours.heard.is_empty()).await;
    assert_eq!(ours.heard, [b"\x62yo".to_vec()]);
    a.stop().await;
}

#[tokio::test]
async fn contract_changed_by_samod_is_still_read() {
    let relay = Relay::start().await;
    let mut ours = Client::connected("ours", &relay.url(), contract_actor()).await;
    ours.until(Client::is_in_sync).await;
    let a = samod_peer::client(&relay.url(), "a").await;
    let found = timeout(PATIENCE, a.find(CONTRACT_ID.parse().unwrap())).await;
    let in_a = found.unwrap().unwrap().unwrap();
    in_a.with_document(|document| {
        let reader = Reader::open(document);
        let target = *reader.snapshot().proposals.keys().next().unwrap();
        let comment = domain::Command::AddComment {
            id: domain::CommentId::from_bytes([7; 16]),
            target: domain::Target::Proposal(target),
            text: domain::Remark::new("Vu d'un autre programme.").unwrap(),
            council: None,
            workshop: None,
            at: domain::Timestamp::from_epoch_min(29_000_000),
        };
        document::write(document, reader.snapshot(), &comment).unwrap();
    });
    ours.until(|ours| !comments(ours).is_empty()).await;
    assert_eq!(comments(&ours), ["Vu d'un autre programme."]);
    a.stop().await;
}
