//! One finding: what it is in sight, the rest unfolded and built only then.

use domain::FindingId;
use leptos::prelude::*;

use super::desk::Desk;
use crate::components::{Button, LinkButton};
use crate::i18n::{action_news, findings as words, workshop};
use crate::model::findings::{Act, Choice, Compared, Finding, Value, Voice, comparison};
use crate::pages::access::ForFacilitator;
use crate::pages::statement::beginning;
use crate::pages::workshop::ComparisonTable;
use crate::platform;

/// One finding, folded.
#[component]
pub(super) fn Entry(finding: Memo<Option<Finding>>, desk: Desk) -> impl IntoView {
    // Totals are counted anew for each choice: not before somebody looks.
    let was_opened = RwSignal::new(false);
    let what = move || {
        finding.with(|finding| {
            finding
                .as_ref()
                .map_or_else(String::new, |finding| finding.what.clone())
        })
    };
    view! {
        <details class="finding" on:toggle=move |_| was_opened.set(true)>
            <summary>{what}</summary>
            <Show when=move || was_opened.get()>
                <div class="flow">
                    {move || finding.get().map(|finding| view! { <Body finding desk /> })}
                </div>
            </Show>
        </details>
    }
}

/// Where from, what it means, what can be done, what was decided.
#[component]
fn Body(finding: Finding, desk: Desk) -> impl IntoView {
    let origin = finding.origin.map(|origin| {
        let place = if origin.href.is_empty() {
            origin.label.into_any()
        } else {
            view! { <a href=origin.href>{origin.label}</a> }.into_any()
        };
        view! { <p class="finding__origin">{words::from()} " " {place}</p> }
    });
    let consequences = finding.consequences.into_iter();
    let consequences = consequences.map(|text| view! { <p>{text}</p> });
    let values = (!finding.values.is_empty()).then(|| view! { <Values values=finding.values /> });
    let decisions = finding.decisions.into_iter().map(|made| {
        let said = words::decision(&made.words, made.reason.as_deref(), &in_words(&made.by));
        view! { <p class="finding__decision typed">{said}</p> }
    });
    let compared = finding
        .compared
        .map(|compared| view! { <Totals compared desk /> });
    view! {
        {origin}
        {consequences.collect_view()}
        {values}
        {compared}
        {decisions.collect_view()}
        <Choices id=finding.id what=finding.what choices=finding.choices desk />
    }
}

/// Values that were written apart, or ballots, each with whose it is.
#[component]
fn Values(values: Vec<Value>) -> impl IntoView {
    let lines = values.into_iter().map(|value| {
        let by = in_words(&value.by);
        view! {
            <li>
                <p class="typed">{value.words}</p>
                {(!by.is_empty()).then(|| view! { <p><small>{by}</small></p> })}
            </li>
        }
    });
    view! { <ul class="finding__values" role="list">{lines.collect_view()}</ul> }
}

fn in_words(voice: &Voice) -> String {
    let council = voice.council.as_deref();
    let author = voice.role.map(|role| action_news::author(role, council));
    let minute = voice.at.map(platform::long_minute);
    words::voice(author.as_deref().or(council), minute.as_deref())
}

/// What a decision changes of the totals that are revealed.
#[component]
fn Totals(compared: Compared, desk: Desk) -> impl IntoView {
    let n_choices = compared.choices.len();
    let snapshot = desk.replica.snapshot();
    let found = Memo::new(move |_| comparison(&snapshot.read(), &compared));
    let heads = move || match n_choices {
        1 => vec![workshop::comparison_with().to_owned()],
        n => (1..=n).map(workshop::comparison_with_ballot).collect(),
    };
    view! {
        <Show
            when=move || found.with(Option::is_some)
            fallback=|| view! { <p>{words::totals_later()}</p> }
        >
            <ComparisonTable
                comparison=Signal::derive(move || found.get())
                heads=Signal::derive(heads)
            />
        </Show>
    }
}

/// What a person can do, for those who may.
#[component]
fn Choices(id: FindingId, what: String, choices: Vec<Choice>, desk: Desk) -> impl IntoView {
    let given = StoredValue::new((id, words::about(&what), choices));
    let button = move |choice: Choice| {
        let about = given.with_value(|(_, about, _)| about.clone());
        if let Act::Go(href) = choice.act {
            return view! {
                <LinkButton href>
                    {choice.words}
                    <span class="visually-hidden">{about}</span>
                </LinkButton>
            }
            .into_any();
        }
        let text = match choice.act {
            Act::Say(_) => action_news::keep(&beginning(&choice.words)),
            _ => choice.words,
        };
        let act = choice.act;
        let on_press = move |()| {
            let id = given.with_value(|(id, ..)| id.clone());
            desk.act(&id, &act);
        };
        view! {
            <Button unavailable=choice.is_chosen on_press>
                {text}
                <span class="visually-hidden">{about}</span>
            </Button>
        }
        .into_any()
    };
    let buttons = move || {
        let choices = given.with_value(|(.., choices)| choices.clone());
        choices.into_iter().map(button).collect_view()
    };
    view! { <ForFacilitator><div class="finding__choices">{buttons}</div></ForFacilitator> }
}
