//! Which ballots count, and how many dots each proposal has. Pure; nothing is stored.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::arbitration::decisions;
use crate::limits::BREAKDOWN_PEOPLE_MIN;
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
    /// It breaks a rule of the round, or bears a code that was not made for it.
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
    /// Entries whose corrections were made by people who did not know of each other:
    /// the former entry goes on counting until a new one names them all.
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

    /// People of the round by council (`None`: in no council's name), those whose ballot
    /// counts and those of the paper counts; no entry without anybody.
    pub fn people(&self) -> BTreeMap<Option<CouncilId>, u32> {
        let mut people: BTreeMap<Option<CouncilId>, u32> = BTreeMap::new();
        let counted = self
            .ballots
            .iter()
            .filter(|counted| counted.standing == BallotStanding::Counted);
        for counted in counted {
            *people.entry(counted.ballot.council.clone()).or_default() += 1;
        }
        for entry in &self.paper_counts {
            if entry.people > 0 || !entry.dots.is_empty() {
                let sum = people.entry(entry.council.clone()).or_default();
                *sum = sum.saturating_add(entry.people);
            }
        }
        people
    }

    /// True when every council that took part has enough people for its dots to show.
    pub fn shows_breakdown(&self) -> bool {
        let people = self.people();
        people.values().all(|n| *n >= BREAKDOWN_PEOPLE_MIN)
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
    let mut ballots = standings(snapshot, round);
    let (paper_counts, paper_conflicts) = paper_counts_in_force(snapshot, round);
    let mut on_tablet = Totals::default();
    let votable = round.votable(&snapshot.proposals);
    for counted in &mut ballots {
        if counted.standing != BallotStanding::Counted {
            continue;
        }
        let ballot = &counted.ballot;
        if ballot.fault(round, &votable).is_err() {
            counted.standing = BallotStanding::Faulty;
            continue;
        }
        let dots = ballot.dots.iter().map(|(id, dots)| (*id, u32::from(*dots)));
        on_tablet.add(ballot.council.as_ref(), dots);
    }
    let mut on_paper = Totals::default();
    for entry in &paper_counts {
        on_paper.add(
            entry.council.as_ref(),
            entry.dots.iter().map(|(id, dots)| (*id, *dots)),
        );
    }
    Count {
        ballots,
        paper_counts,
        paper_conflicts,
        tablet_dots: on_tablet.by_proposal(),
        paper_dots: on_paper.by_proposal(),
    }
}

/// Sums, by council first: its name is looked up once per ballot, not once per dot.
#[derive(Default)]
struct Totals(Vec<(Option<CouncilId>, BTreeMap<ProposalId, u32>)>);

impl Totals {
    fn add(&mut self, council: Option<&CouncilId>, dots: impl Iterator<Item = (ProposalId, u32)>) {
        let known = self
            .0
            .iter()
            .position(|(known, _)| known.as_ref() == council);
        let idx = known.unwrap_or_else(|| {
            self.0.push((council.cloned(), BTreeMap::new()));
            self.0.len() - 1
        });
        let Some((_, of_council)) = self.0.get_mut(idx) else {
            return;
        };
        for (proposal, dots) in dots {
            let total = of_council.entry(proposal).or_default();
            *total = total.saturating_add(dots);
        }
    }

