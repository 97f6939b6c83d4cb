//! A history that is cut into files, sessions and codes in any way, and put together in
//! any order, any number of times, is one and the same: in the app, for
//! `six-cartes-tally`, and after a complete JSON file.
//!
//! `SIX_CARTES_SEED=… cargo test --test come_together` repeats one run.
#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::fs;
use std::path::Path;

use document::{AmendmentParts, amendment, fingerprint, genesis};
use exports::{Export, export, import_json};
use replication::{DocumentActor, DocumentId};
use six_cartes::replica::{Core, Start};

#[path = "../crates/document/tests/support/chance.rs"]
#[allow(dead_code, reason = "another package's tests use the rest")]
mod chance;
#[path = "../crates/document/tests/support/commands.rs"]
#[allow(dead_code, reason = "another package's tests use the rest")]
mod commands;
#[path = "support/exchange.rs"]
mod exchange;
#[path = "../crates/document/tests/support/replica.rs"]
#[allow(dead_code, reason = "another package's tests use the rest")]
mod replica;

use chance::{Chance, SaysSeed, seeds};
use commands::{command, weights};
use exchange::{exchange, settle};
use replica::{Replica, View, assert_same_view, contract, deck, view};

/// Histories: each takes some tenths of a second.
const N_SEEDS: u64 = 12;

/// Ways to put each history together.
const N_WAYS: usize = 3;

/// What every replica of the test's contract starts from, for as long as the test runs.
fn start() -> Start {
    let first = genesis::build(&contract(), &deck()).expect("the contract is sound");
    let second = amendment(&first, &AmendmentParts::default()).expect("it follows");
    Start {
        genesis: Box::leak(first.into_boxed_slice()),
        amendment: Box::leak(second.into_boxed_slice()),
    }
}

/// Four tablets that wrote apart and met now and then, and the files that they saved.
struct History {
    tablets: Vec<Replica>,
    files: Vec<Vec<u8>>,
}

impl History {
    fn random(chance: &mut Chance, start: Start) -> Self {
        let bytes = [start.genesis, start.amendment].concat();
        let first = Replica::with_round(&bytes, [9; 16]);
        let mut tablets: Vec<Replica> = (1..=4).map(|n| first.fork([n; 16])).collect();
        let weights = weights(chance);
        let mut files = Vec::new();
        for _ in 0..80 + chance.below(40) {
            let (at, other) = (chance.below(4), chance.below(4));
            if chance.once_in(8) && at != other {
                let other = tablets[other].clone();
                tablets[at].merge(&other);
            } else if let Some(kind) = chance.weighted(&weights)
                && let Some(command) = command(chance, tablets[at].snapshot(), kind)
            {
                // Refusals change nothing and are of no interest here.
                let _refused = tablets[at].ask(&command);
            }
            if chance.once_in(12) {
                files.push(tablets[at].document.save());
            }
        }
        files.extend(tablets.iter().map(|tablet| tablet.document.save()));
        Self { tablets, files }
    }

    /// Everything, merged by the simplest means.
    fn whole(&self) -> View {
        let mut whole = self.tablets[0].clone();
        for tablet in &self.tablets[1..] {
            whole.merge(tablet);
        }
        view(&whole.document)
    }

    /// A tablet that gets everything, by whatever ways chance has.
    fn together(&self, chance: &mut Chance, start: Start) -> Core {
        let mut core = Core::open(start, []).expect("the start opens").0;
        let mut relay = relay(start);
        let mut others: Vec<Core> = Vec::new();
        let mut files: Vec<&Vec<u8>> = self.files.iter().chain(&self.files).collect();
        chance.shuffle(&mut files);
        for (file, id) in files.into_iter().zip(1..) {
            match chance.below(3) {
                // By file.
                0 => merge(&mut core, file),
                // Through a relay, from another tablet.
                1 => {
                    let mut other = Core::open(start, []).expect("the start opens").0;
                    merge(&mut other, file);
                    exchange(&mut other, &mut relay, id);
                    exchange(&mut core, &mut relay, 1_000 + id);
                    others.push(other);
                }
                // By codes: what this tablet lacks, added to what it has.
                _ => {
                    let mut other = Core::open(start, []).expect("the start opens").0;
                    merge(&mut other, file);
                    let missing = other.changes_since(&core.heads());
                    if !missing.is_empty() {
                        let file = [core.export(), missing].concat();
                        merge(&mut core, &file);
                    }
                }
            }
        }
        core
    }
}

fn relay(start: Start) -> DocumentActor {
    let id = DocumentId::from_genesis(start.genesis);
    let bytes = [start.genesis, start.amendment].concat();
    DocumentActor::new(id, &bytes).expect("the start opens")
}

/// Merges a file and stores what it brought.
fn merge(core: &mut Core, file: &[u8]) {
    let (_, outputs) = core.merge_file(file).expect("a file of ours");
    settle(core, outputs);
}

fn seen(core: &Core) -> View {
    let document = replication::read_file(&core.export()).expect("its own bytes");
    let seen = View {
        snapshot: core.snapshot().clone(),
        anomalies: core.anomalies(),
        fingerprint: fingerprint(&document.get_heads()),
    };
    assert_eq!(seen.fingerprint.to_string(), core.fingerprint());
    seen
}

/// What `six-cartes-tally` prints for a backup file.
fn recounted(name: &str, file: &[u8]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, file).expect("the build folder can be written");
    tally::tables(&tally::read(&path).expect("a backup file"))
}

/// The bytes of a backup file after a complete JSON file and back.
fn through_json(file: &[u8], start: Start) -> Vec<u8> {
    let document = replication::read_file(file).expect("a backup file");
    let mut files = export(&document, Export::Json, "2026-11-27").expect("it is exported");
    let json = files.pop().expect("one file").bytes;
    let start = exports::Start {
        genesis: start.genesis,
        amendment: start.amendment,
    };
    import_json(&json, start).expect("it comes back")
}

#[test]
fn any_partition_in_any_order_gives_one_result_in_the_app_the_recount_and_after_json() {
    let start = start();
    let (mut n_ballots, mut n_anomalies) = (0, 0);
    for seed in seeds(N_SEEDS) {
        let _says_seed = SaysSeed(seed);
        let chance = &mut Chance::new(seed);
        let history = History::random(chance, start);
        let whole = history.whole();
        n_ballots += whole.snapshot.ballots.len();
        n_anomalies += whole.anomalies.len();
        let mut recounts = Vec::new();
        for way in 0..N_WAYS {
            let core = history.together(chance, start);
            assert_same_view(&whole, &seen(&core), "in the app");
            let file = core.export();
            recounts.push(recounted(&format!("together-{way}"), &file));
            let back = through_json(&file, start);
            let mut again = Core::open(start, []).expect("the start opens").0;
            merge(&mut again, &back);
            assert_same_view(&whole, &seen(&again), "after JSON");
            recounts.push(recounted("together-json", &back));
        }
        let code = whole.fingerprint.to_string();
        assert!(recounts[0].contains(&code), "the recount has {code}");
        assert!(recounts.iter().all(|text| *text == recounts[0]));
    }
    assert!(n_ballots > 40, "{n_ballots} ballots");
    assert!(n_anomalies > 0, "some histories are odd");
}
