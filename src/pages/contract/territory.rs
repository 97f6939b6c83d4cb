//! The territory as a drawing: a tile for each commune, side by side like the communes,
//! which leads to what is promised there. Not to scale, no map of a server.

use std::sync::Arc;

use domain::Contract;
use leptos::prelude::*;

use crate::components::{CouncilLook, Sticker};
use crate::i18n::contract as words;
use crate::model::follow_up::areas::{Area, areas_of, communes};
use crate::model::follow_up::filters::Filters;
use crate::model::looks::council_look;
use crate::routes;

/// One commune on the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tile {
    href: String,
    name: String,
    /// Look of the council that bears its name; neutral without one.
    council: CouncilLook,
    n_quarters: usize,
    n_actions: usize,
}

/// The drawing, one way into the contract.
#[component]
pub(super) fn Territory(
    /// One for each commune.
    tiles: Vec<Tile>,
) -> impl IntoView {
    let tiles = tiles.into_iter().map(|tile| {
        view! {
            <li class="territory__tile" data-council=tile.council.color()>
                <a class="territory__link" href=tile.href>
                    <Sticker council=tile.council />
                    <strong>{tile.name}</strong>
                    <span>{words::n_quarters(tile.n_quarters)}</span>
                    <span>{words::n_actions_named(tile.n_actions)}</span>
                </a>
            </li>
        }
    });
    view! {
        <nav aria-label=words::territory()>
            <ul class="territory" role="list">{tiles.collect_view()}</ul>
        </nav>
    }
}

/// A tile for each commune of the contract.
pub(super) fn tiles(contract: &Contract) -> Vec<Tile> {
    let communes = communes(contract);
    let council_of = |name: &str| {
        let mut councils = contract.councils.iter();
        councils.find(|council| &*council.name == name)
    };
    let tile = |commune: &crate::model::follow_up::areas::Commune| {
        let area = Area::Commune(commune.slug.clone());
        let actions = contract.actions.iter();
        let n_actions = actions
            .filter(|action| areas_of(action.perimeter.as_deref(), &communes).contains(&area));
        let quarters = contract.quarters.iter();
        let is_here = |place: &Option<Arc<str>>| place.as_deref() == Some(&commune.name);
        Tile {
            href: format!(
                "{}{}",
                routes::follow_up(),
                Filters::default().with_area(Some(area.clone())).query()
            ),
            name: commune.name.clone(),
            council: council_of(&commune.name).map_or_else(CouncilLook::default, |council| {
                council_look(contract, &council.id)
            }),
            n_quarters: quarters.filter(|quarter| is_here(&quarter.commune)).count(),
            n_actions: n_actions.count(),
        }
    };
    communes.iter().map(tile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::contract_start::start;

    #[test]
    fn every_commune_of_the_contract_has_its_tile() {
        let contract = start().contract;
        let tiles = tiles(&contract);
        let names: Vec<&str> = tiles.iter().map(|tile| tile.name.as_str()).collect();
        assert_eq!(
            names,
            ["Ambilly", "Annemasse", "Gaillard", "Ville-la-Grand"]
        );
        let n_quarters: usize = tiles.iter().map(|tile| tile.n_quarters).sum();
        assert_eq!(n_quarters, contract.quarters.len());
        let gaillard = &tiles[2];
        assert_eq!(gaillard.n_actions, 11);
        assert_eq!(gaillard.href, "/suivi?commune=gaillard");
        assert_eq!(gaillard.council, CouncilLook::at(2));
    }
}
