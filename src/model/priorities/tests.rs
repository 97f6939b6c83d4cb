//! What screens and paper show of the councils put together.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Answer, AnswerKind, Arbitration, ArbitrationId, Author, AuthorRole, Claim, Comment, CommentId,
    Decision, FollowUp, Moderation, ModerationId, PaperCount, PaperCountId, Passage, Place, Reason,
    Statement, StatementId, Subject, Target, Timestamp, Title, consolidate,
};

use super::axes::{marked_axes, marked_targets};
use super::contribution::card_words;
use super::origins::origins;
use super::*;
use crate::model::contract_start::start;
use crate::model::workshop_samples::Sample;

const AT: Timestamp = Timestamp::from_epoch_min(90);

fn rule(bar: PriorityBar) -> PriorityRule {
    PriorityRule {
        weighing: Weighing::Dots,
        bar,
        body: Place::new("Les quatre conseils").expect("a body"),
        date: "2026-11-27".parse().expect("a day"),
        reason: Passage::new("Choisi ensemble").expect("a reason"),
    }
}

fn model(sample: &Sample, rule: Option<&PriorityRule>) -> PrioritiesModel {
    build_priorities(&sample.snapshot, &consolidate(&sample.snapshot), rule)
}

/// A workshop of one council on a later day, with an open round of number 2.
fn second(sample: &mut Sample, council: &str) -> RoundId {
    let first = sample.snapshot.workshops[&sample.workshop()].clone();
    let made = Workshop {
        id: WorkshopId::from_bytes([2; 16]),
        title: Title::new("Au gymnase").expect("a title"),
        date: "2026-04-01".parse().expect("a day"),
        councils: vec![council.parse().expect("a slug")],
        ..first.as_ref().clone()
    };
    let round = sample.open(2);
    let mut changed = sample.round(round).clone();
    changed.workshop = made.id;
    Arc::make_mut(&mut sample.snapshot.rounds).insert(round, Arc::new(changed));
    Arc::make_mut(&mut sample.snapshot.workshops).insert(made.id, Arc::new(made));
    round
}

fn paper(sample: &Sample, round: RoundId, people: u32, dots: &[(u8, u32)]) -> PaperCount {
    PaperCount {
        id: PaperCountId::from_bytes([7; 16]),
        round,
        council: None,
        people,
        dots: dots
            .iter()
            .map(|(p, n)| (sample.proposal(*p), *n))
            .collect(),
        corrects: BTreeSet::new(),
        reason: None,
        entered_at: None,
    }
}

/// Annemasse: 6 and 4 dots of 10; Gaillard: 2 and 8 dots of 10, three of them on tablets.
fn two_councils() -> Sample {
    let mut sample = Sample::new();
    let first = sample.open(1);
    for voter in 1..=4 {
        sample.cast(first, voter, Some("annemasse"), &[(1, 1), (2, 1)]);
    }
    sample.cast(first, 5, Some("annemasse"), &[(1, 2)]);
    sample.reveal(first, &[1, 2]);
    let other = second(&mut sample, "gaillard");
    sample.cast(other, 6, None, &[(1, 1), (2, 2)]);
    let entry = paper(&sample, other, 5, &[(1, 1), (2, 6)]);
    sample.count_paper(entry);
    sample.reveal(other, &[1]);
    sample
}

fn state(snapshot: &mut Snapshot, byte: u8, claim: Claim) {
    let statement = Statement {
        id: StatementId::from_bytes([byte; 16]),
        at: AT,
        author: Author {
            role: AuthorRole::Facilitator,
            council: None,
        },
        supersedes: BTreeSet::new(),
        claim,
    };
    Arc::make_mut(&mut snapshot.statements).insert(statement.id, Arc::new(statement));
}

#[test]
fn nothing_of_a_card_that_is_not_revealed_is_shown() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    sample.cast(round, 1, Some("annemasse"), &[(1, 2)]);
    sample.close(round);
    let model = model(&sample, Some(&rule(PriorityBar::Places(1))));
    assert!(model.cards.is_empty() && model.sources.is_empty());
    assert_eq!(model.n_priorities(), 0);
    assert_eq!(past_votes(&sample.snapshot), []);
    assert_eq!(model.missing.len(), 4);
    assert_eq!(model.cards_missing, ["Mobilité", "Culture"]);
}

#[test]
fn each_proposal_has_its_dots_its_places_and_its_shares() {
    let sample = two_councils();
    let model = model(&sample, Some(&rule(PriorityBar::Places(1))));
    assert_eq!(model.missing, ["Ambilly", "Ville-la-Grand"]);
    assert!(model.cards_missing.is_empty());
    assert_eq!(model.cards[1].rows, [], "everybody left it blank");
    let card = &model.cards[0];
    assert_eq!((card.n_people, card.n_dots), (11, 20));
    let [best, next] = card.rows.as_slice() else {
        unreachable!("two proposals have dots: {:?}", card.rows)
    };
    assert_eq!((best.label.as_str(), best.total), ("Proposition 2", 12));
    assert_eq!((next.label.as_str(), next.total), ("Proposition 1", 8));
    let cells: Vec<u32> = best.cells.iter().map(|(dots, _)| *dots).collect();
    assert_eq!(cells, [4, 8]);
    assert_eq!(best.shares, [Some(400_000), Some(800_000)]);
    assert_eq!(best.mean_share_ppm, 600_000);
    assert!(best.is_priority && !next.is_priority);
    assert_eq!(model.n_priorities(), 1);
    assert_eq!(
        n_marked(
            &consolidate(&sample.snapshot),
            Weighing::Dots,
            PriorityBar::Dots(8)
        ),
        2
    );
    assert_eq!(card.without_dots, ["Proposition 3"]);
}

