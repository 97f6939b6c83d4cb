//! Pictures of anything: codes are read, and nothing stops the reader.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod camera;
}

use optical::limits::{PICTURE_PIXELS_MAX, PICTURE_SIDE_MAX};
use optical::{Code, Sender, scan};
use proptest::collection::vec;
use proptest::prelude::*;
use support::camera::{Chance, Photo, Shot};

fn frame() -> (Vec<u8>, Code) {
    let sender = Sender::new(b"a bench under the lime trees").unwrap();
    (sender.frame(1), sender.code(1))
}

fn read(photo: &Photo) -> Vec<Vec<u8>> {
    scan(&photo.luma, photo.width, photo.height)
}

#[test]
fn code_is_read_however_the_tablet_is_turned() {
    let (bytes, code) = frame();
    let mut chance = Chance::new(3);
    for turn in [0.0, 12.0, 45.0, 90.0, 135.0, 180.0, 270.0] {
        let shot = Shot {
            turn,
            tilt: (0.05, -0.05),
            blur: 1,
            ..Shot::PLAIN
        };
        let photo = Photo::of(&code, shot, (800, 600), &mut chance);
        assert_eq!(read(&photo), [bytes.as_slice()], "turned by {turn}");
    }
}

#[test]
fn code_is_read_from_near_and_far() {
    let (bytes, code) = frame();
    let mut chance = Chance::new(4);
    for scale in [3.0, 3.5, 4.3, 5.0, 6.7, 8.0] {
        let shot = Shot {
            scale,
            turn: 2.0,
            blur: 1,
            ..Shot::PLAIN
        };
        let photo = Photo::of(&code, shot, (1280, 720), &mut chance);
        assert_eq!(
            read(&photo),
            [bytes.as_slice()],
            "{scale} pixels per module"
        );
    }
}

#[test]
fn two_codes_in_one_picture_are_both_read() {
    let mut chance = Chance::new(6);
    let texts = [
        &b"https://exemple.fr/atelier"[..],
        b"another poster on the wall",
    ];
    let [mut left, right] = texts.map(|text| {
        let code = Code::new(text).unwrap();
        Photo::of(&code, Shot::PLAIN, (300, 300), &mut chance)
    });
    let rows = left.luma.chunks(300).zip(right.luma.chunks(300));
    left.luma = rows
        .flat_map(|(one, other)| [one, other].concat())
        .collect();
    left.width = 600;
    let mut found = read(&left);
    found.sort();
    assert_eq!(found, [texts[1], texts[0]]);
}

#[test]
fn every_version_of_a_code_is_read() {
    let mut chance = Chance::new(8);
    for n_bytes in (5..2_331).step_by(90) {
        let bytes: Vec<u8> = (0..n_bytes)
            .map(|_| chance.next().to_be_bytes()[0])
            .collect();
        let code = Code::new(&bytes).unwrap();
        let side = 4 * (code.width() + 12);
        let photo = Photo::of(&code, Shot::PLAIN, (side, side), &mut chance);
        assert_eq!(read(&photo), [bytes], "{} modules", code.width());
    }
    assert!(Code::new(&[0; 2_332]).is_err());
}

#[test]
fn picture_of_another_size_than_it_says_is_not_looked_at() {
    let (_, code) = frame();
    let photo = Photo::of(&code, Shot::PLAIN, (640, 480), &mut Chance::new(1));
    assert_eq!(scan(&photo.luma, 640, 480).len(), 1);
    for (width, height) in [(480, 639), (0, 0), (usize::MAX, usize::MAX), (640, 0)] {
        assert!(scan(&photo.luma, width, height).is_empty());
    }
    let flat = vec![0; PICTURE_PIXELS_MAX + 1];
    assert!(scan(&flat, flat.len(), 1).is_empty());
    assert!(scan(&flat[..=PICTURE_SIDE_MAX], PICTURE_SIDE_MAX + 1, 1).is_empty());
    assert!(scan(&[], 0, 0).is_empty());
}

/// Squares as in the corners of codes, anywhere, of any size, over each other.
fn squares() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    vec((0_usize..200, 0_usize..200, 1_usize..9), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_noise_breaks_the_reader(
        luma in vec(any::<u8>(), 1..6_000),
        width in 1_usize..120,
        levels in 1_u8..,
    ) {
        let height = luma.len() / width;
        let coarse = |light: &u8| light / levels * levels;
        let luma: Vec<u8> = luma.iter().take(width * height).map(coarse).collect();
        scan(&luma, width, height);
    }

    #[test]
    fn no_corners_break_the_reader(squares in squares(), seed in any::<u64>(), noise in 0_u64..90) {
        let mut chance = Chance::new(seed);
        let side = 240;
        let mut luma = vec![220_u8; side * side];
        for (left, top, module) in squares {
            for y in top..(top + 7 * module).min(side) {
                for x in left..(left + 7 * module).min(side) {
                    let ring = |n: usize| n.abs_diff(3);
                    let ring = ring((x - left) / module).max(ring((y - top) / module));
                    luma[y * side + x] = if ring == 2 { 220 } else { 30 };
                }
            }
        }
        for light in &mut luma {
            if chance.next() % 1_000 < noise {
                *light = chance.next().to_be_bytes()[0];
            }
        }
        scan(&luma, side, side);
    }

    #[test]
    fn no_crooked_view_breaks_the_reader(
        scale in 0.5_f64..12.0,
        turn in 0.0_f64..360.0,
        tilt in (-3.0_f64..3.0, -3.0_f64..3.0),
        hole in (0_usize..300, 0_usize..300, 0_usize..120),
    ) {
        let (bytes, code) = frame();
        let shot = Shot { scale, turn, tilt, noise: 30.0, ..Shot::PLAIN };
        let mut photo = Photo::of(&code, shot, (320, 300), &mut Chance::new(9));
        let (left, top, size) = hole;
        for y in top..(top + size).min(photo.height) {
            let row = &mut photo.luma[y * photo.width..(y + 1) * photo.width];
            row.iter_mut().skip(left).take(size).for_each(|light| *light = 255);
        }
        for found in read(&photo) {
            prop_assert_eq!(&found, &bytes, "what is read is what was shown");
        }
    }
}
