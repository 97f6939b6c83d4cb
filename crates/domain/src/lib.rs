//! The rules of the workshop, as plain values and pure functions.
//!
//! Knows: councils, cards, proposals, rounds, ballots, paper counts, tallies.
//! Must not know: Automerge, storage, network, clock, randomness, screens.
//! The same input gives the same output on every device.
//!
//! Reading order: [`Contract`] and [`Card`] (what is talked about), [`Workshop`]
//! and [`Round`] (when and by which rules), [`Ballot`] and [`PaperCount`] (what
//! people chose), [`count`] (which ballots count, and the tally), [`Snapshot`]
//! (everything that can be read), [`Statement`] and [`FollowUp`] (what becomes of it),
//! [`Command`] and [`check`] (everything that can
//! be asked, and the refusals).

mod arbitration;
mod ballot;
mod card;
mod check;
mod command;
mod comment;
mod consolidation;
mod contract;
mod count;
mod finding;
mod follow_up;
mod group;
mod id;
mod moderation;
mod paper_count;
mod priority;
mod proposal;
mod ranking;
mod round;
mod snapshot;
mod statement;
mod text;
mod time;
mod workshop;

pub use arbitration::{Arbitration, Decision, Subject};
pub use ballot::{Ballot, BallotFault, VoterCode, VoterCodeRefusal, VoterKey, dots_left};
pub use card::{Card, Difficulty};
pub use check::{check, current_ballots};
pub use command::{Command, Refusal};
pub use comment::{Comment, Target};
pub use consolidation::{
    ConsolidatedCard, ConsolidatedProposal, Consolidation, CouncilDots, CouncilPart, PastResult,
    consolidate,
};
pub use contract::{
    ActionStep, CalendarEntry, Contract, ContractAction, Council, Deck, DeckCard, DeckProposal,
    DeckVote, Objective, Orientation, Quarter, StateCommitment, StatePart, Theme, WorkAxis,
};
pub use count::{BallotStanding, Count, CountedBallot, count};
pub use finding::{FindingId, FindingIdFault};
pub use follow_up::FollowUp;
pub use group::{Groups, groups};
pub use id::{
    ApplicationId, ArbitrationId, BallotId, CardId, CodeSheetId, CommentId, CouncilId,
    DifficultyId, IdFault, MeetingId, ModerationId, PaperCountId, ProposalId, RoundId, StatementId,
    VersionId, VoterId, WorkshopId,
};
pub use moderation::{Moderation, ModerationSubject};
pub use paper_count::{PaperCount, dots_over_rules};
pub use priority::{FrozenVersion, PriorityBar, PriorityRule, Weighing};
pub use proposal::Proposal;
pub use ranking::{DotsBySource, Rank, RankedProposal, rank, ranking};
pub use round::{Closing, DotScope, Round, RoundRules, RoundStatus, RulesFault};
pub use snapshot::{Entries, Snapshot};
pub use statement::{
    ActionField, ActionNews, ActionText, Answer, AnswerKind, Application, ApplicationDecision,
    ApplicationStage, Author, AuthorRole, Claim, LinkTarget, LinkTargetFault, Meeting, Opinion,
    OpinionKind, OpinionSubject, Statement, Topic,
};
pub use text::{Label, Passage, Place, Reason, Remark, TextFault, Title};
pub use time::{Date, DateFault, Timestamp};
pub use workshop::{Attendance, FacilitatorLock, Version, Workshop};

/// Named limits of the rules, with their reason.
pub mod limits {
    /// Gommettes per person: more than this is a slip of the finger.
    pub const DOTS_PER_BALLOT_MAX: u8 = 50;
    /// Cards of one workshop: six today, room for other contracts.
    pub const CARDS_MAX: usize = 24;
    /// Proposals that one round may hold: 81 today.
    pub const ROUND_PROPOSALS_MAX: usize = 600;
    /// People of one paper count: the largest room imaginable.
    pub const PAPER_PEOPLE_MAX: u32 = 5_000;
    /// Dots of one proposal on one paper count.
    pub const PAPER_DOTS_MAX: u32 = 50_000;
    /// Codes of one round: a sheet has 24, the largest room takes a dozen of them.
    pub const CODES_MAX: usize = 2_000;
    /// People in one room.
    pub const ATTENDANCE_MAX: u16 = 5_000;
    /// Frozen versions of one workshop.
    pub const VERSIONS_MAX: usize = 200;
    /// Names of the latest changes of one version: one for each device that wrote apart.
    pub const HEADS_MAX: usize = 2_000;
    /// Fewest people of a council whose dots are shown apart.
    ///
    /// *Source*: product rule "breakdowns of fewer than 5 people are hidden".
    pub const BREAKDOWN_PEOPLE_MIN: u32 = 5;
    /// Decisions to hide or show one comment or proposal.
    pub const MODERATIONS_MAX: usize = 64;
    /// Statements that one act may record: every field of every action of a contract
    /// twice as long as the longest known.
    pub const STATEMENTS_MAX: usize = 2_000;
    /// Entries that one ballot, count or decision may name as superseded.
    pub const SUPERSEDES_MAX: usize = 64;
}
