//! A short sound made on the device: nothing to download.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AudioContext, AudioContextState, OscillatorType};

/// Three notes that rise: moment after the first, in s, and pitch, in Hz.
const NOTES: [(f64, f32); 3] = [(0.0, 523.25), (0.32, 659.25), (0.64, 783.99)];
/// How long a note takes to swell and to fade, in s.
const SWELL_S: f64 = 0.03;
const FADE_S: f64 = 0.9;
/// From silence to full, of 1.
const SOFT: f32 = 0.000_1;
const LOUD: f32 = 0.4;

thread_local! {
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Makes a later sound possible: browsers allow it from the press of a button only.
pub fn ready_sound() {
    CONTEXT.with_borrow_mut(|context| {
        if context.is_none() {
            *context = AudioContext::new().ok();
        }
        let resuming = context.as_ref().and_then(|context| context.resume().ok());
        if let Some(resuming) = resuming {
            spawn_local(async move {
                // A device without sound stays silent; the screen says the same.
                let _resumed = JsFuture::from(resuming).await;
            });
        }
    });
}

/// Sounds the end of a timer, if a button was pressed in this page before.
pub fn play_signal() {
    CONTEXT.with_borrow(|context| {
        let is_ready = |context: &&AudioContext| context.state() == AudioContextState::Running;
        let Some(context) = context.as_ref().filter(is_ready) else {
            return;
        };
        let start = context.current_time();
        for (after, pitch) in NOTES {
            // A note that cannot be made is a silence.
            let _played = play(context, start + after, pitch);
        }
    });
}

fn play(context: &AudioContext, at: f64, pitch: f32) -> Result<(), JsValue> {
    let (voice, volume) = (context.create_oscillator()?, context.create_gain()?);
    voice.set_type(OscillatorType::Sine);
    voice.frequency().set_value(pitch);
    let gain = volume.gain();
    gain.set_value_at_time(SOFT, at)?;
    gain.exponential_ramp_to_value_at_time(LOUD, at + SWELL_S)?;
    gain.exponential_ramp_to_value_at_time(SOFT, at + FADE_S)?;
    voice.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&context.destination())?;
    voice.start_with_when(at)?;
    voice.stop_with_when(at + FADE_S)
}
