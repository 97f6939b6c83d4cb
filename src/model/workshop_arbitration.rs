//! What a person has to settle in a closed round, and what was settled. Pure.
//!
//! Knows: late ballots, doubles, the decision in force on each, and what a decision
//! would change. Must not know: the browser, the document, the clock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    Arbitration, ArbitrationId, BallotId, BallotStanding, Count, Decision, Reason, Round, RoundId,
    RoundStatus, Snapshot, Subject, Timestamp, VoterKey, count, groups,
};

use super::results::{as_u32, badge, label, totals};
use crate::components::CouncilBadge;

/// Everything to settle, or settled, in one round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArbitrationModel {
    /// Late ballots; `None` when there is none.
    pub late: Option<LateModel>,
    /// Voters with several ballots that do not know each other.
    pub doubles: Vec<DoubleModel>,
}

impl ArbitrationModel {
    /// Number of decisions still to take.
    pub fn n_open(&self) -> u32 {
        let doubles = self.doubles.iter().filter(|double| double.is_open);
        as_u32(doubles.count()) + u32::from(self.late.as_ref().is_some_and(|late| late.is_open))
    }

    /// True when there is nothing to settle and nothing was.
    pub fn is_empty(&self) -> bool {
        self.late.is_none() && self.doubles.is_empty()
    }
}

/// Ballots cast on devices that did not know that the round was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateModel {
    /// How many.
    pub n_late: u32,
    /// True until a person decides, and again when two decisions disagree.
    pub is_open: bool,
    /// Decisions in force: one, or several that disagree.
    pub decisions: Vec<DecisionModel>,
    /// Totals without and with them; `None` before the totals are revealed.
    pub comparison: Option<Comparison>,
}

/// Several ballots of one voter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleModel {
    /// Whose they are; tells nobody's name.
    pub voter: VoterKey,
    /// The ballots, in the neutral order of their ids.
    pub ballots: Vec<DoubleBallot>,
    /// True until a person decides, and again when two decisions disagree.
    pub is_open: bool,
    /// Decisions in force: one, or several that disagree.
    pub decisions: Vec<DecisionModel>,
    /// Totals without any and with each of the ballots; `None` before the totals are
    /// revealed.
    pub comparison: Option<Comparison>,
}

/// One of several ballots of a voter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleBallot {
    /// Its id.
    pub id: BallotId,
    /// Its council.
    pub council: CouncilBadge,
    /// True when it was decided to keep this one.
    pub is_kept: bool,
}

/// A decision as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionModel {
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// When, to the minute.
    pub decided_at: Timestamp,
}

/// Totals that depend on a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// One entry per proposal whose total depends on it, in the order of the cards:
    /// wording, total without the ballots, total with each choice.
    pub rows: Vec<(String, u32, Vec<u32>)>,
}

/// What to settle in `round`, whose count is `count`.
pub fn build_arbitration(snapshot: &Snapshot, round: &Round, count: &Count) -> ArbitrationModel {
    ArbitrationModel {
        late: build_late(snapshot, round, count),
        doubles: build_doubles(snapshot, round, count),
    }
}

/// The decision to record so that it replaces those in force on the same subject.
pub fn arbitration(
    snapshot: &Snapshot,
    round: RoundId,
    subject: Subject,
    decision: Decision,
    reason: Reason,
    (id, decided_at): (ArbitrationId, Timestamp),
) -> Arbitration {
    let in_force = in_force(snapshot, round, &subject);
    Arbitration {
        id,
        round,
        subject,
        decision,
        reason,
        supersedes: in_force.iter().map(|arbitration| arbitration.id).collect(),
        decided_at,
    }
}

fn build_late(snapshot: &Snapshot, round: &Round, count: &Count) -> Option<LateModel> {
    let n_late = count.ballots.iter().filter(|b| b.is_late).count();
    let is_open = count.n_ballots(BallotStanding::Late) > 0;
    let subject = Subject::LateBallots;
    (n_late > 0).then(|| LateModel {
        n_late: as_u32(n_late),
        is_open,
        decisions: decisions(snapshot, round.id, &subject),
        comparison: compare(
            snapshot,
            round,
            &subject,
            Decision::SetAside,
            &[Decision::Count],
        ),
    })
}

