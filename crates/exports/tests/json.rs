//! A document goes out as JSON and comes back the same; anything else is refused.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use automerge::Automerge;
use document::{AmendmentParts, amendment, fingerprint, genesis};
use domain::{Command, Contract, Deck};
use exports::{Export, ImportFault, Start, export, import_json, limits};
use replication::DocumentId;
use serde_json::{Value, json};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    #[path = "../../../document/tests/support/chance.rs"]
    pub(crate) mod chance;
    #[path = "../../../document/tests/support/commands.rs"]
    pub(crate) mod commands;
    #[path = "../../../document/tests/support/replica.rs"]
    pub(crate) mod replica;
    pub(crate) mod world;
}

use support::chance::{Chance, SaysSeed, seeds};
use support::commands::{KINDS, command};
use support::replica::{CARDS, Replica, assert_same_view, contract, deck, view};
use support::world::{DAY, World, files};

/// The start of the test, in its two parts.
struct Parts {
    genesis: Vec<u8>,
    amendment: Vec<u8>,
}

impl Parts {
    fn new() -> Self {
        let genesis = genesis::build(&contract(), &deck()).expect("the contract is sound");
        let amendment = amendment(&genesis, &AmendmentParts::default());
        let amendment = amendment.expect("it follows the genesis");
        Self { genesis, amendment }
    }

    fn start(&self) -> Start<'_> {
        Start {
            genesis: &self.genesis,
            amendment: &self.amendment,
        }
    }

    fn both(&self) -> Vec<u8> {
        [self.genesis.as_slice(), &self.amendment].concat()
    }
}

fn json_of(document: &Automerge) -> Vec<u8> {
    let mut files = files(document, Export::Json);
    files.pop().expect("there is one file").bytes
}

/// A busy document as JSON, and what comes of the file after `change`.
fn imported(change: impl FnOnce(&mut Value)) -> Result<Vec<u8>, ImportFault> {
    let mut world = World::busy();
    world.close_and_reveal(&CARDS);
    let mut value = serde_json::from_slice(&json_of(&world.replica.document)).expect("it is JSON");
    change(&mut value);
    import_json(value.to_string().as_bytes(), Parts::new().start())
}

#[test]
fn any_document_goes_out_and_comes_back_the_same() {
    let parts = Parts::new();
    let mut n_changes = 0;
    for seed in seeds(40) {
        let _says_seed = SaysSeed(seed);
        let chance = &mut Chance::new(seed);
        let mut replica = Replica::with_round(&parts.both(), [1; 16]);
        let mut other = replica.fork([2; 16]);
        for _ in 0..chance.below(12) {
            for kind in KINDS {
                let actor = if chance.once_in(2) {
                    &mut replica
                } else {
                    &mut other
                };
                if let Some(command) = command(chance, actor.snapshot(), kind) {
                    // Refusals change nothing and are of no interest here.
                    let _ = actor.ask(&command);
                }
            }
        }
        replica.merge(&other);
        let json = json_of(&replica.document);
        let saved = import_json(&json, parts.start()).expect("it comes back");
        let back = Automerge::load(&saved).expect("it is a backup file");
        assert_eq!(back.get_heads(), replica.document.get_heads());
        assert_same_view(&view(&back), &replica.view(), "after the way back");
        assert!(json_of(&back) == json, "the same file again");
        n_changes += back.get_changes(&[]).len();
    }
    assert!(n_changes > 1_000, "{n_changes} changes");
}

