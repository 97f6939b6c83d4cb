//! The actor's promises, one by one; the simulation tests them all at once.

mod hostile;
mod overload;
mod parts;
mod roles;

use automerge::transaction::Transactable;
use automerge::{ROOT, ScalarValue, Value};

use super::*;
use crate::chunk::{StoredChunk, scan};
use crate::message::PeerId;

const TABLET: ConnectionId = ConnectionId(1);

fn document_id() -> DocumentId {
    DocumentId::from_bytes([7; 16])
}

fn genesis() -> Vec<u8> {
    let mut document = Automerge::new().with_actor(ActorId::from([0; 16]));
    put(&mut document, "title", "contract").unwrap();
    document.save()
}

fn put(document: &mut Automerge, key: &str, value: &str) -> Result<(), automerge::AutomergeError> {
    let transaction = document.transact(|tx| tx.put(ROOT, key, value));
    transaction.map(|_| ()).map_err(|failure| failure.error)
}

fn get(actor: &DocumentActor, key: &str) -> Option<String> {
    let (value, _) = actor.document().get(ROOT, key).unwrap()?;
    match value {
        Value::Scalar(scalar) => match scalar.into_owned() {
            ScalarValue::Str(text) => Some(text.to_string()),
            _ => None,
        },
        Value::Object(_) => None,
    }
}

fn replica() -> DocumentActor {
    DocumentActor::new(document_id(), &genesis()).unwrap()
}

fn edit(actor: &mut DocumentActor, key: &str, value: &str) -> Vec<Output> {
    actor.edit(|document| put(document, key, value)).unwrap().1
}

fn connect(actor: &mut DocumentActor, connection: ConnectionId, announce: bool) -> Vec<Output> {
    let name = |number: u64| PeerId::new(format!("peer {number}"));
    actor.handle(Input::Connected {
        connection,
        local: name(0),
        peer: name(connection.0),
        announce,
        may_write: true,
    })
}

fn appends(outputs: &[Output]) -> Vec<(AppendId, Chunk)> {
    let append = |output: &Output| match output {
        Output::Append { append, chunk, .. } => Some((*append, chunk.clone())),
        _ => None,
    };
    outputs.iter().filter_map(append).collect()
}

fn sends(outputs: &[Output]) -> Vec<Message> {
    let send = |output: &Output| match output {
        Output::Send { message, .. } => Some(message.clone()),
        _ => None,
    };
    outputs.iter().filter_map(send).collect()
}

fn chunks(outputs: &[Output]) -> Vec<StoredChunk> {
    let appends = appends(outputs).into_iter();
    appends.map(|(_, chunk)| StoredChunk::from(chunk)).collect()
}

fn store_all(actor: &mut DocumentActor, outputs: &[Output]) -> Vec<Output> {
    let stored = appends(outputs).into_iter();
    actor.handle_all(stored.map(|(append, _)| Input::Stored { append }))
}

fn frame(message: Message) -> Input {
    Input::Frame {
        connection: TABLET,
        message,
    }
}

fn sync_from(document: &Automerge, state: &mut sync::State) -> Message {
    let data = document.generate_sync_message(state).unwrap().encode();
    Message::Sync {
        document_id: document_id(),
        sender_id: PeerId::new("peer 1"),
        target_id: PeerId::new("peer 0"),
        data,
    }
}

/// Carries messages between two actors, storing every append at once.
fn run_to_silence(a: &mut DocumentActor, b: &mut DocumentActor) {
    let mut for_b = connect(a, TABLET, true);
    let mut for_a = connect(b, TABLET, false);
    for _ in 0..50 {
        let to_b = sends(&for_b);
        let to_a = sends(&for_a);
        for_b = a.handle_all(to_a.into_iter().map(frame));
        for_b.extend(store_all(a, &for_b.clone()));
        for_a = b.handle_all(to_b.into_iter().map(frame));
        for_a.extend(store_all(b, &for_a.clone()));
        if sends(&for_a).is_empty() && sends(&for_b).is_empty() {
            return;
        }
    }
    panic!("two peers never fall silent");
}

#[test]
fn edit_gives_one_append_that_loads_again() {
    let mut actor = replica();
    let outputs = edit(&mut actor, "key", "value");
    assert_eq!(appends(&outputs).len(), 1);
    assert!(!actor.is_stored());
    let mut reopened = replica();
    let report = reopened.load(chunks(&outputs));
    assert_eq!((report.n_chunks, report.damaged.len()), (1, 0));
    assert_eq!(get(&reopened, "key").as_deref(), Some("value"));
    assert_eq!(reopened.stored_heads(), actor.heads());
}