/// Voters with ballots to choose among, and those whose choice was made.
fn build_doubles(snapshot: &Snapshot, round: &Round, count: &Count) -> Vec<DoubleModel> {
    let mut by_voter: BTreeMap<&VoterKey, Vec<&domain::CountedBallot>> = BTreeMap::new();
    for counted in &count.ballots {
        if matches!(
            counted.standing,
            BallotStanding::Double | BallotStanding::Counted | BallotStanding::SetAside
        ) {
            let ballots = by_voter.entry(&counted.ballot.voter).or_default();
            ballots.push(counted);
        }
    }
    by_voter
        .into_iter()
        .filter_map(|(voter, ballots)| {
            let is_open = ballots.iter().any(|b| b.standing == BallotStanding::Double);
            let subject = Subject::Double(voter.clone());
            let decisions = decisions(snapshot, round.id, &subject);
            if !is_open && (decisions.is_empty() || ballots.len() < 2) {
                return None;
            }
            let keep: Vec<Decision> = ballots
                .iter()
                .map(|counted| Decision::Keep(counted.ballot.id))
                .collect();
            Some(DoubleModel {
                voter: voter.clone(),
                ballots: ballots
                    .iter()
                    .map(|counted| DoubleBallot {
                        id: counted.ballot.id,
                        council: badge(snapshot, counted.ballot.council.as_ref()),
                        is_kept: !is_open && counted.standing == BallotStanding::Counted,
                    })
                    .collect(),
                is_open,
                decisions,
                comparison: compare(snapshot, round, &subject, Decision::SetAside, &keep),
            })
        })
        .collect()
}

/// Decisions on `subject` that no other one replaces.
pub(crate) fn in_force(
    snapshot: &Snapshot,
    round: RoundId,
    subject: &Subject,
) -> Vec<Arc<Arbitration>> {
    let same = || {
        let all = snapshot.arbitrations.values();
        all.filter(|a| a.round == round && a.subject == *subject)
    };
    let superseded: BTreeSet<ArbitrationId> =
        same().flat_map(|a| a.supersedes.iter().copied()).collect();
    same()
        .filter(|a| !superseded.contains(&a.id))
        .cloned()
        .collect()
}

fn decisions(snapshot: &Snapshot, round: RoundId, subject: &Subject) -> Vec<DecisionModel> {
    in_force(snapshot, round, subject)
        .iter()
        .map(|arbitration| DecisionModel {
            decision: arbitration.decision,
            reason: arbitration.reason.to_string(),
            decided_at: arbitration.decided_at,
        })
        .collect()
}

/// Totals after `without` and after each of `choices`; `None` before any is revealed.
pub(crate) fn compare(
    snapshot: &Snapshot,
    round: &Round,
    subject: &Subject,
    without: Decision,
    choices: &[Decision],
) -> Option<Comparison> {
    if round.status() != RoundStatus::Revealed {
        return None;
    }
    let groups = groups(&snapshot.proposals);
    let totals_after = |decision: Decision| {
        let decided = decide(snapshot, round.id, subject, decision);
        let count = count(&decided, round.id);
        totals(&decided, &groups, round, &count)
    };
    let base = totals_after(without);
    let others: Vec<_> = choices.iter().map(|choice| totals_after(*choice)).collect();
    let mut rows: Vec<_> = base
        .iter()
        .map(|(id, total)| {
            let with = others.iter().map(|o| o.get(id).copied().unwrap_or(0));
            (*id, *total, with.collect::<Vec<u32>>())
        })
        .filter(|(_, total, with)| with.iter().any(|other| other != total))
        .collect();
    rows.sort_by_key(|(id, ..)| {
        let proposal = snapshot.proposals.get(id);
        let card = proposal.and_then(|proposal| snapshot.cards.get(&proposal.card));
        (card.map(|card| card.number), proposal.map(|p| p.order()))
    });
    Some(Comparison {
        rows: rows
            .into_iter()
            .map(|(id, total, with)| (label(snapshot, id), total, with))
            .collect(),
    })
}

