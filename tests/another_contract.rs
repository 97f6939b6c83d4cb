//! Nothing is hard-wired to the first contract: another one, invented and small, is built
//! in memory, opened as the app opens its own, voted on, and read.

use std::path::Path;

use domain::{
    Ballot, BallotId, CardId, Command, CouncilId, Date, DotScope, FollowUp, RoundId, RoundRules,
    Timestamp, Title, VoterId, VoterKey, WorkshopId,
};
use six_cartes::components::{ActionStep, CouncilBadge, CouncilLook};
use six_cartes::model::contract_search::{Search, SearchIndex};
use six_cartes::model::follow_up::FollowUpModel;
use six_cartes::model::follow_up::areas::Area;
use six_cartes::model::follow_up::labels::{area_name, orientation_name, theme_name};
use six_cartes::model::follow_up::pictures::{by_area, by_theme};
use six_cartes::model::looks::card_look;
use six_cartes::model::outcome::{outcomes_of, priorities_of};
use six_cartes::model::results::{badge, build_card_results, build_results};
use six_cartes::replica::{Core, Start};
use xtask::contract_files::{self, Contract};
use xtask::genesis;

const WORKSHOP: WorkshopId = WorkshopId::from_bytes([1; 16]);
const ROUND: RoundId = RoundId::from_bytes([2; 16]);

fn files() -> Contract {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contracts/petit-bourg");
    contract_files::read(&folder).expect("correct files")
}

/// A tablet of the other contract, as it starts.
fn tablet() -> Core {
    let files = files();
    let genesis = genesis::build(&files).expect("the files fit the document");
    let amendment = genesis::build_amendment(&genesis, &files).expect("so do the links");
    // The app has both for as long as it runs.
    let start = Start {
        genesis: Vec::leak(genesis),
        amendment: Vec::leak(amendment),
    };
    let (core, n_damaged) = Core::open(start, []).expect("the genesis opens");
    assert_eq!((core.anomalies(), n_damaged), (Vec::new(), 0));
    core
}

fn today() -> Date {
    "2026-11-27".parse().expect("a day")
}

fn slug<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a slug")
}

fn act(tablet: &mut Core, command: &Command) {
    tablet.dispatch(command).expect("the rules accept it");
}

/// A workshop of both councils on the cards `velo` and `riviere`: five people of each
/// council vote for the footbridge, one of the left bank for the bathing place too.
fn vote(tablet: &mut Core) {
    let cards: Vec<CardId> = vec![slug("velo"), slug("riviere")];
    let rules = RoundRules::new(3, 2, DotScope::PerCard).expect("sound rules");
    let at = Timestamp::from_epoch_min(29_000_000);
    act(
        tablet,
        &Command::CreateWorkshop {
            id: WORKSHOP,
            title: Title::new("Atelier des berges").expect("a title"),
            date: "2026-03-04".parse().expect("a day"),
            place: None,
            councils: vec![slug("rive-droite"), slug("rive-gauche")],
            cards: cards.clone(),
            rules,
            lock: None,
        },
    );
    act(
        tablet,
        &Command::OpenRound {
            id: ROUND,
            workshop: WORKSHOP,
            cards: cards.clone(),
            rules,
            at,
        },
    );
    for voter in 0..10_u8 {
        cast(tablet, voter);
    }
    act(tablet, &Command::CloseRound { round: ROUND, at });
    act(
        tablet,
        &Command::Reveal {
            round: ROUND,
            cards,
            at,
        },
    );
}

fn cast(tablet: &mut Core, voter: u8) {
    let first_of = |card: &str| tablet.snapshot().proposals_of(&slug(card))[0].id;
    let mut dots = [(first_of("velo"), 2)].into();
    if voter == 9 {
        dots = [(first_of("velo"), 2), (first_of("riviere"), 1)].into();
    }
    let council = ["rive-droite", "rive-gauche"][usize::from(voter / 5)];
    let ballot = Ballot {
        id: BallotId::from_bytes([voter + 1; 16]),
        round: ROUND,
        voter: VoterKey::Device(VoterId::from_bytes([voter + 1; 16])),
        council: Some(slug(council)),
        dots,
        supersedes: [].into(),
        is_assisted: false,
    };
    act(tablet, &Command::CastBallot(ballot));
}

#[test]
fn the_document_says_what_the_files_say() {
    let (core, files) = (tablet(), files());
    let contract = &core.snapshot().contract;
    assert_eq!(*contract.title, *files.title);
    assert_eq!(*contract.period, *files.period);
    assert_eq!(contract.actions.len(), files.actions.len());
    assert_eq!(core.snapshot().statements.len(), files.links.len());
    let ids: Vec<String> = core
        .snapshot()
        .deck()
        .iter()
        .map(|card| card.id.to_string())
        .collect();
    assert_eq!(ids, ["velo", "places", "riviere"]);
}

#[test]
fn councils_and_cards_take_their_looks_by_place_and_their_names_from_the_document() {
    let core = tablet();
    let snapshot = core.snapshot();
    let of = |id: &str| badge(snapshot, Some(&slug::<CouncilId>(id)));
    let expected = |id: &str, name: &str, idx| CouncilBadge {
        id: id.to_owned(),
        name: name.to_owned(),
        look: CouncilLook::at(idx),
    };
    assert_eq!(of("rive-droite"), expected("rive-droite", "Rive droite", 0));
    assert_eq!(of("rive-gauche"), expected("rive-gauche", "Rive gauche", 1));
    assert!(of("annemasse").look.is_neutral());
    let deck = snapshot.deck();
    let colors: Vec<&str> = deck.iter().map(|card| card_look(card).color()).collect();
    assert_eq!(colors, ["1", "2", "3"]);
}

