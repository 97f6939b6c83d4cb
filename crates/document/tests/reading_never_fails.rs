//! Whatever Automerge accepts is read: no panic, anomalies for what is odd, and the
//! sound entries beside it.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use automerge::transaction::Transactable;
use automerge::{Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};
use document::schema::{self, CONTAINERS, GENESIS_CONTAINERS};
use document::{Anomaly, AnomalyKind, genesis};
use domain::{Command, Target, count, groups, ranking};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod chance;
    pub(crate) mod commands;
    pub(crate) mod replica;
}

use support::chance::{Chance, SaysSeed, seeds};
use support::commands::{ballot, comment, some_voter};
use support::replica::{CARDS, ROUND, Replica, assert_same_view, contract, edit, genesis_bytes};

fn object(document: &impl ReadDoc, path: &[&str]) -> Option<ObjId> {
    path.iter().try_fold(ROOT, |object, key| {
        let (value, id) = document.get(&object, *key).ok()??;
        value.is_object().then_some(id)
    })
}

/// A value of a random type, rarely the right one.
fn odd_value(chance: &mut Chance) -> ScalarValue {
    match chance.below(14) {
        0 => ScalarValue::Null,
        1 => ScalarValue::Boolean(chance.once_in(2)),
        2 => ScalarValue::Int(-5),
        3 => ScalarValue::Int(i64::MAX),
        4 => ScalarValue::Uint(u64::MAX),
        5 => ScalarValue::Uint(3),
        6 => ScalarValue::F64(f64::NAN),
        7 => ScalarValue::counter(3),
        8 => ScalarValue::Timestamp(-1),
        9 => {
            let n = chance.below(50);
            ScalarValue::Bytes(chance.bytes(n))
        }
        10 => ScalarValue::Bytes(vec![0; 34]),
        11 => "é".repeat(1 + chance.below(1_500)).into(),
        12 => {
            ["", " ", "habitat", "per_card", "late", "\u{7}\u{0}", "k7mx"][chance.below(7)].into()
        }
        _ => {
            let id = chance.id();
            id.map(|byte| format!("{byte:02x}")).concat().into()
        }
    }
}

/// Every key that an entry may have, and one of tomorrow.
const KEYS: [&str; 51] = [
    "label",
    "name",
    "number",
    "card",
    "cards",
    "council",
    "councils",
    "workshop",
    "round",
    "title",
    "text",
    "reason",
    "supersedes",
    "dots",
    "rules",
    "dots_per_ballot",
    "dots_per_proposal_max",
    "dot_scope",
    "theme",
    "orientation",
    "step",
    "question",
    "grouped_into",
    "date",
    "place",
    "proposals",
    "opened_at",
    "is_paused",
    "closing",
    "is_closed",
    "revealed.habitat",
    "revealed.É",
    "voter",
    "code",
    "is_assisted",
    "people",
    "entered_at",
    "target_kind",
    "target",
    "added_at",
    "subject",
    "decision",
    "lock",
    "attendance",
    "replaces",
    "proposals.habitat",
    "version.00000000000000000000000000000001",
    "codes.00000000000000000000000000000002",
    "void.k7mx",
    "moderation.00000000000000000000000000000003",
    "tomorrow",
];

/// One thing that no release writes.
fn break_something(chance: &mut Chance, document: &mut Automerge, spare: &[String]) {
    let container = CONTAINERS[chance.below(CONTAINERS.len())];
    let key = KEYS[chance.below(KEYS.len())];
    let value = odd_value(chance);
    let object_type = [ObjType::Map, ObjType::List, ObjType::Text][chance.below(3)];
    let what = chance.below(12);
    let existing: Vec<String> = object(document, &[container])
        .map(|id| {
            document
                .keys(id)
                .filter(|key| !spare.contains(key))
                .collect()
        })
        .unwrap_or_default();
    let fresh = match chance.below(3) {
        0 => "not an id".to_owned(),
        1 => "4".to_owned(),
        _ => chance.id().map(|byte| format!("{byte:02x}")).concat(),
    };
    let target = if chance.once_in(3) {
        fresh
    } else {
        chance.pick(&existing).cloned().unwrap_or(fresh)
    };
    // Automerge refuses some of these edits on some objects, and that is fine.
    edit(document, |tx| {
        let Some(entries) = object(tx, &[container]) else {
            let _ = tx.put_object(ROOT, container, object_type);
            return;
        };
        match what {
            0 => drop(tx.put(&entries, target.as_str(), value)),
            1 => drop(tx.put_object(&entries, target.as_str(), object_type)),
            2 => drop(tx.delete(&entries, target.as_str())),
            3 if chance.once_in(6) => drop(tx.delete(ROOT, container)),
            4 if chance.once_in(6) => drop(tx.put_object(ROOT, container, object_type)),
            5 if chance.once_in(6) => drop(tx.put(ROOT, container, value)),
            6 => drop(tx.put(ROOT, schema::SCHEMA, value)),
            7 => {
                if let Some(contract) = object(tx, &[schema::CONTRACT]) {
                    drop(tx.put(&contract, "councils", value));
                }
            }
            _ => {
                let id = match object(tx, &[container, &target]) {
                    Some(id) => id,
                    None => match tx.put_object(&entries, target.as_str(), ObjType::Map) {
                        Ok(id) => id,
                        Err(_) => return,
                    },
                };
                match what {
                    8 => drop(tx.delete(&id, key)),
                    9 => drop(tx.put_object(&id, key, object_type)),
                    _ => drop(tx.put(&id, key, value)),
                }
            }
        }
    });
}

