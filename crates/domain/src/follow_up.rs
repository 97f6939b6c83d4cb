//! What becomes of the contract after the workshops: news of its actions, answers to
//! proposals, what a proposal led to, opinions of the councils.
//!
//! A [`Statement`] is written once and never changed: who corrects it makes another one
//! that names it as superseded. For a [`Topic`] stand the statements that no other one of
//! the topic supersedes; where several stand, people wrote apart, and a person settles it.

use core::fmt;
use core::str::FromStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{
    ActionStep, ApplicationId, CardId, CouncilId, Date, Entries, FindingId, FrozenVersion,
    MeetingId, Passage, Place, PriorityRule, ProposalId, Reason, StatementId, Timestamp, Title,
    VersionId,
};

/// The part in which somebody speaks; people are not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthorRole {
    /// Runs workshops and keeps the contract up to date.
    Facilitator,
    /// Sits on a council.
    Councillor,
}

/// Who says something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Author {
    /// In which part.
    pub role: AuthorRole,
    /// Council of the device, if it has one.
    pub council: Option<CouncilId>,
}

/// One thing that was said, never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its id.
    pub id: StatementId,
    /// When, to the minute.
    pub at: Timestamp,
    /// Who.
    pub author: Author,
    /// Statements of the same topic that it replaces: those that its author saw.
    pub supersedes: BTreeSet<StatementId>,
    /// What.
    pub claim: Claim,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// How an action of the contract stands.
    Action {
        /// Row of annexe 2.
        action: u16,
        /// What is new.
        news: ActionNews,
    },
    /// What a proposal led to; `None` takes the link away.
    Link {
        /// The proposal.
        proposal: ProposalId,
        /// What it led to.
        target: LinkTarget,
        /// Where that is known from.
        source: Option<Reason>,
    },
    /// The steering committee's answer to a proposal.
    Answer {
        /// The proposal.
        proposal: ProposalId,
        /// The answer.
        answer: Answer,
    },
    /// A council's opinion.
    Opinion {
        /// The council.
        council: CouncilId,
        /// About what.
        subject: OpinionSubject,
        /// The opinion.
        opinion: Opinion,
    },
    /// A file of the call for projects, as it stands now.
    Application {
        /// The file.
        id: ApplicationId,
        /// What is known of it.
        application: Application,
    },
    /// A thematic meeting, planned or held.
    Meeting {
        /// The meeting.
        id: MeetingId,
        /// What is known of it.
        meeting: Meeting,
    },
    /// The rule by which proposals are priorities.
    PriorityRule(PriorityRule),
    /// A version that goes to the steering committee.
    Version {
        /// The version.
        id: VersionId,
        /// What was frozen.
        version: FrozenVersion,
    },
    /// Something odd that a person looked at.
    Finding {
        /// What.
        finding: FindingId,
        /// Why it may stay as it is; `None` opens the question again.
        verdict: Option<Reason>,
    },
}

impl Claim {
    /// What it is about: claims on the same topic replace one another.
    pub fn topic(&self) -> Topic {
        match self {
            Self::Action { action, news } => Topic::Action(*action, news.field()),
            Self::Link {
                proposal, target, ..
            } => Topic::Link(*proposal, *target),
            Self::Answer { proposal, .. } => Topic::Answer(*proposal),
            Self::Opinion {
                council, subject, ..
            } => Topic::Opinion(council.clone(), *subject),
            Self::Application { id, .. } => Topic::Application(*id),
            Self::Meeting { id, .. } => Topic::Meeting(*id),
            Self::PriorityRule(_) => Topic::PriorityRule,
            Self::Version { id, .. } => Topic::Version(*id),
            Self::Finding { finding, .. } => Topic::Finding(finding.clone()),
        }
    }
}

/// What a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// One field of an action, by its row in annexe 2.
    Action(u16, ActionField),
    /// One link of a proposal.
    Link(ProposalId, LinkTarget),
    /// The answer to a proposal.
    Answer(ProposalId),
    /// A council's opinion.
    Opinion(CouncilId, OpinionSubject),
    /// A file of the call for projects.
    Application(ApplicationId),
    /// A thematic meeting.
    Meeting(MeetingId),
    /// The rule by which proposals are priorities.
    PriorityRule,
    /// A version that goes to the steering committee.
    Version(VersionId),
    /// Something odd.
    Finding(FindingId),
}

