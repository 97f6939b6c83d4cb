//! `cargo xtask contract`: check the contract's files, print them, name the document.

use std::fs;
use std::io::{self, Write};

use crate::contract_files::{self, Contract};
use crate::document_id::document_url;
use crate::failure::{Failure, Outcome};
use crate::genesis;
use crate::workspace::Workspace;

/// Reads the contract of the workspace, or prints every fault.
///
/// # Errors
/// When a file has a fault; each fault is already printed, one a line.
pub fn load(workspace: &Workspace) -> Outcome<Contract> {
    contract_files::read(&workspace.contract()).map_err(|faults| {
        let folder = workspace.contract();
        let folder = folder.strip_prefix(&workspace.root).unwrap_or(&folder);
        for fault in &faults {
            eprintln!("{}/{fault}", folder.display());
        }
        Failure::new(format!("the contract's files have {} faults", faults.len())).try_next(
            format!(
                "correct the lines above, then type: cargo xtask contract --check{}",
                workspace.contract_argument()
            ),
        )
    })
}

/// Checks the files and says what they hold.
///
/// # Errors
/// When a file has a fault.
pub fn check(workspace: &Workspace) -> Outcome {
    let contract = load(workspace)?;
    println!("The contract's files are correct: {}.", contract.counts());
    Ok(())
}

/// Prints the contract as JSON, and nothing else, on standard output.
///
/// # Errors
/// When a file has a fault, or the output is closed.
pub fn print_json(workspace: &Workspace) -> Outcome {
    let contract = load(workspace)?;
    let json = serde_json::to_string_pretty(&contract)
        .map_err(|error| Failure::new(format!("cannot write the contract as JSON: {error}")))?;
    match writeln!(io::stdout(), "{json}") {
        // The reader has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => {
            written.map_err(|error| Failure::new(format!("cannot print the contract: {error}")))
        }
    }
}

/// Prints the document's `automerge:` URL.
///
/// # Errors
/// When the genesis cannot be read.
pub fn print_document_url(workspace: &Workspace) -> Outcome {
    let path = workspace.genesis();
    let genesis = fs::read(&path).map_err(|error| {
        Failure::file("read", &path, &error).try_next(genesis::command(workspace))
    })?;
    println!("{}", document_url(&genesis));
    Ok(())
}
