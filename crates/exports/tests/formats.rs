//! Each file is what its format asks for, and is described as it is.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use domain::{Command, CommentId, Label, ProposalId, Remark, Target};
use exports::Export;
use serde_json::Value;

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    #[path = "../../../document/tests/support/replica.rs"]
    pub(crate) mod replica;
    pub(crate) mod world;
}

use support::replica::{AT, CARDS, Replica};
use support::world::{World, n, printed, rows, text};

/// Tables of every document.
const N_TABLES: usize = 15;

/// A remark, and a proposal, that a spreadsheet program would calculate.
const FORMULA: &str = "=HYPERLINK(\"http://mal\";\"un ; deux\")\n-fin";

fn add_formulas(replica: &mut Replica) {
    replica.must(&Command::AddComment {
        id: CommentId::from_bytes([0xd1; 16]),
        target: Target::Proposal(printed(0, 1)),
        text: Remark::new(FORMULA).expect("a remark of the test"),
        council: None,
        workshop: None,
        at: AT,
    });
    replica.must(&Command::AddProposal {
        id: ProposalId::from_bytes([0xd2; 16]),
        card: CARDS[0].parse().expect("a slug of the test"),
        label: Label::new(FORMULA).expect("a label of the test"),
        council: None,
        workshop: None,
        replaces: None,
    });
}

/// Revealed votes, and texts that break careless files.
fn revealed() -> World {
    let mut world = World::new();
    add_formulas(&mut world.replica);
    vote(&mut world);
    world
}

/// The same votes, with the hostile proposal on the ballot.
fn vote(world: &mut World) {
    for n in 0..6 {
        world.cast("nord", &[(0, 1 + n % 4, 2), (1, 1 + n % 3, 1)]);
        world.cast("sud", &[(0, 4, 1)]);
    }
    world.cast("sud", &[]);
    world.close_and_reveal(&CARDS);
}

