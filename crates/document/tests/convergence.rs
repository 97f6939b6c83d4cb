//! Replicas that met in any order, any number of times, show the same thing.
//!
//! `SIX_CARTES_SEED=… cargo test -p document` repeats one run.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use document::{AnomalyKind, genesis::proposal_id};
use domain::{
    BallotStanding, Command, Decision, FollowUp, ProposalId, Refusal, Subject, Target, VoterCode,
    VoterKey, count, groups,
};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod chance;
    pub(crate) mod commands;
    pub(crate) mod replica;
}

use support::chance::{Chance, SaysSeed, seeds};
use support::commands::{Kind, ballot, command, comment, weights};
use support::replica::{
    AT, CARDS, ROUND, Replica, WORKSHOP, assert_same_view, genesis_bytes, open_round, view,
};

/// What happened in a run, to prove that runs are not all quiet.
#[derive(Debug, Default)]
struct Events {
    commands: usize,
    refusals: usize,
    doubles: usize,
    late: usize,
    two_closings: usize,
    grouped_twice: usize,
    circles: usize,
    paper_conflicts: usize,
    undecided: usize,
    selected_twice: usize,
    attended_apart: usize,
    said_apart: usize,
}

fn actor(n: usize) -> [u8; 16] {
    [u8::try_from(n).expect("few replicas") + 1; 16]
}

/// Random commands and merges on some replicas.
fn random_replicas(chance: &mut Chance, genesis: &[u8], events: &mut Events) -> Vec<Replica> {
    let n = 2 + chance.below(4);
    let first = if chance.once_in(5) {
        Replica::new(genesis, actor(9))
    } else {
        Replica::with_round(genesis, actor(9))
    };
    let mut replicas: Vec<Replica> = (0..n).map(|idx| first.fork(actor(idx))).collect();
    let mut stale: Vec<Replica> = Vec::new();
    let weights = weights(chance);
    for _ in 0..25 + chance.below(40) {
        let at = chance.below(n);
        let Some(kind) = chance.weighted(&weights) else {
            break;
        };
        if chance.once_in(6) {
            stale.push(replicas[at].clone());
        }
        let from = match kind {
            Kind::Merge => Some(replicas[chance.below(n)].clone()),
            Kind::MergeStale => chance.pick(&stale).cloned(),
            _ => None,
        };
        let replica = &mut replicas[at];
        if let Some(from) = from {
            replica.merge(&from);
        } else if let Some(command) = command(chance, replica.reader.snapshot(), kind) {
            events.commands += 1;
            events.refusals += usize::from(replica.ask(&command).is_err());
        }
    }
    replicas
}

/// Every replica gets everything, in a random order, with repetition.
fn meet(chance: &mut Chance, replicas: &mut [Replica]) {
    let n = replicas.len();
    let mut pairs: Vec<(usize, usize)> = (0..n)
        .flat_map(|one| (0..n).map(move |other| (one, other)))
        .collect();
    // Twice: what arrives at the end of the first round is passed on in the second.
    for _ in 0..2 {
        chance.shuffle(&mut pairs);
        for (one, other) in &pairs {
            let known = &replicas[*one].document;
            let changes = known.get_changes_added(&replicas[*other].document);
            let again = chance.once_in(4).then(|| changes.clone());
            replicas[*one].receive(changes);
            if let Some(again) = again {
                replicas[*one].receive(again);
            }
        }
    }
}

fn assert_all_alike(replicas: &[Replica], what: &str) {
    let [first, others @ ..] = replicas else {
        unreachable!("a run has replicas")
    };
    for other in others {
        assert_same_view(&first.view(), &other.view(), what);
        for round in first.snapshot().rounds.keys() {
            let same = count(first.snapshot(), *round) == count(other.snapshot(), *round);
            assert!(same, "the count of {round} {what}");
        }
    }
}

fn look(replica: &Replica, events: &mut Events) {
    let snapshot = replica.snapshot();
    let counted = count(snapshot, ROUND);
    events.doubles += counted.n_doubles();
    events.late += counted.n_ballots(BallotStanding::Late);
    events.paper_conflicts += counted.paper_conflicts.len();
    events.two_closings += snapshot
        .rounds
        .values()
        .filter(|r| r.closings.len() > 1)
        .count();
    let anomalies = replica.reader.anomalies();
    let twice = anomalies
        .iter()
        .filter(|a| a.kind == AnomalyKind::GroupedTwice);
    events.grouped_twice += twice.count();
    let selected = anomalies
        .iter()
        .filter(|a| a.kind == AnomalyKind::SelectedTwice);
    events.selected_twice += selected.count();
    // Edits made apart never mix: the N of one with the cap of the other may be no rules.
    let workshop = snapshot.workshops.get(&WORKSHOP);
    assert!(workshop.is_none_or(|workshop| workshop.rules.is_some()));
    let apart = snapshot
        .workshops
        .values()
        .filter(|w| w.attendance.len() > 1);
    events.attended_apart += apart.count();
    let follow_up = FollowUp::new(&snapshot.statements);
    let conflicts = follow_up
        .topics()
        .filter(|topic| follow_up.is_conflict(topic));
    events.said_apart += conflicts.count();
    let groups = groups(&snapshot.proposals);
    let is_on_circle = |id: &ProposalId| {
        groups.root(*id) == *id
            && snapshot
                .proposals
                .get(id)
                .is_some_and(|p| p.grouped_into.is_some())
    };
    events.circles += snapshot
        .proposals
        .keys()
        .filter(|id| is_on_circle(id))
        .count();
    let decided_apart = snapshot.arbitrations.values().filter(|a| {
        snapshot.arbitrations.values().any(|b| {
            a.id < b.id
                && a.subject == b.subject
                && a.decision != b.decision
                && !a.supersedes.contains(&b.id)
                && !b.supersedes.contains(&a.id)
        })
    });
    events.undecided += decided_apart.count();
}

