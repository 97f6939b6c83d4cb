//! Ballots that do not count and why, and paper counts that were corrected apart.
//!
//! Every ballot of a known round that does not count, and that no newer one replaces, is
//! in exactly one finding. Voter codes are in no name and in no sentence.

use std::collections::BTreeMap;

use domain::{
    BallotFault, BallotId, BallotStanding, Count, CountedBallot, Decision, Round, Subject,
    VoterKey, count,
};

use super::{Act, Choice, Compared, DecisionMade, Finding, FindingKind, Reader, Value, Voice};
use super::{short, shown};
use crate::i18n::{findings as words, workshop};
use crate::model::results::as_u32;
use crate::model::workshop_arbitration::in_force;
use crate::routes;

/// Most ballots of one voter whose totals are set side by side: each is a count of its own
/// and a column of a table. No room of people makes so many.
const COMPARED_MAX: usize = 12;

pub(super) fn find(reader: &Reader<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for round in reader.snapshot.rounds.values() {
        let of_round = OfRound {
            reader,
            round,
            count: count(reader.snapshot, round.id),
        };
        found.extend(of_round.late());
        found.extend(of_round.doubles());
        found.extend(of_round.one_by_one());
        found.extend(of_round.paper());
    }
    found
}

/// Why a ballot does not count, each ballot for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Late,
    Double,
    Faulty,
    VoidCode,
    Decided,
}

struct OfRound<'a> {
    reader: &'a Reader<'a>,
    round: &'a Round,
    count: Count,
}

