//! The contract's own text, read from the document: tolerant, never failing.

use std::sync::Arc;

use automerge::{Automerge, ObjId, ROOT, ReadDoc, ValueRef};
use domain::{
    CalendarEntry, Contract, ContractAction, Council, Objective, Orientation, Quarter,
    StateCommitment, StatePart, Theme, WorkAxis,
};

use crate::fields::{Fields, scalar_text};
use crate::schema::{self, action, common, contract as keys};
use crate::statement::step_of;

/// Reads everything but the rows of annexe 2.
pub(crate) fn read_contract(document: &Automerge) -> Contract {
    let Some(object) = child(document, &ROOT, schema::CONTRACT) else {
        return Contract::default();
    };
    let fields = Fields::read(document, &object);
    let state = child(document, &object, keys::STATE);
    Contract {
        title: fields.text(common::TITLE).unwrap_or_default(),
        period: fields.text(keys::PERIOD).unwrap_or_default(),
        councils: maps(document, &object, keys::COUNCILS, |map| {
            let id = map.text(keys::ID)?.parse().ok()?;
            Some(Council {
                id,
                name: map.text(common::NAME)?,
            })
        }),
        quarters: maps(document, &object, keys::QUARTERS, |map| {
            Some(Quarter {
                name: map.text(common::NAME)?,
                commune: map.text(keys::COMMUNE),
                kind: map.text(keys::KIND),
            })
        }),
        calendar: maps(document, &object, keys::CALENDAR, |map| {
            Some(CalendarEntry {
                date: map.text(keys::DATE)?,
                label: map.text(common::LABEL)?,
                points: map
                    .text(keys::POINTS)
                    .iter()
                    .flat_map(|points| points.lines())
                    .map(Arc::from)
                    .collect(),
            })
        }),
        themes: objects(document, &object, keys::THEMES)
            .filter_map(|theme| read_theme(document, &theme))
            .collect(),
        actions: Vec::new(),
        state: state
            .map(|state| read_state(document, &state))
            .unwrap_or_default(),
        signatories: texts(document, &object, keys::SIGNATORIES),
    }
}

fn read_theme(document: &Automerge, object: &ObjId) -> Option<Theme> {
    let fields = Fields::read(document, object);
    Some(Theme {
        number: fields.small(common::NUMBER)?,
        name: fields.text(common::NAME)?,
        orientations: objects(document, object, keys::ORIENTATIONS)
            .filter_map(|orientation| {
                let fields = Fields::read(document, &orientation);
                Some(Orientation {
                    number: fields.small(common::NUMBER)?,
                    title: fields.text(common::TITLE)?,
                    objectives: maps(document, &orientation, keys::OBJECTIVES, |map| {
                        let label = map.text(common::LABEL)?;
                        Some(Objective {
                            code: map.text(keys::CODE),
                            label,
                        })
                    }),
                })
            })
            .collect(),
        axes: maps(document, object, keys::AXES, |map| {
            let starred = map.bool(keys::STARRED).unwrap_or(false);
            Some(WorkAxis {
                label: map.text(common::LABEL)?,
                starred,
            })
        }),
    })
}

fn read_state(document: &Automerge, object: &ObjId) -> StatePart {
    StatePart {
        objectives: texts(document, object, keys::OBJECTIVES),
        programmes: texts(document, object, keys::PROGRAMMES),
        commitments: maps(document, object, keys::COMMITMENTS, |map| {
            let heading = map.text(keys::HEADING)?;
            Some(StateCommitment {
                heading,
                text: map.text(common::TEXT)?,
            })
        }),
    }
}

/// Reads one row of annexe 2.
pub(crate) fn read_action(seq: u16, fields: &Fields<'_>) -> Option<ContractAction> {
    let step = fields.text(action::STEP);
    Some(ContractAction {
        seq,
        theme: fields.small(action::THEME)?,
        orientation: fields.small(action::ORIENTATION)?,
        objective: fields.text(action::OBJECTIVE),
        code: fields.text(action::CODE),
        label: fields.text(common::LABEL)?,
        perimeter: fields.text(action::PERIMETER),
        status: fields.text(action::STATUS),
        step: step.as_deref().and_then(step_of),
        detail: fields.text(action::DETAIL),
        outlook: fields.text(action::OUTLOOK),
    })
}

fn child(document: &Automerge, object: &ObjId, key: &str) -> Option<ObjId> {
    let (value, id) = document.get(object, key).ok()??;
    value.is_object().then_some(id)
}

/// Every object of the list at `key`.
fn objects<'a>(
    document: &'a Automerge,
    object: &ObjId,
    key: &str,
) -> impl Iterator<Item = ObjId> + use<'a> {
    child(document, object, key)
        .into_iter()
        .flat_map(move |list| document.list_range(list, ..))
        .filter(|item| matches!(item.value, ValueRef::Object(_)))
        .map(|item| item.id())
}

fn maps<T>(
    document: &Automerge,
    object: &ObjId,
    key: &str,
    read: impl Fn(&Fields<'_>) -> Option<T>,
) -> Vec<T> {
    objects(document, object, key)
        .filter_map(|map| read(&Fields::read(document, &map)))
        .collect()
}

fn texts(document: &Automerge, object: &ObjId, key: &str) -> Vec<Arc<str>> {
    child(document, object, key)
        .into_iter()
        .flat_map(|list| document.list_range(list, ..))
        .filter_map(|item| scalar_text(&item.value))
        .collect()
}
