//! The proposals that led to an action.

use domain::{ContractAction, FollowUp, LinkTarget, Snapshot};
use leptos::prelude::*;

use crate::components::Panel;
use crate::i18n::action_news as words;
use crate::model::contract_words::Fragment;
use crate::model::moderation::shown_label;
use crate::pages::contract::parts::LinkRow;
use crate::replica::use_replica;
use crate::routes;

/// A proposal, its card, and where the link is known from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Origin {
    href: String,
    card: String,
    label: String,
    source: String,
}

/// Proposals that led here; nothing when there is none.
#[component]
pub(super) fn Origins(
    /// The action as printed.
    action: Memo<Option<ContractAction>>,
    /// What was said.
    follow_up: Memo<FollowUp>,
) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let origins = Memo::new(move |_| {
        let seq = action.with(|action| action.as_ref().map(|action| action.seq));
        seq.map_or_else(Vec::new, |seq| {
            follow_up.with(|follow_up| origins_of(&snapshot.read(), follow_up, seq))
        })
    });
    let rows = move || {
        let origins = origins.get().into_iter();
        origins
            .map(|origin| {
                view! {
                    <LinkRow
                        href=origin.href
                        context=origin.card
                        title=vec![Fragment::plain(&origin.label)]
                    >
                        <small>{origin.source}</small>
                    </LinkRow>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || origins.with(|origins| !origins.is_empty())>
            <Panel title=words::asked_by()>
                <ul class="contract-links" role="list">{rows}</ul>
            </Panel>
        </Show>
    }
}

fn origins_of(snapshot: &Snapshot, follow_up: &FollowUp, seq: u16) -> Vec<Origin> {
    let links = follow_up.links();
    let of_action = links.filter(|(_, target, _)| *target == LinkTarget::Action(seq));
    of_action
        .filter_map(|(id, _, source)| {
            let proposal = snapshot.proposals.get(&id)?;
            let card = snapshot.cards.get(&proposal.card)?;
            Some(Origin {
                href: routes::card(&card.id),
                card: card.name.to_string(),
                label: shown_label(proposal),
                source: source.to_string(),
            })
        })
        .collect()
}
