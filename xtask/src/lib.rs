//! What a developer or a user types: `cargo xtask run`, `test`, `build`, `bench`,
//! `contract`, `genesis`.
//!
//! Reading order: [`workspace`] (where things are), [`contract_files`] (the
//! contract as text), then one module per command.

pub mod contract;
pub mod contract_files;
pub mod document_id;
pub mod failure;
pub mod workspace;
