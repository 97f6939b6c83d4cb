//! The committed genesis is kept for ever, and is that of the committed files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use automerge::Automerge;
use xtask::contract_files;
use xtask::document_id::document_url;
use xtask::genesis;

#[test]
fn the_committed_genesis_is_that_of_the_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/annemasse");
    let contract = contract_files::read(&folder).expect("correct files");
    let committed = fs::read(folder.join("genesis.automerge")).expect("cargo xtask genesis");
    let built = genesis::build(&contract).expect("the files fit the document");
    // Not the bytes: a difference would print 200,000 numbers.
    assert_eq!(document_url(&built), document_url(&committed));
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/annemasse");
    let contract = contract_files::read(&folder).expect("correct files");
    let build = || genesis::build(&contract).expect("the files fit the document");
    assert!(build() == build(), "two builds differ");
}

#[test]
fn the_genesis_reads_back_every_printed_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/annemasse");
    let contract = contract_files::read(&folder).expect("correct files");
    let genesis = genesis::build(&contract).expect("the files fit the document");
    let document = Automerge::load(&genesis).expect("a document");
    let reader = document::Reader::open(&document);
    assert_eq!(reader.anomalies(), []);
    let snapshot = reader.snapshot();
    assert_eq!(snapshot.contract.actions.len(), contract.actions.len());
    for (card, read) in contract.cards.iter().zip(snapshot.deck()) {
        assert_eq!(card.id, read.id.as_str());
        assert_eq!(*card.question, *read.question);
        let difficulties = read.difficulties.iter().map(|read| &*read.label);
        assert!(difficulties.eq(card.difficulties.iter().map(String::as_str)));
        let printed: BTreeSet<&str> = card.proposals.iter().map(|p| p.label.as_str()).collect();
        let read = snapshot.proposals_of(&read.id);
        let read: BTreeSet<&str> = read.iter().map(|read| &*read.label).collect();
        assert_eq!(read, printed);
    }
}
