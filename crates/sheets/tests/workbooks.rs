//! Workbooks go out and come back; hostile ones are refused.

use std::io::{Cursor, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sheets::{
    CellKind, Sheet, SheetColumn, WorkbookFault, limits, read_xlsx, write_workbook, write_xlsx,
};
use zip::write::{SimpleFileOptions, ZipWriter};

fn column(title: &str, kind: CellKind, choices: &[&str]) -> SheetColumn {
    SheetColumn {
        title: title.to_owned(),
        kind,
        width: 20,
        is_to_read: false,
        choices: choices.iter().map(|it| (*it).to_owned()).collect(),
    }
}

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|it| (*it).to_owned()).collect()
}

fn sheet(rows: Vec<Vec<String>>) -> Sheet {
    Sheet {
        name: "Actions".to_owned(),
        columns: vec![
            column("Ligne", CellKind::Number, &[]),
            column("Code", CellKind::Text, &[]),
            column("État", CellKind::Text, &["Atteint", "Non atteint"]),
            column("Date", CellKind::Date, &[]),
        ],
        rows,
    }
}

/// A zip archive of parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).expect("memory has room");
        writer.write_all(bytes).expect("memory has room");
    }
    writer.finish().expect("memory has room").into_inner()
}

/// The parts of a workbook with this sheet and list of sheets.
fn workbook(sheets: &str, cells: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{sheets}</sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let page = format!("<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData></worksheet>");
    let root = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", page.as_bytes()),
    ])
}

const ONE_SHEET: &str = "<sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/>";

#[test]
fn rows_go_out_and_come_back() {
    let rows = vec![
        texts(&["1", "1.10", "Atteint", "2027-01-31"]),
        texts(&["2", "", "", ""]),
        texts(&["3", "=1+1", "  deux\nlignes « é »  ", "demain"]),
        texts(&["pas un nombre", "'x", "", "2027-12-01"]),
    ];
    let bytes = write_xlsx(&sheet(rows)).expect("it is written");
    assert_eq!(
        read_xlsx(&bytes).expect("it is read"),
        [
            texts(&["Ligne", "Code", "État", "Date"]),
            texts(&["1", "1.10", "Atteint", "2027-01-31"]),
            texts(&["2"]),
            texts(&["3", "=1+1", "  deux\nlignes « é »  ", "demain"]),
            texts(&["pas un nombre", "'x", "", "2027-12-01"]),
        ]
    );
}

#[test]
fn several_sheets_make_one_workbook_with_numbers_of_any_size_and_minutes() {
    let numbers = Sheet {
        name: "Nombres".to_owned(),
        columns: vec![
            column("Nombre", CellKind::Number, &[]),
            column("Minute", CellKind::Minute, &[]),
        ],
        rows: vec![
            texts(&["5000000000", "2027-01-31T18:30"]),
            texts(&["-1.5", "jamais"]),
            texts(&["18446744073709551615", ""]),
            texts(&["1e9", ""]),
        ],
    };
    let sheets = [numbers, sheet(vec![texts(&["1"])])];
    let bytes = write_workbook(&sheets, "2027-02-01").expect("it is written");
    assert_eq!(
        write_workbook(&sheets, "2027-02-01").ok(),
        Some(bytes.clone())
    );
    assert!(write_workbook(&sheets, "hier").is_err());
    assert!(write_workbook(&[sheets[0].clone(), sheets[0].clone()], "2027-02-01").is_err());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("it is one");
    assert_eq!(workbook.sheet_names(), ["Nombres", "Actions"]);
    let range = workbook.worksheet_range("Nombres").expect("it is there");
    let cell = |row, column| range.get_value((row, column)).cloned();
    assert_eq!(cell(1, 0), Some(Data::Float(5_000_000_000.0)));
    assert_eq!(cell(2, 0), Some(Data::Float(-1.5)));
    assert_eq!(cell(2, 1), Some(Data::String("jamais".to_owned())));
    let too_long = Data::String("18446744073709551615".to_owned());
    assert_eq!(cell(3, 0), Some(too_long));
    assert_eq!(cell(4, 0), Some(Data::String("1e9".to_owned())));
    let Some(Data::DateTime(minute)) = cell(1, 1) else {
        unreachable!("a minute is no text");
    };
    assert_eq!(minute.to_ymd_hms_milli(), (2027, 1, 31, 18, 30, 0, 0));
}

