//! A list of known values as the choices of a select field: each is known by its place
//! in the list, and no choice is the empty text. Pure.

/// Value and text of each choice.
pub fn choices<T: Copy>(all: &[T], text: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
    let all = all.iter().enumerate();
    all.map(|(idx, value)| (idx.to_string(), text(*value).to_owned()))
        .collect()
}

/// What the field holds when `value` is chosen; empty for none and for one not in `all`.
pub fn place_of<T: PartialEq>(all: &[T], value: Option<&T>) -> String {
    let idx = value.and_then(|value| all.iter().position(|known| known == value));
    idx.map_or_else(String::new, |idx| idx.to_string())
}

/// The value that the field holds; `None` for no choice.
pub fn chosen<T: Copy>(all: &[T], place: &str) -> Option<T> {
    all.get(place.parse::<usize>().ok()?).copied()
}

/// Puts `text`, which stands for no choice, before the others.
pub fn with_none(
    text: &str,
    choices: impl IntoIterator<Item = (String, String)>,
) -> Vec<(String, String)> {
    std::iter::once((String::new(), text.to_owned()))
        .chain(choices)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_leads_back_to_its_value() {
        let all = ['a', 'b'];
        let word = |value| if value == 'a' { "première" } else { "seconde" };
        let shown = with_none("Aucune", choices(&all, word));
        let values: Vec<_> = shown.iter().map(|(place, _)| chosen(&all, place)).collect();
        assert_eq!(values, [None, Some('a'), Some('b')]);
        for (place, value) in shown.iter().map(|(place, _)| place).zip(values) {
            assert_eq!(*place, place_of(&all, value.as_ref()));
        }
        assert_eq!(place_of(&all, Some(&'z')), "");
        assert_eq!(chosen(&all, "2"), None);
    }
}
