//! Why a step could not be done, and what to type next.

use std::fmt;
use std::io;
use std::path::Path;

/// A step that could not be done, in sentences for the person at the terminal.
#[derive(Debug)]
pub struct Failure {
    what: String,
    next_step: Option<String>,
}

/// What every command of `xtask` gives back.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// Says what failed and why.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            next_step: None,
        }
    }

    /// Adds what to type or to do next.
    #[must_use]
    pub fn try_next(mut self, next_step: impl Into<String>) -> Self {
        self.next_step = Some(next_step.into());
        self
    }

    /// Says which file operation failed, on which path.
    pub fn file(verb: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot {verb} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.next_step {
            Some(next_step) => write!(f, "\n  next: {next_step}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}
