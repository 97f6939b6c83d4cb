//! The form of a thematic meeting: what is typed, and the meeting it describes. Pure.

use std::collections::BTreeSet;

use domain::{
    CardId, Date, Meeting, MeetingId, Passage, ProposalId, StatementId, TextFault, Title,
};

use super::application::optional;
use crate::i18n::{action_news, meeting as words, parts, workshop};

/// What the form holds while a person fills it: texts, as the fields give them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingForm {
    /// The meeting.
    pub id: MeetingId,
    /// What stood of it when the form opened; empty for a new one.
    pub seen: Vec<StatementId>,
    /// Theme.
    pub title: String,
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    /// Who came to explain; may stay empty.
    pub specialists: String,
    /// What came of it; may stay empty.
    pub outcome: String,
    /// Cards that it is about.
    pub cards: BTreeSet<CardId>,
    /// Proposals that it is about.
    pub proposals: BTreeSet<ProposalId>,
}

impl MeetingForm {
    /// The form of a new meeting.
    pub fn new(id: MeetingId, today: Date) -> Self {
        Self {
            id,
            seen: Vec::new(),
            title: String::new(),
            date: today.to_string(),
            specialists: String::new(),
            outcome: String::new(),
            cards: BTreeSet::new(),
            proposals: BTreeSet::new(),
        }
    }

    /// The form with what is known of a meeting.
    pub fn of(id: MeetingId, meeting: &Meeting, seen: Vec<StatementId>) -> Self {
        let text = |text: &Option<Passage>| text.as_ref().map(ToString::to_string);
        Self {
            seen,
            title: meeting.title.to_string(),
            specialists: text(&meeting.specialists).unwrap_or_default(),
            outcome: text(&meeting.outcome).unwrap_or_default(),
            cards: meeting.cards.iter().cloned().collect(),
            proposals: meeting.proposals.iter().copied().collect(),
            ..Self::new(id, meeting.date)
        }
    }

    /// What was typed, as a meeting.
    ///
    /// # Errors
    /// A sentence about the first field that cannot be read.
    pub fn read(&self) -> Result<Meeting, String> {
        let fault = |label: &'static str| {
            move |fault: TextFault| parts::in_field(label, &workshop::text_fault(&fault))
        };
        let passage = |typed: &str| optional(typed, Passage::new);
        let date = self.date.parse();
        Ok(Meeting {
            title: Title::new(&self.title).map_err(fault(words::theme()))?,
            date: date.map_err(|_| action_news::date_fault().to_owned())?,
            specialists: passage(&self.specialists).map_err(fault(words::specialists()))?,
            outcome: passage(&self.outcome).map_err(fault(words::outcome()))?,
            cards: self.cards.iter().cloned().collect(),
            proposals: self.proposals.iter().copied().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> MeetingForm {
        let today = "2026-03-04".parse().expect("a day");
        MeetingForm {
            title: "Les transports".to_owned(),
            specialists: "L’autorité des transports".to_owned(),
            cards: BTreeSet::from(["mobilite".parse().expect("a slug")]),
            ..MeetingForm::new(MeetingId::from_bytes([1; 16]), today)
        }
    }

    #[test]
    fn a_form_reads_and_opens_again_as_it_was() {
        let form = form();
        let meeting = form.read().expect("it can be read");
        assert_eq!(meeting.outcome, None);
        assert_eq!(MeetingForm::of(form.id, &meeting, Vec::new()), form);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let mut bad = form();
        bad.title = " ".to_owned();
        let sentence = bad.read().expect_err("it has no theme");
        assert!(sentence.contains(words::theme()), "{sentence}");
        let mut bad = form();
        bad.date = "2026-02-31".to_owned();
        assert_eq!(bad.read(), Err(action_news::date_fault().to_owned()));
        let mut bad = form();
        bad.outcome = "x".repeat(Passage::CHARS_MAX + 1);
        let sentence = bad.read().expect_err("it is too long");
        assert!(sentence.contains(words::outcome()), "{sentence}");
    }
}
