//! What lets a tablet in: a code to scan, and an address to type.

use leptos::prelude::*;

use super::QrCode;
use crate::i18n::room as words;

/// A QR code with the address below it, in clear.
#[component]
pub fn JoinCode(
    /// Address that the camera opens.
    #[prop(into)]
    scanned: Signal<String>,
    /// Address that a person types.
    #[prop(into)]
    typed: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="join-code">
            <div class="join-code__square"><QrCode text=scanned label=words::code_label() /></div>
            <p class="join-code__address">
                {words::or_type()}
                <code class="join-code__text">{move || typed.get()}</code>
            </p>
        </div>
    }
}
