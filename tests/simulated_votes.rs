//! Rounds, ballots, paper counts and decisions on the simulated network.
//!
//! The network loses frames, power and answers; tablets are cut off, killed,
//! late, older or newer. After healing every tablet that may read shows the same
//! snapshot, the same count of each round and the same fingerprint, read in
//! steps or at once, and in whatever order the changes came.
//! `SIX_CARTES_SEED=… cargo test --test simulated_votes` repeats one run.
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::thread;

use automerge::{Automerge, ChangeHash};
use document::{Anomaly, Reader, WriteError, fingerprint, write};
use domain::{BallotStanding, Snapshot, count};
use replication::simulation::{Act, Mistake, Report, Settings, Violation, Workload, run_with};

use chance::{Chance, SaysSeed, seeds};
use commands::{Kind, command, weights};
use replica::{ROUND, Replica, genesis_bytes};

#[path = "../crates/document/tests/support/chance.rs"]
#[allow(dead_code, reason = "another package's tests use the rest")]
mod chance;
#[path = "../crates/document/tests/support/commands.rs"]
#[allow(dead_code, reason = "another package's tests use the rest")]
mod commands;
#[path = "../crates/document/tests/support/replica.rs"]
#[allow(dead_code, reason = "another package's tests use the rest")]
mod replica;

/// Some dozens: each takes a few tenths of a second without optimization.
const N_SEEDS: u64 = 72;

/// Twice as many as without ballots: a round needs people before it closes.
const N_ACTIONS: usize = 80;

/// Commands that a person tries until the rules accept one.
const TRIES_MAX: usize = 3;

/// Continuous integration has two cores.
const N_THREADS: usize = 2;

/// People vote on tablets; each tablet has the reader that its screen would use.
struct Votes {
    genesis: Vec<u8>,
    weights: Vec<(Kind, usize)>,
    readers: BTreeMap<usize, Reader>,
    n_commands: usize,
    n_refused: usize,
    /// A mistake on purpose: some of what comes is not read.
    skips_changes: bool,
    n_changes: usize,
}

/// A contract with a workshop whose round is open.
fn genesis() -> Vec<u8> {
    Replica::with_round(&genesis_bytes(), [9; 16])
        .document
        .save()
}

impl Votes {
    fn new(seed: u64, genesis: &[u8]) -> Self {
        let weights = weights(&mut Chance::new(seed));
        let is_command =
            |(kind, _): &(Kind, usize)| !matches!(kind, Kind::Merge | Kind::MergeStale);
        Self {
            genesis: genesis.to_vec(),
            // A comment is never refused, so that one more change is always possible.
            weights: weights
                .into_iter()
                .filter(is_command)
                .map(|(kind, weight)| match kind {
                    Kind::Cast => (kind, weight.max(1) * 4),
                    Kind::Comment => (kind, weight.max(1)),
                    _ => (kind, weight),
                })
                .collect(),
            readers: BTreeMap::new(),
            n_commands: 0,
            n_refused: 0,
            skips_changes: false,
            n_changes: 0,
        }
    }

    fn reader(&self, tab: usize) -> Result<&Reader, String> {
        let reader = self.readers.get(&tab);
        reader.ok_or_else(|| format!("tab {tab} was never opened"))
    }

    /// The most that any tablet shows of something.
    fn most(&self, n_shown: impl Fn(&Snapshot) -> usize) -> usize {
        let shown = self.readers.values().map(|it| n_shown(it.snapshot()));
        shown.max().unwrap_or_default()
    }
}

/// Everything that people can see, with the count of every round.
fn described(snapshot: &Snapshot, anomalies: &[Anomaly], heads: &[ChangeHash]) -> String {
    let counts: Vec<_> = snapshot
        .rounds
        .keys()
        .map(|id| count(snapshot, *id))
        .collect();
    let fingerprint = fingerprint(heads);
    format!("{fingerprint}\n{counts:?}\n{anomalies:?}\n{snapshot:?}")
}

impl Workload for Votes {
    fn genesis(&self) -> Result<Vec<u8>, String> {
        Ok(self.genesis.clone())
    }

    fn act(&mut self, document: &mut Automerge, act: Act<'_>) -> Result<(), String> {
        let chance = &mut Chance::new(act.random.number());
        let snapshot = self.reader(act.tab)?.snapshot().clone();
        let before = document.get_heads();
        for _ in 0..TRIES_MAX {
            let kind = chance.weighted(&self.weights);
            let Some(command) = kind.and_then(|kind| command(chance, &snapshot, kind)) else {
                continue;
            };
            match write(document, &snapshot, &command) {
                Ok(()) => {
                    self.n_commands += 1;
                    return Ok(());
                }
                Err(WriteError::Refused(_)) if document.get_heads() == before => {
                    self.n_refused += 1;
                }
                Err(error) => return Err(format!("{command:?} was half written: {error}")),
            }
        }
        Ok(())
    }

    fn opened(&mut self, tab: usize, document: &Automerge) {
        self.readers.insert(tab, Reader::open(document));
    }

