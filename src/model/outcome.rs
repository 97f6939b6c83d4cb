//! What became of the proposals that people placed dots on. Pure.
//!
//! Knows: dots of revealed votes, what a proposal led to, the answer to it, how long it
//! has waited.
//! Must not know: the browser, the document, the clock (today is given).

use std::sync::Arc;

use domain::{
    Answer, CardId, Claim, CouncilId, Date, FollowUp, Groups, LinkTarget, ProposalId, Snapshot,
    Statement, StatementId, Topic, count, groups, ranking,
};

use super::results::ranked_proposals;

/// Ranks that count as a council's priorities on each card.
const PRIORITY_RANK_MAX: u32 = 3;

/// Something of the contract that a proposal led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeLink {
    /// What.
    pub target: LinkTarget,
    /// Its wording in the contract.
    pub label: Arc<str>,
    /// True for an axis that the councils put forward.
    pub is_starred: bool,
    /// Where the link is known from.
    pub source: String,
}

/// A proposal and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The proposal.
    pub proposal: ProposalId,
    /// Its card.
    pub card: CardId,
    /// Its wording.
    pub label: String,
    /// Rank among those shown beside it, from 1.
    pub rank: u32,
    /// Dots of the revealed votes that are looked at.
    pub n_dots: u32,
    /// Day of the last vote that gave it dots.
    pub voted_on: Option<Date>,
    /// What it led to.
    pub links: Vec<OutcomeLink>,
    /// The answers that stand: none, one, or several that were written apart.
    pub answers: Vec<Arc<Statement>>,
    /// Days since the vote without an answer; `None` when there is one, or no vote.
    pub days_waiting: Option<u32>,
}

impl Outcome {
    /// The answer, when one stands.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.last().and_then(|it| answer_of(it))
    }

    /// Ids of the answers that stand: what a new answer replaces.
    pub fn seen(&self) -> Vec<StatementId> {
        self.answers.iter().map(|it| it.id).collect()
    }
}

/// The answer of a statement.
pub fn answer_of(statement: &Statement) -> Option<&Answer> {
    match &statement.claim {
        Claim::Answer { answer, .. } => Some(answer),
        _ => None,
    }
}

/// What became of the proposals of a card that people can see, most dots first.
pub fn outcomes_of(
    snapshot: &Snapshot,
    follow_up: &FollowUp,
    card: &CardId,
    today: Date,
) -> Vec<Outcome> {
    let reader = OutcomeReader::new(snapshot, follow_up, today);
    ranked_proposals(snapshot, card)
        .into_iter()
        .filter(|ranked| {
            let proposal = snapshot.proposals.get(&ranked.proposal);
            proposal.is_some_and(|proposal| !proposal.is_hidden())
        })
        .map(|ranked| {
            let row = ranked.row;
            reader.outcome(card, ranked.proposal, (row.rank, row.total, row.label))
        })
        .collect()
}

/// What became of a council's priorities: on each card, the proposals of the first three
/// ranks in the revealed votes of the workshops where it met.
pub fn priorities_of(
    snapshot: &Snapshot,
    follow_up: &FollowUp,
    council: &CouncilId,
    today: Date,
) -> Vec<Outcome> {
    let reader = OutcomeReader::new(snapshot, follow_up, today);
    let mut found = Vec::new();
    for card in snapshot.deck() {
        let counts: Vec<_> = snapshot
            .rounds
            .values()
            .filter(|round| round.is_revealed(&card.id))
            .filter(|round| {
                let workshop = snapshot.workshops.get(&round.workshop);
                workshop.is_some_and(|workshop| workshop.councils.contains(council))
            })
            .map(|round| count(snapshot, round.id))
            .collect();
        let counts: Vec<_> = counts.iter().collect();
        let proposals = snapshot.proposals_of(&card.id);
        let ids: Vec<ProposalId> = proposals.iter().map(|proposal| proposal.id).collect();
        let lines = ranking(snapshot, &reader.groups, &card.id, &ids, &counts);
        let first = lines
            .iter()
            .filter(|line| line.total > 0 && line.rank.rank <= PRIORITY_RANK_MAX);
        found.extend(first.map(|line| {
            let label = snapshot
                .proposals
                .get(&line.proposal)
                .map(|proposal| super::moderation::shown_label(proposal))
                .unwrap_or_default();
            let shown = (line.rank.rank, line.total, label);
            reader.outcome(&card.id, line.proposal, shown)
        }));
    }
    found
}