#[test]
fn edit_without_change_gives_no_output() {
    let outputs = replica().edit(|_| Ok::<_, ()>(())).unwrap().1;
    assert_eq!(outputs, []);
}

#[test]
fn failed_edit_leaves_the_document_unchanged() {
    let mut actor = replica();
    edit(&mut actor, "kept", "yes");
    let (before, actor_id) = (actor.heads(), actor.document.get_actor().clone());
    let refused = actor.edit(|document| {
        put(document, "key", "committed before the error").unwrap();
        Err::<(), _>("refused")
    });
    assert_eq!(refused.map(|_| ()), Err("refused"));
    assert_eq!(actor.heads(), before);
    assert_eq!(get(&actor, "key"), None);
    assert_eq!(get(&actor, "kept").as_deref(), Some("yes"));
    assert_eq!(*actor.document.get_actor(), actor_id);
    assert_eq!(appends(&edit(&mut actor, "key", "later")).len(), 1);
}

#[test]
fn nothing_is_advertised_before_it_is_stored() {
    let mut actor = replica();
    connect(&mut actor, TABLET, true);
    let stored_before = actor.stored_heads().to_vec();
    let outputs = edit(&mut actor, "key", "value");
    assert_eq!(sends(&outputs), []);
    assert_eq!(actor.stored_heads(), stored_before);
    // Not even to a peer that connects meanwhile.
    assert_eq!(connect(&mut actor, ConnectionId(2), true), []);
    let outputs = store_all(&mut actor, &outputs);
    assert_eq!(sends(&outputs).len(), 2);
    assert_eq!(actor.stored_heads(), actor.heads());
}

#[test]
fn frames_that_wait_share_the_next_append() {
    let mut relay = DocumentActor::empty(document_id());
    let mut first = Vec::new();
    for number in 1..=5_u64 {
        let mut tablet = Automerge::load(&genesis()).unwrap();
        put(&mut tablet, &number.to_string(), "dot").unwrap();
        let mut state = sync::State::new();
        // A peer that already heard of an empty relay sends everything.
        let mut empty = Automerge::new();
        let hello = empty.generate_sync_message(&mut sync::State::new());
        tablet
            .receive_sync_message(&mut state, hello.unwrap())
            .unwrap();
        let _unused = &mut empty;
        connect(&mut relay, ConnectionId(number), false);
        let outputs = relay.handle(Input::Frame {
            connection: ConnectionId(number),
            message: sync_from(&tablet, &mut state),
        });
        first.extend(outputs);
    }
    assert_eq!(appends(&first).len(), 1, "only the first frame is applied");
    assert_eq!(sends(&first), []);
    let second = store_all(&mut relay, &first);
    assert_eq!(appends(&second).len(), 1, "four frames in one append");
    assert!(
        !sends(&second).is_empty(),
        "the first append is acknowledged"
    );
    store_all(&mut relay, &second);
    assert_eq!(get(&relay, "5").as_deref(), Some("dot"));
    assert!(relay.is_stored());
}

#[test]
fn failed_append_keeps_the_change_and_holds_it_back_until_retried() {
    let mut actor = replica();
    connect(&mut actor, TABLET, true);
    let outputs = edit(&mut actor, "key", "value");
    let append = appends(&outputs)[0].0;
    assert_eq!(actor.handle(Input::AppendFailed { append }), []);
    assert_eq!(get(&actor, "key").as_deref(), Some("value"));
    assert_eq!(connect(&mut actor, ConnectionId(2), true), []);
    // The next change tries the store again and holds only what is new.
    let second = edit(&mut actor, "other", "value");
    assert_eq!(store_all(&mut actor, &second), [], "stored, not yet saved");
    let retried = actor.handle(Input::RetryAppends);
    assert_eq!(appends(&retried), appends(&outputs));
    let outputs = store_all(&mut actor, &retried);
    let is_saved = |output: &&Output| matches!(output, Output::Saved { .. });
    assert_eq!(outputs.iter().filter(is_saved).count(), 2);
    assert_eq!(sends(&outputs).len(), 2);
    assert!(actor.is_stored());
}

