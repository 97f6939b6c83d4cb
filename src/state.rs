//! What belongs to this device only: saved here, never synced.

pub mod ballot_draft;
pub mod device;
pub mod lending;
pub mod update;
pub mod visit;
