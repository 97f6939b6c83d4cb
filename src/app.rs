//! The composition root: opens the replica, provides contexts, holds the router.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;

use crate::components::{AppBar, CouncilBadge, ErrorPanel};
use crate::i18n::shell;
use crate::model::codes::code_in;
use crate::model::results::badge;
use crate::pages::{
    AnnexPage, ApplicationsPage, BallotPage, CardPage, CodesPage, ContractActionPage, ContractPage,
    ContributionPage, FollowUpPage, Guard, HomePage, MeetingsPage, NotFoundPage, Notices,
    OrientationPage, PostersPage, PreparationPage, PrioritiesPage, ProjectionPage, Rehearsal,
    ReportPage, SettingsPage, SynchronizationPage, VersionPage, WorkshopPage, WorkshopsPage,
};
use crate::platform::{self, Store};
use crate::replica::{OpenError, Replica, Start, invitation_in, provide_replica};
use crate::routes;
use crate::state::device::{Device, provide_device};
use crate::state::lending::{Lending, provide_lending};
use crate::state::update::{Update, provide_update};
use crate::state::visit::{Visit, provide_visit};

/// First change of the document, the same on every device for ever.
///
/// The folder is that of `.cargo/config.toml`, or of `cargo xtask build --contract`.
static GENESIS: &[u8] = include_bytes!(concat!(env!("SIX_CARTES_CONTRACT"), "/genesis.automerge"));
/// Change after it, the same on every device for ever.
static AMENDMENT: &[u8] =
    include_bytes!(concat!(env!("SIX_CARTES_CONTRACT"), "/amendment.automerge"));

/// Opens what this device holds, then shows the pages.
#[component]
pub fn App() -> impl IntoView {
    let opened = LocalResource::new(open);
    Effect::new(move |_| {
        if opened.with(Option::is_some) {
            platform::remove_splash();
        }
    });
    move || {
        opened.get().map(|opened| match opened {
            Ok((replica, device, lending)) => view! { <Shell replica device lending /> }.into_any(),
            Err(_) => view! {
                <main id="contenu" class="page">
                    <ErrorPanel
                        what=shell::broken_build_what()
                        safe=shell::broken_build_safe()
                        next=shell::broken_build_next()
                    />
                </main>
            }
            .into_any(),
        })
    }
}

async fn open() -> Result<(Replica, Device, Lending), std::sync::Arc<OpenError>> {
    let store = Store::open().await;
    let replica = Replica::open(start(), store, platform::relay_url()).await?;
    let device = Device::open(replica).await;
    // Before the first page: what a lent tablet may not show never shows.
    let lending = Lending::open(replica).await;
    platform::watch_fragment(move |fragment| {
        if let Some(code) = code_in(fragment) {
            lending.note_scanned(Some(code));
            return true;
        }
        let invitation = invitation_in(fragment);
        let is_taken = invitation.is_some();
        if let Some(invitation) = invitation {
            replica.open_link(invitation);
        }
        is_taken
    });
    platform::on_rehearsal_change(platform::open_afresh);
    platform::start_service_worker();
    Ok((replica, device, lending))
}

/// What the document of this device starts from: the contract, or a rehearsal of it.
fn start() -> Start {
    let genesis = if platform::is_rehearsal() {
        // Kept as long as the page. A genesis that cannot be read is refused when it is opened.
        document::rehearsal(GENESIS).map_or(GENESIS, |bytes| Box::leak(bytes.into_boxed_slice()))
    } else {
        GENESIS
    };
    Start {
        genesis,
        amendment: AMENDMENT,
    }
}