/// Councils with what became of their priorities; those that voted together, so that
/// nobody can tell their dots apart, stand together. Councils without a vote are left out.
pub fn voted_together(
    snapshot: &Snapshot,
    follow_up: &FollowUp,
    councils: &[CouncilId],
    today: Date,
) -> Vec<(Vec<CouncilId>, Vec<Outcome>)> {
    let mut found: Vec<(Vec<CouncilId>, Vec<Outcome>)> = Vec::new();
    for council in councils {
        let outcomes = priorities_of(snapshot, follow_up, council, today);
        if outcomes.is_empty() {
            continue;
        }
        match found.iter_mut().find(|(_, known)| *known == outcomes) {
            Some((together, _)) => together.push(council.clone()),
            None => found.push((vec![council.clone()], outcomes)),
        }
    }
    found
}

/// What outcomes are read from.
struct OutcomeReader<'a> {
    snapshot: &'a Snapshot,
    follow_up: &'a FollowUp,
    groups: Groups,
    today: Date,
}

impl<'a> OutcomeReader<'a> {
    fn new(snapshot: &'a Snapshot, follow_up: &'a FollowUp, today: Date) -> Self {
        Self {
            snapshot,
            follow_up,
            groups: groups(&snapshot.proposals),
            today,
        }
    }

    fn outcome(
        &self,
        card: &CardId,
        proposal: ProposalId,
        (rank, n_dots, label): (u32, u32, String),
    ) -> Outcome {
        // What was said of a grouped proposal was said of the one that stands for it.
        let members = self.groups.members(self.groups.root(proposal)).iter();
        let mut links: Vec<OutcomeLink> = members
            .clone()
            .flat_map(|id| self.follow_up.links_of(*id))
            .filter_map(|(target, source)| link(self.snapshot, target, source.as_str()))
            .collect();
        links.sort_by_key(|link| link.target);
        links.dedup_by_key(|link| link.target);
        let answers: Vec<Arc<Statement>> = members
            .clone()
            .flat_map(|id| self.follow_up.standing(&Topic::Answer(*id)))
            .cloned()
            .collect();
        let voted_on = voted_on(self.snapshot, card, members.as_slice());
        let waits = answers.is_empty();
        Outcome {
            proposal,
            card: card.clone(),
            label,
            rank,
            n_dots,
            days_waiting: voted_on
                .filter(|_| waits)
                .and_then(|day| u32::try_from(self.today.days_since(day)).ok()),
            voted_on,
            links,
            answers,
        }
    }
}

/// Day of the last revealed vote that could give dots to one of `proposals`.
fn voted_on(snapshot: &Snapshot, card: &CardId, proposals: &[ProposalId]) -> Option<Date> {
    let rounds = snapshot.rounds.values().filter(|round| {
        let is_there = round.proposals.iter().any(|id| proposals.contains(id));
        round.is_revealed(card) && is_there
    });
    let days = rounds.filter_map(|round| Some(snapshot.workshops.get(&round.workshop)?.date));
    days.max()
}

