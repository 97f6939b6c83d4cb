//! A seeded network of tablets and relays, without real time.
//!
//! Whole stack as in production: frames are bytes, they pass sessions, and
//! stores answer late, fail, and lose what was not synced when the power goes.
//! A tablet may have two tabs on one store; one or two relays meet only through
//! tablets; each node has its own clock. [`Fault`] names what goes wrong. The
//! same seed gives the same run; a [`Violation`] names it.
//!
//! Some tablets may only read, some nothing at all. What people do is a
//! [`Workload`]: entries of a map here, ballots in a test that knows them.
//!
//! Checked: what a process advertised or called saved survives its death;
//! no chunk is damaged; after healing everyone has the same heads and the same
//! tally, in whatever order changes came, falls silent, and a later change
//! still arrives everywhere; a reader's changes stay with it, and a tablet
//! without rights hears what it would of a missing document. [`Mistake`] names
//! what must be found out.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use automerge::sync;
use automerge::{Automerge, Change, ChangeHash};

use crate::actor::{AppendId, ConnectionId, DocumentActor, Input, Origin, Output};
use crate::chunk::Chunk;
use crate::document_id::DocumentId;
use crate::memory::{Faults, MemoryStore};
use crate::message::Message;

mod checks;
mod ephemeral;
mod links;
mod mistake;
mod process;
mod random;
mod report;
mod roles;
mod storage;
mod version;
mod workload;

pub use mistake::Mistake;
pub use random::Random;
pub use report::{Fault, Report};
pub use workload::{Act, Workload};

use ephemeral::Heard;
use links::Link;
use roles::Role;
use storage::{OpenWrite, Write};
use version::Version;
use workload::Entries;

/// What a run is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Chooses everything else.
    pub seed: u64,
    /// Edits, failures and recoveries before healing.
    pub n_actions: usize,
    /// A mistake on purpose: the checks must find a violation.
    pub mistake: Option<Mistake>,
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

impl Settings {
    /// The run of a seed as the tests and `cargo xtask simulate` make it.
    pub const fn of_seed(seed: u64) -> Self {
        Self {
            seed,
            n_actions: 40,
            mistake: None,
        }
    }

    /// The same run with a mistake in it.
    #[must_use]
    pub const fn with(self, mistake: Mistake) -> Self {
        Self {
            mistake: Some(mistake),
            ..self
        }
    }
}

/// Runs one seed to its end.
///
/// # Errors
/// The first [`Violation`] found.
pub fn run(settings: Settings) -> Result<Report, Violation> {
    run_with(settings, &mut Entries)
}

/// Runs one seed with what the caller lets people do.
///
/// # Errors
/// The first [`Violation`] found, of the simulation's promises or the workload's.
pub fn run_with(settings: Settings, workload: &mut dyn Workload) -> Result<Report, Violation> {
    World::new(settings, workload)
        .and_then(World::run)
        .map_err(|promise| Violation {
            seed: settings.seed,
            promise,
        })
}

/// More events than any healthy run needs after healing.
const CLOSING_EVENTS_MAX: usize = 20_000;

/// Most acts before one changes the document, after healing.
const ACTS_MAX: usize = 200;

/// Least length of a part and of a sync message in runs that send in parts, in bytes.
const PART_BYTES: usize = 2_000;

/// Longest pause between two actions, in milliseconds.
const PAUSE_MS_MAX: u64 = 300;

/// Furthest that a clock is off, in hours.
const CLOCK_OFF_H_MAX: u64 = 100;