/// Everything that a screen computes from a snapshot.
fn compute_everything(replica: &Replica) {
    let snapshot = replica.snapshot();
    let groups = groups(&snapshot.proposals);
    for round in snapshot.rounds.values() {
        let counted = count(snapshot, round.id);
        for card in snapshot.deck() {
            let lines = ranking(snapshot, &groups, &card.id, &round.proposals, &[&counted]);
            assert!(lines.len() <= snapshot.proposals.len());
        }
    }
}

#[test]
fn odd_entries_never_stop_the_reading_and_sound_entries_are_read_beside_them() {
    let genesis = genesis_bytes();
    let mut n_anomalies = 0;
    let mut n_read = 0;
    let seeds = seeds(150);
    for seed in &seeds {
        let _says_seed = SaysSeed(*seed);
        let chance = &mut Chance::new(seed ^ 0x0dd);
        let mut replica = Replica::with_round(&genesis, [1; 16]);
        let voter = some_voter(chance);
        let sound_ballot = ballot(chance, replica.snapshot(), ROUND, voter);
        let target = Target::Action(1);
        let sound_comment = comment(chance, target);
        let Command::AddComment { id: comment_id, .. } = sound_comment else {
            unreachable!("it is a comment")
        };
        let ballot_id = sound_ballot.id;
        replica.must(&Command::CastBallot(sound_ballot.clone()));
        replica.must(&sound_comment);
        let spare = [
            ballot_id.to_string(),
            comment_id.to_string(),
            ROUND.to_string(),
        ];
        let mut other = replica.fork([2; 16]);
        for _ in 0..2 + chance.below(10) {
            let one = if chance.once_in(2) {
                &mut other
            } else {
                &mut replica
            };
            let before = one.document.get_heads();
            break_something(chance, &mut one.document, &spare);
            one.refreshed(&before);
            compute_everything(one);
        }
        replica.merge(&other);
        other.merge(&replica);
        assert_same_view(&replica.view(), &other.view(), "odd replicas that met");
        compute_everything(&replica);
        n_anomalies += usize::from(!replica.reader.anomalies().is_empty());
        // Unless the whole container was taken away.
        let is_there = |key: &str, entry: &str| object(&replica.document, &[key, entry]).is_some();
        if is_there(schema::BALLOTS, &spare[0]) {
            let read = replica
                .snapshot()
                .ballots
                .get(&ballot_id)
                .map(AsRef::as_ref);
            assert_eq!(read, Some(&sound_ballot));
            n_read += 1;
        }
        if is_there(schema::COMMENTS, &spare[1]) {
            let read = replica
                .snapshot()
                .comments
                .get(&comment_id)
                .map(|c| c.target);
            assert_eq!(read, Some(target));
        }
    }
    if seeds.len() > 1 {
        assert!(
            n_anomalies > 100,
            "{n_anomalies} runs of 150 broke something"
        );
        assert!(n_read > 100, "{n_read} runs of 150 kept the ballots");
    }
}

