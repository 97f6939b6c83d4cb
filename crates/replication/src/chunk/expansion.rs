//! How large a piece becomes when Automerge reads it, known before it does.
//!
//! Automerge's format is compressed twice: by deflate, and by runs ("this value,
//! a billion times"). A frame of a few bytes could so fill the memory of a relay
//! or keep it busy for hours. Nothing is expanded here: deflated bytes are
//! inflated through a small window, and runs are only summed.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::DeflateDecoder;

use crate::limits::{EXPANDED_BYTES_MAX, EXPANDED_ROWS_MAX};

/// What the pieces of one frame, chunk or file may still expand to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    n_bytes_left: usize,
    n_rows_left: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            n_bytes_left: EXPANDED_BYTES_MAX,
            n_rows_left: EXPANDED_ROWS_MAX,
        }
    }
}

/// Why a piece must not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ExpansionError {
    #[error("it expands to more than {EXPANDED_BYTES_MAX} bytes")]
    Bytes,
    #[error("it expands to more than {EXPANDED_ROWS_MAX} rows")]
    Rows,
    #[error("its columns cannot be read")]
    Unreadable,
}

/// Types of pieces, as their header says.
pub(crate) const DOCUMENT: u8 = 0;
pub(crate) const CHANGE: u8 = 1;
pub(crate) const COMPRESSED_CHANGE: u8 = 2;
pub(crate) const BUNDLE: u8 = 3;

/// Takes what the piece expands to from the budget.
pub(crate) fn spend(kind: u8, contents: &[u8], budget: &mut Budget) -> Result<(), ExpansionError> {
    match kind {
        CHANGE => spend_change(contents, budget),
        COMPRESSED_CHANGE => spend_change(&inflate(contents, budget)?, budget),
        DOCUMENT => {
            let mut bytes = Bytes(contents);
            bytes.skip_texts()?;
            bytes.skip_hashes()?;
            let changes = bytes.column_lengths()?;
            let ops = bytes.column_lengths()?;
            bytes.spend_columns(&changes, budget)?;
            bytes.spend_columns(&ops, budget)
        }
        BUNDLE => {
            let mut bytes = Bytes(contents);
            bytes.skip_hashes()?;
            bytes.skip_texts()?;
            for _changes_then_ops in 0..2 {
                let columns = bytes.column_lengths()?;
                bytes.spend_columns(&columns, budget)?;
            }
            Ok(())
        }
        _ => Err(ExpansionError::Unreadable),
    }
}

/// Probes, and bytes of bits, of the summary in a sync message: a Bloom filter
/// that has entries.
pub(crate) fn summary_shape(bytes: &[u8]) -> Result<(u64, usize), ExpansionError> {
    let mut bytes = Bytes(bytes);
    for _entries_and_bits_per_entry in 0..2 {
        bytes.number()?;
    }
    Ok((bytes.number()?, bytes.0.len()))
}

fn spend_change(contents: &[u8], budget: &mut Budget) -> Result<(), ExpansionError> {
    let mut bytes = Bytes(contents);
    bytes.skip_hashes()?;
    bytes.text()?;
    for _sequence_start_and_time in 0..3 {
        bytes.number()?;
    }
    bytes.text()?;
    bytes.skip_texts()?;
    let columns = bytes.column_lengths()?;
    bytes.spend_columns(&columns, budget)
}

fn inflate(deflated: &[u8], budget: &mut Budget) -> Result<Vec<u8>, ExpansionError> {
    let mut inflated = Vec::new();
    let most = budget.n_bytes_left as u64 + 1;
    DeflateDecoder::new(deflated)
        .take(most)
        .read_to_end(&mut inflated)
        .map_err(|_| ExpansionError::Unreadable)?;
    let left = budget.n_bytes_left.checked_sub(inflated.len());
    budget.n_bytes_left = left.ok_or(ExpansionError::Bytes)?;
    Ok(inflated)
}

