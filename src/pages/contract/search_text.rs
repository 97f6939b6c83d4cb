//! The words searched: they live in the address (`?q=`), so that going back finds them.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::Url;

use crate::{platform, routes};

/// Name of the words in the address.
const QUERY_KEY: &str = "q";

/// Rest after which the address follows. Safari refuses more than a hundred changes of
/// the address in thirty seconds, and the router does not survive the refusal.
const ADDRESS_REST: Duration = Duration::from_millis(350);

/// The words searched, and what changes them.
#[derive(Clone, Copy, Debug)]
pub(super) struct SearchText {
    /// Words as typed; from the address when nobody types.
    pub(super) text: Memo<String>,
    /// The person typed.
    pub(super) on_input: Callback<String>,
    /// Writes the words to the address now, before a link leads away.
    pub(super) settle: Callback<()>,
}

/// Reads the words from the address and lets them change.
pub(super) fn use_search_text() -> SearchText {
    let draft = RwSignal::new(None::<String>);
    let in_address = use_words_in_address();
    let text = Memo::new(move |_| draft.get().unwrap_or_else(|| in_address.get()));
    let navigate = use_navigate();
    let settle = Callback::new(move |()| {
        if let Some(text) = draft.get_untracked() {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..Default::default()
            };
            navigate(&address(&text), options);
            draft.set(None);
        }
    });
    let on_input = Callback::new(move |typed: String| {
        draft.set(Some(typed.clone()));
        spawn_local(async move {
            platform::sleep(ADDRESS_REST).await;
            // The page may be gone, and newer words wait for their own rest.
            if draft.try_get_untracked().flatten() == Some(typed) {
                settle.run(());
            }
        });
    });
    SearchText {
        text,
        on_input,
        settle,
    }
}

fn use_words_in_address() -> Memo<String> {
    let location = use_location();
    Memo::new(move |before: Option<&String>| {
        // While a link leads away the address is already that of the next page.
        if location.pathname.read().trim_end_matches('/') == routes::contract() {
            location.query.read().get(QUERY_KEY).unwrap_or_default()
        } else {
            before.cloned().unwrap_or_default()
        }
    })
}

fn address(text: &str) -> String {
    if text.is_empty() {
        routes::contract()
    } else {
        format!("{}?{QUERY_KEY}={}", routes::contract(), Url::escape(text))
    }
}
