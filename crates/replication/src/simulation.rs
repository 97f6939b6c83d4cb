//! A seeded network of tablets and a relay, without real time.
//!
//! Whole stack as in production: frames are bytes, they pass sessions, and
//! stores answer late, fail, and lose open writes when their process dies.
//! A tablet may have two tabs on one store. The same seed gives the same run;
//! a [`Violation`] names it.
//!
//! Checked: what a process advertised or called saved survives its death;
//! no chunk is damaged; after healing everyone has the same heads, falls
//! silent, and a later change still arrives everywhere.

use std::collections::{BTreeMap, BTreeSet};

use automerge::sync;
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, AutomergeError, ChangeHash, ROOT};

use crate::actor::{ConnectionId, DocumentActor, Input, Output};
use crate::chunk::{Chunk, StoredChunk};
use crate::document_id::DocumentId;
use crate::memory::MemoryStore;
use crate::message::Message;
use crate::session::Session;
use crate::store::{ChunkStore, NewChunk, read_all};

mod links;
mod random;

use random::Random;

/// What a run is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Chooses everything else.
    pub seed: u64,
    /// Edits, failures and recoveries before healing.
    pub n_actions: usize,
    /// A mistake on purpose: stores answer before they have written.
    /// With it, the checks must find a violation.
    pub acknowledges_early: bool,
}

/// What a run did, to see that it was not idle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Local changes.
    pub n_edits: usize,
    /// Frames delivered.
    pub n_frames: usize,
    /// Processes killed.
    pub n_kills: usize,
    /// Connections cut.
    pub n_cuts: usize,
    /// Appends that failed.
    pub n_failures: usize,
    /// Compactions stored.
    pub n_compactions: usize,
    /// Frames after the last change until silence.
    pub n_closing_frames: usize,
}

/// A promise that did not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("seed {seed}: {promise}")]
pub struct Violation {
    /// Run it again with this seed.
    pub seed: u64,
    /// Which promise, and where it broke.
    pub promise: String,
}

/// Runs one seed to its end.
///
/// # Errors
/// The first [`Violation`] found.
pub fn run(settings: Settings) -> Result<Report, Violation> {
    World::new(settings)
        .and_then(World::run)
        .map_err(|promise| Violation {
            seed: settings.seed,
            promise,
        })
}

/// The node that all others connect to.
const RELAY: usize = 0;

/// More events than any healthy run needs after healing.
const CLOSING_EVENTS_MAX: usize = 20_000;

/// One process: the relay, or a tab of a tablet.
struct Node {
    name: String,
    /// Tabs of one tablet have the same store.
    store_idx: usize,
    /// Whether it connects to the relay; a second tab may not.
    has_socket: bool,
    /// `None` while it is dead.
    actor: Option<DocumentActor>,
    /// Rises with each start: answers for an earlier life are dropped.
    life: u64,
    connection: Option<ConnectionId>,
    is_offline: bool,
    is_store_failing: bool,
    /// When the last open write will be done; writes end in order.
    last_write_ms: u64,
}

/// What one store has promised to keep.
#[derive(Default)]
struct Promises {
    advertised: BTreeSet<ChangeHash>,
    saved: BTreeSet<ChangeHash>,
}

/// A socket: two ordered streams.
struct Link {
    client: usize,
    client_session: Option<Session>,
    server_session: Option<Session>,
    /// Frames on a dead link vanish; each end notices later.
    is_dead: bool,
    last_ms: [u64; 2],
}

enum Write {
    Append(crate::actor::AppendId, Chunk),
    Compact(
        crate::actor::CompactionId,
        Chunk,
        Vec<crate::chunk::ChunkKey>,
    ),
}

enum Event {
    Deliver {
        connection: ConnectionId,
        to_server: bool,
        frame: Vec<u8>,
    },
    WriteDone {
        write_id: u64,
    },
    Retry {
        node_idx: usize,
        life: u64,
    },
    Broadcast {
        node_idx: usize,
        life: u64,
        chunk: Chunk,
    },
    Notice {
        connection: ConnectionId,
        by_client: bool,
    },
    Connect {
        node_idx: usize,
    },
    Start {
        node_idx: usize,
    },
    Recover {
        node_idx: usize,
    },
}

