//! Statements: how they are written, and how they are read again.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use automerge::transaction::Transactable;
use automerge::{AutomergeError, ObjId, ScalarValue};
use domain::{
    ActionField, ActionNews, ActionStep, ActionText, Answer, AnswerKind, Application,
    ApplicationDecision, ApplicationStage, Author, AuthorRole, Claim, CouncilId, FrozenVersion,
    LinkTarget, Meeting, Opinion, OpinionKind, OpinionSubject, Passage, Place, PriorityBar,
    PriorityRule, ProposalId, Statement, StatementId, Title, Weighing,
};

use crate::AnomalyKind;
use crate::fields::Fields;
use crate::schema::{common, statement as keys};

/// A value with the word that stands for it in the document.
type Words<T, const N: usize> = [(T, &'static str); N];

const STEPS: Words<ActionStep, 5> = [
    (ActionStep::NotReached, "not_reached"),
    (ActionStep::Launching, "launching"),
    (ActionStep::Deploying, "deploying"),
    (ActionStep::Finalizing, "finalizing"),
    (ActionStep::Reached, "reached"),
];
const ROLES: Words<AuthorRole, 2> = [
    (AuthorRole::Facilitator, "facilitator"),
    (AuthorRole::Councillor, "councillor"),
];
const FIELDS: Words<ActionField, 7> = [
    (ActionField::Step, "step"),
    (ActionField::Text(ActionText::Detail), "detail"),
    (ActionField::Text(ActionText::Outlook), "outlook"),
    (ActionField::Text(ActionText::Pilot), "pilot"),
    (ActionField::Text(ActionText::Partners), "partners"),
    (ActionField::Text(ActionText::NextStep), "next_step"),
    (ActionField::DueDate, "due_date"),
];
const ANSWERS: Words<AnswerKind, 5> = [
    (AnswerKind::Accepted, "accepted"),
    (AnswerKind::UnderStudy, "under_study"),
    (AnswerKind::UnderWay, "under_way"),
    (AnswerKind::Declined, "declined"),
    (AnswerKind::OutOfScope, "out_of_scope"),
];
const OPINIONS: Words<OpinionKind, 3> = [
    (OpinionKind::Favorable, "favorable"),
    (OpinionKind::WithReservations, "with_reservations"),
    (OpinionKind::Unfavorable, "unfavorable"),
];

const STAGES: Words<ApplicationStage, 3> = [
    (ApplicationStage::WorkingGroup, "working_group"),
    (ApplicationStage::TechnicalCommittee, "technical_committee"),
    (ApplicationStage::SteeringCommittee, "steering_committee"),
];
const DECISIONS: Words<ApplicationDecision, 3> = [
    (ApplicationDecision::Funded, "funded"),
    (ApplicationDecision::PutOff, "put_off"),
    (ApplicationDecision::Refused, "refused"),
];

const WEIGHINGS: Words<Weighing, 2> = [(Weighing::Dots, "dots"), (Weighing::Councils, "councils")];

fn word_of<T: PartialEq, const N: usize>(words: &Words<T, N>, value: &T) -> &'static str {
    words
        .iter()
        .find(|(known, _)| known == value)
        .map_or("", |(_, word)| word)
}

fn value_of<T: Copy, const N: usize>(words: &Words<T, N>, word: &str) -> Option<T> {
    let found = words.iter().find(|(_, known)| *known == word);
    found.map(|(value, _)| *value)
}

/// Word of a step in the document.
pub(crate) fn step_word(step: ActionStep) -> &'static str {
    word_of(&STEPS, &step)
}

/// Step that a word stands for.
pub(crate) fn step_of(word: &str) -> Option<ActionStep> {
    value_of(&STEPS, word)
}

const ACTION: &str = "action";
const LINK: &str = "link";
const ANSWER: &str = "answer";
const OPINION: &str = "opinion";
const PROTOCOL: &str = "protocol";
const APPLICATION: &str = "application";
const MEETING: &str = "meeting";
const PRIORITY_RULE: &str = "priority_rule";
const VERSION: &str = "version";
const FINDING: &str = "finding";

