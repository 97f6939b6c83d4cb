//! Everything a person can ask, and the reasons to refuse it.

use crate::{
    Arbitration, Attendance, Ballot, BallotFault, CardId, CodeSheetId, CommentId, CouncilId, Date,
    FacilitatorLock, Label, ModerationId, ModerationSubject, PaperCount, Place, ProposalId, Reason,
    Remark, RoundId, RoundRules, RoundStatus, Statement, Target, Timestamp, Title, VersionId,
    VoterCode, WorkshopId,
};

/// What a person asks of the document. Ids and times are given by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Create a workshop.
    CreateWorkshop {
        /// Fresh id.
        id: WorkshopId,
        /// Name.
        title: Title,
        /// Day.
        date: Date,
        /// Place, if known.
        place: Option<Place>,
        /// Councils that meet; at least one.
        councils: Vec<CouncilId>,
        /// Cards on the table; at least one.
        cards: Vec<CardId>,
        /// Rules of its rounds.
        rules: RoundRules,
        /// What opens the facilitator's screens, if a code was chosen.
        lock: Option<FacilitatorLock>,
    },
    /// Change what was said of a workshop; rounds that are open or closed keep their own.
    EditWorkshop {
        /// Workshop.
        id: WorkshopId,
        /// Name.
        title: Title,
        /// Day.
        date: Date,
        /// Place, if known.
        place: Option<Place>,
        /// Councils that meet; at least one.
        councils: Vec<CouncilId>,
        /// Cards on the table; at least one.
        cards: Vec<CardId>,
        /// Rules of its next rounds.
        rules: RoundRules,
    },
    /// Choose another code for the facilitator's screens.
    SetFacilitatorLock {
        /// Workshop.
        workshop: WorkshopId,
        /// What opens them from now on.
        lock: FacilitatorLock,
    },
    /// Choose the proposals of a card that stand on the table, and their order.
    SelectProposals {
        /// Workshop.
        workshop: WorkshopId,
        /// Card, among the workshop's.
        card: CardId,
        /// Proposals of that card; at least one, each once.
        proposals: Vec<ProposalId>,
    },
    /// Say how many people are there.
    RecordAttendance {
        /// Workshop.
        workshop: WorkshopId,
        /// The numbers.
        attendance: Attendance,
    },
    /// Freeze what a workshop has come to as its next version.
    FreezeVersion {
        /// Fresh id.
        id: VersionId,
        /// Workshop.
        workshop: WorkshopId,
        /// When.
        at: Timestamp,
    },
    /// Prepare a round without opening it, so that its codes can be printed.
    DraftRound {
        /// Fresh id.
        id: RoundId,
        /// Workshop.
        workshop: WorkshopId,
        /// Cards of the round, among the workshop's.
        cards: Vec<CardId>,
    },
    /// Open a round that was prepared, with the workshop's rules and the proposals that
    /// stand on the table now.
    StartRound {
        /// Round.
        round: RoundId,
        /// When.
        at: Timestamp,
    },
    /// Make codes for a round.
    IssueCodes {
        /// Fresh id of the sheet.
        id: CodeSheetId,
        /// Round, not closed yet.
        round: RoundId,
        /// The codes, each new in the whole workshop.
        codes: Vec<VoterCode>,
    },
    /// Say that a code opens no ballot any more; a ballot that bears it does not count.
    VoidCode {
        /// Round.
        round: RoundId,
        /// One of its codes.
        code: VoterCode,
        /// Why.
        reason: Reason,
    },
    /// Open a round on the workshop's cards, with its rules.
    OpenRound {
        /// Fresh id.
        id: RoundId,
        /// Workshop.
        workshop: WorkshopId,
        /// Cards of the round, among the workshop's.
        cards: Vec<CardId>,
        /// Rules of the round.
        rules: RoundRules,
        /// When.
        at: Timestamp,
    },
    /// Suspend or resume a round.
    PauseRound {
        /// Round.
        round: RoundId,
        /// True to suspend, false to resume.
        is_paused: bool,
    },
    /// Close a round: the ballots known here are on time, any other is late.
    CloseRound {
        /// Round.
        round: RoundId,
        /// When.
        at: Timestamp,
    },
    /// Show the totals of some cards of a closed round.
    Reveal {
        /// Round.
        round: RoundId,
        /// Cards to show.
        cards: Vec<CardId>,
        /// When.
        at: Timestamp,
    },
    /// Cast a ballot.
    CastBallot(Ballot),
    /// Add a proposal to a card.
    AddProposal {
        /// Fresh id.
        id: ProposalId,
        /// Card.
        card: CardId,
        /// Wording.
        label: Label,
        /// Council that brings it.
        council: Option<CouncilId>,
        /// Workshop in which it is added.
        workshop: Option<WorkshopId>,
        /// Proposal whose wording it replaces; nothing else may replace that one.
        replaces: Option<ProposalId>,
    },
    /// Hide something that people wrote, or show it again.
    Moderate {
        /// Fresh id.
        id: ModerationId,
        /// What.
        subject: ModerationSubject,
        /// True to hide, false to show again.
        is_hidden: bool,
        /// Why.
        reason: Reason,
        /// When.
        at: Timestamp,
    },
    /// Add a comment.
    AddComment {
        /// Fresh id.
        id: CommentId,
        /// What it is about.
        target: Target,
        /// Wording.
        text: Remark,
        /// Council it comes from.
        council: Option<CouncilId>,
        /// Workshop in which it is made.
        workshop: Option<WorkshopId>,
        /// When.
        at: Timestamp,
    },
    /// Say that a proposal repeats another.
    GroupProposal {
        /// The one that repeats.
        proposal: ProposalId,
        /// The one that stands for both.
        into: ProposalId,
    },
    /// Take a proposal out of its group.
    UngroupProposal {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Record a paper count, or correct one.
    RecordPaperCount(PaperCount),
    /// Record a decision.
    Arbitrate(Arbitration),
    /// Say what becomes of the contract: one statement, or all of one sheet.
    State(Vec<Statement>),
}

