//! Which ballots and paper counts count: one named test per rule of the vote.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use BallotStanding::{Counted, Double, Faulty, Late, SetAside, Superseded};
use domain::{
    BallotStanding, Decision, DotScope, PaperCount, Snapshot, Subject, VoterCode, VoterCodeRefusal,
    count, dots_left, dots_over_rules,
};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod world;
}

use support::world::{
    ROUND, With, arbitration, ballot, ballot_id, card_id, code, council_id, device, paper,
    paper_id, proposal_id, rules, world,
};

/// Compares the standings, the dots that count and, in words, why.
fn check(rule: &str, snapshot: &Snapshot, standings: &[(u8, BallotStanding)], n_dots: u32) {
    let counted = count(snapshot, ROUND);
    let found: Vec<(u8, BallotStanding)> = counted
        .ballots
        .iter()
        .map(|c| (c.ballot.id.to_bytes()[0], c.standing))
        .collect();
    assert_eq!(found, standings, "{rule}");
    assert_eq!(counted.n_dots(), n_dots, "{rule}");
}

fn double() -> Snapshot {
    world().with_ballots([
        ballot(1, code("k7mx"), &[(1, 2)], &[]),
        ballot(2, code("k7mx"), &[(2, 1)], &[]),
        ballot(3, device(1), &[(3, 1)], &[]),
    ])
}

fn about_double(decision: Decision) -> (Subject, Decision) {
    (Subject::Double(code("k7mx")), decision)
}

#[test]
fn a_new_ballot_supersedes_the_former_ones_of_its_voter() {
    let changed = world().with_ballots([
        ballot(1, device(1), &[(1, 2)], &[]),
        ballot(2, device(1), &[(2, 1)], &[1]),
        ballot(3, device(1), &[], &[2]),
    ]);
    let standings = [(1, Superseded), (2, Superseded), (3, Counted)];
    check("the last one is blank", &changed, &standings, 0);
    assert_eq!(count(&changed, ROUND).n_blank(), 1);
}

#[test]
fn a_ballot_cannot_supersede_the_ballot_of_another_voter() {
    let strange = world().with_ballots([
        ballot(1, device(1), &[(1, 2)], &[]),
        ballot(2, device(2), &[(2, 1)], &[1]),
    ]);
    check("both count", &strange, &[(1, Counted), (2, Counted)], 3);
}

#[test]
fn two_ballots_of_one_code_made_apart_are_both_set_aside_until_a_decision() {
    let undecided = [(1, Double), (2, Double), (3, Counted)];
    check("without a decision", &double(), &undecided, 1);
    assert_eq!(count(&double(), ROUND).n_doubles(), 1);

    let decided = |decision| {
        let (subject, decision) = about_double(decision);
        double().with_arbitrations([arbitration(1, subject, decision, &[])])
    };
    let kept = decided(Decision::Keep(ballot_id(1)));
    check(
        "the first is kept",
        &kept,
        &[(1, Counted), (2, SetAside), (3, Counted)],
        3,
    );
    let none = decided(Decision::SetAside);
    check(
        "none is kept",
        &none,
        &[(1, SetAside), (2, SetAside), (3, Counted)],
        1,
    );
    let absent = decided(Decision::Keep(ballot_id(9)));
    check(
        "a decision about a ballot that is not here",
        &absent,
        &undecided,
        1,
    );
}

#[test]
fn a_ballot_that_names_both_settles_a_double_without_a_decision() {
    let settled = double().with_ballots([ballot(4, code("k7mx"), &[(5, 1)], &[1, 2])]);
    let standings = [(1, Superseded), (2, Superseded), (3, Counted), (4, Counted)];
    check("the voter voted again", &settled, &standings, 2);
}

