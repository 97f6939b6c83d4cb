//! The modules of a code between its three corners.
//!
//! Knows: timing lines and the last small square, by which the view is corrected.
//! Must not know: what the modules say.
//! Reading order: [`Sight`].

use super::finders::{Corners, line};
use super::picture::Picture;
use super::plane::{Point, View};

/// Share of the timing lines that must be as they should, in percent.
const TIMING_PERCENT_MIN: u32 = 75;

/// A code as it lies in the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    /// Its version, 1 to 40.
    version: u8,
    view: View,
}

impl Sight {
    /// The likeliest code with these corners.
    pub(super) fn of(picture: &Picture, corners: &Corners) -> Option<Self> {
        let sights = versions(picture, corners)
            .into_iter()
            .filter_map(|version| Self::of_version(picture, corners, version));
        let (percent, sight) = sights
            .map(|sight| (sight.timing_percent(picture), sight))
            .max_by_key(|(percent, _)| *percent)?;
        (percent >= TIMING_PERCENT_MIN).then_some(sight)
    }

    fn of_version(picture: &Picture, corners: &Corners, version: u8) -> Option<Self> {
        let side = side(version);
        let [top_left, top_right, bottom_left] = corners.finders.map(|finder| finder.center);
        let across = (top_right - top_left) * (1.0 / (side - 7.0));
        let down = (bottom_left - top_left) * (1.0 / (side - 7.0));
        let (plane, seen) = if version == 1 {
            let last = top_right + bottom_left - top_left;
            (Point::new(side - 3.5, side - 3.5), last)
        } else {
            let guess = top_left + (across + down) * (side - 10.0);
            let last = small_square(picture, guess, across, down, 3.0 + side / 8.0)?;
            (Point::new(side - 6.5, side - 6.5), last)
        };
        let view = View::new([
            (Point::new(3.5, 3.5), top_left),
            (Point::new(side - 3.5, 3.5), top_right),
            (Point::new(3.5, side - 3.5), bottom_left),
            (plane, seen),
        ])?;
        Some(Self { version, view })
    }

    /// Modules on a side.
    pub(super) fn width(&self) -> usize {
        17 + 4 * usize::from(self.version)
    }

    /// True when most of five places in the module are dark.
    pub(super) fn is_dark(&self, picture: &Picture, x: usize, y: usize) -> bool {
        const PLACES: [(f64, f64); 5] =
            [(0.5, 0.5), (0.3, 0.5), (0.7, 0.5), (0.5, 0.3), (0.5, 0.7)];
        let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let (x, y) = (number(x), number(y));
        let is_dark = |(dx, dy): &(f64, f64)| {
            let point = self.view.at(Point::new(x + dx, y + dy));
            picture.at(point).unwrap_or(false)
        };
        PLACES.iter().filter(|place| is_dark(place)).count() >= 3
    }

    /// Share of the modules of both timing lines that are as they should.
    fn timing_percent(&self, picture: &Picture) -> u32 {
        let (mut n, mut n_right) = (0, 0);
        for along in 8..self.width() - 8 {
            let is_dark = along % 2 == 0;
            n += 2;
            n_right += u32::from(self.is_dark(picture, along, 6) == is_dark);
            n_right += u32::from(self.is_dark(picture, 6, along) == is_dark);
        }
        n_right * 100 / n.max(1)
    }
}

fn side(version: u8) -> f64 {
    17.0 + 4.0 * f64::from(version)
}

/// Versions that the code may have, by the width of its corners and by counting along
/// its timing lines.
fn versions(picture: &Picture, corners: &Corners) -> Vec<u8> {
    let [top_left, top_right, bottom_left] = corners.finders.map(|finder| finder.center);
    let mut sides = Vec::new();
    for end in [top_right, bottom_left] {
        let way = end - top_left;
        let step = way * (0.25 / way.length());
        let modules = [top_left, end].map(|center| line(picture, center, step));
        if let [Some((one, _)), Some((other, _))] = modules {
            let module = f64::midpoint(one, other) * 0.25;
            sides.extend([-4.0, 0.0, 4.0].map(|more| way.length() / module + 7.0 + more));
        }
    }
    let mut versions: Vec<u8> = (1..=40)
        .filter(|version| sides.iter().any(|it| (it - side(*version)).abs() <= 2.0))
        .collect();
    versions.dedup();
    versions
}

/// The middle of the small square (dark around light around dark) near a guess.
fn small_square(
    picture: &Picture,
    guess: Point,
    across: Point,
    down: Point,
    reach_modules: f64,
) -> Option<Point> {
    let module = f64::midpoint(across.length(), down.length());
    if !(0.5..200.0).contains(&module) {
        return None;
    }
    // In steps of a quarter module at most a pixel is skipped at the usual distance.
    let step = (0.25 * module).max(0.7);
    let n_steps = (1..200).take_while(|n| f64::from(*n) * step < reach_modules * module);
    let n_steps = n_steps.last()?;
    let mut best = (0, Vec::new());
    for dy in -n_steps..=n_steps {
        for dx in -n_steps..=n_steps {
            let point = guess + Point::new(f64::from(dx) * step, f64::from(dy) * step);
            let n_right = likeness(picture, point, across, down, best.0);
            if n_right > best.0 {
                best = (n_right, Vec::new());
            }
            if n_right == best.0 {
                best.1.push(point);
            }
        }
    }
    let (n_right, points) = best;
    let nearest = |point: &&Point| (**point - guess).length();
    let first = *points
        .iter()
        .min_by(|one, other| nearest(one).total_cmp(&nearest(other)))?;
    // All places around it that are as good: their middle.
    let around = points
        .iter()
        .filter(|it| (**it - first).length() < 1.5 * module);
    let (n, sum) = around.fold((0.0, Point::new(0.0, 0.0)), |(n, sum), it| {
        (n + 1.0, sum + *it)
    });
    (n_right >= 20).then(|| sum * (1.0 / n))
}

/// How many of 25 modules are those of the small square; 0 when fewer than `least`.
fn likeness(picture: &Picture, at: Point, across: Point, down: Point, least: u32) -> u32 {
    // The middle and the light ring first: most places end there.
    const ORDER: [(i32, i32); 25] = [
        (0, 0),
        (1, 0),
        (-1, 0),
        (0, 1),
        (0, -1),
        (1, 1),
        (-1, -1),
        (1, -1),
        (-1, 1),
        (2, 0),
        (-2, 0),
        (0, 2),
        (0, -2),
        (2, 2),
        (-2, -2),
        (2, -2),
        (-2, 2),
        (2, 1),
        (2, -1),
        (-2, 1),
        (-2, -1),
        (1, 2),
        (-1, 2),
        (1, -2),
        (-1, -2),
    ];
    let mut n_wrong = 0;
    for (x, y) in ORDER {
        let is_dark = x.abs().max(y.abs()) != 1;
        let point = at + across * f64::from(x) + down * f64::from(y);
        n_wrong += u32::from(picture.at(point) != Some(is_dark));
        if 25 - n_wrong < least {
            return 0;
        }
    }
    25 - n_wrong
}
