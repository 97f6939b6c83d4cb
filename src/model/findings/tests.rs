//! Every family by hand.

mod lost;
mod merged;

use std::collections::BTreeMap;

use document::{AnomalyKind, schema};
use domain::{
    ActionNews, ActionStep, ArbitrationId, Author, FrozenVersion, PaperCount, PaperCountId, Reason,
    StatementId, Title, VersionId, check,
};

use super::*;
use crate::model::contract_start::start;
use crate::model::workshop_arbitration::arbitration;
use crate::model::workshop_samples::Sample;

pub(super) fn read(snapshot: &Snapshot, anomalies: &[Anomaly]) -> Findings {
    let follow_up = FollowUp::new(&snapshot.statements);
    build(snapshot, anomalies, &follow_up)
}

pub(super) fn reason(text: &str) -> Reason {
    Reason::new(text).expect("a reason")
}

/// Says a claim as one more statement; `supersedes` are numbers of former ones.
fn say(snapshot: &mut Snapshot, n: u8, claim: Claim, supersedes: &[u8]) {
    let id = StatementId::from_bytes([n; 16]);
    let said = Statement {
        id,
        at: Timestamp::from_epoch_min(n.into()),
        author: Author {
            role: AuthorRole::Facilitator,
            council: Some("annemasse".parse().expect("a slug")),
        },
        supersedes: supersedes
            .iter()
            .map(|n| StatementId::from_bytes([*n; 16]))
            .collect(),
        claim,
    };
    let command = Command::State(vec![said.clone()]);
    if supersedes.len() > 1 {
        assert_eq!(check(snapshot, &command), Ok(()));
    }
    Arc::make_mut(&mut snapshot.statements).insert(id, Arc::new(said));
}

fn step(step: ActionStep) -> Claim {
    Claim::Action {
        action: 12,
        news: ActionNews::Step(Some(step)),
    }
}

fn kinds(findings: &[Finding]) -> Vec<FindingKind> {
    findings.iter().map(|finding| finding.kind).collect()
}

fn only(findings: &[Finding]) -> &Finding {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    &findings[0]
}

fn accept(snapshot: &mut Snapshot, n: u8, finding: &FindingId) {
    let claim = Claim::Finding {
        finding: finding.clone(),
        verdict: Some(reason("Vu ensemble")),
    };
    say(snapshot, n, claim, &[]);
}

/// Accepts the finding, sees it settled, opens it again.
fn accept_and_reopen(snapshot: &mut Snapshot, anomalies: &[Anomaly]) {
    let open = only(&read(snapshot, anomalies).open).clone();
    let acts: Vec<&Act> = open.choices.iter().map(|choice| &choice.act).collect();
    assert!(acts.contains(&&Act::Accept), "{acts:?}");
    accept(snapshot, 200, &open.id);
    let found = read(snapshot, anomalies);
    assert_eq!(found.open, []);
    let settled = only(&found.settled);
    assert_eq!(settled.id, open.id);
    assert_eq!(settled.decisions[0].reason.as_deref(), Some("Vu ensemble"));
    assert_eq!(settled.choices[0].act, Act::Reopen);
    let claim = Claim::Finding {
        finding: open.id.clone(),
        verdict: None,
    };
    say(snapshot, 201, claim, &[200]);
    assert_eq!(only(&read(snapshot, anomalies).open), &open);
}

#[test]
fn nothing_is_odd_in_the_contract() {
    let snapshot = start();
    let found = read(&snapshot, &[]);
    assert_eq!(found.open, []);
    assert_eq!(found.settled, []);
    assert_eq!(found.n_read.proposals, 81);
}

