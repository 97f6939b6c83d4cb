//! Dots on paper: the counts of a round, and the form that adds or corrects one. Pure.
//!
//! Paper is counted once the round is closed, so that no total shows before.
//! Must not know: the browser, the document, the clock; now and the ids are given.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Command, CouncilId, PaperCount, PaperCountId, ProposalId, Reason, RoundId, RoundStatus,
    Snapshot, TextFault, Timestamp, count, dots_over_rules, limits,
};

use super::ballot_sheet::{BallotSheet, build_ballot_sheet};
use super::results::{badge, workshop_badges};
use crate::components::CouncilBadge;

/// The paper of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperModel {
    /// The round.
    pub round: RoundId,
    /// Counts that are in force, oldest first.
    pub entries: Vec<PaperEntry>,
    /// Councils that a count can be for, with their names.
    pub councils: Vec<CouncilBadge>,
}

/// One count that is in force; tells nothing of its dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperEntry {
    /// Its id.
    pub id: PaperCountId,
    /// Council, or all of them together.
    pub council: CouncilBadge,
    /// People who placed dots on paper.
    pub people: u32,
    /// When it was entered; `None` when only the day is known.
    pub entered_at: Option<Timestamp>,
    /// Why it replaced another one.
    pub reason: Option<String>,
    /// True when corrections of it were made apart and disagree.
    pub is_disputed: bool,
}

/// What the form holds while a person fills it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperForm {
    /// Council whose people placed the dots; `None` for several together.
    pub council: Option<CouncilId>,
    /// People who placed dots on paper.
    pub people: u32,
    /// Dots of each proposal that has any.
    pub dots: BTreeMap<ProposalId, u32>,
    /// Why a former count is corrected; left out of a first count.
    pub reason: String,
    /// Counts that this one corrects.
    corrects: BTreeSet<PaperCountId>,
}

/// What is wrong with the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperFault {
    /// Neither people nor dots.
    Empty,
    /// Dots, and nobody who placed them.
    Nobody,
    /// The reason of a correction.
    Reason(TextFault),
}

/// The paper of a round that is closed or revealed; `None` for any other, and for a vote
/// of the past.
pub fn build_paper(snapshot: &Snapshot, round: RoundId) -> Option<PaperModel> {
    let round = snapshot.rounds.get(&round)?;
    let workshop = snapshot.workshops.get(&round.workshop)?;
    if round.rules.is_none() || round.status() < RoundStatus::Closed {
        return None;
    }
    let count = count(snapshot, round.id);
    let mut entries: Vec<PaperEntry> = count
        .paper_counts
        .iter()
        .map(|entry| PaperEntry {
            id: entry.id,
            council: badge(snapshot, entry.council.as_ref()),
            people: entry.people,
            entered_at: entry.entered_at,
            reason: entry.reason.as_ref().map(ToString::to_string),
            is_disputed: count.paper_conflicts.contains(&entry.id),
        })
        .collect();
    entries.sort_by_key(|entry| (entry.entered_at, entry.id));
    Some(PaperModel {
        round: round.id,
        entries,
        councils: workshop_badges(snapshot, workshop),
    })
}

/// The proposals to count, numbered as on the screen and on the poster.
pub fn paper_sheet(snapshot: &Snapshot, round: RoundId) -> Option<BallotSheet> {
    build_ballot_sheet(snapshot, snapshot.rounds.get(&round)?)
}

impl PaperForm {
    /// The form of a first count, for the only council of the workshop if there is one.
    pub fn new(model: &PaperModel) -> Self {
        let council = match model.councils.as_slice() {
            [only] => only.id.parse().ok(),
            _ => None,
        };
        Self {
            council,
            ..Self::default()
        }
    }

    /// The form that corrects a count: what was entered, ready to be changed.
    ///
    /// Where corrections of it were made apart, the new one replaces them all.
    pub fn correct(snapshot: &Snapshot, id: PaperCountId) -> Option<Self> {
        let former = snapshot.paper_counts.get(&id)?;
        let rivals = snapshot.paper_counts.values();
        let rivals = rivals.filter(|other| other.corrects.contains(&id));
        Some(Self {
            council: former.council.clone(),
            people: former.people,
            dots: former.dots.clone(),
            reason: String::new(),
            corrects: rivals.map(|other| other.id).chain([id]).collect(),
        })
    }

    /// Whether this corrects a former count, which takes a reason.
    pub fn is_correction(&self) -> bool {
        !self.corrects.is_empty()
    }

    /// Dots of a proposal.
    pub fn dots_of(&self, proposal: ProposalId) -> u32 {
        self.dots.get(&proposal).copied().unwrap_or(0)
    }

    /// Sets the dots of a proposal.
    pub fn set_dots(&mut self, proposal: ProposalId, n: u32) {
        if n == 0 {
            self.dots.remove(&proposal);
        } else {
            self.dots.insert(proposal, n.min(limits::PAPER_DOTS_MAX));
        }
    }

