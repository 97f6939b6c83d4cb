//! The follow-up of the real contract, counted again by slower means.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ActionStep as Step, Author, AuthorRole, Claim, ProposalId, Statement, StatementId};

use super::filters::StatusChoice;
use super::pictures::{
    Change, StepCounts, by_area, by_orientation, by_theme, n_in_several_areas, step_counts,
};
use super::*;
use crate::model::contract_start::start;

/// Minutes of a day.
const DAY: u32 = 24 * 60;
/// Some minute long after the contract was printed.
const NOW: Timestamp = Timestamp::from_epoch_min(29_000_000);

fn today() -> Date {
    "2026-03-04".parse().expect("a day")
}

fn model(snapshot: &Snapshot) -> FollowUpModel {
    FollowUpModel::build(snapshot, today())
}

fn said(number: u8, days_ago: u32, replaces: &[u8], claim: Claim) -> Statement {
    let id = |number| StatementId::from_bytes([number; 16]);
    Statement {
        id: id(number),
        at: Timestamp::from_epoch_min(NOW.epoch_min() - days_ago * DAY),
        author: Author {
            role: AuthorRole::Facilitator,
            council: None,
        },
        supersedes: replaces.iter().map(|number| id(*number)).collect(),
        claim,
    }
}

fn step(action: u16, step: Option<Step>) -> Claim {
    Claim::Action {
        action,
        news: ActionNews::Step(step),
    }
}

fn due(action: u16, day: &str) -> Claim {
    Claim::Action {
        action,
        news: ActionNews::DueDate(Some(day.parse().expect("a day"))),
    }
}

/// The real contract after these statements, and no others.
fn after(statements: Vec<Statement>) -> FollowUpModel {
    let statements: BTreeMap<StatementId, Arc<Statement>> = statements
        .into_iter()
        .map(|statement| (statement.id, Arc::new(statement)))
        .collect();
    model(&Snapshot {
        statements: Arc::new(statements),
        ..start()
    })
}

fn row(model: &FollowUpModel, seq: u16) -> Arc<FollowUpRow> {
    let found = model.rows.iter().find(|row| row.seq == seq);
    Arc::clone(found.expect("the contract has the row"))
}

/// Counts printed statuses by their words, without the code under test.
fn recount(snapshot: &Snapshot, is_of: impl Fn(&ContractAction) -> bool) -> StepCounts {
    let printed = [
        "Non atteint",
        "En cours de lancement",
        "En cours de déploiement",
        "En voie de finalisation",
        "Atteint",
    ];
    let mut counts = [0; 6];
    for action in snapshot.contract.actions.iter().filter(|it| is_of(it)) {
        let status = action.status.as_deref().unwrap_or_default();
        let known = printed.iter().position(|words| *words == status);
        // The one status that says where the step holds.
        let is_local = status == "Non atteint à l'échelle de l'agglo";
        counts[known.unwrap_or(if is_local { 0 } else { 5 })] += 1;
    }
    counts
}

#[test]
fn every_action_of_the_contract_has_a_row_with_its_printed_step() {
    let snapshot = start();
    let model = model(&snapshot);
    assert_eq!(model.rows.len(), 142);
    assert_eq!(step_counts(&model.rows), [14, 4, 82, 1, 21, 20]);
    assert_eq!(step_counts(&model.rows), recount(&snapshot, |_| true));
    assert!(model.rows.iter().all(|row| !row.areas.is_empty()));
    assert!(model.rows.iter().all(|row| row.last_news.is_none()));
}

#[test]
fn every_bar_equals_a_recount_of_the_contract() {
    let snapshot = start();
    let model = model(&snapshot);
    let mut n_rows = 0;
    for bar in by_theme(&model.rows) {
        let expected = recount(&snapshot, |action| action.theme == bar.key);
        assert_eq!(bar.counts, expected, "theme {}", bar.key);
        n_rows += bar.counts.iter().sum::<usize>();
    }
    assert_eq!(n_rows, 142);
    let orientations = by_orientation(&model.rows);
    assert_eq!(orientations.len(), 14);
    for bar in orientations {
        let expected = recount(&snapshot, |action| action.orientation == bar.key);
        assert_eq!(bar.counts, expected, "orientation {}", bar.key);
    }
}

