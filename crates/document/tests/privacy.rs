//! No personal data in the document, and no moment tied to a ballot.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::collections::BTreeSet;

use automerge::{Automerge, ObjId, ObjType, ROOT, ReadDoc, Value};
use document::schema;
use domain::{Command, Target, Timestamp, VoterKey};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod chance;
    pub(crate) mod commands;
    pub(crate) mod replica;
}

use support::chance::Chance;
use support::commands::{KINDS, ballot, command, comment, some_voter};
use support::replica::{AT, ROUND, Replica, genesis_bytes};

/// A document in which every kind of command was carried out several times.
fn busy_replica() -> Replica {
    let chance = &mut Chance::new(7);
    let mut replica = Replica::with_round(&genesis_bytes(), [1; 16]);
    for _ in 0..8 {
        for kind in KINDS {
            if let Some(command) = command(chance, replica.snapshot(), kind) {
                // Refusals change nothing and are of no interest here.
                let _ = replica.ask(&command);
            }
        }
    }
    replica
}

#[test]
fn a_change_carries_no_time_no_message_and_nothing_else() {
    let replica = busy_replica();
    let changes = replica.document.get_changes(&[]);
    assert!(changes.len() > 20, "{} changes", changes.len());
    for change in changes {
        assert_eq!(change.timestamp(), 0);
        assert_eq!(change.message(), None);
        assert_eq!(change.author(), None);
        assert_eq!(change.extra_bytes(), [0_u8; 0]);
    }
}

#[test]
fn a_ballot_holds_its_dots_and_no_moment() {
    let chance = &mut Chance::new(3);
    let mut replica = Replica::with_round(&genesis_bytes(), [1; 16]);
    for _ in 0..20 {
        let voter = some_voter(chance);
        let cast = ballot(chance, replica.snapshot(), ROUND, voter.clone());
        let before = replica.document.get_heads();
        replica.must(&Command::CastBallot(cast.clone()));
        let changes = replica.document.get_changes(&before);
        assert_eq!(changes.len(), 1, "one command, one change");
        assert_eq!((changes[0].timestamp(), changes[0].message()), (0, None));
        let path = [schema::BALLOTS, &cast.id.to_string()];
        let entry = path.iter().try_fold(ROOT, |object, key| {
            replica.document.get(&object, *key).ok()?.map(|(_, id)| id)
        });
        let keys: BTreeSet<String> = replica
            .document
            .keys(entry.expect("the ballot is there"))
            .collect();
        let whose = match voter {
            VoterKey::Device(_) => "voter",
            VoterKey::Code(_) => "code",
        };
        let allowed = [
            whose,
            "round",
            "council",
            "dots",
            "supersedes",
            "is_assisted",
        ];
        let strange: Vec<&String> = keys
            .iter()
            .filter(|key| !allowed.contains(&key.as_str()))
            .collect();
        assert_eq!(strange, [""; 0]);
    }
}

/// Every key string of the schema, from its source.
fn keys_of_schema() -> BTreeSet<&'static str> {
    include_str!("../src/schema.rs")
        .lines()
        .filter(|line| line.trim_start().starts_with("pub const "))
        .filter_map(|line| line.split('"').nth(1))
        .collect()
}

/// Words that would name, place or describe a person.
const PERSONAL: [&str; 26] = [
    "address",
    "adresse",
    "age",
    "birth",
    "contact",
    "device",
    "email",
    "e_mail",
    "first_name",
    "gender",
    "ip",
    "last_name",
    "latitude",
    "login",
    "longitude",
    "mail",
    "member",
    "nom",
    "participant",
    "person",
    "phone",
    "photo",
    "prenom",
    "sex",
    "signature",
    "user",
];

#[test]
fn no_key_of_the_schema_is_about_persons() {
    let keys = keys_of_schema();
    assert!(
        keys.len() > 60 && keys.contains("supersedes"),
        "the keys were found: {keys:?}"
    );
    for key in &keys {
        let words: Vec<&str> = key.split('_').collect();
        for personal in PERSONAL {
            assert!(
                *key != personal && !words.contains(&personal),
                "{key} is about {personal}"
            );
        }
    }
    // Reviewed one by one. `name` is of councils, quarters, themes and cards; `voter` is
    // drawn afresh for each round; `people` is a number.
    let about_someone: Vec<_> = ["name", "voter", "code", "people"]
        .into_iter()
        .filter(|key| !keys.contains(key))
        .collect();
    assert_eq!(about_someone, [""; 0]);
}

fn collect_keys(document: &Automerge, object: &ObjId, depth: usize, keys: &mut BTreeSet<String>) {
    match document.object_type(object) {
        Ok(ObjType::Map) => {
            for item in document.map_range(object, ..) {
                // The keys of containers are ids.
                if depth != 1 {
                    keys.insert(item.key.to_string());
                }
            }
            let found: Vec<String> = document.keys(object).collect();
            for key in found {
                if let Ok(Some((Value::Object(_), id))) = document.get(object, key) {
                    collect_keys(document, &id, depth + 1, keys);
                }
            }
        }
        _ => {
            for idx in 0..document.length(object) {
                if let Ok(Some((Value::Object(_), id))) = document.get(object, idx) {
                    collect_keys(document, &id, depth + 1, keys);
                }
            }
        }
    }
}

#[test]
fn every_key_of_a_busy_document_is_in_the_schema() {
    let mut found = BTreeSet::new();
    collect_keys(&busy_replica().document, &ROOT, 0, &mut found);
    let known = keys_of_schema();
    let prefixes: Vec<&str> = known
        .iter()
        .copied()
        .filter(|key| key.ends_with('.'))
        .collect();
    let strange: Vec<&String> = found
        .iter()
        .filter(|key| !known.contains(key.as_str()))
        .filter(|key| !prefixes.iter().any(|prefix| key.starts_with(prefix)))
        .collect();
    assert_eq!(strange, [""; 0]);
    assert!(found.len() > 30, "{found:?}");
}

#[test]
fn moments_are_whole_minutes() {
    let late_in_the_minute = Timestamp::from_epoch_ms(26_000_000 * 60_000 + 59_999);
    assert_eq!(late_in_the_minute, AT);
    let mut replica = Replica::with_round(&genesis_bytes(), [1; 16]);
    let mut said = comment(&mut Chance::new(1), Target::Action(1));
    if let Command::AddComment { at, .. } = &mut said {
        *at = late_in_the_minute;
    }
    replica.must(&said);
    let close = Command::CloseRound {
        round: ROUND,
        at: late_in_the_minute,
    };
    replica.must(&close);
    let document = &replica.document;
    let get = |object: &ObjId, key: &str| {
        let (value, id) = document
            .get(object, key)
            .ok()
            .flatten()
            .expect("it is there");
        (value.into_owned(), id)
    };
    let comments = get(&ROOT, schema::COMMENTS).1;
    let key = document.keys(&comments).next().expect("one comment");
    let entry = get(&comments, &key).1;
    let minute = get(&entry, schema::comment::ADDED_AT).0;
    assert_eq!(minute.as_u64(), Some(26_000_000));
    let rounds = get(&ROOT, schema::ROUNDS).1;
    let round = get(&rounds, &ROUND.to_string()).1;
    assert_eq!(
        get(&round, schema::round::OPENED_AT).0.as_u64(),
        Some(26_000_000)
    );
    let closing = get(&round, schema::round::CLOSING).0;
    let bytes = closing.as_bytes().expect("bytes");
    assert_eq!(bytes[..4], 26_000_000_u32.to_be_bytes());
}
