//! Where things are in the workspace.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The contract that this workspace is of, when no other one is named.
const ANNEMASSE: &str = "data/annemasse";

/// The folders and files that commands name, all absolute.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Folder of the contract that the command is about; that of Annemasse without one.
    other_contract: Option<PathBuf>,
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
                other_contract: None,
            })
            .ok_or_else(|| {
                Failure::new(format!(
                    "{} is not inside the workspace of Six cartes",
                    current.display()
                ))
                .try_next("cd into the folder that holds Cargo.lock and xtask/, and type it again")
            })
    }

    /// The same workspace for the contract of another folder, from the current one.
    ///
    /// # Errors
    /// When it is not a folder.
    pub fn with_contract(self, folder: &Path) -> Outcome<Self> {
        let found = folder
            .canonicalize()
            .map_err(|error| Failure::file("find the folder", folder, &error))?;
        if !found.is_dir() {
            return Err(Failure::new(format!(
                "{} is not a folder",
                folder.display()
            )));
        }
        let is_other = self.root.join(ANNEMASSE).canonicalize().ok() != Some(found.clone());
        Ok(Self {
            other_contract: is_other.then_some(found),
            ..self
        })
    }

    /// The contract's files and its genesis.
    pub fn contract(&self) -> PathBuf {
        let annemasse = || self.root.join(ANNEMASSE);
        self.other_contract.clone().unwrap_or_else(annemasse)
    }

    /// How the folder of the contract is typed after an option; empty for the committed one.
    pub fn contract_argument(&self) -> String {
        let other = self.other_contract.as_ref();
        other.map_or_else(String::new, |folder| format!(" {}", folder.display()))
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
