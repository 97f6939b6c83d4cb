//! More than the store keeps up with: the connection that brings it is closed.

use super::*;
use crate::limits::{UNSTORED_BYTES_MAX, WAITING_BYTES_MAX, WAITING_FRAMES_MAX};

const OTHER: ConnectionId = ConnectionId(2);

fn frame_on(connection: ConnectionId, message: &Message) -> Input {
    Input::Frame {
        connection,
        message: message.clone(),
    }
}

fn closed(outputs: &[Output]) -> Vec<(ConnectionId, CloseReason)> {
    let close = |output: &Output| match output {
        Output::Close { connection, reason } => Some((*connection, reason.clone())),
        _ => None,
    };
    outputs.iter().filter_map(close).collect()
}

/// A frame with one change on the genesis, from a peer that knows the relay's heads.
fn frame_with_change(key: &str, value: &str) -> Message {
    let mut tablet = Automerge::load(&genesis()).unwrap();
    let mut state = sync::State::new();
    let relay = Automerge::load(&genesis()).unwrap();
    let hello = relay.generate_sync_message(&mut sync::State::new());
    tablet
        .receive_sync_message(&mut state, hello.unwrap())
        .unwrap();
    put(&mut tablet, key, value).unwrap();
    sync_from(&tablet, &mut state)
}

/// A relay whose store has not answered yet, with two connections.
fn busy_relay() -> (DocumentActor, Vec<Output>) {
    let mut relay = replica();
    connect(&mut relay, TABLET, false);
    connect(&mut relay, OTHER, false);
    let in_flight = edit(&mut relay, "in flight", "dot");
    assert_eq!(appends(&in_flight).len(), 1);
    (relay, in_flight)
}

/// Fills what may wait, then checks that the next frame closes its connection
/// alone, and that what waited is taken in when the store answers.
fn check_waiting_is_bounded(message: &Message, n_frames_max: usize) {
    let (mut relay, in_flight) = busy_relay();
    for _ in 0..n_frames_max {
        assert_eq!(relay.handle(frame_on(TABLET, message)), []);
    }
    let over = relay.handle(frame_on(OTHER, message));
    assert_eq!(closed(&over), [(OTHER, CloseReason::Overloaded)]);
    assert_eq!(relay.connections().collect::<Vec<_>>(), [TABLET]);
    let second = store_all(&mut relay, &in_flight);
    assert_eq!(closed(&second), []);
    assert_eq!(get(&relay, "in flight").as_deref(), Some("dot"));
    assert!(
        get(&relay, "waited").is_some(),
        "nothing that waited is lost"
    );
    store_all(&mut relay, &second);
    // The other comes back and is taken in.
    connect(&mut relay, OTHER, false);
    let again = relay.handle(frame_on(OTHER, &frame_with_change("again", "dot")));
    assert_eq!(closed(&again), []);
    assert_eq!(get(&relay, "again").as_deref(), Some("dot"));
}

#[test]
fn frames_that_wait_are_bounded_in_number() {
    let message = frame_with_change("waited", "dot");
    check_waiting_is_bounded(&message, WAITING_FRAMES_MAX);
}

#[test]
fn frames_that_wait_are_bounded_in_bytes() {
    let message = frame_with_change("waited", &parts::noise(1, WAITING_BYTES_MAX / 8));
    let Message::Sync { data, .. } = &message else {
        panic!("{message:?}");
    };
    let n_frames_max = WAITING_BYTES_MAX / data.len();
    assert!((8..12).contains(&n_frames_max), "{n_frames_max}");
    check_waiting_is_bounded(&message, n_frames_max);
}

#[test]
fn changes_are_refused_while_too_much_is_unstored_and_reading_goes_on() {
    let (mut relay, in_flight) = busy_relay();
    for (append, _) in appends(&in_flight) {
        relay.handle(Input::AppendFailed { append });
    }
    // As if a store that keeps failing had left that much behind.
    let heads = relay.heads();
    let chunk = Chunk::new(ChunkKind::Incremental, vec![0; UNSTORED_BYTES_MAX]);
    relay.journal.append(chunk, Origin::Remote, heads);
    relay.handle(Input::AppendFailed {
        append: AppendId(1),
    });
    let hello = {
        let tablet = Automerge::load(&genesis()).unwrap();
        sync_from(&tablet, &mut sync::State::new())
    };
    assert_eq!(closed(&relay.handle(frame_on(OTHER, &hello))), []);
    let refused = relay.handle(frame_on(TABLET, &frame_with_change("refused", "dot")));
    assert_eq!(closed(&refused), [(TABLET, CloseReason::Overloaded)]);
    assert_eq!(get(&relay, "refused"), None, "the peer keeps it");
    assert_eq!(relay.connections().collect::<Vec<_>>(), [OTHER]);
    let retried = relay.handle(Input::RetryAppends);
    assert_eq!(appends(&retried).len(), 2);
    store_all(&mut relay, &retried);
    connect(&mut relay, TABLET, false);
    let taken = relay.handle(frame_on(TABLET, &frame_with_change("refused", "dot")));
    assert_eq!(closed(&taken), []);
    assert_eq!(get(&relay, "refused").as_deref(), Some("dot"));
}
