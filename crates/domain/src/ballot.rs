//! A ballot: all dots of one participant in one round.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{BallotId, CardId, CouncilId, DotScope, ProposalId, Round, RoundId, VoterId, limits};

/// Why a text is not a voter code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a code of 4 to 12 letters and digits without look-alikes")]
pub struct VoterCodeRefusal;

/// Opens one ballot on a shared tablet; carries no identity.
///
/// *Shape*: 4 to 12 characters of `a-z` and `2-9` without `i`, `l`, `o`, `q`, which
/// are taken for one another when read on paper.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VoterCode(Arc<str>);

impl VoterCode {
    /// Reads what a person typed: case, spaces and hyphens do not matter.
    ///
    /// # Errors
    /// [`VoterCodeRefusal`] when a character cannot be part of a code.
    pub fn new(typed: &str) -> Result<Self, VoterCodeRefusal> {
        let code = Self::plain(typed);
        let is_clear = |b: u8| {
            matches!(b, b'a'..=b'z' | b'2'..=b'9') && !matches!(b, b'i' | b'l' | b'o' | b'q')
        };
        if (4..=12).contains(&code.len()) && code.bytes().all(is_clear) {
            Ok(Self(code.into()))
        } else {
            Err(VoterCodeRefusal)
        }
    }

    /// What was typed in the plain form of a code, or of a part of one.
    pub fn plain(typed: &str) -> String {
        typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_lowercase())
            .collect()
    }

    /// The code in its plain form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VoterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who a ballot belongs to, without saying who that is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoterKey {
    /// The one voter of a personal tablet.
    Device(VoterId),
    /// The bearer of a code on a shared tablet.
    Code(VoterCode),
}

/// What is wrong with the dots of a ballot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BallotFault {
    /// Dots on a proposal that the round does not hold.
    #[error("proposal {proposal} is not part of the round")]
    ForeignProposal {
        /// The proposal.
        proposal: ProposalId,
    },
    /// More dots on one proposal than the cap.
    #[error("{dots} dots on proposal {proposal}, {dots_max} at most")]
    OverCap {
        /// The proposal.
        proposal: ProposalId,
        /// Dots found.
        dots: u32,
        /// Cap.
        dots_max: u8,
    },
    /// More dots than N.
    #[error("{dots} dots placed, {dots_max} at most")]
    OverBudget {
        /// Card over its N; `None` when N counts for the round.
        card: Option<CardId>,
        /// Dots found.
        dots: u32,
        /// N.
        dots_max: u8,
    },
    /// An entry for a proposal without a dot.
    #[error("an entry for proposal {proposal} without a dot")]
    NoDot {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The round has no rules to vote by.
    #[error("the round has no rules")]
    NoRules,
    /// The code was not made for this round.
    #[error("the code was not made for this round")]
    UnknownCode,
}

/// All dots of one participant in one round; never changed once cast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// Its id.
    pub id: BallotId,
    /// Round it was cast in.
    pub round: RoundId,
    /// Whose it is.
    pub voter: VoterKey,
    /// Council whose dots these are.
    pub council: Option<CouncilId>,
    /// One entry per proposal that has at least one dot; empty for a blank ballot.
    pub dots: BTreeMap<ProposalId, u8>,
    /// Former ballots of the same voter that this one replaces.
    pub supersedes: BTreeSet<BallotId>,
    /// Filled with the help of someone else; shown only as a number of ballots.
    pub is_assisted: bool,
}

impl Ballot {
    /// Finds the first rule of `round` that the dots break.
    ///
    /// *Shape*: `votable` is what [`Round::votable`] gives.
    ///
    /// # Errors
    /// [`BallotFault`]; in the order of proposals, then the budget.
    pub fn fault(
        &self,
        round: &Round,
        votable: &BTreeMap<ProposalId, CardId>,
    ) -> Result<(), BallotFault> {
        let rules = round.rules.ok_or(BallotFault::NoRules)?;
        if matches!(&self.voter, VoterKey::Code(code) if !round.knows_code(code)) {
            return Err(BallotFault::UnknownCode);
        }
        // A few cards at most: a list is quicker than a map, and counts are many.
        let mut dots_by_scope: Vec<(Option<&CardId>, u32)> = Vec::new();
        for (&proposal, &dots) in &self.dots {
            let card = votable
                .get(&proposal)
                .ok_or(BallotFault::ForeignProposal { proposal })?;
            if dots == 0 {
                return Err(BallotFault::NoDot { proposal });
            }
            if dots > rules.dots_per_proposal_max() {
                return Err(BallotFault::OverCap {
                    proposal,
                    dots: dots.into(),
                    dots_max: rules.dots_per_proposal_max(),
                });
            }
            let scope = (rules.scope() == DotScope::PerCard).then_some(card);
            match dots_by_scope.iter_mut().find(|(known, _)| *known == scope) {
                Some((_, sum)) => *sum += u32::from(dots),
                None => dots_by_scope.push((scope, dots.into())),
            }
        }
        let dots_max = rules.dots_per_ballot();
        match dots_by_scope
            .into_iter()
            .filter(|(_, dots)| *dots > u32::from(dots_max))
            .min()
        {
            Some((card, dots)) => Err(BallotFault::OverBudget {
                card: card.cloned(),
                dots,
                dots_max,
            }),
            None => Ok(()),
        }
    }
}

/// Dots that may still be placed on `card`, given those already placed.
///
/// *Shape*: `dots` holds the draft, `cards` the card of each proposal in it. Returns 0
/// for a round without rules.
pub fn dots_left(
    round: &Round,
    card: &CardId,
    dots: &BTreeMap<ProposalId, u8>,
    card_of: impl Fn(ProposalId) -> Option<CardId>,
) -> u8 {
    let Some(rules) = round.rules else { return 0 };
    let placed: u32 = dots
        .iter()
        .filter(|(id, _)| {
            rules.scope() == DotScope::PerRound || card_of(**id).as_ref() == Some(card)
        })
        .map(|(_, dots)| u32::from(*dots))
        .sum();
    let n = rules.dots_per_ballot().min(limits::DOTS_PER_BALLOT_MAX);
    u8::try_from(u32::from(n).saturating_sub(placed)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_forgive_case_and_spaces_and_refuse_look_alikes() {
        assert_eq!(
            VoterCode::new(" K7 mx-4w ")
                .map(|c| c.to_string())
                .as_deref(),
            Ok("k7mx4w")
        );
        for typed in ["", "abc", "k7m0", "kl7m", "oooo", "k7mé", "abcdefghjkmnp"] {
            assert_eq!(VoterCode::new(typed), Err(VoterCodeRefusal), "{typed}");
        }
    }
}
