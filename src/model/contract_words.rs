//! Words of a French text, folded so that a search ignores accents and capitals. Pure.
//!
//! Knows: letters, ligatures, elision (`l'`, `d'`).
//! Must not know: the contract, the browser.
//! Reading order: `words`, [`fold`] (what is compared), [`Query`] (what a person
//! types), [`Fragment`] (what is shown).

use std::ops::Range;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// Where it stands, in bytes.
    range: Range<usize>,
    /// Lower case, without accents or ligatures.
    folded: String,
}

/// A piece of a text, marked when it is a word that was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// The piece, verbatim.
    pub text: String,
    /// A word that was searched.
    pub is_marked: bool,
}

/// What a person searches: every word must begin a word of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Folded words, each once, without articles.
    words: Vec<Searched>,
}

/// One word that is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Searched {
    /// As it was typed, folded.
    typed: String,
    /// What is looked for: the word itself, or those it was taken for.
    looked_for: Vec<String>,
}

impl Query {
    /// Reads what was typed.
    ///
    /// An elided `l'` is left out, so that "l'école" finds "écoles" too; so are little
    /// words such as "des", unless nothing else is typed.
    pub fn parse(text: &str) -> Self {
        let mut found: Vec<String> = Vec::new();
        for word in words(text) {
            let is_elided = ELIDED.contains(&word.folded.as_str())
                && text[word.range.end..].starts_with(APOSTROPHES);
            if !is_elided && !found.contains(&word.folded) {
                found.push(word.folded);
            }
        }
        let is_little = |word: &String| LITTLE.contains(&word.as_str());
        if !found.iter().all(is_little) {
            found.retain(|word| !is_little(word));
        }
        let words = found.into_iter().map(|typed| Searched {
            looked_for: vec![typed.clone()],
            typed,
        });
        Self {
            words: words.collect(),
        }
    }

    /// Looks for other words in place of those that `instead` knows; gives each of them
    /// with what is looked for.
    pub fn replace(&mut self, instead: impl Fn(&str) -> Vec<String>) -> Vec<(String, String)> {
        let mut replaced = Vec::new();
        for word in &mut self.words {
            let others = instead(&word.typed);
            if let Some(first) = others.first() {
                replaced.push((word.typed.clone(), first.clone()));
                word.looked_for = others;
            }
        }
        replaced
    }

    /// How many words it holds.
    pub fn n_words(&self) -> usize {
        self.words.len()
    }

    /// The same words as one: any of them is enough.
    #[must_use]
    pub fn any(&self) -> Self {
        let looked_for = self.words.iter().flat_map(|word| word.looked_for.clone());
        let typed = self.words.iter().map(|word| word.typed.as_str());
        Self {
            words: vec![Searched {
                typed: typed.collect::<Vec<_>>().concat(),
                looked_for: looked_for.collect(),
            }],
        }
    }

    /// Letters and digits that it holds.
    pub fn n_chars(&self) -> usize {
        let words = self.words.iter();
        words.map(|word| word.typed.chars().count()).sum()
    }

    /// True when each word begins a word of one of the texts, all folded by [`fold`].
    pub fn matches(&self, folded: &[&str]) -> bool {
        self.words.iter().all(|word| {
            let mut looked_for = word.looked_for.iter();
            looked_for.any(|word| folded.iter().any(|text| begins_a_word(text, word)))
        })
    }

    /// Cuts a text at the words that were searched.
    pub fn mark(&self, text: &str) -> Vec<Fragment> {
        self.mark_words(text, &words(text))
    }

    /// Cuts a part of about `chars_max` characters around the first word that was
    /// searched; `None` when the text has none.
    pub fn excerpt(&self, text: &str, chars_max: usize) -> Option<Vec<Fragment>> {
        let found = words(text);
        let first = found.iter().position(|word| self.names(word))?;
        let window = window(text, &found, first, chars_max);
        let (start, end) = (window.start, window.end);
        let mut fragments = self.mark(text.get(window)?);
        if start > 0 {
            fragments.insert(0, Fragment::plain("… "));
        }
        if end < text.len() {
            fragments.push(Fragment::plain(" …"));
        }
        Some(fragments)
    }

    fn names(&self, word: &Word) -> bool {
        let mut looked_for = self.words.iter().flat_map(|word| &word.looked_for);
        looked_for.any(|searched| word.folded.starts_with(searched.as_str()))
    }

