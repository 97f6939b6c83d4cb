//! What merging, or another program, can break; shown to people, never hidden.

/// What is odd about one entry of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnomalyKind {
    /// A key that the entry needs is absent or of another type: the entry is left out.
    Unreadable,
    /// The key of the entry is not an id: the entry is left out.
    BadKey,
    /// Two replicas wrote the same entry: the value that Automerge shows is read.
    WrittenTwice,
    /// A text is over its limit, and is shown cut.
    TextTooLong,
    /// A proposal was grouped in two ways apart: the value that Automerge shows is read.
    GroupedTwice,
    /// The proposals of a card were chosen in two ways apart: the value that Automerge
    /// shows is read.
    SelectedTwice,
    /// The document was written by a newer program; what it added is not shown.
    NewerSchema,
    /// A container of the genesis is not there: this is not a document of ours.
    ContainerMissing,
}

/// One odd thing found while reading.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anomaly {
    /// Container of the entry, a key of [`crate::schema`].
    pub container: &'static str,
    /// Key of the entry; empty when it is about the container.
    pub key: String,
    /// What is odd.
    pub kind: AnomalyKind,
}
