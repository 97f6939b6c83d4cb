//! People present and ballots so far: numbers, never who. Pure.

use domain::{Attendance, BallotStanding, Count, Snapshot, WorkshopId};

use super::results::as_u32;

/// What is known of the people present.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttendanceModel {
    /// What was counted: nothing, one value, or several that devices counted apart.
    pub counts: Vec<Attendance>,
}

impl AttendanceModel {
    /// The people present, when everybody agrees on how many.
    pub fn n_present(&self) -> Option<u32> {
        match self.counts.as_slice() {
            [one] => Some(one.present.into()),
            _ => None,
        }
    }
}

/// The attendance of a workshop; `None` when the workshop is unknown.
pub fn build_attendance(snapshot: &Snapshot, workshop: WorkshopId) -> Option<AttendanceModel> {
    let workshop = snapshot.workshops.get(&workshop)?;
    Some(AttendanceModel {
        counts: workshop.attendance.clone(),
    })
}

/// True for a ballot that stands: neither replaced nor faulty.
pub fn is_current(standing: BallotStanding) -> bool {
    !matches!(
        standing,
        BallotStanding::Superseded | BallotStanding::Faulty
    )
}

/// Ballots of a round that stand.
pub fn n_current_ballots(count: &Count) -> u32 {
    let current = count.ballots.iter().filter(|b| is_current(b.standing));
    as_u32(current.count())
}

/// The numbers that a person types; 0 for what is not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AttendanceForm {
    /// Everybody.
    pub present: u32,
    /// College of the residents.
    pub residents: u32,
    /// College of associations and local actors.
    pub associations: u32,
    /// People that the council's own rules ask for.
    pub quorum: u32,
}

impl AttendanceForm {
    /// Takes up the greatest of what was counted.
    pub fn new(counts: &[Attendance]) -> Self {
        let Some(last) = counts.iter().max() else {
            return Self::default();
        };
        Self {
            present: last.present.into(),
            residents: last.residents.unwrap_or(0).into(),
            associations: last.associations.unwrap_or(0).into(),
            quorum: last.quorum.unwrap_or(0).into(),
        }
    }

    /// True when the two colleges are more people than are present.
    pub fn is_over(self) -> bool {
        self.residents.saturating_add(self.associations) > self.present
    }

    /// The numbers to record.
    pub fn attendance(self) -> Attendance {
        let number = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        let has_colleges = self.residents > 0 || self.associations > 0;
        let college = |n: u32| has_colleges.then(|| number(n));
        Attendance {
            present: number(self.present),
            residents: college(self.residents),
            associations: college(self.associations),
            quorum: (self.quorum > 0).then(|| number(self.quorum)),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{BallotId, VoterId, VoterKey, count};

    use super::*;
    use crate::model::workshop_samples::Sample;

    #[test]
    fn what_is_not_counted_is_not_recorded() {
        let mut form = AttendanceForm {
            present: 17,
            ..AttendanceForm::default()
        };
        let recorded = form.attendance();
        assert_eq!((recorded.present, recorded.quorum), (17, None));
        assert_eq!((recorded.residents, recorded.associations), (None, None));
        form.associations = 5;
        form.quorum = 12;
        let recorded = form.attendance();
        assert_eq!(
            (recorded.residents, recorded.associations),
            (Some(0), Some(5))
        );
        assert_eq!(recorded.reaches_quorum(), Some(true));
        assert!(!form.is_over());
        form.residents = 13;
        assert!(form.is_over());
        assert_eq!(AttendanceForm::new(&[recorded]).attendance(), recorded);
    }

    #[test]
    fn two_counts_made_apart_say_no_number() {
        let present = |present| Attendance {
            present,
            ..Attendance::default()
        };
        let model = |counts: &[Attendance]| AttendanceModel {
            counts: counts.to_vec(),
        };
        assert_eq!(model(&[]).n_present(), None);
        assert_eq!(model(&[present(17)]).n_present(), Some(17));
        assert_eq!(model(&[present(16), present(17)]).n_present(), None);
        let form = AttendanceForm::new(&[present(16), present(17)]);
        assert_eq!(form.present, 17);
    }

    #[test]
    fn replaced_ballot_is_not_one_more() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        let first = sample.cast(round, 1, None, &[(1, 1)]);
        sample.cast(round, 2, None, &[(1, 1)]);
        let n = |sample: &Sample| n_current_ballots(&count(&sample.snapshot, round));
        assert_eq!(n(&sample), 2);
        let again = domain::Ballot {
            id: BallotId::from_bytes([99; 16]),
            round,
            voter: VoterKey::Device(VoterId::from_bytes([1; 16])),
            council: None,
            dots: std::collections::BTreeMap::new(),
            supersedes: [first].into(),
            is_assisted: false,
        };
        sample.add_ballot(again);
        assert_eq!(n(&sample), 2);
    }
}
