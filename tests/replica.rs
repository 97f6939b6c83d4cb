//! The document of a device as pages see it: two tablets and a relay, without IO.

use std::collections::VecDeque;

use domain::{
    Ballot, BallotId, CardId, Command, CouncilId, Date, DotScope, ProposalId, RoundId, RoundRules,
    Timestamp, Title, VoterId, VoterKey, WorkshopId, count,
};
use replication::{ConnectionId, DocumentActor, DocumentId, Input, Message, Output, PeerId};
use six_cartes::replica::{Core, Start};

static START: Start = Start {
    genesis: include_bytes!("../data/annemasse/genesis.automerge"),
    amendment: include_bytes!("../data/annemasse/amendment.automerge"),
};

/// A tablet or a relay: takes inputs, gives outputs.
trait Machine {
    fn take(&mut self, input: Input) -> Vec<Output>;
}

impl Machine for Core {
    fn take(&mut self, input: Input) -> Vec<Output> {
        self.handle(input)
    }
}

impl Machine for DocumentActor {
    fn take(&mut self, input: Input) -> Vec<Output> {
        self.handle(input)
    }
}

fn tablet() -> Core {
    Core::open(START, []).expect("the genesis opens").0
}

/// Stores every append at once and gives back the messages to send.
fn settle(machine: &mut impl Machine, outputs: Vec<Output>) -> Vec<Message> {
    let mut outputs = VecDeque::from(outputs);
    let mut messages = Vec::new();
    while let Some(output) = outputs.pop_front() {
        match output {
            Output::Send { message, .. } => messages.push(message),
            Output::Append { append, .. } => outputs.extend(machine.take(Input::Stored { append })),
            _ => {}
        }
    }
    messages
}

fn connect(machine: &mut impl Machine, id: u64, announce: bool) -> Vec<Message> {
    let (connection, local) = (
        ConnectionId(id),
        PeerId::new(format!("local-{id}-{announce}")),
    );
    let peer = PeerId::new(format!("local-{id}-{}", !announce));
    let outputs = machine.take(Input::Connected {
        connection,
        local,
        peer,
        announce,
        may_write: true,
    });
    settle(machine, outputs)
}

/// Connects a tablet to the relay and lets them talk until both are silent.
fn exchange(tablet: &mut Core, relay: &mut DocumentActor, id: u64) {
    let connection = ConnectionId(id);
    let mut to_tablet = VecDeque::from(connect(relay, id, false));
    let mut to_relay = VecDeque::from(connect(tablet, id, true));
    for _ in 0..1000 {
        let outputs = if let Some(message) = to_relay.pop_front() {
            let outputs = relay.take(Input::Frame {
                connection,
                message,
            });
            to_tablet.extend(settle(relay, outputs));
            continue;
        } else if let Some(message) = to_tablet.pop_front() {
            tablet.take(Input::Frame {
                connection,
                message,
            })
        } else {
            assert!(
                tablet.is_at_relay(connection),
                "silent although not in sync"
            );
            tablet.note_at_relay();
            relay.take(Input::Disconnected { connection });
            tablet.take(Input::Disconnected { connection });
            return;
        };
        to_relay.extend(settle(tablet, outputs));
    }
    unreachable!("the two never fall silent");
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
