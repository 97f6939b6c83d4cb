//! `six-cartes-tally FILE`: recounts a backup file, for anyone who wants to check; with
//! `--export FOLDER --as FORMAT` it writes the files that the app offers.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Parser, ValueEnum};
use domain::Timestamp;
use exports::{Export, day_of};

/// Recompte un fichier de sauvegarde et affiche les mêmes tableaux que l’application.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Fichier enregistré par l’application.
    file: PathBuf,
    /// Numéro de la version à recompter, au lieu de tout le fichier.
    #[arg(long, value_name = "NUMÉRO")]
    version_number: Option<u32>,
    /// Dossier où écrire les fichiers, au lieu d’afficher les tableaux.
    #[arg(long, value_name = "DOSSIER", requires = "format")]
    export: Option<PathBuf>,
    /// Forme des fichiers.
    #[arg(long = "as", value_name = "FORME", requires = "export")]
    format: Option<Format>,
}

/// Forme des fichiers.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Un classeur, une feuille par table.
    Xlsx,
    /// Un fichier CSV par table, pour un tableur.
    Csv,
    /// Un fichier CSV par table et leur description, pour les données ouvertes.
    OpenData,
    /// Tout dans un fichier, que l’application sait relire : à ne pas publier.
    Json,
    /// Les bulletins de chaque tour révélé, au format de pabulib.org.
    Pabulib,
}

impl From<Format> for Export {
    fn from(format: Format) -> Self {
        match format {
            Format::Xlsx => Self::Workbook,
            Format::Csv => Self::SpreadsheetTables,
            Format::OpenData => Self::OpenDataTables,
            Format::Json => Self::Json,
            Format::Pabulib => Self::Pabulib,
        }
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("six-cartes-tally: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut document = tally::read(&arguments.file)?;
    if let Some(number) = arguments.version_number {
        document = tally::at_version(&document, number)?;
    }
    let (Some(folder), Some(format)) = (&arguments.export, arguments.format) else {
        print!("{}", tally::tables(&document));
        return Ok(());
    };
    for path in tally::write_exports(&document, format.into(), &today(), folder)? {
        println!("{}", path.display());
    }
    Ok(())
}

/// In universal time; a clock before 1970 gives its first day.
fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let ms = since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0));
    day_of(Timestamp::from_epoch_ms(ms))
}
