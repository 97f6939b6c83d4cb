//! Points of a picture, and the view of a plane from aside.
//!
//! Knows: the geometry. Must not know: codes.
//! Reading order: [`Point`], [`View`].

use core::ops::{Add, Mul, Sub};

/// A point of the picture in pixels, or a way between two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    pub(super) const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(super) fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    pub(super) fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// Above 0 when `other` is clockwise of it, as the picture is seen.
    pub(super) fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, by: f64) -> Self {
        Self::new(self.x * by, self.y * by)
    }
}

/// Where the points of a plane stand in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View([f64; 8]);

impl View {
    /// The view that puts each of four points of the plane where it was seen.
    pub(super) fn new(seen: [(Point, Point); 4]) -> Option<Self> {
        let mut rows = [[0.0; 9]; 8];
        for (pair, (plane, at)) in rows.as_chunks_mut::<2>().0.iter_mut().zip(seen) {
            let (u, v) = (plane.x, plane.y);
            *pair = [
                [u, v, 1.0, 0.0, 0.0, 0.0, -u * at.x, -v * at.x, at.x],
                [0.0, 0.0, 0.0, u, v, 1.0, -u * at.y, -v * at.y, at.y],
            ];
        }
        solved(rows).map(Self)
    }

    /// Where a point of the plane stands; no number at its horizon.
    pub(super) fn at(&self, plane: Point) -> Point {
        let [x_u, x_v, x_1, y_u, y_v, y_1, depth_u, depth_v] = self.0;
        let Point { x: u, y: v } = plane;
        let depth = depth_u * u + depth_v * v + 1.0;
        Point::new(
            (x_u * u + x_v * v + x_1) / depth,
            (y_u * u + y_v * v + y_1) / depth,
        )
    }
}

/// Solves eight equations by elimination; `None` when they do not say one thing.
fn solved(mut rows: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for step in 0..8 {
        let size = |row: &[f64; 9]| row.get(step).map_or(0.0, |value| value.abs());
        let (best, _) = rows
            .iter()
            .enumerate()
            .skip(step)
            .max_by(|(_, one), (_, other)| size(one).total_cmp(&size(other)))?;
        rows.swap(step, best);
        let pivot = *rows.get(step)?;
        let value = *pivot.get(step)?;
        if !value.is_finite() || value.abs() < 1e-9 {
            return None;
        }
        for (idx, row) in rows.iter_mut().enumerate() {
            let factor = row.get(step)? / value;
            if idx != step {
                for (cell, of_pivot) in row.iter_mut().zip(pivot) {
                    *cell -= factor * of_pivot;
                }
            }
        }
    }
    let mut solution = [0.0; 8];
    for (idx, (value, row)) in solution.iter_mut().zip(rows).enumerate() {
        *value = row.last()? / row.get(idx)?;
    }
    Some(solution)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_view_puts_its_four_points_where_they_were_seen() {
        let seen = [
            (Point::new(3.5, 3.5), Point::new(102.0, 80.0)),
            (Point::new(73.5, 3.5), Point::new(380.0, 91.0)),
            (Point::new(3.5, 73.5), Point::new(95.0, 371.0)),
            (Point::new(70.5, 70.5), Point::new(361.0, 352.0)),
        ];
        let view = View::new(seen).unwrap();
        for (plane, at) in seen {
            assert!((view.at(plane) - at).length() < 1e-6, "{plane:?}");
        }
    }

    #[test]
    fn points_on_one_line_give_no_view() {
        let at = |n: f64| (Point::new(n, n), Point::new(n, n));
        assert_eq!(View::new([at(0.0), at(1.0), at(2.0), at(3.0)]), None);
    }
}
