//! Several workshops of several councils, and a slow, obvious way to put them together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    Ballot, BallotId, BallotStanding, CardId, CouncilId, Date, PaperCount, PaperCountId, Passage,
    Place, PriorityBar, PriorityRule, ProposalId, Round, RoundId, RoundRules, Snapshot, Timestamp,
    Title, VoterId, VoterKey, Weighing, Workshop, WorkshopId, count, groups,
};

use super::world::{AT, card_id, council_id, proposal_id, world};

pub(crate) const fn workshop_id(n: u8) -> WorkshopId {
    WorkshopId::from_bytes([n; 16])
}

pub(crate) const fn round_id(n: u8) -> RoundId {
    RoundId::from_bytes([n; 16])
}

/// The world without its workshop.
pub(crate) fn empty() -> Snapshot {
    Snapshot {
        workshops: Arc::default(),
        rounds: Arc::default(),
        ..world()
    }
}

/// Workshops, rounds and what people placed in them, under short names.
pub(crate) trait Meet: Sized {
    /// Workshop `n`, on a day of November.
    fn meets(self, n: u8, day: u8, councils: &[u8]) -> Self;
    /// Round `n` of a workshop on proposals 1 to 8, with cards 1 and 2 revealed.
    fn votes(self, n: u8, workshop: u8) -> Self;
    fn changed(self, round: u8, change: impl FnOnce(&mut Round)) -> Self;
    /// Dots on paper, of a council (0: in no name), placed by so many people.
    fn paper(self, round: u8, council: u8, people: u32, dots: &[(u8, u32)]) -> Self;
    /// One ballot on a tablet.
    fn cast(self, round: u8, council: u8, dots: &[(u8, u8)]) -> Self;
}

fn named(council: u8) -> Option<CouncilId> {
    (council > 0).then(|| council_id(council))
}

impl Meet for Snapshot {
    fn meets(mut self, n: u8, day: u8, councils: &[u8]) -> Self {
        let made = Workshop {
            id: workshop_id(n),
            title: Title::new("Atelier").expect("a title"),
            date: format!("2026-11-{day:02}").parse::<Date>().expect("a day"),
            place: None,
            councils: councils.iter().map(|n| council_id(*n)).collect(),
            cards: vec![card_id(1), card_id(2)],
            rules: Some(RoundRules::default()),
            locks: Vec::new(),
            attendance: Vec::new(),
            selection: BTreeMap::new(),
            versions: Vec::new(),
        };
        Arc::make_mut(&mut self.workshops).insert(made.id, Arc::new(made));
        self
    }

    fn votes(mut self, n: u8, workshop: u8) -> Self {
        let made = Round {
            id: round_id(n),
            workshop: workshop_id(workshop),
            cards: vec![card_id(1), card_id(2)],
            proposals: (1..=8).map(proposal_id).collect(),
            rules: Some(RoundRules::default()),
            opened_at: Some(Timestamp::from_epoch_min(26_000_000 + u32::from(n))),
            is_paused: false,
            closings: Vec::new(),
            is_closed: true,
            revealed: [1, 2].map(|card| (card_id(card), Some(AT))).into(),
            codes: BTreeSet::new(),
            void_codes: BTreeMap::new(),
        };
        Arc::make_mut(&mut self.rounds).insert(made.id, Arc::new(made));
        self
    }

    fn changed(mut self, round: u8, change: impl FnOnce(&mut Round)) -> Self {
        let rounds = Arc::make_mut(&mut self.rounds);
        let found = rounds.get_mut(&round_id(round)).expect("a known round");
        change(Arc::make_mut(found));
        self
    }

    fn paper(mut self, round: u8, council: u8, people: u32, dots: &[(u8, u32)]) -> Self {
        let n = u8::try_from(self.paper_counts.len()).expect("few");
        let made = PaperCount {
            id: PaperCountId::from_bytes([n; 16]),
            round: round_id(round),
            council: named(council),
            people,
            dots: dots.iter().map(|(p, d)| (proposal_id(*p), *d)).collect(),
            corrects: BTreeSet::new(),
            reason: None,
            entered_at: None,
        };
        Arc::make_mut(&mut self.paper_counts).insert(made.id, Arc::new(made));
        self
    }

    fn cast(mut self, round: u8, council: u8, dots: &[(u8, u8)]) -> Self {
        let n = u8::try_from(self.ballots.len()).expect("few");
        let made = Ballot {
            id: BallotId::from_bytes([n; 16]),
            round: round_id(round),
            voter: VoterKey::Device(VoterId::from_bytes([n; 16])),
            council: named(council),
            dots: dots.iter().map(|(p, d)| (proposal_id(*p), *d)).collect(),
            supersedes: BTreeSet::new(),
            is_assisted: false,
        };
        Arc::make_mut(&mut self.ballots).insert(made.id, Arc::new(made));
        self
    }
}

