//! What leaves of the votes adds up to what is shown, and tells no more than that.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::collections::{BTreeMap, BTreeSet};

use automerge::Automerge;
use document::Reader;
use domain::{Command, PaperCount, PaperCountId, ProposalId, VoterId, count, groups, ranking};
use exports::Export;

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    #[path = "../../../document/tests/support/chance.rs"]
    pub(crate) mod chance;
    #[path = "../../../document/tests/support/commands.rs"]
    pub(crate) mod commands;
    #[path = "../../../document/tests/support/replica.rs"]
    pub(crate) mod replica;
    pub(crate) mod world;
}

use support::chance::{Chance, SaysSeed, seeds};
use support::commands::{KINDS, command};
use support::replica::{AT, CARDS, ROUND, Replica, genesis_bytes};
use support::world::{CODE, Rows, VOTE, World, files, n, of_round, printed, table, text};

fn data(file: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/annemasse");
    std::fs::read(folder.join(file)).expect("a committed file")
}

/// Every revealed card: what `domain` shows, against what the tables say.
fn assert_tables_add_up(document: &Automerge) {
    let reader = Reader::open(document);
    let snapshot = reader.snapshot();
    let groups = groups(&snapshot.proposals);
    let (ballots, results) = (table(document, "bulletins"), table(document, "resultats"));
    let papers = table(document, "comptages_papier");
    let mut n_results = 0;
    for round in snapshot.rounds.values() {
        let ballots = of_round(ballots.clone(), round.id);
        let results = of_round(results.clone(), round.id);
        let papers = of_round(papers.clone(), round.id);
        let count = count(snapshot, round.id);
        let by_root = |rows: &Rows, flag: &str| {
            let mut sums: BTreeMap<ProposalId, u32> = BTreeMap::new();
            for row in rows.iter().filter(|row| row[flag] == "true") {
                if let Ok(id) = row["proposition_id"].parse() {
                    *sums.entry(groups.root(id)).or_default() += n(row, "gommettes");
                }
            }
            sums
        };
        let (cast, on_paper) = (by_root(&ballots, "compte"), by_root(&papers, "en_vigueur"));
        let of =
            |sums: &BTreeMap<_, u32>, id: ProposalId| sums.get(&id).copied().unwrap_or_default();
        for card in &round.cards {
            let lines = ranking(snapshot, &groups, card, &round.proposals, &[&count]);
            let lines = lines.iter().filter(|_| round.is_revealed(card));
            for line in lines {
                let row = results.iter().find(|row| {
                    row["proposition_id"] == line.proposal.to_string()
                        && row["carte"] == card.as_str()
                });
                let row = row.expect("every shown line is exported");
                assert_eq!(n(row, "total"), line.total);
                assert_eq!(n(row, "rang"), line.rank.rank);
                assert_eq!(row["ex_aequo"], line.rank.is_tied.to_string());
                assert_eq!(n(row, "tablette"), of(&cast, line.proposal));
                assert_eq!(n(row, "tablette") + n(row, "papier"), line.total);
                if papers.iter().all(|row| !row["gommettes"].is_empty()) {
                    assert_eq!(n(row, "papier"), of(&on_paper, line.proposal));
                }
                n_results += 1;
            }
        }
    }
    assert_eq!(results.len(), n_results, "and nothing else is exported");
}

#[test]
fn the_vote_of_2019_leaves_as_it_was_printed() {
    let start = [data("genesis.automerge"), data("amendment.automerge")].concat();
    let document = Automerge::load(&start).expect("the start opens");
    assert_tables_add_up(&document);
    let papers = table(&document, "comptages_papier");
    let dots: u32 = papers.iter().map(|row| n(row, "gommettes")).sum();
    assert_eq!((dots, papers[0]["personnes"].as_str()), (107, "16"));
    let results = table(&document, "resultats");
    let total: u32 = results.iter().map(|row| n(row, "total")).sum();
    assert_eq!(total, 107);
    assert!(table(&document, "bulletins").is_empty());
    assert_eq!(table(&document, "actions").len(), 142);
    assert_eq!(table(&document, "propositions").len(), 81);
    assert!(!table(&document, "liens").is_empty());
    assert_eq!(files(&document, Export::Pabulib), [], "paper is no ballot");
}

