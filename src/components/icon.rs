//! Small line drawings beside words. Never alone: the words carry the meaning.

use leptos::prelude::*;

/// A drawing of 24 units that follows the size and the colour of the text.
#[component]
pub fn Icon(
    /// `home`, `people`, `document`, `sync`, `settings`, `check`, `wait`, `warning`,
    /// `info`, `offline`, `send`, `sent`, `plus`, `minus`, `close`, `search`, `back`,
    /// `next`, `listen`, `stop`, `edit`, `print`, `eye`, `lock`, `shield`, `download`,
    /// `upload`, `merge`, `comment`, `star`; anything else draws nothing.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            aria-hidden="true"
            focusable="false"
            inner_html=drawing(name)
        ></svg>
    }
}

/// Markup of each drawing; strokes and fills come from `icon.css`.
fn drawing(name: &str) -> &'static str {
    navigation(name)
        .or_else(|| status(name))
        .or_else(|| action(name))
        .unwrap_or_default()
}

fn navigation(name: &str) -> Option<&'static str> {
    Some(match name {
        "home" => "<path d='M4 11l8-7 8 7v8.5H14.5V14h-5v5.5H4z'/>",
        "people" => {
            "<circle cx='9' cy='8' r='3.3'/><path d='M3 19.5c0-3.6 2.6-5.8 6-5.8s6 2.2 6 5.8z'/>\
             <path d='M15.5 5.2a3 3 0 0 1 0 5.6M17.3 14.2c2.3.7 3.7 2.6 3.7 5.3h-2.5'/>"
        }
        "document" => "<path d='M6 3.5h8.5L19 8v12.5H6zM14 3.5V8.5h5M9 12.5h6.5M9 16.2h6.5'/>",
        "sync" => {
            "<path d='M19.5 10A7.8 7.8 0 0 0 5.6 7.2L4 9M4 4.5V9h4.5M4.5 14a7.8 7.8 0 0 0 13.9 2.8L20 15M20 19.5V15h-4.5'/>"
        }
        "settings" => {
            "<path d='M4 7h8.5M17.5 7H20M4 17h2.5M11.5 17H20'/>\
             <circle cx='15' cy='7' r='2.5'/><circle cx='9' cy='17' r='2.5'/>"
        }
        "back" => "<path d='M19 12H5.5M11 5.5L4.5 12l6.5 6.5'/>",
        "next" => "<path d='M5 12h13.5M13 5.5l6.5 6.5-6.5 6.5'/>",
        "search" => "<circle cx='10.5' cy='10.5' r='6'/><path d='M15 15l5.5 5.5'/>",
        _ => return None,
    })
}

fn status(name: &str) -> Option<&'static str> {
    Some(match name {
        "check" => "<circle cx='12' cy='12' r='9'/><path d='M7.8 12.4l3 3 5.4-6.2'/>",
        "wait" => "<circle cx='12' cy='12' r='9'/><path d='M12 7v5.2l3.4 2.2'/>",
        "warning" => "<path d='M12 3.8l9.2 16.4H2.8zM12 10v4.6M12 17.2v.4'/>",
        "info" => "<circle cx='12' cy='12' r='9'/><path d='M12 11v5.4M12 7.4v.4'/>",
        "offline" => {
            "<path d='M7.5 18.5a4.5 4.5 0 0 1-.6-8.9M9.8 6.3a6 6 0 0 1 8 4.5 3.9 3.9 0 0 1 2.4 6.4M15.5 18.5h-8M4 4l16 16'/>"
        }
        "send" => "<path d='M12 19.5V9M7.8 12.8L12 8.5l4.2 4.3M5 4.5h14'/>",
        "sent" => {
            "<path d='M7.5 18.5a4.5 4.5 0 0 1-.6-8.9 6 6 0 0 1 11-.6 4.8 4.8 0 0 1-.9 9.5zM9 13.4l2.4 2.3 4-4.4'/>"
        }
        "lock" => "<path d='M5.5 10.5h13v9.5h-13zM8 10.5V8a4 4 0 0 1 8 0v2.5M12 14v2.6'/>",
        "shield" => {
            "<path d='M12 3.5l7.5 2.7v5.3c0 4.4-3 7.6-7.5 9-4.5-1.4-7.5-4.6-7.5-9V6.2zM8.6 12l2.4 2.4 4.4-4.8'/>"
        }
        "star" => {
            "<path d='M12 3.5l2.6 5.5 6 .8-4.4 4.1 1.1 6L12 17l-5.3 2.9 1.1-6-4.4-4.1 6-.8z'/>"
        }
        _ => return None,
    })
}

fn action(name: &str) -> Option<&'static str> {
    Some(match name {
        "plus" => "<path d='M12 5v14M5 12h14'/>",
        "minus" => "<path d='M5 12h14'/>",
        "close" => "<path d='M6 6l12 12M18 6L6 18'/>",
        "listen" => {
            "<path d='M4 9.5v5h3.5L12.5 19V5L7.5 9.5zM16 9a4.2 4.2 0 0 1 0 6M18.4 6.4a7.8 7.8 0 0 1 0 11.2'/>"
        }
        "stop" => "<path d='M6.5 6.5h11v11h-11z'/>",
        "edit" => "<path d='M4.5 19.5l1-4.2L16 4.8l3.2 3.2L8.7 18.5zM13.6 7.2l3.2 3.2'/>",
        "print" => "<path d='M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z'/>",
        "eye" => {
            "<path d='M2.5 12C5 7.8 8.3 5.8 12 5.8s7 2 9.5 6.2c-2.5 4.2-5.8 6.2-9.5 6.2S5 16.2 2.5 12z'/>\
             <circle cx='12' cy='12' r='3'/>"
        }
        "download" => "<path d='M12 4v11M7.5 10.8L12 15.3l4.5-4.5M4.5 19.5h15'/>",
        "upload" => "<path d='M12 15.5V5M7.5 9L12 4.5 16.5 9M4.5 19.5h15'/>",
        "merge" => "<path d='M5 4v4c0 4 7 4 7 8v4M19 4v4c0 4-7 4-7 8M8.8 17L12 20.2l3.2-3.2'/>",
        "comment" => "<path d='M4 5h16v11h-8l-4.5 4v-4H4zM8 9.2h8M8 12.2h5'/>",
        _ => return None,
    })
}
