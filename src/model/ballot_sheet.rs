//! The ballot as the screen shows it. Pure; holds no total of anyone else.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    Card, CardId, CouncilId, DotScope, Proposal, ProposalId, Round, RoundRules, RoundStatus,
    Snapshot, Workshop, WorkshopId, dots_left, groups,
};

use super::rounds::running_or_last;
use crate::i18n::moderation;

/// One proposal of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetProposal {
    /// Proposal.
    pub id: ProposalId,
    /// Number on screen and on paper, from 1 on each card.
    pub number: usize,
    /// Wording.
    pub label: Arc<str>,
}

/// One card of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCard {
    /// The card.
    pub card: Arc<Card>,
    /// Its proposals that can receive dots, in their fixed order.
    pub proposals: Vec<SheetProposal>,
}

/// A ballot to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotSheet {
    /// Rules of the round.
    pub rules: RoundRules,
    /// Cards in the order of the deck.
    pub cards: Vec<SheetCard>,
    /// Card of each proposal.
    pub card_of: BTreeMap<ProposalId, CardId>,
}

/// Why a dot is not placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DotRefusal {
    /// Every dot is placed.
    NoneLeft,
    /// The proposal has as many as one person may place.
    Cap,
}

/// The round that a voter of `workshop` sees: the one that is running, else the last one
/// that was opened.
pub fn current_round(snapshot: &Snapshot, workshop: WorkshopId) -> Option<Arc<Round>> {
    running_or_last(&snapshot.rounds_of(workshop), |round| {
        round.rules.is_some() && round.status() != RoundStatus::Draft
    })
    .cloned()
}

/// Builds the ballot of a round; `None` for a round of the past, without rules.
///
/// A proposal that is grouped into another one of the round is left out: the one that
/// stands for both receives the dots.
pub fn build_ballot_sheet(snapshot: &Snapshot, round: &Round) -> Option<BallotSheet> {
    let rules = round.rules?;
    let votable = round.votable(&snapshot.proposals);
    let groups = groups(&snapshot.proposals);
    let cards: Vec<SheetCard> = snapshot
        .deck()
        .into_iter()
        .filter(|card| round.cards.contains(&card.id))
        .map(|card| {
            // The numbers of the poster: places on the table when the round was opened.
            let of_card = round.proposals.iter();
            let of_card = of_card
                .filter_map(|id| snapshot.proposals.get(id))
                .filter(|p| p.card == card.id);
            let numbered = (1..).zip(of_card);
            let proposals = numbered
                .filter(|(_, p)| {
                    let root = groups.root(p.id);
                    root == p.id || !votable.contains_key(&root)
                })
                .map(|(number, p)| SheetProposal {
                    id: p.id,
                    number,
                    label: label(number, p),
                })
                .collect();
            SheetCard { card, proposals }
        })
        .collect();
    Some(BallotSheet {
        rules,
        cards,
        card_of: votable,
    })
}

/// Wording on a ballot; one that was hidden since the round was opened keeps its number.
fn label(number: usize, proposal: &Proposal) -> Arc<str> {
    if proposal.is_hidden() {
        moderation::hidden_on_ballot(number).into()
    } else {
        Arc::clone(&proposal.label)
    }
}

impl BallotSheet {
    /// Dots that may still be placed on `card`.
    pub fn dots_left(&self, round: &Round, card: &CardId, dots: &BTreeMap<ProposalId, u8>) -> u8 {
        dots_left(round, card, dots, |id| self.card_of.get(&id).cloned())
    }

    /// Says whether one more dot may go on `proposal`.
    ///
    /// # Errors
    /// [`DotRefusal`], to show next to the control.
    pub fn check_dot(
        &self,
        round: &Round,
        card: &CardId,
        proposal: ProposalId,
        dots: &BTreeMap<ProposalId, u8>,
    ) -> Result<(), DotRefusal> {
        let placed = dots.get(&proposal).copied().unwrap_or(0);
        if placed >= self.rules.dots_per_proposal_max() {
            Err(DotRefusal::Cap)
        } else if self.dots_left(round, card, dots) == 0 {
            Err(DotRefusal::NoneLeft)
        } else {
            Ok(())
        }
    }

    /// True when N counts for each card.
    pub fn is_per_card(&self) -> bool {
        self.rules.scope() == DotScope::PerCard
    }

    /// Dots that the whole ballot may hold.
    pub fn dots_max(&self) -> u32 {
        let n = u32::from(self.rules.dots_per_ballot());
        if self.is_per_card() {
            n.saturating_mul(u32::try_from(self.cards.len()).unwrap_or(0))
        } else {
            n
        }
    }

    /// Dots of `card` in a draft.
    pub fn dots_on(&self, card: &CardId, dots: &BTreeMap<ProposalId, u8>) -> u32 {
        dots.iter()
            .filter(|(id, _)| self.card_of.get(id) == Some(card))
            .map(|(_, n)| u32::from(*n))
            .sum()
    }
}

/// The council whose dots a device places: the only one that meets, else its own if that
/// one meets.
pub fn ballot_council(workshop: &Workshop, device: Option<&CouncilId>) -> Option<CouncilId> {
    match workshop.councils.as_slice() {
        [only] => Some(only.clone()),
        several => device.filter(|council| several.contains(council)).cloned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::RoundId;

    use super::*;
    use crate::model::workshop_samples::Sample;

    fn sheet() -> (Sample, Arc<Round>, BallotSheet) {
        let mut sample = Sample::new();
        let id = sample.open(1);
        let round = Arc::new(sample.round(id).clone());
        let sheet = build_ballot_sheet(&sample.snapshot, &round).expect("the round has rules");
        (sample, round, sheet)
    }

    #[test]
    fn the_cap_and_the_budget_are_refused_by_name() {
        let (_, round, sheet) = sheet();
        let card = sheet.cards[0].card.id.clone();
        let ids: Vec<ProposalId> = sheet.cards[0].proposals.iter().map(|p| p.id).collect();
        let check = |id, dots: &[(ProposalId, u8)]| {
            sheet.check_dot(&round, &card, id, &dots.iter().copied().collect())
        };
        let (n, cap) = (
            sheet.rules.dots_per_ballot(),
            sheet.rules.dots_per_proposal_max(),
        );
        assert_eq!((n, cap), (3, 2), "the sample has the usual rules");
        assert_eq!(check(ids[0], &[]), Ok(()));
        assert_eq!(check(ids[0], &[(ids[0], 1)]), Ok(()));
        assert_eq!(check(ids[0], &[(ids[0], 2)]), Err(DotRefusal::Cap));
        assert_eq!(
            check(ids[1], &[(ids[0], 2), (ids[1], 1)]),
            Err(DotRefusal::NoneLeft)
        );
    }

    #[test]
    fn the_running_round_comes_before_a_newer_closed_one() {
        let (mut sample, round, _) = sheet();
        let newer = RoundId::from_bytes([9; 16]);
        let closed = Round {
            id: newer,
            opened_at: Some(domain::Timestamp::from_epoch_min(u32::MAX)),
            is_closed: true,
            ..Round::clone(&round)
        };
        Arc::make_mut(&mut sample.snapshot.rounds).insert(newer, Arc::new(closed));
        let found = current_round(&sample.snapshot, round.workshop).map(|found| found.id);
        assert_eq!(found, Some(round.id));
    }
}
