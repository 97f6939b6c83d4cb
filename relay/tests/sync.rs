//! Clients that meet through a relay, and relays that stop and start.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use automerge::sync;
use common::{Client, config, document_id, get, metric, read_to_close, relay, socket};
use futures_util::SinkExt;
use relay::{OpenError, StartError, start};
use replication::limits::FRAME_BYTES_MAX;
use replication::{DocumentActor, DocumentId, Message, PeerId, PeerMetadata, Session};
use tokio_tungstenite::tungstenite::Message as Frame;

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
    let local = PeerId::new("tablet");
    let (_, join) = Session::client(local, PeerMetadata::default(), None);
    first
        .send(Frame::Binary(join.encode().into()))
        .await
        .unwrap();
    let mut second = Client::connected("tablet", relay.address()).await;
    let (errors, code) = read_to_close(&mut first).await;
    assert_eq!(errors.len(), 1);
    assert_eq!(code, Some(1000));
    second.edit("key", "dot").await;
    second.wait_until_in_sync().await;
    relay.stop().await;
}

#[tokio::test]
async fn malformed_frames_end_their_connection_and_no_other() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut witness = Client::connected("witness", address).await;
    let (_, join) = Session::client(PeerId::new("bad"), PeerMetadata::default(), None);
    let join = join.encode();
    let target_id = relay_id(address).await;
    let bad_sync = Message::Sync {
        document_id: document_id(),
        sender_id: PeerId::new("bad"),
        target_id: target_id.clone(),
        data: b"not a sync message".to_vec(),
    };
    let wrong_sender = Message::DocUnavailable {
        document_id: document_id(),
        sender_id: PeerId::new("witness"),
        target_id,
    };
    let check = |frames: Vec<Frame>| async move {
        let mut socket = socket(address).await;
        for frame in frames {
            socket.send(frame).await.unwrap();
        }
        let (errors, code) = read_to_close(&mut socket).await;
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(code, Some(1002));
    };
    let binary = |bytes: Vec<u8>| Frame::Binary(bytes.into());
    check(vec![binary(b"garbage".to_vec())]).await;
    check(vec![binary(Vec::new())]).await;
    check(vec![Frame::Text("{}".into())]).await;
    check(vec![binary(join.clone()), binary(join.clone())]).await;
    check(vec![binary(join.clone()), binary(bad_sync.encode())]).await;
    check(vec![binary(join.clone()), binary(wrong_sender.encode())]).await;
    witness.edit("undisturbed", "dot").await;
    witness.wait_until_in_sync().await;
    let name = "connections_closed_total{cause=\"Malformed\"}";
    assert_eq!(metric(address, name).await, Some(6));
    relay.stop().await;
}

/// The relay's peer id, which messages must name.
async fn relay_id(address: std::net::SocketAddr) -> PeerId {
    use futures_util::StreamExt;
    let mut socket = socket(address).await;
    let (_, join) = Session::client(PeerId::new("asker"), PeerMetadata::default(), None);
    socket
        .send(Frame::Binary(join.encode().into()))
        .await
        .unwrap();
    let Some(Ok(Frame::Binary(answer))) = socket.next().await else {
        panic!("the relay answers a join");
    };
    let answer = Message::decode(&answer).unwrap().unwrap();
    answer.sender_id().unwrap().clone()
}

#[tokio::test]
async fn over_a_limit_ends_the_connection() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let (_, join) = Session::client(PeerId::new("greedy"), PeerMetadata::default(), None);
    let join = Frame::Binary(join.encode().into());

    let mut long = socket(address).await;
    long.send(join.clone()).await.unwrap();
    // The relay may close while the frame is still on its way.
    let _sent = long
        .send(Frame::Binary(vec![0; FRAME_BYTES_MAX + 1].into()))
        .await;
    read_to_close(&mut long).await;

    let mut many = socket(address).await;
    many.send(join).await.unwrap();
    let target_id = relay_id(address).await;
    let state = &mut sync::State::new();
    let hello = sync::SyncDoc::generate_sync_message(&automerge::Automerge::new(), state);
    let data = hello.unwrap().encode();
    for number in 0..=64 {
        let request = Message::Request {
            document_id: DocumentId::from_bytes([number; 16]),
            sender_id: PeerId::new("greedy"),
            target_id: target_id.clone(),
            data: data.clone(),
        };
        many.send(Frame::Binary(request.encode().into()))
            .await
            .unwrap();
    }
    let (errors, code) = read_to_close(&mut many).await;
    assert_eq!(errors, ["too many documents on one connection"]);
    assert_eq!(code, Some(1008));

    let name = "connections_closed_total{cause=\"OverLimit\"}";
    assert_eq!(metric(address, name).await, Some(2));
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
async fn foreign_page_may_not_open_a_socket() {
    let data = tempfile::tempdir().unwrap();
    let mut config = config(data.path());
    config.origins = vec!["https://named.example.org".to_owned()];
    let relay = start(&config).await.unwrap();
    let check = async |origin: &str, expected| {
        let request = format!(
            "GET /sync HTTP/1.1\r\norigin: {origin}\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=="
        );
        // Without `connection: upgrade` the allowed ones end at 400.
        let (status, _, _) = common::http(relay.address(), &request).await;
        assert_eq!(status, expected, "{origin}");
    };
    check("https://evil.example.org", 403).await;
    check("https://named.example.org", 400).await;
    check("http://127.0.0.1:8081", 400).await;
    relay.stop().await;
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