#[test]
fn counted_ballots_add_up_to_the_totals_in_any_document() {
    let mut n_ballots = 0;
    for seed in seeds(40) {
        let _says_seed = SaysSeed(seed);
        let chance = &mut Chance::new(seed);
        let mut replica = Replica::with_round(&genesis_bytes(), [1; 16]);
        let mut other = replica.fork([2; 16]);
        for _ in 0..12 {
            for kind in KINDS {
                let actor = if chance.once_in(2) {
                    &mut replica
                } else {
                    &mut other
                };
                if let Some(command) = command(chance, actor.snapshot(), kind) {
                    // Refusals change nothing and are of no interest here.
                    let _ = actor.ask(&command);
                }
            }
        }
        replica.merge(&other);
        // Refused when the round is closed already.
        let _ = replica.ask(&Command::CloseRound {
            round: ROUND,
            at: AT,
        });
        let _ = replica.ask(&Command::Reveal {
            round: ROUND,
            cards: vec![CARDS[0].parse().expect("a slug of the test")],
            at: AT,
        });
        assert_tables_add_up(&replica.document);
        n_ballots += table(&replica.document, "bulletins").len();
    }
    assert!(n_ballots > 50, "{n_ballots} rows");
}

/// Everything that is given to the public, as one text.
fn public_text(world: &World) -> String {
    let mut all = String::new();
    for what in [
        Export::SpreadsheetTables,
        Export::OpenDataTables,
        Export::Pabulib,
    ] {
        for file in world.files(what) {
            all.push_str(text(&file));
        }
    }
    let json = world.files(Export::Json);
    let json: serde_json::Value = serde_json::from_slice(&json[0].bytes).expect("it is JSON");
    all + &json["objects"].to_string()
}

#[test]
fn no_ballot_carries_an_id_a_voter_a_code_or_a_moment() {
    let mut world = World::busy();
    world.close_and_reveal(&CARDS);
    let public = public_text(&world);
    let snapshot = world.replica.snapshot();
    assert_eq!(snapshot.ballots.len(), 13);
    for ballot in snapshot.ballots.values() {
        assert!(!public.contains(&ballot.id.to_string()));
    }
    for n in 1..=13 {
        let voter = VoterId::from_bytes([0xc0 ^ n; 16]).to_string();
        assert!(!public.contains(&voter));
    }
    assert!(!public.contains(CODE));
    let ballots = world.files(Export::OpenDataTables);
    let ballots = ballots.iter().find(|file| file.name == "bulletins.csv");
    let mut of_ballots = text(ballots.expect("it is there")).to_owned();
    of_ballots.push_str(text(&world.files(Export::Pabulib)[0]));
    assert!(
        public.contains("2019-06-08T13:20"),
        "the minute of the test"
    );
    assert!(!of_ballots.contains("2019-06-08"));
    assert!(!of_ballots.contains("13:20"));
}

#[test]
fn the_order_of_ballots_is_not_that_of_ids_or_of_voting_and_never_changes() {
    let mut world = World::busy();
    world.close_and_reveal(&CARDS);
    let rows = of_round(world.table("bulletins"), VOTE);
    let numbers: BTreeSet<u32> = rows.iter().map(|row| n(row, "bulletin")).collect();
    assert_eq!(numbers, (1..=13).collect());
    // Cast in turns by the two councils.
    let mut councils: BTreeMap<u32, &str> = BTreeMap::new();
    for row in &rows {
        councils.insert(n(row, "bulletin"), &row["conseil"]);
    }
    let in_turns = |first: &str| councils.values().step_by(2).all(|it| *it == first);
    assert!(!in_turns("NORD") && !in_turns("SUD"), "{councils:?}");
    assert_eq!(of_round(world.table("bulletins"), VOTE), rows);
    let blank: Vec<_> = rows
        .iter()
        .filter(|row| row["proposition_id"].is_empty())
        .collect();
    assert_eq!(blank.len(), 1);
    assert_eq!(
        (blank[0]["gommettes"].as_str(), blank[0]["etat"].as_str()),
        ("0", "compté")
    );
}

