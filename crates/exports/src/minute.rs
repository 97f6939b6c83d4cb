//! Minutes since the epoch as a day and a time, in universal time.

use domain::Timestamp;

const MINUTES_PER_DAY: u32 = 24 * 60;

/// *Shape*: `2026-11-14T10:30`, in universal time: no device's zone is known here.
pub(crate) fn text(at: Timestamp) -> String {
    let minute = at.epoch_min() % MINUTES_PER_DAY;
    format!("{}T{:02}:{:02}", day(at), minute / 60, minute % 60)
}

/// *Shape*: `2026-11-14`, in universal time.
pub(crate) fn day(at: Timestamp) -> String {
    let (year, month, day) = civil(at.epoch_min() / MINUTES_PER_DAY);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day of the Gregorian calendar, from days since 1 January 1970.
///
/// Years are counted from March, so that the day that leap years add stands at their end;
/// 400 years have the same number of days everywhere.
fn civil(days: u32) -> (u32, u32, u32) {
    const DAYS_OF_400_YEARS: u32 = 146_097;
    // From 1 March of the year 0 to 1 January 1970.
    let days = u64::from(days) + 719_468;
    let era = days / u64::from(DAYS_OF_400_YEARS);
    let day = u32::try_from(days % u64::from(DAYS_OF_400_YEARS)).unwrap_or(0);
    let era = u32::try_from(era).unwrap_or(0);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 {
        (year, month + 3)
    } else {
        (year + 1, month - 9)
    };
    (era * 400 + year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_days_and_times_over_leap_years() {
        for (epoch_min, expected) in [
            (0, "1970-01-01T00:00"),
            (1_439, "1970-01-01T23:59"),
            (26_000_000, "2019-06-08T13:20"),
            (15_862_200, "2000-02-28T10:00"),
            (15_863_640, "2000-02-29T10:00"),
            (15_865_080, "2000-03-01T10:00"),
            (u32::MAX, "10136-02-16T04:15"),
        ] {
            let at = Timestamp::from_epoch_min(epoch_min);
            assert_eq!(text(at), expected);
        }
    }
}
