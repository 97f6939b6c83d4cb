//! Axes of the contract that the priorities of today lead to. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    Consolidation, Contract, FollowUp, LinkTarget, ProposalId, Snapshot, consolidate, groups,
};

use crate::model::results::label;

/// An axis that a priority led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedAxis {
    /// The axis.
    pub target: LinkTarget,
    /// Number of its theme.
    pub theme: u8,
    /// Its wording.
    pub label: Arc<str>,
    /// True when the printed contract has a star beside it.
    pub is_starred: bool,
    /// Wordings of the priorities that lead to it.
    pub proposals: Vec<String>,
}

/// Every axis that a priority led to, in the order of the contract; none without a rule.
///
/// What was linked to a grouped proposal was linked to the one that stands for it.
pub fn marked_axes(
    snapshot: &Snapshot,
    consolidation: &Consolidation,
    follow_up: &FollowUp,
) -> Vec<MarkedAxis> {
    let Some(rule) = follow_up.priority_rule() else {
        return Vec::new();
    };
    let cards = consolidation.cards.iter();
    let marked: Vec<ProposalId> = cards.flat_map(|card| card.priorities(rule)).collect();
    let groups = groups(&snapshot.proposals);
    let mut found: BTreeMap<LinkTarget, MarkedAxis> = BTreeMap::new();
    for (proposal, target, _) in follow_up.links() {
        let root = groups.root(proposal);
        if !marked.contains(&root) {
            continue;
        }
        let Some(fresh) = axis(&snapshot.contract, target) else {
            continue;
        };
        let name = label(snapshot, root);
        let proposals = &mut found.entry(target).or_insert(fresh).proposals;
        if !proposals.contains(&name) {
            proposals.push(name);
        }
    }
    found.into_values().collect()
}

/// The same for a page that shows nothing else of the councils put together.
pub fn marked_targets(snapshot: &Snapshot, follow_up: &FollowUp) -> Vec<LinkTarget> {
    if follow_up.priority_rule().is_none() {
        return Vec::new();
    }
    let axes = marked_axes(snapshot, &consolidate(snapshot), follow_up);
    axes.into_iter().map(|axis| axis.target).collect()
}

fn axis(contract: &Contract, target: LinkTarget) -> Option<MarkedAxis> {
    let LinkTarget::Axis { theme, number } = target else {
        return None;
    };
    let axis = contract.axis(theme, number)?;
    Some(MarkedAxis {
        target,
        theme,
        label: axis.label.clone(),
        is_starred: axis.starred,
        proposals: Vec::new(),
    })
}
