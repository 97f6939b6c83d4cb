//! The councils put together: one named test per rule. The recount on random worlds is in
//! `consolidation_laws.rs`.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use domain::{
    ConsolidatedCard, ConsolidatedProposal, PastResult, PriorityBar, Rank, Snapshot, Weighing,
    consolidate, limits,
};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod councils;
    pub(crate) mod world;
}

use support::councils::{Meet, empty, rule};
use support::world::{With, card_id, council_id, proposal_id};

fn card(snapshot: &Snapshot, n: u8) -> ConsolidatedCard {
    let cards = consolidate(snapshot).cards;
    let found = cards.into_iter().find(|card| card.card == card_id(n));
    found.expect("the card was voted on")
}

fn line(card: &ConsolidatedCard, n: u8) -> &ConsolidatedProposal {
    let mut lines = card.lines.iter();
    let found = lines.find(|line| line.proposal == proposal_id(n));
    found.expect("the proposal was on the table")
}

/// Totals of the first card by proposal, those that have dots, best first.
fn totals(snapshot: &Snapshot) -> Vec<(u8, u32)> {
    let card = card(snapshot, 1);
    let lines = card.lines.iter().filter(|line| line.total > 0);
    lines
        .map(|line| (line.proposal.to_bytes()[0], line.total))
        .collect()
}

const fn at(rank: u32, is_tied: bool) -> Rank {
    Rank { rank, is_tied }
}

#[test]
fn one_councils_newest_workshop_counts_and_its_older_one_does_not() {
    let snapshot = empty()
        .meets(1, 3, &[1])
        .votes(11, 1)
        .paper(11, 1, 9, &[(1, 7)])
        .meets(2, 20, &[1])
        .votes(12, 2)
        .paper(12, 1, 8, &[(2, 5)])
        .meets(3, 10, &[2])
        .votes(13, 3)
        .paper(13, 2, 6, &[(1, 1)]);
    assert_eq!(totals(&snapshot), [(2, 5), (1, 1)]);
    let card = card(&snapshot, 1);
    let people: Vec<u32> = card.parts.iter().map(|part| part.n_people).collect();
    assert_eq!(
        (people, card.n_people(), card.n_dots()),
        (vec![8, 6], 14, 6)
    );
}

#[test]
fn the_last_revealed_round_of_a_workshop_counts() {
    let rounds = empty()
        .meets(1, 3, &[1])
        .votes(11, 1)
        .paper(11, 1, 9, &[(1, 7)])
        .votes(12, 1)
        .paper(12, 1, 9, &[(2, 5)]);
    assert_eq!(totals(&rounds), [(2, 5)]);
    let hidden = rounds.changed(12, |round| round.revealed.clear());
    assert_eq!(totals(&hidden), [(1, 7)], "the newer one is not revealed");
}

#[test]
fn a_card_that_is_not_revealed_gives_nothing() {
    let snapshot = empty()
        .meets(1, 3, &[1])
        .votes(11, 1)
        .paper(11, 1, 9, &[(1, 7), (5, 3)])
        .changed(11, |round| round.revealed.retain(|id, _| *id == card_id(2)));
    let cards = consolidate(&snapshot).cards;
    let ids: Vec<_> = cards.iter().map(|card| card.card.clone()).collect();
    assert_eq!(ids, [card_id(2)]);
    assert_eq!(cards[0].n_dots(), 3);
    let hidden = snapshot.changed(11, |round| round.revealed.clear());
    assert_eq!(consolidate(&hidden).cards, []);
}

#[test]
fn dots_in_no_name_belong_to_the_only_council_of_their_workshop() {
    let snapshot = empty()
        .meets(1, 3, &[2])
        .votes(11, 1)
        .cast(11, 0, &[(1, 2)])
        .cast(11, 2, &[(1, 1)])
        .paper(11, 0, 4, &[(2, 3)]);
    let card = card(&snapshot, 1);
    let councils: Vec<_> = card.parts.iter().map(|part| part.council.clone()).collect();
    assert_eq!(councils, [Some(council_id(2))]);
    assert_eq!((card.n_people(), card.n_dots()), (6, 6));
}

