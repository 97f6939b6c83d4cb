//! The filters of the follow-up, and how many actions they leave.

use leptos::prelude::*;

use super::{COUNT_ID, LIST_ID, Shown};
use crate::components::{ChoiceGroup, ChoiceTile, Icon, Panel, SelectField};
use crate::i18n::follow_up as words;
use crate::model::follow_up::areas::Area;
use crate::model::follow_up::filters::{Filters, StatusChoice};
use crate::model::follow_up::labels::{area_name, orientation_name, status_name, theme_name};
use crate::{platform, routes};

/// Changes what was chosen by one field.
type Change = Callback<Filters>;

/// Four lists, three tiles, and the number of actions left.
#[component]
pub(super) fn FilterPanel(
    /// What the page shows.
    shown: Shown,
    /// Actions of the whole area beside the commune; `None` without a commune.
    n_more: Memo<Option<usize>>,
    /// The person chose something else.
    set_filters: Change,
) -> impl IntoView {
    let count = move || {
        words::count(
            shown.rows.read().len(),
            shown.model.with(|model| model.rows.len()),
        )
    };
    let has_choice = Memo::new(move |_| !shown.filters.read().is_empty());
    view! {
        <div class="follow-up-filters">
            <Panel title=words::filters()>
                <div class="follow-up-filters__fields">
                    <PlaceFields shown set_filters />
                    <PartFields shown set_filters />
                </div>
                <Tiles shown n_more set_filters />
                <div class="follow-up-filters__foot">
                    <p class="follow-up-filters__count" id=COUNT_ID role="status" tabindex="-1">
                        {count}
                    </p>
                    <a class="button" data-kind="primary" href=format!("#{LIST_ID}") rel="external">
                        {words::to_list()}
                    </a>
                    <Show when=move || has_choice.get()>
                        <a
                            class="button"
                            href=routes::follow_up()
                            on:click=move |_| platform::focus(COUNT_ID)
                        >
                            <Icon name="close" />
                            {words::show_all()}
                        </a>
                    </Show>
                </div>
            </Panel>
        </div>
    }
}

/// Commune and step: what people ask first.
#[component]
fn PlaceFields(shown: Shown, set_filters: Change) -> impl IntoView {
    let filters = shown.filters;
    let areas = Memo::new(move |_| {
        let model = shown.model.read();
        let areas = model.choices.areas.iter();
        let named = areas.map(|area| (area.word().to_owned(), area_name(area, &model.choices)));
        with_all(words::all_areas(), named)
    });
    let statuses = {
        let named = StatusChoice::all().map(|status| {
            let name = match status {
                StatusChoice::Step(crate::components::ActionStep::Unknown) => words::unknown_step(),
                _ => status_name(status),
            };
            (status.word().to_owned(), name.to_owned())
        });
        with_all(words::all_statuses(), named)
    };
    view! {
        <SelectField
            label=words::area()
            options=areas
            value=Signal::derive(move || {
                filters.read().area.as_ref().map(|area| area.word().to_owned()).unwrap_or_default()
            })
            on_change=move |word: String| {
                let area = Area::parse(&word, &shown.model.read_untracked().choices.communes);
                set_filters.run(filters.read_untracked().with_area(area));
            }
        />
        <SelectField
            label=words::status()
            options=statuses
            value=Signal::derive(move || {
                filters.read().status.map(|status| status.word().to_owned()).unwrap_or_default()
            })
            on_change=move |word: String| {
                let status = StatusChoice::parse(&word);
                set_filters.run(Filters { status, ..filters.get_untracked() });
            }
        />
    }
}

/// Theme and orientation: the parts of the contract.
#[component]
fn PartFields(shown: Shown, set_filters: Change) -> impl IntoView {
    let filters = shown.filters;
    let theme = Memo::new(move |_| filters.read().theme);
    let themes = Memo::new(move |_| {
        let model = shown.model.read();
        let numbers = model.choices.themes.iter().map(|(number, _)| *number);
        let named = numbers.map(|number| (number.to_string(), theme_name(number, &model.choices)));
        with_all(words::all_themes(), named)
    });
    let orientations = Memo::new(move |_| {
        let model = shown.model.read();
        let orientations = model.choices.orientations_of(theme.get()).into_iter();
        let named = orientations.map(|orientation| {
            let number = orientation.number;
            (number.to_string(), orientation_name(number, &model.choices))
        });
        with_all(words::all_orientations(), named)
    });
    let number = |number: Option<u8>| number.map(|it| it.to_string()).unwrap_or_default();
    view! {
        <SelectField
            label=words::theme()
            options=themes
            value=Signal::derive(move || number(theme.get()))
            on_change=move |word: String| {
                let choices = &shown.model.read_untracked().choices;
                set_filters.run(filters.read_untracked().with_theme(word.parse().ok(), choices));
            }
        />
        <SelectField
            label=words::orientation()
            options=orientations
            value=Signal::derive(move || number(filters.read().orientation))
            on_change=move |word: String| {
                let orientation = word.parse().ok();
                set_filters.run(Filters { orientation, ..filters.get_untracked() });
            }
        />
    }
}

/// What is ticked by itself.
#[component]
fn Tiles(shown: Shown, n_more: Memo<Option<usize>>, set_filters: Change) -> impl IntoView {
    let filters = shown.filters;
    let has_commune = Memo::new(move |_| n_more.read().is_some());
    view! {
        <ChoiceGroup legend=words::more_filters()>
            <Show when=move || has_commune.get()>
                <ChoiceTile
                    name="agglo"
                    label=words::with_whole()
                    note=Signal::derive(move || n_more.get().map(words::n_more).unwrap_or_default())
                    checked=Signal::derive(move || filters.read().with_whole)
                    on_change=move |with_whole| {
                        set_filters.run(Filters { with_whole, ..filters.get_untracked() });
                    }
                />
            </Show>
            <ChoiceTile
                name="sans-nouvelles"
                label=words::without_news()
                checked=Signal::derive(move || filters.read().without_news)
                on_change=move |without_news| {
                    set_filters.run(Filters { without_news, ..filters.get_untracked() });
                }
            />
            <ChoiceTile
                name="demandee"
                label=words::asked()
                checked=Signal::derive(move || filters.read().asked)
                on_change=move |asked| {
                    set_filters.run(Filters { asked, ..filters.get_untracked() });
                }
            />
        </ChoiceGroup>
    }
}

/// The choices of a list, after the one that leaves it open.
fn with_all(all: &str, choices: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let open = (String::new(), all.to_owned());
    std::iter::once(open).chain(choices).collect()
}