/// One process: a relay, or a tab of a tablet.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a trouble that comes and goes by itself"
)]
struct Node {
    name: String,
    /// Tabs of one tablet have the same store.
    store_idx: usize,
    /// Whether it connects to a relay; a second tab may not.
    has_socket: bool,
    role: Role,
    version: Version,
    /// How fast its clock runs, and how far it is off, in hours.
    clock_percent: u64,
    clock_off_h: i64,
    /// `None` while it is dead.
    actor: Option<DocumentActor>,
    /// Rises with each start: answers for an earlier life are dropped.
    n_lives: u64,
    connection: Option<ConnectionId>,
    /// The relay of its latest connection.
    relay: Option<usize>,
    n_links: u64,
    n_attempts: u32,
    n_retries: u32,
    n_broadcasts: u64,
    is_offline: bool,
    is_link_slow: bool,
    is_store_slow: bool,
    loses_answers: bool,
    /// When the last open write will be done; writes end in order.
    last_write_ms: u64,
}

/// One life of one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Life {
    node_idx: usize,
    number: u64,
}

/// What one store has promised to keep.
#[derive(Default)]
struct Promises {
    advertised: BTreeSet<ChangeHash>,
    saved: BTreeSet<ChangeHash>,
    /// What came in to a tab and was not synced: it survives a kill, and may be
    /// lost with the power, because whoever sent it has it.
    received: BTreeSet<ChangeHash>,
}

enum Event {
    Deliver {
        connection: ConnectionId,
        to_server: bool,
        frame: Result<Vec<u8>, String>,
    },
    Write {
        write_id: u64,
    },
    Sync {
        write_id: u64,
    },
    Retry {
        life: Life,
    },
    Broadcast {
        life: Life,
        chunk: Chunk,
    },
    Notice {
        connection: ConnectionId,
        by_client: bool,
    },
    Unanswered {
        connection: ConnectionId,
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

struct World<'w> {
    settings: Settings,
    workload: &'w mut dyn Workload,
    random: Random,
    now_ms: u64,
    n_events: u64,
    events: BTreeMap<(u64, u64), Event>,
    /// Relays first, then the tabs.
    nodes: Vec<Node>,
    n_relays: usize,
    /// While healing, everyone is at one relay.
    only_relay: Option<usize>,
    stores: Vec<MemoryStore>,
    promises: Vec<Promises>,
    /// Whatever any store ever promised: what a tablet loses with the power
    /// must come back to everyone by itself.
    ever_promised: BTreeSet<ChangeHash>,
    links: BTreeMap<ConnectionId, Link>,
    n_links: u64,
    writes: BTreeMap<u64, OpenWrite>,
    n_writes: u64,
    /// What an append's changes are, until it is called saved.
    unsaved: BTreeMap<(Life, AppendId), (Origin, Vec<ChangeHash>)>,
    document_id: DocumentId,
    genesis: Vec<u8>,
    genesis_heads: Vec<ChangeHash>,
    /// Longest part where this run sends in parts, in bytes.
    part_bytes_max: Option<usize>,
    /// What tablets changed that may not write, and at which store.
    confined: BTreeMap<ChangeHash, usize>,
    /// For each relay, a room of a document that nobody has made.
    missing: Vec<DocumentActor>,
    heard: Heard,
    /// Nothing is delivered any more, by mistake.
    is_silent: bool,
    /// What was said last is said again, by mistake.
    repeats_itself: bool,
    report: Report,
}

type Promise<T> = Result<T, String>;

impl<'w> World<'w> {
    fn new(settings: Settings, workload: &'w mut dyn Workload) -> Promise<Self> {
        let mut random = Random::new(settings.seed);
        let genesis = workload.genesis()?;
        let read = Automerge::load(&genesis).map_err(|error| error.to_string())?;
        let document_id = DocumentId::from_genesis(&genesis);
        let n_relays = if random.chance(35) { 2 } else { 1 };
        let part_bytes_max = random.chance(20).then(|| PART_BYTES.max(2 * genesis.len()));
        let mut world = Self {
            settings,
            workload,
            now_ms: 0,
            n_events: 0,
            events: BTreeMap::new(),
            nodes: Vec::new(),
            n_relays,
            only_relay: None,
            stores: Vec::new(),
            promises: Vec::new(),
            ever_promised: BTreeSet::new(),
            links: BTreeMap::new(),
            n_links: 0,
            writes: BTreeMap::new(),
            n_writes: 0,
            unsaved: BTreeMap::new(),
            document_id,
            genesis,
            genesis_heads: read.get_heads(),
            part_bytes_max,
            confined: BTreeMap::new(),
            missing: (0..n_relays)
                .map(|_| DocumentActor::empty(document_id))
                .collect(),
            heard: Heard::new(),
            is_silent: false,
            repeats_itself: false,
            report: Report::default(),
            random,
        };
        for relay in 0..n_relays {
            world.add_machine(&[format!("relay {relay}")], 0, Role::Write);
        }
        let has_roles = world.random.chance(40);
        for tablet in 0..2 + world.random.below(3) {
            let role = if has_roles && tablet > 0 {
                Role::choose(&mut world.random)
            } else {
                Role::Write
            };
            let n_sockets_less = world.random.below(2);
            let tabs = (0..=world.random.below(2)).map(|tab| format!("tablet {tablet} tab {tab}"));
            world.add_machine(&tabs.collect::<Vec<_>>(), n_sockets_less, role);
        }
        for node_idx in 0..world.nodes.len() {
            world.start(node_idx)?;
        }
        Ok(world)
    }

