//! The priorities of the councils as screens and paper show them. Pure.
//!
//! Knows: which workshops count, how alike the councils are, what the rule marks.
//! Must not know: the browser, the document, the clock.
//! Reading order: [`build_priorities`], [`PriorityCard`], `origins`, `rule_form`, `axes`,
//! `contribution`. Everything is read from [`Consolidation`], which holds revealed cards only.

pub mod axes;
pub mod contribution;
pub mod origins;
pub mod rule_form;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    BallotStanding, CardId, ConsolidatedCard, ConsolidatedProposal, Consolidation, CouncilDots,
    CouncilId, CouncilPart, Date, PastResult, PriorityBar, PriorityRule, ProposalId, Rank, RoundId,
    Snapshot, Weighing, Workshop, WorkshopId, count,
};

use super::looks::card_look;
use super::results::{CardRound, as_u32, badge, build_card_results, label};
use crate::components::{CardLook, CouncilBadge, DotPlotMark, DotPlotRow};
use crate::i18n::priorities as words;

/// Places that are looked at to say whether councils agree.
const FIRST_PLACES: u32 = 3;
/// Proposals of a picture before its fold.
const PICTURE_ROWS_MAX: usize = 8;
/// Steps of the axis of a picture, in millionths: it ends at a round number of percents.
const AXIS_STEP_PPM: u32 = 100_000;
/// A share of 1.
const WHOLE_PPM: u64 = 1_000_000;

/// What the page of the priorities shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrioritiesModel {
    /// Rounds that count, newest workshop first.
    pub sources: Vec<SourceRow>,
    /// Councils of the contract that have not voted.
    pub missing: Vec<String>,
    /// True when some dots are in the name of no council.
    pub has_nameless: bool,
    /// Cards that some council voted on, in the order of the deck.
    pub cards: Vec<PriorityCard>,
    /// Names of the other cards of the deck.
    pub cards_missing: Vec<String>,
}

impl PrioritiesModel {
    /// How many proposals the rule marks.
    pub fn n_priorities(&self) -> usize {
        let rows = self.cards.iter().flat_map(|card| &card.rows);
        rows.filter(|row| row.is_priority).count()
    }
}

/// A round that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Workshop, to link to.
    pub workshop: WorkshopId,
    /// The round.
    pub round: RoundId,
    /// Name of the workshop.
    pub title: String,
    /// Day of the workshop.
    pub date: Date,
    /// Number of the round, when several of the workshop count.
    pub round_number: Option<u32>,
    /// Councils whose dots count from it.
    pub councils: Vec<CouncilBadge>,
    /// People of these councils whose ballot counts.
    pub n_tablet: u32,
    /// People of these councils who placed dots on paper.
    pub n_paper: u32,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityCard {
    /// Slug.
    pub card: CardId,
    /// Place in the deck, from 1.
    pub number: u8,
    /// Name as printed.
    pub name: String,
    /// Question as printed.
    pub question: String,
    /// All people.
    pub n_people: u32,
    /// All dots.
    pub n_dots: u32,
    /// Councils that voted, dots in no name last; empty when they may not be told apart.
    pub councils: Vec<CouncilBadge>,
    /// Councils with too few people to be told apart.
    pub small: Vec<String>,
    /// Day of the vote of the past, when there is one.
    pub past_date: Option<Date>,
    /// Proposals that have dots, most dots first.
    pub rows: Vec<PriorityRow>,
    /// Wordings of those that have none.
    pub without_dots: Vec<String>,
}

impl PriorityCard {
    /// Its colour and drawing.
    pub fn look(&self) -> CardLook {
        CardLook::new(self.number, self.card.as_str())
    }

    /// The picture: marks of each proposal, and the end of the axis in millionths; `None`
    /// when there are not two councils to compare.
    pub fn picture(&self) -> Option<Picture> {
        let n_named = self.rows.first()?.shares.iter().flatten().count();
        if self.councils.is_empty() || n_named < 2 {
            return None;
        }
        let most = self.rows.iter().flat_map(|row| row.shares.iter().flatten());
        let most = most.max().copied().unwrap_or(0).max(1);
        let axis_ppm = most.div_ceil(AXIS_STEP_PPM).saturating_mul(AXIS_STEP_PPM);
        let rows = self.rows.iter().map(|row| DotPlotRow {
            label: row.label.clone(),
            marks: marks(&self.councils, &row.shares, axis_ppm),
            words: row.agreement.clone(),
        });
        let mut rows: Vec<DotPlotRow> = rows.collect();
        let folded = rows.split_off(rows.len().min(PICTURE_ROWS_MAX));
        Some(Picture {
            axis_ppm,
            rows,
            folded,
        })
    }
}

