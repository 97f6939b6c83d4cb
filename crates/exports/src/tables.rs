//! Every table of a document: the same for workbooks, CSV and JSON.
//!
//! Reading order: [`all`], `names` (how a cell names something), `columns`, then `meetings`
//! (workshops and rounds), `proposals`, `ballots`, `results`, `priorities`, `contract` (actions and what
//! became of proposals), `call` (opinions, files and meetings).

mod ballots;
mod call;
mod columns;
mod contract;
mod meetings;
mod names;
mod priorities;
mod proposals;
mod results;

use domain::{FollowUp, Snapshot};

use crate::disclosure::Votes;
use crate::table::Table;

/// Every table, in the order of the workbook; a new one takes its place in this list.
pub(crate) fn all(snapshot: &Snapshot, votes: &Votes) -> Vec<Table> {
    let follow_up = FollowUp::new(&snapshot.statements);
    vec![
        meetings::workshops(snapshot),
        meetings::rounds(snapshot, votes),
        proposals::proposals(snapshot),
        ballots::ballots(snapshot, votes),
        ballots::paper_counts(snapshot, votes),
        results::results(snapshot, votes),
        priorities::priorities(snapshot, &follow_up),
        proposals::comments(snapshot),
        results::arbitrations(snapshot),
        contract::actions(snapshot, &follow_up),
        contract::answers(snapshot, &follow_up),
        contract::links(snapshot, &follow_up),
        call::opinions(snapshot, &follow_up),
        call::applications(&follow_up),
        call::meetings(snapshot, &follow_up),
    ]
}