impl OfRound<'_> {
    fn finding(&self, kind: FindingKind, id: &[&str], what: String) -> Finding {
        let mut finding = Finding::open(kind, id, what);
        finding.origin = self.reader.of_round(self.round);
        finding
    }

    /// In the order of the rules of `domain::count`.
    fn why(&self, counted: &CountedBallot) -> Option<Why> {
        let ballot = &counted.ballot;
        match counted.standing {
            BallotStanding::Counted | BallotStanding::Superseded => None,
            BallotStanding::Late => Some(Why::Late),
            BallotStanding::Double => Some(Why::Double),
            BallotStanding::Faulty => Some(Why::Faulty),
            BallotStanding::SetAside => {
                let has_void_code = matches!(
                    &ballot.voter,
                    VoterKey::Code(code) if self.round.void_codes.contains_key(code)
                );
                let own = Subject::Ballot(ballot.id);
                Some(if has_void_code {
                    Why::VoidCode
                } else if self.decided(&own) == Some(Decision::SetAside) {
                    Why::Decided
                } else if counted.is_late
                    && self.decided(&Subject::LateBallots) == Some(Decision::SetAside)
                {
                    Why::Late
                } else {
                    Why::Double
                })
            }
        }
    }

    /// The decision in force; `None` without one, and when several disagree.
    fn decided(&self, subject: &Subject) -> Option<Decision> {
        let made = in_force(self.reader.snapshot, self.round.id, subject);
        let first = made.first()?.decision;
        made.iter().all(|it| it.decision == first).then_some(first)
    }

    /// Decisions in force as they show; `numbered` are the ballots to choose among.
    fn decisions(&self, subject: &Subject, numbered: &[BallotId]) -> Vec<DecisionMade> {
        let made = in_force(self.reader.snapshot, self.round.id, subject);
        let made = made.iter().map(|it| {
            let kept = match it.decision {
                Decision::Keep(kept) => numbered.iter().position(|id| *id == kept),
                _ => None,
            };
            DecisionMade {
                words: workshop::decision(it.decision, kept.map(|idx| idx + 1)),
                reason: Some(it.reason.to_string()),
                by: Voice {
                    at: Some(it.decided_at),
                    ..Voice::default()
                },
            }
        });
        made.collect()
    }

    fn late(&self) -> Option<Finding> {
        let ballots = &self.count.ballots;
        let n_late = ballots.iter().filter(|it| it.is_late).count();
        if n_late == 0 {
            return None;
        }
        let subject = Subject::LateBallots;
        let id = self.round.id.to_string();
        let what = words::late(as_u32(n_late));
        let mut finding = self.finding(FindingKind::Late, &["late", &id], what);
        finding.is_open = self.count.n_ballots(BallotStanding::Late) > 0;
        finding.consequences = vec![words::late_meanwhile().to_owned()];
        finding.decisions = self.decisions(&subject, &[]);
        finding.ballots = self.ballots(Why::Late);
        let in_force = self.decided(&subject);
        finding.choices = [
            (Decision::Count, workshop::count_late()),
            (Decision::SetAside, workshop::leave_late_out()),
        ]
        .into_iter()
        .map(|(decision, words)| self.arbitrate(&subject, decision, words.to_owned(), in_force))
        .collect();
        finding.compared = Some(Compared {
            round: self.round.id,
            subject,
            choices: vec![Decision::Count],
        });
        Some(finding)
    }

    fn arbitrate(
        &self,
        subject: &Subject,
        decision: Decision,
        words: String,
        in_force: Option<Decision>,
    ) -> Choice {
        Choice {
            is_chosen: in_force == Some(decision),
            ..Choice::new(
                Act::Arbitrate(self.round.id, subject.clone(), decision),
                words,
            )
        }
    }

    fn ballots(&self, why: Why) -> Vec<BallotId> {
        let ballots = self.count.ballots.iter();
        let found = ballots.filter(|counted| self.why(counted) == Some(why));
        found.map(|counted| counted.ballot.id).collect()
    }

    fn doubles(&self) -> Vec<Finding> {
        let mut by_voter: BTreeMap<&VoterKey, Vec<(&CountedBallot, Option<Why>)>> = BTreeMap::new();
        for counted in &self.count.ballots {
            let why = self.why(counted);
            let is_choice = match counted.standing {
                BallotStanding::Counted | BallotStanding::Faulty => true,
                _ => why == Some(Why::Double),
            };
            if is_choice {
                let of_voter = by_voter.entry(&counted.ballot.voter).or_default();
                of_voter.push((counted, why));
            }
        }
        by_voter
            .into_iter()
            .filter(|(_, all)| all.iter().any(|(_, why)| *why == Some(Why::Double)))
            .map(|(voter, all)| self.double(voter, &all))
            .collect()
    }

    fn double(&self, voter: &VoterKey, all: &[(&CountedBallot, Option<Why>)]) -> Finding {
        let ids: Vec<BallotId> = all.iter().map(|(counted, _)| counted.ballot.id).collect();
        let subject = Subject::Double(voter.clone());
        // The first of its ballots names the voter: a code stands nowhere.
        let first = ids.first().map_or_else(String::new, short);
        let round = self.round.id.to_string();
        let is_code = matches!(voter, VoterKey::Code(_));
        let what = words::double(ids.len(), is_code);
        let mut finding = self.finding(FindingKind::Doubles, &["double", &round, &first], what);
        let standings = || all.iter().map(|(counted, _)| counted.standing);
        finding.is_open = standings().any(|standing| standing == BallotStanding::Double);
        finding.consequences = vec![words::double_meanwhile(finding.is_open).to_owned()];
        finding.values = (1..)
            .zip(all)
            .map(|(number, (counted, _))| Value {
                words: workshop::double_ballot(number),
                by: Voice {
                    council: counted
                        .ballot
                        .council
                        .as_ref()
                        .map(|id| self.reader.council(id)),
                    ..Voice::default()
                },
            })
            .collect();
        let in_force = self.decided(&subject).filter(|_| !finding.is_open);
        let keep = (1..).zip(&ids).map(|(number, id)| {
            let words = workshop::keep_ballot(number);
            self.arbitrate(&subject, Decision::Keep(*id), words, in_force)
        });
        let none = workshop::keep_none().to_owned();
        let none = self.arbitrate(&subject, Decision::SetAside, none, in_force);
        finding.choices = keep.chain([none]).collect();
        finding.decisions = self.decisions(&subject, &ids);
        finding.ballots = all
            .iter()
            .filter(|(_, why)| *why == Some(Why::Double))
            .map(|(counted, _)| counted.ballot.id)
            .collect();
        finding.compared = (ids.len() <= COMPARED_MAX).then(|| Compared {
            round: self.round.id,
            choices: ids.iter().map(|id| Decision::Keep(*id)).collect(),
            subject,
        });
        finding
    }

    /// Faulty ballots, and those that a person set aside.
    fn one_by_one(&self) -> Vec<Finding> {
        let votable = self.round.votable(&self.reader.snapshot.proposals);
        let mut found = Vec::new();
        for counted in &self.count.ballots {
            let ballot = &counted.ballot;
            let id = ballot.id.to_string();
            let mut finding = match self.why(counted) {
                Some(Why::Faulty) => {
                    let fault = ballot.fault(self.round, &votable).err();
                    let what = fault.map_or_else(String::new, |fault| self.fault_words(&fault));
                    let mut finding = self.finding(FindingKind::Faulty, &["faulty", &id], what);
                    finding.consequences = vec![words::faulty_meanwhile().to_owned()];
                    self.reader.acceptable(finding)
                }
                Some(Why::VoidCode) => self.void_code(&ballot.voter, &id),
                Some(Why::Decided) => {
                    let subject = Subject::Ballot(ballot.id);
                    let what = words::set_aside().to_owned();
                    let mut finding = self.finding(FindingKind::SetAside, &["aside", &id], what);
                    finding.is_open = false;
                    finding.decisions = self.decisions(&subject, &[]);
                    let words = words::count_again().to_owned();
                    let again = self.arbitrate(&subject, Decision::Count, words, None);
                    finding.choices = vec![again];
                    finding
                }
                _ => continue,
            };
            finding.ballots = vec![ballot.id];
            let council = ballot.council.as_ref().map(|id| self.reader.council(id));
            finding.values = council
                .map(|council| Value {
                    words: words::ballot_of(&council),
                    by: Voice::default(),
                })
                .into_iter()
                .collect();
            found.push(finding);
        }
        found
    }

    fn void_code(&self, voter: &VoterKey, id: &str) -> Finding {
        let what = words::void_code().to_owned();
        let mut finding = self.finding(FindingKind::SetAside, &["void", id], what);
        let reason = match voter {
            VoterKey::Code(code) => self.round.void_codes.get(code).cloned().flatten(),
            VoterKey::Device(_) => None,
        };
        finding.is_open = false;
        finding.consequences = vec![words::void_code_for_good().to_owned()];
        finding.decisions = vec![DecisionMade {
            words: words::void_code_decided().to_owned(),
            reason: reason.map(|reason| reason.to_string()),
            by: Voice::default(),
        }];
        finding
    }

    fn fault_words(&self, fault: &BallotFault) -> String {
        let of = |id| {
            let label = shown(self.reader.snapshot, id);
            (!label.is_empty()).then_some(label)
        };
        match fault {
            BallotFault::ForeignProposal { proposal } => {
                words::fault_foreign(of(*proposal).as_deref())
            }
            BallotFault::OverCap {
                proposal,
                dots,
                dots_max,
            } => words::fault_over_cap(of(*proposal).as_deref(), *dots, *dots_max),
            BallotFault::OverBudget {
                card,
                dots,
                dots_max,
            } => {
                let card = card.as_ref().map(|id| self.reader.of_card(id).label);
                words::fault_over_budget(card.as_deref(), *dots, *dots_max)
            }
            BallotFault::NoDot { .. } => words::fault_no_dot().to_owned(),
            BallotFault::NoRules => words::fault_no_rules().to_owned(),
            BallotFault::UnknownCode => words::fault_unknown_code().to_owned(),
        }
    }

    fn paper(&self) -> Vec<Finding> {
        let conflicts = self.count.paper_conflicts.iter();
        conflicts
            .map(|id| {
                let id = id.to_string();
                let what = words::paper().to_owned();
                let mut finding = self.finding(FindingKind::Paper, &["paper", &id], what);
                finding.consequences = vec![words::paper_meanwhile().to_owned()];
                let href = routes::workshop(self.round.workshop);
                finding.choices = vec![Choice::new(Act::Go(href), words::go_to_paper())];
                finding
            })
            .collect()
    }
}
