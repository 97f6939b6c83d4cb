//! Every key of the document, in one place.
//!
//! | path | type | who writes, how it merges | since |
//! |---|---|---|---|
//! | `schema` | uint | a release that adds keys; register, the highest wins | 1 |
//! | `rehearsal` | bool | the second change of a rehearsal; absent in a contract | 1 |
//! | `contract` | map | genesis only | 1 |
//! | `contract/councils` | list of maps `id`, `name` | genesis only | 1 |
//! | `contract/quarters` | list of maps `name`, `commune`?, `kind`? | genesis only | 1 |
//! | `contract/calendar` | list of maps `date`, `label`, `points`? | genesis and amendment only | 1 |
//! | `contract/themes` | list of maps `number`, `name`, `orientations`, `axes` | genesis only | 1 |
//! | `contract/state` | map `objectives`, `programmes`, `commitments` | genesis only | 1 |
//! | `contract/signatories` | list of texts | genesis only | 1 |
//! | `actions/{seq}` | map, see `ACTION_*` | genesis; each key a register | 1 |
//! | `cards/{slug}` | map `number`, `name`, `question` | genesis; each key a register | 1 |
//! | `difficulties/{id}` | map `card`, `number`?, `label` | whoever adds it, once | 1 |
//! | `proposals/{id}` | map `card`, `number`?, `label`, `council`?, `workshop`? | whoever adds it, once | 1 |
//! | `proposals/{id}/replaces` | id text | whoever adds it, once | 1 |
//! | `proposals/{id}/moderation.{id}` | text: decisions known, minute, `hide` or `show`, reason | facilitators; one key each, never changed | 1 |
//! | `proposals/{id}/grouped_into` | id text or null | facilitators; register, all values read | 1 |
//! | `workshops/{id}` | map, see [`workshop`] | its creator; each key a register that facilitators change; the rules are one value | 1 |
//! | `workshops/{id}/lock` | bytes: salt, digest | facilitators; register, all values open | 1 |
//! | `workshops/{id}/attendance` | text: present, residents, associations, quorum | facilitators; register, all values shown | 1 |
//! | `workshops/{id}/proposals.{slug}` | ids, 16 bytes each | facilitators; register, one value shown | 1 |
//! | `workshops/{id}/version.{id}` | bytes: minute, versions known, heads | facilitators; one key each, never changed | 1 |
//! | `rounds/{id}` | map, see [`round`] | its opener, once | 1 |
//! | `rounds/{id}/opened_at`, `proposals` | uint minute; ids | its opener, or who starts a prepared one; registers, the first minute and all proposals count | 1 |
//! | `rounds/{id}/codes.{id}` | text: codes, separated by spaces | facilitators; one key a sheet, never changed | 1 |
//! | `rounds/{id}/void.{code}` | text: reason | facilitators; presence counts | 1 |
//! | `rounds/{id}/is_paused` | bool | facilitators; register, true wins | 1 |
//! | `rounds/{id}/closing` | bytes: minute, ballot ids | facilitators; register, all values count | 1 |
//! | `rounds/{id}/revealed.{slug}` | uint minute | facilitators; register, presence counts | 1 |
//! | `ballots/{id}` | map, see [`ballot`] | its voter's tablet, once, never changed | 1 |
//! | `paper_counts/{id}` | map, see [`paper_count`] | facilitators, once, never changed | 1 |
//! | `comments/{id}` | map `target_kind`, `target`, `text`, `council`?, `workshop`?, `added_at` | whoever adds it, once | 1 |
//! | `comments/{id}/moderation.{id}` | text: decisions known, minute, `hide` or `show`, reason | facilitators; one key each, never changed | 1 |
//! | `statements/{id}` | map, see [`statement`] | its author, once, never changed | 1, first amendment |
//! | `arbitrations/{id}` | map, see [`arbitration`] | facilitators, once, never changed | 1 |
//!
//! Absent means unknown. Ids are 32 hexadecimal digits. The maps of the first level
//! exist in the genesis or in an [amendment](crate::amendment) and are never created again: two replicas that each created
//! one would hide each other's entries. Entries that are written once are replaced
//! by new entries that name them, never changed.

