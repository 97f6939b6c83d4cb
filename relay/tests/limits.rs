//! Who goes over a limit is told and let go; nobody else notices.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::path::Path;
use std::time::{Duration, Instant};

use automerge::Automerge;
use automerge::sync::{self, SyncDoc};
use common::{
    Client, PATIENCE, config, genesis, join_on, metric, read_to_close, socket, unknown_frame,
    wait_for_metric,
};
use futures_util::{SinkExt, StreamExt};
use relay::limits::{Limits, SEND_MAX};
use relay::{RunningRelay, start};
use replication::limits::FRAME_BYTES_MAX;
use replication::{DocumentActor, DocumentId, Message, PeerId};
use tokio_tungstenite::tungstenite::{Error, Message as Frame};

async fn relay_with(data: &Path, change: impl FnOnce(&mut Limits)) -> RunningRelay {
    let mut config = config(data);
    change(&mut config.limits);
    start(&config).await.unwrap()
}

/// The others go on: one writes, and the relay has it.
async fn check_undisturbed(witness: &mut Client) {
    witness.edit("undisturbed", "dot").await;
    witness.wait_until_in_sync().await;
}

#[tokio::test]
async fn connection_over_the_limit_is_refused_until_another_leaves() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| limits.connections_max = 2).await;
    let address = relay.address();
    let mut witness = Client::connected("witness", address).await;
    let mut leaving = Client::connected("leaving", address).await;
    let connect = async || tokio_tungstenite::connect_async(format!("ws://{address}/sync")).await;
    let Err(Error::Http(refusal)) = connect().await else {
        panic!("the third is refused");
    };
    assert_eq!(refusal.status(), 503);
    check_undisturbed(&mut witness).await;
    leaving.disconnect().await;
    let deadline = Instant::now() + PATIENCE;
    while connect().await.is_err() {
        assert!(Instant::now() < deadline, "the place is never free");
    }
    check_undisturbed(&mut witness).await;
    relay.stop().await;
}

#[tokio::test]
async fn too_many_frames_per_second_end_their_connection() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| {
        limits.frames_per_s_max = 1;
        limits.frames_burst_max = 40;
    })
    .await;
    let mut witness = Client::connected("witness", relay.address()).await;
    for frame in [unknown_frame(), Frame::Ping(Vec::new().into())] {
        let mut socket = socket(relay.address()).await;
        join_on(&mut socket, "hasty").await;
        for _ in 0..60 {
            // The relay may have closed already.
            let _sent = socket.send(frame.clone()).await;
        }
        let (errors, code) = read_to_close(&mut socket).await;
        assert_eq!(errors, ["too many frames per second"], "{frame:?}");
        assert_eq!(code, Some(1008));
    }
    check_undisturbed(&mut witness).await;
    relay.stop().await;
}

#[tokio::test]
async fn frame_over_the_limit_ends_its_connection() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |_| {}).await;
    let mut witness = Client::connected("witness", relay.address()).await;
    let mut socket = socket(relay.address()).await;
    join_on(&mut socket, "greedy").await;
    let (mut sink, mut stream) = socket.split();
    let sending = tokio::spawn(async move {
        let frame = Frame::Binary(vec![0; FRAME_BYTES_MAX + 1024 * 1024].into());
        sink.send(frame).await
    });
    let mut errors = Vec::new();
    let code = loop {
        match stream.next().await.unwrap().unwrap() {
            Frame::Binary(bytes) => match Message::decode(&bytes).unwrap() {
                Some(Message::Error { message, .. }) => errors.push(message),
                other => panic!("{other:?}"),
            },
            Frame::Close(close) => break close.map(|close| u16::from(close.code)),
            _ => {}
        }
    };
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with("Space limit exceeded"), "{errors:?}");
    assert_eq!(code, Some(1008));
    // It never arrives whole.
    sending.abort();
    check_undisturbed(&mut witness).await;
    relay.stop().await;
}

#[tokio::test]
async fn silent_client_is_let_go() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| {
        limits.ping_interval = Duration::from_millis(100);
        limits.silence_max = Duration::from_secs(2);
    })
    .await;
    let address = relay.address();
    let mut witness = Client::connected("witness", address).await;
    check_undisturbed(&mut witness).await;
    // Who does not read answers no ping.
    let mut silent = socket(address).await;
    join_on(&mut silent, "silent").await;
    let silent_is_gone = "connections_closed_total{cause=\"Silent\"}";
    tokio::select! {
        () = wait_for_metric(address, silent_is_gone, 1) => {}
        _ = witness.receive() => panic!("nothing but pings comes"),
    }
    let (errors, code) = read_to_close(&mut silent).await;
    // Its late answers to pings may break the socket before it reads the code.
    assert!(errors.is_empty() && matches!(code, None | Some(1000)));
    witness.edit("after", "dot").await;
    witness.wait_until_in_sync().await;
    relay.stop().await;
}

