//! What the link of this device allows: the news of it, and where to paste one.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{
    Button, ButtonKind, LinkButton, Notice, NoticeTone, PageHead, Panel, TextField,
};
use crate::i18n::{access as words, shell};
use crate::replica::{Access, AccessRefusal, invitation_in, use_replica};
use crate::routes;

/// Something to say about the access, until it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct News {
    title: &'static str,
    text: &'static str,
    tone: NoticeTone,
}

/// What is new since `before`; `None` when the access is the same for a person.
fn news(before: &Access, now: &Access) -> Option<News> {
    let refusal = refusal_of(now);
    if let Some(refusal) = refusal.filter(|_| !now.is_waiting()) {
        let is_known =
            refusal_of(before) == Some(refusal) && before.is_waiting() == now.is_waiting();
        return (!is_known).then(|| News {
            title: words::refusal(refusal),
            text: words::refusal_words(refusal),
            tone: NoticeTone::Warning,
        });
    }
    if now.is_waiting() {
        return Some(News {
            title: words::waiting(),
            text: words::waiting_words(),
            tone: NoticeTone::Info,
        });
    }
    let has_joined = now.role().is_some() && (before.is_waiting() || before.role() != now.role());
    has_joined.then(|| News {
        title: words::joined(),
        text: words::role_words(now.role()),
        tone: NoticeTone::Success,
    })
}

fn refusal_of(access: &Access) -> Option<AccessRefusal> {
    access.opened_refusal().or(access.refusal())
}

/// What became of a link, until the person has read it.
pub(super) fn use_news() -> RwSignal<Option<News>> {
    let access = use_replica().access();
    let shown = RwSignal::new(None::<News>);
    Effect::new(move |before: Option<Access>| {
        let now = access.get();
        // What was known when the app opened is no news, unless it keeps things from leaving.
        let before = before.unwrap_or_else(|| {
            if now.is_waiting() {
                Access::default()
            } else {
                now.clone()
            }
        });
        if before != now || now.is_waiting() {
            if let Some(news) = news(&before, &now) {
                shown.set(Some(news));
            } else if now.refusal().is_none() && before.refusal().is_some() {
                shown.set(None);
            }
        }
        now
    });
    shown
}

/// Says it.
#[component]
pub(super) fn AccessNews(
    /// What to say, if anything.
    news: RwSignal<Option<News>>,
) -> impl IntoView {
    view! {
        <div role="status">
            {move || news.get().map(|shown| view! {
                <Notice title=shown.title text=shown.text tone=shown.tone>
                    <Button on_press=move |()| news.set(None)>{words::understood()}</Button>
                </Notice>
            })}
        </div>
    }
}

/// The role in words, and the field for a link.
#[component]
pub(super) fn AccessPanel() -> impl IntoView {
    let replica = use_replica();
    let access = replica.access();
    let role = Memo::new(move |_| access.with(Access::role));
    let refusal = Memo::new(move |_| access.with(refusal_of));
    let link = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let join = move |event: SubmitEvent| {
        event.prevent_default();
        match invitation_in(&link.get_untracked()) {
            Some(invitation) => {
                error.set(None);
                link.set(String::new());
                replica.open_link(invitation);
            }
            None => error.set(Some(words::link_fault().to_owned())),
        }
    };
    view! {
        <Panel title=words::title()>
            <Show when=move || role.get().is_some() || refusal.get().is_none()>
                <p><strong>{move || words::role(role.get())}</strong></p>
                <p>{move || words::role_words(role.get())}</p>
            </Show>
            <div role="status">
                {move || refusal.get().map(|refusal| view! {
                    <Notice
                        title=words::refusal(refusal)
                        text=words::refusal_words(refusal)
                        tone=NoticeTone::Warning
                    />
                })}
                {move || access.with(Access::is_waiting).then(|| view! {
                    <Notice title=words::waiting() text=words::waiting_words() />
                })}
            </div>
            <details open=move || refusal.get().is_some()>
                <summary>{words::has_link()}</summary>
                <form class="flow" on:submit=join>
                    <TextField
                        label=words::link_label()
                        hint=words::link_hint()
                        value=link
                        on_input=move |typed| link.set(typed)
                        error
                    />
                    <div class="actions">
                        <Button kind=ButtonKind::Primary button_type="submit">{words::join()}</Button>
                    </div>
                </form>
            </details>
        </Panel>
    }
}

/// What only those who run workshops see.
#[component]
pub(super) fn ForFacilitator(
    /// Controls that settle things for everyone.
    children: ChildrenFn,
) -> impl IntoView {
    let capabilities = use_replica().capabilities();
    view! { <Show when=move || capabilities.get().may_facilitate>{children()}</Show> }
}

/// A page that the link of this device does not open.
#[component]
pub(super) fn NotAllowed() -> impl IntoView {
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=words::not_allowed_title() lead=words::not_allowed() />
            <LinkButton href=routes::home()>{shell::back_home()}</LinkButton>
        </main>
    }
}
