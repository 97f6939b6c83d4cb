//! What points to something that this device does not know: perhaps not arrived yet.
//!
//! Nothing of it is taken away; a person may say that it stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    BallotId, Claim, Command, Decision, LinkTarget, OpinionSubject, ProposalId, RoundId, Subject,
    Target, Topic,
};

use super::edits::action;
use super::{Act, Choice, Finding, FindingKind, Origin, Reader, is_frozen};
use crate::i18n::findings as words;
use crate::i18n::findings::Missing;
use crate::model::moderation::shown_text;

pub(super) fn find(reader: &Reader<'_>) -> Vec<Finding> {
    let mut found = proposals(reader);
    found.extend(comments(reader));
    found.extend(votes(reader));
    found.extend(workshops(reader));
    found.extend(arbitrations(reader));
    found.extend(statements(reader));
    found
}

/// One dangling pointer, without choices yet.
fn dangling(id: &[&str], missing: &Missing<'_>) -> Finding {
    let what = words::missing(missing);
    let mut finding = Finding::open(FindingKind::Dangling, id, what);
    finding.consequences = vec![
        words::missing_meanwhile(missing).to_owned(),
        words::may_arrive().to_owned(),
    ];
    finding
}

fn proposals(reader: &Reader<'_>) -> Vec<Finding> {
    let all = &reader.snapshot.proposals;
    let mut found = Vec::new();
    for proposal in all.values() {
        let own = proposal.id.to_string();
        let mut pointer = |kind: &str, target: Option<ProposalId>| {
            let target = target.filter(|id| *id != proposal.id)?;
            let known = all.get(&target);
            if known.is_some_and(|known| known.card == proposal.card) {
                return None;
            }
            let is_grouping = kind == "into";
            let missing = Missing::Proposal {
                is_grouping,
                is_on_other_card: known.is_some(),
            };
            let mut finding = dangling(&[kind, &own, &target.to_string()], &missing);
            if known.is_some() {
                finding.consequences.pop(); // It is here: nothing more will arrive.
            }
            finding.origin = reader.of_proposal(proposal.id);
            if is_grouping && !is_frozen(reader.snapshot, &proposal.card) {
                let ungroup = vec![Command::UngroupProposal {
                    proposal: proposal.id,
                }];
                let choice = Choice::new(Act::Group(ungroup), words::ungroup_this());
                finding.choices.push(choice);
            }
            found.push(reader.acceptable(finding));
            Some(())
        };
        pointer("into", proposal.grouped_into);
        pointer("replaces", proposal.replaces);
        if !reader.snapshot.cards.contains_key(&proposal.card) {
            let id = ["card", &own, proposal.card.as_str()];
            let mut finding = dangling(&id, &Missing::Card);
            finding.origin = reader.of_proposal(proposal.id);
            found.push(reader.acceptable(finding));
        }
    }
    found
}

fn comments(reader: &Reader<'_>) -> Vec<Finding> {
    let snapshot = reader.snapshot;
    let difficulties: BTreeSet<_> = snapshot
        .cards
        .values()
        .flat_map(|card| card.difficulties.iter().map(|it| it.id))
        .collect();
    let is_known = |target: &Target| match target {
        Target::Proposal(id) => snapshot.proposals.contains_key(id),
        Target::Difficulty(id) => difficulties.contains(id),
        Target::Action(seq) => snapshot.contract.action(*seq).is_some(),
    };
    let all = snapshot.comments.values();
    all.filter(|comment| !is_known(&comment.target))
        .map(|comment| {
            let id = comment.id.to_string();
            let text = shown_text(comment);
            let mut finding = dangling(&["comment", &id], &Missing::Target(&text));
            finding.origin = comment
                .workshop
                .and_then(|id| snapshot.workshops.get(&id))
                .map(|workshop| reader.of_workshop(workshop));
            reader.acceptable(finding)
        })
        .collect()
}

/// Ballots and paper counts of rounds that are not here; dots on paper for proposals that
/// are not here.
fn votes(reader: &Reader<'_>) -> Vec<Finding> {
    let snapshot = reader.snapshot;
    let mut lost: BTreeMap<RoundId, (Vec<BallotId>, usize)> = BTreeMap::new();
    for ballot in snapshot.ballots.values() {
        if !snapshot.rounds.contains_key(&ballot.round) {
            lost.entry(ballot.round).or_default().0.push(ballot.id);
        }
    }
    let mut found = Vec::new();
    for count in snapshot.paper_counts.values() {
        let Some(round) = snapshot.rounds.get(&count.round) else {
            lost.entry(count.round).or_default().1 += 1;
            continue;
        };
        let n_unknown = n_unknown(reader, count.dots.keys());
        if n_unknown > 0 {
            let id = ["paper-dots", &count.id.to_string()];
            let mut finding = dangling(&id, &Missing::PaperDots(n_unknown));
            finding.origin = reader.of_round(round);
            found.push(reader.acceptable(finding));
        }
    }
    found.extend(lost.into_iter().map(|(round, (ballots, n_paper))| {
        // One more ballot of this round asks anew.
        let n = format!("{}.{n_paper}", ballots.len());
        let id = ["round", &round.to_string(), &n];
        let missing = Missing::Round {
            n_ballots: ballots.len(),
            n_paper,
        };
        let mut finding = dangling(&id, &missing);
        finding.ballots = ballots;
        reader.acceptable(finding)
    }));
    found
}

fn n_unknown<'a>(reader: &Reader<'_>, ids: impl IntoIterator<Item = &'a ProposalId>) -> usize {
    let known = &reader.snapshot.proposals;
    let ids = ids.into_iter();
    ids.filter(|id| !known.contains_key(id)).count()
}

