//! The body of each fuzz target: takes any bytes, panics over a broken promise.
//!
//! Included by the fuzz package and by `tests/fuzz_corpus.rs`, so that every
//! input which the fuzzer found is replayed by the normal tests.
//!
//! Automerge checks a SHA-256 over most of what it reads, which a fuzzer cannot
//! guess and a hostile peer can compute. So the first byte of most inputs says
//! in what the others are wrapped: nothing, or a sealed piece of its format.

use std::sync::OnceLock;

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use document::{Reader, genesis, inspect, schema};
use domain::{Contract, Council, Deck, DeckCard, DeckProposal};
use replication::{
    Chunk, ChunkKind, ConnectionId, DocumentActor, DocumentId, Input, Message, Output, PeerId,
    PeerMetadata, Session, StoredChunk, read_file,
};
use sha2::{Digest, Sha256};

/// First bytes of every piece of Automerge's storage format.
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

const CONNECTION: ConnectionId = ConnectionId(1);

/// The first bytes of a script that are read; a longer one only repeats itself.
const SCRIPT_STEPS_MAX: usize = 64;

/// The genesis of a small contract: the large one would halve the executions.
pub fn small_genesis() -> &'static [u8] {
    static GENESIS: OnceLock<Vec<u8>> = OnceLock::new();
    GENESIS.get_or_init(|| {
        let contract = Contract {
            title: "Contrat".into(),
            councils: vec![Council {
                id: "nord".parse().expect("a slug"),
                name: "NORD".into(),
            }],
            ..Contract::default()
        };
        let proposals = [5, 2].map(|dots| DeckProposal {
            label: "Une proposition".into(),
            dots,
        });
        let deck = Deck {
            cards: vec![DeckCard {
                id: "habitat".parse().expect("a slug"),
                name: "HABITAT".into(),
                question: "Que faire ?".into(),
                difficulties: vec!["Le bruit".into()],
                proposals: proposals.to_vec(),
            }],
            vote: None,
        };
        genesis::build(&contract, &deck).expect("a sound contract")
    })
}

fn document_id() -> DocumentId {
    DocumentId::from_genesis(small_genesis())
}

/// A message on the connection of [`open_actor`].
fn message(data: &[u8], is_request: bool) -> Message {
    let (document_id, data) = (document_id(), data.to_vec());
    let (sender_id, target_id) = (PeerId::new("peer"), PeerId::new("local"));
    if is_request {
        Message::Request {
            document_id,
            sender_id,
            target_id,
            data,
        }
    } else {
        Message::Sync {
            document_id,
            sender_id,
            target_id,
            data,
        }
    }
}

/// A piece of Automerge's format with these contents and the right checksum.
pub fn seal(kind: u8, contents: &[u8]) -> Vec<u8> {
    let hashed = [&[kind], number_of(contents.len()).as_slice(), contents].concat();
    let checksum = Sha256::digest(&hashed);
    [&MAGIC, &checksum[..4], &hashed].concat()
}

/// The bytes as they are, or as the contents of a sealed piece.
fn unwrapped(wrapping: u8, rest: &[u8]) -> Vec<u8> {
    match wrapping % 4 {
        0 => rest.to_vec(),
        1 => seal(1, rest),
        2 => seal(0, rest),
        _ => seal(3, rest),
    }
}

/// A number as Automerge writes lengths: seven bits a byte, the lowest first.
fn number_of(length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = length;
    while rest > 0x7f {
        bytes.push(u8::try_from(rest & 0x7f).expect("seven bits") | 0x80);
        rest >>= 7;
    }
    bytes.push(u8::try_from(rest).expect("seven bits"));
    bytes
}

/// A sync message of the first form that brings one list of changes.
fn sync_message(changes: &[u8]) -> Vec<u8> {
    // Type, no heads, no needs, no summaries, one entry.
    let mut bytes = vec![0x42, 0, 0, 0, 1];
    bytes.extend(number_of(changes.len()));
    bytes.extend_from_slice(changes);
    bytes
}