#[test]
fn an_action_written_apart_shows_both_values_and_the_choice_can_be_changed() {
    let mut snapshot = start();
    say(&mut snapshot, 1, step(ActionStep::Reached), &[]);
    assert_eq!(read(&snapshot, &[]).open, []);
    say(&mut snapshot, 2, step(ActionStep::Launching), &[]);
    let open = read(&snapshot, &[]).open;
    let finding = only(&open);
    assert_eq!(finding.kind, FindingKind::Edits);
    let words: Vec<&str> = finding.values.iter().map(|it| it.words.as_str()).collect();
    assert_eq!(words, ["Atteint", "En cours de lancement"]);
    let by = &finding.values[0].by;
    assert_eq!(by.council.as_deref(), Some("Annemasse"));
    assert_eq!(
        finding.origin.as_ref().expect("an action").href,
        "/contrat/actions/12"
    );
    assert_eq!(finding.choices.len(), 2);

    say(&mut snapshot, 3, step(ActionStep::Reached), &[1, 2]);
    let found = read(&snapshot, &[]);
    assert_eq!(found.open, []);
    let settled = only(&found.settled);
    assert_eq!(settled.id, finding.id);
    let chosen: Vec<bool> = settled.choices.iter().map(|it| it.is_chosen).collect();
    assert_eq!(chosen, [true, false]);

    // The other value, afterwards: still the answer to the same question.
    say(&mut snapshot, 4, step(ActionStep::Launching), &[3]);
    let settled = read(&snapshot, &[]).settled;
    let chosen: Vec<bool> = only(&settled)
        .choices
        .iter()
        .map(|it| it.is_chosen)
        .collect();
    assert_eq!(chosen, [false, true]);

    // News that came later are no answer.
    say(&mut snapshot, 5, step(ActionStep::Deploying), &[4]);
    assert_eq!(read(&snapshot, &[]).settled, []);
}

#[test]
fn a_value_written_over_both_is_the_answer_too() {
    let mut snapshot = start();
    say(&mut snapshot, 1, step(ActionStep::Reached), &[]);
    say(&mut snapshot, 2, step(ActionStep::Launching), &[]);
    say(&mut snapshot, 3, step(ActionStep::Deploying), &[1, 2]);
    let found = read(&snapshot, &[]);
    assert_eq!(found.open, []);
    let settled = only(&found.settled);
    assert!(settled.choices.iter().all(|choice| !choice.is_chosen));
    assert!(
        settled.decisions[0]
            .words
            .contains("En cours de déploiement")
    );
}

#[test]
fn two_versions_of_one_number_are_told_and_one_more_asks_anew() {
    let mut snapshot = start();
    let version = |n: u8, number: u32| Claim::Version {
        id: VersionId::from_bytes([n; 16]),
        version: FrozenVersion {
            number,
            title: Title::new("Comité de pilotage").expect("a title"),
            heads: vec![[n; 32]],
        },
    };
    say(&mut snapshot, 1, version(1, 1), &[]);
    say(&mut snapshot, 2, version(2, 2), &[]);
    assert_eq!(read(&snapshot, &[]).open, []);
    say(&mut snapshot, 3, version(3, 2), &[]);
    assert_eq!(kinds(&read(&snapshot, &[]).open), [FindingKind::Versions]);
    accept_and_reopen(&mut snapshot, &[]);
    let id = only(&read(&snapshot, &[]).open).id.clone();
    say(
        &mut snapshot,
        202,
        Claim::Finding {
            finding: id,
            verdict: Some(reason("La première")),
        },
        &[201],
    );
    assert_eq!(read(&snapshot, &[]).open, []);
    say(&mut snapshot, 4, version(4, 2), &[]);
    assert_eq!(kinds(&read(&snapshot, &[]).open), [FindingKind::Versions]);
}

fn decide(sample: &mut Sample, n: u8, choice: &Choice) {
    let asked = match &choice.act {
        Act::Arbitrate(round, subject, decision) => Some((round, subject, decision)),
        _ => None,
    };
    let (round, subject, decision) = asked.expect("a decision on ballots");
    let made = arbitration(
        &sample.snapshot,
        *round,
        subject.clone(),
        *decision,
        reason("Décidé ensemble"),
        (
            ArbitrationId::from_bytes([n; 16]),
            Timestamp::from_epoch_min(90),
        ),
    );
    assert_eq!(
        check(&sample.snapshot, &Command::Arbitrate(made.clone())),
        Ok(())
    );
    sample.arbitrate(made);
}

