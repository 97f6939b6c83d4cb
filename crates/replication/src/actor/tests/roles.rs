//! Peers that only read, and who brought which change.

use super::*;

const READER: ConnectionId = ConnectionId(3);

fn connect_reader(actor: &mut DocumentActor, connection: ConnectionId) -> Vec<Output> {
    actor.handle(Input::Connected {
        connection,
        local: PeerId::new("peer 0"),
        peer: PeerId::new(format!("peer {}", connection.0)),
        announce: false,
        may_write: false,
    })
}

fn frame_on(connection: ConnectionId, message: Message) -> Input {
    Input::Frame {
        connection,
        message,
    }
}

/// A relay and clients by connection, whose frames arrive until all is silent.
struct Room {
    relay: DocumentActor,
    clients: Vec<(ConnectionId, DocumentActor)>,
}

impl Room {
    fn run_to_silence(&mut self, outputs: Vec<Output>) {
        let mut to_clients = outputs;
        for _ in 0..50 {
            to_clients.extend(store_all(&mut self.relay, &to_clients.clone()));
            let mut to_relay = Vec::new();
            for output in std::mem::take(&mut to_clients) {
                let Output::Send {
                    connection,
                    message,
                } = output
                else {
                    continue;
                };
                let client = self.clients.iter_mut().find(|(at, _)| *at == connection);
                let client = &mut client.unwrap().1;
                let mut answers = client.handle(frame(message));
                answers.extend(store_all(client, &answers.clone()));
                let answers = sends(&answers).into_iter();
                to_relay.extend(answers.map(|message| frame_on(connection, message)));
            }
            if to_relay.is_empty() {
                return;
            }
            to_clients = self.relay.handle_all(to_relay);
        }
        panic!("the room never falls silent");
    }

    /// An edit on a client, until all is silent.
    fn edit(&mut self, client: usize, key: &str) {
        let (connection, client) = &mut self.clients[client];
        let connection = *connection;
        let mut outputs = edit(client, key, "dot");
        outputs.extend(store_all(client, &outputs.clone()));
        let frames = sends(&outputs).into_iter();
        let outputs = self
            .relay
            .handle_all(frames.map(|message| frame_on(connection, message)));
        self.run_to_silence(outputs);
    }

    fn value(&self, client: usize, key: &str) -> Option<String> {
        get(&self.clients[client].1, key)
    }
}

/// A writer as client 0 and a reader as client 1.
fn writer_and_reader(relay: DocumentActor, reader: DocumentActor) -> Room {
    let mut room = Room {
        relay,
        clients: vec![(TABLET, replica()), (READER, reader)],
    };
    connect(&mut room.relay, TABLET, false);
    connect_reader(&mut room.relay, READER);
    let mut hellos = Vec::new();
    for (connection, client) in &mut room.clients {
        let hello = sends(&connect(client, TABLET, true)).into_iter();
        hellos.extend(hello.map(|message| frame_on(*connection, message)));
    }
    let outputs = room.relay.handle_all(hellos);
    room.run_to_silence(outputs);
    room
}

#[test]
fn reader_gets_everything_live_and_nothing_of_it_is_taken() {
    for relay in [replica(), DocumentActor::empty(document_id())] {
        let mut reader = replica();
        let own = edit(&mut reader, "own before", "dot");
        store_all(&mut reader, &own);
        let mut room = writer_and_reader(relay, reader);
        for number in 0..3 {
            room.edit(1, &format!("own {number}"));
            let key = format!("dot {number}");
            room.edit(0, &key);
            assert_eq!(room.value(1, &key).as_deref(), Some("dot"), "{key}");
            assert_eq!(get(&room.relay, &format!("own {number}")), None);
            assert_eq!(room.value(0, &format!("own {number}")), None);
        }
        assert_eq!(get(&room.relay, "own before"), None);
        assert_eq!(room.relay.heads(), room.clients[0].1.heads());
    }
}

#[test]
fn reader_is_never_told_that_its_changes_are_stored() {
    let mut room = writer_and_reader(replica(), replica());
    let status = room.clients[1].1.sync_status(TABLET).unwrap();
    assert!(status.in_sync, "it has made no change yet");
    room.edit(1, "own");
    room.edit(0, "dot");
    let status = room.clients[1].1.sync_status(TABLET).unwrap();
    assert!(!status.in_sync && status.n_missing >= 1, "{status:?}");
}

#[test]
fn whole_document_of_a_reader_is_not_taken_either() {
    let mut relay = DocumentActor::empty(document_id());
    connect_reader(&mut relay, READER);
    let tablet = Automerge::load(&genesis()).unwrap();
    let message = sync::Message {
        heads: tablet.get_heads(),
        need: vec![],
        have: vec![],
        changes: vec![tablet.save()].into(),
        flags: None,
        version: sync::MessageVersion::V2,
    };
    let outputs = relay.handle(frame_on(
        READER,
        Message::Sync {
            document_id: document_id(),
            sender_id: PeerId::new("peer 3"),
            target_id: PeerId::new("peer 0"),
            data: message.encode(),
        },
    ));
    assert_eq!(appends(&outputs), []);
    assert!(relay.heads().is_empty());
}

