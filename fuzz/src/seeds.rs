//! The committed inputs that every run of the fuzzer starts from.
//!
//! Made by code so that they can be read and made again: the test
//! `seeds_are_what_this_code_makes` compares them with the files.

use automerge::sync::{State, SyncDoc};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ObjType, ROOT};
use replication::message::RemoteHeads;
use replication::{DocumentId, Message, PeerId, PeerMetadata};

use super::bodies::small_genesis;

/// A file of the corpus: target, name, bytes.
pub type Seed = (&'static str, String, Vec<u8>);

/// Every seed.
pub fn all() -> Vec<Seed> {
    let mut seeds = Vec::new();
    let mut add = |target, name: &str, bytes| seeds.push((target, format!("seed-{name}"), bytes));
    for (name, message) in handshakes().into_iter().chain(messages()) {
        add("frame_decode", name, message.encode());
    }
    for (name, frame) in foreign_frames() {
        add("frame_decode", name, frame);
    }
    let edited = edited();
    let mut many = edited.clone();
    grow(&mut many);
    let documents = [
        ("genesis", small_genesis().to_vec()),
        ("edited", edited.save_nocompress()),
        ("deflated", many.save()),
    ];
    let changes = [
        ("one-change", last_change(&edited)),
        ("all-changes", edited.save_after(&[])),
        ("deflated-change", last_change(&many)),
    ];
    for (name, bytes) in documents.iter().chain(&changes) {
        // Plain bytes by each way in, with and without a genesis.
        for way in [2, 3, 4, 5, 0x13] {
            let bytes = [&[way, 0], bytes.as_slice()].concat();
            add("change_ingestion", &format!("way-{way:02x}-{name}"), bytes);
        }
        add("document_read", name, [&[0], bytes.as_slice()].concat());
        add("backup_file", name, [&[0], bytes.as_slice()].concat());
        add(
            "backup_file",
            &format!("after-genesis-{name}"),
            [&[0x80], bytes.as_slice()].concat(),
        );
    }
    for (name, wrapping, bytes) in [
        ("sealed-change", 1, last_change(&edited)),
        ("sealed-document", 2, edited.save_nocompress()),
    ] {
        let contents = contents(&bytes);
        add(
            "change_ingestion",
            name,
            [&[2, wrapping], contents].concat(),
        );
        add("document_read", name, [&[wrapping], contents].concat());
        add("backup_file", name, [&[wrapping | 0x80], contents].concat());
    }
    for (name, payload) in sync_payloads(&edited) {
        add(
            "change_ingestion",
            name,
            [&[0, 0], payload.as_slice()].concat(),
        );
    }
    for (name, script) in scripts() {
        add("document_read", name, script);
    }
    seeds
}

/// What stands behind the header of a piece.
fn contents(piece: &[u8]) -> &[u8] {
    let n_length = piece[9..]
        .iter()
        .take_while(|byte| **byte & 0x80 != 0)
        .count()
        + 1;
    &piece[9 + n_length..]
}

fn last_change(document: &Automerge) -> Vec<u8> {
    let mut changes = document.get_changes(&[]);
    let mut last = changes.pop().expect("a document with changes");
    last.bytes().to_vec()
}

/// Three small changes on the genesis, as an app makes them.
fn edited() -> Automerge {
    let document = Automerge::load(small_genesis()).expect("a sound genesis");
    let mut document = document.with_actor(ActorId::from([7; 16]));
    for number in 0..3_u64 {
        let options = |(): &()| CommitOptions::default().with_time(0);
        document
            .transact_with(options, |tx| {
                let entry = tx.put_object(ROOT, format!("entry {number}"), ObjType::Map)?;
                tx.put(&entry, "label", "une remarque")?;
                tx.put(&entry, "number", number)?;
                tx.put(&entry, "dots", vec![7_u8; 17])
            })
            .expect("an edit of the seed");
    }
    document
}

/// One change long enough for Automerge to deflate it.
fn grow(document: &mut Automerge) {
    let options = |(): &()| CommitOptions::default().with_time(0);
    document
        .transact_with(options, |tx| tx.put(ROOT, "text", "remarque ".repeat(200)))
        .expect("an edit of the seed");
}

/// First message, whole document, and both in the older form.
fn sync_payloads(document: &Automerge) -> Vec<(&'static str, Vec<u8>)> {
    let mut payloads = Vec::new();
    for (first, second, is_old) in [("hello", "whole", false), ("hello-v1", "changes", true)] {
        let mut hello = Automerge::new()
            .generate_sync_message(&mut State::new())
            .expect("a first message");
        if is_old {
            hello.flags = None;
        }
        payloads.push((first, hello.clone().encode()));
        let mut state = State::new();
        let mut document = document.clone();
        document
            .receive_sync_message(&mut state, hello)
            .expect("a sound message");
        let answer = document
            .generate_sync_message(&mut state)
            .expect("an answer");
        payloads.push((second, answer.encode()));
    }
    payloads
}

fn handshakes() -> Vec<(&'static str, Message)> {
    let (sender_id, target_id) = (PeerId::new("local"), PeerId::new("relay"));
    let metadata = PeerMetadata {
        storage_id: Some("store".to_owned()),
        is_ephemeral: false,
    };
    vec![
        (
            "join",
            Message::Join {
                sender_id: sender_id.clone(),
                supported_protocol_versions: vec!["1".to_owned()],
                metadata: metadata.clone(),
            },
        ),
        (
            "peer",
            Message::Peer {
                sender_id: target_id.clone(),
                target_id: sender_id.clone(),
                selected_protocol_version: "1".to_owned(),
                metadata,
            },
        ),
        (
            "error",
            Message::Error {
                sender_id: Some(sender_id.clone()),
                target_id: None,
                message: "no".to_owned(),
            },
        ),
        (
            "leave",
            Message::Leave {
                sender_id: sender_id.clone(),
            },
        ),
    ]
}

fn messages() -> Vec<(&'static str, Message)> {
    let document_id = DocumentId::from_genesis(small_genesis());
    let (sender_id, target_id) = (PeerId::new("local"), PeerId::new("relay"));
    vec![
        (
            "sync",
            Message::Sync {
                document_id,
                sender_id: sender_id.clone(),
                target_id: target_id.clone(),
                data: vec![0x42, 0, 0, 0, 0],
            },
        ),
        (
            "request",
            Message::Request {
                document_id,
                sender_id: sender_id.clone(),
                target_id: target_id.clone(),
                data: vec![0x42, 0, 0, 0, 0],
            },
        ),
        (
            "doc-unavailable",
            Message::DocUnavailable {
                document_id,
                sender_id: sender_id.clone(),
                target_id: target_id.clone(),
            },
        ),
        (
            "ephemeral",
            Message::Ephemeral {
                document_id,
                sender_id: sender_id.clone(),
                target_id: target_id.clone(),
                count: 3,
                session_id: "session".to_owned(),
                data: vec![1, 2, 3],
            },
        ),
        (
            "subscription",
            Message::RemoteSubscriptionChange {
                sender_id: sender_id.clone(),
                target_id: target_id.clone(),
                add: Some(vec!["store".to_owned()]),
                remove: vec![],
            },
        ),
        (
            "remote-heads",
            Message::RemoteHeadsChanged {
                document_id,
                sender_id,
                target_id,
                new_heads: [(
                    "store".to_owned(),
                    RemoteHeads {
                        heads: vec!["head".to_owned()],
                        timestamp_ms: 1_000,
                    },
                )]
                .into(),
            },
        ),
    ]
}

/// Shapes that other programs send: a later type, an older field, indefinite
/// lengths, a whole number as a float, `undefined`.
fn foreign_frames() -> Vec<(&'static str, Vec<u8>)> {
    let leave = |sender: &[u8]| {
        [
            b"\xbf\x64type\x65leave\x68senderId".as_slice(),
            sender,
            b"\xff",
        ]
        .concat()
    };
    vec![
        (
            "later-type",
            b"\xa2\x64type\x66future\x61x\xfb\x3f\xf0\0\0\0\0\0\0".to_vec(),
        ),
        ("indefinite", leave(b"\x65local")),
        ("text-in-parts", leave(b"\x7f\x62lo\x63cal\xff")),
        ("undefined", leave(b"\xf7")),
        (
            "old-metadata",
            b"\xa3\x64type\x64join\x68senderId\x65local\x68metadata\xa1\x6bisEphemeral\xf5"
                .to_vec(),
        ),
        (
            "nested",
            [
                b"\xa2\x64type\x65leave\x61x".as_slice(),
                &[0x81; 40],
                b"\x00",
            ]
            .concat(),
        ),
        ("empty-map", b"\xa0".to_vec()),
    ]
}

/// Entries as the app writes them, then values of wrong types.
fn scripts() -> Vec<(&'static str, Vec<u8>)> {
    let entry = |container: u8| {
        vec![
            4, 0, container, 0, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7,
        ]
    };
    let field = |kind: u8, container: u8, key: u8, bytes: &[u8]| {
        let n_bytes = u8::try_from(bytes.len()).expect("a short field");
        [&[kind << 4 | 7, container, key, n_bytes], bytes].concat()
    };
    let ballot = [
        entry(6),
        field(11, 6, 9, b"04ffffffffffffffffffffffffffffff"),
        field(11, 6, 32, b"k7mx"),
        field(0, 6, 14, &[7; 17]),
        field(3, 6, 33, &[1]),
    ]
    .concat();
    let round = [
        entry(5),
        field(11, 5, 10, b"Rencontre"),
        field(1, 5, 15, &[5]),
        field(8, 5, 17, &[1]),
        field(0, 5, 25, &[3; 32]),
        field(0, 5, 28, &[0, 0, 0, 1]),
    ]
    .concat();
    let comment = [
        entry(8),
        field(11, 8, 36, b"proposal"),
        field(11, 8, 11, b"Une remarque"),
        field(1, 8, 38, &[1, 0, 0]),
    ]
    .concat();
    let broken: Vec<u8> = (0..16_u8)
        .flat_map(|kind| field(kind, 3, 22 + kind, &[kind; 9]))
        .collect();
    let broken = [entry(3), broken].concat();
    vec![
        ("ballot", ballot),
        ("round", round),
        ("comment", comment),
        ("wrong-types", broken),
    ]
}
