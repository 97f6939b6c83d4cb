//! Measures a relay: changes of one writer until the slowest of many clients.
//!
//! `cargo run --profile relay -p six-cartes-relay --example fan_out -- 150`
//! starts a relay in this process, with its store on a real disk, and prints
//! one line of figures. Clients and relay share the machine's cores.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a measurement that fails has no figures"
)]

use std::time::{Duration, Instant};

use automerge::sync::SyncDoc;
use automerge::transaction::Transactable;
use automerge::{Automerge, ROOT, sync};
use futures_util::{SinkExt, StreamExt};
use relay::{Config, start};
use replication::{DocumentId, Message, PeerId, PeerMetadata, Session, SessionEvent};
use tokio::sync::mpsc;
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// Changes that the writer makes.
const N_CHANGES: usize = 50;

/// Between two changes: twenty per second.
const PAUSE: Duration = Duration::from_millis(50);

/// A client without a store, which is quicker than a real one: the relay is measured.
async fn client(
    address: std::net::SocketAddr,
    number: usize,
    mut edits: mpsc::Receiver<String>,
    seen: mpsc::UnboundedSender<Instant>,
) {
    // As on the relay: the default buffer costs more than the measured work.
    let config = WebSocketConfig::default().read_buffer_size(8 * 1024);
    let url = format!("ws://{address}/sync");
    let (mut socket, _) = connect_async_with_config(url, Some(config), true)
        .await
        .unwrap();
    let local = PeerId::new(format!("client {number}"));
    let (mut session, join) = Session::client(local.clone(), PeerMetadata::default(), None);
    socket
        .send(Frame::Binary(join.encode().into()))
        .await
        .unwrap();
    let mut document = Automerge::new();
    let mut state = sync::State::new();
    loop {
        tokio::select! {
            Some(value) = edits.recv() => {
                document.transact(|tx| tx.put(ROOT, "key", value)).unwrap();
            }
            frame = socket.next() => {
                let Some(Ok(Frame::Binary(bytes))) = frame else {
                    if matches!(frame, Some(Ok(Frame::Ping(_)))) { continue }
                    return;
                };
                match session.receive(&bytes).unwrap() {
                    SessionEvent::Document(Message::Sync { data, .. }) => {
                        let before = document.get_heads();
                        let message = sync::Message::decode(&data).unwrap();
                        document.receive_sync_message(&mut state, message).unwrap();
                        if document.get_heads() != before {
                            seen.send(Instant::now()).unwrap();
                        }
                    }
                    SessionEvent::Established { .. } => {}
                    _ => continue,
                }
            }
            else => return,
        }
        if let (Some(target_id), Some(message)) = (
            session.remote().cloned(),
            document.generate_sync_message(&mut state),
        ) {
            let message = Message::Sync {
                document_id: DocumentId::from_bytes([1; 16]),
                sender_id: local.clone(),
                target_id,
                data: message.encode(),
            };
            socket
                .send(Frame::Binary(message.encode().into()))
                .await
                .unwrap();
        }
    }
}

/// Resident memory of this process, in KiB; zero where it cannot be read.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

fn main() {
    let n_clients = std::env::args().nth(1).map_or(150, |n| n.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(measure(n_clients));
}

async fn measure(n_clients: usize) {
    let data = tempfile::tempdir_in(".").unwrap();
    let relay = start(&Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        tls: None,
        data: data.path().to_owned(),
        app: None,
        origins: Vec::new(),
        limits: relay::limits::Limits::default(),
        commit_delay: Duration::ZERO,
    })
    .await
    .unwrap();
    let (seen, mut arrivals) = mpsc::unbounded_channel();
    let mut writers = Vec::new();
    for number in 0..=n_clients {
        let (edits, queue) = mpsc::channel(1);
        tokio::spawn(client(relay.address(), number, queue, seen.clone()));
        writers.push(edits);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let memory_before = resident_kib();
    let mut slowest = Vec::new();
    for number in 0..=N_CHANGES {
        let start = Instant::now();
        writers[0].send(number.to_string()).await.unwrap();
        let mut last = start;
        for _ in 0..n_clients {
            last = arrivals.recv().await.unwrap();
        }
        if number > 0 {
            slowest.push(last - start);
        }
        tokio::time::sleep(PAUSE.saturating_sub(start.elapsed())).await;
    }
    slowest.sort();
    let at = |percent: usize| slowest[(slowest.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!(
        "{n_clients} clients, {N_CHANGES} changes, slowest client: p50 {:.1} ms, p99 {:.1} ms; \
         process {memory_before} KiB before, {} KiB after",
        at(50),
        at(99),
        resident_kib()
    );
    relay.stop().await;
}