#[test]
fn bars_of_places_equal_a_recount_and_say_what_counts_twice() {
    let snapshot = start();
    let model = model(&snapshot);
    let bars = by_area(&model.rows, &model.choices);
    let sums: Vec<(&str, usize)> = bars
        .iter()
        .map(|bar| (bar.key.word(), bar.counts.iter().sum()))
        .collect();
    assert_eq!(
        sums,
        [
            ("ambilly", 4),
            ("annemasse", 15),
            ("gaillard", 11),
            ("ville-la-grand", 3),
            ("agglo", 102),
            ("autre", 1),
            ("non-renseigne", 11),
        ]
    );
    assert_eq!(n_in_several_areas(&model.rows), 5);
    assert_eq!(sums.iter().map(|(_, sum)| sum).sum::<usize>(), 142 + 5);
    for (bar, name) in bars.iter().zip(["Ambilly", "Annemasse", "Gaillard"]) {
        let expected = recount(&snapshot, |action| {
            action
                .perimeter
                .as_deref()
                .unwrap_or_default()
                .contains(name)
        });
        assert_eq!(bar.counts, expected, "{name}");
    }
}

#[test]
fn no_action_of_gaillard_alone_is_printed_as_not_started() {
    let model = model(&start());
    let chosen = Filters {
        area: Some(Area::Commune("gaillard".to_owned())),
        status: Some(StatusChoice::NotStarted),
        ..Filters::default()
    };
    assert_eq!(model.select(&chosen, NOW).len(), 0);
    assert_eq!(model.n_more_with_whole(&chosen, NOW), Some(16));
    let with_whole = Filters {
        with_whole: true,
        ..chosen
    };
    let found = model.select(&with_whole, NOW);
    assert_eq!(step_counts(&found), [13, 3, 0, 0, 0, 0]);
    assert!(found.iter().all(|row| row.areas == [Area::Whole]));
    assert_eq!(model.n_more_with_whole(&Filters::default(), NOW), None);
}

#[test]
fn the_news_stand_before_the_print_and_the_print_stays_readable() {
    let model = after(vec![
        said(1, 40, &[], step(1, Some(Step::Launching))),
        said(2, 20, &[1], step(1, Some(Step::Reached))),
        said(3, 10, &[], step(3, None)),
    ]);
    let first = row(&model, 1);
    assert_eq!(first.step, ActionStep::Reached);
    assert_eq!(first.printed_step, ActionStep::Deploying);
    assert_eq!(
        first.words_beside_pill().as_deref(),
        Some("En cours de déploiement")
    );
    let at = Timestamp::from_epoch_min(NOW.epoch_min() - 20 * DAY);
    assert_eq!(first.last_news, Some(at));
    assert!(!first.is_conflict && first.step_news.is_some());
    let third = row(&model, 3);
    assert_eq!(third.step, ActionStep::Unknown);
    assert_eq!(
        (third.pill_words().as_str(), third.step_news.is_some()),
        ("", true)
    );
    assert!(row(&model, 2).step_news.is_none());
}

#[test]
fn printed_words_are_never_said_twice() {
    for row in &model(&start()).rows {
        let pill = row.pill_words();
        let pill = if pill.is_empty() {
            parts::action_step(row.step)
        } else {
            &pill
        };
        match row.words_beside_pill() {
            Some(beside) => assert_eq!(*beside, *row.printed, "{}", row.seq),
            None => assert!(
                *row.printed == *pill || row.printed.is_empty(),
                "{}",
                row.seq
            ),
        }
        assert_ne!(
            row.words_beside_pill().as_deref(),
            Some(pill),
            "{}",
            row.seq
        );
    }
}

