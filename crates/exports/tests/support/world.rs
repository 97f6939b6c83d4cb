//! A workshop of two councils in which people vote, and the files that come of it.

use std::collections::BTreeMap;

use automerge::Automerge;
use document::genesis::proposal_id;
use domain::{
    Ballot, BallotId, Command, ProposalId, RoundId, RoundRules, Title, VoterCode, VoterId,
    VoterKey, WorkshopId,
};
use exports::{Export, ExportFile, export};

use super::replica::{AT, CARDS, Replica, genesis_bytes};

pub(crate) const DAY: &str = "2026-11-27";
pub(crate) const MEETING: WorkshopId = WorkshopId::from_bytes([0xa1; 16]);
pub(crate) const VOTE: RoundId = RoundId::from_bytes([0xa2; 16]);
pub(crate) const CODE: &str = "zxcvbn";

/// A document with an open round of two councils, three dots per card, two on one.
pub(crate) struct World {
    pub(crate) replica: Replica,
    n_ballots: u8,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// As [`Self::new`], after something was done before the round was opened.
    pub(crate) fn with(prepare: impl FnOnce(&mut Replica)) -> Self {
        let mut replica = Replica::new(&genesis_bytes(), [1; 16]);
        prepare(&mut replica);
        let cards = CARDS.map(|it| it.parse().expect("a slug of the test"));
        replica.must(&Command::CreateWorkshop {
            id: MEETING,
            title: Title::new("Atelier ; \"du soir\"").expect("a title of the test"),
            date: "2026-11-14".parse().expect("a day of the test"),
            place: None,
            councils: ["nord", "sud"]
                .map(|it| it.parse().expect("a slug of the test"))
                .to_vec(),
            cards: cards.to_vec(),
            rules: RoundRules::default(),
            lock: None,
        });
        replica.must(&Command::OpenRound {
            id: VOTE,
            workshop: MEETING,
            cards: cards.to_vec(),
            rules: RoundRules::default(),
            at: AT,
        });
        Self {
            replica,
            n_ballots: 0,
        }
    }

    /// Casts a ballot: card, number of the proposal, dots.
    pub(crate) fn cast(&mut self, council: &str, dots: &[(usize, usize, u8)]) {
        self.n_ballots += 1;
        let n = self.n_ballots;
        let voter = if n == 1 {
            VoterKey::Code(VoterCode::new(CODE).expect("a code of the test"))
        } else {
            VoterKey::Device(VoterId::from_bytes([0xc0 ^ n; 16]))
        };
        let dots = dots
            .iter()
            .map(|(card, number, n)| (printed(*card, *number), *n));
        self.replica.must(&Command::CastBallot(Ballot {
            id: BallotId::from_bytes([0xb0_u8.wrapping_add(n); 16]),
            round: VOTE,
            voter,
            council: Some(council.parse().expect("a slug of the test")),
            dots: dots.collect(),
            supersedes: [].into(),
            is_assisted: n == 2,
        }));
    }

    pub(crate) fn close_and_reveal(&mut self, cards: &[&str]) {
        self.replica.must(&Command::CloseRound {
            round: VOTE,
            at: AT,
        });
        self.replica.must(&Command::Reveal {
            round: VOTE,
            cards: cards
                .iter()
                .map(|it| it.parse().expect("a slug of the test"))
                .collect(),
            at: AT,
        });
    }

    /// Six people of each council and one blank ballot.
    pub(crate) fn busy() -> Self {
        let mut world = Self::new();
        for n in 0..6 {
            world.cast("nord", &[(0, 1 + n % 4, 2), (1, 1 + n % 3, 1)]);
            world.cast("sud", &[(0, 4, 1)]);
        }
        world.cast("sud", &[]);
        world
    }

    pub(crate) fn files(&self, what: Export) -> Vec<ExportFile> {
        files(&self.replica.document, what)
    }

    pub(crate) fn table(&self, name: &str) -> Rows {
        table(&self.replica.document, name)
    }
}

pub(crate) fn printed(card: usize, number: usize) -> ProposalId {
    proposal_id(CARDS[card], number)
}

pub(crate) fn files(document: &Automerge, what: Export) -> Vec<ExportFile> {
    export(document, what, DAY).expect("it is exported")
}

pub(crate) fn text(file: &ExportFile) -> &str {
    std::str::from_utf8(&file.bytes).expect("it is UTF-8")
}

/// Rows as a program reads them: cells by the names of their columns.
pub(crate) type Rows = Vec<BTreeMap<String, String>>;

/// One table of the open data.
pub(crate) fn table(document: &Automerge, name: &str) -> Rows {
    let files = files(document, Export::OpenDataTables);
    let path = format!("{name}.csv");
    let file = files.iter().find(|file| file.name == path);
    rows(&file.expect("it is there").bytes, b',')
}

/// Reads a CSV file with titles; every row has as many cells as there are titles.
pub(crate) fn rows(bytes: &[u8], separator: u8) -> Rows {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .from_reader(bytes);
    let titles = reader.headers().expect("it has titles").clone();
    let rows = reader.records().map(|record| {
        let record = record.expect("as many cells as titles");
        let cells = titles.iter().zip(record.iter());
        cells
            .map(|(title, cell)| (title.to_owned(), cell.to_owned()))
            .collect()
    });
    rows.collect()
}

/// The rows of one round.
pub(crate) fn of_round(rows: Rows, round: RoundId) -> Rows {
    let round = round.to_string();
    let rows = rows.into_iter();
    rows.filter(|row| row["tour_id"] == round).collect()
}

pub(crate) fn n(row: &BTreeMap<String, String>, column: &str) -> u32 {
    row[column].parse().expect("a number")
}
