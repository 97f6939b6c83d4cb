//! Which places a printed perimeter names: communes, the whole area, or neither.

use domain::Contract;

use crate::model::contract_words::fold;

/// A place that an action is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// One commune, by its slug.
    Commune(String),
    /// All communes together.
    Whole,
    /// The contract prints something that names no place we know.
    Other,
    /// The contract prints nothing.
    Unknown,
}

/// A commune of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    /// Word in addresses: `ville-la-grand`.
    pub slug: String,
    /// Name as printed.
    pub name: String,
}

/// Words that begin the names of a whole area, folded.
const WHOLE: [&str; 4] = ["agglo", "communaute", "intercommunal", "metropol"];

/// Words in addresses for what is no commune.
const WORDS: [(&str, Area); 3] = [
    ("agglo", Area::Whole),
    ("autre", Area::Other),
    ("non-renseigne", Area::Unknown),
];

impl Area {
    /// Word in addresses.
    pub fn word(&self) -> &str {
        let fixed = WORDS.iter().find(|(_, area)| area == self);
        match (self, fixed) {
            (Self::Commune(slug), _) => slug,
            (_, Some((word, _))) => word,
            (_, None) => "",
        }
    }

    /// Reads a word of an address; `None` for what is no place of this contract.
    pub fn parse(word: &str, communes: &[Commune]) -> Option<Self> {
        let fixed = WORDS.iter().find(|(known, _)| *known == word);
        if let Some((_, area)) = fixed {
            return Some(area.clone());
        }
        let commune = communes.iter().find(|commune| commune.slug == word)?;
        Some(Self::Commune(commune.slug.clone()))
    }
}

/// Communes of a contract: those with a council, then those with a quarter.
pub fn communes(contract: &Contract) -> Vec<Commune> {
    let councils = contract.councils.iter().map(|council| &council.name);
    let quarters = contract
        .quarters
        .iter()
        .filter_map(|it| it.commune.as_ref());
    let mut found: Vec<Commune> = Vec::new();
    for name in councils.chain(quarters) {
        let slug = slug(name);
        let is_taken = WORDS.iter().any(|(word, _)| *word == slug)
            || found.iter().any(|commune| commune.slug == slug);
        if !slug.is_empty() && !is_taken {
            found.push(Commune {
                slug,
                name: name.to_string(),
            });
        }
    }
    found
}

/// Places that a printed perimeter names, in the order of `communes`; never empty.
pub fn areas_of(perimeter: Option<&str>, communes: &[Commune]) -> Vec<Area> {
    let mut printed = format!("{} ", fold(perimeter.unwrap_or_default()));
    if printed.trim().is_empty() {
        return vec![Area::Unknown];
    }
    let mut found = Vec::new();
    for commune in communes {
        let name = fold(&commune.name);
        // "Annemasse Agglo" is the whole area, not the commune of Annemasse.
        printed = printed.replace(&format!("{name} agglo"), " agglo");
        if printed.contains(&format!("{name} ")) {
            found.push(Area::Commune(commune.slug.clone()));
        }
    }
    let mut words = printed.split_whitespace();
    if words.any(|word| WHOLE.iter().any(|start| word.starts_with(start))) {
        found.push(Area::Whole);
    }
    if found.is_empty() {
        found.push(Area::Other);
    }
    found
}

/// Folded words joined by hyphens; only letters and digits that an address shows as such.
fn slug(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split_whitespace().map(|word| {
        let kept = word.chars().filter(char::is_ascii_alphanumeric);
        kept.collect::<String>()
    });
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn four() -> Vec<Commune> {
        ["Ambilly", "Annemasse", "Gaillard", "Ville-la-Grand"]
            .map(|name| Commune {
                slug: slug(name),
                name: name.to_owned(),
            })
            .to_vec()
    }

    #[track_caller]
    fn check(perimeter: &str, expected: &[&str]) {
        let areas = areas_of(Some(perimeter), &four());
        let words: Vec<&str> = areas.iter().map(Area::word).collect();
        assert_eq!(words, expected, "{perimeter}");
    }

    #[test]
    fn a_perimeter_may_name_several_communes_in_any_writing() {
        check("Gaillard", &["gaillard"]);
        check("Annemasse Gaillard", &["annemasse", "gaillard"]);
        check("Gaillard Annemasse", &["annemasse", "gaillard"]);
        check("Annemasse et Gaillard", &["annemasse", "gaillard"]);
        check("AMBILLY, Ville la Grand", &["ambilly", "ville-la-grand"]);
        check("Gaillardine", &["autre"]);
    }

    #[test]
    fn the_whole_area_is_no_commune() {
        check("Agglo", &["agglo"]);
        check("Agglo et communes", &["agglo"]);
        check("L’agglomération", &["agglo"]);
        check("Annemasse Agglo", &["agglo"]);
        check("Agglo et Gaillard", &["gaillard", "agglo"]);
    }

    #[test]
    fn nothing_printed_and_nothing_understood_are_two_things() {
        check("Soutien ski scolaire Savoir nager CHB", &["autre"]);
        check(" ", &["non-renseigne"]);
        assert_eq!(areas_of(None, &four()), [Area::Unknown]);
    }

    #[test]
    fn words_of_addresses_come_back() {
        let communes = four();
        for area in areas_of(Some("Gaillard, Ville-la-Grand, agglo"), &communes) {
            assert_eq!(Area::parse(area.word(), &communes), Some(area));
        }
        for area in [Area::Other, Area::Unknown] {
            assert_eq!(Area::parse(area.word(), &communes), Some(area));
        }
        for word in ["", "paris", "Gaillard"] {
            assert_eq!(Area::parse(word, &communes), None, "{word}");
        }
    }

    #[test]
    fn communes_come_from_councils_and_quarters_once() {
        let contract = crate::model::contract_sample::sample();
        let slugs: Vec<String> = communes(&contract).into_iter().map(|it| it.slug).collect();
        assert_eq!(slugs, ["annemasse", "ville-la-grand"]);
    }
}
