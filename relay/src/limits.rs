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

/// Longest TLS handshake: a slow mobile network needs a few seconds.
pub const TLS_HANDSHAKE_MAX: Duration = Duration::from_secs(10);

/// Most TLS handshakes at once: all clients may come back after a restart.
pub const TLS_HANDSHAKES_MAX: usize = CONNECTIONS_MAX;

/// Most connections of plain HTTP at once, which are no sockets yet or never
/// will be: each tablet loads the page over a few, and all may come at once.
pub const HTTP_CONNECTIONS_MAX: usize = 1_024;

/// Longest wait for the head of a request, from its connection or from the
/// answer before: who only holds connections open gets none for long.
pub const HEAD_MAX: Duration = Duration::from_secs(15);

/// Longest head of a request, in bytes; also what one connection buffers.
pub const HEAD_BYTES_MAX: usize = 16 * 1024;

/// Longest life of a connection of plain HTTP: the whole app at 20 kbit/s.
pub const HTTP_CONNECTION_AGE_MAX: Duration = Duration::from_mins(5);

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

/// Most documents that could not be loaded that are remembered: one is trouble
/// enough, and a client may ask for any number of them.
pub const UNLOADABLE_MAX: usize = 64;

/// Between two attempts to load one of them again.
pub const RELOAD_INTERVAL: Duration = Duration::from_secs(10);

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

/// Longest body of `POST /access`, in bytes: an id and a link.
pub const ACCESS_BODY_BYTES_MAX: usize = 4 * 1024;

/// How long a wrong secret waits for its answer.
pub const ACCESS_REFUSAL_DELAY: Duration = Duration::from_secs(1);

/// Most wrong secrets that wait for their answers at once; others are told to
/// come back. Eight guesses a second find nothing among 2 to the power of 128.
pub const WRONG_SECRETS_MAX: usize = 8;

/// How long a ticket opens sockets: a client that lost its network reconnects
/// by itself, with the URL that it has.
pub const TICKET_MAX_AGE: Duration = Duration::from_mins(10);

/// Most tickets at once: each of the connections may reload its page ten
/// times in ten minutes.
pub const TICKETS_MAX: usize = 10 * CONNECTIONS_MAX;

/// Between two looks at the links, for sockets whose link has ended.
pub const LINKS_CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// Most links of one relay; revoked and expired ones stay and count.
pub const LINKS_MAX: usize = 10_000;

/// Longest file of links that is read, in bytes: [`LINKS_MAX`] of them with
/// two documents each.
pub const LINKS_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// How long a link is good that a facilitator's link makes: one day of
/// workshops, so that a picture of the screen lets nobody in the next day.
pub const MADE_LINK_AGE: Duration = Duration::from_hours(24);

/// Most links that one link may have made that have not expired: a screen for
/// each council and role, and again after each reload.
pub const LINKS_MADE_VALID_MAX: usize = 64;

/// Most links that one link may make in a [`MINUTE`]; each rewrites the file of
/// links, which takes the disk's time from what is voted.
pub const LINKS_MADE_PER_MINUTE_MAX: usize = 10;

/// What [`LINKS_MADE_PER_MINUTE_MAX`] counts in.
pub const MINUTE: Duration = Duration::from_mins(1);

/// How long a link that was made stays listed after its end where
/// [`LINKS_MAX`] is reached: the admission log names it.
pub const MADE_LINKS_KEPT: Duration = Duration::from_hours(24 * 30);

/// Most documents that one link may name.
pub const DOCUMENTS_PER_LINK_MAX: usize = DOCUMENTS_PER_CONNECTION_MAX;

/// Longest label of a council, in bytes.
pub const COUNCIL_BYTES_MAX: usize = 64;

/// Longest time that a link may be for.
pub const LINK_MAX_AGE: Duration = Duration::from_hours(24 * 731);

/// A file of the admission log that is longer, in bytes, is followed by a new
/// one.
pub const ADMISSIONS_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The limits that a test or a benchmark may lower; the relay runs with the constants above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// [`CONNECTIONS_MAX`].
    pub connections_max: usize,
    /// [`DOCUMENTS_PER_CONNECTION_MAX`].
    pub documents_per_connection_max: usize,
    /// [`FRAMES_PER_S_MAX`].
    pub frames_per_s_max: u32,
    /// [`FRAMES_BURST_MAX`].
    pub frames_burst_max: u32,
    /// [`HANDSHAKE_MAX`].
    pub handshake_max: Duration,
    /// [`TLS_HANDSHAKE_MAX`].
    pub tls_handshake_max: Duration,
    /// [`TLS_HANDSHAKES_MAX`].
    pub tls_handshakes_max: usize,
    /// [`HTTP_CONNECTIONS_MAX`].
    pub http_connections_max: usize,
    /// [`HEAD_MAX`].
    pub head_max: Duration,
    /// [`HTTP_CONNECTION_AGE_MAX`].
    pub http_connection_age_max: Duration,
    /// [`PING_INTERVAL`].
    pub ping_interval: Duration,
    /// [`SILENCE_MAX`].
    pub silence_max: Duration,
    /// [`SEND_MAX`].
    pub send_max: Duration,
    /// [`OUTBOX_FRAMES_MAX`].
    pub outbox_frames_max: usize,
    /// [`OUTBOX_BYTES_MAX`].
    pub outbox_bytes_max: usize,
    /// [`ROOM_IDLE_MAX`].
    pub room_idle_max: Duration,
    /// [`COMMIT_APPENDS_MAX`].
    pub commit_appends_max: usize,
    /// [`TICKETS_MAX`].
    pub tickets_max: usize,
    /// [`WRONG_SECRETS_MAX`].
    pub wrong_secrets_max: usize,
    /// [`ADMISSIONS_FILE_BYTES`].
    pub admissions_file_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: CONNECTIONS_MAX,
            documents_per_connection_max: DOCUMENTS_PER_CONNECTION_MAX,
            frames_per_s_max: FRAMES_PER_S_MAX,
            frames_burst_max: FRAMES_BURST_MAX,
            handshake_max: HANDSHAKE_MAX,
            tls_handshake_max: TLS_HANDSHAKE_MAX,
            tls_handshakes_max: TLS_HANDSHAKES_MAX,
            http_connections_max: HTTP_CONNECTIONS_MAX,
            head_max: HEAD_MAX,
            http_connection_age_max: HTTP_CONNECTION_AGE_MAX,
            ping_interval: PING_INTERVAL,
            silence_max: SILENCE_MAX,
            send_max: SEND_MAX,
            outbox_frames_max: OUTBOX_FRAMES_MAX,
            outbox_bytes_max: OUTBOX_BYTES_MAX,
            room_idle_max: ROOM_IDLE_MAX,
            commit_appends_max: COMMIT_APPENDS_MAX,
            tickets_max: TICKETS_MAX,
            wrong_secrets_max: WRONG_SECRETS_MAX,
            admissions_file_bytes: ADMISSIONS_FILE_BYTES,
        }
    }
}
