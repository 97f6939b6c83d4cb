//! How far an action of the contract has come.

use leptos::prelude::*;

use crate::i18n::parts;

/// The five steps of the contract, and not knowing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActionStep {
    /// Atteint.
    Reached,
    /// En voie de finalisation.
    Finalizing,
    /// En cours de déploiement.
    Deploying,
    /// En cours de lancement.
    Launching,
    /// Non atteint.
    NotReached,
    /// The contract does not say, or not clearly.
    #[default]
    Unknown,
}

impl ActionStep {
    /// Every step, in the order in which an action comes to it; not knowing comes last.
    pub const ALL: [Self; 6] = [
        Self::NotReached,
        Self::Launching,
        Self::Deploying,
        Self::Finalizing,
        Self::Reached,
        Self::Unknown,
    ];

    /// Place in [`Self::ALL`], from 0.
    pub const fn place(self) -> usize {
        match self {
            Self::NotReached => 0,
            Self::Launching => 1,
            Self::Deploying => 2,
            Self::Finalizing => 3,
            Self::Reached => 4,
            Self::Unknown => 5,
        }
    }

    /// Name of the step for `data-step` attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Finalizing => "finalizing",
            Self::Deploying => "deploying",
            Self::Launching => "launching",
            Self::NotReached => "not_reached",
            Self::Unknown => "unknown",
        }
    }

    /// A disc that fills up: the step shows without colour.
    fn drawing(self) -> &'static str {
        match self {
            Self::Reached => {
                "<circle class='status-pill__full' cx='10' cy='10' r='9'/>\
                 <path class='status-pill__tick' d='M5.8 10.4l2.9 2.9 5.6-6.2'/>"
            }
            Self::Finalizing => {
                "<circle class='status-pill__ring' cx='10' cy='10' r='8'/>\
                 <path class='status-pill__full' d='M10 10V4.5a5.5 5.5 0 1 1-5.5 5.5z'/>"
            }
            Self::Deploying => {
                "<circle class='status-pill__ring' cx='10' cy='10' r='8'/>\
                 <path class='status-pill__full' d='M10 4.5a5.5 5.5 0 0 1 0 11z'/>"
            }
            Self::Launching => {
                "<circle class='status-pill__ring' cx='10' cy='10' r='8'/>\
                 <path class='status-pill__full' d='M10 10V4.5a5.5 5.5 0 0 1 5.5 5.5z'/>"
            }
            Self::NotReached => {
                "<circle class='status-pill__ring' cx='10' cy='10' r='8'/>\
                 <path class='status-pill__line' d='M7 7l6 6m0-6l-6 6'/>"
            }
            Self::Unknown => {
                "<circle class='status-pill__ring' data-dashed='' cx='10' cy='10' r='8'/>\
                 <path class='status-pill__line' d='M7 10h6'/>"
            }
        }
    }
}

/// The shape of a step, beside words or a number that carry the meaning.
#[component]
pub fn StepMark(
    /// The step.
    step: ActionStep,
) -> impl IntoView {
    view! {
        <svg
            class="status-pill__mark"
            data-step=step.name()
            viewBox="0 0 20 20"
            aria-hidden="true"
            focusable="false"
            inner_html=step.drawing()
        ></svg>
    }
}

/// A shape and the words of the step.
#[component]
pub fn StatusPill(
    /// The step.
    #[prop(into)]
    step: Signal<ActionStep>,
    /// What the contract prints, when it differs; empty shows the step's own words.
    #[prop(optional, into)]
    printed: Signal<String>,
) -> impl IntoView {
    let words = move || {
        let printed = printed.get();
        if printed.is_empty() {
            parts::action_step(step.get()).to_owned()
        } else {
            printed
        }
    };
    view! {
        <span class="status-pill" data-step=move || step.get().name()>
            <svg
                class="status-pill__mark"
                viewBox="0 0 20 20"
                aria-hidden="true"
                focusable="false"
                inner_html=move || step.get().drawing()
            ></svg>
            <span class="status-pill__words">{words}</span>
        </span>
    }
}
