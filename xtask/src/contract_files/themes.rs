//! Reads `themes.toml`: themes, orientations, objectives and axes.

use super::fault::{Fault, FaultLog};
use super::limits::{LABEL_CHARS_MAX, NAME_CHARS_MAX, THEME_NUMBER_MAX};
use super::model::{Axis, Objective, Orientation, Theme};
use super::toml_rows::{Row, parse};
use super::unique::note_duplicates;

/// File name inside the contract's folder.
pub(super) const FILE: &str = "themes.toml";

/// Reads the text of the file; the value may be used only without a fault.
pub(super) fn read(text: &str) -> (Vec<Theme>, Vec<Fault>) {
    let mut log = FaultLog::new(FILE, text);
    let table = parse(text, &mut log);
    let top = Row::top(table.get_ref(), &["themes"], &mut log);
    let keys = ["number", "name", "source", "orientations", "axes"];
    let rows = top.rows("themes", "[[themes]]", &keys, &mut log);
    if rows.is_empty() {
        log.whole_file("no [[themes]]: at least one is needed");
    }
    note_duplicates(&rows, "number", number, &mut log);
    let orientation_rows: Vec<_> = rows
        .iter()
        .flat_map(|row| orientation_rows(row, &mut log))
        .collect();
    // Actions name an orientation by its number alone, so it is unique in the contract.
    note_duplicates(&orientation_rows, "number", number, &mut log);
    let themes = rows.iter().map(|row| theme(row, &mut log)).collect();
    (themes, log.into_faults())
}

fn number(row: &Row<'_>, log: &mut FaultLog<'_>) -> u32 {
    row.number("number", &(1..=THEME_NUMBER_MAX), log)
}

fn theme(row: &Row<'_>, log: &mut FaultLog<'_>) -> Theme {
    Theme {
        number: number(row, log),
        name: row.text("name", NAME_CHARS_MAX, log),
        orientations: orientation_rows(row, log)
            .iter()
            .map(|row| orientation(row, log))
            .collect(),
        axes: axes(row, log),
        source: row.text("source", LABEL_CHARS_MAX, log),
    }
}

fn orientation_rows<'t>(theme: &Row<'t>, log: &mut FaultLog<'_>) -> Vec<Row<'t>> {
    let keys = ["number", "title", "source", "objectives"];
    theme.rows("orientations", "[[themes.orientations]]", &keys, log)
}

fn orientation(row: &Row<'_>, log: &mut FaultLog<'_>) -> Orientation {
    let keys = ["code", "label", "source"];
    let objectives = row
        .rows(
            "objectives",
            "[[themes.orientations.objectives]]",
            &keys,
            log,
        )
        .iter()
        .map(|row| Objective {
            code: row.text("code", NAME_CHARS_MAX, log),
            label: row.text("label", LABEL_CHARS_MAX, log),
            source: row.text("source", LABEL_CHARS_MAX, log),
        })
        .collect();
    Orientation {
        number: number(row, log),
        title: row.text("title", NAME_CHARS_MAX, log),
        objectives,
        source: row.text("source", LABEL_CHARS_MAX, log),
    }
}

fn axes(theme: &Row<'_>, log: &mut FaultLog<'_>) -> Vec<Axis> {
    let keys = ["label", "starred", "source"];
    theme
        .rows("axes", "[[themes.axes]]", &keys, log)
        .iter()
        .map(|row| Axis {
            label: row.text("label", LABEL_CHARS_MAX, log),
            starred: row.flag("starred", log),
            source: row.text("source", LABEL_CHARS_MAX, log),
        })
        .collect()
}