/// The bar and the page of the address.
#[component]
fn Shell(
    /// Document of this device.
    replica: Replica,
    /// This device.
    device: Device,
    /// Whose hands it is in.
    lending: Lending,
) -> impl IntoView {
    provide_replica(replica);
    provide_device(device);
    provide_lending(lending);
    provide_visit(Visit::listen(replica));
    provide_update(Update::listen(replica.save_status()));
    Effect::new(move |_| replica.note_council(device.council().get()));
    let council = Memo::new(move |_| {
        let id = device.council().get()?;
        let snapshot = replica.snapshot().get();
        snapshot.contract.council(&id)?;
        Some(badge(&snapshot, Some(&id)))
    });
    // A link that is for a council saves the person the question.
    Effect::new(move |_| {
        let id = replica
            .access()
            .with(|access| access.council()?.parse().ok());
        let is_free = device.council().with_untracked(Option::is_none);
        if let Some(id) = id.filter(|_| is_free)
            && replica
                .snapshot()
                .with_untracked(|s| s.contract.council(&id).is_some())
        {
            device.set_council(id);
        }
    });
    // Codes from screen to camera are there for when there is no network: any device that
    // may have something to send keeps what makes them.
    let capabilities = replica.capabilities();
    let may_contribute = Memo::new(move |_| capabilities.get().may_contribute);
    Effect::new(move |_| {
        if may_contribute.get() {
            platform::keep_worker();
        }
    });
    view! {
        <Router>
            <FocusOnArrival />
            <Bar replica council />
            <Notices />
            <Rehearsal />
            <Guard>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/cartes/:card") view=CardPage />
                    <Route path=path!("/ateliers") view=WorkshopsPage />
                    <Route path=path!("/ateliers/:id") view=WorkshopPage />
                    <Route path=path!("/ateliers/:id/bulletin") view=BallotPage />
                    <Route path=path!("/ateliers/:id/projection") view=ProjectionPage />
                    <Route path=path!("/ateliers/:id/codes") view=CodesPage />
                    <Route path=path!("/ateliers/:id/compte-rendu") view=ReportPage />
                    <Route path=path!("/ateliers/:id/preparation") view=PreparationPage />
                    <Route path=path!("/ateliers/:id/affiches") view=PostersPage />
                    <Route path=path!("/contrat") view=ContractPage />
                    <Route path=path!("/contrat/orientations/:n") view=OrientationPage />
                    <Route path=path!("/contrat/actions/:id") view=ContractActionPage />
                    <Route path=path!("/suivi") view=FollowUpPage />
                    <Route path=path!("/suivi/annexe") view=AnnexPage />
                    <Route path=path!("/suivi/appel-a-projets") view=ApplicationsPage />
                    <Route path=path!("/suivi/rencontres") view=MeetingsPage />
                    <Route path=path!("/priorites/versions/:id") view=VersionPage />
                    <Route path=path!("/priorites") view=PrioritiesPage />
                    <Route path=path!("/priorites/contribution") view=ContributionPage />
                    <Route path=path!("/synchronisation") view=SynchronizationPage />
                    <Route path=path!("/reglages") view=SettingsPage />
                </Routes>
            </Guard>
        </Router>
    }
}

/// The bar on top of every page but the screen of the room.
#[component]
fn Bar(
    /// Document of this device.
    replica: Replica,
    /// Council of this device.
    council: Memo<Option<CouncilBadge>>,
) -> impl IntoView {
    let location = use_location();
    let has_bar = Memo::new(move |_| !routes::is_projection(&location.pathname.read()));
    view! {
        <Show when=move || has_bar.get()>
            <AppBar
                title=shell::app_name()
                save_status=replica.save_status()
                sync_status=replica.sync_status()
                council
                has_navigation=Signal::derive(move || replica.capabilities().get().may_browse)
            />
        </Show>
    }
}

/// Moves the focus to the title of a page that one navigates to, as a page load does.
#[component]
fn FocusOnArrival() -> impl IntoView {
    let location = use_location();
    Effect::new(move |former: Option<String>| {
        let path = location.pathname.get();
        let has_moved = former.is_some_and(|former| former != path);
        if has_moved && location.hash.get_untracked().is_empty() {
            platform::focus("titre-page");
        }
        path
    });
}
