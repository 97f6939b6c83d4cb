//! Tables as the sheets of one workbook.

use domain::Date;
use sheets::{CellKind, Sheet, SheetColumn, write_workbook};

use crate::table::{Cell, Kind, Table};
use crate::{ExportFault, ExportFile, minute};

/// What a browser calls these bytes.
const MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Writes one workbook with typed cells; no cell is ever a formula.
pub(crate) fn write(tables: &[Table], day: Date) -> Result<Vec<ExportFile>, ExportFault> {
    let sheets: Vec<Sheet> = tables.iter().map(sheet).collect();
    let written = write_workbook(&sheets, &day.to_string());
    let bytes = written.map_err(|error| ExportFault::Workbook {
        reason: error.to_string(),
    })?;
    Ok(vec![ExportFile {
        name: "six-cartes.xlsx".to_owned(),
        mime: MIME,
        bytes,
    }])
}

fn sheet(table: &Table) -> Sheet {
    let columns = table.columns.iter().map(|column| SheetColumn {
        title: column.title.to_string(),
        kind: cell_kind(column.kind),
        width: width(column.kind),
        is_to_read: false,
        choices: Vec::new(),
    });
    let rows = table.rows.iter();
    Sheet {
        name: table.title.to_owned(),
        columns: columns.collect(),
        rows: rows.map(|row| row.iter().map(text).collect()).collect(),
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Minute(at) => minute::text(*at),
        _ => cell.for_people(),
    }
}

const fn cell_kind(kind: Kind) -> CellKind {
    match kind {
        Kind::Id | Kind::Words | Kind::Passage | Kind::YesNo => CellKind::Text,
        Kind::Number => CellKind::Number,
        Kind::Day => CellKind::Date,
        Kind::Minute => CellKind::Minute,
    }
}

/// In characters.
const fn width(kind: Kind) -> u16 {
    match kind {
        Kind::Id | Kind::Words => 24,
        Kind::Passage => 50,
        Kind::Number | Kind::YesNo => 11,
        Kind::Day => 12,
        Kind::Minute => 17,
    }
}