#[test]
fn two_that_wrote_apart_mark_the_action() {
    let apart = vec![
        said(1, 5, &[], step(7, Some(Step::Reached))),
        said(2, 4, &[], step(7, Some(Step::NotReached))),
    ];
    let model = after(apart.clone());
    assert!(row(&model, 7).is_conflict);
    assert_eq!(row(&model, 7).step, ActionStep::NotReached);
    assert_eq!(model.rows.iter().filter(|row| row.is_conflict).count(), 1);
    let settled = said(3, 3, &[1, 2], step(7, Some(Step::Reached)));
    let model = after([apart, vec![settled]].concat());
    assert!(!row(&model, 7).is_conflict);
}

#[test]
fn an_action_is_late_when_its_day_is_past_and_it_is_not_reached() {
    let model = after(vec![
        said(1, 5, &[], due(1, "2026-03-03")),
        said(2, 5, &[], due(2, "2026-03-04")),
        said(3, 5, &[], due(5, "2020-01-01")),
        said(4, 5, &[], step(5, Some(Step::Reached))),
    ]);
    let late: Vec<u16> = model
        .rows
        .iter()
        .filter(|row| row.is_overdue)
        .map(|row| row.seq)
        .collect();
    assert_eq!(late, [1]);
}

#[test]
fn only_a_link_to_the_action_itself_says_that_a_council_asked_for_it() {
    let link = |target, source: Option<&str>| Claim::Link {
        proposal: ProposalId::from_bytes([9; 16]),
        target,
        source: source.map(|text| domain::Reason::new(text).expect("a reason")),
    };
    let axis = LinkTarget::Axis {
        theme: 1,
        number: 2,
    };
    let model = after(vec![
        said(1, 5, &[], link(LinkTarget::Action(12), Some("annexe 1"))),
        said(2, 5, &[], link(axis, Some("annexe 1"))),
        said(3, 5, &[], link(LinkTarget::Action(13), Some("annexe 1"))),
        said(4, 4, &[3], link(LinkTarget::Action(13), None)),
    ]);
    let asked = Filters {
        asked: true,
        ..Filters::default()
    };
    let found: Vec<u16> = model
        .select(&asked, NOW)
        .iter()
        .map(|row| row.seq)
        .collect();
    assert_eq!(found, [12]);
    // The links that the contract itself carries lead to axes.
    assert!(self::model(&start()).select(&asked, NOW).is_empty());
}

#[test]
fn news_grow_old_after_a_year() {
    let model = after(vec![
        said(1, 365, &[], step(1, Some(Step::Reached))),
        said(2, 366, &[], step(2, Some(Step::Reached))),
    ]);
    let silent = Filters {
        without_news: true,
        ..Filters::default()
    };
    let found: BTreeSet<u16> = model
        .select(&silent, NOW)
        .iter()
        .map(|row| row.seq)
        .collect();
    assert_eq!(found.len(), 141);
    assert!(!found.contains(&1) && found.contains(&2));
}

#[test]
fn what_changed_since_the_print_adds_up() {
    let unchanged = Change::count(&model(&start()).rows);
    assert_eq!((unchanged.same, unchanged.up, unchanged.down), (142, 0, 0));
    let model = after(vec![
        said(1, 9, &[], step(1, Some(Step::Reached))),
        said(2, 9, &[], step(13, Some(Step::NotReached))),
        said(3, 9, &[], step(2, Some(Step::Launching))),
        said(4, 9, &[], step(6, None)),
        said(5, 9, &[], step(18, Some(Step::Deploying))),
    ]);
    let change = Change::count(&model.rows);
    assert_eq!((change.up, change.down, change.unclear), (1, 1, 2));
    assert_eq!(change.same, 138);
    let cells: usize = change.matrix.iter().flatten().sum();
    assert_eq!(cells, 142);
    for (place, line) in change.matrix.iter().enumerate() {
        let printed = model
            .rows
            .iter()
            .filter(|row| row.printed_step.place() == place);
        assert_eq!(line.iter().sum::<usize>(), printed.count());
    }
    for place in 0..6 {
        let column: usize = change.matrix.iter().map(|line| line[place]).sum();
        assert_eq!(column, step_counts(&model.rows)[place]);
    }
}

