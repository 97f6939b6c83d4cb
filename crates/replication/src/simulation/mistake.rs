//! Mistakes on purpose, to prove that the checks bite.

/// With one of these, the checks must find a violation in most runs that give
/// it an occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Stores answer before they have written: what was advertised and what was
    /// called saved does not survive.
    AcknowledgesEarly,
    /// What came in and was not stored is stored once more without a sync,
    /// although what a person did since may build on it.
    RetriesUnsynced,
    /// Sockets drop a frame now and then and stay open: no convergence.
    DropsFrames,
    /// Once everyone is equal, whoever hears a message says its own last one
    /// again: no silence.
    RepeatsItself,
    /// The tally is taken in the order in which changes came.
    CountsInOrderOfArrival,
    /// A relay takes in what a reader changed.
    TakesFromReaders,
    /// A relay treats a tablet without any right as a reader.
    AnswersTheDenied,
    /// Once everyone is equal nothing is delivered any more: a later change
    /// stays where it was made.
    FallsSilent,
}
