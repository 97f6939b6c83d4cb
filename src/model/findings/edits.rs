//! One thing that was written apart in several ways, and two versions of one number.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    ActionField, Application, Claim, LinkTarget, Meeting, OpinionSubject, PriorityBar,
    PriorityRule, Snapshot, Statement, StatementId, Topic, Weighing,
};

use super::{Act, Choice, DecisionMade, Finding, FindingKind, Origin, Reader, Value, short};
use crate::i18n::{
    action_news as news_words, application as file_words, contract as contract_words,
    findings as words, opinion, outcome, workshop,
};
use crate::model::action_news;
use crate::model::contract::known_code;
use crate::routes;

pub(super) fn find(reader: &Reader<'_>) -> Vec<Finding> {
    let topics = reader.follow_up.topics();
    let mut found: Vec<Finding> = topics
        // A decision on a finding, and a version, which is frozen once, are told elsewhere.
        .filter(|topic| !matches!(topic, Topic::Finding(_) | Topic::Version(_)))
        .filter_map(|topic| {
            if reader.follow_up.is_conflict(topic) {
                Some(open(reader, topic))
            } else {
                settled(reader, topic)
            }
        })
        .collect();
    found.extend(versions(reader));
    found
}

fn open(reader: &Reader<'_>, topic: &Topic) -> Finding {
    let mut finding = about(reader, topic);
    let standing = reader.follow_up.standing(topic);
    finding.values = standing.iter().map(|said| value(reader, said)).collect();
    finding.choices = choices(reader, &standing, None);
    finding.consequences = vec![words::edits_meanwhile().to_owned()];
    finding
}

/// What was written apart before a person chose, while what stands is the answer: one of
/// these values, or another one that was written over all of them. A later change is news.
fn settled(reader: &Reader<'_>, topic: &Topic) -> Option<Finding> {
    let history = reader.follow_up.history(topic);
    let by_id: BTreeMap<StatementId, &Arc<Statement>> =
        history.iter().map(|said| (said.id, said)).collect();
    let answers = history.iter().rev().map(|answer| {
        let ids = answer.supersedes.iter();
        let replaced: Vec<_> = ids.filter_map(|id| by_id.get(id).copied()).collect();
        (answer.id, replaced)
    });
    let (answer, apart) = answers.into_iter().find(|(_, former)| differ(former))?;
    let now = reader.follow_up.latest(topic)?;
    if now.id != answer && apart.iter().all(|former| former.claim != now.claim) {
        return None;
    }
    let mut finding = about(reader, topic);
    finding.is_open = false;
    finding.values = apart.iter().map(|said| value(reader, said)).collect();
    finding.choices = choices(reader, &apart, Some(&now.claim));
    finding.decisions = vec![DecisionMade {
        words: words::chosen(&claim_words(reader, &now.claim)),
        reason: None,
        by: reader.voice(now),
    }];
    Some(finding)
}

fn differ(said: &[&Arc<Statement>]) -> bool {
    said.windows(2).any(|pair| pair[0].claim != pair[1].claim)
}

/// One choice per value.
fn choices(reader: &Reader<'_>, said: &[&Arc<Statement>], in_force: Option<&Claim>) -> Vec<Choice> {
    let mut claims: Vec<&Claim> = Vec::new();
    for statement in said {
        if !claims.contains(&&statement.claim) {
            claims.push(&statement.claim);
        }
    }
    let choice = |claim: &&Claim| Choice {
        is_chosen: in_force == Some(*claim),
        ..Choice::new(
            Act::Say(Box::new(Claim::clone(claim))),
            claim_words(reader, claim),
        )
    };
    claims.iter().map(choice).collect()
}

fn value(reader: &Reader<'_>, said: &Statement) -> Value {
    Value {
        words: claim_words(reader, &said.claim),
        by: reader.voice(said),
    }
}

fn about(reader: &Reader<'_>, topic: &Topic) -> Finding {
    let what = words::edits(&topic_words(reader, topic));
    let name = topic_name(topic);
    let mut parts = vec!["edit"];
    parts.extend(name.iter().map(String::as_str));
    let mut finding = Finding::open(FindingKind::Edits, &parts, what);
    finding.origin = origin(reader, topic);
    finding
}

