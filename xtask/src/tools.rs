//! The programs that the project needs besides cargo: found, else installed once.
//!
//! They live in a folder that survives `cargo clean` and serves every clone:
//! `$SIX_CARTES_TOOLS`, else `six-cartes/tools` in the user's cache folder.

mod browser;
mod cargo_tools;
mod lock_file;
mod node;

use std::env;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::process::Programs;
use crate::workspace::Workspace;

pub use browser::ensure_chromium;
pub use cargo_tools::{TRUNK_VERSION, WASI_TARGET, WASM_TARGET, ensure_build_tools, ensure_target};
pub use lock_file::locked_version;
pub use node::{ensure_end_to_end_packages, ensure_interop_packages};

/// Where tools are installed, and how programs that need them are started.
#[derive(Clone, Debug)]
pub struct Tools {
    folder: PathBuf,
    /// Starts programs in the workspace, with the tools on their path.
    pub programs: Programs,
}

impl Tools {
    /// Finds the tools' folder; installs nothing.
    ///
    /// # Errors
    /// When no folder is named by the environment.
    pub fn find(workspace: &Workspace) -> Outcome<Self> {
        let folder = folder_from(
            env::var_os("SIX_CARTES_TOOLS").map(PathBuf::from),
            env::var_os("XDG_CACHE_HOME").map(PathBuf::from),
            env::home_dir(),
        )
        .ok_or_else(|| {
            Failure::new("there is no home folder to keep the tools in")
                .try_next("set SIX_CARTES_TOOLS to a folder that you may write")
        })?;
        Ok(Self {
            programs: Programs::new(workspace.root.clone(), folder.join("bin")),
            folder,
        })
    }
}

fn folder_from(
    named: Option<PathBuf>,
    cache: Option<PathBuf>,
    home: Option<PathBuf>,
) -> Option<PathBuf> {
    let filled = |path: &PathBuf| path.is_absolute();
    named.filter(filled).or_else(|| {
        cache
            .filter(filled)
            .or_else(|| home.map(|home| home.join(".cache")))
            .map(|cache| cache.join("six-cartes/tools"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_folder_wins() {
        let path = |text: &str| Some(PathBuf::from(text));
        assert_eq!(folder_from(path("/t"), path("/c"), path("/h")), path("/t"));
        assert_eq!(
            folder_from(None, path("/c"), path("/h")),
            path("/c/six-cartes/tools")
        );
        assert_eq!(
            folder_from(None, path(""), path("/h")),
            path("/h/.cache/six-cartes/tools")
        );
        assert_eq!(folder_from(None, None, None), None);
    }
}
