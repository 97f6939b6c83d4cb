//! Sentences of the priorities: the councils put together.
//!
//! French typography: U+00A0 before `:`, `;`, `?`, `!` and inside « ».

mod contribution;
mod origin;
mod rule;

pub use self::contribution::*;
pub use self::origin::*;
pub use self::rule::*;

use super::{counted, parts};

/// Title of the page, and text of the links to it.
pub fn title() -> &'static str {
    "Priorités"
}

/// Under the title, in two sentences.
pub fn lead() -> &'static str {
    "Cette page met ensemble les gommettes de tous les conseils citoyens. Elle montre où ils sont d’accord, et où ils ne le sont pas."
}

/// Heading of the workshops that count.
pub fn sources_title() -> &'static str {
    "Les ateliers qui comptent"
}

/// Which workshops those are.
pub fn sources_lead() -> &'static str {
    "Pour chaque conseil compte son dernier atelier révélé. Les résultats d’avant restent lisibles dans les ateliers."
}

/// Name of a list of councils, those of one workshop: « Annemasse, Gaillard ».
pub fn names(names: &[String]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} et {last}", all.join(", ")),
        _ => names.concat(),
    }
}

/// How many people, and on what.
pub fn people(n_tablet: u32, n_paper: u32) -> String {
    let people = |n: u32| counted(n as usize, "personne", "personnes");
    match (n_tablet, n_paper) {
        (tablet, 0) => format!("{} sur tablette", people(tablet)),
        (0, paper) => format!("{} sur papier", people(paper)),
        (tablet, paper) => format!("{} sur tablette, {paper} sur papier", people(tablet)),
    }
}

/// « Gaillard n’a pas encore voté. »
pub fn not_yet(councils: &[String]) -> String {
    let verb = if councils.len() < 2 {
        "n’a pas encore voté"
    } else {
        "n’ont pas encore voté"
    };
    format!("{} {verb}.", names(councils))
}

/// Every council is in.
pub fn all_voted() -> &'static str {
    "Tous les conseils du contrat ont voté."
}

/// Dots that are in the name of no council.
pub fn nameless() -> &'static str {
    "Sans nom de conseil"
}

/// Why such dots stand apart.
pub fn nameless_lead() -> &'static str {
    "Des gommettes ont été posées sans dire pour quel conseil, dans un atelier de plusieurs conseils. Elles comptent dans la somme, et pas à poids égal."
}

/// Nothing is revealed yet.
pub fn nothing_title() -> &'static str {
    "Pas encore de résultats à mettre ensemble"
}

/// What is missing.
pub fn nothing_text() -> &'static str {
    "Cette page se remplit toute seule dès qu’un atelier révèle ses résultats."
}

/// Leads to the workshops.
pub fn see_workshops() -> &'static str {
    "Voir les ateliers"
}

/// Heading of what was voted in the past.
pub fn past_title(year: &str) -> String {
    format!("En attendant\u{a0}: les résultats de {year}")
}

/// Cards on which nobody has voted.
pub fn cards_missing(names: &[String]) -> String {
    format!(
        "Pas encore de résultats sur\u{a0}: {}.",
        names.join("\u{a0}; ")
    )
}

/// Heading of the two ways to put councils together.
pub fn ways_title() -> &'static str {
    "Deux façons de mettre les conseils ensemble"
}

/// The two ways: name and explanation in two sentences.
pub fn ways() -> [(&'static str, &'static str); 2] {
    [
        (
            "Par gommettes",
            "Toutes les gommettes s’additionnent, et chacune compte autant. Un conseil venu nombreux pèse plus lourd.",
        ),
        (
            "À poids égal",
            "Pour chaque conseil, on regarde quelle part de ses gommettes va à la proposition, puis on fait la moyenne de ces parts. Chaque conseil pèse autant, petit ou grand.",
        ),
    ]
}

/// They are never mixed.
pub fn ways_apart() -> &'static str {
    "Les deux sont toujours montrées côte à côte, jamais mélangées."
}

/// A card in numbers: « 54 gommettes de 23 personnes ».
pub fn card_facts(n_dots: u32, n_people: u32) -> String {
    let people = counted(n_people as usize, "personne", "personnes");
    format!("{} de {people}", parts::dots(n_dots))
}

/// One council alone voted.
pub fn one_council(name: &str) -> String {
    format!("Pour le moment, un seul conseil a voté sur cette carte\u{a0}: {name}.")
}

/// Why the councils are not shown apart.
pub fn breakdown_hidden(small: &[String]) -> String {
    format!(
        "Le détail par conseil n’est pas montré\u{a0}: moins de 5 personnes ont voté pour {}.",
        names(small)
    )
}

/// Heading of the picture.
pub fn picture_title() -> &'static str {
    "Accords et désaccords"
}

/// How to read the picture.
pub fn picture_lead() -> &'static str {
    "Chaque forme est un conseil, placée selon la part de ses gommettes. Des formes proches\u{a0}: les conseils sont d’accord."
}

/// Name of its axis.
pub fn picture_axis() -> &'static str {
    "Part des gommettes de chaque conseil"
}

/// Behind the fold of the picture.
pub fn other_proposals(n: usize) -> String {
    match n {
        1 => "1\u{a0}autre proposition".to_owned(),
        n => format!("{n}\u{a0}autres propositions"),
    }
}

