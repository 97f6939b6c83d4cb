//! Preparing a workshop: what stands on the table, in which order and in which words. Pure.
//!
//! Knows: the choice of proposals, their new wordings, what is grouped, what is alike.
//! Must not know: the browser, the document, the clock.
//! Reading order: [`build_preparation`], [`PreparedCard`], then the new orders that its
//! methods give, which a page asks the document to keep.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{
    Card, CardId, Groups, Label, Proposal, ProposalId, RoundStatus, Snapshot, Workshop, WorkshopId,
    groups,
};

use super::likeness::suggestions;
use super::moderation::shown_label;

/// A workshop before its next round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparationModel {
    /// The workshop.
    pub id: WorkshopId,
    /// Its name.
    pub title: String,
    /// A workshop of the past: nothing to prepare.
    pub is_history: bool,
    /// A round runs, and its proposals are frozen.
    pub is_frozen: bool,
    /// A round is prepared on other cards than those of the workshop now.
    pub is_draft_on_other_cards: bool,
    /// Its cards in the order of the deck.
    pub cards: Vec<PreparedCard>,
}

/// One card of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedCard {
    /// The card.
    pub id: CardId,
    /// Its name.
    pub name: String,
    /// What stands on the table, in the order of its numbers; without what is grouped
    /// into another one of the table, which stands under that one.
    pub on_table: Vec<PreparedProposal>,
    /// What does not, in the fixed order of the card.
    pub off_table: Vec<PreparedProposal>,
    /// Proposals that somebody hid.
    pub n_hidden: usize,
    /// Proposals of the table that may say the same.
    pub suggestions: Vec<DuplicateHint>,
    /// True when somebody chose: what is proposed afterwards is off the table.
    pub is_chosen: bool,
    /// True when the choice, the order and the words are those that were printed.
    pub is_as_printed: bool,
    /// Everything that was chosen, the hidden and grouped ones too, in its order.
    chosen: Vec<ProposalId>,
    /// Printed proposals in their newest wordings, in the printed order.
    printed: Vec<ProposalId>,
    /// Printed texts that were changed: the newest wording of each, and the first one.
    reworded: Vec<(ProposalId, Arc<str>)>,
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedProposal {
    /// Its id.
    pub id: ProposalId,
    /// Number on the ballot and on the poster; 0 off the table.
    pub number: usize,
    /// Wording.
    pub label: String,
    /// The wording that it replaces.
    pub former: Option<String>,
    /// True when it was not printed in the contract.
    pub is_added: bool,
    /// What it stands for too: decided by a person, and undone one by one.
    pub originals: Vec<(ProposalId, String)>,
    /// What stands for it and is not here to be seen.
    pub grouped_into: Option<String>,
}

/// Two proposals that may say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateHint {
    /// The one that would stand for both: the first on the table.
    pub into: (ProposalId, usize, String),
    /// The one that would be grouped.
    pub proposal: (ProposalId, usize, String),
    /// Words that both have.
    pub words: Vec<String>,
}

/// Where a proposal goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// One place nearer to the first.
    Up,
    /// One place nearer to the last.
    Down,
}

/// What there is to prepare; `None` for an unknown workshop.
pub fn build_preparation(snapshot: &Snapshot, id: WorkshopId) -> Option<PreparationModel> {
    let workshop = snapshot.workshops.get(&id)?;
    let rounds = snapshot.rounds_of(id);
    let groups = groups(&snapshot.proposals);
    let deck = snapshot.deck();
    let cards = deck.iter().filter(|card| workshop.cards.contains(&card.id));
    let own: BTreeSet<&CardId> = workshop.cards.iter().collect();
    let mut drafts = rounds
        .iter()
        .filter(|round| round.status() == RoundStatus::Draft);
    Some(PreparationModel {
        id,
        title: workshop.title.to_string(),
        is_history: workshop.rules.is_none(),
        is_frozen: rounds.iter().any(|round| round.status().is_running()),
        is_draft_on_other_cards: drafts
            .any(|round| round.cards.iter().collect::<BTreeSet<_>>() != own),
        cards: cards
            .map(|card| build_card(snapshot, workshop, card, &groups))
            .collect(),
    })
}

