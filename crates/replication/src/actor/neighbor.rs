//! One peer of one document, for as long as one connection lasts.

use std::collections::BTreeSet;

use automerge::sync::{self, State, SyncDoc};
use automerge::{Automerge, Change, ChangeHash};

use super::{CloseReason, PeerStatus};
use crate::chunk::expansion::Budget;
use crate::chunk::scan;
use crate::document_id::DocumentId;
use crate::limits::{PART_BYTES_MAX, SYNC_BYTES_MAX, UNCHECKED_BYTES_MAX};
use crate::message::{Message, PeerId};

/// Sync state with one peer. Never reused: Automerge's protocol assumes one
/// ordered stream per state, and a state that outlives its stream stalls.
#[derive(Debug)]
pub(super) struct Neighbor {
    local: PeerId,
    peer: PeerId,
    sync: State,
    talk: Talk,
    /// A message may be due.
    is_dirty: bool,
    /// The peer's heads covered ours when last compared.
    is_in_sync: bool,
    /// Heads in the last message that was sent on this connection.
    told_heads: Vec<ChangeHash>,
    /// Changes that went out in parts and are not known to be taken in.
    sent_in_parts: BTreeSet<ChangeHash>,
}

/// How long the sync messages to a peer may be, in bytes.
///
/// Others than the default are for simulated networks, whose documents are small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrameLimits {
    /// Longest sync payload.
    pub(super) sync_bytes_max: usize,
    /// Most bytes of changes in one part of what does not fit one payload.
    pub(super) part_bytes_max: usize,
}

impl Default for FrameLimits {
    fn default() -> Self {
        Self {
            sync_bytes_max: SYNC_BYTES_MAX,
            part_bytes_max: PART_BYTES_MAX,
        }
    }
}

/// How far the two ends have come to speak on this connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Talk {
    /// The peer speaks first, and has not yet.
    Waits,
    /// This end speaks first, and has no answer yet.
    Announces,
    /// The peer sent a sync message.
    Heard,
    /// The peer asked and was told that there is nothing yet.
    AwaitsContent,
}

impl Neighbor {
    pub(super) fn new(local: PeerId, peer: PeerId, announce: bool, may_write: bool) -> Self {
        Self {
            local,
            peer,
            sync: if may_write {
                State::new()
            } else {
                State::new_read_only()
            },
            talk: if announce {
                Talk::Announces
            } else {
                Talk::Waits
            },
            is_dirty: announce,
            is_in_sync: false,
            told_heads: Vec::new(),
            sent_in_parts: BTreeSet::new(),
        }
    }

    /// This end's peer id on the connection.
    pub(super) fn local(&self) -> &PeerId {
        &self.local
    }

    pub(super) fn peer(&self) -> &PeerId {
        &self.peer
    }

    /// Whether this peer's changes are taken in.
    pub(super) fn may_write(&self) -> bool {
        !self.sync.read_only
    }

    pub(super) fn sync_mut(&mut self) -> &mut State {
        &mut self.sync
    }

    /// A sync message of the peer was applied: an answer may be due.
    pub(super) fn heard(&mut self) {
        self.talk = Talk::Heard;
        self.is_dirty = true;
    }

    /// The durable heads moved.
    pub(super) fn mark_dirty(&mut self) {
        self.is_dirty = self.talk != Talk::Waits;
    }

    /// The document has changes that the peer is not known to have.
    pub(super) fn mark_behind(&mut self) {
        self.is_in_sync = false;
    }

