//! The values of one entry of the document, each as the type that its reader asks for,
//! or nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use automerge::{Automerge, ObjId, ReadDoc, ScalarValueRef, ValueRef};
use domain::{BallotId, ProposalId, Timestamp};

use crate::{AnomalyKind, pack};

/// The values of one entry, read in one pass.
pub(crate) struct Fields<'a> {
    values: Vec<(Cow<'a, str>, ValueRef<'a>, bool)>,
}

/// A scalar text, or `None` for anything else.
pub(crate) fn scalar_text(value: &ValueRef<'_>) -> Option<Arc<str>> {
    match value {
        ValueRef::Scalar(ScalarValueRef::Str(text)) => Some(text.as_ref().into()),
        _ => None,
    }
}

pub(crate) fn scalar_bytes<'a>(value: &'a ValueRef<'_>) -> Option<&'a [u8]> {
    match value {
        ValueRef::Scalar(ScalarValueRef::Bytes(bytes)) => Some(bytes),
        _ => None,
    }
}

pub(crate) fn scalar_uint(value: &ValueRef<'_>) -> Option<u64> {
    match value {
        ValueRef::Scalar(ScalarValueRef::Uint(n)) => Some(*n),
        // Programs in JavaScript write whole numbers as signed ones.
        ValueRef::Scalar(ScalarValueRef::Int(n)) => u64::try_from(*n).ok(),
        _ => None,
    }
}

impl<'a> Fields<'a> {
    pub(crate) fn read(document: &'a Automerge, object: &ObjId) -> Self {
        let items = document.map_range(object, ..);
        Self {
            values: items
                .map(|item| (item.key, item.value, item.conflict))
                .collect(),
        }
    }

    fn get(&self, key: &str) -> Option<&ValueRef<'a>> {
        self.values
            .iter()
            .find(|(name, ..)| name == key)
            .map(|(_, value, _)| value)
    }

    /// Whether the entry has the key, whatever its value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn text(&self, key: &str) -> Option<Arc<str>> {
        self.get(key).and_then(scalar_text)
    }

    pub(crate) fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            ValueRef::Scalar(ScalarValueRef::Boolean(value)) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn uint(&self, key: &str) -> Option<u64> {
        self.get(key).and_then(scalar_uint)
    }

    pub(crate) fn small<T: TryFrom<u64>>(&self, key: &str) -> Option<T> {
        T::try_from(self.uint(key)?).ok()
    }

    pub(crate) fn bytes(&self, key: &str) -> Option<&[u8]> {
        self.get(key).and_then(scalar_bytes)
    }

    /// Entries whose key begins with `prefix`: the rest of the key, the value, and
    /// whether replicas wrote it apart.
    pub(crate) fn with_prefix(
        &self,
        prefix: &str,
    ) -> impl Iterator<Item = (&str, &ValueRef<'a>, bool)> {
        self.values
            .iter()
            .filter_map(move |(key, value, is_conflict)| {
                Some((key.strip_prefix(prefix)?, value, *is_conflict))
            })
    }

    /// Entries whose key is `prefix` and something that parses, such as an id.
    pub(crate) fn prefixed<K: FromStr>(&self, prefix: &str) -> Vec<(K, &ValueRef<'a>, bool)> {
        self.with_prefix(prefix)
            .filter_map(|(rest, value, is_conflict)| Some((rest.parse().ok()?, value, is_conflict)))
            .collect()
    }

    pub(crate) fn parsed<T: FromStr>(&self, key: &str) -> Option<T> {
        self.text(key)?.parse().ok()
    }

    pub(crate) fn minute(&self, key: &str) -> Option<Timestamp> {
        self.small(key).map(Timestamp::from_epoch_min)
    }

    /// Slugs in their order, each once: a card named twice has no second ballot.
    pub(crate) fn slugs<T: FromStr + Ord + Clone>(&self, key: &str) -> Option<Vec<T>> {
        let text = self.text(key)?;
        Some(each_once(
            text.split_whitespace().filter_map(|slug| slug.parse().ok()),
        ))
    }

    pub(crate) fn ids<T: From16>(&self, key: &str) -> Option<Vec<T>> {
        if self.get(key).is_none() {
            return Some(Vec::new());
        }
        let ids = pack::ids_from_bytes(self.bytes(key)?)?;
        Some(ids.into_iter().map(T::from_16).collect())
    }

    /// Names of changes, 32 bytes each, in their order.
    pub(crate) fn hashes(&self, key: &str) -> Option<Vec<[u8; 32]>> {
        let (hashes, rest) = self.bytes(key)?.as_chunks::<32>();
        let is_sound = rest.is_empty() && (1..=domain::limits::HEADS_MAX).contains(&hashes.len());
        is_sound.then(|| hashes.to_vec())
    }

    /// True when two replicas wrote `key` without knowing of each other.
    pub(crate) fn is_conflict(&self, key: &str) -> bool {
        self.values
            .iter()
            .any(|(name, _, conflict)| *conflict && name == key)
    }

    /// A text within its limit, or cut to it with an anomaly.
    pub(crate) fn limited(
        &self,
        key: &str,
        chars_max: usize,
        found: &mut BTreeSet<AnomalyKind>,
    ) -> Option<Arc<str>> {
        let text = self.text(key)?;
        if text.chars().count() > chars_max {
            found.insert(AnomalyKind::TextTooLong);
            return Some(text.chars().take(chars_max).collect::<String>().into());
        }
        Some(text)
    }
}

pub(crate) fn each_once<T: Ord + Clone>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    values
        .into_iter()
        .filter(|value| seen.insert(value.clone()))
        .collect()
}

/// Makes an id from 16 bytes.
pub(crate) trait From16 {
    fn from_16(bytes: [u8; 16]) -> Self;
}

macro_rules! from_16 {
    ($($name:ty),*) => {
        $(impl From16 for $name {
            fn from_16(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
        })*
    };
}

from_16!(
    BallotId,
    ProposalId,
    domain::PaperCountId,
    domain::ArbitrationId,
    domain::StatementId
);
