//! Results as screens show them: ranks, dots per council, notes. Pure.
//!
//! Knows: which rounds are revealed, and which breakdowns are too small to show.
//! Must not know: the browser, the document, the clock.
//! Nothing here reads the totals of a card that is not revealed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    BallotStanding, CardId, CouncilId, Count, Date, Groups, ProposalId, RankedProposal, Round,
    RoundId, Snapshot, Workshop, WorkshopId, count, groups, ranking,
};

use super::looks::council_look;
use super::moderation::shown_label;
use crate::components::{CardLook, CouncilBadge, CouncilLook, RankRow};
use crate::i18n::workshop as words;

/// The revealed cards of one round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResultsModel {
    /// One entry per revealed card, in the order of the deck.
    pub cards: Vec<CardResults>,
    /// Cards of the round whose totals are still hidden.
    pub n_cards_hidden: u32,
    /// Who took part.
    pub participation: Participation,
    /// All dots of the revealed cards.
    pub n_dots: u32,
    /// Shapes to explain; empty when no breakdown shows.
    pub legend: Vec<CouncilBadge>,
    /// True when the dots per council are left out because a council is too small.
    pub is_breakdown_hidden: bool,
}

/// How many people took part in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Participation {
    /// Ballots that count.
    pub n_counted: u32,
    /// Of which without a dot.
    pub n_blank: u32,
    /// Of which filled with the help of someone.
    pub n_assisted: u32,
    /// People who placed dots on paper.
    pub n_paper_people: u32,
}

impl Participation {
    /// The same as short facts for the screen.
    pub fn facts(self) -> Vec<String> {
        words::participation(
            self.n_counted,
            self.n_blank,
            self.n_assisted,
            self.n_paper_people,
        )
    }
}

/// Results of one card in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardResults {
    /// Slug.
    pub card: CardId,
    /// Place in the deck, from 1.
    pub number: u8,
    /// Name as printed.
    pub name: String,
    /// Proposals that have dots, best first.
    pub rows: Vec<RankRow>,
    /// Wordings of the proposals that have none, in the order of the card.
    pub without_dots: Vec<String>,
}

impl CardResults {
    /// Its colour and drawing.
    pub fn look(&self) -> CardLook {
        CardLook::new(self.number, self.card.as_str())
    }
}

/// Results of one card in one of the rounds it was part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRound {
    /// Workshop, to link to.
    pub workshop: WorkshopId,
    /// Round.
    pub round: RoundId,
    /// Name of the workshop.
    pub title: String,
    /// Day of the workshop.
    pub date: Date,
    /// Who took part in the round.
    pub participation: Participation,
    /// Proposals that have dots, best first.
    pub rows: Vec<RankRow>,
    /// Wordings of the proposals that have none.
    pub without_dots: Vec<String>,
    /// True when the dots per council are left out because a council is too small.
    pub is_breakdown_hidden: bool,
}

/// A row of a ranking that still knows its proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedRow {
    /// Proposal that stands for its group.
    pub proposal: ProposalId,
    /// What to show.
    pub row: RankRow,
}

/// Results of the revealed cards of `round`; no card when none is revealed.
pub fn build_results(snapshot: &Snapshot, round: &Round) -> ResultsModel {
    let count = count(snapshot, round.id);
    let is_breakdown_shown = count.shows_breakdown();
    let groups = groups(&snapshot.proposals);
    let shown = round_cards(snapshot, round)
        .filter(|card| round.is_revealed(&card.id))
        .map(|card| {
            let lines = ranking(snapshot, &groups, &card.id, &round.proposals, &[&count]);
            let (rows, without_dots) = split_rows(snapshot, &lines, is_breakdown_shown);
            CardResults {
                card: card.id.clone(),
                number: card.number,
                name: card.name.to_string(),
                rows,
                without_dots,
            }
        })
        .collect::<Vec<_>>();
    let dots = shown.iter().flat_map(|card| &card.rows).map(|r| r.total);
    ResultsModel {
        n_cards_hidden: as_u32(round.cards.len()).saturating_sub(as_u32(shown.len())),
        participation: participation(&count),
        n_dots: dots.fold(0, u32::saturating_add),
        legend: legend(snapshot, &shown),
        is_breakdown_hidden: !shown.is_empty() && !is_breakdown_shown,
        cards: shown,
    }
}

