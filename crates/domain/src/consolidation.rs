//! The councils put together: side by side, summed dot by dot, and with equal weight.
//!
//! For each card counts the last revealed round of each council's newest workshop; the
//! vote of the past stands beside it. Nothing is stored, and nothing of a card that is
//! not revealed is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::limits::BREAKDOWN_PEOPLE_MIN;
use crate::{
    CardId, CouncilId, Count, Groups, PriorityBar, PriorityRule, ProposalId, Rank, Round, RoundId,
    Snapshot, Weighing, Workshop, WorkshopId, count, groups, rank,
};

/// A mean share of 1.
const WHOLE_PPM: u128 = 1_000_000;

/// Every card that some council has voted on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consolidation {
    /// In the order of the deck.
    pub cards: Vec<ConsolidatedCard>,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsolidatedCard {
    /// The card.
    pub card: CardId,
    /// Councils that voted on it, in the order of the contract; dots that are in no
    /// council's name last.
    pub parts: Vec<CouncilPart>,
    /// Proposals, most dots first; inside a tie, the fixed order of the card.
    pub lines: Vec<ConsolidatedProposal>,
}

/// What one council has in the sum of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouncilPart {
    /// Council; `None` for dots in no council's name, of a workshop of several.
    pub council: Option<CouncilId>,
    /// Where they were placed: one for a council, one or several for `None`.
    pub sources: Vec<(WorkshopId, RoundId)>,
    /// People: ballots that count, and people of the paper counts.
    pub n_people: u32,
    /// Dots on this card.
    pub n_dots: u32,
}

/// One proposal, or a group of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsolidatedProposal {
    /// Proposal that stands for its group.
    pub proposal: ProposalId,
    /// All dots.
    pub total: u32,
    /// Place by the sum of the dots.
    pub sum_rank: Rank,
    /// Mean of the councils' shares, in millionths; dots in no council's name have no part.
    pub mean_share_ppm: u32,
    /// Place by the mean of the shares, computed exactly.
    pub share_rank: Rank,
    /// Dots by council, in the order of [`ConsolidatedCard::parts`].
    pub by_council: Vec<CouncilDots>,
    /// The vote of the past; `None` when it was not on the table then.
    pub past: Option<PastResult>,
}

/// Dots of one council on one proposal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CouncilDots {
    /// Dots placed on tablets.
    pub tablet: u32,
    /// Dots counted on paper.
    pub paper: u32,
    /// Place among this council's own dots; `None` without a dot.
    pub rank: Option<Rank>,
    /// Originals of the group with their dots; empty when it stands alone.
    pub originals: Vec<(ProposalId, u32)>,
}

impl CouncilDots {
    /// All dots.
    pub const fn total(&self) -> u32 {
        self.tablet.saturating_add(self.paper)
    }
}

/// How a proposal came out in the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastResult {
    /// Its dots.
    pub dots: u32,
    /// Its place.
    pub rank: Rank,
}

impl ConsolidatedCard {
    /// All people.
    pub fn n_people(&self) -> u32 {
        let people = self.parts.iter().map(|part| part.n_people);
        people.fold(0, u32::saturating_add)
    }

    /// All dots.
    pub fn n_dots(&self) -> u32 {
        let dots = self.parts.iter().map(|part| part.n_dots);
        dots.fold(0, u32::saturating_add)
    }

    /// Parts of too few people to be shown apart: where there is one, no part is, because
    /// the sum would tell what it hides.
    pub fn small_parts(&self) -> impl Iterator<Item = &CouncilPart> {
        let parts = self.parts.iter();
        parts.filter(|part| part.n_people < BREAKDOWN_PEOPLE_MIN)
    }

    /// True when the councils may be shown side by side.
    pub fn shows_breakdown(&self) -> bool {
        self.small_parts().next().is_none()
    }

    /// Proposals that the rule makes priorities, in the order of the lines.
    pub fn priorities(&self, rule: &PriorityRule) -> Vec<ProposalId> {
        self.above(rule.weighing, rule.bar)
    }

    /// The same for a rule that nobody has chosen yet. A proposal without a dot is never
    /// above a bar, nor one without a council's dot where councils weigh the same.
    pub fn above(&self, weighing: Weighing, bar: PriorityBar) -> Vec<ProposalId> {
        let is_in = |line: &&ConsolidatedProposal| match bar {
            PriorityBar::Places(places) => {
                let (rank, has_weight) = match weighing {
                    Weighing::Dots => (line.sum_rank, true),
                    Weighing::Councils => (line.share_rank, self.has_share(line)),
                };
                has_weight && rank.rank <= u32::from(places)
            }
            PriorityBar::Dots(dots) => line.total >= u32::from(dots),
        };
        let with_dots = self.lines.iter().filter(|line| line.total > 0);
        with_dots.filter(is_in).map(|line| line.proposal).collect()
    }