/// Rounds of workshops that are not here, and proposals of rounds and tables that are not.
fn workshops(reader: &Reader<'_>) -> Vec<Finding> {
    let snapshot = reader.snapshot;
    let mut found = Vec::new();
    for round in snapshot.rounds.values() {
        let id = round.id.to_string();
        if !snapshot.workshops.contains_key(&round.workshop) {
            let finding = dangling(&["workshop", &id], &Missing::Workshop);
            found.push(reader.acceptable(finding));
        }
        let n = n_unknown(reader, &round.proposals);
        if n > 0 {
            let id = ["round-proposals", &id, &n.to_string()];
            let mut finding = dangling(&id, &Missing::RoundProposals(n));
            finding.origin = reader.of_round(round);
            found.push(reader.acceptable(finding));
        }
    }
    for workshop in snapshot.workshops.values() {
        let n = n_unknown(reader, workshop.selection.values().flatten());
        if n > 0 {
            let id = ["table", &workshop.id.to_string(), &n.to_string()];
            let mut finding = dangling(&id, &Missing::TableProposals(n));
            finding.origin = Some(reader.of_workshop(workshop));
            found.push(reader.acceptable(finding));
        }
    }
    found
}

fn arbitrations(reader: &Reader<'_>) -> Vec<Finding> {
    let snapshot = reader.snapshot;
    let all = snapshot.arbitrations.values();
    let is_dangling = |it: &domain::Arbitration| {
        let own = match it.subject {
            Subject::Ballot(id) => Some(id),
            Subject::Double(_) | Subject::LateBallots => None,
        };
        let kept = match it.decision {
            Decision::Keep(id) => Some(id),
            Decision::Count | Decision::SetAside => None,
        };
        let mut named = own.into_iter().chain(kept);
        !snapshot.rounds.contains_key(&it.round)
            || named.any(|id| !snapshot.ballots.contains_key(&id))
    };
    all.filter(|it| is_dangling(it))
        .map(|it| {
            let id = it.id.to_string();
            let missing = Missing::Ballot(it.reason.as_str());
            let mut finding = dangling(&["arbitration", &id], &missing);
            let round = snapshot.rounds.get(&it.round);
            finding.origin = round.and_then(|round| reader.of_round(round));
            reader.acceptable(finding)
        })
        .collect()
}

/// One finding per topic, so that a correction does not ask twice.
fn statements(reader: &Reader<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for topic in reader.follow_up.topics() {
        let standing = reader.follow_up.standing(topic);
        let Some(said) = standing.into_iter().find(|it| is_lost(reader, &it.claim)) else {
            continue;
        };
        let id = ["statement", &said.id.to_string()];
        let mut finding = dangling(&id, &Missing::Statement);
        finding.values = vec![super::Value {
            words: said_words(&said.claim).to_owned(),
            by: reader.voice(said),
        }];
        finding.origin = about(reader, topic);
        found.push(reader.acceptable(finding));
    }
    found
}

fn is_lost(reader: &Reader<'_>, claim: &Claim) -> bool {
    let snapshot = reader.snapshot;
    let has_proposal = |id: &ProposalId| snapshot.proposals.contains_key(id);
    let has = |part: LinkTarget| snapshot.contract.has(part);
    let has_council = |id: &domain::CouncilId| snapshot.contract.council(id).is_some();
    let is_whole = match claim {
        Claim::Action { action, .. } => has(LinkTarget::Action(*action)),
        Claim::Link {
            proposal, target, ..
        } => has_proposal(proposal) && has(*target),
        Claim::Answer { proposal, .. } => has_proposal(proposal),
        Claim::Opinion {
            council, subject, ..
        } => {
            has_council(council)
                && match subject {
                    OpinionSubject::Protocol => true,
                    OpinionSubject::Action(seq) => has(LinkTarget::Action(*seq)),
                    OpinionSubject::Application(id) => {
                        let topic = Topic::Application(*id);
                        !reader.follow_up.history(&topic).is_empty()
                    }
                }
        }
        Claim::Application { application, .. } => application.axis.is_none_or(has),
        Claim::Meeting { meeting, .. } => {
            meeting.proposals.iter().all(has_proposal)
                && meeting
                    .cards
                    .iter()
                    .all(|id| snapshot.cards.contains_key(id))
        }
        Claim::PriorityRule(_) | Claim::Version { .. } | Claim::Finding { .. } => true,
    };
    !is_whole
}

fn said_words(claim: &Claim) -> &'static str {
    match claim {
        Claim::Action { news, .. } => crate::i18n::action_news::field(news.field()),
        Claim::Link { .. } => words::topic_link(),
        Claim::Answer { .. } => words::topic_answer(),
        Claim::Opinion { opinion, .. } => crate::i18n::opinion::kind(opinion.kind),
        Claim::Application { .. } => words::topic_application(),
        Claim::Meeting { .. } => words::topic_meeting(),
        Claim::PriorityRule(_) | Claim::Version { .. } | Claim::Finding { .. } => "",
    }
}

/// What is known of the topic.
fn about(reader: &Reader<'_>, topic: &Topic) -> Option<Origin> {
    match topic {
        Topic::Action(seq, _) | Topic::Opinion(_, OpinionSubject::Action(seq)) => {
            action(reader.snapshot, *seq)
        }
        Topic::Link(proposal, _) | Topic::Answer(proposal) => reader.of_proposal(*proposal),
        _ => None,
    }
}