fn run(seed: u64, genesis: &[u8], events: &mut Events) {
    let _says_seed = SaysSeed(seed);
    let chance = &mut Chance::new(seed);
    let mut replicas = random_replicas(chance, genesis, events);
    meet(chance, &mut replicas);
    assert_all_alike(&replicas, "after meeting");
    look(&replicas[0], events);

    // Liveness: what passes above by nothing being sent fails here.
    let n_comments = replicas[0].snapshot().comments.len();
    let at = chance.below(replicas.len());
    let word = comment(chance, Target::Proposal(proposal_id(CARDS[0], 1)));
    replicas[at].must(&word);
    meet(chance, &mut replicas);
    assert_all_alike(&replicas, "after one more change");
    for replica in &replicas {
        assert_eq!(
            replica.snapshot().comments.len(),
            n_comments + 1,
            "it arrived"
        );
    }
}

#[test]
fn replicas_that_met_in_any_order_show_the_same_and_one_more_change_arrives_everywhere() {
    let genesis = genesis_bytes();
    let mut events = Events::default();
    let seeds = seeds(200);
    for seed in &seeds {
        run(*seed, &genesis, &mut events);
    }
    if seeds.len() > 1 {
        // These runs meet everything that can go wrong, or they prove little.
        let Events {
            commands, refusals, ..
        } = events;
        assert!(commands > 2_000 && refusals * 2 < commands, "{events:?}");
        for n in [
            events.doubles,
            events.late,
            events.two_closings,
            events.grouped_twice,
            events.circles,
            events.paper_conflicts,
            events.undecided,
            events.selected_twice,
            events.attended_apart,
            events.said_apart,
        ] {
            assert!(n >= 5, "{events:?}");
        }
    }
}

#[test]
fn merging_is_commutative_associative_and_idempotent() {
    let genesis = genesis_bytes();
    for seed in seeds(60) {
        let _says_seed = SaysSeed(seed);
        let chance = &mut Chance::new(seed ^ 0xa5a5);
        let replicas = random_replicas(chance, &genesis, &mut Events::default());
        let (a, b, c) = (
            &replicas[0],
            &replicas[1],
            replicas.get(2).unwrap_or(&replicas[0]),
        );
        let merged = |one: &Replica, other: &Replica| {
            let mut one = one.clone();
            one.merge(other);
            one
        };
        let ab = merged(a, b);
        assert_same_view(&ab.view(), &merged(b, a).view(), "commutative");
        let left = merged(&ab, c);
        let right = merged(a, &merged(b, c));
        assert_same_view(&left.view(), &right.view(), "associative");
        assert_same_view(&merged(&ab, &ab).view(), &ab.view(), "idempotent");
        assert_same_view(&merged(&ab, a).view(), &ab.view(), "idempotent");
        let saved = automerge::Automerge::load(&left.document.save()).expect("it was saved");
        assert_same_view(&view(&saved), &left.view(), "saved and loaded");
    }
}

/// Replicas that share a round and have not met since.
fn apart(n: usize) -> Vec<Replica> {
    let first = Replica::with_round(&genesis_bytes(), actor(9));
    (0..n).map(|idx| first.fork(actor(idx))).collect()
}

fn met(mut replicas: Vec<Replica>) -> Replica {
    meet(&mut Chance::new(1), &mut replicas);
    assert_all_alike(&replicas, "after meeting");
    replicas.swap_remove(0)
}

fn code() -> VoterKey {
    VoterKey::Code(VoterCode::new("k7mx").expect("a code of the test"))
}

fn cast(replica: &mut Replica, seed: u64) -> domain::BallotId {
    let cast = ballot(&mut Chance::new(seed), replica.snapshot(), ROUND, code());
    let id = cast.id;
    replica.must(&Command::CastBallot(cast));
    id
}

#[test]
fn the_same_code_on_two_tablets_is_a_double_everywhere_until_a_decision() {
    let mut tablets = apart(2);
    let first = cast(&mut tablets[0], 1);
    cast(&mut tablets[1], 2);
    let mut both = met(tablets);
    assert_eq!(
        count(both.snapshot(), ROUND).n_ballots(BallotStanding::Double),
        2
    );
    let decision = domain::Arbitration {
        id: domain::ArbitrationId::from_bytes([8; 16]),
        round: ROUND,
        subject: Subject::Double(code()),
        decision: Decision::Keep(first),
        reason: domain::Reason::new("Vu avec la personne").expect("a reason of the test"),
        supersedes: [].into(),
        decided_at: AT,
    };
    both.must(&Command::Arbitrate(decision));
    let counted = count(both.snapshot(), ROUND);
    assert_eq!(counted.n_ballots(BallotStanding::Counted), 1);
    assert_eq!(counted.n_ballots(BallotStanding::SetAside), 1);
}

