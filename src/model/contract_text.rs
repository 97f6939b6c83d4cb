//! Long texts of the contract as paragraphs and lists. Pure.
//!
//! The tables were flattened: a printed list became `. First . Second`. Only markers
//! are taken out; no word is added, changed or moved.

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Sentences that follow each other.
    Paragraph(String),
    /// Items of a printed list, without their markers.
    List(Vec<String>),
}

/// A paragraph longer than this is cut between two sentences, in characters.
const PARAGRAPH_CHARS_MAX: usize = 320;

/// Markers that stand for an item only after a colon or at the very start.
const WEAK_MARKERS: [char; 4] = ['-', '–', '>', '•'];

/// Cuts a printed text into paragraphs and lists.
pub fn blocks(text: &str) -> Vec<Block> {
    let text = text.trim();
    let (intro, items) = match strong_items(text) {
        Some(found) => found,
        None => weak_items(text).unwrap_or_else(|| (text, Vec::new())),
    };
    let mut found = paragraphs(intro);
    match items.as_slice() {
        [] => {}
        // A single marker is no list, unless a sentence announces it.
        [only] if intro.is_empty() => found.extend(paragraphs(only)),
        _ => found.push(Block::List(items.into_iter().map(str::to_owned).collect())),
    }
    found
}

/// Items after a full stop that stands alone: never anything else in French.
fn strong_items(text: &str) -> Option<(&str, Vec<&str>)> {
    let mut parts = split_at_marker(text, '.');
    if parts.len() < 2 {
        return None;
    }
    let first = parts.remove(0);
    if first.is_empty() || first.ends_with([':', ',']) {
        return Some((first, non_empty(parts)));
    }
    // The first item lost its marker on the way.
    parts.insert(0, first);
    Some(("", non_empty(parts)))
}

/// Items after dashes: a list only when a colon announces it or the text starts with it,
/// because a dash also stands inside sentences.
fn weak_items(text: &str) -> Option<(&str, Vec<&str>)> {
    WEAK_MARKERS.into_iter().find_map(|marker| {
        let parts = split_at_marker(text, marker);
        let (first, items) = parts.split_first()?;
        let is_announced = first.is_empty() || first.ends_with(':');
        (is_announced && !items.is_empty()).then(|| (*first, non_empty(items.to_vec())))
    })
}

/// Cuts where the marker stands alone between spaces, or at the start.
fn split_at_marker(text: &str, marker: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, found) in text.char_indices() {
        let end = at + found.len_utf8();
        let stands_alone = (at == 0 || text[..at].ends_with(char::is_whitespace))
            && text[end..].starts_with(char::is_whitespace);
        if found == marker && stands_alone && at >= start {
            parts.push(text[start..at].trim());
            start = end;
        }
    }
    parts.push(text[start..].trim());
    parts
}

fn non_empty(parts: Vec<&str>) -> Vec<&str> {
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// Cuts a long text between sentences, so that no paragraph is a wall.
fn paragraphs(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut start = 0;
    for end in sentence_ends(text) {
        let rest = &text[start..];
        if rest.chars().count() <= PARAGRAPH_CHARS_MAX {
            break;
        }
        // Cuts once the paragraph holds a third: short ones would look like a list.
        if text[start..end].chars().count() >= PARAGRAPH_CHARS_MAX / 3 {
            found.push(Block::Paragraph(text[start..end].trim().to_owned()));
            start = end;
        }
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        found.push(Block::Paragraph(rest.to_owned()));
    }
    found
}

/// Where a full stop, after a word of three letters or more, meets a capital.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(". ").filter_map(|(at, _)| {
        let word = text[..at]
            .rsplit(|letter: char| !letter.is_alphabetic())
            .next()?;
        let meets_capital = text[at + 2..].starts_with(char::is_uppercase);
        (word.chars().count() >= 3 && word != "etc" && meets_capital).then_some(at + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(text.to_owned())
    }

    fn list(items: &[&str]) -> Block {
        Block::List(items.iter().map(|item| (*item).to_owned()).collect())
    }

    #[track_caller]
    fn check(text: &str, expected: &[Block]) {
        assert_eq!(blocks(text), expected, "{text}");
    }

    #[test]
    fn full_stops_that_stand_alone_mark_items() {
        check(
            ". Maison de quartier . Accueil, etc... . J.5 : Point Information",
            &[list(&[
                "Maison de quartier",
                "Accueil, etc...",
                "J.5 : Point Information",
            ])],
        );
    }

    #[test]
    fn text_before_the_first_marker_is_the_first_item() {
        check(
            "LAEP déployés . Manque de concertation . Les équipes",
            &[list(&[
                "LAEP déployés",
                "Manque de concertation",
                "Les équipes",
            ])],
        );
    }

    #[test]
    fn text_that_announces_a_list_stands_before_it() {
        check(
            "Soutien à des actions : . Pochette . Résidence",
            &[
                paragraph("Soutien à des actions :"),
                list(&["Pochette", "Résidence"]),
            ],
        );
        check(
            "Dans le domaine du sport , . Travail",
            &[paragraph("Dans le domaine du sport ,"), list(&["Travail"])],
        );
    }

    #[test]
    fn a_single_marker_at_the_start_is_no_list() {
        check(
            ". Étude réalisée. Suite en 2020",
            &[paragraph("Étude réalisée. Suite en 2020")],
        );
    }

    #[test]
    fn dashes_are_items_after_a_colon_only() {
        check(
            "Actions permettant: - de sensibiliser - d'inciter",
            &[
                paragraph("Actions permettant:"),
                list(&["de sensibiliser", "d'inciter"]),
            ],
        );
        let inside = "Appart 74 par l'APRETO - occasion de revisiter - attente";
        check(inside, &[paragraph(inside)]);
    }

    #[test]
    fn a_hyphen_inside_a_word_is_no_marker() {
        check(
            "But : filles-garçons -10 %",
            &[paragraph("But : filles-garçons -10 %")],
        );
    }

    #[test]
    fn empty_gives_nothing() {
        check("", &[]);
        check("  ", &[]);
    }

    #[test]
    fn a_long_paragraph_is_cut_between_sentences_without_losing_a_word() {
        let sentence = "Une phrase de soixante lettres pour remplir un paragraphe long. ";
        let text = sentence.repeat(9);
        let found = blocks(&text);
        assert!(found.len() > 2, "{found:?}");
        let words: Vec<String> = found
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(text) => vec![text.clone()],
                Block::List(items) => items.clone(),
            })
            .collect();
        assert_eq!(words.join(" "), text.trim());
    }

    #[test]
    fn initials_and_etc_do_not_end_a_sentence() {
        let text = format!("{} etc. Suite de M. Durand.", "mot ".repeat(100));
        assert_eq!(blocks(&text).len(), 1);
    }
}
