//! When a shared tablet leaves a ballot that nobody touches. Pure: the time is given.

/// Nobody touches the tablet for so long: the ballot leaves the screen.
pub const IDLE_EXIT_S: u32 = 180;
/// So long before, a question shows.
pub const IDLE_WARNING_S: u32 = 30;

/// How near the end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Idle {
    /// Somebody is there.
    #[default]
    Active,
    /// The question shows; so many seconds are left.
    Warning {
        /// Seconds, 1 or more.
        left_s: u32,
    },
    /// The ballot leaves the screen.
    Over,
}

impl Idle {
    /// Where it stands, this long after the last touch.
    ///
    /// A clock that was put back counts as a touch.
    pub fn after(idle_ms: i64) -> Self {
        let seconds = u32::try_from(idle_ms.max(0) / 1_000).unwrap_or(u32::MAX);
        match IDLE_EXIT_S.saturating_sub(seconds) {
            0 => Self::Over,
            left_s if left_s <= IDLE_WARNING_S => Self::Warning { left_s },
            _ => Self::Active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_comes_thirty_seconds_before_the_end() {
        let check = |idle_s: i64, expected| {
            assert_eq!(Idle::after(idle_s * 1_000), expected, "{idle_s}");
        };
        check(-5, Idle::Active);
        check(0, Idle::Active);
        check(149, Idle::Active);
        check(150, Idle::Warning { left_s: 30 });
        check(179, Idle::Warning { left_s: 1 });
        check(180, Idle::Over);
        check(100_000_000, Idle::Over);
    }
}
