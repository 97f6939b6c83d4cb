//! The last visit to what came in: the state of the document then, and what this device
//! did since.
//!
//! An entry of the device, like its council: never in the document.

use std::collections::BTreeMap;

use domain::{Snapshot, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::ChangeHash;
use serde::{Deserialize, Serialize};

use super::device::{keep_entry, read_entry_at_last};
use crate::model::incoming::{Line, difference};
use crate::replica::Replica;

const KEY: &str = "visit";
/// Things of its own that the device remembers until the next visit: they are written anew
/// with each. What it did after these shows as news, which misleads nobody.
const OWN_MAX: usize = 1_000;

/// The last visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Names of the latest changes then.
    pub heads: Vec<[u8; 32]>,
    /// When, to the minute.
    pub at: Timestamp,
    /// What this device did since, by the key of its line, with how many times.
    ///
    /// The document does not tell a device's own changes from others', since each page
    /// load writes under a name of its own. Of ballots only the number in a round is
    /// kept: the order of their ids would tell who sat at the tablet when.
    pub own: BTreeMap<String, usize>,
}

/// What is known of the last visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LastVisit {
    /// The store has not answered yet.
    Unread,
    /// There was none.
    Never,
    /// This one.
    At(Mark),
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    heads: Vec<String>,
    at_min: u32,
    own: BTreeMap<String, usize>,
}

impl Kept {
    fn of(mark: &Mark) -> Self {
        let heads = mark.heads.iter().map(|head| ChangeHash(*head).to_string());
        Self {
            heads: heads.collect(),
            at_min: mark.at.epoch_min(),
            own: mark.own.clone(),
        }
    }

    /// `None` for what no program of ours kept.
    fn mark(self) -> Option<Mark> {
        let heads = self.heads.iter();
        let heads: Option<Vec<_>> = heads
            .map(|head| head.parse::<ChangeHash>().ok().map(|head| head.0))
            .collect();
        Some(Mark {
            heads: heads.filter(|heads| !heads.is_empty())?,
            at: Timestamp::from_epoch_min(self.at_min),
            own: self.own,
        })
    }
}

/// Handle of the last visit; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    replica: Replica,
    last: RwSignal<LastVisit>,
}

impl Visit {
    /// Reads the last visit, and notes what this device does from now on.
    pub fn listen(replica: Replica) -> Self {
        let visit = Self {
            replica,
            last: RwSignal::new(LastVisit::Unread),
        };
        visit.read();
        replica.on_device_entry(KEY, move || visit.read());
        replica.on_own_change(move |before, after| visit.note_own(before, after));
        visit
    }

    fn read(self) {
        spawn_local(async move {
            let kept = read_entry_at_last(self.replica, KEY).await;
            let kept = kept.and_then(|text| serde_json::from_str::<Kept>(&text).ok());
            let mark = kept.and_then(Kept::mark);
            self.last.set(mark.map_or(LastVisit::Never, LastVisit::At));
        });
    }

    /// What is known of it.
    pub fn last(self) -> Signal<LastVisit> {
        self.last.into()
    }

    /// Everything that is here now has been seen.
    pub fn see(self, at: Timestamp) {
        self.keep(Mark {
            heads: self.replica.heads(),
            at,
            own: BTreeMap::new(),
        });
    }

    fn note_own(self, before: &Snapshot, after: &Snapshot) {
        let LastVisit::At(mut mark) = self.last.get_untracked() else {
            return;
        };
        let lines = difference(before, after).lines.into_iter();
        for line in lines.filter(Line::happens_once) {
            if mark.own.len() < OWN_MAX || mark.own.contains_key(&line.key) {
                let n = mark.own.entry(line.key).or_default();
                *n = n.saturating_add(line.n);
            }
        }
        self.keep(mark);
    }

    fn keep(self, mark: Mark) {
        keep_entry(self.replica, KEY.into(), &Kept::of(&mark));
        self.last.set(LastVisit::At(mark));
    }
}

/// Gives the last visit to every page below.
pub fn provide_visit(visit: Visit) {
    provide_context(visit);
}

/// The last visit.
///
/// # Panics
/// Outside `App`, which provides it.
pub fn use_visit() -> Visit {
    use_context().expect("App provides the last visit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_kept_and_read_back_and_nonsense_counts_as_none() {
        let mark = Mark {
            heads: vec![[1; 32], [255; 32]],
            at: Timestamp::from_epoch_min(7),
            own: [("ballots 01 gaillard".to_owned(), 3)].into(),
        };
        let text = serde_json::to_string(&Kept::of(&mark)).expect("plain values");
        let kept: Kept = serde_json::from_str(&text).expect("it was written so");
        assert_eq!(kept.mark(), Some(mark));
        for text in [
            "{}",
            r#"{"heads":[]}"#,
            r#"{"heads":["xyz"]}"#,
            r#"{"heads":["00"]}"#,
        ] {
            let kept: Kept = serde_json::from_str(text).expect("an object");
            assert_eq!(kept.mark(), None, "{text}");
        }
    }
}