/// A topic as parts of a name.
fn topic_name(topic: &Topic) -> Vec<String> {
    let target = |target: &LinkTarget| target.to_string().replace(' ', "-");
    match topic {
        Topic::Action(seq, field) => {
            let place = ActionField::ALL.iter().position(|it| it == field);
            let place = place.unwrap_or(ActionField::ALL.len());
            vec!["action".to_owned(), seq.to_string(), place.to_string()]
        }
        Topic::Link(proposal, to) => {
            vec!["link".to_owned(), proposal.to_string(), target(to)]
        }
        Topic::Answer(proposal) => vec!["answer".to_owned(), proposal.to_string()],
        Topic::Opinion(council, subject) => {
            let subject = match subject {
                OpinionSubject::Protocol => "protocol".to_owned(),
                OpinionSubject::Action(seq) => seq.to_string(),
                OpinionSubject::Application(id) => id.to_string(),
            };
            vec!["opinion".to_owned(), council.to_string(), subject]
        }
        Topic::Application(id) => vec!["application".to_owned(), id.to_string()],
        Topic::Meeting(id) => vec!["meeting".to_owned(), id.to_string()],
        Topic::PriorityRule => vec!["priority-rule".to_owned()],
        Topic::Version(id) => vec!["version".to_owned(), id.to_string()],
        Topic::Finding(id) => vec!["finding".to_owned(), id.to_string()],
    }
}

fn topic_words(reader: &Reader<'_>, topic: &Topic) -> String {
    match topic {
        Topic::Action(_, field) => news_words::field(*field).to_owned(),
        Topic::Link(..) => words::topic_link().to_owned(),
        Topic::Answer(_) => words::topic_answer().to_owned(),
        Topic::Opinion(council, _) => words::topic_opinion(&reader.council(council)),
        Topic::Application(_) => words::topic_application().to_owned(),
        Topic::Meeting(_) => words::topic_meeting().to_owned(),
        Topic::PriorityRule => words::topic_priority_rule().to_owned(),
        Topic::Version(_) | Topic::Finding(_) => String::new(),
    }
}

fn origin(reader: &Reader<'_>, topic: &Topic) -> Option<Origin> {
    let titled = |label: String, href: String| Some(Origin { label, href });
    let application = |id| {
        let claim = &reader.follow_up.latest(&Topic::Application(id))?.claim;
        let title = match claim {
            Claim::Application { application, .. } => application.title.to_string(),
            _ => String::new(),
        };
        titled(title, routes::applications())
    };
    match topic {
        Topic::Link(proposal, _) | Topic::Answer(proposal) => reader.of_proposal(*proposal),
        Topic::Action(seq, _) | Topic::Opinion(_, OpinionSubject::Action(seq)) => {
            action(reader.snapshot, *seq)
        }
        Topic::Opinion(_, OpinionSubject::Protocol) => {
            titled(words::the_contract().to_owned(), routes::contract())
        }
        Topic::Opinion(_, OpinionSubject::Application(id)) | Topic::Application(id) => {
            application(*id)
        }
        Topic::Meeting(_) => match &reader.follow_up.latest(topic)?.claim {
            Claim::Meeting { meeting, .. } => titled(meeting.title.to_string(), routes::meetings()),
            _ => None,
        },
        Topic::PriorityRule => titled(
            words::topic_priority_rule().to_owned(),
            routes::priorities(),
        ),
        Topic::Version(_) | Topic::Finding(_) => None,
    }
}

/// An action of the contract with its code.
pub(super) fn action(snapshot: &Snapshot, seq: u16) -> Option<Origin> {
    let action = snapshot.contract.action(seq)?;
    let code = contract_words::action_code(known_code(action).as_deref());
    Some(Origin {
        label: outcome::action_choice(&code, &action.label),
        href: routes::action(seq),
    })
}