#[test]
fn a_double_is_named_without_its_code_and_shows_totals_after_the_reveal_only() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    sample.cast_code(round, "k7m4", &[(1, 2)]);
    sample.cast_code(round, "k7m4", &[(2, 1)]);
    sample.close(round);
    let open = read(&sample.snapshot, &[]).open;
    let finding = only(&open);
    assert_eq!(finding.kind, FindingKind::Doubles);
    assert!(!format!("{}{}{:?}", finding.id, finding.what, finding.values).contains("k7m4"));
    let compared = finding.compared.as_ref().expect("totals to compare");
    assert_eq!(comparison(&sample.snapshot, compared), None);
    sample.reveal(round, &[1]);
    let rows = comparison(&sample.snapshot, compared)
        .expect("revealed")
        .rows;
    assert_eq!(rows.len(), 2, "the cards that are revealed, and no other");

    let id = finding.id.clone();
    for (n, idx) in [(1, 0), (2, 1), (3, 2), (4, 1)] {
        let found = read(&sample.snapshot, &[]);
        let now = found
            .open
            .iter()
            .chain(&found.settled)
            .next()
            .expect("the double");
        decide(&mut sample, n, &now.choices[idx].clone());
        let found = read(&sample.snapshot, &[]);
        assert_eq!(found.open, []);
        let settled = only(&found.settled);
        assert_eq!(settled.id, id);
        assert!(settled.choices[idx].is_chosen);
        assert_eq!(
            settled.decisions[0].reason.as_deref(),
            Some("Décidé ensemble")
        );
    }
}

#[test]
fn late_ballots_wait_and_the_decision_can_be_taken_anew() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    sample.close(round);
    let late = sample.cast(round, 1, Some("gaillard"), &[(1, 1)]);
    let open = read(&sample.snapshot, &[]).open;
    let finding = only(&open);
    assert_eq!(
        (finding.kind, finding.ballots.as_slice()),
        (FindingKind::Late, &[late][..])
    );
    let choices = finding.choices.clone();
    decide(&mut sample, 1, &choices[1]);
    let settled = read(&sample.snapshot, &[]).settled;
    assert_eq!(only(&settled).ballots, [late]);
    decide(&mut sample, 2, &choices[0]);
    let settled = read(&sample.snapshot, &[]).settled;
    assert_eq!(only(&settled).ballots, []);
    assert!(only(&settled).choices[0].is_chosen);
}

#[test]
fn a_faulty_ballot_says_why_and_may_stay_aside() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    sample.cast(round, 1, None, &[(1, 2), (2, 2)]);
    sample.close(round);
    let open = read(&sample.snapshot, &[]).open;
    assert_eq!(only(&open).kind, FindingKind::Faulty);
    assert!(
        only(&open).what.contains("4 gommettes"),
        "{}",
        only(&open).what
    );
    accept_and_reopen(&mut sample.snapshot, &[]);
}

fn paper(sample: &mut Sample, round: RoundId, n: u8, corrects: &[u8]) {
    sample.count_paper(PaperCount {
        id: PaperCountId::from_bytes([n; 16]),
        round,
        council: None,
        people: 3,
        dots: BTreeMap::from([(sample.proposal(1), u32::from(n))]),
        corrects: corrects
            .iter()
            .map(|n| PaperCountId::from_bytes([*n; 16]))
            .collect(),
        reason: (!corrects.is_empty()).then(|| reason("Recompté")),
        entered_at: None,
    });
}

#[test]
fn paper_corrections_made_apart_lead_to_the_paper() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    sample.close(round);
    paper(&mut sample, round, 1, &[]);
    paper(&mut sample, round, 2, &[1]);
    assert_eq!(read(&sample.snapshot, &[]).open, []);
    paper(&mut sample, round, 3, &[1]);
    let open = read(&sample.snapshot, &[]).open;
    assert_eq!(only(&open).kind, FindingKind::Paper);
    let href = routes::workshop(sample.workshop());
    assert_eq!(only(&open).choices[0].act, Act::Go(href));
    paper(&mut sample, round, 4, &[2, 3]);
    assert_eq!(read(&sample.snapshot, &[]).open, []);
}

/// Carries out group commands, each accepted by the rules.
fn group(sample: &mut Sample, commands: &[Command]) {
    for command in commands {
        assert_eq!(check(&sample.snapshot, command), Ok(()), "{command:?}");
        let asked = match command {
            Command::GroupProposal { proposal, into } => Some((*proposal, Some(*into))),
            Command::UngroupProposal { proposal } => Some((*proposal, None)),
            _ => None,
        };
        let (id, into) = asked.expect("a group");
        let proposals = Arc::make_mut(&mut sample.snapshot.proposals);
        let proposal = proposals.get_mut(&id).expect("a known proposal");
        Arc::make_mut(proposal).grouped_into = into;
    }
}

fn commands(choice: &Choice) -> Vec<Command> {
    let asked = match &choice.act {
        Act::Group(commands) => Some(commands.clone()),
        _ => None,
    };
    asked.expect("a group")
}