#[test]
fn councils_of_fewer_than_five_people_are_not_told_apart() {
    for (n_south, is_told) in [(5, true), (4, false)] {
        let mut world = World::new();
        for _ in 0..6 {
            world.cast("nord", &[(0, 1, 2)]);
        }
        for _ in 0..n_south {
            world.cast("sud", &[(0, 2, 1)]);
        }
        world.close_and_reveal(&CARDS);
        let ballots = of_round(world.table("bulletins"), VOTE);
        assert!(
            ballots
                .iter()
                .all(|row| row["conseil"].is_empty() != is_told)
        );
        let results = of_round(world.table("resultats"), VOTE);
        for column in ["conseil_nord", "conseil_sud", "sans_conseil"] {
            assert!(results.iter().all(|row| row[column].is_empty() != is_told));
        }
        if is_told {
            let of = |id| results.iter().find(|row| row["proposition_id"] == id);
            let second = of(printed(0, 2).to_string()).expect("it is there");
            assert_eq!(
                (n(second, "conseil_nord"), n(second, "conseil_sud")),
                (0, 5)
            );
        }
    }
}

#[test]
fn a_small_paper_count_gives_only_its_people() {
    let mut world = World::busy();
    let paper = |id, council: &str, people| PaperCount {
        id: PaperCountId::from_bytes([id; 16]),
        round: VOTE,
        council: Some(council.parse().expect("a slug of the test")),
        people,
        dots: [(printed(0, 1), 2)].into(),
        corrects: [].into(),
        reason: None,
        entered_at: Some(AT),
    };
    world
        .replica
        .must(&Command::RecordPaperCount(paper(1, "nord", 7)));
    world
        .replica
        .must(&Command::RecordPaperCount(paper(2, "sud", 2)));
    world.close_and_reveal(&CARDS);
    let papers = of_round(world.table("comptages_papier"), VOTE);
    let told = |column: &str| papers.iter().any(|row| !row[column].is_empty());
    assert_eq!(papers.len(), 2);
    assert!(told("personnes") && !told("conseil") && !told("gommettes"));
    let results = of_round(world.table("resultats"), VOTE);
    let first = printed(0, 1).to_string();
    let first = results.iter().find(|row| row["proposition_id"] == first);
    assert_eq!(n(first.expect("it is there"), "papier"), 4);
}

#[test]
fn nothing_leaves_of_a_card_that_is_not_revealed() {
    let mut world = World::busy();
    world.replica.must(&Command::RecordPaperCount(PaperCount {
        id: PaperCountId::from_bytes([3; 16]),
        round: VOTE,
        council: None,
        people: 9,
        dots: [(printed(1, 2), 5)].into(),
        corrects: [].into(),
        reason: None,
        entered_at: None,
    }));
    let rows = |world: &World, name| of_round(world.table(name), VOTE);
    for name in ["bulletins", "resultats", "comptages_papier"] {
        assert!(rows(&world, name).is_empty(), "{name} of an open round");
    }
    assert!(world.files(Export::Pabulib).is_empty());
    world.close_and_reveal(&[CARDS[0]]);
    let on_second = |row: &BTreeMap<String, String>| {
        (1..=4).any(|number| row["proposition_id"] == printed(1, number).to_string())
    };
    for name in ["bulletins", "resultats", "comptages_papier"] {
        let rows = rows(&world, name);
        assert!(!rows.is_empty() && !rows.iter().any(on_second), "{name}");
    }
    let rounds = of_round(world.table("tours"), VOTE);
    assert_eq!(rounds[0]["bulletins_blancs"], "", "it tells of every card");
    assert_eq!(rounds[0]["bulletins_aides"], "1");
    let pb = world.files(Export::Pabulib);
    assert_eq!(pb.len(), 1);
    for number in 1..=4 {
        assert!(!text(&pb[0]).contains(&printed(1, number).to_string()));
    }
}
