//! What every column of the open data holds, as a Frictionless Data Package.

use domain::{Date, Snapshot};
use serde_json::{Map, Value, json};

use crate::csv::open_data_name;
use crate::table::{Column, Kind, Reference, Table};
use crate::{ExportFault, ExportFile};

/// Who publishes chooses the licence: none is claimed here.
const DESCRIPTION: &str = "Propositions, votes par gommettes et suites données, exportés de l’application Six Cartes. Rien n’y est nominatif\u{a0}: les bulletins n’ont ni nom, ni code, ni heure, et leur ordre est tiré au sort. Seules les cartes révélées y figurent. Les gommettes ne sont détaillées par conseil que si chaque conseil du tour compte au moins cinq personnes. Une apostrophe précède un texte qu’un tableur prendrait pour une formule. Licence\u{a0}: à choisir par qui publie\u{a0}; la Licence Ouverte 2.0 (Etalab) est proposée pour le champ « licenses », laissé vide.";

/// Describes the files of [`crate::csv::open_data_files`].
pub(crate) fn write(
    snapshot: &Snapshot,
    tables: &[Table],
    day: Date,
) -> Result<ExportFile, ExportFault> {
    let resources: Vec<Value> = tables.iter().map(resource).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": "six-cartes",
        "title": format!("{} {}", snapshot.contract.title, snapshot.contract.period),
        "description": DESCRIPTION,
        "created": format!("{day}T00:00:00Z"),
        "resources": resources,
    });
    let written = serde_json::to_vec_pretty(&package);
    let bytes = written.map_err(|error| ExportFault::Json {
        reason: error.to_string(),
    })?;
    Ok(ExportFile {
        name: "datapackage.json".to_owned(),
        mime: "application/json",
        bytes,
    })
}

fn resource(table: &Table) -> Value {
    json!({
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": open_data_name(table),
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "header": true },
        "schema": schema(table),
    })
}

fn schema(table: &Table) -> Value {
    let fields: Vec<Value> = table.columns.iter().map(|it| field(table, it)).collect();
    let mut schema = Map::new();
    schema.insert("fields".to_owned(), fields.into());
    schema.insert("missingValues".to_owned(), json!([""]));
    if !table.key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(table.key));
    }
    if !table.references.is_empty() {
        let references = table.references.iter();
        let references: Vec<Value> = references.map(|it| foreign_key(table, it)).collect();
        schema.insert("foreignKeys".to_owned(), references.into());
    }
    schema.into()
}

fn field(table: &Table, column: &Column) -> Value {
    let mut field = Map::new();
    let mut put = |key: &str, value: Value| drop(field.insert(key.to_owned(), value));
    put("name", json!(column.name));
    put("type", json!(field_type(column.kind)));
    put("title", json!(column.title));
    put("description", json!(column.description));
    if table.key.contains(&column.name.as_ref()) {
        put("constraints", json!({ "required": true }));
    }
    field.into()
}

const fn field_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Id | Kind::Words | Kind::Passage => "string",
        Kind::Number => "integer",
        Kind::YesNo => "boolean",
        Kind::Day => "date",
        Kind::Minute => "datetime",
    }
}

fn foreign_key(table: &Table, reference: &Reference) -> Value {
    // The format has no name for the table itself but the empty one.
    let resource = if reference.table == table.name {
        ""
    } else {
        reference.table
    };
    json!({
        "fields": reference.column,
        "reference": { "resource": resource, "fields": reference.target },
    })
}
