//! What one tablet of a workshop lacks: the ballots and remarks of all the others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use automerge::{ActorId, Automerge};
use document::{Reader, write};
use domain::{
    Ballot, BallotId, Command, CommentId, ProposalId, Remark, RoundId, RoundRules, Snapshot,
    Target, Timestamp, Title, VoterId, VoterKey, WorkshopId,
};

use super::camera::Chance;

const WORKSHOP: WorkshopId = WorkshopId::from_bytes([1; 16]);
const ROUND: RoundId = RoundId::from_bytes([2; 16]);
const AT: Timestamp = Timestamp::from_epoch_min(26_000_000);

/// Everything that sixteen people wrote on tablets of their own, after the contract:
/// a ballot each, with three dots on each of the six cards, and a remark of every other.
///
/// What the sending tablet gives for a tablet that has the contract only.
pub(crate) fn ballots_of(n_people: u64) -> Vec<u8> {
    let mut chance = Chance::new(n_people);
    let start = [data("genesis.automerge"), data("amendment.automerge")].concat();
    let mut hub = Automerge::load(&start).unwrap();
    let before = hub.get_heads();
    hub.set_actor(ActorId::from(id(&mut chance)));
    open_round(&mut hub);
    let base = hub.fork();
    for person in 0..n_people {
        let mut tablet = base.fork();
        tablet.set_actor(ActorId::from(id(&mut chance)));
        let cast = ballot(&mut chance, Reader::open(&tablet).snapshot());
        let target = *cast.dots.keys().next().unwrap();
        carry_out(&mut tablet, &Command::CastBallot(cast));
        if person % 2 == 0 {
            carry_out(&mut tablet, &remark(&mut chance, target));
        }
        hub.merge(&mut tablet).unwrap();
    }
    let read = Reader::open(&hub);
    assert_eq!(read.snapshot().ballots.len() as u64, n_people);
    hub.save_after(&before)
}

fn open_round(document: &mut Automerge) {
    let snapshot = Reader::open(document).snapshot().clone();
    let cards: Vec<_> = snapshot.deck().iter().map(|it| it.id.clone()).collect();
    assert_eq!(cards.len(), 6);
    let councils = snapshot.contract.councils.iter();
    let councils = councils.map(|it| it.id.clone()).collect();
    let rules = RoundRules::default();
    let create = Command::CreateWorkshop {
        id: WORKSHOP,
        title: Title::new("Atelier").unwrap(),
        date: "2026-11-14".parse().unwrap(),
        place: None,
        councils,
        cards: cards.clone(),
        rules,
        lock: None,
    };
    carry_out(document, &create);
    let open = Command::OpenRound {
        id: ROUND,
        workshop: WORKSHOP,
        cards,
        rules,
        at: AT,
    };
    carry_out(document, &open);
}

fn ballot(chance: &mut Chance, snapshot: &Snapshot) -> Ballot {
    let mut dots: BTreeMap<ProposalId, u8> = BTreeMap::new();
    for card in snapshot.deck() {
        let of_card = snapshot.proposals.values().filter(|it| it.card == card.id);
        let ids: Vec<_> = of_card.map(|it| it.id).collect();
        for _ in 0..3 {
            let free: Vec<_> = ids.iter().filter(|it| !dots.contains_key(it)).collect();
            let idx = usize::try_from(chance.next() % 1_000).unwrap() % free.len();
            dots.insert(*free[idx], 1);
        }
    }
    Ballot {
        id: BallotId::from_bytes(id(chance)),
        round: ROUND,
        voter: VoterKey::Device(VoterId::from_bytes(id(chance))),
        council: snapshot.contract.councils.first().map(|it| it.id.clone()),
        dots,
        supersedes: BTreeSet::new(),
        is_assisted: false,
    }
}

fn remark(chance: &mut Chance, proposal: ProposalId) -> Command {
    let number = chance.next() % 90;
    let text = format!("Il faudrait l’ouvrir aussi le samedi, comme au numéro {number}.");
    Command::AddComment {
        id: CommentId::from_bytes(id(chance)),
        target: Target::Proposal(proposal),
        text: Remark::new(&text).unwrap(),
        council: None,
        workshop: Some(WORKSHOP),
        at: AT,
    }
}

fn carry_out(document: &mut Automerge, command: &Command) {
    let snapshot = Reader::open(document).snapshot().clone();
    write(document, &snapshot, command).unwrap();
}

fn id(chance: &mut Chance) -> [u8; 16] {
    let mut id = [0; 16];
    for half in id.as_chunks_mut::<8>().0 {
        *half = chance.next().to_be_bytes();
    }
    id
}

fn data(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/annemasse");
    std::fs::read(folder.join(name)).unwrap()
}
