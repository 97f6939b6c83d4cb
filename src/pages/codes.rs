//! `/ateliers/{id}/codes`: the codes of a round, to print and to cut.

use domain::{VoterCode, WorkshopId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::NotFoundPage;
use super::access::NotAllowed;
use crate::components::{
    Button, ButtonKind, ChoiceGroup, ChoiceKind, ChoiceTile, Icon, LinkButton, PageHead, Panel,
    QrCode,
};
use crate::i18n::{codes as words, shell};
use crate::model::codes::{
    SLIPS_PER_PAGE, build_codes, code_address, latest_codes, shown_code, valid_codes,
};
use crate::replica::use_replica;
use crate::state::lending::use_lending;
use crate::{platform, routes};

/// What one slip needs beside its code.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Heading {
    workshop: WorkshopId,
    title: String,
}

/// The sheet, for those who run the workshop.
#[component]
pub fn CodesPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::sheet_title()));
    let replica = use_replica();
    let snapshot = replica.snapshot();
    let params = use_params_map();
    let heading = Memo::new(move |_| {
        let id: WorkshopId = params.read().get("id")?.parse().ok()?;
        let workshop = snapshot.read().workshops.get(&id).cloned()?;
        Some(Heading {
            workshop: id,
            title: workshop.title.to_string(),
        })
    });
    let may_print = Memo::new(move |_| replica.capabilities().get().may_facilitate);
    move || match heading.get() {
        None => view! { <NotFoundPage /> }.into_any(),
        Some(_) if !may_print.get() => view! { <NotAllowed /> }.into_any(),
        Some(heading) => view! { <Sheets heading /> }.into_any(),
    }
}

/// The codes of the round that is prepared or runs, 24 on a page.
#[component]
fn Sheets(heading: Heading) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let workshop = heading.workshop;
    let all = Memo::new(move |_| {
        let snapshot = snapshot.read();
        let round = build_codes(&snapshot, workshop).map(|codes| codes.round);
        let round = round.and_then(|id| snapshot.rounds.get(&id));
        round.map_or_else(Vec::new, |round| valid_codes(round))
    });
    let issued = use_lending().issued();
    let latest = Memo::new(move |_| latest_codes(&all.read(), issued.get()));
    let is_all = RwSignal::new(latest.with_untracked(Vec::is_empty));
    let printed = Memo::new(move |_| {
        if is_all.get() {
            all.get()
        } else {
            latest.get()
        }
    });
    let eyebrow = heading.title.clone();
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <Head workshop eyebrow n=Signal::derive(move || printed.read().len()) />
            <Show when=move || !latest.read().is_empty()>
                <Which is_all n_all=Signal::derive(move || all.read().len())
                    n_latest=Signal::derive(move || latest.read().len()) />
            </Show>
            <Show when=move || all.read().is_empty()>
                <Panel title=words::sheet_empty()>
                    <p>{words::sheet_empty_next()}</p>
                    <div class="actions">
                        <LinkButton href=routes::workshop(workshop)>{words::back()}</LinkButton>
                    </div>
                </Panel>
            </Show>
            {move || sheets(&printed.read(), &heading)}
        </main>
    }
}

/// The title, the number of codes and the button; none of it is printed.
#[component]
fn Head(
    workshop: WorkshopId,
    eyebrow: String,
    /// Codes to print.
    n: Signal<usize>,
) -> impl IntoView {
    let lead = Signal::derive(move || match n.get() {
        0 => String::new(),
        n => words::sheet_lead(n, n.div_ceil(SLIPS_PER_PAGE)),
    });
    view! {
        <PageHead
            title=words::sheet_title()
            eyebrow
            lead
            back=(routes::workshop(workshop), words::back().to_owned())
        >
            <Button
                kind=ButtonKind::Primary
                unavailable=Signal::derive(move || n.get() == 0)
                on_press=|()| platform::print()
            >
                <Icon name="print" />
                {words::print()}
            </Button>
        </PageHead>
    }
}

fn sheets(codes: &[VoterCode], heading: &Heading) -> impl IntoView + use<> {
    let n_pages = codes.len().div_ceil(SLIPS_PER_PAGE);
    (1..)
        .zip(codes.chunks(SLIPS_PER_PAGE))
        .map(|(page, codes)| {
            let name = words::sheet_page(page, n_pages);
            view! { <Sheet name codes=codes.to_vec() heading=heading.clone() /> }
        })
        .collect_view()
}

/// All the codes, or only those that were made last.
#[component]
fn Which(
    /// True for all.
    is_all: RwSignal<bool>,
    n_all: Signal<usize>,
    n_latest: Signal<usize>,
) -> impl IntoView {
    view! {
        <div class="code-sheet-choice">
            <ChoiceGroup legend=words::which()>
                <ChoiceTile
                    kind=ChoiceKind::Radio
                    name="codes"
                    label=Signal::derive(move || words::latest(n_latest.get()))
                    checked=Signal::derive(move || !is_all.get())
                    on_change=move |_| is_all.set(false)
                />
                <ChoiceTile
                    kind=ChoiceKind::Radio
                    name="codes"
                    label=Signal::derive(move || words::all(n_all.get()))
                    checked=is_all
                    on_change=move |_| is_all.set(true)
                />
            </ChoiceGroup>
        </div>
    }
}

/// One printed page.
#[component]
fn Sheet(name: String, codes: Vec<VoterCode>, heading: Heading) -> impl IntoView {
    let origin = platform::page_origin().unwrap_or_default();
    let slips = codes
        .into_iter()
        .map(|code| {
            let address = code_address(&origin, heading.workshop, &code);
            view! {
                <li class="code-sheet__slip">
                    <p class="code-sheet__words">{words::slip_title()}</p>
                    <p class="code-sheet__code">{shown_code(&code)}</p>
                    <div class="code-sheet__picture"><QrCode text=address /></div>
                    <p class="code-sheet__words code-sheet__title">
                        {heading.title.clone()}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="code-sheet" aria-label=name>
            <ul class="code-sheet__slips" role="list">{slips}</ul>
        </section>
    }
}
