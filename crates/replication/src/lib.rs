//! Sync and storage without IO.
