//! The only owner of a document in its process: edits, sync, durability.
//!
//! Inputs go in, outputs come out; the driver does the IO that they name.
//! Knows Automerge and the rule that **acknowledged means durable**; knows no
//! socket, store, clock or randomness.
//!
//! An Automerge sync message always advertises all heads of its document, so
//! no sync message is made while any change is not yet stored. What arrives
//! meanwhile waits and shares the next append. Messages are made before the
//! waiting frames are applied, so a stream of frames cannot starve the peers.
//!
//! Read [`Input`], [`Output`], then [`DocumentActor`].

use std::collections::{BTreeMap, VecDeque};

use automerge::sync::{self, SyncDoc};
use automerge::{ActorId, Automerge, ChangeHash, ReadDoc};

use crate::chunk::{Chunk, ChunkKey, ChunkKind, ChunkLedger};
use crate::confine::{Stopped, apply_confined};
use crate::document_id::DocumentId;
use crate::limits::{WAITING_BYTES_MAX, WAITING_FRAMES_MAX};
use crate::message::Message;

mod admissions;
mod ephemeral;
mod events;
mod journal;
mod loading;
mod merging;
mod neighbor;
mod reading;
mod reports;

pub use events::{AppendId, CloseReason, CompactionId, ConnectionId, Input, Origin, Output};
pub use merging::read_file;
pub use reports::{DamagedChunk, LoadError, LoadReport, MergeError, MergeReport, PeerStatus};

use admissions::{Orphans, SyncFrame};

use ephemeral::EphemeralFilter;
use journal::Journal;
use neighbor::{FrameLimits, Neighbor};
use reading::{check_pieces, load_strictly, read_sync_message};

/// Something that waits until no append is in flight.
#[derive(Debug)]
enum Waiting {
    Sync {
        connection: ConnectionId,
        message: SyncFrame,
        is_request: bool,
        n_bytes: usize,
    },
    Chunk(Chunk),
}

/// One document, its peers, and its way to the store.
#[derive(Debug)]
pub struct DocumentActor {
    document_id: DocumentId,
    document: Automerge,
    has_genesis: bool,
    journal: Journal,
    ledger: ChunkLedger,
    compaction: Option<Compaction>,
    n_compactions: u64,
    neighbors: BTreeMap<ConnectionId, Neighbor>,
    waiting: VecDeque<Waiting>,
    ephemeral: EphemeralFilter,
    orphans: Orphans,
    frame_limits: FrameLimits,
}

#[derive(Debug)]
struct Compaction {
    id: CompactionId,
    snapshot: Chunk,
    superseded: Vec<ChunkKey>,
}

impl DocumentActor {
    /// Starts a replica from the fixed bytes that every replica has.
    ///
    /// The genesis is durable by definition and is never appended.
    ///
    /// # Errors
    /// The genesis is not an Automerge document with at least one change.
    pub fn new(document_id: DocumentId, genesis: &[u8]) -> Result<Self, LoadError> {
        let document = load_strictly(genesis).map_err(|reason| LoadError::Genesis {
            document_id,
            reason,
        })?;
        if document.is_empty() {
            return Err(LoadError::EmptyGenesis { document_id });
        }
        let ledger = ChunkLedger::with_base(genesis.len());
        Ok(Self::with_document(document_id, document, ledger, true))
    }

    /// Starts with no change at all: a relay before it loads or hears any.
    pub fn empty(document_id: DocumentId) -> Self {
        Self::with_document(document_id, Automerge::new(), ChunkLedger::default(), false)
    }

    fn with_document(
        document_id: DocumentId,
        document: Automerge,
        ledger: ChunkLedger,
        has_genesis: bool,
    ) -> Self {
        Self {
            document_id,
            journal: Journal::new(document.get_heads()),
            document,
            has_genesis,
            ledger,
            compaction: None,
            n_compactions: 0,
            neighbors: BTreeMap::new(),
            waiting: VecDeque::new(),
            ephemeral: EphemeralFilter::default(),
            orphans: Orphans::default(),
            frame_limits: FrameLimits::default(),
        }
    }

    /// Replaces the random Automerge actor id; for runs that must repeat.
    ///
    /// Never give two replicas, or two runs of one replica, the same id.
    #[must_use]
    pub fn with_actor_id(mut self, actor_id: ActorId) -> Self {
        self.document.set_actor(actor_id);
        self
    }

