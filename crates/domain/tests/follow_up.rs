//! Rules of the follow-up: what may be said, what stands, what is a conflict.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{
    ActionField, ActionNews, ActionStep, ActionText, Answer, AnswerKind, Author, AuthorRole, Claim,
    Command, Contract, FollowUp, LinkTarget, Objective, Opinion, OpinionKind, OpinionSubject,
    Orientation, Passage, Refusal, Snapshot, Statement, StatementId, Theme, Timestamp, Topic,
    WorkAxis, check, limits,
};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod apply;
    pub(crate) mod world;
}

use support::apply::apply;
use support::world::{action, proposal_id, reason, world};

fn id(n: u8) -> StatementId {
    StatementId::from_bytes([n; 16])
}

fn passage(text: &str) -> Passage {
    Passage::new(text).expect("a passage of the test")
}

fn statement(n: u8, supersedes: &[u8], claim: Claim) -> Statement {
    Statement {
        id: id(n),
        at: Timestamp::from_epoch_min(n.into()),
        author: Author {
            role: AuthorRole::Facilitator,
            council: None,
        },
        supersedes: supersedes.iter().map(|n| id(*n)).collect(),
        claim,
    }
}

fn step(action: u16, step: Option<ActionStep>) -> Claim {
    Claim::Action {
        action,
        news: ActionNews::Step(step),
    }
}

fn link(target: LinkTarget, is_linked: bool) -> Claim {
    Claim::Link {
        proposal: proposal_id(1),
        target,
        source: is_linked.then(reason),
    }
}

/// A contract with one action, one axis and one objective.
fn snapshot() -> Snapshot {
    let mut snapshot = world();
    let theme = Theme {
        number: 1,
        name: "Un thème".into(),
        orientations: vec![Orientation {
            number: 2,
            title: "Une orientation".into(),
            objectives: vec![Objective {
                code: None,
                label: "Un objectif".into(),
            }],
        }],
        axes: vec![WorkAxis {
            label: "Un axe".into(),
            starred: true,
        }],
    };
    let contract = Contract {
        actions: vec![action(7, 2)],
        themes: vec![theme],
        ..Contract::clone(&snapshot.contract)
    };
    snapshot.contract = Arc::new(contract);
    snapshot
}

/// What stands after statements that must all be accepted.
fn said(statements: &[Statement]) -> FollowUp {
    let mut snapshot = snapshot();
    for statement in statements {
        let command = Command::State(vec![statement.clone()]);
        assert_eq!(check(&snapshot, &command), Ok(()), "{statement:?}");
        snapshot = apply(snapshot, &command);
    }
    FollowUp::new(&snapshot.statements)
}

#[test]
fn the_latest_word_stands_and_the_history_stays() {
    let follow_up = said(&[
        statement(1, &[], step(7, Some(ActionStep::Launching))),
        statement(2, &[1], step(7, Some(ActionStep::Reached))),
    ]);
    let topic = Topic::Action(7, ActionField::Step);
    assert_eq!(follow_up.history(&topic).len(), 2);
    assert_eq!(follow_up.standing(&topic).len(), 1);
    assert_eq!(
        follow_up.news_of(7, ActionField::Step),
        Some(&ActionNews::Step(Some(ActionStep::Reached)))
    );
    assert_eq!(follow_up.last_news(7), Some(Timestamp::from_epoch_min(2)));
    assert_eq!(follow_up.last_news(8), None);
    assert_eq!(follow_up.news_of(7, ActionField::DueDate), None);
}

#[test]
fn two_words_said_apart_are_a_conflict_until_a_third_names_both() {
    let apart = [
        statement(1, &[], step(7, Some(ActionStep::Launching))),
        statement(2, &[1], step(7, Some(ActionStep::Reached))),
        statement(3, &[1], step(7, Some(ActionStep::Deploying))),
    ];
    let topic = Topic::Action(7, ActionField::Step);
    let follow_up = said(&apart);
    assert!(follow_up.is_conflict(&topic));
    assert_eq!(follow_up.standing(&topic).len(), 2);
    let settled = statement(4, &[2, 3], step(7, Some(ActionStep::Reached)));
    let follow_up = said(&[&apart[..], &[settled]].concat());
    assert!(!follow_up.is_conflict(&topic));
    // The same said twice apart is no conflict.
    let same = statement(3, &[1], step(7, Some(ActionStep::Reached)));
    let follow_up = said(&[apart[0].clone(), apart[1].clone(), same]);
    assert!(!follow_up.is_conflict(&topic));
}

#[test]
fn a_link_is_made_taken_away_and_made_again() {
    let axis = LinkTarget::Axis {
        theme: 1,
        number: 1,
    };
    let made = statement(1, &[], link(axis, true));
    assert_eq!(
        said(std::slice::from_ref(&made))
            .links_of(proposal_id(1))
            .len(),
        1
    );
    let gone = statement(2, &[1], link(axis, false));
    assert!(said(&[made.clone(), gone.clone()]).links().next().is_none());
    let again = statement(3, &[2], link(axis, true));
    assert_eq!(said(&[made, gone, again]).links().count(), 1);
}

