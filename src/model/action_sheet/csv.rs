//! Reading the table back from CSV, as any spreadsheet program may have written it.

use csv::{ReaderBuilder, StringRecord};

use super::{COLUMNS_MAX, Column, FILE_BYTES_MAX, FaultKind, Line, ROWS_MAX, Table};
use crate::model::csv_file::{MARK, SEPARATOR, bare};

/// What may part the cells; ours first.
const SEPARATORS: [u8; 3] = [SEPARATOR, b',', b'\t'];

/// First bytes of a zip archive, which a workbook is.
const ZIP_START: &[u8] = b"PK";

/// First bytes of the workbooks of before 2007.
const OLD_START: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// A file by what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFile {
    /// Text with separators.
    Csv,
    /// A workbook.
    Workbook,
}

impl SheetFile {
    /// Tells what a file is by its name and first bytes.
    ///
    /// # Errors
    /// When it is none of both, or over the limit.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, FaultKind> {
        let name = name.to_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&[".xlsm", ".xltm", ".xlsb", ".xlam"]) {
            Err(FaultKind::Macros)
        } else if bytes.len() > FILE_BYTES_MAX {
            Err(FaultKind::TooLarge)
        } else if bytes.starts_with(OLD_START) || ends(&[".xls", ".ods"]) {
            Err(FaultKind::OldFormat)
        } else if bytes.starts_with(ZIP_START) {
            Ok(Self::Workbook)
        } else {
            Ok(Self::Csv)
        }
    }
}

/// Reads rows of cells.
///
/// # Errors
/// When it is not text in UTF-8, or over a limit.
pub fn read_csv(bytes: &[u8]) -> Result<Table, FaultKind> {
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let text = match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) if is_utf16 || !bytes.contains(&0) => return Err(FaultKind::Encoding),
        Err(_) => return Err(FaultKind::NotASpreadsheet),
    };
    if text.contains('\0') {
        return Err(FaultKind::NotASpreadsheet);
    }
    let text = text.strip_prefix(MARK).unwrap_or(text);
    lines(text, separator(text))
}

/// The separator that makes the most titles out of the first row.
fn separator(text: &str) -> u8 {
    let n_titles = |separator: u8| {
        let mut reader = reader(text, separator);
        let first = reader.records().next().and_then(Result::ok);
        let cells = first.unwrap_or_default();
        let is_title = |cell: &&str| Column::titled(cell).is_some();
        cells.iter().filter(is_title).count()
    };
    // `max_by_key` takes the last of equals, and ours stands first.
    let best = SEPARATORS.into_iter().rev().max_by_key(|it| n_titles(*it));
    best.unwrap_or(SEPARATORS[0])
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

fn lines(text: &str, separator: u8) -> Result<Table, FaultKind> {
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut number = 0;
    loop {
        let before = reader.position().line();
        // The text is UTF-8 and rows may differ in length: nothing else can fail.
        if !reader.read_record(&mut record).unwrap_or(false) {
            break;
        }
        // A spreadsheet program counts the empty lines that the reader passes over.
        let passed = usize::try_from(reader.position().line() - before).unwrap_or(0);
        let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        number += passed.saturating_sub(inside).max(1);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() > COLUMNS_MAX {
            return Err(FaultKind::TooManyColumns);
        }
        if lines.len() > ROWS_MAX {
            return Err(FaultKind::TooManyRows);
        }
        let cells = record.iter().map(|cell| bare(cell).to_owned()).collect();
        lines.push(Line { number, cells });
    }
    Ok(Table { lines })
}
