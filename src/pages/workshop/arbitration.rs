//! What a person has to settle in a closed round.
//!
//! The blocks and their buttons stay in place when a decision is recorded, so that
//! the focus stays where it was.

use domain::{BallotId, Decision, Reason, Subject, VoterKey};
use leptos::prelude::*;

use crate::components::{Button, Notice, NoticeTone, Panel, Sticker, TextField};
use crate::i18n::workshop as words;
use crate::model::workshop_arbitration::{
    ArbitrationModel, Comparison, DecisionModel, DoubleBallot, DoubleModel,
};
use crate::pages::access::ForFacilitator;
use crate::platform;

/// A decision that a person asks to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settlement {
    /// What it is about.
    pub(super) subject: Subject,
    /// What was decided.
    pub(super) decision: Decision,
    /// Why.
    pub(super) reason: Reason,
}

/// « À arbitrer », with one reason for whatever is decided next.
#[component]
pub(super) fn ArbitrationPanel(
    /// What to settle and what was settled; shows nothing when empty.
    model: Memo<ArbitrationModel>,
    /// The person decided.
    on_settle: Callback<Settlement>,
) -> impl IntoView {
    let reason = RwSignal::new(words::reason_proposed().to_owned());
    let reason_error = RwSignal::new(None::<String>);
    let on_decide =
        Callback::new(
            move |(subject, decision)| match Reason::new(&reason.get_untracked()) {
                Ok(reason) => {
                    reason_error.set(None);
                    on_settle.run(Settlement {
                        subject,
                        decision,
                        reason,
                    });
                }
                Err(fault) => reason_error.set(Some(words::text_fault(&fault))),
            },
        );
    let is_open = Memo::new(move |_| model.with(|model| model.n_open() > 0));
    let title = move || {
        if is_open.get() {
            words::to_settle().to_owned()
        } else {
            words::settled().to_owned()
        }
    };
    view! {
        <Show when=move || model.with(|model| !model.is_empty())>
            <Panel title=Signal::derive(title)>
                <Show when=move || is_open.get()>
                    <p>{words::to_settle_lead()}</p>
                </Show>
                <ForFacilitator>
                    <TextField
                        label=words::reason_label()
                        hint=words::reason_hint()
                        value=reason
                        on_input=move |typed| reason.set(typed)
                        error=reason_error
                        chars_max=Reason::CHARS_MAX
                    />
                </ForFacilitator>
                <LateBlock model on_decide />
                <Doubles model on_decide />
            </Panel>
        </Show>
    }
}

/// Late ballots, all decided together.
#[component]
fn LateBlock(
    model: Memo<ArbitrationModel>,
    on_decide: Callback<(Subject, Decision)>,
) -> impl IntoView {
    let late = Memo::new(move |_| model.with(|model| model.late.clone()));
    let n_late = move || late.with(|late| late.as_ref().map_or(0, |late| late.n_late));
    let is_open = move || late.with(|late| late.as_ref().is_some_and(|late| late.is_open));
    let decisions = move || late.with(|l| l.as_ref().map_or(Vec::new(), |l| l.decisions.clone()));
    let comparison = move || late.with(|late| late.as_ref().and_then(|l| l.comparison.clone()));
    let chosen = move |decision| !is_open() && decisions().iter().any(|d| d.decision == decision);
    let decide = move |decision| on_decide.run((Subject::LateBallots, decision));
    view! {
        <Show when=move || late.with(Option::is_some)>
            <section class="flow" aria-label=words::late_ballots(n_late())>
                <Notice
                    title=Signal::derive(move || words::late_ballots(n_late()))
                    text=Signal::derive(move || words::late_sentence(n_late()).to_owned())
                    tone=NoticeTone::Warning
                />
                <Standing
                    is_open=Signal::derive(is_open)
                    decisions=Signal::derive(decisions)
                    ballots=Signal::derive(Vec::new)
                />
                <ForFacilitator>
                    <div class="actions">
                        <Button
                            unavailable=Signal::derive(move || chosen(Decision::Count))
                            on_press=move |()| decide(Decision::Count)
                        >
                            {words::count_late()}
                        </Button>
                        <Button
                            unavailable=Signal::derive(move || chosen(Decision::SetAside))
                            on_press=move |()| decide(Decision::SetAside)
                        >
                            {words::leave_late_out()}
                        </Button>
                    </div>
                </ForFacilitator>
                <ComparisonTable
                    comparison=Signal::derive(comparison)
                    heads=Signal::derive(|| vec![words::comparison_with().to_owned()])
                />
            </section>
        </Show>
    }
}

/// One block per voter with several ballots.
#[component]
fn Doubles(
    model: Memo<ArbitrationModel>,
    on_decide: Callback<(Subject, Decision)>,
) -> impl IntoView {
    let voters = move || {
        model.with(|model| {
            let doubles = model.doubles.iter();
            doubles
                .map(|double| double.voter.clone())
                .collect::<Vec<_>>()
        })
    };
    view! {
        <For each=voters key=|voter| voter.clone() let:voter>
            <DoubleBlock
                voter=voter.clone()
                double=Memo::new(move |_| {
                    model.with(|model| {
                        model.doubles.iter().find(|double| double.voter == voter).cloned()
                    })
                })
                on_decide
            />
        </For>
    }
}