#[test]
fn dots_in_no_name_stand_apart_in_a_workshop_of_several_and_have_no_share() {
    let snapshot = empty()
        .meets(1, 3, &[1, 2])
        .votes(11, 1)
        .paper(11, 1, 5, &[(1, 4)])
        .paper(11, 0, 5, &[(2, 6)]);
    let card = card(&snapshot, 1);
    let councils: Vec<_> = card.parts.iter().map(|part| part.council.clone()).collect();
    assert_eq!(councils, [Some(council_id(1)), None]);
    assert_eq!(line(&card, 2).sum_rank, at(1, false));
    assert_eq!(line(&card, 2).mean_share_ppm, 0);
    assert_eq!(line(&card, 1).mean_share_ppm, 1_000_000);
    let by_councils = rule(Weighing::Councils, PriorityBar::Places(2));
    assert_eq!(card.priorities(&by_councils), [proposal_id(1)]);
}

#[test]
fn dots_in_no_name_count_until_each_of_their_councils_has_met_again() {
    let together = empty()
        .meets(1, 3, &[1, 2])
        .votes(11, 1)
        .paper(11, 0, 12, &[(1, 7)]);
    let one_again = together
        .meets(2, 10, &[1])
        .votes(12, 2)
        .paper(12, 1, 6, &[(2, 5)]);
    assert_eq!(totals(&one_again), [(1, 7), (2, 5)]);
    let both_again = one_again
        .clone()
        .meets(3, 12, &[2])
        .votes(13, 3)
        .paper(13, 2, 6, &[(3, 1)]);
    assert_eq!(totals(&both_again), [(2, 5), (3, 1)]);
    let together_again = one_again
        .meets(3, 12, &[1, 2])
        .votes(13, 3)
        .paper(13, 0, 9, &[(4, 2)]);
    assert_eq!(totals(&together_again), [(2, 5), (4, 2)]);
}

#[test]
fn ties_share_their_place_in_both_rankings_exactly() {
    // A third of three dots and a third of six, against two thirds of three and none: as
    // decimals, one third and one third are less than two thirds.
    let snapshot = empty()
        .meets(1, 3, &[1])
        .votes(11, 1)
        .paper(11, 1, 5, &[(1, 1), (2, 2)])
        .meets(2, 4, &[2])
        .votes(12, 2)
        .paper(12, 2, 5, &[(1, 2), (3, 4)]);
    let card = card(&snapshot, 1);
    let of = |n| (line(&card, n).sum_rank, line(&card, n).share_rank);
    assert_eq!(of(1), (at(2, false), at(1, true)));
    assert_eq!(of(2), (at(3, false), at(1, true)));
    assert_eq!(of(3), (at(1, false), at(1, true)));
    assert_eq!(of(4), (at(4, false), at(4, false)));
    assert_eq!(line(&card, 1).mean_share_ppm, 333_333);

    let tied = snapshot.paper(11, 1, 1, &[(1, 1)]);
    let card = self::card(&tied, 1);
    let sums: Vec<Rank> = card.lines.iter().map(|line| line.sum_rank).collect();
    assert_eq!(sums, [at(1, true), at(1, true), at(3, false), at(4, false)]);
    // Inside a tie stands the order of the card.
    assert_eq!(card.lines[0].proposal, proposal_id(1));
}

#[test]
fn a_group_sums_its_dots_and_its_originals_stay() {
    let snapshot = empty()
        .meets(1, 3, &[1])
        .votes(11, 1)
        .paper(11, 1, 5, &[(1, 2), (3, 4), (2, 5)])
        .with_pointer(3, Some(1));
    assert_eq!(totals(&snapshot), [(1, 6), (2, 5)]);
    let card = card(&snapshot, 1);
    let originals = &line(&card, 1).by_council[0].originals;
    assert_eq!(*originals, [(proposal_id(1), 2), (proposal_id(3), 4)]);
    assert_eq!(line(&card, 2).by_council[0].originals, []);
}

#[test]
fn fewer_than_five_people_of_one_council_hide_the_councils_of_the_card() {
    let four = empty()
        .meets(1, 3, &[1])
        .votes(11, 1)
        .paper(11, 1, limits::BREAKDOWN_PEOPLE_MIN - 1, &[(1, 2)])
        .meets(2, 4, &[2])
        .votes(12, 2)
        .paper(12, 2, 20, &[(1, 2)]);
    let card = card(&four, 1);
    assert!(!card.shows_breakdown());
    let small: Vec<_> = card
        .small_parts()
        .map(|part| part.council.clone())
        .collect();
    assert_eq!(small, [Some(council_id(1))]);
    let five = four.cast(11, 1, &[]);
    assert!(
        self::card(&five, 1).shows_breakdown(),
        "a blank ballot is one"
    );
}

