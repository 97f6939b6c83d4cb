//! Sentences of the versions that go to the steering committee.

use domain::Rank;

use super::parts;

/// Heading.
pub fn title() -> &'static str {
    "Versions"
}

/// What they are for.
pub fn lead() -> &'static str {
    "Une version garde tout, tel qu’il est le jour du comité de pilotage. Elle ne change plus jamais."
}

/// No version yet.
pub fn none() -> &'static str {
    "Aucune version n’est encore figée."
}

/// Opens the form.
pub fn freeze() -> &'static str {
    "Figer une version"
}

/// Heading of the form.
pub fn freeze_title(number: u32) -> String {
    format!("Figer la version {number}")
}

/// Sends the form.
pub fn freeze_now() -> &'static str {
    "Figer"
}

/// Field for what it is frozen for.
pub fn title_label() -> &'static str {
    "Titre"
}

/// How to fill it.
pub fn title_hint() -> &'static str {
    "Pour quelle réunion. Ne nommez personne."
}

/// What the field starts with.
pub fn title_default(day: &str) -> String {
    format!("Comité de pilotage du {day}")
}

/// The title cannot be taken.
pub fn title_fault() -> &'static str {
    "Écrivez un titre court."
}

/// It is done.
pub fn frozen(number: u32) -> String {
    format!("La version {number} est figée.")
}

/// « Version 2 : Comité de pilotage du 4 mars 2026 ».
pub fn name(number: u32, title: &str) -> String {
    format!("Version {number}\u{a0}: {title}")
}

/// When and what, in a list.
pub fn facts(minute: &str, fingerprint: &str) -> String {
    format!("Figée le {minute}. Empreinte {fingerprint}.")
}

/// Two versions have one number.
pub fn doubled(number: u32) -> String {
    format!("Deux versions portent le numéro {number}")
}

/// Why, and what to do.
pub fn doubled_words() -> &'static str {
    "Elles ont été figées sur deux tablettes qui ne s’étaient pas rencontrées. Les deux sont gardées. Comparez-les, dites laquelle va au comité par son empreinte, puis figez une nouvelle version qui réunit tout."
}

/// What changed since a version.
pub fn since(number: u32, summary: &str) -> String {
    format!("Depuis la version {number}\u{a0}: {summary}.")
}

/// Nothing changed since a version.
pub fn nothing_since(number: u32) -> String {
    format!("Rien n’a changé depuis la version {number}.")
}

/// Leads to what changed.
pub fn see_changes(number: u32) -> String {
    format!("Voir ce qui a changé depuis la version {number}")
}

/// A state is being read.
pub fn waiting() -> &'static str {
    "Un instant\u{a0}: la tablette relit cette version."
}

/// Not all of it is on this device.
pub fn missing(number: u32) -> String {
    format!("Cette tablette n’a pas tout ce que contient la version {number}")
}

/// What to do then.
pub fn missing_words() -> &'static str {
    "Fusionnez le fichier de la personne qui l’a figée."
}

/// Leads to the merge.
pub fn to_merge() -> &'static str {
    "Ouvrir la synchronisation"
}

/// The address names no version that is here.
pub fn unknown() -> &'static str {
    "Cette version n’est pas sur cette tablette"
}

/// Back to the list.
pub fn priorities() -> &'static str {
    "Priorités"
}

/// What a version page is.
pub fn read_only(minute: &str) -> String {
    format!("Figée le {minute}. On peut seulement la lire.")
}

/// Heading of the fingerprint.
pub fn fingerprint_title() -> &'static str {
    "Empreinte de la version"
}

/// What it is for.
pub fn fingerprint_hint() -> &'static str {
    "Deux personnes qui lisent la même empreinte ont sous les yeux exactement la même version."
}

/// Heading of the table.
pub fn table_title() -> &'static str {
    "Les propositions dans cette version"
}

/// No vote was revealed then.
pub fn no_table() -> &'static str {
    "Aucun résultat n’était révélé dans cette version."
}

/// Columns of the table.
pub fn columns() -> [&'static str; 4] {
    [
        "Proposition",
        "Gommettes",
        "Place",
        "Place à poids égal des conseils",
    ]
}

/// « 2 », « 2 ex æquo », « – ».
pub fn place(place: Option<Rank>) -> String {
    match place {
        None => "–".to_owned(),
        Some(place) if place.is_tied => format!("{} {}", place.rank, parts::tied()),
        Some(place) => place.rank.to_string(),
    }
}

/// Heading of what changed since the version before.
pub fn since_before_title(number: u32) -> String {
    format!("Ce qui a changé depuis la version {number}")
}

/// Heading where there is no version before.
pub fn first_title() -> &'static str {
    "C’est la première version"
}

/// Heading of what changed since.
pub fn until_today_title() -> &'static str {
    "Ce qui a changé depuis, jusqu’à aujourd’hui"
}

/// Heading of the choice of two.
pub fn compare_title() -> &'static str {
    "Comparer deux versions"
}

/// The former one.
pub fn from_label() -> &'static str {
    "De"
}

/// The later one.
pub fn to_label() -> &'static str {
    "À"
}

/// The document as it is.
pub fn today() -> &'static str {
    "Aujourd’hui"
}

/// What changed between two states.
pub fn changed(summary: &str) -> String {
    format!("{summary}.")
}

/// Nothing changed between two states.
pub fn nothing_changed() -> &'static str {
    "Rien n’a changé entre les deux."
}

/// Parts of a state that is compared are missing.
pub fn cannot_compare() -> &'static str {
    "Cette tablette n’a pas tout ce que contiennent ces versions. Fusionnez le fichier de la personne qui les a figées."
}