struct World {
    settings: Settings,
    random: Random,
    now_ms: u64,
    n_events: u64,
    events: BTreeMap<(u64, u64), Event>,
    nodes: Vec<Node>,
    stores: Vec<MemoryStore>,
    promises: Vec<Promises>,
    links: BTreeMap<ConnectionId, Link>,
    n_links: u64,
    writes: BTreeMap<u64, (usize, u64, Write)>,
    n_writes: u64,
    /// What an append's changes are, until it is called saved.
    unsaved: BTreeMap<(usize, u64, crate::actor::AppendId), Vec<ChangeHash>>,
    document_id: DocumentId,
    genesis: Vec<u8>,
    is_healed: bool,
    report: Report,
}

type Promise<T> = Result<T, String>;

impl World {
    fn new(settings: Settings) -> Promise<Self> {
        let mut random = Random::new(settings.seed);
        let mut document = Automerge::new().with_actor(ActorId::from([0; 16]));
        put(&mut document, "genesis", 0).map_err(|error| error.to_string())?;
        let genesis = document.save();
        let mut world = Self {
            settings,
            now_ms: 0,
            n_events: 0,
            events: BTreeMap::new(),
            nodes: vec![Node::new("relay", 0, false)],
            stores: vec![MemoryStore::default()],
            promises: vec![Promises::default()],
            links: BTreeMap::new(),
            n_links: 0,
            writes: BTreeMap::new(),
            n_writes: 0,
            unsaved: BTreeMap::new(),
            document_id: DocumentId::from_genesis(&genesis),
            genesis,
            is_healed: false,
            report: Report::default(),
            random: random.clone(),
        };
        for tablet in 0..2 + random.below(3) {
            world.stores.push(MemoryStore::default());
            world.promises.push(Promises::default());
            let is_shared_socket = random.chance(50);
            for tab in 0..=random.below(2) {
                let name = format!("tablet {tablet} tab {tab}");
                let has_socket = tab == 0 || !is_shared_socket;
                world.nodes.push(Node::new(&name, tablet + 1, has_socket));
            }
        }
        world.random = random;
        for node_idx in 0..world.nodes.len() {
            world.start(node_idx)?;
        }
        Ok(world)
    }

    fn run(mut self) -> Promise<Report> {
        // Some kinds of action are missing in some runs, so that long
        // sequences of the others appear.
        let weights: Vec<u64> = [30, 6, 6, 4, 3, 4, 6]
            .into_iter()
            .enumerate()
            .map(|(kind, weight)| match kind {
                0 => weight,
                _ if self.random.chance(35) => 0,
                _ => weight,
            })
            .collect();
        for _ in 0..self.settings.n_actions {
            let pause = self.random.ms_below(40);
            self.run_until(self.now_ms + pause)?;
            let action = self.random.weighted(&weights);
            self.act(action)?;
        }
        self.heal()?;
        self.run_to_silence()?;
        self.check_convergence("after healing")?;
        let tab = 1 + self.random.below(self.nodes.len() - 1);
        let n_frames = self.report.n_frames;
        self.edit(tab)?;
        self.run_to_silence()?;
        self.check_convergence("after one more change")?;
        self.report.n_closing_frames = self.report.n_frames - n_frames;
        if self.report.n_closing_frames > 6 * self.nodes.len() {
            return Err(format!(
                "one change took {} frames",
                self.report.n_closing_frames
            ));
        }
        for node_idx in 0..self.nodes.len() {
            self.kill(node_idx)?;
            self.start(node_idx)?;
        }
        Ok(self.report)
    }

    fn act(&mut self, action: usize) -> Promise<()> {
        let tab = 1 + self.random.below(self.nodes.len() - 1);
        match action {
            0 => self.edit(tab),
            1 => {
                if let Some(connection) = self.nodes[tab].connection {
                    self.cut(connection);
                }
                Ok(())
            }
            2 => self.kill_and_restart(tab),
            3 => self.kill_and_restart(RELAY),
            4 => {
                self.nodes[tab].is_offline = true;
                if let Some(connection) = self.nodes[tab].connection {
                    self.cut(connection);
                }
                self.recover_later(tab);
                Ok(())
            }
            5 => {
                let node_idx = self.random.below(self.nodes.len());
                self.nodes[node_idx].is_store_failing = true;
                self.recover_later(node_idx);
                Ok(())
            }
            _ => {
                let node_idx = self.random.below(self.nodes.len());
                self.input(node_idx, [Input::Compact])
            }
        }
    }

    fn recover_later(&mut self, node_idx: usize) {
        let delay = 20 + self.random.ms_below(300);
        self.at(delay, Event::Recover { node_idx });
    }

