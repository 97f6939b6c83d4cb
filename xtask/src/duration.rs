//! Durations as a person says them.

use std::time::Duration;

/// `0.4 s`, `12 s`, `3 min 5 s`.
pub fn spoken_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, 0..10) => format!("{:.1} s", duration.as_secs_f64()),
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_durations_keep_a_decimal() {
        assert_eq!(spoken_duration(Duration::from_millis(420)), "0.4 s");
        assert_eq!(spoken_duration(Duration::from_secs(12)), "12 s");
        assert_eq!(spoken_duration(Duration::from_secs(185)), "3 min 5 s");
    }
}
