//! Reads TOML tables key by key and notes every fault on the way.
//!
//! A deserializer stops at the first fault; a person who corrects a file wants
//! them all. So each read gives a value, a placeholder when it is wrong, and
//! the faults say whether the values may be used.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::FaultLog;
use super::text_rules::{fault_of_id, fault_of_number, fault_of_text};

/// One table of a file, with the words to name it in a fault.
pub(super) struct Row<'t> {
    table: &'t DeTable<'t>,
    at: usize,
    name: &'static str,
}

/// Parses a whole file; syntax faults are noted, and what is readable is given.
pub(super) fn parse<'t>(text: &'t str, log: &mut FaultLog<'_>) -> Spanned<DeTable<'t>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        log.at_offset(at, format!("TOML syntax: {}", error.message()));
    }
    table
}

impl<'t> Row<'t> {
    /// Takes the top of a file, which may hold only `keys`.
    pub(super) fn top(table: &'t DeTable<'t>, keys: &[&str], log: &mut FaultLog<'_>) -> Self {
        let row = Self {
            table,
            at: 0,
            name: "the file",
        };
        row.note_unknown_keys(keys, log);
        row
    }

    fn note_unknown_keys(&self, keys: &[&str], log: &mut FaultLog<'_>) {
        for key in self.table.keys() {
            if !keys.contains(&key.get_ref().as_ref()) {
                let message = format!(
                    "unknown key `{}` in {}; expected {}",
                    key.get_ref(),
                    self.name,
                    keys.join(", ")
                );
                log.at_offset(key.span().start, message);
            }
        }
    }

    /// Byte offset to show when the row as a whole is wrong.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// Byte offset of the value at `key`, or of the row without it.
    pub(super) fn offset_of(&self, key: &str) -> usize {
        self.get(key).map_or(self.at, |value| value.span().start)
    }

    fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    fn required(&self, key: &str, log: &mut FaultLog<'_>) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = self.get(key);
        if value.is_none() {
            log.at_offset(self.at, format!("missing key `{key}` in {}", self.name));
        }
        value
    }

    /// Reads a text that must be there.
    pub(super) fn text(&self, key: &str, chars_max: usize, log: &mut FaultLog<'_>) -> String {
        self.required(key, log)
            .map(|value| text_of(value, key, chars_max, log))
            .unwrap_or_default()
    }

    /// Reads a text that may be absent.
    pub(super) fn text_if_any(
        &self,
        key: &str,
        chars_max: usize,
        log: &mut FaultLog<'_>,
    ) -> Option<String> {
        self.get(key)
            .map(|value| text_of(value, key, chars_max, log))
    }

    /// Reads an id.
    pub(super) fn id(&self, key: &str, log: &mut FaultLog<'_>) -> String {
        let Some(value) = self.required(key, log) else {
            return String::new();
        };
        let Some(id) = value.get_ref().as_str() else {
            note_wrong_kind(value, key, "a text between quotes", log);
            return String::new();
        };
        if let Some(fault) = fault_of_id(id) {
            log.at_offset(value.span().start, format!("`{key}` {fault}"));
        }
        id.to_owned()
    }

    /// Reads a whole number within a range.
    pub(super) fn number(
        &self,
        key: &str,
        range: &RangeInclusive<u32>,
        log: &mut FaultLog<'_>,
    ) -> u32 {
        let Some(value) = self.required(key, log) else {
            return 0;
        };
        let Some(integer) = value.get_ref().as_integer() else {
            note_wrong_kind(value, key, "a whole number without quotes", log);
            return 0;
        };
        match u32::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let message = fault_of_number(key, &integer.to_string(), range);
                log.at_offset(value.span().start, message);
                0
            }
        }
    }

    /// Reads `true` or `false`.
    pub(super) fn flag(&self, key: &str, log: &mut FaultLog<'_>) -> bool {
        let Some(value) = self.required(key, log) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            note_wrong_kind(value, key, "true or false without quotes", log);
            false
        })
    }

    /// Reads a list of texts; absent means none.
    pub(super) fn texts(&self, key: &str, chars_max: usize, log: &mut FaultLog<'_>) -> Vec<String> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            note_wrong_kind(value, key, "a list of texts between [ and ]", log);
            return Vec::new();
        };
        array
            .iter()
            .map(|entry| text_of(entry, key, chars_max, log))
            .collect()
    }

    /// Reads the tables under `[[key]]`; absent means none.
    pub(super) fn rows(
        &self,
        key: &str,
        name: &'static str,
        keys: &[&str],
        log: &mut FaultLog<'_>,
    ) -> Vec<Row<'t>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            note_wrong_kind(value, key, &format!("tables written as {name}"), log);
            return Vec::new();
        };
        array
            .iter()
            .filter_map(|entry| Row::nested(entry, name, keys, log))
            .collect()
    }

    /// Reads the table under `[key]`, which must be there.
    pub(super) fn row(
        &self,
        key: &str,
        name: &'static str,
        keys: &[&str],
        log: &mut FaultLog<'_>,
    ) -> Option<Row<'t>> {
        Row::nested(self.required(key, log)?, name, keys, log)
    }

    /// Reads the table under `[key]`, which may be absent.
    pub(super) fn row_if_any(
        &self,
        key: &str,
        name: &'static str,
        keys: &[&str],
        log: &mut FaultLog<'_>,
    ) -> Option<Row<'t>> {
        Row::nested(self.get(key)?, name, keys, log)
    }

    fn nested(
        entry: &'t Spanned<DeValue<'t>>,
        name: &'static str,
        keys: &[&str],
        log: &mut FaultLog<'_>,
    ) -> Option<Row<'t>> {
        let Some(table) = entry.get_ref().as_table() else {
            log.at_offset(entry.span().start, format!("expected a table {name}"));
            return None;
        };
        let row = Row {
            table,
            at: entry.span().start,
            name,
        };
        row.note_unknown_keys(keys, log);
        Some(row)
    }
}

fn text_of(
    value: &Spanned<DeValue<'_>>,
    key: &str,
    chars_max: usize,
    log: &mut FaultLog<'_>,
) -> String {
    let Range { start, .. } = value.span();
    let Some(text) = value.get_ref().as_str() else {
        note_wrong_kind(value, key, "a text between quotes", log);
        return String::new();
    };
    if let Some(fault) = fault_of_text(text, chars_max) {
        log.at_offset(start, format!("`{key}` {fault}"));
    }
    text.to_owned()
}

fn note_wrong_kind(
    value: &Spanned<DeValue<'_>>,
    key: &str,
    expected: &str,
    log: &mut FaultLog<'_>,
) {
    let found = value.get_ref().type_str();
    log.at_offset(
        value.span().start,
        format!("`{key}` is of kind {found}; expected {expected}"),
    );
}
