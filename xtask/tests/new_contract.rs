//! `cargo xtask contract --new`, `--check` and `--genesis` of a folder, as they are typed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::contract_files;
use xtask::new_contract::BLANK;

const TOML_FILES: [&str; 3] = ["contract.toml", "themes.toml", "cards.toml"];
const CSV_FILES: [&str; 2] = ["actions.csv", "links.csv"];

/// A folder of this test alone, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let name = format!("six-cartes-{test}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _absent = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a writable folder");
        Self(path)
    }

    fn edit(&self, file: &str, edit: impl Fn(&str) -> String) {
        let path = self.0.join(file);
        let text = fs::read_to_string(&path).expect("a file");
        fs::write(&path, edit(&text)).expect("a writable file");
    }

    /// Types a command about this folder; gives what it prints, and whether it succeeded.
    fn xtask(&self, words: &[&str]) -> (bool, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .arg("contract")
            .arg(words[0])
            .arg(&self.0)
            .args(&words[1..])
            .output()
            .expect("xtask starts");
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).expect("words");
        (output.status.success(), printed)
    }

    #[track_caller]
    fn succeeds(&self, words: &[&str]) -> String {
        let (is_done, printed) = self.xtask(words);
        assert!(is_done, "{words:?}: {printed}");
        printed
    }

    #[track_caller]
    fn fails(&self, words: &[&str]) -> String {
        let (is_done, printed) = self.xtask(words);
        assert!(!is_done, "{words:?}: {printed}");
        printed
    }

    /// Fills the lines that must be, and nothing else.
    fn fill(&self) {
        for file in TOML_FILES {
            let id = if file == "cards.toml" {
                "velo"
            } else {
                "rive-droite"
            };
            self.edit(file, |text| {
                text.lines()
                    .map(|line| match line.strip_suffix(&format!("\"\" # {BLANK}")) {
                        Some("id = ") => format!("id = \"{id}\"\n"),
                        Some(key) => format!("{key}\"Exemple\"\n"),
                        None => format!("{line}\n"),
                    })
                    .collect()
            });
        }
        self.use_examples("actions.csv");
    }

    /// Takes the remark signs off the examples of a file.
    fn use_examples(&self, file: &str) {
        let is_toml = TOML_FILES.contains(&file);
        self.edit(file, |text| {
            let (examples, others): (Vec<&str>, Vec<&str>) = text
                .lines()
                .partition(|line| !is_toml && line.starts_with("#1,"));
            let lines = others
                .into_iter()
                .map(|line| match line.strip_prefix("# ") {
                    Some(code) if is_toml && is_toml_code(code) => code.to_owned(),
                    _ => line.to_owned(),
                });
            let examples = examples.iter().map(|line| line[1..].to_owned());
            lines.chain(examples).map(|line| line + "\n").collect()
        });
    }
}

fn is_toml_code(text: &str) -> bool {
    let is_key = |(key, _): (&str, &str)| key.chars().all(|c| c.is_ascii_lowercase());
    text.starts_with(['[', ']'])
        || text.starts_with("  \"")
        || text.split_once(" = ").is_some_and(is_key)
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _kept = fs::remove_dir_all(&self.0);
    }
}

/// Lines of a text that must be filled, from 1.
fn blanks(text: &str) -> Vec<usize> {
    let mark = format!("# {BLANK}");
    let numbered = (1..).zip(text.lines());
    numbered
        .filter(|(_, line)| line.ends_with(&mark))
        .map(|(number, _)| number)
        .collect()
}

#[test]
fn the_check_of_a_new_contract_names_each_line_to_fill_and_no_other() {
    let folder = Folder::new("blanks");
    folder.succeeds(&["--new"]);
    let mut expected = vec!["actions.csv: no action".to_owned()];
    for file in TOML_FILES {
        let text = fs::read_to_string(folder.0.join(file)).expect("a file");
        let lines = blanks(&text);
        assert!(!lines.is_empty(), "{file}");
        expected.extend(lines.iter().map(|line| format!("{file}:{line}: ")));
    }
    let printed = folder.fails(&["--check"]);
    for fault in &expected {
        assert!(printed.contains(fault), "{fault} is not in:\n{printed}");
    }
    let summary = format!("have {} faults", expected.len());
    assert!(
        printed.contains(&summary),
        "{summary} is not in:\n{printed}"
    );
    assert!(printed.contains("contract --check /"), "{printed}");
}

