//! Sentences of the posters, printed before the people come.

/// Title of the page, and the link to it.
pub fn title() -> &'static str {
    "Affiches à imprimer"
}

/// What they are for.
pub fn lead() -> &'static str {
    "Une affiche par carte, au format A3. On y colle les gommettes. Les numéros sont ceux du bulletin."
}

/// For those who have no large printer.
pub fn small_printer() -> &'static str {
    "Si votre imprimante ne fait que de l’A4, choisissez l’échelle 71\u{a0}%."
}

/// Prints them.
pub fn print() -> &'static str {
    "Imprimer les affiches"
}

/// Back to the preparation.
pub fn back() -> &'static str {
    "Retour à la préparation"
}

/// A round runs.
pub fn frozen() -> &'static str {
    "Un tour est en cours. Ces affiches portent les numéros de ses bulletins."
}

/// No round runs yet.
pub fn not_frozen() -> &'static str {
    "Imprimez quand les propositions sont choisies. Un changement d’ordre change les numéros."
}

/// "Carte 1 – Mobilité".
pub fn card(number: u8, name: &str) -> String {
    format!("Carte {number} – {name}")
}

/// Title, day and place on one line.
pub fn meeting(title: &str, date: &str, place: Option<&str>) -> String {
    let place = place.map(|place| format!(" – {place}")).unwrap_or_default();
    format!("{title} – {date}{place}")
}

/// Head of the numbered proposals.
pub fn proposals() -> &'static str {
    "Les propositions"
}

/// Head of the empty space.
pub fn stickers() -> &'static str {
    "Collez vos gommettes ici"
}

/// What is grouped into a proposal.
pub fn also(label: &str) -> String {
    format!("Aussi\u{a0}: {label}")
}

/// It is a consultation; nobody is named.
pub fn foot() -> &'static str {
    "Consultation de quartier. N’écrivez pas votre nom."
}

/// A card without a proposal.
pub fn empty() -> &'static str {
    "Aucune proposition n’est sur la table pour cette carte."
}
