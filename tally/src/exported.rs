//! The files that the app offers, written into a folder; nothing is replaced.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use automerge::Automerge;
use exports::{Export, ExportFault, export};

/// Why files are not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The document gives none.
    #[error("impossible de préparer les fichiers\u{a0}: {0}")]
    Fault(#[from] ExportFault),
    /// Nothing of that kind is in the document.
    #[error("rien à exporter sous cette forme\u{a0}: aucun tour révélé n’a assez de bulletins")]
    Nothing,
    /// A file with this name is there already.
    #[error("{file} existe déjà. Choisissez un autre dossier")]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// The system refuses.
    #[error("impossible d’écrire {file}\u{a0}: {source}")]
    Io {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Writes the files of one kind into `folder`, which is made when it is not there; gives
/// their paths.
///
/// # Errors
/// [`ExportError`]; when a file is there already, none is written.
pub fn write_exports(
    document: &Automerge,
    what: Export,
    day: &str,
    folder: &Path,
) -> Result<Vec<PathBuf>, ExportError> {
    let files = export(document, what, day)?;
    if files.is_empty() {
        return Err(ExportError::Nothing);
    }
    let failed = |file: &Path, source: io::Error| ExportError::Io {
        file: file.to_owned(),
        source,
    };
    fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
    let paths: Vec<PathBuf> = files.iter().map(|file| folder.join(&file.name)).collect();
    if let Some(file) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        let file = file.clone();
        return Err(ExportError::Exists { file });
    }
    for (file, path) in files.iter().zip(&paths) {
        // Another program may have made it since.
        let opened = OpenOptions::new().write(true).create_new(true).open(path);
        let written = opened.and_then(|mut opened| opened.write_all(&file.bytes));
        written.map_err(|source| failed(path, source))?;
    }
    Ok(paths)
}