/// Proposals of `ids` with their numbers from 1, without what is grouped into another one
/// of them: what a ballot and a poster show.
pub fn numbered(
    snapshot: &Snapshot,
    ids: &[ProposalId],
    groups: &Groups,
) -> Vec<(usize, Arc<Proposal>)> {
    let known: BTreeSet<ProposalId> = ids.iter().copied().collect();
    (1..)
        .zip(ids)
        .filter(|(_, id)| stands(groups, &known, **id))
        .filter_map(|(number, id)| Some((number, Arc::clone(snapshot.proposals.get(id)?))))
        .collect()
}

/// True when nothing of `known` stands for `id`.
fn stands(groups: &Groups, known: &BTreeSet<ProposalId>, id: ProposalId) -> bool {
    let root = groups.root(id);
    root == id || !known.contains(&root)
}

fn build_card(
    snapshot: &Snapshot,
    workshop: &Workshop,
    card: &Card,
    groups: &Groups,
) -> PreparedCard {
    let all = snapshot.proposals_of(&card.id);
    let chosen: Vec<ProposalId> = ids(&snapshot.chosen(workshop.id, &card.id));
    let table = ids(&snapshot.on_table(workshop.id, &card.id));
    let is_off = |proposal: &&Arc<Proposal>| {
        !chosen.contains(&proposal.id)
            && !proposal.is_hidden()
            && !snapshot.is_replaced(proposal.id)
    };
    let off: Vec<Arc<Proposal>> = all.iter().filter(is_off).cloned().collect();
    let shown: BTreeSet<ProposalId> = table.iter().copied().chain(ids(&off)).collect();
    let prepared = |number: usize, proposal: &Proposal| prepare(snapshot, groups, number, proposal);
    let on_table: Vec<PreparedProposal> = numbered(snapshot, &table, groups)
        .iter()
        .map(|(number, proposal)| prepared(*number, proposal))
        .collect();
    let off_table = off
        .iter()
        .filter(|proposal| stands(groups, &shown, proposal.id));
    let reworded = reworded(snapshot, &all);
    let printed = printed(snapshot, &all);
    PreparedCard {
        id: card.id.clone(),
        name: card.name.to_string(),
        off_table: off_table.map(|proposal| prepared(0, proposal)).collect(),
        n_hidden: all.iter().filter(|proposal| proposal.is_hidden()).count(),
        suggestions: hints(&on_table),
        is_chosen: workshop.selection.contains_key(&card.id),
        is_as_printed: reworded.is_empty() && chosen == printed,
        on_table,
        chosen,
        printed,
        reworded,
    }
}

fn ids(proposals: &[Arc<Proposal>]) -> Vec<ProposalId> {
    proposals.iter().map(|proposal| proposal.id).collect()
}

fn prepare(
    snapshot: &Snapshot,
    groups: &Groups,
    number: usize,
    proposal: &Proposal,
) -> PreparedProposal {
    let shown = |id: &ProposalId| snapshot.proposals.get(id).map(|found| shown_label(found));
    let members = groups.members(proposal.id).iter();
    let root = groups.root(proposal.id);
    PreparedProposal {
        id: proposal.id,
        number,
        label: shown_label(proposal),
        former: proposal.replaces.as_ref().and_then(shown),
        is_added: first_wording(snapshot, proposal).number.is_none(),
        originals: members
            .filter(|id| **id != proposal.id)
            .filter_map(|id| Some((*id, shown(id)?)))
            .collect(),
        grouped_into: (root != proposal.id).then(|| shown(&root)).flatten(),
    }
}

/// The wording that `proposal` began with; itself when it replaces none.
fn first_wording<'a>(snapshot: &'a Snapshot, proposal: &'a Proposal) -> &'a Proposal {
    let mut seen = BTreeSet::new();
    let mut current = proposal;
    // A circle, which no program of ours writes, ends where it began.
    while seen.insert(current.id) {
        let former = current.replaces.and_then(|id| snapshot.proposals.get(&id));
        match former.filter(|former| former.card == current.card) {
            Some(former) => current = former,
            None => break,
        }
    }
    current
}

