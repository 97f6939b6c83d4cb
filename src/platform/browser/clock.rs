//! Time and randomness.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// Milliseconds since the Unix epoch, by this device's clock.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a date in ms fits an i64 by far"
)]
pub fn now_ms() -> i64 {
    Date::now() as i64
}

/// Today as `YYYY-MM-DD`, in this device's time zone.
pub fn today_ymd() -> String {
    let now = Date::new_0();
    format!(
        "{:04}-{:02}-{:02}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date()
    )
}

/// Waits.
pub async fn sleep(duration: Duration) {
    gloo_timers::future::sleep(duration).await;
}

/// What `work` gives, or `None` when it takes longer than `limit`.
pub(super) async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut timer) = (pin!(work), pin!(sleep(limit)));
    poll_fn(|context| {
        if let Poll::Ready(value) = work.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// Random bytes from the browser's cryptographic source.
///
/// # Panics
/// When the browser has none; no browser that runs WebAssembly lacks it.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the browser offers crypto.getRandomValues");
    bytes
}

fn format(date: &Date, options: &[(&str, &str)]) -> String {
    let object = Object::new();
    for (key, value) in options {
        // Setting a property of a fresh object cannot fail.
        let _set = Reflect::set(&object, &JsValue::from(*key), &JsValue::from(*value));
    }
    let locales = Array::of1(&"fr-FR".into());
    let format = Intl::DateTimeFormat::new(&locales, &object);
    format
        .format()
        .call1(&JsValue::UNDEFINED, date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn day(year: u16, month: u8, day: u8) -> Date {
    // Noon, so that no daylight saving moves the day.
    Date::new_with_year_month_day_hr(year.into(), i32::from(month) - 1, day.into(), 12)
}

const DAY: [(&str, &str); 3] = [("day", "numeric"), ("month", "long"), ("year", "numeric")];

/// « 4 mars 2026 ».
pub fn locale_date(year: u16, month: u8, day_of_month: u8) -> String {
    format(&day(year, month, day_of_month), &DAY)
}

/// « mardi 4 mars 2026 ».
pub fn locale_weekday_date(year: u16, month: u8, day_of_month: u8) -> String {
    let options = [&[("weekday", "long")], DAY.as_slice()].concat();
    format(&day(year, month, day_of_month), &options)
}

/// The day of a moment: « 4 mars 2026 ».
pub fn locale_day(epoch_ms: f64) -> String {
    format(&Date::new(&JsValue::from(epoch_ms)), &DAY)
}

/// « mardi 4 mars 2026 à 14 h 30 ».
pub fn locale_minute(epoch_ms: f64) -> String {
    let date = Date::new(&JsValue::from(epoch_ms));
    let options = [&[("weekday", "long")], DAY.as_slice()].concat();
    let (hours, minutes) = (date.get_hours(), date.get_minutes());
    format!(
        "{} à {hours}\u{a0}h\u{a0}{minutes:02}",
        format(&date, &options)
    )
}
