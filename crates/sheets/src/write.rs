//! Rows of texts to a workbook.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use crate::limits::CELL_CHARS_MAX;
use crate::{CellKind, Sheet, SheetColumn};

/// Colour of the titles.
const TITLE_COLOR: Color = Color::RGB(0x00ED_E4D3);
/// Colour of what is there to be read.
const READ_COLOR: Color = Color::RGB(0x00F3_F3F3);
/// Greatest whole number that a spreadsheet program keeps to its last digit, 2⁵³.
const NUMBER_MAX: f64 = 9_007_199_254_740_992.0;

/// Writes a sheet as a workbook with typed cells; no cell is ever a formula.
///
/// # Errors
/// When the sheet has a name, a size or a text that spreadsheet programs refuse.
pub fn write_xlsx(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    write_sheet(workbook.add_worksheet(), sheet)?;
    workbook.save_to_buffer()
}

/// Writes sheets as one workbook made on `day`, as `2027-01-31`; the same sheets give the
/// same bytes.
///
/// # Errors
/// As [`write_xlsx`], and when `day` is none or two sheets have one name.
pub fn write_workbook(sheets: &[Sheet], day: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made_on = ExcelDateTime::parse_from_str(day)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made_on));
    for sheet in sheets {
        write_sheet(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?;
    page.set_freeze_panes(1, 1)?;
    let title = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(TITLE_COLOR)
        .set_border_bottom(FormatBorder::Medium);
    let last_row = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    for (place, column) in (0_u16..).zip(&sheet.columns) {
        page.set_column_width(place, f64::from(column.width))?;
        page.write_string_with_format(0, place, &column.title, &title)?;
        if !column.choices.is_empty() && last_row > 0 {
            let offered = DataValidation::new().allow_list_strings(&column.choices)?;
            page.add_data_validation(1, place, last_row, place, &offered)?;
        }
        let format = format_of(column);
        for (row, cells) in (1_u32..).zip(&sheet.rows) {
            let cell = cells.get(usize::from(place)).map_or("", String::as_str);
            write_cell(page, (row, place), cell, column.kind, &format)?;
        }
    }
    Ok(())
}

fn format_of(column: &SheetColumn) -> Format {
    let mut format = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Hair);
    match column.kind {
        CellKind::Date => format = format.set_num_format("dd/mm/yyyy"),
        CellKind::Minute => format = format.set_num_format("dd/mm/yyyy hh:mm"),
        CellKind::Text | CellKind::Number => {}
    }
    if column.is_to_read {
        format = format.set_background_color(READ_COLOR);
    }
    format
}

fn write_cell(
    page: &mut Worksheet,
    (row, place): (u32, u16),
    cell: &str,
    kind: CellKind,
    format: &Format,
) -> Result<(), XlsxError> {
    if cell.is_empty() {
        page.write_blank(row, place, format)?;
        return Ok(());
    }
    match kind {
        CellKind::Number => {
            if let Some(number) = number_of(cell) {
                page.write_number_with_format(row, place, number, format)?;
                return Ok(());
            }
        }
        CellKind::Date | CellKind::Minute => {
            if let Ok(day) = ExcelDateTime::parse_from_str(cell) {
                page.write_datetime_with_format(row, place, &day, format)?;
                return Ok(());
            }
        }
        CellKind::Text => {}
    }
    if cell.chars().count() > CELL_CHARS_MAX {
        return Err(XlsxError::MaxStringLengthExceeded);
    }
    page.write_string_with_format(row, place, cell, format)?;
    Ok(())
}

/// A number written with digits, and a point before its decimals; `None` for what a
/// spreadsheet program would round.
fn number_of(cell: &str) -> Option<f64> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let number: f64 = cell.parse().ok()?;
    (number.abs() <= NUMBER_MAX).then_some(number)
}
