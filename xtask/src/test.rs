//! `cargo xtask test`: everything that CI runs, one step after the other.
//!
//! Reading order: `steps` (what is checked), [`run`] (in which
//! order, and the closing line), `counts` (how the runners' totals are read).

mod counts;
mod layers;
mod steps;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::duration::spoken_duration;
use crate::failure::{Failure, Outcome};
use crate::tools::Tools;
use crate::workspace::Workspace;

pub use counts::Counts;
use steps::{STEPS, Step};

/// What a step needs.
struct Context<'a> {
    workspace: &'a Workspace,
    tools: &'a Tools,
}

/// A step that was run, or left out.
struct Report {
    name: &'static str,
    counts: Counts,
    took: Duration,
}

/// Prints the steps with their usual durations.
pub fn list() {
    println!("Steps of `cargo xtask test`, in order; usual durations on 2 cores when");
    println!("little has changed, and after a clean clone:\n");
    for step in &STEPS {
        println!(
            "  {:<13} {:>7} {:>7}  {}",
            step.name, step.usually, step.at_first, step.what
        );
    }
}

/// Runs the named steps, or all, and ends with the line `N passed, N failed`.
///
/// # Errors
/// When a name is not that of a step; a step that fails is in the exit code.
pub fn run(workspace: &Workspace, names: &[String]) -> Outcome<ExitCode> {
    let chosen = chosen(names)?;
    let tools = Tools::find(workspace)?;
    let context = Context {
        workspace,
        tools: &tools,
    };
    let started = Instant::now();
    let mut reports: Vec<Report> = Vec::new();
    for step in chosen {
        let report = run_step(step, &reports, &context);
        reports.push(report);
    }
    Ok(close(&reports, started.elapsed()))
}

fn chosen(names: &[String]) -> Outcome<Vec<&'static Step>> {
    if names.is_empty() {
        return Ok(STEPS.iter().collect());
    }
    names
        .iter()
        .map(|name| {
            STEPS.iter().find(|step| step.name == name).ok_or_else(|| {
                Failure::new(format!("`{name}` is not a step")).try_next("cargo xtask test --list")
            })
        })
        .collect()
}

fn run_step(step: &'static Step, before: &[Report], context: &Context<'_>) -> Report {
    println!(
        "\n== {} (usually {}): {}",
        step.name, step.usually, step.what
    );
    let started = Instant::now();
    let failed_before = before
        .iter()
        .find(|report| step.needs.contains(&report.name) && report.counts.failed > 0);
    let counts = match failed_before {
        Some(report) => {
            println!("{} is left out, because {} failed.", step.name, report.name);
            Counts::FAILED
        }
        None => (step.run)(context).unwrap_or_else(|failure| {
            println!("{}: {failure}", step.name);
            Counts::FAILED
        }),
    };
    let took = started.elapsed();
    println!("{}: {counts} in {}", step.name, spoken_duration(took));
    Report {
        name: step.name,
        counts,
        took,
    }
}

/// Prints each step's result, the names of those that failed, and the closing line.
fn close(reports: &[Report], took: Duration) -> ExitCode {
    println!("\n== summary");
    for report in reports {
        println!(
            "  {:<13} {:>9}  {}",
            report.name,
            spoken_duration(report.took),
            report.counts
        );
    }
    println!("  in {}", spoken_duration(took));
    let failed: Vec<&str> = reports
        .iter()
        .filter(|report| report.counts.failed > 0)
        .map(|report| report.name)
        .collect();
    if !failed.is_empty() {
        println!("Failed: {}.", failed.join(", "));
        println!("Type one alone with: cargo xtask test {}", failed.join(" "));
    }
    let total: Counts = reports.iter().map(|report| report.counts).sum();
    println!("{total}");
    if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_chosen_by_name_in_the_order_given() {
        let names = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            chosen(&names).map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["doc", "fmt"]).expect("both exist"), ["doc", "fmt"]);
        assert_eq!(names(&[]).expect("all").len(), STEPS.len());
        assert!(names(&["lint"]).is_err());
    }

    #[test]
    fn a_step_needs_only_steps_before_it() {
        for (idx, step) in STEPS.iter().enumerate() {
            for needed in step.needs {
                let found = STEPS.iter().take(idx).any(|before| before.name == *needed);
                assert!(
                    found,
                    "{} needs {needed}, which is not before it",
                    step.name
                );
            }
        }
    }
}
