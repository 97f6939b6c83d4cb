//! Entries that this program did not read whole: newer, damaged, written twice, cut.

use document::{Anomaly, AnomalyKind, schema};

use super::{Finding, FindingKind, Origin, Reader};
use crate::i18n::findings as words;

pub(super) fn find(reader: &Reader<'_>, anomalies: &[Anomaly]) -> Vec<Finding> {
    let own = anomalies.iter().filter(|anomaly| {
        // Told with the groups.
        !matches!(
            anomaly.kind,
            AnomalyKind::GroupedTwice | AnomalyKind::SelectedTwice
        )
    });
    own.map(|anomaly| {
        let parts = ["entry", word(anomaly.kind), anomaly.container, &anomaly.key];
        let what = words::unread(anomaly.kind, anomaly.container);
        let mut finding = Finding::open(FindingKind::Unread, &parts, what);
        finding.origin = origin(reader, anomaly);
        finding.consequences = vec![words::unread_meanwhile(anomaly.kind).to_owned()];
        reader.acceptable(finding)
    })
    .collect()
}

fn word(kind: AnomalyKind) -> &'static str {
    match kind {
        AnomalyKind::Unreadable => "unreadable",
        AnomalyKind::BadKey => "bad-key",
        AnomalyKind::WrittenTwice => "written-twice",
        AnomalyKind::TextTooLong => "cut",
        AnomalyKind::NewerSchema => "newer",
        AnomalyKind::ContainerMissing => "container",
        AnomalyKind::GroupedTwice | AnomalyKind::SelectedTwice => "apart",
    }
}

/// The entry itself where it was read, or the round that it belongs to.
fn origin(reader: &Reader<'_>, anomaly: &Anomaly) -> Option<Origin> {
    let snapshot = reader.snapshot;
    let key = anomaly.key.as_str();
    let round = |id| reader.of_round(snapshot.rounds.get(&id)?);
    match anomaly.container {
        schema::ACTIONS => super::edits::action(snapshot, key.parse().ok()?),
        schema::CARDS => {
            let id = key.parse().ok()?;
            snapshot
                .cards
                .contains_key(&id)
                .then(|| reader.of_card(&id))
        }
        schema::PROPOSALS => reader.of_proposal(key.parse().ok()?),
        schema::WORKSHOPS => {
            let found = snapshot.workshops.get(&key.parse().ok()?)?;
            Some(reader.of_workshop(found))
        }
        schema::ROUNDS => round(key.parse().ok()?),
        schema::BALLOTS => round(snapshot.ballots.get(&key.parse().ok()?)?.round),
        schema::PAPER_COUNTS => round(snapshot.paper_counts.get(&key.parse().ok()?)?.round),
        schema::ARBITRATIONS => round(snapshot.arbitrations.get(&key.parse().ok()?)?.round),
        _ => None,
    }
}
