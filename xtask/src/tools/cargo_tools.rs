//! What `rustup` and `cargo install` bring: the wasm target, Trunk, wasm-bindgen.

use std::fs;

use super::Tools;
use super::lock_file::locked_version;
use crate::failure::{Failure, Outcome};
use crate::process::{run, spoken};
use crate::workspace::Workspace;

/// The newest Trunk that the project's Rust builds.
pub const TRUNK_VERSION: &str = "0.21.14";

/// The browser's target.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The target of a program in WebAssembly that Node runs.
pub const WASI_TARGET: &str = "wasm32-wasip1";

/// Makes sure that everything which builds the app is there.
///
/// # Errors
/// When something is missing and cannot be installed: says what to type.
pub fn ensure_build_tools(workspace: &Workspace, tools: &Tools) -> Outcome {
    ensure_target(tools, WASM_TARGET)?;
    ensure_installed(tools, &trunk())?;
    let path = workspace.root.join("Cargo.lock");
    let lock_file =
        fs::read_to_string(&path).map_err(|error| Failure::file("read", &path, &error))?;
    let version = locked_version(&lock_file, "wasm-bindgen").ok_or_else(|| {
        Failure::new("Cargo.lock does not name a version of wasm-bindgen")
            .try_next("cargo generate-lockfile")
    })?;
    ensure_installed(tools, &wasm_bindgen(version))
}

/// A program that `cargo install` can bring, in one exact version.
struct CargoTool {
    program: &'static str,
    package: &'static str,
    version: String,
    usually: &'static str,
}

fn trunk() -> CargoTool {
    CargoTool {
        program: "trunk",
        package: "trunk",
        version: TRUNK_VERSION.to_owned(),
        usually: "about 4 minutes on 2 cores, once",
    }
}

/// Trunk downloads wasm-bindgen unless this very version is on the path.
fn wasm_bindgen(version: String) -> CargoTool {
    CargoTool {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        usually: "about 2 minutes on 2 cores, once",
    }
}

/// Installs Rust's libraries for a target, when they are not there.
///
/// # Errors
/// When rustup cannot install them; the error says what to type.
pub fn ensure_target(tools: &Tools, target: &str) -> Outcome {
    let programs = &tools.programs;
    let libraries =
        programs.first_line_of("rustc", &["--print", "target-libdir", "--target", target]);
    if libraries.is_some_and(|folder| fs::read_dir(folder).is_ok()) {
        return Ok(());
    }
    println!("Installing Rust's {target} target (about 1 minute, once).");
    let next_step = format!("rustup target add {target}");
    let mut command = programs.command("rustup");
    command.args(["target", "add", target]);
    run(&mut command, "installing the wasm target").map_err(|failure| failure.try_next(next_step))
}

fn ensure_installed(tools: &Tools, tool: &CargoTool) -> Outcome {
    if is_installed(tools, tool) {
        return Ok(());
    }
    println!(
        "Installing {} {} ({}).",
        tool.package, tool.version, tool.usually
    );
    let root = tools.folder.display().to_string();
    let install = |locked: &[&str]| {
        // A debug build: it takes a third of the time to build, and is quick enough.
        let mut command = tools
            .programs
            .cargo(&["install", "--debug", "--root", &root]);
        command.args(locked);
        command.args([tool.package, "--version", &tool.version]);
        command
    };
    let what = format!("installing {} {}", tool.package, tool.version);
    let mut unlocked = install(&[]);
    let installed = run(&mut install(&["--locked"]), &what).or_else(|_| {
        println!(
            "Trying again without the versions that {} locks.",
            tool.package
        );
        run(&mut unlocked, &what)
    });
    let next_step = format!(
        "check the network and the right to write in {root}, then type: {}",
        spoken(&unlocked)
    );
    installed.map_err(|failure| failure.try_next(next_step))?;
    if is_installed(tools, tool) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{} was installed in {root}, but does not answer as version {}",
        tool.program, tool.version
    )))
}

fn is_installed(tools: &Tools, tool: &CargoTool) -> bool {
    // Both programs answer `name version`, sometimes with a commit after it.
    tools
        .programs
        .first_line_of(tool.program, &["--version"])
        .and_then(|line| line.split_whitespace().nth(1).map(str::to_owned))
        .is_some_and(|version| version == tool.version)
}