    fn mark_words(&self, text: &str, found: &[Word]) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        let mut done = 0;
        for word in found.iter().filter(|word| self.names(word)) {
            if word.range.start > done {
                fragments.push(Fragment::plain(&text[done..word.range.start]));
            }
            fragments.push(Fragment {
                text: text[word.range.clone()].to_owned(),
                is_marked: true,
            });
            done = word.range.end;
        }
        if done < text.len() {
            fragments.push(Fragment::plain(&text[done..]));
        }
        fragments
    }
}

impl Fragment {
    /// A piece that was not searched.
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            is_marked: false,
        }
    }
}

/// Articles and pronouns that lose their vowel before another word.
const ELIDED: [&str; 9] = ["l", "d", "j", "m", "t", "s", "c", "n", "qu"];

/// Words that are in nearly every sentence, folded.
const LITTLE: [&str; 18] = [
    "a", "au", "aux", "dans", "de", "des", "du", "en", "et", "la", "le", "les", "ou", "par",
    "pour", "sur", "un", "une",
];

/// Apostrophes that keyboards and printers give.
const APOSTROPHES: [char; 6] = ['\'', '’', '‘', 'ʼ', '′', '`'];

/// Folds a text for [`Query::matches`]: each word after one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 1);
    for word in words(text) {
        folded.push(' ');
        folded.push_str(&word.folded);
    }
    folded
}

fn begins_a_word(folded: &str, searched: &str) -> bool {
    folded
        .match_indices(searched)
        .any(|(at, _)| folded[..at].ends_with(' '))
}

/// Cuts a text into words: letters and digits, and the full stop inside `1.10`.
fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut is_inside = false;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        let is_part = is_part(letter);
        match found.last_mut() {
            Some(word) if is_inside && (is_part || joins_digits(text, at, letter)) => {
                word.range.end = end;
                fold_letter(letter, &mut word.folded);
            }
            _ if is_part => {
                let mut folded = String::new();
                fold_letter(letter, &mut folded);
                found.push(Word {
                    range: at..end,
                    folded,
                });
                is_inside = true;
            }
            _ => is_inside = false,
        }
    }
    found.retain(|word| !word.folded.is_empty());
    found
}

/// Letters, digits and accents; one of the apostrophes counts as a letter in Unicode.
fn is_part(letter: char) -> bool {
    (letter.is_alphanumeric() && !APOSTROPHES.contains(&letter)) || is_combining(letter)
}

/// A full stop between two digits belongs to a code such as `1.10`.
fn joins_digits(text: &str, at: usize, letter: char) -> bool {
    letter == '.'
        && text[..at].ends_with(|before: char| before.is_ascii_digit())
        && text[at + 1..].starts_with(|after: char| after.is_ascii_digit())
}

