//! Pictures of codes, as the camera of a tablet takes them.

use optical::Code;

/// Randomness as an input: the same seed gives the same pictures on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let n = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        n ^ (n >> 31)
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap()) / f64::from(u32::MAX)
    }

    /// From `-most` to `most`.
    pub(crate) fn around(&mut self, most: f64) -> f64 {
        (self.share() * 2.0 - 1.0) * most
    }
}

/// How a hand holds the camera, and what it makes of the light.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shot {
    /// Pixels per module.
    pub(crate) scale: f64,
    /// Turned by, in degrees.
    pub(crate) turn: f64,
    /// How much nearer one side is than the other: 0.1 for a tenth.
    pub(crate) tilt: (f64, f64),
    /// Radius of the blur, in pixels; 0 for none.
    pub(crate) blur: usize,
    /// Noise, of 255.
    pub(crate) noise: f64,
    /// Light lost from one side to the other, of 255.
    pub(crate) shade: f64,
}

impl Shot {
    pub(crate) const PLAIN: Self = Self {
        scale: 4.0,
        turn: 0.0,
        tilt: (0.0, 0.0),
        blur: 0,
        noise: 12.0,
        shade: 60.0,
    };

    /// A hand that is not quite still.
    pub(crate) fn by_hand(chance: &mut Chance) -> Self {
        Self {
            scale: 4.0 + chance.around(0.5),
            turn: chance.around(6.0),
            tilt: (chance.around(0.04), chance.around(0.04)),
            blur: 1,
            ..Self::PLAIN
        }
    }
}

/// A grey picture.
#[derive(Debug, Clone)]
pub(crate) struct Photo {
    pub(crate) luma: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Photo {
    /// What a camera of this size sees of a code in the middle of a grey screen.
    pub(crate) fn of(code: &Code, shot: Shot, size: (usize, usize), chance: &mut Chance) -> Self {
        let (width, height) = size;
        let mut luma = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                luma.push(light(code, shot, size, (x, y)));
            }
        }
        let mut photo = Self {
            luma,
            width,
            height,
        };
        for _ in 0..2 {
            photo.blur(shot.blur);
        }
        for (idx, pixel) in photo.luma.iter_mut().enumerate() {
            let lost = shot.shade * number(idx % width) / number(width);
            let seen = f64::from(*pixel) - lost + chance.around(shot.noise);
            *pixel = byte(seen);
        }
        photo
    }

    fn blur(&mut self, radius: usize) {
        if radius == 0 {
            return;
        }
        let sharp = self.luma.clone();
        for y in 0..self.height {
            for x in 0..self.width {
                let rows = y.saturating_sub(radius)..(y + radius + 1).min(self.height);
                let columns = x.saturating_sub(radius)..(x + radius + 1).min(self.width);
                let n = u32::try_from(rows.len() * columns.len()).unwrap();
                let row_sum = |y: usize| -> u32 {
                    let row = &sharp[y * self.width..(y + 1) * self.width];
                    row[columns.clone()].iter().map(|it| u32::from(*it)).sum()
                };
                let sum: u32 = rows.map(row_sum).sum();
                self.luma[y * self.width + x] = u8::try_from(sum / n).unwrap();
            }
        }
    }
}

/// The light of one pixel: the mean of four places in it.
fn light(code: &Code, shot: Shot, (width, height): (usize, usize), (x, y): (usize, usize)) -> u8 {
    let (sin, cos) = shot.turn.to_radians().sin_cos();
    let half = number(code.width()) / 2.0;
    let mut sum = 0.0;
    for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
        let (x, y) = (
            number(x) + dx - number(width) / 2.0,
            number(y) + dy - number(height) / 2.0,
        );
        let (u, v) = (
            (x * cos + y * sin) / shot.scale,
            (y * cos - x * sin) / shot.scale,
        );
        let depth = 1.0 + (u * shot.tilt.0 + v * shot.tilt.1) / (2.0 * half);
        sum += on_screen(code, u / depth + half, v / depth + half);
    }
    byte(sum / 4.0)
}

/// The light of a place on the screen, in modules from the corner of the code.
fn on_screen(code: &Code, u: f64, v: f64) -> f64 {
    let side = number(code.width());
    let margin = -4.0..side + 4.0;
    if !margin.contains(&u) || !margin.contains(&v) {
        return 120.0;
    }
    let is_inside = (0.0..side).contains(&u) && (0.0..side).contains(&v);
    if is_inside && code.is_dark(whole(u), whole(v)) {
        40.0
    } else {
        225.0
    }
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is inside a code"
)]
fn whole(n: f64) -> usize {
    n as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was clamped"
)]
fn byte(light: f64) -> u8 {
    light.clamp(0.0, 255.0) as u8
}
