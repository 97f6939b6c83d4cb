//! Runs many seeds of the simulated network: `cargo xtask simulate`.
//!
//! Takes the number of seeds and the first of them; fails with the first
//! broken promise and the command that repeats it.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use replication::simulation::{Fault, Report, Settings, Violation, run};

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (Some(Ok(n_seeds)), Some(Ok(first)), None) =
        (numbers.next(), numbers.next(), numbers.next())
    else {
        eprintln!("simulate takes the number of seeds and the first seed");
        return ExitCode::FAILURE;
    };
    let n_threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    println!("{n_seeds} seeds from {first}, on {n_threads} threads");
    let started = Instant::now();
    let next = AtomicU64::new(first);
    let end = first.saturating_add(n_seeds);
    let results: Vec<Result<Report, Violation>> = thread::scope(|scope| {
        let work = || {
            std::iter::from_fn(|| {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                (seed < end).then(|| run(Settings::of_seed(seed)))
            })
            .collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(work)).collect();
        let results = threads.into_iter().map(|thread| {
            let results = thread.join();
            results.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        results.flatten().collect()
    });
    let seconds = started.elapsed().as_secs_f64();
    let (reports, mut violations): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    let reports: Vec<Report> = reports.into_iter().flatten().collect();
    summarize(&reports);
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let per_second = n_seeds as f64 / seconds;
    println!("{n_seeds} seeds in {seconds:.1} s, {per_second:.0} per second");
    violations.sort_by_key(|violation| violation.as_ref().err().map(|broken| broken.seed));
    for violation in violations.iter().filter_map(|result| result.as_ref().err()) {
        println!("broken promise: {violation}");
        println!(
            "  next: cargo xtask simulate --from {} --seeds 1",
            violation.seed
        );
    }
    if violations.is_empty() {
        println!("every promise kept");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn summarize(reports: &[Report]) {
    let sum = |count: fn(&Report) -> usize| reports.iter().map(count).sum::<usize>();
    println!(
        "{} edits, {} frames, {} compactions",
        sum(|report| report.n_edits),
        sum(|report| report.n_frames),
        sum(|report| report.n_compactions),
    );
    println!(
        "{} changes where nobody may write, {} frames to denied tablets, {} parts, {} broadcasts heard",
        sum(|report| report.n_confined_edits),
        sum(|report| report.n_denied_frames),
        sum(|report| report.n_parts),
        sum(|report| report.n_broadcasts_heard),
    );
    for fault in Fault::ALL {
        let n_times: usize = reports.iter().map(|report| report.n_faults(fault)).sum();
        let n_seeds = reports.iter().filter(|report| report.n_faults(fault) > 0);
        let name = format!("{fault:?}");
        println!(
            "  {name:<14} {n_times:>9} times, in {} seeds",
            n_seeds.count()
        );
    }
}
