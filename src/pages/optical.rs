//! Changes from the screen of one tablet to the camera of another, when there is nothing
//! else: what is read is looked at as a file is, before anything is merged.
//!
//! Reading order: [`OpticalPanel`], [`Stage`], `carrier` (the worker and the camera).

mod carrier;

use leptos::prelude::*;

use self::carrier::Carrier;
use crate::components::{Button, Icon, Notice, NoticeTone, Panel};
use crate::i18n::{exports, optical as words};
use crate::platform::CameraFault;
use crate::replica::use_replica;

/// The camera's picture.
const VIDEO_ID: &str = "image-appareil-photo";
/// Where codes are drawn.
const CODE_ID: &str = "code-optique";

/// What this tablet is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    /// Nothing.
    #[default]
    Idle,
    /// Shows what it has.
    Asking,
    /// Reads the codes of the other.
    Reading,
    /// Looks for the code of the other.
    Looking,
    /// Shows its codes.
    Showing,
}

/// What it has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Everything was read.
    Received,
    /// What was read is not whole.
    Damaged,
    /// The other tablet has all.
    NothingToSend,
    /// The other tablet has another document.
    OtherDocument,
    /// Too much for codes.
    TooLarge,
    /// There is no camera.
    Camera(CameraFault),
    /// The second WebAssembly is not on this device.
    NotLoaded,
}

impl Told {
    fn words(self) -> (NoticeTone, &'static str) {
        let warn = |words| (NoticeTone::Warning, words);
        match self {
            Self::Received => (NoticeTone::Success, words::received()),
            Self::NothingToSend => (NoticeTone::Success, words::nothing_to_send()),
            Self::Damaged => warn(words::damaged()),
            Self::OtherDocument => warn(words::other_document()),
            Self::TooLarge => warn(words::too_large()),
            Self::Camera(fault) => warn(words::camera_fault(fault)),
            Self::NotLoaded => warn(exports::not_loaded()),
        }
    }
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Reading {
    n_received: usize,
    n_needed: usize,
    has_others: bool,
    is_newer: bool,
}

/// Sends to another tablet, or receives from one.
#[component]
pub(super) fn OpticalPanel(
    /// Called with the bytes of a file, once all was read.
    #[prop(into)]
    on_received: Callback<Vec<u8>>,
) -> impl IntoView {
    let replica = use_replica();
    let carrier = Carrier::new(replica, on_received);
    let may_contribute = Memo::new(move |_| replica.capabilities().get().may_contribute);
    on_cleanup(move || carrier.stop());
    view! {
        <div class="screen-only">
            <Panel title=words::title()>
                <p>{words::lead()}</p>
                <div role="status">
                    {move || carrier.told.get().map(|told| {
                        let (tone, title) = told.words();
                        view! { <Notice title tone /> }
                    })}
                </div>
                {move || match carrier.stage.get() {
                    Stage::Idle => view! {
                        <div class="cluster">
                            <Show when=move || may_contribute.get()>
                                <Button on_press=move |()| carrier.ask()>
                                    <Icon name="eye" />
                                    {words::receive()}
                                </Button>
                            </Show>
                            <Button on_press=move |()| carrier.look()>
                                <Icon name="send" />
                                {words::send()}
                            </Button>
                        </div>
                    }.into_any(),
                    Stage::Asking => view! { <Asking carrier /> }.into_any(),
                    Stage::Reading => view! { <ReadingCodes carrier /> }.into_any(),
                    Stage::Looking => view! { <Looking carrier /> }.into_any(),
                    Stage::Showing => view! { <Showing carrier /> }.into_any(),
                }}
            </Panel>
        </div>
    }
}

/// The code that says what this tablet has.
#[component]
fn Asking(carrier: Carrier) -> impl IntoView {
    view! {
        <h3>{words::ask_title()}</h3>
        <p>{words::ask_words()}</p>
        <canvas id=CODE_ID class="optical__code" role="img" aria-label=words::ask_label()></canvas>
        <div class="actions">
            <Button on_press=move |()| carrier.stop()>{words::stop()}</Button>
            <Button kind=crate::components::ButtonKind::Primary on_press=move |()| carrier.read()>
                {words::start_reading()}
            </Button>
        </div>
    }
}

/// The camera, and how far the reading is.
#[component]
fn ReadingCodes(carrier: Carrier) -> impl IntoView {
    let reading = carrier.reading;
    let has_others = Memo::new(move |_| reading.get().has_others);
    let is_newer = Memo::new(move |_| reading.get().is_newer);
    view! {
        <h3>{words::read_title()}</h3>
        <p>{words::read_words()}</p>
        <Video />
        <p role="status">
            {move || words::progress(reading.get().n_received, reading.get().n_needed)}
        </p>
        <progress
            class="optical__progress"
            aria-hidden="true"
            max=move || reading.get().n_needed.max(1).to_string()
            value=move || reading.get().n_received.to_string()
        ></progress>
        <Show when=move || is_newer.get()>
            <Notice title=words::newer() tone=NoticeTone::Warning />
        </Show>
        <Show when=move || has_others.get()>
            <Notice title=words::others() tone=NoticeTone::Warning>
                <Button on_press=move |()| carrier.start_anew()>{words::start_anew()}</Button>
            </Notice>
        </Show>
        <div class="actions">
            <Button on_press=move |()| carrier.stop()>{words::stop()}</Button>
        </div>
    }
}

/// The camera, until the code of the other tablet is seen.
#[component]
fn Looking(carrier: Carrier) -> impl IntoView {
    view! {
        <h3>{words::look_title()}</h3>
        <p>{words::look_words()}</p>
        <Video />
        <div class="actions">
            <Button on_press=move |()| carrier.stop()>{words::stop()}</Button>
            <Button on_press=move |()| carrier.send_all()>{words::send_all()}</Button>
        </div>
    }
}

/// The codes, one after the other.
#[component]
fn Showing(carrier: Carrier) -> impl IntoView {
    view! {
        <h3>{words::show_title()}</h3>
        <p>{move || words::show_words(carrier.seconds.get())}</p>
        <canvas id=CODE_ID class="optical__code" role="img" aria-label=words::show_label()></canvas>
        <div class="actions">
            <Button on_press=move |()| carrier.stop()>{words::stop()}</Button>
        </div>
    }
}

#[component]
fn Video() -> impl IntoView {
    view! {
        <video
            id=VIDEO_ID
            class="optical__video"
            aria-label=words::video_label()
            muted
            playsinline
        ></video>
    }
}
