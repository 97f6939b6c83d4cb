//! Codes of a round: drawing them, reading what is typed, showing them. Pure.
//!
//! Must not know: the browser, the document; randomness is given.
//! Reading order: [`draw_codes`] (making), [`judge`] (using), [`build_codes`] and
//! [`find_codes`] (the facilitator's view).

use std::collections::BTreeSet;

use domain::{
    Round, RoundId, RoundStatus, Snapshot, VoterCode, VoterKey, WorkshopId, current_ballots, limits,
};

use super::ballot_sheet::current_round;
use super::rounds::running_or_last;
use crate::routes;

/// Characters of a code that the app makes: 30 to the power of 6, so that nobody finds
/// one of 2,000 by trying.
pub const CODE_CHARS: usize = 6;
/// Slips on one printed page.
pub const SLIPS_PER_PAGE: usize = 24;
/// Most people that one press of the button makes codes for.
pub const PEOPLE_MAX: u32 = 500;
/// Codes that a search shows at once.
pub const FOUND_MAX: usize = 12;
/// What stands before the code in the fragment of a printed address.
const MARK: &str = "#code=";
/// Longest text taken from an address, in characters: a code has 12 at most.
const SCANNED_CHARS_MAX: usize = 24;
/// What codes are made of: letters and digits that are not taken for one another.
const ALPHABET: &[u8; 30] = b"abcdefghjkmnprstuvwxyz23456789";
/// Random bytes from this one on would favour the first letters.
const UNBIASED_BELOW: u8 = 240;
/// Never inside a code, as it is read: the alphabet already leaves out many.
const RUDE: [&str; 16] = [
    "caca", "fdp", "fuck", "kkk", "merd", "negr", "ntm", "pd", "pede", "pet", "pute", "rat", "sex",
    "ss", "suce", "tue",
];

/// Draws `n` codes that are not in `taken`; `random` gives bytes.
pub fn draw_codes(
    n: usize,
    taken: &BTreeSet<VoterCode>,
    mut random: impl FnMut() -> u8,
) -> Vec<VoterCode> {
    let mut codes: BTreeSet<VoterCode> = BTreeSet::new();
    // Kept in the order of drawing: in the order of the alphabet neighbours look alike.
    let mut drawn = Vec::with_capacity(n);
    while drawn.len() < n {
        let text = draw_text(&mut random);
        if is_rude(&text) {
            continue;
        }
        if let Ok(code) = VoterCode::new(&text)
            && !taken.contains(&code)
            && codes.insert(code.clone())
        {
            drawn.push(code);
        }
    }
    drawn
}

fn draw_text(random: &mut impl FnMut() -> u8) -> String {
    let mut text = String::with_capacity(CODE_CHARS);
    while text.len() < CODE_CHARS {
        let byte = random();
        let place = usize::from(byte) % ALPHABET.len();
        if let Some(letter) = ALPHABET.get(place).filter(|_| byte < UNBIASED_BELOW) {
            text.push(char::from(*letter));
        }
    }
    text
}

/// Digits are read as the letters that they look like.
fn is_rude(code: &str) -> bool {
    let read: String = code
        .chars()
        .map(|c| match c {
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            c => c,
        })
        .collect();
    RUDE.iter().any(|word| read.contains(word))
}

/// Every code that some round of the workshop has: a new one must differ.
pub fn taken_codes(snapshot: &Snapshot, workshop: WorkshopId) -> BTreeSet<VoterCode> {
    let rounds = snapshot.rounds_of(workshop);
    rounds
        .iter()
        .flat_map(|round| round.codes.iter().cloned())
        .collect()
}

/// A code in capitals, in two halves: « K7M X4W ».
pub fn shown_code(code: &VoterCode) -> String {
    let capitals = code.as_str().to_ascii_uppercase();
    match capitals.split_at_checked(CODE_CHARS / 2) {
        Some((first, second)) if capitals.len() == CODE_CHARS => format!("{first}\u{a0}{second}"),
        _ => capitals,
    }
}