/// The newest wordings of the printed proposals, in the printed order.
fn printed(snapshot: &Snapshot, all: &[Arc<Proposal>]) -> Vec<ProposalId> {
    let newest = all.iter().filter(|p| !snapshot.is_replaced(p.id));
    let mut numbered: Vec<(u16, ProposalId)> = newest
        .filter_map(|proposal| Some((first_wording(snapshot, proposal).number?, proposal.id)))
        .collect();
    numbered.sort_unstable();
    numbered.into_iter().map(|(_, id)| id).collect()
}

/// Printed proposals whose newest wording is not the printed one.
fn reworded(snapshot: &Snapshot, all: &[Arc<Proposal>]) -> Vec<(ProposalId, Arc<str>)> {
    let newest = all.iter().filter(|p| !snapshot.is_replaced(p.id));
    newest
        .filter_map(|proposal| {
            let first = first_wording(snapshot, proposal);
            let is_printed = first.number.is_some() && !first.is_hidden();
            let differs = is_printed && first.label != proposal.label;
            differs.then(|| (proposal.id, Arc::clone(&first.label)))
        })
        .collect()
}

fn hints(on_table: &[PreparedProposal]) -> Vec<DuplicateHint> {
    let named = |idx: usize| {
        let found = on_table.get(idx)?;
        Some((found.id, found.number, found.label.clone()))
    };
    suggestions(on_table.iter().map(|proposal| proposal.label.as_str()))
        .into_iter()
        .filter_map(|found| {
            Some(DuplicateHint {
                into: named(found.first)?,
                proposal: named(found.second)?,
                words: found.likeness.words,
            })
        })
        .collect()
}

impl PreparedCard {
    /// The choice with `id` one place further; `None` at the end of the table.
    ///
    /// Only the two that change places move: what is hidden or grouped stays where it is.
    pub fn moved(&self, id: ProposalId, direction: Direction) -> Option<Vec<ProposalId>> {
        let at = self.on_table.iter().position(|shown| shown.id == id)?;
        let other = match direction {
            Direction::Up => at.checked_sub(1)?,
            Direction::Down => at + 1,
        };
        let neighbor = self.on_table.get(other)?.id;
        let place = |wanted| self.chosen.iter().position(|chosen| *chosen == wanted);
        let mut order = self.chosen.clone();
        order.swap(place(id)?, place(neighbor)?);
        Some(order)
    }

    /// The choice without `id` and what is grouped into it.
    pub fn without(&self, id: ProposalId) -> Vec<ProposalId> {
        let gone = with_originals(&self.on_table, id);
        let chosen = self.chosen.iter().copied();
        chosen.filter(|chosen| !gone.contains(chosen)).collect()
    }

    /// The choice with `id`, and what is grouped into it, at the end.
    pub fn with(&self, id: ProposalId) -> Vec<ProposalId> {
        let mut order = self.chosen.clone();
        let new = with_originals(&self.off_table, id);
        order.extend(new.into_iter().filter(|id| !self.chosen.contains(id)));
        order
    }

    /// The choice as it is, for a person who says that it is the right one.
    pub fn kept(&self) -> Vec<ProposalId> {
        self.chosen.clone()
    }

    /// The printed proposals in the printed order.
    pub fn as_printed(&self) -> Vec<ProposalId> {
        self.printed.clone()
    }

    /// Printed texts to write again: what each replaces, and the text. A printed text that
    /// is longer than a person may write is left as it was changed.
    pub fn texts_as_printed(&self) -> Vec<(ProposalId, Label)> {
        let texts = self.reworded.iter();
        texts
            .filter_map(|(id, text)| Some((*id, Label::new(text).ok()?)))
            .collect()
    }

    /// What is grouped into `id` by a decision about itself.
    pub fn grouped_into(&self, snapshot: &Snapshot, id: ProposalId) -> Vec<ProposalId> {
        let members = snapshot.proposals_of(&self.id);
        members
            .iter()
            .filter(|proposal| proposal.grouped_into == Some(id))
            .map(|proposal| proposal.id)
            .collect()
    }
}