/// Why a command is not carried out. A value to show next to the control, not an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// An entry with this id is already there.
    #[error("the id is taken")]
    IdTaken,
    /// The workshop is unknown.
    #[error("unknown workshop {0}")]
    UnknownWorkshop(WorkshopId),
    /// The round is unknown.
    #[error("unknown round {0}")]
    UnknownRound(RoundId),
    /// The card is unknown, or not on the table.
    #[error("unknown card {0}")]
    UnknownCard(CardId),
    /// The council is unknown, or does not meet in this workshop.
    #[error("unknown council {0}")]
    UnknownCouncil(CouncilId),
    /// The proposal is unknown.
    #[error("unknown proposal {0}")]
    UnknownProposal(ProposalId),
    /// The target of a comment is unknown.
    #[error("unknown target")]
    UnknownTarget,
    /// No council was chosen.
    #[error("no council chosen")]
    NoCouncil,
    /// A workshop of the past, whose rules were not printed: no round, no change.
    #[error("the workshop is history")]
    WorkshopIsHistory,
    /// No card was chosen.
    #[error("no card chosen")]
    NoCard,
    /// No proposal was chosen, or one twice, or one of another card.
    #[error("the chosen proposals do not fit the card")]
    SelectionUnfit,
    /// Another proposal replaces this one already.
    #[error("the proposal is replaced already")]
    AlreadyReplaced,
    /// It is hidden already, or shown already.
    #[error("nothing would change")]
    NothingToChange,
    /// The numbers of the people present do not go together.
    #[error("the attendance is over the limits")]
    AttendanceUnfit,
    /// No code, the same twice, or one that the workshop has already.
    #[error("a code is not new")]
    CodeTaken,
    /// The code was not made for this round.
    #[error("unknown code")]
    UnknownCode,
    /// The code opens no ballot any more.
    #[error("the code is void")]
    VoidCode,
    /// More cards or proposals than a round may hold.
    #[error("too many cards or proposals")]
    TooMany,
    /// Another round of the workshop is not closed yet.
    #[error("another round of the workshop is not closed")]
    AnotherRoundIsOpen,
    /// The round does not accept this in its status.
    #[error("the round is {0:?}")]
    WrongStatus(RoundStatus),
    /// The ballot breaks a rule.
    #[error("the ballot breaks a rule: {0}")]
    Ballot(#[from] BallotFault),
    /// The voter has a current ballot that this one does not supersede, or names as
    /// superseded one that is not the voter's.
    #[error("the voter already has a ballot")]
    VoterHasBallot,
    /// Grouping with itself, over two cards, or in a circle.
    #[error("these proposals cannot be grouped")]
    CannotGroup,
    /// The proposal is in no group.
    #[error("the proposal is in no group")]
    NotGrouped,
    /// People or dots of a paper count are over the limits.
    #[error("the paper count is over the limits")]
    PaperOverLimits,
    /// A correction must name entries of the same round and give a reason.
    #[error("a correction needs the entries it corrects and a reason")]
    CorrectionIncomplete,
    /// The contract has no such action, objective or axis.
    #[error("the contract does not have it")]
    UnknownPart,
    /// A statement replaces one that is not known, or one on another topic.
    #[error("a statement replaces one of another topic")]
    StatementUnfit,
    /// The decision does not fit its subject, or leaves a former one in force.
    #[error("the decision does not fit its subject")]
    DecisionUnfit,
}
