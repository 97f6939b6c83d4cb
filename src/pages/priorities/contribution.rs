//! `/priorites/contribution`: what the councils bring to the next contract, to be printed.

use leptos::prelude::*;

use super::Together;
use super::sources::{Nothing, Source};
use super::table::SumTable;
use crate::components::{Button, CouncilBadge, Icon, Notice, PageHead, Panel};
use crate::i18n::{outcome, priorities as words, shell};
use crate::model::priorities::contribution::{CardWords, card_words};
use crate::model::priorities::{PrioritiesModel, PriorityCard};
use crate::replica::use_replica;
use crate::{platform, routes};

/// The successor of annexe 1: numbers, remarks, rule and answers, card by card.
#[component]
pub fn ContributionPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::contribution_title()));
    let together = Together::read();
    let snapshot = use_replica().snapshot();
    let said = Memo::new(move |_| {
        let model = together.model.read();
        together
            .follow_up
            .with(|follow_up| card_words(&snapshot.read(), &model, follow_up))
    });
    let lead = move || {
        let contract = &snapshot.read().contract;
        words::contribution_lead(&contract.title, &contract.period)
    };
    let has_some = Memo::new(move |_| !together.model.read().cards.is_empty());
    let cards = move || {
        let model = together.model.read();
        let cards = model.cards.iter().cloned().zip(said.get());
        let has_rule = together.follow_up.read().priority_rule().is_some();
        let cards = cards.map(|(card, said)| view! { <CardSheet card said has_rule /> });
        cards.collect_view()
    };
    view! {
        <main id="contenu" class="page contribution" data-width="wide" tabindex="-1">
            <PageHead
                title=words::contribution_title()
                lead=Signal::derive(lead)
                back=(routes::priorities(), words::back().to_owned())
            >
                <Button on_press=|()| platform::print()><Icon name="print" />{words::print()}</Button>
            </PageHead>
            <Show when=move || has_some.get() fallback=Nothing>
                <MadeOf together />
                {cards}
            </Show>
        </main>
    }
}

/// Councils, workshops, rule, version.
#[component]
fn MadeOf(together: Together) -> impl IntoView {
    let replica = use_replica();
    let rule = move || {
        let said = together.follow_up.read();
        let Some(rule) = said.priority_rule() else {
            return words::no_rule().to_owned();
        };
        let day = platform::date_in_words(rule.date);
        let parts = [
            words::bar(rule.bar),
            words::weighing(rule.weighing).to_owned(),
            words::chosen_by(rule.body.as_str(), &day),
            words::why(rule.reason.as_str()),
            words::preview(together.model.read().n_priorities()),
        ];
        parts.join(" ")
    };
    let sources = move || {
        let model = together.model.read();
        let rows = model.sources.iter().cloned();
        rows.map(|row| view! { <Source row /> }).collect_view()
    };
    let councils = move || {
        let voted = councils_of(&together.model.read());
        let model = together.model.read();
        let missing = (!model.missing.is_empty()).then(|| words::not_yet(&model.missing));
        [Some(words::names(&voted)), missing]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(". ")
    };
    view! {
        <Panel title=words::made_of()>
            <dl>
                <dt>{words::printed_on()}</dt>
                <dd>{platform::date_in_words(platform::today())}</dd>
                <dt>{words::councils()}</dt>
                <dd>{councils}</dd>
                <dt>{words::rule_fact()}</dt>
                <dd class="typed">{rule}</dd>
                <dt>{words::fingerprint()}</dt>
                <dd>{move || replica.fingerprint().get()}</dd>
            </dl>
            <h3>{words::sources_title()}</h3>
            <ul class="priorities__sources" role="list">{sources}</ul>
        </Panel>
    }
}

/// Names of the councils that have dots in the sum, each once.
fn councils_of(model: &PrioritiesModel) -> Vec<String> {
    let all = model.sources.iter().flat_map(|row| &row.councils);
    let mut found: Vec<&CouncilBadge> = Vec::new();
    for badge in all {
        if !found.iter().any(|known| known.id == badge.id) {
            found.push(badge);
        }
    }
    found.into_iter().map(|badge| badge.name.clone()).collect()
}

/// One card: question, priorities, table, remarks, answers.
#[component]
fn CardSheet(card: PriorityCard, said: CardWords, has_rule: bool) -> impl IntoView {
    let first = card.rows.iter().filter(|row| row.is_priority);
    let first: Vec<_> = first
        .map(|row| view! { <li>{row.label.clone()}</li> })
        .collect();
    let priorities = has_rule.then(|| {
        let list = if first.is_empty() {
            view! { <p>{words::no_priority()}</p> }.into_any()
        } else {
            view! { <ol>{first}</ol> }.into_any()
        };
        view! { <h3>{words::priorities_of_card()}</h3> {list} }
    });
    let hidden = (!card.small.is_empty())
        .then(|| view! { <Notice title=words::breakdown_hidden(&card.small) /> });
    let without = (!card.without_dots.is_empty()).then(|| {
        let labels = card.without_dots.iter().cloned();
        view! {
            <h3>{words::without_dots(card.without_dots.len())}</h3>
            <ul>{labels.map(|label| view! { <li>{label}</li> }).collect_view()}</ul>
        }
    });
    let facts = words::card_facts(card.n_dots, card.n_people);
    let (name, question) = (card.name.clone(), card.question.clone());
    let (label, color) = (name.clone(), card.look().color());
    view! {
        <section class="panel contribution__card" data-card=color aria-label=label>
            <h2 class="panel__title">{name}</h2>
            <p><strong>{question}</strong></p>
            <p>{facts}</p>
            {priorities}
            {hidden}
            <SumTable card />
            {without}
            {words_of(said)}
        </section>
    }
}

/// What people said, and what was answered.
fn words_of(said: CardWords) -> impl IntoView {
    let remarks = (!said.remarks.is_empty()).then(|| {
        let groups = said.remarks.into_iter().map(|(about, texts)| {
            let texts = texts.into_iter();
            let texts = texts.map(|text| view! { <li class="typed">{text}</li> });
            view! { <dt>{about}</dt><dd><ul>{texts.collect_view()}</ul></dd> }
        });
        view! {
            <h3>{words::remarks()}</h3>
            <dl class="contract-terms">{groups.collect_view()}</dl>
        }
    });
    let answers = (!said.answers.is_empty()).then(|| {
        let answers = said.answers.into_iter().map(|(label, answer)| {
            let day = platform::date_in_words(answer.date);
            view! {
                <dt>{label}</dt>
                <dd>
                    <strong>{outcome::answer(answer.kind)}</strong>
                    " "
                    <span class="typed">{answer.reason.to_string()}</span>
                    <br />
                    {outcome::answered_by(answer.body.as_str(), &day)}
                </dd>
            }
        });
        view! {
            <h3>{words::answers()}</h3>
            <dl class="contract-terms">{answers.collect_view()}</dl>
        }
    });
    (remarks, answers)
}
