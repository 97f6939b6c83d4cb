//! Réglages: the council of this device, how it shows things, its storage, the notice.

use domain::CouncilId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::erasure::Erasure;
use super::notices::UpdateNotice;
use super::rehearsal::RehearsalStart;
use crate::components::{
    Button, ChoiceGroup, ChoiceKind, ChoiceTile, CouncilPicker, PageHead, Panel,
};
use crate::i18n::{settings, shell};
use crate::pages::home::council_badges;
use crate::platform;
use crate::replica::use_replica;
use crate::state::device::{Device, Display, use_device};
use crate::state::update::use_update;

/// What concerns this device only.
#[component]
pub fn SettingsPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(settings::title()));
    let device = use_device();
    let councils = council_badges(&use_replica().snapshot().read_untracked());
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=settings::title() lead=settings::lead() />
            <Panel>
                <CouncilPicker
                    legend=settings::council()
                    councils
                    selected=Signal::derive(move || device.council().get().map(|id| id.to_string()))
                    on_select=move |id: String| {
                        if let Ok(id) = id.parse::<CouncilId>() {
                            device.set_council(id);
                        }
                    }
                />
            </Panel>
            <Panel><DisplayChoices device /></Panel>
            <Storage device />
            <Version />
            <RehearsalStart />
            <Erasure />
            <section id="donnees" aria-labelledby="donnees-titre">
                <Panel>
                    <h2 id="donnees-titre">{settings::notice()}</h2>
                    <ul>
                        {settings::notice_sentences().map(|text| view! { <li>{text}</li> }).collect_view()}
                    </ul>
                </Panel>
            </section>
        </main>
    }
}

type Choices = &'static [(Option<&'static str>, fn() -> &'static str)];

/// Text size, colours, contrast, movement.
#[component]
fn DisplayChoices(
    /// This device.
    device: Device,
) -> impl IntoView {
    const TEXT: Choices = &[
        (None, settings::usual),
        (Some("large"), settings::large),
        (Some("larger"), settings::larger),
    ];
    const SCHEME: Choices = &[
        (None, settings::as_system),
        (Some("light"), settings::light),
        (Some("dark"), settings::dark),
    ];
    const CONTRAST: Choices = &[(None, settings::as_system), (Some("high"), settings::high)];
    const SOUND: Choices = &[
        (None, settings::sound_on),
        (Some("off"), settings::sound_off),
    ];
    const MOTION: Choices = &[(None, settings::as_system), (Some("off"), settings::off)];
    view! {
        <div class="flow">
            <DisplayChoice device name="text" legend=settings::text_size() choices=TEXT
                field=|display| &mut display.text />
            <DisplayChoice device name="scheme" legend=settings::colors() choices=SCHEME
                field=|display| &mut display.scheme />
            <DisplayChoice device name="contrast" legend=settings::contrast() choices=CONTRAST
                field=|display| &mut display.contrast />
            <DisplayChoice device name="motion" legend=settings::motion() choices=MOTION
                field=|display| &mut display.motion />
            <DisplayChoice device name="sound" legend=settings::sound() choices=SOUND
                field=|display| &mut display.sound />
        </div>
    }
}

/// One choice among a few.
#[component]
fn DisplayChoice(
    /// This device.
    device: Device,
    /// Name of the group of radio buttons.
    name: &'static str,
    /// What is chosen.
    legend: &'static str,
    /// Values and their words.
    choices: Choices,
    /// Where the value is kept.
    field: fn(&mut Display) -> &mut Option<String>,
) -> impl IntoView {
    view! {
        <ChoiceGroup legend>
            {choices
                .iter()
                .map(|&(value, words)| view! {
                    <ChoiceTile
                        name
                        label=words()
                        kind=ChoiceKind::Radio
                        checked=Signal::derive(move || {
                            field(&mut device.display().get()).as_deref() == value
                        })
                        on_change=move |_| device.set_display(|display| {
                            *field(display) = value.map(str::to_owned);
                        })
                    />
                })
                .collect_view()}
        </ChoiceGroup>
    }
}

/// Whether the browser keeps what is stored, and how much room there is.
#[component]
fn Storage(
    /// This device.
    device: Device,
) -> impl IntoView {
    let may_ask = Memo::new(move |_| device.is_persistent().get() != Some(true));
    view! {
        <Panel title=settings::storage()>
            <p role="status"><StorageWords device /></p>
            <Show when=move || may_ask.get()>
                <div>
                    <Button on_press=move |()| device.ask_persistence()>
                        {settings::ask_persistence()}
                    </Button>
                </div>
            </Show>
        </Panel>
    }
}

/// The browser's promise and the room that is taken, in words.
#[component]
pub(super) fn StorageWords(
    /// This device.
    device: Device,
) -> impl IntoView {
    let room = RwSignal::new(None);
    spawn_local(async move {
        let found = platform::storage_room().await;
        let _page_gone = room.try_set(found);
    });
    view! {
        {move || settings::persistence(device.is_persistent().get())}
        " "
        {move || room.get().map(settings::room)}
    }
}

/// The version that waits, also when it was put off.
#[component]
fn Version() -> impl IntoView {
    let update = use_update();
    view! {
        <Panel title=settings::version()>
            <Show
                when=move || update.is_there().get()
                fallback=|| view! { <p>{settings::up_to_date()}</p> }
            >
                <Show
                    when=move || update.is_put_off().get()
                    fallback=|| view! { <p>{settings::update_above()}</p> }
                >
                    <UpdateNotice can_put_off=false />
                </Show>
            </Show>
        </Panel>
    }
}