#[test]
fn a_contract_is_correct_once_its_blanks_are_filled() {
    let folder = Folder::new("filled");
    folder.succeeds(&["--new"]);
    folder.fill();
    let printed = folder.succeeds(&["--check"]);
    assert!(printed.contains("1 themes, 1 orientations"), "{printed}");
}

#[test]
fn every_example_of_a_new_contract_is_correct() {
    let folder = Folder::new("examples");
    folder.succeeds(&["--new"]);
    folder.fill();
    for file in TOML_FILES.into_iter().chain(["links.csv"]) {
        folder.use_examples(file);
    }
    folder.succeeds(&["--check"]);
    let contract = contract_files::read(&folder.0).expect("correct files");
    assert_eq!(contract.councils.len(), 2);
    assert_eq!(contract.calendar[0].details.len(), 2);
    assert_eq!(contract.cards[0].difficulties.len(), 2);
    assert!(contract.vote.is_some());
    assert_eq!(contract.links.len(), 1);
    assert_eq!(contract.state.commitments.len(), 1);
    folder.succeeds(&["--genesis"]);
}

#[test]
fn a_folder_that_holds_a_contract_is_left_as_it_is() {
    for taken in TOML_FILES.into_iter().chain(CSV_FILES) {
        let folder = Folder::new("taken");
        fs::write(folder.0.join(taken), "").expect("a writable folder");
        let printed = folder.fails(&["--new"]);
        assert!(
            printed.contains(&format!("has a {taken} already")),
            "{printed}"
        );
        let entries = fs::read_dir(&folder.0).expect("a folder");
        assert_eq!(entries.count(), 1, "something was written beside {taken}");
    }
}

#[test]
fn what_a_document_starts_from_is_written_once_and_replaced_only_when_told() {
    let folder = Folder::new("genesis");
    folder.succeeds(&["--new"]);
    let printed = folder.fails(&["--genesis"]);
    assert!(printed.contains("faults"), "{printed}");
    folder.fill();
    let printed = folder.fails(&["--genesis", "--check"]);
    assert!(printed.contains("is not there"), "{printed}");
    folder.succeeds(&["--genesis"]);
    let bytes = || {
        let read = |file: &str| fs::read(Path::join(&folder.0, file)).expect("a file");
        (read("genesis.automerge"), read("amendment.automerge"))
    };
    let written = bytes();
    assert!(
        folder
            .succeeds(&["--document-id"])
            .starts_with("automerge:")
    );
    assert!(folder.succeeds(&["--genesis"]).contains("is that of"));

    folder.edit("contract.toml", |text| {
        text.replacen("\"Exemple\"", "\"Autre\"", 1)
    });
    let printed = folder.fails(&["--genesis"]);
    assert!(printed.contains("contract --genesis /"), "{printed}");
    assert!(printed.contains("--replace"), "{printed}");
    assert!(bytes() == written, "a refusal wrote something");
    folder.succeeds(&["--genesis", "--replace"]);
    assert!(bytes() != written, "nothing was replaced");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = Folder::new("absent");
    fs::remove_dir_all(&folder.0).expect("it was made");
    let printed = folder.fails(&["--check"]);
    assert!(printed.contains("six-cartes-absent"), "{printed}");
}

#[test]
fn an_app_is_not_built_for_a_contract_without_a_genesis() {
    let folder = Folder::new("unbuilt");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--contract"])
        .arg(&folder.0)
        .output()
        .expect("xtask starts");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{printed}");
    assert!(
        printed.contains("genesis.automerge is not there"),
        "{printed}"
    );
    assert!(
        printed.contains("cargo xtask contract --genesis /"),
        "{printed}"
    );
}
