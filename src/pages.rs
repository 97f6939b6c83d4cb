//! One file per address: reads context, builds a view model, lays out components.

#![allow(
    unreachable_pub,
    reason = "the component macro makes the props of every component `pub`"
)]

mod access;
mod annex;
mod applications;
mod backup;
mod ballot;
mod card;
mod clock;
mod codes;
mod comments;
mod contract;
mod contract_action;
mod erasure;
mod exports;
mod findings;
mod follow_up;
mod home;
mod idle;
mod incoming;
mod lent;
mod meetings;
mod moderation;
mod not_found;
mod notices;
mod opinions;
mod optical;
mod orientation;
mod outcome;
mod posters;
mod preparation;
mod presence;
mod priorities;
mod projection;
mod rehearsal;
mod report;
mod room;
mod settings;
mod statement;
mod synchronization;
mod versions;
mod workshop;
mod workshops;

pub use annex::AnnexPage;
pub use applications::ApplicationsPage;
pub use ballot::BallotPage;
pub use card::CardPage;
pub use codes::CodesPage;
pub use contract::ContractPage;
pub use contract_action::ContractActionPage;
pub use follow_up::FollowUpPage;
pub use home::HomePage;
pub use lent::Guard;
pub use meetings::MeetingsPage;
pub use not_found::NotFoundPage;
pub use notices::Notices;
pub use orientation::OrientationPage;
pub use posters::PostersPage;
pub use preparation::PreparationPage;
pub use priorities::{ContributionPage, PrioritiesPage};
pub use projection::ProjectionPage;
pub use rehearsal::Rehearsal;
pub use report::ReportPage;
pub use settings::SettingsPage;
pub use synchronization::SynchronizationPage;
pub use versions::{VersionPage, VersionsPanel};
pub use workshop::WorkshopPage;
pub use workshops::WorkshopsPage;
