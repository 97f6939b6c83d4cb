//! Appends on their way to the store, and the heads that are durable.
//!
//! Appends may be answered in any order. Heads become durable in the order in
//! which they were appended, because a later append builds on earlier ones.

use std::collections::VecDeque;

use automerge::ChangeHash;

use super::{AppendId, Origin, Output};
use crate::chunk::Chunk;
use crate::limits::UNSTORED_BYTES_MAX;

/// Everything that was handed to the store and not yet confirmed.
#[derive(Debug)]
pub(super) struct Journal {
    stored_heads: Vec<ChangeHash>,
    /// Heads that the last append covers.
    appended_heads: Vec<ChangeHash>,
    appends: VecDeque<Append>,
    n_appends: u64,
}

#[derive(Debug)]
struct Append {
    id: AppendId,
    chunk: Chunk,
    origin: Origin,
    heads: Vec<ChangeHash>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    InFlight,
    Stored,
    Failed,
}

impl Journal {
    pub(super) fn new(stored_heads: Vec<ChangeHash>) -> Self {
        Self {
            appended_heads: stored_heads.clone(),
            stored_heads,
            appends: VecDeque::new(),
            n_appends: 0,
        }
    }

    pub(super) fn stored_heads(&self) -> &[ChangeHash] {
        &self.stored_heads
    }

    pub(super) fn appended_heads(&self) -> &[ChangeHash] {
        &self.appended_heads
    }

    /// Whether an append, stored or not, holds everything up to these heads.
    pub(super) fn covers(&self, heads: &[ChangeHash]) -> bool {
        self.appended_heads == heads
    }

    /// Whether nothing waits for the store.
    pub(super) fn is_settled(&self) -> bool {
        self.appends.is_empty()
    }

    pub(super) fn has_in_flight(&self) -> bool {
        let is_in_flight = |append: &Append| append.stage == Stage::InFlight;
        self.appends.iter().any(is_in_flight)
    }

    /// Whether more must not be taken in before the store works again.
    pub(super) fn is_full(&self) -> bool {
        let n_bytes = |append: &Append| append.chunk.bytes().len();
        self.appends.iter().map(n_bytes).sum::<usize>() > UNSTORED_BYTES_MAX
    }

    pub(super) fn append(
        &mut self,
        chunk: Chunk,
        origin: Origin,
        heads: Vec<ChangeHash>,
    ) -> Output {
        let append = Append {
            id: AppendId(self.n_appends),
            chunk,
            origin,
            heads: heads.clone(),
            stage: Stage::InFlight,
        };
        self.n_appends += 1;
        self.appended_heads = heads;
        let output = append.output();
        self.appends.push_back(append);
        output
    }

    /// Notes that an append is stored; gives its chunk the first time.
    pub(super) fn stored(&mut self, id: AppendId) -> Option<Chunk> {
        let append = self
            .find(id)
            .filter(|append| append.stage != Stage::Stored)?;
        append.stage = Stage::Stored;
        Some(append.chunk.clone())
    }

    /// Takes the next append that is durable together with all before it.
    pub(super) fn pop_durable(&mut self) -> Option<AppendId> {
        let append = self
            .appends
            .pop_front_if(|first| first.stage == Stage::Stored)?;
        self.stored_heads = append.heads;
        Some(append.id)
    }

    pub(super) fn failed(&mut self, id: AppendId) {
        if let Some(append) = self.find(id)
            && append.stage == Stage::InFlight
        {
            append.stage = Stage::Failed;
        }
    }

    /// The failed appends once more, in their order, with the strictest
    /// durability: an append that a person waits for may build on them, and
    /// may be stored already.
    pub(super) fn retry(&mut self) -> Vec<Output> {
        let failed = self.appends.iter_mut();
        failed
            .filter(|append| append.stage == Stage::Failed)
            .map(|append| {
                append.stage = Stage::InFlight;
                append.origin = Origin::Local;
                append.output()
            })
            .collect()
    }

    /// Takes heads that are durable without an append of this journal.
    ///
    /// Only while settled: else pending changes would pass for durable.
    pub(super) fn advance(&mut self, heads: Vec<ChangeHash>) {
        debug_assert!(self.is_settled());
        self.appended_heads.clone_from(&heads);
        self.stored_heads = heads;
    }

