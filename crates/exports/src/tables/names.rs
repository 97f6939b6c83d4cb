//! How a cell names a council, a card or a proposal.

use domain::{CardId, CouncilId, ProposalId, RoundId, Snapshot, WorkshopId};

use crate::table::Cell;

/// Name of a council, as printed; its id when the contract lacks it.
pub(super) fn council_name(snapshot: &Snapshot, id: &CouncilId) -> String {
    let known = snapshot.contract.council(id);
    known.map_or_else(|| id.to_string(), |council| council.name.to_string())
}

/// Name of a council that may not be known.
pub(super) fn council(snapshot: &Snapshot, id: Option<&CouncilId>) -> Cell {
    Cell::maybe(id, |id| Cell::text(council_name(snapshot, id)))
}

/// Name of a card, as printed; its id when the document lacks it.
pub(super) fn card_name(snapshot: &Snapshot, id: &CardId) -> String {
    let known = snapshot.cards.get(id);
    known.map_or_else(|| id.to_string(), |card| card.name.to_string())
}

/// Names of cards.
pub(super) fn cards<'a>(snapshot: &Snapshot, ids: impl Iterator<Item = &'a CardId>) -> Cell {
    Cell::list(ids.map(|id| card_name(snapshot, id)))
}

/// Wording of a proposal; none when it is hidden or not known.
pub(super) fn label(snapshot: &Snapshot, id: ProposalId) -> Cell {
    let known = snapshot.proposals.get(&id);
    let shown = known.filter(|proposal| !proposal.is_hidden());
    Cell::maybe(shown, |proposal| Cell::text(&proposal.label))
}

/// Id of a proposal that the table of proposals has.
pub(super) fn proposal(snapshot: &Snapshot, id: Option<ProposalId>) -> Cell {
    let known = id.filter(|id| snapshot.proposals.contains_key(id));
    Cell::maybe(known, Cell::id)
}

/// Id of a workshop that the table of workshops has.
pub(super) fn workshop(snapshot: &Snapshot, id: Option<WorkshopId>) -> Cell {
    let known = id.filter(|id| snapshot.workshops.contains_key(id));
    Cell::maybe(known, Cell::id)
}

/// Id of a round that the table of rounds has.
pub(super) fn round(snapshot: &Snapshot, id: RoundId) -> Cell {
    let known = Some(id).filter(|id| snapshot.rounds.contains_key(id));
    Cell::maybe(known, Cell::id)
}

/// Row of an action that the table of actions has.
pub(super) fn action(snapshot: &Snapshot, seq: Option<u16>) -> Cell {
    let known = seq.filter(|seq| snapshot.contract.action(*seq).is_some());
    Cell::maybe(known, Cell::from)
}