#[test]
fn the_picture_says_who_agrees_and_no_shape_covers_another() {
    let sample = two_councils();
    let card = &model(&sample, None).cards[0];
    let picture = card.picture().expect("two councils");
    assert_eq!(picture.axis_ppm, 800_000);
    assert!(picture.folded.is_empty());
    let row = &picture.rows[0];
    assert_eq!(
        row.words,
        "Les 2 conseils la placent dans leurs 3 premières."
    );
    let places: Vec<(u16, u8)> = row.marks.iter().map(|mark| (mark.at, mark.lane)).collect();
    assert_eq!(places, [(500, 0), (1_000, 0)]);
    assert_eq!(row.marks[0].words, "Annemasse\u{a0}: 40\u{a0}%");

    let councils = &card.councils;
    let close = marks(councils, &[Some(400_000), Some(410_000)], 800_000);
    let lanes: Vec<u8> = close.iter().map(|mark| mark.lane).collect();
    assert_eq!(lanes, [0, 1]);
}

#[test]
fn one_council_alone_has_no_picture_and_agrees_with_nobody() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    for voter in 1..=5 {
        sample.cast(round, voter, Some("gaillard"), &[(1, 2)]);
    }
    sample.reveal(round, &[1]);
    let card = &model(&sample, None).cards[0];
    assert_eq!(card.picture(), None);
    assert_eq!(card.rows[0].agreement, "");
    assert_eq!(card.councils.len(), 1);
}

#[test]
fn fewer_than_five_people_hide_every_council_and_are_named() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    for voter in 1..=5 {
        sample.cast(round, voter, Some("annemasse"), &[(1, 2)]);
    }
    sample.cast(round, 6, Some("gaillard"), &[(1, 2)]);
    sample.reveal(round, &[1]);
    let card = &model(&sample, None).cards[0];
    assert_eq!(card.small, ["Gaillard"]);
    assert!(card.councils.is_empty() && card.picture().is_none());
    assert!(card.rows[0].cells.is_empty() && card.rows[0].shares.is_empty());
    let together = consolidate(&sample.snapshot);
    let found = origins(&sample.snapshot, &together.cards[0], sample.proposal(1));
    let found = found.expect("the card has it");
    assert!(found.councils.is_empty() && found.shares.is_empty());
    assert_eq!(found.together.tablet, 12);
}

#[test]
fn the_workshops_that_count_are_named_with_their_people() {
    let sample = two_councils();
    let sources = model(&sample, None).sources;
    let shown: Vec<_> = sources
        .iter()
        .map(|row| {
            let councils: Vec<&str> = row.councils.iter().map(|it| it.name.as_str()).collect();
            (row.title.as_str(), councils, row.n_tablet, row.n_paper)
        })
        .collect();
    let expected = [
        ("Au gymnase", vec!["Gaillard"], 1, 5),
        ("Atelier", vec!["Annemasse"], 5, 0),
    ];
    assert_eq!(shown, expected);
    assert!(sources.iter().all(|row| row.round_number.is_none()));
}

#[test]
fn every_number_is_led_back_to_council_workshop_paper_grouping_and_decision() {
    let mut sample = two_councils();
    sample.group(3, 2);
    let round = RoundId::from_bytes([2; 16]);
    sample.arbitrate(Arbitration {
        id: ArbitrationId::from_bytes([1; 16]),
        round,
        subject: Subject::LateBallots,
        decision: Decision::Count,
        reason: Reason::new("Décidé ensemble").expect("a reason"),
        supersedes: BTreeSet::new(),
        decided_at: AT,
    });
    let together = consolidate(&sample.snapshot);
    let found = origins(&sample.snapshot, &together.cards[0], sample.proposal(2));
    let found = found.expect("the card has it");
    let [annemasse, gaillard] = found.councils.as_slice() else {
        unreachable!("two councils: {:?}", found.councils)
    };
    assert_eq!((annemasse.split.tablet, annemasse.split.paper), (4, 0));
    assert_eq!((gaillard.split.tablet, gaillard.split.paper), (2, 6));
    assert_eq!((gaillard.n_dots, gaillard.share_ppm), (10, Some(800_000)));
    assert_eq!(gaillard.rounds[0].title, "Au gymnase");
    let originals = [
        ("Proposition 2".to_owned(), 8),
        ("Proposition 3".to_owned(), 0),
    ];
    assert_eq!(gaillard.split.originals, originals);
    assert_eq!(found.shares, [400_000, 800_000]);
    assert_eq!((found.rounds.len(), found.decisions.len()), (2, 1));
    assert_eq!(found.decisions[0].reason, "Décidé ensemble");
    let nothing = origins(&sample.snapshot, &together.cards[0], sample.proposal(4));
    assert_eq!(nothing, None, "it is on another card");
}

