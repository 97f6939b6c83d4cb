//! Frames as other programs really send them, and the traps that they hold.
//!
//! `golden_frames.txt` was recorded by `tests/interop/record.mjs` from
//! `automerge-repo` 2.5.6 and `samod` 0.16: sender, type, frame in hexadecimal.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use automerge::sync::{self, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{Automerge, ROOT};
use replication::message::DecodeError;
use replication::{
    ConnectionId, DocumentActor, DocumentId, Input, Message, Output, PeerId, PeerMetadata, Session,
    SessionError, SessionEvent,
};

const JS_CLIENT: &str = "automerge-repo-client";
const JS_SERVER: &str = "automerge-repo-server";
const SAMOD: &str = "samod-server";

/// Sender, type and bytes of every recorded frame.
fn recorded() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let frame = |line: &'static str| {
        let [sender, kind, hex] = line.split(' ').collect::<Vec<_>>()[..] else {
            return None;
        };
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        let bytes = (0..hex.len()).step_by(2).map(byte).collect();
        Some((sender, kind, bytes))
    };
    let lines = include_str!("golden_frames.txt").lines();
    lines.map(|line| frame(line).unwrap()).collect()
}

fn golden(sender: &str, kind: &str) -> Vec<u8> {
    let mut frames = recorded().into_iter();
    let found = frames.find(|(from, of, _)| (*from, *of) == (sender, kind));
    found.unwrap().2
}

fn decode(frame: &[u8]) -> Message {
    Message::decode(frame).unwrap().unwrap()
}

fn contains(frame: &[u8], part: &[u8]) -> bool {
    frame.windows(part.len()).any(|window| window == part)
}

/// Replaces one part of a frame, which must stand in it.
fn with(frame: &[u8], part: &[u8], replacement: &[u8]) -> Vec<u8> {
    let start = frame.windows(part.len()).position(|window| window == part);
    let (before, after) = frame.split_at(start.unwrap());
    [before, replacement, &after[part.len()..]].concat()
}

/// Our session, joined by the client that the frame names as its sender.
fn joined_by(sender: &str, local: &str) -> Session {
    let (_, join) = Session::client(PeerId::new(sender), PeerMetadata::default(), None);
    let mut session = Session::server(PeerId::new(local), PeerMetadata::default(), None);
    session.receive(&join.encode()).unwrap();
    session
}