#[test]
fn two_decisions_made_apart_that_disagree_decide_nothing_until_a_third_names_both() {
    let (subject, keep_first) = about_double(Decision::Keep(ballot_id(1)));
    let keep_second = Decision::Keep(ballot_id(2));
    let apart = double().with_arbitrations([
        arbitration(1, subject.clone(), keep_first, &[]),
        arbitration(2, subject.clone(), keep_second, &[]),
    ]);
    let undecided = [(1, Double), (2, Double), (3, Counted)];
    check("they disagree", &apart, &undecided, 1);
    let third = apart.with_arbitrations([arbitration(3, subject.clone(), keep_second, &[1, 2])]);
    let standings = [(1, SetAside), (2, Counted), (3, Counted)];
    check("a third one names both", &third, &standings, 2);

    let agreed = double().with_arbitrations([
        arbitration(1, subject.clone(), keep_second, &[]),
        arbitration(2, subject, keep_second, &[]),
    ]);
    check("they agree", &agreed, &standings, 2);
}

#[test]
fn a_decision_cannot_replace_one_on_another_subject() {
    let (subject, decision) = about_double(Decision::Keep(ballot_id(1)));
    let snapshot = double().with_arbitrations([
        arbitration(1, subject, decision, &[]),
        arbitration(2, Subject::LateBallots, Decision::Count, &[1]),
    ]);
    let standings = [(1, Counted), (2, SetAside), (3, Counted)];
    check("the first one stands", &snapshot, &standings, 3);
}

#[test]
fn a_late_ballot_is_kept_and_counts_only_after_a_decision() {
    let late = || {
        world()
            .with_ballots([
                ballot(1, device(1), &[(1, 1)], &[]),
                ballot(2, device(2), &[(2, 2)], &[]),
            ])
            .with_closing(&[1])
    };
    check("undecided", &late(), &[(1, Counted), (2, Late)], 1);
    let decided =
        |decision| late().with_arbitrations([arbitration(1, Subject::LateBallots, decision, &[])]);
    let counted = decided(Decision::Count);
    check("counted", &counted, &[(1, Counted), (2, Counted)], 3);
    assert!(
        count(&counted, ROUND).ballots[1].is_late,
        "it stays labelled"
    );
    let left_out = decided(Decision::SetAside);
    check("left out", &left_out, &[(1, Counted), (2, SetAside)], 1);
    assert!(
        count(&left_out, ROUND).ballots[1].is_late,
        "it stays labelled"
    );
}

#[test]
fn the_on_time_ballot_of_a_voter_counts_as_long_as_the_late_one_does_not() {
    let late = || {
        world()
            .with_ballots([
                ballot(1, device(1), &[(1, 1)], &[]),
                ballot(2, device(1), &[(2, 2)], &[1]),
            ])
            .with_closing(&[1])
    };
    check("undecided", &late(), &[(1, Counted), (2, Late)], 1);
    let counted =
        late().with_arbitrations([arbitration(1, Subject::LateBallots, Decision::Count, &[])]);
    check("counted", &counted, &[(1, Superseded), (2, Counted)], 2);
}

#[test]
fn a_ballot_that_one_of_two_closings_knew_is_on_time() {
    let snapshot = world()
        .with_ballots([
            ballot(1, device(1), &[(1, 1)], &[]),
            ballot(2, device(2), &[(1, 1)], &[]),
            ballot(3, device(3), &[(1, 1)], &[]),
        ])
        .with_closing(&[1])
        .with_closing(&[2]);
    check(
        "two closings",
        &snapshot,
        &[(1, Counted), (2, Counted), (3, Late)],
        2,
    );
}

#[test]
fn a_ballot_set_aside_by_a_person_supersedes_nothing() {
    let snapshot = world()
        .with_ballots([
            ballot(1, device(1), &[(1, 1)], &[]),
            ballot(2, device(1), &[(2, 2)], &[1]),
        ])
        .with_arbitrations([arbitration(
            1,
            Subject::Ballot(ballot_id(2)),
            Decision::SetAside,
            &[],
        )]);
    check(
        "the former counts",
        &snapshot,
        &[(1, Counted), (2, SetAside)],
        1,
    );
}

