//! What holds for every document, made with dice.

use domain::{
    Arbitration, ArbitrationId, Ballot, BallotStanding, VoterCode, VoterId, VoterKey, count,
};

use super::tests::{read, reason};
use super::*;
use crate::model::workshop_samples::Sample;

/// Numbers that look random and are the same at every run.
struct Dice(u64);

impl Dice {
    /// A number below `n`.
    fn roll(&mut self, n: u8) -> u8 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let below = (mixed ^ (mixed >> 31)) % u64::from(n);
        u8::try_from(below).expect("below a byte")
    }
}

/// Two rounds, and ballots of a third that is not here, with everything that can be wrong.
fn a_room(dice: &mut Dice) -> Sample {
    let mut sample = Sample::new();
    let rounds = [sample.open(1), sample.open(2)];
    let codes = ["k7m4", "k7m5", "k7m6"].map(|code| VoterCode::new(code).expect("a code"));
    let known = Arc::make_mut(&mut sample.snapshot.rounds);
    let second = Arc::make_mut(known.get_mut(&rounds[1]).expect("a round"));
    second.codes = codes.iter().take(2).cloned().collect();
    if dice.roll(2) == 0 {
        second.void_codes.insert(codes[0].clone(), None);
    }
    let closed_after = dice.roll(20);
    for n in 0..dice.roll(20) {
        if n == closed_after {
            for round in rounds {
                sample.close(round);
            }
        }
        let voter = usize::from(dice.roll(3));
        let voter = if dice.roll(2) == 0 {
            VoterKey::Code(codes[voter].clone())
        } else {
            VoterKey::Device(VoterId::from_bytes([dice.roll(3); 16]))
        };
        let dots = (0..dice.roll(3)).map(|_| (dice.roll(6) + 1, dice.roll(4)));
        let dots: Vec<(u8, u8)> = dots.collect();
        let former = (0..dice.roll(3)).map(|_| BallotId::from_bytes([dice.roll(20); 16]));
        sample.add_ballot(Ballot {
            id: BallotId::from_bytes([n; 16]),
            supersedes: former.collect(),
            round: RoundId::from_bytes([dice.roll(3) + 1; 16]),
            voter,
            council: None,
            dots: dots
                .into_iter()
                .map(|(p, n)| (sample.proposal(p), n))
                .collect(),
            is_assisted: false,
        });
    }
    // Decisions made apart: some disagree.
    for n in 0..dice.roll(6) {
        let id = BallotId::from_bytes([dice.roll(20); 16]);
        let Some(ballot) = sample.snapshot.ballots.get(&id).cloned() else {
            continue;
        };
        let double = Subject::Double(ballot.voter.clone());
        let (subject, decision) = match dice.roll(5) {
            0 => (Subject::LateBallots, Decision::Count),
            1 => (Subject::LateBallots, Decision::SetAside),
            2 => (Subject::Ballot(id), Decision::SetAside),
            3 => (double, Decision::Keep(id)),
            _ => (double, Decision::SetAside),
        };
        sample.arbitrate(Arbitration {
            id: ArbitrationId::from_bytes([n; 16]),
            round: ballot.round,
            subject,
            decision,
            reason: reason("Décidé ici"),
            supersedes: BTreeSet::new(),
            decided_at: Timestamp::from_epoch_min(1),
        });
    }
    sample
}

#[test]
fn every_ballot_that_does_not_count_is_explained_once() {
    for seed in 0..2_000 {
        let sample = a_room(&mut Dice(seed));
        let snapshot = &sample.snapshot;
        let found = read(snapshot, &[]);
        let all = || found.open.iter().chain(&found.settled);
        let told = all().flat_map(|finding| finding.ballots.iter().copied());
        let mut told: Vec<BallotId> = told.collect();
        told.sort_unstable();
        let ballots = snapshot.ballots.values();
        let lost = ballots.filter(|it| !snapshot.rounds.contains_key(&it.round));
        let mut expected: Vec<BallotId> = lost.map(|ballot| ballot.id).collect();
        for round in snapshot.rounds.keys() {
            let counted = count(snapshot, *round).ballots;
            let out = counted.iter().filter(|it| {
                !matches!(
                    it.standing,
                    BallotStanding::Counted | BallotStanding::Superseded
                )
            });
            expected.extend(out.map(|it| it.ballot.id));
        }
        expected.sort_unstable();
        assert_eq!(told, expected, "seed {seed}");
        let names: BTreeSet<&FindingId> = all().map(|it| &it.id).collect();
        assert_eq!(names.len(), all().count(), "seed {seed}");
    }
}
