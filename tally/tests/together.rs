//! The councils together, recounted from a file, as they are now and as they were frozen.
#![allow(
    clippy::unwrap_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use automerge::Automerge;
use document::{Reader, fingerprint, write};
use domain::{
    Author, AuthorRole, Ballot, BallotId, Claim, Command, CouncilId, DotScope, FrozenVersion,
    ProposalId, RoundId, RoundRules, Snapshot, Statement, StatementId, Timestamp, Title, VersionId,
    VoterId, VoterKey, WorkshopId,
};

const AT: Timestamp = Timestamp::from_epoch_min(29_000_000);

fn start() -> Automerge {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/annemasse");
    let part = |file: &str| fs::read(folder.join(file)).unwrap();
    let start = [part("genesis.automerge"), part("amendment.automerge")].concat();
    Automerge::load(&start).unwrap()
}

fn snapshot(document: &Automerge) -> Snapshot {
    Reader::open(document).snapshot().clone()
}

fn must(document: &mut Automerge, command: &Command) {
    let snapshot = snapshot(document);
    write(document, &snapshot, command).unwrap();
}

/// A council votes alone: every person puts three dots, two on the first proposal of the
/// first card and one on the second.
fn workshop(document: &mut Automerge, number: u8, council: &str, n_people: u8) {
    let (workshop, round) = (
        WorkshopId::from_bytes([number; 16]),
        RoundId::from_bytes([number; 16]),
    );
    let card = snapshot(document).deck()[0].id.clone();
    let council: CouncilId = council.parse().unwrap();
    let rules = RoundRules::new(3, 2, DotScope::PerCard).unwrap();
    let commands = [
        Command::CreateWorkshop {
            id: workshop,
            title: Title::new("Atelier").unwrap(),
            date: "2026-11-14".parse().unwrap(),
            place: None,
            councils: vec![council.clone()],
            cards: vec![card.clone()],
            rules,
            lock: None,
        },
        Command::OpenRound {
            id: round,
            workshop,
            cards: vec![card.clone()],
            rules,
            at: AT,
        },
    ];
    for command in &commands {
        must(document, command);
    }
    let proposals: Vec<ProposalId> = snapshot(document).rounds[&round].proposals.clone();
    for person in 0..n_people {
        let mut id = [number; 16];
        id[1] = person;
        must(
            document,
            &Command::CastBallot(Ballot {
                id: BallotId::from_bytes(id),
                round,
                voter: VoterKey::Device(VoterId::from_bytes(id)),
                council: Some(council.clone()),
                dots: BTreeMap::from([(proposals[0], 2), (proposals[1], 1)]),
                supersedes: BTreeSet::new(),
                is_assisted: false,
            }),
        );
    }
    must(document, &Command::CloseRound { round, at: AT });
    let cards = vec![card];
    must(
        document,
        &Command::Reveal {
            round,
            cards,
            at: AT,
        },
    );
}

fn freeze(document: &mut Automerge, number: u32) {
    let heads = document.get_heads().iter().map(|head| head.0).collect();
    let byte = u8::try_from(number).unwrap();
    let statement = Statement {
        id: StatementId::from_bytes([byte; 16]),
        at: AT,
        author: Author {
            role: AuthorRole::Facilitator,
            council: None,
        },
        supersedes: BTreeSet::new(),
        claim: Claim::Version {
            id: VersionId::from_bytes([byte; 16]),
            version: FrozenVersion {
                number,
                title: Title::new("Comité de pilotage").unwrap(),
                heads,
            },
        },
    };
    must(document, &Command::State(vec![statement]));
}

#[test]
fn councils_are_put_together_and_a_version_is_recounted_as_it_was() {
    let mut document = start();
    assert!(!tally::tables(&document).contains("ensemble =="));
    workshop(&mut document, 1, "annemasse", 6);
    let frozen = fingerprint(&document.get_heads()).to_string();
    freeze(&mut document, 1);
    workshop(&mut document, 2, "gaillard", 5);
    let text = tally::tables(&document);
    // 6 and 5 people with two dots each, then with one.
    let rows: Vec<&str> = text.lines().filter(|line| line.contains(" | ")).collect();
    assert!(rows[0].contains("annemasse | gaillard"), "{}", rows[0]);
    assert!(rows[1].trim_start().starts_with("1 | 22 |"), "{}", rows[1]);
    assert!(rows[1].contains("66,7\u{a0}% | 12 | 10"), "{}", rows[1]);
    assert!(rows[2].trim_start().starts_with("2 | 11 |"), "{}", rows[2]);
    assert!(text.contains(&format!(
        "Version 1 (Comité de pilotage)\u{a0}: empreinte {frozen}"
    )));
    let then = tally::at_version(&document, 1).unwrap();
    assert_eq!(fingerprint(&then.get_heads()).to_string(), frozen);
    let text = tally::tables(&then);
    assert!(
        text.contains(&format!("Empreinte\u{a0}: {frozen}")),
        "{text}"
    );
    assert!(!text.contains("gaillard | "), "{text}");
    let unknown = tally::at_version(&document, 2).unwrap_err();
    assert!(unknown.to_string().contains("version 2"), "{unknown}");
}

#[test]
fn council_of_fewer_than_five_people_is_not_told_apart() {
    let mut document = start();
    workshop(&mut document, 1, "annemasse", 6);
    workshop(&mut document, 2, "gaillard", 4);
    let text = tally::tables(&document);
    assert!(text.contains("la répartition n’est pas montrée"), "{text}");
    assert!(!text.contains("annemasse | "), "{text}");
}