#[test]
fn two_replicas_converge_and_know_it() {
    let (mut a, mut b) = (replica(), replica());
    for (actor, key) in [(&mut a, "a"), (&mut b, "b")] {
        let outputs = edit(actor, key, "dot");
        store_all(actor, &outputs);
    }
    run_to_silence(&mut a, &mut b);
    assert_eq!(a.heads(), b.heads());
    let in_sync = PeerStatus {
        n_missing: 0,
        in_sync: true,
    };
    assert_eq!(a.sync_status(TABLET), Some(in_sync));
    edit(&mut a, "a", "moved");
    let status = a.sync_status(TABLET).unwrap();
    assert_eq!((status.n_missing, status.in_sync), (1, false));
}

#[test]
fn peer_that_repeats_its_heads_during_the_append_still_learns_that_they_are_stored() {
    let mut relay = replica();
    connect(&mut relay, TABLET, false);
    let mut tablet = Automerge::load(&genesis()).unwrap();
    let mut state = sync::State::new();
    let hello = sync_from(&tablet, &mut state);
    for message in sends(&relay.handle(frame(hello))) {
        let Message::Sync { data, .. } = message else {
            panic!("{message:?}");
        };
        let message = sync::Message::decode(&data).unwrap();
        tablet.receive_sync_message(&mut state, message).unwrap();
    }
    put(&mut tablet, "key", "value").unwrap();
    let with_change = sync_from(&tablet, &mut state);
    state.last_sent_heads.clear();
    let repeated = sync_from(&tablet, &mut state);
    let outputs = relay.handle_all([frame(with_change), frame(repeated)]);
    assert_eq!(sends(&outputs), []);
    let outputs = store_all(&mut relay, &outputs);
    assert_eq!(sends(&outputs).len(), 1, "{outputs:?}");
}

#[test]
fn empty_replica_requests_and_is_told_that_there_is_nothing() {
    let mut relay = DocumentActor::empty(document_id());
    let mut client = DocumentActor::empty(document_id());
    let asked = sends(&connect(&mut client, TABLET, true));
    assert!(matches!(asked[..], [Message::Request { .. }]));
    connect(&mut relay, TABLET, false);
    let answer = relay.handle_all(asked.into_iter().map(frame));
    let told = sends(&answer);
    assert!(matches!(told[..], [Message::DocUnavailable { .. }]));
    let heard = client.handle_all(told.into_iter().map(frame));
    assert_eq!(heard, [Output::Unavailable { connection: TABLET }]);
    // The document arrives by another way: the client gets it unasked.
    let arrived = relay.merge_bytes(&genesis()).unwrap().1;
    let later = sends(&store_all(&mut relay, &arrived));
    assert!(matches!(later[..], [Message::Sync { .. }]));
    client.handle_all(later.into_iter().map(frame));
    assert_eq!(get(&client, "title").as_deref(), Some("contract"));
}

#[test]
fn malformed_payload_closes_only_its_connection() {
    let mut actor = replica();
    connect(&mut actor, TABLET, false);
    connect(&mut actor, ConnectionId(2), false);
    let check = |actor: &mut DocumentActor, data: Vec<u8>| {
        let outputs = actor.handle(frame(Message::Sync {
            document_id: document_id(),
            sender_id: PeerId::new("peer 1"),
            target_id: PeerId::new("peer 0"),
            data,
        }));
        assert!(
            matches!(
                outputs[..],
                [Output::Close {
                    connection: TABLET,
                    ..
                }]
            ),
            "{outputs:?}"
        );
        connect(actor, TABLET, false);
    };
    check(&mut actor, vec![0]);
    check(&mut actor, vec![0x42]);
    // A sync message whose only change is cut off.
    let message = sync::Message {
        heads: vec![],
        need: vec![],
        have: vec![],
        changes: vec![vec![0x85, 0x6f, 0x4a, 0x83, 1]].into(),
        flags: None,
        version: sync::MessageVersion::V1,
    };
    check(&mut actor, message.encode());
    assert_eq!(actor.connections().count(), 2);
}

