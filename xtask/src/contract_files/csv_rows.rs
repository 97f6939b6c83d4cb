//! Reads the rows of a CSV file below its column names, each with the line where it
//! begins; a line that begins with `#` is a remark.

use csv::{ReaderBuilder, StringRecord};

use super::fault::{FaultLog, line_of};

/// The rows of `text`, of any number of cells; what is wrong with the syntax or with the
/// names of the columns is noted.
pub(super) fn rows(
    text: &str,
    columns: &[&str],
    log: &mut FaultLog<'_>,
) -> Vec<(usize, StringRecord)> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (idx, record) in reader.records().enumerate() {
        match record {
            Ok(record) if idx == 0 => note_header(&record, columns, first_line(text, &record), log),
            Ok(record) => rows.push((first_line(text, &record), record)),
            Err(error) => {
                log.whole_file(format!("CSV syntax: {error}"));
                break;
            }
        }
    }
    rows
}

/// Line where a record begins; the reader may count the blank lines and remarks before it.
fn first_line(text: &str, record: &StringRecord) -> usize {
    let at = record
        .position()
        .and_then(|position| usize::try_from(position.byte()).ok())
        .unwrap_or(0);
    let skipped: usize = text
        .get(at..)
        .unwrap_or_default()
        .split_inclusive('\n')
        .take_while(|line| line.starts_with('#') || line.trim_end_matches(['\r', '\n']).is_empty())
        .map(str::len)
        .sum();
    line_of(text.as_bytes(), at + skipped)
}

fn note_header(record: &StringRecord, columns: &[&str], line: usize, log: &mut FaultLog<'_>) {
    if !record.iter().eq(columns.iter().copied()) {
        let found: Vec<&str> = record.iter().collect();
        let message = format!(
            "the column names are `{}`; expected `{}`, separated by commas",
            found.join(","),
            columns.join(",")
        );
        log.at_line(line, message);
    }
}

/// What is wrong with a row of another number of cells than there are columns.
pub(super) fn wrong_length(n_cells: usize, n_columns: usize) -> String {
    format!(
        "{n_cells} columns instead of {n_columns}; a text that holds a comma stands between quotes"
    )
}