    /// Answers a request for a document of which there is nothing.
    pub(super) fn unavailable(&mut self, document_id: DocumentId) -> Message {
        self.talk = Talk::AwaitsContent;
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
        limits: FrameLimits,
    ) -> Option<Result<Message, CloseReason>> {
        if !std::mem::take(&mut self.is_dirty) {
            return None;
        }
        let heads = document.get_heads();
        let has_nothing = heads.is_empty();
        if self.talk == Talk::AwaitsContent && has_nothing {
            return None;
        }
        // A peer that names the heads it has sent us makes Automerge believe
        // that we have named them too. While an append holds our answer back
        // that is wrong, and the peer would never learn that they are stored.
        if self.sync.last_sent_heads == heads && self.told_heads != heads {
            self.sync.last_sent_heads.clone_from(&self.told_heads);
        }
        // Automerge forgets what the peer has by now, or has lost.
        self.sent_in_parts
            .retain(|hash| self.sync.sent_hashes.contains(hash));
        let mut data = document.generate_sync_message(&mut self.sync)?.encode();
        self.told_heads = heads;
        if !is_readable(&data, limits.sync_bytes_max) {
            data = match self.first_part(document, &data, limits.part_bytes_max) {
                Ok(part) => part,
                Err(reason) => return Some(Err(reason)),
            };
        }
        let (sender_id, target_id) = (self.local.clone(), self.peer.clone());
        // Only the end that has nothing and heard nothing asks for the document.
        Some(Ok(if has_nothing && self.talk == Talk::Announces {
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

    /// A message that the peer can take, with the first of the changes that it
    /// is not known to have, in an order in which each can be applied.
    ///
    /// The peer answers, and the next part follows. What an earlier part held
    /// is left out: while the peer has changes that are unknown here, its heads
    /// do not tell that it has them, and the same part would go out for ever.
    fn first_part(
        &mut self,
        document: &Automerge,
        whole: &[u8],
        part_bytes_max: usize,
    ) -> Result<Vec<u8>, CloseReason> {
        let too_long = CloseReason::TooLong {
            n_bytes: whole.len(),
        };
        let Ok(mut message) = sync::Message::decode(whole) else {
            return Err(too_long);
        };
        let mut budget = Budget::default();
        let mut changes: Vec<Vec<u8>> = Vec::new();
        let mut n_bytes_left = part_bytes_max;
        let candidates = self.candidates(document, &message);
        let is_nothing_left = candidates.is_empty();
        let mut later = candidates.into_iter();
        for change in later.by_ref() {
            let bytes = change.raw_bytes();
            let left = n_bytes_left.checked_sub(bytes.len());
            let fits = scan::fits_within(bytes, &mut budget);
            let Some(left) = left.filter(|_| fits) else {
                self.sync.sent_hashes.remove(&change.hash());
                break;
            };
            n_bytes_left = left;
            self.sync.sent_hashes.insert(change.hash());
            self.sent_in_parts.insert(change.hash());
            changes.push(bytes.to_vec());
        }
        if changes.is_empty() && !is_nothing_left {
            // One change alone is over the limit.
            return Err(too_long);
        }
        for change in later {
            self.sync.sent_hashes.remove(&change.hash());
        }
        message.version = sync::MessageVersion::V1;
        message.changes = changes.into();
        Ok(message.encode())
    }

    /// The changes that a message which is too long would bring.
    fn candidates(&self, document: &Automerge, message: &sync::Message) -> Vec<Change> {
        if message.version == sync::MessageVersion::V1 {
            // Automerge has left out what the peer has and what was sent.
            let read = |bytes: &[u8]| Change::from_bytes(bytes.to_vec()).ok();
            return message.changes.iter().filter_map(read).collect();
        }
        let needed = self.sync.their_need.as_deref().unwrap_or_default();
        let is_wanted = |change: &Change| {
            let hash = change.hash();
            !self.sent_in_parts.contains(&hash) || needed.contains(&hash)
        };
        let mut changes = document.get_changes(&self.sync.shared_heads);
        changes.retain(is_wanted);
        changes
    }
}

/// Whether the other end takes a sync message of these bytes.
fn is_readable(data: &[u8], sync_bytes_max: usize) -> bool {
    if data.len() > sync_bytes_max {
        return false;
    }
    if data.len() <= UNCHECKED_BYTES_MAX {
        return true;
    }
    let mut budget = Budget::default();
    sync::Message::decode(data).is_ok_and(|message| {
        let mut changes = message.changes.iter();
        changes.all(|bytes| scan::fits_within(bytes, &mut budget))
    })
}
