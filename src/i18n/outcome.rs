//! Sentences of what became of a proposal: links, answers, waiting.

use domain::{AnswerKind, LinkTarget};

/// Heading on a card.
pub fn title() -> &'static str {
    "Ce que sont devenues ces propositions"
}

/// Heading for one council, at its next workshop.
pub fn priorities_title() -> &'static str {
    "Ce que sont devenues vos priorités"
}

/// The same with the name of the council, or of those that voted together.
pub fn priorities_of(councils: &[String]) -> String {
    match councils {
        [one] => format!("Les priorités du conseil citoyen\u{a0}: {one}"),
        several => format!(
            "Les priorités votées ensemble\u{a0}: {}",
            several.join(", ")
        ),
    }
}

/// Unfolds them.
pub fn n_shown(n: usize) -> String {
    super::counted(n, "proposition", "propositions")
}

/// Heading of what waits, on the page of the follow-up.
pub fn unanswered_title() -> &'static str {
    "Les propositions sans réponse"
}

/// Under the heading of what waits.
pub fn unanswered_lead() -> &'static str {
    "Le comité de pilotage répond à chaque proposition. Celles-ci attendent encore."
}

/// A card with how many of its proposals wait.
pub fn unanswered_on(card: &str, n: usize) -> String {
    format!("{card} – {}", n_shown(n))
}

/// How many wait: « 12 propositions attendent une réponse ».
pub fn n_waiting(n: usize) -> String {
    match n {
        0 => "Toutes les propositions ont une réponse.".to_owned(),
        1 => "1\u{a0}proposition attend une réponse.".to_owned(),
        n => format!("{n}\u{a0}propositions attendent une réponse."),
    }
}

/// Asked when: « Demandé le 14 juin 2019, avec 7 gommettes ».
pub fn asked(day: &str, dots: &str) -> String {
    format!("Demandé le {day}, avec {dots}")
}

/// An answer in one word.
pub fn answer(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Accepted => "Retenue",
        AnswerKind::UnderStudy => "À étudier",
        AnswerKind::UnderWay => "Déjà en cours",
        AnswerKind::Declined => "Non retenue",
        AnswerKind::OutOfScope => "Hors compétence",
    }
}

/// Who answered and when: « Comité de pilotage, le 2 juillet 2026 ».
pub fn answered_by(body: &str, day: &str) -> String {
    format!("{body}, le {day}")
}

/// No answer yet; `days` since the vote.
pub fn waiting(days: Option<u32>) -> String {
    match days {
        None => "Pas encore de réponse.".to_owned(),
        Some(days) => format!(
            "Pas encore de réponse, depuis {}.",
            super::counted(days as usize, "jour", "jours")
        ),
    }
}

/// Two answers were written apart.
pub fn answered_twice() -> &'static str {
    "Deux réponses ont été écrites sans se connaître. Répondez de nouveau pour n’en garder qu’une."
}

/// Before what it led to.
pub fn led_to() -> &'static str {
    "Repris dans le contrat\u{a0}:"
}

/// What kind of thing it led to.
pub fn link(target: LinkTarget, is_starred: bool) -> String {
    match target {
        LinkTarget::Axis { theme, .. } if is_starred => {
            format!("Axe de travail du thème {theme}, mis en avant par les conseils citoyens")
        }
        LinkTarget::Axis { theme, .. } => format!("Axe de travail du thème {theme}"),
        LinkTarget::Objective { orientation, .. } => {
            format!("Objectif de l’orientation {orientation}")
        }
        LinkTarget::Action(_) => "Action du contrat".to_owned(),
    }
}

/// Opens the form of an answer.
pub fn give_answer() -> &'static str {
    "Répondre"
}

/// Ends the name of the button for those who do not see what it stands beside.
pub fn give_answer_to(label: &str) -> String {
    format!(" à «\u{a0}{label}\u{a0}»")
}

/// Label of the list of answers.
pub fn answer_label() -> &'static str {
    "Réponse"
}

/// Label of the reason.
pub fn reason_label() -> &'static str {
    "Pourquoi"
}

/// Help for the reason.
pub fn reason_hint() -> &'static str {
    "Écrivez pour les habitants\u{a0}: des phrases courtes, sans sigle."
}

/// Label of the day.
pub fn date_label() -> &'static str {
    "Date de la réponse"
}

/// Label of who answers.
pub fn body_label() -> &'static str {
    "Qui répond"
}

/// Who answers most often.
pub fn body_default() -> &'static str {
    "Comité de pilotage"
}

/// Saves the answer.
pub fn save_answer() -> &'static str {
    "Enregistrer la réponse"
}

/// Says that it was done.
pub fn answered() -> &'static str {
    "La réponse est enregistrée."
}

/// Label of what a proposal led to.
pub fn link_label() -> &'static str {
    "Relier à une partie du contrat"
}

/// Nothing chosen in the list.
pub fn link_none() -> &'static str {
    "Choisir un axe, un objectif ou une action"
}

/// An axis in the list.
pub fn axis_choice(label: &str) -> String {
    format!("Axe\u{a0}: {label}")
}

/// An objective in the list.
pub fn objective_choice(label: &str) -> String {
    format!("Objectif\u{a0}: {label}")
}

/// An action in the list.
pub fn action_choice(name: &str, label: &str) -> String {
    format!("{name}\u{a0}: {label}")
}

/// Takes a link away.
pub fn unlink() -> &'static str {
    "Retirer ce lien"
}

/// Takes it away for good: the second press.
pub fn unlink_now() -> &'static str {
    "Oui, retirer"
}

/// Leaves it.
pub fn keep_link() -> &'static str {
    "Garder ce lien"
}

/// Ends the name of the button for those who do not see what it stands beside.
pub fn unlink_what(label: &str) -> String {
    format!(" vers «\u{a0}{label}\u{a0}»")
}

/// Why the link stands.
pub fn link_source_label() -> &'static str {
    "D’où le savez-vous"
}

/// Help for it.
pub fn link_source_hint() -> &'static str {
    "Par exemple\u{a0}: comité de pilotage du 2 juillet."
}

/// Saves the link.
pub fn save_link() -> &'static str {
    "Relier"
}

/// Says that it was done.
pub fn linked() -> &'static str {
    "La proposition est reliée au contrat."
}

/// Nothing was chosen.
pub fn link_fault() -> &'static str {
    "Choisissez un axe, un objectif ou une action."
}
