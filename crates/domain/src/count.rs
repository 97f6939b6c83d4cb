//! Which ballots count, and how many dots each proposal has. Pure; nothing is stored.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::arbitration::decisions;
use crate::{
    Ballot, BallotId, CouncilId, Decision, PaperCount, PaperCountId, ProposalId, Round, RoundId,
    Snapshot, Subject, VoterKey,
};

/// Why a ballot counts or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BallotStanding {
    /// It counts.
    Counted,
    /// Replaced by a newer ballot of the same voter.
    Superseded,
    /// One of several ballots of one voter: set aside until a person decides.
    Double,
    /// Late: set aside until a person decides.
    Late,
    /// A person decided that it does not count.
    SetAside,
    /// It breaks a rule of the round.
    Faulty,
}

/// One ballot with its standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedBallot {
    /// The ballot.
    pub ballot: Arc<Ballot>,
    /// Whether it counts, and why not.
    pub standing: BallotStanding,
    /// Cast on a device that did not know that the round was closed, whatever was
    /// decided about it.
    pub is_late: bool,
}

/// The count of one round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    /// Every ballot of the round, in the order of ids.
    pub ballots: Vec<CountedBallot>,
    /// Paper counts in force: those that no other entry corrects.
    pub paper_counts: Vec<Arc<PaperCount>>,
    /// Entries corrected twice by people who did not know of each other: the former
    /// entry goes on counting until a new one names both.
    pub paper_conflicts: BTreeSet<PaperCountId>,
    /// Dots of counted ballots, by proposal and council; no entry without a dot.
    pub tablet_dots: BTreeMap<ProposalId, BTreeMap<Option<CouncilId>, u32>>,
    /// Dots of paper counts in force, by proposal and council; no entry without a dot.
    pub paper_dots: BTreeMap<ProposalId, BTreeMap<Option<CouncilId>, u32>>,
}

impl Count {
    /// Number of ballots with this standing.
    pub fn n_ballots(&self, standing: BallotStanding) -> usize {
        self.ballots
            .iter()
            .filter(|counted| counted.standing == standing)
            .count()
    }

    /// Number of voters whose ballots are set aside as doubles.
    pub fn n_doubles(&self) -> usize {
        let voters: BTreeSet<&VoterKey> = self
            .ballots
            .iter()
            .filter(|counted| counted.standing == BallotStanding::Double)
            .map(|counted| &counted.ballot.voter)
            .collect();
        voters.len()
    }

    /// Number of counted ballots without a dot.
    pub fn n_blank(&self) -> usize {
        self.ballots
            .iter()
            .filter(|c| c.standing == BallotStanding::Counted && c.ballot.dots.is_empty())
            .count()
    }

    /// People of the paper counts in force.
    pub fn n_paper_people(&self) -> u32 {
        self.paper_counts
            .iter()
            .fold(0, |sum, count| sum.saturating_add(count.people))
    }

    /// All dots that count, on tablet and on paper.
    pub fn n_dots(&self) -> u32 {
        [&self.tablet_dots, &self.paper_dots]
            .into_iter()
            .flat_map(BTreeMap::values)
            .flat_map(BTreeMap::values)
            .fold(0, |sum, dots| sum.saturating_add(*dots))
    }
}

/// Counts a round; an unknown round gives an empty count.
pub fn count(snapshot: &Snapshot, round: RoundId) -> Count {
    let Some(round) = snapshot.rounds.get(&round) else {
        return Count::default();
    };
    let ballots = standings(snapshot, round);
    let (paper_counts, paper_conflicts) = paper_counts_in_force(snapshot, round);
    let mut tablet_dots = BTreeMap::new();
    for counted in &ballots {
        if counted.standing == BallotStanding::Counted {
            for (&proposal, &dots) in &counted.ballot.dots {
                add(
                    &mut tablet_dots,
                    proposal,
                    counted.ballot.council.as_ref(),
                    dots.into(),
                );
            }
        }
    }
    let mut paper_dots = BTreeMap::new();
    for entry in &paper_counts {
        for (&proposal, &dots) in &entry.dots {
            add(&mut paper_dots, proposal, entry.council.as_ref(), dots);
        }
    }
    Count {
        ballots,
        paper_counts,
        paper_conflicts,
        tablet_dots,
        paper_dots,
    }
}

fn add(
    totals: &mut BTreeMap<ProposalId, BTreeMap<Option<CouncilId>, u32>>,
    proposal: ProposalId,
    council: Option<&CouncilId>,
    dots: u32,
) {
    if dots > 0 {
        let total = totals
            .entry(proposal)
            .or_default()
            .entry(council.cloned())
            .or_default();
        *total = total.saturating_add(dots);
    }
}

