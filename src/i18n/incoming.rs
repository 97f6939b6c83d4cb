//! Sentences of what is new: since the last visit, in a file, between two versions.

use domain::{Date, Decision, Subject};

use super::counted;
use crate::model::incoming::Kind;

/// What happened to a workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkshopStep {
    /// It is new.
    Created,
    /// Its name, day, place, councils, cards, rules or code.
    Edited,
    /// The people present.
    Counted,
    /// The proposals on the table.
    Selected,
    /// A version of it was frozen.
    Frozen,
}

impl WorkshopStep {
    /// The same as a word that nobody reads.
    pub fn key(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::Counted => "counted",
            Self::Selected => "selected",
            Self::Frozen => "frozen",
        }
    }
}

/// What happened to a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundStep {
    /// Its codes can be printed.
    Prepared,
    /// It takes ballots.
    Opened,
    /// It takes none for now.
    Paused,
    /// It takes them again.
    Resumed,
    /// Codes were added.
    Coded,
    /// It takes no more.
    Closed,
    /// Totals show.
    Revealed,
    /// Something else.
    Changed,
}

impl RoundStep {
    /// The same as a word that nobody reads.
    pub fn key(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Opened => "opened",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Coded => "coded",
            Self::Closed => "closed",
            Self::Revealed => "revealed",
            Self::Changed => "round",
        }
    }
}

/// Heading of a kind.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Ballots => "Bulletins",
        Kind::PaperCounts => "Comptages papier",
        Kind::Proposals => "Propositions",
        Kind::Comments => "Remarques",
        Kind::Workshops => "Ateliers et tours",
        Kind::Decisions => "Décisions",
        Kind::FollowUp => "Suivi",
        Kind::Contract => "Contrat",
    }
}

/// « 34 bulletins ».
pub fn counted_kind(kind: Kind, n: usize) -> String {
    let (one, many) = match kind {
        Kind::Ballots => ("bulletin", "bulletins"),
        Kind::PaperCounts => ("comptage papier", "comptages papier"),
        Kind::Proposals => ("proposition", "propositions"),
        Kind::Comments => ("remarque", "remarques"),
        Kind::Workshops => ("étape d’atelier", "étapes d’atelier"),
        Kind::Decisions => ("décision", "décisions"),
        Kind::FollowUp => ("nouvelle du suivi", "nouvelles du suivi"),
        Kind::Contract => ("changement du contrat", "changements du contrat"),
    };
    counted(n, one, many)
}

/// « Bulletins (34) ».
pub fn kind_title(of: Kind, n: usize) -> String {
    format!("{} ({n})", kind(of))
}

/// What is in no council's name.
pub fn no_council() -> &'static str {
    "Sans conseil"
}

/// Lines that are not shown.
pub fn more_lines(n: usize) -> String {
    let n = counted(n, "autre", "autres");
    format!("Et {n}. Ouvrez la page de l’atelier, de la carte ou du suivi pour tout voir.")
}

/// Things that the later state lacks.
pub fn gone(n: usize) -> String {
    let n = counted(
        n,
        "élément du premier état manque",
        "éléments du premier état manquent",
    );
    format!("{n} dans le second. Rien n’est effacé\u{a0}: les deux ont été faits à part.")
}

/// « tour 2 de l’atelier « Gymnase » ».
pub fn round_of(number: usize, title: &str) -> String {
    format!("tour {number} de l’atelier «\u{a0}{title}\u{a0}»")
}

/// The round is not here yet.
pub fn unknown_round() -> &'static str {
    "tour d’un atelier qui n’est pas encore sur cette tablette"
}

/// Ballots of one council in one round.
pub fn ballots(n: usize, round: &str) -> String {
    format!("{}, {round}", counted_kind(Kind::Ballots, n))
}

/// Dots were counted on paper.
pub fn paper_count(round: &str, is_correction: bool) -> String {
    let what = if is_correction {
        "Correction d’un comptage papier"
    } else {
        "Comptage papier"
    };
    format!("{what}, {round}")
}

/// Somebody decided.
pub fn decision(subject: &Subject, decision: Decision, round: &str) -> String {
    let about = match subject {
        Subject::Double(_) => "Bulletins en double",
        Subject::LateBallots => "Bulletins tardifs",
        Subject::Ballot(_) => "Un bulletin",
    };
    let decided = match decision {
        Decision::Keep(_) => "un seul est gardé",
        Decision::Count => "décidé de compter",
        Decision::SetAside => "décidé de mettre de côté",
    };
    format!("{about}\u{a0}: {decided}, {round}")
}

/// Something of a workshop.
pub fn workshop(step: WorkshopStep, title: &str) -> String {
    let title = quoted(title);
    match step {
        WorkshopStep::Created => format!("Nouvel atelier {title}"),
        WorkshopStep::Edited => format!("Atelier {title} modifié"),
        WorkshopStep::Counted => format!("Présents comptés, atelier {title}"),
        WorkshopStep::Selected => format!("Propositions choisies, atelier {title}"),
        WorkshopStep::Frozen => format!("Compte rendu figé, atelier {title}"),
    }
}

