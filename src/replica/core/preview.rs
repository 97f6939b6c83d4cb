//! What files would bring, tried on a copy of the document: nothing changes here.

use document::{Anomaly, FileFault};
use domain::Snapshot;
use replication::{DocumentActor, Output};

use super::{Core, OpenError, check_file, merge_fault};

/// The document as it would be with the files of a person.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What it would say.
    pub snapshot: Snapshot,
    /// What would be odd.
    pub anomalies: Vec<Anomaly>,
    /// Changes that would be new, of all files together.
    pub n_changes: usize,
    /// Each file in the order given: its fingerprint, or why it cannot be merged.
    pub files: Vec<Result<String, FileFault>>,
}

impl Core {
    /// Tries files one after the other on a copy, the way [`Core::merge_file`] merges them.
    ///
    /// # Errors
    /// [`OpenError`] when the document cannot be copied, which its own bytes never give.
    pub fn preview_files<'a>(
        &self,
        files: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Preview, OpenError> {
        let mut copy = DocumentActor::new(self.document_id(), &self.actor.save())?;
        let mut reader = self.reader.clone();
        let mut n_changes = 0_usize;
        let files = files.into_iter().map(|bytes| {
            let fingerprint = check_file(self.start.genesis, bytes)?;
            let (report, outputs) = copy
                .merge_bytes(bytes)
                .map_err(|error| merge_fault(&error))?;
            for output in &outputs {
                if let Output::Changed { before, .. } = output {
                    reader.refresh(copy.document(), before);
                }
            }
            n_changes = n_changes.saturating_add(report.n_changes);
            Ok(fingerprint)
        });
        let files = files.collect();
        Ok(Preview {
            anomalies: reader.anomalies(),
            snapshot: reader.snapshot().clone(),
            n_changes,
            files,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replica::core::core_samples::{propose, tablet};

    fn preview(core: &Core, files: &[Vec<u8>]) -> Preview {
        let files = files.iter().map(Vec::as_slice);
        core.preview_files(files).expect("the document is sound")
    }

    #[test]
    fn a_preview_changes_nothing_and_the_merge_gives_what_it_showed() {
        let (mut here, mut one, mut two) = (tablet(), tablet(), tablet());
        propose(&mut here, 1);
        propose(&mut one, 2);
        propose(&mut two, 3);
        propose(&mut two, 4);
        let files = [one.export(), two.export()];
        let (heads, snapshot) = (here.heads(), here.snapshot().clone());
        let found = preview(&here, &files);
        assert_eq!((here.heads(), here.snapshot()), (heads, &snapshot));
        assert_eq!(found.n_changes, 3);
        assert_eq!(found.files, [Ok(one.fingerprint()), Ok(two.fingerprint())]);
        assert_ne!(found.snapshot, snapshot);

        let merged = files
            .iter()
            .map(|file| here.merge_file(file).expect("sound").0);
        assert_eq!(merged.sum::<usize>(), found.n_changes);
        assert_eq!(*here.snapshot(), found.snapshot);
        assert_eq!(here.anomalies(), found.anomalies);
        assert_eq!(preview(&here, &files).n_changes, 0);
    }

    #[test]
    fn files_that_cannot_be_merged_are_refused_one_by_one_and_the_others_count() {
        let (here, mut other) = (tablet(), tablet());
        propose(&mut other, 1);
        let good = other.export();
        let mut cut = good.clone();
        cut.truncate(good.len() - 1);
        let files = [Vec::new(), b"PNG".to_vec(), cut, good];
        let found = preview(&here, &files);
        assert_eq!(
            found.files,
            [
                Err(FileFault::Empty),
                Err(FileFault::NotADocument),
                Err(FileFault::Damaged),
                Ok(other.fingerprint()),
            ]
        );
        assert_eq!(found.n_changes, 1);
        assert_eq!(found.snapshot, *other.snapshot());
    }

    #[test]
    fn a_rehearsal_is_refused_as_merging_refuses_it() {
        let here = tablet();
        let genesis = crate::replica::core::core_samples::START.genesis;
        let rehearsal = document::rehearsal(genesis).expect("the genesis is sound");
        let found = preview(&here, &[rehearsal]);
        assert!(matches!(found.files.as_slice(), [Err(_)]));
        assert_eq!(found.snapshot, *here.snapshot());
    }
}
