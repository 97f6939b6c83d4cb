//! Writes the genesis once, and compares it ever after.

use std::fs;

use super::{GenesisOptions, build};
use crate::contract;
use crate::document_id::document_url;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::workspace::Workspace;

/// Writes or compares the genesis of the workspace's contract.
pub(super) fn run(workspace: &Workspace, options: GenesisOptions) -> Outcome {
    let genesis = build(&contract::load(workspace)?)?;
    let path = workspace.genesis();
    let shown = files::relative(&path, &workspace.root);
    let committed = fs::read(&path).ok();
    if committed.as_ref() == Some(&genesis) {
        println!(
            "{shown} is that of the contract's files: {} bytes, {}",
            genesis.len(),
            document_url(&genesis)
        );
        return Ok(());
    }
    match committed {
        None if options.check => {
            Err(Failure::new(format!("{shown} is not there")).try_next("cargo xtask genesis"))
        }
        Some(committed) if options.check || !options.replace => {
            Err(refusal(&shown, &committed, &genesis))
        }
        _ => {
            files::write(&path, &genesis)?;
            println!(
                "Wrote {shown}: {} bytes, {}",
                genesis.len(),
                document_url(&genesis)
            );
            Ok(())
        }
    }
}

fn refusal(shown: &str, committed: &[u8], genesis: &[u8]) -> Failure {
    Failure::new(format!(
        "{shown} is not what the contract's files give now: it is {}, they give {}.\n  \
         A genesis is kept for ever: tablets that began with another one hold another \
         document, and could never merge with those that begin with the new one",
        document_url(committed),
        document_url(genesis)
    ))
    .try_next(
        "undo the change of data/ or of the genesis code; only if no tablet holds the document \
         yet, type: cargo xtask genesis --replace",
    )
}