/// What a typed code is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It opens a ballot that nobody validated yet.
    Opens(RoundId, VoterCode),
    /// A ballot is validated already; it can be replaced.
    Used(RoundId, VoterCode),
    /// It cannot be a code: too short, too long, a letter that no code has.
    NotACode,
    /// No round of the workshop has it.
    Unknown,
    /// The round has no codes at all.
    NoCodes,
    /// It belongs to another round of the workshop.
    OtherRound,
    /// It was made void.
    Void,
    /// The workshop has no round, or the round is not open yet.
    NotOpen,
    /// The round is suspended.
    Paused,
    /// The round is closed.
    Closed,
}

/// Says what a typed code is worth in a workshop, now.
pub fn judge(snapshot: &Snapshot, workshop: WorkshopId, typed: &str) -> CodeAnswer {
    let Ok(code) = VoterCode::new(typed) else {
        return CodeAnswer::NotACode;
    };
    let current = current_round(snapshot, workshop);
    let rounds = snapshot.rounds_of(workshop);
    let Some(round) = rounds
        .iter()
        .rev()
        .find(|round| round.codes.contains(&code))
    else {
        return match current {
            None => CodeAnswer::NotOpen,
            Some(round) if round.codes.is_empty() => CodeAnswer::NoCodes,
            Some(_) => CodeAnswer::Unknown,
        };
    };
    if round.void_codes.contains_key(&code) {
        return CodeAnswer::Void;
    }
    let is_other_running =
        current.is_some_and(|current| current.id != round.id && current.status().is_running());
    match round.status() {
        RoundStatus::Open => {
            let former = current_ballots(snapshot, round.id, &VoterKey::Code(code.clone()));
            if former.is_empty() {
                CodeAnswer::Opens(round.id, code)
            } else {
                CodeAnswer::Used(round.id, code)
            }
        }
        RoundStatus::Paused => CodeAnswer::Paused,
        _ if is_other_running => CodeAnswer::OtherRound,
        RoundStatus::Draft => CodeAnswer::NotOpen,
        RoundStatus::Closed | RoundStatus::Revealed => CodeAnswer::Closed,
    }
}

/// The codes of a round as the facilitator reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodesModel {
    /// The round.
    pub round: RoundId,
    /// Codes that open a ballot.
    pub n_valid: usize,
    /// Codes that were made void.
    pub n_void: usize,
    /// More codes that the round can take.
    pub n_left: u32,
}

/// Codes of the round of `workshop` that is prepared or runs; `None` without one.
pub fn build_codes(snapshot: &Snapshot, workshop: WorkshopId) -> Option<CodesModel> {
    let round = round_with_codes(snapshot, workshop)?;
    let n_left = limits::CODES_MAX.saturating_sub(round.codes.len());
    Some(CodesModel {
        round: round.id,
        n_valid: valid_codes(&round).len(),
        n_void: round.void_codes.len(),
        n_left: u32::try_from(n_left).unwrap_or(u32::MAX),
    })
}

/// The round whose codes are made and printed now.
fn round_with_codes(snapshot: &Snapshot, workshop: WorkshopId) -> Option<std::sync::Arc<Round>> {
    running_or_last(&snapshot.rounds_of(workshop), |round| {
        round.status() < RoundStatus::Closed
    })
    .cloned()
}

/// The address on a slip: it opens the ballot of `workshop` with the code in its box.
pub fn code_address(origin: &str, workshop: WorkshopId, code: &VoterCode) -> String {
    format!("{origin}{}{MARK}{code}", routes::ballot(workshop))
}

/// The code in the fragment of such an address, as it stands there.
pub fn code_in(fragment: &str) -> Option<String> {
    let code = fragment.strip_prefix(MARK)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_whole = (1..=SCANNED_CHARS_MAX).contains(&code.len()) && code.chars().all(is_plain);
    is_whole.then(|| code.to_owned())
}

/// Codes of a round that open a ballot, in their order.
pub fn valid_codes(round: &Round) -> Vec<VoterCode> {
    let is_valid = |code: &&VoterCode| !round.void_codes.contains_key(*code);
    round.codes.iter().filter(is_valid).cloned().collect()
}

/// The codes that were made last and open a ballot, in the order of drawing; none when
/// they are all there is.
pub fn latest_codes(valid: &[VoterCode], issued: Vec<VoterCode>) -> Vec<VoterCode> {
    let mut latest = issued;
    latest.retain(|code| valid.contains(code));
    if latest.len() == valid.len() {
        latest.clear();
    }
    latest
}

