//! The fixed first change, and documents saved by former releases.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use automerge::{Automerge, ObjType, ROOT, ReadDoc, Value};
use document::schema::GENESIS_CONTAINERS;
use document::{genesis, inspect};
use domain::{
    Arbitration, ArbitrationId, Ballot, BallotId, BallotStanding, CalendarEntry, Command,
    CommentId, Contract, Decision, Label, Objective, Orientation, PaperCount, PaperCountId,
    ProposalId, Quarter, Reason, Remark, RoundStatus, Snapshot, StateCommitment, StatePart,
    Subject, Target, Theme, VersionId, VoterCode, VoterId, VoterKey, WorkAxis, count, groups,
    ranking,
};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod replica;
}

use support::replica::{
    AT, CARDS, ROUND, Replica, WORKSHOP, assert_same_view, contract, deck, genesis_bytes, view,
};

/// Fingerprint of the fixture of schema 1.
const FINGERPRINT_1: &str = "402 669 704 179";

/// A contract with something in every place, and nothing in every optional one.
fn whole_contract() -> Contract {
    let orientation = |number, codes: [Option<&str>; 2]| Orientation {
        number,
        title: "Mieux habiter".into(),
        objectives: codes
            .map(|code| Objective {
                code: code.map(Into::into),
                label: "Réhabiliter".into(),
            })
            .to_vec(),
    };
    let mut whole = Contract {
        quarters: vec![
            Quarter {
                name: "Le Perrier".into(),
                commune: Some("Annemasse".into()),
                kind: Some("quartier prioritaire".into()),
            },
            Quarter {
                name: "quelques lots".into(),
                commune: None,
                kind: None,
            },
        ],
        calendar: vec![CalendarEntry {
            date: "juin 2019".into(),
            label: "Bilan".into(),
            points: vec![],
        }],
        themes: vec![Theme {
            number: 2,
            name: "Cadre de vie".into(),
            orientations: vec![
                orientation(5, [Some("3-3"), Some("3-3")]),
                orientation(6, [None, Some("4-1")]),
            ],
            axes: vec![
                WorkAxis {
                    label: "Un axe".into(),
                    starred: true,
                },
                WorkAxis {
                    label: "Un autre".into(),
                    starred: false,
                },
            ],
        }],
        state: StatePart {
            objectives: vec!["Objectif".into()],
            programmes: vec!["Programme".into(), "Programme".into()],
            commitments: vec![StateCommitment {
                heading: "Emploi".into(),
                text: "S'engage".into(),
            }],
        },
        signatories: vec!["La Ville".into(), "L'État".into()],
        ..contract()
    };
    if let Some(row) = whole.actions.first_mut() {
        row.objective = Some("Titre de l'annexe 2".into());
        row.perimeter = Some("Ambilly, Gaillard".into());
        row.detail = Some("Détail".into());
        row.outlook = Some("Suite".into());
    }
    if let Some(row) = whole.actions.last_mut() {
        (row.code, row.status, row.step) = (None, Some("Partiellement".into()), None);
    }
    whole
}

#[test]
fn two_builds_give_identical_bytes_and_one_change() {
    let build = || genesis::build(&whole_contract(), &deck()).expect("it is sound");
    assert_eq!(build(), build());
    let document = Automerge::load(&build()).expect("it loads");
    let changes = document.get_changes(&[]);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].timestamp(), 0);
    assert_eq!(changes[0].actor_id().to_bytes(), b"six-cartes-start");
    assert_eq!(genesis::change_hash(&build()), Some(changes[0].hash()));
    let other = Contract {
        title: "Autre".into(),
        ..whole_contract()
    };
    let other = genesis::build(&other, &deck()).expect("it is sound");
    assert_ne!(genesis::change_hash(&other), genesis::change_hash(&build()));
    assert_eq!(genesis::change_hash(b"not a document"), None);
}

#[test]
fn every_container_exists_once_even_when_nothing_is_in_it() {
    let empty = genesis::build(&Contract::default(), &domain::Deck::default());
    let document = Automerge::load(&empty.expect("it is sound")).expect("it loads");
    for container in GENESIS_CONTAINERS {
        let values = document
            .get_all(ROOT, container)
            .expect("the root is a map");
        let [(Value::Object(ObjType::Map), _)] = values.as_slice() else {
            unreachable!("{container} is not one map: {values:?}")
        };
    }
    assert_eq!(view(&document).anomalies, []);
    assert_eq!(view(&document).snapshot, Snapshot::default());
}

