//! A small world to vote in, with short ways to name its parts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    Arbitration, ArbitrationId, Ballot, BallotId, Card, CardId, Closing, CommentId, Contract,
    ContractAction, Council, CouncilId, Date, Decision, Difficulty, DifficultyId, DotScope, Label,
    PaperCount, PaperCountId, Proposal, ProposalId, Reason, Remark, Round, RoundId, RoundRules,
    Snapshot, Subject, Timestamp, Title, VoterCode, VoterId, VoterKey, Workshop, WorkshopId,
};

pub(crate) const WORKSHOP: WorkshopId = WorkshopId::from_bytes([1; 16]);
pub(crate) const ROUND: RoundId = RoundId::from_bytes([2; 16]);
pub(crate) const AT: Timestamp = Timestamp::from_epoch_min(26_000_000);

pub(crate) const fn proposal_id(n: u8) -> ProposalId {
    ProposalId::from_bytes([n; 16])
}

pub(crate) const fn ballot_id(n: u8) -> BallotId {
    BallotId::from_bytes([n; 16])
}

pub(crate) const fn paper_id(n: u8) -> PaperCountId {
    PaperCountId::from_bytes([n; 16])
}

pub(crate) const fn arbitration_id(n: u8) -> ArbitrationId {
    ArbitrationId::from_bytes([n; 16])
}

pub(crate) const fn comment_id(n: u8) -> CommentId {
    CommentId::from_bytes([n; 16])
}

pub(crate) fn device(n: u8) -> VoterKey {
    VoterKey::Device(VoterId::from_bytes([n; 16]))
}

pub(crate) fn voter_code(text: &str) -> VoterCode {
    VoterCode::new(text).expect("a code of the test")
}

pub(crate) fn code(text: &str) -> VoterKey {
    VoterKey::Code(voter_code(text))
}

pub(crate) fn card_id(n: u8) -> CardId {
    format!("card-{n}").parse().expect("a slug of the test")
}

pub(crate) fn council_id(n: u8) -> CouncilId {
    format!("council-{n}").parse().expect("a slug of the test")
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).expect("a label of the test")
}

pub(crate) fn remark(text: &str) -> Remark {
    Remark::new(text).expect("a remark of the test")
}

pub(crate) fn reason() -> Reason {
    Reason::new("Recompté à deux").expect("a reason of the test")
}

pub(crate) fn title() -> Title {
    Title::new("Atelier").expect("a title of the test")
}

pub(crate) fn date() -> Date {
    "2026-11-14".parse().expect("a day of the test")
}

pub(crate) fn rules(n: u8, cap: u8, scope: DotScope) -> RoundRules {
    RoundRules::new(n, cap, scope).expect("rules of the test")
}

/// One ballot: its number, whose it is, its dots, and the ballots it names.
pub(crate) fn ballot(n: u8, voter: VoterKey, dots: &[(u8, u8)], supersedes: &[u8]) -> Ballot {
    Ballot {
        id: ballot_id(n),
        round: ROUND,
        voter,
        council: None,
        dots: dots.iter().map(|(p, d)| (proposal_id(*p), *d)).collect(),
        supersedes: supersedes.iter().map(|n| ballot_id(*n)).collect(),
        is_assisted: false,
    }
}

/// One paper count: its number, its dots, and the counts it corrects.
pub(crate) fn paper(n: u8, dots: &[(u8, u32)], corrects: &[u8]) -> PaperCount {
    PaperCount {
        id: paper_id(n),
        round: ROUND,
        council: None,
        people: 10,
        dots: dots.iter().map(|(p, d)| (proposal_id(*p), *d)).collect(),
        corrects: corrects.iter().map(|n| paper_id(*n)).collect(),
        reason: (!corrects.is_empty()).then(reason),
        entered_at: Some(AT),
    }
}

/// One decision: its number, its subject, what was decided, and the ones it replaces.
pub(crate) fn arbitration(
    n: u8,
    subject: Subject,
    decision: Decision,
    supersedes: &[u8],
) -> Arbitration {
    Arbitration {
        id: arbitration_id(n),
        round: ROUND,
        subject,
        decision,
        reason: reason(),
        supersedes: supersedes.iter().map(|n| arbitration_id(*n)).collect(),
        decided_at: AT,
    }
}

fn keyed<K: Ord, V>(values: impl IntoIterator<Item = (K, V)>) -> Arc<BTreeMap<K, Arc<V>>> {
    Arc::new(values.into_iter().map(|(k, v)| (k, Arc::new(v))).collect())
}

/// A row of annexe 2 of theme 1: its number and its orientation.
pub(crate) fn action(seq: u16, orientation: u8) -> ContractAction {
    ContractAction {
        seq,
        theme: 1,
        orientation,
        objective: None,
        code: None,
        label: "Une action".into(),
        perimeter: None,
        status: None,
        step: None,
        detail: None,
        outlook: None,
    }
}

