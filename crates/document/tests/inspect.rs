//! Files that are not ours, or not whole, are told from ours.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ROOT, ScalarValue};
use document::{FILE_BYTES_MAX, FileFault, FileReport, fingerprint, genesis, schema};
use domain::Command;

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod chance;
    pub(crate) mod commands;
    pub(crate) mod replica;
}

use support::chance::{Chance, SaysSeed, seeds};
use support::commands::{ballot, some_voter};
use support::replica::{ROUND, Replica, contract, deck, edit, genesis_bytes, view};

/// A saved document with a workshop, a round and a ballot.
fn sound_file() -> (Vec<u8>, Automerge) {
    let mut replica = Replica::with_round(&genesis_bytes(), [1; 16]);
    let chance = &mut Chance::new(1);
    let voter = some_voter(chance);
    let cast = ballot(chance, replica.snapshot(), ROUND, voter);
    replica.must(&Command::CastBallot(cast));
    (replica.document.save(), replica.document)
}

fn inspect(genesis: &[u8], file: &[u8]) -> Result<FileReport, FileFault> {
    document::inspect(genesis, file, |bytes| Automerge::load(bytes).ok())
}

#[test]
fn a_sound_file_is_reported_with_its_fingerprint() {
    let genesis = genesis_bytes();
    let (file, document) = sound_file();
    let report = inspect(&genesis, &file).expect("it is sound");
    assert_eq!(report.fingerprint, fingerprint(&document.get_heads()));
    assert!(inspect(&genesis, &genesis).is_ok(), "the genesis itself");
    assert!(inspect(&genesis, &document.save_nocompress()).is_ok());
    // Two chunks one after the other, as a store keeps them.
    let base = Replica::with_round(&genesis, [1; 16]).document;
    let more = [base.save(), document.save_after(&base.get_heads())].concat();
    assert_eq!(inspect(&genesis, &more), Ok(report));
}

#[test]
fn a_file_cut_at_any_byte_is_damaged() {
    let genesis = genesis_bytes();
    let (file, document) = sound_file();
    // In one piece: a start that is cut between its two is a sound genesis.
    let start = Automerge::load(&genesis).expect("it loads").save();
    for file in [file, document.save_nocompress(), start] {
        for len in 0..file.len() {
            let expected = match len {
                0 => FileFault::Empty,
                1..4 => FileFault::NotADocument,
                _ => FileFault::Damaged,
            };
            assert_eq!(
                inspect(&genesis, &file[..len]),
                Err(expected),
                "{len} bytes"
            );
        }
    }
}

#[test]
fn a_file_with_any_byte_changed_is_never_taken_for_sound() {
    let genesis = genesis_bytes();
    let (file, _) = sound_file();
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 0x10;
        let expected = if at < 4 {
            FileFault::NotADocument
        } else {
            FileFault::Damaged
        };
        assert_eq!(inspect(&genesis, &changed), Err(expected), "byte {at}");
    }
}

#[test]
fn random_files_are_not_documents() {
    let genesis = genesis_bytes();
    let (file, _) = sound_file();
    for seed in seeds(300) {
        let _says_seed = SaysSeed(seed);
        let chance = &mut Chance::new(seed);
        let n = 1 + chance.below(300);
        let noise = chance.bytes(n);
        assert_eq!(inspect(&genesis, &noise), Err(FileFault::NotADocument));
        let after_magic = [&[0x85, 0x6f, 0x4a, 0x83], noise.as_slice()].concat();
        assert_eq!(inspect(&genesis, &after_magic), Err(FileFault::Damaged));
        let with_tail = [file.clone(), noise].concat();
        assert_eq!(inspect(&genesis, &with_tail), Err(FileFault::Damaged));
    }
}

#[test]
fn changes_without_what_they_follow_are_damaged() {
    let genesis = genesis_bytes();
    let base = Automerge::load(&genesis).expect("the genesis loads");
    let (_, document) = sound_file();
    let rest = document.save_after(&base.get_heads());
    assert_eq!(inspect(&genesis, &rest), Err(FileFault::Damaged));
    let middle = Replica::with_round(&genesis, [1; 16]).document.get_heads();
    let hole = [genesis.clone(), document.save_after(&middle)].concat();
    assert_eq!(inspect(&genesis, &hole), Err(FileFault::Damaged));
}

#[test]
fn the_document_of_another_contract_or_program_is_foreign() {
    let genesis = genesis_bytes();
    let other = genesis::build(
        &domain::Contract {
            title: "Un autre contrat".into(),
            ..contract()
        },
        &deck(),
    )
    .expect("it is sound");
    assert_eq!(inspect(&genesis, &other), Err(FileFault::Foreign));
    let mut document = Automerge::new().with_actor(ActorId::from([3; 16].as_slice()));
    assert_eq!(
        inspect(&genesis, &document.save()),
        Err(FileFault::Foreign),
        "nothing in it"
    );
    edit(&mut document, |tx| {
        tx.put(ROOT, "todo", "pain").expect("a value");
    });
    assert_eq!(inspect(&genesis, &document.save()), Err(FileFault::Foreign));
}

#[test]
fn a_rehearsal_and_a_real_document_are_never_merged() {
    let real = genesis_bytes();
    let rehearsal = document::rehearsal(&real).expect("the genesis loads");
    assert_eq!(
        document::rehearsal(&real),
        Ok(rehearsal.clone()),
        "fixed bytes"
    );
    let real_file = sound_file().0;
    let mut practice = Replica::new(&rehearsal, [1; 16]);
    practice.must(&support::replica::create_workshop());
    let practice_file = practice.document.save();
    let refused = |is_file| Err(FileFault::Rehearsal { is_file });
    assert_eq!(inspect(&real, &practice_file).map(drop), refused(true));
    assert_eq!(inspect(&real, &rehearsal).map(drop), refused(true));
    assert_eq!(inspect(&rehearsal, &real_file).map(drop), refused(false));
    assert!(inspect(&rehearsal, &practice_file).is_ok());
    assert_eq!(practice.reader.anomalies(), [], "it reads as any document");
}

#[test]
fn a_file_of_a_newer_program_is_told_with_its_version() {
    let genesis = genesis_bytes();
    for (value, found) in [(ScalarValue::Uint(2), 2), (ScalarValue::Int(7), 7)] {
        let (_, mut document) = sound_file();
        edit(&mut document, |tx| {
            tx.put(ROOT, schema::SCHEMA, value).expect("a value");
        });
        let fault = FileFault::NewerSchema { found };
        assert_eq!(inspect(&genesis, &document.save()), Err(fault));
    }
    let (_, mut document) = sound_file();
    edit(&mut document, |tx| {
        tx.put(ROOT, schema::SCHEMA, -1).expect("a value");
    });
    assert!(inspect(&genesis, &document.save()).is_ok(), "not a version");
    assert_eq!(view(&document).anomalies, []);
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let mut large = genesis_bytes();
    large.resize(FILE_BYTES_MAX + 1, 0);
    let fault = FileFault::TooLarge {
        bytes: FILE_BYTES_MAX + 1,
    };
    assert_eq!(inspect(&genesis_bytes(), &large), Err(fault));
    large.truncate(FILE_BYTES_MAX);
    assert_eq!(
        inspect(&genesis_bytes(), &large),
        Err(FileFault::Damaged),
        "read, with a tail"
    );
}
