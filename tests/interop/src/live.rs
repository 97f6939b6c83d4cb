//! A client in a task of its own, which takes every frame as soon as it comes.

use std::time::Instant;

use automerge::{Automerge, ChangeHash};
use replication::DocumentActor;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::AbortHandle;
use tokio::time::timeout;

use crate::{Client, PATIENCE};

type Edit = Box<dyn FnOnce(&mut Automerge) + Send>;

enum Order {
    Edit(Edit, oneshot::Sender<Edited>),
    Connect(String, oneshot::Sender<bool>),
    Disconnect(oneshot::Sender<()>),
}

/// A change that was made and offered.
#[derive(Debug)]
pub struct Edited {
    /// Just before it was made.
    pub at: Instant,
    /// The document's heads with it.
    pub heads: Vec<ChangeHash>,
}

/// What a client last knew. Times are those of its task, not of who reads them.
#[derive(Debug, Clone)]
pub struct Known {
    /// The document's heads.
    pub heads: Vec<ChangeHash>,
    /// When the heads last moved.
    pub heads_at: Instant,
    /// When the server said that it has all, since the last change made here.
    pub acknowledged_at: Option<Instant>,
    /// Bytes of all frames, both ways.
    pub n_bytes: usize,
    /// Whether there is a socket, as far as this end knows.
    pub is_connected: bool,
}

/// A client that drains its socket all the time; it ends when dropped.
#[derive(Debug)]
pub struct Live {
    orders: mpsc::UnboundedSender<Order>,
    known: watch::Receiver<Known>,
    task: AbortHandle,
}

impl Drop for Live {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Live {
    /// Not connected yet.
    pub fn offline(name: &str, actor: DocumentActor) -> Self {
        let client = Client::offline(name, actor);
        let (orders, queue) = mpsc::unbounded_channel();
        let (sender, known) = watch::channel(Known {
            heads: client.actor.heads(),
            heads_at: Instant::now(),
            acknowledged_at: None,
            n_bytes: 0,
            is_connected: false,
        });
        let task = tokio::spawn(run(client, queue, sender)).abort_handle();
        Self {
            orders,
            known,
            task,
        }
    }

    /// Connected to `url` under a peer id.
    pub async fn connected(name: &str, url: &str, actor: DocumentActor) -> Self {
        let live = Self::offline(name, actor);
        live.connect(url).await;
        live
    }

    /// Opens a new connection.
    pub async fn connect(&self, url: &str) {
        assert!(self.try_connect(url).await, "no handshake with {url}");
    }

    /// The same; false when nobody answers in time.
    pub async fn try_connect(&self, url: &str) -> bool {
        self.order(|done| Order::Connect(url.to_owned(), done))
            .await
    }

    /// Drops the socket without a word.
    pub async fn disconnect(&self) {
        self.order(Order::Disconnect).await;
    }

    /// Changes the document and offers the change.
    pub async fn edit(&self, edit: impl FnOnce(&mut Automerge) + Send + 'static) -> Edited {
        self.order(|done| Order::Edit(Box::new(edit), done)).await
    }

    async fn order<T>(&self, order: impl FnOnce(oneshot::Sender<T>) -> Order) -> T {
        let (done, answer) = oneshot::channel();
        assert!(self.orders.send(order(done)).is_ok(), "the client runs");
        answer.await.unwrap()
    }

    /// What the client knows now.
    pub fn known(&self) -> Known {
        self.known.borrow().clone()
    }

    /// What the client knows as soon as `is_so` holds.
    pub async fn until(&self, is_so: impl FnMut(&Known) -> bool) -> Known {
        let so = timeout(PATIENCE, self.when(is_so)).await;
        so.expect("in time")
    }

    /// The same, however long it takes.
    pub async fn when(&self, is_so: impl FnMut(&Known) -> bool) -> Known {
        let mut known = self.known.clone();
        known.wait_for(is_so).await.unwrap().clone()
    }

    /// When the client had exactly `heads`.
    pub async fn has(&self, heads: &[ChangeHash]) -> Instant {
        self.until(|known| known.heads == heads).await.heads_at
    }

    /// When the server had said that it has everything.
    pub async fn acknowledged(&self) -> Instant {
        let known = self.until(|known| known.acknowledged_at.is_some()).await;
        known.acknowledged_at.unwrap()
    }
}

async fn run(
    mut client: Client,
    mut orders: mpsc::UnboundedReceiver<Order>,
    known: watch::Sender<Known>,
) {
    loop {
        let is_connected = client.is_connected();
        tokio::select! {
            order = orders.recv() => match order {
                Some(order) => carry_out(&mut client, order, &known).await,
                None => return,
            },
            frame = client.next_frame(), if is_connected => match frame {
                Some(bytes) => client.take(&bytes).await,
                None => client.disconnect(),
            },
        }
        tell(&client, &known);
    }
}

async fn carry_out(client: &mut Client, order: Order, known: &watch::Sender<Known>) {
    // Whoever gave the order waits for the answer, or has failed already.
    match order {
        Order::Edit(edit, done) => {
            let at = Instant::now();
            client.edit(edit).await;
            tell(client, known);
            let heads = client.actor.heads();
            let _unheard = done.send(Edited { at, heads });
        }
        Order::Connect(url, done) => {
            let is_connected = client.try_connect(&url).await;
            tell(client, known);
            let _unheard = done.send(is_connected);
        }
        Order::Disconnect(done) => {
            client.disconnect();
            tell(client, known);
            let _unheard = done.send(());
        }
    }
}

fn tell(client: &Client, known: &watch::Sender<Known>) {
    let now = Instant::now();
    known.send_modify(|known| {
        let heads = client.actor.heads();
        if heads != known.heads {
            known.heads = heads;
            known.heads_at = now;
        }
        known.acknowledged_at = client
            .is_acknowledged
            .then(|| known.acknowledged_at.unwrap_or(now));
        known.n_bytes = client.n_bytes;
        known.is_connected = client.is_connected();
    });
}