/// A share: « 33,3 % ».
pub fn percent(ppm: u32) -> String {
    let tenths = ppm.saturating_add(500) / 1_000;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if tenth == 0 {
        format!("{whole}\u{a0}%")
    } else {
        format!("{whole},{tenth}\u{a0}%")
    }
}

/// A place: « 1re », « 2e ex æquo ».
pub fn place(rank: u32, is_tied: bool) -> String {
    let ending = if rank == 1 { "re" } else { "e" };
    if is_tied {
        format!("{rank}{ending} {}", parts::tied())
    } else {
        format!("{rank}{ending}")
    }
}

/// Share of a council, read for those who do not see the picture.
pub fn share_of(council: &str, share: &str) -> String {
    format!("{council}\u{a0}: {share}")
}

/// How many councils put a proposal among their first places. `first` names those who do,
/// of `n_councils`.
pub fn agreement(first: &[String], n_councils: usize, n_places: u32) -> String {
    match first {
        [] => format!("Aucun conseil ne la place dans ses {n_places} premières."),
        all if all.len() == n_councils => {
            format!("Les {n_councils} conseils la placent dans leurs {n_places} premières.")
        }
        [one] => format!("Seul {one} la place dans ses {n_places} premières."),
        some => format!(
            "{} la placent dans leurs {n_places} premières.",
            names(some)
        ),
    }
}

/// Heads of the columns before those of the councils.
pub fn columns() -> [&'static str; 5] {
    [
        "Proposition",
        "Place par gommettes",
        "Gommettes",
        "Place à poids égal",
        "Part moyenne",
    ]
}

/// Head of the column of the past.
pub fn past_column(year: &str) -> String {
    format!("En {year}")
}

/// Dots and place in one cell: « 7, 1re ».
pub fn dots_and_place(dots: u32, place: Option<String>) -> String {
    match place {
        Some(place) => format!("{dots}, {place}"),
        None => dots.to_string(),
    }
}

/// It was not on the table.
pub fn not_there() -> &'static str {
    "–"
}

/// Read for those who do not see a dash.
pub fn not_there_words() -> &'static str {
    "pas sur la table"
}

/// Name of the table of a card.
pub fn table_name(card: &str) -> String {
    format!("Toutes les propositions\u{a0}: {card}")
}

/// Beside the star.
pub fn priority() -> &'static str {
    "Priorité"
}

/// Head of the folded list of proposals that have no dot.
pub fn without_dots(n: usize) -> String {
    super::workshop::without_dots(n)
}

/// Leads to the page of a card.
pub fn see_card() -> &'static str {
    "Ouvrir la carte"
}

/// Prints the page.
pub fn print() -> &'static str {
    "Imprimer"
}

/// Heading of the axes that priorities lead to.
pub fn axes_title() -> &'static str {
    "Axes que vos priorités marquent"
}

/// What they are.
pub fn axes_lead() -> &'static str {
    "En 2019, le contrat a marqué d’une étoile les axes mis en avant par les conseils citoyens. Voici ceux auxquels mènent les priorités d’aujourd’hui."
}

/// No priority is linked to an axis.
pub fn no_axis() -> &'static str {
    "Aucune priorité n’est encore reliée à un axe du contrat. Un animateur peut les relier sur la page de la carte."
}

/// The star of the printed contract.
pub fn printed_star(is_starred: bool) -> &'static str {
    if is_starred {
        "Étoile aussi dans le contrat imprimé"
    } else {
        "Pas d’étoile dans le contrat imprimé"
    }
}

/// The star of today, beside an axis of the contract.
pub fn star_today() -> &'static str {
    "Aujourd’hui\u{a0}: une priorité des conseils y mène"
}

/// Before the priorities that lead to an axis.
pub fn led_by() -> &'static str {
    "Priorité à l’origine\u{a0}:"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_share_has_a_comma_and_no_needless_zero() {
        let shown = [0, 500, 333_333, 499_999, 999_999, 1_000_000].map(percent);
        let expected = ["0", "0,1", "33,3", "50", "100", "100"];
        assert_eq!(shown, expected.map(|text| format!("{text}\u{a0}%")));
    }

    #[test]
    fn a_place_is_said_as_french_says_it() {
        assert_eq!(place(1, false), "1re");
        assert_eq!(place(2, true), "2e ex\u{a0}æquo");
    }

    #[test]
    fn agreement_names_who_agrees() {
        let four = owned(&["Ambilly", "Annemasse", "Gaillard", "Ville-la-Grand"]);
        assert_eq!(
            agreement(&four, 4, 3),
            "Les 4 conseils la placent dans leurs 3 premières."
        );
        assert_eq!(
            agreement(&owned(&["Gaillard"]), 4, 3),
            "Seul Gaillard la place dans ses 3 premières."
        );
        assert_eq!(
            agreement(&owned(&["Ambilly", "Annemasse"]), 4, 3),
            "Ambilly et Annemasse la placent dans leurs 3 premières."
        );
        assert_eq!(
            agreement(&[], 4, 3),
            "Aucun conseil ne la place dans ses 3 premières."
        );
    }

    #[test]
    fn councils_that_have_not_voted_are_named() {
        assert_eq!(
            not_yet(&owned(&["Gaillard"])),
            "Gaillard n’a pas encore voté."
        );
        assert_eq!(
            not_yet(&owned(&["Ambilly", "Gaillard"])),
            "Ambilly et Gaillard n’ont pas encore voté."
        );
    }
}
