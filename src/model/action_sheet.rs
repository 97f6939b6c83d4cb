//! The actions of the contract as a spreadsheet that is taken out, edited and brought
//! back. Pure.
//!
//! Knows: the columns, what each action is now, what a table that comes back changes.
//! Must not know: the browser, the formats of spreadsheet programs beside CSV.
//! Reading order: [`Column`], [`table`], then `read` (what came back) and `csv`.

mod csv;
mod fault;
mod read;
#[cfg(test)]
mod tests;

use domain::{ActionField, ActionNews, ActionStep, ActionText, Contract, ContractAction, FollowUp};
use sheets::{CellKind, Sheet, SheetColumn};

pub use self::csv::{SheetFile, read_csv};
pub use self::fault::{Fault, FaultKind};
pub use self::read::{ActionChanges, Comparison, FieldChange, compare};
use super::action_news::{current, field_value};
use super::contract::shown_step;
use super::contract_words::fold;
use crate::i18n::{action_sheet as words, parts};

/// Largest file that is read, in bytes; the whole contract is a twentieth of it.
pub const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Most rows that are read below the titles; the contract has 142.
pub const ROWS_MAX: usize = 1_000;

/// Most cells of a row that are read.
pub const COLUMNS_MAX: usize = 64;

/// A column, the same on the way out and on the way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Row of annexe 2: the key, because codes are none.
    Number,
    /// Code as printed.
    Code,
    /// Wording.
    Label,
    /// Theme.
    Theme,
    /// Orientation.
    Orientation,
    /// Perimeter as printed.
    Perimeter,
    /// Status as printed.
    Printed,
    /// What can be brought up to date.
    Field(ActionField),
}

impl Column {
    /// Every column, in the order of the file.
    pub const ALL: [Self; 14] = [
        Self::Number,
        Self::Code,
        Self::Label,
        Self::Theme,
        Self::Orientation,
        Self::Perimeter,
        Self::Printed,
        Self::Field(ActionField::Step),
        Self::Field(ActionField::Text(ActionText::Detail)),
        Self::Field(ActionField::Text(ActionText::Outlook)),
        Self::Field(ActionField::Text(ActionText::Pilot)),
        Self::Field(ActionField::Text(ActionText::Partners)),
        Self::Field(ActionField::Text(ActionText::NextStep)),
        Self::Field(ActionField::DueDate),
    ];

    /// The field that is edited in it; `None` for those to read.
    pub const fn field(self) -> Option<ActionField> {
        match self {
            Self::Field(field) => Some(field),
            _ => None,
        }
    }

    /// The column with this title, whatever its case and accents.
    fn titled(title: &str) -> Option<Self> {
        let folded = fold(title);
        let mut columns = Self::ALL.into_iter();
        columns.find(|column| fold(words::column(*column)) == folded)
    }

    /// Its width in a workbook, in characters.
    const fn width(self) -> u16 {
        match self {
            Self::Number | Self::Code => 9,
            Self::Perimeter => 14,
            Self::Theme | Self::Printed | Self::Field(ActionField::Step) => 22,
            Self::Field(ActionField::DueDate) => 16,
            Self::Label | Self::Field(ActionField::Text(ActionText::Detail)) => 50,
            Self::Orientation
            | Self::Field(ActionField::Text(
                ActionText::Outlook
                | ActionText::Pilot
                | ActionText::Partners
                | ActionText::NextStep,
            )) => 30,
        }
    }

    /// What its cells hold in a workbook.
    const fn kind(self) -> CellKind {
        match self {
            Self::Number => CellKind::Number,
            Self::Field(ActionField::DueDate) => CellKind::Date,
            _ => CellKind::Text,
        }
    }

    /// What the column holds for an action.
    fn value(self, action: &ContractAction, contract: &Contract, follow_up: &FollowUp) -> String {
        let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or("").to_owned();
        match self {
            Self::Number => action.seq.to_string(),
            Self::Code => text(&action.code),
            Self::Label => action.label.to_string(),
            Self::Theme => {
                let theme = contract.themes.iter().find(|it| it.number == action.theme);
                words::numbered(action.theme, theme.map(|theme| &*theme.name))
            }
            Self::Orientation => {
                let found = contract.orientation(action.orientation);
                words::numbered(action.orientation, found.map(|(_, it)| &*it.title))
            }
            Self::Perimeter => text(&action.perimeter),
            Self::Printed => text(&action.status),
            Self::Field(field) => {
                let now = current(action, follow_up, field);
                now.as_ref().map_or_else(String::new, cell_of)
            }
        }
    }
}

/// A value as it stands in a cell; empty when nobody knows it.
pub fn cell_of(news: &ActionNews) -> String {
    match news {
        ActionNews::Step(step) => step.map_or("", step_word).to_owned(),
        ActionNews::Text(..) | ActionNews::DueDate(_) => field_value(news),
    }
}

/// The step that a cell names, whatever its case and accents, as news: it may be one of
/// the words that say that nobody knows it. `None` for any other word.
fn step_named(cell: &str) -> Option<ActionNews> {
    let folded = fold(cell);
    if folded.is_empty() || words::unknown_steps().iter().any(|it| fold(it) == folded) {
        return Some(ActionNews::Step(None));
    }
    let mut known = ActionStep::ALL.into_iter();
    let step = known.find(|step| fold(step_word(*step)) == folded)?;
    Some(ActionNews::Step(Some(step)))
}

fn step_word(step: ActionStep) -> &'static str {
    parts::action_step(shown_step(Some(step)))
}

/// Rows of cells, with the number that a spreadsheet program shows before each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The titles, then one row per action.
    pub lines: Vec<Line>,
}

/// One row of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Number before it, from 1.
    pub number: usize,
    /// Its cells, from the left.
    pub cells: Vec<String>,
}

impl Table {
    /// Rows that follow one another from the first; empty ones are passed over.
    pub fn new(rows: Vec<Vec<String>>) -> Self {
        let lines = rows.into_iter().zip(1..);
        let lines = lines.map(|(cells, number)| Line { number, cells });
        let lines = lines.filter(|line| line.cells.iter().any(|cell| !cell.trim().is_empty()));
        Self {
            lines: lines.collect(),
        }
    }
}

/// Every action as it is now, below the titles of the columns.
pub fn table(contract: &Contract, follow_up: &FollowUp) -> Vec<Vec<String>> {
    let titles = Column::ALL.map(|column| words::column(column).to_owned());
    let mut rows = vec![titles.to_vec()];
    rows.extend(contract.actions.iter().map(|action| {
        let cells = Column::ALL.map(|column| column.value(action, contract, follow_up));
        cells.to_vec()
    }));
    rows
}

/// The rows of [`table`] as the sheet of a workbook.
pub fn workbook(mut rows: Vec<Vec<String>>) -> Sheet {
    let titles = if rows.is_empty() {
        Vec::new()
    } else {
        rows.remove(0)
    };
    let columns = Column::ALL.into_iter().zip(titles);
    let columns = columns.map(|(column, title)| SheetColumn {
        title,
        kind: column.kind(),
        width: column.width(),
        is_to_read: column.field().is_none(),
        choices: match column {
            Column::Field(ActionField::Step) => ActionStep::ALL
                .map(|step| step_word(step).to_owned())
                .to_vec(),
            _ => Vec::new(),
        },
    });
    Sheet {
        name: words::sheet_name().to_owned(),
        columns: columns.collect(),
        rows,
    }
}
