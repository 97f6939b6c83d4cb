//! `cargo xtask simulate`: many seeds of the simulated network.

use crate::failure::Outcome;
use crate::process::run;
use crate::tools::Tools;
use crate::workspace::Workspace;

/// Which seeds to run.
#[derive(Debug, Clone, Copy)]
pub struct SimulateOptions {
    /// How many.
    pub n_seeds: u64,
    /// The first one.
    pub first: u64,
}

impl Default for SimulateOptions {
    /// The tests run the first 500; this goes further, for about a minute.
    fn default() -> Self {
        Self {
            n_seeds: 5_000,
            first: 0,
        }
    }
}

/// Runs the seeds with the relay's profile.
///
/// # Errors
/// When a promise is broken; the seed and the command to repeat it are printed.
pub fn simulate(workspace: &Workspace, options: SimulateOptions) -> Outcome {
    let tools = Tools::find(workspace)?;
    let arguments = [
        "run",
        "--quiet",
        "--profile",
        "relay",
        "--package",
        "replication",
        "--features",
        "simulation",
        "--example",
        "simulate",
        "--",
    ];
    let mut command = tools.programs.cargo(&arguments);
    command.arg(options.n_seeds.to_string());
    command.arg(options.first.to_string());
    run(&mut command, "the simulation")
}
