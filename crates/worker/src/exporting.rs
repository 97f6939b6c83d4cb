//! Exports: one file for a person, whatever is in it; and the way back.

use std::io::{Cursor, Write};

use exports::{Export, ExportFile, ImportFault, Start, export, import_json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::Value;

/// The words of the exports, in the order of [`Export::ALL`].
const WORDS: [(&str, Export); 5] = [
    ("workbook", Export::Workbook),
    ("spreadsheet", Export::SpreadsheetTables),
    ("open-data", Export::OpenDataTables),
    ("json", Export::Json),
    ("pabulib", Export::Pabulib),
];

/// Name, MIME type and bytes of the file; several are put into one archive. Without
/// anything of that kind in the document, an empty list.
pub(crate) fn file(word: &str, day: &str, backup: &[u8]) -> Option<Vec<Value>> {
    let (_, what) = WORDS.iter().find(|(known, _)| *known == word)?;
    let document = replication::read_file(backup).ok()?;
    let mut files = export(&document, *what, day).ok()?;
    if files.len() > 1 {
        files = vec![archive(&format!("six-cartes-{word}-{day}.zip"), &files)?];
    }
    let file = files.pop();
    Some(file.map_or_else(Vec::new, |file| {
        vec![
            Value::Text(file.name),
            Value::Text(file.mime.to_owned()),
            Value::Bytes(file.bytes),
        ]
    }))
}

fn archive(name: &str, files: &[ExportFile]) -> Option<ExportFile> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        // No moment in it: the same document gives the same bytes.
        archive
            .start_file(file.name.as_str(), SimpleFileOptions::default())
            .ok()?;
        archive.write_all(&file.bytes).ok()?;
    }
    Some(ExportFile {
        name: name.to_owned(),
        mime: "application/zip",
        bytes: archive.finish().ok()?.into_inner(),
    })
}

/// The bytes of a backup file, or the word of what is wrong with the JSON file.
pub(crate) fn back(json: &[u8], genesis: &[u8], amendment: &[u8]) -> Value {
    match import_json(json, Start { genesis, amendment }) {
        Ok(bytes) => Value::Bytes(bytes),
        Err(fault) => Value::Text(fault_word(&fault).to_owned()),
    }
}

fn fault_word(fault: &ImportFault) -> &'static str {
    use document::FileFault;
    match fault {
        ImportFault::TooLarge { .. } | ImportFault::TooMany { .. } => "too large",
        ImportFault::Unreadable { .. } => "unreadable",
        ImportFault::NewerVersion { .. } | ImportFault::File(FileFault::NewerSchema { .. }) => {
            "newer"
        }
        ImportFault::OtherContract | ImportFault::File(FileFault::Foreign) => "foreign",
        ImportFault::File(FileFault::Rehearsal { .. }) => "rehearsal",
        _ => "damaged",
    }
}
