//! `cargo xtask build`: the app as the relay serves it, in `dist/`.
//!
//! Skipped when neither what it is built from nor what was built has changed:
//! `target/six-cartes/app.fingerprint` holds the digest of both.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use crate::digest::sha256_hex;
use crate::duration::spoken_duration;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::genesis;
use crate::precompress::compress_below;
use crate::process::run;
use crate::tools::{Tools, ensure_build_tools};
use crate::workspace::Workspace;

/// Files and folders that decide what the app is, from the workspace's root.
const INPUTS: [&str; 14] = [
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "index.html",
    "crates",
    "data",
    "public",
    "src",
    "style",
    "xtask/src/precompress.rs",
    "xtask/src/service_worker",
    "xtask/src/service_worker.rs",
];

/// Builds the app in release if anything changed, and compresses it.
///
/// # Errors
/// When a tool is missing or the build fails.
pub fn ensure_built(workspace: &Workspace, tools: &Tools) -> Outcome {
    let mark = workspace.target().join("six-cartes/app.fingerprint");
    let current = fingerprint(workspace)?;
    if fs::read_to_string(&mark).is_ok_and(|found| found == current) {
        println!("The app in dist/ is up to date.");
        return Ok(());
    }
    require_genesis(workspace)?;
    ensure_build_tools(workspace, tools)?;
    println!("Building the app in release (about 3 minutes the first time, 1 after a change).");
    let started = Instant::now();
    build(workspace, tools)?;
    println!("Compressing it (about 15 seconds).");
    compress_below(&workspace.dist())?;
    files::write(&mark, fingerprint(workspace)?)?;
    println!(
        "The app is built in {}.",
        spoken_duration(started.elapsed())
    );
    Ok(())
}

/// Names the folder of the contract that the app is built for.
const CONTRACT_VARIABLE: &str = "SIX_CARTES_CONTRACT";

/// Refuses a contract without what its document starts from.
fn require_genesis(workspace: &Workspace) -> Outcome {
    let needed = [workspace.genesis(), workspace.amendment()];
    needed
        .iter()
        .find(|file| !file.is_file())
        .map_or(Ok(()), |file| {
            Err(Failure::new(format!("{} is not there", file.display()))
                .try_next(genesis::command(workspace)))
        })
}

fn build(workspace: &Workspace, tools: &Tools) -> Outcome {
    // Trunk is told to stay offline, so that it never downloads a tool by itself:
    // the crates must be there before.
    let mut fetch = tools.programs.cargo(&["fetch", "--quiet"]);
    if run(&mut fetch, "fetching the crates").is_err() {
        // It asks for those of every system; this one may have all that it needs.
        println!("Not all crates could be fetched; going on with those that are there.");
    }
    let mut trunk = tools.programs.command("trunk");
    trunk
        .args(["build", "--release", "--offline", "--skip-version-check"])
        // Read at compile time by src/app.rs; .cargo/config.toml has the usual one.
        .env(CONTRACT_VARIABLE, workspace.contract())
        // Trunk refuses the value `1` that some tools set to ask for no color.
        .env_remove("NO_COLOR")
        // Its own backtrace would push the compiler's words off the screen.
        .env_remove("RUST_BACKTRACE");
    run(&mut trunk, "building the app")
}

/// Digest of what the app is built from and of what is in `dist/`.
fn fingerprint(workspace: &Workspace) -> Outcome<String> {
    let mut listed = String::new();
    let inputs = INPUTS.map(|input| workspace.root.join(input));
    let others = files_of(&[workspace.contract(), workspace.dist()])?;
    for path in files_of(&inputs)?.into_iter().chain(others) {
        listed.push_str(&files::relative(&path, &workspace.root));
        listed.push('\n');
        listed.push_str(&sha256_hex(&files::read(&path)?));
        listed.push('\n');
    }
    Ok(sha256_hex(listed.as_bytes()))
}

fn files_of(paths: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_file() {
            found.push(path.clone());
        } else {
            found.extend(files::files_below(path)?);
        }
    }
    Ok(found)
}
