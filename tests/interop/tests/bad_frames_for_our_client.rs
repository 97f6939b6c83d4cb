//! A server that says what it must not: our client closes, says why, keeps its
//! document, and syncs with the next server as if nothing had been.
#![allow(
    clippy::large_futures,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and may hold its clients where it likes"
)]

mod support;

use automerge::sync;
use futures_util::{SinkExt, StreamExt};
use interop::{Client, PATIENCE, get, put};
use replication::{DocumentId, Message, PeerId, PeerMetadata};
use support::{Relay, small_actor};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{WebSocketStream, accept_async};

/// A server that follows no rule but its script.
struct BadServer {
    listener: TcpListener,
}

impl BadServer {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { listener }
    }

    fn url(&self) -> String {
        format!("ws://{}/", self.listener.local_addr().unwrap())
    }

    /// Takes a connection and its `join`.
    async fn accept(&self) -> WebSocketStream<TcpStream> {
        let (stream, _) = self.listener.accept().await.unwrap();
        let mut socket = accept_async(stream).await.unwrap();
        let join = decoded(&next_frame(&mut socket).await.unwrap());
        assert!(matches!(join, Message::Join { .. }), "{join:?}");
        socket
    }
}

async fn next_frame(socket: &mut WebSocketStream<TcpStream>) -> Option<Vec<u8>> {
    match timeout(PATIENCE, socket.next()).await.unwrap() {
        Some(Ok(Frame::Binary(bytes))) => Some(bytes.to_vec()),
        _ => None,
    }
}

/// What the client says as its reason, if it closes with one.
async fn reason_given(socket: &mut WebSocketStream<TcpStream>) -> Option<String> {
    loop {
        if let Message::Error { message, .. } = decoded(&next_frame(socket).await?) {
            return Some(message);
        }
    }
}

fn decoded(frame: &[u8]) -> Message {
    Message::decode(frame).unwrap().unwrap()
}

fn server() -> PeerId {
    PeerId::new("server")
}

fn client() -> PeerId {
    PeerId::new("client")
}

fn welcome(sender_id: PeerId, target_id: PeerId, version: &str) -> Vec<u8> {
    let message = Message::Peer {
        sender_id,
        target_id,
        selected_protocol_version: version.to_owned(),
        metadata: PeerMetadata::default(),
    };
    message.encode()
}

fn good_welcome() -> Vec<u8> {
    welcome(server(), client(), "1")
}

fn sync_of(
    document_id: DocumentId,
    sender_id: PeerId,
    target_id: PeerId,
    data: Vec<u8>,
) -> Vec<u8> {
    let message = Message::Sync {
        document_id,
        sender_id,
        target_id,
        data,
    };
    message.encode()
}

fn sync_frame(data: Vec<u8>) -> Vec<u8> {
    sync_of(small_actor().document_id(), server(), client(), data)
}

/// A sync message with these bytes as its only change.
fn with_change(change: Vec<u8>) -> Vec<u8> {
    let message = sync::Message {
        heads: vec![],
        need: vec![],
        have: vec![],
        changes: vec![change].into(),
        flags: None,
        version: sync::MessageVersion::V1,
    };
    sync_frame(message.encode())
}

/// A sync message whose summary of changes has entries and no bits.
fn with_hostile_summary() -> Vec<u8> {
    // Version, no heads, no need, one `have`: no last sync, a Bloom filter of
    // two bytes that says 127 entries and nothing else; no changes.
    sync_frame(vec![0x42, 0, 0, 1, 0, 2, 127, 10, 0])
}

/// Sends frames after the handshake, or in its place, and checks all that the
/// client promises. `words`: of the reason that it gives; none where the other
/// end has said why itself.
async fn check(what: &str, frames: &[Vec<u8>], words: Option<&str>) {
    let bad = BadServer::start().await;
    let mut ours = Client::offline("client", small_actor());
    ours.edit(|document| put(document, "kept", "dot")).await;
    let (before, url) = (ours.heads(), bad.url());
    let serve = async {
        let mut socket = bad.accept().await;
        for frame in frames {
            // The client may have closed at an earlier one.
            let _sent = socket.send(Frame::Binary(frame.clone().into())).await;
        }
        reason_given(&mut socket).await
    };
    let connect = async {
        if ours.try_connect(&url).await {
            while ours.receive().await {}
        }
    };
    let (said, ()) = tokio::join!(serve, connect);
    assert!(!ours.is_connected(), "{what}: still open");
    let reason = ours.refusal.clone().unwrap_or_default();
    assert!(!reason.is_empty(), "{what}: closed without a reason");
    if let Some(words) = words {
        assert!(reason.contains(words), "{what}: {reason}");
        assert_eq!(said.as_deref(), Some(&*reason), "{what}: the peer is told");
    }
    assert_eq!(ours.heads(), before, "{what}: the document is as before");

    let relay = Relay::start().await;
    ours.connect(&relay.url()).await;
    ours.until(Client::is_in_sync).await;
    let mut other = Client::connected("other", &relay.url(), small_actor()).await;
    other.wait_for("kept", "dot").await;
    assert_eq!(get(ours.actor.document(), "kept").as_deref(), Some("dot"));
}

#[tokio::test]
async fn handshake_that_is_none_is_refused() {
    let refused = [
        ("noise", vec![0xff, 0, 1, 2], "malformed frame"),
        ("nothing at all", vec![], "malformed frame"),
        (
            "a cut-off welcome",
            good_welcome()[..20].to_vec(),
            "malformed frame",
        ),
        (
            "another version",
            welcome(server(), client(), "2"),
            "unsupported protocol version",
        ),
        (
            "a welcome for another",
            welcome(server(), PeerId::new("x"), "1"),
            "target id",
        ),
        (
            "the client's own id",
            welcome(client(), client(), "1"),
            "the id of this end",
        ),
        (
            "a document before the welcome",
            sync_frame(vec![1]),
            "the handshake",
        ),
    ];
    for (what, frame, words) in refused {
        check(what, &[frame], Some(words)).await;
    }
}

#[tokio::test]
async fn bad_frame_after_the_handshake_closes_and_loses_nothing() {
    let refused = [
        ("noise", vec![0xa1, 0x61], "malformed frame"),
        ("a sync without bytes", sync_frame(vec![]), "malformed"),
        (
            "a second welcome",
            good_welcome(),
            "the handshake is already done",
        ),
        (
            "another sender",
            sync_of(
                small_actor().document_id(),
                PeerId::new("x"),
                client(),
                vec![1],
            ),
            "sender id",
        ),
        (
            "another target",
            sync_of(
                small_actor().document_id(),
                server(),
                PeerId::new("x"),
                vec![1],
            ),
            "target id",
        ),
        (
            "a payload that is no sync message",
            sync_frame(vec![1, 2, 3]),
            "malformed sync message",
        ),
        (
            "a change that is cut off",
            with_change(vec![0x85, 0x6f, 0x4a, 0x83, 1]),
            "malformed sync message",
        ),
        (
            "a summary without bits",
            with_hostile_summary(),
            "malformed sync message",
        ),
    ];
    for (what, frame, words) in refused {
        check(what, &[good_welcome(), frame], Some(words)).await;
    }
}

#[tokio::test]
async fn refusal_of_the_server_is_the_reason() {
    let refusal = Message::Error {
        sender_id: Some(server()),
        target_id: None,
        message: "not today".to_owned(),
    };
    check("an error", &[good_welcome(), refusal.encode()], None).await;
}
