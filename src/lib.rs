//! The app that councillors hold: pages over one snapshot of the contract.
//!
//! Reading order: [`routes`] (every address), [`pages`] (one per address),
//! [`components`] (what pages are made of; values in, intents out), [`model`] (pure
//! functions from snapshot to what a page shows), [`i18n`] (every sentence),
//! [`replica`] (the document of this device), [`state`] (what belongs to the device
//! only), [`platform`] (the only place that names the browser).

#![allow(
    clippy::large_types_passed_by_value,
    reason = "handles of signals are copied into closures, as signals are"
)]

pub mod app;
pub mod components;
pub mod i18n;
pub mod model;
pub mod pages;
pub mod platform;
pub mod replica;
pub mod routes;
pub mod state;
