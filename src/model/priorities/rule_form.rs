//! The form of the rule: what is typed, and the rule it describes. Pure.

use domain::{Date, Passage, Place, PriorityBar, PriorityRule, StatementId, TextFault, Weighing};

use crate::i18n::{action_news, parts, priorities as words, workshop};
use crate::model::choice_list::{chosen, place_of};

/// Most places that a rule can name: a card has some twenty proposals.
pub const PLACES_MAX: u32 = 30;
/// Most dots that a rule can ask for.
pub const DOTS_MAX: u32 = 999;

/// What the form holds while a person fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleForm {
    /// What stood when the form opened.
    pub seen: Vec<StatementId>,
    /// Place in [`Weighing::ALL`].
    pub weighing: String,
    /// True for a number of dots, false for places.
    pub is_by_dots: bool,
    /// First places.
    pub places: u32,
    /// Dots at least.
    pub dots: u32,
    /// Who chose.
    pub body: String,
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    /// Why.
    pub reason: String,
}

impl RuleForm {
    /// A first rule: the first three places of each card, by the sum of the dots.
    pub fn new(today: Date) -> Self {
        Self {
            seen: Vec::new(),
            weighing: place_of(&Weighing::ALL, Some(&Weighing::Dots)),
            is_by_dots: false,
            places: 3,
            dots: 10,
            body: String::new(),
            date: today.to_string(),
            reason: String::new(),
        }
    }

    /// The form with the rule that stands; who, when and why are asked anew.
    pub fn of(rule: &PriorityRule, seen: Vec<StatementId>, today: Date) -> Self {
        let mut form = Self {
            seen,
            weighing: place_of(&Weighing::ALL, Some(&rule.weighing)),
            ..Self::new(today)
        };
        match rule.bar {
            PriorityBar::Places(places) => form.places = places.into(),
            PriorityBar::Dots(dots) => {
                form.is_by_dots = true;
                form.dots = dots.into();
            }
        }
        form
    }

    /// How councils are put together, and from where on a proposal is a priority.
    ///
    /// # Errors
    /// A sentence when the two do not go together.
    pub fn bar(&self) -> Result<(Weighing, PriorityBar), String> {
        let number = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        let weighing = chosen(&Weighing::ALL, &self.weighing).unwrap_or(Weighing::Dots);
        let bar = if self.is_by_dots {
            PriorityBar::Dots(number(self.dots))
        } else {
            PriorityBar::Places(number(self.places))
        };
        if self.is_by_dots && weighing == Weighing::Councils {
            return Err(words::dots_go_with_sum().to_owned());
        }
        Ok((weighing, bar))
    }

    /// What was typed, as a rule.
    ///
    /// # Errors
    /// A sentence about the first field that cannot be read.
    pub fn read(&self) -> Result<PriorityRule, String> {
        let fault = |label: &'static str| {
            move |fault: TextFault| parts::in_field(label, &workshop::text_fault(&fault))
        };
        let (weighing, bar) = self.bar()?;
        let date = self.date.parse();
        Ok(PriorityRule {
            weighing,
            bar,
            body: Place::new(&self.body).map_err(fault(words::body_label()))?,
            date: date.map_err(|_| action_news::date_fault().to_owned())?,
            reason: Passage::new(&self.reason).map_err(fault(words::rule_reason_label()))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> RuleForm {
        RuleForm {
            body: "Réunion des quatre conseils".to_owned(),
            reason: "Choisi à main levée".to_owned(),
            ..RuleForm::new("2026-11-27".parse().expect("a day"))
        }
    }

    #[test]
    fn a_rule_reads_and_opens_again_without_its_reason() {
        let rule = form().read().expect("it can be read");
        assert!(rule.is_sound());
        assert_eq!(rule.bar, PriorityBar::Places(3));
        let again = RuleForm::of(&rule, Vec::new(), rule.date);
        assert_eq!(again.bar(), Ok((rule.weighing, rule.bar)));
        assert!(again.read().is_err(), "who and why are asked anew");
    }

    #[test]
    fn a_number_of_dots_goes_with_the_sum_only() {
        let mut by_dots = form();
        by_dots.is_by_dots = true;
        assert_eq!(
            by_dots.read().map(|rule| rule.bar),
            Ok(PriorityBar::Dots(10))
        );
        by_dots.weighing = place_of(&Weighing::ALL, Some(&Weighing::Councils));
        assert_eq!(by_dots.read(), Err(words::dots_go_with_sum().to_owned()));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let mut bad = form();
        bad.body = " ".to_owned();
        let sentence = bad.read().expect_err("nobody chose");
        assert!(sentence.contains(words::body_label()), "{sentence}");
        let mut bad = form();
        bad.date = "2026-02-31".to_owned();
        assert_eq!(bad.read(), Err(action_news::date_fault().to_owned()));
    }
}
