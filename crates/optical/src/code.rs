//! Bytes as the modules of a QR code.
//!
//! Knows: the crate `qrcode`, in byte mode.
//! Must not know: how modules are drawn.
//! Reading order: [`Code`].

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

/// How much of a code may be unreadable.
///
/// M mends 15 % of it: glare and the border between two refreshes of the screen hide a
/// strip at a time. L would carry a quarter more and mend half as much; a frame that is
/// missed costs a whole one, and the hand of a person is the slowest part.
const LEVEL: EcLevel = EcLevel::M;

/// Too many bytes for any code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes do not fit a QR code")]
pub struct CodeTooLong {
    /// How many there are.
    pub bytes: usize,
}

/// The modules of one QR code, without the four light ones that go around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    width: usize,
    dark: Vec<bool>,
}

impl Code {
    /// The smallest code that holds the bytes.
    ///
    /// # Errors
    /// [`CodeTooLong`] over 2,331 bytes, which no frame and no request has.
    pub fn new(bytes: &[u8]) -> Result<Self, CodeTooLong> {
        (1..=40)
            .find_map(|version| Self::of_version(bytes, version))
            .ok_or(CodeTooLong { bytes: bytes.len() })
    }

    fn of_version(bytes: &[u8], version: i16) -> Option<Self> {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_byte_data(bytes).ok()?;
        bits.push_terminator(LEVEL).ok()?;
        let code = QrCode::with_bits(bits, LEVEL).ok()?;
        Some(Self {
            width: code.width(),
            dark: code
                .to_colors()
                .iter()
                .map(|it| *it == Color::Dark)
                .collect(),
        })
    }

    /// Modules on a side.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Its modules, row by row from the top: true for dark.
    pub fn modules(&self) -> &[bool] {
        &self.dark
    }

    /// True when the module in this column and row is dark; false outside.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width
            && self
                .dark
                .get(y * self.width + x)
                .copied()
                .unwrap_or_default()
    }
}
