//! Any message survives the wire, and any bytes are survived.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use automerge::sync::{State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ROOT};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use replication::message::RemoteHeads;
use replication::{
    Chunk, ChunkKey, ChunkKind, ConnectionId, DocumentActor, DocumentId, Input, Message, PeerId,
    PeerMetadata, Session, StoredChunk,
};

fn id_text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9é -]{1,40}"
}

fn peer_id() -> impl Strategy<Value = PeerId> {
    id_text().prop_map(PeerId::new)
}

fn document_id() -> impl Strategy<Value = DocumentId> {
    any::<[u8; 16]>().prop_map(DocumentId::from_bytes)
}

fn metadata() -> impl Strategy<Value = PeerMetadata> {
    (option::of(id_text()), any::<bool>()).prop_map(|(storage_id, is_ephemeral)| PeerMetadata {
        storage_id,
        is_ephemeral,
    })
}

fn payload() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 1..300)
}

fn handshake() -> impl Strategy<Value = Message> {
    prop_oneof![
        (peer_id(), vec(id_text(), 0..4), metadata()).prop_map(
            |(sender_id, versions, metadata)| {
                Message::Join {
                    sender_id,
                    supported_protocol_versions: versions,
                    metadata,
                }
            }
        ),
        (peer_id(), peer_id(), id_text(), metadata()).prop_map(
            |(sender_id, target_id, selected_protocol_version, metadata)| Message::Peer {
                sender_id,
                target_id,
                selected_protocol_version,
                metadata,
            }
        ),
        (option::of(peer_id()), option::of(peer_id()), id_text()).prop_map(
            |(sender_id, target_id, message)| Message::Error {
                sender_id,
                target_id,
                message,
            }
        ),
        peer_id().prop_map(|sender_id| Message::Leave { sender_id }),
    ]
}

fn about_document() -> impl Strategy<Value = Message> {
    let route = || (document_id(), peer_id(), peer_id());
    prop_oneof![
        (route(), payload()).prop_map(|((document_id, sender_id, target_id), data)| {
            Message::Request {
                document_id,
                sender_id,
                target_id,
                data,
            }
        }),
        (route(), payload()).prop_map(|((document_id, sender_id, target_id), data)| {
            Message::Sync {
                document_id,
                sender_id,
                target_id,
                data,
            }
        }),
        route().prop_map(
            |(document_id, sender_id, target_id)| Message::DocUnavailable {
                document_id,
                sender_id,
                target_id,
            }
        ),
        (route(), any::<u64>(), id_text(), payload()).prop_map(
            |((document_id, sender_id, target_id), count, session_id, data)| Message::Ephemeral {
                document_id,
                sender_id,
                target_id,
                count,
                session_id,
                data,
            }
        ),
    ]
}

