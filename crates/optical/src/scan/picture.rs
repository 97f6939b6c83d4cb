//! A grey picture as dark and light.
//!
//! Knows: that light falls unevenly on a screen. Must not know: codes.
//! Reading order: [`Picture`].

use super::plane::Point;

/// A pixel is dark when it is below this share of the light around it, in percent.
const DARK_PERCENT: u64 = 92;

/// Pixels of the picture: dark or light against those around them.
#[derive(Debug)]
pub(super) struct Picture {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

impl Picture {
    /// Compares each pixel with the mean of a square an eighth of the picture wide.
    pub(super) fn new(luma: &[u8], width: usize) -> Self {
        let height = luma.len() / width.max(1);
        let reach = (width.max(height) / 16).max(4);
        let sums = Sums::new(luma, width);
        let mut dark = Vec::with_capacity(luma.len());
        for (y, row) in luma.chunks(width.max(1)).enumerate() {
            let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(height));
            for (x, light) in row.iter().enumerate() {
                let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
                let n_pixels = ((right - left) * (bottom - top)) as u64;
                let sum = sums.within(left, top, right, bottom);
                dark.push(u64::from(*light) * n_pixels * 100 < sum * DARK_PERCENT);
            }
        }
        Self {
            width,
            height,
            dark,
        }
    }

    /// Its rows from the top.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.width.max(1))
    }

    /// True when the pixel there is dark; `None` outside the picture.
    pub(super) fn at(&self, point: Point) -> Option<bool> {
        let (x, y) = (index(point.x)?, index(point.y)?);
        if x < self.width && y < self.height {
            self.dark.get(y * self.width + x).copied()
        } else {
            None
        }
    }
}

/// The whole part of a coordinate; `None` for one that no picture has.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was compared with both ends"
)]
fn index(coordinate: f64) -> Option<usize> {
    (0.0..1e6)
        .contains(&coordinate)
        .then_some(coordinate as usize)
}

/// Sums of all pixels above and left of each.
struct Sums {
    width: usize,
    sums: Vec<u32>,
}

impl Sums {
    fn new(luma: &[u8], width: usize) -> Self {
        let width_and_edge = width + 1;
        let mut sums = vec![0_u32; width_and_edge];
        sums.reserve(luma.len() + luma.len() / width.max(1));
        for (y, row) in luma.chunks(width.max(1)).enumerate() {
            let mut of_row = 0;
            sums.push(0);
            for (x, light) in row.iter().enumerate() {
                of_row += u32::from(*light);
                let above = sums.get(y * width_and_edge + x + 1).copied();
                sums.push(above.unwrap_or_default() + of_row);
            }
        }
        Self {
            width: width_and_edge,
            sums,
        }
    }

    fn within(&self, left: usize, top: usize, right: usize, bottom: usize) -> u64 {
        let at = |x: usize, y: usize| {
            let sum = self.sums.get(y * self.width + x).copied();
            u64::from(sum.unwrap_or_default())
        };
        (at(right, bottom) + at(left, top)).saturating_sub(at(left, bottom) + at(right, top))
    }
}
