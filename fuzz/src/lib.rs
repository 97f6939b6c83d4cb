//! What the fuzz targets run; `tests/fuzz_corpus.rs` of the workspace includes
//! the same files and replays every committed input.

pub mod bodies;
pub mod seeds;
