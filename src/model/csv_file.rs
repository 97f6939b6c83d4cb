//! CSV that French spreadsheet programs read and that runs nothing there. Pure.

use csv::{Terminator, WriterBuilder};

/// What a browser calls these bytes.
pub const MIME: &str = "text/csv;charset=utf-8";

/// Before the text, so that Excel reads UTF-8.
pub(super) const MARK: char = '\u{feff}';

/// Parts the cells.
pub(super) const SEPARATOR: u8 = b';';

/// First characters that make a spreadsheet program calculate a cell.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Written before such a cell, and taken away again.
const GUARD: char = '\'';

/// Written before a code, so that `1.10` does not become a number or a day.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Writes rows of cells.
pub fn write(rows: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = MARK.to_string().into_bytes();
    let mut writer = WriterBuilder::new()
        .delimiter(SEPARATOR)
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(&mut bytes);
    for row in rows {
        let written = writer.write_record(row.iter().map(|cell| guarded(cell)));
        debug_assert!(written.is_ok(), "memory takes every byte");
    }
    // Writes what is left.
    drop(writer);
    bytes
}

/// The cell as it is safe in a spreadsheet program.
fn guarded(cell: &str) -> String {
    let would_calculate = cell.trim_start_matches(GUARD).starts_with(FORMULA_STARTS);
    let is_code = cell.contains('.') && cell.chars().all(|c| c.is_ascii_digit() || c == '.');
    if would_calculate {
        format!("{GUARD}{cell}")
    } else if is_code {
        format!("{NO_BREAK_SPACE}{cell}")
    } else {
        cell.to_owned()
    }
}

/// The cell without what [`write`] put before it; spaces around it are for the reader
/// to trim.
pub(super) fn bare(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(rest) if rest.trim_start_matches(GUARD).starts_with(FORMULA_STARTS) => rest,
        _ => cell,
    }
}
