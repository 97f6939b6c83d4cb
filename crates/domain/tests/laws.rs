//! The laws of the count, of grouping, of ranks and of commands, on random states. A
//! failure prints the smallest state found; put it in `standings.rs` as a named test.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    BallotStanding, Command, PaperCount, Proposal, ProposalId, Rank, Refusal, Round, Snapshot,
    check, count, current_ballots, groups, rank, ranking,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

mod support {
    #![allow(dead_code, reason = "two test programs share it, each uses a part")]
    pub(crate) mod apply;
    pub(crate) mod merged;
    pub(crate) mod slow_count;
    pub(crate) mod world;
}

use support::apply::apply;
use support::merged::{command, informed, merged, papers, pointed, pointers};
use support::slow_count::{self, flat};
use support::world::{ROUND, With, card_id, proposal_id, world};

/// Same seed, same run: `SIX_CARTES_SEED=… cargo test -p domain` repeats a failure.
fn config() -> ProptestConfig {
    let given = std::env::var("SIX_CARTES_SEED").ok();
    let seed = given.and_then(|text| text.parse().ok()).unwrap_or_else(|| {
        let fresh = std::collections::hash_map::RandomState::new();
        std::hash::BuildHasher::hash_one(&fresh, 0)
    });
    // Shown only when the test fails.
    println!("SIX_CARTES_SEED={seed}");
    ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn round_of(snapshot: &Snapshot) -> Arc<Round> {
    snapshot
        .rounds
        .get(&ROUND)
        .expect("the world has a round")
        .clone()
}

fn total_of(snapshot: &Snapshot, card: u8) -> (u32, u32) {
    let round = round_of(snapshot);
    let counted = count(snapshot, ROUND);
    let on_card = |id: &ProposalId| {
        snapshot
            .proposals
            .get(id)
            .is_some_and(|p| p.card == card_id(card))
    };
    let groups = groups(&snapshot.proposals);
    let lines = ranking(
        snapshot,
        &groups,
        &card_id(card),
        &round.proposals,
        &[&counted],
    );
    let ranked = lines.iter().map(|line| line.total).sum();
    let dots = [&counted.tablet_dots, &counted.paper_dots]
        .into_iter()
        .flatten()
        .filter(|(id, _)| on_card(id) && round.proposals.contains(id))
        .flat_map(|(_, by)| by.values())
        .sum();
    (ranked, dots)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_tally_equals_a_slow_and_obvious_recount(snapshot in merged()) {
        let round = round_of(&snapshot);
        let counted = count(&snapshot, ROUND);
        prop_assert_eq!(flat(&counted.tablet_dots), slow_count::tablet(&snapshot, &round));
        prop_assert_eq!(flat(&counted.paper_dots), slow_count::on_paper(&snapshot, &round));
        let expected: BTreeSet<_> =
            slow_count::counted(&snapshot, &round).iter().map(|b| b.id).collect();
        let found: BTreeSet<_> = counted
            .ballots
            .iter()
            .filter(|c| c.standing == BallotStanding::Counted)
            .map(|c| c.ballot.id)
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_counted_ballot_keeps_the_rules_and_a_faulty_one_does_not(snapshot in merged()) {
        let round = round_of(&snapshot);
        for counted in &count(&snapshot, ROUND).ballots {
            let keeps = slow_count::keeps_rules(&snapshot, &round, &counted.ballot);
            match counted.standing {
                BallotStanding::Counted => prop_assert!(keeps, "{:?}", counted.ballot),
                BallotStanding::Faulty => prop_assert!(!keeps, "{:?}", counted.ballot),
                _ => {}
            }
            prop_assert_eq!(counted.is_late, slow_count::is_late(&round, &counted.ballot));
        }
    }

    #[test]
    fn every_ballot_has_one_standing_and_every_voter_one_counted_ballot_at_most(
        snapshot in merged(),
    ) {
        let counted = count(&snapshot, ROUND);
        let listed: Vec<_> = counted.ballots.iter().map(|c| c.ballot.id).collect();
        let all: Vec<_> = snapshot.ballots.keys().copied().collect();
        prop_assert_eq!(listed, all, "each ballot once, in the order of ids");
        let voters: Vec<_> = counted
            .ballots
            .iter()
            .filter(|c| c.standing == BallotStanding::Counted)
            .map(|c| &c.ballot.voter)
            .collect();
        let distinct: BTreeSet<_> = voters.iter().collect();
        prop_assert_eq!(distinct.len(), voters.len());
    }

    #[test]
    fn the_dots_of_a_first_paper_count_are_added_once_whatever_was_corrected(papers in papers()) {
        let snapshot = world().with_papers(papers.clone());
        let counted = count(&snapshot, ROUND);
        let in_force: BTreeSet<_> = counted.paper_counts.iter().map(|p| p.id).collect();
        let all: Vec<&PaperCount> = papers.iter().collect();
        prop_assert_eq!(&in_force, &slow_count::in_force(&all));
        for (first, versions) in slow_count::versions(&all) {
            let n = versions.intersection(&in_force).count();
            prop_assert_eq!(n, 1, "{} is added {} times", first, n);
        }
        let corrected: BTreeSet<_> = papers.iter().flat_map(|p| &p.corrects).copied().collect();
        prop_assert_eq!(
            &counted.paper_conflicts,
            &in_force.intersection(&corrected).copied().collect::<BTreeSet<_>>(),
            "an entry that was corrected and still counts is in conflict"
        );
    }

    #[test]
    fn a_correction_that_names_every_entry_settles_every_conflict(papers in papers()) {
        let every: Vec<u8> = papers.iter().map(|p| p.id.to_bytes()[0]).collect();
        prop_assume!(!every.is_empty());
        let last = support::world::paper(99, &[(1, 7)], &every);
        let snapshot = world().with_papers(papers).with_papers([last.clone()]);
        let counted = count(&snapshot, ROUND);
        prop_assert_eq!(counted.paper_counts, vec![Arc::new(last)]);
        prop_assert_eq!(counted.paper_conflicts, BTreeSet::new());
        prop_assert_eq!(flat(&counted.paper_dots).into_values().sum::<u32>(), 7);
    }

    #[test]
    fn grouping_loses_no_dot_even_in_circles(snapshot in merged()) {
        for card in 1..=3 {
            let (ranked, dots) = total_of(&snapshot, card);
            prop_assert_eq!(ranked, dots, "card {}", card);
        }
    }

    #[test]
    fn grouping_then_ungrouping_gives_the_tally_and_the_ranking_back(
        snapshot in merged(), proposal in 1_u8..=8, into in 1_u8..=8,
    ) {
        let view = |snapshot: &Snapshot| {
            let counted = count(snapshot, ROUND);
            let groups = groups(&snapshot.proposals);
            let round = round_of(snapshot);
            let lines = [1, 2].map(|card| {
                ranking(snapshot, &groups, &card_id(card), &round.proposals, &[&counted])
            });
            (counted, lines)
        };
        let alone = snapshot.with_pointer(proposal, None);
        let before = view(&alone);
        let grouped = alone.with_pointer(proposal, Some(into));
        prop_assert_eq!(&view(&grouped).0, &before.0, "grouping changes no ballot");
        prop_assert_eq!(view(&grouped.with_pointer(proposal, None)), before);
    }

    #[test]
    fn the_root_of_a_group_is_the_same_from_any_start(pointers in pointers()) {
        let snapshot = pointed(world(), &pointers);
        let groups = groups(&snapshot.proposals);
        let card = |n: u8| n.div_ceil(4);
        for (from, to) in &pointers {
            if *to <= 10 && card(*from) == card(*to) {
                prop_assert_eq!(
                    groups.root(proposal_id(*from)),
                    groups.root(proposal_id(*to)),
                    "{} points to {}", from, to
                );
            } else {
                prop_assert_eq!(groups.root(proposal_id(*from)), proposal_id(*from));
            }
        }
        let mut listed: Vec<ProposalId> = Vec::new();
        for root in groups.roots() {
            prop_assert_eq!(groups.root(root), root, "a root stands for itself");
            prop_assert!(groups.members(root).contains(&root));
            listed.extend(groups.members(root));
        }
        listed.sort();
        prop_assert_eq!(listed, snapshot.proposals.keys().copied().collect::<Vec<_>>());
    }

    #[test]
    fn a_tie_shares_its_rank_and_the_next_ranks_are_skipped(totals in vec(0_u32..6, 0..12)) {
        let mut best_first = totals.clone();
        best_first.sort_unstable_by(|a, b| b.cmp(a));
        let expected: Vec<Rank> = totals
            .iter()
            .map(|total| {
                let place = best_first.iter().position(|t| t == total).expect("it is there");
                let same = best_first.iter().filter(|t| *t == total).count();
                Rank {
                    rank: u32::try_from(place + 1).expect("a small rank"),
                    is_tied: same > 1,
                }
            })
            .collect();
        prop_assert_eq!(rank(&totals), expected);
    }

    #[test]
    fn the_ranking_is_best_first_and_keeps_the_order_of_the_card_inside_a_tie(
        snapshot in merged(),
    ) {
        let counted = count(&snapshot, ROUND);
        let groups = groups(&snapshot.proposals);
        let round = round_of(&snapshot);
        // A proposal named twice has its dots once.
        let twice = [round.proposals.clone(), round.proposals.clone()].concat();
        let order = |id: &ProposalId| snapshot.proposals.get(id).map(|p: &Arc<Proposal>| p.order());
        for card in 1..=2 {
            let lines = ranking(&snapshot, &groups, &card_id(card), &round.proposals, &[&counted]);
            let again = ranking(&snapshot, &groups, &card_id(card), &twice, &[&counted]);
            prop_assert_eq!(&lines, &again);
            for pair in lines.windows(2) {
                let (a, b) = (&pair[0], &pair[1]);
                prop_assert!(a.total >= b.total);
                prop_assert_eq!(a.rank.rank == b.rank.rank, a.total == b.total);
                prop_assert!(a.total > b.total || order(&a.proposal) < order(&b.proposal));
            }
            for line in &lines {
                let by_source: u32 = line.sources.iter().map(|s| s.tablet + s.paper).sum();
                prop_assert_eq!(by_source, line.total);
                let by_original: u32 = line.originals.iter().map(|(_, dots)| dots).sum();
                prop_assert!(line.originals.is_empty() || by_original == line.total);
            }
        }
    }

    #[test]
    fn a_replica_on_its_own_keeps_every_rule_after_each_accepted_command(
        commands in (20_u8..50)
            .map(command)
            .collect::<Vec<_>>(),
    ) {
        let mut snapshot = world();
        for command in commands {
            let command = informed(&snapshot, command);
            if check(&snapshot, &command).is_ok() {
                snapshot = apply(snapshot, &command);
                keeps_every_rule(&snapshot, &command)?;
                prop_assert!(
                    !matches!(command, Command::CastBallot(_)) || check(&snapshot, &command) == Err(Refusal::IdTaken),
                    "the same ballot twice"
                );
            }
        }
    }
}

fn keeps_every_rule(snapshot: &Snapshot, last: &Command) -> Result<(), TestCaseError> {
    for round in snapshot.rounds.values() {
        let counted = count(snapshot, round.id);
        for anomaly in [
            BallotStanding::Double,
            BallotStanding::Late,
            BallotStanding::Faulty,
        ] {
            prop_assert_eq!(
                counted.n_ballots(anomaly),
                0,
                "{:?} after {:?}",
                anomaly,
                last
            );
        }
        prop_assert_eq!(
            &counted.paper_conflicts,
            &BTreeSet::new(),
            "after {:?}",
            last
        );
        for ballot in snapshot.ballots.values().filter(|b| b.round == round.id) {
            let current = current_ballots(snapshot, round.id, &ballot.voter);
            prop_assert_eq!(current.len(), 1, "ballots of one voter after {:?}", last);
        }
    }
    let mut busy: BTreeMap<_, usize> = BTreeMap::new();
    for round in snapshot.rounds.values().filter(|r| r.status().is_running()) {
        *busy.entry(round.workshop).or_default() += 1;
    }
    prop_assert!(
        busy.values().all(|n| *n <= 1),
        "two rounds are open after {:?}",
        last
    );
    let groups = groups(&snapshot.proposals);
    for root in groups.roots() {
        let pointer = snapshot.proposals.get(&root).and_then(|p| p.grouped_into);
        prop_assert_eq!(pointer, None, "a circle after {:?}", last);
    }
    Ok(())
}