#[test]
fn a_workshop_runs_from_its_opening_to_its_results() {
    let mut core = tablet();
    vote(&mut core);
    let snapshot = core.snapshot();
    let results = build_results(snapshot, &snapshot.rounds[&ROUND]);
    assert_eq!((results.n_dots, results.n_cards_hidden), (21, 0));
    let names: Vec<&str> = results.cards.iter().map(|card| &*card.name).collect();
    assert_eq!(names, ["Vélo et marche", "La rivière"]);
    let first = &results.cards[0].rows[0];
    assert_eq!(first.label, "Une passerelle pour les piétons");
    let shares: Vec<(&str, u32)> = first
        .by_council
        .iter()
        .map(|(council, dots)| (&*council.name, *dots))
        .collect();
    assert_eq!(shares, [("Rive droite", 10), ("Rive gauche", 10)]);
    let legend: Vec<&str> = results.legend.iter().map(|it| &*it.name).collect();
    assert_eq!(legend, ["Rive droite", "Rive gauche"]);
    assert_eq!(core.anomalies(), []);
}

#[test]
fn the_printed_vote_and_what_became_of_it_are_read() {
    let core = tablet();
    let snapshot = core.snapshot();
    let past = build_card_results(snapshot, &slug("velo"));
    assert_eq!(past[0].title, "Rencontre des deux rives");
    assert_eq!(past[0].rows[0].total, 9);
    let follow_up = FollowUp::new(&snapshot.statements);
    let outcomes = outcomes_of(snapshot, &follow_up, &slug("velo"), today());
    let links: Vec<&str> = outcomes[0].links.iter().map(|link| &*link.label).collect();
    assert_eq!(outcomes[0].label, "Une passerelle pour les piétons");
    assert_eq!(links, ["Rendre les quais accessibles"]);
    assert!(outcomes[0].links[0].is_starred);
    assert!(outcomes[0].days_waiting.is_some_and(|days| days > 700));
    let priorities = priorities_of(snapshot, &follow_up, &slug("rive-gauche"), today());
    assert_eq!(priorities[0].label, "Une passerelle pour les piétons");
}

#[test]
fn the_follow_up_sorts_its_actions_by_its_own_themes_and_communes() {
    let core = tablet();
    let model = FollowUpModel::build(core.snapshot(), today());
    let choices = &model.choices;
    let themes: Vec<(String, usize)> = by_theme(&model.rows)
        .iter()
        .map(|bar| {
            (
                theme_name(bar.key, choices),
                bar.counts.iter().sum::<usize>(),
            )
        })
        .collect();
    assert_eq!(themes.len(), 2);
    assert!(
        themes[0].0.contains("Se déplacer") && themes[0].1 == 3,
        "{themes:?}"
    );
    assert!(
        themes[1].0.contains("Se rencontrer") && themes[1].1 == 1,
        "{themes:?}"
    );
    assert!(orientation_name(3, choices).contains("Faire vivre les places"));
    let areas: Vec<(String, usize)> = by_area(&model.rows, choices)
        .iter()
        .map(|bar| {
            (
                area_name(&bar.key, choices),
                bar.counts.iter().sum::<usize>(),
            )
        })
        .collect();
    let expected = [
        ("Petit-Bourg".to_owned(), 3),
        ("Val-sur-Orle".to_owned(), 2),
    ];
    assert_eq!(areas, expected);
    let row = |seq: u16| model.rows.iter().find(|row| row.seq == seq).expect("a row");
    assert_eq!(row(3).step, ActionStep::NotReached);
    assert_eq!(row(4).step, ActionStep::Unknown);
    let both = ["petit-bourg", "val-sur-orle"].map(|word| Area::Commune(word.to_owned()));
    assert_eq!(row(2).areas, both);
}

#[test]
fn the_search_finds_its_words_with_slips_of_the_finger() {
    let core = tablet();
    let snapshot = core.snapshot();
    let index = SearchIndex::new(snapshot, &FollowUp::new(&snapshot.statements));
    for typed in ["passerelle", "paserelle", "PASSERELLES"] {
        let Search::Done(groups) = index.search(typed) else {
            unreachable!("{typed} is a search")
        };
        let kinds: Vec<&str> = groups.iter().map(|group| group.kind.heading()).collect();
        assert_eq!(groups.len(), 2, "{typed}: {kinds:?}");
    }
    let Search::Done(groups) = index.search("compost") else {
        unreachable!("it is a search")
    };
    assert!(groups.is_empty(), "{groups:?}");
}

/// Files below a folder that can hold the id of a council or a card.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).expect("a text");
            // What comes after is a test.
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            found.push((path.display().to_string(), text.to_owned()));
        }
    }
}

#[test]
fn no_id_of_the_first_contract_stands_in_the_app() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let first = contract_files::read(&root.join("data/annemasse")).expect("correct files");
    let councils = first.councils.iter().map(|council| &council.id);
    let ids: Vec<String> = councils
        .chain(first.cards.iter().map(|card| &card.id))
        .map(|id| format!("\"{id}\""))
        .collect();
    let mut found = Vec::new();
    for folder in ["src", "style"] {
        sources(&root.join(folder), &mut found);
    }
    let page = std::fs::read_to_string(root.join("index.html")).expect("the page");
    found.push(("index.html".to_owned(), page));
    // Samples of tests, and the drawings that any contract may use for a card of that name.
    let is_free = |file: &str| {
        let free = ["/tests.rs", "_sample.rs", "_samples.rs", "/pictogram.rs"];
        free.iter().any(|end| file.ends_with(end))
    };
    for (file, text) in found.iter().filter(|(file, _)| !is_free(file)) {
        for id in &ids {
            assert!(!text.contains(id.as_str()), "{file} names {id}");
        }
    }
}
