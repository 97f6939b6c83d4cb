//! The three squares in the corners of a code.
//!
//! Knows: that any line through the middle of one crosses dark, light, dark, light, dark
//! in the proportion 1 : 1 : 3 : 1 : 1. Must not know: what stands between them.
//! Reading order: [`Finder`], [`Corners`], [`corners`].

use super::picture::Picture;
use super::plane::Point;

/// Squares of one picture that are looked at, those seen in the most rows first.
const FINDERS_MAX: usize = 12;
/// Places that may be squares; a picture of noise has thousands.
const PLACES_MAX: usize = 512;
/// Rows in which a square must be seen.
const ROWS_MIN: u32 = 2;
/// Longest line through a square, in pixels.
const LINE_MAX: u32 = 1024;

/// One square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Finder {
    pub(super) center: Point,
    /// Width of one of its seven modules, in pixels.
    module: f64,
    n_rows: u32,
}

/// Three squares that may be the corners of one code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Corners {
    /// Top left, top right, bottom left.
    pub(super) finders: [Finder; 3],
    /// How far they are from a right angle with equal sides; 0 is best.
    fault: f64,
}

/// What may be a code, the likeliest first.
pub(super) fn corners(picture: &Picture) -> Vec<Corners> {
    let finders = finders(picture);
    let mut found = Vec::new();
    for (a, one) in finders.iter().enumerate() {
        for (b, second) in finders.iter().enumerate().skip(a + 1) {
            for third in finders.iter().skip(b + 1) {
                let turns = [
                    [one, second, third],
                    [second, one, third],
                    [third, one, second],
                ];
                found.extend(turns.into_iter().filter_map(Corners::of));
            }
        }
    }
    found.sort_by(|one, other| one.fault.total_cmp(&other.fault));
    found
}

impl Corners {
    /// The corners of which the first is top left, if they can be.
    fn of([first, one, other]: [&Finder; 3]) -> Option<Self> {
        let (to_one, to_other) = (one.center - first.center, other.center - first.center);
        let is_clockwise = to_one.cross(to_other) > 0.0;
        let (right, below) = if is_clockwise {
            (one, other)
        } else {
            (other, one)
        };
        let (long, short) = (to_one.length(), to_other.length());
        let (long, short) = (long.max(short), long.min(short));
        let modules = [first, right, below].map(|finder| finder.module);
        let coarse = modules.into_iter().fold(0.0, f64::max);
        let fine = modules.into_iter().fold(f64::MAX, f64::min);
        // Fourteen modules lie between the squares of the smallest code.
        if coarse > 1.6 * fine || short < 10.0 * fine || long > 1.5 * short {
            return None;
        }
        let slant = (to_one.dot(to_other) / (long * short)).abs();
        (slant < 0.4).then_some(Self {
            finders: [*first, *right, *below],
            fault: slant + (long / short - 1.0) + (coarse / fine - 1.0),
        })
    }
}

fn finders(picture: &Picture) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    for (y, row) in (0_u32..).zip(picture.rows()) {
        let mut end = 0_u32;
        let mut runs = [0_u32; 5];
        let lengths = row.chunk_by(|left, right| left == right);
        for run in lengths {
            let n_pixels = u32::try_from(run.len()).unwrap_or(u32::MAX);
            runs.rotate_left(1);
            runs[4] = n_pixels;
            end += n_pixels;
            if run.first() != Some(&true) || module(runs).is_none() {
                continue;
            }
            let middle = f64::from(end - runs[4] - runs[3]) - f64::from(runs[2]) / 2.0;
            if let Some(finder) = crossed(picture, Point::new(middle, f64::from(y) + 0.5)) {
                note(&mut found, finder);
            }
        }
    }
    found.retain(|finder| finder.n_rows >= ROWS_MIN);
    found.sort_by_key(|finder| core::cmp::Reverse(finder.n_rows));
    found.truncate(FINDERS_MAX);
    found
}

/// The square around a point, if it is one upwards and sideways as well.
fn crossed(picture: &Picture, point: Point) -> Option<Finder> {
    let (upright, point) = line(picture, point, Point::new(0.0, 1.0))?;
    let (level, center) = line(picture, point, Point::new(1.0, 0.0))?;
    Some(Finder {
        center,
        module: f64::midpoint(upright, level),
        n_rows: 1,
    })
}

/// Adds a square to those that were seen, or to the one that it is.
fn note(found: &mut Vec<Finder>, seen: Finder) {
    let has_room = found.len() < PLACES_MAX;
    let same = found.iter_mut().find(|known| {
        let way = known.center - seen.center;
        way.length() < 2.0 * known.module && (known.module / seen.module - 1.0).abs() < 0.5
    });
    match same {
        Some(known) => {
            let n = f64::from(known.n_rows);
            let mean = |old: f64, new: f64| (old * n + new) / (n + 1.0);
            known.center = Point::new(
                mean(known.center.x, seen.center.x),
                mean(known.center.y, seen.center.y),
            );
            known.module = mean(known.module, seen.module);
            known.n_rows += 1;
        }
        None if has_room => found.push(seen),
        None => {}
    }
}

/// The width of a module along a line of this direction through a square, in steps of
/// the direction, and the middle of the line; `None` when it is no square.
pub(super) fn line(picture: &Picture, from: Point, step: Point) -> Option<(f64, Point)> {
    let [to_end, light_after, dark_after] = half(picture, from, step)?;
    let [to_start, light_before, dark_before] = half(picture, from, step * -1.0)?;
    // The pixel of the start is counted from both sides.
    let middle = to_end + to_start - 1;
    let runs = [dark_before, light_before, middle, light_after, dark_after];
    let module = module(runs)?;
    let shift = (f64::from(to_end) - f64::from(to_start)) / 2.0;
    Some((module, from + step * shift))
}

/// Steps from the middle through dark, light and dark.
fn half(picture: &Picture, from: Point, step: Point) -> Option<[u32; 3]> {
    let mut runs = [0_u32; 3];
    let mut point = from;
    let mut n_steps = 0;
    for (run, is_dark) in runs.iter_mut().zip([true, false, true]) {
        while picture.at(point).unwrap_or(false) == is_dark {
            n_steps += 1;
            if n_steps > LINE_MAX {
                return None;
            }
            *run += 1;
            point = point + step;
        }
    }
    (!runs.contains(&0)).then_some(runs)
}

/// The width of a module when the runs are those of a square.
fn module(runs: [u32; 5]) -> Option<f64> {
    let n_pixels: u32 = runs.iter().fold(0, |sum, run| sum.saturating_add(*run));
    let module = f64::from(n_pixels) / 7.0;
    let is_square = runs
        .into_iter()
        .zip([1.0, 1.0, 3.0, 1.0, 1.0])
        .all(|(run, n)| {
            let room = if n > 1.0 { 1.2 } else { 0.7 };
            (f64::from(run) - n * module).abs() < room * module
        });
    (n_pixels >= 7 && is_square).then_some(module)
}
