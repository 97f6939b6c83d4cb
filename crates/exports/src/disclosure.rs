//! What of the votes may leave: revealed cards, and councils with enough people.
//!
//! Knows: which dots may be told, and when they may be told apart.
//! Must not know: the formats of files.
//! Every table of votes takes its dots from here. Reading order: [`Votes`], [`RoundVotes`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    Ballot, CardId, Count, CountedBallot, PaperCount, ProposalId, Round, RoundId, RoundStatus,
    Snapshot, Workshop, count,
};
use sha2::{Digest, Sha256};

use domain::limits::BREAKDOWN_PEOPLE_MIN;

/// Every round with its count, in the order of workshops, then of opening.
#[derive(Debug)]
pub(crate) struct Votes {
    pub(crate) rounds: Vec<RoundVotes>,
}

/// One round and what may be told of it.
#[derive(Debug)]
pub(crate) struct RoundVotes {
    pub(crate) round: Arc<Round>,
    /// `None` when the document lacks it.
    pub(crate) workshop: Option<Arc<Workshop>>,
    /// Its number in its workshop, from 1; `None` before it is opened.
    pub(crate) number: Option<u32>,
    pub(crate) count: Count,
    /// Card of each proposal whose dots may be told.
    revealed: BTreeMap<ProposalId, CardId>,
    /// Whether dots may be told apart by council.
    pub(crate) is_breakdown_told: bool,
    /// Whether the dots of each paper count may be told apart.
    pub(crate) are_paper_counts_told: bool,
}

impl Votes {
    /// Counts every round.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let mut workshops = snapshot.workshops_newest_first();
        workshops.sort_by_key(|workshop| (workshop.date, workshop.id));
        let mut rounds = Vec::new();
        for workshop in workshops {
            let mut number = 0;
            for round in snapshot.rounds_of(workshop.id) {
                let is_opened = round.status() != RoundStatus::Draft;
                number += u32::from(is_opened);
                let workshop = Some(Arc::clone(&workshop));
                let number = is_opened.then_some(number);
                rounds.push(RoundVotes::new(snapshot, round, workshop, number));
            }
        }
        // A merge may bring a round before its workshop.
        let of_no_workshop = snapshot.rounds.values();
        let of_no_workshop =
            of_no_workshop.filter(|round| !snapshot.workshops.contains_key(&round.workshop));
        rounds.extend(
            of_no_workshop.map(|round| RoundVotes::new(snapshot, Arc::clone(round), None, None)),
        );
        Self { rounds }
    }

    /// Rounds of which something may be told.
    pub(crate) fn revealed(&self) -> impl Iterator<Item = &RoundVotes> {
        let rounds = self.rounds.iter();
        rounds.filter(|it| !it.round.revealed.is_empty())
    }
}

impl RoundVotes {
    fn new(
        snapshot: &Snapshot,
        round: Arc<Round>,
        workshop: Option<Arc<Workshop>>,
        number: Option<u32>,
    ) -> Self {
        let count = count(snapshot, round.id);
        let mut revealed = round.votable(&snapshot.proposals);
        revealed.retain(|_, card| round.cards.contains(card) && round.is_revealed(card));
        let is_breakdown_told = count.shows_breakdown();
        let of_round = snapshot.paper_counts.values();
        let mut of_round = of_round.filter(|entry| entry.round == round.id);
        let is_large = |entry: &PaperCount| {
            entry.people >= BREAKDOWN_PEOPLE_MIN || (entry.people == 0 && entry.dots.is_empty())
        };
        let are_paper_counts_told = is_breakdown_told && of_round.all(|entry| is_large(entry));
        Self {
            round,
            workshop,
            number,
            count,
            revealed,
            is_breakdown_told,
            are_paper_counts_told,
        }
    }

    /// Revealed cards of the round, in its order, each once.
    pub(crate) fn cards(&self) -> Vec<&CardId> {
        let mut seen = BTreeSet::new();
        let cards = self.round.cards.iter();
        cards
            .filter(|card| self.round.is_revealed(card) && seen.insert(*card))
            .collect()
    }

    /// Whether every card of the round is revealed.
    pub(crate) fn is_all_revealed(&self) -> bool {
        let round = &self.round;
        !round.revealed.is_empty() && round.cards.iter().all(|card| round.is_revealed(card))
    }

    /// Proposals whose dots may be told, in the order of the round, each once.
    pub(crate) fn proposals(&self) -> Vec<ProposalId> {
        let mut seen = BTreeSet::new();
        let proposals = self.round.proposals.iter();
        proposals
            .filter(|id| self.revealed.contains_key(id) && seen.insert(**id))
            .copied()
            .collect()
    }

    /// Card of a proposal whose dots may be told.
    pub(crate) fn card_of(&self, proposal: ProposalId) -> Option<&CardId> {
        self.revealed.get(&proposal)
    }

    /// Ballots with their numbers, in an order that tells nothing of when they came.
    pub(crate) fn shuffled(&self) -> Vec<(usize, &CountedBallot)> {
        let mut ballots: Vec<([u8; 32], &CountedBallot)> = self
            .count
            .ballots
            .iter()
            .map(|counted| (shuffle_key(self.round.id, &counted.ballot), counted))
            .collect();
        ballots.sort_by_key(|(key, _)| *key);
        (1..).zip(ballots.into_iter().map(|(_, it)| it)).collect()
    }
}

/// Dots of a ballot on `proposals`, in their order.
///
/// *Shape*: `proposals` is what [`RoundVotes::proposals`] gives.
pub(crate) fn dots_on(proposals: &[ProposalId], ballot: &Ballot) -> Vec<(ProposalId, u8)> {
    let told = proposals.iter();
    told.filter_map(|id| Some((*id, *ballot.dots.get(id)?)))
        .filter(|(_, dots)| *dots > 0)
        .collect()
}

fn shuffle_key(round: RoundId, ballot: &Ballot) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(round.to_bytes());
    hash.update(ballot.id.to_bytes());
    hash.finalize().into()
}