#[test]
fn a_ballot_that_breaks_a_rule_is_faulty_and_has_no_dot_counted() {
    let cases: [(&str, &[(u8, u8)]); 5] = [
        ("over the cap", &[(1, 3)]),
        ("over the budget of a card", &[(1, 2), (2, 2)]),
        ("on a proposal of another card", &[(9, 1)]),
        ("on a proposal that does not exist", &[(77, 1)]),
        ("an entry without a dot", &[(1, 0)]),
    ];
    for (rule, dots) in cases {
        let snapshot = world().with_ballots([ballot(1, device(1), dots, &[])]);
        check(rule, &snapshot, &[(1, Faulty)], 0);
    }
    let sound =
        world().with_ballots([ballot(1, device(1), &[(1, 2), (2, 1), (5, 2), (6, 1)], &[])]);
    check("three dots on each card", &sound, &[(1, Counted)], 6);
    let whole = sound.with_round(|round| round.rules = Some(rules(3, 2, DotScope::PerRound)));
    check("three dots for the round", &whole, &[(1, Faulty)], 0);
    let unknown = whole.with_round(|round| round.rules = None);
    check("no rules to vote by", &unknown, &[(1, Faulty)], 0);
}

#[test]
fn ballots_that_supersede_one_another_in_a_circle_are_a_double() {
    let circle = world().with_ballots([
        ballot(1, device(1), &[(1, 1)], &[2]),
        ballot(2, device(1), &[(2, 1)], &[1]),
    ]);
    check("a circle", &circle, &[(1, Double), (2, Double)], 0);
    let alone = world().with_ballots([ballot(1, device(1), &[(1, 1)], &[1])]);
    check("it names itself", &alone, &[(1, Counted)], 1);
}

/// Compares which paper counts are in force and which are in conflict.
fn check_papers(rule: &str, papers: Vec<PaperCount>, in_force: &[u8], conflicts: &[u8]) {
    let counted = count(&world().with_papers(papers), ROUND);
    let found: Vec<_> = counted.paper_counts.iter().map(|p| p.id).collect();
    let expected: Vec<_> = in_force.iter().map(|n| paper_id(*n)).collect();
    assert_eq!(found, expected, "in force: {rule}");
    let found: Vec<_> = counted.paper_conflicts.into_iter().collect();
    let expected: Vec<_> = conflicts.iter().map(|n| paper_id(*n)).collect();
    assert_eq!(found, expected, "in conflict: {rule}");
}

#[test]
fn paper_counts_are_corrected_by_new_entries_and_corrections_made_apart_conflict() {
    let p = |n: u8, corrects: &[u8]| paper(n, &[(1, 1)], corrects);
    check_papers("two posters", vec![p(1, &[]), p(2, &[])], &[1, 2], &[]);
    check_papers("a correction", vec![p(1, &[]), p(2, &[1])], &[2], &[]);
    check_papers(
        "a chain",
        vec![p(1, &[]), p(2, &[1]), p(3, &[2])],
        &[3],
        &[],
    );
    check_papers(
        "two into one",
        vec![p(1, &[]), p(2, &[]), p(3, &[1, 2])],
        &[3],
        &[],
    );
    check_papers(
        "two corrections made apart",
        vec![p(1, &[]), p(2, &[1]), p(3, &[1])],
        &[1],
        &[1],
    );
    check_papers(
        "settled by one that names both",
        vec![p(1, &[]), p(2, &[1]), p(3, &[1]), p(4, &[2, 3])],
        &[4],
        &[],
    );
    check_papers(
        "one that names only one of them settles nothing",
        vec![p(1, &[]), p(2, &[1]), p(3, &[1]), p(4, &[2])],
        &[1],
        &[1],
    );
    check_papers(
        "settled twice, apart: still the entry before all",
        vec![
            p(1, &[]),
            p(2, &[1]),
            p(3, &[1]),
            p(4, &[2, 3]),
            p(5, &[2, 3]),
        ],
        &[1],
        &[1],
    );
    check_papers(
        "a conflict further down a chain",
        vec![p(1, &[]), p(2, &[1]), p(3, &[2]), p(4, &[2])],
        &[2],
        &[2],
    );
    check_papers(
        "a conflict on one of two joined counts",
        vec![p(1, &[]), p(2, &[]), p(3, &[1, 2]), p(4, &[1])],
        &[1, 2],
        &[1, 2],
    );
    check_papers("a circle", vec![p(1, &[2]), p(2, &[1])], &[], &[1, 2]);
    check_papers(
        "a circle settled",
        vec![p(1, &[2]), p(2, &[1]), p(3, &[1, 2])],
        &[3],
        &[],
    );
    check_papers(
        "a former entry that is not here",
        vec![p(2, &[1])],
        &[2],
        &[],
    );
}