/// What a link leads to, in the words of the contract; `None` when it has no such part.
fn link(snapshot: &Snapshot, target: LinkTarget, source: &str) -> Option<OutcomeLink> {
    let contract = &snapshot.contract;
    let (label, is_starred) = match target {
        LinkTarget::Axis { theme, number } => {
            let axis = contract.axis(theme, number)?;
            (axis.label.clone(), axis.starred)
        }
        LinkTarget::Objective {
            orientation,
            number,
        } => (
            contract.objective(orientation, number)?.label.clone(),
            false,
        ),
        LinkTarget::Action(seq) => (contract.action(seq)?.label.clone(), false),
    };
    Some(OutcomeLink {
        target,
        label,
        is_starred,
        source: source.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{AnswerKind, Author, AuthorRole, Passage, Place, Timestamp};

    use super::*;
    use crate::model::contract_start::start;

    fn today() -> Date {
        "2026-11-27".parse().expect("a day")
    }

    fn slug<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
        text.parse().expect("a slug of the test")
    }

    fn compost(snapshot: &Snapshot) -> ProposalId {
        let card = slug("mobilite");
        let found = snapshot.proposals_of(&card).into_iter().find(|proposal| {
            let label = proposal.label.to_lowercase();
            label.contains("compost")
        });
        found.expect("the card has it").id
    }

    #[test]
    fn collective_compost_was_asked_in_2019_and_led_to_a_starred_axis() {
        let snapshot = start();
        let follow_up = FollowUp::new(&snapshot.statements);
        let outcomes = outcomes_of(&snapshot, &follow_up, &slug("mobilite"), today());
        let id = compost(&snapshot);
        let found = outcomes.iter().find(|it| it.proposal == id).expect("it");
        assert!(found.n_dots > 0);
        assert_eq!(found.voted_on, "2019-06-14".parse().ok());
        assert_eq!(found.days_waiting, Some(2723));
        let [link] = found.links.as_slice() else {
            unreachable!("one link: {:?}", found.links)
        };
        assert!(link.is_starred && link.label.contains("compostage collectif"));
    }

    #[test]
    fn the_seventeen_starred_axes_all_come_from_proposals() {
        let snapshot = start();
        let follow_up = FollowUp::new(&snapshot.statements);
        let mut linked = BTreeSet::new();
        for card in snapshot.deck() {
            let outcomes = outcomes_of(&snapshot, &follow_up, &card.id, today());
            let links = outcomes.iter().flat_map(|outcome| &outcome.links);
            linked.extend(links.filter(|link| link.is_starred).map(|link| link.target));
        }
        assert_eq!(linked.len(), 17);
    }

    #[test]
    fn an_answer_ends_the_wait() {
        let mut snapshot = start();
        let proposal = compost(&snapshot);
        let statement = Statement {
            id: StatementId::from_bytes([1; 16]),
            at: Timestamp::from_epoch_min(1),
            author: Author {
                role: AuthorRole::Facilitator,
                council: None,
            },
            supersedes: BTreeSet::new(),
            claim: Claim::Answer {
                proposal,
                answer: Answer {
                    kind: AnswerKind::Accepted,
                    reason: Passage::new("Trois sites ouvrent").expect("a passage"),
                    date: today(),
                    body: Place::new("Comité de pilotage").expect("a body"),
                },
            },
        };
        Arc::make_mut(&mut snapshot.statements).insert(statement.id, Arc::new(statement));
        let follow_up = FollowUp::new(&snapshot.statements);
        let outcomes = outcomes_of(&snapshot, &follow_up, &slug("mobilite"), today());
        let found = outcomes.iter().find(|it| it.proposal == proposal);
        let found = found.expect("it is there");
        assert_eq!(found.days_waiting, None);
        let answer = found.answer().expect("the answer");
        assert_eq!(answer.kind, AnswerKind::Accepted);
        assert_eq!(found.seen().len(), 1);
    }

    #[test]
    fn the_priorities_of_a_council_are_the_first_ranks_of_its_votes() {
        let snapshot = start();
        let follow_up = FollowUp::new(&snapshot.statements);
        // All four met on 14 June 2019, on paper: the same priorities for each.
        let of = |council: &str| priorities_of(&snapshot, &follow_up, &slug(council), today());
        let found = of("annemasse");
        assert_eq!(found, of("gaillard"));
        assert!(found.iter().all(|it| it.rank <= 3 && it.n_dots > 0));
        let cards: BTreeSet<&CardId> = found.iter().map(|it| &it.card).collect();
        assert_eq!(cards.len(), 6);
        assert_eq!(of("nulle-part"), []);
        let councils = ["annemasse", "nulle-part", "gaillard"].map(slug);
        let together = voted_together(&snapshot, &follow_up, &councils, today());
        let [(who, outcomes)] = together.as_slice() else {
            unreachable!("they voted together")
        };
        assert_eq!((who.len(), outcomes.len()), (2, found.len()));
    }
}
