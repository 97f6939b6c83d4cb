//! Reading aloud with a voice of the device; nothing leaves it.

use js_sys::Reflect;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance};

const LANGUAGE: &str = "fr-FR";

fn synthesis() -> Option<SpeechSynthesis> {
    let window = web_sys::window()?;
    let is_there = Reflect::has(&window, &"speechSynthesis".into()).unwrap_or(false);
    if is_there {
        window.speech_synthesis().ok()
    } else {
        None
    }
}

/// Calls `on_voice` now or later, when the device has a French voice of its own.
pub fn when_voice(on_voice: impl Fn() + Clone + 'static) {
    let Some(synthesis) = synthesis() else { return };
    let has_voice = |synthesis: &SpeechSynthesis| {
        synthesis.get_voices().iter().any(|voice| {
            let text = |name: &str| Reflect::get(&voice, &name.into()).ok();
            let is_local = text("localService").and_then(|value| value.as_bool()) == Some(true);
            let language = text("lang")
                .and_then(|value| value.as_string())
                .unwrap_or_default();
            is_local && language.to_lowercase().starts_with("fr")
        })
    };
    if has_voice(&synthesis) {
        on_voice();
        return;
    }
    let heard = synthesis.clone();
    gloo_events::EventListener::new(&synthesis, "voiceschanged", move |_| {
        if has_voice(&heard) {
            on_voice();
        }
    })
    .forget();
}

/// Reads a text aloud, in place of what is being read.
pub fn speak(text: &str) {
    let Some(synthesis) = synthesis() else { return };
    synthesis.cancel();
    if let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(text) {
        utterance.set_lang(LANGUAGE);
        synthesis.speak(&utterance);
    }
}

/// Stops reading.
pub fn stop_speaking() {
    if let Some(synthesis) = synthesis() {
        synthesis.cancel();
    }
}
