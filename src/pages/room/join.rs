//! How tablets join: asked of the relay, again and again while it does not answer.

use std::time::Duration;

use domain::WorkshopId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::SyncStatus;
use crate::model::join::{JoinAddress, join_address};
use crate::platform;
use crate::replica::{JoinFault, RelayState, Replica};

/// Between two questions to a relay that does not answer.
const JOIN_RETRY: Duration = Duration::from_secs(5);

/// What a page says of joining.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages) enum JoinState {
    /// The relay is being asked.
    Asking,
    /// Tablets come in by this address.
    Ready(JoinAddress),
    /// The relay does not answer.
    Away,
    /// The relay makes no link for this device.
    Refused,
}

/// How tablets join a workshop now.
pub(in crate::pages) fn use_join(
    replica: Replica,
    workshop: Memo<Option<WorkshopId>>,
) -> Memo<JoinState> {
    let answer = RwSignal::new(None);
    let question = StoredValue::new(0_u32);
    let role = Memo::new(move |_| {
        replica
            .access()
            .with(|access| (access.role(), access.refusal()))
    });
    Effect::new(move |_| {
        // Another link, or the first one: what was asked before is no answer.
        role.track();
        question.update_value(|n| *n += 1);
        let asked = question.get_value();
        spawn_local(async move {
            loop {
                let found = replica.join_link().await;
                if question.try_get_value() != Some(asked) {
                    return; // The page is gone, or asks anew.
                }
                let is_final = found != Err(JoinFault::Away);
                answer.set(Some(found));
                if is_final {
                    return;
                }
                platform::sleep(JOIN_RETRY).await;
            }
        });
    });
    let is_away = Memo::new(move |_| match replica.relay().get() {
        RelayState::Connected | RelayState::Connecting | RelayState::Refused => false,
        RelayState::OtherTab => replica.sync_status().get() == SyncStatus::Offline,
        RelayState::Absent | RelayState::NoNetwork | RelayState::Waiting { .. } => true,
    });
    Memo::new(move |_| {
        let address = |link: &_| {
            let address = join_address(&platform::page_origin()?, workshop.get()?, link);
            Some(JoinState::Ready(address))
        };
        answer.with(|answer| match answer {
            Some(Err(JoinFault::Refused)) => JoinState::Refused,
            Some(Ok(link)) if !is_away.get() => address(link).unwrap_or(JoinState::Away),
            None if !is_away.get() => JoinState::Asking,
            _ => JoinState::Away,
        })
    })
}
