//! The contribution of the councils, made to be printed: beside the numbers, what people
//! said and what was answered so far. Pure.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Answer, CardId, Comment, DifficultyId, FollowUp, ProposalId, Snapshot, Target, groups,
};

use super::{PrioritiesModel, PriorityCard};
use crate::model::results::label;

/// What people said and were answered on one card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardWords {
    /// Remarks that are not hidden, under the wording of what they are about: proposals
    /// in the order of the dots, then difficulties.
    pub remarks: Vec<(String, Vec<String>)>,
    /// Answers so far, in the order of the dots: the wording, and each answer that stands.
    pub answers: Vec<(String, Answer)>,
}

/// Words of each card of the model, in its order.
pub fn card_words(
    snapshot: &Snapshot,
    model: &PrioritiesModel,
    follow_up: &FollowUp,
) -> Vec<CardWords> {
    let cards = model.cards.iter();
    cards
        .map(|card| CardWords {
            remarks: remarks(snapshot, card),
            answers: answers(snapshot, card, follow_up),
        })
        .collect()
}

/// Proposals of a card, most dots first, each once, in the name of its group.
fn order(snapshot: &Snapshot, card: &PriorityCard) -> Vec<ProposalId> {
    let groups = groups(&snapshot.proposals);
    let mut seen = BTreeSet::new();
    let shown = card.rows.iter().map(|row| row.proposal);
    let others = snapshot.proposals_of(&card.card);
    let others = others.iter().map(|proposal| groups.root(proposal.id));
    let all = shown.chain(others.collect::<Vec<_>>());
    all.filter(|id| seen.insert(*id)).collect()
}

fn remarks(snapshot: &Snapshot, card: &PriorityCard) -> Vec<(String, Vec<String>)> {
    let groups = groups(&snapshot.proposals);
    let mut shown: Vec<&Comment> = snapshot
        .comments
        .values()
        .map(AsRef::as_ref)
        .filter(|comment| !comment.is_hidden())
        .collect();
    shown.sort_by_key(|comment| (comment.added_at, comment.id));
    let mut on_proposals: BTreeMap<ProposalId, Vec<String>> = BTreeMap::new();
    let mut on_difficulties: BTreeMap<DifficultyId, Vec<String>> = BTreeMap::new();
    for comment in shown {
        let text = comment.text.to_string();
        match comment.target {
            Target::Proposal(id) => on_proposals.entry(groups.root(id)).or_default().push(text),
            Target::Difficulty(id) => on_difficulties.entry(id).or_default().push(text),
            Target::Action(_) => {}
        }
    }
    let proposals = order(snapshot, card).into_iter();
    let proposals =
        proposals.filter_map(|id| Some((label(snapshot, id), on_proposals.remove(&id)?)));
    let mut found: Vec<_> = proposals.collect();
    for (id, label) in difficulties(snapshot, &card.card) {
        let said = on_difficulties.remove(&id);
        found.extend(said.map(|texts| (label, texts)));
    }
    found
}

fn difficulties(snapshot: &Snapshot, card: &CardId) -> Vec<(DifficultyId, String)> {
    let card = snapshot.cards.get(card);
    let all = card.into_iter().flat_map(|card| &card.difficulties);
    all.map(|it| (it.id, it.label.to_string())).collect()
}

fn answers(
    snapshot: &Snapshot,
    card: &PriorityCard,
    follow_up: &FollowUp,
) -> Vec<(String, Answer)> {
    let groups = groups(&snapshot.proposals);
    let of_root = |root: ProposalId| {
        let mut found: Vec<(String, Answer)> = Vec::new();
        for id in groups.members(root) {
            let answer = follow_up.answer_to(*id).cloned();
            found.extend(answer.map(|answer| (label(snapshot, *id), answer)));
        }
        found
    };
    let proposals = order(snapshot, card).into_iter();
    proposals.flat_map(of_root).collect()
}