/// Edits a sound document and compares the anomalies, after a refresh and after opening.
fn check(
    what: &str,
    expected: &[(&'static str, &str, AnomalyKind)],
    change: impl FnOnce(&mut automerge::transaction::Transaction<'_>),
) -> Replica {
    let mut replica = Replica::with_round(&genesis_bytes(), [1; 16]);
    let before = replica.document.get_heads();
    edit(&mut replica.document, change);
    replica.refreshed(&before);
    let expected: Vec<Anomaly> = expected
        .iter()
        .map(|(container, key, kind)| Anomaly {
            container,
            key: (*key).to_owned(),
            kind: *kind,
        })
        .collect();
    assert_eq!(replica.reader.anomalies(), expected, "{what}");
    replica
}

const ID: &str = "000102030405060708090a0b0c0dfeff";

fn put(tx: &mut impl Transactable, path: &[&str], key: &str, value: impl Into<ScalarValue>) {
    let id = object(tx, path).expect("the path exists");
    tx.put(&id, key, value).expect("Automerge accepts it");
}

fn put_map(tx: &mut impl Transactable, path: &[&str], key: &str) {
    let id = object(tx, path).expect("the path exists");
    tx.put_object(&id, key, ObjType::Map)
        .expect("Automerge accepts it");
}

#[test]
fn an_entry_that_cannot_be_read_is_an_anomaly_in_each_container() {
    for container in CONTAINERS {
        let key = match container {
            schema::ACTIONS => "777",
            schema::CARDS => "sport",
            _ => ID,
        };
        let expected = [(container, key, AnomalyKind::Unreadable)];
        check("an empty map", &expected, |tx| {
            put_map(tx, &[container], key);
        });
        check("a number", &expected, |tx| {
            put(tx, &[container], key, 3_u64);
        });
        let bad = [(container, "Not An Id", AnomalyKind::BadKey)];
        let mut replica = check("a bad key", &bad, |tx| {
            put_map(tx, &[container], "Not An Id");
        });
        // Deleted: nothing is left to be odd.
        let before = replica.document.get_heads();
        edit(&mut replica.document, |tx| {
            let id = object(tx, &[container]).expect("the container exists");
            tx.delete(&id, "Not An Id").expect("it was there");
        });
        replica.refreshed(&before);
        assert_eq!(replica.reader.anomalies(), [], "deleted from {container}");
    }
}

#[test]
fn a_row_of_annexe_2_has_one_spelling() {
    for key in ["1", "+01", "0001"] {
        let expected = [(schema::ACTIONS, key, AnomalyKind::BadKey)];
        let replica = check("another spelling of row 1", &expected, |tx| {
            put_map(tx, &[schema::ACTIONS], key);
            for (name, value) in [("theme", 9_u64), ("orientation", 9)] {
                put(tx, &[schema::ACTIONS, key], name, value);
            }
            put(tx, &[schema::ACTIONS, key], "label", "Une autre");
        });
        assert_eq!(replica.snapshot().contract.actions, contract().actions);
    }
}

#[test]
fn a_text_over_its_limit_is_shown_cut_with_an_anomaly() {
    let proposal = genesis::proposal_id(CARDS[0], 1);
    let key = proposal.to_string();
    let expected = [(schema::PROPOSALS, key.as_str(), AnomalyKind::TextTooLong)];
    let typed = |chars: usize| {
        let path = [schema::PROPOSALS.to_owned(), proposal.to_string()];
        move |tx: &mut automerge::transaction::Transaction<'_>| {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            // A proposal without a number was typed, not printed.
            let entry = object(tx, &path).expect("the path exists");
            tx.delete(&entry, "number").expect("it has a number");
            put(tx, &path, "label", "é".repeat(chars));
        }
    };
    let replica = check("301 characters, typed", &expected, typed(301));
    let label = &replica.snapshot().proposals[&proposal].label;
    assert_eq!(**label, *"é".repeat(300));
    check("300 characters, typed", &[], typed(300));
    check("2000 characters, printed", &[], |tx| {
        put(tx, &[schema::PROPOSALS, &key], "label", "é".repeat(2_000));
    });
    check("2001 characters, printed", &expected, |tx| {
        put(tx, &[schema::PROPOSALS, &key], "label", "é".repeat(2_001));
    });
}

#[test]
fn a_missing_container_is_an_anomaly_and_the_others_are_read() {
    for container in GENESIS_CONTAINERS {
        let expected = [(container, "", AnomalyKind::ContainerMissing)];
        let replica = check("deleted", &expected, |tx| {
            tx.delete(ROOT, container).expect("it was there");
        });
        let rows = usize::from(container != schema::ACTIONS) * 3;
        assert_eq!(replica.snapshot().contract.actions.len(), rows);
        let rounds = usize::from(container != schema::ROUNDS) * 2;
        assert_eq!(replica.snapshot().rounds.len(), rounds);
        check("a list", &expected, |tx| {
            let list = tx
                .put_object(ROOT, container, ObjType::List)
                .expect("a list");
            tx.insert(&list, 0, "one").expect("a value");
        });
        check("a text", &expected, |tx| {
            tx.put_object(ROOT, container, ObjType::Text)
                .expect("a text");
        });
        check("a number", &expected, |tx| {
            tx.put(ROOT, container, 1_u64).expect("a number");
        });
    }
}

#[test]
fn a_container_or_an_entry_created_twice_is_an_anomaly() {
    let apart = || {
        let one = Replica::with_round(&genesis_bytes(), [1; 16]);
        let other = one.fork([2; 16]);
        (one, other)
    };
    let (mut one, mut other) = apart();
    for (replica, text) in [(&mut one, "Une"), (&mut other, "Deux")] {
        let before = replica.document.get_heads();
        edit(&mut replica.document, |tx| {
            put_map(tx, &[schema::PROPOSALS], ID);
            put(tx, &[schema::PROPOSALS, ID], "card", CARDS[0]);
            put(tx, &[schema::PROPOSALS, ID], "label", text);
        });
        replica.refreshed(&before);
    }
    one.merge(&other);
    other.merge(&one);
    assert_same_view(&one.view(), &other.view(), "written twice");
    let twice = |container, key: &str| {
        [Anomaly {
            container,
            key: key.to_owned(),
            kind: AnomalyKind::WrittenTwice,
        }]
    };
    assert_eq!(one.reader.anomalies(), twice(schema::PROPOSALS, ID));
    let shown = &one.snapshot().proposals[&ID.parse().expect("an id")].label;
    assert!(
        ["Une", "Deux"].contains(&&**shown),
        "one of them is shown: {shown}"
    );

    let (mut one, mut other) = apart();
    for replica in [&mut one, &mut other] {
        let before = replica.document.get_heads();
        edit(&mut replica.document, |tx| {
            tx.put_object(ROOT, schema::COMMENTS, ObjType::Map)
                .expect("a map");
        });
        replica.refreshed(&before);
    }
    one.merge(&other);
    assert_eq!(one.reader.anomalies(), twice(schema::COMMENTS, ""));
}

#[test]
fn a_closing_that_cannot_be_read_still_closes_the_round() {
    let round = ROUND.to_string();
    for garbage in [vec![1, 2], vec![0; 19], vec![]] {
        let replica = check("garbage", &[], |tx| {
            put(
                tx,
                &[schema::ROUNDS, &round],
                "closing",
                ScalarValue::Bytes(garbage),
            );
        });
        assert!(!replica.snapshot().rounds[&ROUND].accepts_ballots());
        assert_eq!(replica.snapshot().rounds[&ROUND].closings, []);
    }
}

#[test]
fn garbage_in_the_dots_of_a_ballot_leaves_the_ballot_out() {
    let garbage: [Vec<u8>; 4] = [
        vec![1],
        vec![0; 16],
        vec![0; 18],
        [[7; 17], [7; 17]].concat(),
    ];
    for dots in garbage {
        let expected = [(schema::BALLOTS, ID, AnomalyKind::Unreadable)];
        let replica = check("garbage", &expected, |tx| {
            put_map(tx, &[schema::BALLOTS], ID);
            let path = [schema::BALLOTS, ID];
            put(tx, &path, "round", ROUND.to_string());
            put(tx, &path, "code", "k7mx");
            put(tx, &path, "dots", ScalarValue::Bytes(dots));
        });
        assert_eq!(replica.snapshot().ballots.len(), 0);
    }
}

#[test]
fn a_card_named_twice_in_a_round_stands_once() {
    let round = ROUND.to_string();
    let replica = check("twice", &[], |tx| {
        let path = [schema::ROUNDS, round.as_str()];
        put(tx, &path, "cards", "habitat culture habitat");
        let id = genesis::proposal_id(CARDS[0], 1).to_bytes();
        put(
            tx,
            &path,
            "proposals",
            ScalarValue::Bytes([id, id].concat()),
        );
    });
    let read = &replica.snapshot().rounds[&ROUND];
    assert_eq!(read.cards.len(), 2);
    assert_eq!(read.proposals, [genesis::proposal_id(CARDS[0], 1)]);
}

#[test]
fn a_newer_schema_is_an_anomaly_and_the_document_is_read() {
    let newer = [(schema::SCHEMA, "", AnomalyKind::NewerSchema)];
    let replica = check("two", &newer, |tx| put(tx, &[], schema::SCHEMA, 2_u64));
    assert_eq!(replica.snapshot().rounds.len(), 2);
    check("two, from JavaScript", &newer, |tx| {
        put(tx, &[], schema::SCHEMA, 2_i64);
    });
    check("one", &[], |tx| put(tx, &[], schema::SCHEMA, 1_u64));
    check("less than nothing", &[], |tx| {
        put(tx, &[], schema::SCHEMA, -1_i64);
    });
    check("a text", &[], |tx| put(tx, &[], schema::SCHEMA, "2"));
}

#[test]
fn the_contract_changed_by_another_program_is_read_again() {
    let replica = check("another title", &[], |tx| {
        put(tx, &[schema::CONTRACT], "title", "Autre titre");
    });
    assert_eq!(&*replica.snapshot().contract.title, "Autre titre");
}
