//! `cargo xtask genesis`: the document's first change, from the contract's files.
//!
//! Building it needs Automerge, which no other command needs: without the cargo
//! feature `genesis`, this command calls cargo to run itself with the feature.

#[cfg(feature = "genesis")]
mod from_files;
#[cfg(feature = "genesis")]
mod write;

#[cfg(feature = "genesis")]
pub use from_files::{build, build_amendment};

use crate::failure::Outcome;
use crate::workspace::Workspace;

/// How the genesis of the workspace's contract is built.
pub fn command(workspace: &Workspace) -> String {
    match workspace.contract_argument() {
        folder if folder.is_empty() => "cargo xtask genesis".to_owned(),
        folder => format!("cargo xtask contract --genesis{folder}"),
    }
}

/// What may be asked of `genesis`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GenesisOptions {
    /// `--check`: compare with the committed file, write nothing.
    pub check: bool,
    /// `--replace`: overwrite a genesis that is different.
    pub replace: bool,
}

/// Writes or compares the genesis.
///
/// # Errors
/// When the files have a fault, or the committed genesis is different.
#[cfg(feature = "genesis")]
pub fn run(workspace: &Workspace, options: GenesisOptions) -> Outcome {
    write::run(workspace, options)
}

/// Runs this command again, compiled with Automerge.
///
/// # Errors
/// When it cannot be compiled, or fails.
#[cfg(not(feature = "genesis"))]
pub fn run(workspace: &Workspace, options: GenesisOptions) -> Outcome {
    let tools = crate::tools::Tools::find(workspace)?;
    eprintln!("Building the genesis (about 2 minutes the first time, for Automerge).");
    let mut cargo = tools.programs.cargo(&[
        "run",
        "--quiet",
        "--package",
        "xtask",
        "--features",
        "genesis",
        "--",
        "genesis",
    ]);
    cargo.arg("--contract").arg(workspace.contract());
    if options.check {
        cargo.arg("--check");
    }
    if options.replace {
        cargo.arg("--replace");
    }
    crate::process::become_program(&mut cargo)
}
