//! Tablets and a relay that talk without IO.

use std::collections::VecDeque;

use replication::{ConnectionId, DocumentActor, Input, Message, Output, PeerId};
use six_cartes::replica::Core;

/// A tablet or a relay: takes inputs, gives outputs.
pub(crate) trait Machine {
    fn take(&mut self, input: Input) -> Vec<Output>;
}

impl Machine for Core {
    fn take(&mut self, input: Input) -> Vec<Output> {
        self.handle(input)
    }
}

impl Machine for DocumentActor {
    fn take(&mut self, input: Input) -> Vec<Output> {
        self.handle(input)
    }
}

/// Stores every append at once and gives back the messages to send.
pub(crate) fn settle(machine: &mut impl Machine, outputs: Vec<Output>) -> Vec<Message> {
    let mut outputs = VecDeque::from(outputs);
    let mut messages = Vec::new();
    while let Some(output) = outputs.pop_front() {
        match output {
            Output::Send { message, .. } => messages.push(message),
            Output::Append { append, .. } => outputs.extend(machine.take(Input::Stored { append })),
            _ => {}
        }
    }
    messages
}

fn connect(machine: &mut impl Machine, id: u64, announce: bool) -> Vec<Message> {
    let (connection, local) = (
        ConnectionId(id),
        PeerId::new(format!("local-{id}-{announce}")),
    );
    let peer = PeerId::new(format!("local-{id}-{}", !announce));
    let outputs = machine.take(Input::Connected {
        connection,
        local,
        peer,
        announce,
        may_write: true,
    });
    settle(machine, outputs)
}

/// Connects a tablet to the relay and lets them talk until both are silent.
pub(crate) fn exchange(tablet: &mut Core, relay: &mut DocumentActor, id: u64) {
    let connection = ConnectionId(id);
    let mut to_tablet = VecDeque::from(connect(relay, id, false));
    let mut to_relay = VecDeque::from(connect(tablet, id, true));
    for _ in 0..1000 {
        let outputs = if let Some(message) = to_relay.pop_front() {
            let outputs = relay.take(Input::Frame {
                connection,
                message,
            });
            to_tablet.extend(settle(relay, outputs));
            continue;
        } else if let Some(message) = to_tablet.pop_front() {
            tablet.take(Input::Frame {
                connection,
                message,
            })
        } else {
            assert!(
                tablet.is_at_relay(connection),
                "silent although not in sync"
            );
            tablet.note_at_relay();
            relay.take(Input::Disconnected { connection });
            tablet.take(Input::Disconnected { connection });
            return;
        };
        to_relay.extend(settle(tablet, outputs));
    }
    unreachable!("the two never fall silent");
}