/// Version of the schema that this program writes and understands.
pub const SCHEMA_VERSION: u64 = 1;

/// Version register.
pub const SCHEMA: &str = "schema";
/// True in a document to practise in.
pub const REHEARSAL: &str = "rehearsal";
/// The contract's own text.
pub const CONTRACT: &str = "contract";
/// Rows of annexe 2, by three-digit row.
pub const ACTIONS: &str = "actions";
/// Cards by slug.
pub const CARDS: &str = "cards";
/// Difficulties by id.
pub const DIFFICULTIES: &str = "difficulties";
/// Proposals by id.
pub const PROPOSALS: &str = "proposals";
/// Workshops by id.
pub const WORKSHOPS: &str = "workshops";
/// Rounds by id.
pub const ROUNDS: &str = "rounds";
/// Ballots by id.
pub const BALLOTS: &str = "ballots";
/// Paper counts by id.
pub const PAPER_COUNTS: &str = "paper_counts";
/// Comments by id.
pub const COMMENTS: &str = "comments";
/// Decisions by id.
pub const ARBITRATIONS: &str = "arbitrations";

/// Statements by id.
pub const STATEMENTS: &str = "statements";

/// Maps of the genesis that hold entries.
pub const GENESIS_CONTAINERS: [&str; 10] = [
    ACTIONS,
    CARDS,
    DIFFICULTIES,
    PROPOSALS,
    WORKSHOPS,
    ROUNDS,
    BALLOTS,
    PAPER_COUNTS,
    COMMENTS,
    ARBITRATIONS,
];

/// Maps that hold entries: those of the genesis, and those of the amendments.
pub const CONTAINERS: [&str; 11] = [
    ACTIONS,
    CARDS,
    DIFFICULTIES,
    PROPOSALS,
    WORKSHOPS,
    ROUNDS,
    BALLOTS,
    PAPER_COUNTS,
    COMMENTS,
    ARBITRATIONS,
    STATEMENTS,
];

/// Keys that several kinds of entries share.
pub mod common {
    /// Wording.
    pub const LABEL: &str = "label";
    /// Name.
    pub const NAME: &str = "name";
    /// Number, from 1.
    pub const NUMBER: &str = "number";
    /// Slug of a card.
    pub const CARD: &str = "card";
    /// Slugs of cards, separated by spaces.
    pub const CARDS: &str = "cards";
    /// Slug of a council.
    pub const COUNCIL: &str = "council";
    /// Slugs of councils, separated by spaces.
    pub const COUNCILS: &str = "councils";
    /// Id of a workshop.
    pub const WORKSHOP: &str = "workshop";
    /// Id of a round.
    pub const ROUND: &str = "round";
    /// Title.
    pub const TITLE: &str = "title";
    /// Text.
    pub const TEXT: &str = "text";
    /// Why.
    pub const REASON: &str = "reason";
    /// Ids, 16 bytes each.
    pub const SUPERSEDES: &str = "supersedes";
    /// Dots: 16 bytes of proposal id and a big-endian number of dots, repeated (1 byte
    /// for a ballot, 4 for a paper count).
    pub const DOTS: &str = "dots";
    /// N, cap, and `per_card` or `per_round`, separated by spaces.
    pub const RULES: &str = "rules";
    /// N, as the first programs wrote it.
    pub const DOTS_PER_BALLOT: &str = "dots_per_ballot";
    /// Cap, as the first programs wrote it.
    pub const DOTS_PER_PROPOSAL_MAX: &str = "dots_per_proposal_max";
    /// Prefix of the keys of decisions to hide or to show; then an id.
    pub const MODERATION_PREFIX: &str = "moderation.";
    /// `per_card` or `per_round`, as the first programs wrote it.
    pub const DOT_SCOPE: &str = "dot_scope";
}

