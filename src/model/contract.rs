//! What the pages of the contract show. Pure.
//!
//! Knows: order, neighbours, grouping under headings, what the contract leaves empty.
//! Must not know: the browser, the document, the clock.
//! Reading order: [`OrientationView`], [`ActionView`], [`commitments`], [`Anchor`].

use std::sync::Arc;

use domain::{
    ActionField, ActionNews, Contract, ContractAction, FollowUp, Objective, StateCommitment, Theme,
};

use super::contract_text::{Block, blocks};
use crate::components::ActionStep;
use crate::i18n::parts;

/// A place inside the page of the contract that a link can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// A theme with its orientations.
    Theme(u8),
    /// Axes of a theme.
    Axes(u8),
    /// Communes and quarters.
    Places,
    /// Part of the State.
    State,
    /// Commitments of the State under one heading, from 1 in the order of the contract.
    Commitments(usize),
    /// Dated steps.
    Calendar,
    /// Signatories.
    Signatories,
}

impl Anchor {
    /// Element id, which stands after `#` in addresses: stable.
    pub fn id(self) -> String {
        match self {
            Self::Theme(number) => format!("theme-{number}"),
            Self::Axes(number) => format!("axes-{number}"),
            Self::Places => "quartiers".to_owned(),
            Self::State => "etat".to_owned(),
            Self::Commitments(number) => format!("engagements-{number}"),
            Self::Calendar => "calendrier".to_owned(),
            Self::Signatories => "signataires".to_owned(),
        }
    }
}

/// One row of annexe 2 in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Row in annexe 2.
    pub seq: u16,
    /// Code; `None` for the rows printed "N.A.".
    pub code: Option<Arc<str>>,
    /// Wording.
    pub label: Arc<str>,
    /// Perimeter as printed.
    pub perimeter: Option<Arc<str>>,
    /// Step for the pill.
    pub step: ActionStep,
    /// Status as printed; empty when there is none.
    pub printed: Arc<str>,
}

/// Rows under one objective heading of annexe 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionGroup {
    /// Heading as printed.
    pub heading: Option<Arc<str>>,
    /// Rows in document order.
    pub rows: Vec<ActionRow>,
}

/// An objective of section 3.1 as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectiveView {
    /// Code as printed; not a key.
    pub code: Option<Arc<str>>,
    /// Wording, its printed list cut into items.
    pub text: Vec<Block>,
}

/// The page of one orientation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrientationView {
    /// Number, from 1.
    pub number: u8,
    /// Title as printed in section 3.1.
    pub title: Arc<str>,
    /// Number of its theme.
    pub theme: u8,
    /// Name of its theme.
    pub theme_name: Arc<str>,
    /// Objectives of section 3.1.
    pub objectives: Vec<ObjectiveView>,
    /// Actions of annexe 2 under their own headings.
    pub groups: Vec<ActionGroup>,
    /// Rows of all groups.
    pub n_actions: usize,
    /// Orientation before, in the order of the contract.
    pub previous: Option<u8>,
    /// Orientation after.
    pub next: Option<u8>,
}

impl OrientationView {
    /// Takes the steps that were said since the rows were printed.
    #[must_use]
    pub fn brought_up(mut self, follow_up: &FollowUp) -> Self {
        let rows = self.groups.iter_mut().flat_map(|group| &mut group.rows);
        rows.for_each(|row| row.bring_up(follow_up));
        self
    }

    /// Builds the page; `None` when the contract has no such orientation.
    pub fn build(contract: &Contract, number: u8) -> Option<Self> {
        let (theme, orientation) = contract.orientation(number)?;
        let numbers: Vec<u8> = contract
            .themes
            .iter()
            .flat_map(|theme| &theme.orientations)
            .map(|orientation| orientation.number)
            .collect();
        let (previous, next) = neighbors(&numbers, |candidate| *candidate == number);
        let groups = groups_of(contract, number);
        Some(Self {
            number,
            title: orientation.title.clone(),
            theme: theme.number,
            theme_name: theme.name.clone(),
            objectives: orientation
                .objectives
                .iter()
                .map(ObjectiveView::new)
                .collect(),
            n_actions: groups.iter().map(|group| group.rows.len()).sum(),
            groups,
            previous: previous.copied(),
            next: next.copied(),
        })
    }
}