    /// A store and its processes, of which the last may have no socket.
    fn add_machine(&mut self, names: &[String], n_sockets_less: usize, role: Role) {
        let store = MemoryStore::default();
        store.set_faults(Faults {
            is_lazy: true,
            ..Faults::default()
        });
        let store_idx = self.stores.len();
        self.stores.push(store);
        self.promises.push(Promises::default());
        let is_skewed = self.random.chance(40);
        let (mut clock_percent, mut clock_off_h) = (100, 0);
        if is_skewed {
            clock_percent = 40 + self.random.ms_below(200);
            let off = self.random.ms_below(2 * CLOCK_OFF_H_MAX);
            clock_off_h = off.cast_signed() - CLOCK_OFF_H_MAX.cast_signed();
        }
        let version = match self.random.below(5) {
            0 => Version::Older,
            1 => Version::Newer,
            _ => Version::Same,
        };
        let is_relay = store_idx < self.n_relays;
        for (tab, name) in names.iter().enumerate() {
            self.nodes.push(Node {
                name: name.clone(),
                store_idx,
                has_socket: !is_relay && (tab == 0 || n_sockets_less == 0),
                role,
                version,
                clock_percent,
                clock_off_h,
                actor: None,
                n_lives: 0,
                connection: None,
                relay: None,
                n_links: 0,
                n_attempts: 0,
                n_retries: 0,
                n_broadcasts: 0,
                is_offline: false,
                is_link_slow: false,
                is_store_slow: false,
                loses_answers: false,
                last_write_ms: 0,
            });
        }
    }

    fn is_relay(&self, node_idx: usize) -> bool {
        node_idx < self.n_relays
    }

    fn run(mut self) -> Promise<Report> {
        // Some kinds of action are missing in some runs, so that long
        // sequences of the others appear.
        let weights: Vec<u64> = [30, 4, 5, 8, 5, 4, 5, 3, 4, 4, 4, 4, 4, 5, 4, 3]
            .into_iter()
            .enumerate()
            .map(|(kind, weight)| match kind {
                0 => weight,
                _ if self.random.chance(35) => 0,
                _ => weight,
            })
            .collect();
        for _ in 0..self.settings.n_actions {
            let pause = self.random.ms_below(PAUSE_MS_MAX);
            self.run_until(self.now_ms + pause)?;
            let action = self.random.weighted(&weights);
            self.act(action)?;
        }
        self.heal()?;
        self.check_convergence("after healing", None)?;
        self.check_tally()?;
        self.is_silent = self.settings.mistake == Some(Mistake::FallsSilent);
        self.repeats_itself = self.settings.mistake == Some(Mistake::RepeatsItself);
        self.check_later_change()?;
        self.check_broadcast()?;
        self.check_denied()?;
        let report = self.report;
        for node_idx in 0..self.nodes.len() {
            self.kill(node_idx, false);
            self.start(node_idx)?;
        }
        Ok(report)
    }

