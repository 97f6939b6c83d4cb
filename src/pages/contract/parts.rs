//! What the three pages of the contract share: rows that lead somewhere, long texts.

use leptos::prelude::*;

use crate::components::StatusPill;
use crate::i18n::contract as words;
use crate::model::contract::{ActionRow, Anchor};
use crate::model::contract_text::Block;
use crate::model::contract_words::Fragment;
use crate::routes;

/// Address of a place inside the page of the contract.
pub(in crate::pages) fn anchor_href(anchor: Anchor) -> String {
    format!("{}#{}", routes::contract(), anchor.id())
}

/// A row of a list that leads somewhere as a whole. An `<li>`, use inside a list.
#[component]
pub(in crate::pages) fn LinkRow(
    /// Address.
    #[prop(into)]
    href: String,
    /// Short line above the link; empty for none.
    #[prop(optional, into)]
    context: String,
    /// Text of the link.
    title: Vec<Fragment>,
    /// Lines below the link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="contract-link">
            {(!context.is_empty())
                .then(|| view! { <p class="contract-link__context">{context}</p> })}
            <a class="contract-link__title" href=href>
                <Marked fragments=title />
            </a>
            {children.map(|children| view! { <div class="contract-link__note">{children()}</div> })}
        </li>
    }
}

/// A row that leads to an action, with its place and how far it has come.
#[component]
pub(in crate::pages) fn ActionLinkRow(
    /// The action.
    row: ActionRow,
) -> impl IntoView {
    let perimeter = words::perimeter_short(row.perimeter.as_deref());
    view! {
        <LinkRow
            href=routes::action(row.seq)
            context=words::action_code(row.code.as_deref())
            title=vec![Fragment::plain(&row.label)]
        >
            <span class="contract-link__place">{perimeter}</span>
            <StatusPill step=row.step printed=row.printed.to_string() />
        </LinkRow>
    }
}

/// A text with the searched words marked.
#[component]
pub(in crate::pages) fn Marked(
    /// Pieces of the text.
    fragments: Vec<Fragment>,
) -> impl IntoView {
    fragments
        .into_iter()
        .map(|fragment| {
            if fragment.is_marked {
                view! { <mark class="contract-link__mark">{fragment.text}</mark> }.into_any()
            } else {
                fragment.text.into_any()
            }
        })
        .collect_view()
}

/// A long text as paragraphs and lists; says so when there is none.
#[component]
pub(in crate::pages) fn LongText(
    /// Parts of the text.
    blocks: Vec<Block>,
) -> impl IntoView {
    if blocks.is_empty() {
        return view! { <p>{words::unknown()}</p> }.into_any();
    }
    let blocks = blocks.into_iter().map(|block| match block {
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::List(items) => view! { <TextList items /> }.into_any(),
    });
    view! { <div class="prose">{blocks.collect_view()}</div> }.into_any()
}

/// Texts as a plain list.
#[component]
pub(in crate::pages) fn TextList(
    /// Items, in order.
    items: Vec<String>,
) -> impl IntoView {
    let items = items.into_iter().map(|item| view! { <li>{item}</li> });
    view! { <ul class="contract-texts">{items.collect_view()}</ul> }
}
