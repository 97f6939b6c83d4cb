//! The stores of the simulated network: slow, full, unreachable, unplugged.
//!
//! A write is first visible and then synced. A relay, and a tab for what a
//! person did there, hear of it after the sync; for what came in, a tab hears
//! of it before, as the browser does it: a peer still has it.

use super::report::Fault;
use super::{Event, Life, Promise, World};
use crate::actor::{AppendId, CompactionId, DocumentActor, Input, Origin};
use crate::backoff::Backoff;
use crate::chunk::{Chunk, ChunkKey, StoredChunk};
use crate::memory::Faults;
use crate::store::{ChunkStore, NewChunk, StoreError};

pub(super) enum Write {
    Append(AppendId, Chunk, Origin),
    Compact(CompactionId, Chunk, Vec<ChunkKey>),
}

pub(super) struct OpenWrite {
    pub(super) life: Life,
    pub(super) write: Write,
    /// Visible, and not yet synced.
    is_written: bool,
}

/// Longest time of a write, of a slow one, and of a sync, in milliseconds.
const WRITE_MS_MAX: u64 = 60;
const SLOW_WRITE_MS_MAX: u64 = 5_000;
const SYNC_MS_MAX: u64 = 40;

impl World<'_> {
    pub(super) fn open_write(&mut self, node_idx: usize, write: Write) {
        let is_slow = self.nodes[node_idx].is_store_slow;
        let delay = if is_slow {
            self.report.note(Fault::SlowStore);
            1_000 + self.random.ms_below(SLOW_WRITE_MS_MAX)
        } else {
            1 + self.random.ms_below(WRITE_MS_MAX)
        };
        let node = &mut self.nodes[node_idx];
        node.last_write_ms = (self.now_ms + delay).max(node.last_write_ms);
        let delay = node.last_write_ms - self.now_ms;
        let life = self.life(node_idx);
        let write_id = self.n_writes;
        self.n_writes += 1;
        let open = OpenWrite {
            life,
            write,
            is_written: false,
        };
        self.writes.insert(write_id, open);
        self.at(delay, Event::Write { write_id });
    }

    fn write(&mut self, node_idx: usize, write: &Write) -> Result<(), StoreError> {
        let document_id = self.document_id;
        let store = &self.stores[self.nodes[node_idx].store_idx];
        match write {
            Write::Append(_, chunk, _) => store.append(&[NewChunk {
                document_id,
                chunk: chunk.clone(),
            }]),
            Write::Compact(_, snapshot, superseded) => {
                store.compact(document_id, snapshot, superseded)?;
                self.report.n_compactions += 1;
                Ok(())
            }
        }
    }

    pub(super) fn write_due(&mut self, write_id: u64) -> Promise<()> {
        let Some(mut open) = self.writes.remove(&write_id) else {
            return Ok(());
        };
        let node_idx = open.life.node_idx;
        if let Err(error) = self.write(node_idx, &open.write) {
            self.note_failure(node_idx, &error);
            return self.write_failed(&open);
        }
        if self.nodes[node_idx].loses_answers && self.random.chance(50) {
            self.report.note(Fault::LostAnswer);
            return self.write_failed(&open);
        }
        let is_relaxed = matches!(open.write, Write::Append(_, _, Origin::Remote));
        if is_relaxed && !self.is_relay(node_idx) {
            return self.write_done(open);
        }
        open.is_written = true;
        self.writes.insert(write_id, open);
        let delay = self.random.ms_below(SYNC_MS_MAX);
        self.at(delay, Event::Sync { write_id });
        Ok(())
    }

    pub(super) fn sync_due(&mut self, write_id: u64) -> Promise<()> {
        let Some(open) = self.writes.remove(&write_id) else {
            return Ok(());
        };
        let store_idx = self.nodes[open.life.node_idx].store_idx;
        self.stores[store_idx].sync();
        self.write_done(open)
    }

    fn write_done(&mut self, open: OpenWrite) -> Promise<()> {
        let node_idx = open.life.node_idx;
        self.nodes[node_idx].n_retries = 0;
        match open.write {
            Write::Append(append, chunk, _) => {
                self.tell_other_tabs(node_idx, &chunk);
                self.input(node_idx, [Input::Stored { append }])?;
                let actor = self.nodes[node_idx].actor.as_ref();
                if actor.is_some_and(DocumentActor::wants_compaction) {
                    self.input(node_idx, [Input::Compact])?;
                }
                Ok(())
            }
            Write::Compact(compaction, ..) => {
                self.input(node_idx, [Input::Compacted { compaction }])
            }
        }
    }

    fn write_failed(&mut self, open: &OpenWrite) -> Promise<()> {
        let node_idx = open.life.node_idx;
        let random = self.random.number();
        let node = &mut self.nodes[node_idx];
        let delay = Backoff::STORE.delay(node.n_retries, random);
        node.n_retries += 1;
        let life = open.life;
        self.on_its_clock(node_idx, delay, Event::Retry { life });
        let answer = match open.write {
            Write::Append(append, ..) => Input::AppendFailed { append },
            Write::Compact(compaction, ..) => Input::CompactionFailed { compaction },
        };
        self.input(node_idx, [answer])
    }

    fn note_failure(&mut self, node_idx: usize, error: &StoreError) {
        let store = &self.stores[self.nodes[node_idx].store_idx];
        self.report.note(match error {
            StoreError::Full { .. } if store.faults().bytes_max.is_some() => Fault::Quota,
            StoreError::Full { .. } => Fault::FullDisk,
            StoreError::Unavailable { .. } | StoreError::Damaged { .. } => Fault::Unreachable,
        });
    }

    /// Lets a store fail in one way until it recovers.
    pub(super) fn trouble(&mut self, node_idx: usize, fault: Fault) {
        let store = &self.stores[self.nodes[node_idx].store_idx];
        let room = self.random.below(400);
        store.set_faults(Faults {
            is_full: fault == Fault::FullDisk,
            is_unreachable: fault == Fault::Unreachable,
            bytes_max: (fault == Fault::Quota).then(|| store.n_bytes() + room),
            is_lazy: true,
        });
        self.recover_later(node_idx);
    }

    /// Ends the open writes of a process: the first few of them happened.
    pub(super) fn end_writes(&mut self, node_idx: usize) {
        let own: Vec<u64> = self
            .writes
            .iter()
            .filter(|(_, open)| open.life.node_idx == node_idx)
            .map(|(write_id, _)| *write_id)
            .collect();
        let open: Vec<OpenWrite> = own
            .into_iter()
            .filter_map(|write_id| self.writes.remove(&write_id))
            .filter(|open| !open.is_written)
            .collect();
        let n_done = self.random.below(open.len() + 1);
        for open in open.into_iter().take(n_done) {
            // A store in trouble takes none, and nobody waits for the answer.
            let _unheard = self.write(node_idx, &open.write);
        }
    }

    /// The power goes: every process on the store dies, and of what was not
    /// synced the first few writes are kept.
    pub(super) fn cut_power(&mut self, node_idx: usize) {
        let store_idx = self.nodes[node_idx].store_idx;
        let on_it: Vec<usize> = (0..self.nodes.len())
            .filter(|idx| self.nodes[*idx].store_idx == store_idx)
            .collect();
        for idx in &on_it {
            self.writes.retain(|_, open| open.life.node_idx != *idx);
            self.kill(*idx, true);
        }
        let n_unsynced = self.stores[store_idx].n_unsynced();
        let n_kept = self.random.below(n_unsynced + 1);
        self.stores[store_idx].crash_keeping(n_kept);
        if n_kept < n_unsynced {
            self.report.note(Fault::PowerCut);
        }
        if !self.is_relay(node_idx) {
            // What came in was not synced; whoever sent it has it.
            self.promises[store_idx].advertised.clear();
            self.promises[store_idx].received.clear();
        }
        for idx in on_it {
            self.start_later(idx);
        }
    }

    fn tell_other_tabs(&mut self, node_idx: usize, chunk: &Chunk) {
        let store_idx = self.nodes[node_idx].store_idx;
        for other in 0..self.nodes.len() {
            if other != node_idx && self.nodes[other].store_idx == store_idx {
                let delay = self.random.ms_below(10);
                let life = self.life(other);
                let verified = StoredChunk::from(chunk.clone()).verify();
                if let Ok(chunk) = verified {
                    self.at(delay, Event::Broadcast { life, chunk });
                }
            }
        }
    }
}
