//! QR codes in a grey picture.
//!
//! Corners are looked for here, and the crate `rqrr` reads the modules: its own search
//! asserts what a crooked picture does not keep, and a failed assertion would end the
//! app, which is built to abort. Nothing here indexes or divides unchecked, and every
//! list is bounded.
//!
//! Knows: what a QR code looks like.
//! Must not know: cameras, frames.
//! Reading order: [`scan`], `picture.rs`, `finders.rs`, `grid.rs`, `plane.rs`.

mod finders;
mod grid;
mod picture;
mod plane;

use rqrr::{Grid, SimpleGrid};

use crate::limits::{PICTURE_PIXELS_MAX, PICTURE_SIDE_MAX};
use finders::corners;
use grid::Sight;
use picture::Picture;

/// Corners of which one code may be made, at most; each try costs about a millisecond.
const TRIES_MAX: usize = 6;

/// The bytes of each code in a picture: one byte of light per pixel, row by row.
///
/// Empty when there is none, and for a picture that is not `width` by `height`, or is
/// over [`PICTURE_PIXELS_MAX`] or [`PICTURE_SIDE_MAX`].
pub fn scan(luma: &[u8], width: usize, height: usize) -> Vec<Vec<u8>> {
    let is_bounded = width.max(height) <= PICTURE_SIDE_MAX && luma.len() <= PICTURE_PIXELS_MAX;
    if !is_bounded || luma.is_empty() || width * height != luma.len() {
        return Vec::new();
    }
    let picture = Picture::new(luma, width);
    let mut found = Vec::new();
    let mut used = Vec::new();
    for triple in corners(&picture).into_iter().take(TRIES_MAX) {
        if triple.finders.iter().any(|finder| used.contains(finder)) {
            continue;
        }
        if let Some(bytes) = Sight::of(&picture, &triple).and_then(|it| read(&picture, &it)) {
            used.extend(triple.finders);
            found.push(bytes);
        }
    }
    found
}

fn read(picture: &Picture, sight: &Sight) -> Option<Vec<u8>> {
    let modules = SimpleGrid::from_func(sight.width(), |x, y| sight.is_dark(picture, x, y));
    let mut bytes = Vec::new();
    Grid::new(modules).decode_to(&mut bytes).ok()?;
    Some(bytes)
}
