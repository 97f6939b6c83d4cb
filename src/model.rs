//! Pure functions from snapshot to what a page shows.

pub mod action_news;
pub mod action_sheet;
pub mod application;
pub mod attendance;
pub mod ballot_sheet;
pub mod choice_list;
pub mod codes;
pub mod contract;
pub mod contract_search;
pub mod contract_text;
pub mod contract_words;
pub mod csv_file;
pub mod duplicates;
pub mod facilitator_lock;
pub mod findings;
pub mod follow_up;
pub mod idle;
pub mod incoming;
pub mod join;
pub mod likeness;
pub mod looks;
pub mod meeting_form;
pub mod moderation;
pub mod outcome;
pub mod paper_form;
pub mod poster;
pub mod preparation;
pub mod priorities;
pub mod projection;
pub mod report;
pub mod results;
pub mod rounds;
pub mod timer;
pub mod versions;
pub mod workshop;
pub mod workshop_arbitration;
pub mod workshop_form;

#[cfg(test)]
mod contract_sample;
#[cfg(test)]
pub(crate) mod contract_start;
#[cfg(test)]
mod workshop_samples;
