//! The whole follow-up as one document to print, the successor of annexe 2. Pure.

use std::sync::Arc;

use domain::{ActionField, ActionNews, ActionText, ContractAction, FollowUp, Snapshot, Timestamp};

use crate::components::ActionStep;
use crate::model::contract::{known_code, said_step, shown_step};

/// The actions of one orientation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexPart {
    /// Name of the theme.
    pub theme: Arc<str>,
    /// Number of the orientation.
    pub orientation: u8,
    /// Its title.
    pub title: Arc<str>,
    /// Its rows of annexe 2, in document order; never empty.
    pub rows: Vec<AnnexRow>,
}

/// One action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexRow {
    /// Code; `None` for the rows printed "N.A.".
    pub code: Option<Arc<str>>,
    /// Wording.
    pub label: Arc<str>,
    /// Perimeter as printed.
    pub perimeter: Option<Arc<str>>,
    /// Status as printed; empty when there is none.
    pub printed: Arc<str>,
    /// Step as last said, else as printed.
    pub step: ActionStep,
    /// When something was last said of it.
    pub last_news: Option<Timestamp>,
    /// What was done, as last said, else as printed.
    pub detail: Option<Arc<str>>,
    /// What is planned, as last said, else as printed.
    pub outlook: Option<Arc<str>>,
    /// What comes next, if it was said.
    pub next_step: Option<Arc<str>>,
}

/// Every row of annexe 2, by orientation, in the order of the contract.
pub fn build_annex(snapshot: &Snapshot) -> Vec<AnnexPart> {
    let follow_up = FollowUp::new(&snapshot.statements);
    let contract = &snapshot.contract;
    let orientations = contract.themes.iter().flat_map(|theme| {
        let orientations = theme.orientations.iter();
        orientations.map(move |orientation| (theme, orientation))
    });
    let parts = orientations.map(|(theme, orientation)| {
        let of_it = contract.actions.iter();
        let of_it = of_it.filter(|action| action.orientation == orientation.number);
        AnnexPart {
            theme: theme.name.clone(),
            orientation: orientation.number,
            title: orientation.title.clone(),
            rows: of_it.map(|action| row(action, &follow_up)).collect(),
        }
    });
    parts.filter(|part| !part.rows.is_empty()).collect()
}

fn row(action: &ContractAction, follow_up: &FollowUp) -> AnnexRow {
    let said = |text: ActionText, printed: Option<&Arc<str>>| match follow_up
        .news_of(action.seq, ActionField::Text(text))
    {
        Some(ActionNews::Text(_, said)) => said.as_ref().map(|said| said.as_str().into()),
        _ => printed.cloned(),
    };
    AnnexRow {
        code: known_code(action),
        label: action.label.clone(),
        perimeter: action.perimeter.clone(),
        printed: action.status.clone().unwrap_or_default(),
        step: said_step(follow_up, action.seq).unwrap_or_else(|| shown_step(action.step)),
        last_news: follow_up.last_news(action.seq),
        detail: said(ActionText::Detail, action.detail.as_ref()),
        outlook: said(ActionText::Outlook, action.outlook.as_ref()),
        next_step: said(ActionText::NextStep, None),
    }
}