/// A link to another action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionLink {
    /// Row in annexe 2.
    pub seq: u16,
    /// Code; `None` for the rows printed "N.A.".
    pub code: Option<Arc<str>>,
    /// Perimeter as printed.
    pub perimeter: Option<Arc<str>>,
}

/// The page of one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionView {
    /// What a list shows of it.
    pub row: ActionRow,
    /// Number of its theme.
    pub theme: u8,
    /// Name of its theme; `None` when the contract has no such theme.
    pub theme_name: Option<Arc<str>>,
    /// Number of its orientation.
    pub orientation: u8,
    /// Title of its orientation; `None` when the contract has no such orientation.
    pub orientation_title: Option<Arc<str>>,
    /// Heading in annexe 2.
    pub objective: Option<Arc<str>>,
    /// What was done.
    pub detail: Vec<Block>,
    /// What comes next.
    pub outlook: Vec<Block>,
    /// Rows that carry the same action for another perimeter.
    pub elsewhere: Vec<ActionLink>,
    /// Row before.
    pub previous: Option<ActionLink>,
    /// Row after.
    pub next: Option<ActionLink>,
}

impl ActionView {
    /// Builds the page; `None` when the contract has no such row.
    pub fn build(contract: &Contract, seq: u16) -> Option<Self> {
        let action = contract.action(seq)?;
        let (previous, next) = neighbors(&contract.actions, |other| other.seq == seq);
        Some(Self {
            row: ActionRow::new(action),
            theme: action.theme,
            theme_name: theme(contract, action.theme).map(|theme| theme.name.clone()),
            orientation: action.orientation,
            orientation_title: contract
                .orientation(action.orientation)
                .map(|(_, orientation)| orientation.title.clone()),
            objective: action.objective.clone(),
            detail: action.detail.as_deref().map(blocks).unwrap_or_default(),
            outlook: action.outlook.as_deref().map(blocks).unwrap_or_default(),
            elsewhere: contract
                .actions
                .iter()
                .filter(|other| is_same_elsewhere(action, other))
                .map(ActionLink::new)
                .collect(),
            previous: previous.map(ActionLink::new),
            next: next.map(ActionLink::new),
        })
    }
}

/// Commitments of the State under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentGroup {
    /// Heading as printed.
    pub heading: Arc<str>,
    /// Texts in the order of the contract, each cut into blocks.
    pub texts: Vec<Vec<Block>>,
}

/// Puts the commitments of the State under their headings, in the order of the contract.
pub fn commitments(contract: &Contract) -> Vec<CommitmentGroup> {
    commitments_by_heading(contract)
        .into_iter()
        .map(|(heading, found)| CommitmentGroup {
            heading,
            texts: found
                .into_iter()
                .map(|commitment| blocks(&commitment.text))
                .collect(),
        })
        .collect()
}

/// The same as [`commitments`], as printed; [`Anchor::Commitments`] counts in this order.
pub(super) fn commitments_by_heading(
    contract: &Contract,
) -> Vec<(Arc<str>, Vec<&StateCommitment>)> {
    grouped(&contract.state.commitments, |commitment| {
        commitment.heading.clone()
    })
}

/// Rows of annexe 2 of an orientation.
pub fn n_actions(contract: &Contract, orientation: u8) -> usize {
    contract
        .actions
        .iter()
        .filter(|action| action.orientation == orientation)
        .count()
}

/// Code of an action as people know it; `None` for the rows printed "N.A.".
pub fn known_code(action: &ContractAction) -> Option<Arc<str>> {
    action.code.clone().filter(|code| !code.starts_with("N.A"))
}

/// The step as the pill takes it.
pub fn shown_step(step: Option<domain::ActionStep>) -> ActionStep {
    match step {
        Some(domain::ActionStep::NotReached) => ActionStep::NotReached,
        Some(domain::ActionStep::Launching) => ActionStep::Launching,
        Some(domain::ActionStep::Deploying) => ActionStep::Deploying,
        Some(domain::ActionStep::Finalizing) => ActionStep::Finalizing,
        Some(domain::ActionStep::Reached) => ActionStep::Reached,
        None => ActionStep::Unknown,
    }
}