    fn act(&mut self, action: usize) -> Promise<()> {
        let any = self.random.below(self.nodes.len());
        let relay = self.random.below(self.n_relays);
        let tab = self.n_relays + self.random.below(self.nodes.len() - self.n_relays);
        let connection = self.nodes[tab].connection;
        match action {
            0 => return self.edit(tab),
            1 => {
                if let Some(connection) = connection {
                    self.cut(connection);
                }
            }
            2 => {
                let is_lost = [[true, false], [false, true], [true, true]];
                let is_lost = is_lost[self.random.below(3)];
                if let Some(connection) = connection {
                    self.fall_silent(connection, is_lost);
                }
            }
            3 => return self.join_anew(tab),
            4 => self.kill_and_restart(tab),
            5 => self.kill_and_restart(relay),
            6 => self.cut_power(any),
            7 => {
                self.nodes[tab].is_offline = true;
                if let Some(connection) = connection {
                    self.cut(connection);
                }
                self.recover_later(tab);
            }
            8 => self.trouble(any, Fault::FullDisk),
            9 => self.trouble(tab, Fault::Quota),
            10 => self.trouble(any, Fault::Unreachable),
            11 => {
                self.nodes[any].is_store_slow = true;
                self.recover_later(any);
            }
            12 => {
                self.nodes[tab].is_link_slow = true;
                self.recover_later(tab);
            }
            13 => return self.input(any, [Input::Compact]),
            14 => {
                let _unsaid_without_connection = self.broadcast(tab);
            }
            _ => {
                self.nodes[any].loses_answers = true;
                self.recover_later(any);
            }
        }
        Ok(())
    }

    fn recover_later(&mut self, node_idx: usize) {
        let delay = 200 + self.random.ms_below(3_000);
        self.at(delay, Event::Recover { node_idx });
    }

    fn recover(&mut self, node_idx: usize) {
        let node = &mut self.nodes[node_idx];
        node.is_offline = false;
        node.is_link_slow = false;
        node.is_store_slow = false;
        node.loses_answers = false;
        self.stores[node.store_idx].set_faults(Faults {
            is_lazy: true,
            ..Faults::default()
        });
    }

    fn heal(&mut self) -> Promise<()> {
        for node_idx in 0..self.nodes.len() {
            self.recover(node_idx);
            self.start(node_idx)?;
        }
        self.run_to_silence()?;
        // A tab catches up with what another one stored and died before saying.
        for node_idx in self.n_relays..self.nodes.len() {
            let store_idx = self.nodes[node_idx].store_idx;
            if let Some(mut actor) = self.nodes[node_idx].actor.take() {
                self.load(&mut actor, store_idx)?;
                self.workload.opened(node_idx, actor.document());
                self.nodes[node_idx].actor = Some(actor);
            }
            self.input(node_idx, [])?;
        }
        self.run_to_silence()?;
        // Two relays hear of each other only through tablets that go round.
        for round in 0..=self.n_relays {
            self.gather_at(round % self.n_relays)?;
        }
        Ok(())
    }

    fn gather_at(&mut self, relay: usize) -> Promise<()> {
        self.only_relay = Some(relay);
        let elsewhere: Vec<ConnectionId> = self
            .nodes
            .iter()
            .filter(|node| node.relay != Some(relay))
            .filter_map(|node| node.connection)
            .collect();
        for connection in elsewhere {
            self.cut(connection);
        }
        self.run_to_silence()
    }