/// Proposals 1 to 4 are on card 1, 5 to 8 on card 2, 9 and 10 on card 3, which is not on
/// the table; two councils; one workshop with one open round: three dots per card, two
/// at most on a proposal.
pub(crate) fn world() -> Snapshot {
    let councils = [1, 2].map(|n| Council {
        id: council_id(n),
        name: "Conseil".into(),
    });
    let card = |number: u8| Card {
        id: card_id(number),
        number,
        name: "Carte".into(),
        question: "Que faire ?".into(),
        difficulties: vec![Difficulty {
            id: DifficultyId::from_bytes([number; 16]),
            label: "Une difficulté".into(),
        }],
    };
    let proposal = |n: u8| Proposal {
        id: proposal_id(n),
        card: card_id(n.div_ceil(4)),
        number: Some(n.into()),
        label: "Une proposition".into(),
        council: None,
        workshop: None,
        grouped_into: None,
        replaces: None,
        moderation: Vec::new(),
    };
    let cards = vec![card_id(1), card_id(2)];
    Snapshot {
        contract: Arc::new(Contract {
            councils: councils.to_vec(),
            actions: vec![action(1, 1)],
            ..Contract::default()
        }),
        cards: keyed((1..=3).map(|n| (card_id(n), card(n)))),
        proposals: keyed((1..=10).map(|n| (proposal_id(n), proposal(n)))),
        workshops: keyed([(
            WORKSHOP,
            Workshop {
                id: WORKSHOP,
                title: title(),
                date: date(),
                place: None,
                councils: vec![council_id(1), council_id(2)],
                cards: cards.clone(),
                rules: Some(RoundRules::default()),
                locks: Vec::new(),
                attendance: Vec::new(),
                selection: BTreeMap::new(),
                versions: Vec::new(),
            },
        )]),
        rounds: keyed([(
            ROUND,
            Round {
                id: ROUND,
                workshop: WORKSHOP,
                cards,
                proposals: (1..=8).map(proposal_id).collect(),
                rules: Some(RoundRules::default()),
                opened_at: Some(AT),
                is_paused: false,
                closings: Vec::new(),
                is_closed: false,
                revealed: BTreeMap::new(),
                codes: ["k7mx", "abcd", "2345"].map(voter_code).into(),
                void_codes: BTreeMap::new(),
            },
        )]),
        ..Snapshot::default()
    }
}

/// The world after some entries arrived in it.
pub(crate) trait With: Sized {
    fn with_ballots(self, ballots: impl IntoIterator<Item = Ballot>) -> Self;
    fn with_papers(self, papers: impl IntoIterator<Item = PaperCount>) -> Self;
    fn with_arbitrations(self, arbitrations: impl IntoIterator<Item = Arbitration>) -> Self;
    fn with_round(self, change: impl FnOnce(&mut Round)) -> Self;
    fn with_pointer(self, proposal: u8, into: Option<u8>) -> Self;
    /// Closes the round on a device that knew these ballots.
    fn with_closing(self, known: &[u8]) -> Self {
        let ballots: BTreeSet<BallotId> = known.iter().map(|n| ballot_id(*n)).collect();
        self.with_round(|round| round.closings.push(Closing { at: AT, ballots }))
    }
}

impl With for Snapshot {
    fn with_ballots(mut self, ballots: impl IntoIterator<Item = Ballot>) -> Self {
        let entries = Arc::make_mut(&mut self.ballots);
        entries.extend(ballots.into_iter().map(|b| (b.id, Arc::new(b))));
        self
    }

    fn with_papers(mut self, papers: impl IntoIterator<Item = PaperCount>) -> Self {
        let entries = Arc::make_mut(&mut self.paper_counts);
        entries.extend(papers.into_iter().map(|p| (p.id, Arc::new(p))));
        self
    }

    fn with_arbitrations(mut self, arbitrations: impl IntoIterator<Item = Arbitration>) -> Self {
        let entries = Arc::make_mut(&mut self.arbitrations);
        entries.extend(arbitrations.into_iter().map(|a| (a.id, Arc::new(a))));
        self
    }

    fn with_round(mut self, change: impl FnOnce(&mut Round)) -> Self {
        let round = Arc::make_mut(&mut self.rounds)
            .get_mut(&ROUND)
            .expect("the world has a round");
        change(Arc::make_mut(round));
        self
    }

    fn with_pointer(mut self, proposal: u8, into: Option<u8>) -> Self {
        let found = Arc::make_mut(&mut self.proposals)
            .get_mut(&proposal_id(proposal))
            .expect("the world has this proposal");
        Arc::make_mut(found).grouped_into = into.map(proposal_id);
        self
    }
}
