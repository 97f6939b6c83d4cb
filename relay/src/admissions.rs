//! The admission log: which change came by which link.
//!
//! Lines of JSON in DATA/admissions-0001.jsonl and later numbers. The lines of
//! an append are durable before the append is, so no change is in the store
//! that no line names. A line may name a change that was never stored, or name
//! it twice, when the store failed in between. Nothing is deleted here.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use replication::{ChangeHash, DocumentId};
use serde::{Deserialize, Serialize};

use crate::access::{Moment, sync_folder};
use crate::room::Admitter;

const PREFIX: &str = "admissions-";
const SUFFIX: &str = ".jsonl";

/// Changes that one connection brought to one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Admission {
    pub(crate) document_id: DocumentId,
    pub(crate) admitter: Admitter,
    pub(crate) changes: Vec<ChangeHash>,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdmissionLine {
    /// When the relay took the changes in.
    pub time: Moment,
    /// The document's id.
    pub document: String,
    /// The id of the link, or `open` while no link was ever made.
    pub link: String,
    /// The peer id that the client joined with.
    pub peer: String,
    /// Hashes of the changes.
    pub changes: Vec<String>,
}

/// Appends to the log; held by the store's thread.
#[derive(Debug)]
pub(crate) struct AdmissionLog {
    folder: PathBuf,
    /// Opened again after an error: nobody knows then where the file ends.
    file: Option<LogFile>,
    has_failed: bool,
    file_bytes_max: u64,
}

#[derive(Debug)]
struct LogFile {
    file: File,
    number: u32,
    n_bytes: u64,
}

impl AdmissionLog {
    pub(crate) fn new(folder: &Path, file_bytes_max: u64) -> Self {
        Self {
            folder: folder.to_owned(),
            file: None,
            has_failed: false,
            file_bytes_max,
        }
    }

    /// Writes lines and makes them durable.
    pub(crate) fn write<'a>(
        &mut self,
        now: SystemTime,
        admissions: impl IntoIterator<Item = &'a Admission>,
    ) -> io::Result<()> {
        let mut lines = Vec::new();
        for admission in admissions {
            let line = AdmissionLine {
                time: Moment(now),
                document: admission.document_id.to_string(),
                link: admission.admitter.link.to_string(),
                peer: admission.admitter.peer.to_string(),
                changes: admission.changes.iter().map(ToString::to_string).collect(),
            };
            serde_json::to_writer(&mut lines, &line)?;
            lines.push(b'\n');
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.write_lines(&lines)
    }

    /// After a failure, writes a line with nothing in it.
    pub(crate) fn probe(&mut self) -> io::Result<()> {
        if self.has_failed {
            self.write_lines(b"\n")
        } else {
            Ok(())
        }
    }

    fn write_lines(&mut self, lines: &[u8]) -> io::Result<()> {
        self.has_failed = true;
        let mut log = match self.file.take() {
            Some(log) if log.n_bytes < self.file_bytes_max => log,
            Some(log) => self.open(log.number + 1)?,
            None => self.open_last()?,
        };
        log.file.write_all(lines)?;
        log.file.sync_data()?;
        log.n_bytes += lines.len() as u64;
        self.file = Some(log);
        self.has_failed = false;
        Ok(())
    }

    fn open_last(&self) -> io::Result<LogFile> {
        let last = files(&self.folder)?.pop().map_or(1, |(number, _)| number);
        let log = self.open(last)?;
        if log.n_bytes < self.file_bytes_max {
            Ok(log)
        } else {
            self.open(last + 1)
        }
    }

    /// Opens a file of the log, or makes it. A line that a crash or a full
    /// disk has cut off is ended, so that the next one stands on its own.
    fn open(&self, number: u32) -> io::Result<LogFile> {
        let path = self.folder.join(format!("{PREFIX}{number:04}{SUFFIX}"));
        let mut options = OpenOptions::new();
        let mut file = options.create(true).read(true).append(true).open(path)?;
        sync_folder(&self.folder)?;
        let mut n_bytes = file.metadata()?.len();
        if n_bytes > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                file.write_all(b"\n")?;
                n_bytes += 1;
            }
        }
        Ok(LogFile {
            file,
            number,
            n_bytes,
        })
    }
}

