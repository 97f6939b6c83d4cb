//! What an accepted command does to a snapshot, written apart from the document.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{Closing, Command, Comment, Proposal, Round, Snapshot, Workshop};

pub(crate) fn apply(mut snapshot: Snapshot, command: &Command) -> Snapshot {
    let closing_ballots = |round| {
        let of_round = snapshot.ballots.values().filter(|b| b.round == round);
        of_round.map(|b| b.id).collect()
    };
    match command.clone() {
        Command::CreateWorkshop {
            id,
            title,
            date,
            place,
            councils,
            cards,
            rules,
        } => {
            let rules = Some(rules);
            let made = Workshop {
                id,
                title,
                date,
                place,
                councils,
                cards,
                rules,
            };
            Arc::make_mut(&mut snapshot.workshops).insert(id, Arc::new(made));
        }
        Command::OpenRound { .. } => open_round(&mut snapshot, command),
        Command::PauseRound { round, is_paused } => {
            change_round(&mut snapshot, round, |found| found.is_paused = is_paused);
        }
        Command::CloseRound { round, at } => {
            let ballots = closing_ballots(round);
            change_round(&mut snapshot, round, |found| {
                found.closings.push(Closing { at, ballots });
            });
        }
        Command::Reveal { round, cards, at } => change_round(&mut snapshot, round, |found| {
            found
                .revealed
                .extend(cards.into_iter().map(|card| (card, Some(at))));
        }),
        Command::CastBallot(ballot) => {
            Arc::make_mut(&mut snapshot.ballots).insert(ballot.id, Arc::new(ballot));
        }
        Command::AddProposal {
            id,
            card,
            label,
            council,
            workshop,
        } => {
            let made = Proposal {
                id,
                card,
                number: None,
                label: label.as_str().into(),
                council,
                workshop,
                grouped_into: None,
            };
            Arc::make_mut(&mut snapshot.proposals).insert(id, Arc::new(made));
        }
        Command::AddComment {
            id,
            target,
            text,
            council,
            workshop,
            at,
        } => {
            let text = text.as_str().into();
            let made = Comment {
                id,
                target,
                text,
                council,
                workshop,
                added_at: at,
            };
            Arc::make_mut(&mut snapshot.comments).insert(id, Arc::new(made));
        }
        Command::GroupProposal { proposal, into } => point(&mut snapshot, proposal, Some(into)),
        Command::UngroupProposal { proposal } => point(&mut snapshot, proposal, None),
        Command::RecordPaperCount(entry) => {
            Arc::make_mut(&mut snapshot.paper_counts).insert(entry.id, Arc::new(entry));
        }
        Command::Arbitrate(entry) => {
            Arc::make_mut(&mut snapshot.arbitrations).insert(entry.id, Arc::new(entry));
        }
    }
    snapshot
}

fn open_round(snapshot: &mut Snapshot, command: &Command) {
    let Command::OpenRound {
        id,
        workshop,
        cards,
        rules,
        at,
    } = command.clone()
    else {
        return;
    };
    let proposals = cards.iter().flat_map(|card| snapshot.proposals_of(card));
    let made = Round {
        id,
        workshop,
        proposals: proposals.map(|p| p.id).collect(),
        cards,
        rules: Some(rules),
        opened_at: Some(at),
        is_paused: false,
        closings: Vec::new(),
        is_closed: false,
        revealed: BTreeMap::new(),
    };
    Arc::make_mut(&mut snapshot.rounds).insert(id, Arc::new(made));
}

fn change_round(snapshot: &mut Snapshot, id: domain::RoundId, change: impl FnOnce(&mut Round)) {
    let rounds = Arc::make_mut(&mut snapshot.rounds);
    let round = rounds
        .get_mut(&id)
        .expect("an accepted command names a round that exists");
    change(Arc::make_mut(round));
}

fn point(snapshot: &mut Snapshot, proposal: domain::ProposalId, into: Option<domain::ProposalId>) {
    let proposals = Arc::make_mut(&mut snapshot.proposals);
    let found = proposals
        .get_mut(&proposal)
        .expect("an accepted command names a proposal that exists");
    Arc::make_mut(found).grouped_into = into;
}