/// The snapshot as it would be after a decision; shares all but the decisions.
fn decide(snapshot: &Snapshot, round: RoundId, subject: &Subject, decision: Decision) -> Snapshot {
    let mut decided = snapshot.clone();
    let Ok(reason) = Reason::new("?") else {
        return decided;
    };
    let id = (0..=u8::MAX)
        .map(|byte| ArbitrationId::from_bytes([byte; 16]))
        .find(|id| !snapshot.arbitrations.contains_key(id));
    if let Some(id) = id {
        let stamp = (id, Timestamp::from_epoch_min(0));
        let made = arbitration(snapshot, round, subject.clone(), decision, reason, stamp);
        Arc::make_mut(&mut decided.arbitrations).insert(id, Arc::new(made));
    }
    decided
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workshop_samples::Sample;

    fn model(sample: &Sample, round: RoundId) -> ArbitrationModel {
        let count = count(&sample.snapshot, round);
        build_arbitration(&sample.snapshot, sample.round(round), &count)
    }

    fn decide_in(sample: &mut Sample, round: RoundId, subject: Subject, decision: Decision) {
        let n = u8::try_from(sample.snapshot.arbitrations.len()).unwrap_or(0);
        let made = arbitration(
            &sample.snapshot,
            round,
            subject,
            decision,
            Reason::new("Décidé ensemble").expect("a reason"),
            (
                ArbitrationId::from_bytes([100 + n; 16]),
                Timestamp::from_epoch_min(90),
            ),
        );
        let command = domain::Command::Arbitrate(made.clone());
        assert_eq!(domain::check(&sample.snapshot, &command), Ok(()));
        sample.arbitrate(made);
    }

    #[test]
    fn late_ballots_wait_for_a_decision_that_can_change() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.cast(round, 1, None, &[(1, 2)]);
        sample.close(round);
        sample.cast(round, 2, None, &[(1, 1), (2, 1)]);
        let late = model(&sample, round).late.expect("a late ballot");
        assert_eq!((late.n_late, late.is_open), (1, true));
        assert_eq!(late.comparison, None, "no total before the reveal");
        sample.reveal(round, &[1, 2]);
        let expected = [
            ("Proposition 1".to_owned(), 2, vec![3]),
            ("Proposition 2".to_owned(), 0, vec![1]),
        ];
        let late = model(&sample, round).late.expect("a late ballot");
        assert_eq!(late.comparison.map(|c| c.rows), Some(expected.to_vec()));

        for (decision, n_counted) in [
            (Decision::Count, 2),
            (Decision::SetAside, 1),
            (Decision::Count, 2),
        ] {
            decide_in(&mut sample, round, Subject::LateBallots, decision);
            let late = model(&sample, round).late.expect("a late ballot");
            assert!(!late.is_open);
            assert_eq!(late.decisions.len(), 1);
            let counted = count(&sample.snapshot, round).n_ballots(BallotStanding::Counted);
            assert_eq!(counted, n_counted);
        }
        assert_eq!(model(&sample, round).n_open(), 0);
    }

    #[test]
    fn a_double_shows_each_choice_and_keeps_one() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        let first = sample.cast_code(round, "k7m4", &[(1, 2)]);
        let second = sample.cast_code(round, "k7m4", &[(2, 1)]);
        sample.cast(round, 3, None, &[(1, 1)]);
        sample.close(round);
        let doubles = model(&sample, round).doubles;
        let double = doubles.first().expect("a double");
        assert!(double.is_open);
        assert_eq!(double.comparison, None, "no total before the reveal");
        sample.reveal(round, &[1, 2]);
        let doubles = model(&sample, round).doubles;
        let rows = doubles[0].comparison.clone().unwrap_or_default().rows;
        let expected = [
            ("Proposition 1".to_owned(), 1, vec![3, 1]),
            ("Proposition 2".to_owned(), 0, vec![0, 1]),
        ];
        assert_eq!(rows, expected);

        let subject = Subject::Double(doubles[0].voter.clone());
        decide_in(&mut sample, round, subject.clone(), Decision::Keep(second));
        let double = model(&sample, round).doubles[0].clone();
        assert!(!double.is_open);
        let kept: Vec<bool> = double.ballots.iter().map(|ballot| ballot.is_kept).collect();
        assert_eq!(kept, [false, true]);
        decide_in(&mut sample, round, subject, Decision::Keep(first));
        let double = model(&sample, round).doubles[0].clone();
        let kept: Vec<bool> = double.ballots.iter().map(|ballot| ballot.is_kept).collect();
        assert_eq!(kept, [true, false]);
    }

    #[test]
    fn decisions_made_apart_that_disagree_are_open_again() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.close(round);
        sample.cast(round, 1, None, &[(1, 1)]);
        let before = sample.snapshot.clone();
        for (byte, decision) in [(1, Decision::Count), (2, Decision::SetAside)] {
            sample.arbitrate(arbitration(
                &before,
                round,
                Subject::LateBallots,
                decision,
                Reason::new("Décidé ici").expect("a reason"),
                (
                    ArbitrationId::from_bytes([byte; 16]),
                    Timestamp::from_epoch_min(90),
                ),
            ));
        }
        let late = model(&sample, round).late.expect("a late ballot");
        assert!(late.is_open);
        assert_eq!(late.decisions.len(), 2);
        decide_in(&mut sample, round, Subject::LateBallots, Decision::Count);
        assert_eq!(model(&sample, round).n_open(), 0);
    }
}
