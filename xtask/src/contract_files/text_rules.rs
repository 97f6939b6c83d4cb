//! The rules that every text of a contract obeys, whichever file it stands in.

use std::ops::RangeInclusive;

use super::limits::ID_CHARS_MAX;

/// Says what is wrong with a text that must not be empty, if anything.
pub(super) fn fault_of_text(text: &str, chars_max: usize) -> Option<String> {
    if text.trim().is_empty() {
        return Some("is empty".to_owned());
    }
    if let Some(control) = text.chars().find(|c| c.is_control()) {
        return Some(format!(
            "holds the control character U+{:04X}; a text stands on one line, without tabs",
            u32::from(control)
        ));
    }
    if text.trim() != text {
        return Some("begins or ends with white space".to_owned());
    }
    let n_chars = text.chars().count();
    (n_chars > chars_max)
        .then(|| format!("has {n_chars} characters; {chars_max} is the longest accepted"))
}

/// Says what is wrong with an id, if anything.
pub(super) fn fault_of_id(id: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    fault_of_text(id, ID_CHARS_MAX).or_else(|| {
        (!id.chars().all(allowed))
            .then(|| format!("`{id}` is not an id; use lower-case letters a-z, digits and hyphens"))
    })
}

/// Says that what was found is not a number of a range.
pub(super) fn fault_of_number(key: &str, found: &str, range: &RangeInclusive<u32>) -> String {
    format!(
        "`{key}` is `{found}`; expected a whole number from {} to {}",
        range.start(),
        range.end()
    )
}

/// Says what is wrong with a day written as `YYYY-MM-DD`, if anything.
pub(super) fn fault_of_day(day: &str) -> Option<String> {
    let parts: Vec<Option<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
    let lengths: Vec<usize> = day.split('-').map(str::len).collect();
    let valid = lengths == [4, 2, 2]
        && matches!(parts.as_slice(), [Some(year), Some(month), Some(date)]
            if (1..=12).contains(month) && (1..=days_in(*year, *month)).contains(date));
    (!valid).then(|| format!("`{day}` is not a day; write it as 2019-06-14"))
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_refused_when_empty_long_or_broken() {
        assert_eq!(fault_of_text("Réduire le non-recours", 30), None);
        assert!(fault_of_text("  ", 30).is_some());
        assert!(fault_of_text(" a", 30).is_some());
        assert!(fault_of_text("a\tb", 30).is_some_and(|fault| fault.contains("U+0009")));
        assert!(fault_of_text("ééé", 2).is_some_and(|fault| fault.contains("3 characters")));
        assert_eq!(fault_of_text("ééé", 3), None);
    }

    #[test]
    fn days_follow_the_calendar() {
        assert_eq!(fault_of_day("2019-06-14"), None);
        assert_eq!(fault_of_day("2020-02-29"), None);
        for wrong in ["2019-02-29", "2019-6-14", "14/06/2019", "2019-13-01", ""] {
            assert!(fault_of_day(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn ids_fit_an_address() {
        assert_eq!(fault_of_id("ville-la-grand"), None);
        assert!(fault_of_id("Mobilité").is_some());
    }
}