fn with_originals(shown: &[PreparedProposal], id: ProposalId) -> Vec<ProposalId> {
    let found = shown.iter().find(|proposal| proposal.id == id);
    let originals = found.into_iter().flat_map(|found| &found.originals);
    let originals = originals.map(|(id, _)| *id);
    [id].into_iter().chain(originals).collect()
}

#[cfg(test)]
mod tests {
    use domain::{ModerationId, Reason, Timestamp};

    use super::*;
    use crate::model::ballot_sheet::build_ballot_sheet;
    use crate::model::workshop_samples::Sample;

    fn card(sample: &Sample) -> PreparedCard {
        let model = build_preparation(&sample.snapshot, sample.workshop());
        let mut cards = model.expect("a known workshop").cards;
        cards.swap_remove(0)
    }

    fn numbers(shown: &[PreparedProposal]) -> Vec<(usize, &str)> {
        shown
            .iter()
            .map(|proposal| (proposal.number, proposal.label.as_str()))
            .collect()
    }

    fn select(sample: &mut Sample, order: Vec<ProposalId>) {
        let (id, card) = (sample.workshop(), sample.card(1));
        let workshops = Arc::make_mut(&mut sample.snapshot.workshops);
        let workshop = workshops.get_mut(&id).expect("a known workshop");
        Arc::make_mut(workshop).selection.insert(card, order);
    }

    fn change(sample: &mut Sample, number: u8, change: impl Fn(&mut Proposal)) {
        let id = sample.proposal(number);
        let proposals = Arc::make_mut(&mut sample.snapshot.proposals);
        let proposal = proposals.get_mut(&id).expect("a known proposal");
        change(Arc::make_mut(proposal));
    }

    fn add(sample: &mut Sample, number: u8, label: &str, replaces: Option<u8>) {
        let id = sample.proposal(number);
        let proposal = Proposal {
            id,
            card: sample.card(1),
            number: None,
            label: label.into(),
            council: None,
            workshop: Some(sample.workshop()),
            grouped_into: None,
            replaces: replaces.map(|number| sample.proposal(number)),
            moderation: Vec::new(),
        };
        Arc::make_mut(&mut sample.snapshot.proposals).insert(id, Arc::new(proposal));
    }

    #[test]
    fn moving_up_and_down_changes_two_places_only() {
        let mut sample = Sample::new();
        let (one, two, three) = (sample.proposal(1), sample.proposal(2), sample.proposal(3));
        let before = card(&sample);
        assert!(before.is_as_printed);
        assert_eq!(before.moved(one, Direction::Up), None);
        assert_eq!(before.moved(three, Direction::Down), None);
        let order = before.moved(one, Direction::Down).expect("room below");
        assert_eq!(order, [two, one, three]);
        select(&mut sample, order);
        let after = card(&sample);
        assert!(!after.is_as_printed);
        assert_eq!(
            numbers(&after.on_table),
            [
                (1, "Proposition 2"),
                (2, "Proposition 1"),
                (3, "Proposition 3")
            ]
        );
        assert_eq!(after.as_printed(), [one, two, three]);
    }

    #[test]
    fn what_comes_after_the_choice_is_off_the_table() {
        let mut sample = Sample::new();
        let order = card(&sample).without(sample.proposal(2));
        select(&mut sample, order);
        add(&mut sample, 50, "Une idée neuve", None);
        let found = card(&sample);
        assert_eq!(numbers(&found.on_table).len(), 2);
        assert_eq!(
            numbers(&found.off_table),
            [(0, "Proposition 2"), (0, "Une idée neuve")]
        );
        assert!(found.off_table[1].is_added && !found.off_table[0].is_added);
        let again = found.with(sample.proposal(50));
        assert_eq!(again.last(), Some(&sample.proposal(50)));
    }