    /// One more change arrives everywhere, with few frames: else everyone
    /// could be equal because nobody speaks any more.
    fn check_later_change(&mut self) -> Promise<()> {
        let here = self.only_relay.unwrap_or_default();
        let writers: Vec<usize> = (self.n_relays..self.nodes.len())
            .filter(|tab| self.nodes[*tab].role == Role::Write)
            .collect();
        let tab = writers[self.random.below(writers.len())];
        let n_frames = self.report.n_frames;
        let n_edits = self.report.n_edits;
        for _ in 0..ACTS_MAX {
            self.edit(tab)?;
            if self.report.n_edits > n_edits {
                break;
            }
        }
        if self.report.n_edits == n_edits {
            return Err("no edit is possible after healing".to_owned());
        }
        self.run_to_silence()?;
        self.report.n_closing_frames = self.report.n_frames - n_frames;
        if self.report.n_closing_frames > 6 * self.nodes.len() {
            return Err(format!(
                "one change took {} frames",
                self.report.n_closing_frames
            ));
        }
        let elsewhere = (self.n_relays == 2).then_some(1 - here);
        self.check_convergence("after one more change", elsewhere)?;
        if let Some(elsewhere) = elsewhere {
            self.gather_at(elsewhere)?;
            self.check_convergence("at the other relay", None)?;
        }
        Ok(())
    }

    fn edit(&mut self, node_idx: usize) -> Promise<()> {
        let node = &mut self.nodes[node_idx];
        let Some(actor) = &mut node.actor else {
            return Ok(());
        };
        let act = Act {
            tab: node_idx,
            now_s: (self.now_ms / 1_000).cast_signed() + node.clock_off_h * 3_600,
            is_newer: node.version == Version::Newer,
            is_long: self.part_bytes_max.is_some(),
            random: &mut self.random,
        };
        let before = actor.heads();
        let ((), outputs) = actor.edit(|document| self.workload.act(document, act))?;
        let new = actor.document().get_changes_meta(&before);
        if new.is_empty() {
            return Ok(());
        }
        self.report.n_edits += 1;
        if node.role != Role::Write {
            let store_idx = node.store_idx;
            let new = new.iter().map(|change| (change.hash, store_idx));
            self.confined.extend(new);
            self.report.n_confined_edits += 1;
        }
        self.carry_out(node_idx, outputs)
    }

    // Time.

    fn at(&mut self, delay_ms: u64, event: Event) {
        self.n_events += 1;
        self.events
            .insert((self.now_ms + delay_ms, self.n_events), event);
    }