    /// True when some council placed a dot on it in its own name.
    fn has_share(&self, line: &ConsolidatedProposal) -> bool {
        let parts = self.parts.iter().zip(&line.by_council);
        let mut named = parts.filter(|(part, _)| part.council.is_some());
        named.any(|(_, dots)| dots.total() > 0)
    }
}

/// A round that counts for a card.
#[derive(Clone, Copy)]
struct Source<'a> {
    workshop: &'a Arc<Workshop>,
    round: &'a Arc<Round>,
    count: &'a Count,
}

impl Source<'_> {
    /// The council of dots: in the workshop of one council, dots in no name are its own.
    fn council(&self, named: Option<&CouncilId>) -> Option<CouncilId> {
        match (named, self.workshop.councils.as_slice()) {
            (None, [only]) => Some(only.clone()),
            _ => named.cloned(),
        }
    }

    fn people(&self) -> BTreeMap<Option<CouncilId>, u32> {
        let mut people: BTreeMap<Option<CouncilId>, u32> = BTreeMap::new();
        for (named, n) in self.count.people() {
            let sum = people.entry(self.council(named.as_ref())).or_default();
            *sum = sum.saturating_add(n);
        }
        people
    }

    /// True when people of `council` may have placed dots here: in its name, or in no name
    /// where it met with others.
    fn may_hold(&self, council: &CouncilId, people: &BTreeMap<Option<CouncilId>, u32>) -> bool {
        let has_met = self.workshop.councils.contains(council);
        people.contains_key(&Some(council.clone())) || (has_met && people.contains_key(&None))
    }

    /// Dots of `council` on `proposal`: on tablets, on paper. None on a proposal that was
    /// not in the round, whatever a paper count says.
    fn dots(&self, council: Option<&CouncilId>, proposal: ProposalId) -> (u32, u32) {
        if !self.round.proposals.contains(&proposal) {
            return (0, 0);
        }
        let sum = |dots: &BTreeMap<ProposalId, BTreeMap<Option<CouncilId>, u32>>| {
            let of_proposal = dots.get(&proposal).into_iter().flatten();
            of_proposal
                .filter(|(named, _)| self.council(named.as_ref()).as_ref() == council)
                .fold(0_u32, |sum, (_, dots)| sum.saturating_add(*dots))
        };
        (sum(&self.count.tablet_dots), sum(&self.count.paper_dots))
    }
}

/// Puts the councils together, card by card.
pub fn consolidate(snapshot: &Snapshot) -> Consolidation {
    let groups = groups(&snapshot.proposals);
    let workshops = snapshot.workshops_newest_first();
    let mut rounds: Vec<(&Arc<Workshop>, Arc<Round>, Count)> = Vec::new();
    for workshop in &workshops {
        for round in snapshot.rounds_of(workshop.id).into_iter().rev() {
            if !round.revealed.is_empty() {
                let count = count(snapshot, round.id);
                rounds.push((workshop, round, count));
            }
        }
    }
    let deck = snapshot.deck().into_iter();
    let cards = deck.filter_map(|card| {
        let (now, past) = sources(&rounds, &card.id);
        let parts = parts(snapshot, &card.id, &now);
        (!parts.is_empty()).then(|| ConsolidatedCard {
            lines: lines(snapshot, &groups, &card.id, &parts, &now, past),
            parts: parts.into_iter().map(|(part, _)| part).collect(),
            card: card.id.clone(),
        })
    });
    Consolidation {
        cards: cards.collect(),
    }
}

/// The last revealed round of each workshop on a card, newest workshop first, and that of
/// the newest vote of the past, whose rules were not printed.
fn sources<'a>(
    rounds: &'a [(&'a Arc<Workshop>, Arc<Round>, Count)],
    card: &CardId,
) -> (Vec<Source<'a>>, Option<Source<'a>>) {
    let mut seen = BTreeSet::new();
    let (mut now, mut past) = (Vec::new(), None);
    for (workshop, round, count) in rounds {
        let source = Source {
            workshop,
            round,
            count,
        };
        if !round.is_revealed(card) {
            continue;
        }
        if round.rules.is_none() {
            past = past.or(Some(source));
        } else if seen.insert(workshop.id) {
            now.push(source);
        }
    }
    (now, past)
}