#[test]
fn paper_and_tablet_are_counted_apart_and_by_council() {
    let mut cast = ballot(1, device(1), &[(1, 2)], &[]);
    cast.council = Some(council_id(2));
    let mut counted_on_paper = paper(1, &[(1, 7), (2, 1)], &[]);
    counted_on_paper.council = Some(council_id(1));
    let snapshot = world().with_ballots([cast]).with_papers([counted_on_paper]);
    let counted = count(&snapshot, ROUND);
    let of = |dots: &std::collections::BTreeMap<_, std::collections::BTreeMap<_, u32>>, p, c| {
        dots.get(&proposal_id(p))
            .and_then(|by| by.get(&Some(council_id(c))))
            .copied()
    };
    assert_eq!(of(&counted.tablet_dots, 1, 2), Some(2));
    assert_eq!(of(&counted.tablet_dots, 1, 1), None);
    assert_eq!(of(&counted.paper_dots, 1, 1), Some(7));
    assert_eq!(of(&counted.paper_dots, 2, 1), Some(1));
    assert_eq!((counted.n_paper_people(), counted.n_dots()), (10, 10));
}

#[test]
fn dots_over_the_rules_on_paper_are_an_exact_difference_and_no_refusal() {
    let snapshot = world();
    let round = snapshot.rounds.get(&ROUND).expect("the world has a round");
    assert_eq!(dots_over_rules(round, 10, 60), 0, "six dots each");
    assert_eq!(dots_over_rules(round, 10, 61), 1);
    let whole = world().with_round(|round| round.rules = Some(rules(3, 2, DotScope::PerRound)));
    let round = whole.rounds.get(&ROUND).expect("the world has a round");
    assert_eq!(dots_over_rules(round, 10, 31), 1, "three dots each");
}

#[test]
fn dots_left_are_those_of_the_card_or_of_the_round() {
    let snapshot = world();
    let card_of = |id| snapshot.proposals.get(&id).map(|p| p.card.clone());
    let placed = [(proposal_id(1), 2), (proposal_id(5), 1)].into();
    let left = |snapshot: &Snapshot| {
        let round = snapshot.rounds.get(&ROUND).expect("the world has a round");
        [1, 2].map(|card| dots_left(round, &card_id(card), &placed, card_of))
    };
    assert_eq!(left(&snapshot), [1, 2], "three per card");
    let whole = world().with_round(|round| round.rules = Some(rules(3, 2, DotScope::PerRound)));
    assert_eq!(left(&whole), [0, 0], "three for the round");
}

#[test]
fn a_voter_code_is_read_as_typed_and_has_no_look_alike() {
    for (typed, plain) in [
        ("K7-MX", "k7mx"),
        (" a b c d ", "abcd"),
        ("23456789abcd", "23456789abcd"),
    ] {
        let code = VoterCode::new(typed).expect(typed);
        assert_eq!(code.as_str(), plain);
        assert_eq!(VoterCode::new(code.as_str()), Ok(code), "it reads back");
    }
    for look_alike in "o01liqOLIQ".chars() {
        let typed = format!("abc{look_alike}");
        assert_eq!(VoterCode::new(&typed), Err(VoterCodeRefusal), "{typed}");
    }
    for typed in ["", "abc", "abcdefghjkmnp", "abcé", "ab_cd", "a\u{200b}bcd"] {
        assert_eq!(VoterCode::new(typed), Err(VoterCodeRefusal), "{typed}");
    }
}
