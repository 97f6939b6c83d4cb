//! What came in: since the last visit, and in files before they are merged.

mod files;

use std::sync::Arc;
use std::time::Duration;

use domain::{CouncilId, Snapshot};
use leptos::prelude::*;

pub(super) use self::files::FilesPanel;
use crate::components::{Button, ButtonKind, CouncilLook, Icon, Panel, Sticker};
use crate::i18n::{incoming as words, sync};
use crate::model::incoming::{Difference, Kind, Line, difference};
use crate::model::results::badge;
use crate::platform;
use crate::replica::{Replica, use_replica};
use crate::state::visit::{LastVisit, use_visit};

/// Most lines of one kind that show: a spreadsheet may bring two thousand.
const LINES_SHOWN_MAX: usize = 100;
/// Most lines of one kind that show without being unfolded.
const LINES_OPEN_MAX: usize = 12;
/// Takes the focus when everything was seen.
const SEEN_ID: &str = "derniere-visite";

/// A former state of the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Former {
    /// It is being read, or none is asked for.
    Waiting,
    /// Not all of it is on this device.
    Unknown,
    /// This one.
    Read(Arc<Snapshot>),
}

/// The document at `heads`, read after the page shows, once for each heads: it takes a
/// tenth of a second. Read again when what was missing comes in.
pub(super) fn former_state(replica: Replica, heads: Memo<Option<Vec<[u8; 32]>>>) -> Signal<Former> {
    let is_here = Memo::new(move |_| {
        replica.fingerprint().track();
        heads.with(|heads| heads.as_ref().is_some_and(|heads| replica.has(heads)))
    });
    let read = LocalResource::new(move || {
        let asked = heads.get().map(|heads| (heads, is_here.get()));
        async move {
            platform::sleep(Duration::ZERO).await;
            asked.map(|(heads, is_here)| {
                let former = is_here.then(|| replica.snapshot_at(&heads)).flatten();
                (heads, former)
            })
        }
    });
    Signal::derive(move || match read.get().flatten() {
        // What was asked for before is still there while the next is read.
        Some((of, former)) if heads.with(|heads| heads.as_ref() == Some(&of)) => {
            former.map_or(Former::Unknown, Former::Read)
        }
        _ => Former::Waiting,
    })
}

/// What is new since the last visit of this device.
///
/// What the device did itself is left out, and only counted: the person at it knows, and
/// would not find the news of others among it.
#[component]
pub(super) fn SincePanel() -> impl IntoView {
    let (replica, visit) = (use_replica(), use_visit());
    let last = visit.last();
    let heads = Memo::new(move |_| match last.get() {
        LastVisit::At(mark) => Some(mark.heads),
        _ => None,
    });
    let is_first = StoredValue::new(false);
    // A device that was never here starts from what it holds now.
    Effect::new(move |_| {
        if last.with(|last| *last == LastVisit::Never) {
            is_first.set_value(true);
            visit.see(platform::now());
        }
    });
    let then = former_state(replica, heads);
    let snapshot = replica.snapshot();
    let news = Memo::new(move |_| {
        let Former::Read(before) = then.get() else {
            return None;
        };
        let LastVisit::At(mark) = last.get() else {
            return None;
        };
        Some(difference(&before, &snapshot.read()).without(&mark.own))
    });
    let found = Signal::derive(move || news.get().map(|(news, _)| news).unwrap_or_default());
    let is_unknown = Memo::new(move |_| then.with(|then| *then == Former::Unknown));
    let has_news = Memo::new(move |_| is_unknown.get() || !found.with(Difference::is_empty));
    let sentence = move || {
        let LastVisit::At(mark) = last.get() else {
            return String::new();
        };
        let when = platform::long_minute(mark.at);
        match news.get() {
            _ if is_unknown.get() => sync::visit_unknown(&when),
            None => String::new(),
            Some((news, _)) if !news.is_empty() => sync::news_since(&when, &news.summary()),
            Some(_) if is_first.get_value() => sync::first_visit().to_owned(),
            Some(_) => sync::nothing_since(&when),
        }
    };
    let n_own = Memo::new(move |_| news.get().map_or(0, |(_, n_own)| n_own));
    let see = move |()| {
        is_first.set_value(false);
        visit.see(platform::now());
        platform::focus(SEEN_ID);
    };
    view! {
        <Panel title=sync::since_title()>
            <p id=SEEN_ID tabindex="-1" role="status">{sentence}</p>
            <Show when=move || { n_own.get() > 0 }>
                <p>{move || sync::own_changes(n_own.get())}</p>
            </Show>
            <Changes difference=found />
            <Show when=move || has_news.get()>
                <div>
                    <Button on_press=see><Icon name="check" />{sync::seen()}</Button>
                </div>
            </Show>
        </Panel>
    }
}

