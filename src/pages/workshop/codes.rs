//! Codes of the round that is prepared or runs: making, finding, making void.

use domain::{CodeSheetId, Command, Reason, RoundId, VoterCode};
use leptos::prelude::*;

use super::fault::{Fault, FaultPanel};
use super::{Model, living_id};
use crate::components::{
    Button, ButtonKind, Dialog, LinkButton, NumberField, Panel, SearchField, TextField,
};
use crate::i18n::{codes as words, parts, workshop};
use crate::model::codes::{
    FoundCode, PEOPLE_MAX, build_codes, draw_codes, find_codes, shown_code, taken_codes,
};
use crate::platform;
use crate::replica::{Replica, use_replica};
use crate::routes;
use crate::state::lending::use_lending;

/// People of a usual workshop, as the field opens.
const PEOPLE_USUAL: u32 = 24;

/// Prepares a round, makes its codes and shows what became of them.
#[component]
pub(super) fn CodesPanel(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    let replica = use_replica();
    let workshop = living_id(model);
    let codes = Memo::new(move |_| build_codes(&replica.snapshot().read(), workshop.get()?));
    let round = Memo::new(move |_| codes.with(|codes| codes.as_ref().map(|codes| codes.round)));
    let fault = RwSignal::new(None::<Fault>);
    let capabilities = replica.capabilities();
    let may_run = Memo::new(move |_| capabilities.get().may_facilitate);
    let prepare = Callback::new(move |()| {
        let command = model.with_untracked(|model| {
            model.as_ref().map(|model| Command::DraftRound {
                id: RoundId::from_bytes(platform::random_id()),
                workshop: model.row.id,
                cards: model.cards.clone(),
            })
        });
        let done = command.map_or(Ok(()), |command| replica.dispatch(&command));
        fault.set(done.err().map(Fault::from));
    });
    let sentence = move || {
        codes.with(|codes| {
            let codes = codes.as_ref();
            codes.map(|codes| words::n_codes(codes.n_valid, codes.n_void))
        })
    };
    view! {
        <Show when=move || may_run.get() && workshop.get().is_some()>
            <Panel title=words::title()>
                <p>{words::lead()}</p>
                <FaultPanel fault />
                {move || match round.get() {
                    None => view! { <Prepare on_press=prepare /> }.into_any(),
                    Some(round) => view! {
                        <p><strong>{sentence}</strong></p>
                        <Create model round n_left=Signal::derive(move || {
                            codes.with(|codes| codes.as_ref().map_or(0, |codes| codes.n_left))
                        }) fault />
                        <Show when=move || codes.with(|codes| {
                            codes.as_ref().is_some_and(|codes| codes.n_valid + codes.n_void > 0)
                        })>
                            <Find round fault />
                        </Show>
                    }
                    .into_any(),
                }}
            </Panel>
        </Show>
    }
}

/// No round takes codes yet.
#[component]
fn Prepare(on_press: Callback<()>) -> impl IntoView {
    view! {
        <p>{words::prepare_words()}</p>
        <div class="actions">
            <Button on_press>{words::prepare_round()}</Button>
        </div>
    }
}

/// The number of people, the button, and the way to the printed sheet.
#[component]
fn Create(
    model: Model,
    round: RoundId,
    /// Codes that the round can still take.
    n_left: Signal<u32>,
    fault: RwSignal<Option<Fault>>,
) -> impl IntoView {
    let replica = use_replica();
    let lending = use_lending();
    let people = RwSignal::new(PEOPLE_USUAL);
    let n_created = RwSignal::new(0);
    let create = Callback::new(move |()| {
        let n = people.get_untracked().min(n_left.get_untracked());
        match issue(replica, round, n) {
            Ok(codes) => {
                fault.set(None);
                n_created.set(codes.len());
                lending.note_issued(codes);
            }
            Err(found) => fault.set(Some(found)),
        }
    });
    let sheet = move || {
        model.with(|m| {
            m.as_ref()
                .map_or(String::new(), |m| routes::codes(m.row.id))
        })
    };
    view! {
        <NumberField
            label=words::people()
            hint=words::people_hint()
            value=people
            on_change=move |n| people.set(n)
            min=1
            max=Signal::derive(move || n_left.get().clamp(1, PEOPLE_MAX))
        />
        <p role="status">{move || words::created(n_created.get())}</p>
        <div class="actions">
            <LinkButton href=Signal::derive(sheet)>{words::to_sheet()}</LinkButton>
            <Button on_press=create unavailable=Signal::derive(move || n_left.get() == 0)>
                {words::create()}
            </Button>
        </div>
    }
}

