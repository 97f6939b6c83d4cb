//! `/ateliers/{id}/affiches`: one poster per card, made to be printed.

use domain::WorkshopId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::components::{Button, ButtonKind, CardLook, Icon, PageHead, Poster, PosterView};
use crate::i18n::{poster as words, shell, workshop};
use crate::model::poster::{Poster as Sheet, PosterModel, build_posters};
use crate::pages::NotFoundPage;
use crate::replica::use_replica;
use crate::{platform, routes};

/// The posters, or a friendly word when the workshop is unknown.
#[component]
pub fn PostersPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::title()));
    let replica = use_replica();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id")?.parse::<WorkshopId>().ok());
    let model = Memo::new(move |_| build_posters(&replica.snapshot().read(), id.get()?));
    move || match model.get() {
        Some(model) => view! { <Posters model /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

#[component]
fn Posters(model: PosterModel) -> impl IntoView {
    let back = (routes::preparation(model.id), words::back().to_owned());
    let hint = if model.is_frozen {
        words::frozen()
    } else {
        words::not_frozen()
    };
    let posters = model
        .posters
        .iter()
        .map(|sheet| view! { <Poster view=view_of(&model, sheet) /> })
        .collect_view();
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <div class="screen-only flow">
                <PageHead title=words::title() eyebrow=model.title.clone() lead=words::lead() back>
                    <Button kind=ButtonKind::Primary on_press=|()| platform::print()>
                        <Icon name="print" />
                        {words::print()}
                    </Button>
                </PageHead>
                <p>{hint}</p>
                <p>{words::small_printer()}</p>
            </div>
            <div class="posters">{posters}</div>
        </main>
    }
}

fn view_of(model: &PosterModel, sheet: &Sheet) -> PosterView {
    let date = platform::long_date(model.date);
    PosterView {
        card: CardLook::new(sheet.number, sheet.card.as_str()),
        heading: words::card(sheet.number, &sheet.name),
        question: sheet.question.clone(),
        meeting: words::meeting(&model.title, &date, model.place.as_deref()),
        rules: model
            .rules
            .map_or_else(String::new, workshop::rules_sentence),
        lines: sheet
            .lines
            .iter()
            .map(|line| (line.number, line.label.clone(), line.originals.clone()))
            .collect(),
        density: sheet.density.name(),
    }
}
