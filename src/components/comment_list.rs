//! Remarks, oldest first or as the page orders them.

use leptos::prelude::*;

use super::Sticker;
use crate::i18n::parts;

/// One remark as it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommentView {
    /// Stable id, for the list.
    pub id: String,
    /// What the remark says.
    pub text: String,
    /// Where it comes from, such as "Annemasse, 14 juin 2019"; may be empty.
    pub source: String,
    /// Council id, or empty.
    pub council: String,
}

/// A list of remarks, or one sentence when there is none.
#[component]
pub fn CommentList(
    /// Remarks in the order to show.
    #[prop(into)]
    comments: Signal<Vec<CommentView>>,
) -> impl IntoView {
    view! {
        <Show
            when=move || comments.with(|comments| !comments.is_empty())
            fallback=|| view! { <p class="comment-list__none">{parts::no_comment()}</p> }
        >
            <ul class="comment-list" role="list">
                <For
                    each=move || comments.get()
                    // A remark never changes under its id; a corrected one is another entry.
                    key=|comment| (comment.id.clone(), comment.text.clone())
                    let:comment
                >
                    <li class="comment-list__entry">
                        <p class="comment-list__text">{comment.text}</p>
                        {(!comment.source.is_empty()).then(|| view! {
                            <p class="comment-list__source">
                                <Sticker council=comment.council />
                                {comment.source}
                            </p>
                        })}
                    </li>
                </For>
            </ul>
        </Show>
    }
}