/// What one ballot or one paper count brings.
pub(crate) struct Slip {
    pub(crate) council: Option<CouncilId>,
    pub(crate) people: u32,
    pub(crate) is_paper: bool,
    pub(crate) dots: BTreeMap<ProposalId, u32>,
}

/// One vote on a card: a workshop, its last revealed round, and its slips.
pub(crate) struct Vote {
    pub(crate) workshop: Arc<Workshop>,
    pub(crate) round: Arc<Round>,
    pub(crate) slips: Vec<Slip>,
}

impl Vote {
    /// Whether somebody of the council may have placed dots here.
    fn may_hold(&self, council: &CouncilId) -> bool {
        self.slips.iter().any(|slip| match &slip.council {
            Some(named) => named == council,
            None => self.workshop.councils.contains(council),
        })
    }

    fn names(&self, council: &CouncilId) -> bool {
        let mut slips = self.slips.iter();
        slips.any(|slip| slip.council.as_ref() == Some(council))
    }
}

/// The votes on a card, newest first; `is_past` for those whose rules are not known.
pub(crate) fn votes(snapshot: &Snapshot, card: &CardId, is_past: bool) -> Vec<Vote> {
    let mut workshops: Vec<_> = snapshot.workshops.values().cloned().collect();
    workshops.sort_by(|a, b| b.date.cmp(&a.date).then(a.id.cmp(&b.id)));
    let mut found = Vec::new();
    for workshop in workshops {
        let rounds = snapshot.rounds.values().filter(|round| {
            let is_here = round.workshop == workshop.id && round.revealed.contains_key(card);
            is_here && round.rules.is_none() == is_past
        });
        if let Some(round) = rounds.max_by_key(|round| (round.opened_at, round.id)) {
            let round = Arc::clone(round);
            let slips = slips(snapshot, &workshop, &round, card);
            found.push(Vote {
                workshop,
                round,
                slips,
            });
        }
    }
    found
}

fn slips(snapshot: &Snapshot, workshop: &Workshop, round: &Round, card: &CardId) -> Vec<Slip> {
    let counted = count(snapshot, round.id);
    let own = |named: &Option<CouncilId>| match workshop.councils.as_slice() {
        [only] => named.clone().or(Some(only.clone())),
        _ => named.clone(),
    };
    let is_voted = |id: &ProposalId| {
        round.proposals.contains(id) && snapshot.proposals.get(id).is_some_and(|p| p.card == *card)
    };
    let counts = counted
        .ballots
        .iter()
        .filter(|it| it.standing == BallotStanding::Counted);
    let tablets = counts.map(|it| {
        let dots = it.ballot.dots.iter().filter(|(id, _)| is_voted(id));
        Slip {
            council: own(&it.ballot.council),
            people: 1,
            is_paper: false,
            dots: dots.map(|(id, n)| (*id, u32::from(*n))).collect(),
        }
    });
    let papers = counted.paper_counts.iter();
    let papers = papers.filter(|it| it.people > 0 || !it.dots.is_empty());
    let papers = papers.map(|it| Slip {
        council: own(&it.council),
        people: it.people,
        is_paper: true,
        dots: it
            .dots
            .iter()
            .filter(|(id, _)| is_voted(id))
            .map(|(id, n)| (*id, *n))
            .collect(),
    });
    tablets.chain(papers).collect()
}

/// The slips that are in the sum, each with its vote.
pub(crate) fn counting(votes: &[Vote]) -> Vec<(usize, &Slip)> {
    let mut found = Vec::new();
    for (idx, vote) in votes.iter().enumerate() {
        let newer = &votes[..idx];
        for slip in &vote.slips {
            let counts = if let Some(council) = &slip.council {
                !newer.iter().any(|newer| newer.names(council))
            } else {
                let councils = &vote.workshop.councils;
                let is_newest = |council| !newer.iter().any(|newer| newer.may_hold(council));
                councils.is_empty() || councils.iter().any(is_newest)
            };
            if counts {
                found.push((idx, slip));
            }
        }
    }
    found
}

/// Proposals of a card that were on the table of one of these rounds, by what they stand for.
pub(crate) fn on_table(
    snapshot: &Snapshot,
    card: &CardId,
    rounds: &[&Round],
) -> BTreeMap<ProposalId, BTreeSet<ProposalId>> {
    let groups = groups(&snapshot.proposals);
    let mut found: BTreeMap<ProposalId, BTreeSet<ProposalId>> = BTreeMap::new();
    for id in rounds.iter().flat_map(|round| &round.proposals) {
        if snapshot.proposals.get(id).is_some_and(|p| p.card == *card) {
            found.entry(groups.root(*id)).or_default().insert(*id);
        }
    }
    found
}

/// A rule with this bar.
pub(crate) fn rule(weighing: Weighing, bar: PriorityBar) -> PriorityRule {
    PriorityRule {
        weighing,
        bar,
        body: Place::new("Les conseils").expect("a body"),
        date: "2026-11-27".parse().expect("a day"),
        reason: Passage::new("Choisi ensemble").expect("a reason"),
    }
}
