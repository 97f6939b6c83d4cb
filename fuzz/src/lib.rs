//! What the fuzz targets run; `tests/fuzz_corpus.rs` of the workspace includes
//! the same files and replays every committed input.

pub mod bodies;
pub mod seeds;

/// Lets panics inside Automerge unwind to where `replication` catches them.
///
/// The fuzzer ends at every panic. One that is not caught still ends it.
pub fn let_automerge_panic() {
    let end_at_panic = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // Its columns are in a crate of their own.
        let is_ours = |file: &str| !file.contains("/automerge-") && !file.contains("/hexane-");
        if panic.location().is_none_or(|at| is_ours(at.file())) {
            end_at_panic(panic);
        }
    }));
}