#[test]
fn three_closings_made_apart_are_all_read_and_a_ballot_known_to_one_is_on_time() {
    let mut tablets = apart(4);
    for (idx, tablet) in tablets.iter_mut().enumerate() {
        let voter = VoterKey::Device(domain::VoterId::from_bytes(
            [u8::try_from(idx).expect("few"); 16],
        ));
        let cast = ballot(
            &mut Chance::new(idx as u64),
            tablet.snapshot(),
            ROUND,
            voter,
        );
        tablet.must(&Command::CastBallot(cast));
        if idx < 3 {
            tablet.must(&Command::CloseRound {
                round: ROUND,
                at: AT,
            });
        }
    }
    // One at a time: the third closing joins a conflict that it may not win.
    let mut hub = tablets[0].clone();
    for tablet in &tablets[1..] {
        hub.merge(tablet);
    }
    assert_eq!(hub.snapshot().rounds[&ROUND].closings.len(), 3);
    let counted = count(hub.snapshot(), ROUND);
    assert_eq!(counted.n_ballots(BallotStanding::Counted), 3);
    assert_eq!(counted.n_ballots(BallotStanding::Late), 1);
    assert_same_view(&hub.view(), &met(tablets).view(), "in another order");
}

#[test]
fn a_pause_made_apart_from_a_resumption_wins() {
    let mut tablets = apart(3);
    let pause = |is_paused| Command::PauseRound {
        round: ROUND,
        is_paused,
    };
    tablets[0].must(&pause(true));
    tablets[1].must(&pause(true));
    tablets[1].must(&pause(false));
    tablets[2].must(&pause(true));
    let both = met(tablets);
    assert!(both.snapshot().rounds[&ROUND].is_paused);
}

#[test]
fn two_groupings_made_apart_that_form_a_circle_have_one_root_and_lose_no_dot() {
    let mut tablets = apart(2);
    let (one, other) = (proposal_id(CARDS[0], 1), proposal_id(CARDS[0], 2));
    tablets[0].must(&Command::GroupProposal {
        proposal: one,
        into: other,
    });
    tablets[1].must(&Command::GroupProposal {
        proposal: other,
        into: one,
    });
    let both = met(tablets);
    let groups = groups(&both.snapshot().proposals);
    assert_eq!(groups.root(one), one.min(other));
    assert_eq!(groups.root(other), one.min(other));
    let round = both
        .snapshot()
        .rounds
        .values()
        .find(|r| r.rules.is_none())
        .expect("2019");
    let counted = count(both.snapshot(), round.id);
    let card = CARDS[0].parse().expect("a slug of the test");
    let lines = domain::ranking(
        both.snapshot(),
        &groups,
        &card,
        &round.proposals,
        &[&counted],
    );
    let totals: Vec<u32> = lines.iter().map(|line| line.total).collect();
    assert_eq!(totals, [7, 3, 0], "5 + 2 dots, 3 and none");
    assert_eq!(both.reader.anomalies(), [], "each was grouped once");
}

#[test]
fn a_proposal_grouped_in_two_ways_apart_is_an_anomaly_and_in_the_same_way_is_not() {
    let proposal = proposal_id(CARDS[0], 1);
    let group = |into| Command::GroupProposal {
        proposal,
        into: proposal_id(CARDS[0], into),
    };
    let merged = |one, other| {
        let mut tablets = apart(2);
        tablets[0].must(&group(one));
        tablets[1].must(&group(other));
        met(tablets)
    };
    let same = merged(2, 2);
    assert_eq!(same.reader.anomalies(), []);
    let mut differ = merged(2, 3);
    let anomaly = document::Anomaly {
        container: "proposals",
        key: proposal.to_string(),
        kind: AnomalyKind::GroupedTwice,
    };
    assert_eq!(differ.reader.anomalies(), [anomaly]);
    differ.must(&group(4));
    assert_eq!(
        differ.reader.anomalies(),
        [],
        "a new decision replaces both"
    );
}

#[test]
fn two_rounds_opened_apart_in_one_workshop_are_both_kept() {
    let mut tablets = apart(2);
    for (tablet, n) in tablets.iter_mut().zip([60, 61]) {
        tablet.must(&Command::CloseRound {
            round: ROUND,
            at: AT,
        });
        tablet.must(&open_round(domain::RoundId::from_bytes([n; 16])));
    }
    let mut both = met(tablets);
    assert_eq!(
        both.snapshot().rounds.len(),
        4,
        "2019, the first one, and two"
    );
    let third = open_round(domain::RoundId::from_bytes([62; 16]));
    assert_eq!(both.ask(&third), Err(Refusal::AnotherRoundIsOpen));
}
