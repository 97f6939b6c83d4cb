//! Statements that are new: news of actions, answers, links, opinions, files, meetings,
//! rules and versions. Pure.

use domain::{
    ActionNews, Claim, CouncilId, LinkTarget, OpinionSubject, ProposalId, Snapshot, Statement,
};

use super::{Found, Kind, quote};
use crate::i18n::{
    action_news, contract as contract_words, incoming as words, opinion, outcome, parts,
};
use crate::model::contract::{known_code, shown_step};
use crate::model::results::label;
use crate::routes;

/// Notes every statement that is new since `before`.
pub(super) fn read(found: &mut Found<'_>, before: &Snapshot) {
    let after = found.after;
    for (_, statement) in found.changed(&before.statements, &after.statements) {
        let (text, href) = sentence(after, statement);
        let author = statement.author.council.clone();
        let council = author.or_else(|| council_of(&statement.claim));
        found.note(
            (Kind::FollowUp, council),
            ("said", &statement.id),
            text,
            href,
        );
    }
}

/// A council that speaks for itself.
fn council_of(claim: &Claim) -> Option<CouncilId> {
    match claim {
        Claim::Opinion { council, .. } => Some(council.clone()),
        _ => None,
    }
}

/// Name of an action: its code and its wording.
pub(super) fn action_name(snapshot: &Snapshot, seq: u16) -> String {
    let Some(action) = snapshot.contract.action(seq) else {
        return contract_words::action_code(None);
    };
    let code = contract_words::action_code(known_code(action).as_deref());
    words::named(&code, &quote(&action.label))
}

fn sentence(snapshot: &Snapshot, statement: &Statement) -> (String, String) {
    match &statement.claim {
        Claim::Action { action, news } => {
            let field = action_news::field(news.field());
            let text = words::news(&action_name(snapshot, *action), field, &value(news));
            (text, routes::action(*action))
        }
        Claim::Link {
            proposal,
            target,
            source,
        } => {
            let label = quote(&label(snapshot, *proposal));
            let text = words::link(&label, &target_name(snapshot, *target), source.is_some());
            (text, card_of(snapshot, *proposal))
        }
        Claim::Answer { proposal, answer } => {
            let label = quote(&label(snapshot, *proposal));
            let text = words::answer(&label, outcome::answer(answer.kind));
            (text, card_of(snapshot, *proposal))
        }
        Claim::Opinion {
            subject, opinion, ..
        } => {
            let (about, href) = subject_name(snapshot, *subject);
            (words::opinion(&about, opinion::kind(opinion.kind)), href)
        }
        Claim::Application { application, .. } => {
            let text = words::application(&quote(application.title.as_str()));
            (text, routes::applications())
        }
        Claim::Meeting { meeting, .. } => {
            let is_held = meeting.outcome.is_some();
            let text = words::meeting(&quote(meeting.title.as_str()), is_held);
            (text, routes::meetings())
        }
        Claim::PriorityRule(_) => (words::priority_rule().to_owned(), routes::priorities()),
        Claim::Version { id, version } => {
            let text = words::version(version.number, version.title.as_str());
            (text, routes::version(*id))
        }
        Claim::Finding { verdict, .. } => {
            let text = words::finding(verdict.as_ref().map(|reason| quote(reason.as_str())));
            (text, routes::synchronization())
        }
    }
}

fn value(news: &ActionNews) -> String {
    let known = match news {
        ActionNews::Step(step) => Some(parts::action_step(shown_step(*step)).to_owned()),
        ActionNews::Text(_, text) => text.as_ref().map(|text| quote(text.as_str())),
        ActionNews::DueDate(day) => day.map(words::day),
    };
    known.unwrap_or_else(|| action_news::not_known().to_owned())
}

fn target_name(snapshot: &Snapshot, target: LinkTarget) -> String {
    let contract = &snapshot.contract;
    let label = match target {
        LinkTarget::Axis { theme, number } => contract.axis(theme, number).map(|it| &it.label),
        LinkTarget::Objective {
            orientation,
            number,
        } => contract.objective(orientation, number).map(|it| &it.label),
        LinkTarget::Action(seq) => return action_name(snapshot, seq),
    };
    let kind = outcome::link(target, false);
    match label {
        Some(label) => words::named(&kind, &quote(label)),
        None => kind,
    }
}

fn subject_name(snapshot: &Snapshot, subject: OpinionSubject) -> (String, String) {
    match subject {
        OpinionSubject::Protocol => (words::protocol().to_owned(), routes::contract()),
        OpinionSubject::Action(seq) => (action_name(snapshot, seq), routes::action(seq)),
        OpinionSubject::Application(_) => {
            (words::an_application().to_owned(), routes::applications())
        }
    }
}

fn card_of(snapshot: &Snapshot, proposal: ProposalId) -> String {
    let proposal = snapshot.proposals.get(&proposal);
    proposal.map_or_else(routes::home, |proposal| routes::card(&proposal.card))
}
