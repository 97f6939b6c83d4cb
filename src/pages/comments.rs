//! Comments on a card or on an action, adding one, and hiding one with a reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    CardId, Command, Comment, CommentId, ContractAction, ModerationSubject, Reason, Remark,
    Snapshot, Target, WorkshopId,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::moderation::{moderate, sentences};
use super::statement::beginning;
use crate::components::{
    Button, CommentChoice, CommentList, CommentView, CouncilLook, FormActions, ModerationView,
    Notice, NoticeTone, Panel, SelectField, TextArea,
};
use crate::i18n::access::not_done;
use crate::i18n::workshop::text_fault;
use crate::i18n::{ballot, card as words, moderation};
use crate::model::looks::council_look;
use crate::model::moderation::{running_workshop, shown_label, shown_text};
use crate::platform;
use crate::replica::use_replica;
use crate::state::device::use_device;

/// Everything that is said about the proposals and difficulties of a card.
#[component]
pub(super) fn CardComments(
    /// The card.
    card: CardId,
    /// What the document says.
    snapshot: Signal<Arc<Snapshot>>,
) -> impl IntoView {
    let of_card = card.clone();
    let targets = Memo::new(move |_| targets(&snapshot.read(), &of_card));
    let workshop = Memo::new(move |_| running_workshop(&snapshot.read(), &card));
    view! { <Comments targets workshop /> }
}

/// Everything that is said about an action of the contract.
#[component]
pub(super) fn ActionComments(
    /// The action.
    action: Memo<Option<ContractAction>>,
) -> impl IntoView {
    let targets = Memo::new(move |_| {
        let action = action.get().into_iter();
        action
            .map(|action| Commentable {
                target: Target::Action(action.seq),
                label: action.label.to_string(),
                choice: Some(action.label.to_string()),
            })
            .collect()
    });
    view! { <Comments targets workshop=Memo::new(|_| None) /> }
}

#[component]
fn Comments(
    /// What can be commented, in the order of the page.
    targets: Memo<Vec<Commentable>>,
    /// Workshop that runs on it now.
    workshop: Memo<Option<WorkshopId>>,
) -> impl IntoView {
    let replica = use_replica();
    let snapshot = replica.snapshot();
    let capabilities = replica.capabilities();
    let may_moderate = Memo::new(move |_| capabilities.get().may_facilitate);
    let threads = Memo::new(move |_| threads(&snapshot.read(), &targets.read()));
    let on_moderate = Callback::new(move |(id, is_hidden, reason): CommentChoice| {
        let subject = ModerationSubject::Comment(id.parse().ok()?);
        moderate(replica, subject, is_hidden, &reason)
    });
    // A thread stays itself while remarks come, so that a reason being typed is not lost.
    let thread = move |target: Target| {
        let found = Memo::new(move |_| {
            threads.with(|threads| {
                threads
                    .iter()
                    .find(|thread| thread.target == target)
                    .cloned()
            })
        });
        let about = move || {
            found.with(|found| {
                found
                    .as_ref()
                    .map_or(String::new(), |f| words::about(&f.about))
            })
        };
        let comments = Signal::derive(move || {
            found.with(|found| found.as_ref().map_or(Vec::new(), |f| f.comments.clone()))
        });
        view! {
            <h3>{about}</h3>
            <CommentList comments may_moderate on_moderate reason_chars_max=Reason::CHARS_MAX />
        }
    };
    let discussed = move || {
        threads.with(|threads| {
            threads
                .iter()
                .map(|thread| thread.target)
                .collect::<Vec<_>>()
        })
    };
    view! {
        <Panel title=words::comments()>
            <For each=discussed key=|target| *target children=thread />
            <Show when=move || capabilities.get().may_contribute>
                <NewComment targets workshop />
            </Show>
        </Panel>
    }
}

/// A thing that can be commented, with its wording.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Commentable {
    target: Target,
    label: String,
    /// Words in the list of targets; `None` for what is hidden or replaced.
    choice: Option<String>,
}

/// What is said about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Thread {
    target: Target,
    about: String,
    comments: Vec<CommentView>,
}

fn targets(snapshot: &Snapshot, card: &CardId) -> Vec<Commentable> {
    let proposals = snapshot.proposals_of(card).into_iter().map(|proposal| {
        let is_current = !proposal.is_hidden() && !snapshot.is_replaced(proposal.id);
        Commentable {
            target: Target::Proposal(proposal.id),
            label: shown_label(&proposal),
            choice: is_current.then(|| words::target_proposal(&proposal.label)),
        }
    });
    let difficulties = snapshot.cards.get(card).into_iter().flat_map(|card| {
        card.difficulties.iter().map(|difficulty| Commentable {
            target: Target::Difficulty(difficulty.id),
            label: difficulty.label.to_string(),
            choice: Some(words::target_difficulty(&difficulty.label)),
        })
    });
    proposals.chain(difficulties).collect()
}