#[test]
fn statements_about_nothing_of_the_contract_are_refused() {
    let snapshot = apply(
        snapshot(),
        &Command::State(vec![statement(9, &[], step(7, None))]),
    );
    let answer = |proposal| Claim::Answer {
        proposal,
        answer: Answer {
            kind: AnswerKind::Declined,
            reason: passage("Trop cher"),
            date: "2026-11-27".parse().expect("a day"),
            body: domain::Place::new("Comité de pilotage").expect("a body"),
        },
    };
    let opinion = |council: &str, subject| Claim::Opinion {
        council: council.parse().expect("a slug"),
        subject,
        opinion: Opinion {
            kind: OpinionKind::WithReservations,
            text: None,
            date: "2026-11-27".parse().expect("a day"),
        },
    };
    let axis = |theme, number| LinkTarget::Axis { theme, number };
    let objective = |orientation, number| LinkTarget::Objective {
        orientation,
        number,
    };
    let unknown = Refusal::UnknownPart;
    for (claim, refusal) in [
        (step(8, None), unknown.clone()),
        (link(axis(1, 2), true), unknown.clone()),
        (link(axis(1, 0), true), unknown.clone()),
        (link(axis(2, 1), true), unknown.clone()),
        (link(objective(2, 2), true), unknown.clone()),
        (link(LinkTarget::Action(8), true), unknown.clone()),
        (
            answer(proposal_id(200)),
            Refusal::UnknownProposal(proposal_id(200)),
        ),
        (
            opinion("nulle-part", OpinionSubject::Protocol),
            Refusal::UnknownCouncil("nulle-part".parse().expect("a slug")),
        ),
    ] {
        let command = Command::State(vec![statement(1, &[], claim)]);
        assert_eq!(check(&snapshot, &command), Err(refusal), "{command:?}");
    }
    let refused = |statements: Vec<Statement>| check(&snapshot, &Command::State(statements));
    let twice = statement(1, &[], step(7, None));
    for (statements, refusal) in [
        (vec![], Refusal::NothingToChange),
        (vec![twice.clone(), twice], Refusal::IdTaken),
        (vec![statement(9, &[], step(7, None))], Refusal::IdTaken),
        // Of another topic, and of nobody.
        (
            vec![statement(1, &[9], answer(proposal_id(1)))],
            Refusal::StatementUnfit,
        ),
        (
            vec![statement(1, &[8], step(7, None))],
            Refusal::StatementUnfit,
        ),
    ] {
        assert_eq!(refused(statements), Err(refusal));
    }
    let many = (0..=limits::STATEMENTS_MAX).map(|n| {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&(n as u64).to_be_bytes());
        Statement {
            id: StatementId::from_bytes(bytes),
            ..statement(1, &[], step(7, None))
        }
    });
    assert_eq!(refused(many.collect()), Err(Refusal::TooMany));
}

#[test]
fn link_targets_read_back_and_odd_texts_are_refused() {
    for text in ["axis 1.3", "objective 14.2", "action 142"] {
        let target: LinkTarget = text.parse().expect("a target");
        assert_eq!(target.to_string(), text);
    }
    for odd in [
        "",
        "axis",
        "axis 1",
        "axis 1.2.3",
        "axis 1.300",
        "card 1",
        "action x",
    ] {
        assert!(odd.parse::<LinkTarget>().is_err(), "{odd}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever supersedes whatever: something always stands, the same on every device,
    /// and a statement that names all that stands is the only one that stands after it.
    #[test]
    fn something_stands_and_naming_all_of_it_settles(
        edges in proptest::collection::vec((0..8_u8, 0..8_u8), 0..20),
        is_reached in proptest::collection::vec(any::<bool>(), 8),
    ) {
        let topic = Topic::Action(7, ActionField::Step);
        let mut snapshot = snapshot();
        for (n, is_reached) in (0_u8..).zip(&is_reached) {
            let value = if *is_reached { ActionStep::Reached } else { ActionStep::Launching };
            let supersedes: Vec<u8> = edges.iter().filter(|(from, _)| *from == n).map(|(_, to)| *to).collect();
            let said = statement(n, &supersedes, step(7, Some(value)));
            Arc::make_mut(&mut snapshot.statements).insert(said.id, Arc::new(said));
        }
        let follow_up = FollowUp::new(&snapshot.statements);
        let standing: BTreeSet<StatementId> = follow_up.standing(&topic).iter().map(|it| it.id).collect();
        prop_assert!(!standing.is_empty());
        prop_assert_eq!(follow_up.history(&topic).len(), is_reached.len());
        let mut last = statement(100, &[], step(7, None));
        last.supersedes = follow_up.history(&topic).iter().map(|it| it.id).collect();
        let snapshot = apply(snapshot, &Command::State(vec![last]));
        let follow_up = FollowUp::new(&snapshot.statements);
        prop_assert_eq!(follow_up.standing(&topic).len(), 1);
        prop_assert_eq!(follow_up.news_of(7, ActionField::Step), Some(&ActionNews::Step(None)));
        prop_assert!(!follow_up.is_conflict(&topic));
    }
}

#[test]
fn every_field_has_its_own_topic() {
    let fields: BTreeSet<ActionField> = ActionField::ALL.into_iter().collect();
    assert_eq!(fields.len(), ActionField::ALL.len());
    let detail = Claim::Action {
        action: 7,
        news: ActionNews::Text(ActionText::Detail, Some(passage("Fait"))),
    };
    let follow_up = said(&[
        statement(1, &[], detail),
        statement(2, &[], step(7, Some(ActionStep::Reached))),
    ]);
    assert_eq!(follow_up.topics().count(), 2);
}
