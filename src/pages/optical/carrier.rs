//! The worker that knows codes, and the camera: one errand at a time.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use worker::{Request, Seen, Series, Value, verbs};

use super::{CODE_ID, Reading, Stage, Told, VIDEO_ID};
use crate::platform::{self, Camera, NoAnswer, Worker};
use crate::replica::Replica;

/// Between two looks at the camera; a look itself takes as long.
const LOOK_EVERY: Duration = Duration::from_millis(60);
/// Codes that are read between two savings of what was read.
const KEEP_EVERY: usize = 12;
/// Entry of this device: what was read so far, a character for each byte.
const KEPT: &str = "optical-reading";

/// Carries changes by codes; each errand ends when another one begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carrier {
    replica: Replica,
    on_received: Callback<Vec<u8>>,
    pub(super) stage: RwSignal<Stage>,
    pub(super) told: RwSignal<Option<Told>>,
    pub(super) reading: RwSignal<Reading>,
    /// How long the codes take at least, in s.
    pub(super) seconds: RwSignal<usize>,
    errand: RwSignal<u32>,
}

impl Carrier {
    pub(super) fn new(replica: Replica, on_received: Callback<Vec<u8>>) -> Self {
        Self {
            replica,
            on_received,
            stage: RwSignal::new(Stage::Idle),
            told: RwSignal::new(None),
            reading: RwSignal::new(Reading::default()),
            seconds: RwSignal::new(0),
            errand: RwSignal::new(0),
        }
    }

    /// Ends what is under way.
    pub(super) fn stop(self) {
        self.begin(Stage::Idle);
    }

    /// Shows what this tablet has.
    pub(super) fn ask(self) {
        self.begin(Stage::Asking);
        spawn_local(async move {
            let heads = self.replica.heads().concat();
            let asked = [Value::Text(self.replica.document_id()), Value::Bytes(heads)];
            match platform::ask_worker(verbs::REQUEST, &asked).await {
                Ok(code) => draw(&code),
                // So many heads that no code holds them: the other one sends everything.
                Err(NoAnswer::Failed) => self.read(),
                Err(NoAnswer::NotLoaded) => self.end(Told::NotLoaded),
            }
        });
    }

    /// Reads the codes of the other tablet.
    pub(super) fn read(self) {
        let errand = self.begin(Stage::Reading);
        spawn_local(async move {
            let told = self.read_all(errand).await;
            if let Some(told) = told.filter(|_| self.is_current(errand)) {
                self.end(told);
            }
        });
    }

    /// Forgets what was read, and reads anew.
    pub(super) fn start_anew(self) {
        let store = self.replica.store();
        spawn_local(async move {
            // One that stays is of another series, which is said again.
            let _deleted = store.delete(KEPT).await;
            self.read();
        });
    }

    /// Looks for the code of the other tablet, then sends what it lacks.
    pub(super) fn look(self) {
        let errand = self.begin(Stage::Looking);
        spawn_local(async move {
            match self.find_request(errand).await {
                Ok(Some(request)) => self.answer(&request).await,
                // Everything can still be sent without a camera.
                Err(told @ Told::Camera(_)) if self.is_current(errand) => {
                    self.told.set(Some(told));
                }
                Err(told) if self.is_current(errand) => self.end(told),
                Ok(None) | Err(_) => {}
            }
        });
    }

    /// Sends everything that the contract does not print.
    pub(super) fn send_all(self) {
        spawn_local(self.show(self.replica.changes_since(&[])));
    }

    fn begin(self, stage: Stage) -> u32 {
        // The page may be gone.
        let errand = self.errand.try_get_untracked().unwrap_or(0).wrapping_add(1);
        let _gone = self.errand.try_set(errand);
        let _gone = self.told.try_set(None);
        let _gone = self.reading.try_set(Reading::default());
        let _gone = self.stage.try_set(stage);
        errand
    }

    fn end(self, told: Told) {
        self.begin(Stage::Idle);
        let _gone = self.told.try_set(Some(told));
    }

    fn is_current(self, errand: u32) -> bool {
        self.errand.try_get_untracked() == Some(errand)
    }

    async fn camera(self) -> Result<(Rc<Worker>, Camera), Told> {
        let worker = Worker::start().await.map_err(|_| Told::NotLoaded)?;
        let camera = Camera::start(VIDEO_ID).await.map_err(Told::Camera)?;
        Ok((Rc::new(worker), camera))
    }

    async fn find_request(self, errand: u32) -> Result<Option<Request>, Told> {
        let (worker, camera) = self.camera().await?;
        while self.is_current(errand) {
            let seen = look_once(&worker, &camera).await;
            if let Some(request) = seen.and_then(|seen| seen.request) {
                return Ok(Some(request));
            }
            platform::sleep(LOOK_EVERY).await;
        }
        Ok(None)
    }

