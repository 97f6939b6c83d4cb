//! Says whether statements can be recorded.

use std::collections::BTreeSet;

use super::{known_card, known_council, refuse_if};
use crate::{
    Claim, LinkTarget, OpinionSubject, ProposalId, Refusal, Snapshot, Statement, StatementId,
    Topic, limits,
};

pub(super) fn check_statements(
    snapshot: &Snapshot,
    statements: &[Statement],
) -> Result<(), Refusal> {
    refuse_if(statements.is_empty(), Refusal::NothingToChange)?;
    refuse_if(statements.len() > limits::STATEMENTS_MAX, Refusal::TooMany)?;
    let ids: BTreeSet<StatementId> = statements.iter().map(|it| it.id).collect();
    let is_taken = |id| snapshot.statements.contains_key(id);
    refuse_if(
        ids.len() < statements.len() || ids.iter().any(is_taken),
        Refusal::IdTaken,
    )?;
    statements
        .iter()
        .try_for_each(|statement| check_statement(snapshot, statement))
}

fn check_statement(snapshot: &Snapshot, statement: &Statement) -> Result<(), Refusal> {
    known_council(snapshot, statement.author.council.as_ref())?;
    refuse_if(
        statement.supersedes.len() > limits::SUPERSEDES_MAX,
        Refusal::TooMany,
    )?;
    let topic = statement.claim.topic();
    let is_on_topic = |id| {
        let former = snapshot.statements.get(id);
        former.is_some_and(|former| former.claim.topic() == topic)
    };
    refuse_if(
        !statement.supersedes.iter().all(is_on_topic),
        Refusal::StatementUnfit,
    )?;
    let known_proposal = |id: &ProposalId| {
        let is_known = snapshot.proposals.contains_key(id);
        refuse_if(!is_known, Refusal::UnknownProposal(*id))
    };
    match &statement.claim {
        Claim::Action { action, .. } => known_part(snapshot, LinkTarget::Action(*action)),
        Claim::Link {
            proposal, target, ..
        } => {
            known_proposal(proposal)?;
            known_part(snapshot, *target)
        }
        Claim::Answer { proposal, .. } => known_proposal(proposal),
        Claim::Opinion {
            council, subject, ..
        } => {
            known_council(snapshot, Some(council))?;
            match subject {
                OpinionSubject::Protocol => Ok(()),
                OpinionSubject::Action(seq) => known_part(snapshot, LinkTarget::Action(*seq)),
                OpinionSubject::Application(id) => {
                    let mut said = snapshot.statements.values();
                    let is_known = said.any(|it| it.claim.topic() == Topic::Application(*id));
                    refuse_if(!is_known, Refusal::UnknownPart)
                }
            }
        }
        Claim::Application { application, .. } => match application.axis {
            Some(axis @ LinkTarget::Axis { .. }) => known_part(snapshot, axis),
            Some(_) => Err(Refusal::UnknownPart),
            None => Ok(()),
        },
        Claim::Meeting { meeting, .. } => {
            let n_parts = meeting.cards.len().max(meeting.proposals.len());
            refuse_if(n_parts > limits::ROUND_PROPOSALS_MAX, Refusal::TooMany)?;
            let mut cards = meeting.cards.iter();
            cards.try_for_each(|card| known_card(snapshot, card))?;
            meeting.proposals.iter().try_for_each(known_proposal)
        }
        Claim::PriorityRule(rule) => refuse_if(!rule.is_sound(), Refusal::StatementUnfit),
        // A version is frozen once: another one takes the next number.
        Claim::Version { version, .. } => {
            let is_known = snapshot
                .statements
                .values()
                .any(|it| it.claim.topic() == topic);
            refuse_if(is_known, Refusal::IdTaken)?;
            refuse_if(version.heads.len() > limits::HEADS_MAX, Refusal::TooMany)?;
            let is_empty = version.number == 0 || version.heads.is_empty();
            refuse_if(is_empty, Refusal::StatementUnfit)
        }
        Claim::Finding { .. } => Ok(()),
    }
}

fn known_part(snapshot: &Snapshot, part: LinkTarget) -> Result<(), Refusal> {
    let is_known = snapshot.contract.has(part);
    refuse_if(!is_known, Refusal::UnknownPart)
}
