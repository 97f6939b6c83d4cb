//! Groups that form a circle, groups and choices of proposals that were made apart.
//!
//! A decision about a group is kept under a name that says which proposals it is about, so
//! that it can be shown, and decided anew, once the group is as a person wanted it.

use std::collections::{BTreeMap, BTreeSet};

use document::{Anomaly, AnomalyKind};
use domain::{CardId, Command, FindingId, ProposalId, Snapshot, Topic, WorkshopId, check, groups};

use super::{Act, Choice, Finding, FindingKind, NOT_SAME, Reader, short, verdict};
use crate::i18n::{findings as words, preparation};
use crate::model::results::label;
use crate::routes;

/// Most proposals of a circle that its name tells, and that can be chosen: the name has
/// room for no more.
const CIRCLE_MAX: usize = 8;

const CIRCLE: &str = "circle";
const GROUPED: &str = "grouped";

pub(super) fn find(reader: &Reader<'_>, anomalies: &[Anomaly]) -> Vec<Finding> {
    let circles = circles(reader.snapshot);
    let mut found: Vec<Finding> = circles.iter().map(|all| circle(reader, all)).collect();
    for anomaly in anomalies {
        match anomaly.kind {
            AnomalyKind::GroupedTwice => {
                let id = anomaly.key.parse::<ProposalId>().ok();
                found.extend(id.and_then(|id| grouped_twice(reader, id)));
            }
            AnomalyKind::SelectedTwice => {
                let id = anomaly.key.parse::<WorkshopId>().ok();
                found.extend(id.and_then(|id| selected_twice(reader, id)));
            }
            _ => {}
        }
    }
    found
}

/// True while a round runs on the card: its ballots must not move under the fingers.
pub(crate) fn is_frozen(snapshot: &Snapshot, card: &CardId) -> bool {
    let mut rounds = snapshot.rounds.values();
    rounds.any(|round| round.status().is_running() && round.cards.contains(card))
}

/// Wording of a proposal, or the word that it is hidden; empty when it is unknown.
pub(crate) fn shown(snapshot: &Snapshot, id: ProposalId) -> String {
    label(snapshot, id)
}

/// The proposal that `id` is grouped into, when that counts.
fn next(snapshot: &Snapshot, id: ProposalId) -> Option<ProposalId> {
    let proposal = snapshot.proposals.get(&id)?;
    let target = snapshot.proposals.get(&proposal.grouped_into?)?;
    (target.id != id && target.card == proposal.card).then_some(target.id)
}

/// Proposals that are grouped into one another in a circle, each circle once.
fn circles(snapshot: &Snapshot) -> Vec<BTreeSet<ProposalId>> {
    let mut done: BTreeSet<ProposalId> = BTreeSet::new();
    let mut found = Vec::new();
    for &start in snapshot.proposals.keys() {
        let mut path = Vec::new();
        let mut current = Some(start);
        while let Some(id) = current.filter(|id| done.insert(*id)) {
            path.push(id);
            current = next(snapshot, id);
        }
        // The walk ends on what it has seen: on this path it closes a circle.
        let closes = current.and_then(|id| path.iter().position(|seen| *seen == id));
        if let Some(circle) = closes.and_then(|idx| path.get(idx..)) {
            found.push(circle.iter().copied().collect());
        }
    }
    found
}

fn circle(reader: &Reader<'_>, members: &BTreeSet<ProposalId>) -> Finding {
    let snapshot = reader.snapshot;
    let named: Vec<ProposalId> = members.iter().copied().take(CIRCLE_MAX).collect();
    let digits: Vec<String> = named.iter().map(short).collect();
    let mut parts = vec![CIRCLE];
    parts.extend(digits.iter().map(String::as_str));
    let labels: Vec<String> = named.iter().map(|id| shown(snapshot, *id)).collect();
    let what = words::circle(&labels);
    let mut finding = Finding::open(FindingKind::Groupings, &parts, what);
    let first = named.first().copied();
    let root = first.map(|id| groups(&snapshot.proposals).root(id));
    finding.origin = first.and_then(|id| origin(reader, id));
    finding.consequences = root
        .map(|root| words::circle_meanwhile(&shown(snapshot, root)))
        .into_iter()
        .collect();
    // One of them taken out opens the circle: it then stands for all the others.
    let stand = named.iter().map(|id| {
        let commands = vec![Command::UngroupProposal { proposal: *id }];
        Choice::new(
            Act::Group(commands),
            words::let_stand(&shown(snapshot, *id)),
        )
    });
    let all = members
        .iter()
        .map(|id| Command::UngroupProposal { proposal: *id });
    let apart = Choice::new(Act::Group(all.collect()), words::ungroup_all());
    let choices = stand.chain([apart]).collect();
    unless_frozen(reader, first, finding, choices)
}

/// Gives the choices, or says that they come later.
fn unless_frozen(
    reader: &Reader<'_>,
    proposal: Option<ProposalId>,
    mut finding: Finding,
    choices: Vec<Choice>,
) -> Finding {
    let found = proposal.and_then(|id| reader.snapshot.proposals.get(&id));
    if found.is_some_and(|found| is_frozen(reader.snapshot, &found.card)) {
        let later = preparation::group_later().to_owned();
        finding.consequences.push(later);
    } else {
        finding.choices = choices;
    }
    finding
}

/// The card, and where its proposals are grouped.
fn origin(reader: &Reader<'_>, id: ProposalId) -> Option<super::Origin> {
    let proposal = reader.snapshot.proposals.get(&id)?;
    Some(reader.of_card(&proposal.card))
}

