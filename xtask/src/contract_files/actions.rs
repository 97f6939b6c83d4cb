//! Reads `actions.csv`: one row of the assessment per line, empty for unknown; a line that
//! begins with `#` is a remark.

use csv::StringRecord;

use super::csv_rows::{rows, wrong_length};
use super::fault::{Fault, FaultLog};
use super::limits::{LABEL_CHARS_MAX, NAME_CHARS_MAX, SEQ_MAX, TEXT_CHARS_MAX, THEME_NUMBER_MAX};
use super::model::{Action, Step, Theme};
use super::text_rules::{fault_of_number, fault_of_text};

/// File name inside the contract's folder.
pub(super) const FILE: &str = "actions.csv";

/// Columns, in order; the first line of the file names them.
const COLUMNS: [&str; 12] = [
    "seq",
    "theme",
    "orientation",
    "objective",
    "code",
    "label",
    "perimeter",
    "status",
    "step",
    "detail",
    "outlook",
    "source",
];

/// Reads the text of the file; the value may be used only without a fault.
///
/// `themes` are those that the actions may name; none means that they could
/// not be read, and nothing is compared with them.
pub(super) fn read(text: &str, themes: &[Theme]) -> (Vec<Action>, Vec<Fault>) {
    let mut log = FaultLog::new(FILE, text);
    let mut actions: Vec<Action> = Vec::new();
    for (line, record) in &rows(text, &COLUMNS, &mut log) {
        if record.len() != COLUMNS.len() {
            log.at_line(*line, wrong_length(record.len(), COLUMNS.len()));
            continue;
        }
        let action = Line {
            record,
            line: *line,
        }
        .action(&mut log);
        note_order(&action, actions.last(), *line, &mut log);
        note_place(&action, themes, *line, &mut log);
        actions.push(action);
    }
    if actions.is_empty() {
        log.whole_file("no action: at least one row is needed below the column names");
    }
    (actions, log.into_faults())
}

fn note_order(action: &Action, before: Option<&Action>, line: usize, log: &mut FaultLog<'_>) {
    let expected = before.map_or(1, |before| before.seq.saturating_add(1));
    if action.seq != 0 && action.seq != expected {
        let message = format!(
            "`seq` is {}; expected {expected}: rows are numbered in order from 1",
            action.seq
        );
        log.at_line(line, message);
    }
}

fn note_place(action: &Action, themes: &[Theme], line: usize, log: &mut FaultLog<'_>) {
    if themes.is_empty() || action.theme == 0 || action.orientation == 0 {
        return; // Nothing to compare, or a number that already has its fault.
    }
    let Some(theme) = themes.iter().find(|theme| theme.number == action.theme) else {
        log.at_line(line, format!("`theme` {} does not exist", action.theme));
        return;
    };
    let has = |theme: &Theme| {
        let mut numbers = theme.orientations.iter().map(|o| o.number);
        numbers.any(|number| number == action.orientation)
    };
    if has(theme) {
        return;
    }
    let number = action.orientation;
    let message = match themes.iter().find(|theme| has(theme)) {
        Some(other) => format!(
            "`orientation` {number} belongs to theme {}, not to theme {}",
            other.number, theme.number
        ),
        None => format!("`orientation` {number} does not exist"),
    };
    log.at_line(line, message);
}

/// One line of the file, of the right number of columns.
struct Line<'r> {
    record: &'r StringRecord,
    line: usize,
}

impl Line<'_> {
    fn action(&self, log: &mut FaultLog<'_>) -> Action {
        Action {
            seq: self.number("seq", SEQ_MAX, log),
            theme: self.number("theme", THEME_NUMBER_MAX, log),
            orientation: self.number("orientation", THEME_NUMBER_MAX, log),
            objective: self.text_if_any("objective", LABEL_CHARS_MAX, log),
            code: self.text_if_any("code", NAME_CHARS_MAX, log),
            label: self.text("label", LABEL_CHARS_MAX, log),
            perimeter: self.text_if_any("perimeter", NAME_CHARS_MAX, log),
            status: self.text_if_any("status", LABEL_CHARS_MAX, log),
            step: self.step(log),
            detail: self.text_if_any("detail", TEXT_CHARS_MAX, log),
            outlook: self.text_if_any("outlook", TEXT_CHARS_MAX, log),
            source: self.text("source", LABEL_CHARS_MAX, log),
        }
    }

    fn cell(&self, column: &str) -> &str {
        COLUMNS
            .iter()
            .position(|name| *name == column)
            .and_then(|idx| self.record.get(idx))
            .unwrap_or_default()
    }

    fn text(&self, column: &str, chars_max: usize, log: &mut FaultLog<'_>) -> String {
        let text = self.cell(column);
        if let Some(fault) = fault_of_text(text, chars_max) {
            log.at_line(self.line, format!("`{column}` {fault}"));
        }
        text.to_owned()
    }

    fn text_if_any(
        &self,
        column: &str,
        chars_max: usize,
        log: &mut FaultLog<'_>,
    ) -> Option<String> {
        (!self.cell(column).is_empty()).then(|| self.text(column, chars_max, log))
    }

    fn number(&self, column: &str, max: u32, log: &mut FaultLog<'_>) -> u32 {
        let cell = self.cell(column);
        match cell.parse() {
            Ok(number) if (1..=max).contains(&number) => number,
            _ => {
                log.at_line(self.line, fault_of_number(column, cell, &(1..=max)));
                0
            }
        }
    }

    fn step(&self, log: &mut FaultLog<'_>) -> Option<Step> {
        let cell = self.cell("step");
        let step = Step::ALL.iter().find(|(word, _)| *word == cell);
        if step.is_none() && !cell.is_empty() {
            let words = Step::ALL.map(|(word, _)| word).join(", ");
            log.at_line(
                self.line,
                format!("`step` is `{cell}`; expected nothing or one of {words}"),
            );
        }
        step.map(|(_, step)| *step)
    }
}
