//! `six-cartes-tally FILE`: recounts a backup file, for anyone who wants to check.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Recompte un fichier de sauvegarde et affiche les mêmes tableaux que l’application.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Fichier enregistré par l’application.
    file: PathBuf,
}

fn main() -> ExitCode {
    let Arguments { file } = Arguments::parse();
    match tally::read(&file) {
        Ok(document) => {
            print!("{}", tally::tables(&document));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("six-cartes-tally: {error}");
            ExitCode::FAILURE
        }
    }
}
