//! The ballot: place, take back, review, validate, change.
//!
//! Reading order: [`BallotPage`] (with a code or without), `shared` (the code box, the
//! ballot of a code, the hand-over), [`RoundBallot`] (the three steps of either).

mod awaited;
mod code_box;
mod done;
mod fill;
mod hand_over;
mod kept;
mod review;
mod shared;

use std::sync::Arc;

use domain::{
    Ballot, BallotId, Command, CouncilId, Round, RoundStatus, Workshop, WorkshopId, current_ballots,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::awaited::Awaited;
use self::done::Done;
use self::fill::Fill;
use self::review::Review;
use self::shared::{Desk, SharedBallot};
use crate::components::{
    ButtonKind, CouncilLook, CouncilPicker, ErrorPanel, LinkButton, Notice, NoticeTone, PageHead,
    Panel,
};
use crate::i18n::access::not_done;
use crate::i18n::{ballot, settings, shell};
use crate::model::ballot_sheet::{BallotSheet, ballot_council, build_ballot_sheet, current_round};
use crate::model::looks::council_look;
use crate::model::results::workshop_badges;
use crate::pages::NotFoundPage;
use crate::pages::access::NotAllowed;
use crate::pages::lent::LentFoot;
use crate::replica::{DispatchError, LoanKind, Replica, use_replica};
use crate::state::ballot_draft::BallotDraft;
use crate::state::device::{Device, use_device};
use crate::state::lending::use_lending;
use crate::{platform, routes};

/// What the voter is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Fill,
    Review,
    Done,
}

/// Everything that the three steps share; cheap to copy.
#[derive(Clone, Copy)]
struct Voting {
    replica: Replica,
    device: Device,
    draft: BallotDraft,
    /// The shared tablet that the ballot is filled on; `None` for a personal one.
    desk: Option<Desk>,
    workshop: StoredValue<Arc<Workshop>>,
    round: Memo<Option<Arc<Round>>>,
    sheet: StoredValue<Arc<BallotSheet>>,
    step: RwSignal<Step>,
    card_idx: RwSignal<usize>,
    refusal: RwSignal<Option<String>>,
}

/// The ballot of a workshop's open round.
#[component]
pub fn BallotPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(ballot::title()));
    let replica = use_replica();
    let (loan, scanned) = (replica.loan(), use_lending().scanned());
    let params = use_params_map();
    let snapshot = replica.snapshot();
    // Only whether it is there: what changes in it must not replace a ballot.
    let id = Memo::new(move |_| params.read().get("id")?.parse::<WorkshopId>().ok());
    let workshop = Memo::new(move |_| {
        let id = id.get()?;
        snapshot.read().workshops.contains_key(&id).then_some(id)
    });
    let may_vote = Memo::new(move |_| replica.capabilities().get().may_vote);
    // A code once scanned stays the way in, on any tablet.
    let is_by_code = Memo::new(move |former: Option<&bool>| {
        let is_shared = loan.get().is_some_and(|loan| loan.kind == LoanKind::Shared);
        is_shared || scanned.with(Option::is_some) || former == Some(&true)
    });
    move || match workshop.get() {
        None if id.get().is_some() => view! { <Awaited /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
        Some(_) if !may_vote.get() => view! { <NotAllowed /> }.into_any(),
        Some(id) if is_by_code.get() => view! { <SharedBallot workshop=id /> }.into_any(),
        Some(id) => view! { <PersonalBallot workshop=id /> }.into_any(),
    }
}

/// The one ballot of this tablet in the round that runs.
#[component]
fn PersonalBallot(
    /// The workshop.
    workshop: WorkshopId,
) -> impl IntoView {
    let replica = use_replica();
    let snapshot = replica.snapshot();
    // Sticks to its round: a newer one must not replace a ballot that is being filled.
    let round_id = Memo::new(move |former: Option<&Option<_>>| {
        if let Some(Some(id)) = former {
            return Some(*id);
        }
        let round = current_round(&snapshot.read(), workshop)?;
        Some(round.id)
    });
    let opened = LocalResource::new(move || {
        let id = round_id.get();
        async move {
            match id {
                Some(id) => Some(BallotDraft::open(replica, id).await),
                None => None,
            }
        }
    });
    move || match opened.get() {
        Some(Some(draft)) => view! { <RoundBallot draft desk=None workshop /> }.into_any(),
        Some(None) if round_id.get().is_none() => view! { <NoRound /> }.into_any(),
        _ => view! { <DraftUnread replica /> }.into_any(),
    }
}

