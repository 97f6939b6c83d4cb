//! Counts writes that are under way, and says whether everything is saved.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use crate::components::SaveStatus;

/// What is written: the document, or the key of an entry of this device.
pub(super) const DOCUMENT: &str = "document";
/// The store itself: it cannot be opened or read.
pub(super) const STORE: &str = "store";

/// Writes of this device, of the document and of drafts.
#[derive(Debug, Clone, Copy)]
pub struct SaveTracker {
    n_pending: RwSignal<u32>,
    failed: RwSignal<BTreeSet<Arc<str>>>,
}

/// One write under way; ends as saved or as failed, never silently.
#[derive(Debug)]
#[must_use = "a write that is begun must be ended"]
pub struct PendingSave {
    saves: SaveTracker,
    what: Arc<str>,
}

impl SaveTracker {
    /// Nothing to save yet.
    #[expect(
        clippy::new_without_default,
        reason = "makes signals, so it needs an owner"
    )]
    pub fn new() -> Self {
        Self {
            n_pending: RwSignal::new(0),
            failed: RwSignal::new(BTreeSet::new()),
        }
    }

    /// Begins a write of `what`; a later success of the same thing makes up for a failure.
    pub fn begin(self, what: &str) -> PendingSave {
        self.n_pending.update(|n| *n += 1);
        PendingSave {
            saves: self,
            what: what.into(),
        }
    }

    /// What to show.
    pub fn status(self) -> Signal<SaveStatus> {
        Signal::derive(move || {
            if self.failed.with(|failed| !failed.is_empty()) {
                SaveStatus::NotSaved
            } else if self.n_pending.get() > 0 {
                SaveStatus::Saving
            } else {
                SaveStatus::Saved
            }
        })
    }
}

impl PendingSave {
    /// The transaction completed, and with it everything written before.
    pub fn done(self) {
        let Self { saves, what } = self;
        if saves.failed.with_untracked(|failed| failed.contains(&what)) {
            saves.failed.update(|failed| {
                failed.remove(&what);
            });
        }
        saves.n_pending.update(|n| *n = n.saturating_sub(1));
    }

    /// It failed; the data is in memory only.
    pub fn fail(self) {
        let Self { saves, what } = self;
        saves.failed.update(|failed| {
            failed.insert(what);
        });
        saves.n_pending.update(|n| *n = n.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_shows_only_when_every_write_completed() {
        let owner = Owner::new();
        owner.with(|| {
            let saves = SaveTracker::new();
            let status = saves.status();
            assert_eq!(status.get_untracked(), SaveStatus::Saved);
            let (first, second) = (saves.begin("a"), saves.begin("b"));
            assert_eq!(status.get_untracked(), SaveStatus::Saving);
            first.done();
            assert_eq!(status.get_untracked(), SaveStatus::Saving);
            second.fail();
            assert_eq!(status.get_untracked(), SaveStatus::NotSaved);
            saves.begin("a").done();
            let shown = status.get_untracked();
            assert_eq!(
                shown,
                SaveStatus::NotSaved,
                "the success of another thing hides nothing"
            );
            saves.begin("b").done();
            assert_eq!(status.get_untracked(), SaveStatus::Saved);
        });
    }
}
