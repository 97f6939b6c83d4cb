//! Everything that can be read from a document, as plain values.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{
    Arbitration, ArbitrationId, Ballot, BallotId, Card, CardId, Comment, CommentId, Contract,
    PaperCount, PaperCountId, Proposal, ProposalId, Round, RoundId, Workshop, WorkshopId,
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

    /// Rounds of a workshop, first opened first.
    pub fn rounds_of(&self, workshop: WorkshopId) -> Vec<Arc<Round>> {
        let mut found: Vec<Arc<Round>> = self
            .rounds
            .values()
            .filter(|r| r.workshop == workshop)
            .cloned()
            .collect();
        found.sort_by_key(|round| (round.opened_at, round.id));
        found
    }

    /// Workshops, newest day first.
    pub fn workshops_newest_first(&self) -> Vec<Arc<Workshop>> {
        let mut found: Vec<Arc<Workshop>> = self.workshops.values().cloned().collect();
        found.sort_by_key(|workshop| (core::cmp::Reverse(workshop.date), workshop.id));
        found
    }
}
