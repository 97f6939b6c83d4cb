//! The printed report of a workshop: what was voted, counted and decided. Pure.
//!
//! A card that is not revealed gives its name and no total.
//! Must not know: the browser, the document, the clock.

use domain::{
    Attendance, BallotStanding, Comment, Count, RankedProposal, Round, RoundRules, RoundStatus,
    Snapshot, Target, Version, WorkshopId, count, groups, ranking,
};

use super::results::{Participation, as_u32, label, participation, round_cards};
use super::workshop::{WorkshopRow, build_workshop};
use super::workshop_arbitration::{ArbitrationModel, build_arbitration};

/// A workshop as the report shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportModel {
    /// Title, day, place, councils.
    pub row: WorkshopRow,
    /// Rules of its rounds; `None` for a vote of the past.
    pub rules: Option<RoundRules>,
    /// Names of the cards on the table.
    pub card_names: Vec<String>,
    /// People present; several values when devices counted apart.
    pub attendance: Vec<Attendance>,
    /// Versions frozen so far, first frozen first.
    pub versions: Vec<Version>,
    /// Its rounds, first opened first, without one that is only prepared.
    pub rounds: Vec<ReportRound>,
    /// Remarks made in it that are not hidden, oldest first.
    pub remarks: Vec<ReportRemark>,
    /// Remarks that were hidden, with a reason each.
    pub n_hidden_remarks: u32,
}

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRemark {
    /// Wording of what it is about.
    pub about: String,
    /// What was said.
    pub text: String,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRound {
    /// First opened is 1.
    pub number: u32,
    /// Where it stands.
    pub status: RoundStatus,
    /// Rules that it was voted by; `None` when they are not known.
    pub rules: Option<RoundRules>,
    /// Who took part.
    pub participation: Participation,
    /// Codes that were made for it, and those of them that were voided.
    pub n_codes: (u32, u32),
    /// Ballots that are kept and do not count: late, set aside, or waiting for a decision.
    pub n_not_counted: u32,
    /// Late ballots and doubles, with what was decided.
    pub arbitration: ArbitrationModel,
    /// Cards in the order of the deck.
    pub cards: Vec<ReportCard>,
}

/// One card of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCard {
    /// Name as printed.
    pub name: String,
    /// Proposals that have dots, best first; `None` while the card is not revealed.
    pub lines: Option<Vec<ReportLine>>,
    /// Wordings of the proposals that have none; empty while the card is not revealed.
    pub without_dots: Vec<String>,
}

/// One proposal of a ranking; `tablet` and `paper` add up to `total`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// Rank from 1; equal totals share it.
    pub rank: u32,
    /// True when another line has the same rank.
    pub is_tied: bool,
    /// Wording.
    pub label: String,
    /// Wordings that were grouped into it, with their own dots.
    pub originals: Vec<(String, u32)>,
    /// Dots placed on tablets.
    pub tablet: u32,
    /// Dots counted on paper.
    pub paper: u32,
    /// All dots.
    pub total: u32,
}

/// The report of a workshop; `None` when its id is unknown.
pub fn build_report(snapshot: &Snapshot, id: WorkshopId) -> Option<ReportModel> {
    let workshop = build_workshop(snapshot, id)?;
    let entry = snapshot.workshops.get(&id)?;
    let rounds = snapshot.rounds_of(id);
    let opened = rounds.iter().filter(|r| r.status() != RoundStatus::Draft);
    let mut comments: Vec<&Comment> = snapshot
        .comments
        .values()
        .map(AsRef::as_ref)
        .filter(|comment| comment.workshop == Some(id))
        .collect();
    comments.sort_by_key(|comment| (comment.added_at, comment.id));
    let (hidden, shown): (Vec<&Comment>, Vec<&Comment>) = comments
        .into_iter()
        .partition(|comment| comment.is_hidden());
    Some(ReportModel {
        row: workshop.row,
        rules: workshop.rules,
        card_names: workshop.card_names,
        attendance: entry.attendance.clone(),
        versions: entry.versions.clone(),
        rounds: (1..)
            .zip(opened)
            .map(|(number, round)| build_round(snapshot, round, number))
            .collect(),
        remarks: shown
            .into_iter()
            .map(|comment| ReportRemark {
                about: about(snapshot, comment.target),
                text: comment.text.to_string(),
            })
            .collect(),
        n_hidden_remarks: as_u32(hidden.len()),
    })
}

