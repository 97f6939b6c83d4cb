//! The generated service worker: what it lists, what names its cache, what it never does.

use std::fs;
use std::path::PathBuf;

use xtask::digest::sha256_hex;
use xtask::service_worker::{KeptFile, render, write_into};

fn kept(path: &str, content: &str) -> KeptFile {
    KeptFile {
        path: path.to_owned(),
        sha256: sha256_hex(content.as_bytes()),
    }
}

fn build_of(text: &str) -> &str {
    text.split("const BUILD = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a build id")
}

/// A folder of this test, removed when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("six-cartes-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The system empties its temporary folder anyway.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_built_file_is_listed_with_its_digest() {
    let folder = Folder::new("listed");
    fs::create_dir_all(folder.0.join("style")).expect("a folder");
    for (path, content) in [
        ("index.html", "page"),
        ("style/base.css", "css"),
        ("app.wasm.br", "compressed"),
        ("sw.js", "the one of before"),
    ] {
        fs::write(folder.0.join(path), content).expect("a file");
    }
    write_into(&folder.0).expect("it can be written");
    let text = fs::read_to_string(folder.0.join("sw.js")).expect("sw.js");
    for (path, content) in [("/index.html", "page"), ("/style/base.css", "css")] {
        assert!(text.contains(&format!("\"{path}\"")), "{path}");
        assert!(text.contains(&sha256_hex(content.as_bytes())), "{path}");
    }
    assert!(!text.contains("app.wasm.br"));
    assert!(!text.contains("\"/sw.js\""));
    assert!(!text.contains('%'), "a mark was left");
}

#[test]
fn the_build_id_changes_with_any_file_and_only_then() {
    let page = kept("/index.html", "page");
    let one = render(&[page.clone(), kept("/app.js", "1")]).expect("rendered");
    let same = render(&[page.clone(), kept("/app.js", "1")]).expect("rendered");
    let other = render(&[page, kept("/app.js", "2")]).expect("rendered");
    assert_eq!(build_of(&one), build_of(&same));
    assert_ne!(build_of(&one), build_of(&other));
    assert_eq!(build_of(&one).len(), 16);
}

#[test]
fn an_app_without_a_page_is_refused() {
    assert!(render(&[kept("/app.js", "1")]).is_err());
}

#[test]
fn an_update_waits_until_it_is_asked_for() {
    let text = render(&[kept("/index.html", "page")]).expect("rendered");
    let calls: Vec<usize> = text
        .match_indices("skipWaiting")
        .map(|(at, _)| at)
        .collect();
    assert_eq!(calls.len(), 1, "one call, in answer to the message");
    let asked = text.find("activate-update\") {").expect("the message");
    assert!(calls[0] > asked);
}

#[test]
fn a_first_visit_does_not_wait_for_the_spreadsheet_worker() {
    let files = [
        kept("/index.html", "page"),
        kept("/worker_bg.wasm", "worker"),
    ];
    let text = render(&files).expect("rendered");
    let (first, later) = text.split_once("const LATER").expect("two lists");
    assert!(first.contains("/index.html") && !first.contains("worker_bg.wasm"));
    assert!(later.contains("worker_bg.wasm"));
    assert!(later.contains(&sha256_hex(b"worker")), "it is verified too");
    let without = render(&files[..1]).expect("rendered");
    assert!(without.contains("const LATER = [];"));
    assert_ne!(build_of(&text), build_of(&without));
}
