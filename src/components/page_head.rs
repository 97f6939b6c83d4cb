//! The head of a page: where one is, and the question.

use leptos::prelude::*;

use super::{CardLook, Icon, Pictogram};

/// The first heading of a page, with a bar in the colour of its card.
///
/// The heading takes the focus (`tabindex="-1"`, id `titre-page`), so that a page
/// can move it there after a navigation.
#[component]
pub fn PageHead(
    /// The first heading.
    #[prop(into)]
    title: Signal<String>,
    /// Short line above it, such as "Carte 1 sur 6"; may be empty.
    #[prop(optional, into)]
    eyebrow: Signal<String>,
    /// One sentence under it; may be empty.
    #[prop(optional, into)]
    lead: Signal<String>,
    /// Card whose colour and pictogram it takes; none by default.
    #[prop(optional, into)]
    card: Signal<CardLook>,
    /// Address and text of the way back.
    #[prop(optional, into)]
    back: Option<(String, String)>,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let line = |class: &'static str, text: Signal<String>| {
        move || {
            let text = text.get();
            (!text.is_empty()).then(|| view! { <p class=class>{text}</p> })
        }
    };
    view! {
        <div class="page-head" data-card=move || card.get().color()>
            {back.map(|(href, text)| view! {
                <a class="page-head__back" href=href><Icon name="back" />{text}</a>
            })}
            <div class="page-head__body">
                {move || {
                    let card = card.get();
                    (!card.is_none())
                        .then(|| view! { <span class="page-head__medal"><Pictogram card /></span> })
                }}
                <div class="page-head__titles">
                    {line("page-head__eyebrow", eyebrow)}
                    <h1 class="page-head__title" id="titre-page" tabindex="-1">
                        {move || title.get()}
                    </h1>
                    {line("page-head__lead", lead)}
                </div>
            </div>
            {children.map(|children| view! { <div class="page-head__actions">{children()}</div> })}
        </div>
    }
}
