//! The browser of the end-to-end tests: the system's Chromium.

use std::env;
use std::path::{Path, PathBuf};

use super::Tools;
use crate::failure::{Failure, Outcome};
use crate::process::run;

/// Names under which systems install it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Gives the path of a Chromium, installed with `apt-get` if it may be.
///
/// # Errors
/// When there is none and it cannot be installed: says what to type.
pub fn ensure_chromium(tools: &Tools) -> Outcome<PathBuf> {
    if let Some(path) = find() {
        return Ok(path);
    }
    let next_step = "as root, apt-get update && apt-get install --yes chromium; or set \
                     SIX_CARTES_CHROMIUM to the path of a Chromium or Chrome";
    let missing =
        |why: &str| Failure::new(format!("Chromium is missing, and {why}")).try_next(next_step);
    if tools
        .programs
        .first_line_of("apt-get", &["--version"])
        .is_none()
    {
        return Err(missing("this system has no apt-get to install it"));
    }
    if tools.programs.first_line_of("id", &["-u"]).as_deref() != Some("0") {
        return Err(missing("only root may install it"));
    }
    println!("Installing Chromium with apt-get (about 2 minutes, once).");
    for arguments in [&["update"][..], &["install", "--yes", "chromium"]] {
        let mut command = tools.programs.command("apt-get");
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut command, "installing Chromium").map_err(|failure| failure.try_next(next_step))?;
    }
    find().ok_or_else(|| missing("apt-get installed it where it cannot be found"))
}

fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("SIX_CARTES_CHROMIUM").map(PathBuf::from)
        && named.is_file()
    {
        return Some(named);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::iter::once(Path::new("/usr/bin").to_owned())
        .chain(env::split_paths(&path))
        .collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}