/// Results of `card` in each round that reveals it, newest first.
pub fn build_card_results(snapshot: &Snapshot, card: &CardId) -> Vec<CardRound> {
    let groups = groups(&snapshot.proposals);
    let mut found = Vec::new();
    for workshop in snapshot.workshops_newest_first() {
        for round in snapshot.rounds_of(workshop.id).into_iter().rev() {
            if !round.is_revealed(card) {
                continue;
            }
            let count = count(snapshot, round.id);
            let is_breakdown_shown = count.shows_breakdown();
            let lines = ranking(snapshot, &groups, card, &round.proposals, &[&count]);
            let (rows, without_dots) = split_rows(snapshot, &lines, is_breakdown_shown);
            found.push(CardRound {
                workshop: workshop.id,
                round: round.id,
                title: workshop.title.to_string(),
                date: workshop.date,
                participation: participation(&count),
                rows,
                without_dots,
                is_breakdown_hidden: !is_breakdown_shown,
            });
        }
    }
    found
}

/// Every proposal of `card`, ranked by the sum of its dots over the rounds that
/// reveal the card; those without a dot come last.
///
/// Dots per council show only when every one of these rounds may show them: the
/// difference of two tables must not tell what one of them hides.
pub fn ranked_proposals(snapshot: &Snapshot, card: &CardId) -> Vec<RankedRow> {
    let counts: Vec<Count> = snapshot
        .rounds
        .values()
        .filter(|round| round.is_revealed(card))
        .map(|round| count(snapshot, round.id))
        .collect();
    let counts: Vec<&Count> = counts.iter().collect();
    let is_breakdown_shown = counts.iter().all(|count| count.shows_breakdown());
    let ids: Vec<ProposalId> = snapshot.proposals_of(card).iter().map(|p| p.id).collect();
    ranking(snapshot, &groups(&snapshot.proposals), card, &ids, &counts)
        .iter()
        // A wording that nobody chose before it was replaced has nothing to tell.
        .filter(|line| line.total > 0 || !snapshot.is_replaced(line.proposal))
        .map(|line| RankedRow {
            proposal: line.proposal,
            row: rank_row(snapshot, line, is_breakdown_shown),
        })
        .collect()
}

/// Who took part, from the count of a round.
pub fn participation(count: &Count) -> Participation {
    let counted = || {
        count
            .ballots
            .iter()
            .filter(|counted| counted.standing == BallotStanding::Counted)
    };
    Participation {
        n_counted: as_u32(counted().count()),
        n_blank: as_u32(count.n_blank()),
        n_assisted: as_u32(counted().filter(|c| c.ballot.is_assisted).count()),
        n_paper_people: count.n_paper_people(),
    }
}

/// Names of the councils that meet in a workshop.
pub fn workshop_badges(snapshot: &Snapshot, workshop: &Workshop) -> Vec<CouncilBadge> {
    let councils = workshop.councils.iter();
    councils.map(|id| badge(snapshot, Some(id))).collect()
}

/// Name of a council on screen; of all of them for `None`.
pub fn badge(snapshot: &Snapshot, council: Option<&CouncilId>) -> CouncilBadge {
    let Some(id) = council else {
        return CouncilBadge {
            id: words::all_councils().to_owned(),
            name: words::all_councils().to_owned(),
            look: CouncilLook::default(),
        };
    };
    let known = snapshot.contract.council(id);
    CouncilBadge {
        id: id.to_string(),
        name: known.map_or_else(|| id.to_string(), |council| council.name.to_string()),
        look: council_look(&snapshot.contract, id),
    }
}

/// Totals of the revealed cards of a round, by the proposal that stands for its group.
///
/// Serves to compare two counts of one round.
pub(crate) fn totals(
    snapshot: &Snapshot,
    groups: &Groups,
    round: &Round,
    count: &Count,
) -> BTreeMap<ProposalId, u32> {
    round_cards(snapshot, round)
        .filter(|card| round.is_revealed(&card.id))
        .flat_map(|card| ranking(snapshot, groups, &card.id, &round.proposals, &[count]))
        .map(|line| (line.proposal, line.total))
        .collect()
}