/// A code that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FoundCode {
    /// The code.
    pub code: VoterCode,
    /// Why it is void; `None` as long as it opens a ballot.
    pub void: Option<String>,
    /// A ballot bears it.
    pub has_ballot: bool,
}

/// Codes of a round that contain what was typed, [`FOUND_MAX`] at most, and how many
/// there are; all void ones when nothing is typed.
pub fn find_codes(snapshot: &Snapshot, round: RoundId, typed: &str) -> (Vec<FoundCode>, usize) {
    let Some(round) = snapshot.rounds.get(&round) else {
        return (Vec::new(), 0);
    };
    let sought = VoterCode::plain(typed);
    let is_sought = |code: &&VoterCode| {
        if sought.is_empty() {
            round.void_codes.contains_key(*code)
        } else {
            code.as_str().contains(&sought)
        }
    };
    let found = round.codes.iter().filter(is_sought);
    let n = found.clone().count();
    let shown = found.take(FOUND_MAX).map(|code| FoundCode {
        code: code.clone(),
        void: round.void_codes.get(code).map(|reason| {
            let reason = reason.as_ref().map(ToString::to_string);
            reason.unwrap_or_default()
        }),
        has_ballot: !current_ballots(snapshot, round.id, &VoterKey::Code(code.clone())).is_empty(),
    });
    (shown.collect(), n)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Reason, Round};

    use super::*;
    use crate::model::workshop_samples::Sample;

    /// A weak generator is enough: the tests ask for variety, not for secrecy.
    fn bytes(seed: u32) -> impl FnMut() -> u8 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        }
    }

    fn code(text: &str) -> VoterCode {
        VoterCode::new(text).expect("a code")
    }

    fn change(sample: &mut Sample, id: RoundId, change: impl FnOnce(&mut Round)) {
        let rounds = Arc::make_mut(&mut sample.snapshot.rounds);
        change(Arc::make_mut(rounds.get_mut(&id).expect("a known round")));
    }

    fn with_codes(sample: &mut Sample, id: RoundId, codes: &[&str]) {
        change(sample, id, |round| {
            round.codes = codes.iter().map(|text| code(text)).collect();
        });
    }

    fn judged(sample: &Sample, typed: &str) -> CodeAnswer {
        judge(&sample.snapshot, sample.workshop(), typed)
    }

    #[test]
    fn a_code_is_found_in_a_printed_address() {
        let check = |fragment: &str, expected: Option<&str>| {
            assert_eq!(code_in(fragment).as_deref(), expected, "{fragment}");
        };
        check("#code=k7mx4w", Some("k7mx4w"));
        check("#code=K7M-X4W", Some("K7M-X4W"));
        check("#code=", None);
        check("#code=<b>", None);
        check("#donnees", None);
        check("", None);
        check(&format!("#code={}", "a".repeat(25)), None);
        let address = code_address(
            "https://exemple.fr",
            WorkshopId::from_bytes([1; 16]),
            &code("k7mx4w"),
        );
        let fragment = address.find('#').map_or("", |at| &address[at..]);
        check(fragment, Some("k7mx4w"));
    }

    #[test]
    fn three_hundred_codes_are_all_new_and_clear() {
        let first = draw_codes(300, &BTreeSet::new(), bytes(1));
        let taken: BTreeSet<VoterCode> = first.iter().cloned().collect();
        assert_eq!(taken.len(), 300);
        let more = draw_codes(300, &taken, bytes(1));
        assert!(
            more.iter().all(|code| !taken.contains(code)),
            "the same bytes again"
        );
        for code in taken.iter().chain(&more) {
            assert_eq!(code.as_str().len(), CODE_CHARS);
            assert!(!is_rude(code.as_str()), "{code}");
        }
    }

    #[test]
    fn every_letter_is_as_likely_as_another() {
        let mut places = [0_u32; 30];
        let mut next = 0_u8;
        let mut random = || {
            next = next.wrapping_add(1);
            next
        };
        // 40 texts of 6 letters: the 240 bytes that count, each once.
        for _ in 0..40 {
            for letter in draw_text(&mut random).bytes() {
                let place = ALPHABET.iter().position(|known| *known == letter);
                places[place.expect("a letter of the alphabet")] += 1;
            }
        }
        assert_eq!(places, [8; 30]);
    }

    #[test]
    fn rude_words_are_read_in_digits_too() {
        assert!(is_rude("xm3rdx"));
        assert!(is_rude("c4cab2"));
        assert!(!is_rude("k7mx4w"));
    }

    #[test]
    fn a_code_says_what_it_is_worth() {
        let mut sample = Sample::new();
        assert_eq!(judged(&sample, "k7mx4w"), CodeAnswer::NotOpen);
        let former = sample.open(1);
        with_codes(&mut sample, former, &["aaaa22"]);
        sample.close(former);
        let round = sample.open(2);
        assert_eq!(judged(&sample, "k7mx4w"), CodeAnswer::NoCodes);
        with_codes(&mut sample, round, &["k7mx4w", "vvvv33"]);
        change(&mut sample, round, |round| {
            round
                .void_codes
                .insert(code("vvvv33"), Reason::new("perdu").ok());
        });

        assert_eq!(
            judged(&sample, " K7M-X4W "),
            CodeAnswer::Opens(round, code("k7mx4w"))
        );
        for typed in ["", "k7m", "k7mxOw", "k7mx1w", "k7mx4wk7mx4w2"] {
            assert_eq!(judged(&sample, typed), CodeAnswer::NotACode, "{typed}");
        }
        assert_eq!(judged(&sample, "k7mx4x"), CodeAnswer::Unknown);
        assert_eq!(judged(&sample, "aaaa22"), CodeAnswer::OtherRound);
        assert_eq!(judged(&sample, "vvvv33"), CodeAnswer::Void);

        sample.cast_code(round, "k7mx4w", &[(1, 1)]);
        assert_eq!(
            judged(&sample, "k7mx4w"),
            CodeAnswer::Used(round, code("k7mx4w"))
        );
        change(&mut sample, round, |round| round.is_paused = true);
        assert_eq!(judged(&sample, "k7mx4w"), CodeAnswer::Paused);
        sample.close(round);
        assert_eq!(judged(&sample, "k7mx4w"), CodeAnswer::Closed);
    }

    #[test]
    fn a_prepared_round_is_not_open_yet() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        with_codes(&mut sample, round, &["k7mx4w"]);
        change(&mut sample, round, |round| round.opened_at = None);
        assert_eq!(judged(&sample, "k7mx4w"), CodeAnswer::NotOpen);
        let model = build_codes(&sample.snapshot, sample.workshop()).expect("a round");
        assert_eq!(
            (model.round, model.n_valid, model.n_left),
            (round, 1, 1_999)
        );
    }

    #[test]
    fn codes_are_found_by_a_part_of_them() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        with_codes(&mut sample, round, &["k7mx4w", "k7nn22", "vvvv33"]);
        sample.cast_code(round, "k7nn22", &[]);
        let (found, n) = find_codes(&sample.snapshot, round, "K7 N");
        assert_eq!(n, 1);
        assert_eq!(found[0].code, code("k7nn22"));
        assert!(found[0].has_ballot);
        assert_eq!(found[0].void, None);
        assert_eq!(find_codes(&sample.snapshot, round, "").1, 0);
        change(&mut sample, round, |round| {
            round
                .void_codes
                .insert(code("vvvv33"), Reason::new("perdu").ok());
        });
        let (void, _) = find_codes(&sample.snapshot, round, "");
        assert_eq!(void[0].void.as_deref(), Some("perdu"));
        assert_eq!(valid_codes(sample.round(round)).len(), 2);
    }

    #[test]
    fn the_latest_codes_are_told_apart_only_from_others() {
        let [old, new, gone] = ["aaaa22", "bbbb33", "cccc44"].map(code);
        let valid = [old.clone(), new.clone()];
        assert_eq!(
            latest_codes(&valid, vec![new.clone(), gone]).as_slice(),
            std::slice::from_ref(&new)
        );
        assert_eq!(latest_codes(&valid, vec![]), []);
        assert_eq!(latest_codes(&valid, vec![new, old]), []);
    }

    #[test]
    fn codes_show_in_two_halves() {
        assert_eq!(shown_code(&code("k7mx4w")), "K7M\u{a0}X4W");
        assert_eq!(shown_code(&code("k7mx")), "K7MX");
    }
}