#[test]
fn spreadsheet_files_have_a_mark_semicolons_and_no_formula() {
    let files = revealed().files(Export::SpreadsheetTables);
    assert_eq!(files.len(), N_TABLES);
    for file in &files {
        assert!(file.name.starts_with("six-cartes-"), "{}", file.name);
        let rest = file.bytes.strip_prefix("\u{feff}".as_bytes());
        let rest = rest.expect("it has a mark");
        assert!(rest.ends_with(b"\r\n"), "{}", file.name);
        for cell in rows(rest, b';').iter().flat_map(BTreeMap::values) {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
    }
    let of = |name: &str| {
        let file = files.iter().find(|file| file.name == name);
        rows(&file.expect("it is there").bytes[3..], b';')
    };
    assert_eq!(
        of("six-cartes-remarques.csv")[0]["Texte"],
        format!("'{FORMULA}")
    );
    let rounds = of("six-cartes-tours.csv");
    let opened = rounds.iter().find(|row| !row["Ouvert à (UTC)"].is_empty());
    let opened = opened.expect("one was opened");
    assert_eq!(opened["Ouvert à (UTC)"], "2019-06-08 13:20");
    let ballots = of("six-cartes-bulletins.csv");
    assert!(ballots.iter().all(|row| row["Compté"] == "oui"));
    // An id of digits only would become a rounded number.
    let workshops = of("six-cartes-ateliers.csv");
    assert!(workshops.iter().any(|row| row["Atelier"].starts_with('a')));
}

#[test]
fn a_code_or_an_id_of_digits_stays_what_it_is_in_a_spreadsheet_program() {
    let mut world = World::new();
    let id = ProposalId::from_bytes([0x11; 16]);
    world.replica.must(&Command::AddProposal {
        id,
        card: CARDS[0].parse().expect("a slug of the test"),
        label: Label::new("1.10").expect("a label of the test"),
        council: None,
        workshop: None,
        replaces: None,
    });
    let files = world.files(Export::SpreadsheetTables);
    let file = files
        .iter()
        .find(|it| it.name == "six-cartes-propositions.csv");
    let rows = rows(&file.expect("it is there").bytes[3..], b';');
    let row = rows.iter().find(|row| row["Texte"] == "\u{a0}1.10");
    assert_eq!(
        row.expect("it is there")["Proposition"],
        format!("\u{a0}{id}")
    );
}

#[test]
fn the_data_package_describes_every_column_of_every_table() {
    let files = revealed().files(Export::OpenDataTables);
    let (package, tables): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|file| file.name == "datapackage.json");
    let package: Value = serde_json::from_slice(&package[0].bytes).expect("it is JSON");
    assert!(
        package.get("licenses").is_none(),
        "the publisher chooses it"
    );
    assert!(
        package["description"]
            .to_string()
            .contains("Licence Ouverte 2.0")
    );
    let resources = package["resources"].as_array().expect("a list");
    assert_eq!((resources.len(), tables.len()), (N_TABLES, N_TABLES));
    for (resource, table) in resources.iter().zip(tables) {
        assert_eq!(resource["path"], table.name);
        assert!(!table.bytes.starts_with("\u{feff}".as_bytes()));
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        let names: Vec<&str> = fields.iter().map(|it| text_of(&it["name"])).collect();
        let is_plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_');
        assert!(
            names.iter().all(|name| name.bytes().all(is_plain)),
            "{names:?}"
        );
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        let first = text(table).lines().next().expect("it has titles");
        assert_eq!(first, names.join(","));
        for field in fields {
            assert!(!text_of(&field["title"]).is_empty());
            assert!(text_of(&field["description"]).ends_with('.'), "{field}");
        }
        let rows = rows(&table.bytes, b',');
        for (row, field) in rows
            .iter()
            .flat_map(|row| fields.iter().map(move |it| (row, it)))
        {
            assert_type(&row[text_of(&field["name"])], field);
        }
    }
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn assert_type(cell: &str, field: &Value) {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_day = |text: &str| text.parse::<domain::Date>().is_ok();
    let is_required = field["constraints"]["required"] == true;
    let is_right = match text_of(&field["type"]) {
        _ if cell.is_empty() => !is_required,
        "string" => true,
        "integer" => is_digits(cell),
        "boolean" => matches!(cell, "true" | "false"),
        "date" => is_day(cell),
        "datetime" => is_day(&cell[..10]) && cell.ends_with(":00Z") && cell.len() == 20,
        _ => false,
    };
    assert!(is_right, "{cell:?} is no {field}");
}

#[test]
fn keys_name_one_row_and_references_one_row_or_none() {
    let files = revealed().files(Export::OpenDataTables);
    let (package, tables): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|file| file.name == "datapackage.json");
    let package: Value = serde_json::from_slice(&package[0].bytes).expect("it is JSON");
    let tables: BTreeMap<String, _> = tables
        .iter()
        .map(|it| (it.name.replace(".csv", ""), rows(&it.bytes, b',')))
        .collect();
    let mut n_references = 0;
    for resource in package["resources"].as_array().expect("a list") {
        let (name, schema) = (text_of(&resource["name"]), &resource["schema"]);
        let rows = &tables[name];
        if let Some(key) = schema["primaryKey"].as_array() {
            let key = |row: &BTreeMap<String, String>| {
                let cells = key.iter().map(|column| row[text_of(column)].clone());
                cells.collect::<Vec<_>>()
            };
            let keys: BTreeSet<_> = rows.iter().map(key).collect();
            assert_eq!(keys.len(), rows.len(), "{name}");
        }
        for reference in schema["foreignKeys"].as_array().into_iter().flatten() {
            let target = &reference["reference"];
            let there = match text_of(&target["resource"]) {
                "" => name,
                other => other,
            };
            let ids: BTreeSet<&String> = tables[there]
                .iter()
                .map(|row| &row[text_of(&target["fields"])])
                .collect();
            for row in rows {
                let id = &row[text_of(&reference["fields"])];
                assert!(id.is_empty() || ids.contains(id), "{name} {reference} {id}");
                n_references += usize::from(!id.is_empty());
            }
        }
    }
    assert!(n_references > 50, "{n_references}");
}