    fn kill_and_restart(&mut self, node_idx: usize) -> Promise<()> {
        self.kill(node_idx)?;
        let delay = self.random.ms_below(100);
        self.at(delay, Event::Start { node_idx });
        Ok(())
    }

    fn edit(&mut self, node_idx: usize) -> Promise<()> {
        let key = self.random.below(8).to_string();
        let value = i64::from_be_bytes(self.random.next().to_be_bytes());
        let Some(actor) = &mut self.nodes[node_idx].actor else {
            return Ok(());
        };
        let edited = actor.edit(|document| put(document, &key, value));
        let ((), outputs) = edited.map_err(|error| error.to_string())?;
        self.report.n_edits += 1;
        self.carry_out(node_idx, outputs)
    }

    fn at(&mut self, delay_ms: u64, event: Event) {
        self.n_events += 1;
        self.events
            .insert((self.now_ms + delay_ms, self.n_events), event);
    }

    fn run_until(&mut self, end_ms: u64) -> Promise<()> {
        while let Some(entry) = self.events.first_entry()
            && entry.key().0 <= end_ms
        {
            let ((now_ms, _), event) = entry.remove_entry();
            self.now_ms = now_ms;
            self.happen(event)?;
        }
        self.now_ms = end_ms;
        Ok(())
    }

    fn run_to_silence(&mut self) -> Promise<()> {
        for _ in 0..CLOSING_EVENTS_MAX {
            let Some(((now_ms, _), event)) = self.events.pop_first() else {
                return Ok(());
            };
            self.now_ms = now_ms;
            self.happen(event)?;
        }
        Err("the network never falls silent".to_owned())
    }

    fn happen(&mut self, event: Event) -> Promise<()> {
        match event {
            Event::Deliver {
                connection,
                to_server,
                frame,
            } => self.deliver(connection, to_server, &frame),
            Event::WriteDone { write_id } => self.write_done(write_id),
            Event::Retry { node_idx, life } if self.nodes[node_idx].life == life => {
                self.input(node_idx, [Input::RetryAppends])
            }
            Event::Broadcast {
                node_idx,
                life,
                chunk,
            } if self.nodes[node_idx].life == life => {
                self.input(node_idx, [Input::StoredElsewhere { chunk }])
            }
            Event::Retry { .. } | Event::Broadcast { .. } => Ok(()),
            Event::Notice {
                connection,
                by_client,
            } => self.notice(connection, by_client),
            Event::Connect { node_idx } => {
                self.connect(node_idx);
                Ok(())
            }
            Event::Start { node_idx } => self.start(node_idx),
            Event::Recover { node_idx } => {
                self.nodes[node_idx].is_offline = false;
                self.nodes[node_idx].is_store_failing = false;
                Ok(())
            }
        }
    }

    // A process's life.

    fn start(&mut self, node_idx: usize) -> Promise<()> {
        if self.nodes[node_idx].actor.is_some() {
            return Ok(());
        }
        let mut actor = if node_idx == RELAY {
            DocumentActor::empty(self.document_id)
        } else {
            DocumentActor::new(self.document_id, &self.genesis)
                .map_err(|error| error.to_string())?
        };
        let mut actor_id = [0; 16];
        actor_id[..8].copy_from_slice(&self.random.next().to_be_bytes());
        actor_id[8..].copy_from_slice(&self.random.next().to_be_bytes());
        actor = actor.with_actor_id(ActorId::from(actor_id));
        let store_idx = self.nodes[node_idx].store_idx;
        self.load(&mut actor, store_idx)?;
        self.check_promises(&actor, store_idx)?;
        let node = &mut self.nodes[node_idx];
        node.actor = Some(actor);
        node.life += 1;
        node.last_write_ms = 0;
        let delay = self.random.ms_below(20);
        self.at(delay, Event::Connect { node_idx });
        Ok(())
    }

    fn load(&self, actor: &mut DocumentActor, store_idx: usize) -> Promise<()> {
        let chunks = read_all(&self.stores[store_idx], self.document_id);
        let report = actor.load(chunks.map_err(|error| error.to_string())?);
        match report.damaged.first() {
            Some(damaged) => Err(format!(
                "chunk {} is damaged: {}",
                damaged.key, damaged.reason
            )),
            None => Ok(()),
        }
    }

