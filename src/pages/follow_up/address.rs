//! What was chosen: it lives in the address, so that a reload or going back finds it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::Shown;
use crate::model::follow_up::FollowUpModel;
use crate::model::follow_up::filters::Filters;
use crate::routes;

/// Reads the choice from the address; the callback writes another one there, on the spot.
pub(super) fn use_filters(model: Memo<FollowUpModel>) -> (Memo<Filters>, Callback<Filters>) {
    let location = use_location();
    let filters = Memo::new(move |before: Option<&Filters>| {
        // While a link leads away the address is already that of the next page.
        if location.pathname.read().trim_end_matches('/') == routes::follow_up() {
            let query = location.query.read();
            Filters::parse(|key| query.get(key), &model.read().choices)
        } else {
            before.cloned().unwrap_or_default()
        }
    });
    let navigate = use_navigate();
    let set_filters = Callback::new(move |filters: Filters| {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..Default::default()
        };
        navigate(&Shown::href(&filters), options);
    });
    (filters, set_filters)
}
