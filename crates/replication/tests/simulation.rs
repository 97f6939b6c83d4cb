//! Many seeds of the simulated network, and the proof that its checks bite.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use replication::simulation::{Report, Settings, Violation, run};

/// Each run takes about twenty milliseconds without optimization.
const N_SEEDS: u64 = 200;

fn settings(seed: u64) -> Settings {
    Settings {
        seed,
        n_actions: 40,
        acknowledges_early: false,
    }
}

#[test]
fn every_seed_keeps_every_promise() {
    let mut total = Report::default();
    for seed in 0..N_SEEDS {
        let report = run(settings(seed)).unwrap_or_else(|violation| panic!("{violation}"));
        total.n_edits += report.n_edits;
        total.n_frames += report.n_frames;
        total.n_kills += report.n_kills;
        total.n_cuts += report.n_cuts;
        total.n_failures += report.n_failures;
        total.n_compactions += report.n_compactions;
        total.n_closing_frames = total.n_closing_frames.max(report.n_closing_frames);
    }
    println!("{N_SEEDS} seeds: {total:?}");
    assert!(total.n_edits > 2_000, "{total:?}");
    assert!(total.n_kills > 200, "{total:?}");
    assert!(total.n_failures > 200, "{total:?}");
    assert!(total.n_compactions > 200, "{total:?}");
}

#[test]
fn same_seed_gives_the_same_run() {
    assert_eq!(run(settings(42)), run(settings(42)));
}

/// The durability check is worth something only if it can fail.
#[test]
fn acknowledging_before_storing_is_found_out() {
    let violations: Vec<Violation> = (0..50)
        .filter_map(|seed| {
            let acknowledges_early = true;
            run(Settings {
                acknowledges_early,
                ..settings(seed)
            })
            .err()
        })
        .collect();
    let lost = |violation: &&Violation| violation.promise.contains("lost the advertised head");
    let n_lost = violations.iter().filter(lost).count();
    assert!(n_lost > 10, "found in {n_lost} of 50 runs: {violations:?}");
}
