//! The form of a new workshop: what is typed, what is wrong, what is asked. Pure.
//!
//! Must not know: the browser, the document, the clock; today and the ids are given.

use std::collections::BTreeSet;

use domain::{
    CardId, Command, CouncilId, Date, DotScope, FacilitatorLock, Place, RoundRules, RulesFault,
    Snapshot, TextFault, Title, Workshop, WorkshopId, limits,
};

use super::facilitator_lock::{CodeFault, FacilitatorCode};
use crate::i18n::workshop as words;

/// What the form holds while a person fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkshopForm {
    /// Title as typed; `None` as long as the proposal is left as it is.
    pub title: Option<String>,
    /// Day as the date input gives it; empty when it was cleared.
    pub date: String,
    /// Place as typed; may stay empty.
    pub place: String,
    /// Councils ticked.
    pub councils: BTreeSet<CouncilId>,
    /// Cards ticked.
    pub cards: BTreeSet<CardId>,
    /// N, gommettes per person.
    pub dots_per_ballot: u32,
    /// Cap, gommettes per proposal.
    pub dots_per_proposal_max: u32,
    /// What N counts for.
    pub scope: DotScope,
    /// The facilitator's code as typed; may stay empty.
    pub code: String,
}

/// What is wrong with each field; `None` when all is well.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkshopFormFaults {
    /// Title.
    pub title: Option<TextFault>,
    /// True when the day is no day.
    pub date: bool,
    /// Place.
    pub place: Option<TextFault>,
    /// True when no council is ticked.
    pub councils: bool,
    /// True when no card is ticked.
    pub cards: bool,
    /// The two rules.
    pub rules: Option<RulesFault>,
    /// The facilitator's code.
    pub code: Option<CodeFault>,
}

impl WorkshopForm {
    /// The form as it opens: today, the council of the device, every card, 3 and 2.
    pub fn new(snapshot: &Snapshot, today: Date, council: Option<CouncilId>) -> Self {
        Self {
            title: None,
            date: today.to_string(),
            place: String::new(),
            councils: council.into_iter().collect(),
            cards: snapshot.cards.keys().cloned().collect(),
            dots_per_ballot: 3,
            dots_per_proposal_max: 2,
            scope: DotScope::PerCard,
            code: String::new(),
        }
    }

    /// The form of a workshop that exists, to change what was said of it.
    pub fn of(snapshot: &Snapshot, workshop: &Workshop) -> Self {
        let rules = workshop.rules.unwrap_or_default();
        Self {
            title: Some(workshop.title.to_string()),
            place: workshop
                .place
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            councils: workshop.councils.iter().cloned().collect(),
            cards: workshop.cards.iter().cloned().collect(),
            dots_per_ballot: rules.dots_per_ballot().into(),
            dots_per_proposal_max: rules.dots_per_proposal_max().into(),
            scope: rules.scope(),
            ..Self::new(snapshot, workshop.date, None)
        }
    }

    /// True when the day in the field is before `today`.
    pub fn is_before(&self, today: Date) -> bool {
        self.date.parse::<Date>().is_ok_and(|date| date < today)
    }

    /// Title in the field: what was typed, else a proposal that follows the day.
    pub fn shown_title(&self) -> String {
        self.title.clone().unwrap_or_else(|| {
            let date = self.date.parse().ok();
            date.map_or_else(String::new, words::proposed_title)
        })
    }

    /// Rules as they stand, checked together.
    ///
    /// # Errors
    /// [`RulesFault`] says which number to change.
    pub fn rules(&self) -> Result<RoundRules, RulesFault> {
        let n = u8::try_from(self.dots_per_ballot).unwrap_or(u8::MAX);
        let cap = u8::try_from(self.dots_per_proposal_max).unwrap_or(u8::MAX);
        RoundRules::new(n, cap, self.scope)
    }

    /// Changes N; the cap follows when it would be over.
    pub fn set_dots_per_ballot(&mut self, n: u32) {
        self.dots_per_ballot = n.clamp(1, limits::DOTS_PER_BALLOT_MAX.into());
        self.dots_per_proposal_max = self.dots_per_proposal_max.min(self.dots_per_ballot);
    }

    /// What is wrong, field by field.
    pub fn faults(&self) -> WorkshopFormFaults {
        WorkshopFormFaults {
            title: Title::new(&self.shown_title()).err(),
            date: self.date.parse::<Date>().is_err(),
            place: self.place().err(),
            councils: self.councils.is_empty(),
            cards: self.cards.is_empty(),
            rules: self.rules().err(),
            code: self.code().err(),
        }
    }

    /// The command that creates the workshop `id`.
    ///
    /// # Errors
    /// [`WorkshopFormFaults`] says what to change, field by field.
    pub fn command(
        &self,
        snapshot: &Snapshot,
        id: WorkshopId,
    ) -> Result<Command, WorkshopFormFaults> {
        let faults = self.faults();
        if faults != WorkshopFormFaults::default() {
            return Err(faults);
        }
        let (Ok(title), Ok(date), Ok(place), Ok(rules)) = (
            Title::new(&self.shown_title()),
            self.date.parse(),
            self.place(),
            self.rules(),
        ) else {
            return Err(faults);
        };
        let councils = snapshot.contract.councils.iter();
        let deck = snapshot.deck();
        Ok(Command::CreateWorkshop {
            id,
            title,
            date,
            place,
            councils: councils
                .map(|council| council.id.clone())
                .filter(|id| self.councils.contains(id))
                .collect(),
            cards: deck
                .iter()
                .map(|card| card.id.clone())
                .filter(|id| self.cards.contains(id))
                .collect(),
            rules,
            lock: None,
        })
    }