    /// Sends in parts what is longer; for simulated networks, whose documents are small.
    #[cfg(any(test, feature = "simulation"))]
    #[must_use]
    pub(crate) fn with_frame_limits(
        mut self,
        sync_bytes_max: usize,
        part_bytes_max: usize,
    ) -> Self {
        self.frame_limits = FrameLimits {
            sync_bytes_max,
            part_bytes_max,
        };
        self
    }

    /// The document's name.
    pub fn document_id(&self) -> DocumentId {
        self.document_id
    }

    /// The document, to read; [`Self::edit`] is the way to change it.
    pub fn document(&self) -> &Automerge {
        &self.document
    }

    /// Heads of the document in memory.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.document.get_heads()
    }

    /// Heads known to be durable; no others are ever advertised.
    pub fn stored_heads(&self) -> &[ChangeHash] {
        self.journal.stored_heads()
    }

    /// Whether every change is durable.
    pub fn is_stored(&self) -> bool {
        self.journal.is_settled() && self.journal.covers(&self.document.get_heads())
    }

    /// The whole document as a snapshot, for export.
    pub fn save(&self) -> Vec<u8> {
        self.document.save()
    }

    /// How far a peer is; `None` for an unknown connection.
    pub fn sync_status(&self, peer: ConnectionId) -> Option<PeerStatus> {
        let neighbor = self.neighbors.get(&peer)?;
        Some(neighbor.status(&self.document))
    }

    /// Whether [`Output::Admitted`] may still name this connection: one of its
    /// frames waits, or one of its changes waits for others.
    pub fn may_still_admit(&self, connection: ConnectionId) -> bool {
        let is_from = |waiting: &Waiting| matches!(waiting, Waiting::Sync { connection: from, .. } if *from == connection);
        self.orphans.names(connection) || self.waiting.iter().any(is_from)
    }

    /// Connections that this document is shared on.
    pub fn connections(&self) -> impl Iterator<Item = ConnectionId> + '_ {
        self.neighbors.keys().copied()
    }

    /// Whether changes wait in memory for others that nobody brought yet.
    fn has_orphans(&self) -> bool {
        !self.document.get_missing_deps(&[]).is_empty()
    }

    /// Whether changes that are certainly in the store become durable heads by
    /// themselves: nothing else is pending that they could bring along.
    fn may_advance(&self) -> bool {
        self.journal.is_settled()
            && self.journal.covers(&self.document.get_heads())
            && !self.has_orphans()
    }

    /// Makes a local change: runs `edit` in place; its changes become one append.
    ///
    /// # Errors
    /// What `edit` returns; the document is then as before, even when `edit`
    /// had committed something.
    pub fn edit<T, E>(
        &mut self,
        edit: impl FnOnce(&mut Automerge) -> Result<T, E>,
    ) -> Result<(T, Vec<Output>), E> {
        let before = self.document.get_heads();
        let actor_id = self.document.get_actor().clone();
        match edit(&mut self.document) {
            Ok(value) => Ok((value, self.changed(before, Origin::Local))),
            Err(error) => {
                if self.document.get_heads() != before {
                    self.roll_back(&before, actor_id);
                }
                Err(error)
            }
        }
    }

    /// Rebuilds the document at `heads`, with the changes that wait for others.
    fn roll_back(&mut self, heads: &[ChangeHash], actor_id: ActorId) {
        let Ok(mut document) = self.document.fork_at(heads) else {
            // Cannot be: the heads were the document's own.
            return;
        };
        let save = |retain_orphans| automerge::SaveOptions {
            deflate: false,
            retain_orphans,
        };
        let without_orphans = self.document.save_with_options(save(false)).len();
        let with_orphans = self.document.save_with_options(save(true));
        if let Some(orphans) = with_orphans.get(without_orphans..)
            && !orphans.is_empty()
        {
            // They were accepted before; if not now, a peer brings them again.
            let _not_needed = document.load_incremental(orphans);
        }
        document.set_actor(actor_id);
        self.document = document;
    }

    /// Outputs for changes that were just made on this device.
    fn changed(&mut self, before: Vec<ChangeHash>, origin: Origin) -> Vec<Output> {
        let mut outputs = Vec::new();
        if self.document.get_heads() != before {
            outputs.push(Output::Changed { before, origin });
            self.append_new(origin, &mut outputs);
        }
        outputs
    }

    /// Takes one input.
    pub fn handle(&mut self, input: Input) -> Vec<Output> {
        self.handle_all([input])
    }

    /// Takes several inputs at once: their changes share one append.
    pub fn handle_all(&mut self, inputs: impl IntoIterator<Item = Input>) -> Vec<Output> {
        let mut outputs = Vec::new();
        for input in inputs {
            self.accept(input, &mut outputs);
        }
        self.settle(&mut outputs);
        outputs
    }

    fn accept(&mut self, input: Input, outputs: &mut Vec<Output>) {
        match input {
            Input::Connected {
                connection,
                local,
                peer,
                announce,
                may_write,
            } => {
                let neighbor = Neighbor::new(local, peer, announce, may_write);
                self.neighbors.insert(connection, neighbor);
            }
            Input::Disconnected { connection } => {
                // Frames that came before still count: their changes are real.
                self.neighbors.remove(&connection);
            }
            Input::Frame {
                connection,
                message,
            } => self.accept_frame(connection, message, outputs),
            Input::Broadcast {
                session_id,
                count,
                data,
            } => self.broadcast(&session_id, count, &data, outputs),
            Input::Stored { append } => {
                if let Some(chunk) = self.journal.stored(append) {
                    self.ledger.add(&chunk);
                }
                while let Some(append) = self.journal.pop_durable() {
                    outputs.push(Output::Saved { append });
                }
                self.mark_all_dirty();
            }
            Input::AppendFailed { append } => self.journal.failed(append),
            Input::RetryAppends => outputs.extend(self.journal.retry()),
            Input::StoredElsewhere { chunk } => {
                self.waiting.push_back(Waiting::Chunk(chunk));
                self.apply_waiting_if_free(outputs);
            }
            Input::Compact => outputs.extend(self.compact()),
            Input::Compacted { compaction } => {
                if let Some(done) = self.compaction.take_if(|it| it.id == compaction) {
                    self.ledger.replace(&done.superseded, &done.snapshot);
                }
            }
            Input::CompactionFailed { compaction } => {
                self.compaction.take_if(|it| it.id == compaction);
            }
        }
    }

    fn accept_frame(
        &mut self,
        connection: ConnectionId,
        message: Message,
        outputs: &mut Vec<Output>,
    ) {
        let Some(neighbor) = self.neighbors.get(&connection) else {
            // Closed by this end: nobody knows what the sender may do.
            return;
        };
        let may_write = neighbor.may_write();
        let is_request = matches!(message, Message::Request { .. });
        match message {
            Message::Request { data, .. } | Message::Sync { data, .. } => {
                let n_bytes = data.len();
                match read_sync_message(&data) {
                    Ok((message, changes)) => {
                        let message = SyncFrame {
                            message,
                            changes,
                            may_write,
                        };
                        self.waiting.push_back(Waiting::Sync {
                            connection,
                            message,
                            is_request,
                            n_bytes,
                        });
                        self.apply_waiting_if_free(outputs);
                        self.bound_waiting(connection, outputs);
                    }
                    Err(reason) => {
                        self.close(connection, CloseReason::Malformed { reason }, outputs);
                    }
                }
            }
            Message::DocUnavailable { .. } => outputs.push(Output::Unavailable { connection }),
            // Who may only read has nothing to tell the others.
            Message::Ephemeral { .. } if may_write => {
                self.forward_ephemeral(connection, &message, outputs);
            }
            // The session answers or ignores the others; none is about a document.
            _ => {}
        }
    }

    fn bound_waiting(&mut self, connection: ConnectionId, outputs: &mut Vec<Output>) {
        let n_bytes: usize = self.waiting.iter().map(Waiting::n_bytes).sum();
        if self.waiting.len() > WAITING_FRAMES_MAX || n_bytes > WAITING_BYTES_MAX {
            self.waiting.pop_back();
            self.close(connection, CloseReason::Overloaded, outputs);
        }
    }

    fn close(&mut self, connection: ConnectionId, reason: CloseReason, outputs: &mut Vec<Output>) {
        if self.neighbors.remove(&connection).is_some() {
            outputs.push(Output::Close { connection, reason });
        }
    }

    fn broadcast(&mut self, session_id: &str, count: u64, data: &[u8], outputs: &mut Vec<Output>) {
        for (connection, neighbor) in &self.neighbors {
            // What comes back by another way is no news.
            let _own = self.ephemeral.is_new(neighbor.local(), session_id, count);
            outputs.push(Output::Send {
                connection: *connection,
                message: Message::Ephemeral {
                    document_id: self.document_id,
                    sender_id: neighbor.local().clone(),
                    target_id: neighbor.peer().clone(),
                    count,
                    session_id: session_id.to_owned(),
                    data: data.to_vec(),
                },
            });
        }
    }

    fn forward_ephemeral(
        &mut self,
        connection: ConnectionId,
        message: &Message,
        outputs: &mut Vec<Output>,
    ) {
        let Message::Ephemeral {
            sender_id,
            count,
            session_id,
            data,
            ..
        } = message
        else {
            return;
        };
        if !self.ephemeral.is_new(sender_id, session_id, *count) {
            return;
        }
        for (other, neighbor) in &self.neighbors {
            if *other != connection && neighbor.peer() != sender_id {
                outputs.push(Output::Send {
                    connection: *other,
                    message: Message::Ephemeral {
                        document_id: self.document_id,
                        sender_id: sender_id.clone(),
                        target_id: neighbor.peer().clone(),
                        count: *count,
                        session_id: session_id.clone(),
                        data: data.clone(),
                    },
                });
            }
        }
        outputs.push(Output::Ephemeral {
            sender: sender_id.clone(),
            data: data.clone(),
        });
    }

    fn apply_waiting_if_free(&mut self, outputs: &mut Vec<Output>) {
        if self.journal.has_in_flight() {
            return;
        }
        while let Some(waiting) = self.waiting.pop_front() {
            match waiting {
                Waiting::Sync {
                    connection,
                    message,
                    is_request,
                    ..
                } => self.apply_sync(connection, message, is_request, outputs),
                Waiting::Chunk(chunk) => self.apply_chunk(&chunk, outputs),
            }
        }
    }

    fn apply_sync(
        &mut self,
        connection: ConnectionId,
        frame: SyncFrame,
        is_request: bool,
        outputs: &mut Vec<Output>,
    ) {
        let SyncFrame {
            message,
            changes,
            may_write,
        } = frame;
        let has_changes = may_write && !message.changes.is_empty();
        if has_changes && self.journal.is_full() {
            self.close(connection, CloseReason::Overloaded, outputs);
            return;
        }
        let before = self.document.get_heads();
        let their_heads = message.heads.clone();
        let mut parting = sync::State::new();
        let state = match self.neighbors.get_mut(&connection) {
            Some(neighbor) => neighbor.sync_mut(),
            None if may_write => &mut parting,
            None => return,
        };
        let received = apply_confined(&mut self.document, |it| {
            it.receive_sync_message(state, message)
        });
        let Ok(received) = received else {
            self.refuse_what_stops_automerge(connection, outputs);
            return;
        };
        let after = self.document.get_heads();
        if has_changes {
            let admitted = self
                .orphans
                .admit(&self.document, connection, &before, changes);
            outputs.extend(admitted);
        }
        if after != before {
            outputs.push(Output::Changed {
                before,
                origin: Origin::Remote,
            });
            self.neighbors.values_mut().for_each(Neighbor::mark_behind);
        }
        if let Err(error) = received {
            let reason = error.to_string();
            self.close(connection, CloseReason::Refused { reason }, outputs);
            return;
        }
        let Some(neighbor) = self.neighbors.get_mut(&connection) else {
            return;
        };
        neighbor.heard();
        if is_request && after.is_empty() && their_heads.is_empty() {
            outputs.push(Output::Send {
                connection,
                message: neighbor.unavailable(self.document_id),
            });
        }
        if neighbor.has_come_in_sync(&after) {
            outputs.push(Output::PeerInSync { connection });
        }
    }

    /// Closes the connection whose frame made Automerge panic, and those whose
    /// changes waited for others: one of these may be at fault, and the honest
    /// ones connect again and bring theirs once more.
    fn refuse_what_stops_automerge(&mut self, connection: ConnectionId, outputs: &mut Vec<Output>) {
        let waited = self.orphans.forget();
        for connection in waited.into_iter().chain([connection]) {
            let reason = Stopped.to_string();
            self.close(connection, CloseReason::Refused { reason }, outputs);
        }
    }

    /// Applies a chunk that is already durable, by another process.
    fn apply_chunk(&mut self, chunk: &Chunk, outputs: &mut Vec<Output>) {
        if check_pieces(chunk.bytes()).is_err() {
            return;
        }
        let may_advance = self.may_advance();
        let before = self.document.get_heads();
        if self.add(chunk.bytes()).is_err() {
            return;
        }
        let after = self.document.get_heads();
        if self.contains(chunk) {
            self.ledger.add(chunk);
        }
        if after == before {
            return;
        }
        outputs.push(Output::Changed {
            before,
            origin: Origin::Remote,
        });
        self.neighbors.values_mut().for_each(Neighbor::mark_behind);
        if may_advance {
            self.journal.advance(after);
            self.mark_all_dirty();
        }
        // Else the changes go into the next append as well: twice is harmless.
    }

    fn mark_all_dirty(&mut self) {
        if self.journal.is_settled() {
            self.neighbors.values_mut().for_each(Neighbor::mark_dirty);
        }
    }

    /// Appends what is new and speaks to peers, as far as durability allows.
    fn settle(&mut self, outputs: &mut Vec<Output>) {
        self.append_new(Origin::Remote, outputs);
        self.send_if_settled(outputs);
        if !self.waiting.is_empty() && !self.journal.has_in_flight() {
            self.apply_waiting_if_free(outputs);
            self.append_new(Origin::Remote, outputs);
            self.send_if_settled(outputs);
        }
    }

    /// One append for everything that no append holds yet.
    fn append_new(&mut self, origin: Origin, outputs: &mut Vec<Output>) {
        let heads = self.document.get_heads();
        if self.journal.covers(&heads) {
            return;
        }
        let bytes = self.document.save_after(self.journal.appended_heads());
        let chunk = Chunk::new(ChunkKind::Incremental, bytes);
        outputs.push(self.journal.append(chunk, origin, heads));
        if origin == Origin::Local {
            self.neighbors.values_mut().for_each(Neighbor::mark_behind);
        }
    }

    /// Makes sync messages; never while any change is not durable, because
    /// each message advertises all heads.
    fn send_if_settled(&mut self, outputs: &mut Vec<Output>) {
        if !self.journal.is_settled() {
            return;
        }
        let mut too_long = Vec::new();
        for (connection, neighbor) in &mut self.neighbors {
            match neighbor.next_message(self.document_id, &self.document, self.frame_limits) {
                Some(Ok(message)) => outputs.push(Output::Send {
                    connection: *connection,
                    message,
                }),
                Some(Err(reason)) => too_long.push((*connection, reason)),
                None => {}
            }
        }
        for (connection, reason) in too_long {
            self.close(connection, reason, outputs);
        }
    }

    /// Whether a snapshot chunk would pay now; the driver then sends
    /// [`Input::Compact`] if it is the one process that compacts.
    pub fn wants_compaction(&self) -> bool {
        self.compaction.is_none() && self.is_stored() && self.ledger.wants_compaction()
    }

    fn compact(&mut self) -> Option<Output> {
        if self.compaction.is_some() || !self.is_stored() || self.ledger.is_empty() {
            return None;
        }
        let bytes = self.document.save_with_options(automerge::SaveOptions {
            deflate: true,
            retain_orphans: false,
        });
        // The originals are deleted on the strength of these bytes: read them.
        let readable = load_strictly(&bytes).ok()?;
        if readable.get_heads() != self.document.get_heads() {
            return None;
        }
        let snapshot = Chunk::new(ChunkKind::Snapshot, bytes);
        let superseded = self.ledger.superseded_by(snapshot.key());
        if superseded.is_empty() {
            return None;
        }
        let id = CompactionId(self.n_compactions);
        self.n_compactions += 1;
        self.compaction = Some(Compaction {
            id,
            snapshot: snapshot.clone(),
            superseded: superseded.clone(),
        });
        Some(Output::Compact {
            compaction: id,
            snapshot,
            superseded,
        })
    }
}

impl Waiting {
    fn n_bytes(&self) -> usize {
        match self {
            Self::Sync { n_bytes, .. } => *n_bytes,
            Self::Chunk(chunk) => chunk.bytes().len(),
        }
    }
}

#[cfg(test)]
mod tests;
