//! One action in the list of the follow-up.

use leptos::prelude::*;

use super::Icon;
use super::status_pill::{ActionStep, StatusPill};
use crate::i18n::follow_up as words;

/// An action as the list shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUpView {
    /// Address of its page.
    pub href: String,
    /// "Action 1.10".
    pub code: String,
    /// Wording.
    pub label: String,
    /// Where it stands.
    pub step: ActionStep,
    /// Words of the pill when the scale has none; empty for the step's own.
    pub pill: String,
    /// What the contract prints, when the pill says something else.
    pub printed: Option<String>,
    /// Where it takes place.
    pub place: String,
    /// Day of the last news.
    pub last_news: String,
    /// Short words that ask for attention, each with its icon.
    pub marks: Vec<(&'static str, &'static str)>,
}

/// A row that leads to the action as a whole. An `<li>`, use inside `follow-up-rows`.
#[component]
pub fn FollowUpRow(
    /// The action.
    action: FollowUpView,
) -> impl IntoView {
    let marks = action.marks.into_iter().map(|(icon, text)| {
        view! { <li class="follow-up-row__mark"><Icon name=icon />{text}</li> }
    });
    let marks = marks.collect::<Vec<_>>();
    view! {
        <li class="follow-up-row">
            <div class="follow-up-row__what">
                <p class="follow-up-row__code">{action.code}</p>
                <a class="follow-up-row__label" href=action.href>{action.label}</a>
                {(!marks.is_empty())
                    .then(|| view! { <ul class="follow-up-row__marks" role="list">{marks}</ul> })}
            </div>
            <div class="follow-up-row__status">
                <StatusPill step=action.step printed=action.pill />
                {action
                    .printed
                    .map(|printed| view! { <p class="follow-up-row__printed">{printed}</p> })}
            </div>
            <div class="follow-up-row__facts">
                <p class="follow-up-row__fact">
                    <span class="follow-up-row__name">{words::place()}</span>
                    " "
                    {action.place}
                </p>
                <p class="follow-up-row__fact">
                    <span class="follow-up-row__name">{words::last_news()}</span>
                    " "
                    {action.last_news}
                </p>
            </div>
        </li>
    }
}