    /// What the document keeps of the facilitator's code, if one was typed; `salt` is
    /// random.
    pub fn lock(&self, salt: [u8; 16]) -> Option<FacilitatorLock> {
        let code = self.code().ok().flatten()?;
        Some(code.lock(salt))
    }

    fn code(&self) -> Result<Option<FacilitatorCode>, CodeFault> {
        if self.code.trim().is_empty() {
            Ok(None)
        } else {
            FacilitatorCode::new(&self.code).map(Some)
        }
    }

    /// The command that changes the workshop `id`.
    ///
    /// # Errors
    /// [`WorkshopFormFaults`] says what to change, field by field.
    pub fn edit_command(
        &self,
        snapshot: &Snapshot,
        id: WorkshopId,
    ) -> Result<Command, WorkshopFormFaults> {
        match self.command(snapshot, id)? {
            Command::CreateWorkshop {
                id,
                title,
                date,
                place,
                councils,
                cards,
                rules,
                ..
            } => Ok(Command::EditWorkshop {
                id,
                title,
                date,
                place,
                councils,
                cards,
                rules,
            }),
            other => Ok(other),
        }
    }

    fn place(&self) -> Result<Option<Place>, TextFault> {
        if self.place.trim().is_empty() {
            Ok(None)
        } else {
            Place::new(&self.place).map(Some)
        }
    }
}

/// Ticks or unticks one entry of a set.
pub fn tick<T: Ord>(set: &mut BTreeSet<T>, entry: T, is_ticked: bool) {
    if is_ticked {
        set.insert(entry);
    } else {
        set.remove(&entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workshop_samples::Sample;

    fn form(sample: &Sample) -> WorkshopForm {
        let today = "2026-03-04".parse().expect("a day");
        let council = "annemasse".parse().expect("a slug");
        WorkshopForm::new(&sample.snapshot, today, Some(council))
    }

    #[test]
    fn the_form_as_it_opens_creates_a_workshop() {
        let sample = Sample::new();
        let form = form(&sample);
        assert_eq!(form.shown_title(), "Atelier du 4 mars 2026");
        let id = WorkshopId::from_bytes([5; 16]);
        let command = form.command(&sample.snapshot, id).expect("all is well");
        assert_eq!(domain::check(&sample.snapshot, &command), Ok(()));
        let Command::CreateWorkshop {
            cards,
            place,
            rules,
            ..
        } = command
        else {
            unreachable!("the form creates a workshop")
        };
        assert_eq!(cards, [sample.card(1), sample.card(2)]);
        assert_eq!((place, rules), (None, RoundRules::default()));
    }

    #[test]
    fn the_form_of_a_workshop_says_what_is_known_and_changes_it() {
        let sample = Sample::new();
        let id = sample.workshop();
        let workshop = sample.snapshot.workshops[&id].as_ref();
        let mut form = WorkshopForm::of(&sample.snapshot, workshop);
        assert_eq!(form.shown_title(), "Atelier");
        assert_eq!((form.councils.len(), form.cards.len()), (4, 2));
        assert!(form.is_before("2026-03-05".parse().expect("a day")));
        assert!(!form.is_before("2026-03-04".parse().expect("a day")));
        form.set_dots_per_ballot(5);
        form.cards.remove(&sample.card(2));
        let command = form
            .edit_command(&sample.snapshot, id)
            .expect("all is well");
        assert_eq!(domain::check(&sample.snapshot, &command), Ok(()));
        let Command::EditWorkshop { rules, cards, .. } = command else {
            unreachable!("the form changes a workshop")
        };
        assert_eq!((rules.dots_per_ballot(), cards), (5, vec![sample.card(1)]));
    }

    #[test]
    fn the_proposed_title_follows_the_day_until_it_is_typed() {
        let mut form = form(&Sample::new());
        form.date = "2026-04-01".to_owned();
        assert_eq!(form.shown_title(), "Atelier du 1er avril 2026");
        form.title = Some("Rencontre".to_owned());
        form.date = "2026-05-01".to_owned();
        assert_eq!(form.shown_title(), "Rencontre");
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let sample = Sample::new();
        let mut form = form(&sample);
        form.title = Some("  ".to_owned());
        form.date.clear();
        form.place = "é".repeat(121);
        form.councils.clear();
        form.cards.clear();
        form.dots_per_proposal_max = 4;
        form.code = "12".to_owned();
        let id = WorkshopId::from_bytes([5; 16]);
        let expected = WorkshopFormFaults {
            title: Some(TextFault::Empty),
            date: true,
            place: Some(TextFault::TooLong {
                chars: 121,
                chars_max: 120,
            }),
            councils: true,
            cards: true,
            rules: Some(RulesFault::CapOverBudget),
            code: Some(CodeFault::TooShort),
        };
        assert_eq!(form.command(&sample.snapshot, id), Err(expected));
    }

    #[test]
    fn the_cap_follows_a_lower_number_of_gommettes() {
        let mut form = form(&Sample::new());
        form.set_dots_per_ballot(1);
        assert_eq!(form.dots_per_proposal_max, 1);
        assert!(form.rules().is_ok());
        form.set_dots_per_ballot(0);
        assert_eq!(form.dots_per_ballot, 1);
    }
}
