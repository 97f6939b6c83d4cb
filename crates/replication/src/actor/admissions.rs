//! Which connection brought which change, for the relay's admission log.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::sync;
use automerge::{Automerge, ChangeHash};

use super::{ConnectionId, Output};

/// A sync message, and what its sender may do.
#[derive(Debug)]
pub(super) struct SyncFrame {
    pub(super) message: sync::Message,
    /// The changes in it that can be read one by one.
    pub(super) changes: Vec<ChangeHash>,
    /// As the connection had it when the frame came: it may be gone since.
    pub(super) may_write: bool,
}

/// Changes that wait in the document for others that nobody brought yet, and
/// who brought them; an entry is smaller than the change it names.
#[derive(Debug, Default)]
pub(super) struct Orphans(HashMap<ChangeHash, ConnectionId>);

impl Orphans {
    /// Names who brought what is new in `document` since the heads `before`.
    ///
    /// `brought`: the changes that `connection` has just sent.
    pub(super) fn admit(
        &mut self,
        document: &Automerge,
        connection: ConnectionId,
        before: &[ChangeHash],
        brought: Vec<ChangeHash>,
    ) -> Vec<Output> {
        let mut admitted: BTreeMap<ConnectionId, Vec<ChangeHash>> = BTreeMap::new();
        for change in document.get_changes_meta(before) {
            let first = self.0.remove(&change.hash).unwrap_or(connection);
            admitted.entry(first).or_default().push(change.hash);
        }
        for hash in brought {
            if document.get_change_meta_by_hash(&hash).is_none() {
                self.0.entry(hash).or_insert(connection);
            }
        }
        let output = |(connection, changes)| Output::Admitted {
            connection,
            changes,
        };
        admitted.into_iter().map(output).collect()
    }

    /// Forgets what waits; gives those who brought it.
    pub(super) fn forget(&mut self) -> BTreeSet<ConnectionId> {
        std::mem::take(&mut self.0).into_values().collect()
    }

    pub(super) fn names(&self, connection: ConnectionId) -> bool {
        self.0.values().any(|first| *first == connection)
    }
}
