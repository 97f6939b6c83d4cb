//! Letting tablets in: the code to scan, or what to do without a relay.

use domain::WorkshopId;
use leptos::prelude::*;

use crate::components::{JoinCode, LinkButton, Panel};
use crate::i18n::room as words;
use crate::pages::room::{JoinState, use_join};
use crate::replica::use_replica;
use crate::routes;

/// The code that opens this workshop on another tablet.
#[component]
pub(super) fn JoinPanel(
    /// The workshop.
    workshop: Memo<Option<WorkshopId>>,
) -> impl IntoView {
    let state = use_join(use_replica(), workshop);
    view! {
        <Panel title=words::join_title()>
            {move || match state.get() {
                JoinState::Asking => view! { <p>{words::join_asking()}</p> }.into_any(),
                JoinState::Refused => {
                    view! { <p role="status">{words::join_refused()}</p> }.into_any()
                }
                JoinState::Away => view! {
                    <p role="status">{words::join_away()}</p>
                    <p>{words::join_by_file()}</p>
                    <div class="actions">
                        <LinkButton href=routes::synchronization()>{words::join_file_link()}</LinkButton>
                    </div>
                }
                .into_any(),
                JoinState::Ready(address) => {
                    let is_secret = address.scanned.contains('#');
                    view! {
                        <p>{words::join_lead()}</p>
                        <JoinCode scanned=address.scanned typed=address.typed />
                        {is_secret.then(|| view! { <p>{words::join_secret()}</p> })}
                        {address.is_local.then(|| view! { <p>{words::join_local()}</p> })}
                    }
                    .into_any()
                }
            }}
        </Panel>
    }
}
