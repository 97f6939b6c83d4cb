//! Files for others, made from a document: a workbook, tables, open data, JSON, ballots.
//!
//! Knows: `document` (how it is read), `domain` (which ballots count), the formats of the
//! files. Must not know: storage, network, clock, screens. Bytes in, files out.
//!
//! What is published obeys two rules, kept in one module each: nothing of a card that is
//! not revealed leaves (`disclosure`), and a ballot carries no id, voter or moment
//! (`tables/ballots.rs`). Only [`Export::Json`] holds the whole document.
//!
//! Reading order: [`Export`] and [`export`], `table` (columns and cells), `tables` (every
//! table), then one module per format, and [`import_json`] (the way back).

mod csv;
mod datapackage;
mod disclosure;
mod import;
mod json;
mod minute;
mod pabulib;
mod table;
mod tables;
mod words;
mod workbook;

use automerge::Automerge;
use document::Reader;
use domain::{Date, Timestamp};

pub use import::{ImportFault, Start, import_json};

/// Named limits, with their reason.
pub mod limits {
    /// Largest complete JSON file, in bytes: as large as a backup file may be.
    pub const JSON_BYTES_MAX: usize = document::FILE_BYTES_MAX;
    /// Changes of one JSON file: a busy year has some thousands.
    pub const CHANGES_MAX: usize = 500_000;
    /// Heads that one JSON file may name: devices that never met, of a whole region.
    pub const HEADS_MAX: usize = 10_000;
    /// Fewest counted ballots of a round that are given as a file of ballots.
    ///
    /// *Source*: product rule "breakdowns of fewer than 5 people are hidden".
    pub const BALLOTS_MIN: usize = 5;
}

/// What can be made of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Export {
    /// One workbook (`.xlsx`), a sheet for each table.
    Workbook,
    /// One CSV file for each table, for French spreadsheet programs.
    SpreadsheetTables,
    /// One CSV file for each table, for programs, with a description of every column.
    OpenDataTables,
    /// Everything in one file, that [`import_json`] reads back.
    Json,
    /// The ballots of each revealed round, as researchers exchange them (pabulib.org).
    Pabulib,
}

impl Export {
    /// Every export, in the order of the screen.
    pub const ALL: [Self; 5] = [
        Self::Workbook,
        Self::SpreadsheetTables,
        Self::OpenDataTables,
        Self::Json,
        Self::Pabulib,
    ];
}

/// A file to give to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its name, in ASCII.
    pub name: String,
    /// What a browser calls these bytes.
    pub mime: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why no file is made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportFault {
    /// The caller's day is none.
    #[error("{day:?} is not a day written YYYY-MM-DD")]
    Day {
        /// What was given.
        day: String,
    },
    /// Some changes build on others that are not there.
    #[error("the document lacks changes that others build on")]
    Incomplete,
    /// A text, or a number of rows, that spreadsheet programs refuse.
    #[error("spreadsheet programs refuse the workbook: {reason}")]
    Workbook {
        /// What is refused.
        reason: String,
    },
    /// The table cannot be written.
    #[error("cannot write the table {table}: {reason}")]
    Table {
        /// Its name.
        table: &'static str,
        /// What went wrong.
        reason: String,
    },
    /// More than [`limits::JSON_BYTES_MAX`]: it could not be read back.
    #[error(
        "the JSON file would have {bytes} bytes, {} at most",
        limits::JSON_BYTES_MAX
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// More than [`limits::CHANGES_MAX`] or [`limits::HEADS_MAX`].
    #[error("the document has {changes} changes and {heads} heads, too many for a JSON file")]
    TooMany {
        /// Changes found.
        changes: usize,
        /// Heads found.
        heads: usize,
    },
    /// A value that JSON cannot hold; does not happen for values of these types.
    #[error("cannot write JSON: {reason}")]
    Json {
        /// What went wrong.
        reason: String,
    },
}

/// The day of a moment, in universal time, as [`export`] takes it.
pub fn day_of(at: Timestamp) -> String {
    minute::day(at)
}

/// Makes the files of one kind; the same document and day give the same bytes.
///
/// *Shape*: `day` is written `YYYY-MM-DD`. No file when a document has nothing of that
/// kind: [`Export::Pabulib`] without a revealed round.
///
/// # Errors
/// [`ExportFault`]; there is no part of an export.
pub fn export(
    document: &Automerge,
    what: Export,
    day: &str,
) -> Result<Vec<ExportFile>, ExportFault> {
    let date: Date = day.parse().map_err(|_| ExportFault::Day {
        day: day.to_owned(),
    })?;
    let reader = Reader::open(document);
    let snapshot = reader.snapshot();
    let votes = disclosure::Votes::of(snapshot);
    match what {
        Export::Workbook => workbook::write(&tables::all(snapshot, &votes), date),
        Export::SpreadsheetTables => csv::spreadsheet_files(&tables::all(snapshot, &votes)),
        Export::OpenDataTables => {
            let tables = tables::all(snapshot, &votes);
            let mut files = csv::open_data_files(&tables)?;
            files.push(datapackage::write(snapshot, &tables, date)?);
            Ok(files)
        }
        Export::Json => json::write(document, snapshot, &tables::all(snapshot, &votes), date),
        Export::Pabulib => Ok(pabulib::files(snapshot, &votes)),
    }
}
