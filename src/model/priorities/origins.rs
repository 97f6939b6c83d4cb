//! Where the numbers of a proposal come from: councils, workshops, tablet and paper,
//! groupings, decisions. Pure.

use std::collections::BTreeMap;

use domain::{
    ArbitrationId, ConsolidatedCard, ConsolidatedProposal, CouncilDots, CouncilPart, Date,
    Decision, ProposalId, Rank, RoundId, Snapshot, Subject, Timestamp, WorkshopId,
};

use super::{part_badge, past_workshop, round_number, share_ppm};
use crate::components::CouncilBadge;
use crate::model::results::label;

/// Where the numbers of one proposal come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins {
    /// Part of each council; empty when they may not be told apart.
    pub councils: Vec<CouncilOrigin>,
    /// The same without telling councils apart.
    pub together: Split,
    /// Shares that make the mean, in millionths; empty when they may not be shown.
    pub shares: Vec<u32>,
    /// Their mean, in millionths.
    pub mean_share_ppm: u32,
    /// Every round that counts on the card.
    pub rounds: Vec<OriginRound>,
    /// Decisions of these rounds.
    pub decisions: Vec<OriginDecision>,
    /// The vote of the past and its dots.
    pub past: Option<(OriginRound, u32)>,
}

/// Dots by what they were placed on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    /// On tablets.
    pub tablet: u32,
    /// On paper.
    pub paper: u32,
    /// Wordings that were grouped, with their own dots; empty without a grouping.
    pub originals: Vec<(String, u32)>,
}

/// What one council brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouncilOrigin {
    /// The council.
    pub council: CouncilBadge,
    /// Its dots on the proposal.
    pub split: Split,
    /// Its dots on the whole card.
    pub n_dots: u32,
    /// Its share, in millionths.
    pub share_ppm: Option<u32>,
    /// Its own place.
    pub rank: Option<Rank>,
    /// Where the dots were placed.
    pub rounds: Vec<OriginRound>,
}

/// A round with its workshop.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OriginRound {
    /// Workshop, to link to.
    pub workshop: WorkshopId,
    /// Its name.
    pub title: String,
    /// Its day.
    pub date: Date,
    /// Number of the round, when the workshop has several.
    pub number: Option<u32>,
}

/// A decision that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginDecision {
    /// About what.
    pub subject: Subject,
    /// What.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// When, to the minute.
    pub at: Timestamp,
}

/// Where the numbers of a line come from; `None` when the card does not have it.
pub fn origins(
    snapshot: &Snapshot,
    card: &ConsolidatedCard,
    proposal: ProposalId,
) -> Option<Origins> {
    let line = card.lines.iter().find(|line| line.proposal == proposal)?;
    let mut rounds: Vec<(WorkshopId, RoundId)> = Vec::new();
    for source in card.parts.iter().flat_map(|part| &part.sources) {
        if !rounds.contains(source) {
            rounds.push(*source);
        }
    }
    let is_told_apart = card.shows_breakdown();
    let own = || {
        let own = card.parts.iter().zip(&line.by_council);
        own.filter(|_| is_told_apart)
    };
    Some(Origins {
        councils: own()
            .filter(|(_, dots)| dots.total() > 0)
            .map(|(part, dots)| council_origin(snapshot, part, dots))
            .collect(),
        together: together(snapshot, line),
        shares: own()
            .filter_map(|(part, dots)| share_ppm(part, dots))
            .collect(),
        mean_share_ppm: line.mean_share_ppm,
        decisions: decisions(snapshot, &rounds),
        rounds: named(snapshot, &rounds),
        past: line.past.and_then(|past| {
            let workshop = past_workshop(snapshot, &card.card)?;
            let round = OriginRound {
                workshop: workshop.id,
                title: workshop.title.to_string(),
                date: workshop.date,
                number: None,
            };
            Some((round, past.dots))
        }),
    })
}

fn council_origin(snapshot: &Snapshot, part: &CouncilPart, dots: &CouncilDots) -> CouncilOrigin {
    CouncilOrigin {
        council: part_badge(snapshot, part.council.as_ref()),
        split: Split {
            tablet: dots.tablet,
            paper: dots.paper,
            originals: labelled(snapshot, dots.originals.iter().copied()),
        },
        n_dots: part.n_dots,
        share_ppm: share_ppm(part, dots),
        rank: dots.rank,
        rounds: named(snapshot, &part.sources),
    }
}

fn together(snapshot: &Snapshot, line: &ConsolidatedProposal) -> Split {
    let sum = |part: fn(&CouncilDots) -> u32| {
        let parts = line.by_council.iter().map(part);
        parts.fold(0, u32::saturating_add)
    };
    let mut originals: BTreeMap<ProposalId, u32> = BTreeMap::new();
    for (id, dots) in line.by_council.iter().flat_map(|dots| &dots.originals) {
        let sum = originals.entry(*id).or_default();
        *sum = sum.saturating_add(*dots);
    }
    Split {
        tablet: sum(|dots| dots.tablet),
        paper: sum(|dots| dots.paper),
        originals: labelled(snapshot, originals.into_iter()),
    }
}

fn labelled(
    snapshot: &Snapshot,
    originals: impl Iterator<Item = (ProposalId, u32)>,
) -> Vec<(String, u32)> {
    originals
        .map(|(id, dots)| (label(snapshot, id), dots))
        .collect()
}

fn named(snapshot: &Snapshot, rounds: &[(WorkshopId, RoundId)]) -> Vec<OriginRound> {
    let found = rounds.iter().filter_map(|(id, round)| {
        let workshop = snapshot.workshops.get(id)?;
        let has_several = snapshot.rounds_of(*id).len() > 1;
        Some(OriginRound {
            workshop: *id,
            title: workshop.title.to_string(),
            date: workshop.date,
            number: has_several.then(|| round_number(snapshot, *id, *round)),
        })
    });
    found.collect()
}

/// Decisions of these rounds that no other one replaces, first made first.
fn decisions(snapshot: &Snapshot, rounds: &[(WorkshopId, RoundId)]) -> Vec<OriginDecision> {
    let made = || {
        let all = snapshot.arbitrations.values();
        all.filter(|it| rounds.iter().any(|(_, round)| *round == it.round))
    };
    let is_replaced = |id: &ArbitrationId, subject: &Subject| {
        made().any(|it| it.supersedes.contains(id) && it.subject == *subject)
    };
    let standing = made().filter(|it| !is_replaced(&it.id, &it.subject));
    let mut found: Vec<_> = standing.collect();
    found.sort_by_key(|it| (it.decided_at, it.id));
    found
        .into_iter()
        .map(|it| OriginDecision {
            subject: it.subject.clone(),
            decision: it.decision,
            reason: it.reason.to_string(),
            at: it.decided_at,
        })
        .collect()
}