/// What a statement says, in one line.
fn claim_words(reader: &Reader<'_>, claim: &Claim) -> String {
    match claim {
        Claim::Action { news, .. } => action_news::in_words(news, workshop::short_date),
        Claim::Link { source, .. } => words::link(source.as_ref().map(domain::Reason::as_str)),
        Claim::Answer { answer, .. } => words::joined([
            Some(outcome::answer(answer.kind).to_owned()),
            Some(answer.reason.to_string()),
            Some(outcome::answered_by(
                answer.body.as_str(),
                &workshop::short_date(answer.date),
            )),
        ]),
        Claim::Opinion { opinion: it, .. } => words::joined([
            Some(opinion::kind(it.kind).to_owned()),
            it.text.as_ref().map(ToString::to_string),
            Some(workshop::short_date(it.date)),
        ]),
        Claim::Application { application, .. } => application_words(application),
        Claim::Meeting { meeting, .. } => meeting_words(reader, meeting),
        Claim::PriorityRule(rule) => rule_words(rule),
        Claim::Version { version, .. } => words::version(version.number, version.title.as_str()),
        Claim::Finding { .. } => String::new(),
    }
}

fn application_words(file: &Application) -> String {
    let decision = file.decision.map(file_words::decision);
    words::joined([
        Some(file.title.to_string()),
        Some(file.year.to_string()),
        Some(file.bearer.to_string()),
        file.axis.map(|axis| words::axis(&axis)),
        file.quarters.as_ref().map(ToString::to_string),
        file.amount_eur.map(file_words::euros),
        Some(file_words::stage(file.stage).to_owned()),
        Some(decision.unwrap_or(file_words::undecided()).to_owned()),
        file.reason.as_ref().map(ToString::to_string),
    ])
}

fn meeting_words(reader: &Reader<'_>, meeting: &Meeting) -> String {
    let cards = meeting.cards.iter().map(|id| reader.of_card(id).label);
    let cards: Vec<String> = cards.collect();
    words::joined([
        Some(meeting.title.to_string()),
        Some(workshop::short_date(meeting.date)),
        meeting.specialists.as_ref().map(ToString::to_string),
        (!cards.is_empty()).then(|| cards.join(", ")),
        Some(words::n_proposals(meeting.proposals.len())),
        meeting.outcome.as_ref().map(ToString::to_string),
    ])
}

fn rule_words(rule: &PriorityRule) -> String {
    let bar = match rule.bar {
        PriorityBar::Places(n) => words::bar_places(n),
        PriorityBar::Dots(n) => words::bar_dots(n),
    };
    words::joined([
        Some(bar),
        Some(words::weighing(rule.weighing == Weighing::Councils).to_owned()),
        Some(rule.reason.to_string()),
        Some(outcome::answered_by(
            rule.body.as_str(),
            &workshop::short_date(rule.date),
        )),
    ])
}

/// Versions that were frozen apart under one number: both are kept, and a person says that
/// they know.
fn versions(reader: &Reader<'_>) -> Vec<Finding> {
    let mut by_number: BTreeMap<u32, Vec<Value>> = BTreeMap::new();
    let mut ids: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for topic in reader.follow_up.topics() {
        for said in reader.follow_up.history(topic) {
            if let Claim::Version { id, version } = &said.claim {
                let number = version.number;
                by_number
                    .entry(number)
                    .or_default()
                    .push(value(reader, said));
                ids.entry(number).or_default().insert(short(id));
            }
        }
    }
    let several = by_number.into_iter().filter(|(_, values)| values.len() > 1);
    several
        .map(|(number, values)| {
            // One more version of this number asks anew.
            let ids = ids.remove(&number).unwrap_or_default();
            let known = ids.into_iter().collect::<Vec<_>>().join(".");
            let parts = ["version", &number.to_string(), &known];
            let what = words::versions(number, values.len());
            let mut finding = Finding::open(FindingKind::Versions, &parts, what);
            finding.values = values;
            finding.consequences = vec![words::versions_meanwhile().to_owned()];
            reader.acceptable(finding)
        })
        .collect()
}
