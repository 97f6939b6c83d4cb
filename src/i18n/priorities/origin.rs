//! Sentences that say where a number comes from.

use domain::{Decision, Subject};

use crate::i18n::{counted, parts, workshop};

/// Unfolds where the numbers of a proposal come from.
pub fn origin() -> &'static str {
    "D’où viennent ces nombres"
}

/// Ends its name for those who do not see what it stands beside.
pub fn origin_of(label: &str) -> String {
    format!("\u{a0}: {label}")
}

/// Dots by what they were placed on: « 7 gommettes : 5 sur tablette, 2 sur papier ».
pub fn split(tablet: u32, paper: u32) -> String {
    let total = parts::dots(tablet.saturating_add(paper));
    format!("{total}\u{a0}: {tablet} sur tablette, {paper} sur papier")
}

/// The share of a council's dots: « 7 de ses 21 gommettes, soit 33,3 % ».
pub fn share(dots: u32, n_dots: u32, percent: &str) -> String {
    format!("{dots} de ses {}, soit {percent}", parts::dots(n_dots))
}

/// How the mean is made: « (33,3 % + 20 %) ÷ 2 conseils = 26,7 % ».
pub fn mean(shares: &[String], percent: &str) -> String {
    let councils = counted(shares.len(), "conseil", "conseils");
    format!(
        "Part moyenne\u{a0}: ({}) ÷ {councils} = {percent}.",
        shares.join(" + ")
    )
}

/// A workshop with its day, and its round where several count.
pub fn workshop_named(title: &str, day: &str, round: Option<u32>) -> String {
    match round {
        None => format!("{title}, le {day}"),
        Some(number) => format!("{title}, le {day}, tour {number}"),
    }
}

/// Before the place that a council gives.
pub fn its_place(place: &str) -> String {
    format!("{place} de ce conseil")
}

/// Dots of the vote of the past, which is in no sum.
pub fn past_dots(year: &str, dots: &str) -> String {
    format!("En {year}\u{a0}: {dots}. Ce vote ne compte pas dans la somme.")
}

/// The councils are not shown apart.
pub fn all_together() -> &'static str {
    "Tous conseils ensemble"
}

/// Heading of the decisions of the rounds.
pub fn decisions() -> &'static str {
    "Décisions prises dans ces tours"
}

/// There were none.
pub fn no_decision() -> &'static str {
    "Aucune décision n’a été nécessaire dans ces tours."
}

/// What a decision was about, what was decided, why.
pub fn decided(subject: &Subject, decision: Decision, reason: &str, minute: &str) -> String {
    let about = match subject {
        Subject::LateBallots => "Bulletins tardifs".to_owned(),
        Subject::Double(voter) => format!("Bulletins en double ({})", workshop::voter(voter)),
        Subject::Ballot(_) => "Un bulletin".to_owned(),
    };
    let made = match (subject, decision) {
        (Subject::Ballot(_), Decision::SetAside) => "Pas compté.".to_owned(),
        (Subject::Ballot(_), _) => "Compté.".to_owned(),
        _ => workshop::decision(decision, None),
    };
    let why = workshop::decision_reason(reason, minute);
    format!("{about}\u{a0}: {made} {why}")
}
