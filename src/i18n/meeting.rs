//! Sentences of the thematic meetings that follow a workshop.

/// Heading.
pub fn title() -> &'static str {
    "Rencontres thématiques"
}

/// Under the heading.
pub fn lead() -> &'static str {
    "Après l’atelier, les conseils citoyens rencontrent des spécialistes, thème par thème."
}

/// No meeting was entered.
pub fn none() -> &'static str {
    "Aucune rencontre n’est enregistrée."
}

/// Opens the form.
pub fn add() -> &'static str {
    "Ajouter une rencontre"
}

/// Opens the form of a meeting.
pub fn edit() -> &'static str {
    "Modifier"
}

/// Heading of the form of a meeting that is there.
pub fn edit_meeting() -> &'static str {
    "Modifier la rencontre"
}

/// Ends the name of the button for those who do not see what it stands beside.
pub fn edit_what(title: &str) -> String {
    format!(" «\u{a0}{title}\u{a0}»")
}

/// Saves the form.
pub fn save() -> &'static str {
    "Enregistrer la rencontre"
}

/// Says that it was done.
pub fn saved() -> &'static str {
    "La rencontre est enregistrée."
}

/// Two tablets wrote one meeting apart.
pub fn conflict() -> &'static str {
    "Deux tablettes ont modifié cette rencontre sans se connaître. La dernière version s’affiche. Enregistrez-la de nouveau pour la garder."
}

/// Label of the theme.
pub fn theme() -> &'static str {
    "Thème"
}

/// Label of the day.
pub fn date() -> &'static str {
    "Date"
}

/// Label of the specialists.
pub fn specialists() -> &'static str {
    "Spécialistes invités"
}

/// Help for them.
pub fn specialists_hint() -> &'static str {
    "Par fonction, par exemple\u{a0}: une ingénieure des transports. Ne nommez personne."
}

/// Label of the cards.
pub fn cards() -> &'static str {
    "Cartes"
}

/// Label of the proposals.
pub fn proposals() -> &'static str {
    "Propositions dont on a parlé"
}

/// Unfolds the proposals to choose.
pub fn choose_proposals(card: &str) -> String {
    format!("Propositions de la carte {card}")
}

/// Label of the outcome.
pub fn outcome() -> &'static str {
    "Ce qui en est sorti"
}

/// It is not held yet, or nothing was written.
pub fn no_outcome() -> &'static str {
    "Rien n’est encore écrit."
}
