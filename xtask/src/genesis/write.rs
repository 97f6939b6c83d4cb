//! Writes the genesis and its amendment once, and compares them ever after.

use std::fs;
use std::path::PathBuf;

use super::{GenesisOptions, build, build_amendment};
use crate::contract;
use crate::digest::sha256_hex;
use crate::document_id::document_url;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::workspace::Workspace;

/// Writes or compares what the document of the workspace's contract starts from.
pub(super) fn run(workspace: &Workspace, options: GenesisOptions) -> Outcome {
    let contract = contract::load(workspace)?;
    let genesis = build(&contract)?;
    let amendment = build_amendment(&genesis, &contract)?;
    let fixed = [
        FixedFile {
            path: workspace.genesis(),
            name: document_url,
            bytes: genesis,
        },
        FixedFile {
            path: workspace.amendment(),
            name: sha256_hex,
            bytes: amendment,
        },
    ];
    fixed
        .iter()
        .try_for_each(|file| file.write_or_compare(workspace, options))
}

/// A file that is kept for ever once a tablet began with it.
struct FixedFile {
    path: PathBuf,
    /// How its contents are named.
    name: fn(&[u8]) -> String,
    bytes: Vec<u8>,
}

impl FixedFile {
    fn write_or_compare(&self, workspace: &Workspace, options: GenesisOptions) -> Outcome {
        let shown = files::relative(&self.path, &workspace.root);
        let (n_bytes, name) = (self.bytes.len(), (self.name)(&self.bytes));
        let committed = fs::read(&self.path).ok();
        if committed.as_ref() == Some(&self.bytes) {
            println!("{shown} is that of the contract's files: {n_bytes} bytes, {name}");
            return Ok(());
        }
        match committed {
            None if options.check => {
                Err(Failure::new(format!("{shown} is not there"))
                    .try_next(super::command(workspace)))
            }
            Some(committed) if options.check || !options.replace => {
                let refusal = refusal(&shown, &(self.name)(&committed), &name);
                Err(refusal.try_next(format!(
                    "undo the change of the files or of the genesis code; only if no tablet holds \
                     the document yet, type: {} --replace",
                    super::command(workspace)
                )))
            }
            _ => {
                files::write(&self.path, &self.bytes)?;
                println!("Wrote {shown}: {n_bytes} bytes, {name}");
                Ok(())
            }
        }
    }
}

fn refusal(shown: &str, committed: &str, built: &str) -> Failure {
    Failure::new(format!(
        "{shown} is not what the contract's files give now: it is {committed}, they give {built}.\n  \
         It is kept for ever: tablets that began with another one could never merge with \
         those that begin with the new one"
    ))
}
