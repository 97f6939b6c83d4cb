//! Builds the relay and says where it is.

use std::path::PathBuf;

use crate::failure::Outcome;
use crate::process::run;
use crate::tools::Tools;
use crate::workspace::Workspace;

/// Profile of the root manifest: quick code, and one broken connection does not
/// stop the program, unlike the app's `release` (size first, `panic = "abort"`).
const PROFILE: &str = "relay";
const PACKAGE: &str = "six-cartes-relay";

/// Builds the relay, which costs a blink when nothing changed, and gives its path.
///
/// # Errors
/// When it does not build.
pub fn ensure_built(workspace: &Workspace, tools: &Tools) -> Outcome<PathBuf> {
    let path = workspace
        .target()
        .join(PROFILE)
        .join(format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX));
    if !path.is_file() {
        println!("Building the relay (about 2 minutes the first time).");
    }
    let arguments = [
        "build",
        "--quiet",
        "--profile",
        PROFILE,
        "--package",
        PACKAGE,
    ];
    run(&mut tools.programs.cargo(&arguments), "building the relay")?;
    Ok(path)
}