#[test]
fn the_workbook_has_a_sheet_for_each_table_with_typed_cells() {
    let files = revealed().files(Export::Workbook);
    assert_eq!(files.len(), 1);
    let opened = Xlsx::new(Cursor::new(files[0].bytes.clone()));
    let mut workbook = opened.expect("it is a workbook");
    let names = workbook.sheet_names();
    assert_eq!(names.len(), N_TABLES);
    assert_eq!(names[3], "Bulletins");
    let ballots = workbook.worksheet_range("Bulletins").expect("it is there");
    assert_eq!(ballots.height(), 1 + 6 * 2 + 6 + 1);
    assert!(matches!(ballots.get_value((1, 1)), Some(Data::Float(_))));
    assert!(matches!(ballots.get_value((1, 3)), Some(Data::Float(_))));
    let rounds = workbook.worksheet_range("Tours").expect("it is there");
    let opened_at: Vec<_> = rounds.rows().map(|row| row[9].clone()).collect();
    assert!(opened_at.iter().any(|it| matches!(it, Data::DateTime(_))));
    let remarks = workbook.worksheet_range("Remarques").expect("it is there");
    assert_eq!(
        remarks.get_value((1, 5)),
        Some(&Data::String(FORMULA.to_owned()))
    );
    assert!(
        workbook
            .worksheet_formula("Remarques")
            .expect("it is there")
            .is_empty()
    );
}

/// The sections of a file: meta, projects, votes; each with its titles.
fn sections(text: &str) -> [Vec<Vec<&str>>; 3] {
    let mut found: [Vec<Vec<&str>>; 3] = Default::default();
    let mut place = 0;
    for line in text.lines() {
        match line {
            "META" => place = 0,
            "PROJECTS" => place = 1,
            "VOTES" => place = 2,
            _ => found[place].push(line.split(';').collect()),
        }
    }
    found
}

#[test]
fn ballots_are_given_as_researchers_exchange_them() {
    let world = revealed_with_formula_on_the_ballot();
    let files = world.files(Export::Pabulib);
    assert_eq!(files.len(), 1, "the vote of 2019 was on paper");
    assert_eq!(files[0].name, "six-cartes-2026-11-14-tour-1.pb");
    let [meta, projects, votes] = sections(text(&files[0]));
    assert!(meta.iter().all(|row| row.len() == 2), "{meta:?}");
    let meta: BTreeMap<&str, &str> = meta.iter().map(|row| (row[0], row[1])).collect();
    assert_eq!(meta["vote_type"], "cumulative");
    assert_eq!((meta["num_projects"], meta["num_votes"]), ("9", "12"));
    assert_eq!((meta["max_points"], meta["max_sum_points"]), ("2", "6"));
    assert_eq!((meta["date_begin"], meta["budget"]), ("14.11.2026", "9"));
    assert_eq!(meta["subunit"], "Atelier , ”du soir”");
    assert!(
        meta["description"].contains("sans gommette (1)"),
        "{meta:?}"
    );
    assert_eq!(
        projects[0],
        ["project_id", "cost", "votes", "score", "name", "category"]
    );
    assert_eq!(projects.len(), 10);
    assert!(projects.iter().all(|row| row.len() == 6), "{projects:?}");
    assert_eq!(votes[0], ["voter_id", "vote", "points"]);
    let numbers: Vec<usize> = votes[1..]
        .iter()
        .map(|it| it[0].parse().expect("one"))
        .collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    let mut sums: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for row in &votes[1..] {
        let pairs = row[1].split(',').zip(row[2].split(','));
        for (id, points) in pairs {
            let (n_votes, score) = sums.entry(id).or_default();
            *n_votes += 1;
            *score += points.parse::<u32>().expect("a number");
        }
    }
    let results = world.table("resultats");
    for row in &projects[1..] {
        let (n_votes, score) = sums.get(row[0]).copied().unwrap_or_default();
        assert_eq!(
            (row[2], row[3]),
            (&*n_votes.to_string(), &*score.to_string())
        );
        let mut shown = results.iter().rev();
        let shown = shown.find(|it| it["proposition_id"] == row[0] && n(it, "papier") == 0);
        if let Some(shown) = shown {
            assert_eq!(n(shown, "tablette"), score);
        }
    }
}

fn revealed_with_formula_on_the_ballot() -> World {
    let mut world = World::with(add_formulas);
    vote(&mut world);
    world
}

#[test]
fn rounds_of_few_ballots_give_no_file_of_ballots() {
    for (n_ballots, n_files) in [(4, 0), (5, 1)] {
        let mut world = World::new();
        for _ in 0..n_ballots {
            world.cast("nord", &[(0, 1, 1)]);
        }
        world.close_and_reveal(&CARDS);
        assert_eq!(world.files(Export::Pabulib).len(), n_files);
    }
}