#[test]
fn every_recorded_frame_is_read_and_survives_our_spelling() {
    let mut kinds: Vec<&str> = Vec::new();
    for (sender, kind, frame) in recorded() {
        let message = decode(&frame);
        assert_eq!(decode(&message.encode()), message, "{sender} {kind}");
        kinds.push(kind);
    }
    kinds.sort_unstable();
    kinds.dedup();
    let expected = [
        "doc-unavailable",
        "ephemeral",
        "error",
        "join",
        "peer",
        "remote-heads-changed",
        "remote-subscription-change",
        "request",
        "sync",
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn metadata_stands_under_peer_metadata_whatever_the_documentation_says() {
    for (sender, kind) in [(JS_CLIENT, "join"), (JS_SERVER, "peer"), (SAMOD, "peer")] {
        assert!(contains(&golden(sender, kind), b"\x6cpeerMetadata"));
    }
    let ours = Message::Join {
        sender_id: PeerId::new("a"),
        supported_protocol_versions: vec!["1".to_owned()],
        metadata: PeerMetadata::default(),
    };
    assert!(contains(&ours.encode(), b"\x6cpeerMetadata"));
    let Message::Peer { metadata, .. } = decode(&golden(JS_SERVER, "peer")) else {
        unreachable!("a peer message");
    };
    assert!(metadata.storage_id.is_some());
    assert!(!metadata.is_ephemeral);
    let documented = with(
        &golden(JS_SERVER, "peer"),
        b"\x6cpeerMetadata",
        b"\x68metadata",
    );
    assert_eq!(decode(&documented), decode(&golden(JS_SERVER, "peer")));
}

#[test]
fn long_lengths_undefined_fields_and_floats_of_cbor_x_are_read() {
    // A map of four entries whose length takes two bytes.
    let join = golden(JS_CLIENT, "join");
    assert_eq!(join[..3], [0xb9, 0x00, 0x04]);
    assert!(contains(&join, b"storageId\xf7"), "undefined");
    let Message::Join { metadata, .. } = decode(&join) else {
        unreachable!("a join");
    };
    assert_eq!(metadata.storage_id, None);

    let change = golden(JS_CLIENT, "remote-subscription-change");
    assert!(contains(&change, b"remove\xf7"), "undefined");
    let Message::RemoteSubscriptionChange { add, remove, .. } = decode(&change) else {
        unreachable!("a subscription");
    };
    assert_eq!(add, Some(vec!["a-storage-id".to_owned()]));
    assert!(remove.is_empty());

    let heads = golden(JS_CLIENT, "remote-heads-changed");
    assert!(contains(&heads, b"timestamp\xfb"), "a float");
    let Message::RemoteHeadsChanged { new_heads, .. } = decode(&heads) else {
        unreachable!("remote heads");
    };
    let minute = new_heads.values().next().unwrap().timestamp_ms / 60_000;
    // The recording was made in 2026; 30 million minutes are in 2027.
    assert!((29_000_000..30_000_000).contains(&minute), "{minute}");
}

#[test]
fn payload_without_bytes_is_refused() {
    let mut empty = golden(SAMOD, "sync");
    let start = empty.windows(5).position(|window| window == b"\x64data");
    empty.truncate(start.unwrap() + 5);
    empty.push(0x40);
    assert_eq!(Message::decode(&empty), Err(DecodeError::EmptyPayload));
}

#[test]
fn document_ids_of_both_spellings_are_read() {
    for sender in [JS_CLIENT, SAMOD] {
        let frame = golden(sender, "sync");
        let id = decode(&frame).document_id().unwrap().to_string();
        assert!(contains(&frame, id.as_bytes()), "{id}");
        let uuid = b"\x78\x2400010203-0405-0607-0809-0a0b0c0d0e0f";
        let spelled = [b"\x78\x1c", id.as_bytes()].concat();
        let old = with(&frame, &spelled, uuid);
        let read = decode(&old).document_id().unwrap();
        assert_eq!(read.as_bytes()[..4], [0, 1, 2, 3]);
    }
}

#[test]
fn second_join_on_one_connection_ends_it() {
    let join = golden(JS_CLIENT, "join");
    let mut session = Session::server(PeerId::new("server"), PeerMetadata::default(), None);
    assert!(matches!(
        session.receive(&join),
        Ok(SessionEvent::Established { .. })
    ));
    assert_eq!(session.receive(&join), Err(SessionError::JoinedTwice));
    let sync = golden(JS_CLIENT, "sync");
    assert_eq!(session.receive(&sync), Err(SessionError::Closed));
}

#[test]
fn frames_of_another_sender_are_refused() {
    for kind in ["request", "sync", "doc-unavailable"] {
        let frame = golden(JS_CLIENT, kind);
        let message = decode(&frame);
        let sender = message.sender_id().unwrap().as_str();
        let event = joined_by(sender, "server").receive(&frame);
        assert_eq!(event, Ok(SessionEvent::Document(message.clone())));
        let refused = joined_by("somebody else", "server").receive(&frame);
        assert!(matches!(refused, Err(SessionError::PeerMismatch { .. })));
    }
}

#[test]
fn gossip_of_heads_is_ignored_without_an_error() {
    for kind in ["remote-subscription-change", "remote-heads-changed"] {
        let frame = golden(JS_CLIENT, kind);
        let message = decode(&frame);
        let sender = message.sender_id().unwrap().as_str();
        let mut session = joined_by(sender, "server");
        assert_eq!(session.receive(&frame), Ok(SessionEvent::Ignored));
    }
}

#[test]
fn refusal_of_another_program_is_told() {
    let (mut session, _) = Session::client(PeerId::new("foreign"), PeerMetadata::default(), None);
    let refused = session.receive(&golden(JS_SERVER, "error"));
    let message = "unsupported protocol version".to_owned();
    assert_eq!(refused, Err(SessionError::RefusedByPeer { message }));
}

const ID: DocumentId = DocumentId::from_bytes([1; 16]);

fn message(data: Vec<u8>) -> Message {
    Message::Sync {
        document_id: ID,
        sender_id: PeerId::new("peer"),
        target_id: PeerId::new("local"),
        data,
    }
}

/// A tablet of ours whose appends are stored at once.
struct Tablet {
    actor: DocumentActor,
    connection: ConnectionId,
    outbox: Vec<Vec<u8>>,
}

impl Tablet {
    fn new() -> Self {
        Self {
            actor: DocumentActor::empty(ID),
            connection: ConnectionId(0),
            outbox: Vec::new(),
        }
    }

    fn input(&mut self, input: Input) {
        let mut outputs = self.actor.handle(input);
        while let Some(output) = outputs.pop() {
            match output {
                Output::Append { append, .. } => {
                    outputs.extend(self.actor.handle(Input::Stored { append }));
                }
                Output::Send {
                    message: Message::Sync { data, .. } | Message::Request { data, .. },
                    ..
                } => self.outbox.insert(0, data),
                _ => {}
            }
        }
    }

    fn connect(&mut self) {
        self.outbox.clear();
        self.input(Input::Disconnected {
            connection: self.connection,
        });
        self.connection = ConnectionId(self.connection.0 + 1);
        self.input(Input::Connected {
            connection: self.connection,
            local: PeerId::new("local"),
            peer: PeerId::new("peer"),
            announce: true,
            may_write: true,
        });
    }

    /// Talks with another program until both are silent.
    fn talk(&mut self, other: &mut Automerge, state: &mut sync::State, flags: bool) {
        for _ in 0..20 {
            for data in std::mem::take(&mut self.outbox) {
                let mut heard = sync::Message::decode(&data).unwrap();
                if !flags {
                    heard.flags = None;
                }
                other.receive_sync_message(state, heard).unwrap();
            }
            let Some(mut said) = other.generate_sync_message(state) else {
                return;
            };
            if !flags {
                said.flags = None;
            }
            self.input(Input::Frame {
                connection: self.connection,
                message: message(said.encode()),
            });
        }
        unreachable!("two peers never fall silent");
    }

    fn edit(&mut self, key: &str) {
        let edited = self.actor.edit(|document| {
            put(document, key);
            Ok::<_, ()>(())
        });
        for output in edited.unwrap().1 {
            if let Output::Append { append, .. } = output {
                self.input(Input::Stored { append });
            }
        }
    }
}

fn put(document: &mut Automerge, key: &str) {
    document.transact(|tx| tx.put(ROOT, key, "dot")).unwrap();
}

#[test]
fn lost_frame_is_healed_by_the_fresh_state_of_the_next_connection() {
    let mut other = Automerge::new();
    put(&mut other, "first");
    let mut state = sync::State::new();
    let mut tablet = Tablet::new();
    tablet.connect();
    tablet.talk(&mut other, &mut state, true);
    assert_eq!(tablet.actor.heads(), other.get_heads());
    // The frame with this change never arrives.
    tablet.edit("lost");
    assert!(!tablet.outbox.is_empty());
    tablet.outbox.clear();
    put(&mut other, "second");
    tablet.connect();
    tablet.talk(&mut other, &mut sync::State::new(), true);
    assert_eq!(tablet.actor.heads(), other.get_heads());
    assert_eq!(tablet.actor.heads().len(), 2);
}

#[test]
fn peers_with_and_without_flags_are_understood() {
    for flags in [true, false] {
        let mut other = Automerge::new();
        put(&mut other, "theirs");
        let mut tablet = Tablet::new();
        tablet.edit("ours");
        tablet.connect();
        tablet.talk(&mut other, &mut sync::State::new(), flags);
        assert_eq!(tablet.actor.heads().len(), 2, "{flags}");
        assert_eq!(tablet.actor.heads(), other.get_heads(), "{flags}");
    }
}

#[test]
fn reader_that_becomes_a_writer_gets_what_it_ignored() {
    // An old program cannot say "reset": it advertises no heads instead.
    for flags in [true, false] {
        let mut other = Automerge::new();
        put(&mut other, "theirs");
        let mut state = sync::State::new_read_only();
        let mut tablet = Tablet::new();
        tablet.edit("ours");
        tablet.connect();
        tablet.talk(&mut other, &mut state, flags);
        assert_eq!(other.get_heads().len(), 1, "a reader takes nothing");
        state.set_read_only(false);
        tablet.talk(&mut other, &mut state, flags);
        assert_eq!(other.get_heads().len(), 2, "{flags}");
        assert_eq!(tablet.actor.heads(), other.get_heads(), "{flags}");
    }
}