/// Writes the fields of a statement into its new map.
pub(crate) fn put_statement(
    tx: &mut impl Transactable,
    map: &ObjId,
    statement: &Statement,
) -> Result<(), AutomergeError> {
    tx.put(map, keys::AT, u64::from(statement.at.epoch_min()))?;
    tx.put(map, keys::ROLE, word_of(&ROLES, &statement.author.role))?;
    if let Some(council) = &statement.author.council {
        tx.put(map, common::COUNCIL, council.as_str())?;
    }
    put_claim(tx, map, &statement.claim)
}

fn put_claim(tx: &mut impl Transactable, map: &ObjId, claim: &Claim) -> Result<(), AutomergeError> {
    let mut put =
        |key: &str, text: Option<&str>| text.map_or(Ok(()), |text| tx.put(map, key, text));
    match claim {
        Claim::Action { action, news } => {
            let field = word_of(&FIELDS, &news.field());
            put(keys::TOPIC, Some(&format!("{ACTION} {action} {field}")))?;
            match news {
                ActionNews::Step(step) => put(keys::VALUE, step.map(step_word)),
                ActionNews::Text(_, text) => put(keys::VALUE, text.as_ref().map(Passage::as_str)),
                ActionNews::DueDate(date) => {
                    put(keys::VALUE, date.map(|date| date.to_string()).as_deref())
                }
            }
        }
        Claim::Link {
            proposal,
            target,
            source,
        } => {
            put(keys::TOPIC, Some(&format!("{LINK} {proposal} {target}")))?;
            put(keys::SOURCE, source.as_ref().map(domain::Reason::as_str))
        }
        Claim::Answer { proposal, answer } => {
            put(keys::TOPIC, Some(&format!("{ANSWER} {proposal}")))?;
            put(keys::VALUE, Some(word_of(&ANSWERS, &answer.kind)))?;
            put(common::TEXT, Some(answer.reason.as_str()))?;
            put(keys::DATE, Some(&answer.date.to_string()))?;
            put(keys::BODY, Some(answer.body.as_str()))
        }
        Claim::Opinion {
            council,
            subject,
            opinion,
        } => {
            let about = match subject {
                OpinionSubject::Protocol => PROTOCOL.to_owned(),
                OpinionSubject::Action(seq) => format!("{ACTION} {seq}"),
                OpinionSubject::Application(id) => format!("{APPLICATION} {id}"),
            };
            put(keys::TOPIC, Some(&format!("{OPINION} {council} {about}")))?;
            put(keys::VALUE, Some(word_of(&OPINIONS, &opinion.kind)))?;
            put(common::TEXT, opinion.text.as_ref().map(Passage::as_str))?;
            put(keys::DATE, Some(&opinion.date.to_string()))
        }
        Claim::Application { id, application } => {
            put(keys::TOPIC, Some(&format!("{APPLICATION} {id}")))?;
            put_application(tx, map, application)
        }
        Claim::Meeting { id, meeting } => {
            put(keys::TOPIC, Some(&format!("{MEETING} {id}")))?;
            put_meeting(tx, map, meeting)
        }
        Claim::PriorityRule(rule) => {
            put(keys::TOPIC, Some(PRIORITY_RULE))?;
            put(keys::VALUE, Some(word_of(&WEIGHINGS, &rule.weighing)))?;
            put(keys::BAR, Some(&bar_text(rule.bar)))?;
            put(common::TEXT, Some(rule.reason.as_str()))?;
            put(keys::DATE, Some(&rule.date.to_string()))?;
            put(keys::BODY, Some(rule.body.as_str()))
        }
        Claim::Version { id, version } => {
            put(keys::TOPIC, Some(&format!("{VERSION} {id}")))?;
            put(common::TITLE, Some(version.title.as_str()))?;
            tx.put(map, common::NUMBER, u64::from(version.number))?;
            let heads = ScalarValue::Bytes(version.heads.concat());
            tx.put(map, keys::HEADS, heads)
        }
        Claim::Finding { finding, verdict } => {
            put(keys::TOPIC, Some(&format!("{FINDING} {finding}")))?;
            put(common::TEXT, verdict.as_ref().map(domain::Reason::as_str))
        }
    }
}

/// `places 5` or `dots 10`.
fn bar_text(bar: PriorityBar) -> String {
    match bar {
        PriorityBar::Places(places) => format!("places {places}"),
        PriorityBar::Dots(dots) => format!("dots {dots}"),
    }
}