    fn by_proposal(self) -> BTreeMap<ProposalId, BTreeMap<Option<CouncilId>, u32>> {
        let mut found: BTreeMap<ProposalId, BTreeMap<Option<CouncilId>, u32>> = BTreeMap::new();
        for (council, of_council) in self.0 {
            for (proposal, total) in of_council.into_iter().filter(|(_, total)| *total > 0) {
                found
                    .entry(proposal)
                    .or_default()
                    .insert(council.clone(), total);
            }
        }
        found
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
    let n_ballots_max = snapshot.ballots.len();
    let mut ballots: Vec<CountedBallot> = Vec::with_capacity(n_ballots_max);
    let mut first_of: HashMap<&VoterKey, usize> = HashMap::with_capacity(n_ballots_max);
    let mut several: BTreeMap<&VoterKey, Vec<usize>> = BTreeMap::new();
    for ballot in snapshot.ballots.values().filter(|b| b.round == round.id) {
        let is_late = round.is_late(ballot.id);
        let has_void_code = match &ballot.voter {
            VoterKey::Code(code) => round.void_codes.contains_key(code),
            VoterKey::Device(_) => false,
        };
        let void =
            has_void_code || decided.get(&Subject::Ballot(ballot.id)) == Some(&Decision::SetAside);
        let standing = match (void, is_late, late_counts) {
            (true, _, _) | (_, true, Some(Decision::SetAside)) => BallotStanding::SetAside,
            (_, true, None | Some(Decision::Keep(_))) => BallotStanding::Late,
            _ => BallotStanding::Counted,
        };
        if standing == BallotStanding::Counted {
            let idx = ballots.len();
            match first_of.entry(&ballot.voter) {
                Entry::Vacant(vacant) => drop(vacant.insert(idx)),
                Entry::Occupied(first) => several
                    .entry(&ballot.voter)
                    .or_insert_with(|| vec![*first.get()])
                    .push(idx),
            }
        }
        ballots.push(CountedBallot {
            ballot: ballot.clone(),
            standing,
            is_late,
        });
    }
    let settled: Vec<(Vec<usize>, Option<Decision>)> = several
        .into_iter()
        .map(|(voter, idxs)| {
            let decision = decided.get(&Subject::Double(voter.clone())).copied();
            (idxs, decision)
        })
        .collect();
    for (idxs, decision) in settled {
        settle_voter(&mut ballots, &idxs, decision);
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

/// Finds the paper counts to add up, and those whose corrections disagree.
///
/// Two entries are *rivals* when both correct some entry and neither knows of the
/// other. In force: the latest entries without a rival. So a chain of corrections ends
/// in its last entry, and after corrections made apart the entry before them goes on
/// counting until a new one names them all; no dot counts twice.
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
    // Everything that each entry corrects, directly or not; only of those that do.
    let corrected: BTreeMap<PaperCountId, BTreeSet<PaperCountId>> = of_round
        .keys()
        .map(|id| (*id, corrected_by(&of_round, *id)))
        .filter(|(_, corrected)| !corrected.is_empty())
        .collect();
    let knows = |one: &PaperCountId, other: &PaperCountId| {
        corrected
            .get(one)
            .is_some_and(|known| known.contains(other))
    };
    let has_rival = |id: &PaperCountId| {
        corrected.get(id).is_some_and(|own| {
            corrected.iter().any(|(other, theirs)| {
                other != id
                    && !own.contains(other)
                    && !theirs.contains(id)
                    && !own.is_disjoint(theirs)
            })
        })
    };
    let settled: BTreeSet<PaperCountId> = of_round
        .keys()
        .filter(|id| !has_rival(id))
        .copied()
        .collect();
    let is_replaced =
        |id: &PaperCountId| settled.iter().any(|other| other != id && knows(other, id));
    let in_force: Vec<Arc<PaperCount>> = of_round
        .iter()
        .filter(|(id, _)| settled.contains(id) && !is_replaced(id))
        .map(|(_, entry)| Arc::clone(entry))
        .collect();
    let is_in_conflict = |id: &PaperCountId| {
        let counts = in_force.iter().any(|entry| entry.id == *id);
        // Entries that correct one another cannot come from this program: none of them
        // counts, and a person is told.
        let is_circular = knows(id, id) && !in_force.iter().any(|entry| knows(&entry.id, id));
        is_circular || (counts && corrected.values().any(|known| known.contains(id)))
    };
    let conflicts = of_round
        .keys()
        .filter(|id| is_in_conflict(id))
        .copied()
        .collect();
    (in_force, conflicts)
}

/// Entries that `id` corrects, directly or through others.
fn corrected_by(
    of_round: &BTreeMap<PaperCountId, &Arc<PaperCount>>,
    id: PaperCountId,
) -> BTreeSet<PaperCountId> {
    let mut found = BTreeSet::new();
    let mut pending = vec![id];
    while let Some(next) = pending.pop() {
        let corrects = of_round.get(&next).map(|entry| &entry.corrects);
        for former in corrects.into_iter().flatten() {
            if of_round.contains_key(former) && found.insert(*former) {
                pending.push(*former);
            }
        }
    }
    found
}
