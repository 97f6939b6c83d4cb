//! Grouping of duplicate proposals: a pointer each, resolved the same everywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{Proposal, ProposalId};

/// Which proposal stands for which others.
///
/// *Shape*: `root_of` has one entry per proposal (itself when alone); `members` has one
/// entry per root, in the order of ids, the root included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    root_of: BTreeMap<ProposalId, ProposalId>,
    members: BTreeMap<ProposalId, Vec<ProposalId>>,
}

impl Groups {
    /// The proposal that stands for `id`; itself when it is alone or unknown.
    pub fn root(&self, id: ProposalId) -> ProposalId {
        self.root_of.get(&id).copied().unwrap_or(id)
    }

    /// Proposals that `root` stands for, itself included.
    pub fn members(&self, root: ProposalId) -> &[ProposalId] {
        self.members.get(&root).map_or(&[], Vec::as_slice)
    }

    /// Every root.
    pub fn roots(&self) -> impl Iterator<Item = ProposalId> {
        self.members.keys().copied()
    }
}

/// Follows every pointer; a pointer to nothing, to another card or to itself is ignored.
///
/// Groupings made apart can form a cycle: its smallest id becomes the root, on every
/// replica alike, and no dot is lost.
pub fn groups(proposals: &BTreeMap<ProposalId, Arc<Proposal>>) -> Groups {
    let mut groups = Groups::default();
    for &id in proposals.keys() {
        let root = root(proposals, id);
        groups.root_of.insert(id, root);
        groups.members.entry(root).or_default().push(id);
    }
    groups
}

/// True when following the pointers from `start` passes through `id`.
pub(crate) fn leads_to(
    proposals: &BTreeMap<ProposalId, Arc<Proposal>>,
    start: ProposalId,
    id: ProposalId,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut current = Some(start);
    while let Some(found) = current.filter(|found| seen.insert(*found)) {
        if found == id {
            return true;
        }
        current = next(proposals, found);
    }
    false
}

fn next(proposals: &BTreeMap<ProposalId, Arc<Proposal>>, id: ProposalId) -> Option<ProposalId> {
    let proposal = proposals.get(&id)?;
    let target = proposals.get(&proposal.grouped_into?)?;
    (target.id != id && target.card == proposal.card).then_some(target.id)
}

fn root(proposals: &BTreeMap<ProposalId, Arc<Proposal>>, id: ProposalId) -> ProposalId {
    let mut seen = BTreeSet::new();
    let mut current = id;
    while let Some(target) = next(proposals, current) {
        if !seen.insert(current) {
            // `current` is on a cycle: walk it once more and take the smallest id.
            let mut smallest = current;
            let mut on_cycle = target;
            while on_cycle != current {
                smallest = smallest.min(on_cycle);
                match next(proposals, on_cycle) {
                    Some(target) => on_cycle = target,
                    None => break,
                }
            }
            return smallest;
        }
        current = target;
    }
    current
}
