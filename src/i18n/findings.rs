//! Sentences of what a merge leaves to settle, and of proposals that may say the same.

mod ballots;
mod duplicates;
mod groupings;
mod missing;

use domain::{Date, LinkTarget};

pub use self::ballots::*;
pub use self::duplicates::*;
pub use self::groupings::*;
pub use self::missing::*;
use super::counted;
use super::parts::dots;
use super::workshop::short_date;
use crate::model::findings::{FindingKind, NRead};

/// Heading of what is to settle.
pub fn title() -> &'static str {
    "À régler"
}

/// Under the heading.
pub fn lead() -> &'static str {
    "Des tablettes se sont réunies. Voici ce qu’une personne doit décider. Rien n’est effacé, rien n’est choisi tout seul."
}

/// « 2 choses à régler ».
pub fn n_open(n: usize) -> String {
    counted(n, "chose à régler", "choses à régler")
}

/// Under the number, on the home page.
pub fn n_open_text() -> &'static str {
    "Des tablettes se sont réunies. Une personne doit décider."
}

/// Leads to the list.
pub fn see() -> &'static str {
    "Voir ce qui est à régler"
}

/// Nothing is odd: what was read to say so.
pub fn nothing(n: NRead) -> String {
    let ballots = counted(n.ballots, "bulletin", "bulletins");
    let proposals = counted(n.proposals, "proposition", "propositions");
    let comments = counted(n.comments, "remarque", "remarques");
    let statements = counted(n.statements, "nouvelle du contrat", "nouvelles du contrat");
    format!(
        "Rien à régler\u{a0}: {ballots}, {proposals}, {comments} et {statements} lus, aucun doute."
    )
}

/// A rehearsal is another document.
pub fn no_rehearsal() -> &'static str {
    "Aucune donnée d’essai n’est ici\u{a0}: un essai a son propre document, que cette application ne mélange jamais au vrai."
}

/// What the reason is for.
pub fn reason_hint() -> &'static str {
    "Elle reste écrite avec la décision que vous prenez ensuite. Ne nommez personne."
}

/// A family with how many there are.
pub fn kind_title(kind: FindingKind, n: usize) -> String {
    format!("{} ({n})", self::kind(kind))
}

/// A family.
pub fn kind(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Edits => "Écrit de plusieurs façons",
        FindingKind::Doubles => "Bulletins en double",
        FindingKind::Late => "Bulletins tardifs",
        FindingKind::Faulty => "Bulletins contraires aux règles",
        FindingKind::SetAside => "Bulletins mis de côté",
        FindingKind::Paper => "Comptages papier",
        FindingKind::Groupings => "Regroupements et choix de propositions",
        FindingKind::Versions => "Versions du même numéro",
        FindingKind::Dangling => "Il manque quelque chose",
        FindingKind::Unread => "Mal lu",
    }
}

/// More than a screen shows.
pub fn n_more(n: usize) -> String {
    let more = counted(
        n,
        "autre du même genre suivra",
        "autres du même genre suivront",
    );
    format!("{more} quand vous aurez décidé de ceux-ci.")
}

/// Unfolds what was settled.
pub fn settled(n: usize) -> String {
    format!("{} ({n})", "Déjà réglé")
}

/// Before where something comes from.
pub fn from() -> &'static str {
    "Où\u{a0}:"
}

/// A workshop with its day and its councils.
pub fn from_workshop(title: &str, date: Date, councils: &[String]) -> String {
    let day = short_date(date);
    if councils.is_empty() {
        format!("{title}, {day}")
    } else {
        format!("{title}, {day}, {}", councils.join(", "))
    }
}

/// A round of a workshop.
pub fn from_round(number: usize, workshop: &str) -> String {
    format!("Tour {number}, {workshop}")
}

/// A proposal of a card.
pub fn from_proposal(label: &str, card: &str) -> String {
    format!("«\u{a0}{label}\u{a0}», {card}")
}

/// The contract as a whole.
pub fn the_contract() -> &'static str {
    "Le contrat de ville"
}

/// Parts of a value, one after the other.
pub fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" – ")
}

/// The value that was chosen of several.
pub fn chosen(value: &str) -> String {
    format!("Choisi\u{a0}: «\u{a0}{value}\u{a0}».")
}

/// The choice was made.
pub fn done() -> &'static str {
    "C’est décidé. La décision est dans «\u{a0}Déjà réglé\u{a0}», où vous pouvez en changer."
}

/// A question is open again.
pub fn reopened() -> &'static str {
    "La question est de nouveau ouverte."
}

/// Something odd may stay.
pub fn accept() -> &'static str {
    "Laisser ainsi"
}

/// It was decided that something odd may stay.
pub fn accepted() -> &'static str {
    "Laissé ainsi."
}

/// Opens a question that was settled.
pub fn reopen() -> &'static str {
    "Rouvrir"
}

/// A decision on what is no longer odd.
pub fn group_decided(is_group: bool) -> &'static str {
    if is_group {
        "Regroupement décidé."
    } else {
        "Décidé."
    }
}