/// Comments by target, in the order of the card; targets without one are left out.
fn threads(snapshot: &Snapshot, targets: &[Commentable]) -> Vec<Thread> {
    let mut by_target: BTreeMap<Target, Vec<&Comment>> = BTreeMap::new();
    for comment in snapshot.comments.values() {
        by_target.entry(comment.target).or_default().push(comment);
    }
    targets
        .iter()
        .filter_map(|commentable| {
            let mut found = by_target.remove(&commentable.target)?;
            found.sort_by_key(|comment| (comment.added_at, comment.id));
            Some(Thread {
                target: commentable.target,
                about: commentable.label.clone(),
                comments: found
                    .into_iter()
                    .map(|comment| comment_view(snapshot, comment))
                    .collect(),
            })
        })
        .collect()
}

fn comment_view(snapshot: &Snapshot, comment: &Comment) -> CommentView {
    let council = comment
        .council
        .as_ref()
        .and_then(|id| snapshot.contract.council(id));
    let meeting = comment.workshop.and_then(|id| snapshot.workshops.get(&id));
    let source = moderation::source(
        council.map(|council| &*council.name),
        meeting.map(|meeting| meeting.title.as_str()),
        &platform::long_minute(comment.added_at),
    );
    let is_hidden = comment.is_hidden();
    CommentView {
        id: comment.id.to_string(),
        text: shown_text(comment),
        council: comment
            .council
            .as_ref()
            .map_or_else(CouncilLook::default, |id| {
                council_look(&snapshot.contract, id)
            }),
        moderation: ModerationView {
            is_hidden,
            trace: sentences(&comment.moderation),
            subject: if is_hidden {
                moderation::hidden_comment_name(&source)
            } else {
                moderation::comment_name(&beginning(&comment.text))
            },
            consequences: moderation::hide_consequences(),
        },
        source,
    }
}

/// Value of a target in a list of choices.
fn key(target: Target) -> String {
    match target {
        Target::Proposal(id) => format!("proposal-{id}"),
        Target::Difficulty(id) => format!("difficulty-{id}"),
        Target::Action(seq) => format!("action-{seq}"),
    }
}

/// A button, then a form: what it is about, and the words.
#[component]
fn NewComment(
    /// What can be commented.
    targets: Memo<Vec<Commentable>>,
    /// Workshop that runs on it now.
    workshop: Memo<Option<WorkshopId>>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let is_open = RwSignal::new(false);
    let is_added = RwSignal::new(false);
    let about = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let choices = Memo::new(move |_| {
        let targets = targets.get().into_iter();
        targets
            .filter_map(|found| Some((found.target, found.choice?)))
            .collect::<Vec<_>>()
    });
    let options = Signal::derive(move || {
        let choices = choices.get().into_iter();
        choices
            .map(|(target, choice)| (key(target), choice))
            .collect::<Vec<_>>()
    });
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = about.get_untracked();
        // Until the person chooses, the list shows its first entry.
        let target = choices.with_untracked(|choices| {
            let mut targets = choices.iter().map(|(target, _)| *target);
            let found = targets.clone().find(|target| key(*target) == chosen);
            found.or_else(|| targets.next())
        });
        let saved = Remark::new(&text.get_untracked())
            .map_err(|fault| text_fault(&fault))
            .and_then(|text| {
                let Some(target) = target else {
                    return Err(ballot::not_saved().to_owned());
                };
                let command = Command::AddComment {
                    id: CommentId::from_bytes(platform::random_id()),
                    target,
                    text,
                    council: device.council().get_untracked(),
                    workshop: workshop.get_untracked(),
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
                <Show when=move || options.with(|options| options.len() > 1)>
                    <SelectField
                        label=words::comment_target()
                        options
                        value=about
                        on_change=move |chosen| about.set(chosen)
                    />
                </Show>
                <TextArea
                    label=words::comment_text()
                    value=text
                    on_input=move |typed| text.set(typed)
                    hint=words::comment_hint()
                    error
                    chars_max=Remark::CHARS_MAX
                />
                <FormActions on_cancel=move |()| is_open.set(false) submit=words::save_comment() />
            </form>
        </Show>
    }
}
