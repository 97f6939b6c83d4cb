//! Frames that are none, from a raw socket: their sender is told why and let
//! go; a second client is undisturbed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::net::SocketAddr;

use common::{
    Client, Socket, document_id, join, join_on, read_to_close, relay, socket, unknown_frame,
    wait_for_metric,
};
use futures_util::SinkExt;
use replication::{Message, PeerId};
use tokio_tungstenite::tungstenite::Message as Frame;

fn binary(bytes: impl Into<Vec<u8>>) -> Frame {
    Frame::Binary(bytes.into().into())
}

/// A frame that is right until the test breaks it.
fn sync_message(sender: &str, target: &PeerId) -> Message {
    Message::Sync {
        document_id: document_id(),
        sender_id: PeerId::new(sender),
        target_id: target.clone(),
        data: b"not a sync message".to_vec(),
    }
}

/// Sends frames, and waits for an `error` with all of `words` and the code.
async fn check(mut socket: Socket, frames: Vec<Frame>, words: &[&str], code: u16) {
    for frame in frames {
        socket.send(frame).await.unwrap();
    }
    let (errors, closed) = read_to_close(&mut socket).await;
    let [error] = &errors[..] else {
        panic!("one error that says {words:?}: {errors:?}");
    };
    for word in words {
        assert!(error.contains(word), "`{word}` in {error}");
    }
    assert_eq!(closed, Some(code), "{error}");
}

/// A socket that has joined as `bad`, and the relay's peer id.
async fn joined(address: SocketAddr) -> (Socket, PeerId) {
    let mut socket = socket(address).await;
    let relay_id = join_on(&mut socket, "bad").await;
    (socket, relay_id)
}

async fn check_malformed(address: SocketAddr, n_checks: u64, witness: &mut Client) {
    witness.edit("undisturbed", "dot").await;
    witness.wait_until_in_sync().await;
    let name = "connections_closed_total{cause=\"Malformed\"}";
    wait_for_metric(address, name, n_checks).await;
}

#[tokio::test]
async fn bytes_that_are_no_message_are_refused_before_and_after_joining() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut witness = Client::connected("witness", address).await;
    let Frame::Binary(whole) = join("bad") else {
        panic!("a join is bytes");
    };
    let deep = [vec![0x81; 100_000], vec![0x00]].concat();
    let deep_in_a_message = [b"\xa2\x64type\x67novelty\x64more".to_vec(), deep.clone()].concat();
    let frames: [(Frame, &[&str]); 7] = [
        (binary(&whole[..whole.len() - 1]), &["malformed"]),
        (binary(&whole[..1]), &["malformed"]),
        (binary([whole.to_vec(), vec![0]].concat()), &["malformed"]),
        (binary(b"garbage"), &["malformed"]),
        (binary(Vec::new()), &["malformed"]),
        (Frame::Text("{}".into()), &["text frame"]),
        (binary(deep), &["malformed"]),
    ];
    let mut n_checks = 0;
    for (frame, words) in frames {
        let fresh = socket(address).await;
        check(fresh, vec![frame.clone()], words, 1002).await;
        let (joined, _) = joined(address).await;
        check(joined, vec![frame], words, 1002).await;
        n_checks += 2;
    }
    let (mut socket, _) = joined(address).await;
    socket.send(binary(deep_in_a_message)).await.unwrap();
    check(socket, vec![join("bad")], &["handshake"], 1002).await;
    check_malformed(address, n_checks + 1, &mut witness).await;
    relay.stop().await;
}

#[tokio::test]
async fn message_out_of_place_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut witness = Client::connected("witness", address).await;
    let relay_id = joined(address).await.1;
    for early in [
        binary(sync_message("bad", &relay_id).encode()),
        unknown_frame(),
    ] {
        let fresh = socket(address).await;
        check(fresh, vec![early], &["handshake"], 1002).await;
    }
    let (second_join, _) = joined(address).await;
    check(second_join, vec![join("bad")], &["handshake"], 1002).await;
    let (other_join, _) = joined(address).await;
    let words = ["other", "bad"];
    check(other_join, vec![join("other")], &words, 1002).await;
    let (wrong_sender, relay_id) = joined(address).await;
    let message = sync_message("witness", &relay_id);
    let words = ["witness", "bad"];
    check(wrong_sender, vec![binary(message.encode())], &words, 1002).await;
    let (wrong_target, _) = joined(address).await;
    let message = sync_message("bad", &PeerId::new("witness"));
    check(
        wrong_target,
        vec![binary(message.encode())],
        &["witness"],
        1002,
    )
    .await;
    check_malformed(address, 6, &mut witness).await;
    relay.stop().await;
}

#[tokio::test]
async fn sync_message_that_cannot_be_read_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut witness = Client::connected("witness", address).await;
    let cases: [(&[u8], &str); 4] = [
        (b"", "`data` is empty"),
        (b"\x00", "sync message"),
        (b"\x42", "sync message"),
        (b"not a sync message", "sync message"),
    ];
    for (bytes, words) in cases {
        let (socket, target_id) = joined(address).await;
        let message = Message::Sync {
            document_id: document_id(),
            sender_id: PeerId::new("bad"),
            target_id,
            data: bytes.to_vec(),
        };
        check(socket, vec![binary(message.encode())], &[words], 1002).await;
    }
    check_malformed(address, 4, &mut witness).await;
    relay.stop().await;
}

#[tokio::test]
async fn unknown_type_is_ignored_and_the_connection_lives() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut witness = Client::connected("witness", address).await;
    let mut tablet = Client::new("tablet");
    tablet.connect(address).await;
    tablet.send_frame(unknown_frame()).await;
    tablet.edit("after", "dot").await;
    tokio::join!(
        tablet.wait_until_in_sync(),
        witness.wait_for("after", "dot")
    );
    relay.stop().await;
}
