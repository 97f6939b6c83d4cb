//! Everything that can be read from a document, as plain values.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{
    Arbitration, ArbitrationId, Ballot, BallotId, Card, CardId, Comment, CommentId, Contract,
    PaperCount, PaperCountId, Proposal, ProposalId, Round, RoundId, RoundStatus, Statement,
    StatementId, Workshop, WorkshopId, groups,
};

/// A map that is shared between snapshots until it changes.
pub type Entries<K, V> = Arc<BTreeMap<K, Arc<V>>>;

/// The whole readable state of one document. Cloning shares every part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// The contract's own text.
    pub contract: Arc<Contract>,
    /// Cards by slug; their order is [`Card::number`].
    pub cards: Entries<CardId, Card>,
    /// Every proposal.
    pub proposals: Entries<ProposalId, Proposal>,
    /// Every workshop.
    pub workshops: Entries<WorkshopId, Workshop>,
    /// Every round.
    pub rounds: Entries<RoundId, Round>,
    /// Every ballot, whether it counts or not.
    pub ballots: Entries<BallotId, Ballot>,
    /// Every paper count, corrected or not.
    pub paper_counts: Entries<PaperCountId, PaperCount>,
    /// Every comment.
    pub comments: Entries<CommentId, Comment>,
    /// Every decision.
    pub arbitrations: Entries<ArbitrationId, Arbitration>,
    /// Every statement about what becomes of the contract, superseded or not.
    pub statements: Entries<StatementId, Statement>,
}

impl Snapshot {
    /// Cards in the order of the deck.
    pub fn deck(&self) -> Vec<Arc<Card>> {
        let mut cards: Vec<Arc<Card>> = self.cards.values().cloned().collect();
        cards.sort_by(|a, b| (a.number, &a.id).cmp(&(b.number, &b.id)));
        cards
    }

    /// Proposals of a card in their fixed order.
    pub fn proposals_of(&self, card: &CardId) -> Vec<Arc<Proposal>> {
        let mut found: Vec<Arc<Proposal>> = self
            .proposals
            .values()
            .filter(|p| p.card == *card)
            .cloned()
            .collect();
        found.sort_by_key(|proposal| proposal.order());
        found
    }

    /// Proposals that stand on the table of `workshop`, on `card`, in the order in which
    /// they are numbered there: those of [`Self::chosen`], without the hidden ones; what is
    /// grouped into another one of the table comes last, so that the numbers of a ballot
    /// have no gap.
    pub fn on_table(&self, workshop: WorkshopId, card: &CardId) -> Vec<Arc<Proposal>> {
        let mut found = self.chosen(workshop, card);
        found.retain(|proposal| !proposal.is_hidden());
        if found.iter().all(|proposal| proposal.grouped_into.is_none()) {
            return found;
        }
        let groups = groups(&self.proposals);
        let ids: BTreeSet<ProposalId> = found.iter().map(|proposal| proposal.id).collect();
        let stands = |proposal: &Arc<Proposal>| {
            let root = groups.root(proposal.id);
            root == proposal.id || !ids.contains(&root)
        };
        let (mut standing, grouped): (Vec<_>, Vec<_>) = found.into_iter().partition(stands);
        standing.extend(grouped);
        standing
    }

    /// Proposals chosen for the table of `workshop`, on `card`, in the order that was
    /// chosen: the selection, else all of the card, each in its newest wordings, the
    /// hidden ones too. What a new selection starts from.
    pub fn chosen(&self, workshop: WorkshopId, card: &CardId) -> Vec<Arc<Proposal>> {
        let selection = self
            .workshops
            .get(&workshop)
            .and_then(|workshop| workshop.selection.get(card));
        let chosen: Vec<Arc<Proposal>> = match selection {
            Some(ids) => ids
                .iter()
                .filter_map(|id| self.proposals.get(id))
                .filter(|proposal| proposal.card == *card)
                .cloned()
                .collect(),
            None => self.proposals_of(card),
        };
        let mut replacements: BTreeMap<ProposalId, Vec<&Arc<Proposal>>> = BTreeMap::new();
        for proposal in self.proposals.values().filter(|p| p.card == *card) {
            if let Some(former) = proposal.replaces {
                replacements.entry(former).or_default().push(proposal);
            }
        }
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for proposal in &chosen {
            newest_wordings(&replacements, proposal, &mut seen, &mut found);
        }
        found
    }

    /// True when another proposal replaces the wording of `id`.
    pub fn is_replaced(&self, id: ProposalId) -> bool {
        let card = self.proposals.get(&id).map(|proposal| &proposal.card);
        let mut others = self.proposals.values();
        others.any(|other| other.replaces == Some(id) && Some(&other.card) == card)
    }

    /// Rounds of a workshop, first opened first.
    pub fn rounds_of(&self, workshop: WorkshopId) -> Vec<Arc<Round>> {
        let mut found: Vec<Arc<Round>> = self
            .rounds
            .values()
            .filter(|r| r.workshop == workshop)
            .cloned()
            .collect();
        // A round that is only prepared comes last; one of the past, whose opening is not
        // known, comes first.
        found.sort_by_key(|round| {
            let is_draft = round.status() == RoundStatus::Draft;
            (is_draft, round.opened_at, round.id)
        });
        found
    }

    /// Workshops, newest day first.
    pub fn workshops_newest_first(&self) -> Vec<Arc<Workshop>> {
        let mut found: Vec<Arc<Workshop>> = self.workshops.values().cloned().collect();
        found.sort_by_key(|workshop| (core::cmp::Reverse(workshop.date), workshop.id));
        found
    }
}

/// Puts the wordings that nothing replaces, starting from `proposal`, at the end of
/// `found`, each once; wordings that replace one another in a circle, which no program of
/// ours writes, stand as they are.
fn newest_wordings(
    replacements: &BTreeMap<ProposalId, Vec<&Arc<Proposal>>>,
    proposal: &Arc<Proposal>,
    seen: &mut BTreeSet<ProposalId>,
    found: &mut Vec<Arc<Proposal>>,
) {
    let mut pending = vec![proposal];
    while let Some(current) = pending.pop() {
        if !seen.insert(current.id) {
            continue;
        }
        let newer = replacements.get(&current.id).map_or(&[][..], Vec::as_slice);
        let newer: Vec<&Arc<Proposal>> = newer
            .iter()
            .copied()
            .filter(|newer| !seen.contains(&newer.id))
            .collect();
        if newer.is_empty() {
            found.push(Arc::clone(current));
        } else {
            pending.extend(newer.into_iter().rev());
        }
    }
}
