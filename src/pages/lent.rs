//! A lent tablet: what is in reach, the plain page in place of the rest, and the way
//! back to the facilitator.

use domain::WorkshopId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::idle::IdleWatch;
use crate::components::{Button, ButtonKind, Dialog, LinkButton, PageHead, TextField};
use crate::i18n::{lending as words, shell};
use crate::replica::{Loan, LoanKind, use_replica};
use crate::state::lending::{TakeBackRefusal, use_lending};
use crate::{platform, routes};

/// Shows the pages that are in reach, and a plain one in place of any other.
#[component]
pub fn Guard(
    /// Every page.
    children: ChildrenFn,
) -> impl IntoView {
    let loan = use_replica().loan();
    let location = use_location();
    let is_in_reach = Memo::new(move |_| {
        let path = location.pathname.read();
        loan.get()
            .is_none_or(|loan| routes::is_for_participants(&path, loan.workshop))
    });
    // The ballot watches over itself: it knows whether one is being filled.
    let watched = Memo::new(move |_| {
        let loan = loan.get().filter(|loan| loan.kind == LoanKind::Shared)?;
        let is_ballot = *location.pathname.read() == routes::ballot(loan.workshop);
        (!is_ballot).then_some(loan.workshop)
    });
    view! {
        {move || watched.get().map(|workshop| view! { <BackToBallot workshop /> })}
        <Show when=move || is_in_reach.get() fallback=LentPage>{children()}</Show>
    }
}

/// Returns to the ballot when nobody touches the tablet.
#[component]
fn BackToBallot(
    /// The workshop that the tablet is lent for.
    workshop: WorkshopId,
) -> impl IntoView {
    let navigate = use_navigate();
    let on_exit = Callback::new(move |()| {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&routes::ballot(workshop), options);
    });
    view! { <IdleWatch asks=false on_exit /> }
}

/// In place of every page that is out of reach.
#[component]
fn LentPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::lent_title()));
    let replica = use_replica();
    let loan = replica.loan();
    let href = move || {
        let loan = loan.get();
        loan.map_or_else(routes::home, |loan| routes::ballot(loan.workshop))
    };
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=words::lent_title() lead=words::lent_lead() />
            <div class="actions">
                <LinkButton href=Signal::derive(href) kind=ButtonKind::Primary>
                    {words::to_ballot()}
                </LinkButton>
            </div>
            <LentFoot />
        </main>
    }
}

/// The cards to read and the facilitator's way back, at the foot of a page of a lent
/// tablet; nothing on any other tablet.
#[component]
pub(super) fn LentFoot() -> impl IntoView {
    let loan = use_replica().loan();
    move || {
        loan.get().map(|loan| {
            view! {
                <CardLinks />
                <TakeBack loan />
            }
        })
    }
}

/// Leads to the cards.
#[component]
fn CardLinks() -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let cards = Memo::new(move |_| snapshot.read().deck());
    view! {
        <details>
            <summary>{words::read_cards()}</summary>
            <nav class="cluster" aria-label=words::read_cards()>
                {move || cards.get().into_iter().map(|card| view! {
                    <LinkButton href=routes::card(&card.id)>{card.name.to_string()}</LinkButton>
                }).collect_view()}
            </nav>
        </details>
    }
}

/// The facilitator's way back to every page.
#[component]
fn TakeBack(
    /// The loan to end.
    loan: Loan,
) -> impl IntoView {
    let lending = use_lending();
    let is_open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<TakeBackRefusal>);
    // What was said is said anew after another try: the wait has changed.
    let sentence = Signal::derive(move || {
        refusal.get().map(|refusal| match refusal {
            TakeBackRefusal::NotACode => words::not_a_code(),
            TakeBackRefusal::Wrong => words::wrong_code().to_owned(),
            TakeBackRefusal::Wait => words::wait(lending.wait_left()),
        })
    });
    let close = Callback::new(move |()| {
        is_open.set(false);
        typed.set(String::new());
        refusal.set(None);
    });
    let navigate = use_navigate();
    let try_code = move || {
        let tried = lending.take_back(&typed.get_untracked());
        typed.set(String::new());
        refusal.set(tried.err());
        if tried.is_ok() {
            navigate(&routes::workshop(loan.workshop), NavigateOptions::default());
        }
    };
    view! {
        <div class="actions">
            <Button on_press=move |()| is_open.set(true)>{words::take_back()}</Button>
        </div>
        <Dialog title=words::take_back_title() open=is_open on_close=close>
            <form
                class="flow"
                on:submit=move |event| {
                    event.prevent_default();
                    try_code();
                }
            >
                <TextField
                    label=words::code_label()
                    input_type="password"
                    value=typed
                    on_input=move |text| typed.set(text)
                    error=sentence
                />
                <p>{words::code_lost()}</p>
                <div class="dialog__actions">
                    <Button kind=ButtonKind::Primary button_type="submit">
                        {words::take_back_now()}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}
