//! The browser, through `web-sys` and `js-sys`.

mod clock;
mod files;
mod indexed_db;
mod page;
mod service_worker;
mod speech;
mod tabs;
mod web_socket;

pub use clock::{
    locale_date, locale_minute, locale_weekday_date, now_ms, random_bytes, sleep, today_ymd,
};
pub use files::{chosen_file, download};
pub use indexed_db::Store;
pub use page::{
    focus, is_online, mark_root, on_connectivity, persist_storage, relay_url, remove_splash,
    scroll_to_top, set_title,
};
pub use service_worker::{activate_update, on_update_ready, start_service_worker};
pub use speech::{speak, stop_speaking, when_voice};
pub use tabs::{TabChannel, when_leader};
pub use web_socket::Socket;