#[test]
fn a_contract_reads_back_as_it_was_written() {
    let bytes = genesis::build(&whole_contract(), &deck()).expect("it is sound");
    let read = view(&Automerge::load(&bytes).expect("it loads"));
    assert_eq!(*read.snapshot.contract, whole_contract());
    assert_eq!(read.anomalies, []);
    let cards = read.snapshot.deck();
    assert_eq!(cards.len(), deck().cards.len());
    for (idx, (card, printed)) in cards.iter().zip(deck().cards).enumerate() {
        assert_eq!(usize::from(card.number), idx + 1);
        assert_eq!(
            (&card.id, &card.name, &card.question),
            (&printed.id, &printed.name, &printed.question)
        );
        let labels: Vec<_> = card.difficulties.iter().map(|d| d.label.clone()).collect();
        assert_eq!(labels, printed.difficulties);
        let proposals = read.snapshot.proposals_of(&card.id);
        let expected: Vec<_> = printed.proposals.iter().map(|p| p.label.clone()).collect();
        assert_eq!(
            proposals
                .iter()
                .map(|p| p.label.clone())
                .collect::<Vec<_>>(),
            expected
        );
        for (number, proposal) in (1..).zip(&proposals) {
            assert_eq!(proposal.number, Some(number));
            assert_eq!(
                proposal.id,
                genesis::proposal_id(card.id.as_str(), number.into())
            );
        }
    }
    let ids: BTreeSet<_> = cards
        .iter()
        .flat_map(|c| &c.difficulties)
        .map(|d| d.id)
        .collect();
    assert_eq!(ids.len(), 4, "each difficulty has its own id");
}

#[test]
fn the_printed_vote_is_a_revealed_round_with_one_paper_count() {
    let read = view(&Automerge::load(&genesis_bytes()).expect("it loads")).snapshot;
    let workshops = read.workshops_newest_first();
    let workshop = workshops.first().expect("the meeting of 2019");
    assert_eq!(workshops.len(), 1);
    assert_eq!(
        (workshop.title.as_str(), workshop.date.to_string().as_str()),
        ("Rencontre", "2019-06-14")
    );
    assert_eq!((workshop.rules, workshop.councils.len()), (None, 2));
    let rounds = read.rounds_of(workshop.id);
    let round = rounds.first().expect("the vote of 2019");
    assert_eq!(rounds.len(), 1);
    assert_eq!(round.status(), RoundStatus::Revealed);
    assert_eq!((round.rules, round.opened_at), (None, None));
    assert_eq!((round.cards.len(), round.proposals.len()), (2, 8));
    assert!(round.cards.iter().all(|card| round.is_revealed(card)));
    let counted = count(&read, round.id);
    assert_eq!((counted.n_paper_people(), counted.n_dots()), (16, 20));
    assert_eq!((counted.ballots.len(), counted.paper_counts.len()), (0, 1));
    let groups = groups(&read.proposals);
    for card in &round.cards {
        let lines = ranking(&read, &groups, card, &round.proposals, &[&counted]);
        let ranks: Vec<(u32, u32)> = lines.iter().map(|l| (l.rank.rank, l.total)).collect();
        assert_eq!(ranks, [(1, 5), (2, 3), (3, 2), (4, 0)], "{card}");
    }
}

fn proposal(number: usize) -> ProposalId {
    genesis::proposal_id(CARDS[0], number)
}

fn reason() -> Reason {
    Reason::new("Recompté à deux").expect("a reason of the test")
}

fn code() -> VoterKey {
    VoterKey::Code(VoterCode::new("k7mx").expect("a code of the test"))
}

fn device(n: u8) -> VoterKey {
    VoterKey::Device(VoterId::from_bytes([n; 16]))
}

fn cast(id: u8, voter: VoterKey, dots: &[(usize, u8)], supersedes: &[u8]) -> Command {
    Command::CastBallot(Ballot {
        id: BallotId::from_bytes([id; 16]),
        round: ROUND,
        voter,
        council: Some("nord".parse().expect("a slug of the test")),
        dots: dots.iter().map(|(n, dots)| (proposal(*n), *dots)).collect(),
        supersedes: supersedes
            .iter()
            .map(|id| BallotId::from_bytes([*id; 16]))
            .collect(),
        is_assisted: id == 2,
    })
}

