//! Recorded human decisions on what merging cannot settle.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{ArbitrationId, BallotId, Reason, RoundId, Timestamp, VoterKey};

/// What a decision is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Two ballots of one voter that do not know each other.
    Double(VoterKey),
    /// Ballots cast on devices that did not know that the round was closed.
    LateBallots,
    /// One ballot that should not count.
    Ballot(BallotId),
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Of a double: this ballot counts, the others do not.
    Keep(BallotId),
    /// It counts, or they count.
    Count,
    /// It does not count, or they do not.
    SetAside,
}

/// One decision, kept for ever; changed only by another one that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arbitration {
    /// Its id.
    pub id: ArbitrationId,
    /// Round it belongs to.
    pub round: RoundId,
    /// What it is about.
    pub subject: Subject,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// Former decisions that this one replaces.
    pub supersedes: BTreeSet<ArbitrationId>,
    /// When, to the minute.
    pub decided_at: Timestamp,
}

/// The decision in force on each subject of `round`; a subject on which decisions
/// made apart disagree is undecided.
pub(crate) fn decisions(
    arbitrations: &BTreeMap<ArbitrationId, Arc<Arbitration>>,
    round: RoundId,
) -> BTreeMap<&Subject, Decision> {
    let of_round = || arbitrations.values().filter(move |a| a.round == round);
    let mut found: BTreeMap<&Subject, Vec<Decision>> = BTreeMap::new();
    for arbitration in of_round() {
        let is_superseded = of_round().any(|other| {
            other.id != arbitration.id
                && other.subject == arbitration.subject
                && other.supersedes.contains(&arbitration.id)
        });
        if !is_superseded {
            found
                .entry(&arbitration.subject)
                .or_default()
                .push(arbitration.decision);
        }
    }
    found
        .into_iter()
        .filter_map(|(subject, decisions)| {
            let first = *decisions.first()?;
            decisions
                .iter()
                .all(|d| *d == first)
                .then_some((subject, first))
        })
        .collect()
}
