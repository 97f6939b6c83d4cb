//! Hiding what people wrote, or showing it again, and the trace that everyone reads.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Button, FormActions, TextField, unique_id};
use crate::i18n::moderation as words;

/// What was decided about one thing, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModerationView {
    /// True when it is hidden now.
    pub is_hidden: bool,
    /// One sentence per decision, oldest first.
    pub trace: Vec<String>,
    /// Ends the names of the buttons, such as "la remarque «…»".
    pub subject: String,
    /// What hiding it does, in one sentence or two.
    pub consequences: &'static str,
}

/// A decision that a person asks for: true to hide, and the reason as it was typed.
pub type ModerationChoice = (bool, String);

/// The trace, and a button for those who decide.
#[component]
pub fn Moderation(
    /// What was decided so far.
    view: ModerationView,
    /// Whether this device may decide.
    #[prop(into)]
    may_decide: Signal<bool>,
    /// The person decided; answers with what is wrong, if anything is.
    on_decide: Callback<ModerationChoice, Option<String>>,
    /// Longest reason, in Unicode scalar values.
    reason_chars_max: usize,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let is_hidden = view.is_hidden;
    let mut former = view.trace.clone();
    // While it is hidden, why stands in sight; what was decided before is folded.
    let last = if is_hidden { former.pop() } else { None };
    let action = if is_hidden {
        words::show_again()
    } else {
        words::hide()
    };
    let subject = StoredValue::new(view.subject);
    let consequences = view.consequences;
    view! {
        <div class="moderation">
            {last.map(|sentence| view! { <p class="moderation__reason">{sentence}</p> })}
            <Trace sentences=former />
            <Show when=move || may_decide.get()>
                <Show
                    when=move || is_open.get()
                    fallback=move || view! {
                        <div>
                            <Button on_press=move |()| is_open.set(true)>
                                {action}
                                <span class="visually-hidden">" "{subject.get_value()}</span>
                            </Button>
                        </div>
                    }
                >
                    <ReasonForm is_hidden is_open action consequences on_decide reason_chars_max />
                </Show>
            </Show>
        </div>
    }
}

/// Former decisions, folded; nothing when there is none.
#[component]
fn Trace(sentences: Vec<String>) -> impl IntoView {
    let entries = sentences
        .into_iter()
        .map(|sentence| view! { <li>{sentence}</li> })
        .collect::<Vec<_>>();
    (!entries.is_empty()).then(|| {
        view! {
            <details>
                <summary>{words::see_trace()}</summary>
                <ul>{entries}</ul>
            </details>
        }
    })
}

#[component]
fn ReasonForm(
    is_hidden: bool,
    is_open: RwSignal<bool>,
    action: &'static str,
    consequences: &'static str,
    on_decide: Callback<ModerationChoice, Option<String>>,
    reason_chars_max: usize,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let wrong = on_decide.run((!is_hidden, reason.get_untracked()));
        if wrong.is_none() {
            is_open.set(false);
        }
        error.set(wrong);
    };
    let id = unique_id("moderation");
    let about = id.clone();
    view! {
        <form class="flow" on:submit=on_submit aria-describedby=about>
            {(!is_hidden).then(|| view! { <p id=id>{consequences}</p> })}
            <TextField
                label=words::reason()
                hint=words::reason_hint()
                value=reason
                on_input=move |typed| reason.set(typed)
                error
                chars_max=reason_chars_max
            />
            <FormActions on_cancel=move |()| is_open.set(false) submit=action />
        </form>
    }
}
