//! Node, and the packages of the tests that use it.

use std::fs;
use std::path::Path;

use super::Tools;
use crate::digest::sha256_hex;
use crate::failure::{Failure, Outcome};
use crate::process::run;
use crate::workspace::Workspace;

/// Oldest major version of Node that Playwright accepts.
const NODE_MAJOR_MIN: u32 = 18;

/// Written into `node_modules` after an installation that succeeded.
const MARK: &str = ".six-cartes-lock";

/// Makes sure that Node is there and that the end-to-end tests have their packages.
///
/// # Errors
/// When Node is missing or too old, or npm cannot install: says what to do.
pub fn ensure_end_to_end_packages(workspace: &Workspace, tools: &Tools) -> Outcome {
    ensure_packages(&workspace.end_to_end(), "the end-to-end tests", tools)
}

/// Makes sure that Node is there and that the interop tests have their packages.
///
/// # Errors
/// When Node is missing or too old, or npm cannot install: says what to do.
pub fn ensure_interop_packages(workspace: &Workspace, tools: &Tools) -> Outcome {
    ensure_packages(&workspace.interop(), "the interop tests", tools)
}

/// Installs what the lock file of a folder names, unless it is there already.
fn ensure_packages(folder: &Path, who: &str, tools: &Tools) -> Outcome {
    ensure_node(who, tools)?;
    let lock_file = folder.join("package-lock.json");
    let lock = fs::read(&lock_file).map_err(|error| Failure::file("read", &lock_file, &error))?;
    let digest = sha256_hex(&lock);
    let mark = folder.join("node_modules").join(MARK);
    if fs::read_to_string(&mark).is_ok_and(|found| found == digest) {
        return Ok(());
    }
    println!("Installing the packages of {who} (about 1 minute, once).");
    install(folder, who, tools)?;
    fs::write(&mark, digest).map_err(|error| Failure::file("write", &mark, &error))
}

fn install(folder: &Path, who: &str, tools: &Tools) -> Outcome {
    let mut command = tools.programs.command("npm");
    command
        .args(["ci", "--no-audit", "--no-fund"])
        // The system's Chromium is used; 400 MB of others are not.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(folder);
    run(&mut command, &format!("installing the packages of {who}")).map_err(|failure| {
        let folder = folder.display();
        failure.try_next(format!(
            "check the network, then type: cd {folder} && npm ci"
        ))
    })
}

fn ensure_node(who: &str, tools: &Tools) -> Outcome {
    let next_step = format!(
        "install Node {NODE_MAJOR_MIN} or later from https://nodejs.org, then type it again"
    );
    let Some(version) = tools.programs.first_line_of("node", &["--version"]) else {
        return Err(
            Failure::new(format!("{who} need Node, which is not there")).try_next(next_step)
        );
    };
    if major_of(&version).is_some_and(|major| major >= NODE_MAJOR_MIN) {
        return Ok(());
    }
    Err(Failure::new(format!("Node is {version}, which is too old")).try_next(next_step))
}

fn major_of(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major_of("v20.20.2"), Some(20));
        assert_eq!(major_of("unknown"), None);
    }
}