/// The step of an action that was said since it was printed; `None` when none was.
pub fn said_step(follow_up: &FollowUp, seq: u16) -> Option<ActionStep> {
    match follow_up.news_of(seq, ActionField::Step)? {
        ActionNews::Step(step) => Some(shown_step(*step)),
        _ => None,
    }
}

impl ActionRow {
    /// Takes the step that was said since the row was printed, if any was.
    pub fn bring_up(&mut self, follow_up: &FollowUp) {
        self.step = said_step(follow_up, self.seq).unwrap_or(self.step);
    }

    /// Words of the pill when the scale has none: those of the contract, maybe empty.
    pub fn pill_words(&self) -> String {
        match self.step {
            ActionStep::Unknown => self.printed.to_string(),
            _ => String::new(),
        }
    }

    /// Printed words that say more than the step on the pill.
    pub fn words_beside_pill(&self) -> Option<Arc<str>> {
        let is_known = self.step != ActionStep::Unknown;
        let says_more = &*self.printed != parts::action_step(self.step);
        (is_known && says_more && !self.printed.is_empty()).then(|| self.printed.clone())
    }

    fn new(action: &ContractAction) -> Self {
        Self {
            seq: action.seq,
            code: known_code(action),
            label: action.label.clone(),
            perimeter: action.perimeter.clone(),
            step: shown_step(action.step),
            printed: action.status.clone().unwrap_or_default(),
        }
    }
}

impl ActionLink {
    /// The perimeter, when the code alone would name another row too.
    pub fn perimeter_beside(&self, row: &ActionRow) -> Option<&str> {
        self.perimeter.as_deref().filter(|_| self.code == row.code)
    }

    fn new(action: &ContractAction) -> Self {
        Self {
            seq: action.seq,
            code: known_code(action),
            perimeter: action.perimeter.clone(),
        }
    }
}

impl ObjectiveView {
    fn new(objective: &Objective) -> Self {
        Self {
            code: objective.code.clone(),
            text: blocks(&objective.label),
        }
    }
}

fn theme(contract: &Contract, number: u8) -> Option<&Theme> {
    contract.themes.iter().find(|theme| theme.number == number)
}

fn groups_of(contract: &Contract, orientation: u8) -> Vec<ActionGroup> {
    let rows: Vec<&ContractAction> = contract
        .actions
        .iter()
        .filter(|action| action.orientation == orientation)
        .collect();
    grouped(&rows, |action| action.objective.clone())
        .into_iter()
        .map(|(heading, rows)| ActionGroup {
            heading,
            rows: rows
                .into_iter()
                .map(|action| ActionRow::new(action))
                .collect(),
        })
        .collect()
}

/// Codes are not keys: the wording must be the same too.
fn is_same_elsewhere(action: &ContractAction, other: &ContractAction) -> bool {
    other.seq != action.seq
        && other.orientation == action.orientation
        && other.code == action.code
        && other.label == action.label
}

/// Puts together what has the same key, in the order of first appearance.
fn grouped<T, K: PartialEq>(all: &[T], key: impl Fn(&T) -> K) -> Vec<(K, Vec<&T>)> {
    let mut groups: Vec<(K, Vec<&T>)> = Vec::new();
    for one in all {
        let key = key(one);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, members)) => members.push(one),
            None => groups.push((key, vec![one])),
        }
    }
    groups
}

