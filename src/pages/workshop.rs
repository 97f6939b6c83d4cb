//! `/ateliers/{id}`: one workshop, its rules, its rounds and their results.
//!
//! Reading order: [`WorkshopPage`] (reads context, turns intents into commands),
//! `round_now` (where it stands and the main action), `rounds` (what to settle and
//! the results), `confirm` (questions before what cannot be taken back).

mod arbitration;
mod attendance;
mod closing;
mod codes;
mod confirm;
pub(super) mod fault;
pub(super) mod form;
pub(super) mod head;
mod join;
mod lend;
mod paper;
mod prepare;
mod results;
mod round_now;
mod rounds;
mod screen;
mod timer;

use domain::{
    ArbitrationId, CardId, Command, CouncilId, RoundId, RoundStatus, Snapshot, WorkshopId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub(super) use self::arbitration::ComparisonTable;
use self::arbitration::Settlement;
use self::attendance::AttendancePanel;
use self::closing::ClosingPanel;
pub(super) use self::closing::version_words;
use self::codes::CodesPanel;
use self::confirm::{ConfirmDialogs, Question};
use self::fault::{Fault, FaultPanel};
use self::head::Councils;
use self::join::JoinPanel;
use self::lend::LendPanel;
use self::paper::PaperPanel;
use self::prepare::PrepareLinks;
use self::round_now::RoundNow;
use self::rounds::{CurrentArbitration, CurrentResults, OtherRounds};
use self::screen::ScreenPanel;
use self::timer::TimerPanel;
use crate::components::{LinkButton, PageHead, Panel};
use crate::i18n::{report, workshop as words};
use crate::model::workshop::{WorkshopModel, build_workshop};
use crate::model::workshop_arbitration::arbitration;
use crate::pages::access::ForFacilitator;
use crate::pages::backup::BackupOffer;
use crate::pages::outcome::Priorities;
use crate::pages::room::use_stage;
use crate::replica::{Replica, use_replica};
use crate::{platform, routes};

/// The workshop as the parts of the page read it.
type Model = Memo<Option<WorkshopModel>>;

/// What a person asks on this page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Intent {
    /// Open a round on all the cards of the workshop.
    Open,
    /// Suspend (true) or resume (false) a round.
    Pause(RoundId, bool),
    /// Close a round.
    Close(RoundId),
    /// Reveal some cards of a round.
    Reveal(RoundId, Vec<CardId>),
    /// Reveal one card, which the screen of the room then shows.
    RevealOne(RoundId, CardId),
    /// Record a decision on a round.
    Settle(RoundId, Settlement),
}

/// One workshop, or a friendly word when its id is unknown.
#[component]
pub fn WorkshopPage() -> impl IntoView {
    let replica = use_replica();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let id = params.with(|params| params.get("id"));
        id.and_then(|id| id.parse::<WorkshopId>().ok())
    });
    let model: Model = Memo::new(move |_| build_workshop(&replica.snapshot().read(), id.get()?));
    Effect::new(move |_| {
        let title = model.with(|model| model.as_ref().map(|model| model.row.title.clone()));
        platform::set_title(title.as_deref().unwrap_or(words::not_found_title()));
    });
    let fault = RwSignal::new(None::<Fault>);
    let question = RwSignal::new(None::<Question>);
    let on_intent = Callback::new(move |intent: Intent| {
        let is_reveal = matches!(intent, Intent::Reveal(..));
        let shown = match &intent {
            Intent::RevealOne(round, card) => Some((*round, card.clone())),
            _ => None,
        };
        let found = act(replica, model, intent).err();
        let id = id.get_untracked().filter(|_| found.is_none());
        if let Some((id, shown)) = id.zip(shown) {
            replica.set_stage(id, |stage| stage.shown = Some(shown));
        }
        // The button that was pressed is gone once everything is revealed.
        if is_reveal && found.is_none() {
            platform::focus(rounds::RESULTS_ID);
        }
        fault.set(found);
    });
    let is_closed = Memo::new(move |_| {
        model.with(|model| {
            // The votes of 2019 were closed long ago.
            let model = model.as_ref().filter(|model| !model.is_history());
            let current = model.and_then(|model| model.current.as_ref());
            current.is_some_and(|round| round.status >= RoundStatus::Closed)
        })
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <Show when=move || model.with(Option::is_some) fallback=|| view! { <Unknown /> }>
                <Head model />
                <FaultPanel fault />
                <RoundNow model on_intent on_ask=move |asked| question.set(Some(asked)) />
                <Show when=move || is_closed.get()><BackupOffer /></Show>
                // What comes next stands first: preparing before the vote, counting after it.
                <Show when=move || !is_closed.get()><BeforeTheVote model /></Show>
                <PaperPanel model />
                <CurrentArbitration model on_intent />
                <RoomPanels model on_intent />
                <CurrentResults model />
                <ClosingPanel model />
                <Show when=move || is_closed.get()><BeforeTheVote model /></Show>
                <LendPanel model />
                <OtherRounds model on_intent on_ask=move |asked| question.set(Some(asked)) />
                <ConfirmDialogs model question on_intent />
            </Show>
        </main>
    }
}

/// What became of the last priorities, rules, preparation and codes.
#[component]
fn BeforeTheVote(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    let councils = Memo::new(move |_| {
        model.with(|model| {
            let model = model.as_ref().filter(|model| model.current.is_none());
            let councils = model.map_or(&[][..], |model| &model.row.councils);
            let ids = councils.iter().map(|council| council.id.parse());
            ids.filter_map(Result::ok).collect::<Vec<CouncilId>>()
        })
    });
    view! {
        <Priorities councils />
        <RulesPanel model />
        <CodesPanel model />
    }
}

