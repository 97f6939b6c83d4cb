//! The open database: taken up once, left when it fails, given up when it is wanted.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};
use std::time::Duration;

use indexed_db_futures::database::{Database, VersionChangeListener};
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{CHUNKS, DEVICE};
use crate::platform::StoreError;
use crate::platform::browser::clock::within;
use crate::platform::browser::rehearsal::apart;

const NAME: &str = "six-cartes";
/// Raised when a store is added. A page of an older version then gives way.
const VERSION: u32 = 1;
/// A database that is not open by then is in use by an older version, or the browser
/// does not answer. The request goes on, and succeeds once the other lets go; but a
/// browser may also forget it, so the next to ask makes one of its own.
const OPEN_LIMIT: Duration = Duration::from_secs(5);

type OnLost = Rc<dyn Fn()>;

/// The way to the database; clones share it.
#[derive(Clone, Default)]
pub(super) struct Connection {
    shared: Rc<Shared>,
}

#[derive(Default)]
struct Shared {
    handle: RefCell<Option<Rc<Handle>>>,
    has_been_open: Cell<bool>,
    on_lost: RefCell<Option<OnLost>>,
    /// It was lost before anybody listened.
    is_untold: Cell<bool>,
}

/// An open database, closed when it is dropped.
pub(super) struct Handle {
    pub(super) database: Database,
    watch: Rc<Watch>,
}

/// Ends the task that listens to a database.
#[derive(Default)]
struct Watch {
    is_over: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl core::fmt::Debug for Connection {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Connection")
            .field("is_open", &self.shared.handle.borrow().is_some())
            .finish_non_exhaustive()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.database.clone().close();
        self.watch.is_over.set(true);
        if let Some(waker) = self.watch.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

impl Connection {
    pub(super) fn on_lost(&self, on_lost: OnLost) {
        *self.shared.on_lost.borrow_mut() = Some(on_lost);
        if self.shared.is_untold.take() {
            self.shared.tell_lost();
        }
    }

    /// The open database, opened if need be.
    pub(super) async fn handle(&self) -> Result<Rc<Handle>, StoreError> {
        if let Some(handle) = self.shared.handle.borrow().as_ref() {
            return Ok(handle.clone());
        }
        let mut opening = Box::pin(open());
        match within(OPEN_LIMIT, opening.as_mut()).await {
            Some(Ok(opened)) => Ok(self.take_up(opened)),
            Some(Err(error)) => Err(store_error(&error)),
            None => {
                let connection = self.clone();
                spawn_local(async move {
                    if let Ok(opened) = opening.await {
                        connection.take_up(opened);
                    }
                });
                Err(StoreError::Stalled)
            }
        }
    }

    /// Leaves a database that failed: the next one to ask opens it anew.
    ///
    /// That may be nobody, or fail: a browser that clears the database aborts what is
    /// under way before it closes the connection, which is left by then and hears of
    /// nothing more, and it refuses the opening that comes at once.
    pub(super) fn leave(&self, handle: &Rc<Handle>) {
        self.shared.give_up(handle);
    }

    fn take_up(&self, (database, is_new): (Database, bool)) -> Rc<Handle> {
        let handle = Rc::new(Handle {
            database,
            watch: Rc::default(),
        });
        let was_open = self.shared.has_been_open.replace(true);
        let open = {
            let mut slot = self.shared.handle.borrow_mut();
            // Two may have asked at once: the second database closes as it is dropped.
            slot.get_or_insert_with(|| handle.clone()).clone()
        };
        if Rc::ptr_eq(&open, &handle) {
            listen(Rc::downgrade(&self.shared), &handle);
        }
        if is_new && was_open {
            self.shared.tell_lost();
        }
        open
    }
}

impl Shared {
    /// Lets go of a database and tells of the loss, once.
    fn give_up(&self, handle: &Rc<Handle>) {
        let given_up = self
            .handle
            .borrow_mut()
            .take_if(|open| Rc::ptr_eq(open, handle));
        if given_up.is_some() {
            self.tell_lost();
        }
    }

    fn tell_lost(&self) {
        let on_lost = self.on_lost.borrow().clone();
        if let Some(on_lost) = on_lost {
            on_lost();
        } else {
            self.is_untold.set(true);
        }
    }
}

/// Opens the database; true when it was not there.
async fn open() -> Result<(Database, bool), OpenDbError> {
    let is_new = Rc::new(Cell::new(false));
    let created = is_new.clone();
    let database = Database::open(apart(NAME).as_str())
        .with_version(VERSION)
        .with_on_upgrade_needed(move |_, database| {
            created.set(true);
            database.create_object_store(CHUNKS).build()?;
            database.create_object_store(DEVICE).build()?;
            Ok(())
        })
        .await?;
    Ok((database, is_new.get()))
}

fn store_error(error: &OpenDbError) -> StoreError {
    let name = match error {
        OpenDbError::Base(Error::DomException(exception)) => {
            web_sys::DomException::from(exception.clone()).name()
        }
        OpenDbError::Base(_) => String::new(),
        _ => return StoreError::Refused(error.to_string()),
    };
    match name.as_str() {
        "VersionError" => StoreError::Newer,
        // What private windows answer.
        "SecurityError" | "InvalidStateError" => StoreError::Refused(error.to_string()),
        _ => StoreError::Failed(error.to_string()),
    }
}

/// Gives the database up when it is wanted or gone: who waits for it must not wait for us.
fn listen(shared: Weak<Shared>, handle: &Rc<Handle>) {
    let Ok(changes) = handle.database.version_changes() else {
        return;
    };
    let (watched, watch) = (Rc::downgrade(handle), handle.watch.clone());
    spawn_local(async move {
        if !is_lost(changes, &watch).await {
            return;
        }
        let (Some(shared), Some(handle)) = (shared.upgrade(), watched.upgrade()) else {
            return;
        };
        // A transaction under way still ends; nothing new begins.
        handle.database.clone().close();
        shared.give_up(&handle);
    });
}

/// Waits for an event of the database, or until it is dropped.
async fn is_lost(mut changes: VersionChangeListener, watch: &Watch) -> bool {
    poll_fn(|context| {
        if watch.is_over.get() {
            return Poll::Ready(false);
        }
        *watch.waker.borrow_mut() = Some(context.waker().clone());
        changes.poll_recv(context).map(|_| true)
    })
    .await
}
