//! The real contract goes out and comes back.

use std::sync::Arc;

use domain::{
    ActionText, Author, AuthorRole, Claim, Passage, Statement, StatementId, TextFault, Timestamp,
};

use super::*;
use crate::model::contract_start::start;
use crate::model::csv_file;

const STEP: Column = Column::Field(ActionField::Step);
const PILOT: ActionField = ActionField::Text(ActionText::Pilot);
const DUE: Column = Column::Field(ActionField::DueDate);

fn place(column: Column) -> usize {
    let mut columns = Column::ALL.into_iter();
    columns.position(|it| it == column).expect("it is there")
}

/// The rows that go out, and what comes back of them after an edit, through CSV.
fn edited(edit: impl FnOnce(&mut Vec<Vec<String>>)) -> Result<Comparison, Vec<Fault>> {
    let snapshot = start();
    let follow_up = FollowUp::new(&snapshot.statements);
    let mut rows = table(&snapshot.contract, &follow_up);
    edit(&mut rows);
    let read = read_csv(&csv_file::write(&rows)).expect("our own file is read");
    compare(&read, &snapshot.contract, &follow_up)
}

#[track_caller]
fn check_faults(edit: impl FnOnce(&mut Vec<Vec<String>>), expected: &[(usize, FaultKind)]) {
    let faults = edited(edit).expect_err("it is refused");
    let expected = expected
        .iter()
        .map(|(line, kind)| Fault::at(*line, kind.clone()));
    assert_eq!(faults, expected.collect::<Vec<_>>());
}

#[test]
fn the_contract_goes_out_and_comes_back_the_same() {
    let found = edited(|_| ()).expect("nothing is wrong with it");
    assert_eq!((found.n_rows, found.n_changes()), (142, 0));
    assert_eq!(
        found,
        Comparison {
            n_rows: 142,
            ..Comparison::default()
        }
    );
}

#[test]
fn what_was_said_goes_out_and_names_what_stood() {
    let mut snapshot = start();
    let id = StatementId::from_bytes([1; 16]);
    let statement = Statement {
        id,
        at: Timestamp::from_epoch_min(1),
        author: Author {
            role: AuthorRole::Facilitator,
            council: None,
        },
        supersedes: std::collections::BTreeSet::new(),
        claim: Claim::Action {
            action: 3,
            news: ActionNews::Text(
                ActionText::Pilot,
                Passage::new("=Mairie;\n« + » \"deux\"").ok(),
            ),
        },
    };
    Arc::make_mut(&mut snapshot.statements).insert(id, Arc::new(statement));
    let follow_up = FollowUp::new(&snapshot.statements);
    let mut rows = table(&snapshot.contract, &follow_up);
    let bytes = csv_file::write(&rows);
    let compared = |bytes: &[u8]| {
        let read = read_csv(bytes).expect("it is read");
        compare(&read, &snapshot.contract, &follow_up).expect("nothing is wrong")
    };
    assert_eq!(compared(&bytes).n_changes(), 0);
    rows[3][place(Column::Field(PILOT))] = String::new();
    let found = compared(&csv_file::write(&rows));
    assert_eq!(found.actions[0].fields[0].seen, [id]);
    assert_eq!(
        found.actions[0].fields[0].after,
        ActionNews::Text(ActionText::Pilot, None)
    );
}

#[test]
fn only_the_cells_that_differ_are_changes() {
    let found = edited(|rows| {
        rows[1][place(STEP)] = "  non ATTEINT ".to_owned();
        rows[1][place(DUE)] = "1/2/2027".to_owned();
        rows[9][place(Column::Field(PILOT))] = "-Mairie".to_owned();
    });
    let found = found.expect("nothing is wrong");
    assert_eq!(found.n_changes(), 3);
    let seqs: Vec<u16> = found.actions.iter().map(|it| it.seq).collect();
    assert_eq!(seqs, [1, 9]);
    assert_eq!(
        found.actions[0].fields[1].after,
        ActionNews::DueDate("2027-02-01".parse().ok())
    );
    assert_eq!(cell_of(&found.actions[1].fields[0].after), "-Mairie");
    assert_eq!(found.actions[1].fields[0].before, None);
}