/// What can be brought up to date of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionField {
    /// Step on the scale of annexe 2.
    Step,
    /// One of its texts.
    Text(ActionText),
    /// Day of the next step.
    DueDate,
}

impl ActionField {
    /// Every field, in the order of the screen.
    pub const ALL: [Self; 7] = [
        Self::Step,
        Self::Text(ActionText::Detail),
        Self::Text(ActionText::Outlook),
        Self::Text(ActionText::Pilot),
        Self::Text(ActionText::Partners),
        Self::Text(ActionText::NextStep),
        Self::DueDate,
    ];
}

/// Texts of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionText {
    /// What was done; printed in annexe 2.
    Detail,
    /// What is planned; printed in annexe 2.
    Outlook,
    /// Who leads.
    Pilot,
    /// Who takes part.
    Partners,
    /// What comes next.
    NextStep,
}

/// A new value of one field of an action; `None` is "not known".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionNews {
    /// Step on the scale of annexe 2.
    Step(Option<ActionStep>),
    /// A text.
    Text(ActionText, Option<Passage>),
    /// Day of the next step.
    DueDate(Option<Date>),
}

impl ActionNews {
    /// The field that it sets.
    pub const fn field(&self) -> ActionField {
        match self {
            Self::Step(_) => ActionField::Step,
            Self::Text(text, _) => ActionField::Text(*text),
            Self::DueDate(_) => ActionField::DueDate,
        }
    }
}

/// What a proposal can lead to; numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkTarget {
    /// A working axis of a theme.
    Axis {
        /// Number of the theme.
        theme: u8,
        /// Place of the axis in its theme.
        number: u8,
    },
    /// An operational objective of an orientation.
    Objective {
        /// Number of the orientation.
        orientation: u8,
        /// Place of the objective in its orientation.
        number: u8,
    },
    /// An action, by its row in annexe 2.
    Action(u16),
}

/// *Shape*: `axis 1.3`, `objective 4.2`, `action 12`.
impl fmt::Display for LinkTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Axis { theme, number } => write!(f, "axis {theme}.{number}"),
            Self::Objective {
                orientation,
                number,
            } => write!(f, "objective {orientation}.{number}"),
            Self::Action(seq) => write!(f, "action {seq}"),
        }
    }
}

/// The text names nothing of the contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an axis, an objective or an action")]
pub struct LinkTargetFault;

impl FromStr for LinkTarget {
    type Err = LinkTargetFault;

    fn from_str(text: &str) -> Result<Self, LinkTargetFault> {
        let (kind, number) = text.split_once(' ').ok_or(LinkTargetFault)?;
        let pair = || {
            let (first, second) = number.split_once('.')?;
            Some((first.parse().ok()?, second.parse().ok()?))
        };
        let target = match kind {
            "axis" => pair().map(|(theme, number)| Self::Axis { theme, number }),
            "objective" => pair().map(|(orientation, number)| Self::Objective {
                orientation,
                number,
            }),
            "action" => number.parse().ok().map(Self::Action),
            _ => None,
        };
        target.ok_or(LinkTargetFault)
    }
}

/// What the steering committee answers to a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// In one word.
    pub kind: AnswerKind,
    /// Why.
    pub reason: Passage,
    /// When it was given.
    pub date: Date,
    /// Who gave it.
    pub body: Place,
}

/// An answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerKind {
    /// « Retenue ».
    Accepted,
    /// « À étudier ».
    UnderStudy,
    /// « Déjà en cours ».
    UnderWay,
    /// « Non retenue ».
    Declined,
    /// « Hors compétence ».
    OutOfScope,
}

impl AnswerKind {
    /// Every answer, in the order of the screen.
    pub const ALL: [Self; 5] = [
        Self::Accepted,
        Self::UnderStudy,
        Self::UnderWay,
        Self::Declined,
        Self::OutOfScope,
    ];
}

/// What a council gives its opinion on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpinionSubject {
    /// The protocol as a whole.
    Protocol,
    /// An action, by its row in annexe 2.
    Action(u16),
    /// A file of the call for projects.
    Application(ApplicationId),
}

