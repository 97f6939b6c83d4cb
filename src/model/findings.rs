//! Everything that a merge left for a person to settle, and what was settled. Pure.
//!
//! Knows: values written apart, ballots that do not count, groups in a circle, what points
//! to nothing, entries that were not read whole, and the decisions recorded on all of these.
//! Must not know: the browser, the document, the clock; totals of a card that is not
//! revealed.
//! Reading order: [`Finding`], [`build`], then one file per family: `ballots`, `edits`,
//! `groupings`, `dangling`, `unread`.

mod ballots;
mod dangling;
mod edits;
mod groupings;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
mod unread;

use std::collections::BTreeSet;
use std::sync::Arc;

use document::Anomaly;
use domain::{
    AuthorRole, BallotId, CardId, Claim, Command, CouncilId, Decision, FindingId, FollowUp,
    ProposalId, Round, RoundId, Snapshot, Statement, Subject, Timestamp, Topic, Workshop,
};

use super::workshop_arbitration::{Comparison, compare};
use crate::i18n::findings as words;
use crate::routes;

pub(crate) use self::groupings::{is_frozen, shown};

/// Most findings of one kind that a screen shows at once: settling some shows the next.
pub const SHOWN_MAX: usize = 50;

/// What begins the name of two proposals that are not the same; `model::duplicates` shows
/// these.
pub(crate) const NOT_SAME: &str = "not-same";

/// Families, in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Several values of one thing, written apart.
    Edits,
    /// Several ballots of one voter.
    Doubles,
    /// Ballots that arrived after the closing.
    Late,
    /// Ballots that break a rule.
    Faulty,
    /// Ballots that a person set aside.
    SetAside,
    /// Paper counts that were corrected apart.
    Paper,
    /// Groups in a circle, groups and choices made apart.
    Groupings,
    /// Versions of one number.
    Versions,
    /// What points to something that is not here.
    Dangling,
    /// Entries that were not read whole.
    Unread,
}

impl FindingKind {
    /// Every family, in the order of the screen.
    pub const ALL: [Self; 10] = [
        Self::Edits,
        Self::Doubles,
        Self::Late,
        Self::Faulty,
        Self::SetAside,
        Self::Paper,
        Self::Groupings,
        Self::Versions,
        Self::Dangling,
        Self::Unread,
    ];
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// In words: an object or a workshop, its day, its councils.
    pub label: String,
    /// Address of its page; empty when it has none.
    pub href: String,
}

/// Who said something, and when, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voice {
    /// In which part.
    pub role: Option<AuthorRole>,
    /// Name of the council.
    pub council: Option<String>,
    /// To the minute.
    pub at: Option<Timestamp>,
}

/// One of several values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// In words.
    pub words: String,
    /// Who said it.
    pub by: Voice,
}

/// What a choice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Says it over all that stands.
    Say(Box<Claim>),
    /// Decides about ballots, for the reason that the person gives.
    Arbitrate(RoundId, Subject, Decision),
    /// Groups or ungroups, and keeps the reason as the decision on the finding.
    Group(Vec<Command>),
    /// Leads to the page where it is settled.
    Go(String),
    /// It may stay as it is, for the reason that the person gives.
    Accept,
    /// The question is open again.
    Reopen,
}

/// Something that a person can do about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it does.
    pub act: Act,
    /// Text of its button; of [`Act::Say`], the value.
    pub words: String,
    /// True when it is what was decided.
    pub is_chosen: bool,
}

impl Choice {
    fn new(act: Act, words: impl Into<String>) -> Self {
        Self {
            act,
            words: words.into(),
            is_chosen: false,
        }
    }
}

/// A decision in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionMade {
    /// What was decided.
    pub words: String,
    /// Why; absent where the value says it all.
    pub reason: Option<String>,
    /// Who decided.
    pub by: Voice,
}