/// The draft is not read yet; after a moment, why.
#[component]
fn DraftUnread(
    /// Document of this device.
    replica: Replica,
) -> impl IntoView {
    let fault = replica.store_fault();
    view! {
        <main id="contenu" class="page" tabindex="-1">
            {move || fault.get().map(|fault| view! {
                <ErrorPanel
                    what=shell::store_fault_what(Some(&fault))
                    safe=ballot::draft_unread_safe()
                    next=shell::store_fault_next(Some(&fault))
                />
            })}
        </main>
    }
}

/// No round was opened yet.
#[component]
fn NoRound() -> impl IntoView {
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=ballot::no_round_title() lead=ballot::no_round_text() />
            <WayHome kind=ButtonKind::Quiet />
            <LentFoot />
        </main>
    }
}

/// Leads home, where this tablet may go there.
#[component]
fn WayHome(
    /// How much it asks for attention.
    kind: ButtonKind,
) -> impl IntoView {
    let capabilities = use_replica().capabilities();
    view! {
        <Show when=move || capabilities.get().may_browse>
            <LinkButton href=routes::home() kind>{shell::back_home()}</LinkButton>
        </Show>
    }
}

/// The ballot of one round, once its draft is read.
#[component]
fn RoundBallot(
    /// Draft of this device, or of a code.
    draft: BallotDraft,
    /// The shared tablet; `None` for a personal one.
    desk: Option<Desk>,
    /// Workshop of the round.
    workshop: WorkshopId,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let snapshot = replica.snapshot();
    let Some(workshop) = snapshot.read_untracked().workshops.get(&workshop).cloned() else {
        return view! { <NoRound /> }.into_any();
    };
    let round = Memo::new(move |_| snapshot.read().rounds.get(&draft.round()).cloned());
    // Built once: nothing that arrives touches a ballot that is being filled.
    let sheet = round
        .get_untracked()
        .and_then(|round| build_ballot_sheet(&snapshot.read_untracked(), &round));
    let Some(sheet) = sheet else {
        return view! { <NoRound /> }.into_any();
    };
    let has_cast =
        !current_ballots(&snapshot.read_untracked(), draft.round(), &draft.voter()).is_empty();
    let first = if has_cast && draft.is_cast().get_untracked() {
        Step::Done
    } else {
        Step::Fill
    };
    let voting = Voting {
        replica,
        device,
        draft,
        desk,
        workshop: StoredValue::new(workshop),
        round,
        sheet: StoredValue::new(Arc::new(sheet)),
        step: RwSignal::new(first),
        card_idx: RwSignal::new(0),
        refusal: RwSignal::new(None),
    };
    replica.on_device_entry(&draft.key(), move || {
        leptos::task::spawn_local(draft.reload());
    });
    view! {
        {move || match voting.step.get() {
            Step::Fill => view! { <Fill voting /> }.into_any(),
            Step::Review => view! { <Review voting /> }.into_any(),
            Step::Done => view! { <Done voting /> }.into_any(),
        }}
    }
    .into_any()
}

impl Voting {
    fn go_to(self, step: Step) {
        self.refusal.set(None);
        self.step.set(step);
        platform::scroll_to_top();
        platform::focus("titre-page");
    }

    /// Where the round stands now; `Closed` when it is gone.
    fn status(self) -> RoundStatus {
        self.round
            .get()
            .map_or(RoundStatus::Closed, |round| round.status())
    }

    /// Council of the ballot: on a shared tablet the bearer of the code says it.
    fn council(self) -> Option<CouncilId> {
        let own = if self.draft.is_of_code() {
            self.draft.council().get()
        } else {
            self.device.council().get()
        };
        self.workshop
            .with_value(|workshop| ballot_council(workshop, own.as_ref()))
    }

    fn set_council(self, council: CouncilId) {
        if self.draft.is_of_code() {
            self.draft.set_council(council);
        } else {
            self.device.set_council(council);
        }
    }

