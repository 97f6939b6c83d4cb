//! The code box of a shared tablet: one code opens one ballot.

use domain::WorkshopId;
use leptos::prelude::*;

use super::shared::Desk;
use crate::components::{
    Button, ButtonKind, ChoiceTile, Icon, Notice, NoticeTone, PageHead, Panel, VoterCodeField,
};
use crate::i18n::codes as words;
use crate::model::codes::{CodeAnswer, judge};
use crate::pages::lent::LentFoot;
use crate::replica::use_replica;

/// Asks for a code, and says why one opens no ballot.
#[component]
pub(super) fn CodeBox(
    /// The workshop.
    workshop: WorkshopId,
    /// The shared tablet.
    desk: Desk,
) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let (typed, is_assisted) = (desk.typed(), desk.is_assisted());
    // Asked once, then kept true to what is known: a round that opens lets one go on.
    let asked = RwSignal::new(None::<String>);
    let answer = Memo::new(move |_| {
        let code = asked.get()?;
        Some(judge(&snapshot.read(), workshop, &code))
    });
    let open = move || {
        let code = typed.get_untracked();
        match judge(&snapshot.read_untracked(), workshop, &code) {
            CodeAnswer::Opens(round, code) => desk.open(round, code),
            _ => asked.set(Some(code)),
        }
    };
    let change = Callback::new(move |()| {
        if let Some(CodeAnswer::Used(round, code)) = answer.get_untracked() {
            desk.open(round, code);
        }
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=words::box_title() lead=words::box_lead() />
            <form
                class="flow"
                on:submit=move |event| {
                    event.prevent_default();
                    open();
                }
            >
                <Panel>
                    <VoterCodeField
                        label=words::box_label()
                        value=typed
                        on_input=move |text| {
                            asked.set(None);
                            typed.set(text);
                        }
                    />
                    <Answer answer on_change=change />
                    <AssistedTile checked=is_assisted on_change=move |yes| is_assisted.set(yes) />
                </Panel>
                <div class="actions">
                    <Button kind=ButtonKind::Primary button_type="submit">
                        {words::open_ballot()}<Icon name="next" />
                    </Button>
                </div>
            </form>
            <LentFoot />
        </main>
    }
}

/// Why the code opens no ballot; for one that is used, the way on.
#[component]
fn Answer(
    /// What the code is worth; `None` before it was asked.
    answer: Memo<Option<CodeAnswer>>,
    /// Replace the ballot that is validated.
    on_change: Callback<()>,
) -> impl IntoView {
    let notice = move || {
        let answer = answer.get()?;
        let (title, text) = words::answer(&answer);
        Some(match answer {
            CodeAnswer::Opens(..) => ().into_any(),
            CodeAnswer::Used(..) => view! {
                <Notice title text tone=NoticeTone::Warning>
                    <Button on_press=on_change>{words::change_ballot()}</Button>
                </Notice>
            }
            .into_any(),
            _ => view! { <Notice title text tone=NoticeTone::Warning /> }.into_any(),
        })
    };
    view! { <div role="alert">{notice}</div> }
}

/// The choice of help, which marks the ballot and nobody.
#[component]
pub(super) fn AssistedTile(
    /// True when someone helps.
    #[prop(into)]
    checked: Signal<bool>,
    /// The person ticked it or not.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <ChoiceTile
            name="aide"
            label=words::assisted()
            note=words::assisted_note()
            checked
            on_change
        />
    }
}
