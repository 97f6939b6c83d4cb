//! Any address that is not one of ours.

use leptos::prelude::*;

use crate::components::{ButtonKind, ErrorPanel, LinkButton};
use crate::i18n::shell;
use crate::{platform, routes};

/// Says so, and leads back home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(shell::not_found_title()));
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <h1 id="titre-page" tabindex="-1">{shell::not_found_title()}</h1>
            <ErrorPanel what=shell::not_found_title() safe=shell::not_found_safe() next=shell::not_found_next()>
                <LinkButton href=routes::home() kind=ButtonKind::Primary>{shell::back_home()}</LinkButton>
            </ErrorPanel>
        </main>
    }
}
