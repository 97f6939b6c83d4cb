//! One orientation: its objectives, then its actions under their own headings.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::contract::parts::{ActionLinkRow, LongText, anchor_href};
use crate::components::{ButtonKind, Icon, LinkButton, Notice, NoticeTone, PageHead, Panel};
use crate::i18n::{contract as words, shell};
use crate::model::contract::{ActionGroup, Anchor, ObjectiveView, OrientationView};
use crate::pages::statement::follow_up;
use crate::replica::use_replica;
use crate::{platform, routes};

/// The orientation that the address names.
#[component]
pub fn OrientationPage() -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let params = use_params_map();
    let number = Memo::new(move |_| params.read().get_str("n")?.parse::<u8>().ok());
    let follow_up = follow_up(use_replica());
    let page = Memo::new(move |_| {
        let page = OrientationView::build(&snapshot.read().contract, number.get()?)?;
        Some(follow_up.with(|follow_up| page.brought_up(follow_up)))
    });
    // The router keeps this page from one orientation to the next.
    Effect::new(move |before: Option<Option<u8>>| {
        let number = number.get();
        let title = match number {
            Some(number) => words::orientation(number),
            None => words::orientation_not_found().to_owned(),
        };
        platform::set_title(&shell::tab_title(&title));
        if before.is_some_and(|before| before != number) {
            platform::focus("titre-page");
        }
        number
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            {move || match page.get() {
                Some(page) => view! { <Orientation page /> }.into_any(),
                None => view! { <OrientationNotFound /> }.into_any(),
            }}
        </main>
    }
}

/// An orientation that the contract has.
#[component]
fn Orientation(
    /// What to show.
    page: OrientationView,
) -> impl IntoView {
    let back = (
        anchor_href(Anchor::Theme(page.theme)),
        words::the_contract().to_owned(),
    );
    let lead = words::objectives_and_actions(page.objectives.len(), page.n_actions);
    let objectives = page
        .objectives
        .into_iter()
        .map(|objective| view! { <Objective objective /> });
    let groups = page
        .groups
        .into_iter()
        .map(|group| view! { <Actions group /> });
    view! {
        <div class="contract-title">
            <PageHead
                title=words::orientation_named(page.number, &page.title)
                eyebrow=words::theme_named(page.theme, &page.theme_name)
                lead
                back
            />
        </div>
        <Panel title=words::objectives()>
            <ul class="contract-axes" role="list">{objectives.collect_view()}</ul>
        </Panel>
        <Panel title=words::actions_heading()>
            {groups.collect_view()}
            {(page.n_actions == 0).then(|| view! { <p>{words::no_action()}</p> })}
        </Panel>
        <nav class="cluster" aria-label=words::other_orientations()>
            {page.previous.map(|number| view! {
                <LinkButton href=routes::orientation(number)>
                    <Icon name="back" />
                    {words::previous_orientation(number)}
                </LinkButton>
            })}
            {page.next.map(|number| view! {
                <LinkButton href=routes::orientation(number)>
                    {words::next_orientation(number)}
                    <Icon name="next" />
                </LinkButton>
            })}
        </nav>
    }
}

/// One objective of section 3.1 with its code.
#[component]
fn Objective(
    /// The objective.
    objective: ObjectiveView,
) -> impl IntoView {
    view! {
        <li class="contract-objective">
            <strong class="contract-objective__code">{words::code(objective.code.as_deref())}</strong>
            <LongText blocks=objective.text />
        </li>
    }
}

/// Actions under one heading of annexe 2.
#[component]
fn Actions(
    /// Heading and rows.
    group: ActionGroup,
) -> impl IntoView {
    let heading = group
        .heading
        .map_or(words::no_objective().to_owned(), |text| text.to_string());
    let rows = group
        .rows
        .into_iter()
        .map(|row| view! { <ActionLinkRow row /> });
    view! {
        <h3>{heading}</h3>
        <ul class="contract-links" role="list">{rows.collect_view()}</ul>
    }
}

/// The address names no orientation of this contract.
#[component]
fn OrientationNotFound() -> impl IntoView {
    view! {
        <PageHead title=words::orientation_not_found() />
        <Notice title=words::orientation_not_found_next() tone=NoticeTone::Warning>
            <LinkButton href=routes::contract() kind=ButtonKind::Primary>
                {words::back_to_contract()}
            </LinkButton>
        </Notice>
    }
}
