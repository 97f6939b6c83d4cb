//! The count written again as plainly as possible: definitions, no algorithm.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Ballot, CouncilId, Decision, DotScope, PaperCount, PaperCountId, ProposalId, Round, Snapshot,
    Subject, VoterKey,
};

pub(crate) type Totals = BTreeMap<(ProposalId, Option<CouncilId>), u32>;

/// The count's own totals, in the shape of this module.
pub(crate) fn flat(dots: &BTreeMap<ProposalId, BTreeMap<Option<CouncilId>, u32>>) -> Totals {
    dots.iter()
        .flat_map(|(p, by)| by.iter().map(|(c, n)| ((*p, c.clone()), *n)))
        .collect()
}

fn add(totals: &mut Totals, proposal: ProposalId, council: Option<&CouncilId>, dots: u32) {
    if dots > 0 {
        *totals.entry((proposal, council.cloned())).or_default() += dots;
    }
}

/// The one decision on `subject` that no other replaces, if all that remain agree.
fn decision(snapshot: &Snapshot, round: &Round, subject: &Subject) -> Option<Decision> {
    let on_subject: Vec<_> = snapshot
        .arbitrations
        .values()
        .filter(|a| a.round == round.id && a.subject == *subject)
        .collect();
    let remaining: BTreeSet<Decision> = on_subject
        .iter()
        .filter(|a| {
            !on_subject
                .iter()
                .any(|b| b.id != a.id && b.supersedes.contains(&a.id))
        })
        .map(|a| a.decision)
        .collect();
    (remaining.len() == 1).then(|| remaining.into_iter().next())?
}

pub(crate) fn is_late(round: &Round, ballot: &Ballot) -> bool {
    match round.closings.as_slice() {
        [] => false,
        closings => closings.iter().all(|c| !c.ballots.contains(&ballot.id)),
    }
}

fn is_admitted(snapshot: &Snapshot, round: &Round, ballot: &Ballot) -> bool {
    let has_void_code = round
        .void_codes
        .keys()
        .any(|void| ballot.voter == VoterKey::Code(void.clone()));
    let is_void = has_void_code
        || decision(snapshot, round, &Subject::Ballot(ballot.id)) == Some(Decision::SetAside);
    let is_welcome = !is_late(round, ballot)
        || decision(snapshot, round, &Subject::LateBallots) == Some(Decision::Count);
    ballot.round == round.id && !is_void && is_welcome
}

/// True when the dots keep the rules of the round.
pub(crate) fn keeps_rules(snapshot: &Snapshot, round: &Round, ballot: &Ballot) -> bool {
    let Some(rules) = round.rules else {
        return false;
    };
    let card_of = |id: &ProposalId| snapshot.proposals.get(id).map(|p| p.card.clone());
    let each = ballot.dots.iter().all(|(id, dots)| {
        round.proposals.contains(id)
            && card_of(id).is_some()
            && (1..=rules.dots_per_proposal_max()).contains(dots)
    });
    let sum = |filter: &dyn Fn(&ProposalId) -> bool| -> u32 {
        let dots = ballot.dots.iter().filter(|(id, _)| filter(id));
        dots.map(|(_, dots)| u32::from(*dots)).sum()
    };
    let budget = u32::from(rules.dots_per_ballot());
    let all = match rules.scope() {
        DotScope::PerRound => sum(&|_| true) <= budget,
        DotScope::PerCard => snapshot
            .cards
            .keys()
            .all(|card| sum(&|id| card_of(id).as_ref() == Some(card)) <= budget),
    };
    let is_known = match &ballot.voter {
        VoterKey::Code(code) => round.codes.is_empty() || round.codes.contains(code),
        VoterKey::Device(_) => true,
    };
    each && all && is_known
}

