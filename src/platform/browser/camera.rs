//! The camera of the device, picture by picture, and codes drawn on the screen.

use wasm_bindgen::{Clamped, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, Document, DomException, HtmlCanvasElement, HtmlVideoElement,
    ImageData, MediaStream, MediaStreamConstraints, MediaStreamTrack,
};

use crate::platform::{CameraFault, Picture};

/// Longer side of the pictures that are looked at, in pixels: a code that fills half of it
/// has four pixels for each module.
const SIDE_MAX: u32 = 900;
/// Empty modules around a code, without which cameras do not find it.
const QUIET_MODULES: usize = 4;

/// A camera that is on; it goes off when dropped.
#[derive(Debug)]
pub struct Camera {
    stream: MediaStream,
    video: HtmlVideoElement,
    context: CanvasRenderingContext2d,
    canvas: HtmlCanvasElement,
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
                track.stop();
            }
        }
        self.video.set_src_object(None);
    }
}

impl Camera {
    /// Asks for the camera at the back and shows what it sees in the video element `id`.
    ///
    /// # Errors
    /// [`CameraFault`] says why there is none.
    pub async fn start(id: &str) -> Result<Self, CameraFault> {
        let absent = |_| CameraFault::Absent;
        let window = web_sys::window().ok_or(CameraFault::Absent)?;
        let document = window.document().ok_or(CameraFault::Absent)?;
        // Where the page is not secure, browsers have no such thing.
        if !window.is_secure_context() {
            return Err(CameraFault::NotSecure);
        }
        let devices = window.navigator().media_devices().map_err(absent)?;
        let constraints = MediaStreamConstraints::new();
        let video = js_sys::Object::new();
        let _set = js_sys::Reflect::set(&video, &"facingMode".into(), &"environment".into());
        constraints.set_video(&video);
        let asked = devices
            .get_user_media_with_constraints(&constraints)
            .map_err(absent)?;
        let stream = JsFuture::from(asked).await.map_err(|error| fault(&error))?;
        let stream: MediaStream = stream.dyn_into().map_err(absent)?;
        let video: HtmlVideoElement = element(&document, id).ok_or(CameraFault::Absent)?;
        video.set_src_object(Some(&stream));
        if let Ok(playing) = video.play() {
            // One that does not play gives no picture; the person sees it.
            let _played = JsFuture::from(playing).await;
        }
        let canvas = document.create_element("canvas").map_err(absent)?;
        let canvas: HtmlCanvasElement = canvas.dyn_into().map_err(|_| CameraFault::Absent)?;
        let context = context(&canvas).ok_or(CameraFault::Absent)?;
        Ok(Self {
            stream,
            video,
            context,
            canvas,
        })
    }

    /// What the camera sees now; `None` before its first picture.
    pub fn picture(&self) -> Option<Picture> {
        let (width, height) = (self.video.video_width(), self.video.video_height());
        let longer = width.max(height);
        if longer == 0 {
            return None;
        }
        let scale = f64::from(SIDE_MAX.min(longer)) / f64::from(longer);
        let scaled = |side: u32| (f64::from(side) * scale).max(1.0).floor();
        let (width, height) = (scaled(width), scaled(height));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and SIDE_MAX"
        )]
        let (w, h) = (width as u32, height as u32);
        if (self.canvas.width(), self.canvas.height()) != (w, h) {
            self.canvas.set_width(w);
            self.canvas.set_height(h);
        }
        self.context
            .draw_image_with_html_video_element_and_dw_and_dh(&self.video, 0.0, 0.0, width, height)
            .ok()?;
        let data = self.context.get_image_data(0.0, 0.0, width, height).ok()?;
        Some(Picture {
            colors: data.data().0,
            width: w,
            height: h,
        })
    }
}

fn fault(error: &JsValue) -> CameraFault {
    let name = error.dyn_ref::<DomException>().map(DomException::name);
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraFault::NotAllowed,
        Some("NotReadableError" | "AbortError") => CameraFault::Busy,
        _ => CameraFault::Absent,
    }
}

fn element<T: JsCast>(document: &Document, id: &str) -> Option<T> {
    document.get_element_by_id(id)?.dyn_into().ok()
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Draws a code in the canvas `id`, one pixel for each module: black on white, with its
/// margin. `modules` has a byte for each, row by row, 1 for a dark one.
pub fn draw_code(id: &str, width: usize, modules: &[u8]) {
    let drawn = || {
        let document = web_sys::window()?.document()?;
        let canvas: HtmlCanvasElement = element(&document, id)?;
        let side = width + 2 * QUIET_MODULES;
        let mut colors = vec![u8::MAX; side * side * 4];
        for (n, _) in modules.iter().enumerate().filter(|(_, dark)| **dark == 1) {
            let (x, y) = (n % width + QUIET_MODULES, n / width + QUIET_MODULES);
            let first = (y * side + x) * 4;
            colors.get_mut(first..first + 3)?.fill(0);
        }
        let side = u32::try_from(side).ok()?;
        if canvas.width() != side {
            canvas.set_width(side);
            canvas.set_height(side);
        }
        let data = ImageData::new_with_u8_clamped_array(Clamped(&colors), side).ok()?;
        context(&canvas)?.put_image_data(&data, 0.0, 0.0).ok()
    };
    // A canvas that is gone shows nothing.
    let _drawn = drawn();
}
