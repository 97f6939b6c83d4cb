//! How many tests and checks passed, read from what the runners print.

use std::fmt;
use std::iter::Sum;

/// Tests and checks that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that passed.
    pub passed: u32,
    /// Those that failed, and those that could not be run.
    pub failed: u32,
}

impl Counts {
    /// One check that passed.
    pub(super) const PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    /// One check that failed.
    pub(super) const FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// Adds a failure when the runner failed without naming a test, as when the
    /// tests do not compile.
    pub(super) fn with_exit(self, success: bool) -> Self {
        if success || self.failed > 0 {
            self
        } else {
            [self, Self::FAILED].into_iter().sum()
        }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |total, counts| Self {
            passed: total.passed + counts.passed,
            failed: total.failed + counts.failed,
        })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Reads `cargo test`: one line `test result: …` per binary.
pub(super) fn of_cargo_test(lines: &[String]) -> Counts {
    lines
        .iter()
        .filter(|line| line.starts_with("test result:"))
        .map(|line| Counts {
            passed: number_before(line, "passed"),
            failed: number_before(line, "failed"),
        })
        .sum()
}

/// Reads `cargo nextest`: one line `Summary […] N tests run: …`.
pub(super) fn of_nextest(lines: &[String]) -> Counts {
    lines
        .iter()
        .filter(|line| line.trim_start().starts_with("Summary ["))
        .map(|line| Counts {
            passed: number_before(line, "passed"),
            failed: ["failed", "exec failed", "timed out"]
                .iter()
                .map(|word| number_before(line, word))
                .sum(),
        })
        .sum()
}

/// Reads Playwright: lines such as `12 passed (30s)` and `1 flaky` at the end.
///
/// A test that passed only when repeated is a bug: it counts as failed.
pub(super) fn of_playwright(lines: &[String]) -> Counts {
    let closing = |line: &&String| {
        let mut words = line.split_whitespace();
        words.next().is_some_and(|word| word.parse::<u32>().is_ok())
    };
    lines
        .iter()
        .filter(closing)
        .map(|line| Counts {
            passed: number_before(line, "passed"),
            failed: ["failed", "flaky", "interrupted", "did not run"]
                .iter()
                .map(|word| number_before(line, word))
                .sum(),
        })
        .sum()
}

/// The number that stands directly before a word, or 0.
fn number_before(line: &str, words: &str) -> u32 {
    let tokens: Vec<&str> = line
        .split_whitespace()
        .map(|token| token.trim_matches([',', ';', '.', '(', ')']))
        .collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    (1..tokens.len())
        .find(|idx| tokens.get(*idx..*idx + words.len()) == Some(words.as_slice()))
        .and_then(|idx| tokens.get(idx - 1)?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn counts(passed: u32, failed: u32) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn cargo_test_is_summed_over_its_binaries() {
        let text = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; finished in 0.00s\n\
            test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; finished in 0.1s";
        assert_eq!(of_cargo_test(&lines(text)), counts(5, 1));
    }

    #[test]
    fn nextest_is_read_from_its_summary() {
        let text = "     Summary [   0.012s] 14 tests run: 12 passed (1 slow), 2 failed, 0 skipped";
        assert_eq!(of_nextest(&lines(text)), counts(12, 2));
        let text = "     Summary [   0.012s] 1 test run: 1 passed, 0 skipped";
        assert_eq!(of_nextest(&lines(text)), counts(1, 0));
        let text = "     Summary [   9.012s] 3 tests run: 1 passed, 1 timed out, 1 exec failed";
        assert_eq!(of_nextest(&lines(text)), counts(1, 2));
    }

    #[test]
    fn playwright_counts_a_flaky_test_as_failed() {
        let text = "  ✓  1 two tablets agree (3s)\n  1 failed\n    a.spec.ts:3:1 › x\n  \
            1 flaky\n  2 did not run\n  12 passed (30.1s)";
        assert_eq!(of_playwright(&lines(text)), counts(12, 4));
    }

    #[test]
    fn a_runner_that_stops_early_counts_as_a_failure() {
        assert_eq!(counts(0, 0).with_exit(false), counts(0, 1));
        assert_eq!(counts(2, 1).with_exit(false), counts(2, 1));
        assert_eq!(counts(2, 0).with_exit(true), counts(2, 0));
    }
}
