//! `cargo xtask service-worker`: writes `sw.js` for the files that Trunk staged.
//!
//! Trunk calls it as its `post_build` hook, so `trunk serve` has it too. Cargo's
//! lock is free at that moment, and xtask is already built: it costs a blink.

use std::env;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::digest::sha256_hex;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::precompress::COMPRESSED_EXTENSION;

const TEMPLATE: &str = include_str!("service_worker/sw.js");
const BUILD_MARK: &str = "%BUILD%";
const FILES_MARK: &str = "[\"%FILES%\"]";
const LATER_MARK: &str = "[\"%LATER%\"]";
/// Part of the name of files that a first visit does not wait for (`docs/decisions/0018`).
const LATER_NAME: &str = "worker";
/// Hexadecimal digits of a build id.
const BUILD_CHARS: usize = 16;

/// A file that the service worker keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptFile {
    /// Path from the site's root, such as `/index.html`.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Whether a file is kept apart from those of a first visit, when it is asked for.
pub fn is_for_later(path: &str) -> bool {
    path.contains(LATER_NAME)
}

/// Writes `sw.js` beside the files that Trunk staged.
///
/// # Errors
/// When Trunk did not say where it staged them, or a file cannot be read or written.
pub fn write_for_trunk() -> Outcome {
    let staged = env::var_os("TRUNK_STAGING_DIR").ok_or_else(|| {
        Failure::new("service-worker is called by Trunk, which names its staging folder")
            .try_next("cargo xtask build")
    })?;
    write_into(&PathBuf::from(staged))
}

/// Writes `sw.js` into a folder of built files, for all of them.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write_into(folder: &Path) -> Outcome {
    let text = render(&kept_files(folder)?)?;
    files::write(&folder.join("sw.js"), text)
}

fn kept_files(folder: &Path) -> Outcome<Vec<KeptFile>> {
    let mut kept = Vec::new();
    for path in files::files_below(folder)? {
        let relative = files::relative(&path, folder);
        let is_compressed = path
            .extension()
            .is_some_and(|extension| extension == COMPRESSED_EXTENSION);
        if relative != "sw.js" && !is_compressed {
            kept.push(KeptFile {
                path: format!("/{relative}"),
                sha256: sha256_hex(&files::read(&path)?),
            });
        }
    }
    Ok(kept)
}

/// Fills the template with a list of files.
///
/// The build id names the cache: it changes with any file and with the template.
///
/// # Errors
/// When the list cannot be written as JSON.
pub fn render(kept: &[KeptFile]) -> Outcome<String> {
    if !kept.iter().any(|file| file.path == "/index.html") {
        return Err(Failure::new(
            "the built app has no index.html, which the service worker answers with",
        ));
    }
    let (later, first): (Vec<_>, Vec<_>) = kept.iter().partition(|it| is_for_later(&it.path));
    let (first, later) = (list(&first)?, list(&later)?);
    let digest = sha256_hex(format!("{TEMPLATE}{first}{later}").as_bytes());
    let build: String = digest.chars().take(BUILD_CHARS).collect();
    Ok(TEMPLATE
        .replace(FILES_MARK, &first)
        .replace(LATER_MARK, &later)
        .replace(BUILD_MARK, &build))
}

fn list(files: &[&KeptFile]) -> Outcome<String> {
    serde_json::to_string_pretty(files)
        .map_err(|error| Failure::new(format!("cannot write the list of files: {error}")))
}
