//! Two processes on one store, every order of their steps, a death after each.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ROOT};
use replication::{
    ChangeHash, Chunk, ChunkKey, ChunkKind, CompactionId, DocumentActor, DocumentId, Input, Output,
    StoredChunk,
};

/// What one process does, in this order; the store keeps each step for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Load,
    /// An edit is written, and the process hears of it.
    Append,
    /// A snapshot is made, of what the process knows now.
    Prepare,
    WriteSnapshot,
    DeleteOne,
    DeleteOthers,
}

const SAFE: [Step; 6] = [
    Step::Load,
    Step::Append,
    Step::Prepare,
    Step::WriteSnapshot,
    Step::DeleteOne,
    Step::DeleteOthers,
];

/// A mistake on purpose: what a death between the two steps loses, is found.
const DELETES_FIRST: [Step; 6] = [
    Step::Load,
    Step::Append,
    Step::Prepare,
    Step::DeleteOne,
    Step::DeleteOthers,
    Step::WriteSnapshot,
];

#[derive(Default)]
struct Process {
    actor: Option<DocumentActor>,
    compaction: Option<(CompactionId, Chunk, Vec<ChunkKey>)>,
    n_steps: usize,
}

struct World {
    chunks: BTreeMap<ChunkKey, Chunk>,
    promised: BTreeSet<ChangeHash>,
    processes: [Process; 2],
    /// Whether a process hears of what the other one appends.
    tells: bool,
}

fn document_id() -> DocumentId {
    DocumentId::from_bytes([7; 16])
}

fn put(document: &mut Automerge, key: &str) {
    let options = |(): &()| CommitOptions::default().with_time(0);
    document
        .transact_with(options, |tx| tx.put(ROOT, key, 1))
        .unwrap_or_else(|failure| panic!("{}", failure.error));
}

fn open(actor_byte: u8, chunks: &BTreeMap<ChunkKey, Chunk>) -> DocumentActor {
    let mut actor = DocumentActor::empty(document_id()).with_actor_id(ActorId::from([actor_byte]));
    actor.load(chunks.values().cloned().map(StoredChunk::from));
    actor
}

impl World {
    /// A store with a snapshot and two increments.
    fn new(tells: bool) -> Self {
        let mut document = Automerge::new().with_actor(ActorId::from([9]));
        let mut chunks = Vec::new();
        put(&mut document, "first");
        chunks.push(Chunk::new(ChunkKind::Snapshot, document.save()));
        for key in ["second", "third"] {
            let before = document.get_heads();
            put(&mut document, key);
            let bytes = document.save_after(&before);
            chunks.push(Chunk::new(ChunkKind::Incremental, bytes));
        }
        let changes = document.get_changes_meta(&[]);
        Self {
            chunks: chunks.into_iter().map(|it| (it.key(), it)).collect(),
            promised: changes.iter().map(|change| change.hash).collect(),
            processes: [Process::default(), Process::default()],
            tells,
        }
    }

    fn step(&mut self, process_idx: usize, step: Step) {
        let process = &mut self.processes[process_idx];
        process.n_steps += 1;
        if step == Step::Load {
            let actor_byte = if process_idx == 0 { 1 } else { 2 };
            process.actor = Some(open(actor_byte, &self.chunks));
            return;
        }
        let Some(actor) = process.actor.as_mut() else {
            panic!("a process loads first");
        };
        match step {
            Step::Load => {}
            Step::Append => self.append(process_idx),
            Step::Prepare => {
                for output in actor.handle(Input::Compact) {
                    if let Output::Compact {
                        compaction,
                        snapshot,
                        superseded,
                    } = output
                    {
                        process.compaction = Some((compaction, snapshot, superseded));
                    }
                }
            }
            Step::WriteSnapshot => {
                let snapshot = process.compaction.iter().map(|it| it.1.clone());
                self.chunks.extend(snapshot.map(|it| (it.key(), it)));
            }
            Step::DeleteOne => {
                let superseded = process.compaction.iter().flat_map(|it| &it.2);
                superseded.take(1).for_each(|key| {
                    self.chunks.remove(key);
                });
            }
            Step::DeleteOthers => {
                if let Some((compaction, _, superseded)) = process.compaction.clone() {
                    for key in superseded {
                        self.chunks.remove(&key);
                    }
                    actor.handle(Input::Compacted { compaction });
                }
            }
        }
    }

