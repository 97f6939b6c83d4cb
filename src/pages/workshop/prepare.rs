//! The ways to the preparation and to the posters.

use leptos::prelude::*;

use super::{Model, living_id};
use crate::components::{Icon, LinkButton};
use crate::i18n::{poster, preparation};
use crate::pages::access::ForFacilitator;
use crate::routes;

/// Two links for those who run workshops; none for a workshop of the past.
#[component]
pub(super) fn PrepareLinks(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    let id = living_id(model);
    view! {
        <ForFacilitator>
            {move || id.get().map(|id| view! {
                <div class="cluster">
                    <LinkButton href=routes::preparation(id)>
                        <Icon name="edit" />
                        {preparation::title()}
                    </LinkButton>
                    <LinkButton href=routes::posters(id)>
                        <Icon name="print" />
                        {poster::title()}
                    </LinkButton>
                </div>
            })}
        </ForFacilitator>
    }
}
