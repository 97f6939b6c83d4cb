//! Sentences of links, roles and what they allow.

use crate::replica::{AccessRefusal, DispatchError, Role};

/// Heading of what this tablet may do.
pub fn title() -> &'static str {
    "Votre accès"
}

/// A role in words.
pub fn role(role: Option<Role>) -> &'static str {
    match role {
        None => "Accès libre",
        Some(Role::Facilitator) => "Animateur",
        Some(Role::Councillor) => "Conseiller",
        Some(Role::Observer) => "Observateur",
    }
}

/// What a role may do.
pub fn role_words(role: Option<Role>) -> &'static str {
    match role {
        None => "Personne n’a demandé d’invitation à cette tablette. Elle peut tout faire.",
        Some(Role::Facilitator) => {
            "Cette tablette peut préparer et animer les ateliers, et aussi voter."
        }
        Some(Role::Councillor) => "Cette tablette peut voter, proposer et faire des remarques.",
        Some(Role::Observer) => "Cette tablette peut tout lire. Elle ne peut rien changer.",
    }
}

/// The link was accepted.
pub fn joined() -> &'static str {
    "Vous avez rejoint ce contrat"
}

/// A link was opened, and the relay does not answer yet.
pub fn waiting() -> &'static str {
    "Votre invitation est gardée"
}

/// What happens then.
pub fn waiting_words() -> &'static str {
    "La tablette rejoindra le contrat toute seule, dès que le relais répondra."
}

/// The relay lets nobody in with this link.
pub fn refusal(refusal: AccessRefusal) -> &'static str {
    match refusal {
        AccessRefusal::Missing => "Il faut une invitation",
        AccessRefusal::Unknown => "Ce lien n’est pas reconnu",
        AccessRefusal::Revoked => "Ce lien a été annulé",
        AccessRefusal::Expired => "Ce lien n’est plus valable",
    }
}

/// What is safe, and what to do.
pub fn refusal_words(refusal: AccessRefusal) -> &'static str {
    match refusal {
        AccessRefusal::Missing => {
            "Sans elle, rien ne part de cette tablette. Tout y reste enregistré. Demandez un lien à la personne qui organise."
        }
        AccessRefusal::Unknown => {
            "Il est peut-être incomplet. Rien n’est perdu sur cette tablette. Ouvrez de nouveau le lien, ou demandez-en un autre à la personne qui organise."
        }
        AccessRefusal::Revoked | AccessRefusal::Expired => {
            "Rien n’est perdu sur cette tablette. Demandez un nouveau lien à la personne qui organise."
        }
    }
}

/// Closes a message.
pub fn understood() -> &'static str {
    "J’ai compris"
}

/// Unfolds the field for a link.
pub fn has_link() -> &'static str {
    "J’ai reçu un lien"
}

/// Field for a link that was copied.
pub fn link_label() -> &'static str {
    "Lien d’invitation"
}

/// How to fill it.
pub fn link_hint() -> &'static str {
    "Collez ici le lien que vous avez reçu."
}

/// What was pasted is no link.
pub fn link_fault() -> &'static str {
    "Ce texte n’est pas un lien d’invitation. Copiez le lien en entier, puis collez-le de nouveau."
}

/// Opens the link.
pub fn join() -> &'static str {
    "Rejoindre"
}

/// Title of a page that only others may use.
pub fn not_allowed_title() -> &'static str {
    "Cette tablette peut seulement lire"
}

/// The link of this device does not allow what was asked.
pub fn not_allowed() -> &'static str {
    "Votre lien ne permet pas de faire cela. Rien n’a changé. Demandez un autre lien à la personne qui organise."
}

/// Why something that was asked was not done.
pub fn not_done(error: &DispatchError) -> String {
    match error {
        DispatchError::Refused(refusal) => super::workshop::refusal(refusal),
        DispatchError::NotWritten => super::ballot::not_saved().to_owned(),
        DispatchError::NotAllowed => not_allowed().to_owned(),
        DispatchError::CannotSave => super::shell::cannot_save().to_owned(),
    }
}