/// Keys of the contract.
pub mod contract {
    /// Id of a council.
    pub const ID: &str = "id";
    /// Period as printed.
    pub const PERIOD: &str = "period";
    /// Councils.
    pub const COUNCILS: &str = "councils";
    /// Quarters.
    pub const QUARTERS: &str = "quarters";
    /// Commune of a quarter.
    pub const COMMUNE: &str = "commune";
    /// Kind of a quarter.
    pub const KIND: &str = "kind";
    /// Calendar.
    pub const CALENDAR: &str = "calendar";
    /// Points below a dated step, a line each; written by the amendment.
    pub const POINTS: &str = "points";
    /// Date as printed.
    pub const DATE: &str = "date";
    /// Themes.
    pub const THEMES: &str = "themes";
    /// Orientations of a theme.
    pub const ORIENTATIONS: &str = "orientations";
    /// Objectives of an orientation, or of the national plan.
    pub const OBJECTIVES: &str = "objectives";
    /// Code as printed.
    pub const CODE: &str = "code";
    /// Axes of a theme.
    pub const AXES: &str = "axes";
    /// True for an axis that the councils put forward.
    pub const STARRED: &str = "starred";
    /// The State's part.
    pub const STATE: &str = "state";
    /// Programmes of the national plan.
    pub const PROGRAMMES: &str = "programmes";
    /// Commitments of the State.
    pub const COMMITMENTS: &str = "commitments";
    /// Heading of a commitment.
    pub const HEADING: &str = "heading";
    /// Signatories.
    pub const SIGNATORIES: &str = "signatories";
}

/// Keys of a row of annexe 2, besides `label`.
pub mod action {
    /// Theme number.
    pub const THEME: &str = "theme";
    /// Orientation number.
    pub const ORIENTATION: &str = "orientation";
    /// Objective heading as printed.
    pub const OBJECTIVE: &str = "objective";
    /// Code as printed.
    pub const CODE: &str = "code";
    /// Perimeter as printed.
    pub const PERIMETER: &str = "perimeter";
    /// Status as printed.
    pub const STATUS: &str = "status";
    /// Normalised step, one of the words of `read_contract`.
    pub const STEP: &str = "step";
    /// Detail as printed.
    pub const DETAIL: &str = "detail";
    /// Outlook as printed.
    pub const OUTLOOK: &str = "outlook";
}

/// Keys of cards and proposals.
pub mod card {
    /// Question as printed.
    pub const QUESTION: &str = "question";
    /// Proposal that stands for this one.
    pub const GROUPED_INTO: &str = "grouped_into";
    /// Proposal whose wording this one replaces.
    pub const REPLACES: &str = "replaces";
}

/// Keys of a workshop, besides the common ones.
pub mod workshop {
    /// Day, `YYYY-MM-DD`.
    pub const DATE: &str = "date";
    /// Place.
    pub const PLACE: &str = "place";
    /// What opens the facilitator's screens.
    pub const LOCK: &str = "lock";
    /// People present, residents, associations, quorum; `-` for unknown.
    pub const ATTENDANCE: &str = "attendance";
    /// Prefix of the keys that hold the chosen proposals of a card; then the slug.
    pub const PROPOSALS_PREFIX: &str = "proposals.";
    /// Prefix of the keys of frozen versions; then an id.
    pub const VERSION_PREFIX: &str = "version.";
}