/// Any frame: it is refused or read, and what is read is written the same.
pub fn frame_decode(input: &[u8]) {
    if let Ok(Some(message)) = Message::decode(input) {
        let again = Message::decode(&message.encode());
        assert_eq!(
            again,
            Ok(Some(message)),
            "a message reads as it was written"
        );
    }
    let local = PeerId::new("local");
    let (mut client, join) = Session::client(local, PeerMetadata::default(), None);
    let server = || Session::server(PeerId::new("relay"), PeerMetadata::default(), None);
    let mut joined = server();
    joined.receive(&join.encode()).expect("a join is answered");
    for mut session in [server(), joined] {
        check_session(&mut session, input);
    }
    check_session(&mut client, input);
}

fn check_session(session: &mut Session, frame: &[u8]) {
    if let Err(error) = session.receive(frame) {
        let refusal = session.refusal(&error).encode();
        assert!(
            matches!(Message::decode(&refusal), Ok(Some(Message::Error { .. }))),
            "a refusal can be read: {error}"
        );
        assert!(
            session.receive(frame).is_err(),
            "a refused session stays so"
        );
    }
}

/// Any changes by any way in: what they leave behind is stored and reads back.
pub fn change_ingestion(input: &[u8]) {
    let [way, wrapping, rest @ ..] = input else {
        return;
    };
    let bytes = unwrapped(*wrapping, rest);
    let mut actor = open_actor(way & 0x10 == 0);
    let mut chunks = Vec::new();
    let outputs = match way % 6 {
        0 => actor.handle(frame(&bytes, false)),
        1 => actor.handle(frame(&bytes, true)),
        2 => actor.handle(frame(&sync_message(&bytes), false)),
        3 | 4 => {
            let kind = if way % 6 == 3 {
                ChunkKind::Snapshot
            } else {
                ChunkKind::Incremental
            };
            let chunk = StoredChunk::from(Chunk::new(kind, bytes));
            let report = actor.load([chunk.clone()]);
            if report.damaged.is_empty() {
                chunks.push(chunk);
            }
            actor.handle_all([])
        }
        _ => {
            let chunk = Chunk::new(ChunkKind::Incremental, bytes);
            chunks.push(chunk.clone().into());
            actor.handle(Input::StoredElsewhere { chunk })
        }
    };
    settle(&mut actor, outputs, &mut chunks);
    let edit = actor.edit(|document| put(document, "after", 1));
    let ((), outputs) = edit.expect("a change can still be made");
    settle(&mut actor, outputs, &mut chunks);
    assert!(actor.is_stored(), "everything is stored");
    let mut reopened = open_actor(way & 0x10 == 0);
    reopened.load(chunks);
    assert_eq!(reopened.heads(), actor.heads(), "what is stored reads back");
    let outputs = actor.handle(Input::Compact);
    let snapshots = outputs.into_iter().filter_map(|output| match output {
        Output::Compact { snapshot, .. } => Some(StoredChunk::from(snapshot)),
        _ => None,
    });
    let snapshots: Vec<StoredChunk> = snapshots.collect();
    if !snapshots.is_empty() {
        let mut compacted = open_actor(way & 0x10 == 0);
        compacted.load(snapshots);
        assert_eq!(compacted.heads(), actor.heads(), "a snapshot reads back");
    }
}

fn open_actor(has_genesis: bool) -> DocumentActor {
    let mut actor = if has_genesis {
        DocumentActor::new(document_id(), small_genesis()).expect("a sound genesis")
    } else {
        DocumentActor::empty(document_id())
    };
    actor = actor.with_actor_id(ActorId::from([9; 16]));
    // The handshake with the peer that sends the input.
    actor.handle(Input::Connected {
        connection: CONNECTION,
        local: PeerId::new("local"),
        peer: PeerId::new("peer"),
        announce: false,
        may_write: true,
    });
    actor
}

fn frame(data: &[u8], is_request: bool) -> Input {
    Input::Frame {
        connection: CONNECTION,
        message: message(data, is_request),
    }
}