/// Ballots whose weight can be told once the totals are revealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Their round.
    pub round: RoundId,
    /// What is decided.
    pub subject: Subject,
    /// Each decision beside that of leaving all of them out.
    pub choices: Vec<Decision>,
}

/// One odd thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its name, the same on every device.
    pub id: FindingId,
    /// Its family.
    pub kind: FindingKind,
    /// What it is, in one sentence.
    pub what: String,
    /// Where from.
    pub origin: Option<Origin>,
    /// What it means meanwhile, a sentence each.
    pub consequences: Vec<String>,
    /// Values or ballots to choose among.
    pub values: Vec<Value>,
    /// What a person can do.
    pub choices: Vec<Choice>,
    /// What was decided: one, or several that disagree.
    pub decisions: Vec<DecisionMade>,
    /// True until a person decides, and again when two decisions disagree.
    pub is_open: bool,
    /// What a decision changes of the totals.
    pub compared: Option<Compared>,
    /// Ballots that it keeps out of the totals, or kept out before the decision.
    pub ballots: Vec<BallotId>,
}

/// How much was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NRead {
    /// Ballots, whether they count or not.
    pub ballots: usize,
    /// Proposals.
    pub proposals: usize,
    /// Comments.
    pub comments: usize,
    /// Statements about the contract.
    pub statements: usize,
}

/// What there is to settle, and what was settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// To settle, by family.
    pub open: Vec<Finding>,
    /// Settled, by family.
    pub settled: Vec<Finding>,
    /// How much was read to say so.
    pub n_read: NRead,
}

/// Finds everything in the document that asks for a person.
pub fn build(snapshot: &Snapshot, anomalies: &[Anomaly], follow_up: &FollowUp) -> Findings {
    let reader = Reader {
        snapshot,
        follow_up,
    };
    let mut found = edits::find(&reader);
    found.extend(ballots::find(&reader));
    found.extend(groupings::find(&reader, anomalies));
    found.extend(dangling::find(&reader));
    found.extend(unread::find(&reader, anomalies));
    let known: BTreeSet<FindingId> = found.iter().map(|finding| finding.id.clone()).collect();
    found.extend(groupings::settled(&reader, &known));
    found.sort_by(|one, other| (one.kind, &one.id).cmp(&(other.kind, &other.id)));
    let (open, settled) = found.into_iter().partition(|finding| finding.is_open);
    Findings {
        open,
        settled,
        n_read: NRead {
            ballots: snapshot.ballots.len(),
            proposals: snapshot.proposals.len(),
            comments: snapshot.comments.len(),
            statements: snapshot.statements.len(),
        },
    }
}

/// Totals without and with the ballots; `None` before any is revealed.
pub fn comparison(snapshot: &Snapshot, compared: &Compared) -> Option<Comparison> {
    let round = snapshot.rounds.get(&compared.round)?;
    let (subject, choices) = (&compared.subject, &compared.choices);
    compare(snapshot, round, subject, Decision::SetAside, choices)
}

/// The decision that something may stay as it is; `None` while the question is open, and
/// again when two people decided apart.
pub(crate) fn verdict<'a>(follow_up: &'a FollowUp, id: &FindingId) -> Option<&'a Arc<Statement>> {
    let standing = follow_up.standing(&Topic::Finding(id.clone()));
    let is_accepted = |it: &&Arc<Statement>| {
        let claim = &it.claim;
        matches!(claim, Claim::Finding { verdict, .. } if verdict.is_some())
    };
    let all = standing.iter().all(is_accepted);
    standing.into_iter().next_back().filter(|_| all)
}

/// The name of a finding; parts that cannot stand in a name are told apart by a digest.
pub(crate) fn name(parts: &[&str]) -> FindingId {
    let plain = parts.join(":");
    let digest = |kind: &str| format!("{kind}:{:016x}", digest(&plain)).parse();
    plain
        .parse()
        .or_else(|_| digest(parts.first().copied().unwrap_or_default()))
        .or_else(|_| digest("odd"))
        .expect("hexadecimal digits make a name")
}

