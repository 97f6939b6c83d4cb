//! The comments of a card, and adding one.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{CardId, Command, Comment, CommentId, Remark, Snapshot, Target};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{
    Button, ButtonKind, CommentList, CommentView, Notice, NoticeTone, Panel, SelectField, TextArea,
};
use crate::i18n::access::not_done;
use crate::i18n::{ballot, card as words, workshop};
use crate::platform;
use crate::replica::use_replica;
use crate::state::device::use_device;

/// Everything that is said about the proposals and difficulties of a card.
#[component]
pub(super) fn Comments(
    /// The card.
    card: CardId,
    /// What the document says.
    snapshot: Signal<Arc<Snapshot>>,
) -> impl IntoView {
    let targets = Memo::new(move |_| targets(&snapshot.read(), &card));
    let may_contribute = use_replica().capabilities();
    let threads = Memo::new(move |_| threads(&snapshot.read(), &targets.read()));
    view! {
        <Panel title=words::comments()>
            {move || threads.get().into_iter().map(|(about, comments)| view! {
                <h3>{words::about(&about)}</h3>
                <CommentList comments />
            }).collect_view()}
            <Show when=move || may_contribute.get().may_contribute>
                <NewComment targets />
            </Show>
        </Panel>
    }
}

/// A thing that can be commented, with its key in the list and its wording.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Commentable {
    target: Target,
    label: String,
    choice: String,
}

fn targets(snapshot: &Snapshot, card: &CardId) -> Vec<Commentable> {
    let proposals = snapshot
        .proposals_of(card)
        .into_iter()
        .map(|proposal| Commentable {
            target: Target::Proposal(proposal.id),
            label: proposal.label.to_string(),
            choice: words::target_proposal(&proposal.label),
        });
    let difficulties = snapshot.cards.get(card).into_iter().flat_map(|card| {
        card.difficulties.iter().map(|difficulty| Commentable {
            target: Target::Difficulty(difficulty.id),
            label: difficulty.label.to_string(),
            choice: words::target_difficulty(&difficulty.label),
        })
    });
    proposals.chain(difficulties).collect()
}

/// Comments by target, in the order of the card; targets without one are left out.
fn threads(snapshot: &Snapshot, targets: &[Commentable]) -> Vec<(String, Vec<CommentView>)> {
    let mut by_target: BTreeMap<Target, Vec<&Comment>> = BTreeMap::new();
    for comment in snapshot.comments.values() {
        by_target.entry(comment.target).or_default().push(comment);
    }
    targets
        .iter()
        .filter_map(|commentable| {
            let mut found = by_target.remove(&commentable.target)?;
            found.sort_by_key(|comment| (comment.added_at, comment.id));
            let views = found
                .into_iter()
                .map(|comment| comment_view(snapshot, comment))
                .collect();
            Some((commentable.label.clone(), views))
        })
        .collect()
}

fn comment_view(snapshot: &Snapshot, comment: &Comment) -> CommentView {
    let council = comment
        .council
        .as_ref()
        .and_then(|id| snapshot.contract.council(id));
    let when = platform::long_minute(comment.added_at);
    CommentView {
        id: comment.id.to_string(),
        text: comment.text.to_string(),
        source: words::comment_source(council.map(|council| &*council.name), &when),
        council: council
            .map(|council| council.id.to_string())
            .unwrap_or_default(),
    }
}

/// A button, then a form: what it is about, and the words.
#[component]
fn NewComment(
    /// What can be commented.
    targets: Memo<Vec<Commentable>>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let is_open = RwSignal::new(false);
    let is_added = RwSignal::new(false);
    let about = RwSignal::new(String::from("0"));
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let options = Signal::derive(move || {
        let numbered = targets.get().into_iter().enumerate();
        numbered
            .map(|(idx, target)| (idx.to_string(), target.choice))
            .collect::<Vec<_>>()
    });
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let idx: usize = about.get_untracked().parse().unwrap_or(0);
        let target = targets.with_untracked(|targets| targets.get(idx).map(|found| found.target));
        let saved = Remark::new(&text.get_untracked())
            .map_err(|fault| workshop::text_fault(&fault))
            .and_then(|text| {
                let Some(target) = target else {
                    return Err(ballot::not_saved().to_owned());
                };
                let command = Command::AddComment {
                    id: CommentId::from_bytes(platform::random_id()),
                    target,
                    text,
                    council: device.council().get_untracked(),
                    workshop: None,
                    at: platform::now(),
                };
                replica.dispatch(&command).map_err(|error| not_done(&error))
            });
        match saved {
            Ok(()) => {
                text.set(String::new());
                error.set(None);
                is_open.set(false);
                is_added.set(true);
            }
            Err(sentence) => error.set(Some(sentence)),
        }
    });
    let open = move |()| {
        is_added.set(false);
        is_open.set(true);
    };
    view! {
        <div role="status">
            {move || is_added.get().then(|| view! {
                <Notice title=words::comment_added() tone=NoticeTone::Success />
            })}
        </div>
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <div><Button on_press=open>{words::add_comment()}</Button></div>
            }
        >
            <form class="flow" on:submit=move |event| save.run(event)>
                <SelectField
                    label=words::comment_target()
                    options
                    value=about
                    on_change=move |chosen| about.set(chosen)
                />
                <TextArea
                    label=words::comment_text()
                    value=text
                    on_input=move |typed| text.set(typed)
                    hint=words::comment_hint()
                    error
                    chars_max=Remark::CHARS_MAX
                />
                <div class="actions">
                    <Button on_press=move |()| is_open.set(false)>{words::cancel()}</Button>
                    <Button kind=ButtonKind::Primary button_type="submit">{words::save_comment()}</Button>
                </div>
            </form>
        </Show>
    }
}