#[test]
fn damaged_chunk_is_named_and_the_others_are_loaded() {
    let mut actor = replica();
    let mut chunks: Vec<StoredChunk> = (0..5)
        .flat_map(|number: i32| chunks(&edit(&mut actor, &number.to_string(), "dot")))
        .collect();
    let key = chunks[2].key;
    chunks[2].bytes = chunks[2].bytes[..40].into();
    let mut reopened = replica();
    let report = reopened.load(chunks);
    assert_eq!(report.n_chunks, 4);
    assert_eq!(report.damaged.len(), 1);
    assert_eq!(report.damaged[0].key, key);
    // Later changes of the same actor build on the lost one.
    assert_eq!(report.missing.len(), 1);
    assert_eq!(get(&reopened, "1").as_deref(), Some("dot"));
    assert_eq!(get(&reopened, "4"), None);
    // Only what a snapshot provably contains would be deleted.
    let outputs = reopened.handle(Input::Compact);
    let [Output::Compact { superseded, .. }] = &outputs[..] else {
        panic!("{outputs:?}");
    };
    assert_eq!(superseded.len(), 2);
    // A peer brings the lost change, and all is there again.
    reopened.merge_bytes(&actor.save()).unwrap();
    assert_eq!(get(&reopened, "4").as_deref(), Some("dot"));
}

#[test]
fn file_is_merged_completely_or_not_at_all() {
    let mut source = replica();
    edit(&mut source, "key", "value");
    let chunk = appends(&edit(&mut source, "other", "value"))[0].1.clone();
    let saved = source.save();
    let mut actor = replica();
    let before = actor.heads();
    let mut check = |bytes: &[u8], is_refusal: fn(&MergeError) -> bool| {
        let refusal = actor.merge_bytes(bytes).unwrap_err();
        assert!(is_refusal(&refusal), "{refusal}");
        assert_eq!(actor.heads(), before);
        assert!(!actor.has_orphans());
    };
    check(b"", |error| matches!(error, MergeError::Empty));
    check(b"random bytes", |error| {
        matches!(error, MergeError::Unreadable { .. })
    });
    check(&saved[..saved.len() - 1], |error| {
        matches!(error, MergeError::Unreadable { .. })
    });
    let mut foreign = Automerge::new();
    put(&mut foreign, "title", "another").unwrap();
    check(&foreign.save(), |error| {
        matches!(error, MergeError::Foreign)
    });
    check(chunk.bytes(), |error| {
        matches!(error, MergeError::MissingChanges { n_missing: 1 })
    });
    let (report, outputs) = actor.merge_bytes(&saved).unwrap();
    assert_eq!(report.n_changes, 2);
    assert_eq!(appends(&outputs).len(), 1);
    assert_eq!(actor.merge_bytes(&saved).unwrap().0.n_changes, 0);
    assert_eq!(get(&actor, "other").as_deref(), Some("value"));
}

#[test]
fn compaction_replaces_chunks_by_a_snapshot_that_holds_them() {
    let mut actor = replica();
    let mut keys = Vec::new();
    for number in 0..8_i32 {
        let outputs = edit(&mut actor, &number.to_string(), &"x".repeat(100));
        keys.extend(chunks(&outputs).into_iter().map(|chunk| chunk.key));
        store_all(&mut actor, &outputs);
    }
    assert!(actor.wants_compaction());
    let outputs = actor.handle(Input::Compact);
    let [
        Output::Compact {
            compaction,
            snapshot,
            superseded,
        },
    ] = &outputs[..]
    else {
        panic!("{outputs:?}");
    };
    keys.sort();
    assert_eq!(*superseded, keys);
    let mut reopened = replica();
    reopened.load([StoredChunk::from(snapshot.clone())]);
    assert_eq!(reopened.heads(), actor.heads());
    actor.handle(Input::Compacted {
        compaction: *compaction,
    });
    assert!(!actor.wants_compaction());
    // Nothing new: the same snapshot would supersede nothing but itself.
    assert_eq!(actor.handle(Input::Compact), []);
}

#[test]
fn nothing_is_compacted_while_an_append_is_open() {
    let mut actor = replica();
    let outputs = edit(&mut actor, "key", "value");
    store_all(&mut actor, &outputs);
    edit(&mut actor, "key", "open");
    assert_eq!(actor.handle(Input::Compact), []);
}

#[test]
fn chunk_of_another_tab_is_shown_and_not_stored_again() {
    let (mut a, mut b) = (replica(), replica());
    connect(&mut b, TABLET, true);
    let outputs = edit(&mut a, "key", "value");
    let chunk = appends(&outputs)[0].1.clone();
    let outputs = b.handle(Input::StoredElsewhere { chunk });
    assert!(matches!(outputs[0], Output::Changed { .. }));
    assert_eq!(appends(&outputs), []);
    assert_eq!(sends(&outputs).len(), 1, "the relay hears of it");
    assert!(b.is_stored());
}