/// Answers every append, and keeps what was stored.
fn settle(actor: &mut DocumentActor, outputs: Vec<Output>, chunks: &mut Vec<StoredChunk>) {
    let mut outputs = std::collections::VecDeque::from(outputs);
    while let Some(output) = outputs.pop_front() {
        match output {
            Output::Append { append, chunk, .. } => {
                chunks.push(chunk.into());
                outputs.extend(actor.handle(Input::Stored { append }));
            }
            Output::Send { message, .. } => {
                let read = Message::decode(&message.encode());
                assert_eq!(read, Ok(Some(message)), "a sent frame can be read");
            }
            _ => {}
        }
    }
}

fn put(document: &mut Automerge, key: &str, value: i64) -> Result<(), automerge::AutomergeError> {
    let options = |(): &()| CommitOptions::default().with_time(0);
    let edited = document.transact_with(options, |tx| tx.put(ROOT, key, value));
    edited.map(|_| ()).map_err(|failure| failure.error)
}

/// Any document: reading it never fails, and reading on gives the same.
pub fn document_read(input: &[u8]) {
    let [wrapping, rest @ ..] = input else {
        return;
    };
    if wrapping % 8 < 4 {
        let bytes = unwrapped(*wrapping, rest);
        // The ways in of the product: what Automerge panics over is refused there.
        if let Ok(document) = read_file(&bytes) {
            check_reading(&document);
        }
        let mut actor = open_actor(true);
        if actor.merge_bytes(&bytes).is_ok() {
            check_reading(actor.document());
        }
        return;
    }
    let mut document = small_document();
    let mut reader = Reader::open(&document);
    let before = document.get_heads();
    run_script(&mut document, rest);
    check_reading(&document);
    reader.refresh(&document, &before);
    let fresh = Reader::open(&document);
    assert!(
        *reader.snapshot() == *fresh.snapshot(),
        "reading on gives what a fresh reading gives"
    );
    assert_eq!(reader.anomalies(), fresh.anomalies());
}

fn small_document() -> Automerge {
    let document = Automerge::load(small_genesis()).expect("a sound genesis");
    document.with_actor(ActorId::from([9; 16]))
}

fn check_reading(document: &Automerge) {
    let reader = Reader::open(document);
    let _read = (reader.snapshot(), reader.anomalies());
}

/// Keys that the schema has, and one that it has not.
const KEYS: [&str; 63] = [
    "schema",
    "label",
    "name",
    "number",
    "card",
    "cards",
    "council",
    "councils",
    "workshop",
    "round",
    "title",
    "text",
    "reason",
    "supersedes",
    "dots",
    "dots_per_ballot",
    "dots_per_proposal_max",
    "dot_scope",
    "theme",
    "orientation",
    "step",
    "question",
    "grouped_into",
    "date",
    "place",
    "proposals",
    "opened_at",
    "is_paused",
    "closing",
    "is_closed",
    "revealed.habitat",
    "voter",
    "code",
    "is_assisted",
    "people",
    "entered_at",
    "target_kind",
    "target",
    "added_at",
    "subject",
    "decision",
    "ballot",
    "kept",
    "decided_at",
    "themes",
    "quarters",
    "id",
    "tomorrow",
    "rules",
    "lock",
    "attendance",
    "replaces",
    "proposals.habitat",
    "codes.00000000000000000000000000000001",
    "void.k7mx",
    "moderation.00000000000000000000000000000001",
    "version.00000000000000000000000000000001",
    "topic",
    "value",
    "role",
    "at",
    "source",
    "body",
];

/// Edits as another program could: each step takes some bytes of the script.
fn run_script(document: &mut Automerge, script: &[u8]) {
    let mut rest = script;
    let mut last_entry = None;
    for _ in 0..SCRIPT_STEPS_MAX {
        let [what, container, key, value, tail @ ..] = rest else {
            return;
        };
        let n_bytes = usize::from(value & 0x3f).min(tail.len());
        let (bytes, tail) = tail.split_at(n_bytes);
        rest = tail;
        let container = schema::CONTAINERS[usize::from(*container) % schema::CONTAINERS.len()];
        let key = KEYS[usize::from(*key) % KEYS.len()];
        let Ok(Some((Value::Object(_), container))) = document.get(ROOT, container) else {
            return;
        };
        let value = scalar(what >> 4, bytes);
        let mut tx = document.transaction();
        let entry = last_entry.clone().unwrap_or_else(|| container.clone());
        step(&mut tx, what % 8, (&container, &entry), key, value)
            .map_or_else(|()| {}, |made| last_entry = made.or(last_entry.clone()));
        tx.commit_with(CommitOptions::default().with_time(0));
    }
}

