//! Ranks: equal totals share one (1, 1, 3), and nothing breaks a tie.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{CardId, CouncilId, Count, Groups, Proposal, ProposalId, Snapshot};

/// A place in a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// From 1; equal totals share it and the next ones are skipped.
    pub rank: u32,
    /// Shared with another proposal: « ex æquo ».
    pub is_tied: bool,
}

/// Dots of one council, or of paper without a council (`None`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DotsBySource {
    /// Council; `None` when unknown or mixed.
    pub council: Option<CouncilId>,
    /// Dots placed on tablets.
    pub tablet: u32,
    /// Dots counted on paper.
    pub paper: u32,
}

/// One line of a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedProposal {
    /// Proposal that stands for its group.
    pub proposal: ProposalId,
    /// Its place.
    pub rank: Rank,
    /// All dots of the group.
    pub total: u32,
    /// The same dots by council, in the order of council ids.
    pub sources: Vec<DotsBySource>,
    /// Originals of the group with their own dots; empty when it stands alone.
    pub originals: Vec<(ProposalId, u32)>,
}

/// Ranks totals; the order of the input does not matter to anyone's rank.
pub fn rank<T: Ord>(totals: &[T]) -> Vec<Rank> {
    totals
        .iter()
        .map(|total| {
            let above = totals.iter().filter(|other| *other > total).count();
            let same = totals.iter().filter(|other| *other == total).count();
            Rank {
                rank: u32::try_from(above + 1).unwrap_or(u32::MAX),
                is_tied: same > 1,
            }
        })
        .collect()
}

/// Ranks the proposals of `card` by the dots of `counts` (one per round, summed).
///
/// *Shape*: best first; inside a tie, the fixed order of the card, which is neutral.
/// Only the proposals given, with those grouped into them, take part.
pub fn ranking(
    snapshot: &Snapshot,
    groups: &Groups,
    card: &CardId,
    proposals: &[ProposalId],
    counts: &[&Count],
) -> Vec<RankedProposal> {
    let mut members: BTreeMap<ProposalId, Vec<ProposalId>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for &id in proposals {
        let is_on_card = |proposal: &Arc<Proposal>| proposal.card == *card;
        if snapshot.proposals.get(&id).is_some_and(is_on_card) && seen.insert(id) {
            members.entry(groups.root(id)).or_default().push(id);
        }
    }
    let mut lines: Vec<RankedProposal> = members
        .into_iter()
        .map(|(root, members)| line(root, &members, counts))
        .collect();
    let totals: Vec<u32> = lines.iter().map(|line| line.total).collect();
    for (line, rank) in lines.iter_mut().zip(rank(&totals)) {
        line.rank = rank;
    }
    lines.sort_by_key(|line| {
        let order = snapshot.proposals.get(&line.proposal).map(|p| p.order());
        (core::cmp::Reverse(line.total), order)
    });
    lines
}

fn line(root: ProposalId, members: &[ProposalId], counts: &[&Count]) -> RankedProposal {
    let mut sources: BTreeMap<Option<CouncilId>, (u32, u32)> = BTreeMap::new();
    let mut originals = Vec::new();
    for &member in members {
        let mut own = 0_u32;
        for count in counts {
            for (council, dots) in count.tablet_dots.get(&member).into_iter().flatten() {
                sources.entry(council.clone()).or_default().0 += dots;
                own = own.saturating_add(*dots);
            }
            for (council, dots) in count.paper_dots.get(&member).into_iter().flatten() {
                sources.entry(council.clone()).or_default().1 += dots;
                own = own.saturating_add(*dots);
            }
        }
        originals.push((member, own));
    }
    RankedProposal {
        proposal: root,
        rank: Rank {
            rank: 0,
            is_tied: false,
        },
        total: originals
            .iter()
            .fold(0, |sum, (_, dots)| sum.saturating_add(*dots)),
        sources: sources
            .into_iter()
            .map(|(council, (tablet, paper))| DotsBySource {
                council,
                tablet,
                paper,
            })
            .collect(),
        originals: if originals.len() > 1 {
            originals
        } else {
            Vec::new()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_totals_share_a_rank_and_the_next_is_skipped() {
        let ranks: Vec<(u32, bool)> = rank(&[5, 2, 5, 3, 2, 0])
            .into_iter()
            .map(|r| (r.rank, r.is_tied))
            .collect();
        assert_eq!(
            ranks,
            [
                (1, true),
                (4, true),
                (1, true),
                (3, false),
                (4, true),
                (6, false)
            ]
        );
    }
}
