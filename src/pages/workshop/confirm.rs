//! Questions before what cannot be taken back.
//!
//! The dialogs stand apart from what they are about, so that a ballot that arrives
//! does not close them.

use domain::RoundId;
use leptos::prelude::*;

use super::{Intent, Model};
use crate::components::{Button, ButtonKind, Dialog};
use crate::i18n::{parts, workshop as words};
use crate::model::results::as_u32;
use crate::model::workshop::RoundModel;

/// What is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Close this round?
    Close(RoundId),
    /// Reveal the hidden cards of this round?
    Reveal(RoundId),
}

/// The two questions; each shows when it is asked.
#[component]
pub(super) fn ConfirmDialogs(
    /// The workshop.
    model: Model,
    /// The question under way.
    question: RwSignal<Option<Question>>,
    /// The person said yes.
    #[prop(into)]
    on_intent: Callback<Intent>,
) -> impl IntoView {
    let close_sentences = move || match question.get() {
        Some(Question::Close(id)) => with_round(model, id, |round| {
            words::close_consequences(round.n_ballots).to_vec()
        }),
        _ => Vec::new(),
    };
    let reveal_sentences = move || match question.get() {
        Some(Question::Reveal(id)) => with_round(model, id, |round| {
            let n_cards = as_u32(round.hidden_cards.len());
            words::reveal_consequences(n_cards, round.arbitration.n_open())
        }),
        _ => Vec::new(),
    };
    let on_confirm = Callback::new(move |()| {
        let asked = question.get_untracked();
        question.set(None);
        match asked {
            Some(Question::Close(id)) => on_intent.run(Intent::Close(id)),
            Some(Question::Reveal(id)) => {
                let cards = with_round(model, id, |round| round.hidden_cards.clone());
                on_intent.run(Intent::Reveal(id, cards));
            }
            None => {}
        }
    });
    let on_cancel = Callback::new(move |()| question.set(None));
    view! {
        <Confirm
            title=words::close_question()
            yes=words::close_round()
            open=Signal::derive(move || matches!(question.get(), Some(Question::Close(_))))
            sentences=Signal::derive(close_sentences)
            on_confirm
            on_cancel
        />
        <Confirm
            title=words::reveal_question()
            yes=words::reveal()
            open=Signal::derive(move || matches!(question.get(), Some(Question::Reveal(_))))
            sentences=Signal::derive(reveal_sentences)
            on_confirm
            on_cancel
        />
    }
}

/// What `read` finds in a round; nothing when the round is unknown.
fn with_round<T>(model: Model, id: RoundId, read: impl Fn(&RoundModel) -> Vec<T>) -> Vec<T> {
    model.with(|model| {
        let model = model.as_ref();
        let mut rounds = model.iter().flat_map(|m| m.current.iter().chain(&m.past));
        rounds.find(|round| round.id == id).map_or(Vec::new(), read)
    })
}

/// A question, what a yes does, and the two buttons.
#[component]
fn Confirm(
    title: &'static str,
    yes: &'static str,
    open: Signal<bool>,
    sentences: Signal<Vec<String>>,
    on_confirm: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let list = move || {
        let sentences = sentences.get().into_iter();
        sentences
            .map(|sentence| view! { <p>{sentence}</p> })
            .collect_view()
    };
    view! {
        <Dialog title=title open on_close=on_cancel>
            {list}
            <div class="dialog__actions">
                <Button on_press=on_cancel>{parts::cancel()}</Button>
                <Button kind=ButtonKind::Primary on_press=on_confirm>{yes}</Button>
            </div>
        </Dialog>
    }
}
