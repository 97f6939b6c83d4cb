//! What is wrong with a contract file, and where.

use std::fmt;

/// One thing to correct, as a person who opens the file would look for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File name inside the contract's folder, such as `themes.toml`.
    pub file: &'static str,
    /// Line, from 1; absent when the whole file is concerned.
    pub line: Option<usize>,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// Collects the faults of one file, turning byte offsets into lines.
pub(super) struct FaultLog<'t> {
    file: &'static str,
    text: &'t str,
    faults: Vec<Fault>,
}

impl<'t> FaultLog<'t> {
    /// Starts an empty log for `file`, which contains `text`.
    pub(super) fn new(file: &'static str, text: &'t str) -> Self {
        Self {
            file,
            text,
            faults: Vec::new(),
        }
    }

    /// Notes a fault at a byte offset of the text.
    pub(super) fn at_offset(&mut self, offset: usize, message: impl Into<String>) {
        let line = self.line_of(offset);
        self.at_line(line, message);
    }

    /// Notes a fault at a line, from 1.
    pub(super) fn at_line(&mut self, line: usize, message: impl Into<String>) {
        self.faults.push(Fault {
            file: self.file,
            line: Some(line),
            message: message.into(),
        });
    }

    /// Notes a fault of the whole file.
    pub(super) fn whole_file(&mut self, message: impl Into<String>) {
        self.faults.push(Fault {
            file: self.file,
            line: None,
            message: message.into(),
        });
    }

    /// Line, from 1, of a byte offset of the text.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        line_of(self.text.as_bytes(), offset)
    }

    /// Gives the faults, in the order of the file.
    pub(super) fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort();
        self.faults.dedup();
        self.faults
    }
}

/// Line, from 1, of a byte offset.
pub(super) fn line_of(text: &[u8], offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    1 + before
        .split(|byte| *byte == b'\n')
        .count()
        .saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_counted_from_one() {
        let text = b"a\nbb\n";
        assert_eq!(line_of(text, 0), 1);
        assert_eq!(line_of(text, 1), 1);
        assert_eq!(line_of(text, 2), 2);
        assert_eq!(line_of(text, 99), 3);
    }

    #[test]
    fn a_fault_reads_as_file_line_and_message() {
        let mut log = FaultLog::new("themes.toml", "a\nb");
        log.at_offset(2, "empty label");
        let faults = log.into_faults();
        assert_eq!(faults[0].to_string(), "themes.toml:2: empty label");
    }
}
