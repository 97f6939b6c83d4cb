//! Tables as CSV: for French spreadsheet programs, and for programs.
//!
//! In both, a cell that a spreadsheet program would calculate is guarded, because open
//! data are opened there too.

use csv::{Terminator, WriterBuilder};

use crate::table::{Cell, Table};
use crate::{ExportFault, ExportFile};

/// What a browser calls these bytes.
const MIME: &str = "text/csv;charset=utf-8";

/// Before the text, so that Excel reads UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// First characters that make a spreadsheet program calculate a cell.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Written before such a cell.
pub(crate) const GUARD: char = '\'';

/// Written before words that a spreadsheet program would take for a number or a day.
const NO_BREAK_SPACE: char = '\u{a0}';

/// One file for each table: UTF-8 with its mark, semicolons, French titles.
pub(crate) fn spreadsheet_files(tables: &[Table]) -> Result<Vec<ExportFile>, ExportFault> {
    let file = |table: &Table| {
        let titles = table.columns.iter().map(|it| it.title.to_string());
        let rows = table.rows.iter();
        let rows = rows.map(|row| row.iter().map(cell_for_people).collect());
        Ok(ExportFile {
            name: format!("six-cartes-{}.csv", table.name.replace('_', "-")),
            mime: MIME,
            bytes: write(table, b';', MARK, titles.collect(), rows)?,
        })
    };
    tables.iter().map(file).collect()
}

/// One file for each table: UTF-8 without a mark, commas, names for programs.
pub(crate) fn open_data_files(tables: &[Table]) -> Result<Vec<ExportFile>, ExportFault> {
    let file = |table: &Table| {
        let names = table.columns.iter().map(|it| it.name.to_string());
        let rows = table.rows.iter();
        let rows = rows.map(|row| row.iter().map(cell_for_programs).collect());
        Ok(ExportFile {
            name: open_data_name(table),
            mime: MIME,
            bytes: write(table, b',', b"", names.collect(), rows)?,
        })
    };
    tables.iter().map(file).collect()
}

/// Name of the file of a table, among the open data.
pub(crate) fn open_data_name(table: &Table) -> String {
    format!("{}.csv", table.name)
}

fn write(
    table: &Table,
    separator: u8,
    mark: &[u8],
    titles: Vec<String>,
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, ExportFault> {
    let failed = |reason: String| ExportFault::Table {
        table: table.name,
        reason,
    };
    let mut writer = WriterBuilder::new()
        .delimiter(separator)
        .terminator(Terminator::CRLF)
        .from_writer(mark.to_vec());
    for row in std::iter::once(titles).chain(rows) {
        let written = writer.write_record(&row);
        written.map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner();
    bytes.map_err(|error| failed(error.to_string()))
}

fn cell_for_people(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if is_formula(text) => format!("{GUARD}{text}"),
        Cell::Text(text) if is_like_a_number(text) => format!("{NO_BREAK_SPACE}{text}"),
        _ => cell.for_people(),
    }
}

fn cell_for_programs(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if is_formula(text) => format!("{GUARD}{text}"),
        _ => cell.for_programs(),
    }
}

/// Words that would be calculated; also those that look guarded, so that a guard can be
/// taken away again.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(GUARD).starts_with(FORMULA_STARTS)
}

/// A code such as `1.10`, or an id of digits with one `e`.
fn is_like_a_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '-' | 'e' | 'E');
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}
