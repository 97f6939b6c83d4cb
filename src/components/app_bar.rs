//! The top of every page: name, statuses, council of the device, navigation.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{CouncilLook, Icon, SaveStatus, StatusLine, Sticker, SyncStatus};
use crate::i18n::parts;

/// A council as components show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilBadge {
    /// Its id in the contract.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Its shape and colour.
    pub look: CouncilLook,
}

/// Shows where one is and what is saved, and leads to the five main pages, if it may.
///
/// The navigation is a bar at the bottom of a phone and at the top of a tablet.
/// The skip link leads to the element with the id `contenu`, which the page
/// provides: `<main id="contenu" tabindex="-1">`.
#[component]
pub fn AppBar(
    /// Name of the app or of the place one is in.
    #[prop(into)]
    title: Signal<String>,
    /// Storage of this device.
    #[prop(into)]
    save_status: Signal<SaveStatus>,
    /// Relay.
    #[prop(into)]
    sync_status: Signal<SyncStatus>,
    /// Council that this device is for, if one was chosen.
    #[prop(into)]
    council: Signal<Option<CouncilBadge>>,
    /// False on a tablet that is lent: it leads nowhere.
    #[prop(into)]
    has_navigation: Signal<bool>,
) -> impl IntoView {
    // The router ignores `external` links, so the browser itself moves the focus.
    view! {
        <a class="skip-link" href="#contenu" rel="external">{parts::skip_to_content()}</a>
        <header class="app-bar">
            <div class="app-bar__inner">
                <div class="app-bar__top">
                    <p class="app-bar__title">
                        <span class="app-bar__mark" aria-hidden="true"></span>
                        <span>{move || title.get()}</span>
                    </p>
                    {move || council.get().map(|council| view! { <DeviceCouncil council /> })}
                    <div class="app-bar__status"><StatusLine save_status sync_status /></div>
                </div>
                <Show when=move || has_navigation.get()>
                    <Navigation />
                </Show>
            </div>
        </header>
    }
}

#[component]
fn Navigation() -> impl IntoView {
    view! {
        <nav class="app-bar__nav" aria-label=parts::navigation()>
            <ul class="app-bar__links" role="list">
                <NavLink href="/" icon="home" text=parts::nav_home() />
                <NavLink href="/ateliers" icon="people" text=parts::nav_workshops() />
                <NavLink href="/contrat" icon="document" text=parts::nav_contract() />
                <NavLink href="/synchronisation" icon="sync" text=parts::nav_sync() />
                <NavLink href="/reglages" icon="settings" text=parts::nav_settings() />
            </ul>
        </nav>
    }
}

#[component]
fn DeviceCouncil(council: CouncilBadge) -> impl IntoView {
    view! {
        <p class="app-bar__council" data-council=council.look.color()>
            <Sticker council=council.look />
            <span class="visually-hidden">{parts::device_council()}" "</span>
            <span>{council.name}</span>
        </p>
    }
}

#[component]
fn NavLink(href: &'static str, icon: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li class="app-bar__place">
            <A href=href exact={href == "/"} attr:class="app-bar__link">
                <Icon name=icon />
                <span class="app-bar__text">{text}</span>
            </A>
        </li>
    }
}