/// What stands before and after the first element that `is_it` finds.
fn neighbors<T>(all: &[T], is_it: impl Fn(&T) -> bool) -> (Option<&T>, Option<&T>) {
    let Some(at) = all.iter().position(is_it) else {
        return (None, None);
    };
    (
        at.checked_sub(1).and_then(|before| all.get(before)),
        all.get(at + 1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::contract_sample::sample;

    #[test]
    fn an_orientation_knows_its_theme_and_neighbors() {
        let contract = sample();
        let first = OrientationView::build(&contract, 1).expect("the sample has it");
        assert_eq!((first.previous, first.next), (None, Some(2)));
        let last = OrientationView::build(&contract, 3).expect("the sample has it");
        assert_eq!((last.theme, last.previous, last.next), (2, Some(2), None));
        assert_eq!(OrientationView::build(&contract, 9), None);
    }

    #[test]
    fn actions_of_one_heading_stand_together_in_document_order() {
        let view = OrientationView::build(&sample(), 1).expect("the sample has it");
        let rows: Vec<(Option<&str>, Vec<u16>)> = view
            .groups
            .iter()
            .map(|group| {
                let rows = group.rows.iter().map(|row| row.seq).collect();
                (group.heading.as_deref(), rows)
            })
            .collect();
        assert_eq!(
            rows,
            [
                (Some("Réduire le non-recours"), vec![1, 2, 4]),
                (Some("Autre objectif"), vec![3]),
            ]
        );
        assert_eq!(view.n_actions, 4);
    }

    #[test]
    fn an_orientation_without_actions_has_no_groups() {
        let view = OrientationView::build(&sample(), 2).expect("the sample has it");
        assert_eq!((view.groups.len(), view.n_actions), (0, 0));
    }

    #[test]
    fn an_action_finds_its_place_in_the_contract() {
        let view = ActionView::build(&sample(), 1).expect("the sample has it");
        assert_eq!(view.theme_name.as_deref(), Some("POPULATIONS FRAGILISEES"));
        assert_eq!(
            view.orientation_title.as_deref(),
            Some("FAVORISER L'ACCES AUX DROITS")
        );
        assert_eq!(view.previous, None);
        assert_eq!(view.next.map(|next| next.seq), Some(2));
        assert_eq!(ActionView::build(&sample(), 99), None);
    }

    #[test]
    fn the_same_code_with_another_wording_is_another_action() {
        let elsewhere = |seq| -> Vec<u16> {
            let view = ActionView::build(&sample(), seq).expect("the sample has it");
            view.elsewhere.iter().map(|link| link.seq).collect()
        };
        assert_eq!(elsewhere(1), [2]);
        assert_eq!(elsewhere(4), [0_u16; 0]);
    }

    #[test]
    fn a_neighbor_of_the_same_code_is_told_apart_by_its_place() {
        let contract = sample();
        let first = ActionView::build(&contract, 1).expect("the sample has it");
        let next = first.next.expect("the sample has a second row");
        assert_eq!(next.perimeter_beside(&first.row), Some("Gaillard"));
        let third = ActionView::build(&contract, 3).expect("the sample has it");
        let before = third.previous.expect("the sample has a second row");
        assert_eq!(before.perimeter_beside(&third.row), None);
    }

    #[test]
    fn rows_printed_na_have_no_code() {
        let code = |seq| {
            ActionView::build(&sample(), seq)
                .expect("the sample has it")
                .row
                .code
        };
        assert_eq!(code(1).as_deref(), Some("1.1"));
        assert_eq!(code(3), None);
    }

    #[test]
    fn what_the_contract_leaves_empty_stays_unknown() {
        let view = ActionView::build(&sample(), 3).expect("the sample has it");
        assert_eq!(view.row.step, ActionStep::Unknown);
        assert_eq!(&*view.row.printed, "");
        assert_eq!((view.detail, view.outlook), (vec![], vec![]));
    }

    #[test]
    fn printed_words_are_never_lost_and_never_said_twice() {
        let row = |seq| {
            ActionView::build(&sample(), seq)
                .expect("the sample has it")
                .row
        };
        assert_eq!(
            (row(1).pill_words().as_str(), row(1).words_beside_pill()),
            ("", None)
        );
        assert_eq!(row(5).pill_words(), "Partiellement");
        assert_eq!(row(5).words_beside_pill(), None);
        let nuanced = ActionRow {
            printed: "Atteint, sauf Gaillard".into(),
            ..row(1)
        };
        assert_eq!(nuanced.pill_words(), "");
        assert_eq!(
            nuanced.words_beside_pill().as_deref(),
            Some("Atteint, sauf Gaillard")
        );
    }

    #[test]
    fn commitments_stand_under_their_heading_once() {
        let contract = sample();
        let groups = commitments(&contract);
        let sizes: Vec<(&str, usize)> = groups
            .iter()
            .map(|group| (&*group.heading, group.texts.len()))
            .collect();
        assert_eq!(sizes, [("Santé", 2), ("Emploi", 1)]);
    }
}
