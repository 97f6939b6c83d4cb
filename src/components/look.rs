//! How councils and cards look: by their place in the contract, whatever it is a contract of.
//!
//! The style has four colours of stickers and six of cards, numbered from 1; the ids of a
//! contract never stand in it.

use super::pictogram::Theme;

/// Shapes and colours of the stickers: `style/tokens.css` has as many.
const N_COUNCIL_COLORS: usize = 4;
/// Colours and backs of the cards: `style/tokens.css` has as many.
const N_CARD_COLORS: u8 = 6;

/// Shape and colour of a council; neutral and round by default.
///
/// The first four councils take the four shapes, each in its colour; those after them
/// take the shapes again, in another colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CouncilLook {
    /// From 1; 0 for the neutral one.
    shape: u8,
    color: u8,
}

impl CouncilLook {
    /// Of the council at an index of the contract's list.
    pub fn at(idx: usize) -> Self {
        let from_one = |n: usize| u8::try_from(n % N_COUNCIL_COLORS + 1).unwrap_or(1);
        Self {
            shape: from_one(idx),
            color: from_one(idx.saturating_add(idx / N_COUNCIL_COLORS)),
        }
    }

    /// True when it is that of no council.
    pub fn is_neutral(self) -> bool {
        self == Self::default()
    }

    /// Number of the shape, from 1; 0 for the neutral one.
    pub(super) fn shape(self) -> u8 {
        self.shape
    }

    /// Value of `data-council`: the number of the colour, empty for the neutral one.
    pub fn color(self) -> &'static str {
        word(self.color)
    }
}

/// Colour and drawing of a card; of no card by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CardLook {
    /// From 1; 0 for no card.
    color: u8,
    theme: Option<Theme>,
}

impl CardLook {
    /// Of the card at a place of the deck, from 1, with its id: some ids have a drawing of
    /// their own, every other one has a neutral one.
    pub fn new(number: u8, id: &str) -> Self {
        Self {
            color: number.saturating_sub(1) % N_CARD_COLORS + 1,
            theme: Theme::of(id),
        }
    }

    /// True when it is that of no card.
    pub fn is_none(self) -> bool {
        self.color == 0
    }

    /// What is drawn, when it is not the neutral drawing.
    pub(super) fn theme(self) -> Option<Theme> {
        self.theme
    }

    /// Value of `data-card`: the number of the colour, empty for no card.
    pub fn color(self) -> &'static str {
        word(self.color)
    }
}

fn word(number: u8) -> &'static str {
    match number {
        1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5 => "5",
        6 => "6",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn sixteen_councils_look_different_and_the_next_one_begins_again() {
        let looks: HashSet<CouncilLook> = (0..16).map(CouncilLook::at).collect();
        assert_eq!(looks.len(), 16);
        assert!(!looks.contains(&CouncilLook::default()));
        assert_eq!(CouncilLook::at(16), CouncilLook::at(0));
    }

    #[test]
    fn the_first_councils_take_the_shapes_and_colors_in_order() {
        let looks = [0, 1, 2, 3].map(CouncilLook::at);
        assert_eq!(looks.map(CouncilLook::shape), [1, 2, 3, 4]);
        assert_eq!(looks.map(CouncilLook::color), ["1", "2", "3", "4"]);
        assert_eq!(CouncilLook::default().color(), "");
    }

    #[test]
    fn a_card_takes_the_color_of_its_place_and_any_id_is_a_card() {
        let colors = [1, 2, 6, 7, 255].map(|number| CardLook::new(number, "velo").color());
        assert_eq!(colors, ["1", "2", "6", "1", "3"]);
        assert_eq!(CardLook::new(1, "velo").theme(), None);
        assert!(CardLook::new(1, "culture").theme().is_some());
        assert!(!CardLook::new(0, "velo").is_none());
        assert!(CardLook::default().is_none());
    }
}