/// What a council thinks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// In one word.
    pub kind: OpinionKind,
    /// In its own words.
    pub text: Option<Passage>,
    /// When it was given.
    pub date: Date,
}

/// An opinion in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpinionKind {
    /// « Favorable ».
    Favorable,
    /// « Favorable avec réserves ».
    WithReservations,
    /// « Défavorable ».
    Unfavorable,
}

impl OpinionKind {
    /// Every opinion, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Favorable, Self::WithReservations, Self::Unfavorable];
}

/// A file that somebody submitted to the yearly call for projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Year of the call, 1900 to 2999.
    pub year: u16,
    /// Name of the project.
    pub title: Title,
    /// Organisation that submits it.
    pub bearer: Place,
    /// Working axis that it serves.
    pub axis: Option<LinkTarget>,
    /// Quarters that it is for, in words.
    pub quarters: Option<Reason>,
    /// Amount that is asked for, in whole euros.
    pub amount_eur: Option<u32>,
    /// How far it has come.
    pub stage: ApplicationStage,
    /// What was decided.
    pub decision: Option<ApplicationDecision>,
    /// Why.
    pub reason: Option<Passage>,
}

/// Who looks at a file of the call for projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApplicationStage {
    /// « Groupe de travail ».
    WorkingGroup,
    /// « Comité technique ».
    TechnicalCommittee,
    /// « Comité de pilotage ».
    SteeringCommittee,
}

impl ApplicationStage {
    /// Every stage, in order.
    pub const ALL: [Self; 3] = [
        Self::WorkingGroup,
        Self::TechnicalCommittee,
        Self::SteeringCommittee,
    ];
}

/// What was decided of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApplicationDecision {
    /// It is funded.
    Funded,
    /// It is put off.
    PutOff,
    /// It is not funded.
    Refused,
}

impl ApplicationDecision {
    /// Every decision, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Funded, Self::PutOff, Self::Refused];
}

/// A meeting of a council with specialists on a theme, after a workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its theme.
    pub title: Title,
    /// Day.
    pub date: Date,
    /// Specialists who are invited, by function: nobody is named.
    pub specialists: Option<Passage>,
    /// What came of it; `None` before it is held.
    pub outcome: Option<Passage>,
    /// Cards that it is about.
    pub cards: Vec<CardId>,
    /// Proposals that it is about.
    pub proposals: Vec<ProposalId>,
}

/// What was said on every topic; built once for a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowUp {
    topics: BTreeMap<Topic, Vec<Arc<Statement>>>,
}

impl FollowUp {
    /// Sorts statements by topic, first said first.
    pub fn new(statements: &Entries<StatementId, Statement>) -> Self {
        let mut topics: BTreeMap<Topic, Vec<Arc<Statement>>> = BTreeMap::new();
        for statement in statements.values() {
            let said = topics.entry(statement.claim.topic()).or_default();
            said.push(Arc::clone(statement));
        }
        for said in topics.values_mut() {
            said.sort_by_key(|statement| (statement.at, statement.id));
        }
        Self { topics }
    }

    /// Everything that was said on a topic, first said first.
    pub fn history(&self, topic: &Topic) -> &[Arc<Statement>] {
        self.topics.get(topic).map_or(&[], Vec::as_slice)
    }

    /// What stands: empty when nothing was said, several when people wrote apart.
    ///
    /// Statements that supersede one another in a circle, which no program of ours writes,
    /// leave the last one.
    pub fn standing(&self, topic: &Topic) -> Vec<&Arc<Statement>> {
        let said = self.history(topic);
        let gone: BTreeSet<StatementId> = said
            .iter()
            .flat_map(|statement| statement.supersedes.iter().copied())
            .collect();
        let standing: Vec<_> = said.iter().filter(|it| !gone.contains(&it.id)).collect();
        if standing.is_empty() {
            return said.last().into_iter().collect();
        }
        standing
    }

    /// Ids of what stands: what a new statement replaces.
    pub fn standing_ids(&self, topic: &Topic) -> Vec<StatementId> {
        let standing = self.standing(topic).into_iter();
        standing.map(|statement| statement.id).collect()
    }

    /// The last one that stands: what a list shows, beside a mark when others stand too.
    pub fn latest(&self, topic: &Topic) -> Option<&Arc<Statement>> {
        self.standing(topic).pop()
    }