/// Where the councils agree and where they do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Share at the end of the axis, in millionths.
    pub axis_ppm: u32,
    /// The first proposals.
    pub rows: Vec<DotPlotRow>,
    /// The others.
    pub folded: Vec<DotPlotRow>,
}

/// One proposal, or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityRow {
    /// Proposal that stands for its group.
    pub proposal: ProposalId,
    /// Its wording.
    pub label: String,
    /// Place by the sum of the dots.
    pub sum_rank: Rank,
    /// All dots.
    pub total: u32,
    /// Place with equal weight.
    pub share_rank: Rank,
    /// Mean share, in millionths.
    pub mean_share_ppm: u32,
    /// Dots and place of each of the card's councils; empty when they are not told apart.
    pub cells: Vec<(u32, Option<Rank>)>,
    /// Share of each of the card's councils, in millionths; `None` without a share.
    pub shares: Vec<Option<u32>>,
    /// The vote of the past.
    pub past: Option<PastResult>,
    /// True when the rule makes it a priority.
    pub is_priority: bool,
    /// Whether the councils agree, in words; empty when they are not told apart.
    pub agreement: String,
}

/// What to show of the councils put together, with the stars of `rule`.
pub fn build_priorities(
    snapshot: &Snapshot,
    consolidation: &Consolidation,
    rule: Option<&PriorityRule>,
) -> PrioritiesModel {
    let cards: Vec<PriorityCard> = consolidation
        .cards
        .iter()
        .map(|card| build_card(snapshot, card, rule))
        .collect();
    let missing = snapshot.deck().into_iter();
    let missing = missing.filter(|card| !cards.iter().any(|shown| shown.card == card.id));
    let mut parts = consolidation.cards.iter().flat_map(|card| &card.parts);
    PrioritiesModel {
        sources: sources(snapshot, consolidation),
        missing: missing_councils(snapshot, consolidation),
        has_nameless: parts.any(|part| part.council.is_none()),
        cards_missing: missing.map(|card| card.name.to_string()).collect(),
        cards,
    }
}

/// How many proposals a rule with this bar would mark.
pub fn n_marked(consolidation: &Consolidation, weighing: Weighing, bar: PriorityBar) -> usize {
    let cards = consolidation.cards.iter();
    cards.map(|card| card.above(weighing, bar).len()).sum()
}

/// The votes of the past, card by card, for as long as nothing else can be shown.
pub fn past_votes(snapshot: &Snapshot) -> Vec<(String, CardLook, CardRound)> {
    let mut found = Vec::new();
    for card in snapshot.deck() {
        let votes = build_card_results(snapshot, &card.id).into_iter();
        let past = votes.filter(|vote| {
            let round = snapshot.rounds.get(&vote.round);
            round.is_some_and(|round| round.rules.is_none())
        });
        let look = card_look(&card);
        found.extend(past.take(1).map(|vote| (card.name.to_string(), look, vote)));
    }
    found
}

/// A council on screen; dots in no name have a badge of their own.
pub fn part_badge(snapshot: &Snapshot, council: Option<&CouncilId>) -> CouncilBadge {
    let name = council.is_none().then(|| words::nameless().to_owned());
    let found = badge(snapshot, council);
    CouncilBadge {
        name: name.unwrap_or(found.name),
        ..found
    }
}

/// Number of a round in its workshop, from 1.
pub fn round_number(snapshot: &Snapshot, workshop: WorkshopId, round: RoundId) -> u32 {
    let rounds = snapshot.rounds_of(workshop);
    let idx = rounds.iter().position(|it| it.id == round);
    as_u32(idx.unwrap_or(0)).saturating_add(1)
}

