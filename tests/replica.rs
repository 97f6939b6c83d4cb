//! The document of a device as pages see it: two tablets and a relay, without IO.

use domain::{
    Ballot, BallotId, CardId, Command, CouncilId, Date, DotScope, ProposalId, RoundId, RoundRules,
    Timestamp, Title, VoterId, VoterKey, WorkshopId, count,
};
use replication::{DocumentActor, DocumentId};
use six_cartes::replica::{Core, Start};

#[path = "support/exchange.rs"]
mod exchange;

use exchange::{exchange, settle};

static START: Start = Start {
    genesis: include_bytes!("../data/annemasse/genesis.automerge"),
    amendment: include_bytes!("../data/annemasse/amendment.automerge"),
};

fn tablet() -> Core {
    Core::open(START, []).expect("the genesis opens").0
}

fn act(tablet: &mut Core, command: &Command) {
    let outputs = tablet.dispatch(command).expect("the rules accept it");
    settle(tablet, outputs);
}

fn card() -> CardId {
    "mobilite".parse().expect("a slug")
}

fn open_round(tablet: &mut Core) -> RoundId {
    let (workshop, round) = (
        WorkshopId::from_bytes([1; 16]),
        RoundId::from_bytes([2; 16]),
    );
    let rules = RoundRules::new(3, 2, DotScope::PerCard).expect("sound rules");
    let council: CouncilId = "annemasse".parse().expect("a slug");
    act(
        tablet,
        &Command::CreateWorkshop {
            id: workshop,
            title: Title::new("Atelier").expect("a title"),
            date: "2026-03-04".parse::<Date>().expect("a day"),
            place: None,
            councils: vec![council],
            cards: vec![card()],
            rules,
            lock: None,
        },
    );
    let at = Timestamp::from_epoch_min(1);
    act(
        tablet,
        &Command::OpenRound {
            id: round,
            workshop,
            cards: vec![card()],
            rules,
            at,
        },
    );
    round
}

fn ballot(tablet: &Core, round: RoundId, number: u8, proposal: usize) -> Command {
    let found = tablet.snapshot().proposals_of(&card());
    let id: ProposalId = found.get(proposal).expect("the card has it").id;
    Command::CastBallot(Ballot {
        id: BallotId::from_bytes([number; 16]),
        round,
        voter: VoterKey::Device(VoterId::from_bytes([number; 16])),
        council: None,
        dots: [(id, 2)].into(),
        supersedes: [].into(),
        is_assisted: false,
    })
}

#[test]
fn two_tablets_that_voted_apart_show_the_same_totals_and_fingerprint() {
    let (mut a, mut b) = (tablet(), tablet());
    let mut relay = DocumentActor::empty(DocumentId::from_genesis(START.genesis));
    let round = open_round(&mut a);
    exchange(&mut a, &mut relay, 1);
    exchange(&mut b, &mut relay, 2);
    assert!(
        b.snapshot().rounds.contains_key(&round),
        "the round reached the other tablet"
    );

    let (first, second) = (ballot(&a, round, 1, 0), ballot(&b, round, 2, 0));
    act(&mut a, &first);
    act(&mut b, &second);
    assert_ne!(a.fingerprint(), b.fingerprint());
    assert_eq!((a.n_to_send(), b.n_to_send()), (1, 1));

    exchange(&mut a, &mut relay, 3);
    exchange(&mut b, &mut relay, 4);
    exchange(&mut a, &mut relay, 5);
    assert_eq!((a.n_to_send(), b.n_to_send()), (0, 0));
    assert_eq!(a.fingerprint(), b.fingerprint());
    assert_eq!(a.snapshot(), b.snapshot());
    assert_eq!(count(a.snapshot(), round).n_dots(), 4);
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut a = tablet();
    let round = open_round(&mut a);
    act(
        &mut a,
        &Command::CloseRound {
            round,
            at: Timestamp::from_epoch_min(2),
        },
    );
    let (before, fingerprint) = (a.snapshot().clone(), a.fingerprint());
    let late = ballot(&a, round, 1, 0);
    assert!(a.dispatch(&late).is_err());
    assert_eq!(*a.snapshot(), before);
    assert_eq!(a.fingerprint(), fingerprint);
}

#[test]
fn a_file_brings_what_another_tablet_did_and_a_broken_one_nothing() {
    let (mut a, mut b) = (tablet(), tablet());
    let round = open_round(&mut a);
    let file = a.export();
    let before = b.fingerprint();
    for len in [0, 1, 100, file.len() / 2, file.len() - 1] {
        assert!(
            b.merge_file(&file[..len]).is_err(),
            "{len} bytes of {}",
            file.len()
        );
    }
    assert_eq!(b.fingerprint(), before);
    let (n_changes, outputs) = b.merge_file(&file).expect("a sound file");
    settle(&mut b, outputs);
    assert_eq!(n_changes, 2);
    assert!(b.snapshot().rounds.contains_key(&round));
    assert_eq!(b.fingerprint(), a.fingerprint());
    let (again, _) = b.merge_file(&file).expect("a sound file");
    assert_eq!(again, 0, "the same file again brings nothing");
}

#[test]
fn the_built_in_genesis_holds_the_whole_contract() {
    let core = tablet();
    let snapshot = core.snapshot();
    assert_eq!(core.anomalies(), []);
    assert_eq!(snapshot.contract.actions.len(), 142);
    assert_eq!(snapshot.contract.signatories.len(), 25);
    assert_eq!(snapshot.proposals.len(), 81);
    let round = snapshot.rounds.values().next().expect("the vote of 2019");
    let counted = count(snapshot, round.id);
    assert_eq!((counted.n_dots(), counted.n_paper_people()), (107, 16));
}
