//! What is wrong with a file that came back.

use domain::{ActionText, TextFault};
use sheets::WorkbookFault;

use super::Column;

/// Something that keeps the whole file from being applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Row of the file; `None` when it is about the whole file.
    pub line: Option<usize>,
    /// What.
    pub kind: FaultKind,
}

/// See [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Over `FILE_BYTES_MAX`.
    TooLarge,
    /// The browser cannot read the file.
    Unreadable,
    /// Not UTF-8.
    Encoding,
    /// Neither text nor a workbook.
    NotASpreadsheet,
    /// A workbook of the years before 2007, or of another program.
    OldFormat,
    /// A workbook with macros.
    Macros,
    /// A workbook that cannot be read.
    DamagedWorkbook,
    /// A workbook without a sheet.
    NoSheet,
    /// A workbook that grows over the limit when it is opened.
    WorkbookTooLarge,
    /// What reads workbooks is not on this device.
    NoReader,
    /// Nothing below the titles.
    NoRows,
    /// Over `ROWS_MAX`.
    TooManyRows,
    /// Over `COLUMNS_MAX`.
    TooManyColumns,
    /// The first row holds none of the titles.
    NoTitles,
    /// A title is not there.
    MissingColumn(Column),
    /// A title is there twice.
    DoubleColumn(Column),
    /// Cells beyond the last title.
    ExtraCells,
    /// The number is not one.
    BadNumber(String),
    /// No action has the number.
    UnknownNumber(String),
    /// A row before has the number.
    DoubleNumber {
        /// The number.
        number: u16,
        /// Row that has it too.
        first: usize,
    },
    /// A cell to read that was changed.
    Altered {
        /// Its column.
        column: Column,
        /// What the contract has.
        expected: String,
        /// What came back.
        found: String,
    },
    /// A word that is no step.
    UnknownStep(String),
    /// A day that cannot be read.
    BadDate(String),
    /// A text that cannot be kept.
    Text(ActionText, TextFault),
}

impl Fault {
    /// About the whole file.
    pub const fn of_file(kind: FaultKind) -> Self {
        Self { line: None, kind }
    }

    /// About a row.
    pub const fn at(line: usize, kind: FaultKind) -> Self {
        Self {
            line: Some(line),
            kind,
        }
    }
}

impl From<WorkbookFault> for FaultKind {
    fn from(fault: WorkbookFault) -> Self {
        match fault {
            WorkbookFault::Damaged => Self::DamagedWorkbook,
            WorkbookFault::Macros => Self::Macros,
            WorkbookFault::NoSheet => Self::NoSheet,
            WorkbookFault::TooLarge => Self::WorkbookTooLarge,
            WorkbookFault::TooManyRows => Self::TooManyRows,
            WorkbookFault::TooManyColumns => Self::TooManyColumns,
        }
    }
}