/// The ballot that counts for each voter who has one.
pub(crate) fn counted<'a>(snapshot: &'a Snapshot, round: &Round) -> Vec<&'a Ballot> {
    let admitted: Vec<&Ballot> = snapshot
        .ballots
        .values()
        .map(AsRef::as_ref)
        .filter(|b| is_admitted(snapshot, round, b))
        .collect();
    let mut counted = Vec::new();
    for ballot in &admitted {
        let own: Vec<&&Ballot> = admitted
            .iter()
            .filter(|b| b.voter == ballot.voter)
            .collect();
        let mut last: Vec<&&&Ballot> = own
            .iter()
            .filter(|b| !own.iter().any(|other| other.supersedes.contains(&b.id)))
            .collect();
        if last.is_empty() {
            last = own.iter().collect();
        }
        let is_last = last.iter().any(|b| b.id == ballot.id);
        let is_alone = last.len() == 1;
        let is_kept = decision(snapshot, round, &Subject::Double(ballot.voter.clone()))
            == Some(Decision::Keep(ballot.id));
        if is_last && (is_alone || is_kept) && keeps_rules(snapshot, round, ballot) {
            counted.push(*ballot);
        }
    }
    counted
}

pub(crate) fn tablet(snapshot: &Snapshot, round: &Round) -> Totals {
    let mut totals = Totals::new();
    for ballot in counted(snapshot, round) {
        for (proposal, dots) in &ballot.dots {
            add(
                &mut totals,
                *proposal,
                ballot.council.as_ref(),
                u32::from(*dots),
            );
        }
    }
    totals
}

/// Pairs `(entry, former)` where the entry corrects the former, directly or not.
fn corrections(papers: &[&PaperCount]) -> BTreeSet<(PaperCountId, PaperCountId)> {
    let known: BTreeSet<PaperCountId> = papers.iter().map(|p| p.id).collect();
    let mut pairs: BTreeSet<(PaperCountId, PaperCountId)> = papers
        .iter()
        .flat_map(|p| p.corrects.iter().map(|former| (p.id, *former)))
        .filter(|(_, former)| known.contains(former))
        .collect();
    loop {
        let longer: BTreeSet<_> = pairs
            .iter()
            .flat_map(|(a, b)| {
                pairs
                    .iter()
                    .filter(move |(c, _)| c == b)
                    .map(|(_, d)| (*a, *d))
            })
            .filter(|pair| !pairs.contains(pair))
            .collect();
        if longer.is_empty() {
            return pairs;
        }
        pairs.extend(longer);
    }
}

/// For each first count, the entries that carry its dots, the entry itself included.
pub(crate) fn versions(papers: &[&PaperCount]) -> BTreeMap<PaperCountId, BTreeSet<PaperCountId>> {
    let pairs = corrections(papers);
    let is_first = |id: PaperCountId| !pairs.iter().any(|(entry, _)| *entry == id);
    papers
        .iter()
        .filter(|p| is_first(p.id))
        .map(|p| {
            let later = pairs.iter().filter(|(_, former)| *former == p.id);
            (p.id, later.map(|(entry, _)| *entry).chain([p.id]).collect())
        })
        .collect()
}

/// Entries in force, for corrections without a circle: an entry is agreed when every
/// version of every first count it carries is before it or after it; the last agreed
/// version of each first count is in force.
pub(crate) fn in_force(papers: &[&PaperCount]) -> BTreeSet<PaperCountId> {
    let pairs = corrections(papers);
    let versions = versions(papers);
    let is_agreed = |id: PaperCountId| {
        versions
            .values()
            .filter(|all| all.contains(&id))
            .all(|all| {
                all.iter().all(|other| {
                    *other == id || pairs.contains(&(*other, id)) || pairs.contains(&(id, *other))
                })
            })
    };
    versions
        .values()
        .filter_map(|all| {
            let agreed: Vec<_> = all.iter().copied().filter(|id| is_agreed(*id)).collect();
            let is_last = |id: &PaperCountId| !agreed.iter().any(|b| pairs.contains(&(*b, *id)));
            agreed.iter().copied().find(is_last)
        })
        .collect()
}

pub(crate) fn on_paper(snapshot: &Snapshot, round: &Round) -> Totals {
    let papers: Vec<&PaperCount> = snapshot
        .paper_counts
        .values()
        .map(AsRef::as_ref)
        .filter(|p| p.round == round.id)
        .collect();
    let in_force = in_force(&papers);
    let mut totals = Totals::new();
    for paper in papers.iter().filter(|p| in_force.contains(&p.id)) {
        for (proposal, dots) in &paper.dots {
            add(&mut totals, *proposal, paper.council.as_ref(), *dots);
        }
    }
    totals
}
