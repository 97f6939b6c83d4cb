//! Reads `cards.toml`: the cards of the founding meeting and its dots.

use super::fault::{Fault, FaultLog};
use super::limits::{DOTS_MAX, LABEL_CHARS_MAX, MEETING_CHARS_MAX, NAME_CHARS_MAX, PEOPLE_MAX};
use super::model::{Card, Proposal, Vote};
use super::text_rules::fault_of_day;
use super::toml_rows::{Row, parse};
use super::unique::note_duplicates;

/// File name inside the contract's folder.
pub(super) const FILE: &str = "cards.toml";

/// Reads the text of the file; the value may be used only without a fault.
pub(super) fn read(text: &str) -> (Vote, Vec<Card>, Vec<Fault>) {
    let mut log = FaultLog::new(FILE, text);
    let table = parse(text, &mut log);
    let top = Row::top(table.get_ref(), &["vote", "cards"], &mut log);
    let vote = vote(&top, &mut log);
    let keys = [
        "id",
        "name",
        "question",
        "source",
        "difficulties",
        "proposals",
    ];
    let rows = top.rows("cards", "[[cards]]", &keys, &mut log);
    if rows.is_empty() {
        log.whole_file("no [[cards]]: at least one is needed");
    }
    note_duplicates(&rows, "id", |row, log| row.id("id", log), &mut log);
    let cards = rows.iter().map(|row| card(row, &mut log)).collect();
    (vote, cards, log.into_faults())
}

fn vote(top: &Row<'_>, log: &mut FaultLog<'_>) -> Vote {
    let keys = ["title", "date", "participants", "source"];
    let Some(row) = top.row("vote", "[vote]", &keys, log) else {
        return Vote {
            title: String::new(),
            date: String::new(),
            participants: 0,
            source: String::new(),
        };
    };
    let date = row.text("date", NAME_CHARS_MAX, log);
    if let Some(fault) = fault_of_day(&date)
        && !date.is_empty()
    {
        log.at_offset(row.offset_of("date"), format!("`date`: {fault}"));
    }
    Vote {
        title: row.text("title", MEETING_CHARS_MAX, log),
        date,
        participants: row.number("participants", &(1..=PEOPLE_MAX), log),
        source: row.text("source", LABEL_CHARS_MAX, log),
    }
}

fn card(row: &Row<'_>, log: &mut FaultLog<'_>) -> Card {
    let proposals = row
        .rows("proposals", "[[cards.proposals]]", &["label", "dots"], log)
        .iter()
        .map(|row| Proposal {
            label: row.text("label", LABEL_CHARS_MAX, log),
            dots: row.number("dots", &(0..=DOTS_MAX), log),
        })
        .collect();
    Card {
        id: row.id("id", log),
        name: row.text("name", NAME_CHARS_MAX, log),
        question: row.text("question", LABEL_CHARS_MAX, log),
        difficulties: row.texts("difficulties", LABEL_CHARS_MAX, log),
        proposals,
        source: row.text("source", LABEL_CHARS_MAX, log),
    }
}
