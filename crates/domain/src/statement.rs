//! What people say of the contract after the workshops: news of its actions, answers to
//! proposals, what a proposal led to, opinions of the councils, priorities and versions.
//!
//! A [`Statement`] is written once and never changed: who corrects it makes another one
//! that names it as superseded. Reading order: [`Statement`], [`Claim`], [`Topic`], then
//! what each claim holds.

use core::fmt;
use core::str::FromStr;
use std::collections::BTreeSet;

use crate::{
    ActionStep, ApplicationId, CardId, CouncilId, Date, FindingId, FrozenVersion, MeetingId,
    Passage, Place, PriorityRule, ProposalId, Reason, StatementId, Timestamp, Title, VersionId,
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