/// FNV-1a: short, the same on every device; nothing depends on its being hard to meet.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// First 16 digits of an id: enough to tell the entries of one document apart.
pub(crate) fn short(id: &impl ToString) -> String {
    let mut text = id.to_string();
    text.truncate(16);
    text
}

impl Finding {
    /// Something to settle, without a decision yet.
    fn open(kind: FindingKind, id: &[&str], what: impl Into<String>) -> Self {
        Self {
            id: name(id),
            kind,
            what: what.into(),
            origin: None,
            consequences: Vec::new(),
            values: Vec::new(),
            choices: Vec::new(),
            decisions: Vec::new(),
            is_open: true,
            compared: None,
            ballots: Vec::new(),
        }
    }
}

/// What the families read from.
struct Reader<'a> {
    snapshot: &'a Snapshot,
    follow_up: &'a FollowUp,
}

impl Reader<'_> {
    /// Where nothing else settles a finding: a person may say that it stays as it is.
    fn acceptable(&self, mut finding: Finding) -> Finding {
        match verdict(self.follow_up, &finding.id) {
            Some(said) => {
                finding.is_open = false;
                finding.decisions = vec![self.decided(said)];
                finding.choices = vec![Choice::new(Act::Reopen, words::reopen())];
            }
            None => finding
                .choices
                .push(Choice::new(Act::Accept, words::accept())),
        }
        finding
    }

    /// A decision kept as a statement.
    fn decided(&self, said: &Statement) -> DecisionMade {
        let reason = match &said.claim {
            Claim::Finding { verdict, .. } => verdict.as_ref().map(ToString::to_string),
            _ => None,
        };
        DecisionMade {
            words: words::accepted().to_owned(),
            reason,
            by: self.voice(said),
        }
    }

    fn voice(&self, said: &Statement) -> Voice {
        let council = said.author.council.as_ref();
        Voice {
            role: Some(said.author.role),
            council: council.map(|id| self.council(id)),
            at: Some(said.at),
        }
    }

    fn council(&self, id: &CouncilId) -> String {
        let known = self.snapshot.contract.council(id);
        known.map_or_else(|| id.to_string(), |council| council.name.to_string())
    }

    /// A workshop with its day and its councils.
    fn of_workshop(&self, workshop: &Workshop) -> Origin {
        let councils = workshop.councils.iter().map(|id| self.council(id));
        Origin {
            label: words::from_workshop(
                workshop.title.as_str(),
                workshop.date,
                &councils.collect::<Vec<_>>(),
            ),
            href: routes::workshop(workshop.id),
        }
    }

    /// A round with its workshop; `None` when the workshop is not known.
    fn of_round(&self, round: &Round) -> Option<Origin> {
        let workshop = self.snapshot.workshops.get(&round.workshop)?;
        let origin = self.of_workshop(workshop);
        let rounds = self.snapshot.rounds_of(workshop.id);
        let number = rounds.iter().position(|it| it.id == round.id).unwrap_or(0) + 1;
        Some(Origin {
            label: words::from_round(number, &origin.label),
            href: origin.href,
        })
    }

    /// A proposal on its card.
    fn of_proposal(&self, id: ProposalId) -> Option<Origin> {
        let proposal = self.snapshot.proposals.get(&id)?;
        let card = self.of_card(&proposal.card);
        Some(Origin {
            label: words::from_proposal(&shown(self.snapshot, id), &card.label),
            href: card.href,
        })
    }

    fn of_card(&self, id: &CardId) -> Origin {
        let card = self.snapshot.cards.get(id);
        Origin {
            label: card.map_or_else(|| id.to_string(), |card| card.name.to_string()),
            href: card.map_or_else(String::new, |card| routes::card(&card.id)),
        }
    }
}