    fn find(&mut self, id: AppendId) -> Option<&mut Append> {
        self.appends.iter_mut().find(|append| append.id == id)
    }
}

impl Append {
    fn output(&self) -> Output {
        Output::Append {
            append: self.id,
            chunk: self.chunk.clone(),
            origin: self.origin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunk::ChunkKind;

    fn heads(byte: u8) -> Vec<ChangeHash> {
        vec![ChangeHash([byte; 32])]
    }

    fn journal(n_appends: u8) -> Journal {
        let mut journal = Journal::new(heads(0));
        for number in 1..=n_appends {
            let chunk = Chunk::new(ChunkKind::Incremental, [number]);
            journal.append(chunk, Origin::Local, heads(number));
        }
        journal
    }

    fn store(journal: &mut Journal, number: u64) -> Vec<u64> {
        journal.stored(AppendId(number));
        std::iter::from_fn(|| journal.pop_durable())
            .map(|id| id.0)
            .collect()
    }

    #[test]
    fn heads_become_durable_in_order_of_appending() {
        let mut journal = journal(3);
        assert_eq!(store(&mut journal, 1), []);
        assert_eq!(journal.stored_heads(), heads(0));
        assert_eq!(store(&mut journal, 0), [0, 1]);
        assert_eq!(journal.stored_heads(), heads(2));
        assert!(!journal.is_settled());
        assert_eq!(store(&mut journal, 2), [2]);
        assert_eq!(journal.stored_heads(), heads(3));
        assert!(journal.is_settled());
    }

    #[test]
    fn failed_append_holds_back_later_heads_until_retried() {
        let mut journal = journal(2);
        journal.failed(AppendId(0));
        assert_eq!(store(&mut journal, 1), []);
        assert_eq!(journal.stored_heads(), heads(0));
        assert!(!journal.has_in_flight());
        assert_eq!(journal.retry().len(), 1);
        assert!(journal.retry().is_empty(), "it is in flight again");
        assert_eq!(store(&mut journal, 0), [0, 1]);
        assert_eq!(journal.stored_heads(), heads(2));
    }

    /// An append that a person waits for may build on it, and be stored already.
    #[test]
    fn append_of_a_peer_that_is_retried_is_stored_as_strictly_as_a_person_s() {
        let mut journal = Journal::new(heads(0));
        let chunk = Chunk::new(ChunkKind::Incremental, [1]);
        let first = journal.append(chunk, Origin::Remote, heads(1));
        let origin = |output: &Output| match output {
            Output::Append { origin, .. } => Some(*origin),
            _ => None,
        };
        assert_eq!(origin(&first), Some(Origin::Remote));
        journal.failed(AppendId(0));
        let retried: Vec<_> = journal.retry().iter().map(origin).collect();
        assert_eq!(retried, [Some(Origin::Local)]);
    }

    #[test]
    fn journal_is_full_over_its_bytes_until_they_are_stored() {
        let mut journal = Journal::new(heads(0));
        let append = |journal: &mut Journal, n_bytes: usize| {
            let chunk = Chunk::new(ChunkKind::Incremental, vec![0; n_bytes]);
            journal.append(chunk, Origin::Remote, heads(1));
        };
        append(&mut journal, UNSTORED_BYTES_MAX);
        assert!(!journal.is_full(), "the most that is allowed");
        append(&mut journal, 1);
        assert!(journal.is_full());
        journal.failed(AppendId(0));
        assert!(journal.is_full(), "what has failed still waits");
        journal.retry();
        assert_eq!(store(&mut journal, 0), [0]);
        assert!(!journal.is_full());
    }

    #[test]
    fn repeated_and_unknown_answers_change_nothing() {
        let mut journal = journal(1);
        assert!(journal.stored(AppendId(9)).is_none());
        assert_eq!(store(&mut journal, 0), [0]);
        assert_eq!(store(&mut journal, 0), []);
        journal.failed(AppendId(0));
        assert!(journal.is_settled());
        assert_eq!(journal.stored_heads(), heads(1));
    }
}
