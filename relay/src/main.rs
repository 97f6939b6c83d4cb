//! Relay.
fn main() {}
