//! What a developer or a user types: `cargo xtask run`, `test`, `build`, `bench`,
//! `contract`, `genesis`.
//!
//! Knows the workspace's folders and the programs that build and check it. Must
//! stay light: it is compiled before anything else can be typed, so Automerge
//! comes only with the cargo feature `genesis`.
//!
//! Reading order: [`workspace`] (where things are), [`failure`] (how a step says
//! that it could not be done), [`tools`] (what is installed), then one module per
//! command: [`run`], [`mod@test`], [`app_build`], [`mod@bench`], [`contract`],
//! [`new_contract`], [`genesis`], [`service_worker`].

pub mod app_build;
pub mod bench;
pub mod contract;
pub mod contract_files;
pub mod digest;
pub mod document_id;
pub mod duration;
pub mod failure;
pub mod files;
pub mod genesis;
pub mod help;
pub mod new_contract;
pub mod precompress;
pub mod process;
pub mod relay;
pub mod run;
pub mod service_worker;
pub mod simulate;
pub mod size_budget;
pub mod test;
pub mod tools;
pub mod workspace;
