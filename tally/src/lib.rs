//! Recounts the ballots of a backup file, apart from the app.
//!
//! Knows: `document` (a file becomes a snapshot), `domain` (which ballots count) and
//! `exports` (the files that the app offers).
//! Must not know: storage, network, screens. Everything is recomputed from the ballots.

mod exported;
mod together;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use automerge::{Automerge, ReadDoc};
use document::{FILE_BYTES_MAX, Reader, fingerprint, fingerprint_of_version};
use domain::{
    BallotStanding, Count, Groups, RankedProposal, Round, RoundStatus, Snapshot, Workshop, count,
    groups, ranking,
};

pub use exported::{ExportError, write_exports};
pub use together::{VersionError, at_version};

/// Why a file cannot be recounted; nothing is changed.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system does not give it.
    #[error("impossible de lire {file}\u{a0}: {source}")]
    Io {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// More than [`FILE_BYTES_MAX`].
    #[error(
        "{file} est trop grand\u{a0}: {bytes} octets, {} au plus",
        FILE_BYTES_MAX
    )]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// Not a file of the app, or not all of it.
    #[error(
        "{file} n’est pas un fichier de l’application, ou il est abîmé. Prenez un autre fichier de sauvegarde"
    )]
    Unreadable {
        /// The file.
        file: PathBuf,
    },
}

/// Reads a backup file to its end.
///
/// # Errors
/// [`FileError`] says what to do.
pub fn read(file: &Path) -> Result<Automerge, FileError> {
    let io = |source| FileError::Io {
        file: file.to_owned(),
        source,
    };
    let bytes = fs::metadata(file).map_err(io)?.len();
    if bytes > FILE_BYTES_MAX as u64 {
        let file = file.to_owned();
        return Err(FileError::TooLarge { file, bytes });
    }
    let bytes = fs::read(file).map_err(io)?;
    let document = replication::read_file(&bytes).ok();
    document
        .filter(|document| document.get_missing_deps(&[]).is_empty())
        .ok_or_else(|| FileError::Unreadable {
            file: file.to_owned(),
        })
}

/// Every revealed table of a document, as text.
///
/// *Shape*: the contract and its fingerprint, the councils together, then workshop by workshop, newest first, the
/// rounds with who took part, and a table for each revealed card. A card that is not
/// revealed has its name and no total, as in the app.
pub fn tables(document: &Automerge) -> String {
    let reader = Reader::open(document);
    let snapshot = reader.snapshot();
    let groups = groups(&snapshot.proposals);
    let mut text = String::new();
    let mut line = |words: String| {
        text.push_str(words.trim_end());
        text.push('\n');
    };
    line(snapshot.contract.title.to_string());
    line(format!(
        "Empreinte\u{a0}: {}",
        fingerprint(&document.get_heads())
    ));
    let n_anomalies = reader.anomalies().len();
    if n_anomalies > 0 {
        line(format!(
            "Entrées à regarder dans l’application\u{a0}: {n_anomalies}"
        ));
    }
    for words in together::lines(snapshot) {
        line(words);
    }
    for workshop in snapshot.workshops_newest_first() {
        line(String::new());
        for words in head(snapshot, &workshop) {
            line(words);
        }
        let rounds = snapshot.rounds_of(workshop.id);
        let rounds = rounds.iter().filter(|it| it.status() != RoundStatus::Draft);
        for (number, round) in (1..).zip(rounds) {
            let count = count(snapshot, round.id);
            line(String::new());
            line(format!("Tour {number} – {}", participation(round, &count)));
            for words in cards(snapshot, &groups, round, &count) {
                line(words);
            }
        }
    }
    text
}

fn head(snapshot: &Snapshot, workshop: &Workshop) -> Vec<String> {
    let councils = workshop.councils.iter().map(|id| {
        let council = snapshot.contract.council(id);
        council.map_or_else(|| id.to_string(), |council| council.name.to_string())
    });
    let place = workshop.place.as_ref().map(ToString::to_string);
    let mut lines = vec![
        format!("== {} ({}) ==", workshop.title, workshop.date),
        format!(
            "Conseils citoyens\u{a0}: {}",
            councils.collect::<Vec<_>>().join(", ")
        ),
    ];
    lines.extend(place.map(|place| format!("Lieu\u{a0}: {place}")));
    let versions = (1..).zip(&workshop.versions);
    lines.extend(versions.map(|(number, version)| {
        let code = fingerprint_of_version(&version.heads);
        format!("Version {number}\u{a0}: empreinte {code}")
    }));
    lines
}

fn participation(round: &Round, count: &Count) -> String {
    let n = |standing| count.n_ballots(standing);
    let aside = n(BallotStanding::Double) + n(BallotStanding::Late) + n(BallotStanding::SetAside);
    let mut words = match round.status() {
        RoundStatus::Draft | RoundStatus::Open | RoundStatus::Paused => "en cours".to_owned(),
        RoundStatus::Closed => "clos".to_owned(),
        RoundStatus::Revealed => "résultats révélés".to_owned(),
    };
    // Writing to a text never fails.
    let _ = write!(
        words,
        "\u{a0}; bulletins comptés\u{a0}: {}, dont blancs\u{a0}: {}\u{a0}; mis de côté\u{a0}: {aside}\u{a0}; personnes sur papier\u{a0}: {}",
        n(BallotStanding::Counted),
        count.n_blank(),
        count.n_paper_people(),
    );
    words
}

fn cards(snapshot: &Snapshot, groups: &Groups, round: &Round, count: &Count) -> Vec<String> {
    let deck = snapshot.deck().into_iter();
    let of_round = deck.filter(|card| round.cards.contains(&card.id));
    of_round
        .flat_map(|card| {
            let mut lines = vec![
                String::new(),
                format!("Carte {} – {}", card.number, card.name),
            ];
            if round.is_revealed(&card.id) {
                let ranked = ranking(snapshot, groups, &card.id, &round.proposals, &[count]);
                lines.extend(table(snapshot, &ranked));
            } else {
                lines.push("Totaux pas encore révélés.".to_owned());
            }
            lines
        })
        .collect()
}

/// Rank, dots on tablets, on paper and together, wording; those without a dot are left out.
fn table(snapshot: &Snapshot, ranked: &[RankedProposal]) -> Vec<String> {
    let with_dots: Vec<&RankedProposal> = ranked.iter().filter(|it| it.total > 0).collect();
    if with_dots.is_empty() {
        return vec!["Aucune gommette.".to_owned()];
    }
    let mut lines = vec!["  Rang        Tablette  Papier  Total  Proposition".to_owned()];
    let mut sums = [0_u32; 3];
    for it in with_dots {
        let part = |dots: fn(&domain::DotsBySource) -> u32| {
            it.sources.iter().map(dots).fold(0, u32::saturating_add)
        };
        let dots = [part(|it| it.tablet), part(|it| it.paper), it.total];
        for (sum, dots) in sums.iter_mut().zip(dots) {
            *sum = sum.saturating_add(dots);
        }
        let tied = if it.rank.is_tied { " ex æquo" } else { "" };
        let rank = format!("{}{tied}", it.rank.rank);
        let label = snapshot
            .proposals
            .get(&it.proposal)
            .map_or("", |proposal| &proposal.label);
        let [tablet, paper, total] = dots;
        lines.push(format!(
            "  {rank:<12}{tablet:>7}{paper:>8}{total:>7}  {label}"
        ));
    }
    let [tablet, paper, total] = sums;
    lines.push(format!(
        "  {:<12}{tablet:>7}{paper:>8}{total:>7}",
        "Ensemble"
    ));
    lines
}
