//! A workshop: one meeting, with a date, a place, councils, cards and the people present.

use core::fmt;
use std::collections::BTreeMap;

use crate::{
    CardId, CouncilId, Date, Place, ProposalId, RoundRules, Timestamp, Title, VersionId, WorkshopId,
};

/// Opens the facilitator's screens on a tablet that is lent to participants.
///
/// *Shape*: 16 bytes of salt, then 32 of the digest of the code that the facilitator
/// chose; the app makes and checks the digest. It keeps a neighbour's fingers out of the
/// settings; it does not protect the document, which every tablet of the room holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FacilitatorLock([u8; 48]);

impl FacilitatorLock {
    /// Joins a salt and a digest.
    pub fn new(salt: [u8; 16], digest: [u8; 32]) -> Self {
        let mut bytes = [0; 48];
        let parts = salt.into_iter().chain(digest);
        bytes
            .iter_mut()
            .zip(parts)
            .for_each(|(to, from)| *to = from);
        Self(bytes)
    }

    /// Takes the bytes of [`Self::to_bytes`].
    pub const fn from_bytes(bytes: [u8; 48]) -> Self {
        Self(bytes)
    }

    /// Salt, then digest.
    pub const fn to_bytes(self) -> [u8; 48] {
        self.0
    }

    /// The salt.
    pub fn salt(&self) -> &[u8] {
        self.0.split_at(16).0
    }

    /// The digest.
    pub fn digest(&self) -> &[u8] {
        self.0.split_at(16).1
    }
}

impl fmt::Debug for FacilitatorLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FacilitatorLock")
    }
}

/// People in the room, as numbers: nobody is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Attendance {
    /// Everybody present.
    pub present: u16,
    /// Of these, the college of the residents; `None` when colleges are not counted.
    pub residents: Option<u16>,
    /// Of these, the college of associations and local actors.
    pub associations: Option<u16>,
    /// People that the council's own rules ask for; shown, never blocking.
    pub quorum: Option<u16>,
}

impl Attendance {
    /// Whether the quorum is reached; `None` when the council has none.
    pub fn reaches_quorum(&self) -> Option<bool> {
        self.quorum.map(|quorum| self.present >= quorum)
    }
}

/// What a workshop had come to when it was closed; later changes make the next version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// How many versions its maker knew: a later one knows more, whatever the clock says.
    pub seq: u32,
    /// When, to the minute.
    pub at: Timestamp,
    /// Its id.
    pub id: VersionId,
    /// Names of the latest changes then, which identify the state of the whole document.
    pub heads: Vec<[u8; 32]>,
}

/// One meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workshop {
    /// Its id.
    pub id: WorkshopId,
    /// Name.
    pub title: Title,
    /// Day.
    pub date: Date,
    /// Place; `None` when unknown.
    pub place: Option<Place>,
    /// Councils that meet.
    pub councils: Vec<CouncilId>,
    /// Cards on the table, in the order of the deck.
    pub cards: Vec<CardId>,
    /// Rules that a new round takes; `None` for a workshop of the past whose rules
    /// were not printed.
    pub rules: Option<RoundRules>,
    /// What opens the facilitator's screens: one value, or one per device that set it
    /// without knowing of another; each of them opens.
    pub locks: Vec<FacilitatorLock>,
    /// People present: empty when nobody counted, several when devices counted apart.
    pub attendance: Vec<Attendance>,
    /// Proposals on the table, in their order, of each card whose proposals were chosen;
    /// a card without an entry has all of its own.
    pub selection: BTreeMap<CardId, Vec<ProposalId>>,
    /// Frozen versions, first frozen first: the number of a version is its place, from 1.
    pub versions: Vec<Version>,
}