#[test]
fn empty_rows_keep_their_place_and_cells_their_type() {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let date = ExcelDateTime::from_ymd(2027, 2, 28).expect("a day");
    let formula = Formula::new("1+1").set_result("2");
    page.write_number(2, 1, 12.0).expect("it fits");
    page.write_number(2, 2, 1.5).expect("it fits");
    page.write_boolean(2, 3, true).expect("it fits");
    page.write_datetime_with_format(4, 0, &date, &day)
        .expect("it fits");
    page.write_formula(4, 1, formula).expect("it fits");
    let bytes = workbook.save_to_buffer().expect("it is written");
    assert_eq!(
        read_xlsx(&bytes).expect("it is read"),
        [
            vec![],
            vec![],
            texts(&["", "12", "1.5", "VRAI"]),
            vec![],
            texts(&["2027-02-28", "2"]),
        ]
    );
}

#[test]
fn what_is_no_workbook_is_refused() {
    let damaged = Err(WorkbookFault::Damaged);
    assert_eq!(read_xlsx(b""), damaged);
    assert_eq!(read_xlsx(b"PK\x03\x04 and no more"), damaged);
    assert_eq!(read_xlsx(&archive(&[("a.txt", b"bonjour")])), damaged);
    let good = write_xlsx(&sheet(vec![texts(&["1"])])).expect("it is written");
    for len in (0..good.len()).step_by(97) {
        assert_eq!(read_xlsx(&good[..len]), damaged, "cut at {len}");
    }
    assert_eq!(
        read_xlsx(&vec![0; limits::FILE_BYTES_MAX + 1]),
        Err(WorkbookFault::TooLarge)
    );
    assert_eq!(read_xlsx(&workbook("", "")), Err(WorkbookFault::NoSheet));
    let with_macros = archive(&[("xl/vbaProject.bin", b"Sub Auto_Open()")]);
    assert_eq!(read_xlsx(&with_macros), Err(WorkbookFault::Macros));
}

#[test]
fn a_workbook_that_inflates_is_refused_before_it_is_laid_out() {
    let zeros = vec![b' '; usize::try_from(limits::INFLATED_BYTES_MAX).expect("it fits") / 2 + 1];
    let bomb = archive(&[("xl/a.xml", &zeros), ("xl/b.xml", &zeros)]);
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    assert_eq!(read_xlsx(&bomb), Err(WorkbookFault::TooLarge));
    let names: Vec<String> = (0..=limits::PARTS_MAX).map(|n| n.to_string()).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
    assert_eq!(read_xlsx(&archive(&parts)), Err(WorkbookFault::TooLarge));
}

#[test]
fn a_cell_far_away_lays_no_table_out() {
    let cell = |at: &str| format!("<row><c r=\"{at}\" t=\"str\"><v>x</v></c></row>");
    let check = |at: &str, expected| {
        assert_eq!(read_xlsx(&workbook(ONE_SHEET, &cell(at))), expected, "{at}");
    };
    check("A1", Ok(vec![texts(&["x"])]));
    check("A1002", Err(WorkbookFault::TooManyRows));
    check("XFD1", Err(WorkbookFault::TooManyColumns));
    check("XFD1048576", Err(WorkbookFault::TooManyRows));
}

#[test]
fn senseless_days_are_no_days() {
    for serial in ["-5", "1e300", "NaN", "3000000"] {
        let styled = format!("<row><c r=\"A1\" s=\"0\"><v>{serial}</v></c></row>");
        // What matters is that it ends.
        let _read = read_xlsx(&workbook(ONE_SHEET, &styled));
    }
}