fn paper(id: u8, dots: u32, corrects: &[u8]) -> Command {
    Command::RecordPaperCount(PaperCount {
        id: PaperCountId::from_bytes([id; 16]),
        round: ROUND,
        council: None,
        people: 4,
        dots: [(proposal(1), dots)].into(),
        corrects: corrects
            .iter()
            .map(|id| PaperCountId::from_bytes([*id; 16]))
            .collect(),
        reason: (!corrects.is_empty()).then(reason),
        entered_at: Some(AT),
    })
}

fn keep(id: u8, ballot: u8) -> Command {
    Command::Arbitrate(Arbitration {
        id: ArbitrationId::from_bytes([id; 16]),
        round: ROUND,
        subject: Subject::Double(code()),
        decision: Decision::Keep(BallotId::from_bytes([ballot; 16])),
        reason: reason(),
        supersedes: BTreeSet::new(),
        decided_at: AT,
    })
}

/// The document that release 1 saved: one of each command, and two tablets apart.
fn make_fixture() -> Automerge {
    let bytes = genesis::build(&whole_contract(), &deck()).expect("it is sound");
    let mut first = Replica::with_round(&bytes, [0xa1; 16]);
    first.must(&Command::AddProposal {
        id: ProposalId::from_bytes([0x30; 16]),
        card: CARDS[1].parse().expect("a slug"),
        label: Label::new("Un banc à l'ombre").expect("a label"),
        council: Some("sud".parse().expect("a slug")),
        workshop: Some(WORKSHOP),
        replaces: None,
    });
    first.must(&Command::AddComment {
        id: CommentId::from_bytes([0x31; 16]),
        target: Target::Proposal(proposal(1)),
        text: Remark::new("Près de l'école").expect("a remark"),
        council: None,
        workshop: Some(WORKSHOP),
        at: AT,
    });
    first.must(&cast(1, device(1), &[(1, 2)], &[]));
    first.must(&cast(2, device(1), &[(1, 1), (2, 2)], &[1]));
    first.must(&Command::GroupProposal {
        proposal: proposal(2),
        into: proposal(1),
    });
    first.must(&Command::GroupProposal {
        proposal: proposal(4),
        into: proposal(1),
    });
    first.must(&Command::UngroupProposal {
        proposal: proposal(4),
    });
    let mut second = first.fork([0xb2; 16]);
    first.must(&cast(3, code(), &[(4, 1)], &[]));
    first.must(&paper(0x40, 9, &[]));
    first.must(&paper(0x41, 7, &[0x40]));
    first.must(&Command::PauseRound {
        round: ROUND,
        is_paused: true,
    });
    first.must(&Command::CloseRound {
        round: ROUND,
        at: AT,
    });
    second.must(&cast(4, code(), &[(2, 1)], &[]));
    second.must(&cast(5, device(2), &[(2, 2)], &[]));
    second.must(&Command::CloseRound {
        round: ROUND,
        at: AT,
    });
    let mut third = first.fork([0xc3; 16]);
    first.merge(&second);
    third.merge(&second);
    first.must(&Command::Reveal {
        round: ROUND,
        cards: vec![CARDS[0].parse().expect("a slug")],
        at: AT,
    });
    first.must(&keep(0x50, 3));
    third.must(&keep(0x51, 3));
    first.merge(&third);
    first.document
}

/// Reads the fixture of a schema version; written once, when the version is released.
fn fixture(version: u64) -> Vec<u8> {
    let name = format!("tests/fixtures/schema-{version}.automerge");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
    if !path.exists() && std::env::var_os("SIX_CARTES_WRITE_FIXTURE").is_some() {
        std::fs::write(&path, make_fixture().save()).expect("the fixture is written");
    }
    std::fs::read(&path).unwrap_or_else(|error| {
        unreachable!("{name}: {error}; a fixture is written once, with SIX_CARTES_WRITE_FIXTURE=1")
    })
}