/// Carries out what the person asked.
fn act(replica: Replica, model: Model, intent: Intent) -> Result<(), Fault> {
    let snapshot = replica.snapshot().get_untracked();
    let command = model.with_untracked(|model| {
        let model = model.as_ref()?;
        command(&snapshot, model, intent)
    });
    match command {
        Some(command) => replica.dispatch(&command).map_err(Fault::from),
        // The workshop went away under the page; the page says so by itself.
        None => Ok(()),
    }
}

/// The command of an intent, with a fresh id and the minute where it needs them.
fn command(snapshot: &Snapshot, model: &WorkshopModel, intent: Intent) -> Option<Command> {
    let at = platform::now();
    let prepared = model.current.as_ref();
    let prepared = prepared.filter(|round| round.status == RoundStatus::Draft);
    Some(match (intent, prepared) {
        (Intent::Open, Some(round)) => Command::StartRound {
            round: round.id,
            at,
        },
        (Intent::Open, None) => Command::OpenRound {
            id: RoundId::from_bytes(platform::random_id()),
            workshop: model.row.id,
            cards: model.cards.clone(),
            rules: model.rules?,
            at,
        },
        (Intent::Pause(round, is_paused), _) => Command::PauseRound { round, is_paused },
        (Intent::Close(round), _) => Command::CloseRound { round, at },
        (Intent::Reveal(round, cards), _) => Command::Reveal { round, cards, at },
        (Intent::RevealOne(round, card), _) => Command::Reveal {
            round,
            cards: vec![card],
            at,
        },
        (Intent::Settle(round, settlement), _) => Command::Arbitrate(arbitration(
            snapshot,
            round,
            settlement.subject,
            settlement.decision,
            settlement.reason,
            (ArbitrationId::from_bytes(platform::random_id()), at),
        )),
    })
}

/// Title, day, place and councils.
#[component]
fn Head(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    let row = Memo::new(move |_| model.with(|m| m.as_ref().map(|m| m.row.clone())));
    let title = move || row.with(|row| row.as_ref().map_or(String::new(), |r| r.title.clone()));
    let date = move || {
        row.with(|row| {
            row.as_ref()
                .map_or(String::new(), |row| platform::long_date(row.date))
        })
    };
    let place = move || {
        row.with(|row| {
            let place = row.as_ref().and_then(|row| row.place.clone());
            place.unwrap_or_default()
        })
    };
    let councils = Memo::new(move |_| {
        row.with(|row| row.as_ref().map_or(Vec::new(), |row| row.councils.clone()))
    });
    view! {
        <PageHead
            title=Signal::derive(title)
            eyebrow=Signal::derive(date)
            lead=Signal::derive(place)
            back=(routes::workshops(), words::back_to_list().to_owned())
        >
            {move || row.with(|row| row.as_ref().filter(|row| row.stage >= Some(RoundStatus::Closed)).map(|row| view! {
                <LinkButton href=routes::report(row.id)>{report::link()}</LinkButton>
            }))}
        </PageHead>
        {move || view! { <Councils councils=councils.get() /> }}
    }
}

/// The workshop, unless it is of the past: the votes of 2019 have no rules, and nobody
/// prepares, runs or lends a tablet for them.
fn living_id(model: Model) -> Memo<Option<WorkshopId>> {
    Memo::new(move |_| {
        model.with(|model| {
            let model = model.as_ref().filter(|model| !model.is_history());
            model.map(|model| model.row.id)
        })
    })
}

/// What runs the room: people present, screen, timer, tablets that join.
#[component]
fn RoomPanels(
    /// The workshop.
    model: Model,
    /// The person asked for something.
    on_intent: Callback<Intent>,
) -> impl IntoView {
    let replica = use_replica();
    let id = living_id(model);
    let stage = use_stage(replica, id);
    view! {
        <Show when=move || id.get().is_some()>
            <ForFacilitator><ScreenPanel workshop=id stage on_intent /></ForFacilitator>
            <div class="switcher" style:--switch-at="20rem">
                <AttendancePanel workshop=id />
                <ForFacilitator>
                    <TimerPanel workshop=id stage />
                    <JoinPanel workshop=id />
                </ForFacilitator>
            </div>
        </Show>
    }
}

/// The rules in one sentence, and the cards on the table.
#[component]
fn RulesPanel(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    let rules = move || {
        model.with(|model| {
            let rules = model.as_ref().and_then(|model| model.rules);
            rules.map_or_else(
                || words::history_sentence().to_owned(),
                words::rules_sentence,
            )
        })
    };
    let cards = move || {
        model.with(|model| {
            let names = model.as_ref().map_or(&[][..], |model| &model.card_names);
            words::cards_on_table(names)
        })
    };
    view! {
        <Panel title=words::rules_title()>
            <p>{rules}</p>
            <p>{cards}</p>
            <PrepareLinks model />
        </Panel>
    }
}

/// An address that leads to no workshop of this device.
#[component]
fn Unknown() -> impl IntoView {
    view! {
        <PageHead title=words::not_found_title() lead=words::not_found_lead()>
            <LinkButton href=routes::workshops()>{words::back_to_list()}</LinkButton>
        </PageHead>
    }
}