#[test]
fn the_file_names_its_document_and_leaves_the_start_out() {
    let parts = Parts::new();
    let document = Automerge::load(&parts.both()).expect("it is sound");
    let value: Value = serde_json::from_slice(&json_of(&document)).expect("it is JSON");
    assert_eq!(value["format"], "six-cartes");
    assert_eq!(value["version"], 1);
    assert_eq!(value["day"], DAY);
    assert_eq!(value["changes"], json!([]));
    let id = DocumentId::from_genesis(&parts.genesis).to_string();
    assert_eq!(value["document_id"], id);
    let heads = document.get_heads();
    assert_eq!(value["fingerprint"], fingerprint(&heads).to_string());
    assert_eq!(value["heads"], json!([heads[0].to_string()]));
    assert_eq!(value["objects"]["ateliers"][0]["date"], "2019-06-14");
    assert_eq!(value["objects"]["ateliers"][0]["presents"], Value::Null);
    assert_eq!(value["objects"]["resultats"][0]["total"], 5);
    assert_eq!(value["objects"]["propositions"][0]["masquee"], false);
}

#[test]
fn the_id_of_the_real_contract_is_that_of_its_genesis() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/annemasse");
    let data = |file: &str| std::fs::read(folder.join(file)).expect("a committed file");
    let (genesis, amendment) = (data("genesis.automerge"), data("amendment.automerge"));
    let both = [genesis.as_slice(), &amendment].concat();
    let document = Automerge::load(&both).expect("the start opens");
    let json = json_of(&document);
    let value: Value = serde_json::from_slice(&json).expect("it is JSON");
    assert_eq!(
        value["document_id"],
        DocumentId::from_genesis(&genesis).to_string()
    );
    let start = Start {
        genesis: &genesis,
        amendment: &amendment,
    };
    let back = import_json(&json, start).expect("it comes back");
    let back = Automerge::load(&back).expect("it is sound");
    assert_eq!(back.get_heads(), document.get_heads());
}

#[test]
fn a_document_of_before_the_amendment_comes_back_without_it() {
    let parts = Parts::new();
    let document = Automerge::load(&parts.genesis).expect("it is sound");
    let saved = import_json(&json_of(&document), parts.start()).expect("it comes back");
    let back = Automerge::load(&saved).expect("it is sound");
    assert_eq!(back.get_heads(), document.get_heads());
}

#[test]
fn a_rehearsal_does_not_come_back_as_the_contract() {
    let parts = Parts::new();
    let rehearsal = document::rehearsal(&parts.genesis).expect("it is made");
    let both = [rehearsal.as_slice(), &parts.amendment].concat();
    let document = Automerge::load(&both).expect("it is sound");
    let json = json_of(&document);
    assert!(matches!(
        import_json(&json, parts.start()),
        Err(ImportFault::File(_))
    ));
    let start = Start {
        genesis: &rehearsal,
        ..parts.start()
    };
    assert!(import_json(&json, start).is_ok());
}

#[test]
fn what_is_no_complete_file_is_refused() {
    let parts = Parts::new();
    let world = World::busy();
    let json = json_of(&world.replica.document);
    let unreadable = |bytes: &[u8]| {
        let read = import_json(bytes, parts.start());
        assert!(
            matches!(read, Err(ImportFault::Unreadable { .. })),
            "{read:?}"
        );
    };
    unreadable(b"");
    unreadable(b"{}");
    unreadable(b"[1]");
    unreadable("[".repeat(100_000).as_bytes());
    unreadable(b"{\"format\":\"other\",\"version\":1}");
    unreadable(b"{\"format\":\"six-cartes\",\"version\":-1}");
    unreadable(b"{\"format\":\"six-cartes\",\"version\":1}");
    for len in (0..json.len()).step_by(997) {
        unreadable(&json[..len]);
    }
    let n_bytes = 65 * 1024 * 1024;
    assert_eq!(
        import_json(&vec![b' '; n_bytes], parts.start()),
        Err(ImportFault::TooLarge { bytes: n_bytes })
    );
}