#[test]
fn groups_in_a_circle_are_told_once_and_each_of_them_can_stand_for_all() {
    let mut sample = Sample::new();
    for (from, into) in [(1, 2), (2, 3), (3, 1)] {
        sample.group(from, into);
    }
    let open = read(&sample.snapshot, &[]).open;
    let finding = only(&open);
    assert_eq!(finding.kind, FindingKind::Groupings);
    assert!(finding.consequences[0].contains("Proposition 1"));
    assert_eq!(finding.choices.len(), 4);
    for idx in 0..3 {
        let mut copy = Sample::new();
        copy.snapshot = sample.snapshot.clone();
        group(&mut copy, &commands(&finding.choices[idx]));
        accept(&mut copy.snapshot, 1, &finding.id);
        let found = read(&copy.snapshot, &[]);
        assert_eq!(found.open, []);
        let settled = only(&found.settled).clone();
        assert_eq!(settled.id, finding.id);
        assert!(settled.choices[idx].is_chosen, "{settled:#?}");
        // Another one, afterwards; then none.
        for other in [(idx + 1) % 3, 3, idx] {
            let now = read(&copy.snapshot, &[]);
            group(&mut copy, &commands(&only(&now.settled).choices[other]));
            let now = read(&copy.snapshot, &[]);
            assert!(only(&now.settled).choices[other].is_chosen);
            assert_eq!(now.open, []);
        }
    }
}

#[test]
fn nothing_is_grouped_while_a_round_runs_on_the_card() {
    let mut sample = Sample::new();
    sample.group(1, 2);
    sample.group(2, 1);
    let round = sample.open(1);
    let open = read(&sample.snapshot, &[]).open;
    assert_eq!(only(&open).choices, []);
    assert_eq!(only(&open).consequences.len(), 2);
    sample.close(round);
    assert_eq!(only(&read(&sample.snapshot, &[]).open).choices.len(), 3);
}

fn anomaly(container: &'static str, key: &(impl ToString + ?Sized), kind: AnomalyKind) -> Anomaly {
    Anomaly {
        container,
        key: key.to_string(),
        kind,
    }
}

#[test]
fn groups_and_tables_made_apart_lead_to_what_settles_them() {
    let mut sample = Sample::new();
    sample.group(1, 2);
    let id = sample.proposal(1);
    let twice = anomaly(schema::PROPOSALS, &id, AnomalyKind::GroupedTwice);
    let open = read(&sample.snapshot, &[twice]).open;
    let finding = only(&open).clone();
    assert_eq!(finding.choices.len(), 2);
    group(&mut sample, &commands(&finding.choices[0]));
    accept(&mut sample.snapshot, 1, &finding.id);
    let found = read(&sample.snapshot, &[]);
    assert_eq!(found.open, []);
    let settled = only(&found.settled).clone();
    group(&mut sample, &commands(&settled.choices[2]));
    assert_eq!(sample.snapshot.proposals[&id].grouped_into, None);

    // The empty value won: nothing is left to write again, a person says so.
    let mut sample = Sample::new();
    let twice = anomaly(schema::PROPOSALS, &id, AnomalyKind::GroupedTwice);
    accept_and_reopen(&mut sample.snapshot, &[twice]);

    let table = anomaly(
        schema::WORKSHOPS,
        &sample.workshop(),
        AnomalyKind::SelectedTwice,
    );
    let open = read(&Sample::new().snapshot, &[table]).open;
    let href = routes::preparation(sample.workshop());
    assert_eq!(only(&open).choices[0].act, Act::Go(href));
}

#[test]
fn two_people_who_decide_apart_leave_the_question_open() {
    let mut sample = Sample::new();
    sample.group(4, 1);
    let id = only(&read(&sample.snapshot, &[]).open).id.clone();
    accept(&mut sample.snapshot, 1, &id);
    let claim = Claim::Finding {
        finding: id,
        verdict: None,
    };
    say(&mut sample.snapshot, 2, claim, &[]);
    assert_eq!(read(&sample.snapshot, &[]).open.len(), 1);
}

#[test]
fn names_tell_long_and_strange_keys_apart() {
    let long = "a".repeat(300);
    let names: BTreeSet<FindingId> = [long.as_str(), "é", "è", "e"]
        .into_iter()
        .map(|key| name(&["entry", key]))
        .collect();
    assert_eq!(names.len(), 4);
    assert_eq!(name(&["entry", "e"]).as_str(), "entry:e");
}