#[test]
fn rows_may_come_back_in_another_order_and_some_only() {
    let found = edited(|rows| {
        rows.truncate(20);
        rows[1..].reverse();
        rows[0].push("Mes notes".to_owned());
        rows[1].push("à voir".to_owned());
    });
    let found = found.expect("nothing is wrong");
    assert_eq!((found.n_rows, found.n_changes()), (19, 0));
    assert_eq!(found.ignored, ["Mes notes"]);
}

#[test]
fn columns_that_are_missing_or_double_are_named() {
    check_faults(
        |rows| {
            let place = place(STEP);
            for row in rows {
                row.remove(place);
            }
        },
        &[(1, FaultKind::MissingColumn(STEP))],
    );
    check_faults(
        |rows| rows[0].push("code".to_owned()),
        &[(1, FaultKind::DoubleColumn(Column::Code))],
    );
    check_faults(|rows| drop(rows.remove(0)), &[(1, FaultKind::NoTitles)]);
}

#[test]
fn rows_that_fit_no_action_are_named() {
    check_faults(
        |rows| {
            rows[2][0] = "1".to_owned();
            rows[3][0] = "143".to_owned();
            rows[4][0] = String::new();
        },
        &[
            (
                3,
                FaultKind::DoubleNumber {
                    number: 1,
                    first: 2,
                },
            ),
            (4, FaultKind::UnknownNumber("143".to_owned())),
            (5, FaultKind::BadNumber(String::new())),
        ],
    );
    let faults = edited(|rows| {
        rows[5][place(Column::Code)] = "9.99".to_owned();
        rows[6][place(Column::Label)] = "Autre chose".to_owned();
    });
    let altered: Vec<_> = faults
        .expect_err("it is refused")
        .into_iter()
        .map(|fault| match fault.kind {
            FaultKind::Altered { column, found, .. } => (fault.line, column, found),
            other => unreachable!("{other:?}"),
        })
        .collect();
    assert_eq!(
        altered,
        [
            (Some(6), Column::Code, "9.99".to_owned()),
            (Some(7), Column::Label, "Autre chose".to_owned()),
        ]
    );
}

#[test]
fn cells_that_cannot_be_read_are_named() {
    check_faults(
        |rows| {
            rows[1][place(STEP)] = "Presque".to_owned();
            rows[2][place(DUE)] = "31/02/2027".to_owned();
            rows[3][place(DUE)] = "2027-1-31".to_owned();
            rows[4][place(Column::Field(PILOT))] = "x".repeat(4001);
            rows[5].push("à côté".to_owned());
        },
        &[
            (2, FaultKind::UnknownStep("Presque".to_owned())),
            (3, FaultKind::BadDate("31/02/2027".to_owned())),
            (4, FaultKind::BadDate("2027-1-31".to_owned())),
            (
                5,
                FaultKind::Text(
                    ActionText::Pilot,
                    TextFault::TooLong {
                        chars: 4001,
                        chars_max: 4000,
                    },
                ),
            ),
            (6, FaultKind::ExtraCells),
        ],
    );
}

#[test]
fn a_step_may_be_given_up() {
    let found = edited(|rows| rows[1][place(STEP)] = "Je ne sais pas".to_owned());
    let found = found.expect("nothing is wrong");
    assert_eq!(found.actions[0].fields[0].after, ActionNews::Step(None));
}

#[test]
fn files_over_a_limit_are_refused_whole() {
    let faults = edited(|rows| drop(rows.split_off(1)));
    assert_eq!(faults, Err(vec![Fault::of_file(FaultKind::NoRows)]));
    let rows = vec![vec!["a".to_owned()]; 10_000];
    assert_eq!(
        read_csv(&csv_file::write(&rows)),
        Err(FaultKind::TooManyRows)
    );
    let rows = vec![vec!["a".to_owned(); COLUMNS_MAX + 1]];
    assert_eq!(
        read_csv(&csv_file::write(&rows)),
        Err(FaultKind::TooManyColumns)
    );
    let large = vec![b'a'; FILE_BYTES_MAX + 1];
    assert_eq!(FILE_BYTES_MAX, sheets::limits::FILE_BYTES_MAX);
    assert_eq!(SheetFile::of("a.csv", &large), Err(FaultKind::TooLarge));
    let found = compare(&Table::default(), &start().contract, &FollowUp::default());
    assert_eq!(found, Err(vec![Fault::of_file(FaultKind::NoTitles)]));
}

