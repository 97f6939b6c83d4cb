//! What points to nothing, and what was not read whole.

use std::collections::BTreeSet;

use domain::{Arbitration, Comment, CommentId, Target};

use super::*;

/// Changes the first proposal.
fn change(sample: &mut Sample, change: impl Fn(&mut domain::Proposal)) {
    let id = sample.proposal(1);
    let proposals = Arc::make_mut(&mut sample.snapshot.proposals);
    let proposal = proposals.get_mut(&id).expect("a known proposal");
    change(Arc::make_mut(proposal));
}

#[test]
fn what_points_to_nothing_is_told_and_may_stay() {
    let check = |make: fn(&mut Sample)| {
        let mut sample = Sample::new();
        make(&mut sample);
        assert_eq!(
            kinds(&read(&sample.snapshot, &[]).open),
            [FindingKind::Dangling]
        );
        accept_and_reopen(&mut sample.snapshot, &[]);
    };
    check(|it| {
        let unknown = Some(it.proposal(99));
        change(it, |proposal| proposal.grouped_into = unknown);
    });
    check(|it| {
        let unknown = Some(it.proposal(99));
        change(it, |proposal| proposal.replaces = unknown);
    });
    // A proposal of another card stands for nothing here.
    check(|it| it.group(4, 1));
    check(|it| {
        let id = CommentId::from_bytes([1; 16]);
        let comment = Comment {
            id,
            target: Target::Action(999),
            text: "Trop loin".into(),
            council: None,
            workshop: None,
            added_at: Timestamp::from_epoch_min(1),
            moderation: Vec::new(),
        };
        Arc::make_mut(&mut it.snapshot.comments).insert(id, Arc::new(comment));
    });
    check(|it| {
        it.cast(RoundId::from_bytes([77; 16]), 1, None, &[(1, 1)]);
    });
    check(|it| paper(it, RoundId::from_bytes([77; 16]), 1, &[]));
    check(|it| {
        let round = it.open(1);
        it.close(round);
        let workshops = Arc::make_mut(&mut it.snapshot.workshops);
        workshops.clear();
    });
    check(|it| {
        it.arbitrate(Arbitration {
            id: ArbitrationId::from_bytes([1; 16]),
            round: RoundId::from_bytes([77; 16]),
            subject: Subject::LateBallots,
            decision: Decision::Count,
            reason: reason("Décidé ici"),
            supersedes: BTreeSet::new(),
            decided_at: Timestamp::from_epoch_min(1),
        });
    });
    check(|it| say(&mut it.snapshot, 1, step(ActionStep::Reached), &[]));
}

#[test]
fn more_ballots_of_an_unknown_round_ask_anew() {
    let mut sample = Sample::new();
    let round = RoundId::from_bytes([77; 16]);
    let first = sample.cast(round, 1, None, &[(1, 1)]);
    let id = only(&read(&sample.snapshot, &[]).open).id.clone();
    accept(&mut sample.snapshot, 1, &id);
    assert_eq!(read(&sample.snapshot, &[]).open, []);
    let second = sample.cast(round, 2, None, &[(1, 1)]);
    let open = read(&sample.snapshot, &[]).open;
    assert_eq!(only(&open).ballots, [first, second]);
}

#[test]
fn entries_that_were_not_read_whole_are_told_one_by_one() {
    for kind in [
        AnomalyKind::Unreadable,
        AnomalyKind::BadKey,
        AnomalyKind::WrittenTwice,
        AnomalyKind::TextTooLong,
        AnomalyKind::NewerSchema,
        AnomalyKind::ContainerMissing,
    ] {
        let odd = [anomaly(schema::PROPOSALS, "Clé étrange « 1 »", kind)];
        let mut snapshot = Sample::new().snapshot;
        let open = read(&snapshot, &odd).open;
        assert_eq!(only(&open).kind, FindingKind::Unread);
        assert!(!only(&open).id.as_str().contains('é'));
        accept_and_reopen(&mut snapshot, &odd);
    }
}
