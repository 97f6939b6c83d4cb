//! The timer of a room at one moment, in whole seconds. Pure.

use crate::replica::Timer;

/// What a timer shows now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimerNow {
    /// Time left, rounded up: 0 only once it is over.
    pub left_s: u32,
    /// The whole time.
    pub total_s: u32,
    /// It stands still.
    pub is_paused: bool,
}

impl TimerNow {
    /// Reads the timer at a moment, in ms since the Unix epoch.
    pub fn at(timer: Timer, now_ms: i64) -> Self {
        Self {
            left_s: timer.left_ms(now_ms).div_ceil(1000),
            total_s: timer.total_ms().div_ceil(1000),
            is_paused: timer.is_paused(),
        }
    }

    /// Nothing is left.
    pub fn is_over(self) -> bool {
        self.left_s == 0
    }
}

/// True at the moment in which a timer that was seen running comes to its end: a page that
/// is opened later does not sound.
pub fn has_just_ended(before: Option<TimerNow>, now: Option<TimerNow>) -> bool {
    let was_running = before.is_some_and(|before| !before.is_over());
    was_running && now.is_some_and(TimerNow::is_over)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    #[test]
    fn seconds_are_rounded_up_and_zero_means_over() {
        let timer = Timer::start(60_000, NOW);
        let left = |ms: i64| TimerNow::at(timer, NOW + ms).left_s;
        assert_eq!((left(0), left(1), left(1_000)), (60, 60, 59));
        assert_eq!((left(59_999), left(60_000), left(99_000)), (1, 0, 0));
    }

    #[test]
    fn end_is_signalled_once_and_not_after_a_reload() {
        let timer = Timer::start(60_000, NOW);
        let at = |ms: i64| Some(TimerNow::at(timer, NOW + ms));
        assert!(has_just_ended(at(59_000), at(60_000)));
        assert!(!has_just_ended(at(60_000), at(61_000)));
        assert!(!has_just_ended(None, at(61_000)));
        assert!(!has_just_ended(at(1_000), None));
    }
}
