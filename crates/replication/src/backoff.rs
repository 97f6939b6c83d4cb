//! How long to wait before the next attempt to connect or to store.
//!
//! Pure: attempt number and randomness are arguments.

use std::time::Duration;

/// Delays that double from `first` up to `most`, spread by randomness.
///
/// The spread matters more than the growth: after a relay restarts, a room of
/// tablets must not knock at the same instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// Longest delay before the first attempt.
    pub first: Duration,
    /// Longest delay before any attempt.
    pub most: Duration,
}

impl Backoff {
    /// For a client's socket: half a second to thirty.
    pub const RECONNECT: Self = Self {
        first: Duration::from_millis(500),
        most: Duration::from_secs(30),
    };

    /// For a store that refuses writes: a quarter of a second to ten.
    pub const STORE: Self = Self {
        first: Duration::from_millis(250),
        most: Duration::from_secs(10),
    };

    /// The delay before `attempt`, counted from zero.
    ///
    /// `random` is any uniformly random number; the delay lies between a
    /// quarter of the longest one for this attempt and all of it.
    pub fn delay(&self, attempt: u32, random: u64) -> Duration {
        let doubled = 2_u32.checked_pow(attempt).unwrap_or(u32::MAX);
        let longest = self.first.saturating_mul(doubled).min(self.most);
        let least = longest / 4;
        let spread_ms =
            u64::try_from(longest.saturating_sub(least).as_millis()).unwrap_or(u64::MAX);
        least + Duration::from_millis(random % spread_ms.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_up_to_the_most() {
        let longest = |attempt| {
            // Zero modulo the spread gives the least, one less the longest.
            let least = Backoff::RECONNECT.delay(attempt, 0);
            least * 4
        };
        assert_eq!(longest(0), Duration::from_millis(500));
        assert_eq!(longest(1), Duration::from_secs(1));
        assert_eq!(longest(6), Duration::from_secs(30));
        assert_eq!(longest(u32::MAX), Duration::from_secs(30));
    }

    #[test]
    fn randomness_stays_within_its_bounds() {
        for random in [0, 1, 12_345, u64::MAX] {
            let delay = Backoff::RECONNECT.delay(2, random);
            assert!(delay >= Duration::from_millis(500), "{delay:?}");
            assert!(delay <= Duration::from_secs(2), "{delay:?}");
        }
    }
}