/// Something of a round.
pub fn round(step: RoundStep, round: &str) -> String {
    let what = match step {
        RoundStep::Prepared => "Préparé",
        RoundStep::Opened => "Ouvert",
        RoundStep::Paused => "Suspendu",
        RoundStep::Resumed => "Repris",
        RoundStep::Coded => "Codes ajoutés",
        RoundStep::Closed => "Clos",
        RoundStep::Revealed => "Résultats révélés",
        RoundStep::Changed => "Modifié",
    };
    format!("{what}\u{a0}: {round}")
}

fn quoted(text: &str) -> String {
    format!("«\u{a0}{text}\u{a0}»")
}

/// A new proposal.
pub fn new_proposal(label: &str) -> String {
    format!("Nouvelle\u{a0}: {}", quoted(label))
}

/// A new wording of a known one.
pub fn reworded(before: &str, after: &str) -> String {
    format!("{} devient {}", quoted(before), quoted(after))
}

/// Put together with another one.
pub fn grouped(label: &str, into: &str) -> String {
    format!("{} est regroupée avec {}", quoted(label), quoted(into))
}

/// Stands alone again.
pub fn ungrouped(label: &str) -> String {
    format!("{} n’est plus regroupée", quoted(label))
}

/// Hidden; `label` says so.
pub fn hidden(label: &str) -> String {
    label.to_owned()
}

/// Shown again.
pub fn shown(label: &str) -> String {
    format!("{} est montrée de nouveau", quoted(label))
}

/// Changed in another way.
pub fn changed(label: &str) -> String {
    format!("{} a changé", quoted(label))
}

/// A new comment.
pub fn comment(about: &str, text: &str) -> String {
    format!("Sur {}\u{a0}: {}", quoted(about), quoted(text))
}

/// A comment is hidden.
pub fn comment_hidden(about: &str) -> String {
    format!("Remarque masquée, sur {}", quoted(about))
}

/// A comment is shown again.
pub fn comment_shown(about: &str, text: &str) -> String {
    format!(
        "Remarque montrée de nouveau, sur {}\u{a0}: {}",
        quoted(about),
        quoted(text)
    )
}

/// A comment changed in another way.
pub fn comment_changed(about: &str) -> String {
    format!("Remarque modifiée, sur {}", quoted(about))
}

/// « Action 1.10 « Ouvrir un jardin » ».
pub fn named(kind: &str, label: &str) -> String {
    format!("{kind} {}", quoted(label))
}

/// News of an action.
pub fn news(action: &str, field: &str, value: &str) -> String {
    format!("{action}. {field}\u{a0}: {value}")
}

/// What a proposal led to.
pub fn link(label: &str, target: &str, is_made: bool) -> String {
    let verb = if is_made {
        "est reprise dans"
    } else {
        "n’est plus reliée à"
    };
    format!("{} {verb}\u{a0}: {target}", quoted(label))
}

/// An answer to a proposal.
pub fn answer(label: &str, answer: &str) -> String {
    format!("Réponse à {}\u{a0}: {answer}", quoted(label))
}

/// A council's opinion.
pub fn opinion(about: &str, opinion: &str) -> String {
    format!("Avis du conseil sur {about}\u{a0}: {opinion}")
}

/// The protocol as a whole.
pub fn protocol() -> &'static str {
    "le contrat"
}

/// A file of the call for projects.
pub fn an_application() -> &'static str {
    "un dossier de l’appel à projets"
}

/// News of a file of the call for projects.
pub fn application(title: &str) -> String {
    format!("Dossier de l’appel à projets {}", quoted(title))
}

/// News of a thematic meeting.
pub fn meeting(title: &str, is_held: bool) -> String {
    let what = if is_held {
        "Compte rendu de la rencontre"
    } else {
        "Rencontre prévue"
    };
    format!("{what} {}", quoted(title))
}

/// The rule of the priorities.
pub fn priority_rule() -> &'static str {
    "Règle des priorités choisie"
}

/// A frozen version.
pub fn version(number: u32, title: &str) -> String {
    format!("Version {number} figée {}", quoted(title))
}

/// Somebody looked at something odd.
pub fn finding(verdict: Option<String>) -> String {
    match verdict {
        Some(verdict) => format!("Point vérifié\u{a0}: {}", quoted(&verdict)),
        None => "Point à vérifier de nouveau".to_owned(),
    }
}

/// « 4/3/2026 », where no month in words is at hand.
pub fn day(day: Date) -> String {
    format!("{}/{}/{}", day.day(), day.month(), day.year())
}

/// The printed contract differs.
pub fn contract_changed() -> &'static str {
    "Le texte du contrat a changé"
}

/// A card differs.
pub fn card_changed(name: &str) -> String {
    format!("La carte {} a changé", quoted(name))
}