/// Cards of the round in the order of the deck.
pub(crate) fn round_cards(
    snapshot: &Snapshot,
    round: &Round,
) -> impl Iterator<Item = Arc<domain::Card>> {
    let ids: BTreeSet<CardId> = round.cards.iter().cloned().collect();
    let deck = snapshot.deck().into_iter();
    deck.filter(move |card| ids.contains(&card.id))
}

/// A number of entries; more than four billion is shown as four billion.
pub(crate) fn as_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Wording of a proposal, or the word that it is hidden; empty when it is unknown.
pub(crate) fn label(snapshot: &Snapshot, id: ProposalId) -> String {
    let found = snapshot.proposals.get(&id);
    found.map_or_else(String::new, |proposal| shown_label(proposal))
}

fn split_rows(
    snapshot: &Snapshot,
    lines: &[RankedProposal],
    is_breakdown_shown: bool,
) -> (Vec<RankRow>, Vec<String>) {
    let (with, without): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.total > 0);
    let rows = with
        .into_iter()
        .map(|line| rank_row(snapshot, line, is_breakdown_shown))
        .collect();
    let labels = without
        .into_iter()
        .map(|line| {
            let row = rank_row(snapshot, line, false);
            words::label_with_note(&row.label, row.note.as_deref())
        })
        .collect();
    (rows, labels)
}

fn rank_row(snapshot: &Snapshot, line: &RankedProposal, is_breakdown_shown: bool) -> RankRow {
    // Dots of nobody's council in particular are a total, not a breakdown.
    let is_told_apart = line.sources.iter().any(|source| source.council.is_some());
    let sources = line
        .sources
        .iter()
        .filter(|_| is_breakdown_shown && is_told_apart);
    RankRow {
        rank: line.rank.rank,
        is_tied: line.rank.is_tied,
        label: label(snapshot, line.proposal),
        total: line.total,
        by_council: sources
            .map(|source| {
                let dots = source.tablet.saturating_add(source.paper);
                (badge(snapshot, source.council.as_ref()), dots)
            })
            .collect(),
        note: note(snapshot, line),
    }
}