/// Bytes that are read from the front.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, n_bytes: u64) -> Result<&'b [u8], ExpansionError> {
        let n_bytes = usize::try_from(n_bytes).map_err(|_| ExpansionError::Unreadable)?;
        let (taken, rest) = self
            .0
            .split_at_checked(n_bytes)
            .ok_or(ExpansionError::Unreadable)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The seven-bit groups of a number, the lowest first, and its length in bits.
    fn groups(&mut self) -> Result<(u64, u32), ExpansionError> {
        let (mut number, mut n_bits) = (0_u64, 0);
        loop {
            let byte = self.take(1)?.first().copied().unwrap_or_default();
            if n_bits > 63 {
                return Err(ExpansionError::Unreadable);
            }
            number |= u64::from(byte & 0x7f) << n_bits;
            n_bits += 7;
            if byte & 0x80 == 0 {
                return Ok((number, n_bits));
            }
        }
    }

    fn number(&mut self) -> Result<u64, ExpansionError> {
        self.groups().map(|(number, _)| number)
    }

    fn signed(&mut self) -> Result<i64, ExpansionError> {
        let (number, n_bits) = self.groups()?;
        let unused = 64_u32.saturating_sub(n_bits);
        Ok((number << unused).cast_signed() >> unused)
    }

    fn text(&mut self) -> Result<&'b [u8], ExpansionError> {
        let n_bytes = self.number()?;
        self.take(n_bytes)
    }

    fn skip_texts(&mut self) -> Result<(), ExpansionError> {
        let n_texts = self.number()?;
        (0..n_texts).try_for_each(|_| self.text().map(|_| ()))
    }

    fn skip_hashes(&mut self) -> Result<(), ExpansionError> {
        let n_hashes = self.number()?;
        (0..n_hashes).try_for_each(|_| self.take(32).map(|_| ()))
    }

    /// Each column's specification and its length in bytes.
    fn column_lengths(&mut self) -> Result<Vec<(u64, u64)>, ExpansionError> {
        let n_columns = self.number()?;
        (0..n_columns)
            .map(|_| Ok((self.number()?, self.number()?)))
            .collect()
    }

    fn spend_columns(
        &mut self,
        columns: &[(u64, u64)],
        budget: &mut Budget,
    ) -> Result<(), ExpansionError> {
        const DEFLATED: u64 = 0b1000;
        const TYPE: u64 = 0b0111;
        for (specification, n_bytes) in columns {
            let stored = self.take(*n_bytes)?;
            let column = if specification & DEFLATED == 0 {
                Cow::Borrowed(stored)
            } else {
                Cow::Owned(inflate(stored, budget)?)
            };
            let n_rows = Bytes(&column).n_rows(specification & TYPE)?;
            let left = budget.n_rows_left.checked_sub(n_rows);
            budget.n_rows_left = left.ok_or(ExpansionError::Rows)?;
        }
        Ok(())
    }

    /// Rows of a column, or what the rows of a group stand for if that is more.
    fn n_rows(mut self, column_type: u64) -> Result<u64, ExpansionError> {
        const GROUP: u64 = 0;
        const BOOLEAN: u64 = 4;
        const RAW_VALUE: u64 = 7;
        let (mut n_rows, mut n_grouped) = (0_u64, 0_u64);
        if column_type == RAW_VALUE {
            return Ok(0);
        }
        while !self.0.is_empty() {
            if column_type == BOOLEAN {
                n_rows = n_rows.saturating_add(self.number()?);
                continue;
            }
            let (n_run, sum) = self.run(column_type)?;
            n_rows = n_rows.saturating_add(n_run);
            if column_type == GROUP {
                n_grouped = n_grouped.saturating_add(sum);
            }
        }
        Ok(n_rows.max(n_grouped))
    }

    /// Length of the next run, and the sum of its values: one value many times,
    /// several values once each, or nothing many times.
    fn run(&mut self, column_type: u64) -> Result<(u64, u64), ExpansionError> {
        const STRING: u64 = 5;
        let length = self.signed()?;
        let n_rows = length.unsigned_abs();
        if length == 0 {
            return Ok((self.number()?, 0));
        }
        if column_type == STRING {
            let n_texts = if length < 0 { n_rows } else { 1 };
            (0..n_texts).try_for_each(|_| self.text().map(|_| ()))?;
            return Ok((n_rows, 0));
        }
        if length > 0 {
            return Ok((n_rows, self.number()?.saturating_mul(n_rows)));
        }
        let mut sum = 0_u64;
        for _ in 0..n_rows {
            sum = sum.saturating_add(self.number()?);
        }
        Ok((n_rows, sum))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use automerge::transaction::Transactable;
    use automerge::{Automerge, ObjType, ROOT};
    use flate2::{Compression, write::DeflateEncoder};

    use super::*;
    use crate::chunk::scan::{ScanError, pieces};

    fn number(mut rest: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        loop {
            let low = u8::try_from(rest & 0x7f).unwrap();
            rest >>= 7;
            bytes.push(if rest == 0 { low } else { low | 0x80 });
            if rest == 0 {
                return bytes;
            }
        }
    }

    fn piece(kind: u8, contents: &[u8]) -> Vec<u8> {
        let header = [0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, kind];
        [&header, number(contents.len()).as_slice(), contents].concat()
    }

    /// A change of actor 7 with this message and these columns.
    fn change(message: &[u8], columns: &[(u8, &[u8])]) -> Vec<u8> {
        let mut contents = vec![0, 1, 7, 1, 1, 0];
        contents.extend(number(message.len()));
        contents.extend_from_slice(message);
        contents.push(0);
        contents.extend(number(columns.len()));
        for (specification, column) in columns {
            contents.push(*specification);
            contents.extend(number(column.len()));
        }
        for (_, column) in columns {
            contents.extend_from_slice(column);
        }
        contents
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn refusal(bytes: &[u8]) -> Option<ExpansionError> {
        match pieces(bytes) {
            Err(ScanError::Expansion { reason, .. }) => Some(reason),
            _ => None,
        }
    }

    #[test]
    fn deflated_change_that_would_fill_the_memory_is_refused() {
        let contents = deflate(&change(&vec![b' '; EXPANDED_BYTES_MAX], &[]));
        assert!(contents.len() < 100_000, "{} bytes", contents.len());
        let bomb = piece(COMPRESSED_CHANGE, &contents);
        assert_eq!(refusal(&bomb), Some(ExpansionError::Bytes));
    }

    #[test]
    fn many_small_bombs_share_one_budget() {
        let contents = deflate(&change(&vec![b' '; EXPANDED_BYTES_MAX / 4], &[]));
        let mut budget = Budget::default();
        let results: Vec<_> = (0..5)
            .map(|_| spend(COMPRESSED_CHANGE, &contents, &mut budget))
            .collect();
        assert_eq!(results[..3], [Ok(()), Ok(()), Ok(())]);
        assert_eq!(results[4], Err(ExpansionError::Bytes));
    }

    #[test]
    fn deflated_column_of_a_document_that_would_fill_the_memory_is_refused() {
        const DEFLATED_RAW_VALUES: u8 = 0x5f;
        let column = deflate(&vec![0; EXPANDED_BYTES_MAX + 1]);
        let mut contents = vec![0, 0, 1, DEFLATED_RAW_VALUES];
        contents.extend(number(column.len()));
        contents.push(0);
        contents.extend(column);
        let bomb = piece(DOCUMENT, &contents);
        assert_eq!(refusal(&bomb), Some(ExpansionError::Bytes));
    }

    #[test]
    fn run_of_a_billion_operations_is_refused() {
        const ACTION: u8 = 0x42;
        let run = [0x80, 0x80, 0x80, 0x80, 0x04, 1];
        let bomb = piece(CHANGE, &change(b"", &[(ACTION, &run)]));
        assert!(bomb.len() < 50, "{} bytes", bomb.len());
        assert_eq!(refusal(&bomb), Some(ExpansionError::Rows));
    }

    #[test]
    fn group_that_stands_for_a_billion_rows_is_refused() {
        const PREDECESSORS: u8 = 0x70;
        let group = [1, 0x80, 0x80, 0x80, 0x80, 0x04];
        let bomb = piece(CHANGE, &change(b"", &[(PREDECESSORS, &group)]));
        assert_eq!(refusal(&bomb), Some(ExpansionError::Rows));
    }

    #[test]
    fn run_of_a_billion_flags_is_refused() {
        const INSERT: u8 = 0x34;
        let flags = [0x80, 0x80, 0x80, 0x80, 0x04];
        let bomb = piece(CHANGE, &change(b"", &[(INSERT, &flags)]));
        assert_eq!(refusal(&bomb), Some(ExpansionError::Rows));
    }

    #[test]
    fn a_busy_document_is_far_below_the_limits() {
        let mut document = Automerge::new();
        document
            .transact(|tx| {
                for number in 0..5_000_i64 {
                    let entry = tx.put_object(ROOT, number.to_string(), ObjType::Map)?;
                    tx.put(&entry, "text", "une remarque assez longue ".repeat(4))?;
                    tx.put(&entry, "added_at", number)?;
                    tx.put(&entry, "target", "difficulty")?;
                }
                Ok::<_, automerge::AutomergeError>(())
            })
            .unwrap();
        for saved in [document.save(), document.save_after(&[])] {
            let mut budget = Budget::default();
            crate::chunk::scan::pieces_within(&saved, &mut budget).unwrap();
            assert!(budget.n_rows_left > EXPANDED_ROWS_MAX / 2, "{budget:?}");
            assert!(budget.n_bytes_left > EXPANDED_BYTES_MAX / 2, "{budget:?}");
        }
    }

    #[test]
    fn cut_off_contents_are_never_read_past_their_end() {
        let contents = change(b"message", &[(0x42, &[0x7f, 1]), (0x34, &[1])]);
        assert_eq!(spend(CHANGE, &contents, &mut Budget::default()), Ok(()));
        for end in 0..contents.len() {
            let spent = spend(CHANGE, &contents[..end], &mut Budget::default());
            assert_eq!(spent, Err(ExpansionError::Unreadable), "cut at {end}");
        }
    }
}