#[test]
fn actions_that_have_not_started_come_first() {
    let model = model(&start());
    let groups = by_step(&model.rows);
    let steps: Vec<ActionStep> = groups.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, ActionStep::ALL);
    assert!(
        groups
            .iter()
            .all(|(_, rows)| rows.is_sorted_by_key(|row| row.seq))
    );
    assert_eq!(
        groups.iter().map(|(_, rows)| rows.len()).sum::<usize>(),
        142
    );
}

/// Reads a query as a browser does.
fn parse(query: &str, choices: &Choices) -> Filters {
    let pairs: Vec<(&str, &str)> = query
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let value = |key: &str| {
        let found = pairs.iter().find(|(known, _)| *known == key)?;
        Some(found.1.to_owned())
    };
    Filters::parse(value, choices)
}

#[test]
fn every_choice_comes_back_from_its_address() {
    let model = model(&start());
    let choices = &model.choices;
    let mut areas: Vec<Option<Area>> = choices.areas.iter().cloned().map(Some).collect();
    areas.push(None);
    let mut statuses: Vec<Option<StatusChoice>> = StatusChoice::all().map(Some).collect();
    statuses.push(None);
    for (area, status) in areas
        .iter()
        .flat_map(|area| statuses.iter().map(move |it| (area, it)))
    {
        for bits in 0..8 {
            let is_commune = matches!(area, Some(Area::Commune(_)));
            let filters = Filters {
                theme: (bits & 1 == 1).then_some(3),
                orientation: (bits & 2 == 2).then_some(10),
                area: area.clone(),
                with_whole: is_commune && bits & 4 == 4,
                status: *status,
                without_news: bits & 1 == 1,
                asked: bits & 4 == 4,
            };
            assert_eq!(parse(&filters.query(), choices), filters);
        }
    }
    let nothing = Filters::default();
    assert_eq!((nothing.query().as_str(), nothing.is_empty()), ("", true));
}

#[test]
fn addresses_read_as_they_were_promised() {
    let choices = model(&start()).choices;
    let query =
        "?theme=3&orientation=9&commune=gaillard&etat=non-atteint&sans-nouvelles=1&demandee=1";
    let filters = parse(query, &choices);
    assert_eq!(filters.query(), query);
    assert_eq!(filters.commune(), Some("gaillard"));
    for unknown in [
        "?theme=9",
        "?theme=x&etat=vite",
        "?commune=paris",
        "?orientation=15",
        "?agglo=1",
        "?sans-nouvelles=oui",
        "?couleur=rouge",
    ] {
        assert!(parse(unknown, &choices).is_empty(), "{unknown}");
    }
    let other_theme = parse("?theme=1&orientation=9", &choices);
    assert_eq!(
        (other_theme.theme, other_theme.orientation),
        (Some(1), None)
    );
}

#[test]
fn filters_combine() {
    let model = model(&start());
    let filters = parse(
        "?theme=3&orientation=9&commune=agglo&etat=non-atteint",
        &model.choices,
    );
    let found: Vec<u16> = model
        .select(&filters, NOW)
        .iter()
        .map(|row| row.seq)
        .collect();
    let snapshot = start();
    let expected: Vec<u16> = snapshot
        .contract
        .actions
        .iter()
        .filter(|it| (it.theme, it.orientation) == (3, 9))
        .filter(|it| {
            it.perimeter
                .as_deref()
                .is_some_and(|text| text.starts_with("Agglo"))
        })
        .filter(|it| it.step == Some(Step::NotReached))
        .map(|it| it.seq)
        .collect();
    assert_eq!(found, expected);
    assert!(!found.is_empty());
}

#[test]
fn another_theme_gives_up_the_orientation_and_a_place_its_whole_area() {
    let choices = model(&start()).choices;
    let filters = parse("?theme=3&orientation=9&commune=gaillard&agglo=1", &choices);
    assert_eq!(
        filters.with_theme(Some(1), &choices).query(),
        "?theme=1&commune=gaillard&agglo=1"
    );
    assert_eq!(filters.with_theme(None, &choices).orientation, Some(9));
    assert!(!filters.with_area(Some(Area::Whole)).with_whole);
    assert!(!filters.with_area(None).with_whole);
}
