//! Why something that was asked was not done, on the pages of workshops.

use leptos::prelude::*;

use crate::components::{ErrorPanel, Notice, NoticeTone};
use crate::i18n::{access, shell, workshop as words};
use crate::replica::DispatchError;

/// Why a command was not carried out, ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages) enum Fault {
    /// The rules refuse it; the sentence says what to do.
    Refused(String),
    /// The document could not be written.
    NotWritten,
    /// The link of this device does not allow it.
    NotAllowed,
    /// This device cannot save now.
    CannotSave,
}

impl From<DispatchError> for Fault {
    fn from(error: DispatchError) -> Self {
        match error {
            DispatchError::Refused(refusal) => Self::Refused(words::refusal(&refusal)),
            DispatchError::NotWritten => Self::NotWritten,
            DispatchError::NotAllowed => Self::NotAllowed,
            DispatchError::CannotSave => Self::CannotSave,
        }
    }
}

/// Says the fault as soon as there is one; nothing otherwise.
#[component]
pub(in crate::pages) fn FaultPanel(
    /// The last fault; `None` when what was asked was done.
    #[prop(into)]
    fault: Signal<Option<Fault>>,
) -> impl IntoView {
    let panel = move || {
        fault.get().map(|fault| match fault {
            Fault::Refused(sentence) => view! {
                <Notice title=words::refused_title() text=sentence tone=NoticeTone::Warning />
            }
            .into_any(),
            Fault::NotWritten => view! {
                <ErrorPanel
                    what=words::not_written_what()
                    safe=words::not_written_safe()
                    next=words::not_written_next()
                />
            }
            .into_any(),
            Fault::NotAllowed => view! {
                <Notice title=words::refused_title() text=access::not_allowed() tone=NoticeTone::Warning />
            }
            .into_any(),
            Fault::CannotSave => view! {
                <Notice title=words::refused_title() text=shell::cannot_save() tone=NoticeTone::Warning />
            }
            .into_any(),
        })
    };
    view! { <div role="alert">{panel}</div> }
}
