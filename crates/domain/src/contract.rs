//! The contract's own text: what was printed, kept verbatim.
//!
//! Texts are shared (`Arc<str>`) because the same contract stands behind every
//! snapshot. Unknown is `None`, never an empty text.

use std::sync::Arc;

use crate::{CardId, CouncilId, Date, LinkTarget};

/// Everything the contract says, apart from the cards, which people go on filling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contract {
    /// Title as printed.
    pub title: Arc<str>,
    /// Period as printed, e.g. `2015-2022`.
    pub period: Arc<str>,
    /// Citizen councils, in the order of the document.
    pub councils: Vec<Council>,
    /// Quarters of the territory.
    pub quarters: Vec<Quarter>,
    /// Dated steps.
    pub calendar: Vec<CalendarEntry>,
    /// Themes, numbered from 1.
    pub themes: Vec<Theme>,
    /// Rows of annexe 2, in document order: index 0 is row 1.
    pub actions: Vec<ContractAction>,
    /// What the State committed to.
    pub state: StatePart,
    /// Signatories as printed.
    pub signatories: Vec<Arc<str>>,
}

impl Contract {
    /// Finds a council by its id.
    pub fn council(&self, id: &CouncilId) -> Option<&Council> {
        self.councils.iter().find(|council| council.id == *id)
    }

    /// Finds an action by its row in annexe 2, from 1.
    pub fn action(&self, seq: u16) -> Option<&ContractAction> {
        self.actions.iter().find(|action| action.seq == seq)
    }

    /// Finds a working axis by its theme and its place there, from 1.
    pub fn axis(&self, theme: u8, number: u8) -> Option<&WorkAxis> {
        let theme = self.themes.iter().find(|it| it.number == theme)?;
        theme.axes.get(usize::from(number).checked_sub(1)?)
    }

    /// Finds an objective by its orientation and its place there, from 1.
    pub fn objective(&self, orientation: u8, number: u8) -> Option<&Objective> {
        let (_, orientation) = self.orientation(orientation)?;
        let idx = usize::from(number).checked_sub(1)?;
        orientation.objectives.get(idx)
    }

    /// Whether it has the part that a link names.
    pub fn has(&self, part: LinkTarget) -> bool {
        match part {
            LinkTarget::Axis { theme, number } => self.axis(theme, number).is_some(),
            LinkTarget::Objective {
                orientation,
                number,
            } => self.objective(orientation, number).is_some(),
            LinkTarget::Action(seq) => self.action(seq).is_some(),
        }
    }

    /// Finds an orientation by its number, with its theme.
    pub fn orientation(&self, number: u8) -> Option<(&Theme, &Orientation)> {
        self.themes.iter().find_map(|theme| {
            let found = theme.orientations.iter().find(|o| o.number == number)?;
            Some((theme, found))
        })
    }
}

/// One of the citizen councils.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Council {
    /// Stable slug.
    pub id: CouncilId,
    /// Name as printed.
    pub name: Arc<str>,
}

/// A quarter of the territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarter {
    /// Name as printed.
    pub name: Arc<str>,
    /// Commune it belongs to.
    pub commune: Option<Arc<str>>,
    /// Kind as printed, e.g. `QPV`.
    pub kind: Option<Arc<str>>,
}

/// A dated step of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Date as printed, often a period: `juin 2019`.
    pub date: Arc<str>,
    /// What happens.
    pub label: Arc<str>,
    /// Points below it, in order; often none.
    pub points: Vec<Arc<str>>,
}

/// One of the contract's themes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Number, from 1.
    pub number: u8,
    /// Name as printed in section 3.1.
    pub name: Arc<str>,
    /// Strategic orientations.
    pub orientations: Vec<Orientation>,
    /// Working axes that the partners stress.
    pub axes: Vec<WorkAxis>,
}

/// A strategic orientation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orientation {
    /// Number, 1 to 14, continuing over the themes.
    pub number: u8,
    /// Title as printed in section 3.1.
    pub title: Arc<str>,
    /// Operational objectives.
    pub objectives: Vec<Objective>,
}

/// An operational objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// Code as printed; not a key (two are numbered 3-3).
    pub code: Option<Arc<str>>,
    /// Wording.
    pub label: Arc<str>,
}

/// A working axis of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkAxis {
    /// Wording.
    pub label: Arc<str>,
    /// Put forward by the citizen councils.
    pub starred: bool,
}

/// Step of an action on the scale of annexe 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionStep {
    /// « Non atteint ».
    NotReached,
    /// « En cours de lancement ».
    Launching,
    /// « En cours de déploiement ».
    Deploying,
    /// « En voie de finalisation ».
    Finalizing,
    /// « Atteint ».
    Reached,
}

impl ActionStep {
    /// Every step, in the order in which an action comes to it.
    pub const ALL: [Self; 5] = [
        Self::NotReached,
        Self::Launching,
        Self::Deploying,
        Self::Finalizing,
        Self::Reached,
    ];
}

/// One row of annexe 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractAction {
    /// Row in document order, from 1: the stable id, because codes are not keys.
    pub seq: u16,
    /// Theme number.
    pub theme: u8,
    /// Orientation number, 1 to 14.
    pub orientation: u8,
    /// Annexe 2's own objective heading.
    pub objective: Option<Arc<str>>,
    /// Code as printed: `1.10` is not `1.1`; `N.A.` stands for eighteen rows.
    pub code: Option<Arc<str>>,
    /// Wording.
    pub label: Arc<str>,
    /// Perimeter as printed; may name several communes.
    pub perimeter: Option<Arc<str>>,
    /// Status as printed.
    pub status: Option<Arc<str>>,
    /// Step that the printed status names for certain; `None` when it does not.
    pub step: Option<ActionStep>,
    /// Detail as printed.
    pub detail: Option<Arc<str>>,
    /// Outlook as printed.
    pub outlook: Option<Arc<str>>,
}

/// What the State committed to (section 3.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatePart {
    /// Objectives of the national plan.
    pub objectives: Vec<Arc<str>>,
    /// Programmes of the national plan.
    pub programmes: Vec<Arc<str>>,
    /// Commitments, each under its heading.
    pub commitments: Vec<StateCommitment>,
}

/// One commitment of the State.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateCommitment {
    /// Heading it stands under.
    pub heading: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

/// The six cards as the contract prints them: the first content of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deck {
    /// Cards in the order of annexe 1.
    pub cards: Vec<DeckCard>,
    /// The vote whose dots the cards carry.
    pub vote: Option<DeckVote>,
}

/// One printed card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckCard {
    /// Slug that stands in addresses.
    pub id: CardId,
    /// Name as printed.
    pub name: Arc<str>,
    /// Question as printed.
    pub question: Arc<str>,
    /// Difficulties as printed.
    pub difficulties: Vec<Arc<str>>,
    /// Proposals as printed.
    pub proposals: Vec<DeckProposal>,
}

/// One printed proposal with its dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckProposal {
    /// Wording.
    pub label: Arc<str>,
    /// Dots printed beside it.
    pub dots: u32,
}

/// When and by how many people the printed dots were placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckVote {
    /// Name of the meeting as printed.
    pub title: Arc<str>,
    /// Day of the vote.
    pub date: Date,
    /// People who took part.
    pub participants: u32,
}
