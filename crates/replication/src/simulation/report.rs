//! What a run did, to see that it was not idle.

/// What can go wrong, each counted where it takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A frame took seconds.
    Delay,
    /// A connection broke, and both ends noticed soon.
    Cut,
    /// A frame vanished on a connection that one end still took for alive.
    HalfOpen,
    /// A frame of an older socket came after its peer had joined on a newer one.
    OldSocket,
    /// A tab was killed.
    TabKill,
    /// A relay was killed.
    RelayKill,
    /// A machine lost its power, and its store lost writes that were not synced.
    PowerCut,
    /// A write took seconds.
    SlowStore,
    /// A write failed because the disk was full.
    FullDisk,
    /// A write failed because the browser gives no more room.
    Quota,
    /// A write failed because the store could not be reached.
    Unreachable,
    /// A write was done and answered as failed.
    LostAnswer,
    /// A tab took a chunk that another tab of its store had stored.
    TwoTabs,
    /// A timer ran on a clock that is too fast or too slow.
    ClockSkew,
    /// A frame in the shape of an older version passed.
    OlderVersion,
    /// A frame with fields, or of a type, of a newer version passed.
    NewerVersion,
    /// A tablet went from one relay to another.
    OtherRelay,
}

impl Fault {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Delay,
        Self::Cut,
        Self::HalfOpen,
        Self::OldSocket,
        Self::TabKill,
        Self::RelayKill,
        Self::PowerCut,
        Self::SlowStore,
        Self::FullDisk,
        Self::Quota,
        Self::Unreachable,
        Self::LostAnswer,
        Self::TwoTabs,
        Self::ClockSkew,
        Self::OlderVersion,
        Self::NewerVersion,
        Self::OtherRelay,
    ];
}

/// What one run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Local changes.
    pub n_edits: usize,
    /// Frames delivered.
    pub n_frames: usize,
    /// Compactions stored.
    pub n_compactions: usize,
    /// Frames after the last change until silence.
    pub n_closing_frames: usize,
    /// Changes on tablets that may not write.
    pub n_confined_edits: usize,
    /// Frames to tablets without any right, each that of a missing document.
    pub n_denied_frames: usize,
    /// Sync messages that are part of what does not fit one.
    pub n_parts: usize,
    /// Broadcasts that somebody heard.
    pub n_broadcasts_heard: usize,
    faults: [usize; Fault::ALL.len()],
}

impl Report {
    /// How often a fault took effect.
    pub fn n_faults(&self, fault: Fault) -> usize {
        self.faults.get(fault as usize).copied().unwrap_or_default()
    }

    pub(super) fn note(&mut self, fault: Fault) {
        if let Some(n_faults) = self.faults.get_mut(fault as usize) {
            *n_faults += 1;
        }
    }
}
