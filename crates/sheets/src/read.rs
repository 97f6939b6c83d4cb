//! A workbook to rows of texts. What it holds is not trusted.

use std::io::{Cursor, Read, copy, sink};

use calamine::{DataRef, Reader as _, Xlsx};
use zip::ZipArchive;

use crate::WorkbookFault;
use crate::limits::{COLUMNS_MAX, FILE_BYTES_MAX, INFLATED_BYTES_MAX, PARTS_MAX, ROWS_MAX};

/// Name of the part that holds macros.
const MACROS: &str = "vbaproject.bin";

/// Last day that is written with a year of four digits, as a serial number.
const SERIAL_MAX: f64 = 2_958_465.0;

/// Reads the first sheet of a workbook; formulas give the value that was saved with them.
///
/// # Errors
/// See [`WorkbookFault`].
pub fn read_xlsx(bytes: &[u8]) -> Result<Vec<Vec<String>>, WorkbookFault> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(WorkbookFault::TooLarge);
    }
    check_parts(bytes)?;
    let opened = Xlsx::new(Cursor::new(bytes));
    let mut workbook = opened.map_err(|_| WorkbookFault::Damaged)?;
    let name = workbook.sheet_names().into_iter().next();
    let name = name.ok_or(WorkbookFault::NoSheet)?;
    let reader = workbook.worksheet_cells_reader(&name);
    let mut reader = reader.map_err(|_| WorkbookFault::Damaged)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    // Cell by cell: a table as large as the furthest cell would be laid out otherwise.
    while let Some(cell) = reader.next_cell().map_err(|_| WorkbookFault::Damaged)? {
        let text = text_of(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        if row >= ROWS_MAX {
            return Err(WorkbookFault::TooManyRows);
        }
        if column >= COLUMNS_MAX {
            return Err(WorkbookFault::TooManyColumns);
        }
        let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        if rows.len() <= place(row) {
            rows.resize_with(place(row) + 1, Vec::new);
        }
        let cells = &mut rows[place(row)];
        if cells.len() <= place(column) {
            cells.resize_with(place(column) + 1, String::new);
        }
        cells[place(column)] = text;
    }
    Ok(rows)
}

/// Inflates every part into nothing, so that what the sizes claim need not be believed.
fn check_parts(bytes: &[u8]) -> Result<(), WorkbookFault> {
    let opened = ZipArchive::new(Cursor::new(bytes));
    let mut archive = opened.map_err(|_| WorkbookFault::Damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(WorkbookFault::TooLarge);
    }
    let mut inflated = 0;
    for idx in 0..archive.len() {
        let part = archive.by_index(idx).map_err(|_| WorkbookFault::Damaged)?;
        let name = part.name().map_err(|_| WorkbookFault::Damaged)?;
        if name.to_lowercase().ends_with(MACROS) {
            return Err(WorkbookFault::Macros);
        }
        drop(name);
        let left = INFLATED_BYTES_MAX - inflated;
        let read = copy(&mut part.take(left + 1), &mut sink());
        inflated += read.map_err(|_| WorkbookFault::Damaged)?;
        if inflated > INFLATED_BYTES_MAX {
            return Err(WorkbookFault::TooLarge);
        }
    }
    Ok(())
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is_true) => if *is_true { "VRAI" } else { "FAUX" }.to_owned(),
        DataRef::DateTime(day) if (0.0..=SERIAL_MAX).contains(&day.as_f64()) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(day) => day.as_f64().to_string(),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or("").to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}