    fn check_promises(&self, actor: &DocumentActor, store_idx: usize) -> Promise<()> {
        let promises = &self.promises[store_idx];
        let is_lost = |hash: &&ChangeHash| actor.document().get_change_meta_by_hash(hash).is_none();
        if let Some(hash) = promises.advertised.iter().find(is_lost) {
            return Err(format!("store {store_idx} lost the advertised head {hash}"));
        }
        if let Some(hash) = promises.saved.iter().find(is_lost) {
            return Err(format!("store {store_idx} lost the saved change {hash}"));
        }
        Ok(())
    }

    /// Ends a process: of its open writes, the first few happened.
    fn kill(&mut self, node_idx: usize) -> Promise<()> {
        if self.nodes[node_idx].actor.take().is_none() {
            return Ok(());
        }
        self.report.n_kills += 1;
        let is_own = |(_, (owner, _, _)): &(&u64, &(usize, u64, Write))| *owner == node_idx;
        let open: Vec<u64> = self
            .writes
            .iter()
            .filter(is_own)
            .map(|(write_id, _)| *write_id)
            .collect();
        let n_done = self.random.below(open.len() + 1);
        for (position, write_id) in open.into_iter().enumerate() {
            if let Some((_, _, write)) = self.writes.remove(&write_id)
                && position < n_done
            {
                self.write(node_idx, &write)?;
            }
        }
        let lost: Vec<ConnectionId> = self
            .links
            .iter()
            .filter(|(_, link)| node_idx == RELAY || link.client == node_idx)
            .map(|(connection, _)| *connection)
            .collect();
        for connection in lost {
            if let Some(link) = self.links.get_mut(&connection) {
                if node_idx == RELAY {
                    link.server_session = None;
                } else {
                    link.client_session = None;
                }
            }
            self.cut(connection);
        }
        self.nodes[node_idx].connection = None;
        Ok(())
    }

    fn heal(&mut self) -> Promise<()> {
        self.is_healed = true;
        for node_idx in 0..self.nodes.len() {
            self.nodes[node_idx].is_offline = false;
            self.nodes[node_idx].is_store_failing = false;
            self.start(node_idx)?;
        }
        self.run_to_silence()?;
        // A tab catches up with what another one stored and died before saying.
        for node_idx in 1..self.nodes.len() {
            let store_idx = self.nodes[node_idx].store_idx;
            if let Some(mut actor) = self.nodes[node_idx].actor.take() {
                self.load(&mut actor, store_idx)?;
                self.nodes[node_idx].actor = Some(actor);
            }
            self.input(node_idx, [])?;
        }
        Ok(())
    }

    fn check_convergence(&self, when: &str) -> Promise<()> {
        let mut heads = BTreeMap::new();
        for node in &self.nodes {
            let Some(actor) = &node.actor else {
                return Err(format!("{} is dead {when}", node.name));
            };
            if !actor.is_stored() {
                return Err(format!("{} has unstored changes {when}", node.name));
            }
            heads.insert(actor.heads(), &node.name);
            for connection in actor.connections() {
                // Whoever has everything must also know who else has it.
                let status = actor.sync_status(connection);
                if status.is_none_or(|status| !status.in_sync || status.n_missing > 0) {
                    return Err(format!("{} knows no peer in sync {when}", node.name));
                }
            }
        }
        if heads.len() > 1 {
            let parties: Vec<_> = heads.values().collect();
            return Err(format!("no convergence {when}: {parties:?} differ"));
        }
        Ok(())
    }

    // The network.

    fn input(&mut self, node_idx: usize, inputs: impl IntoIterator<Item = Input>) -> Promise<()> {
        let Some(actor) = &mut self.nodes[node_idx].actor else {
            return Ok(());
        };
        let outputs = actor.handle_all(inputs);
        self.carry_out(node_idx, outputs)
    }