/// One edit; an entry that it makes is the place of later ones.
fn step(
    tx: &mut automerge::transaction::Transaction<'_>,
    what: u8,
    (container, entry): (&ObjId, &ObjId),
    key: &str,
    value: ScalarValue,
) -> Result<Option<ObjId>, ()> {
    let text = |value: &ScalarValue| match value {
        ScalarValue::Bytes(bytes) => hex(bytes),
        other => other.to_string(),
    };
    let made = match what {
        // A new entry under an id, under any text, or of the wrong type.
        0 => tx.put_object(container, id_text(&text(&value)), ObjType::Map),
        1 => tx.put_object(container, text(&value), ObjType::List),
        2 => tx.put_object(ROOT, key, ObjType::Map),
        3 => tx.put_object(entry, key, ObjType::Text),
        4 => return tx.delete(entry, key).map(|()| None).map_err(|_| ()),
        5 => {
            return tx
                .put(container, text(&value), value)
                .map(|()| None)
                .map_err(|_| ());
        }
        6 => return tx.put(ROOT, key, value).map(|()| None).map_err(|_| ()),
        _ => return tx.put(entry, key, value).map(|()| None).map_err(|_| ()),
    };
    made.map(Some).map_err(|_| ())
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// Thirty-two digits, as ids are written.
fn id_text(text: &str) -> String {
    text.chars()
        .chain(std::iter::repeat('0'))
        .take(32)
        .collect()
}

fn scalar(kind: u8, bytes: &[u8]) -> ScalarValue {
    let mut word = [0; 8];
    for (place, byte) in word.iter_mut().rev().zip(bytes.iter().rev()) {
        *place = *byte;
    }
    let number = u64::from_be_bytes(word);
    match kind {
        0 => ScalarValue::Bytes(bytes.to_vec()),
        1 => ScalarValue::Uint(number),
        2 => ScalarValue::Int(number.cast_signed()),
        3 => ScalarValue::Boolean(number % 2 == 1),
        4 => ScalarValue::F64(f64::from_bits(number)),
        5 => ScalarValue::Null,
        6 => ScalarValue::counter(number.cast_signed()),
        7 => ScalarValue::Timestamp(number.cast_signed()),
        8 => ["habitat", "per_card", "per_round", "nord", "late"][usize::from(word[7]) % 5].into(),
        9 => String::from_utf8_lossy(bytes).repeat(100).into(),
        10 => hex(bytes).into(),
        _ => String::from_utf8_lossy(bytes).into_owned().into(),
    }
}

/// Any file that a person chose: merged completely, or nothing happens.
pub fn backup_file(input: &[u8]) {
    let [wrapping, rest @ ..] = input else {
        return;
    };
    let mut file = unwrapped(*wrapping, rest);
    if wrapping & 0x80 != 0 {
        file = [small_genesis(), &file].concat();
    }
    let inspected = inspect(small_genesis(), &file, |bytes| read_file(bytes).ok());
    let mut actor = open_actor(true);
    let before = actor.heads();
    match actor.merge_bytes(&file) {
        Ok(_) => {
            check_reading(actor.document());
            let merged = actor.heads();
            let again = actor.merge_bytes(&file).expect("a file merges twice");
            assert_eq!(again.0.n_changes, 0, "the second time brings nothing");
            assert_eq!(actor.heads(), merged);
            let saved = actor.save();
            let mut restored = open_actor(true);
            restored
                .merge_bytes(&saved)
                .expect("an export can be merged");
            assert_eq!(restored.heads(), merged, "an export holds everything");
        }
        Err(error) => {
            assert!(inspected.is_err(), "called sound and not merged: {error}");
            assert_eq!(actor.heads(), before, "{error}");
            assert!(actor.is_stored(), "{error}");
        }
    }
}