/// Wording of what a remark is about; empty when that is not here.
fn about(snapshot: &Snapshot, target: Target) -> String {
    match target {
        Target::Proposal(id) => label(snapshot, id),
        Target::Difficulty(id) => {
            let mut difficulties = snapshot.cards.values().flat_map(|card| &card.difficulties);
            difficulties
                .find(|difficulty| difficulty.id == id)
                .map_or_else(String::new, |difficulty| difficulty.label.to_string())
        }
        Target::Action(seq) => snapshot
            .contract
            .action(seq)
            .map_or_else(String::new, |action| action.label.to_string()),
    }
}

fn build_round(snapshot: &Snapshot, round: &Round, number: u32) -> ReportRound {
    let status = round.status();
    let count = count(snapshot, round.id);
    let is_kept_apart = |standing| {
        !matches!(
            standing,
            BallotStanding::Counted | BallotStanding::Superseded
        )
    };
    let apart = count.ballots.iter().filter(|b| is_kept_apart(b.standing));
    ReportRound {
        number,
        status,
        rules: round.rules,
        participation: participation(&count),
        n_codes: (as_u32(round.codes.len()), as_u32(round.void_codes.len())),
        n_not_counted: as_u32(apart.count()),
        arbitration: if status >= RoundStatus::Closed {
            build_arbitration(snapshot, round, &count)
        } else {
            ArbitrationModel::default()
        },
        cards: build_cards(snapshot, round, &count),
    }
}

fn build_cards(snapshot: &Snapshot, round: &Round, count: &Count) -> Vec<ReportCard> {
    let groups = groups(&snapshot.proposals);
    round_cards(snapshot, round)
        .map(|card| {
            let name = card.name.to_string();
            if !round.is_revealed(&card.id) {
                return ReportCard {
                    name,
                    lines: None,
                    without_dots: Vec::new(),
                };
            }
            let ranked = ranking(snapshot, &groups, &card.id, &round.proposals, &[count]);
            let (with, without): (Vec<_>, Vec<_>) = ranked.iter().partition(|line| line.total > 0);
            let lines = with.into_iter().map(|line| report_line(snapshot, line));
            let without = without
                .into_iter()
                .map(|line| label(snapshot, line.proposal));
            ReportCard {
                name,
                lines: Some(lines.collect()),
                without_dots: without.collect(),
            }
        })
        .collect()
}

fn report_line(snapshot: &Snapshot, line: &RankedProposal) -> ReportLine {
    let tablet = line.sources.iter().map(|source| source.tablet);
    let paper = line.sources.iter().map(|source| source.paper);
    ReportLine {
        rank: line.rank.rank,
        is_tied: line.rank.is_tied,
        label: label(snapshot, line.proposal),
        originals: line
            .originals
            .iter()
            .map(|(id, dots)| (label(snapshot, *id), *dots))
            .collect(),
        tablet: tablet.fold(0, u32::saturating_add),
        paper: paper.fold(0, u32::saturating_add),
        total: line.total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workshop_samples::Sample;

    fn report(sample: &Sample) -> ReportModel {
        build_report(&sample.snapshot, sample.workshop()).expect("a known workshop")
    }

    #[test]
    fn a_card_that_is_not_revealed_has_no_total() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.cast(round, 1, Some("annemasse"), &[(1, 2)]);
        sample.close(round);
        let cards = &report(&sample).rounds[0].cards;
        assert!(cards.iter().all(|card| card.lines.is_none()));
        sample.reveal(round, &[1]);
        let cards = &report(&sample).rounds[0].cards;
        assert!(cards[0].lines.is_some() && cards[1].lines.is_none());
    }

    #[test]
    fn tablet_and_paper_add_up_to_the_total_of_each_line() {
        let mut sample = Sample::new();
        let history = sample.history(16, &[(1, 3), (2, 3)]);
        let model = build_report(&sample.snapshot, sample.history_workshop());
        let model = model.expect("a known workshop");
        let round = &model.rounds[0];
        assert_eq!(round.participation.n_paper_people, 16);
        let lines = round.cards[0].lines.as_ref().expect("revealed");
        assert_eq!((lines[0].paper, lines[0].tablet, lines[0].total), (3, 0, 3));
        assert!(lines[0].is_tied && lines[1].is_tied);
        assert_eq!((lines.len(), round.cards[0].without_dots.len()), (2, 1));
        assert!(sample.snapshot.rounds.contains_key(&history));
    }

    #[test]
    fn ballots_that_do_not_count_are_told_apart() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.cast(round, 1, None, &[(1, 1)]);
        sample.close(round);
        sample.cast(round, 2, None, &[(1, 1)]);
        let round = &report(&sample).rounds[0];
        assert_eq!(round.participation.n_counted, 1);
        assert_eq!(round.n_not_counted, 1);
        assert_eq!(round.arbitration.n_open(), 1);
    }
}
