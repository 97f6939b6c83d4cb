//! A tablet that scanned the code of a workshop waits for the workshop itself.

use leptos::prelude::*;

use crate::components::{LinkButton, PageHead};
use crate::i18n::{room, shell};
use crate::routes;

/// The workshop of the address is not on this device yet; the page follows by itself.
#[component]
pub(super) fn Awaited() -> impl IntoView {
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=room::awaited_title() lead=room::awaited_text() />
            <LinkButton href=routes::home()>{shell::back_home()}</LinkButton>
        </main>
    }
}
