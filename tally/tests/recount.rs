//! The printed dots of 14 June 2019, recounted from the file that every tablet starts with.

use std::fs;
use std::path::{Path, PathBuf};

use automerge::Automerge;

fn data(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/annemasse");
    fs::read(folder.join(file)).expect("a committed file")
}

fn in_temporary_folder(name: &str, bytes: &[u8]) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, bytes).expect("the build folder can be written");
    file
}

/// Dots of a table's lines, as they are read off the text.
fn totals(text: &str, card: &str) -> Vec<u32> {
    let lines = text.lines().skip_while(|line| !line.contains(card)).skip(2);
    let rows = lines.take_while(|line| !line.trim_start().starts_with("Ensemble"));
    rows.filter_map(|line| {
        let numbers = line.split_whitespace().map(str::parse::<u32>);
        // Rank, tablet, paper, total: « ex æquo » stands between them.
        numbers.filter_map(Result::ok).nth(3)
    })
    .collect()
}

#[test]
fn the_vote_of_2019_is_recounted_card_by_card() {
    let start = [data("genesis.automerge"), data("amendment.automerge")].concat();
    let saved = Automerge::load(&start).expect("the start opens").save();
    let file = in_temporary_folder("start.automerge", &saved);
    let document = tally::read(&file).expect("a sound file");
    let text = tally::tables(&document);
    assert!(text.contains("personnes sur papier\u{a0}: 16"), "{text}");
    let cards = [
        "Mobilité",
        "Participation",
        "Education",
        "Emploi",
        "Tranquillité",
        "Culture",
    ];
    let sums = cards.map(|card| totals(&text, card).iter().sum::<u32>());
    assert_eq!(sums.iter().sum::<u32>(), 107, "{text}");
    assert_eq!(sums[0], 28);
    assert!(text.contains("Empreinte"));
    assert_eq!(tally::tables(&document), text, "the same each time");
}

#[test]
fn what_is_no_file_of_the_app_is_said_with_what_to_do() {
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("text", b"bonjour"),
        ("cut", &data("genesis.automerge")[..900]),
    ] {
        let file = in_temporary_folder(name, bytes);
        let error = tally::read(&file).expect_err("not a file of the app");
        assert!(
            error.to_string().contains("Prenez un autre fichier"),
            "{error}"
        );
    }
    let missing = tally::read(Path::new("/nowhere/file")).expect_err("it is not there");
    assert!(
        missing.to_string().contains("impossible de lire"),
        "{missing}"
    );
}