/// What each council has in the sum, with the sources (by their place) that it has it from.
fn parts(
    snapshot: &Snapshot,
    card: &CardId,
    sources: &[Source<'_>],
) -> Vec<(CouncilPart, Vec<usize>)> {
    let people: Vec<_> = sources.iter().map(Source::people).collect();
    let mut newest: BTreeMap<CouncilId, (usize, u32)> = BTreeMap::new();
    let mut nameless: Vec<(usize, u32)> = Vec::new();
    for (idx, (source, of_source)) in sources.iter().zip(&people).enumerate() {
        for (council, n_people) in of_source {
            if let Some(council) = council {
                let found = (idx, *n_people);
                newest.entry(council.clone()).or_insert(found);
                continue;
            }
            // Dots in no name count while their workshop is the newest of one of its
            // councils, or is nobody's: they cannot be taken apart.
            let is_newest = |council: &CouncilId| {
                let mut newer = sources.iter().zip(&people).take(idx);
                !newer.any(|(newer, people)| newer.may_hold(council, people))
            };
            let councils = &source.workshop.councils;
            if councils.is_empty() || councils.iter().any(is_newest) {
                nameless.push((idx, *n_people));
            }
        }
    }
    let place = |council: &CouncilId| {
        let mut councils = snapshot.contract.councils.iter();
        councils.position(|it| it.id == *council)
    };
    let mut named: Vec<_> = newest.into_iter().collect();
    named.sort_by_key(|(council, _)| (place(council).unwrap_or(usize::MAX), council.clone()));
    let named = named
        .into_iter()
        .map(|(council, found)| (Some(council), vec![found]));
    let nameless = (!nameless.is_empty()).then_some((None, nameless));
    let found = named.chain(nameless);
    found
        .map(|(council, found)| part(snapshot, card, sources, council, &found))
        .collect()
}

fn part(
    snapshot: &Snapshot,
    card: &CardId,
    sources: &[Source<'_>],
    council: Option<CouncilId>,
    found: &[(usize, u32)],
) -> (CouncilPart, Vec<usize>) {
    let idxs: Vec<usize> = found.iter().map(|(idx, _)| *idx).collect();
    let own = idxs.iter().filter_map(|idx| sources.get(*idx));
    let n_dots = own.clone().fold(0_u32, |sum, source| {
        on_card(snapshot, card, source.round).fold(sum, |sum, id| {
            let (tablet, paper) = source.dots(council.as_ref(), id);
            sum.saturating_add(tablet).saturating_add(paper)
        })
    });
    let part = CouncilPart {
        sources: own.map(|it| (it.workshop.id, it.round.id)).collect(),
        n_people: found.iter().fold(0, |sum, (_, n)| sum.saturating_add(*n)),
        n_dots,
        council,
    };
    (part, idxs)
}

/// Proposals of a round that are on a card, each once.
fn on_card<'a>(
    snapshot: &'a Snapshot,
    card: &'a CardId,
    round: &'a Round,
) -> impl Iterator<Item = ProposalId> + 'a {
    let ids: BTreeSet<ProposalId> = round.proposals.iter().copied().collect();
    ids.into_iter().filter(move |id| {
        let proposal = snapshot.proposals.get(id);
        proposal.is_some_and(|proposal| proposal.card == *card)
    })
}

