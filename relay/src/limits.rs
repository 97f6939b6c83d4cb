//! Every limit of the relay, as a named constant with its unit and its reason.
//!
//! Limits of frames and messages are in [`replication::limits`].

use std::time::Duration;

/// Most connections at once.
///
/// Four councils with forty tablets each, twice over; each costs a socket.
pub const CONNECTIONS_MAX: usize = 400;

/// Most documents that one connection may take part in.
pub const DOCUMENTS_PER_CONNECTION_MAX: usize = 64;

/// Frames per second that one connection may send on average.
///
/// A tablet answers each change of the others once; this is ten busy rooms.
pub const FRAMES_PER_S_MAX: u32 = 500;

/// Frames that one connection may send at once, after a silence.
pub const FRAMES_BURST_MAX: u32 = 2_000;

/// Longest wait for the handshake.
pub const HANDSHAKE_MAX: Duration = Duration::from_secs(10);

/// Between two pings to a client.
pub const PING_INTERVAL: Duration = Duration::from_secs(10);

/// Longest silence of a client, which answers each ping.
pub const SILENCE_MAX: Duration = Duration::from_secs(35);

/// Longest time to write one frame to a client's socket.
pub const SEND_MAX: Duration = Duration::from_secs(20);

/// Buffer for what one socket reads or writes at once, in bytes.
///
/// The default of 128 KiB is filled with zeros before each read: with 150
/// clients that was a fifth of all time. A longer frame just takes more reads.
pub const SOCKET_BUFFER_BYTES: usize = 8 * 1024;

/// Most frames that wait for one slow client.
pub const OUTBOX_FRAMES_MAX: usize = 1_024;

/// Most bytes that wait for one slow client; one frame always fits.
pub const OUTBOX_BYTES_MAX: usize = 2 * replication::limits::FRAME_BYTES_MAX;

/// Most events that wait for one room; then its sockets are not read.
pub const ROOM_QUEUE_MAX: usize = 512;

/// Most events that share one append.
pub const ROOM_BATCH_MAX: usize = 256;

/// How long a room without clients keeps its document in memory.
pub const ROOM_IDLE_MAX: Duration = Duration::from_mins(1);

/// Most appends in one transaction of the store.
pub const COMMIT_APPENDS_MAX: usize = 512;

/// Most bytes in one transaction of the store; one append always fits.
pub const COMMIT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Between two attempts of the store to recover, while it fails.
pub const STORE_PROBE_INTERVAL: Duration = Duration::from_secs(1);

/// Memory that the store may use to hold pages of its file, in bytes.
pub const STORE_CACHE_BYTES: usize = 32 * 1024 * 1024;

/// Longest wait for clients to leave when the relay stops.
pub const STOP_MAX: Duration = Duration::from_secs(5);

/// Most bytes of the app's files, which are held in memory.
pub const APP_BYTES_MAX: u64 = 64 * 1024 * 1024;