    #[test]
    fn a_group_leaves_no_gap_travels_together_and_comes_undone() {
        let mut sample = Sample::new();
        let (one, two, three) = (sample.proposal(1), sample.proposal(2), sample.proposal(3));
        sample.group(1, 2);
        let grouped = card(&sample);
        assert_eq!(
            numbers(&grouped.on_table),
            [(1, "Proposition 2"), (2, "Proposition 3")]
        );
        assert_eq!(
            grouped.on_table[0].originals,
            [(one, "Proposition 1".to_owned())]
        );
        assert_eq!(grouped.without(two), [three]);
        assert_eq!(
            grouped.moved(two, Direction::Down),
            Some(vec![one, three, two])
        );
        assert_eq!(grouped.grouped_into(&sample.snapshot, two), [one]);
        let off = grouped.without(two);
        select(&mut sample, off);
        let off = card(&sample);
        assert_eq!(numbers(&off.off_table), [(0, "Proposition 2")]);
        assert_eq!(off.with(two), [three, two, one]);
        change(&mut sample, 1, |proposal| proposal.grouped_into = None);
        assert_eq!(numbers(&card(&sample).off_table).len(), 2);
    }

    #[test]
    fn a_new_wording_takes_the_place_and_names_the_former() {
        let mut sample = Sample::new();
        add(&mut sample, 50, "Mieux dit", Some(2));
        let found = card(&sample);
        assert_eq!(found.on_table[1].label, "Mieux dit");
        assert_eq!(found.on_table[1].former.as_deref(), Some("Proposition 2"));
        assert!(!found.on_table[1].is_added);
        assert_eq!(numbers(&found.off_table), []);
        assert!(!found.is_as_printed);
        let texts = found.texts_as_printed();
        let texts: Vec<(ProposalId, &str)> = texts
            .iter()
            .map(|(id, text)| (*id, text.as_str()))
            .collect();
        assert_eq!(texts, [(sample.proposal(50), "Proposition 2")]);
        add(&mut sample, 51, "Proposition 2", Some(50));
        assert!(card(&sample).is_as_printed);
    }

    #[test]
    fn a_hidden_proposal_is_counted_and_keeps_its_place() {
        let mut sample = Sample::new();
        change(&mut sample, 2, |proposal| {
            proposal.moderation = vec![domain::Moderation {
                seq: 0,
                at: Timestamp::from_epoch_min(1),
                id: ModerationId::from_bytes([1; 16]),
                is_hidden: true,
                reason: Reason::new("Hors sujet").expect("a reason"),
            }];
        });
        let found = card(&sample);
        assert_eq!((found.n_hidden, found.on_table.len()), (1, 2));
        assert_eq!(numbers(&found.off_table), []);
        let (one, two, three) = (sample.proposal(1), sample.proposal(2), sample.proposal(3));
        assert_eq!(
            found.moved(one, Direction::Down),
            Some(vec![three, two, one])
        );
    }

    #[test]
    fn numbers_are_those_of_the_ballot() {
        let mut sample = Sample::new();
        sample.group(1, 2);
        let id = sample.open(1);
        let round = sample.round(id).clone();
        let sheet = build_ballot_sheet(&sample.snapshot, &round).expect("the round has rules");
        let groups = groups(&sample.snapshot.proposals);
        let own: Vec<ProposalId> = round.proposals.iter().copied().take(3).collect();
        let found: Vec<(usize, ProposalId)> = numbered(&sample.snapshot, &own, &groups)
            .iter()
            .map(|(number, proposal)| (*number, proposal.id))
            .collect();
        let on_ballot = sheet.cards[0].proposals.iter();
        let on_ballot: Vec<(usize, ProposalId)> = on_ballot.map(|p| (p.number, p.id)).collect();
        assert_eq!(found, on_ballot);
        let model = build_preparation(&sample.snapshot, sample.workshop());
        assert!(model.is_some_and(|model| model.is_frozen));
    }

    #[test]
    fn likely_duplicates_are_named_with_their_words() {
        let mut sample = Sample::new();
        change(&mut sample, 1, |p| {
            p.label = "Des bus gratuits le soir".into();
        });
        change(&mut sample, 3, |p| {
            p.label = "Le soir, gratuité des bus".into();
        });
        let hints = card(&sample).suggestions;
        assert_eq!(hints.len(), 1);
        assert_eq!((hints[0].into.1, hints[0].proposal.1), (1, 3));
        assert_eq!(hints[0].words, ["bus", "gratuits", "soir"]);
        sample.group(3, 1);
        assert_eq!(card(&sample).suggestions, []);
    }
}
