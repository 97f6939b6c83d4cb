//! Sentences of the printed report.

use domain::{Attendance, VoterKey};

use super::counted;
use crate::model::results::Participation;

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

/// People present.
pub fn present() -> &'static str {
    "Présents"
}

/// The people present, by college where they were counted, and the quorum.
pub fn attendance(values: &[Attendance]) -> String {
    if values.is_empty() {
        return "non comptés".to_owned();
    }
    let one = |counted_apart: &Attendance| {
        let present = counted(usize::from(counted_apart.present), "personne", "personnes");
        let colleges = [
            (counted_apart.residents, "habitants"),
            (counted_apart.associations, "associations et acteurs locaux"),
        ];
        let colleges = colleges.into_iter();
        let colleges = colleges.filter_map(|(n, name)| Some(format!("{name}\u{a0}: {}", n?)));
        let quorum = counted_apart.quorum.zip(counted_apart.reaches_quorum());
        let quorum = quorum.map(|(quorum, is_reached)| {
            let word = if is_reached { "atteint" } else { "non atteint" };
            format!("quorum de {quorum} {word}")
        });
        let parts: Vec<String> = [present]
            .into_iter()
            .chain(colleges)
            .chain(quorum)
            .collect();
        parts.join(", ")
    };
    let values: Vec<String> = values.iter().map(one).collect();
    values.join("\u{a0}; ou, compté à part\u{a0}: ")
}

/// Frozen versions.
pub fn versions() -> &'static str {
    "Versions"
}

/// The workshop was not closed yet.
pub fn no_version() -> &'static str {
    "Atelier pas encore terminé."
}

/// Everybody who took part, whatever the way.
pub fn people(participation: Participation) -> String {
    let n = participation
        .n_counted
        .saturating_add(participation.n_paper_people);
    let people = counted(
        n as usize,
        "personne a participé",
        "personnes ont participé",
    );
    format!("{people}, sur tablette et sur papier")
}

/// Codes of shared tablets.
pub fn codes(n: u32, n_void: u32) -> String {
    let codes = counted(n as usize, "code distribuable", "codes distribuables");
    if n_void == 0 {
        return codes;
    }
    let void = counted(n_void as usize, "annulé", "annulés");
    format!("{codes}, dont {void}")
}

/// Heading of the remarks.
pub fn remarks() -> &'static str {
    "Remarques"
}

/// Remarks that are hidden.
pub fn hidden_remarks(n: u32) -> String {
    let remarks = counted(n as usize, "remarque masquée", "remarques masquées");
    format!("{remarks} avec un motif. Le texte n’est pas imprimé.")
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
