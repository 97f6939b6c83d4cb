//! A table that came back: what is wrong with it, or what it changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    ActionField, ActionNews, Contract, ContractAction, Date, FollowUp, Passage, StatementId, Topic,
};

use super::{Column, Fault, FaultKind, Line, ROWS_MAX, Table, cell_of, step_named};
use crate::model::action_news::current;
use crate::model::contract::known_code;

/// What a table changes, by action in the order of annexe 2.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Actions that it changes.
    pub actions: Vec<ActionChanges>,
    /// Titles of columns that nobody knows; they are left aside.
    pub ignored: Vec<String>,
    /// Rows that were read.
    pub n_rows: usize,
}

impl Comparison {
    /// How many cells change.
    pub fn n_changes(&self) -> usize {
        self.actions.iter().map(|action| action.fields.len()).sum()
    }
}

/// What a table changes of one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionChanges {
    /// Row of annexe 2.
    pub seq: u16,
    /// Code; `None` for the rows printed "N.A.".
    pub code: Option<Arc<str>>,
    /// Wording.
    pub label: Arc<str>,
    /// Perimeter as printed: an action may have a row for each.
    pub perimeter: Option<Arc<str>>,
    /// Fields that it changes, in the order of the columns; never empty.
    pub fields: Vec<FieldChange>,
}

/// One cell that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// What stands; `None` when nothing does.
    pub before: Option<ActionNews>,
    /// What the table says.
    pub after: ActionNews,
    /// Statements that stood when the table was read.
    pub seen: Vec<StatementId>,
}