/// Draws and records `n` codes.
fn issue(replica: Replica, round: RoundId, n: u32) -> Result<Vec<VoterCode>, Fault> {
    let snapshot = replica.snapshot().get_untracked();
    let Some(found) = snapshot.rounds.get(&round) else {
        return Ok(Vec::new());
    };
    let n = usize::try_from(n).unwrap_or(0);
    let random = || {
        let [byte] = platform::random_bytes();
        byte
    };
    let codes = draw_codes(n, &taken_codes(&snapshot, found.workshop), random);
    let command = Command::IssueCodes {
        id: CodeSheetId::from_bytes(platform::random_id()),
        round,
        codes: codes.clone(),
    };
    replica.dispatch(&command).map_err(Fault::from)?;
    Ok(codes)
}

/// The search, what it found, and the question before a code is made void.
#[component]
fn Find(round: RoundId, fault: RwSignal<Option<Fault>>) -> impl IntoView {
    let replica = use_replica();
    let typed = RwSignal::new(String::new());
    let asked = RwSignal::new(None::<FoundCode>);
    let found = Memo::new(move |_| find_codes(&replica.snapshot().read(), round, &typed.read()));
    let result = move || {
        found.with(|(shown, n)| {
            let is_searched = typed.with(|typed| !typed.trim().is_empty());
            if is_searched {
                words::found(*n, shown.len())
            } else {
                String::new()
            }
        })
    };
    let entries = move || found.with(|(shown, _)| shown.clone());
    view! {
        <details>
            <summary>{words::find_or_void()}</summary>
            <div class="flow">
                <SearchField
                    label=words::search_label()
                    value=typed
                    on_input=move |text| typed.set(text)
                    result=Signal::derive(result)
                />
                <ul class="stack" role="list">
                    <For each=entries key=FoundCode::clone let:entry>
                        <Found entry on_void=Callback::new(move |entry| asked.set(Some(entry))) />
                    </For>
                </ul>
            </div>
        </details>
        <VoidDialog round asked fault />
    }
}

/// One code that the search found.
#[component]
fn Found(entry: FoundCode, on_void: Callback<FoundCode>) -> impl IntoView {
    let shown = shown_code(&entry.code);
    let button = entry.void.is_none().then(|| {
        let name = words::void_code(&shown);
        let entry = entry.clone();
        view! { <Button on_press=move |()| on_void.run(entry.clone())>{name}</Button> }
    });
    let status = entry
        .void
        .as_deref()
        .map_or_else(|| words::valid().to_owned(), words::void);
    view! {
        <li class="cluster">
            <strong class="voter-code">{shown}</strong>
            <span>{status}</span>
            {button}
        </li>
    }
}

/// Asks for the reason.
#[component]
fn VoidDialog(
    round: RoundId,
    asked: RwSignal<Option<FoundCode>>,
    fault: RwSignal<Option<Fault>>,
) -> impl IntoView {
    let replica = use_replica();
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let close = Callback::new(move |()| {
        asked.set(None);
        reason.set(String::new());
        error.set(None);
    });
    let confirm = Callback::new(move |()| {
        let Some(entry) = asked.get_untracked() else {
            return;
        };
        match Reason::new(&reason.get_untracked()) {
            Ok(reason) => {
                fault.set(void(replica, round, entry.code, reason).err());
                close.run(());
            }
            Err(found) => error.set(Some(workshop::text_fault(&found))),
        }
    });
    let code = move || asked.with(|asked| asked.as_ref().map(|entry| shown_code(&entry.code)));
    let consequence = move || {
        asked.with(|asked| {
            let entry = asked.as_ref();
            entry.map(|entry| words::void_words(entry.has_ballot))
        })
    };
    view! {
        <Dialog
            title=words::void_question()
            open=Signal::derive(move || asked.with(Option::is_some))
            on_close=close
        >
            <p><strong class="voter-code">{code}</strong></p>
            <p>{consequence}</p>
            <TextField
                label=words::reason()
                hint=words::reason_hint()
                value=reason
                on_input=move |text| reason.set(text)
                error
                chars_max=Reason::CHARS_MAX
            />
            <div class="dialog__actions">
                <Button on_press=close>{parts::cancel()}</Button>
                <Button kind=ButtonKind::Danger on_press=confirm>{words::void_question()}</Button>
            </div>
        </Dialog>
    }
}

fn void(replica: Replica, round: RoundId, code: VoterCode, reason: Reason) -> Result<(), Fault> {
    let command = Command::VoidCode {
        round,
        code,
        reason,
    };
    replica.dispatch(&command).map_err(Fault::from)
}