fn gossip() -> impl Strategy<Value = Message> {
    let remote =
        (vec(id_text(), 0..4), any::<u64>()).prop_map(|(heads, timestamp_ms)| RemoteHeads {
            heads,
            timestamp_ms,
        });
    let new_heads = btree_map(id_text(), remote, 0..4);
    prop_oneof![
        (
            peer_id(),
            peer_id(),
            option::of(vec(id_text(), 0..4)),
            vec(id_text(), 0..4)
        )
            .prop_map(|(sender_id, target_id, add, remove)| {
                Message::RemoteSubscriptionChange {
                    sender_id,
                    target_id,
                    add,
                    remove,
                }
            }),
        (document_id(), peer_id(), peer_id(), new_heads).prop_map(
            |(document_id, sender_id, target_id, new_heads): (_, _, _, BTreeMap<_, _>)| {
                Message::RemoteHeadsChanged {
                    document_id,
                    sender_id,
                    target_id,
                    new_heads,
                }
            }
        ),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![handshake(), about_document(), gossip()]
}

fn edited(actor: u8, n_changes: u64) -> Automerge {
    let mut document = Automerge::new().with_actor(ActorId::from([actor; 16]));
    for number in 0..n_changes {
        let key = (number % 3).to_string();
        document.transact(|tx| tx.put(ROOT, key, number)).unwrap();
    }
    document
}

/// The message that brings `document` to a peer with nothing, old or new form.
fn sync_payload(document: &Automerge, whole: bool) -> Vec<u8> {
    let mut peer = State::new();
    let mut state = State::new();
    let mut hello = Automerge::new().generate_sync_message(&mut peer).unwrap();
    if !whole {
        hello.flags = None;
    }
    document
        .clone()
        .receive_sync_message(&mut state, hello)
        .unwrap();
    document.generate_sync_message(&mut state).unwrap().encode()
}

fn actor_with_a_peer() -> DocumentActor {
    let mut actor = DocumentActor::empty(DocumentId::from_bytes([1; 16]));
    actor.handle(Input::Connected {
        connection: ConnectionId(1),
        local: PeerId::new("local"),
        peer: PeerId::new("peer"),
        announce: false,
        may_write: true,
    });
    actor
}

fn sync(data: Vec<u8>) -> Input {
    Input::Frame {
        connection: ConnectionId(1),
        message: Message::Sync {
            document_id: DocumentId::from_bytes([1; 16]),
            sender_id: PeerId::new("peer"),
            target_id: PeerId::new("local"),
            data,
        },
    }
}

proptest! {
    #[test]
    fn every_message_round_trips(message in message()) {
        prop_assert_eq!(Message::decode(&message.encode()), Ok(Some(message)));
    }

    #[test]
    fn garbage_frames_never_panic(frame in vec(any::<u8>(), 0..200)) {
        let _read = Message::decode(&frame);
        let local = PeerId::new("local");
        let mut session = Session::server(local, PeerMetadata::default(), None);
        let _event = session.receive(&frame);
    }

    #[test]
    fn damaged_frames_never_panic(
        message in message(),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut frame = message.encode();
        for (idx, byte) in damage {
            *idx.get_mut(&mut frame) = byte;
        }
        let _read = Message::decode(&frame);
        let _read = Message::decode(&frame[..cut.index(frame.len())]);
    }

    #[test]
    fn garbage_payloads_never_panic(data in vec(any::<u8>(), 1..200)) {
        let mut actor = actor_with_a_peer();
        let _outputs = actor.handle(sync(data));
        prop_assert!(actor.heads().is_empty());
    }

    #[test]
    fn damaged_payloads_never_panic(
        n_changes in 1_u64..8,
        whole in any::<bool>(),
        idx in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut data = sync_payload(&edited(1, n_changes), whole);
        *idx.get_mut(&mut data) = byte;
        let _outputs = actor_with_a_peer().handle(sync(data));
    }

    #[test]
    fn merge_takes_all_or_nothing(
        n_changes in 1_u64..8,
        as_changes in any::<bool>(),
        idx in any::<prop::sample::Index>(),
        damage in 1..=u8::MAX,
        cut in any::<prop::sample::Index>(),
    ) {
        let source = edited(1, n_changes);
        let saved = if as_changes { source.save_after(&[]) } else { source.save() };
        let mut actor = actor_with_a_peer();
        let mut damaged = saved.clone();
        damaged[idx.index(saved.len())] ^= damage;
        if actor.merge_bytes(&damaged).is_err() {
            prop_assert!(actor.heads().is_empty());
        }
        let mut actor = actor_with_a_peer();
        if actor.merge_bytes(&saved[..cut.index(saved.len())]).is_err() {
            prop_assert!(actor.heads().is_empty());
        }
        prop_assert!(actor.merge_bytes(&saved).is_ok());
        prop_assert_eq!(actor.heads(), source.get_heads());
    }

    #[test]
    fn damaged_chunks_are_named(
        n_chunks in 1_usize..6,
        which in any::<prop::sample::Index>(),
        idx in any::<prop::sample::Index>(),
        damage in 1..=u8::MAX,
    ) {
        let mut chunks: Vec<StoredChunk> = (0..n_chunks)
            .map(|number| {
                let document = edited(u8::try_from(number).unwrap(), 2);
                Chunk::new(ChunkKind::Incremental, document.save_after(&[])).into()
            })
            .collect();
        let which = which.index(n_chunks);
        let mut bytes = chunks[which].bytes.to_vec();
        bytes[idx.index(chunks[which].bytes.len())] ^= damage;
        chunks[which].bytes = bytes.into();
        let damaged = chunks[which].key;
        let report = actor_with_a_peer().load(chunks);
        prop_assert_eq!(report.n_chunks, n_chunks - 1);
        let named: Vec<ChunkKey> = report.damaged.iter().map(|damaged| damaged.key).collect();
        prop_assert_eq!(named, [damaged]);
    }

    #[test]
    fn garbage_ids_never_panic(text in any::<String>()) {
        let _id = text.parse::<DocumentId>();
        let _key = text.parse::<ChunkKey>();
    }
}
