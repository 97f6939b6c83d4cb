//! The rules of the layout that a compiler cannot check, read from the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// Longest source file, in lines: over it, a file is no longer one thing.
const FILE_LINES_MAX: usize = 800;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with this extension, as path and text.
fn sources(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder exists") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no .{extension} file in {folder}");
    found
}

/// The code of a file: what stands before its unit tests, without comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or(text);
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

fn refuse(folder: &str, words: &[&str], why: &str, is_allowed: impl Fn(&Path) -> bool) {
    let mut faults = Vec::new();
    for (path, text) in sources(folder, "rs") {
        if is_allowed(&path) {
            continue;
        }
        let code = code(&text);
        for word in words.iter().filter(|word| code.contains(**word)) {
            faults.push(format!("{}: {word}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{why}:\n{}", faults.join("\n"));
}

#[test]
fn only_the_platform_names_the_browser() {
    refuse(
        "src",
        &["web_sys::", "js_sys::", "gloo_"],
        "only src/platform names the browser",
        |path| {
            let path = path.to_string_lossy();
            path.contains("/platform/") || path.contains("/components/")
        },
    );
}

#[test]
fn only_the_replica_reaches_the_document() {
    let why = "pages and components read the snapshot and send commands";
    let words = [
        "automerge::",
        "document::write",
        "document::Reader",
        "replication::",
    ];
    refuse("src/pages", &words, why, |_| false);
    refuse("src/components", &words, why, |_| false);
    refuse("src/model", &words, why, |_| false);
}

#[test]
fn components_read_no_context() {
    let words = ["expect_context", "use_context", "use_replica", "use_device"];
    refuse(
        "src/components",
        &words,
        "components take values and callbacks",
        |_| false,
    );
}

#[test]
fn the_rules_have_no_clock_and_no_randomness() {
    let words = [
        "SystemTime",
        "Instant::",
        "std::time",
        "rand::",
        "getrandom",
        "std::fs",
        "std::net",
    ];
    refuse("crates/domain/src", &words, "domain is pure", |_| false);
    refuse(
        "crates/document/src",
        &words,
        "document has no clock and no IO",
        |_| false,
    );
}

#[test]
fn the_app_never_unwraps() {
    refuse(
        "src",
        &[".unwrap()", "panic!(", "todo!(", "unimplemented!("],
        "say what was promised",
        |_| false,
    );
}

#[test]
fn sentences_stand_in_i18n_only() {
    let accents =
        |line: &str| line.contains('"') && line.chars().any(|c| "éèêàçùîôÉÀ’«".contains(c));
    let mut faults = Vec::new();
    for folder in ["src/pages", "src/components"] {
        for (path, text) in sources(folder, "rs") {
            for line in code(&text).lines().filter(|line| accents(line)) {
                faults.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "sentences belong to src/i18n:\n{}",
        faults.join("\n")
    );
}

#[test]
fn screens_never_speak_of_an_election() {
    for (path, text) in sources("src/i18n", "rs") {
        let text = code(&text).to_lowercase();
        for word in [
            "scrutin",
            "élection",
            "electeur",
            "électeur",
            "urne",
            "suffrage",
            "bureau de vote",
        ] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn raw_colours_stand_in_the_tokens_only() {
    for (path, text) in sources("style", "css") {
        if path.ends_with("tokens.css") || path.ends_with("print.css") {
            continue;
        }
        for (idx, line) in text.lines().enumerate() {
            let is_raw = ["oklch(", "rgb(", "hsl("].iter().any(|word| {
                // A mix of tokens is not a raw colour.
                line.contains(word) && !line.contains("from var(")
            });
            assert!(!is_raw, "{}:{}: {}", path.display(), idx + 1, line.trim());
        }
    }
}

#[test]
fn every_stylesheet_is_linked() {
    let page = fs::read_to_string(root().join("index.html")).expect("index.html is there");
    for (path, _) in sources("style", "css") {
        let path = path
            .strip_prefix(root())
            .expect("below the root")
            .display()
            .to_string();
        assert!(
            page.contains(&format!("\"{path}\"")),
            "index.html does not link {path}"
        );
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for folder in ["src", "crates", "relay/src", "xtask/src"] {
        for (path, text) in sources(folder, "rs") {
            let first = text.lines().next().unwrap_or_default();
            let is_fixture = path.to_string_lossy().contains("/tests/");
            assert!(
                first.starts_with("//!") || is_fixture,
                "{}: no `//!` line",
                path.display()
            );
        }
    }
}

#[test]
fn no_file_outgrows_its_name() {
    for folder in ["src", "crates", "relay", "xtask"] {
        for (path, text) in sources(folder, "rs") {
            let lines = text.lines().count();
            assert!(lines <= FILE_LINES_MAX, "{}: {lines} lines", path.display());
        }
    }
}