/// The ballots of one voter, with the buttons that keep one or none.
#[component]
fn DoubleBlock(
    voter: VoterKey,
    double: Memo<Option<DoubleModel>>,
    on_decide: Callback<(Subject, Decision)>,
) -> impl IntoView {
    let name = words::voter(&voter);
    let suffix = StoredValue::new(format!(" ({name})"));
    let region = name.clone();
    let ballots =
        Memo::new(move |_| double.with(|d| d.as_ref().map_or(Vec::new(), |d| d.ballots.clone())));
    let n_ballots = move || ballots.with(Vec::len);
    let is_open =
        Signal::derive(move || double.with(|d| d.as_ref().is_some_and(|double| double.is_open)));
    let decisions = Signal::derive(move || {
        double.with(|d| d.as_ref().map_or(Vec::new(), |d| d.decisions.clone()))
    });
    let comparison = move || double.with(|d| d.as_ref().and_then(|d| d.comparison.clone()));
    let is_none_kept = move || {
        !is_open.get() && decisions.with(|d| d.iter().any(|d| d.decision == Decision::SetAside))
    };
    let (subject, none_subject) = (Subject::Double(voter.clone()), Subject::Double(voter));
    let on_keep =
        Callback::new(move |ballot| on_decide.run((subject.clone(), Decision::Keep(ballot))));
    let on_keep_none = Callback::new(move |()| {
        on_decide.run((none_subject.clone(), Decision::SetAside));
    });
    let heads = move || {
        (1..=n_ballots())
            .map(words::comparison_with_ballot)
            .collect()
    };
    view! {
        <section class="flow" aria-label=region>
            <h3>{name}</h3>
            <p>{move || words::double_sentence(n_ballots())}</p>
            <Standing is_open decisions ballots=Signal::derive(move || ballots.get()) />
            <Choices suffix ballots on_keep />
            <ForFacilitator>
                <div class="actions">
                    <Button unavailable=Signal::derive(is_none_kept) on_press=on_keep_none>
                        {words::keep_none()}
                        <span class="visually-hidden">{suffix.get_value()}</span>
                    </Button>
                </div>
            </ForFacilitator>
            <ComparisonTable
                comparison=Signal::derive(comparison)
                heads=Signal::derive(heads)
            />
        </section>
    }
}

/// One line per ballot: its number, its council, its button.
#[component]
fn Choices(
    /// Ends the name of each button: whose ballot it is.
    suffix: StoredValue<String>,
    ballots: Memo<Vec<DoubleBallot>>,
    on_keep: Callback<BallotId>,
) -> impl IntoView {
    let ids = move || {
        ballots.with(|ballots| {
            let numbered = (1_usize..).zip(ballots);
            numbered
                .map(|(number, ballot)| (number, ballot.id, ballot.council.clone()))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <ul class="stack" role="list">
            <For each=ids key=|(number, id, _)| (*number, *id) let:((number, id, council))>
                <li class="cluster">
                    <Sticker council=council.look />
                    <span>{words::double_ballot(number)} ", " {council.name.clone()}</span>
                    <ForFacilitator>
                        <Button
                            unavailable=Signal::derive(move || {
                                ballots.with(|all| all.iter().any(|b| b.id == id && b.is_kept))
                            })
                            on_press=move |()| on_keep.run(id)
                        >
                            {words::keep_ballot(number)}
                            <span class="visually-hidden">{suffix.get_value()}</span>
                        </Button>
                    </ForFacilitator>
                </li>
            </For>
        </ul>
    }
}

/// What was decided, why and when; said when it changes.
#[component]
fn Standing(
    is_open: Signal<bool>,
    decisions: Signal<Vec<DecisionModel>>,
    ballots: Signal<Vec<DoubleBallot>>,
) -> impl IntoView {
    let number_of = move |decision| match decision {
        Decision::Keep(kept) => ballots.with(|all| {
            let found = all.iter().position(|ballot| ballot.id == kept);
            found.map(|idx| idx + 1)
        }),
        Decision::Count | Decision::SetAside => None,
    };
    let sentences = move || {
        decisions
            .get()
            .into_iter()
            .map(|made| {
                let minute = platform::long_minute(made.decided_at);
                view! {
                    <p>
                        <strong>{words::decision(made.decision, number_of(made.decision))}</strong>
                        " "
                        {words::decision_reason(&made.reason, &minute)}
                    </p>
                }
            })
            .collect_view()
    };
    let is_undecided = move || decisions.with(Vec::is_empty);
    view! {
        <div role="status">
            {sentences}
            {move || is_undecided().then(|| view! { <p>{words::undecided()}</p> })}
            {move || (is_open.get() && decisions.with(|all| all.len() > 1))
                .then(|| view! { <p>{words::decisions_disagree()}</p> })}
        </div>
    }
}

/// Totals without and with the ballots; nothing before the totals are revealed.
#[component]
pub(in crate::pages) fn ComparisonTable(
    comparison: Signal<Option<Comparison>>,
    heads: Signal<Vec<String>>,
) -> impl IntoView {
    let head_cells = move || {
        let heads = heads.get().into_iter();
        heads
            .map(|head| view! { <th scope="col">{head}</th> })
            .collect_view()
    };
    let row = |(label, without, with): (String, u32, Vec<u32>)| {
        let cells = with
            .into_iter()
            .map(|total| view! { <td>{total}</td> })
            .collect_view();
        view! { <tr><th scope="row">{label}</th><td>{without}</td>{cells}</tr> }
    };
    move || {
        comparison.get().map(|comparison| {
            if comparison.rows.is_empty() {
                return view! { <p>{words::comparison_empty()}</p> }.into_any();
            }
            let rows = comparison.rows.into_iter().map(row).collect_view();
            view! {
                <div class="scroll">
                    <table>
                        <caption>{words::comparison_title()}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{words::comparison_proposal()}</th>
                                <th scope="col">{words::comparison_without()}</th>
                                {head_cells}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        })
    }
}
