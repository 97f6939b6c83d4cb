//! Every committed input of the fuzzer, replayed; new crashes are kept there.

use std::fs;
use std::path::{Path, PathBuf};

#[allow(unreachable_pub, reason = "the fuzz package calls it from outside")]
#[path = "../fuzz/src/bodies.rs"]
mod bodies;
#[allow(unreachable_pub, reason = "the fuzz package calls it from outside")]
#[path = "../fuzz/src/seeds.rs"]
mod seeds;

fn corpus(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target)
}

/// Runs each input of a target; a panic names the file in the output.
fn replay(target: &str, body: fn(&[u8])) {
    let mut n_inputs = 0;
    for entry in fs::read_dir(corpus(target)).expect("the corpus is committed") {
        let path = entry.expect("the corpus can be read").path();
        println!("{}", path.display());
        body(&fs::read(&path).expect("an input can be read"));
        n_inputs += 1;
    }
    assert!(n_inputs >= 10, "{n_inputs} inputs for {target}");
}

#[test]
fn every_kept_frame_is_read_or_refused() {
    replay("frame_decode", bodies::frame_decode);
}

#[test]
fn every_kept_change_is_stored_or_refused() {
    replay("change_ingestion", bodies::change_ingestion);
}

#[test]
fn every_kept_document_is_read() {
    replay("document_read", bodies::document_read);
}

#[test]
fn every_kept_file_is_merged_or_refused() {
    replay("backup_file", bodies::backup_file);
}

#[test]
fn seeds_are_what_this_code_makes() {
    let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus");
    let mut differing = Vec::new();
    for (target, name, bytes) in seeds::all() {
        let committed = fs::read(corpus(target).join(&name)).unwrap_or_default();
        if committed != bytes {
            let folder = fresh.join(target);
            fs::create_dir_all(&folder).expect("the build folder can be written");
            fs::write(folder.join(&name), bytes).expect("the build folder can be written");
            differing.push(format!("{target}/{name}"));
        }
    }
    assert!(
        differing.is_empty(),
        "other than committed: {differing:?}\n  next: cp -r {}/. fuzz/corpus/",
        fresh.display()
    );
}
