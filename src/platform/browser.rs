//! The browser, through `web-sys` and `js-sys`.

mod camera;
mod clock;
mod files;
mod hands;
mod http;
mod indexed_db;
mod page;
mod rehearsal;
mod service_worker;
mod sound;
mod speech;
mod tabs;
mod web_socket;
mod worker;

pub use camera::{Camera, draw_code};
pub use clock::{
    locale_date, locale_day, locale_minute, locale_weekday_date, now_ms, random_bytes, sleep,
    today_ymd,
};
pub use files::{
    can_share_file, chosen_files, chosen_named_file, download, on_opened_files, share_file,
};
pub use hands::Hands;
pub use http::post_json;
pub use indexed_db::Store;
pub use page::{
    enter_full_screen, focus, is_motion_reduced, is_online, is_storage_persistent, is_visible,
    mark_root, on_page_event, open_afresh, page_origin, persist_storage, print, relay_url,
    remove_splash, scroll_to_top, set_title, storage_room, watch_fragment,
};
pub use rehearsal::{is_rehearsal, on_rehearsal_change, set_rehearsal};
pub use service_worker::{
    activate_update, is_update_put_off, keep_worker, on_update, put_update_off, reload,
    start_service_worker,
};
pub use sound::{play_signal, ready_sound};
pub use speech::{speak, stop_speaking, when_voice};
pub use tabs::{TabChannel, ask_for_lead};
pub use web_socket::Socket;
pub use worker::{NoAnswer, Worker, ask_worker, read_workbook, write_workbook};