fn lines(
    snapshot: &Snapshot,
    groups: &Groups,
    card: &CardId,
    parts: &[(CouncilPart, Vec<usize>)],
    sources: &[Source<'_>],
    past: Option<Source<'_>>,
) -> Vec<ConsolidatedProposal> {
    // What was on the table only in a workshop that no longer counts is no line.
    let idxs: BTreeSet<usize> = parts.iter().flat_map(|(_, idxs)| idxs).copied().collect();
    let mut members: BTreeMap<ProposalId, BTreeSet<ProposalId>> = BTreeMap::new();
    for source in idxs.iter().filter_map(|idx| sources.get(*idx)) {
        for id in on_card(snapshot, card, source.round) {
            members.entry(groups.root(id)).or_default().insert(id);
        }
    }
    let past = past.map_or_else(BTreeMap::new, |past| {
        past_results(snapshot, groups, card, past)
    });
    let mut lines: Vec<ConsolidatedProposal> = members
        .iter()
        .map(|(root, members)| {
            let by_council: Vec<CouncilDots> = parts
                .iter()
                .map(|(part, idxs)| council_dots(part, idxs, members, sources))
                .collect();
            let totals = by_council.iter().map(CouncilDots::total);
            ConsolidatedProposal {
                proposal: *root,
                total: totals.fold(0, u32::saturating_add),
                sum_rank: NO_RANK,
                mean_share_ppm: 0,
                share_rank: NO_RANK,
                by_council,
                past: past.get(root).copied(),
            }
        })
        .collect();
    put_ranks(parts, &mut lines);
    lines.sort_by_key(|line| {
        let order = snapshot.proposals.get(&line.proposal).map(|it| it.order());
        (core::cmp::Reverse(line.total), order)
    });
    lines
}

const NO_RANK: Rank = Rank {
    rank: 0,
    is_tied: false,
};

fn council_dots(
    part: &CouncilPart,
    idxs: &[usize],
    members: &BTreeSet<ProposalId>,
    sources: &[Source<'_>],
) -> CouncilDots {
    let mut found = CouncilDots::default();
    for id in members {
        let mut own = 0_u32;
        for source in idxs.iter().filter_map(|idx| sources.get(*idx)) {
            let (tablet, paper) = source.dots(part.council.as_ref(), *id);
            found.tablet = found.tablet.saturating_add(tablet);
            found.paper = found.paper.saturating_add(paper);
            own = own.saturating_add(tablet).saturating_add(paper);
        }
        found.originals.push((*id, own));
    }
    if found.originals.len() < 2 {
        found.originals.clear();
    }
    found
}

fn put_ranks(parts: &[(CouncilPart, Vec<usize>)], lines: &mut [ConsolidatedProposal]) {
    let totals: Vec<u32> = lines.iter().map(|line| line.total).collect();
    for (line, rank) in lines.iter_mut().zip(rank(&totals)) {
        line.sum_rank = rank;
    }
    for idx in 0..parts.len() {
        let own = |line: &ConsolidatedProposal| line.by_council.get(idx).map(CouncilDots::total);
        let dots: Vec<u32> = lines.iter().map(|line| own(line).unwrap_or(0)).collect();
        for (line, rank) in lines.iter_mut().zip(rank(&dots)) {
            if let Some(it) = line.by_council.get_mut(idx).filter(|it| it.total() > 0) {
                it.rank = Some(rank);
            }
        }
    }
    let (shares, whole) = shares(parts, lines);
    for ((line, rank), share) in lines.iter_mut().zip(rank(&shares)).zip(&shares) {
        line.share_rank = rank;
        let ppm = share.saturating_mul(WHOLE_PPM) / whole.max(1);
        line.mean_share_ppm = u32::try_from(ppm).unwrap_or(u32::MAX);
    }
}

/// The mean share of each line as a numerator, and the common denominator.
///
/// Exact while the denominators have a common multiple of at most 64 bits, which more
/// than a dozen councils of different sizes would need to break; else each share is cut
/// to 64 bits, the same way on every device.
fn shares(
    parts: &[(CouncilPart, Vec<usize>)],
    lines: &[ConsolidatedProposal],
) -> (Vec<u128>, u128) {
    let with_dots: Vec<(usize, u128)> = parts
        .iter()
        .enumerate()
        .filter(|(_, (part, _))| part.council.is_some() && part.n_dots > 0)
        .map(|(idx, (part, _))| (idx, u128::from(part.n_dots)))
        .collect();
    let multiple = with_dots.iter().try_fold(1_u128, |sum, (_, dots)| {
        let multiple = sum / greatest_divisor(sum, *dots) * dots;
        (multiple <= u128::from(u64::MAX)).then_some(multiple)
    });
    let unit = multiple.unwrap_or(u128::from(u64::MAX));
    let share = |line: &ConsolidatedProposal| {
        with_dots.iter().fold(0_u128, |sum, (idx, dots)| {
            let own = line.by_council.get(*idx).map_or(0, CouncilDots::total);
            sum.saturating_add(u128::from(own) * unit / dots)
        })
    };
    let n_councils = with_dots.len() as u128;
    (lines.iter().map(share).collect(), unit * n_councils)
}

fn greatest_divisor(a: u128, b: u128) -> u128 {
    if b == 0 {
        a
    } else {
        greatest_divisor(b, a % b)
    }
}

/// How each group came out in the past.
fn past_results(
    snapshot: &Snapshot,
    groups: &Groups,
    card: &CardId,
    past: Source<'_>,
) -> BTreeMap<ProposalId, PastResult> {
    let lines = crate::ranking(snapshot, groups, card, &past.round.proposals, &[past.count]);
    lines
        .into_iter()
        .map(|line| {
            let result = PastResult {
                dots: line.total,
                rank: line.rank,
            };
            (line.proposal, result)
        })
        .collect()
}