#[test]
fn the_past_stands_beside_and_never_in_the_sum() {
    let past = empty()
        .meets(9, 1, &[1, 2])
        .votes(19, 9)
        .changed(19, |round| round.rules = None)
        .paper(19, 0, 16, &[(1, 10), (2, 4), (3, 4)]);
    assert_eq!(consolidate(&past).cards, [], "alone it is no sum");
    let snapshot = past
        .meets(1, 3, &[1])
        .votes(11, 1)
        .paper(11, 1, 5, &[(2, 3)])
        .with_pointer(3, Some(2));
    assert_eq!(totals(&snapshot), [(2, 3)]);
    let card = card(&snapshot, 1);
    assert_eq!(card.n_people(), 5);
    let past = |n| line(&card, n).past;
    let result = |dots, rank| Some(PastResult { dots, rank });
    assert_eq!(past(1), result(10, at(1, false)));
    assert_eq!(
        past(2),
        result(8, at(2, false)),
        "with what was grouped since"
    );
}

#[test]
fn a_paper_count_gives_no_dot_to_what_was_not_in_its_round() {
    let snapshot = empty()
        .meets(1, 3, &[1])
        .votes(11, 1)
        .changed(11, |round| {
            round.proposals.retain(|id| *id != proposal_id(4));
        })
        .paper(11, 1, 5, &[(1, 2), (4, 9)])
        .meets(2, 4, &[2])
        .votes(12, 2)
        .paper(12, 2, 5, &[(4, 1)]);
    assert_eq!(totals(&snapshot), [(1, 2), (4, 1)]);
    assert_eq!(card(&snapshot, 1).n_dots(), 3);
}

#[test]
fn the_rule_by_places_lets_everybody_who_shares_the_last_place_in() {
    let snapshot =
        empty()
            .meets(1, 3, &[1])
            .votes(11, 1)
            .paper(11, 1, 5, &[(1, 5), (2, 3), (3, 3), (4, 1)]);
    let card = card(&snapshot, 1);
    let by = |bar| card.priorities(&rule(Weighing::Dots, bar));
    let ids = |ns: &[u8]| ns.iter().map(|n| proposal_id(*n)).collect::<Vec<_>>();
    assert_eq!(by(PriorityBar::Places(1)), ids(&[1]));
    assert_eq!(by(PriorityBar::Places(2)), ids(&[1, 2, 3]));
    assert_eq!(by(PriorityBar::Places(3)), ids(&[1, 2, 3]));
    assert_eq!(by(PriorityBar::Dots(3)), ids(&[1, 2, 3]));
    assert_eq!(by(PriorityBar::Dots(6)), []);
}

#[test]
fn without_a_dot_there_is_no_priority() {
    let snapshot = empty()
        .meets(1, 3, &[1])
        .votes(11, 1)
        .paper(11, 1, 5, &[(1, 2)]);
    let card = card(&snapshot, 1);
    for weighing in Weighing::ALL {
        let all = rule(weighing, PriorityBar::Places(u16::MAX));
        assert_eq!(card.priorities(&all), [proposal_id(1)]);
    }
    let blank = empty().meets(1, 3, &[1]).votes(11, 1).cast(11, 1, &[]);
    let card = self::card(&blank, 1);
    let all = rule(Weighing::Councils, PriorityBar::Places(u16::MAX));
    assert_eq!(card.priorities(&all), []);
}

#[test]
fn dots_as_a_bar_go_with_dots_only() {
    let is_sound = |weighing, bar| rule(weighing, bar).is_sound();
    assert!(is_sound(Weighing::Dots, PriorityBar::Dots(1)));
    assert!(is_sound(Weighing::Councils, PriorityBar::Places(1)));
    assert!(!is_sound(Weighing::Councils, PriorityBar::Dots(1)));
    assert!(!is_sound(Weighing::Dots, PriorityBar::Places(0)));
    assert!(!is_sound(Weighing::Dots, PriorityBar::Dots(0)));
}
