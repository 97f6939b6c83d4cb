//! `automerge-repo` and `samod` as servers of our session.
#![allow(
    clippy::large_futures,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and may hold its clients where it likes"
)]

mod support;

use std::path::Path;

use document::Reader;
use interop::samod_peer::{self, Server};
use interop::{Client, Node, PATIENCE, put};
use replication::DocumentActor;
use serde_json::json;
use support::{contract_actor, empty_actor, small_actor};
use tokio::net::TcpListener;
use tokio::time::timeout;

/// Two clients of ours meet through a server, and both end in the same state.
async fn check_converges(url: &str, actor: fn() -> DocumentActor) -> (Client, Client) {
    let mut a = Client::connected("a", url, actor()).await;
    a.edit(|document| put(document, "from a", "dot")).await;
    a.until(Client::is_in_sync).await;
    let mut b = Client::connected("b", url, actor()).await;
    b.edit(|document| put(document, "from b", "dot")).await;
    let has_all = |client: &Client| {
        client.says("from a", "dot") && client.says("from b", "dot") && client.is_in_sync()
    };
    Client::both_until(&mut a, &mut b, has_all).await;
    assert_eq!(a.heads(), b.heads());
    (a, b)
}

/// What one client of ours broadcasts, the other hears.
async fn check_ephemeral(a: &mut Client, b: &mut Client) {
    a.broadcast(b"\x62hi".to_vec()).await;
    b.until(|b| !b.heard.is_empty()).await;
    assert_eq!(b.heard, [b"\x62hi".to_vec()]);
}

/// A client that knows only the id gets the document.
async fn check_is_given(url: &str, id: &str) {
    let mut newcomer = Client::connected("newcomer", url, empty_actor(id)).await;
    newcomer.wait_for("from a", "dot").await;
    newcomer.wait_for("from b", "dot").await;
}

async fn check_automerge_repo(announces: bool) {
    let folder = tempfile::tempdir().unwrap();
    let (mut server, port) = Node::server(0, folder.path(), announces).await;
    let url = format!("ws://127.0.0.1:{port}");
    let (mut a, mut b) = check_converges(&url, small_actor).await;
    let id = a.actor.document_id().to_string();
    check_is_given(&url, &id).await;
    check_ephemeral(&mut a, &mut b).await;
    assert_eq!(server.find(&id).await, "ready");
    server.wait(&id, "from a", "dot").await;
    server.put(&id, "from the server", "dot").await;
    a.wait_for("from the server", "dot").await;
    b.wait_for("from the server", "dot").await;
    assert_eq!(server.heads(&id).await, a.heads());
}

#[tokio::test]
async fn we_converge_through_automerge_repo() {
    check_automerge_repo(true).await;
}

#[tokio::test]
async fn automerge_repo_that_announces_nothing_still_answers() {
    check_automerge_repo(false).await;
}

#[tokio::test]
async fn automerge_repo_says_that_a_document_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, port) = Node::server(0, folder.path(), false).await;
    let url = format!("ws://127.0.0.1:{port}");
    let id = small_actor().document_id().to_string();
    let mut a = Client::connected("a", &url, empty_actor(&id)).await;
    a.until(|a| a.is_unavailable).await;
    let mut b = Client::connected("b", &url, small_actor()).await;
    b.until(Client::is_in_sync).await;
    a.wait_for("title", "contract").await;
}

#[tokio::test]
async fn we_come_back_to_an_automerge_repo_that_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut server, port) = Node::server(0, folder.path(), true).await;
    let url = format!("ws://127.0.0.1:{port}");
    let (mut a, mut b) = check_converges(&url, small_actor).await;
    server.ask(json!({"command": "flush"})).await;
    server.kill().await;
    change_alone(&mut a, &mut b).await;
    let (_server, _) = Node::server(port, folder.path(), true).await;
    check_comes_back(&url, &mut a, &mut b).await;
}

/// Each client changes the document after the server was killed.
async fn change_alone(a: &mut Client, b: &mut Client) {
    while a.receive().await {}
    while b.receive().await {}
    a.edit(|document| put(document, "meanwhile a", "dot")).await;
    b.edit(|document| put(document, "meanwhile b", "dot")).await;
}

/// Both connect anew and end in the same state.
async fn check_comes_back(url: &str, a: &mut Client, b: &mut Client) {
    a.connect(url).await;
    b.connect(url).await;
    let has_all =
        |client: &Client| client.says("meanwhile a", "dot") && client.says("meanwhile b", "dot");
    Client::both_until(a, b, has_all).await;
    assert_eq!(a.heads(), b.heads());
}

#[tokio::test]
async fn contract_kept_by_automerge_repo_is_still_read() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, port) = Node::server(0, folder.path(), false).await;
    let url = format!("ws://127.0.0.1:{port}");
    let (a, _) = check_converges(&url, contract_actor).await;
    check_contract(&url, &a).await;
}