/// Keys of a round, besides the common ones.
pub mod round {
    /// Proposals that can receive dots: ids, 16 bytes each.
    pub const PROPOSALS: &str = "proposals";
    /// Minute of opening.
    pub const OPENED_AT: &str = "opened_at";
    /// Suspended.
    pub const IS_PAUSED: &str = "is_paused";
    /// Minute (4 bytes, big-endian), then ids of the ballots known then.
    pub const CLOSING: &str = "closing";
    /// Closed in the past, ballots unknown.
    pub const IS_CLOSED: &str = "is_closed";
    /// Prefix of the keys that say which cards are revealed; then the slug.
    pub const REVEALED_PREFIX: &str = "revealed.";
    /// Prefix of the keys that hold a sheet of codes; then an id.
    pub const CODES_PREFIX: &str = "codes.";
    /// Prefix of the keys that say why a code is void; then the code.
    pub const VOID_PREFIX: &str = "void.";
}

/// Keys of a ballot, besides the common ones.
pub mod ballot {
    /// Voter of a personal tablet: id text.
    pub const VOTER: &str = "voter";
    /// Code of a shared tablet.
    pub const CODE: &str = "code";
    /// Filled with help.
    pub const IS_ASSISTED: &str = "is_assisted";
}

/// Keys of a paper count, besides the common ones.
pub mod paper_count {
    /// People who placed dots on paper.
    pub const PEOPLE: &str = "people";
    /// Minute of entry.
    pub const ENTERED_AT: &str = "entered_at";
}

/// Keys of a comment, besides the common ones.
pub mod comment {
    /// `proposal`, `difficulty` or `action`.
    pub const TARGET_KIND: &str = "target_kind";
    /// Id text, or row of annexe 2.
    pub const TARGET: &str = "target";
    /// Minute.
    pub const ADDED_AT: &str = "added_at";
}

/// Keys of a decision, besides the common ones.
pub mod arbitration {
    /// `double`, `late` or `ballot`.
    pub const SUBJECT: &str = "subject";
    /// Ballot that a decision about one ballot is about.
    pub const BALLOT: &str = "ballot";
    /// `keep`, `count` or `set_aside`.
    pub const DECISION: &str = "decision";
    /// Ballot that is kept.
    pub const KEPT: &str = "kept";
    /// Minute.
    pub const DECIDED_AT: &str = "decided_at";
}

/// Keys of a statement, besides the common ones.
pub mod statement {
    /// What it is about: `action 12 step`, `link {proposal} axis 1.3`, `answer {proposal}`,
    /// `opinion {council} protocol`, `opinion {council} action 12`,
    /// `opinion {council} application {id}`, `application {id}`, `meeting {id}`,
    /// `priority_rule`, `version {id}`, `finding {name}`.
    pub const TOPIC: &str = "topic";
    /// Minute.
    pub const AT: &str = "at";
    /// `facilitator` or `councillor`.
    pub const ROLE: &str = "role";
    /// New value of an action's field, an answer, an opinion or how councils are put
    /// together, in one word; absent when the value is not known.
    pub const VALUE: &str = "value";
    /// Where a link is known from; absent when the link is taken away.
    pub const SOURCE: &str = "source";
    /// Day of an answer or an opinion, `YYYY-MM-DD`.
    pub const DATE: &str = "date";
    /// Who gave an answer; who submits a file.
    pub const BODY: &str = "body";
    /// Year of a call for projects.
    pub const YEAR: &str = "year";
    /// Axis that a file serves: `axis 1.3`.
    pub const AXIS: &str = "axis";
    /// Quarters that a file is for.
    pub const QUARTERS: &str = "quarters";
    /// Amount that a file asks for, in euros.
    pub const AMOUNT: &str = "amount";
    /// `working_group`, `technical_committee` or `steering_committee`.
    pub const STAGE: &str = "stage";
    /// Specialists of a meeting, by function.
    pub const SPECIALISTS: &str = "specialists";
    /// From where on a proposal is a priority: `places 5` or `dots 10`.
    pub const BAR: &str = "bar";
    /// Names of the latest changes of a version: 32 bytes each, sorted.
    pub const HEADS: &str = "heads";
    /// Proposals of a meeting: ids, 16 bytes each.
    pub const PROPOSALS: &str = "proposals";
}
