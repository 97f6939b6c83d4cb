//! What a part of the page asks of the document, and the answer beside it.

use domain::Command;
use leptos::prelude::*;

use crate::pages::workshop::fault::Fault;
use crate::replica::Replica;

/// Asks for changes and remembers the answer; one per panel, so that the answer stands
/// beside what was pressed. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    replica: Replica,
    fault: RwSignal<Option<Fault>>,
    said: RwSignal<String>,
}

impl Desk {
    pub(super) fn new(replica: Replica) -> Self {
        Self {
            replica,
            fault: RwSignal::new(None),
            said: RwSignal::new(String::new()),
        }
    }

    /// The document of this device.
    pub(super) fn replica(self) -> Replica {
        self.replica
    }

    /// Why the last change was not made.
    pub(super) fn fault(self) -> Signal<Option<Fault>> {
        self.fault.into()
    }

    /// What the last change did.
    pub(super) fn said(self) -> Signal<String> {
        self.said.into()
    }

    /// Makes the changes in their order, up to the first that is refused; then says
    /// `said`. True when all were made.
    pub(super) fn run(self, commands: &[Command], said: String) -> bool {
        let done = commands
            .iter()
            .try_for_each(|command| self.replica.dispatch(command));
        let fault = done.err().map(Fault::from);
        let is_done = fault.is_none();
        self.said.set(if is_done { said } else { String::new() });
        self.fault.set(fault);
        is_done
    }
}
