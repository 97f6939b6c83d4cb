//! Sentences of the printed report.

use domain::VoterKey;

use super::counted;

/// Title.
pub fn title() -> &'static str {
    "Compte rendu"
}

/// Leads to the report.
pub fn link() -> &'static str {
    "Compte rendu"
}

/// Back to the workshop.
pub fn back() -> &'static str {
    "Retour à l’atelier"
}

/// Prints it.
pub fn print() -> &'static str {
    "Imprimer"
}

/// Heading of what the workshop was.
pub fn workshop() -> &'static str {
    "L’atelier"
}

/// Day.
pub fn date() -> &'static str {
    "Date"
}

/// Place.
pub fn place() -> &'static str {
    "Lieu"
}

/// No place was noted.
pub fn no_place() -> &'static str {
    "non précisé"
}

/// Councils.
pub fn councils() -> &'static str {
    "Conseils citoyens"
}

/// Rules.
pub fn rules() -> &'static str {
    "Règles"
}

/// Rules of a vote of the past.
pub fn no_rules() -> &'static str {
    "non précisées"
}

/// The version of the document that this report shows.
pub fn fingerprint() -> &'static str {
    "Empreinte de cette version"
}

/// No round yet.
pub fn no_round() -> &'static str {
    "Aucun tour n’a été ouvert."
}

/// A card whose totals are hidden.
pub fn hidden() -> &'static str {
    "Résultats pas encore révélés."
}

/// The proposals of a card that nobody chose.
pub fn without_dots(labels: &[String]) -> String {
    format!("Sans gommette\u{a0}: {}.", labels.join("\u{a0}; "))
}

/// Heads of the columns.
pub fn columns() -> [&'static str; 5] {
    ["Rang", "Proposition", "Tablette", "Papier", "Total"]
}

/// A rank that several share.
pub fn rank(rank: u32, is_tied: bool) -> String {
    if is_tied {
        format!("{rank} ex æquo")
    } else {
        rank.to_string()
    }
}

/// Last row of a table.
pub fn sum() -> &'static str {
    "Ensemble"
}

/// Ballots that are kept and do not count.
pub fn not_counted(n: u32) -> String {
    let ballots = counted(
        n as usize,
        "bulletin gardé et non compté",
        "bulletins gardés et non comptés",
    );
    format!("{ballots} (tardifs, mis de côté ou à décider)")
}

/// Heading of the decisions.
pub fn decisions() -> &'static str {
    "Décisions"
}

/// Several ballots of one voter.
pub fn double(voter: &VoterKey, n_ballots: usize) -> String {
    let ballots = super::workshop::double_sentence(n_ballots);
    format!("{}\u{a0}: {ballots}", super::workshop::voter(voter))
}

/// It is a consultation.
pub fn consultation() -> &'static str {
    "Consultation de quartier. Les totaux sont recomptés à partir des bulletins chaque fois que ce compte rendu s’affiche."
}
