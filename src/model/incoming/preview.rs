//! What files would bring, before a person says yes. Pure.

use document::{Anomaly, FileFault};
use domain::Snapshot;

use super::{Difference, difference, n_conflicts};
use crate::replica::Preview;

/// Longest name of a file that is shown, in characters.
const NAME_CHARS_MAX: usize = 80;

/// What the files of a person would bring, all together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesModel {
    /// What would be new.
    pub difference: Difference,
    /// What a person would have to settle, more than now.
    pub n_conflicts: usize,
    /// What would be odd, more than now.
    pub n_anomalies: usize,
    /// Changes that would be new.
    pub n_changes: usize,
    /// Files that can be merged: place among those that were given, name, fingerprint.
    pub sound: Vec<(usize, String, String)>,
    /// Files that cannot, with why; `None` for one that could not be read at all.
    pub refused: Vec<(String, Option<FileFault>)>,
}

impl FilesModel {
    /// Compares the document as it is with what it would be. `names` are those of the
    /// files that were tried, in their order; `unread` of those that could not be read.
    pub fn build(
        (now, odd_now): (&Snapshot, &[Anomaly]),
        preview: &Preview,
        names: &[String],
        unread: &[String],
    ) -> Self {
        let (mut sound, mut refused) = (Vec::new(), Vec::new());
        for (idx, (name, file)) in names.iter().zip(&preview.files).enumerate() {
            match file {
                Ok(fingerprint) => sound.push((idx, shown_name(name), fingerprint.clone())),
                Err(fault) => refused.push((shown_name(name), Some(fault.clone()))),
            }
        }
        refused.extend(unread.iter().map(|name| (shown_name(name), None)));
        let new_anomalies = preview.anomalies.iter().filter(|it| !odd_now.contains(it));
        Self {
            difference: difference(now, &preview.snapshot),
            n_conflicts: n_conflicts(&preview.snapshot).saturating_sub(n_conflicts(now)),
            n_anomalies: new_anomalies.count(),
            n_changes: preview.n_changes,
            sound,
            refused,
        }
    }
}

fn shown_name(name: &str) -> String {
    name.chars().take(NAME_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workshop_samples::Sample;

    #[test]
    fn files_are_told_with_what_they_add_and_refused_ones_by_name() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.cast_code(round, "k7mx", &[(1, 1)]);
        let now = sample.snapshot.clone();
        sample.cast_code(round, "k7mx", &[(2, 1)]);
        let odd = |key: &str| Anomaly {
            container: "ballots",
            key: key.to_owned(),
            kind: document::AnomalyKind::Unreadable,
        };
        let preview = Preview {
            snapshot: sample.snapshot.clone(),
            anomalies: vec![odd("a"), odd("b")],
            n_changes: 4,
            files: vec![Ok("001 002 003 004".to_owned()), Err(FileFault::Damaged)],
        };
        let names = ["un".to_owned(), "x".repeat(500)];
        let model = FilesModel::build((&now, &[odd("a")]), &preview, &names, &["lu".to_owned()]);
        assert_eq!(
            (model.n_conflicts, model.n_anomalies, model.n_changes),
            (1, 1, 4)
        );
        assert_eq!(
            model.sound,
            [(0, "un".to_owned(), "001 002 003 004".to_owned())]
        );
        assert_eq!(
            model.refused,
            [
                ("x".repeat(80), Some(FileFault::Damaged)),
                ("lu".to_owned(), None)
            ]
        );
        assert_eq!(model.difference.summary(), "1\u{a0}bulletin");
    }
}