    /// All dots.
    pub fn n_dots(&self) -> u32 {
        self.dots.values().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// Dots beyond what these people may place; paper is what it is, so this is shown
    /// and refuses nothing.
    pub fn n_over(&self, snapshot: &Snapshot, round: RoundId) -> u32 {
        let round = snapshot.rounds.get(&round);
        round.map_or(0, |round| {
            dots_over_rules(round, self.people, self.n_dots())
        })
    }

    /// The command that records the count.
    ///
    /// # Errors
    /// [`PaperFault`] says what to change.
    pub fn command(
        &self,
        id: PaperCountId,
        round: RoundId,
        at: Timestamp,
    ) -> Result<Command, PaperFault> {
        if self.people == 0 && self.n_dots() > 0 {
            return Err(PaperFault::Nobody);
        }
        // A count that was a mistake is corrected to nothing.
        if self.people == 0 && !self.is_correction() {
            return Err(PaperFault::Empty);
        }
        let reason = if self.is_correction() {
            Some(Reason::new(&self.reason).map_err(PaperFault::Reason)?)
        } else {
            None
        };
        Ok(Command::RecordPaperCount(PaperCount {
            id,
            round,
            council: self.council.clone(),
            people: self.people,
            dots: self.dots.clone(),
            corrects: self.corrects.clone(),
            reason,
            entered_at: Some(at),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workshop_samples::Sample;

    fn at() -> Timestamp {
        Timestamp::from_epoch_min(7)
    }

    fn id(number: u8) -> PaperCountId {
        PaperCountId::from_bytes([number; 16])
    }

    fn recorded(form: &PaperForm, sample: &mut Sample, round: RoundId, number: u8) {
        let command = form.command(id(number), round, at());
        let entry = command.ok().and_then(|command| match command {
            Command::RecordPaperCount(entry) => Some(entry),
            _ => None,
        });
        sample.count_paper(entry.expect("the form is complete"));
    }

    #[test]
    fn paper_is_counted_once_the_round_is_closed() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        assert_eq!(build_paper(&sample.snapshot, round), None);
        sample.close(round);
        let model = build_paper(&sample.snapshot, round).expect("a closed round");
        assert_eq!(model.entries, []);
        let history = sample.history(16, &[]);
        assert_eq!(build_paper(&sample.snapshot, history), None);
    }

    #[test]
    fn the_exact_difference_with_the_rules_is_told() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        let mut form = PaperForm {
            people: 2,
            ..PaperForm::default()
        };
        // Two cards with three dots each: two people may place twelve.
        form.set_dots(sample.proposal(1), 10);
        form.set_dots(sample.proposal(2), 2);
        assert_eq!(form.n_over(&sample.snapshot, round), 0);
        form.set_dots(sample.proposal(2), 5);
        assert_eq!(form.n_over(&sample.snapshot, round), 3);
        form.set_dots(sample.proposal(2), 0);
        assert_eq!((form.n_dots(), form.dots.len()), (10, 1));
    }

    #[test]
    fn a_count_needs_people_and_a_correction_a_reason() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        let mut form = PaperForm::default();
        assert_eq!(form.command(id(1), round, at()), Err(PaperFault::Empty));
        form.set_dots(sample.proposal(1), 1);
        assert_eq!(form.command(id(1), round, at()), Err(PaperFault::Nobody));
        form.people = 1;
        recorded(&form, &mut sample, round, 1);

        let mut correction = PaperForm::correct(&sample.snapshot, id(1)).expect("known");
        assert_eq!(correction.dots_of(sample.proposal(1)), 1);
        let refused = correction.command(id(2), round, at());
        assert!(matches!(refused, Err(PaperFault::Reason(_))));
        correction.reason = "Recompté".to_owned();
        correction.people = 0;
        correction.dots.clear();
        assert!(correction.command(id(2), round, at()).is_ok());
    }

    #[test]
    fn a_correction_replaces_those_that_were_made_apart() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.close(round);
        let first = PaperForm {
            people: 4,
            ..PaperForm::default()
        };
        recorded(&first, &mut sample, round, 1);
        for number in [2, 3] {
            let mut apart = PaperForm {
                reason: "Recompté".to_owned(),
                people: u32::from(number),
                ..PaperForm::default()
            };
            apart.corrects.insert(id(1));
            recorded(&apart, &mut sample, round, number);
        }
        let model = build_paper(&sample.snapshot, round).expect("a closed round");
        let disputed = |entry: &PaperEntry| (entry.people, entry.is_disputed);
        assert_eq!(
            model.entries.iter().map(disputed).collect::<Vec<_>>(),
            [(4, true)]
        );

        let mut last = PaperForm::correct(&sample.snapshot, id(1)).expect("known");
        last.reason = "Ensemble".to_owned();
        last.people = 5;
        recorded(&last, &mut sample, round, 4);
        let model = build_paper(&sample.snapshot, round).expect("a closed round");
        assert_eq!(
            model.entries.iter().map(disputed).collect::<Vec<_>>(),
            [(5, false)]
        );
    }
}