#[test]
fn chunk_of_another_tab_during_an_append_waits_and_is_durable() {
    let (mut a, mut b) = (replica(), replica());
    let chunk = appends(&edit(&mut a, "a", "value"))[0].1.clone();
    let open = edit(&mut b, "b", "value");
    assert_eq!(b.handle(Input::StoredElsewhere { chunk }), []);
    let outputs = store_all(&mut b, &open);
    assert!(matches!(
        outputs[..],
        [Output::Saved { .. }, Output::Changed { .. }]
    ));
    assert!(b.is_stored());
    assert_eq!(get(&b, "a").as_deref(), Some("value"));
}

#[test]
fn frame_of_a_lost_connection_still_brings_its_changes() {
    let mut relay = replica();
    let open = edit(&mut relay, "open", "append");
    connect(&mut relay, TABLET, false);
    let mut tablet = Automerge::load(&genesis()).unwrap();
    put(&mut tablet, "key", "value").unwrap();
    let mut state = sync::State::new();
    let hello = Automerge::load(&genesis())
        .unwrap()
        .generate_sync_message(&mut sync::State::new());
    tablet
        .receive_sync_message(&mut state, hello.unwrap())
        .unwrap();
    relay.handle(frame(sync_from(&tablet, &mut state)));
    relay.handle(Input::Disconnected { connection: TABLET });
    let outputs = store_all(&mut relay, &open);
    assert_eq!(appends(&outputs).len(), 1);
    assert_eq!(get(&relay, "key").as_deref(), Some("value"));
}

#[test]
fn ephemeral_message_is_forwarded_once_and_not_back() {
    let mut relay = replica();
    for number in 1..=3 {
        connect(&mut relay, ConnectionId(number), false);
    }
    let message = Message::Ephemeral {
        document_id: document_id(),
        sender_id: PeerId::new("peer 3"),
        target_id: PeerId::new("peer 0"),
        count: 1,
        session_id: "run".to_owned(),
        data: vec![1],
    };
    // It came by way of connection 1; its origin is peer 3.
    let outputs = relay.handle(frame(message.clone()));
    let forwarded = sends(&outputs);
    assert_eq!(forwarded.len(), 1);
    assert_eq!(forwarded[0].sender_id(), message.sender_id());
    assert_eq!(forwarded[0].target_id(), Some(&PeerId::new("peer 2")));
    assert_eq!(relay.handle(frame(message)), []);
}

#[test]
fn broadcast_goes_to_every_peer_and_its_echo_is_no_news() {
    let mut tablet = replica();
    for number in 1..=2 {
        connect(&mut tablet, ConnectionId(number), false);
    }
    let outputs = tablet.handle(Input::Broadcast {
        session_id: "run".to_owned(),
        count: 1,
        data: vec![7],
    });
    let told = sends(&outputs);
    assert_eq!(told.len(), 2);
    assert!(matches!(&told[0], Message::Ephemeral { data, .. } if data == &[7]));
    let mut echo = told[0].clone();
    if let Message::Ephemeral { target_id, .. } = &mut echo {
        *target_id = PeerId::new("peer 0");
    }
    assert_eq!(tablet.handle(frame(echo)), []);
}

#[test]
fn ephemeral_message_of_a_reader_goes_nowhere() {
    let mut relay = replica();
    connect(&mut relay, ConnectionId(2), false);
    relay.handle(Input::Connected {
        connection: TABLET,
        local: PeerId::new("peer 0"),
        peer: PeerId::new("reader"),
        announce: false,
        may_write: false,
    });
    let message = Message::Ephemeral {
        document_id: document_id(),
        sender_id: PeerId::new("reader"),
        target_id: PeerId::new("peer 0"),
        count: 1,
        session_id: "run".to_owned(),
        data: vec![1],
    };
    assert_eq!(relay.handle(frame(message)), []);
}

#[test]
fn genesis_that_is_none_is_refused() {
    let check = |genesis: &[u8]| DocumentActor::new(document_id(), genesis).map(|_| ());
    assert!(matches!(check(b"no"), Err(LoadError::Genesis { .. })));
    assert!(matches!(check(b""), Err(LoadError::EmptyGenesis { .. })));
    let cut_off = &genesis()[..30];
    assert!(matches!(check(cut_off), Err(LoadError::Genesis { .. })));
}