/// A frame with one change on the genesis, from a peer that knows the relay's heads.
fn frame_with_change(key: &str) -> Message {
    let mut tablet = Automerge::load(&genesis()).unwrap();
    let mut state = sync::State::new();
    let relay = Automerge::load(&genesis()).unwrap();
    let hello = relay.generate_sync_message(&mut sync::State::new());
    tablet
        .receive_sync_message(&mut state, hello.unwrap())
        .unwrap();
    put(&mut tablet, key, "dot").unwrap();
    sync_from(&tablet, &mut state)
}

#[test]
fn frame_of_a_reader_that_left_while_it_waited_is_not_taken() {
    for (may_write, expected) in [(true, Some("dot")), (false, None)] {
        let mut relay = replica();
        if may_write {
            connect(&mut relay, READER, false);
        } else {
            connect_reader(&mut relay, READER);
        }
        let in_flight = edit(&mut relay, "in flight", "dot");
        let waits = relay.handle(frame_on(READER, frame_with_change("late")));
        assert_eq!(waits, []);
        assert!(relay.may_still_admit(READER));
        relay.handle(Input::Disconnected { connection: READER });
        let second = store_all(&mut relay, &in_flight);
        store_all(&mut relay, &second);
        assert_eq!(get(&relay, "late").as_deref(), expected);
        assert!(!relay.may_still_admit(READER));
    }
}

#[test]
fn frames_of_a_connection_that_this_end_closed_are_ignored() {
    let mut relay = replica();
    connect(&mut relay, TABLET, false);
    let malformed = Message::Sync {
        document_id: document_id(),
        sender_id: PeerId::new("peer 1"),
        target_id: PeerId::new("peer 0"),
        data: vec![0],
    };
    let closed = relay.handle(frame(malformed));
    assert!(matches!(closed[..], [Output::Close { .. }]));
    assert_eq!(relay.handle(frame(frame_with_change("late"))), []);
    assert_eq!(get(&relay, "late"), None);
}

fn admitted(outputs: &[Output]) -> Vec<(ConnectionId, Vec<ChangeHash>)> {
    let admission = |output: &Output| match output {
        Output::Admitted {
            connection,
            changes,
        } => Some((*connection, changes.clone())),
        _ => None,
    };
    outputs.iter().filter_map(admission).collect()
}

#[test]
fn each_change_is_admitted_once_before_its_append() {
    let mut relay = replica();
    connect(&mut relay, TABLET, false);
    connect(&mut relay, READER, false);
    let with_change = frame_with_change("key");
    let outputs = relay.handle(frame(with_change.clone()));
    assert_eq!(admitted(&outputs), [(TABLET, relay.heads())]);
    let is_admission = |output: &Output| matches!(output, Output::Admitted { .. });
    let is_append = |output: &Output| matches!(output, Output::Append { .. });
    let admission_idx = outputs.iter().position(is_admission);
    assert!(admission_idx < outputs.iter().position(is_append));
    let later = store_all(&mut relay, &outputs);
    assert_eq!(admitted(&later), []);
    let again = relay.handle(frame_on(READER, with_change));
    assert_eq!(admitted(&again), []);
}

#[test]
fn change_that_waited_for_others_is_admitted_of_its_first_bearer() {
    let mut tablet = Automerge::load(&genesis()).unwrap();
    let before = tablet.get_heads();
    put(&mut tablet, "first", "dot").unwrap();
    let middle = tablet.get_heads();
    put(&mut tablet, "second", "dot").unwrap();
    let mut relay = replica();
    connect(&mut relay, TABLET, false);
    connect(&mut relay, READER, false);
    let message = |from: &[ChangeHash], until: usize| {
        let changes = tablet.get_changes(from).into_iter().take(until);
        let changes: Vec<Vec<u8>> = changes.map(|change| change.raw_bytes().to_vec()).collect();
        Message::Sync {
            document_id: document_id(),
            sender_id: PeerId::new("peer"),
            target_id: PeerId::new("peer 0"),
            data: sync::Message {
                heads: tablet.get_heads(),
                need: vec![],
                have: vec![],
                changes: changes.into(),
                flags: None,
                version: sync::MessageVersion::V1,
            }
            .encode(),
        }
    };
    let orphan = relay.handle(frame(message(&middle, 1)));
    assert_eq!(admitted(&orphan), []);
    assert!(relay.may_still_admit(TABLET));
    relay.handle(Input::Disconnected { connection: TABLET });
    assert!(relay.may_still_admit(TABLET));
    let both = relay.handle(frame_on(READER, message(&before, 1)));
    assert_eq!(
        admitted(&both),
        [(TABLET, tablet.get_heads()), (READER, middle)]
    );
    assert!(!relay.may_still_admit(TABLET));
}
