//! Which of a workshop's rounds a page speaks of. Pure.

use std::sync::Arc;

use domain::Round;

/// Of the rounds that `keep` keeps, the last one that runs, because two tablets may have
/// opened one each; else the last one.
pub fn running_or_last(
    rounds: &[Arc<Round>],
    keep: impl Fn(&Round) -> bool,
) -> Option<&Arc<Round>> {
    let mut latest_first = rounds.iter().rev().filter(|round| keep(round));
    let running = latest_first
        .clone()
        .find(|round| round.status().is_running());
    running.or_else(|| latest_first.next())
}
