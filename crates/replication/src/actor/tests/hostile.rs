//! Changes that no program writes and that make Automerge panic.

use sha2::{Digest, Sha256};

use super::*;

const ATTACKER: ConnectionId = ConnectionId(2);

/// An empty change of an actor that nobody knows, which says that it is not
/// that actor's first: Automerge looks for the actor and panics.
fn change_of_nobody(deps: &[ChangeHash]) -> Vec<u8> {
    let mut contents = vec![u8::try_from(deps.len()).unwrap()];
    contents.extend(deps.iter().flat_map(|dep| dep.0));
    // Actor, sequence 2, operations from 50, time 0; no message, actors, columns.
    contents.extend([1, 0xee, 2, 50, 0, 0, 0, 0]);
    let n_bytes = u8::try_from(contents.len()).unwrap();
    let hashed = [&[1, n_bytes], contents.as_slice()].concat();
    let checksum = Sha256::digest(&hashed);
    [&[0x85, 0x6f, 0x4a, 0x83], &checksum[..4], &hashed].concat()
}

fn bring(connection: ConnectionId, changes: &[Vec<u8>]) -> Input {
    let message = sync::Message {
        heads: Vec::new(),
        need: Vec::new(),
        have: Vec::new(),
        changes: changes.to_vec().into(),
        flags: None,
        version: sync::MessageVersion::V1,
    };
    Input::Frame {
        connection,
        message: Message::Sync {
            document_id: document_id(),
            sender_id: PeerId::new(format!("peer {}", connection.0)),
            target_id: PeerId::new("peer 0"),
            data: message.encode(),
        },
    }
}

fn closed(outputs: &[Output]) -> Vec<ConnectionId> {
    let close = |output: &Output| match output {
        Output::Close { connection, .. } => Some(*connection),
        _ => None,
    };
    outputs.iter().filter_map(close).collect()
}

fn relay_with_two_peers() -> DocumentActor {
    let mut relay = replica();
    connect(&mut relay, TABLET, false);
    connect(&mut relay, ATTACKER, false);
    relay
}

/// A change of another replica: its bytes and its hash.
fn honest_change() -> (Vec<u8>, ChangeHash) {
    let mut tablet = Automerge::load(&genesis()).unwrap();
    let before = tablet.get_heads();
    put(&mut tablet, "honest", "dot").unwrap();
    (tablet.save_after(&before), tablet.get_heads()[0])
}

#[test]
fn change_that_stops_automerge_costs_its_sender_the_connection() {
    let mut relay = relay_with_two_peers();
    let before = relay.heads();
    let hostile = change_of_nobody(&before);
    assert!(
        scan::pieces(&hostile).is_ok(),
        "reading alone does not tell"
    );
    let outputs = relay.handle(bring(ATTACKER, &[hostile]));
    assert_eq!(closed(&outputs), [ATTACKER]);
    assert_eq!(appends(&outputs), []);
    assert_eq!(relay.heads(), before);
    let outputs = relay.handle(bring(TABLET, &[honest_change().0]));
    assert_eq!(closed(&outputs), []);
    store_all(&mut relay, &outputs);
    assert_eq!(get(&relay, "honest").as_deref(), Some("dot"));
    assert!(relay.is_stored());
}

#[test]
fn change_that_stops_automerge_does_not_wait_for_an_honest_one() {
    let mut relay = relay_with_two_peers();
    let (honest, hash) = honest_change();
    let outputs = relay.handle(bring(ATTACKER, &[change_of_nobody(&[hash])]));
    assert_eq!(closed(&outputs), [], "it waits for the honest change");
    let outputs = relay.handle(bring(TABLET, std::slice::from_ref(&honest)));
    assert_eq!(closed(&outputs), [ATTACKER, TABLET]);
    // The honest peer connects again and brings its change once more.
    connect(&mut relay, TABLET, false);
    let outputs = relay.handle(bring(TABLET, &[honest]));
    assert_eq!(closed(&outputs), []);
    assert_eq!(get(&relay, "honest").as_deref(), Some("dot"));
}

#[test]
fn file_that_stops_automerge_is_not_merged() {
    let mut actor = replica();
    let before = actor.heads();
    let file = [genesis(), change_of_nobody(&before)].concat();
    let refused = actor.merge_bytes(&file).map(|(report, _)| report);
    assert!(matches!(refused, Err(MergeError::Unreadable { .. })));
    assert!(matches!(
        read_file(&file),
        Err(MergeError::Unreadable { .. })
    ));
    assert_eq!(actor.heads(), before);
}

#[test]
fn chunk_that_stops_automerge_is_left_out() {
    let mut actor = replica();
    let before = actor.heads();
    let hostile = Chunk::new(ChunkKind::Incremental, change_of_nobody(&before));
    let honest = Chunk::new(ChunkKind::Incremental, honest_change().0);
    let report = actor.load([hostile.clone().into(), honest.into()]);
    let damaged: Vec<ChunkKey> = report.damaged.iter().map(|chunk| chunk.key).collect();
    assert_eq!(damaged, [hostile.key()]);
    assert_eq!(get(&actor, "honest").as_deref(), Some("dot"));
    actor.handle(Input::StoredElsewhere { chunk: hostile });
    assert_eq!(get(&actor, "honest").as_deref(), Some("dot"));
}

#[test]
fn later_change_of_an_actor_that_builds_on_nothing_is_not_read() {
    let change = change_of_nobody(&[]);
    let refused = scan::pieces(&change).map(|pieces| pieces.len());
    assert_eq!(refused, Err(scan::ScanError::Sequence { position: 0 }));
}

#[test]
fn summary_that_automerge_cannot_ask_is_malformed() {
    let first_message = |n_probes: u8, bits: &[u8]| {
        // Version 1; no heads, no needs; one summary of no last sync, whose
        // filter has one entry of as many bits as there are; no changes.
        let filter = [&[1, 8 * u8::try_from(bits.len()).unwrap(), n_probes], bits].concat();
        let n_bytes = u8::try_from(filter.len()).unwrap();
        [&[0x42, 0, 0, 1, 0, n_bytes], filter.as_slice(), &[0]].concat()
    };
    let send = |data: Vec<u8>| {
        let mut relay = relay_with_two_peers();
        let outputs = relay.handle(Input::Frame {
            connection: ATTACKER,
            message: Message::Sync {
                document_id: document_id(),
                sender_id: PeerId::new("peer 2"),
                target_id: PeerId::new("peer 0"),
                data,
            },
        });
        closed(&outputs)
    };
    assert_eq!(send(first_message(7, &[0])), [], "a sound summary");
    assert_eq!(send(first_message(7, &[])), [ATTACKER]);
    assert_eq!(send(first_message(65, &[0])), [ATTACKER]);
}
