//! Something worth knowing now, with at most one action.

use leptos::prelude::*;

use super::{CouncilLook, Icon, Sticker};

/// What kind of news a notice brings; drawn as an icon and a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeTone {
    /// Good to know.
    #[default]
    Info,
    /// Something worked.
    Success,
    /// Something asks for care.
    Warning,
}

impl NoticeTone {
    fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "check",
            Self::Warning => "warning",
        }
    }
}

/// A callout: bold title, one sentence, one action.
#[component]
pub fn Notice(
    /// The news in a few words.
    #[prop(into)]
    title: Signal<String>,
    /// One sentence more; may be empty.
    #[prop(optional, into)]
    text: Signal<String>,
    /// Kind of news.
    #[prop(optional)]
    tone: NoticeTone,
    /// Council whose dot is drawn instead of the icon; neutral for none.
    #[prop(optional)]
    council: CouncilLook,
    /// A button or a link button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let mark = if council.is_neutral() {
        view! { <Icon name=tone.icon() /> }.into_any()
    } else {
        view! { <Sticker council=council /> }.into_any()
    };
    view! {
        <div class="notice" data-tone=tone.name()>
            <span class="notice__mark">{mark}</span>
            <div class="notice__words">
                <p class="notice__title">{move || title.get()}</p>
                {move || {
                    let text = text.get();
                    (!text.is_empty()).then(|| view! { <p class="notice__text">{text}</p> })
                }}
            </div>
            {children.map(|children| view! { <div class="notice__action">{children()}</div> })}
        </div>
    }
}
