//! Which council: its shape, its colour, its name.

use leptos::prelude::*;

use super::{ChoiceGroup, ChoiceKind, ChoiceTile, CouncilBadge, unique_id};

/// Radio tiles, one per council.
#[component]
pub fn CouncilPicker(
    /// The question, such as "Cette tablette est pour quel conseil ?".
    #[prop(into)]
    legend: Signal<String>,
    /// Councils in order.
    councils: Vec<CouncilBadge>,
    /// Id of the chosen council, if any.
    #[prop(into)]
    selected: Signal<Option<String>>,
    /// The person chose this council id.
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    let name = unique_id("council");
    let tiles = councils
        .into_iter()
        .map(|council| {
            let (this, wanted) = (council.id.clone(), council.id.clone());
            let checked = move || selected.with(|selected| selected.as_deref() == Some(&*this));
            view! {
                <ChoiceTile
                    kind=ChoiceKind::Radio
                    name=name.clone()
                    label=council.name
                    council=council.look
                    checked=checked
                    on_change=move |_| on_select.run(wanted.clone())
                />
            }
        })
        .collect_view();
    view! { <ChoiceGroup legend>{tiles}</ChoiceGroup> }
}