    /// True when what stands says different things: a person has to settle it.
    pub fn is_conflict(&self, topic: &Topic) -> bool {
        let standing = self.standing(topic);
        standing
            .windows(2)
            .any(|pair| pair[0].claim != pair[1].claim)
    }

    /// Every topic that something was said on, in a fixed order.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.topics.keys()
    }

    /// What a proposal led to, with where that is known from.
    pub fn links_of(&self, proposal: ProposalId) -> Vec<(LinkTarget, &Reason)> {
        self.links()
            .filter(|(from, ..)| *from == proposal)
            .map(|(_, target, source)| (target, source))
            .collect()
    }

    /// Every link that stands: the proposal, what it led to, where that is known from.
    pub fn links(&self) -> impl Iterator<Item = (ProposalId, LinkTarget, &Reason)> {
        self.topics.keys().filter_map(|topic| {
            let Topic::Link(proposal, target) = topic else {
                return None;
            };
            match &self.latest(topic)?.claim {
                Claim::Link {
                    source: Some(source),
                    ..
                } => Some((*proposal, *target, source)),
                _ => None,
            }
        })
    }

    /// Files of the call for projects, newest year first, then by name.
    pub fn applications(&self) -> Vec<(ApplicationId, &Application)> {
        let mut found: Vec<_> = self
            .topics
            .keys()
            .filter_map(|topic| match &self.latest(topic)?.claim {
                Claim::Application { id, application } => Some((*id, application)),
                _ => None,
            })
            .collect();
        found.sort_by_key(|(id, it)| (core::cmp::Reverse(it.year), it.title.clone(), *id));
        found
    }

    /// Thematic meetings, first held first.
    pub fn meetings(&self) -> Vec<(MeetingId, &Meeting)> {
        let mut found: Vec<_> = self
            .topics
            .keys()
            .filter_map(|topic| match &self.latest(topic)?.claim {
                Claim::Meeting { id, meeting } => Some((*id, meeting)),
                _ => None,
            })
            .collect();
        found.sort_by_key(|(id, meeting)| (meeting.date, *id));
        found
    }

    /// The rule by which proposals are priorities, if one was chosen.
    pub fn priority_rule(&self) -> Option<&PriorityRule> {
        match &self.latest(&Topic::PriorityRule)?.claim {
            Claim::PriorityRule(rule) => Some(rule),
            _ => None,
        }
    }

    /// Versions that go to the steering committee with when they were frozen, by number,
    /// then by time.
    pub fn versions(&self) -> Vec<(VersionId, &FrozenVersion, Timestamp)> {
        let mut found: Vec<_> = self
            .topics
            .keys()
            .filter_map(|topic| {
                let statement = self.latest(topic)?;
                match &statement.claim {
                    Claim::Version { id, version } => Some((*id, version, statement.at)),
                    _ => None,
                }
            })
            .collect();
        found.sort_by_key(|(id, version, at)| (version.number, *at, *id));
        found
    }

    /// Why something odd may stay as it is; `None` while the question is open.
    pub fn verdict_on(&self, finding: &FindingId) -> Option<&Reason> {
        match &self.latest(&Topic::Finding(finding.clone()))?.claim {
            Claim::Finding { verdict, .. } => verdict.as_ref(),
            _ => None,
        }
    }

    /// The answer to a proposal.
    pub fn answer_to(&self, proposal: ProposalId) -> Option<&Answer> {
        match &self.latest(&Topic::Answer(proposal))?.claim {
            Claim::Answer { answer, .. } => Some(answer),
            _ => None,
        }
    }

    /// What is new of one field of an action; `None` when nothing was said since it was
    /// printed.
    pub fn news_of(&self, action: u16, field: ActionField) -> Option<&ActionNews> {
        match &self.latest(&Topic::Action(action, field))?.claim {
            Claim::Action { news, .. } => Some(news),
            _ => None,
        }
    }

    /// When something was last said of an action.
    pub fn last_news(&self, action: u16) -> Option<Timestamp> {
        let topics = ActionField::ALL.map(|field| Topic::Action(action, field));
        let said = topics.iter().flat_map(|topic| self.history(topic));
        said.map(|statement| statement.at).max()
    }
}
