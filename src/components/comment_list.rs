//! Remarks, oldest first or as the page orders them.

use leptos::prelude::*;

use super::moderation::{Moderation, ModerationView};
use super::{CouncilLook, Sticker};
use crate::i18n::parts;

/// One remark as it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommentView {
    /// Stable id, for the list.
    pub id: String,
    /// What the remark says, or that it is hidden.
    pub text: String,
    /// Where it comes from, such as "Annemasse, 14 juin 2019"; may be empty.
    pub source: String,
    /// Shape and colour of its council; neutral for none.
    pub council: CouncilLook,
    /// Whether it is hidden, and the trace.
    pub moderation: ModerationView,
}

/// A decision about a remark: its id, true to hide, and the reason as it was typed.
pub type CommentChoice = (String, bool, String);

/// A list of remarks, or one sentence when there is none.
#[component]
pub fn CommentList(
    /// Remarks in the order to show.
    #[prop(into)]
    comments: Signal<Vec<CommentView>>,
    /// Whether this device may hide a remark or show it again.
    #[prop(into)]
    may_moderate: Signal<bool>,
    /// The person decided; answers with what is wrong, if anything is.
    on_moderate: Callback<CommentChoice, Option<String>>,
    /// Longest reason, in Unicode scalar values.
    reason_chars_max: usize,
) -> impl IntoView {
    let entry = move |comment: CommentView| {
        let id = comment.id;
        let on_decide = Callback::new(move |(is_hidden, reason)| {
            on_moderate.run((id.clone(), is_hidden, reason))
        });
        let is_hidden = comment.moderation.is_hidden;
        view! {
            <li class="comment-list__entry" data-hidden=is_hidden>
                <p class="comment-list__text">{comment.text}</p>
                {(!comment.source.is_empty()).then(|| view! {
                    <p class="comment-list__source">
                        <Sticker council=comment.council />
                        {comment.source}
                    </p>
                })}
                <Moderation view=comment.moderation may_decide=may_moderate on_decide reason_chars_max />
            </li>
        }
    };
    view! {
        <Show
            when=move || comments.with(|comments| !comments.is_empty())
            fallback=|| view! { <p class="comment-list__none">{parts::no_comment()}</p> }
        >
            <ul class="comment-list" role="list">
                <For
                    each=move || comments.get()
                    // Under its id, a remark changes only when it is hidden or shown again.
                    key=|comment| (comment.id.clone(), comment.moderation.trace.len())
                    children=entry
                />
            </ul>
        </Show>
    }
}