    /// Shape of the dots: the council's, or a neutral round one.
    fn council_look(self) -> CouncilLook {
        self.council().map_or_else(CouncilLook::default, |council| {
            let snapshot = self.replica.snapshot();
            snapshot.with(|snapshot| council_look(&snapshot.contract, &council))
        })
    }

    /// Casts the draft as a ballot that replaces the voter's former ones.
    fn cast(self) {
        let snapshot = self.replica.snapshot().get_untracked();
        let ballot = Ballot {
            id: BallotId::from_bytes(platform::random_id()),
            round: self.draft.round(),
            voter: self.draft.voter(),
            council: untrack(|| self.council()),
            dots: self.draft.dots().get_untracked(),
            supersedes: current_ballots(&snapshot, self.draft.round(), &self.draft.voter()),
            is_assisted: self.draft.is_assisted().get_untracked(),
        };
        match self.replica.dispatch(&Command::CastBallot(ballot)) {
            Ok(()) => {
                if let Some(desk) = self.desk {
                    desk.hand_over(self.draft);
                } else {
                    self.draft.set_cast(true);
                    self.go_to(Step::Done);
                }
            }
            Err(DispatchError::CannotSave) => {
                self.refusal.set(Some(ballot::cannot_cast().to_owned()));
            }
            Err(error) => self.refusal.set(Some(not_done(&error))),
        }
    }
}

/// Says that the round is paused or closed while the ballot is being filled.
#[component]
fn RoundNotice(
    /// The ballot.
    voting: Voting,
) -> impl IntoView {
    let notice = Memo::new(move |_| match voting.status() {
        RoundStatus::Draft | RoundStatus::Open => None,
        RoundStatus::Paused => Some((ballot::paused_title(), ballot::paused_text())),
        RoundStatus::Closed | RoundStatus::Revealed => {
            Some((ballot::closed_title(), ballot::closed_text()))
        }
    });
    let capabilities = voting.replica.capabilities();
    let may_browse = Memo::new(move |_| capabilities.get().may_browse);
    view! {
        <div role="status">
            {move || notice.get().map(|(title, text)| if may_browse.get() {
                view! {
                    <Notice title text tone=NoticeTone::Warning>
                        <LinkButton href=voting.workshop.with_value(|w| routes::workshop(w.id))>
                            {ballot::to_workshop()}
                        </LinkButton>
                    </Notice>
                }
                .into_any()
            } else {
                view! { <Notice title text tone=NoticeTone::Warning /> }.into_any()
            })}
        </div>
    }
}

/// Asks whose dots these are, when several councils meet and this device is for none of
/// them.
#[component]
fn CouncilQuestion(
    /// The ballot.
    voting: Voting,
) -> impl IntoView {
    // Decided once: the picker stays while the page shows, so that nothing jumps.
    let is_asked = untrack(|| voting.council()).is_none();
    let badges = move || {
        let snapshot = voting.replica.snapshot().get();
        let workshop = voting.workshop;
        workshop.with_value(|workshop| workshop_badges(&snapshot, workshop))
    };
    view! {
        <Show when=move || is_asked>
            <Panel>
                <CouncilPicker
                    legend=ballot::council_question()
                    councils=badges()
                    selected=Signal::derive(move || voting.council().map(|id| id.to_string()))
                    on_select=move |id: String| {
                        if let Ok(id) = id.parse::<CouncilId>() {
                            voting.set_council(id);
                        }
                    }
                />
            </Panel>
        </Show>
    }
}

/// The notice on personal data: a link to it, or the notice itself where the settings
/// are out of reach.
#[component]
fn DataNotice() -> impl IntoView {
    let capabilities = use_replica().capabilities();
    let may_browse = Memo::new(move |_| capabilities.get().may_browse);
    let sentences = || settings::notice_sentences().map(|text| view! { <li>{text}</li> });
    move || {
        if may_browse.get() {
            view! {
                <Notice title=ballot::notice()>
                    <LinkButton href=routes::data_notice() kind=ButtonKind::Quiet>
                        {ballot::notice_link()}
                    </LinkButton>
                </Notice>
            }
            .into_any()
        } else {
            view! {
                <Notice title=ballot::notice() />
                <details>
                    <summary>{ballot::notice_link()}</summary>
                    <ul>{sentences().collect_view()}</ul>
                </details>
            }
            .into_any()
        }
    }
}