fn bar_of(text: &str) -> Option<PriorityBar> {
    let (kind, number) = text.split_once(' ')?;
    let number = number.parse().ok()?;
    match kind {
        "places" => Some(PriorityBar::Places(number)),
        "dots" => Some(PriorityBar::Dots(number)),
        _ => None,
    }
}

fn put_application(
    tx: &mut impl Transactable,
    map: &ObjId,
    application: &Application,
) -> Result<(), AutomergeError> {
    tx.put(map, keys::YEAR, u64::from(application.year))?;
    tx.put(map, common::TITLE, application.title.as_str())?;
    tx.put(map, keys::BODY, application.bearer.as_str())?;
    if let Some(axis) = application.axis {
        tx.put(map, keys::AXIS, axis.to_string())?;
    }
    if let Some(quarters) = &application.quarters {
        tx.put(map, keys::QUARTERS, quarters.as_str())?;
    }
    if let Some(amount) = application.amount_eur {
        tx.put(map, keys::AMOUNT, u64::from(amount))?;
    }
    tx.put(map, keys::STAGE, word_of(&STAGES, &application.stage))?;
    if let Some(decision) = &application.decision {
        tx.put(map, keys::VALUE, word_of(&DECISIONS, decision))?;
    }
    match &application.reason {
        Some(reason) => tx.put(map, common::TEXT, reason.as_str()),
        None => Ok(()),
    }
}

fn put_meeting(
    tx: &mut impl Transactable,
    map: &ObjId,
    meeting: &Meeting,
) -> Result<(), AutomergeError> {
    tx.put(map, common::TITLE, meeting.title.as_str())?;
    tx.put(map, keys::DATE, meeting.date.to_string())?;
    if let Some(specialists) = &meeting.specialists {
        tx.put(map, keys::SPECIALISTS, specialists.as_str())?;
    }
    if let Some(outcome) = &meeting.outcome {
        tx.put(map, common::TEXT, outcome.as_str())?;
    }
    let cards: Vec<&str> = meeting.cards.iter().map(domain::CardId::as_str).collect();
    tx.put(map, common::CARDS, cards.join(" "))?;
    let proposals = meeting.proposals.iter().map(|id| id.to_bytes());
    let bytes = crate::pack::ids_to_bytes(proposals);
    tx.put(map, keys::PROPOSALS, ScalarValue::Bytes(bytes))
}

