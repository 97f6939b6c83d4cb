//! A round: one vote, its proposals, its rules, its opening and closing.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    BallotId, CardId, Entries, Proposal, ProposalId, Reason, RoundId, Timestamp, VoterCode,
    WorkshopId, limits,
};

/// What N counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DotScope {
    /// N dots on each card of the round.
    #[default]
    PerCard,
    /// N dots for the whole round.
    PerRound,
}

/// Why two rules do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RulesFault {
    /// N is 0 or over the limit.
    #[error("dots per ballot must be 1 to {}", limits::DOTS_PER_BALLOT_MAX)]
    DotsPerBallot,
    /// The cap is 0.
    #[error("dots per proposal must be at least 1")]
    DotsPerProposal,
    /// The cap is over N.
    #[error("dots per proposal cannot exceed dots per ballot")]
    CapOverBudget,
}

/// The two rules of a round.
///
/// *Source*: product rule "gommettes per person (N) and cap per proposal, cap ≤ N".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundRules {
    dots_per_ballot: u8,
    dots_per_proposal_max: u8,
    scope: DotScope,
}

impl Default for RoundRules {
    /// Three dots per card, two at most on one proposal.
    fn default() -> Self {
        Self {
            dots_per_ballot: 3,
            dots_per_proposal_max: 2,
            scope: DotScope::PerCard,
        }
    }
}

impl RoundRules {
    /// Checks the two numbers together.
    ///
    /// # Errors
    /// [`RulesFault`] says which number to change.
    pub fn new(
        dots_per_ballot: u8,
        dots_per_proposal_max: u8,
        scope: DotScope,
    ) -> Result<Self, RulesFault> {
        if !(1..=limits::DOTS_PER_BALLOT_MAX).contains(&dots_per_ballot) {
            Err(RulesFault::DotsPerBallot)
        } else if dots_per_proposal_max == 0 {
            Err(RulesFault::DotsPerProposal)
        } else if dots_per_proposal_max > dots_per_ballot {
            Err(RulesFault::CapOverBudget)
        } else {
            Ok(Self {
                dots_per_ballot,
                dots_per_proposal_max,
                scope,
            })
        }
    }

    /// N: dots per person, for each card or for the round.
    pub const fn dots_per_ballot(self) -> u8 {
        self.dots_per_ballot
    }

    /// Most dots that one person may place on one proposal.
    pub const fn dots_per_proposal_max(self) -> u8 {
        self.dots_per_proposal_max
    }

    /// What N counts for.
    pub const fn scope(self) -> DotScope {
        self.scope
    }
}

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoundStatus {
    /// Prepared: its codes can be printed, and it is not open yet.
    Draft,
    /// Accepts ballots.
    Open,
    /// Accepts none for now.
    Paused,
    /// Accepts none any more; totals are still hidden.
    Closed,
    /// At least one card's totals are shown.
    Revealed,
}

impl RoundStatus {
    /// True between opening and closing.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Open | Self::Paused)
    }
}

/// What a device knew when it closed a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// When, to the minute.
    pub at: Timestamp,
    /// Ballots known to the closing device; any other ballot of the round is late.
    pub ballots: BTreeSet<BallotId>,
}

/// One vote of a workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Workshop it belongs to.
    pub workshop: WorkshopId,
    /// Cards it covers.
    pub cards: Vec<CardId>,
    /// Proposals that can receive dots, frozen at opening so that what arrives later
    /// never moves a ballot, and screen and paper keep the same numbers.
    pub proposals: Vec<ProposalId>,
    /// Its rules; `None` for a vote of the past whose rules were not printed.
    pub rules: Option<RoundRules>,
    /// When it was opened; `None` when unknown.
    pub opened_at: Option<Timestamp>,
    /// Suspended by the facilitator.
    pub is_paused: bool,
    /// Every closing, one per device that closed it without knowing of another.
    pub closings: Vec<Closing>,
    /// Closed, although no closing could be read (history, or damaged entry).
    pub is_closed: bool,
    /// Cards whose totals are shown, and since when (unknown for the past).
    pub revealed: BTreeMap<CardId, Option<Timestamp>>,
    /// Codes made for this round; empty when everyone votes on a tablet of their own.
    pub codes: BTreeSet<VoterCode>,
    /// Codes that open no ballot any more, and why (`None` when that cannot be read).
    pub void_codes: BTreeMap<VoterCode, Option<Reason>>,
}

impl Round {
    /// Where the round stands.
    pub fn status(&self) -> RoundStatus {
        if !self.revealed.is_empty() {
            RoundStatus::Revealed
        } else if self.is_closed || !self.closings.is_empty() {
            RoundStatus::Closed
        } else if self.opened_at.is_none() && self.rules.is_some() {
            RoundStatus::Draft
        } else if self.is_paused {
            RoundStatus::Paused
        } else {
            RoundStatus::Open
        }
    }

    /// True while ballots can be cast on this device.
    pub fn accepts_ballots(&self) -> bool {
        self.status() == RoundStatus::Open
    }

    /// True when ballots may bear `code`; a round without codes, of an older program,
    /// knows every code.
    pub fn knows_code(&self, code: &VoterCode) -> bool {
        self.codes.is_empty() || self.codes.contains(code)
    }

    /// Card of each proposal that can receive dots in this round.
    pub fn votable(
        &self,
        proposals: &Entries<ProposalId, Proposal>,
    ) -> BTreeMap<ProposalId, CardId> {
        // Slugs of one card share their text, which makes them quick to compare.
        let shared = |card: &CardId| {
            let own = self.cards.iter().find(|own| *own == card);
            own.unwrap_or(card).clone()
        };
        self.proposals
            .iter()
            .filter_map(|id| Some((*id, shared(&proposals.get(id)?.card))))
            .collect()
    }

    /// True when the totals of `card` may be shown.
    pub fn is_revealed(&self, card: &CardId) -> bool {
        self.revealed.contains_key(card)
    }

    /// True when a closing exists and none of them knew `ballot`.
    pub fn is_late(&self, ballot: BallotId) -> bool {
        !self.closings.is_empty()
            && !self
                .closings
                .iter()
                .any(|closing| closing.ballots.contains(&ballot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_checked_together() {
        let rules = |n, cap| RoundRules::new(n, cap, DotScope::PerCard);
        assert_eq!(rules(3, 2), Ok(RoundRules::default()));
        assert!(rules(3, 3).is_ok());
        assert_eq!(rules(0, 1), Err(RulesFault::DotsPerBallot));
        assert_eq!(rules(51, 1), Err(RulesFault::DotsPerBallot));
        assert_eq!(rules(3, 0), Err(RulesFault::DotsPerProposal));
        assert_eq!(rules(3, 4), Err(RulesFault::CapOverBudget));
    }
}