#[test]
fn files_are_told_apart_by_what_they_hold() {
    let check = |name: &str, bytes: &[u8], expected| {
        assert_eq!(SheetFile::of(name, bytes), expected, "{name}");
    };
    check("a.csv", b"Code;Action", Ok(SheetFile::Csv));
    check("a.txt", "\u{feff}Code".as_bytes(), Ok(SheetFile::Csv));
    check("a.xlsx", b"PK\x03\x04", Ok(SheetFile::Workbook));
    check("A.XLSM", b"PK\x03\x04", Err(FaultKind::Macros));
    check(
        "a.xlsx",
        &[0xd0, 0xcf, 0x11, 0xe0],
        Err(FaultKind::OldFormat),
    );
    check("a.ods", b"PK\x03\x04", Err(FaultKind::OldFormat));
}

#[test]
fn other_separators_are_read_and_other_encodings_named() {
    let cells = |text: &str| {
        let table = read_csv(text.as_bytes()).expect("it is read");
        table.lines[1].cells.clone()
    };
    assert_eq!(cells("Code;Action\n1;a,b"), ["1", "a,b"]);
    assert_eq!(
        cells("\u{feff}Code,Action\r\n1,\"a;\"\"b\"\"\""),
        ["1", "a;\"b\""]
    );
    assert_eq!(cells("Code\tAction\n1\ta;b,c"), ["1", "a;b,c"]);
    assert_eq!(read_csv(b"Code;Th\xe8me"), Err(FaultKind::Encoding));
    assert_eq!(read_csv(b"\xff\xfeC\x00o\x00"), Err(FaultKind::Encoding));
    assert_eq!(
        read_csv(b"\x89PNG\x00\xff"),
        Err(FaultKind::NotASpreadsheet)
    );
    assert_eq!(read_csv(b"a\x00b"), Err(FaultKind::NotASpreadsheet));
    assert_eq!(read_csv(b""), Ok(Table::default()));
}

#[test]
fn rows_have_the_numbers_of_a_spreadsheet_program() {
    let text = "Code;Action\r\n1;\"a\r\nb\"\r\n\r\n;\r\n2;c\r\n\n3;d";
    let table = read_csv(text.as_bytes()).expect("it is read");
    let numbers: Vec<usize> = table.lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, [1, 2, 5, 7]);
}

#[test]
fn no_cell_is_calculated_when_the_file_is_opened() {
    let cells = [
        "=1+1",
        "+33 4",
        "- un tiret",
        "@tous",
        "'=déjà",
        "1.10",
        "1.1",
        "a=b",
        "'90",
        "\tx",
    ];
    let cells = cells.map(str::to_owned).to_vec();
    let bytes = csv_file::write(&[vec!["a".to_owned(); cells.len()], cells.clone()]);
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    for start in ["\n=", ";=", ";+", ";-", ";@", ";1."] {
        assert!(!text.contains(start), "{text}");
    }
    let read = read_csv(&bytes).expect("it is read");
    let found: Vec<&str> = read.lines[1]
        .cells
        .iter()
        .map(|it| it.trim_start_matches('\u{a0}'))
        .collect();
    assert_eq!(found, cells);
}

#[test]
fn a_workbook_has_the_same_columns_and_rows() {
    let snapshot = start();
    let follow_up = FollowUp::new(&snapshot.statements);
    let rows = table(&snapshot.contract, &follow_up);
    let sheet = workbook(rows.clone());
    let titles: Vec<String> = sheet.columns.iter().map(|it| it.title.clone()).collect();
    assert_eq!((&titles, &sheet.rows[..]), (&rows[0], &rows[1..]));
    let n_to_read = sheet.columns.iter().filter(|it| it.is_to_read).count();
    assert_eq!(n_to_read, 7);
    assert_eq!(sheet.columns[place(STEP)].choices.len(), 5);
    // As the worker gives it back: short rows and none where nothing is.
    let mut read = rows;
    read.insert(1, Vec::new());
    for row in &mut read {
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
    }
    let read = Table::new(read);
    assert_eq!(read.lines[1].number, 3);
    let found = compare(&read, &snapshot.contract, &follow_up);
    assert_eq!(found.map(|found| found.n_changes()), Ok(0));
}