/// What is new, council by council and kind by kind; each line leads to what it is about.
#[component]
pub(super) fn Changes(
    /// What to show.
    #[prop(into)]
    difference: Signal<Difference>,
) -> impl IntoView {
    let councils = Memo::new(move |_| {
        difference.with(|found| {
            let groups = found.groups().into_iter();
            groups.map(|group| group.council).collect::<Vec<_>>()
        })
    });
    let n_gone = Memo::new(move |_| difference.with(|found| found.n_gone));
    let of_council = move |council: Option<CouncilId>| view! { <OfCouncil difference council /> };
    view! {
        <Show when=move || !councils.with(Vec::is_empty)>
            <div class="incoming">
                <For each=move || councils.get() key=Clone::clone children=of_council />
            </div>
        </Show>
        <Show when=move || { n_gone.get() > 0 }>
            <p>{move || words::gone(n_gone.get())}</p>
        </Show>
    }
}

/// What comes from one council.
#[component]
fn OfCouncil(difference: Signal<Difference>, council: Option<CouncilId>) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let (name, look) = match &council {
        Some(id) => {
            let badge = badge(&snapshot.read_untracked(), Some(id));
            (badge.name, badge.look)
        }
        None => (words::no_council().to_owned(), CouncilLook::default()),
    };
    let own = council.clone();
    let lines = Memo::new(move |_| {
        difference.with(|found| {
            let lines = found.lines.iter().filter(|line| line.council == own);
            lines.cloned().collect::<Vec<_>>()
        })
    });
    let kinds = Memo::new(move |_| {
        lines.with(|lines| {
            let has = |kind: &Kind| lines.iter().any(|line| line.kind == *kind);
            Kind::ALL.into_iter().filter(has).collect::<Vec<_>>()
        })
    });
    let of_kind = move |kind: Kind| view! { <OfKind lines kind /> };
    view! {
        <section class="incoming__council">
            <h3 class="incoming__name"><Sticker council=look />{name}</h3>
            <For each=move || kinds.get() key=|kind| *kind as usize children=of_kind />
        </section>
    }
}

/// What is of one kind.
#[component]
fn OfKind(lines: Memo<Vec<Line>>, kind: Kind) -> impl IntoView {
    let own = Memo::new(move |_| {
        lines.with(|lines| {
            let lines = lines.iter().filter(|line| line.kind == kind);
            lines.cloned().collect::<Vec<_>>()
        })
    });
    let n = move || own.with(|lines| lines.iter().map(|line| line.n).sum());
    let n_more = move || own.with(|lines| lines.len().saturating_sub(LINES_SHOWN_MAX));
    let is_open = own.with_untracked(Vec::len) <= LINES_OPEN_MAX;
    let shown = move || own.get().into_iter().take(LINES_SHOWN_MAX);
    let line = |line: Line| {
        view! { <li><a href=line.href.clone()>{line.sentence()}</a></li> }
    };
    view! {
        <details class="incoming__kind" open=is_open>
            <summary>{move || words::kind_title(kind, n())}</summary>
            <ul class="incoming__lines">
                <For each=shown key=|line| (line.key.clone(), line.n, line.text.clone()) children=line />
            </ul>
            {move || {
                let n = n_more();
                (n > 0).then(|| view! { <p>{words::more_lines(n)}</p> })
            }}
        </details>
    }
}

/// The two answers to what files would bring.
#[component]
fn Answers(
    /// Takes it over.
    #[prop(into)]
    on_merge: Callback<()>,
    /// Leaves everything as it is.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="actions">
            <Button on_press=on_leave>{sync::change_nothing()}</Button>
            <Button kind=ButtonKind::Primary on_press=on_merge>
                <Icon name="merge" />{sync::merge_now()}
            </Button>
        </div>
    }
}
