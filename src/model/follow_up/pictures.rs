//! Numbers behind the pictures: actions by step, and what changed since the print.

use std::sync::Arc;

use super::FollowUpRow;
use super::areas::Area;
use super::filters::Choices;
use crate::components::ActionStep;

/// How many actions stand at each step, in the order of [`ActionStep::ALL`].
pub type StepCounts = [usize; 6];

/// What one bar of a picture counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar<K> {
    /// Number of a theme or an orientation, or a place.
    pub key: K,
    /// Its actions by step.
    pub counts: StepCounts,
}

/// Counts rows by step.
pub fn step_counts<'a>(rows: impl IntoIterator<Item = &'a Arc<FollowUpRow>>) -> StepCounts {
    let mut counts = StepCounts::default();
    for row in rows {
        counts[row.step.place()] += 1;
    }
    counts
}

/// One bar per theme that has actions.
pub fn by_theme(rows: &[Arc<FollowUpRow>]) -> Vec<Bar<u8>> {
    let keys = sorted(rows.iter().map(|row| row.theme));
    bars(rows, keys, |row, theme| row.theme == *theme)
}

/// One bar per orientation that has actions.
pub fn by_orientation(rows: &[Arc<FollowUpRow>]) -> Vec<Bar<u8>> {
    let keys = sorted(rows.iter().map(|row| row.orientation));
    bars(rows, keys, |row, number| row.orientation == *number)
}

/// One bar per place that has actions; an action of two communes counts in both.
pub fn by_area(rows: &[Arc<FollowUpRow>], choices: &Choices) -> Vec<Bar<Area>> {
    let keys = choices.areas.clone();
    bars(rows, keys, |row, area| row.areas.contains(area))
}

/// Rows that name several places, and so count several times in [`by_area`].
pub fn n_in_several_areas(rows: &[Arc<FollowUpRow>]) -> usize {
    rows.iter().filter(|row| row.areas.len() > 1).count()
}

/// How the step of actions changed since the contract was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// Came further on the scale.
    pub up: usize,
    /// Stand where they stood.
    pub same: usize,
    /// Fell back.
    pub down: usize,
    /// The step was not known, or is not any more: nobody can compare.
    pub unclear: usize,
    /// Printed step, then step now, both in the order of [`ActionStep::ALL`].
    pub matrix: [StepCounts; 6],
}

impl Change {
    /// Compares each row with what was printed.
    pub fn count(rows: &[Arc<FollowUpRow>]) -> Self {
        let mut change = Self::default();
        for row in rows {
            let (before, now) = (row.printed_step, row.step);
            change.matrix[before.place()][now.place()] += 1;
            let is_unclear = [before, now].contains(&ActionStep::Unknown);
            match before.place().cmp(&now.place()) {
                core::cmp::Ordering::Equal => change.same += 1,
                _ if is_unclear => change.unclear += 1,
                core::cmp::Ordering::Less => change.up += 1,
                core::cmp::Ordering::Greater => change.down += 1,
            }
        }
        change
    }
}

fn sorted(keys: impl Iterator<Item = u8>) -> Vec<u8> {
    let keys: std::collections::BTreeSet<u8> = keys.collect();
    keys.into_iter().collect()
}

fn bars<K>(
    rows: &[Arc<FollowUpRow>],
    keys: Vec<K>,
    is_of: impl Fn(&FollowUpRow, &K) -> bool,
) -> Vec<Bar<K>> {
    keys.into_iter()
        .map(|key| {
            let counts = step_counts(rows.iter().filter(|row| is_of(row, &key)));
            Bar { key, counts }
        })
        .filter(|bar| bar.counts.iter().sum::<usize>() > 0)
        .collect()
}
