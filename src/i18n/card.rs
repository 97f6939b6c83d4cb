//! Sentences of a card's page.

use super::counted;

/// « Carte 1 ».
pub fn number(number: u8) -> String {
    format!("Carte {number}")
}

/// Heading of the difficulties.
pub fn difficulties() -> &'static str {
    "Les difficultés"
}

/// Number of difficulties.
pub fn n_difficulties(n: usize) -> String {
    counted(n, "difficulté", "difficultés")
}

/// Heading of the proposals.
pub fn proposals() -> &'static str {
    "Les propositions"
}

/// What the ranking adds up.
pub fn ranking_note(n_votes: usize) -> String {
    match n_votes {
        0 => "Aucun résultat n’est encore révélé.".to_owned(),
        1 => "Classées par gommettes reçues.".to_owned(),
        n => format!("Classées par gommettes reçues, en ajoutant les {n} votes."),
    }
}

/// Heading of the results of each workshop.
pub fn by_workshop() -> &'static str {
    "Vote par vote"
}

/// Proposals that have no dot.
pub fn without_dots(n: usize) -> String {
    counted(n, "proposition sans gommette", "propositions sans gommette")
}

/// Adds a proposal.
pub fn add_proposal() -> &'static str {
    "Ajouter une proposition"
}

/// Field of a new proposal.
pub fn proposal_label() -> &'static str {
    "Votre proposition"
}

/// Help for a new proposal.
pub fn proposal_hint() -> &'static str {
    "Une seule idée, en une phrase. Pas de nom de personne."
}

/// Keeps a new proposal.
pub fn save_proposal() -> &'static str {
    "Enregistrer la proposition"
}

/// A new proposal is kept.
pub fn proposal_added() -> &'static str {
    "La proposition est ajoutée à la carte."
}

/// Heading of the comments.
pub fn comments() -> &'static str {
    "Les remarques"
}

/// Adds a comment.
pub fn add_comment() -> &'static str {
    "Ajouter une remarque"
}

/// What the comment is about.
pub fn comment_target() -> &'static str {
    "À propos de"
}

/// Field of a comment.
pub fn comment_text() -> &'static str {
    "Votre remarque"
}

/// Help for a comment.
pub fn comment_hint() -> &'static str {
    "Pas de nom de personne. Tout le monde pourra la lire."
}

/// Keeps a comment.
pub fn save_comment() -> &'static str {
    "Enregistrer la remarque"
}

/// A comment is kept.
pub fn comment_added() -> &'static str {
    "La remarque est ajoutée."
}

/// « À propos de : … ».
pub fn about(label: &str) -> String {
    format!("À propos de «\u{a0}{label}\u{a0}»")
}

/// Choice of a proposal as a target.
pub fn target_proposal(label: &str) -> String {
    format!("Proposition\u{a0}: {label}")
}

/// Choice of a difficulty as a target.
pub fn target_difficulty(label: &str) -> String {
    format!("Difficulté\u{a0}: {label}")
}

/// To the next card.
pub fn next(name: &str) -> String {
    format!("Carte suivante\u{a0}: {name}")
}

/// To the former card.
pub fn previous(name: &str) -> String {
    format!("Carte précédente\u{a0}: {name}")
}

/// Name of the links to the neighbors.
pub fn neighbors() -> &'static str {
    "Autres cartes"
}

/// To the workshop of a vote.
pub fn see_workshop() -> &'static str {
    "Voir l’atelier"
}
