//! Workbooks (`.xlsx`): rows of texts become one, and one becomes rows of texts.
//!
//! Knows: what a spreadsheet program reads and writes.
//! Must not know: the contract, the page.
//! Reading order: [`Sheet`], [`write_xlsx`], [`write_workbook`], [`read_xlsx`].

#[cfg(feature = "xlsx")]
mod read;
#[cfg(feature = "xlsx")]
mod write;

#[cfg(feature = "xlsx")]
pub use read::read_xlsx;
use serde::{Deserialize, Serialize};
#[cfg(feature = "xlsx")]
pub use write::{write_workbook, write_xlsx};

/// What is read at most.
pub mod limits {
    /// Size of a file, in bytes.
    pub const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
    /// Size of all its parts once inflated, in bytes.
    pub const INFLATED_BYTES_MAX: u64 = 48 * 1024 * 1024;
    /// Parts of the archive.
    pub const PARTS_MAX: usize = 1_000;
    /// Rows, titles among them.
    pub const ROWS_MAX: u32 = 1_001;
    /// Columns.
    pub const COLUMNS_MAX: u32 = 64;
    /// Characters of a cell that are written; a spreadsheet program takes no more.
    pub const CELL_CHARS_MAX: usize = 32_767;
}

/// A sheet to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name, on the tab.
    pub name: String,
    /// Its columns, from the left.
    pub columns: Vec<SheetColumn>,
    /// Cells below the titles.
    pub rows: Vec<Vec<String>>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetColumn {
    /// Its title.
    pub title: String,
    /// What its cells hold.
    pub kind: CellKind,
    /// Width, in characters.
    pub width: u16,
    /// True when it is there to be read only: drawn in another colour.
    pub is_to_read: bool,
    /// Values that the program offers; empty for any.
    pub choices: Vec<String>,
}

/// What cells hold; a text that is none of its kind stays a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// Words.
    Text,
    /// A number.
    Number,
    /// A day, as `2027-01-31`.
    Date,
    /// A day and a minute, as `2027-01-31T18:30`.
    Minute,
}

/// Why a workbook is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum WorkbookFault {
    /// It is none, is damaged, or has a password.
    #[error("the workbook cannot be read")]
    Damaged,
    /// It carries macros.
    #[error("the workbook has macros")]
    Macros,
    /// No sheet in it.
    #[error("the workbook has no sheet")]
    NoSheet,
    /// Over the limit of bytes, or of bytes once inflated.
    #[error("the workbook is too large")]
    TooLarge,
    /// Over the limit of rows.
    #[error("the sheet has too many rows")]
    TooManyRows,
    /// Over the limit of columns.
    #[error("the sheet has too many columns")]
    TooManyColumns,
}

/// What the worker answers when it was given a workbook: rows of cells.
pub type Answer = Result<Vec<Vec<String>>, WorkbookFault>;
