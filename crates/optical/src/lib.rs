//! Bytes from the screen of one tablet to the camera of another, as an endless series of
//! QR codes: for the room where there is neither network nor cable.
//!
//! Knows: how bytes become frames, frames become codes, and the way back
//! (`docs/optical.md`).
//! Must not know: the browser, the clock, randomness, what the bytes mean.
//! Reading order: [`Request`] (what a tablet has), [`Sender`], [`Code`], [`scan`],
//! [`Receiver`], then [`limits`].
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use optical::{Receiver, Sender};
//!
//! let sender = Sender::new(b"ballots")?;
//! let mut receiver = Receiver::new();
//! for n in 0.. {
//!     receiver.take(&sender.frame(n));
//!     if receiver.is_complete() {
//!         break;
//!     }
//! }
//! assert_eq!(receiver.payload()?, b"ballots");
//! # Ok(())
//! # }
//! ```

mod code;
mod frame;
pub mod limits;
mod parcel;
mod receiver;
mod request;
mod scan;
mod sender;

use std::time::Duration;

pub use code::{Code, CodeTooLong};
pub use frame::SeriesId;
pub use parcel::SeriesFault;
pub use receiver::{Progress, Receiver, StoredFault, Taken};
pub use request::{Request, RequestFault, RequestRefusal};
pub use scan::scan;
pub use sender::{PayloadTooLarge, Sender};

/// How long each code stays on the screen.
///
/// Reading a picture takes a sixth of it (`docs/optical.md`): each code can be seen whole
/// once, on a tablet several times slower as well, although screen and camera do not wait
/// for each other.
pub const FRAME_INTERVAL: Duration = Duration::from_millis(150);
