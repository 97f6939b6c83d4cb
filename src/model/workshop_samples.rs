//! A small document made by hand, for the tests of the models.
//!
//! Two cards: three proposals on the first, one on the second. One workshop of
//! March 2026 with the default rules.

#![allow(clippy::unused_self, reason = "a sample answers for all its ids")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    Arbitration, Attendance, Ballot, BallotId, Card, CardId, Closing, Contract, Council, CouncilId,
    PaperCount, PaperCountId, Proposal, ProposalId, Round, RoundId, RoundRules, Snapshot,
    Timestamp, Title, VoterCode, VoterId, VoterKey, Workshop, WorkshopId,
};

pub(crate) struct Sample {
    pub(crate) snapshot: Snapshot,
    n_ballots: u8,
}

impl Sample {
    /// The workshop without a round.
    pub(crate) fn new() -> Self {
        let council = |id: &str, name: &str| Council {
            id: id.parse().expect("a slug"),
            name: name.into(),
        };
        let mut sample = Self {
            snapshot: Snapshot {
                contract: Arc::new(Contract {
                    councils: vec![
                        council("ambilly", "Ambilly"),
                        council("annemasse", "Annemasse"),
                        council("gaillard", "Gaillard"),
                        council("ville-la-grand", "Ville-la-Grand"),
                    ],
                    ..Contract::default()
                }),
                ..Snapshot::default()
            },
            n_ballots: 0,
        };
        sample.add_card(1, "Mobilité");
        sample.add_card(2, "Culture");
        (1..=3).for_each(|number| sample.add_proposal(number, 1));
        sample.add_proposal(4, 2);
        sample.add_workshop(1, "Atelier", "2026-03-04", Some(RoundRules::default()));
        sample
    }

    pub(crate) fn workshop(&self) -> WorkshopId {
        WorkshopId::from_bytes([1; 16])
    }

    pub(crate) fn history_workshop(&self) -> WorkshopId {
        WorkshopId::from_bytes([9; 16])
    }

    pub(crate) fn card(&self, number: u8) -> CardId {
        format!("carte-{number}").parse().expect("a slug")
    }

    pub(crate) fn proposal(&self, number: u8) -> ProposalId {
        ProposalId::from_bytes([number; 16])
    }

    pub(crate) fn round(&self, id: RoundId) -> &Round {
        self.snapshot.rounds.get(&id).expect("a known round")
    }

    /// Opens round `number` (from 1) of the workshop of March 2026.
    pub(crate) fn open(&mut self, number: u8) -> RoundId {
        let id = RoundId::from_bytes([number; 16]);
        let round = self.fresh_round(id, self.workshop(), Some(RoundRules::default()));
        let opened_at = Some(Timestamp::from_epoch_min(number.into()));
        put(&mut self.snapshot.rounds, id, Round { opened_at, ..round });
        id
    }

    /// Prepares round `number` without opening it.
    pub(crate) fn draft(&mut self, number: u8) -> RoundId {
        let id = RoundId::from_bytes([number; 16]);
        let round = self.fresh_round(id, self.workshop(), Some(RoundRules::default()));
        put(&mut self.snapshot.rounds, id, round);
        id
    }

    /// Counts the people present in the workshop of March 2026, on one device or several.
    pub(crate) fn attend(&mut self, present: &[u16]) {
        let id = self.workshop();
        let mut changed = self.snapshot.workshops[&id].as_ref().clone();
        let count = |present: &u16| Attendance {
            present: *present,
            ..Attendance::default()
        };
        changed.attendance = present.iter().map(count).collect();
        put(&mut self.snapshot.workshops, id, changed);
    }

    pub(crate) fn add_ballot(&mut self, ballot: Ballot) {
        put(&mut self.snapshot.ballots, ballot.id, ballot);
    }

    /// Casts the ballot of the personal tablet `voter`.
    pub(crate) fn cast(
        &mut self,
        round: RoundId,
        voter: u8,
        council: Option<&str>,
        dots: &[(u8, u8)],
    ) -> BallotId {
        let voter = VoterKey::Device(VoterId::from_bytes([voter; 16]));
        self.cast_as(round, voter, council, dots)
    }

    /// Casts a ballot with a code, without knowing of any other.
    pub(crate) fn cast_code(&mut self, round: RoundId, code: &str, dots: &[(u8, u8)]) -> BallotId {
        let voter = VoterKey::Code(VoterCode::new(code).expect("a code"));
        self.cast_as(round, voter, None, dots)
    }

    fn cast_as(
        &mut self,
        round: RoundId,
        voter: VoterKey,
        council: Option<&str>,
        dots: &[(u8, u8)],
    ) -> BallotId {
        self.n_ballots += 1;
        let id = BallotId::from_bytes([self.n_ballots; 16]);
        let ballot = Ballot {
            id,
            round,
            voter,
            council: council.map(|id| id.parse::<CouncilId>().expect("a slug")),
            dots: dots.iter().map(|(p, n)| (self.proposal(*p), *n)).collect(),
            supersedes: BTreeSet::new(),
            is_assisted: false,
        };
        put(&mut self.snapshot.ballots, id, ballot);
        id
    }