fn build_card(
    snapshot: &Snapshot,
    card: &ConsolidatedCard,
    rule: Option<&PriorityRule>,
) -> PriorityCard {
    let found = snapshot.cards.get(&card.card);
    let is_told_apart = card.shows_breakdown();
    let marked: BTreeSet<ProposalId> = rule
        .map(|rule| card.priorities(rule).into_iter().collect())
        .unwrap_or_default();
    let parts = card.parts.iter();
    let badges: Vec<CouncilBadge> = parts
        .map(|part| part_badge(snapshot, part.council.as_ref()))
        .collect();
    let (with, without): (Vec<_>, Vec<_>) = card.lines.iter().partition(|line| line.total > 0);
    let rows = with.into_iter().map(|line| PriorityRow {
        is_priority: marked.contains(&line.proposal),
        ..row(snapshot, card, line, &badges)
    });
    let without = without.into_iter();
    let small = card.small_parts();
    PriorityCard {
        card: card.card.clone(),
        number: found.map_or(0, |card| card.number),
        name: found.map_or_else(String::new, |card| card.name.to_string()),
        question: found.map_or_else(String::new, |card| card.question.to_string()),
        n_people: card.n_people(),
        n_dots: card.n_dots(),
        small: small
            .map(|part| part_badge(snapshot, part.council.as_ref()).name)
            .collect(),
        past_date: past_workshop(snapshot, &card.card).map(|workshop| workshop.date),
        rows: rows.collect(),
        without_dots: without.map(|line| label(snapshot, line.proposal)).collect(),
        councils: if is_told_apart { badges } else { Vec::new() },
    }
}

fn row(
    snapshot: &Snapshot,
    card: &ConsolidatedCard,
    line: &ConsolidatedProposal,
    badges: &[CouncilBadge],
) -> PriorityRow {
    let is_told_apart = card.shows_breakdown();
    let own = || {
        let own = card.parts.iter().zip(&line.by_council);
        own.filter(|_| is_told_apart)
    };
    let cells = own().map(|(_, dots)| (dots.total(), dots.rank));
    PriorityRow {
        proposal: line.proposal,
        label: label(snapshot, line.proposal),
        sum_rank: line.sum_rank,
        total: line.total,
        share_rank: line.share_rank,
        mean_share_ppm: line.mean_share_ppm,
        cells: cells.collect(),
        shares: own().map(|(part, dots)| share_ppm(part, dots)).collect(),
        past: line.past,
        is_priority: false,
        agreement: if is_told_apart {
            agreement(card, line, badges)
        } else {
            String::new()
        },
    }
}

/// Share of a council's dots, in millionths; `None` for dots in no name and for a council
/// without a dot on the card.
pub fn share_ppm(part: &CouncilPart, dots: &CouncilDots) -> Option<u32> {
    if part.council.is_none() || part.n_dots == 0 {
        return None;
    }
    let share = u64::from(dots.total()) * WHOLE_PPM / u64::from(part.n_dots);
    u32::try_from(share).ok()
}

/// Which councils put a proposal among their first places; nothing of one council alone.
fn agreement(
    card: &ConsolidatedCard,
    line: &ConsolidatedProposal,
    badges: &[CouncilBadge],
) -> String {
    let named = card.parts.iter().zip(&line.by_council).zip(badges);
    let named: Vec<_> = named
        .filter(|((part, _), _)| part.council.is_some() && part.n_dots > 0)
        .collect();
    if named.len() < 2 {
        return String::new();
    }
    let first = named.iter().filter(|((_, dots), _)| {
        let rank = dots.rank.map(|rank| rank.rank);
        rank.is_some_and(|rank| rank <= FIRST_PLACES)
    });
    let first: Vec<String> = first.map(|(_, badge)| badge.name.clone()).collect();
    words::agreement(&first, named.len(), FIRST_PLACES)
}

/// The shapes of one proposal: where on the axis, and in which lane, so that shapes that
/// would cover one another stand below each other.
fn marks(councils: &[CouncilBadge], shares: &[Option<u32>], axis_ppm: u32) -> Vec<DotPlotMark> {
    let mut found: Vec<DotPlotMark> = councils
        .iter()
        .zip(shares)
        .filter_map(|(council, share)| {
            let share = (*share)?;
            let at = u64::from(share) * u64::from(DotPlotMark::AT_MAX) / u64::from(axis_ppm.max(1));
            Some(DotPlotMark {
                words: words::share_of(&council.name, &words::percent(share)),
                look: council.look,
                at: u16::try_from(at).unwrap_or(DotPlotMark::AT_MAX),
                lane: 0,
            })
        })
        .collect();
    found.sort_by_key(|mark| mark.at);
    let mut ends: Vec<u16> = Vec::new();
    for mark in &mut found {
        let is_free = |end: &u16| end.saturating_add(DotPlotMark::WIDTH) <= mark.at;
        let lane = ends.iter().position(is_free).unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(end) => *end = mark.at,
            None => ends.push(mark.at),
        }
        mark.lane = u8::try_from(lane).unwrap_or(u8::MAX);
    }
    found
}