/// Something is written in several ways.
pub fn edits(what: &str) -> String {
    format!(
        "{what}\u{a0}: plusieurs valeurs, écrites sur des tablettes qui ne s’étaient pas rencontrées."
    )
}

/// What shows meanwhile.
pub fn edits_meanwhile() -> &'static str {
    "Rien n’est perdu. En attendant, la dernière valeur écrite s’affiche."
}

/// A link of a proposal.
pub fn topic_link() -> &'static str {
    "Lien d’une proposition avec le contrat"
}

/// An answer to a proposal.
pub fn topic_answer() -> &'static str {
    "Réponse à une proposition"
}

/// An opinion of a council.
pub fn topic_opinion(council: &str) -> String {
    format!("Avis du conseil citoyen {council}")
}

/// A file of the call for projects.
pub fn topic_application() -> &'static str {
    "Dossier de l’appel à projets"
}

/// A thematic meeting.
pub fn topic_meeting() -> &'static str {
    "Rencontre thématique"
}

/// The rule of the priorities.
pub fn topic_priority_rule() -> &'static str {
    "Règle des priorités"
}

/// A link with its source, or that it was taken away.
pub fn link(source: Option<&str>) -> String {
    match source {
        Some(source) => format!("Lien gardé, d’après «\u{a0}{source}\u{a0}»"),
        None => "Lien retiré".to_owned(),
    }
}

/// An axis of the contract.
pub fn axis(axis: &LinkTarget) -> String {
    match axis {
        LinkTarget::Axis { theme, number } => format!("axe {number} du thème {theme}"),
        other => other.to_string(),
    }
}

/// How many proposals.
pub fn n_proposals(n: usize) -> String {
    counted(n, "proposition", "propositions")
}

/// The first places of each card are priorities.
pub fn bar_places(n: u16) -> String {
    format!("Les {n} premières places de chaque carte")
}

/// So many dots make a priority.
pub fn bar_dots(n: u16) -> String {
    format!("À partir de {}", dots(n.into()))
}

/// How councils are put together.
pub fn weighing(is_by_council: bool) -> &'static str {
    if is_by_council {
        "chaque conseil compte autant"
    } else {
        "chaque gommette compte autant"
    }
}

/// A version with its title.
pub fn version(number: u32, title: &str) -> String {
    format!("Version {number}\u{a0}: {title}")
}

/// Several versions of one number.
pub fn versions(number: u32, n: usize) -> String {
    format!(
        "{n} versions portent le numéro {number}\u{a0}: elles ont été figées sur des tablettes qui ne s’étaient pas rencontrées."
    )
}

/// What that means.
pub fn versions_meanwhile() -> &'static str {
    "Toutes sont gardées. Dites dans la raison laquelle va au comité de pilotage, ou figez une nouvelle version."
}

/// No total may be shown yet.
pub fn totals_later() -> &'static str {
    "Ce que la décision change aux totaux sera montré après la révélation."
}

/// What was decided, why, by whom; `words` and `by` may be empty.
pub fn decision(words: &str, reason: Option<&str>, by: &str) -> String {
    let reason = reason.map(|reason| format!("«\u{a0}{reason}\u{a0}»"));
    let by = (!by.is_empty()).then(|| format!("({by})"));
    let words = (!words.is_empty()).then(|| words.to_owned());
    let parts: Vec<String> = words.into_iter().chain(reason).chain(by).collect();
    parts.join(" ")
}

/// Who and when, of what is known: « animateur, Annemasse, le 4 mars 2026 à 14 h 30 ».
pub fn voice(author: Option<&str>, minute: Option<&str>) -> String {
    let minute = minute.map(|minute| format!("le {minute}"));
    let known: Vec<String> = author
        .map(str::to_owned)
        .into_iter()
        .chain(minute)
        .collect();
    known.join(", ")
}

/// Ends the name of a button: what it is about.
pub fn about(what: &str) -> String {
    format!(" ({what})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_settle_is_told_as_a_result() {
        let n = NRead {
            ballots: 1,
            proposals: 81,
            comments: 0,
            statements: 2,
        };
        assert_eq!(
            nothing(n).replace('\u{a0}', " "),
            "Rien à régler : 1 bulletin, 81 propositions, 0 remarque et 2 nouvelles du contrat lus, aucun doute."
        );
        assert_eq!(n_open(1), "1\u{a0}chose à régler");
        assert_eq!(n_open(2), "2\u{a0}choses à régler");
    }

    #[test]
    fn a_voice_tells_what_is_known() {
        assert_eq!(voice(None, None), "");
        assert_eq!(
            voice(Some("animateur, Annemasse"), Some("4 mars 2026")),
            "animateur, Annemasse, le 4 mars 2026"
        );
        assert_eq!(
            decision("Comptés.", Some("Ensemble"), "animateur"),
            "Comptés. «\u{a0}Ensemble\u{a0}» (animateur)"
        );
        assert_eq!(decision("", Some("Ensemble"), ""), "«\u{a0}Ensemble\u{a0}»");
    }
}
