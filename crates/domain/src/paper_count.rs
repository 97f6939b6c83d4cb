//! Dots counted on posters: a dated entry, corrected by a new entry with a reason.

use std::collections::{BTreeMap, BTreeSet};

use crate::{CouncilId, DotScope, PaperCountId, ProposalId, Reason, Round, RoundId, Timestamp};

/// One count of paper dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperCount {
    /// Its id.
    pub id: PaperCountId,
    /// Round it belongs to.
    pub round: RoundId,
    /// Council whose people placed the dots; `None` for several together.
    pub council: Option<CouncilId>,
    /// People who placed dots on paper.
    pub people: u32,
    /// One entry per proposal that has at least one dot.
    pub dots: BTreeMap<ProposalId, u32>,
    /// Entries that this one corrects; empty for a first count.
    pub corrects: BTreeSet<PaperCountId>,
    /// Why it corrects them; present when `corrects` is not empty.
    pub reason: Option<Reason>,
    /// When it was entered, to the minute; `None` when only the day is known.
    pub entered_at: Option<Timestamp>,
}

/// Dots beyond what `people` may place by the rules of `round`: 0 when all is well.
///
/// Shown as an exact difference; never a refusal, because paper is what it is.
pub fn dots_over_rules(round: &Round, people: u32, dots: u32) -> u32 {
    let Some(rules) = round.rules else { return 0 };
    let per_person = match rules.scope() {
        DotScope::PerRound => u64::from(rules.dots_per_ballot()),
        DotScope::PerCard => {
            u64::from(rules.dots_per_ballot()).saturating_mul(round.cards.len() as u64)
        }
    };
    let allowed = per_person.saturating_mul(people.into());
    dots.saturating_sub(u32::try_from(allowed).unwrap_or(u32::MAX))
}
