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
pub(super) fn read(text: &str) -> (Option<Vote>, Vec<Card>, Vec<Fault>) {
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
    if vote.is_none() {
        note_dots_of_no_vote(&rows, &mut log);
    }
    let cards = rows.iter().map(|row| card(row, &mut log)).collect();
    (vote, cards, log.into_faults())
}

/// Dots are those of a vote: without one, nobody could say who placed them.
fn note_dots_of_no_vote(cards: &[Row<'_>], log: &mut FaultLog<'_>) {
    for card in cards {
        for proposal in proposal_rows(card, log) {
            if proposal.number("dots", &(0..=DOTS_MAX), log) > 0 {
                let at = proposal.offset_of("dots");
                log.at_offset(at, "`dots` without a [vote] that they are from; expected 0");
            }
        }
    }
}

fn proposal_rows<'t>(card: &Row<'t>, log: &mut FaultLog<'_>) -> Vec<Row<'t>> {
    card.rows("proposals", "[[cards.proposals]]", &["label", "dots"], log)
}

fn vote(top: &Row<'_>, log: &mut FaultLog<'_>) -> Option<Vote> {
    let keys = ["title", "date", "participants", "source"];
    let row = top.row_if_any("vote", "[vote]", &keys, log)?;
    let date = row.text("date", NAME_CHARS_MAX, log);
    if let Some(fault) = fault_of_day(&date)
        && !date.is_empty()
    {
        log.at_offset(row.offset_of("date"), format!("`date`: {fault}"));
    }
    Some(Vote {
        title: row.text("title", MEETING_CHARS_MAX, log),
        date,
        participants: row.number("participants", &(1..=PEOPLE_MAX), log),
        source: row.text("source", LABEL_CHARS_MAX, log),
    })
}

fn card(row: &Row<'_>, log: &mut FaultLog<'_>) -> Card {
    let proposals = proposal_rows(row, log)
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