/// Gives every ballot of the round its standing.
///
/// Order of the rules: what a person set aside; late ballots without a decision to
/// count them; superseding among the rest; doubles; the rules of the round. A late
/// ballot that does not count supersedes nothing, so that the voter's former ballot
/// goes on counting.
fn standings(snapshot: &Snapshot, round: &Round) -> Vec<CountedBallot> {
    let decided = decisions(&snapshot.arbitrations, round.id);
    let late_counts = decided.get(&Subject::LateBallots).copied();
    let mut ballots: Vec<CountedBallot> = snapshot
        .ballots
        .values()
        .filter(|ballot| ballot.round == round.id)
        .map(|ballot| {
            let is_late = round.is_late(ballot.id);
            let void = decided.get(&Subject::Ballot(ballot.id)) == Some(&Decision::SetAside);
            let standing = match (void, is_late, late_counts) {
                (true, _, _) | (_, true, Some(Decision::SetAside)) => BallotStanding::SetAside,
                (_, true, None | Some(Decision::Keep(_))) => BallotStanding::Late,
                _ => BallotStanding::Counted,
            };
            CountedBallot {
                ballot: ballot.clone(),
                standing,
                is_late,
            }
        })
        .collect();

    let mut by_voter: BTreeMap<VoterKey, Vec<usize>> = BTreeMap::new();
    for (idx, counted) in ballots.iter().enumerate() {
        if counted.standing == BallotStanding::Counted {
            by_voter
                .entry(counted.ballot.voter.clone())
                .or_default()
                .push(idx);
        }
    }
    for (voter, idxs) in by_voter {
        let decision = decided.get(&Subject::Double(voter)).copied();
        settle_voter(&mut ballots, &idxs, decision);
    }
    let votable = round.votable(&snapshot.proposals);
    for counted in &mut ballots {
        if counted.standing == BallotStanding::Counted
            && counted.ballot.fault(round, &votable).is_err()
        {
            counted.standing = BallotStanding::Faulty;
        }
    }
    ballots
}

/// Settles the ballots at `idxs`, all of one voter and all able to count.
fn settle_voter(ballots: &mut [CountedBallot], idxs: &[usize], decision: Option<Decision>) {
    let superseded: BTreeSet<BallotId> = idxs
        .iter()
        .filter_map(|idx| ballots.get(*idx))
        .flat_map(|counted| counted.ballot.supersedes.iter().copied())
        .collect();
    let mut current: Vec<BallotId> = idxs
        .iter()
        .filter_map(|idx| ballots.get(*idx))
        .map(|counted| counted.ballot.id)
        .filter(|id| !superseded.contains(id))
        .collect();
    if current.is_empty() {
        // Ballots that all supersede one another cannot come from this program: a
        // person decides among them.
        current = idxs
            .iter()
            .filter_map(|idx| ballots.get(*idx))
            .map(|c| c.ballot.id)
            .collect();
    }
    for idx in idxs {
        let Some(counted) = ballots.get_mut(*idx) else {
            continue;
        };
        counted.standing = if !current.contains(&counted.ballot.id) {
            BallotStanding::Superseded
        } else if current.len() == 1 {
            BallotStanding::Counted
        } else {
            match decision {
                Some(Decision::Keep(kept)) if current.contains(&kept) => {
                    if kept == counted.ballot.id {
                        BallotStanding::Counted
                    } else {
                        BallotStanding::SetAside
                    }
                }
                Some(Decision::SetAside) => BallotStanding::SetAside,
                // A decision about ballots that are no longer the current ones, or
                // none: still to arbitrate.
                _ => BallotStanding::Double,
            }
        };
    }
}

fn paper_counts_in_force(
    snapshot: &Snapshot,
    round: &Round,
) -> (Vec<Arc<PaperCount>>, BTreeSet<PaperCountId>) {
    let of_round: BTreeMap<PaperCountId, &Arc<PaperCount>> = snapshot
        .paper_counts
        .iter()
        .filter(|(_, entry)| entry.round == round.id)
        .map(|(id, entry)| (*id, entry))
        .collect();
    let correctors_of = |id: PaperCountId| {
        of_round
            .values()
            .filter(move |e| e.id != id && e.corrects.contains(&id))
            .map(|e| e.id)
    };
    // Corrections that nothing corrects further, per corrected entry: two mean a conflict.
    let mut conflicts = BTreeSet::new();
    let mut rejected = BTreeSet::new();
    for &id in of_round.keys() {
        let last: Vec<PaperCountId> = correctors_of(id)
            .filter(|c| correctors_of(*c).next().is_none())
            .collect();
        if last.len() > 1 {
            conflicts.insert(id);
            rejected.extend(last);
        }
    }
    let in_force = of_round
        .values()
        .filter(|entry| {
            !rejected.contains(&entry.id)
                && correctors_of(entry.id).all(|corrector| rejected.contains(&corrector))
        })
        .map(|entry| Arc::clone(entry))
        .collect();
    (in_force, conflicts)
}