#[test]
fn the_vote_of_the_past_stands_beside_with_its_year() {
    let mut sample = two_councils();
    sample.history(16, &[(1, 10)]);
    let card = &model(&sample, None).cards[0];
    assert_eq!(card.past_date, "2019-06-14".parse().ok());
    let past = card.rows[1].past.expect("it was on the table");
    assert_eq!((past.dots, past.rank.rank), (10, 1));
    assert_eq!(card.n_dots, 20);
    let past = past_votes(&sample.snapshot);
    assert_eq!(past[0].2.rows[0].total, 10);
    let together = consolidate(&sample.snapshot);
    let found = origins(&sample.snapshot, &together.cards[0], sample.proposal(1));
    let past = found.and_then(|found| found.past);
    let past = past.map(|(round, dots)| (round.title, dots));
    assert_eq!(past, Some(("Rencontre".to_owned(), 10)));
}

/// The contract with one vote of today: five people on the compost of the first card.
fn voted_start() -> (Snapshot, ProposalId) {
    let mut snapshot = start();
    let card: CardId = "mobilite".parse().expect("a slug");
    let proposals = snapshot.proposals_of(&card);
    let found = proposals.iter().find(|it| it.label.contains("compostage"));
    let compost = found.expect("the card has it").id;
    let sample = Sample::new();
    let workshop = sample.snapshot.workshops[&sample.workshop()].clone();
    let mut round = {
        let mut sample = Sample::new();
        let id = sample.open(1);
        sample.round(id).clone()
    };
    round.is_closed = true;
    round.proposals = vec![compost];
    round.revealed = BTreeMap::from([(card, None)]);
    let entry = PaperCount {
        dots: BTreeMap::from([(compost, 5)]),
        ..paper(&sample, round.id, 5, &[])
    };
    Arc::make_mut(&mut snapshot.workshops).insert(workshop.id, workshop);
    Arc::make_mut(&mut snapshot.paper_counts).insert(entry.id, Arc::new(entry));
    Arc::make_mut(&mut snapshot.rounds).insert(round.id, Arc::new(round));
    (snapshot, compost)
}

#[test]
fn an_axis_is_marked_when_a_priority_leads_to_it_and_not_before_a_rule() {
    let (mut snapshot, compost) = voted_start();
    let follow_up = FollowUp::new(&snapshot.statements);
    assert_eq!(marked_targets(&snapshot, &follow_up), []);
    let claim = Claim::PriorityRule(rule(PriorityBar::Places(1)));
    state(&mut snapshot, 1, claim);
    let follow_up = FollowUp::new(&snapshot.statements);
    let axes = marked_axes(&snapshot, &consolidate(&snapshot), &follow_up);
    let [found] = axes.as_slice() else {
        unreachable!("one axis: {axes:?}")
    };
    assert!(found.is_starred && found.label.contains("compostage collectif"));
    assert_eq!(found.proposals, [label(&snapshot, compost)]);
    assert_eq!(marked_targets(&snapshot, &follow_up), [found.target]);
}

#[test]
fn the_contribution_holds_remarks_that_are_not_hidden_and_the_answers() {
    let mut sample = two_councils();
    sample.group(3, 2);
    for (byte, proposal, text) in [(1, 3, "Près de l’école"), (2, 1, "Un nom"), (3, 2, "Oui")] {
        let is_hidden = byte == 2;
        let comment = Comment {
            id: CommentId::from_bytes([byte; 16]),
            target: Target::Proposal(sample.proposal(proposal)),
            text: text.into(),
            council: None,
            workshop: None,
            added_at: Timestamp::from_epoch_min(byte.into()),
            moderation: is_hidden
                .then(|| Moderation {
                    seq: 1,
                    at: AT,
                    id: ModerationId::from_bytes([1; 16]),
                    is_hidden,
                    reason: Reason::new("Elle nomme quelqu’un").expect("a reason"),
                })
                .into_iter()
                .collect(),
        };
        Arc::make_mut(&mut sample.snapshot.comments).insert(comment.id, Arc::new(comment));
    }
    let answer = Answer {
        kind: AnswerKind::Accepted,
        reason: Passage::new("Trois sites ouvrent").expect("a passage"),
        date: "2026-11-27".parse().expect("a day"),
        body: Place::new("Comité de pilotage").expect("a body"),
    };
    let proposal = sample.proposal(3);
    state(
        &mut sample.snapshot,
        1,
        Claim::Answer {
            proposal,
            answer: answer.clone(),
        },
    );
    let follow_up = FollowUp::new(&sample.snapshot.statements);
    let words = card_words(&sample.snapshot, &model(&sample, None), &follow_up);
    let said = vec!["Près de l’école".to_owned(), "Oui".to_owned()];
    assert_eq!(words[0].remarks, [("Proposition 2".to_owned(), said)]);
    assert_eq!(words[0].answers, [("Proposition 3".to_owned(), answer)]);
}
