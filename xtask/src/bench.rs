//! `cargo xtask bench`: what the budgets promise, measured.

use crate::failure::{Failure, Outcome};
use crate::process::run;
use crate::size_budget::FirstVisit;
use crate::tools::{
    Tools, WASI_TARGET, ensure_chromium, ensure_end_to_end_packages, ensure_interop_packages,
    ensure_target,
};
use crate::workspace::Workspace;
use crate::{app_build, relay};

/// Names of the benchmarks, with what each measures.
pub const BENCHES: [(&str, &str); 5] = [
    ("document", "opening, merging and counting, native"),
    ("wasm", "counting, in WebAssembly"),
    (
        "sync",
        "fan-out, bytes, reconnection and memory, beside automerge-repo and samod",
    ),
    ("browser", "tap to saved and offline opening, in Chromium"),
    ("size", "bytes of a first visit"),
];

/// Runs one benchmark, or all.
///
/// # Errors
/// When the name is unknown, or a benchmark fails.
pub fn bench(workspace: &Workspace, name: Option<&str>) -> Outcome {
    if let Some(name) = name
        && !BENCHES.iter().any(|(known, _)| *known == name)
    {
        let names = BENCHES.map(|(known, _)| known).join(", ");
        return Err(Failure::new(format!(
            "`{name}` is not a benchmark; there are {names}"
        )));
    }
    let tools = Tools::find(workspace)?;
    for (known, what) in BENCHES {
        if name.is_some_and(|name| name != known) {
            continue;
        }
        println!("\n== {known}: {what}");
        match known {
            "document" => document(workspace, &tools)?,
            "wasm" => wasm(workspace, &tools)?,
            "sync" => sync(workspace, &tools)?,
            "browser" => browser(workspace, &tools)?,
            _ => size(workspace, &tools)?,
        }
    }
    Ok(())
}

fn document(workspace: &Workspace, tools: &Tools) -> Outcome {
    let example = "crates/document/examples/bench_document.rs";
    if !workspace.root.join(example).is_file() {
        println!("Left out: {example} is not there.");
        return Ok(());
    }
    let arguments = ["--package", "document", "--example", "bench_document"];
    cargo(tools, "run", &arguments, "the benchmark of the document")
}

/// Calls cargo with the relay's profile: quick code, as a native program is shipped.
fn cargo(tools: &Tools, verb: &str, arguments: &[&str], what: &str) -> Outcome {
    let mut command = tools
        .programs
        .cargo(&[verb, "--quiet", "--profile", "relay"]);
    command.args(arguments);
    run(&mut command, what)
}

/// The same program as that of the document, which counts only there.
fn wasm(workspace: &Workspace, tools: &Tools) -> Outcome {
    ensure_target(tools, WASI_TARGET)?;
    let example = ["--package", "document", "--example", "bench_document"];
    let arguments = [&example[..], &["--target", WASI_TARGET]].concat();
    cargo(
        tools,
        "build",
        &arguments,
        "building the benchmark of the count",
    )?;
    let built = workspace.target().join(WASI_TARGET).join("relay/examples");
    let mut command = tools.programs.command("node");
    command
        .arg("--no-warnings")
        .arg("crates/document/examples/wasi.mjs")
        .arg(built.join("bench_document.wasm"));
    run(&mut command, "the benchmark of the count")
}

fn sync(workspace: &Workspace, tools: &Tools) -> Outcome {
    ensure_interop_packages(workspace, tools)?;
    let relay = relay::ensure_built(workspace, tools)?;
    let arguments = ["--package", "interop", "--bins"];
    cargo(tools, "build", &arguments, "building the benchmark of sync")?;
    let programs = workspace.target().join("relay");
    let mut command = tools.programs.command(programs.join("bench_sync"));
    command
        .arg(relay)
        .arg(programs.join("samod_server"))
        .arg(workspace.target().join("bench-sync.json"));
    run(&mut command, "the benchmark of sync")
}

fn browser(workspace: &Workspace, tools: &Tools) -> Outcome {
    let script = workspace.end_to_end().join("bench.mjs");
    if !script.is_file() {
        println!("Left out: tests/e2e/bench.mjs is not there.");
        return Ok(());
    }
    ensure_end_to_end_packages(workspace, tools)?;
    let chromium = ensure_chromium(tools)?;
    app_build::ensure_built(workspace, tools)?;
    let relay = relay::ensure_built(workspace, tools)?;
    let mut command = tools.programs.command("node");
    command
        .arg(script)
        .current_dir(workspace.end_to_end())
        .env("SIX_CARTES_APP", workspace.dist())
        .env("SIX_CARTES_CHROMIUM", chromium)
        .env("SIX_CARTES_RELAY", relay);
    run(&mut command, "the benchmark in the browser")
}

fn size(workspace: &Workspace, tools: &Tools) -> Outcome {
    app_build::ensure_built(workspace, tools)?;
    let visit = FirstVisit::measure(&workspace.dist())?;
    println!("{}", visit.table());
    visit.check()
}