    /// Closes a round: ballots cast afterwards are late.
    pub(crate) fn close(&mut self, round: RoundId) {
        let known = self.snapshot.ballots.values().filter(|b| b.round == round);
        let closing = Closing {
            at: Timestamp::from_epoch_min(60),
            ballots: known.map(|ballot| ballot.id).collect(),
        };
        let mut changed = self.round(round).clone();
        changed.closings.push(closing);
        put(&mut self.snapshot.rounds, round, changed);
    }

    /// Reveals cards of a round, closing it first if need be.
    pub(crate) fn reveal(&mut self, round: RoundId, cards: &[u8]) {
        if self.round(round).accepts_ballots() {
            self.close(round);
        }
        let mut changed = self.round(round).clone();
        let cards = cards.iter().map(|number| (self.card(*number), None));
        changed.revealed.extend(cards.collect::<Vec<_>>());
        put(&mut self.snapshot.rounds, round, changed);
    }

    /// The vote of 2019: no rules, all revealed, counted on paper.
    pub(crate) fn history(&mut self, people: u32, dots: &[(u8, u32)]) -> RoundId {
        self.add_workshop(9, "Rencontre", "2019-06-14", None);
        let id = RoundId::from_bytes([9; 16]);
        let round = self.fresh_round(id, self.history_workshop(), None);
        let revealed = round.cards.iter().map(|card| (card.clone(), None));
        let round = Round {
            is_closed: true,
            revealed: revealed.collect(),
            ..round
        };
        put(&mut self.snapshot.rounds, id, round);
        let count = PaperCount {
            id: PaperCountId::from_bytes([9; 16]),
            round: id,
            council: None,
            people,
            dots: dots.iter().map(|(p, n)| (self.proposal(*p), *n)).collect(),
            corrects: BTreeSet::new(),
            reason: None,
            entered_at: None,
        };
        self.count_paper(count);
        id
    }

    pub(crate) fn count_paper(&mut self, entry: PaperCount) {
        put(&mut self.snapshot.paper_counts, entry.id, entry);
    }

    pub(crate) fn group(&mut self, number: u8, into: u8) {
        let (id, into) = (self.proposal(number), self.proposal(into));
        let mut changed = self.snapshot.proposals[&id].as_ref().clone();
        changed.grouped_into = Some(into);
        put(&mut self.snapshot.proposals, id, changed);
    }

    pub(crate) fn arbitrate(&mut self, arbitration: Arbitration) {
        put(&mut self.snapshot.arbitrations, arbitration.id, arbitration);
    }

    fn fresh_round(&self, id: RoundId, workshop: WorkshopId, rules: Option<RoundRules>) -> Round {
        Round {
            id,
            workshop,
            cards: vec![self.card(1), self.card(2)],
            proposals: (1..=4).map(|number| self.proposal(number)).collect(),
            rules,
            opened_at: None,
            is_paused: false,
            closings: Vec::new(),
            is_closed: false,
            revealed: BTreeMap::new(),
            codes: BTreeSet::new(),
            void_codes: BTreeMap::new(),
        }
    }

    fn add_card(&mut self, number: u8, name: &str) {
        let id = self.card(number);
        let card = Card {
            id: id.clone(),
            number,
            name: name.into(),
            question: "Que faire ?".into(),
            difficulties: Vec::new(),
        };
        put(&mut self.snapshot.cards, id, card);
    }

    fn add_proposal(&mut self, number: u8, card: u8) {
        let proposal = Proposal {
            id: self.proposal(number),
            card: self.card(card),
            number: Some(number.into()),
            label: format!("Proposition {number}").into(),
            council: None,
            workshop: None,
            grouped_into: None,
            replaces: None,
            moderation: Vec::new(),
        };
        put(&mut self.snapshot.proposals, proposal.id, proposal);
    }

    fn add_workshop(&mut self, byte: u8, title: &str, date: &str, rules: Option<RoundRules>) {
        let councils = self.snapshot.contract.councils.iter();
        let workshop = Workshop {
            id: WorkshopId::from_bytes([byte; 16]),
            title: Title::new(title).expect("a title"),
            date: date.parse().expect("a day"),
            place: None,
            councils: councils.map(|council| council.id.clone()).collect(),
            cards: vec![self.card(1), self.card(2)],
            rules,
            locks: Vec::new(),
            attendance: Vec::new(),
            selection: BTreeMap::new(),
            versions: Vec::new(),
        };
        put(&mut self.snapshot.workshops, workshop.id, workshop);
    }
}

fn put<K: Ord + Clone, V>(entries: &mut domain::Entries<K, V>, key: K, value: V) {
    Arc::make_mut(entries).insert(key, Arc::new(value));
}
