//! Which proposals say nearly the same: a hint for a person, who decides. Pure.
//!
//! Knows: words without accents, in any order, with a small slip of the pen.
//! Must not know: the browser, the document; nothing here groups anything.
//! Reading order: [`suggestions`], then [`likeness`].

use std::collections::BTreeSet;

use super::contract_words::fold;

/// Words that two proposals must share; a single word says too little, unless the two
/// say nothing else.
pub const SHARED_WORDS_MIN: usize = 2;

/// Least part of the words of the shorter proposal that the other one has too, 0 to 1.
pub const LIKENESS_MIN: f64 = 0.6;

/// Shorter words must be the same letter for letter, in letters.
const TYPO_CHARS_MIN: usize = 4;

/// Least likeness of two words that are taken for one, 0 to 1: one slip in five letters.
const WORD_LIKENESS_MIN: f64 = 0.8;

/// Most suggestions shown for one card: more would be read by nobody.
pub const SUGGESTIONS_MAX: usize = 5;

/// What is in nearly every proposal, folded.
const STOP_WORDS: [&str; 84] = [
    "a", "afin", "ainsi", "au", "aussi", "autre", "autres", "aux", "avec", "avoir", "c", "ce",
    "ces", "cette", "chaque", "comme", "contre", "d", "dans", "de", "des", "du", "elle", "elles",
    "en", "entre", "est", "et", "etc", "etre", "ex", "faire", "faut", "il", "ils", "j", "je", "l",
    "la", "le", "les", "leur", "leurs", "lors", "lui", "m", "meme", "mettre", "moins", "n", "ne",
    "nos", "notre", "nous", "on", "ou", "par", "pas", "plus", "pour", "pouvoir", "qu", "que",
    "qui", "quoi", "s", "sa", "sans", "se", "ses", "son", "sont", "sous", "sur", "t", "tous",
    "tout", "toute", "toutes", "un", "une", "vers", "vos", "votre",
];

/// A word that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// As it was written, in lower case.
    shown: String,
    /// What is compared.
    folded: String,
}

/// How much two texts have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// Words in common over the words of the shorter text, 0 to 1.
    pub score: f64,
    /// Words in common, as the first text writes them, in its order.
    pub words: Vec<String>,
}

/// Two texts that may say the same, by their places in the list that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The one that comes first.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// Why.
    pub likeness: Likeness,
}

/// Pairs of `labels` that may say the same, likeliest first, [`SUGGESTIONS_MAX`] at most.
pub fn suggestions<'a>(labels: impl IntoIterator<Item = &'a str>) -> Vec<Suggestion> {
    suggestions_but(labels, |_, _| false)
}

/// The same without the pairs that a person kept apart, by their places in the list.
pub fn suggestions_but<'a>(
    labels: impl IntoIterator<Item = &'a str>,
    is_apart: impl Fn(usize, usize) -> bool,
) -> Vec<Suggestion> {
    let labels: Vec<Vec<Word>> = labels.into_iter().map(words).collect();
    let mut found = Vec::new();
    for (second, other) in labels.iter().enumerate() {
        for (first, one) in labels.iter().enumerate().take(second) {
            let likeness = likeness_of(one, other);
            if let Some(likeness) = likeness.filter(|_| !is_apart(first, second)) {
                found.push(Suggestion {
                    first,
                    second,
                    likeness,
                });
            }
        }
    }
    // Equal ones keep the order of the card.
    found.sort_by(|one, other| {
        let (one, other) = (&one.likeness, &other.likeness);
        let by_words = other.words.len().cmp(&one.words.len());
        other.score.total_cmp(&one.score).then(by_words)
    });
    found.truncate(SUGGESTIONS_MAX);
    found
}

/// What two texts have in common; `None` when it is too little to speak of.
pub fn likeness(one: &str, other: &str) -> Option<Likeness> {
    likeness_of(&words(one), &words(other))
}

fn likeness_of(one: &[Word], other: &[Word]) -> Option<Likeness> {
    let mut left: Vec<&Word> = other.iter().collect();
    let mut shared = Vec::new();
    for word in one {
        // The likest of the words that are left, so that none is taken twice.
        let likest = left
            .iter()
            .enumerate()
            .filter_map(|(idx, candidate)| Some((idx, word_likeness(word, candidate)?)))
            .max_by(|(_, one), (_, other)| one.total_cmp(other));
        if let Some((idx, _)) = likest {
            left.swap_remove(idx);
            shared.push(word.shown.clone());
        }
    }
    let shorter = one.len().min(other.len());
    let longer = one.len().max(other.len());
    let is_all = shared.len() == longer;
    if shorter == 0 || (shared.len() < SHARED_WORDS_MIN && !is_all) {
        return None;
    }
    let score = part(shared.len(), shorter);
    (score >= LIKENESS_MIN).then_some(Likeness {
        score,
        words: shared,
    })
}

/// A part of a whole, 0 to 1; a text has fewer words than `u16` counts.
fn part(count: usize, whole: usize) -> f64 {
    let small = |n: usize| f64::from(u16::try_from(n).unwrap_or(u16::MAX));
    small(count) / small(whole).max(1.0)
}

