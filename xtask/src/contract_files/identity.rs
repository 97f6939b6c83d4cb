//! Reads `contract.toml`: title, councils, neighborhoods, calendar, signatories
//! and the State's commitments.

use super::fault::{Fault, FaultLog};
use super::limits::{LABEL_CHARS_MAX, NAME_CHARS_MAX, TEXT_CHARS_MAX};
use super::model::{CalendarEntry, Commitment, Council, Quarter, State};
use super::toml_rows::{Row, parse};
use super::unique::note_duplicates;

/// File name inside the contract's folder.
pub(super) const FILE: &str = "contract.toml";

/// What `contract.toml` holds.
pub(super) struct Identity {
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    pub(super) period: String,
    pub(super) source: String,
    pub(super) councils: Vec<Council>,
    pub(super) quarters: Vec<Quarter>,
    pub(super) calendar: Vec<CalendarEntry>,
    pub(super) signatories: Vec<String>,
    pub(super) state: State,
}

/// Reads the text of the file; the value may be used only without a fault.
pub(super) fn read(text: &str) -> (Identity, Vec<Fault>) {
    const KEYS: [&str; 9] = [
        "title",
        "subtitle",
        "period",
        "source",
        "councils",
        "quarters",
        "calendar",
        "signatories",
        "state",
    ];
    let mut log = FaultLog::new(FILE, text);
    let table = parse(text, &mut log);
    let top = Row::top(table.get_ref(), &KEYS, &mut log);
    let identity = Identity {
        title: top.text("title", NAME_CHARS_MAX, &mut log),
        subtitle: top.text_if_any("subtitle", NAME_CHARS_MAX, &mut log),
        period: top.text("period", NAME_CHARS_MAX, &mut log),
        source: top.text("source", LABEL_CHARS_MAX, &mut log),
        councils: councils(&top, &mut log),
        quarters: quarters(&top, &mut log),
        calendar: calendar(&top, &mut log),
        signatories: signatories(&top, &mut log),
        state: state(&top, &mut log),
    };
    (identity, log.into_faults())
}

fn councils(top: &Row<'_>, log: &mut FaultLog<'_>) -> Vec<Council> {
    let rows = top.rows("councils", "[[councils]]", &["id", "name", "source"], log);
    if rows.is_empty() {
        log.at_offset(top.offset(), "no [[councils]]: at least one is needed");
    }
    note_duplicates(&rows, "id", |row, log| row.id("id", log), log);
    rows.iter()
        .map(|row| Council {
            id: row.id("id", log),
            name: row.text("name", NAME_CHARS_MAX, log),
            source: row.text("source", LABEL_CHARS_MAX, log),
        })
        .collect()
}

fn quarters(top: &Row<'_>, log: &mut FaultLog<'_>) -> Vec<Quarter> {
    let keys = ["name", "commune", "kind", "source"];
    top.rows("quarters", "[[quarters]]", &keys, log)
        .iter()
        .map(|row| Quarter {
            name: row.text("name", NAME_CHARS_MAX, log),
            commune: row.text("commune", NAME_CHARS_MAX, log),
            kind: row.text_if_any("kind", NAME_CHARS_MAX, log),
            source: row.text("source", LABEL_CHARS_MAX, log),
        })
        .collect()
}

fn calendar(top: &Row<'_>, log: &mut FaultLog<'_>) -> Vec<CalendarEntry> {
    let keys = ["date", "label", "detail", "source"];
    top.rows("calendar", "[[calendar]]", &keys, log)
        .iter()
        .map(|row| CalendarEntry {
            date: row.text("date", NAME_CHARS_MAX, log),
            label: row.text("label", LABEL_CHARS_MAX, log),
            details: row.texts("detail", LABEL_CHARS_MAX, log),
            source: row.text("source", LABEL_CHARS_MAX, log),
        })
        .collect()
}

fn signatories(top: &Row<'_>, log: &mut FaultLog<'_>) -> Vec<String> {
    top.rows("signatories", "[[signatories]]", &["name", "source"], log)
        .iter()
        .map(|row| {
            row.text("source", LABEL_CHARS_MAX, log);
            row.text("name", NAME_CHARS_MAX, log)
        })
        .collect()
}

fn state(top: &Row<'_>, log: &mut FaultLog<'_>) -> State {
    let keys = ["source", "objectives", "programmes", "commitments"];
    let Some(state) = top.row("state", "[state]", &keys, log) else {
        return State {
            objectives: Vec::new(),
            programmes: Vec::new(),
            commitments: Vec::new(),
        };
    };
    state.text_if_any("source", LABEL_CHARS_MAX, log);
    let text_keys = ["code", "text", "source"];
    State {
        objectives: texts(
            &state.rows("objectives", "[[state.objectives]]", &text_keys, log),
            log,
        ),
        programmes: texts(
            &state.rows("programmes", "[[state.programmes]]", &text_keys, log),
            log,
        ),
        commitments: commitments(&state, log),
    }
}

fn texts(rows: &[Row<'_>], log: &mut FaultLog<'_>) -> Vec<String> {
    rows.iter()
        .map(|row| {
            row.text_if_any("code", NAME_CHARS_MAX, log);
            row.text("source", LABEL_CHARS_MAX, log);
            row.text("text", TEXT_CHARS_MAX, log)
        })
        .collect()
}

fn commitments(state: &Row<'_>, log: &mut FaultLog<'_>) -> Vec<Commitment> {
    let keys = ["heading", "text", "source"];
    state
        .rows("commitments", "[[state.commitments]]", &keys, log)
        .iter()
        .map(|row| {
            row.text("source", LABEL_CHARS_MAX, log);
            Commitment {
                heading: row.text("heading", NAME_CHARS_MAX, log),
                text: row.text("text", TEXT_CHARS_MAX, log),
            }
        })
        .collect()
}
