//! Sentences of the contribution of the councils, made to be printed.

/// Its title, and text of the links to it.
pub fn contribution_title() -> &'static str {
    "Contribution des conseils citoyens"
}

/// Leads to it.
pub fn see_contribution() -> &'static str {
    "La contribution à imprimer"
}

/// Under the title.
pub fn contribution_lead(contract: &str, period: &str) -> String {
    format!("{contract}, {period}")
}

/// Heading of what it is made of.
pub fn made_of() -> &'static str {
    "D’où vient cette contribution"
}

/// Councils.
pub fn councils() -> &'static str {
    "Conseils citoyens"
}

/// Heading of the rule in a list of facts.
pub fn rule_fact() -> &'static str {
    "Règle des priorités"
}

/// The version of the document.
pub fn fingerprint() -> &'static str {
    "Empreinte de cette version"
}

/// Today.
pub fn printed_on() -> &'static str {
    "Date"
}

/// Heading of the priorities of a card.
pub fn priorities_of_card() -> &'static str {
    "Priorités"
}

/// The rule marks none.
pub fn no_priority() -> &'static str {
    "Aucune priorité sur cette carte."
}

/// Heading of the remarks of a card.
pub fn remarks() -> &'static str {
    "Remarques des habitants"
}

/// Heading of the answers of a card.
pub fn answers() -> &'static str {
    "Réponses déjà données"
}

/// Way back.
pub fn back() -> &'static str {
    "Retour aux priorités"
}