#[tokio::test]
async fn client_that_never_joins_is_let_go_whatever_it_sends() {
    let data = tempfile::tempdir().unwrap();
    let handshake_max = Duration::from_millis(500);
    let relay = relay_with(data.path(), |limits| limits.handshake_max = handshake_max).await;
    let mut witness = Client::connected("witness", relay.address()).await;
    let mut quiet = socket(relay.address()).await;
    let mut pinging = socket(relay.address()).await;
    let pings = async {
        loop {
            let sent = pinging.send(Frame::Ping(Vec::new().into())).await;
            if sent.is_err() || !matches!(pinging.next().await, Some(Ok(Frame::Pong(_)))) {
                break;
            }
            tokio::time::sleep(handshake_max / 10).await;
        }
    };
    tokio::time::timeout(PATIENCE, pings).await.unwrap();
    let (errors, code) = read_to_close(&mut quiet).await;
    assert_eq!((errors, code), (Vec::new(), Some(1000)));
    check_undisturbed(&mut witness).await;
    relay.stop().await;
}

/// Text that does not become shorter when it is deflated.
fn noise(n_bytes: usize, seed: u64) -> String {
    let mut state = seed;
    let mut letter = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b' ' + u8::try_from(state >> 58).unwrap())
    };
    (0..n_bytes).map(|_| letter()).collect()
}

#[tokio::test]
async fn client_that_reads_nothing_is_let_go_and_delays_nobody() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| {
        limits.outbox_bytes_max = 1024 * 1024;
    })
    .await;
    let address = relay.address();
    let mut slow = Client::connected("slow", address).await;
    slow.edit("from slow", "dot").await;
    slow.wait_until_in_sync().await;
    let mut writer = Client::connected("writer", address).await;
    let mut reader = Client::connected("reader", address).await;
    let cause = "connections_closed_total{cause=\"Backpressure\"}";
    let mut n_rounds = 0;
    while metric(address, cause).await != Some(1) {
        assert!(
            n_rounds < 200,
            "100 MB wait for a client that does not read"
        );
        n_rounds += 1;
        let text = noise(512 * 1024, n_rounds);
        let started = Instant::now();
        writer.edit("text", &text).await;
        tokio::join!(writer.wait_until_in_sync(), reader.wait_for("text", &text));
        assert!(started.elapsed() < SEND_MAX / 2, "delayed by another");
    }
    let (errors, code) = read_to_close(&mut slow.into_socket()).await;
    assert_eq!(errors, ["the client reads too slowly"]);
    assert_eq!(code, Some(1013));
    writer.edit("after", "dot").await;
    tokio::join!(writer.wait_until_in_sync(), reader.wait_for("after", "dot"));
    assert_eq!(metric(address, cause).await, Some(1));
    relay.stop().await;
}

#[tokio::test]
async fn too_many_documents_end_their_connection() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| {
        limits.documents_per_connection_max = 3;
    })
    .await;
    let mut witness = Client::connected("witness", relay.address()).await;
    let mut socket = socket(relay.address()).await;
    let target_id = join_on(&mut socket, "greedy").await;
    let hello = Automerge::new().generate_sync_message(&mut sync::State::new());
    let data = hello.unwrap().encode();
    for number in 0..4 {
        let request = Message::Request {
            document_id: DocumentId::from_bytes([number; 16]),
            sender_id: PeerId::new("greedy"),
            target_id: target_id.clone(),
            data: data.clone(),
        };
        let frame = Frame::Binary(request.encode().into());
        socket.send(frame).await.unwrap();
    }
    let (errors, code) = read_to_close(&mut socket).await;
    assert_eq!(errors, ["too many documents on one connection"]);
    assert_eq!(code, Some(1008));
    check_undisturbed(&mut witness).await;
    relay.stop().await;
}

#[tokio::test]
async fn document_without_clients_leaves_the_memory_and_comes_back() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay_with(data.path(), |limits| {
        limits.room_idle_max = Duration::from_millis(100);
    })
    .await;
    let address = relay.address();
    let other = DocumentId::from_bytes([7; 16]);
    let actor = DocumentActor::new(other, &genesis()).unwrap();
    let mut witness = Client::with_actor("witness", actor);
    witness.connect(address).await;
    witness.wait_until_in_sync().await;
    let mut a = Client::connected("a", address).await;
    a.edit("key", "dot").await;
    a.wait_until_in_sync().await;
    assert_eq!(metric(address, "documents").await, Some(2));
    a.disconnect().await;
    wait_for_metric(address, "documents", 1).await;
    check_undisturbed(&mut witness).await;
    let mut b = Client::connected("b", address).await;
    b.wait_for("key", "dot").await;
    assert_eq!(metric(address, "documents").await, Some(2));
    relay.stop().await;
}

#[tokio::test]
async fn frame_that_is_not_read_in_time_ends_its_connection() {
    let data = tempfile::tempdir().unwrap();
    let send_max = Duration::from_millis(500);
    let relay = relay_with(data.path(), |limits| limits.send_max = send_max).await;
    let address = relay.address();
    let mut slow = Client::connected("slow", address).await;
    slow.edit("from slow", "dot").await;
    slow.wait_until_in_sync().await;
    let mut writer = Client::connected("writer", address).await;
    writer.wait_until_in_sync().await;
    let cause = "connections_closed_total{cause=\"Backpressure\"}";
    // More than the system's buffers hold, and less than the outbox does.
    for number in 0..18 {
        writer.edit("text", &noise(1024 * 1024, number)).await;
        writer.wait_until_in_sync().await;
    }
    let started = Instant::now();
    wait_for_metric(address, "connections", 1).await;
    assert!(started.elapsed() < SEND_MAX / 2, "{:?}", started.elapsed());
    assert_eq!(metric(address, cause).await, Some(1));
    check_undisturbed(&mut writer).await;
    relay.stop().await;
}