    fn changed(&mut self, tab: usize, document: &Automerge, before: &[ChangeHash]) {
        self.n_changes += 1;
        if self.skips_changes && self.n_changes.is_multiple_of(7) {
            return;
        }
        if let Some(reader) = self.readers.get_mut(&tab) {
            reader.refresh(document, before);
        }
    }

    fn read(&self, document: &Automerge) -> Result<String, String> {
        let reader = Reader::open(document);
        let heads = document.get_heads();
        Ok(described(reader.snapshot(), &reader.anomalies(), &heads))
    }

    fn shown(&self, tab: usize, document: &Automerge) -> Result<String, String> {
        let reader = self.reader(tab)?;
        let heads = document.get_heads();
        Ok(described(reader.snapshot(), &reader.anomalies(), &heads))
    }
}

/// What happened in some runs, to prove that they are not all quiet.
#[derive(Debug, Default)]
struct Events {
    n_commands: usize,
    n_refused: usize,
    doubles: usize,
    late: usize,
    closings: usize,
    arbitrated: usize,
    on_paper: usize,
    readers: usize,
}

impl Events {
    fn note(&mut self, votes: &Votes, report: &Report) {
        let counted = |standing| votes.most(|it| count(it, ROUND).n_ballots(standing));
        let once = |n: usize| usize::from(n > 0);
        self.n_commands += votes.n_commands;
        self.n_refused += votes.n_refused;
        self.doubles += once(votes.most(|it| count(it, ROUND).n_doubles()));
        self.late += once(counted(BallotStanding::Late));
        self.closings += once(votes.most(|it| {
            let closed = it
                .rounds
                .values()
                .filter(|round| !round.closings.is_empty());
            closed.count()
        }));
        self.arbitrated += once(votes.most(|it| it.arbitrations.len()));
        self.on_paper += once(votes.most(|it| count(it, ROUND).paper_counts.len()));
        self.readers += once(report.n_confined_edits);
    }
}

fn settings(seed: u64) -> Settings {
    Settings {
        n_actions: N_ACTIONS,
        ..Settings::of_seed(seed)
    }
}

fn run(seed: u64, genesis: &[u8], events: &mut Events) {
    let _says_seed = SaysSeed(seed);
    let mut votes = Votes::new(seed, genesis);
    let ran = run_with(settings(seed), &mut votes);
    let report = ran.unwrap_or_else(|violation| panic!("{violation}"));
    events.note(&votes, &report);
}

#[test]
fn votes_on_a_network_in_trouble_are_counted_alike_everywhere() {
    let (genesis, seeds) = (genesis(), seeds(N_SEEDS));
    let share = &|first: usize| {
        let mut events = Events::default();
        for seed in seeds.iter().skip(first).step_by(N_THREADS) {
            run(*seed, &genesis, &mut events);
        }
        events
    };
    let shares: Vec<Events> = thread::scope(|scope| {
        let threads: Vec<_> = (0..N_THREADS)
            .map(|first| scope.spawn(move || share(first)))
            .collect();
        let ended = threads.into_iter().map(|thread| {
            let events = thread.join();
            events.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        ended.collect()
    });
    let sum = |n: fn(&Events) -> usize| shares.iter().map(n).sum::<usize>();
    println!("{shares:#?}");
    if seeds.len() > 1 {
        assert!(sum(|it| it.n_commands) > 500 && sum(|it| it.n_refused) > 20);
        let happened = [
            ("doubles", sum(|it| it.doubles)),
            ("late ballots", sum(|it| it.late)),
            ("closings", sum(|it| it.closings)),
            ("decisions", sum(|it| it.arbitrated)),
            ("paper counts", sum(|it| it.on_paper)),
            ("changes of readers", sum(|it| it.readers)),
        ];
        for (what, n_runs) in happened {
            assert!(n_runs >= 5, "{what} in {n_runs} runs");
        }
    }
}

/// The first of the violations of a few runs, which must all but a few have one.
fn check_is_found_out(words: &str, spoil: fn(&mut Votes, &mut Settings)) {
    let genesis = genesis();
    let violations: Vec<Violation> = (0..12)
        .filter_map(|seed| {
            let mut votes = Votes::new(seed, &genesis);
            let mut settings = settings(seed);
            spoil(&mut votes, &mut settings);
            run_with(settings, &mut votes).err()
        })
        .collect();
    let n_found = violations.iter().filter(|it| it.promise.contains(words));
    let n_found = n_found.count();
    assert!(
        n_found >= 4,
        "found in {n_found} of 12 runs: {violations:#?}"
    );
}

#[test]
fn tablet_that_reads_only_some_of_what_comes_is_found_out() {
    check_is_found_out("shows something else", |votes, _| {
        votes.skips_changes = true;
    });
}

#[test]
fn count_by_order_of_arrival_is_found_out() {
    check_is_found_out("tally", |_, settings| {
        *settings = settings.with(Mistake::CountsInOrderOfArrival);
    });
}