#[test]
fn newer_files_and_other_contracts_have_faults_of_their_own() {
    assert!(imported(|_| {}).is_ok());
    let newer = imported(|file| *file = json!({"format": "six-cartes", "version": 2}));
    assert_eq!(newer, Err(ImportFault::NewerVersion { found: 2 }));
    let other = imported(|file| file["contract"]["genesis"] = json!("00"));
    assert_eq!(other, Err(ImportFault::OtherContract));
    let genesis = genesis::build(&Contract::default(), &Deck::default()).expect("it is sound");
    let start = Start {
        genesis: &genesis,
        amendment: &[],
    };
    let json = json_of(&World::busy().replica.document);
    assert_eq!(import_json(&json, start), Err(ImportFault::OtherContract));
    let broken = Start {
        genesis: b"no",
        amendment: &[],
    };
    let broken = import_json(&json, broken);
    assert!(matches!(broken, Err(ImportFault::BrokenStart { .. })));
}

#[test]
fn changes_that_are_damaged_missing_or_too_many_are_refused() {
    let damaged = |number| Err(ImportFault::DamagedChange { number });
    assert_eq!(imported(|file| file["changes"][2] = json!("?")), damaged(3));
    assert_eq!(imported(|file| file["changes"][2] = json!("")), damaged(3));
    assert_eq!(
        imported(|file| file["changes"][2] = json!("AAAA")),
        damaged(3)
    );
    let cut = imported(|file| {
        let text = file["changes"][3].as_str().expect("a text").to_owned();
        file["changes"][3] = json!(text[..text.len() / 8 * 4]);
    });
    assert_eq!(cut, damaged(4));
    let missing = imported(|file| {
        file["changes"].as_array_mut().expect("a list").remove(4);
    });
    assert!(matches!(
        missing,
        Err(ImportFault::MissingChanges { n_missing: 1 })
    ));
    let last = imported(|file| {
        file["changes"].as_array_mut().expect("a list").pop();
    });
    assert_eq!(last, Err(ImportFault::WrongHeads));
    let too_many = imported(|file| {
        file["changes"] = vec![""; limits::CHANGES_MAX + 1].into();
    });
    assert_eq!(
        too_many,
        Err(ImportFault::TooMany {
            changes: limits::CHANGES_MAX + 1,
            heads: 1
        })
    );
}

#[test]
fn another_head_or_fingerprint_is_refused() {
    let wrong = Err(ImportFault::WrongHeads);
    let heads = |heads: Value| imported(|file| file["heads"] = heads);
    assert_eq!(heads(json!([])), wrong);
    assert_eq!(heads(json!(["00"])), wrong);
    assert_eq!(heads(json!(["0".repeat(64)])), wrong);
    assert_eq!(
        imported(|file| file["fingerprint"] = json!("000 000 000 000")),
        wrong
    );
}

#[test]
fn a_day_that_is_none_gives_no_file() {
    let world = World::new();
    for what in Export::ALL {
        for day in ["", "hier", "2026-13-01", "2026-11-27T10:00"] {
            assert!(export(&world.replica.document, what, day).is_err(), "{day}");
        }
    }
}

#[test]
fn every_export_of_any_document_is_made_and_made_again_alike() {
    for seed in seeds(12) {
        let _says_seed = SaysSeed(seed);
        let chance = &mut Chance::new(seed);
        let mut replica = Replica::with_round(&Parts::new().both(), [1; 16]);
        for kind in KINDS.iter().cycle().take(60) {
            if let Some(command) = command(chance, replica.snapshot(), *kind) {
                // Refusals change nothing and are of no interest here.
                let _ = replica.ask(&command);
            }
        }
        // Refused when nothing is closed.
        let cards = vec![CARDS[0].parse().expect("a slug of the test")];
        let (round, at) = (support::replica::ROUND, support::replica::AT);
        let _ = replica.ask(&Command::Reveal { round, cards, at });
        for what in Export::ALL {
            let made = files(&replica.document, what);
            assert!(made == files(&replica.document, what), "{what:?}");
            let is_plain = |name: &str| name.bytes().all(|b| b.is_ascii_graphic() && b != b'/');
            assert!(made.iter().all(|file| is_plain(&file.name)), "{what:?}");
        }
    }
}