/// Workshop of the newest vote of the past on a card.
pub fn past_workshop(snapshot: &Snapshot, card: &CardId) -> Option<Arc<Workshop>> {
    let workshops = snapshot.workshops_newest_first();
    workshops.into_iter().find(|workshop| {
        let mut rounds = snapshot.rounds.values();
        rounds.any(|round| {
            round.workshop == workshop.id && round.rules.is_none() && round.is_revealed(card)
        })
    })
}

/// Councils of the contract in whose name nothing counts, and whose dots are in no name
/// either.
fn missing_councils(snapshot: &Snapshot, consolidation: &Consolidation) -> Vec<String> {
    let parts = || consolidation.cards.iter().flat_map(|card| &card.parts);
    let has_voted = |id: &CouncilId| {
        parts().any(|part| match &part.council {
            Some(council) => council == id,
            None => part.sources.iter().any(|(workshop, _)| {
                let workshop = snapshot.workshops.get(workshop);
                workshop.is_some_and(|workshop| workshop.councils.contains(id))
            }),
        })
    };
    let councils = snapshot.contract.councils.iter();
    let missing = councils.filter(|council| !has_voted(&council.id));
    missing.map(|council| council.name.to_string()).collect()
}

/// Every round that counts for some card, with the councils that it counts for.
fn sources(snapshot: &Snapshot, consolidation: &Consolidation) -> Vec<SourceRow> {
    type Councils = BTreeSet<Option<CouncilId>>;
    let mut found: BTreeMap<(WorkshopId, RoundId), Councils> = BTreeMap::new();
    for part in consolidation.cards.iter().flat_map(|card| &card.parts) {
        for source in &part.sources {
            let councils = found.entry(*source).or_default();
            councils.insert(part.council.clone());
        }
    }
    let several = |workshop: WorkshopId| {
        let of_workshop = found.keys().filter(|(id, _)| *id == workshop);
        of_workshop.count() > 1
    };
    let rows = found.iter().filter_map(|((workshop, round), councils)| {
        let entry = snapshot.workshops.get(workshop)?;
        let (n_tablet, n_paper) = people(snapshot, *workshop, *round, councils);
        let known = snapshot.contract.councils.iter().map(|it| Some(&it.id));
        let known = known.filter(|id| councils.contains(&id.cloned()));
        let nameless = councils.contains(&None).then_some(None);
        let badges = known.chain(nameless).map(|id| part_badge(snapshot, id));
        Some(SourceRow {
            workshop: *workshop,
            round: *round,
            title: entry.title.to_string(),
            date: entry.date,
            round_number: several(*workshop).then(|| round_number(snapshot, *workshop, *round)),
            councils: badges.collect(),
            n_tablet,
            n_paper,
        })
    });
    let mut rows: Vec<SourceRow> = rows.collect();
    rows.sort_by_key(|row| {
        let date = core::cmp::Reverse(row.date);
        (date, row.workshop, row.round_number)
    });
    rows
}

/// People on tablets and on paper in a round, of these councils only.
fn people(
    snapshot: &Snapshot,
    workshop: WorkshopId,
    round: RoundId,
    councils: &BTreeSet<Option<CouncilId>>,
) -> (u32, u32) {
    let entry = snapshot.workshops.get(&workshop);
    let counts = |named: &Option<CouncilId>| match entry.map(|it| it.councils.as_slice()) {
        // In the workshop of one council, what is in no name is its own.
        Some([only]) if named.is_none() => councils.contains(&Some(only.clone())),
        _ => councils.contains(named),
    };
    let count = count(snapshot, round);
    let ballots = count.ballots.iter().filter(|counted| {
        counted.standing == BallotStanding::Counted && counts(&counted.ballot.council)
    });
    let papers = count.paper_counts.iter().filter(|it| counts(&it.council));
    let paper = papers.fold(0_u32, |sum, entry| sum.saturating_add(entry.people));
    (as_u32(ballots.count()), paper)
}

#[cfg(test)]
mod tests;
