//! Which councils are connected now.

use std::time::Duration;

use leptos::prelude::*;

use super::clock::use_now;
use crate::components::{Panel, Sticker};
use crate::i18n::presence as words;
use crate::model::results::badge;
use crate::replica::use_replica;

/// Between two looks at the clock: a tablet that left shows as gone soon after.
const TICK: Duration = Duration::from_secs(5);
/// A minute, in ms.
const MINUTE_MS: i64 = 60_000;

/// Councils with the number of their tablets, or when they were last heard.
#[component]
pub(super) fn PresencePanel() -> impl IntoView {
    let replica = use_replica();
    let (snapshot, presence) = (replica.snapshot(), replica.presence());
    let now_ms = use_now(TICK);
    let councils = Memo::new(move |_| {
        let now_ms = now_ms.get();
        let heard = presence.read().councils(now_ms).into_iter();
        let lines = heard.map(|council| {
            let words = match council.n_devices {
                0 => words::gone((now_ms - council.last_heard_ms) / MINUTE_MS),
                n_devices => words::devices(n_devices),
            };
            (council.council, words)
        });
        lines.collect::<Vec<_>>()
    });
    let lines = move || {
        let councils = councils.get().into_iter();
        let lines = councils.map(|(council, words)| {
            let name = match &council {
                None => words::no_council().to_owned(),
                Some(id) => badge(&snapshot.read(), Some(id)).name,
            };
            let sticker = council.map(|id| {
                let look = badge(&snapshot.read(), Some(&id)).look;
                view! { <Sticker council=look /> }
            });
            view! { <li class="cluster">{sticker}<strong>{name}</strong><span>{words}</span></li> }
        });
        lines.collect_view()
    };
    view! {
        <Panel title=words::title()>
            <p>{words::lead()}</p>
            <Show
                when=move || councils.with(|councils| !councils.is_empty())
                fallback=|| view! { <p>{words::nobody()}</p> }
            >
                <ul class="stack" role="list">{lines}</ul>
            </Show>
        </Panel>
    }
}