    /// As [`Self::at`], by the clock of a node.
    fn on_its_clock(&mut self, node_idx: usize, delay: Duration, event: Event) {
        let percent = self.nodes[node_idx].clock_percent;
        if percent != 100 {
            self.report.note(Fault::ClockSkew);
        }
        let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.at(delay_ms * 100 / percent, event);
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
            } => self.deliver(connection, to_server, &frame?),
            Event::Write { write_id } => self.write_due(write_id),
            Event::Sync { write_id } => self.sync_due(write_id),
            Event::Retry { life } if self.is_alive(life) => {
                self.input(life.node_idx, [Input::RetryAppends])
            }
            Event::Broadcast { life, chunk } if self.is_alive(life) => {
                self.report.note(Fault::TwoTabs);
                self.input(life.node_idx, [Input::StoredElsewhere { chunk }])
            }
            Event::Retry { .. } | Event::Broadcast { .. } => Ok(()),
            Event::Notice {
                connection,
                by_client,
            } => self.notice(connection, by_client),
            Event::Unanswered { connection } => self.unanswered(connection),
            Event::Connect { node_idx } => {
                self.connect(node_idx);
                Ok(())
            }
            Event::Start { node_idx } => self.start(node_idx),
            Event::Recover { node_idx } => {
                self.recover(node_idx);
                Ok(())
            }
        }
    }

    // What an actor takes, and what it asks for.

    fn input(&mut self, node_idx: usize, inputs: impl IntoIterator<Item = Input>) -> Promise<()> {
        let Some(actor) = &mut self.nodes[node_idx].actor else {
            return Ok(());
        };
        let outputs = actor.handle_all(inputs);
        self.carry_out(node_idx, outputs)
    }

    fn carry_out(&mut self, node_idx: usize, outputs: Vec<Output>) -> Promise<()> {
        let life = self.life(node_idx);
        let store_idx = self.nodes[node_idx].store_idx;
        let mut answers = Vec::new();
        for output in outputs {
            match output {
                Output::Send {
                    connection,
                    message,
                } => {
                    self.note_advertised(node_idx, &message)?;
                    self.send(connection, !self.is_relay(node_idx), &message);
                }
                Output::Append {
                    append,
                    chunk,
                    origin,
                } => {
                    let heads = self.nodes[node_idx].actor.as_ref();
                    let heads = heads.map(DocumentActor::heads).unwrap_or_default();
                    // A retried append still stands for its first heads.
                    let unsaved = self.unsaved.entry((life, append));
                    let (first_origin, _) = *unsaved.or_insert((origin, heads));
                    let origin = match self.settings.mistake {
                        Some(Mistake::RetriesUnsynced) => first_origin,
                        _ => origin,
                    };
                    if self.settings.mistake == Some(Mistake::AcknowledgesEarly) {
                        answers.push(Input::Stored { append });
                    }
                    self.open_write(node_idx, Write::Append(append, chunk, origin));
                }
                Output::Compact {
                    compaction,
                    snapshot,
                    superseded,
                } => self.open_write(node_idx, Write::Compact(compaction, snapshot, superseded)),
                Output::Saved { append } => {
                    let is_relay = self.is_relay(node_idx);
                    let promises = &mut self.promises[store_idx];
                    match self.unsaved.remove(&(life, append)) {
                        Some((Origin::Remote, heads)) if !is_relay => {
                            promises.received.extend(heads);
                        }
                        heads => promises.saved.extend(heads.into_iter().flat_map(|it| it.1)),
                    }
                }
                Output::Close { reason, .. } => {
                    return Err(format!("{} closes: {reason}", self.nodes[node_idx].name));
                }
                Output::Changed { before, .. } => {
                    let is_relay = self.is_relay(node_idx);
                    if let Some(actor) = self.nodes[node_idx].actor.as_ref().filter(|_| !is_relay) {
                        self.workload.changed(node_idx, actor.document(), &before);
                    }
                }
                Output::Ephemeral { sender, data } => self.hear(node_idx, &sender, data)?,
                Output::PeerInSync { .. }
                | Output::Unavailable { .. }
                | Output::Admitted { .. } => {}
            }
        }
        if answers.is_empty() {
            Ok(())
        } else {
            self.input(node_idx, answers)
        }
    }

    fn note_advertised(&mut self, node_idx: usize, message: &Message) -> Promise<()> {
        let (Message::Sync { data, .. } | Message::Request { data, .. }) = message else {
            return Ok(());
        };
        let node = &self.nodes[node_idx];
        let message = sync::Message::decode(data).map_err(|error| error.to_string())?;
        if let Some(part_bytes_max) = self.part_bytes_max {
            if data.len() > 2 * part_bytes_max {
                return Err(format!("{} sends {} bytes at once", node.name, data.len()));
            }
            self.report.n_parts += usize::from(is_part(&message));
        }
        if node.role == Role::Write {
            self.ever_promised.extend(&message.heads);
        }
        let promises = &mut self.promises[node.store_idx];
        promises.advertised.extend(message.heads);
        Ok(())
    }
}

/// Whether the changes of a message end before its heads.
fn is_part(message: &sync::Message) -> bool {
    let changes = message.changes.iter();
    let hashes: BTreeSet<ChangeHash> = changes
        .filter_map(|bytes| Change::from_bytes(bytes.to_vec()).ok())
        .map(|change| change.hash())
        .collect();
    !hashes.is_empty() && message.heads.iter().all(|head| !hashes.contains(head))
}