/// What people could see in the document of release 1, for ever.
fn assert_is_release_1(snapshot: &Snapshot) {
    assert_eq!(*snapshot.contract, whole_contract());
    let sizes = [
        snapshot.cards.len(),
        snapshot.proposals.len(),
        snapshot.workshops.len(),
        snapshot.rounds.len(),
        snapshot.ballots.len(),
        snapshot.paper_counts.len(),
        snapshot.comments.len(),
        snapshot.arbitrations.len(),
    ];
    assert_eq!(sizes, [2, 9, 2, 2, 5, 3, 1, 2]);
    let round = &snapshot.rounds[&ROUND];
    assert_eq!(round.status(), RoundStatus::Revealed);
    assert_eq!((round.closings.len(), round.proposals.len()), (2, 8));
    let counted = count(snapshot, ROUND);
    let standings: Vec<BallotStanding> = counted.ballots.iter().map(|c| c.standing).collect();
    assert_eq!(
        standings,
        [
            BallotStanding::Superseded,
            BallotStanding::Counted,
            BallotStanding::Counted,
            BallotStanding::SetAside,
            BallotStanding::Counted,
        ]
    );
    assert!(counted.ballots[1].ballot.is_assisted);
    assert_eq!(
        (counted.n_dots(), counted.n_paper_people()),
        (3 + 1 + 2 + 7, 4)
    );
    let groups = groups(&snapshot.proposals);
    assert_eq!(groups.root(proposal(2)), proposal(1));
    assert_eq!(groups.root(proposal(4)), proposal(4));
    let card = CARDS[0].parse().expect("a slug");
    let lines = ranking(snapshot, &groups, &card, &round.proposals, &[&counted]);
    let totals: Vec<u32> = lines.iter().map(|line| line.total).collect();
    assert_eq!(totals, [12, 1, 0]);
    let added = &snapshot.proposals[&ProposalId::from_bytes([0x30; 16])];
    assert_eq!(&*added.label, "Un banc à l'ombre");
    assert_eq!(added.workshop, Some(WORKSHOP));
    let comment = &snapshot.comments[&CommentId::from_bytes([0x31; 16])];
    assert_eq!((&*comment.text, comment.added_at), ("Près de l'école", AT));
    let correction = &snapshot.paper_counts[&PaperCountId::from_bytes([0x41; 16])];
    let reason = correction.reason.as_ref().map(Reason::as_str);
    assert_eq!(reason, Some("Recompté à deux"));
}

#[test]
fn the_document_of_release_1_opens_and_says_what_it_said() {
    let document = Automerge::load(&fixture(1)).expect("it loads");
    let read = view(&document);
    assert_is_release_1(&read.snapshot);
    assert_eq!(read.anomalies, []);
    assert_eq!(read.fingerprint.to_string(), FINGERPRINT_1);
}

#[test]
fn the_document_of_release_1_merges_with_a_current_one() {
    let bytes = genesis::build(&whole_contract(), &deck()).expect("it is sound");
    let former = fixture(1);
    assert!(
        inspect(&bytes, &former, |file| Automerge::load(file).ok()).is_ok(),
        "today's genesis is the one of release 1"
    );
    let mut current = Replica::new(&bytes, [0xd4; 16]);
    let proposal = ProposalId::from_bytes([0x60; 16]);
    current.must(&Command::AddProposal {
        id: proposal,
        card: CARDS[0].parse().expect("a slug"),
        label: Label::new("Une fontaine").expect("a label"),
        council: None,
        workshop: None,
        replaces: None,
    });
    let mut released = Replica::new(&former, [0xe5; 16]);
    released.merge(&current);
    current.merge(&released);
    assert_same_view(&current.view(), &released.view(), "merged");
    let mut snapshot = current.snapshot().clone();
    let removed = Arc::make_mut(&mut snapshot.proposals).remove(&proposal);
    assert_eq!(
        removed.map(|p| p.label.clone()).as_deref(),
        Some("Une fontaine")
    );
    assert_is_release_1(&snapshot);
    current.must(&Command::GroupProposal {
        proposal,
        into: genesis::proposal_id(CARDS[0], 1),
    });
}

#[test]
fn versions_of_one_minute_keep_the_order_in_which_they_were_frozen() {
    let mut replica = Replica::with_round(&genesis_bytes(), [1; 16]);
    replica.must(&Command::CloseRound {
        round: ROUND,
        at: AT,
    });
    // The first one has the greater id.
    let ids = [[9; 16], [3; 16], [5; 16]].map(VersionId::from_bytes);
    for id in ids {
        replica.must(&Command::FreezeVersion {
            id,
            workshop: WORKSHOP,
            at: AT,
        });
    }
    let read = view(&replica.document).snapshot;
    let versions = read.workshops[&WORKSHOP].versions.iter();
    assert_eq!(versions.map(|version| version.id).collect::<Vec<_>>(), ids);
}
