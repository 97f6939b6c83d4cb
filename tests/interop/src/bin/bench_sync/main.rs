//! Measures relays beside each other: ours, `automerge-repo` and `samod`.
//!
//! `bench_sync RELAY SAMOD_SERVER REPORT` starts each program in turn, drives all
//! with the same clients of ours, prints a table and writes the report as JSON.
//! Clients and relays share the machine's cores: compare, and read no last digit.
//! Ours answers when a change is durable; the others may answer before.
//! `SIX_CARTES_BENCH_QUICK=1` measures as little as possible.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::large_futures,
    unreachable_pub,
    missing_docs,
    reason = "a measurement that fails has no figures, and a program has no callers"
)]

mod machine;
mod measures;
mod programs;
mod table;

use std::path::PathBuf;
use std::time::Instant;

use measures::Scale;
use programs::{Program, Programs};
use serde_json::{Map, Value, json};

/// When this is set, as little as possible is measured, to see that all of it
/// runs to its end.
const QUICK: &str = "SIX_CARTES_BENCH_QUICK";

/// Live clients of the fan-out; the last is the budget's.
const FAN_OUTS: [usize; 3] = [10, 50, 150];

/// Tablets that come back together from a day offline.
const MERGES: [usize; 3] = [10, 40, 200];

/// Latencies, in a fresh process with an empty folder.
async fn latencies(programs: &Programs, program: Program, scale: Scale) -> Value {
    let folder = tempfile::tempdir_in("target").unwrap();
    let running = programs.start(program, 0, folder.path(), &[]).await;
    let url = running.url();
    let mut fan_outs = Map::new();
    for n_clients in FAN_OUTS {
        let figures = measures::fan_out(&url, n_clients, scale).await;
        fan_outs.insert(n_clients.to_string(), figures);
    }
    let acknowledged = measures::acknowledged(&url, scale).await;
    let (reconnect, running) = measures::reconnect(programs, program, running, folder.path()).await;
    running.kill().await;
    let merges = merges(programs, program).await;
    json!({"fan_out": fan_outs, "merge": merges, "acknowledged": acknowledged, "reconnect": reconnect})
}

/// A process for each: one that is still busy with a merge would spoil the next.
async fn merges(programs: &Programs, program: Program) -> Map<String, Value> {
    let mut merges = Map::new();
    for n_tablets in MERGES {
        let folder = tempfile::tempdir_in("target").unwrap();
        let running = programs.start(program, 0, folder.path(), &[]).await;
        let figures = measures::merge(&running.url(), n_tablets).await;
        merges.insert(n_tablets.to_string(), figures);
        running.kill().await;
    }
    merges
}

/// Ours without sharing commits.
async fn one_append_per_commit(programs: &Programs, scale: Scale) -> Value {
    let folder = tempfile::tempdir_in("target").unwrap();
    let options = ["--commit-appends-max", "1"];
    let running = programs
        .start(Program::Ours, 0, folder.path(), &options)
        .await;
    let acknowledged = measures::acknowledged(&running.url(), scale).await;
    running.kill().await;
    json!({"acknowledged": acknowledged})
}

/// Bytes and memory, which other work does not change.
async fn sizes(programs: &Programs, program: Program, scale: Scale) -> (Value, Value) {
    let folder = tempfile::tempdir_in("target").unwrap();
    let running = programs.start(program, 0, folder.path(), &[]).await;
    let clients = measures::memory_of_clients(&running).await;
    let bytes = measures::bytes_on_the_wire(&running.url()).await;
    running.kill().await;
    let folder = tempfile::tempdir_in("target").unwrap();
    let documents = measures::memory_of_documents(programs, program, folder.path(), scale).await;
    (bytes, json!({"clients": clients, "documents": documents}))
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let programs = Programs {
        ours: arguments.next().unwrap(),
        samod: arguments.next().unwrap(),
    };
    let path = arguments.next().unwrap();
    let is_quick = std::env::var_os(QUICK).is_some();
    let scale = if is_quick { Scale::QUICK } else { Scale::FULL };
    let n_runs = scale.runs;
    let start = Instant::now();
    let say = |what: &str| println!("{:>4} s  {what}", start.elapsed().as_secs());
    let machine = machine::machine();
    let mut runs: Map<String, Value> = Map::new();
    let mut alone = Vec::new();
    for run in 1..=n_runs {
        // In turn, so that a busy minute of the machine falls on all of them.
        for program in Program::ALL {
            say(&format!("{}, run {run} of {n_runs}", program.name()));
            let figures = latencies(&programs, program, scale).await;
            let known = runs.entry(program.name()).or_insert_with(|| json!([]));
            known.as_array_mut().unwrap().push(figures);
        }
        say("six-cartes-relay, one append in each commit");
        alone.push(one_append_per_commit(&programs, scale).await);
    }
    let mut relays = Map::new();
    for program in Program::ALL {
        say(&format!("{}, bytes and memory", program.name()));
        let (bytes, memory) = sizes(&programs, program, scale).await;
        let runs = runs.remove(program.name());
        let figures = json!({"runs": runs, "bytes": bytes, "memory": memory});
        relays.insert(program.name().to_owned(), figures);
    }
    let report = json!({
        "is_quick": is_quick,
        "machine": machine,
        "versions": machine::versions(&programs),
        "seconds": start.elapsed().as_secs(),
        "relays": relays,
        "one_append_per_commit": alone,
    });
    let text = serde_json::to_string_pretty(&report).unwrap();
    std::fs::write(&path, text + "\n").unwrap();
    println!("\n{}\n{}\n", report["machine"], report["versions"]);
    table::print(&report);
    if is_quick {
        println!("\nquick: these figures say nothing but that all of it runs");
    }
    println!("\nwritten to {}", path.display());
}