/// What stands for several proposals says which; tablet and paper are told apart.
fn note(snapshot: &Snapshot, line: &RankedProposal) -> Option<String> {
    let sum = |dots: fn(&domain::DotsBySource) -> u32| {
        line.sources
            .iter()
            .map(dots)
            .fold(0_u32, u32::saturating_add)
    };
    let (tablet, paper) = (sum(|s| s.tablet), sum(|s| s.paper));
    let originals: Vec<(String, u32)> = line
        .originals
        .iter()
        .map(|(id, dots)| (label(snapshot, *id), *dots))
        .collect();
    let parts: Vec<String> = [
        (!originals.is_empty()).then(|| words::groups_proposals(&originals)),
        (tablet > 0 && paper > 0).then(|| words::tablet_and_paper(tablet, paper)),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Councils that the rows name, in the order of the contract, all together last.
fn legend(snapshot: &Snapshot, cards: &[CardResults]) -> Vec<CouncilBadge> {
    let named: BTreeSet<&str> = cards
        .iter()
        .flat_map(|card| &card.rows)
        .flat_map(|row| &row.by_council)
        .map(|(council, _)| council.id.as_str())
        .collect();
    let councils = snapshot.contract.councils.iter();
    councils
        .map(|council| badge(snapshot, Some(&council.id)))
        .chain([badge(snapshot, None)])
        .filter(|badge| named.contains(badge.id.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workshop_samples::Sample;

    #[test]
    fn a_round_that_is_not_revealed_has_no_result() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.cast(round, 1, Some("annemasse"), &[(1, 2)]);
        sample.close(round);
        let model = build_results(&sample.snapshot, sample.round(round));
        assert!(model.cards.is_empty());
        assert_eq!(model.n_cards_hidden, 2);
        assert_eq!(model.n_dots, 0);
        assert!(build_card_results(&sample.snapshot, &sample.card(1)).is_empty());
        let ranked = ranked_proposals(&sample.snapshot, &sample.card(1));
        assert!(ranked.iter().all(|ranked| ranked.row.total == 0));
    }

    #[test]
    fn equal_totals_share_a_rank_and_the_rest_is_apart() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        for voter in 1..=5 {
            sample.cast(round, voter, Some("annemasse"), &[(1, 1), (2, 1)]);
        }
        sample.cast(round, 6, Some("annemasse"), &[]);
        sample.reveal(round, &[1]);
        let model = build_results(&sample.snapshot, sample.round(round));
        assert_eq!(model.n_cards_hidden, 1);
        let card = model.cards.first().expect("one card is revealed");
        let ranks: Vec<(u32, bool, u32)> = card
            .rows
            .iter()
            .map(|row| (row.rank, row.is_tied, row.total))
            .collect();
        assert_eq!(ranks, [(1, true, 5), (1, true, 5)]);
        assert_eq!(card.without_dots, ["Proposition 3"]);
        assert_eq!(model.participation.n_counted, 6);
        assert_eq!(model.participation.n_blank, 1);
        assert!(!model.is_breakdown_hidden);
        assert_eq!(model.legend.len(), 1);
    }

    #[test]
    fn one_small_council_hides_the_breakdown_of_all() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        for voter in 1..=5 {
            sample.cast(round, voter, Some("annemasse"), &[(1, 1)]);
        }
        sample.cast(round, 6, Some("gaillard"), &[(1, 1)]);
        sample.reveal(round, &[1, 2]);
        let model = build_results(&sample.snapshot, sample.round(round));
        assert!(model.is_breakdown_hidden);
        assert!(model.legend.is_empty());
        let row = &model.cards[0].rows[0];
        assert_eq!((row.total, row.by_council.len()), (6, 0));
        assert!(build_card_results(&sample.snapshot, &sample.card(1))[0].is_breakdown_hidden);
        let ranked = ranked_proposals(&sample.snapshot, &sample.card(1));
        assert!(ranked[0].row.by_council.is_empty());
    }

    #[test]
    fn paper_without_a_council_is_a_total_without_a_breakdown() {
        let mut sample = Sample::new();
        let round = sample.history(16, &[(1, 10), (2, 4)]);
        let model = build_results(&sample.snapshot, sample.round(round));
        assert_eq!(model.n_dots, 14);
        assert_eq!(model.participation.n_paper_people, 16);
        assert_eq!(model.cards[0].rows[0].total, 10);
        assert_eq!(model.cards[0].rows[0].by_council, []);
        assert_eq!(model.legend, []);
    }

    #[test]
    fn a_group_sums_its_dots_and_keeps_the_originals_in_sight() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.cast(round, 1, None, &[(1, 2), (3, 1)]);
        sample.reveal(round, &[1, 2]);
        sample.group(3, 1);
        let model = build_results(&sample.snapshot, sample.round(round));
        let row = &model.cards[0].rows[0];
        assert_eq!(row.total, 3);
        let note = row.note.as_deref().unwrap_or_default();
        assert!(note.contains("egroupe 2 propositions"), "{note}");
        assert!(note.contains("Proposition 3"), "{note}");
        assert_eq!(model.cards[0].without_dots, ["Proposition 2"]);
    }

    #[test]
    fn rounds_of_a_card_come_newest_first_and_are_summed() {
        let mut sample = Sample::new();
        sample.history(16, &[(1, 10)]);
        let round = sample.open(1);
        sample.cast(round, 1, None, &[(2, 2)]);
        sample.reveal(round, &[1, 2]);
        let hidden = sample.open(2);
        sample.cast(hidden, 2, None, &[(3, 2)]);
        let rounds = build_card_results(&sample.snapshot, &sample.card(1));
        let titles: Vec<&str> = rounds.iter().map(|round| round.title.as_str()).collect();
        assert_eq!(titles, ["Atelier", "Rencontre"]);
        let ranked = ranked_proposals(&sample.snapshot, &sample.card(1));
        let totals: Vec<u32> = ranked.iter().map(|ranked| ranked.row.total).collect();
        assert_eq!(totals, [10, 2, 0]);
        assert_eq!(ranked[0].proposal, sample.proposal(1));
    }
}