/// Whether a file of the log may have this name.
pub(crate) fn is_file_name(name: &str) -> bool {
    number_in(name).is_some()
}

fn number_in(name: &str) -> Option<u32> {
    let number = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    number.parse().ok()
}

/// The files of the log, in the order in which they were written.
fn files(folder: &Path) -> io::Result<Vec<(u32, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(number_in);
        if let Some(number) = number {
            files.push((number, entry.path()));
        }
    }
    files.sort();
    Ok(files)
}

/// What the log says, and how much of it cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdmissionReport {
    /// The last lines that were asked for, oldest first.
    pub lines: VecDeque<AdmissionLine>,
    /// Lines that a crash has cut off, or that a person has changed.
    pub n_unreadable: usize,
}

/// Reads the last `n_last` lines that `keep` lets pass; may run beside a relay.
///
/// # Errors
/// A file cannot be read.
pub fn read_admissions(
    folder: &Path,
    n_last: usize,
    keep: impl Fn(&AdmissionLine) -> bool,
) -> io::Result<AdmissionReport> {
    let mut report = AdmissionReport::default();
    for (_, path) in files(folder)? {
        for line in BufReader::new(File::open(path)?).split(b'\n') {
            let line = line?;
            if line.is_empty() {
                continue;
            }
            match serde_json::from_slice::<AdmissionLine>(&line) {
                Ok(line) if keep(&line) => {
                    if report.lines.len() == n_last {
                        report.lines.pop_front();
                    }
                    report.lines.push_back(line);
                }
                Ok(_) => {}
                Err(_) => report.n_unreadable += 1,
            }
        }
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use replication::PeerId;

    use super::*;

    fn admission(link: &str) -> Admission {
        Admission {
            document_id: DocumentId::from_bytes([7; 16]),
            admitter: Admitter {
                link: link.into(),
                peer: PeerId::new("tablet \"1\"\n"),
            },
            changes: vec![ChangeHash([1; 32]), ChangeHash([2; 32])],
        }
    }

    fn read(folder: &Path, n_last: usize) -> (Vec<String>, usize) {
        let report = read_admissions(folder, n_last, |_| true).unwrap();
        let links = report.lines.into_iter().map(|line| line.link);
        (links.collect(), report.n_unreadable)
    }

    #[test]
    fn lines_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = AdmissionLog::new(folder.path(), u64::MAX);
        log.write(SystemTime::now(), &[]).unwrap();
        assert_eq!(files(folder.path()).unwrap(), []);
        let both = [admission("a"), admission("b")];
        log.write(SystemTime::now(), &both).unwrap();
        let report = read_admissions(folder.path(), 9, |line| line.link == "b").unwrap();
        let line = &report.lines[0];
        assert_eq!((report.lines.len(), report.n_unreadable), (1, 0));
        assert_eq!(line.peer, "tablet \"1\"\n");
        assert_eq!(line.changes, ["01".repeat(32), "02".repeat(32)]);
        assert_eq!(line.document, both[0].document_id.to_string());
    }

    #[test]
    fn long_file_is_followed_by_the_next_number() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let mut log = AdmissionLog::new(folder.path(), 1);
            log.write(SystemTime::now(), &[admission("a")]).unwrap();
            log.write(SystemTime::now(), &[admission("b")]).unwrap();
        }
        let numbers: Vec<u32> = files(folder.path())
            .unwrap()
            .iter()
            .map(|file| file.0)
            .collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        let expected = ["b", "a", "b"].map(str::to_owned).to_vec();
        assert_eq!(read(folder.path(), 3), (expected, 0));
    }

    #[test]
    fn line_that_was_cut_off_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("admissions-0001.jsonl");
        fs::write(&path, "{\"time\":\"2026-").unwrap();
        let mut log = AdmissionLog::new(folder.path(), u64::MAX);
        log.write(SystemTime::now(), &[admission("a")]).unwrap();
        assert_eq!(read(folder.path(), 9), (vec!["a".to_owned()], 1));
    }
}
