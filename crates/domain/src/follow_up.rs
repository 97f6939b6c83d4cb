//! What becomes of the contract: statements by topic.
//!
//! For a [`Topic`] stand the statements that no other one of the topic supersedes; where
//! several stand, people wrote apart, and a person settles it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{
    ActionField, ActionNews, Answer, Application, ApplicationId, Claim, Entries, FindingId,
    FrozenVersion, LinkTarget, Meeting, MeetingId, PriorityRule, ProposalId, Reason, Statement,
    StatementId, Timestamp, Topic, VersionId,
};

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