/// A comment as another program writes it into the contract, and its text.
fn foreign_comment(target: &str) -> (&'static str, serde_json::Value) {
    let comment = json!({
        "target_kind": "proposal", "target": target,
        "text": "Vu d'un serveur.", "added_at": 29_000_000,
    });
    ("00112233445566778899aabbccddeeff", comment)
}

/// Both clients have the comment of the server, and nothing is odd about it.
async fn check_comment_arrives(clients: [&mut Client; 2]) {
    for client in clients {
        let has_comment = |client: &Client| {
            let reader = Reader::open(client.actor.document());
            let mut comments = reader.snapshot().comments.values();
            comments.any(|comment| &*comment.text == "Vu d'un serveur.")
        };
        client.until(has_comment).await;
        let reader = Reader::open(client.actor.document());
        assert_eq!(reader.anomalies(), []);
    }
}

#[tokio::test]
async fn contract_changed_by_an_automerge_repo_server_is_received() {
    let folder = tempfile::tempdir().unwrap();
    let (mut server, port) = Node::server(0, folder.path(), true).await;
    let url = format!("ws://127.0.0.1:{port}");
    let (mut a, mut b) = check_converges(&url, contract_actor).await;
    let id = a.actor.document_id().to_string();
    assert_eq!(server.find(&id).await, "ready");
    let proposals = json!({"command": "get", "id": id, "path": ["proposals"]});
    let proposals = server.ask(proposals).await;
    let target = proposals.as_object().unwrap().keys().next().unwrap();
    let (key, comment) = foreign_comment(target);
    let put = json!({"command": "put", "id": id, "path": ["comments", key], "value": comment});
    server.ask(put).await;
    check_comment_arrives([&mut a, &mut b]).await;
    assert_eq!(server.heads(&id).await, a.heads());
}

#[tokio::test]
async fn contract_changed_by_a_samod_server_is_received() {
    let folder = tempfile::tempdir().unwrap();
    let repo = samod_peer::keeper(folder.path()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    let serving = tokio::spawn(samod_peer::serve(listener, repo.clone()));
    let (mut a, mut b) = check_converges(&url, contract_actor).await;
    let id = a.actor.document_id().to_string();
    let found = timeout(PATIENCE, repo.find(id.parse().unwrap())).await;
    let in_server = found.unwrap().unwrap().unwrap();
    in_server.with_document(|document| {
        let reader = Reader::open(document);
        let target = *reader.snapshot().proposals.keys().next().unwrap();
        let comment = domain::Command::AddComment {
            id: domain::CommentId::from_bytes([7; 16]),
            target: domain::Target::Proposal(target),
            text: domain::Remark::new("Vu d'un serveur.").unwrap(),
            council: None,
            workshop: None,
            at: domain::Timestamp::from_epoch_min(29_000_000),
        };
        document::write(document, reader.snapshot(), &comment).unwrap();
    });
    check_comment_arrives([&mut a, &mut b]).await;
    serving.abort();
    repo.stop().await;
}

#[tokio::test]
async fn we_converge_through_samod() {
    let folder = tempfile::tempdir().unwrap();
    let server = samod(0, folder.path()).await;
    let url = server.url();
    let (mut a, mut b) = check_converges(&url, small_actor).await;
    check_is_given(&url, &a.actor.document_id().to_string()).await;
    check_ephemeral(&mut a, &mut b).await;
}

#[tokio::test]
async fn we_come_back_to_a_samod_that_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let server = samod(0, folder.path()).await;
    let (url, port) = (server.url(), server.port());
    let (mut a, mut b) = check_converges(&url, small_actor).await;
    server.kill().await;
    change_alone(&mut a, &mut b).await;
    let _server = samod(port, folder.path()).await;
    check_comes_back(&url, &mut a, &mut b).await;
}

#[tokio::test]
async fn samod_says_that_a_document_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let server = samod(0, folder.path()).await;
    let url = server.url();
    let id = small_actor().document_id().to_string();
    let mut a = Client::connected("a", &url, empty_actor(&id)).await;
    a.until(|a| a.is_unavailable).await;
}

#[tokio::test]
async fn contract_kept_by_samod_is_still_read() {
    let folder = tempfile::tempdir().unwrap();
    let server = samod(0, folder.path()).await;
    let url = server.url();
    let (a, _b) = check_converges(&url, contract_actor).await;
    check_contract(&url, &a).await;
}

async fn samod(port: u16, folder: &Path) -> Server {
    Server::start(Path::new(env!("CARGO_BIN_EXE_samod_server")), port, folder).await
}

/// Whoever has only the id reads the same contract from the server.
async fn check_contract(url: &str, source: &Client) {
    let id = source.actor.document_id().to_string();
    let mut newcomer = Client::connected("newcomer", url, empty_actor(&id)).await;
    newcomer
        .until(|newcomer| newcomer.heads() == source.heads())
        .await;
    let ours = Reader::open(source.actor.document());
    let theirs = Reader::open(newcomer.actor.document());
    assert_eq!(theirs.snapshot(), ours.snapshot());
    assert!(!theirs.snapshot().proposals.is_empty());
}
