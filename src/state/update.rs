//! A newer version of the app: when it shows, and when it takes over.
//!
//! Nothing interrupts a person: a newer version waits for a word, or, once another tab
//! gave it, for the next page that one opens.

use leptos::prelude::*;

use crate::components::SaveStatus;
use crate::platform::{self, UpdateNews};

/// Handle of the waiting update; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Update {
    save_status: Signal<SaveStatus>,
    news: RwSignal<Option<UpdateNews>>,
    is_accepted: RwSignal<bool>,
    is_put_off: RwSignal<bool>,
}

impl Update {
    /// Listens; `save_status` says whether anything would be lost.
    pub fn listen(save_status: Signal<SaveStatus>) -> Self {
        let update = Self {
            save_status,
            news: RwSignal::new(None),
            is_accepted: RwSignal::new(false),
            is_put_off: RwSignal::new(platform::is_update_put_off()),
        };
        platform::on_update(move |news| {
            let _shell_gone = update.news.try_set(Some(news));
        });
        Effect::new(move |_| {
            if update.is_accepted.get() && save_status.get() == SaveStatus::Saved {
                match update.news.get() {
                    Some(UpdateNews::Ready) => platform::activate_update(),
                    Some(UpdateNews::TookOver) => platform::reload(),
                    None => {}
                }
            }
        });
        update
    }

    /// A newer version is there, and this page is of the older one.
    pub fn is_there(self) -> Signal<bool> {
        Signal::derive(move || self.news.get().is_some())
    }

    /// The person said « Plus tard »; holds until the tab is closed.
    pub fn is_put_off(self) -> Signal<bool> {
        self.is_put_off.into()
    }

    /// The person wants it; it starts as soon as everything is saved.
    pub fn is_accepted(self) -> Signal<bool> {
        self.is_accepted.into()
    }

    /// Takes the newer version as soon as everything is saved.
    pub fn accept(self) {
        self.is_accepted.set(true);
    }

    /// Does not ask again.
    pub fn put_off(self) {
        platform::put_update_off();
        self.is_put_off.set(true);
    }

    /// A page was opened where a reload disturbs nobody.
    pub fn page_opened(self) {
        let took_over = self.news.get_untracked() == Some(UpdateNews::TookOver);
        if took_over && self.save_status.get_untracked() == SaveStatus::Saved {
            platform::reload();
        }
    }
}

/// Gives the update to every page below.
pub fn provide_update(update: Update) {
    provide_context(update);
}

/// The update of this page.
///
/// # Panics
/// Outside `App`, which provides it.
pub fn use_update() -> Update {
    use_context().expect("App provides the update")
}
