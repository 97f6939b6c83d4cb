//! What points to something that is not here, and what was not read whole.

use document::{AnomalyKind, schema};

use super::n_proposals;
use crate::i18n::counted;

/// What something points to and that is not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing<'a> {
    /// A proposal that another one names.
    Proposal {
        /// As the one that stands for it; else as the wording that it replaces.
        is_grouping: bool,
        /// It is here, and on another card.
        is_on_other_card: bool,
    },
    /// The card of a proposal.
    Card,
    /// What a comment is about; with its text.
    Target(&'a str),
    /// The round of ballots and paper counts.
    Round {
        /// Ballots.
        n_ballots: usize,
        /// Paper counts.
        n_paper: usize,
    },
    /// The workshop of a round.
    Workshop,
    /// Proposals of a round.
    RoundProposals(usize),
    /// Proposals of the table of a workshop.
    TableProposals(usize),
    /// Proposals of a paper count.
    PaperDots(usize),
    /// The round or the ballot of a decision; with its reason.
    Ballot(&'a str),
    /// The proposal, the part of the contract or the file that something was said of.
    Statement,
}

/// What points to nothing.
pub fn missing(missing: &Missing<'_>) -> String {
    match missing {
        Missing::Proposal {
            is_grouping: true,
            is_on_other_card: false,
        } => "Cette proposition est regroupée avec une autre qui n’est pas connue ici.".to_owned(),
        Missing::Proposal {
            is_grouping: true, ..
        } => "Cette proposition est regroupée avec une proposition d’une autre carte.".to_owned(),
        Missing::Proposal {
            is_on_other_card: false,
            ..
        } => "Cette proposition remplace un texte qui n’est pas connu ici.".to_owned(),
        Missing::Proposal { .. } => {
            "Cette proposition remplace un texte d’une autre carte.".to_owned()
        }
        Missing::Card => "Une proposition est sur une carte qui n’est pas connue ici.".to_owned(),
        Missing::Target(text) => format!(
            "La remarque «\u{a0}{text}\u{a0}» parle de quelque chose qui n’est pas connu ici."
        ),
        Missing::Round { n_ballots, n_paper } => {
            let ballots = (*n_ballots > 0).then(|| counted(*n_ballots, "bulletin", "bulletins"));
            let paper = || counted(*n_paper, "comptage papier", "comptages papier");
            let all = ballots.into_iter().chain((*n_paper > 0).then(paper));
            let all: Vec<String> = all.collect();
            format!("D’un tour qui n’est pas connu ici\u{a0}: {}.", all.join(", "))
        }
        Missing::Workshop => "Un tour est d’un atelier qui n’est pas connu ici.".to_owned(),
        Missing::RoundProposals(n) => {
            format!("{} de ce tour {}.", n_proposals(*n), unknown(*n))
        }
        Missing::TableProposals(n) => {
            format!("{} de la table de cet atelier {}.", n_proposals(*n), unknown(*n))
        }
        Missing::PaperDots(n) => format!(
            "Un comptage papier donne des gommettes à {} qui {}.",
            n_proposals(*n),
            unknown(*n)
        ),
        Missing::Ballot(reason) => format!(
            "La décision «\u{a0}{reason}\u{a0}» porte sur un bulletin ou un tour qui n’est pas connu ici."
        ),
        Missing::Statement => {
            "Quelque chose a été dit d’une proposition, d’une partie du contrat ou d’un dossier qui n’est pas connu ici.".to_owned()
        }
    }
}

fn unknown(n: usize) -> &'static str {
    if n < 2 {
        "n’est pas connue ici"
    } else {
        "ne sont pas connues ici"
    }
}

/// What that means meanwhile.
pub fn missing_meanwhile(missing: &Missing<'_>) -> &'static str {
    match missing {
        Missing::Proposal {
            is_grouping: true, ..
        } => "En attendant, elle compte pour elle-même. Aucune gommette n’est perdue.",
        Missing::Proposal { .. } => "En attendant, les deux textes sont gardés.",
        Missing::Card => "En attendant, elle est gardée et n’est sur aucune table.",
        Missing::Target(_) => "En attendant, la remarque est gardée.",
        Missing::Round { .. } => "En attendant, tout est gardé et rien n’en est compté.",
        Missing::Workshop => "En attendant, le tour est gardé et ne s’affiche pas.",
        Missing::RoundProposals(_) | Missing::TableProposals(_) => {
            "En attendant, elles ne s’affichent pas."
        }
        Missing::PaperDots(_) => "En attendant, ces gommettes sont gardées et ne s’affichent pas.",
        Missing::Ballot(_) => "En attendant, la décision est gardée et ne change rien.",
        Missing::Statement => "En attendant, c’est gardé.",
    }
}

/// What is missing may not have arrived yet.
pub fn may_arrive() -> &'static str {
    "Ce qui manque peut encore arriver par une autre tablette."
}

/// What kind of entry.
fn entry(container: &str) -> &'static str {
    match container {
        schema::ACTIONS => "une action du contrat",
        schema::CARDS => "une carte",
        schema::DIFFICULTIES => "une difficulté",
        schema::PROPOSALS => "une proposition",
        schema::WORKSHOPS => "un atelier",
        schema::ROUNDS => "un tour",
        schema::BALLOTS => "un bulletin",
        schema::PAPER_COUNTS => "un comptage papier",
        schema::COMMENTS => "une remarque",
        schema::ARBITRATIONS => "une décision",
        schema::STATEMENTS => "une nouvelle du contrat",
        _ => "un élément",
    }
}

/// An entry that was not read whole.
pub fn unread(kind: AnomalyKind, container: &str) -> String {
    let entry = entry(container);
    let what = match kind {
        AnomalyKind::Unreadable => "n’a pas pu être lu en entier",
        AnomalyKind::BadKey => "porte un nom que cette application ne connaît pas",
        AnomalyKind::WrittenTwice => "a été écrit deux fois sous le même nom",
        AnomalyKind::TextTooLong => "a un texte trop long, montré coupé",
        AnomalyKind::GroupedTwice | AnomalyKind::SelectedTwice => "a été changé de deux façons",
        AnomalyKind::NewerSchema => {
            return "Le document vient d’une version plus récente de l’application.".to_owned();
        }
        AnomalyKind::ContainerMissing => {
            return "Il manque une partie du document.".to_owned();
        }
    };
    format!("Un élément ({entry}) {what}.")
}

/// What that means.
pub fn unread_meanwhile(kind: AnomalyKind) -> &'static str {
    match kind {
        AnomalyKind::Unreadable | AnomalyKind::BadKey => {
            "Il est gardé tel quel, et ne s’affiche pas. Le reste est intact. Mettez toutes les tablettes à jour\u{a0}: une version plus récente le lira peut-être."
        }
        AnomalyKind::WrittenTwice => {
            "Une des deux écritures est montrée, la même sur toutes les tablettes. L’autre est gardée."
        }
        AnomalyKind::TextTooLong => "Le texte entier est gardé. Seul le début s’affiche.",
        AnomalyKind::NewerSchema => {
            "Ce que cette version a ajouté ne s’affiche pas ici. Rien n’est perdu. Mettez cette application à jour."
        }
        AnomalyKind::ContainerMissing => {
            "Ce qui devrait s’y trouver ne s’affiche pas. Enregistrez un fichier de secours, et prévenez la personne qui organise."
        }
        AnomalyKind::GroupedTwice | AnomalyKind::SelectedTwice => "",
    }
}
