//! Saying what becomes of the contract: who speaks, and what the person saw before.

use domain::{Author, AuthorRole, Claim, Command, FollowUp, Statement, StatementId};
use leptos::prelude::*;

use crate::components::{Notice, NoticeTone};
use crate::i18n::access::not_done;
use crate::i18n::action_news as words;
use crate::platform;
use crate::replica::{Replica, Role};
use crate::state::device::Device;

/// What was said of every topic, kept in step with the document.
pub(super) fn follow_up(replica: Replica) -> Memo<FollowUp> {
    let snapshot = replica.snapshot();
    let statements = Memo::new(move |_| snapshot.read().statements.clone());
    Memo::new(move |_| FollowUp::new(&statements.read()))
}

/// Who said something, and when: « animateur, Annemasse, le 4 mars 2026 à 14 h 30 ».
pub(super) fn said_by(replica: Replica, statement: &Statement) -> String {
    let Author { role, council } = &statement.author;
    let snapshot = replica.snapshot().read_untracked();
    let council = council
        .as_ref()
        .and_then(|id| snapshot.contract.council(id));
    let author = words::author(*role, council.map(|council| &*council.name));
    words::said_by(&author, &platform::long_minute(statement.at))
}

/// Most characters of a text in the name of its button.
const NAME_CHARS_MAX: usize = 60;

/// The first words of a text, enough to tell it from the others.
pub(super) fn beginning(text: &str) -> String {
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(NAME_CHARS_MAX).collect();
    if chars.next().is_some() {
        format!("{short}…")
    } else {
        short
    }
}

/// A text of the form that is open: its value, and what changes it.
pub(super) fn form_field<T: Clone + Send + Sync + 'static>(
    form: RwSignal<Option<T>>,
    part: fn(&mut T) -> &mut String,
) -> (Signal<String>, Callback<String>) {
    let value = Signal::derive(move || {
        form.get()
            .map_or_else(String::new, |mut form| part(&mut form).clone())
    });
    let set = Callback::new(move |typed: String| {
        form.update(|form| {
            if let Some(form) = form {
                *part(form) = typed;
            }
        });
    });
    (value, set)
}

/// What is wrong with a form, beside the button that was pressed.
#[component]
pub(super) fn FormFault(
    /// One sentence; `None` when all is well.
    fault: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || fault.get().map(|title| view! { <Notice title tone=NoticeTone::Warning /> })}
        </div>
    }
}

/// Says one claim over all that stands on its topic now.
pub(super) fn say_over(
    replica: Replica,
    device: Device,
    follow_up: Memo<FollowUp>,
    claim: Claim,
) -> Option<String> {
    let topic = claim.topic();
    let seen = follow_up.with_untracked(|follow_up| follow_up.standing_ids(&topic));
    say(replica, device, vec![(claim, seen)])
}

/// A claim with the statements that its author saw and replaces.
pub(super) type Said = (Claim, Vec<StatementId>);

/// Records claims as one act; says what is wrong, if anything is.
pub(super) fn say(replica: Replica, device: Device, said: Vec<Said>) -> Option<String> {
    let role = match replica.access().get_untracked().role() {
        Some(Role::Councillor) => AuthorRole::Councillor,
        _ => AuthorRole::Facilitator,
    };
    let author = Author {
        role,
        council: device.council().get_untracked(),
    };
    let at = platform::now();
    let statements = said.into_iter().map(|(claim, supersedes)| Statement {
        id: StatementId::from_bytes(platform::random_id()),
        at,
        author: author.clone(),
        supersedes: supersedes.into_iter().collect(),
        claim,
    });
    let command = Command::State(statements.collect());
    replica
        .dispatch(&command)
        .err()
        .map(|error| not_done(&error))
}
