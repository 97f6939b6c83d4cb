//! Proposals and comments that are new. Pure.
//!
//! Must not know: the wording of what is hidden.

use domain::{Comment, CommentId, Proposal, ProposalId, Snapshot, Target};

use super::{Found, Kind, quote};
use crate::i18n::incoming as words;
use crate::model::moderation::{shown_label, shown_text};
use crate::model::results::label;
use crate::routes;

/// Notes every proposal and comment that is new or changed since `before`.
pub(super) fn read(found: &mut Found<'_>, before: &Snapshot) {
    let after = found.after;
    for (former, proposal) in found.changed(&before.proposals, &after.proposals) {
        note_proposal(found, former, proposal);
    }
    for (former, comment) in found.changed(&before.comments, &after.comments) {
        note_comment(found, former, comment);
    }
}

fn note_proposal(found: &mut Found<'_>, former: Option<&Proposal>, proposal: &Proposal) {
    let after = found.after;
    let wording = quote(&shown_label(proposal));
    let of = |id: ProposalId| quote(&label(after, id));
    let mut lines = Vec::new();
    match (former, proposal.replaces) {
        (None, Some(replaced)) => {
            lines.push(("reworded", words::reworded(&of(replaced), &wording)));
        }
        (None, None) => lines.push(("proposal", words::new_proposal(&wording))),
        (Some(_), _) => {}
    }
    let grouped = former.and_then(|former| former.grouped_into);
    match proposal.grouped_into {
        Some(into) if grouped != Some(into) => {
            lines.push(("grouped", words::grouped(&wording, &of(into))));
        }
        None if grouped.is_some() => lines.push(("ungrouped", words::ungrouped(&wording))),
        _ => {}
    }
    match (
        former.is_some_and(Proposal::is_hidden),
        proposal.is_hidden(),
    ) {
        (false, true) => lines.push(("hidden", words::hidden(&wording))),
        (true, false) => lines.push(("shown", words::shown(&wording))),
        _ => {}
    }
    if lines.is_empty() {
        lines.push(("changed", words::changed(&wording)));
    }
    let origin = || found.only_council(proposal.workshop?);
    let council = proposal.council.clone().or_else(origin);
    for (aspect, text) in lines {
        let href = routes::card(&proposal.card);
        let about = (Kind::Proposals, council.clone());
        found.note(about, (aspect, &proposal.id), text, href);
    }
}

fn note_comment(found: &mut Found<'_>, former: Option<&Comment>, comment: &Comment) {
    let (about, href) = target(found.after, comment.target);
    let text = quote(&shown_text(comment));
    let is_moderated = former.is_some_and(|it| it.is_hidden() != comment.is_hidden());
    let (aspect, text): (_, String) = match (former, comment.is_hidden()) {
        (None, _) => ("comment", words::comment(&about, &text)),
        (Some(_), true) if is_moderated => ("comment-hidden", words::comment_hidden(&about)),
        (Some(_), false) if is_moderated => ("comment-shown", words::comment_shown(&about, &text)),
        (Some(_), _) => ("comment-changed", words::comment_changed(&about)),
    };
    let origin = || found.only_council(comment.workshop?);
    let council = comment.council.clone().or_else(origin);
    let id: CommentId = comment.id;
    found.note((Kind::Comments, council), (aspect, &id), text, href);
}

/// What a comment is about, and its page.
fn target(snapshot: &Snapshot, target: Target) -> (String, String) {
    match target {
        Target::Proposal(id) => {
            let proposal = snapshot.proposals.get(&id);
            let href = proposal.map(|proposal| routes::card(&proposal.card));
            (
                quote(&label(snapshot, id)),
                href.unwrap_or_else(routes::home),
            )
        }
        Target::Difficulty(id) => {
            let cards = snapshot.cards.values();
            let mut difficulties =
                cards.flat_map(|card| card.difficulties.iter().map(move |it| (card, it)));
            let found = difficulties.find(|(_, difficulty)| difficulty.id == id);
            found.map_or_else(
                || (String::new(), routes::home()),
                |(card, difficulty)| (quote(&difficulty.label), routes::card(&card.id)),
            )
        }
        Target::Action(seq) => (super::said::action_name(snapshot, seq), routes::action(seq)),
    }
}
