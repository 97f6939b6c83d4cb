//! The contract as its files say it, in the order of the files.
//!
//! Field order and names are the shape of `cargo xtask contract --json`, which
//! other tools read: keep it stable. What that shape leaves out (sources, the
//! normalized step of an action) carries `serde(skip)`.

use serde::Serialize;

/// Everything that the files of one contract say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contract {
    /// Title, as printed.
    pub title: String,
    /// Years it covers, as printed.
    pub period: String,
    /// Bodies that hold workshops.
    pub councils: Vec<Council>,
    /// Neighborhoods concerned.
    pub quarters: Vec<Quarter>,
    /// Dates of the protocol.
    pub calendar: Vec<CalendarEntry>,
    /// Strategic framework.
    pub themes: Vec<Theme>,
    /// Cards of the founding meeting, with its dots.
    pub cards: Vec<Card>,
    /// Rows of the assessment, in printed order.
    pub actions: Vec<Action>,
    /// What the State commits to.
    pub state: State,
    /// Who signs, in printed order.
    pub signatories: Vec<String>,
    /// Second line of the title, when there is one.
    #[serde(skip)]
    pub subtitle: Option<String>,
    /// Where the title comes from.
    #[serde(skip)]
    pub source: String,
    /// The founding vote whose dots the cards bear; absent when none was printed.
    #[serde(skip)]
    pub vote: Option<Vote>,
    /// Which axes the proposals led to.
    #[serde(skip)]
    pub links: Vec<Link>,
}

/// A proposal and the axis that it led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Number of the theme.
    pub theme: u32,
    /// Place of the axis in its theme, from 1.
    pub axis: u32,
    /// Id of the card.
    pub card: String,
    /// Place of the proposal on its card, from 1.
    pub proposal: u32,
    /// False when two readers were not both sure.
    pub is_sure: bool,
    /// What the two have in common.
    pub reason: String,
}

/// A body of inhabitants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Council {
    /// Stable id: lower-case letters, digits, hyphens.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// A neighborhood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quarter {
    /// Name, as printed.
    pub name: String,
    /// Town it belongs to.
    pub commune: String,
    /// Its standing in the policy, when printed.
    pub kind: Option<String>,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// A dated step of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalendarEntry {
    /// Date, as printed.
    pub date: String,
    /// What happens.
    pub label: String,
    /// Points below the label, in order; often none.
    #[serde(skip)]
    pub details: Vec<String>,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// A theme of the strategic framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// Number, from 1, unique.
    pub number: u32,
    /// Name, as printed.
    pub name: String,
    /// Its orientations, in order.
    pub orientations: Vec<Orientation>,
    /// Its lines of work, in order.
    pub axes: Vec<Axis>,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// A strategic orientation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Orientation {
    /// Number, unique in the contract, not only in its theme.
    pub number: u32,
    /// Title, as printed.
    pub title: String,
    /// Its objectives, in order.
    pub objectives: Vec<Objective>,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// An objective. Its code is printed text, not a key: some repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Objective {
    /// Code, as printed.
    pub code: String,
    /// Label, as printed.
    pub label: String,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// A line of work of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Axis {
    /// Label, as printed.
    pub label: String,
    /// Whether the councils marked it as a priority.
    pub starred: bool,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// A theme card of the founding meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Stable id: lower-case letters, digits, hyphens.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Question that the councils answered.
    pub question: String,
    /// Difficulties they named, in printed order.
    pub difficulties: Vec<String>,
    /// Proposals they voted on, in printed order.
    pub proposals: Vec<Proposal>,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// A proposal and the dots it received on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Label, as printed.
    pub label: String,
    /// Dots printed beside it; 0 when none is printed.
    pub dots: u32,
}

/// A row of the assessment of actions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// Order of the row, from 1; its only key.
    pub seq: u32,
    /// Number of its theme.
    pub theme: u32,
    /// Number of its orientation.
    pub orientation: u32,
    /// Heading it stands under, as printed.
    pub objective: Option<String>,
    /// Code, as printed; not a key.
    pub code: Option<String>,
    /// Label, as printed.
    pub label: String,
    /// Towns concerned, as printed.
    pub perimeter: Option<String>,
    /// Status, as printed.
    pub status: Option<String>,
    /// What was done, as printed.
    pub detail: Option<String>,
    /// What comes next, as printed.
    pub outlook: Option<String>,
    /// The printed status on the five-step scale; absent when it is not one of them.
    #[serde(skip)]
    pub step: Option<Step>,
    /// Section it comes from.
    #[serde(skip)]
    pub source: String,
}

/// The five-step scale of an action's progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// « Non atteint »
    NotReached,
    /// « En cours de lancement »
    Launching,
    /// « En cours de déploiement »
    Deploying,
    /// « En voie de finalisation »
    Finalizing,
    /// « Atteint »
    Reached,
}

impl Step {
    /// Every step with the word that `actions.csv` uses, from not begun to done.
    pub const ALL: [(&'static str, Self); 5] = [
        ("not_reached", Self::NotReached),
        ("launching", Self::Launching),
        ("deploying", Self::Deploying),
        ("finalizing", Self::Finalizing),
        ("reached", Self::Reached),
    ];
}

/// What the State commits to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    /// Objectives, in order.
    pub objectives: Vec<String>,
    /// Programs, in order.
    pub programmes: Vec<String>,
    /// Commitments, in order.
    pub commitments: Vec<Commitment>,
}

/// One commitment of the State.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Commitment {
    /// Heading it stands under.
    pub heading: String,
    /// Text, as printed.
    pub text: String,
}

/// The founding vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Name of the meeting.
    pub title: String,
    /// Day, as `YYYY-MM-DD`.
    pub date: String,
    /// Number of people who voted.
    pub participants: u32,
    /// Section it comes from.
    pub source: String,
}

impl Contract {
    /// What the contract holds, in one line for a person who checks it.
    pub fn counts(&self) -> String {
        let orientations = || self.themes.iter().flat_map(|theme| &theme.orientations);
        let axes = || self.themes.iter().flat_map(|theme| &theme.axes);
        let proposals = || self.cards.iter().flat_map(|card| &card.proposals);
        format!(
            "{} themes, {} orientations, {} objectives, {} axes ({} starred), {} cards, \
             {} difficulties, {} proposals, {} dots, {} action rows, {} signatories",
            self.themes.len(),
            orientations().count(),
            orientations().map(|o| o.objectives.len()).sum::<usize>(),
            axes().count(),
            axes().filter(|axis| axis.starred).count(),
            self.cards.len(),
            self.cards
                .iter()
                .map(|card| card.difficulties.len())
                .sum::<usize>(),
            proposals().count(),
            proposals()
                .map(|proposal| u64::from(proposal.dots))
                .sum::<u64>(),
            self.actions.len(),
            self.signatories.len(),
        )
    }
}