/// Compares a table with what stands.
///
/// # Errors
/// Everything that is wrong with it, in the order of its rows.
pub fn compare(
    table: &Table,
    contract: &Contract,
    follow_up: &FollowUp,
) -> Result<Comparison, Vec<Fault>> {
    let (titles, rows) = match table.lines.split_first() {
        Some((_, rows)) if rows.len() > ROWS_MAX => {
            return Err(vec![Fault::of_file(FaultKind::TooManyRows)]);
        }
        Some(parts) => parts,
        None => return Err(vec![Fault::of_file(FaultKind::NoTitles)]),
    };
    let (places, ignored) = places(titles)?;
    if rows.is_empty() {
        return Err(vec![Fault::of_file(FaultKind::NoRows)]);
    }
    let reader = RowReader {
        places,
        n_titles: titles.cells.len(),
        contract,
        follow_up,
    };
    let mut faults = Vec::new();
    let mut actions = Vec::new();
    let mut first_lines = BTreeMap::new();
    for line in rows {
        match reader.action(line, &mut first_lines) {
            Ok(action) => actions.push(reader.changes(line, action, &mut faults)),
            Err(kind) => faults.push(Fault::at(line.number, kind)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    actions.retain(|action| !action.fields.is_empty());
    actions.sort_by_key(|action| action.seq);
    Ok(Comparison {
        actions,
        ignored,
        n_rows: rows.len(),
    })
}

/// Where each column stands, and titles that nobody knows.
type Places = (Vec<(Column, usize)>, Vec<String>);

fn places(titles: &Line) -> Result<Places, Vec<Fault>> {
    let mut places: Vec<(Column, usize)> = Vec::new();
    let mut ignored = Vec::new();
    let mut faults = Vec::new();
    for (place, title) in titles.cells.iter().enumerate() {
        match Column::titled(title) {
            Some(column) if places.iter().any(|(it, _)| *it == column) => {
                faults.push(Fault::at(titles.number, FaultKind::DoubleColumn(column)));
            }
            Some(column) => places.push((column, place)),
            None if title.trim().is_empty() => {}
            None => ignored.push(title.trim().to_owned()),
        }
    }
    if places.is_empty() {
        return Err(vec![Fault::at(titles.number, FaultKind::NoTitles)]);
    }
    let is_missing = |column: &Column| places.iter().all(|(it, _)| it != column);
    let missing = Column::ALL.into_iter().filter(is_missing);
    faults.extend(missing.map(|it| Fault::at(titles.number, FaultKind::MissingColumn(it))));
    if faults.is_empty() {
        Ok((places, ignored))
    } else {
        Err(faults)
    }
}

struct RowReader<'a> {
    places: Vec<(Column, usize)>,
    n_titles: usize,
    contract: &'a Contract,
    follow_up: &'a FollowUp,
}

impl<'a> RowReader<'a> {
    fn cell<'b>(&self, line: &'b Line, column: Column) -> &'b str {
        let place = self.places.iter().find(|(it, _)| *it == column);
        let cell = place.and_then(|(_, place)| line.cells.get(*place));
        cell.map_or("", |cell| cell.trim())
    }

    /// The action that the row is about.
    fn action(
        &self,
        line: &Line,
        first_lines: &mut BTreeMap<u16, usize>,
    ) -> Result<&'a ContractAction, FaultKind> {
        let number = self.cell(line, Column::Number);
        let seq: u16 = number
            .parse()
            .map_err(|_| FaultKind::BadNumber(number.to_owned()))?;
        let action = self.contract.action(seq);
        let action = action.ok_or_else(|| FaultKind::UnknownNumber(number.to_owned()))?;
        let first = *first_lines.entry(seq).or_insert(line.number);
        if first != line.number {
            return Err(FaultKind::DoubleNumber { number: seq, first });
        }
        Ok(action)
    }

    /// What the row changes; what is wrong with it goes to `faults`.
    fn changes(
        &self,
        line: &Line,
        action: &ContractAction,
        faults: &mut Vec<Fault>,
    ) -> ActionChanges {
        let mut fields = Vec::new();
        let beyond = line.cells.iter().skip(self.n_titles);
        if beyond.into_iter().any(|cell| !cell.trim().is_empty()) {
            faults.push(Fault::at(line.number, FaultKind::ExtraCells));
        }
        for column in Column::ALL {
            let cell = self.cell(line, column);
            let read = match column.field() {
                Some(field) => self.field(cell, action, field),
                None => self.unchanged(cell, action, column).map(|()| None),
            };
            match read {
                Ok(change) => fields.extend(change),
                Err(kind) => faults.push(Fault::at(line.number, kind)),
            }
        }
        ActionChanges {
            seq: action.seq,
            code: known_code(action),
            label: action.label.clone(),
            perimeter: action.perimeter.clone(),
            fields,
        }
    }

    /// What is there to be read comes back as it went out.
    fn unchanged(
        &self,
        cell: &str,
        action: &ContractAction,
        column: Column,
    ) -> Result<(), FaultKind> {
        let expected = column.value(action, self.contract, self.follow_up);
        if column == Column::Number || spaced(cell).eq(spaced(&expected)) {
            return Ok(());
        }
        Err(FaultKind::Altered {
            column,
            expected,
            found: cell.to_owned(),
        })
    }

    fn field(
        &self,
        cell: &str,
        action: &ContractAction,
        field: ActionField,
    ) -> Result<Option<FieldChange>, FaultKind> {
        let before = current(action, self.follow_up, field);
        let cell = cell.replace("\r\n", "\n").replace('\r', "\n");
        let stands = before.as_ref().map_or_else(String::new, cell_of);
        if cell == stands.trim() {
            return Ok(None);
        }
        let after = news(&cell, field)?;
        let is_same = match &before {
            Some(before) => *before == after,
            None => cell_of(&after).is_empty(),
        };
        let topic = Topic::Action(action.seq, field);
        Ok((!is_same).then(|| FieldChange {
            before,
            after,
            seen: self.follow_up.standing_ids(&topic),
        }))
    }
}

/// Words of a text, whatever stands between them.
fn spaced(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// A cell as the value of a field.
fn news(cell: &str, field: ActionField) -> Result<ActionNews, FaultKind> {
    let is_known = !cell.is_empty();
    Ok(match field {
        ActionField::Step => {
            step_named(cell).ok_or_else(|| FaultKind::UnknownStep(cell.to_owned()))?
        }
        ActionField::Text(text) => {
            let passage = is_known.then(|| Passage::new(cell)).transpose();
            ActionNews::Text(text, passage.map_err(|fault| FaultKind::Text(text, fault))?)
        }
        ActionField::DueDate if is_known => {
            let date = day(cell).ok_or_else(|| FaultKind::BadDate(cell.to_owned()))?;
            ActionNews::DueDate(Some(date))
        }
        ActionField::DueDate => ActionNews::DueDate(None),
    })
}

/// A day as `2027-01-31` or `31/01/2027`.
fn day(cell: &str) -> Option<Date> {
    if let Ok(date) = cell.parse() {
        return Some(date);
    }
    let mut parts = cell.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}
