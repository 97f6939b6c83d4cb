//! Days and minutes, always given by the caller.

use core::fmt;

/// A moment, rounded to the minute so that no ballot can be tied to a person.
///
/// *Units*: whole minutes since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u32);

impl Timestamp {
    /// Rounds milliseconds since the Unix epoch down to the minute; a clock before
    /// 1970 or after the year 10000 gives the nearest bound.
    pub fn from_epoch_ms(epoch_ms: i64) -> Self {
        Self(u32::try_from((epoch_ms / 60_000).max(0)).unwrap_or(u32::MAX))
    }

    /// Takes whole minutes since the Unix epoch.
    pub const fn from_epoch_min(epoch_min: u32) -> Self {
        Self(epoch_min)
    }

    /// Whole minutes since the Unix epoch.
    pub const fn epoch_min(self) -> u32 {
        self.0
    }
}

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a day written YYYY-MM-DD")]
pub struct DateFault;

/// A day of the Gregorian calendar, without time zone.
///
/// *Shape*: written `YYYY-MM-DD`, the value of a date input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Year, 1900 to 2999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days from `earlier` to this day; negative when it comes before.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.day_number() - earlier.day_number()
    }

    /// Days since 1 March of the year 0, counted as the Gregorian calendar does: a year
    /// begins in March, so that the day that leap years add stands at its end.
    fn day_number(self) -> i32 {
        let (year, month, day) = (
            i32::from(self.year),
            i32::from(self.month),
            i32::from(self.day),
        );
        let (year, month) = if month < 3 {
            (year - 1, month + 9)
        } else {
            (year, month - 3)
        };
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl core::str::FromStr for Date {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Self, DateFault> {
        let mut parts = text.splitn(3, '-');
        let mut part = |len: usize| {
            parts
                .next()
                .filter(|part| part.len() == len && part.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|part| part.parse::<u16>().ok())
                .ok_or(DateFault)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u16::from(is_leap),
            1..=12 => 31,
            _ => return Err(DateFault),
        };
        if !(1900..=2999).contains(&year) || !(1..=days).contains(&day) {
            return Err(DateFault);
        }
        let narrow = |n: u16| u8::try_from(n).map_err(|_| DateFault);
        Ok(Self {
            year,
            month: narrow(month)?,
            day: narrow(day)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_checked_against_the_calendar() {
        for text in ["2019-06-14", "2024-02-29", "2000-02-29"] {
            assert_eq!(
                text.parse::<Date>().map(|d| d.to_string()).as_deref(),
                Ok(text)
            );
        }
        for text in [
            "",
            "2019-6-14",
            "2019-13-01",
            "2023-02-29",
            "1900-02-29",
            "2019-06-31",
            "2019-06-14x",
            "+019-06-14",
        ] {
            assert_eq!(text.parse::<Date>(), Err(DateFault), "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        for (from, to, days) in [
            ("2019-06-14", "2019-06-14", 0),
            ("2019-06-14", "2026-11-27", 2723),
            ("2024-02-28", "2024-03-01", 2),
            ("2023-02-28", "2023-03-01", 1),
            ("2000-01-01", "2001-01-01", 366),
            ("1999-12-31", "2000-01-01", 1),
            ("2024-03-01", "2024-02-29", -1),
        ] {
            let day = |text: &str| text.parse::<Date>().expect("a day of the test");
            assert_eq!(day(to).days_since(day(from)), days, "{from} {to}");
        }
    }

    #[test]
    fn timestamps_forget_the_seconds() {
        assert_eq!(
            Timestamp::from_epoch_ms(119_999),
            Timestamp::from_epoch_min(1)
        );
        assert_eq!(Timestamp::from_epoch_ms(-5), Timestamp::from_epoch_min(0));
    }
}
