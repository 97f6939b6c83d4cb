//! `cargo xtask contract --new`: an empty, commented set of files to fill.
//!
//! The files explain themselves: each field, its limits, an example; the lines that must
//! be filled say so, and `cargo xtask contract --check` names those that are left.

use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::files;

/// What marks a line, or a file, that must be filled.
pub const BLANK: &str = "À REMPLIR";

/// Each file with its text.
const FILES: [(&str, &str); 5] = [
    ("contract.toml", include_str!("new_contract/contract.toml")),
    ("themes.toml", include_str!("new_contract/themes.toml")),
    ("cards.toml", include_str!("new_contract/cards.toml")),
    ("actions.csv", include_str!("new_contract/actions.csv")),
    ("links.csv", include_str!("new_contract/links.csv")),
];

/// Writes the files into a folder, which is made if it is not there.
///
/// # Errors
/// When the folder has one of them, and then none is written; or it cannot be written.
pub fn write(folder: &Path) -> Outcome {
    if let Some((taken, _)) = FILES.iter().find(|(name, _)| folder.join(name).exists()) {
        return Err(
            Failure::new(format!("{} has a {taken} already", folder.display()))
                .try_next("name another folder, or correct the files that are there"),
        );
    }
    for (name, text) in FILES {
        files::write(&folder.join(name), text)?;
    }
    let folder = folder.display();
    println!(
        "Wrote contract.toml, themes.toml, cards.toml, actions.csv and links.csv in {folder}."
    );
    println!("Fill the lines marked « {BLANK} », then type:");
    println!("  cargo xtask contract --check {folder}");
    println!("  cargo xtask contract --genesis {folder}");
    println!("  cargo xtask run --contract {folder}");
    Ok(())
}
