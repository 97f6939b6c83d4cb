//! Ids and numbers that must not be given twice in a file.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::fault::FaultLog;
use super::toml_rows::Row;

/// Notes each row whose `key` was already given by an earlier row.
///
/// `read` gives the value; its own faults are noted once only, since a log
/// keeps each fault once.
pub(super) fn note_duplicates<T: Ord + Display + Default>(
    rows: &[Row<'_>],
    key: &str,
    read: impl Fn(&Row<'_>, &mut FaultLog<'_>) -> T,
    log: &mut FaultLog<'_>,
) {
    let mut first_by_value = BTreeMap::new();
    for row in rows {
        let value = read(row, log);
        if value == T::default() {
            continue; // Missing or wrong: it has its own fault.
        }
        let at = row.offset_of(key);
        if let Some(first) = first_by_value.get(&value) {
            let line = log.line_of(*first);
            log.at_offset(
                at,
                format!("`{key}` {value} is already given on line {line}"),
            );
        } else {
            first_by_value.insert(value, at);
        }
    }
}
