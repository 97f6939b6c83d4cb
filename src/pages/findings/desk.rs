//! What a panel asks of the document, for the reason that the person gives, and the answer.

use domain::{ArbitrationId, Claim, Command, FindingId, FollowUp, Reason};
use leptos::prelude::*;

use crate::components::{Notice, NoticeTone, TextField};
use crate::i18n::access::not_done;
use crate::i18n::{findings as words, workshop};
use crate::model::findings::Act;
use crate::model::workshop_arbitration::arbitration;
use crate::pages::access::ForFacilitator;
use crate::pages::statement::{follow_up, say_over};
use crate::platform;
use crate::replica::Replica;
use crate::state::device::{Device, use_device};

/// One per panel. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) replica: Replica,
    device: Device,
    pub(super) follow_up: Memo<FollowUp>,
    reason: RwSignal<String>,
    reason_error: RwSignal<Option<String>>,
    fault: RwSignal<Option<String>>,
    said: RwSignal<&'static str>,
    /// Id of the line that says what was done.
    said_id: &'static str,
}

impl Desk {
    pub(super) fn new(replica: Replica, said_id: &'static str) -> Self {
        Self {
            replica,
            device: use_device(),
            follow_up: follow_up(replica),
            reason: RwSignal::new(workshop::reason_proposed().to_owned()),
            reason_error: RwSignal::new(None),
            fault: RwSignal::new(None),
            said: RwSignal::new(""),
            said_id,
        }
    }

    /// Does what a choice says.
    pub(super) fn act(self, finding: &FindingId, act: &Act) {
        match act {
            Act::Say(claim) => self.end(self.say(Claim::clone(claim)), words::done()),
            Act::Arbitrate(round, subject, decision) => {
                let Some(reason) = self.reason() else { return };
                let made = arbitration(
                    &self.replica.snapshot().read_untracked(),
                    *round,
                    subject.clone(),
                    *decision,
                    reason,
                    (
                        ArbitrationId::from_bytes(platform::random_id()),
                        platform::now(),
                    ),
                );
                let fault = self.run(&[Command::Arbitrate(made)]);
                self.end(fault, words::done());
            }
            Act::Group(commands) => {
                let Some(reason) = self.reason() else { return };
                let fault = self.run(commands);
                let fault = fault.or_else(|| self.judge(finding, Some(reason)));
                self.end(fault, words::done());
            }
            Act::Accept => self.accept(finding, words::done()),
            Act::Reopen => self.reopen(finding),
            Act::Go(_) => {}
        }
    }

    /// Records that something may stay as it is; then says `said`.
    pub(super) fn accept(self, finding: &FindingId, said: &'static str) {
        if let Some(reason) = self.reason() {
            self.end(self.judge(finding, Some(reason)), said);
        }
    }

    /// Opens the question again.
    pub(super) fn reopen(self, finding: &FindingId) {
        self.end(self.judge(finding, None), words::reopened());
    }

    /// Groups or ungroups, which needs no reason; then says `said`.
    pub(super) fn group(self, command: &Command, said: &'static str) {
        self.end(self.run(std::slice::from_ref(command)), said);
    }

    fn judge(self, finding: &FindingId, verdict: Option<Reason>) -> Option<String> {
        self.say(Claim::Finding {
            finding: finding.clone(),
            verdict,
        })
    }

    fn say(self, claim: Claim) -> Option<String> {
        say_over(self.replica, self.device, self.follow_up, claim)
    }

    /// Carries out commands in their order, up to the first that is refused.
    fn run(self, commands: &[Command]) -> Option<String> {
        let done = commands
            .iter()
            .try_for_each(|command| self.replica.dispatch(command));
        done.err().map(|error| not_done(&error))
    }

    /// The reason as it was typed; says what is wrong with it.
    fn reason(self) -> Option<Reason> {
        match Reason::new(&self.reason.get_untracked()) {
            Ok(reason) => {
                self.reason_error.set(None);
                Some(reason)
            }
            Err(fault) => {
                self.reason_error.set(Some(workshop::text_fault(&fault)));
                None
            }
        }
    }

    fn end(self, fault: Option<String>, said: &'static str) {
        let is_done = fault.is_none();
        self.said.set(if is_done { said } else { "" });
        self.fault.set(fault);
        if is_done {
            platform::focus(self.said_id);
        }
    }
}

/// What the last choice did, or why it did nothing.
#[component]
pub(super) fn Answer(desk: Desk) -> impl IntoView {
    view! {
        <div>
            <p id=desk.said_id tabindex="-1" role="status">{move || desk.said.get()}</p>
            <div role="alert">
                {move || desk.fault.get().map(|text| view! {
                    <Notice title=workshop::refused_title() text tone=NoticeTone::Warning />
                })}
            </div>
        </div>
    }
}

/// One reason for whatever is decided next.
#[component]
pub(super) fn ReasonField(desk: Desk) -> impl IntoView {
    view! {
        <ForFacilitator>
            <TextField
                label=workshop::reason_label()
                hint=words::reason_hint()
                value=desk.reason
                on_input=move |typed| desk.reason.set(typed)
                error=desk.reason_error
                chars_max=Reason::CHARS_MAX
            />
        </ForFacilitator>
    }
}