    async fn answer(self, request: &Request) {
        if request.document != self.replica.document_id() {
            return self.end(Told::OtherDocument);
        }
        let heads = request.heads.iter().filter_map(|head| bytes_of(head));
        let missing = self.replica.changes_since(&heads.collect::<Vec<_>>());
        if missing.is_empty() {
            return self.end(Told::NothingToSend);
        }
        self.show(missing).await;
    }

    async fn show(self, payload: Vec<u8>) {
        let errand = self.begin(Stage::Showing);
        let told = self.show_all(errand, payload).await;
        if let Err(told) = told
            && self.is_current(errand)
        {
            self.end(told);
        }
    }

    async fn show_all(self, errand: u32, payload: Vec<u8>) -> Result<(), Told> {
        let worker = Worker::start().await.map_err(|_| Told::NotLoaded)?;
        let asked = [Value::Bytes(payload)];
        let series = worker.ask(verbs::SEND, &asked).await;
        let series: Series = json(series.ok().as_deref()).ok_or(Told::TooLarge)?;
        let interval = Duration::from_millis(series.interval_ms.into());
        let millis = usize::try_from(series.interval_ms).unwrap_or(usize::MAX);
        let seconds = series.n_codes_min.saturating_mul(millis).div_ceil(1_000);
        let _gone = self.seconds.try_set(seconds);
        let mut number = 0_u32;
        while self.is_current(errand) {
            let asked = [Value::Text(number.to_string())];
            let code = worker.ask(verbs::CODE, &asked).await;
            draw(&code.map_err(|_| Told::TooLarge)?);
            number = number.wrapping_add(1);
            platform::sleep(interval).await;
        }
        Ok(())
    }

    /// Reads until all is there; `None` when another errand began meanwhile.
    async fn read_all(self, errand: u32) -> Option<Told> {
        let (worker, camera) = match self.camera().await {
            Ok(ready) => ready,
            Err(told) => return Some(told),
        };
        let store = self.replica.store();
        if let Ok(Some(kept)) = store.read(KEPT).await {
            let kept = kept.chars().filter_map(|c| u8::try_from(c).ok()).collect();
            // What cannot be read is read anew from the screen.
            let _resumed = worker.ask(verbs::RESUME, &[Value::Bytes(kept)]).await;
        }
        let mut n_kept = 0;
        while self.is_current(errand) {
            if let Some(seen) = look_once(&worker, &camera).await {
                if seen.is_complete {
                    let _deleted = store.delete(KEPT).await;
                    return Some(self.finish(&worker).await);
                }
                self.show_progress(&seen);
                if seen.n_received >= n_kept + KEEP_EVERY {
                    n_kept = seen.n_received;
                    self.keep(&worker).await;
                }
            }
            platform::sleep(LOOK_EVERY).await;
        }
        self.keep(&worker).await;
        None
    }

    fn show_progress(self, seen: &Seen) {
        let reading = Reading {
            n_received: seen.n_received,
            n_needed: seen.n_needed,
            has_others: seen.n_of_others > 0,
            is_newer: seen.is_newer,
        };
        if self.reading.try_get_untracked() != Some(reading) {
            let _gone = self.reading.try_set(reading);
        }
    }

    /// What was read outlives a reload; a store that refuses it only loses some seconds.
    async fn keep(self, worker: &Worker) {
        let kept = worker.ask(verbs::KEEP, &[]).await;
        if let Ok([Value::Bytes(bytes)]) = kept.as_deref() {
            let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            let _kept = self.replica.store().write(KEPT, &text).await;
        }
    }

    async fn finish(self, worker: &Worker) -> Told {
        match worker.ask(verbs::RECEIVED, &[]).await.as_deref() {
            Ok([Value::Bytes(changes)]) => {
                // With what is here, they are a whole file, looked at as any other.
                let file = [self.replica.export().as_slice(), changes].concat();
                self.on_received.run(file);
                Told::Received
            }
            _ => Told::Damaged,
        }
    }
}

/// Looks at what the camera sees now.
async fn look_once(worker: &Worker, camera: &Camera) -> Option<Seen> {
    let picture = camera.picture()?;
    let asked = [
        Value::Bytes(picture.colors),
        Value::Text(picture.width.to_string()),
        Value::Text(picture.height.to_string()),
    ];
    let answer = worker.ask(verbs::LOOK, &asked).await.ok()?;
    json(Some(&answer))
}

fn json<T: serde::de::DeserializeOwned>(answer: Option<&[Value]>) -> Option<T> {
    match answer? {
        [Value::Text(text)] => serde_json::from_str(text).ok(),
        _ => None,
    }
}

fn draw(code: &[Value]) {
    if let [Value::Text(width), Value::Bytes(modules)] = code
        && let Ok(width) = width.parse()
    {
        platform::draw_code(CODE_ID, width, modules);
    }
}

/// The 32 bytes of 64 hexadecimal digits.
fn bytes_of(head: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if head.len() != 64 || !head.is_ascii() {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(head.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