fn grouped_twice(reader: &Reader<'_>, id: ProposalId) -> Option<Finding> {
    let snapshot = reader.snapshot;
    let proposal = snapshot.proposals.get(&id)?;
    let into = proposal.grouped_into;
    let target = into.map_or_else(|| "none".to_owned(), |into| into.to_string());
    let label = shown(snapshot, id);
    let target_label = into.map(|into| shown(snapshot, into));
    let parts = [GROUPED, &id.to_string(), &target];
    let what = words::grouped_twice(&label, target_label.as_deref());
    let mut finding = Finding::open(FindingKind::Groupings, &parts, what);
    finding.origin = origin(reader, id);
    finding.consequences = vec![words::grouped_twice_meanwhile().to_owned()];
    let Some(into) = into else {
        // What the other tablet wanted is not read: nothing is left to write again.
        return Some(reader.acceptable(finding));
    };
    let again = Command::GroupProposal { proposal: id, into };
    let keep = check(snapshot, &again)
        .is_ok()
        .then(|| Choice::new(Act::Group(vec![again]), words::keep_group()));
    let apart = vec![Command::UngroupProposal { proposal: id }];
    let apart = Choice::new(Act::Group(apart), words::ungroup(&label));
    let choices = keep.into_iter().chain([apart]).collect();
    Some(unless_frozen(reader, Some(id), finding, choices))
}

fn selected_twice(reader: &Reader<'_>, id: WorkshopId) -> Option<Finding> {
    let workshop = reader.snapshot.workshops.get(&id)?;
    let parts = ["selected", &id.to_string()];
    let what = words::selected_twice();
    let mut finding = Finding::open(FindingKind::Groupings, &parts, what);
    finding.origin = Some(reader.of_workshop(workshop));
    finding.consequences = vec![words::selected_twice_meanwhile().to_owned()];
    let go = Act::Go(routes::preparation(id));
    finding.choices = vec![Choice::new(go, words::go_to_preparation())];
    Some(finding)
}

/// Decisions on what is no longer odd: a group that a person put right, or something that
/// arrived since. `known` are the findings that stand.
pub(super) fn settled(reader: &Reader<'_>, known: &BTreeSet<FindingId>) -> Vec<Finding> {
    let by_name: BTreeMap<String, ProposalId> = reader
        .snapshot
        .proposals
        .keys()
        .map(|id| (short(id), *id))
        .collect();
    let topics = reader.follow_up.topics().filter_map(|topic| match topic {
        Topic::Finding(id) if !known.contains(id) => Some(id),
        _ => None,
    });
    topics
        .filter_map(|id| {
            let said = verdict(reader.follow_up, id)?;
            let mut parts = id.as_str().split(':');
            let mut finding = match parts.next() {
                Some(NOT_SAME) => return None,
                Some(CIRCLE) => {
                    let members = parts.filter_map(|name| by_name.get(name).copied());
                    group_of(reader, id, &members.collect::<Vec<_>>())
                }
                Some(GROUPED) => {
                    let members = parts.filter_map(|name| name.parse().ok());
                    let is_known = |id: &ProposalId| reader.snapshot.proposals.contains_key(id);
                    group_of(reader, id, &members.filter(is_known).collect::<Vec<_>>())
                }
                _ => Finding::open(FindingKind::Unread, &[id.as_str()], words::gone()),
            };
            finding.is_open = false;
            finding.decisions = vec![reader.decided(said)];
            if let Some(made) = finding.decisions.first_mut() {
                words::group_decided(finding.kind == FindingKind::Groupings)
                    .clone_into(&mut made.words);
            }
            Some(finding)
        })
        .collect()
}

/// How proposals that a person decided about are grouped now, and the other ways.
fn group_of(reader: &Reader<'_>, id: &FindingId, members: &[ProposalId]) -> Finding {
    let snapshot = reader.snapshot;
    let groups = groups(&snapshot.proposals);
    let mut roots: Vec<ProposalId> = members.iter().map(|id| groups.root(*id)).collect();
    roots.sort_unstable();
    roots.dedup();
    let labels: Vec<String> = members.iter().map(|id| shown(snapshot, *id)).collect();
    let stands = match roots.as_slice() {
        [root] => Some(*root),
        _ => None,
    };
    let label = stands.map(|root| shown(snapshot, root));
    let what = words::group_now(&labels, label.as_deref());
    let mut finding = Finding::open(FindingKind::Groupings, &[id.as_str()], what);
    finding.origin = members.first().and_then(|id| origin(reader, *id));
    let grouped = || {
        let own = members.iter().copied();
        own.filter(|id| {
            let proposal = snapshot.proposals.get(id);
            proposal.is_some_and(|proposal| proposal.grouped_into.is_some())
        })
    };
    let ungroup: Vec<Command> = grouped()
        .map(|proposal| Command::UngroupProposal { proposal })
        .collect();
    let stand = members.iter().map(|root| {
        let others = members.iter().filter(|id| *id != root);
        let group = others.map(|id| Command::GroupProposal {
            proposal: *id,
            into: *root,
        });
        let commands = ungroup.iter().cloned().chain(group).collect();
        Choice {
            is_chosen: stands == Some(*root),
            ..Choice::new(
                Act::Group(commands),
                words::let_stand(&shown(snapshot, *root)),
            )
        }
    });
    let apart = Choice {
        is_chosen: roots.len() == members.len(),
        ..Choice::new(Act::Group(ungroup.clone()), words::ungroup_all())
    };
    let choices = if members.len() > 1 {
        stand.chain([apart]).collect()
    } else {
        Vec::new()
    };
    unless_frozen(reader, members.first().copied(), finding, choices)
}