/// Accents typed as a letter of their own.
fn is_combining(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// Lower case without accent. A table by hand: the letters of the names and words that
/// the Latin keyboards of this country give, without the tables of a Unicode library.
fn fold_letter(letter: char, folded: &mut String) {
    for letter in letter
        .to_lowercase()
        .filter(|letter| !is_combining(*letter))
    {
        match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'ş' | 'š' | 'ș' => folded.push('s'),
            'ţ' | 'ť' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            '²' => folded.push('2'),
            '³' => folded.push('3'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            other => folded.push(other),
        }
    }
}

/// The part around the word at `first`, cut between words, a third of it before.
fn window(text: &str, found: &[Word], first: usize, chars_max: usize) -> Range<usize> {
    let Some(word) = found.get(first) else {
        return 0..text.len();
    };
    let width = |range: Range<usize>| text[range].chars().count();
    let start = found[..first]
        .iter()
        .map(|before| before.range.start)
        .find(|start| width(*start..word.range.start) <= chars_max / 3)
        .unwrap_or(word.range.start);
    let start = if width(0..word.range.start) <= chars_max / 3 {
        0
    } else {
        start
    };
    if width(start..text.len()) <= chars_max {
        return start..text.len();
    }
    let end = found[first..]
        .iter()
        .map(|after| after.range.end)
        .take_while(|end| width(start..*end) <= chars_max)
        .last()
        .unwrap_or(word.range.end);
    // A last bracket or full stop is no text left out.
    let is_whole = !text[end..].contains(char::is_alphanumeric);
    start..if is_whole { text.len() } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fold(text: &str, expected: &str) {
        assert_eq!(fold(text).trim(), expected, "{text}");
    }

    #[track_caller]
    fn check_match(query: &str, text: &str, expected: bool) {
        let folded = fold(text);
        assert_eq!(
            Query::parse(query).matches(&[&folded]),
            expected,
            "{query} in {text}"
        );
    }

    fn shown(fragments: &[Fragment]) -> String {
        fragments
            .iter()
            .map(|part| {
                if part.is_marked {
                    format!("[{}]", part.text)
                } else {
                    part.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn folding_takes_off_case_accents_and_ligatures() {
        check_fold("ÉLÈVES À L’ÉCOLE", "eleves a l ecole");
        check_fold("cœur, Œuvre, ex æquo", "coeur oeuvre ex aequo");
        check_fold("Maïs naïf Noël ç ÿ Łódź", "mais naif noel c y lodz");
        check_fold("30 m² – N°1", "30 m2 n 1");
    }

    #[test]
    fn accents_typed_as_letters_of_their_own_fold_like_the_others() {
        assert_eq!(fold("e\u{301}cole"), fold("école"));
    }

    #[test]
    fn a_code_is_one_word_but_a_sentence_end_is_not() {
        check_fold("action 1.10 et 1.1.", "action 1.10 et 1.1");
        check_fold("Fin.Début etc...", "fin debut etc");
    }

    #[test]
    fn every_word_must_begin_a_word_in_any_order() {
        check_match("proximite esp", "Création d'espaces de proximité", true);
        check_match("espaces sante", "Création d'espaces de proximité", false);
        check_match("paces", "Création d'espaces", false);
        check_match("", "anything", true);
    }

    #[test]
    fn a_word_is_found_after_the_same_letters_inside_another() {
        check_match("art", "Départ d'un projet d'art", true);
    }

    #[test]
    fn all_kinds_of_apostrophe_match() {
        for query in ["l'accès", "l’acces", "lʼacces", "acces", "L'ACCÈS"] {
            check_match(query, "Favoriser l'accès aux droits", true);
            check_match(query, "Favoriser l’accès aux droits", true);
        }
    }

    #[test]
    fn an_elided_article_is_not_searched() {
        check_match("l'école", "Les écoles", true);
        check_match("d’emploi", "Emploi", true);
        assert_eq!(Query::parse("l'").n_chars(), 0);
        assert_eq!(Query::parse("l").n_chars(), 1);
    }

    #[test]
    fn little_words_are_searched_only_alone() {
        check_match("l'emploi des jeunes", "Jeunes et emploi", true);
        check_match("des", "Les écoles", false);
        check_match("des", "Projet des habitants", true);
        assert_eq!(
            shown(&Query::parse("la santé").mark("La santé")),
            "La [santé]"
        );
    }

    #[test]
    fn marks_whole_words_and_keeps_the_text() {
        let query = Query::parse("acces sant");
        let text = "L'accès à la Santé.";
        assert_eq!(shown(&query.mark(text)), "L'[accès] à la [Santé].");
        let whole: String = query.mark(text).into_iter().map(|part| part.text).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn marks_a_ligature_with_its_word() {
        assert_eq!(
            shown(&Query::parse("coeur").mark("au cœur du QPV")),
            "au [cœur] du QPV"
        );
    }

    #[test]
    fn marks_nothing_without_a_match() {
        assert_eq!(
            Query::parse("zzz").mark("École"),
            [Fragment::plain("École")]
        );
        assert_eq!(Query::parse("zzz").mark(""), []);
    }

    #[test]
    fn excerpt_is_cut_between_words_around_the_match() {
        let text = "un deux trois quatre cinq six sept huit neuf dix onze douze";
        let excerpt = Query::parse("six").excerpt(text, 24);
        assert_eq!(
            excerpt.as_deref().map(shown).as_deref(),
            Some("… cinq [six] sept huit neuf …")
        );
    }

    #[test]
    fn excerpt_of_a_short_text_is_the_text() {
        let excerpt = Query::parse("deux").excerpt("un deux.", 40);
        assert_eq!(excerpt.as_deref().map(shown).as_deref(), Some("un [deux]."));
        assert_eq!(Query::parse("trois").excerpt("un deux.", 40), None);
    }

    #[test]
    fn excerpt_keeps_a_word_longer_than_itself() {
        let excerpt = Query::parse("anti").excerpt("mot anticonstitutionnellement mot", 5);
        assert_eq!(
            excerpt.as_deref().map(shown).as_deref(),
            Some("… [anticonstitutionnellement] …")
        );
    }
}
