//! Files are written into a folder, and never over others.

use std::fs;
use std::path::{Path, PathBuf};

use automerge::Automerge;
use exports::Export;
use tally::{ExportError, write_exports};

fn start() -> Automerge {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/annemasse");
    let data = |file: &str| fs::read(folder.join(file)).expect("a committed file");
    let bytes = [data("genesis.automerge"), data("amendment.automerge")].concat();
    Automerge::load(&bytes).expect("the start opens")
}

/// A folder that is not there yet.
fn new_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the build folder can be written");
    }
    folder
}

#[test]
fn every_form_is_written_and_never_over_another_file() {
    let document = start();
    for (what, n_files_min, name) in [
        (Export::Workbook, 1, "xlsx"),
        (Export::SpreadsheetTables, 14, "csv"),
        (Export::OpenDataTables, 15, "open-data"),
        (Export::Json, 1, "json"),
    ] {
        let folder = new_folder(name);
        let write = || write_exports(&document, what, "2026-11-27", &folder);
        let written = write().expect("the folder is new");
        assert!(written.len() >= n_files_min, "{name}");
        let last = written.last().expect("there is one");
        let before = fs::read(last).expect("it was written");
        assert!(!before.is_empty());
        assert!(matches!(write(), Err(ExportError::Exists { .. })), "{name}");
        // One file in the way is enough.
        for path in &written[1..] {
            fs::remove_file(path).expect("it was written");
        }
        assert!(matches!(write(), Err(ExportError::Exists { .. })), "{name}");
        assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1);
    }
}

#[test]
fn a_vote_on_paper_gives_no_file_of_ballots() {
    let folder = new_folder("pabulib");
    let written = write_exports(&start(), Export::Pabulib, "2026-11-27", &folder);
    assert!(matches!(written, Err(ExportError::Nothing)));
    assert!(!folder.exists());
}