    fn carry_out(&mut self, node_idx: usize, outputs: Vec<Output>) -> Promise<()> {
        let life = self.nodes[node_idx].life;
        let store_idx = self.nodes[node_idx].store_idx;
        let mut answers = Vec::new();
        for output in outputs {
            match output {
                Output::Send {
                    connection,
                    message,
                } => {
                    self.note_advertised(store_idx, &message)?;
                    self.send(connection, node_idx != RELAY, &message);
                }
                Output::Append { append, chunk, .. } => {
                    let heads = self.nodes[node_idx].actor.as_ref();
                    let heads = heads.map(DocumentActor::heads).unwrap_or_default();
                    // A retried append still stands for its first heads.
                    let key = (node_idx, life, append);
                    self.unsaved.entry(key).or_insert(heads);
                    if self.settings.acknowledges_early {
                        answers.push(Input::Stored { append });
                    }
                    self.open_write(node_idx, Write::Append(append, chunk));
                }
                Output::Compact {
                    compaction,
                    snapshot,
                    superseded,
                } => self.open_write(node_idx, Write::Compact(compaction, snapshot, superseded)),
                Output::Saved { append } => {
                    let heads = self.unsaved.remove(&(node_idx, life, append));
                    self.promises[store_idx]
                        .saved
                        .extend(heads.unwrap_or_default());
                }
                Output::Close { reason, .. } => {
                    return Err(format!("{} closes: {reason}", self.nodes[node_idx].name));
                }
                Output::Changed { .. }
                | Output::PeerInSync { .. }
                | Output::Unavailable { .. }
                | Output::Ephemeral { .. } => {}
            }
        }
        if answers.is_empty() {
            Ok(())
        } else {
            self.input(node_idx, answers)
        }
    }

    fn note_advertised(&mut self, store_idx: usize, message: &Message) -> Promise<()> {
        if let Message::Sync { data, .. } | Message::Request { data, .. } = message {
            let message = sync::Message::decode(data).map_err(|error| error.to_string())?;
            self.promises[store_idx].advertised.extend(message.heads);
        }
        Ok(())
    }

    fn open_write(&mut self, node_idx: usize, write: Write) {
        let delay = 1 + self.random.ms_below(60);
        let node = &mut self.nodes[node_idx];
        node.last_write_ms = (self.now_ms + delay).max(node.last_write_ms);
        let delay = node.last_write_ms - self.now_ms;
        let life = node.life;
        let write_id = self.n_writes;
        self.n_writes += 1;
        self.writes.insert(write_id, (node_idx, life, write));
        self.at(delay, Event::WriteDone { write_id });
    }

    fn write(&mut self, node_idx: usize, write: &Write) -> Promise<()> {
        let document_id = self.document_id;
        let store = &self.stores[self.nodes[node_idx].store_idx];
        let written = match write {
            Write::Append(_, chunk) => store.append(&[NewChunk {
                document_id,
                chunk: chunk.clone(),
            }]),
            Write::Compact(_, snapshot, superseded) => {
                self.report.n_compactions += 1;
                store.compact(document_id, snapshot, superseded)
            }
        };
        written.map_err(|error| error.to_string())
    }

    fn write_done(&mut self, write_id: u64) -> Promise<()> {
        let Some((node_idx, life, write)) = self.writes.remove(&write_id) else {
            return Ok(());
        };
        if self.nodes[node_idx].is_store_failing {
            self.report.n_failures += 1;
            let delay = 20 + self.random.ms_below(60);
            self.at(delay, Event::Retry { node_idx, life });
            let answer = match write {
                Write::Append(append, _) => Input::AppendFailed { append },
                Write::Compact(compaction, ..) => Input::CompactionFailed { compaction },
            };
            return self.input(node_idx, [answer]);
        }
        self.write(node_idx, &write)?;
        match write {
            Write::Append(append, chunk) => {
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

    fn tell_other_tabs(&mut self, node_idx: usize, chunk: &Chunk) {
        let store_idx = self.nodes[node_idx].store_idx;
        for other in 0..self.nodes.len() {
            if other != node_idx && self.nodes[other].store_idx == store_idx {
                let delay = self.random.ms_below(10);
                let life = self.nodes[other].life;
                let verified = StoredChunk::from(chunk.clone()).verify();
                if let Ok(chunk) = verified {
                    self.at(
                        delay,
                        Event::Broadcast {
                            node_idx: other,
                            life,
                            chunk,
                        },
                    );
                }
            }
        }
    }
}

impl Node {
    fn new(name: &str, store_idx: usize, has_socket: bool) -> Self {
        Self {
            name: name.to_owned(),
            store_idx,
            has_socket,
            actor: None,
            life: 0,
            connection: None,
            is_offline: false,
            is_store_failing: false,
            last_write_ms: 0,
        }
    }
}

fn put(document: &mut Automerge, key: &str, value: i64) -> Result<(), AutomergeError> {
    // No clock: the same seed must give the same bytes.
    let options = |(): &()| CommitOptions::default().with_time(0);
    let edited = document.transact_with(options, |tx| tx.put(ROOT, key, value));
    edited.map(|_| ()).map_err(|failure| failure.error)
}
