//! One action of the contract: what it is, how far it has come, what comes next.

mod edit;
mod now;
mod origins;

use domain::{ActionField, ActionText, ContractAction, FollowUp, OpinionSubject};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::now::Now;
use self::origins::Origins;
use super::contract::parts::{LinkRow, LongText, anchor_href};
use crate::components::{
    ButtonKind, Icon, LinkButton, Notice, NoticeTone, PageHead, Panel, StatusPill,
};
use crate::i18n::{contract as words, follow_up, shell};
use crate::model::contract::{ActionLink, ActionRow, ActionView, Anchor};
use crate::model::contract_words::Fragment;
use crate::pages::comments::ActionComments;
use crate::pages::opinions::Opinions;
use crate::pages::statement::follow_up;
use crate::replica::use_replica;
use crate::{platform, routes};

/// The action that the address names by its row in annexe 2.
#[component]
pub fn ContractActionPage() -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let params = use_params_map();
    let seq = Memo::new(move |_| params.read().get_str("id")?.parse::<u16>().ok());
    let page = Memo::new(move |_| ActionView::build(&snapshot.read().contract, seq.get()?));
    let action = Memo::new(move |_| snapshot.read().contract.action(seq.get()?).cloned());
    let follow_up = follow_up(use_replica());
    // The router keeps this page from one action to the next.
    Effect::new(move |before: Option<Option<u16>>| {
        let seq = seq.get();
        let title = page.with(|page| match page {
            Some(page) => words::action_code(page.row.code.as_deref()),
            None => words::action_not_found().to_owned(),
        });
        platform::set_title(&shell::tab_title(&title));
        if before.is_some_and(|before| before != seq) {
            platform::focus("titre-page");
        }
        seq
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            {move || match page.get() {
                Some(page) => view! { <Action page action follow_up /> }.into_any(),
                None => view! { <ActionNotFound /> }.into_any(),
            }}
        </main>
    }
}

/// An action that the contract has.
#[component]
fn Action(
    /// What to show.
    page: ActionView,
    /// The same as printed.
    action: Memo<Option<ContractAction>>,
    /// What was said since.
    follow_up: Memo<FollowUp>,
) -> impl IntoView {
    let back = (
        routes::orientation(page.orientation),
        words::orientation(page.orientation),
    );
    let seq = page.row.seq;
    // Where newer words stand above, these are said to be the printed ones.
    let as_printed = move |text: ActionText, title: &'static str| {
        Signal::derive(move || {
            let field = ActionField::Text(text);
            let has_news = follow_up.with(|follow_up| follow_up.news_of(seq, field).is_some());
            if has_news {
                words::as_printed(title)
            } else {
                title.to_owned()
            }
        })
    };
    let subject = Memo::new(move |_| OpinionSubject::Action(seq));
    let ActionView {
        row,
        detail,
        outlook,
        elsewhere,
        previous,
        next,
        ..
    } = page.clone();
    view! {
        <div class="contract-title">
            <PageHead
                title=row.label.to_string()
                eyebrow=words::action_code(row.code.as_deref())
                back
            />
        </div>
        <Panel title=words::essentials()>
            <Fields page follow_up />
        </Panel>
        <Now action follow_up />
        <Panel title=as_printed(ActionText::Detail, words::detail())>
            <LongText blocks=detail />
        </Panel>
        <Panel title=as_printed(ActionText::Outlook, words::outlook())>
            <LongText blocks=outlook />
        </Panel>
        <Origins action follow_up />
        <Opinions subject follow_up />
        <ActionComments action />
        {(!elsewhere.is_empty()).then(|| view! { <Elsewhere links=elsewhere /> })}
        <Neighbors row previous next />
    }
}

