//! The whole document as one JSON file, that [`crate::import_json`] reads back.
//!
//! The tables are there for people and programs; the changes are what the document is
//! made of, and hold what no table shows: it is a backup, not a publication.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, Automerge, Change, ChangeHash, ReadDoc};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use document::fingerprint;
use domain::{Date, Snapshot};
use replication::DocumentId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::limits::{CHANGES_MAX, HEADS_MAX, JSON_BYTES_MAX};
use crate::table::{Cell, Table};
use crate::{ExportFault, ExportFile, minute};

/// Says that a JSON file is one of ours.
pub(crate) const FORMAT: &str = "six-cartes";

/// What this program writes, and the newest that it reads.
pub(crate) const VERSION: u64 = 1;

/// Actor of the amendment, which every replica has from its program.
///
/// *Source*: `crates/document/src/amendment.rs`; a test compares them.
const AMENDMENT_ACTOR: &[u8] = b"six-cartes-suite";

const NOTICE: &str = "Sauvegarde complète, à ne pas publier\u{a0}: « changes » contient aussi les cartes qui ne sont pas révélées et les codes des bulletins. Les tables de « objects » peuvent être publiées.";

#[derive(Serialize)]
struct Complete<'a> {
    format: &'static str,
    version: u64,
    notice: &'static str,
    contract: ContractName,
    document_id: String,
    fingerprint: String,
    heads: Vec<String>,
    day: String,
    objects: Map<String, Value>,
    changes: Vec<&'a str>,
}

/// Which contract a file belongs to.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ContractName {
    /// Its title, for people.
    pub(crate) title: String,
    /// Its period, for people.
    pub(crate) period: String,
    /// Hash of the change that starts its document.
    pub(crate) genesis: String,
}

/// Writes the one file.
pub(crate) fn write(
    document: &Automerge,
    snapshot: &Snapshot,
    tables: &[Table],
    day: Date,
) -> Result<Vec<ExportFile>, ExportFault> {
    if !document.get_missing_deps(&[]).is_empty() {
        return Err(ExportFault::Incomplete);
    }
    let all = in_order(document.get_changes(&[]));
    let heads = document.get_heads();
    if all.len() > CHANGES_MAX || heads.len() > HEADS_MAX {
        return Err(ExportFault::TooMany {
            changes: all.len(),
            heads: heads.len(),
        });
    }
    let starts = all.iter().filter(|change| change.deps().is_empty());
    let genesis: Vec<String> = starts.map(|change| change.hash().to_string()).collect();
    let own = all.iter().filter(|change| !is_fixed(change));
    let changes: Vec<String> = own.map(|it| STANDARD.encode(it.raw_bytes())).collect();
    let complete = Complete {
        format: FORMAT,
        version: VERSION,
        notice: NOTICE,
        contract: ContractName {
            title: snapshot.contract.title.to_string(),
            period: snapshot.contract.period.to_string(),
            genesis: genesis.join(" "),
        },
        document_id: document_id(document, &all),
        fingerprint: fingerprint(&heads).to_string(),
        heads: heads.iter().map(ToString::to_string).collect(),
        day: day.to_string(),
        objects: objects(tables),
        changes: changes.iter().map(String::as_str).collect(),
    };
    let written = serde_json::to_vec_pretty(&complete);
    let bytes = written.map_err(|error| ExportFault::Json {
        reason: error.to_string(),
    })?;
    if bytes.len() > JSON_BYTES_MAX {
        let bytes = bytes.len();
        return Err(ExportFault::TooLarge { bytes });
    }
    Ok(vec![ExportFile {
        name: "six-cartes.json".to_owned(),
        mime: "application/json",
        bytes,
    }])
}

/// Changes after those that they build on, and else by hash: the same on every device.
fn in_order(changes: Vec<Change>) -> Vec<Change> {
    let mut followers: BTreeMap<ChangeHash, Vec<ChangeHash>> = BTreeMap::new();
    let mut n_awaited: BTreeMap<ChangeHash, usize> = BTreeMap::new();
    let mut ready = BTreeSet::new();
    let mut waiting = BTreeMap::new();
    for change in changes {
        let hash = change.hash();
        for dep in change.deps() {
            followers.entry(*dep).or_default().push(hash);
        }
        n_awaited.insert(hash, change.deps().len());
        if change.deps().is_empty() {
            ready.insert(hash);
        }
        waiting.insert(hash, change);
    }
    let mut ordered = Vec::with_capacity(waiting.len());
    while let Some(hash) = ready.pop_first() {
        ordered.extend(waiting.remove(&hash));
        for follower in followers.remove(&hash).unwrap_or_default() {
            let n = n_awaited.entry(follower).or_default();
            *n = n.saturating_sub(1);
            if *n == 0 {
                ready.insert(follower);
            }
        }
    }
    ordered
}

/// The genesis and its amendment: who reads the file has them.
fn is_fixed(change: &Change) -> bool {
    change.deps().is_empty()
        || (change.seq() == 1 && *change.actor_id() == ActorId::from(AMENDMENT_ACTOR))
}

/// The document's id, from the bytes that its first change gives when it is saved: those
/// of the genesis, which is made in the same way.
fn document_id(document: &Automerge, changes: &[Change]) -> String {
    let starts = changes.iter().filter(|change| change.deps().is_empty());
    let starts: Vec<_> = starts.map(Change::hash).collect();
    let genesis = document.fork_at(&starts);
    genesis.map_or_else(
        |_| String::new(),
        |genesis| DocumentId::from_genesis(&genesis.save_nocompress()).to_string(),
    )
}

fn objects(tables: &[Table]) -> Map<String, Value> {
    let entry = |table: &Table| {
        let rows = table.rows.iter().map(|row| object(table, row));
        (table.name.to_owned(), rows.collect::<Vec<_>>().into())
    };
    tables.iter().map(entry).collect()
}

fn object(table: &Table, row: &[Cell]) -> Value {
    let cells = table.columns.iter().zip(row);
    let cells = cells.map(|(column, cell)| (column.name.to_string(), value(cell)));
    Value::Object(cells.collect())
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(n) => json!(n),
        Cell::YesNo(is_yes) => json!(is_yes),
        Cell::Day(day) => json!(day.to_string()),
        Cell::Minute(at) => json!(format!("{}:00Z", minute::text(*at))),
    }
}

#[cfg(test)]
mod tests {
    use document::{AmendmentParts, amendment, genesis};
    use domain::{Contract, Deck};

    use super::*;

    #[test]
    fn the_amendment_is_known_by_its_actor() {
        let start = genesis::build(&Contract::default(), &Deck::default());
        let start = start.expect("an empty contract is sound");
        let parts = AmendmentParts::default();
        let amendment = amendment(&start, &parts).expect("it follows the genesis");
        let document = Automerge::load(&[start, amendment].concat()).expect("it is sound");
        let changes = document.get_changes(&[]);
        assert_eq!(changes.len(), 2);
        assert!(changes.iter().all(is_fixed));
    }
}