/// How alike two words are, 0 to 1; `None` when they are two words.
fn word_likeness(one: &Word, other: &Word) -> Option<f64> {
    if one.folded == other.folded {
        return Some(1.0);
    }
    let is_short = |word: &Word| word.folded.chars().count() < TYPO_CHARS_MIN;
    if is_short(one) || is_short(other) {
        return None;
    }
    let score = strsim::normalized_damerau_levenshtein(&one.folded, &other.folded);
    (score >= WORD_LIKENESS_MIN).then_some(score)
}

/// The words of a text that say something, each once.
fn words(text: &str) -> Vec<Word> {
    let mut seen = BTreeSet::new();
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter_map(|shown| {
            let folded = fold(shown).trim().to_owned();
            let says_something = !folded.is_empty() && !STOP_WORDS.contains(&folded.as_str());
            (says_something && seen.insert(folded.clone())).then(|| Word {
                shown: shown.to_lowercase(),
                folded,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(one: &str, other: &str) -> Option<Vec<String>> {
        likeness(one, other).map(|found| found.words)
    }

    #[test]
    fn accents_order_articles_and_small_slips_do_not_count() {
        let check = |one: &str, other: &str, expected: &[&str]| {
            assert_eq!(
                shared(one, other).as_deref(),
                Some(&expected.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()[..]),
                "{one} / {other}"
            );
        };
        check(
            "La gratuité des bus",
            "Des bus, gratuite !",
            &["gratuité", "bus"],
        );
        check(
            "Transports publics gratuits",
            "Gratuit : le transport public",
            &["transports", "publics", "gratuits"],
        );
        check(
            "Plus de pistes cyclables",
            "Des pistes ciclables partout",
            &["pistes", "cyclables"],
        );
        check("Un cinéma", "CINEMA", &["cinéma"]);
        check(
            "L’éclairage de l'école",
            "école : eclairage",
            &["éclairage", "école"],
        );
    }

    #[test]
    fn one_word_in_common_or_none_is_too_little() {
        for (one, other) in [
            (
                "Meilleure communication",
                "Communication entre les conseils",
            ),
            ("Bus de nuit", "But de nuitée"),
            ("Plus de la", "Et plus de le"),
            ("", ""),
            ("Un local pour les jeunes", "Des fêtes dans les quartiers"),
        ] {
            assert_eq!(likeness(one, other), None, "{one} / {other}");
        }
    }

    #[test]
    fn a_word_is_shared_once() {
        assert_eq!(shared("vélo vélos velo", "vélo électrique"), None);
    }

    #[test]
    fn likest_come_first_and_are_few() {
        let labels = [
            "Des pistes cyclables en continu",
            "Des bus le soir",
            "Bus gratuits le soir",
            "Pistes cyclables",
        ];
        let found = suggestions(labels);
        let pairs: Vec<(usize, usize)> = found.iter().map(|s| (s.first, s.second)).collect();
        assert_eq!(pairs, [(1, 2), (0, 3)]);
        assert!(found.iter().all(|s| s.likeness.score > 0.99));
        let same = ["Un banc public"; 9];
        assert_eq!(suggestions(same).len(), SUGGESTIONS_MAX);
    }

    /// Labels of each card of 2019, read without a parser: one line each.
    fn printed() -> Vec<Vec<String>> {
        let text = include_str!("../../data/annemasse/cards.toml");
        let mut cards: Vec<Vec<String>> = Vec::new();
        for line in text.lines() {
            if line == "[[cards]]" {
                cards.push(Vec::new());
            } else if let Some(label) = line.strip_prefix("label = ")
                && let Some(card) = cards.last_mut()
            {
                card.push(label.trim_matches('"').to_owned());
            }
        }
        cards
    }

    #[test]
    fn no_two_proposals_of_2019_are_taken_for_one() {
        let cards = printed();
        assert_eq!(cards.iter().map(Vec::len).sum::<usize>(), 81);
        for card in &cards {
            assert_eq!(suggestions(card.iter().map(String::as_str)), []);
        }
    }

    #[test]
    fn what_repeats_a_proposal_of_2019_is_found_first() {
        let check = |card: usize, new: &str, expected: &str, words: &[&str]| {
            let mut labels = printed().swap_remove(card);
            labels.push(new.to_owned());
            let found = suggestions(labels.iter().map(String::as_str));
            let first = found.first().expect("one at least");
            assert_eq!(labels[first.first], expected, "{new}");
            assert_eq!(first.second, labels.len() - 1, "{new}");
            assert_eq!(first.likeness.words, words, "{new}");
        };
        check(
            0,
            "Transports en commun gratuits",
            "Baisser le prix des transports publics - aller vers la gratuité",
            &["transports", "gratuité"],
        );
        check(
            0,
            "Plus de pistes ciclables",
            "Mettre les pistes cyclables en continu ; louer et garer les vélos",
            &["pistes", "cyclables"],
        );
        check(
            4,
            "Améliorer l’eclairage des rues : l'éclairage public",
            "Améliorer l'éclairage public : Détecteurs, éclairage intermittent",
            &["améliorer", "éclairage", "public"],
        );
        check(
            5,
            "Des bus les soirs de spectacle",
            "Mettre en place des bus spécifiques les soirs de spectacles",
            &["bus", "soirs", "spectacles"],
        );
    }
}