/// The step on the scale, and the printed words when they say something else.
#[component]
fn Status(
    /// The action.
    row: ActionRow,
    /// What was said since.
    follow_up: Memo<FollowUp>,
) -> impl IntoView {
    let row = Memo::new(move |_| {
        let mut row = row.clone();
        follow_up.with(|follow_up| row.bring_up(follow_up));
        row
    });
    let shown = move || {
        let row = row.get();
        let beside = row.words_beside_pill();
        view! {
            <dd>
                <StatusPill step=row.step printed=row.pill_words() />
            </dd>
            {beside.map(|printed| view! { <dd>{words::printed_status(&printed)}</dd> })}
        }
    };
    view! { <dt>{words::field_status()}</dt> {shown} }
}

/// Where the action stands in the contract.
#[component]
fn Fields(
    /// The action.
    page: ActionView,
    /// What was said since.
    follow_up: Memo<FollowUp>,
) -> impl IntoView {
    let or_unknown = |text: Option<String>| text.unwrap_or_else(|| words::unknown().to_owned());
    let theme = match &page.theme_name {
        Some(name) => words::theme_named(page.theme, name),
        None => words::theme(page.theme),
    };
    let orientation = match &page.orientation_title {
        Some(title) => words::orientation_named(page.orientation, title),
        None => words::orientation(page.orientation),
    };
    view! {
        <dl class="contract-terms">
            <Status row=page.row.clone() follow_up />
            <dt>{words::field_perimeter()}</dt>
            <dd>{or_unknown(page.row.perimeter.map(|text| text.to_string()))}</dd>
            <dt>{words::field_code()}</dt>
            <dd>{words::code(page.row.code.as_deref())}</dd>
            <dt>{words::field_objective()}</dt>
            <dd>{or_unknown(page.objective.map(|text| text.to_string()))}</dd>
            <dt>{words::field_orientation()}</dt>
            <dd><a href=routes::orientation(page.orientation)>{orientation}</a></dd>
            <dt>{words::field_theme()}</dt>
            <dd><a href=anchor_href(Anchor::Theme(page.theme))>{theme}</a></dd>
        </dl>
    }
}

/// The same action for other perimeters.
#[component]
fn Elsewhere(
    /// Rows of annexe 2.
    links: Vec<ActionLink>,
) -> impl IntoView {
    let rows = links.into_iter().map(|link| {
        let place = words::same_action_at(link.perimeter.as_deref());
        view! { <LinkRow href=routes::action(link.seq) title=vec![Fragment::plain(&place)] /> }
    });
    view! {
        <Panel title=words::same_action()>
            <ul class="contract-links" role="list">{rows.collect_view()}</ul>
        </Panel>
    }
}

/// Links to the rows before and after.
#[component]
fn Neighbors(
    /// The row itself.
    row: ActionRow,
    /// Row before.
    previous: Option<ActionLink>,
    /// Row after.
    next: Option<ActionLink>,
) -> impl IntoView {
    let link_and_words = |link: Option<ActionLink>, words: NeighborWords| {
        let link = link?;
        let text = words(link.code.as_deref(), link.perimeter_beside(&row));
        Some((routes::action(link.seq), text))
    };
    let previous = link_and_words(previous, words::previous_action);
    let next = link_and_words(next, words::next_action);
    view! {
        <nav class="cluster" aria-label=words::other_actions()>
            {previous.map(|(href, text)| view! {
                <LinkButton href><Icon name="back" />{text}</LinkButton>
            })}
            {next.map(|(href, text)| view! {
                <LinkButton href>{text}<Icon name="next" /></LinkButton>
            })}
            <LinkButton href=routes::follow_up()>{follow_up::back_to_list()}</LinkButton>
        </nav>
    }
}

/// Says where a link leads, from a code and a perimeter.
type NeighborWords = fn(Option<&str>, Option<&str>) -> String;

/// The address names no action of this contract.
#[component]
fn ActionNotFound() -> impl IntoView {
    view! {
        <PageHead title=words::action_not_found() />
        <Notice title=words::action_not_found_next() tone=NoticeTone::Warning>
            <LinkButton href=routes::contract() kind=ButtonKind::Primary>
                {words::back_to_contract()}
            </LinkButton>
        </Notice>
    }
}
