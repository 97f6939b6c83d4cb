//! Former states of the document, by the heads that name them.

use document::Reader;
use domain::Snapshot;
use replication::ChangeHash;

use super::Core;

impl Core {
    /// Names of the latest changes, sorted: they identify the state of the document.
    pub fn heads(&self) -> Vec<[u8; 32]> {
        let mut heads: Vec<[u8; 32]> = self.actor.heads().iter().map(|head| head.0).collect();
        heads.sort_unstable();
        heads
    }

    /// True when every change that `heads` name is here, and with it all that came before.
    pub fn has(&self, heads: &[[u8; 32]]) -> bool {
        let document = self.actor.document();
        heads.iter().all(|head| {
            document
                .get_change_meta_by_hash(&ChangeHash(*head))
                .is_some()
        })
    }

    /// Every change that `heads` do not include, beside those that every replica starts
    /// from; heads that are unknown here are left aside. Empty when nothing is missing.
    pub fn changes_since(&self, heads: &[[u8; 32]]) -> Vec<u8> {
        let heads = heads.iter().copied().map(ChangeHash);
        let document = self.actor.document();
        let known = heads.filter(|head| document.get_change_meta_by_hash(head).is_some());
        let known: Vec<ChangeHash> = known.chain(self.start_heads.iter().copied()).collect();
        document.save_after(&known)
    }

    /// What the document said at `heads`; `None` when one of them is unknown here.
    ///
    /// Applies every change up to them anew: a tenth of a second for a busy year.
    pub fn snapshot_at(&self, heads: &[[u8; 32]]) -> Option<Snapshot> {
        if heads.is_empty() || !self.has(heads) {
            return None;
        }
        if heads == self.heads() {
            return Some(self.snapshot().clone());
        }
        let heads: Vec<ChangeHash> = heads.iter().copied().map(ChangeHash).collect();
        let former = self.actor.document().fork_at(&heads).ok()?;
        Some(Reader::open(&former).snapshot().clone())
    }
}

#[cfg(test)]
mod tests {
    use crate::replica::core::core_samples::{propose, tablet};

    #[test]
    fn a_former_state_is_what_was_said_then_whatever_came_after() {
        let mut core = tablet();
        let start = (core.heads(), core.snapshot().clone());
        propose(&mut core, 1);
        let then = (core.heads(), core.snapshot().clone());
        propose(&mut core, 2);
        for (heads, snapshot) in [start, then, (core.heads(), core.snapshot().clone())] {
            assert!(core.has(&heads));
            assert_eq!(core.snapshot_at(&heads), Some(snapshot));
        }
    }

    #[test]
    fn a_state_of_which_a_change_is_unknown_is_not_read_before_it_comes() {
        let (mut one, mut two) = (tablet(), tablet());
        propose(&mut one, 1);
        propose(&mut two, 2);
        assert_eq!(one.snapshot_at(&two.heads()), None);
        assert!(!one.has(&two.heads()));
        for heads in [vec![], vec![[7; 32]], [one.heads(), two.heads()].concat()] {
            assert_eq!(one.snapshot_at(&heads), None);
        }
        one.merge_file(&two.export()).expect("the same contract");
        assert_eq!(one.snapshot_at(&two.heads()).as_ref(), Some(two.snapshot()));
        // Two latest changes, in any order.
        let mut heads = one.heads();
        assert_eq!(heads.len(), 2);
        assert!(heads.is_sorted());
        heads.reverse();
        propose(&mut one, 3);
        let both = one.snapshot_at(&heads).expect("both are here");
        assert_eq!(both.proposals.len() + 1, one.snapshot().proposals.len());
    }
}
