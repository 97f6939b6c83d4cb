//! The app that councillors hold: pages over one snapshot of the contract.
//!
//! Reading order: [`routes`] (every address), [`pages`] (one per address),
//! [`components`] (what pages are made of; values in, intents out), [`i18n`]
//! (every sentence), `replica` (the document of this device), `platform` (the
//! only place that names the browser).

pub mod components;
pub mod i18n;
