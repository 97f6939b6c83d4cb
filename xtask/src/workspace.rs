//! Where things are in the workspace.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The folders and files that commands name, all absolute.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Folder of the root `Cargo.toml`.
    pub root: PathBuf,
}

impl Workspace {
    /// Finds the workspace from the current folder upwards, else where `xtask`
    /// was compiled.
    ///
    /// # Errors
    /// When no folder above holds both `Cargo.lock` and `xtask`.
    pub fn find() -> Outcome<Self> {
        let current = env::current_dir()
            .map_err(|error| Failure::new(format!("cannot read the current folder: {error}")))?;
        let compiled = Path::new(env!("CARGO_MANIFEST_DIR"));
        current
            .ancestors()
            .chain(compiled.ancestors())
            .find(|folder| folder.join("Cargo.lock").is_file() && folder.join("xtask").is_dir())
            .map(|root| Self {
                root: root.to_owned(),
            })
            .ok_or_else(|| {
                Failure::new(format!(
                    "{} is not inside the workspace of Six cartes",
                    current.display()
                ))
                .try_next("cd into the folder that holds Cargo.lock and xtask/, and type it again")
            })
    }

    /// The contract's files and its genesis.
    pub fn contract(&self) -> PathBuf {
        self.root.join("data/annemasse")
    }

    /// The committed genesis.
    pub fn genesis(&self) -> PathBuf {
        self.contract().join("genesis.automerge")
    }

    /// The committed amendment, which follows the genesis.
    pub fn amendment(&self) -> PathBuf {
        self.contract().join("amendment.automerge")
    }

    /// The built app.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Cargo's target folder.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), |folder| self.root.join(folder))
    }

    /// The end-to-end tests.
    pub fn end_to_end(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    /// The interop tests.
    pub fn interop(&self) -> PathBuf {
        self.root.join("tests/interop")
    }
}