/// Reads a statement; `None` when it says nothing that this program understands.
pub(crate) fn read_statement(
    id: StatementId,
    fields: &Fields<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<Statement> {
    Some(Statement {
        id,
        at: fields.minute(keys::AT)?,
        author: Author {
            role: value_of(&ROLES, &fields.text(keys::ROLE)?)?,
            council: fields.parsed(common::COUNCIL),
        },
        supersedes: fields.ids(common::SUPERSEDES)?.into_iter().collect(),
        claim: read_claim(&fields.text(keys::TOPIC)?, fields, found)?,
    })
}

fn read_claim(
    topic: &str,
    fields: &Fields<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<Claim> {
    if topic == PRIORITY_RULE {
        return read_priority_rule(fields, found).map(Claim::PriorityRule);
    }
    let (kind, rest) = topic.split_once(' ')?;
    let two = || rest.split_once(' ');
    let passage = |key: &str, found: &mut _| {
        let text = fields.limited(key, Passage::CHARS_MAX, found);
        text.and_then(|text| Passage::new(&text).ok())
    };
    Some(match kind {
        ACTION => {
            let (action, field) = two()?;
            Claim::Action {
                action: action.parse().ok()?,
                news: read_news(value_of(&FIELDS, field)?, fields, found)?,
            }
        }
        LINK => {
            let (proposal, target) = two()?;
            Claim::Link {
                proposal: ProposalId::from_str(proposal).ok()?,
                target: LinkTarget::from_str(target).ok()?,
                source: fields
                    .limited(keys::SOURCE, domain::Reason::CHARS_MAX, found)
                    .and_then(|source| domain::Reason::new(&source).ok()),
            }
        }
        ANSWER => Claim::Answer {
            proposal: rest.parse().ok()?,
            answer: Answer {
                kind: value_of(&ANSWERS, &fields.text(keys::VALUE)?)?,
                reason: passage(common::TEXT, found)?,
                date: fields.parsed(keys::DATE)?,
                body: domain::Place::new(&fields.text(keys::BODY)?).ok()?,
            },
        },
        OPINION => {
            let (council, about) = two()?;
            Claim::Opinion {
                council: CouncilId::from_str(council).ok()?,
                subject: match about.split_once(' ') {
                    None if about == PROTOCOL => OpinionSubject::Protocol,
                    Some((ACTION, seq)) => OpinionSubject::Action(seq.parse().ok()?),
                    Some((APPLICATION, id)) => OpinionSubject::Application(id.parse().ok()?),
                    _ => return None,
                },
                opinion: Opinion {
                    kind: value_of(&OPINIONS, &fields.text(keys::VALUE)?)?,
                    text: passage(common::TEXT, found),
                    date: fields.parsed(keys::DATE)?,
                },
            }
        }
        APPLICATION => Claim::Application {
            id: rest.parse().ok()?,
            application: Application {
                year: fields.small(keys::YEAR)?,
                title: Title::new(&fields.text(common::TITLE)?).ok()?,
                bearer: Place::new(&fields.text(keys::BODY)?).ok()?,
                axis: fields.parsed(keys::AXIS),
                quarters: fields
                    .text(keys::QUARTERS)
                    .and_then(|text| domain::Reason::new(&text).ok()),
                amount_eur: fields.small(keys::AMOUNT),
                stage: value_of(&STAGES, &fields.text(keys::STAGE)?)?,
                decision: match fields.text(keys::VALUE) {
                    None => None,
                    Some(word) => Some(value_of(&DECISIONS, &word)?),
                },
                reason: passage(common::TEXT, found),
            },
        },
        MEETING => Claim::Meeting {
            id: rest.parse().ok()?,
            meeting: Meeting {
                title: Title::new(&fields.text(common::TITLE)?).ok()?,
                date: fields.parsed(keys::DATE)?,
                specialists: passage(keys::SPECIALISTS, found),
                outcome: passage(common::TEXT, found),
                cards: fields.slugs(common::CARDS)?,
                proposals: fields.ids(keys::PROPOSALS)?,
            },
        },
        VERSION => Claim::Version {
            id: rest.parse().ok()?,
            version: FrozenVersion {
                number: fields.small(common::NUMBER)?,
                title: Title::new(&fields.text(common::TITLE)?).ok()?,
                heads: fields.hashes(keys::HEADS)?,
            },
        },
        FINDING => Claim::Finding {
            finding: rest.parse().ok()?,
            verdict: match fields.limited(common::TEXT, domain::Reason::CHARS_MAX, found) {
                None => None,
                Some(text) => Some(domain::Reason::new(&text).ok()?),
            },
        },
        _ => return None,
    })
}

fn read_priority_rule(
    fields: &Fields<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<PriorityRule> {
    let reason = fields.limited(common::TEXT, Passage::CHARS_MAX, found)?;
    let rule = PriorityRule {
        weighing: value_of(&WEIGHINGS, &fields.text(keys::VALUE)?)?,
        bar: bar_of(&fields.text(keys::BAR)?)?,
        body: Place::new(&fields.text(keys::BODY)?).ok()?,
        date: fields.parsed(keys::DATE)?,
        reason: Passage::new(&reason).ok()?,
    };
    rule.is_sound().then_some(rule)
}

/// A value that is there and cannot be read is not taken for "not known".
fn read_news(
    field: ActionField,
    fields: &Fields<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<ActionNews> {
    let limit = Passage::CHARS_MAX;
    let value: Option<Arc<str>> = match fields.limited(keys::VALUE, limit, found) {
        None if fields.has(keys::VALUE) => return None,
        value => value,
    };
    Some(match field {
        ActionField::Step => ActionNews::Step(match value {
            None => None,
            Some(word) => Some(step_of(&word)?),
        }),
        ActionField::Text(text) => ActionNews::Text(
            text,
            match value {
                None => None,
                Some(value) => Some(Passage::new(&value).ok()?),
            },
        ),
        ActionField::DueDate => ActionNews::DueDate(match value {
            None => None,
            Some(date) => Some(date.parse().ok()?),
        }),
    })
}
