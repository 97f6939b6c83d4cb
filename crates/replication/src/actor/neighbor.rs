//! One peer of one document, for as long as one connection lasts.

use automerge::sync::{State, SyncDoc};
use automerge::{Automerge, ChangeHash};

use super::{CloseReason, PeerStatus};
use crate::document_id::DocumentId;
use crate::limits::SYNC_BYTES_MAX;
use crate::message::{Message, PeerId};

/// Sync state with one peer. Never reused: Automerge's protocol assumes one
/// ordered stream per state, and a state that outlives its stream stalls.
#[derive(Debug)]
pub(super) struct Neighbor {
    local: PeerId,
    peer: PeerId,
    sync: State,
    /// This end speaks first, or the peer has spoken.
    is_engaged: bool,
    /// The peer sent a sync message on this connection.
    has_heard: bool,
    /// A message may be due.
    is_dirty: bool,
    /// The peer was told that there is nothing yet.
    awaits_content: bool,
    /// The peer's heads covered ours when last compared.
    is_in_sync: bool,
}

impl Neighbor {
    pub(super) fn new(local: PeerId, peer: PeerId, announce: bool) -> Self {
        Self {
            local,
            peer,
            sync: State::new(),
            is_engaged: announce,
            has_heard: false,
            is_dirty: announce,
            awaits_content: false,
            is_in_sync: false,
        }
    }

    pub(super) fn peer(&self) -> &PeerId {
        &self.peer
    }

    pub(super) fn sync_mut(&mut self) -> &mut State {
        &mut self.sync
    }

    /// A sync message of the peer was applied: an answer may be due.
    pub(super) fn heard(&mut self) {
        self.is_engaged = true;
        self.has_heard = true;
        self.is_dirty = true;
        self.awaits_content = false;
    }

    /// The durable heads moved.
    pub(super) fn mark_dirty(&mut self) {
        self.is_dirty = self.is_engaged;
    }

    /// The document has changes that the peer is not known to have.
    pub(super) fn mark_behind(&mut self) {
        self.is_in_sync = false;
    }

    /// Answers a request for a document of which there is nothing.
    pub(super) fn unavailable(&mut self, document_id: DocumentId) -> Message {
        self.awaits_content = true;
        Message::DocUnavailable {
            document_id,
            sender_id: self.local.clone(),
            target_id: self.peer.clone(),
        }
    }

    fn covers(&self, heads: &[ChangeHash]) -> bool {
        self.sync.their_heads.as_ref().is_some_and(|their_heads| {
            heads
                .iter()
                .all(|head| their_heads.contains(head) || self.sync.shared_heads.contains(head))
        })
    }

    /// Whether the peer's heads cover `heads` now and did not before.
    pub(super) fn has_come_in_sync(&mut self, heads: &[ChangeHash]) -> bool {
        let was_in_sync = self.is_in_sync;
        self.is_in_sync = self.covers(heads);
        self.is_in_sync && !was_in_sync
    }

    pub(super) fn status(&self, document: &Automerge) -> PeerStatus {
        if self.covers(&document.get_heads()) {
            return PeerStatus {
                n_missing: 0,
                in_sync: true,
            };
        }
        let is_known = |head: &&ChangeHash| document.get_change_meta_by_hash(head).is_some();
        let their_heads = self.sync.their_heads.iter().flatten();
        let known: Vec<ChangeHash> = their_heads
            .chain(&self.sync.shared_heads)
            .filter(is_known)
            .copied()
            .collect();
        PeerStatus {
            n_missing: document.get_changes_meta(&known).len(),
            in_sync: false,
        }
    }

    /// The next sync message, if one is due.
    ///
    /// Call it only while every change of the document is durable.
    pub(super) fn next_message(
        &mut self,
        document_id: DocumentId,
        document: &Automerge,
    ) -> Option<Result<Message, CloseReason>> {
        if !std::mem::take(&mut self.is_dirty) {
            return None;
        }
        let has_nothing = document.get_heads().is_empty();
        if self.awaits_content && has_nothing {
            return None;
        }
        let data = document.generate_sync_message(&mut self.sync)?.encode();
        if data.len() > SYNC_BYTES_MAX {
            return Some(Err(CloseReason::TooLong {
                n_bytes: data.len(),
            }));
        }
        let (sender_id, target_id) = (self.local.clone(), self.peer.clone());
        // Only the end that has nothing and heard nothing asks for the document.
        Some(Ok(if has_nothing && !self.has_heard {
            Message::Request {
                document_id,
                sender_id,
                target_id,
                data,
            }
        } else {
            Message::Sync {
                document_id,
                sender_id,
                target_id,
                data,
            }
        }))
    }
}
