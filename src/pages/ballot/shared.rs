//! A tablet that goes from hand to hand: code, ballot, hand-over, and round again.
//!
//! What shows is a signal of this page and never in the address or the history, so that
//! neither « back » nor a reload leads to somebody's ballot.

use domain::{RoundId, VoterCode, WorkshopId};
use leptos::prelude::*;

use super::code_box::CodeBox;
use super::hand_over::HandOver;
use super::{DraftUnread, RoundBallot, Voting};
use crate::components::{Button, ButtonKind, Dialog};
use crate::i18n::{codes as words, lending};
use crate::pages::idle::IdleWatch;
use crate::pages::lent::LentFoot;
use crate::platform;
use crate::replica::{Replica, use_replica};
use crate::state::ballot_draft::{BallotDraft, forget_draft};
use crate::state::device::use_device;
use crate::state::lending::use_lending;

/// What the tablet shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// It asks for a code.
    CodeBox,
    /// The ballot of a code.
    Ballot(RoundId, VoterCode),
    /// A ballot was validated; nobody holds the tablet.
    HandOver,
}

/// Handle of the shared tablet; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk {
    place: RwSignal<Place>,
    typed: RwSignal<String>,
    is_assisted: RwSignal<bool>,
    /// Key of the draft that a ballot was made of, until the ballot itself is stored.
    cast: RwSignal<Option<String>>,
}

impl Desk {
    fn new() -> Self {
        Self {
            place: RwSignal::new(Place::CodeBox),
            typed: RwSignal::new(String::new()),
            is_assisted: RwSignal::new(false),
            cast: RwSignal::new(None),
        }
    }

    /// What was typed in the code box.
    pub(super) fn typed(self) -> RwSignal<String> {
        self.typed
    }

    /// Whether someone helps the person who holds the tablet.
    pub(super) fn is_assisted(self) -> RwSignal<bool> {
        self.is_assisted
    }

    /// Opens the ballot of a code.
    pub(super) fn open(self, round: RoundId, code: VoterCode) {
        self.typed.set(String::new());
        self.show(Place::Ballot(round, code));
    }

    /// Back to the code box, for anyone.
    pub(super) fn leave(self) {
        self.typed.set(String::new());
        self.is_assisted.set(false);
        if self.place.get_untracked() != Place::CodeBox {
            self.show(Place::CodeBox);
        }
    }

    /// A ballot was validated.
    pub(super) fn hand_over(self, draft: BallotDraft) {
        self.cast.set(Some(draft.key()));
        self.is_assisted.set(false);
        self.show(Place::HandOver);
    }

    /// The ballot is stored: what it was made of leaves this tablet.
    pub(super) fn forget_cast(self, replica: Replica) {
        if let Some(key) = self.cast.try_update(Option::take).flatten() {
            forget_draft(replica, key);
        }
    }

    fn show(self, place: Place) {
        self.place.set(place);
        platform::scroll_to_top();
        platform::focus("titre-page");
    }
}

/// Code box, ballot, hand-over: one after the other, without a reload.
#[component]
pub(super) fn SharedBallot(
    /// The workshop.
    workshop: WorkshopId,
) -> impl IntoView {
    let (lending, device) = (use_lending(), use_device());
    let desk = Desk::new();
    // The address is outside: a code that it brings is somebody who has just come.
    Effect::new(move |_| {
        if let Some(code) = lending.scanned().get() {
            lending.note_scanned(None);
            desk.leave();
            desk.typed.set(code);
        }
    });
    // There is something to lose from now on: browsers then agree more readily.
    Effect::new(move |_| {
        if desk.place.with(|place| *place == Place::HandOver) {
            device.ask_persistence();
        }
    });
    let asks = Memo::new(move |_| desk.place.with(|place| matches!(place, Place::Ballot(..))));
    view! {
        <IdleWatch asks on_exit=move |()| desk.leave() />
        {move || match desk.place.get() {
            Place::CodeBox => view! { <CodeBox workshop desk /> }.into_any(),
            Place::Ballot(round, code) => {
                view! { <BallotOfCode workshop desk round code /> }.into_any()
            }
            Place::HandOver => view! { <HandOver desk /> }.into_any(),
        }}
    }
}

/// The ballot of one code, once its draft is read.
#[component]
fn BallotOfCode(
    workshop: WorkshopId,
    desk: Desk,
    round: RoundId,
    code: VoterCode,
) -> impl IntoView {
    let replica = use_replica();
    let opened = LocalResource::new(move || {
        let code = code.clone();
        async move {
            let draft = BallotDraft::open_for_code(replica, round, code).await;
            // Ticked once it stays so: the draft is the same person's.
            if desk.is_assisted.try_get_untracked() == Some(true) {
                draft.set_assisted(true);
            }
            draft
        }
    });
    move || match opened.get() {
        Some(draft) => view! { <RoundBallot draft desk=Some(desk) workshop /> }.into_any(),
        None => view! { <DraftUnread replica /> }.into_any(),
    }
}

/// What stands at the end of a ballot: on a shared tablet the way to abandon it, on a
/// lent one of one person the facilitator's way back.
#[component]
pub(super) fn BallotEnd(
    /// The ballot.
    voting: Voting,
) -> impl IntoView {
    match voting.desk {
        Some(desk) => view! { <Abandon voting desk /> }.into_any(),
        None => view! { <LentFoot /> }.into_any(),
    }
}

/// Leaves the ballot, and takes it off this tablet.
#[component]
fn Abandon(voting: Voting, desk: Desk) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let close = Callback::new(move |()| is_open.set(false));
    let abandon = move |()| {
        voting.draft.forget();
        desk.leave();
    };
    view! {
        <div class="actions">
            <Button on_press=move |()| is_open.set(true)>{words::abandon()}</Button>
        </div>
        <Dialog title=words::abandon_question() open=is_open on_close=close>
            <p>{words::abandon_words()}</p>
            <div class="dialog__actions">
                <Button on_press=close>{lending::go_on()}</Button>
                <Button kind=ButtonKind::Danger on_press=abandon>{words::abandon()}</Button>
            </div>
        </Dialog>
    }
}