    fn append(&mut self, process_idx: usize) {
        let Some(actor) = self.processes[process_idx].actor.as_mut() else {
            return;
        };
        let edited = actor.edit(|document| {
            put(document, if process_idx == 0 { "left" } else { "right" });
            Ok::<_, ()>(())
        });
        let mut told = Vec::new();
        for output in edited.map(|((), outputs)| outputs).unwrap_or_default() {
            if let Output::Append { append, chunk, .. } = output {
                self.chunks.insert(chunk.key(), chunk.clone());
                actor.handle(Input::Stored { append });
                told.push(chunk);
            }
        }
        self.promised.extend(actor.stored_heads());
        let other = self.processes[1 - process_idx].actor.as_mut();
        if let (true, Some(other)) = (self.tells, other) {
            for chunk in told {
                other.handle(Input::StoredElsewhere { chunk });
            }
        }
    }

    /// How many promised changes a process that starts now would miss.
    fn n_lost(&self) -> usize {
        let actor = open(3, &self.chunks);
        let is_lost = |hash: &&ChangeHash| actor.document().get_change_meta_by_hash(hash).is_none();
        self.promised.iter().filter(is_lost).count()
    }

    /// A process that starts now, compacts, and dies at any step.
    fn check_compaction_after_death(&self) {
        for process in &self.processes {
            let has_prepared = process.n_steps > 2;
            assert_eq!(process.compaction.is_some(), has_prepared, "it compacts");
        }
        let mut world = Self {
            chunks: self.chunks.clone(),
            promised: self.promised.clone(),
            processes: [Process::default(), Process::default()],
            tells: false,
        };
        for step in SAFE.into_iter().filter(|step| *step != Step::Append) {
            if step == Step::Prepare && world.chunks.len() == 1 {
                return;
            }
            world.step(0, step);
            assert_eq!(world.n_lost(), 0, "after {step:?} of a later process");
        }
    }
}

/// Every order of the steps of the two, as the index of who is next.
fn orders(n_left: [usize; 2]) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    for (next, n_of_next) in n_left.into_iter().enumerate() {
        if n_of_next > 0 {
            let mut rest = n_left;
            rest[next] -= 1;
            for mut order in orders(rest) {
                order.insert(0, next);
                all.push(order);
            }
        }
    }
    if all.is_empty() {
        all.push(Vec::new());
    }
    all
}

/// Runs every order; gives how many moments of a death would lose something.
fn n_moments_with_loss(script: [Step; 6], tells: bool, check: impl Fn(&World)) -> usize {
    let mut seen = BTreeSet::new();
    let mut n_with_loss = 0;
    let orders = orders([script.len(), script.len()]);
    assert_eq!(orders.len(), 924);
    for order in orders {
        let mut world = World::new(tells);
        for (n_done, process_idx) in order.iter().enumerate() {
            let n_steps = world.processes[*process_idx].n_steps;
            world.step(*process_idx, script[n_steps]);
            // Both may die here: every prefix is looked at once.
            if seen.insert(order[..=n_done].to_vec()) {
                n_with_loss += usize::from(world.n_lost() > 0);
                check(&world);
            }
        }
    }
    assert_eq!(seen.len(), 3_430, "each start of each order");
    n_with_loss
}

#[test]
fn two_compactors_lose_nothing_in_any_order_with_a_death_at_any_step() {
    for tells in [false, true] {
        let n_lost = n_moments_with_loss(SAFE, tells, World::check_compaction_after_death);
        assert_eq!(n_lost, 0, "tells: {tells}");
    }
}

#[test]
fn deleting_before_the_snapshot_is_written_is_found_out() {
    let n_lost = n_moments_with_loss(DELETES_FIRST, false, |_| {});
    assert!(n_lost > 100, "found at {n_lost} moments");
}
