//! What an accepted command does to a snapshot, written apart from the document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    Closing, Command, Comment, Moderation, ModerationSubject, Proposal, Round, Snapshot, Version,
    Workshop, WorkshopId,
};

#[allow(clippy::too_many_lines, reason = "one arm for each command")]
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
            lock,
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
                locks: lock.into_iter().collect(),
                attendance: Vec::new(),
                selection: BTreeMap::new(),
                versions: Vec::new(),
            };
            Arc::make_mut(&mut snapshot.workshops).insert(id, Arc::new(made));
        }
        Command::EditWorkshop {
            id,
            title,
            date,
            place,
            councils,
            cards,
            rules,
        } => change_workshop(&mut snapshot, id, |found| {
            found.title = title;
            found.date = date;
            found.place = place;
            found.councils = councils;
            found.cards = cards;
            found.rules = Some(rules);
        }),
        Command::SetFacilitatorLock { workshop, lock } => {
            change_workshop(&mut snapshot, workshop, |found| found.locks = vec![lock]);
        }
        Command::SelectProposals {
            workshop,
            card,
            proposals,
        } => change_workshop(&mut snapshot, workshop, |found| {
            found.selection.insert(card, proposals);
        }),
        Command::RecordAttendance {
            workshop,
            attendance,
        } => change_workshop(&mut snapshot, workshop, |found| {
            found.attendance = vec![attendance];
        }),
        Command::FreezeVersion { id, workshop, at } => {
            change_workshop(&mut snapshot, workshop, |found| {
                let seq = u32::try_from(found.versions.len()).expect("few versions");
                let heads = Vec::new();
                found.versions.push(Version { seq, at, id, heads });
            });
        }
        Command::OpenRound { .. } | Command::DraftRound { .. } => {
            open_round(&mut snapshot, command);
        }
        Command::StartRound { round, at } => {
            let found = Arc::clone(&snapshot.rounds[&round]);
            let on_table = found.cards.iter();
            let proposals = on_table.flat_map(|card| snapshot.on_table(found.workshop, card));
            let proposals = proposals.map(|p| p.id).collect();
            let rules = snapshot.workshops[&found.workshop].rules;
            change_round(&mut snapshot, round, |found| {
                found.proposals = proposals;
                found.rules = rules;
                found.opened_at = Some(at);
            });
        }
        Command::IssueCodes { round, codes, .. } => {
            change_round(&mut snapshot, round, |found| found.codes.extend(codes));
        }
        Command::VoidCode {
            round,
            code,
            reason,
        } => change_round(&mut snapshot, round, |found| {
            found.void_codes.insert(code, Some(reason));
        }),
        Command::Moderate {
            id,
            subject,
            is_hidden,
            reason,
            at,
        } => {
            let decision = Moderation {
                seq: 0,
                at,
                id,
                is_hidden,
                reason,
            };
            moderate(&mut snapshot, subject, decision);
        }
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
            replaces,
        } => {
            let made = Proposal {
                id,
                card,
                number: None,
                label: label.as_str().into(),
                council,
                workshop,
                grouped_into: None,
                replaces,
                moderation: Vec::new(),
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
                moderation: Vec::new(),
            };
            Arc::make_mut(&mut snapshot.comments).insert(id, Arc::new(made));
        }
        Command::GroupProposal { proposal, into } => point(&mut snapshot, proposal, Some(into)),
        Command::UngroupProposal { proposal } => point(&mut snapshot, proposal, None),
        Command::RecordPaperCount(entry) => {
            Arc::make_mut(&mut snapshot.paper_counts).insert(entry.id, Arc::new(entry));
        }
        Command::State(statements) => {
            let said = Arc::make_mut(&mut snapshot.statements);
            said.extend(statements.into_iter().map(|it| (it.id, Arc::new(it))));
        }
        Command::Arbitrate(entry) => {
            Arc::make_mut(&mut snapshot.arbitrations).insert(entry.id, Arc::new(entry));
        }
    }
    snapshot
}

fn open_round(snapshot: &mut Snapshot, command: &Command) {
    let (id, workshop, cards, opened) = match command.clone() {
        Command::OpenRound {
            id,
            workshop,
            cards,
            rules,
            at,
        } => (id, workshop, cards, Some((rules, at))),
        Command::DraftRound {
            id,
            workshop,
            cards,
        } => (id, workshop, cards, None),
        _ => return,
    };
    let proposals = cards
        .iter()
        .flat_map(|card| snapshot.on_table(workshop, card));
    let proposals = proposals.map(|p| p.id).collect();
    let of_workshop = snapshot.workshops[&workshop].rules;
    let made = Round {
        id,
        workshop,
        proposals: if opened.is_some() {
            proposals
        } else {
            Vec::new()
        },
        cards,
        rules: opened.map_or(of_workshop, |(rules, _)| Some(rules)),
        opened_at: opened.map(|(_, at)| at),
        is_paused: false,
        closings: Vec::new(),
        is_closed: false,
        revealed: BTreeMap::new(),
        codes: BTreeSet::new(),
        void_codes: BTreeMap::new(),
    };
    Arc::make_mut(&mut snapshot.rounds).insert(id, Arc::new(made));
}

fn change_workshop(snapshot: &mut Snapshot, id: WorkshopId, change: impl FnOnce(&mut Workshop)) {
    let workshops = Arc::make_mut(&mut snapshot.workshops);
    let workshop = workshops
        .get_mut(&id)
        .expect("an accepted command names a workshop that exists");
    change(Arc::make_mut(workshop));
}

fn moderate(snapshot: &mut Snapshot, subject: ModerationSubject, mut decision: Moderation) {
    match subject {
        ModerationSubject::Comment(id) => {
            let found = Arc::make_mut(&mut snapshot.comments).get_mut(&id);
            let found = found.expect("an accepted command names a comment that exists");
            let former = &mut Arc::make_mut(found).moderation;
            decision.seq = u32::try_from(former.len()).expect("few");
            former.push(decision);
        }
        ModerationSubject::Proposal(id) => {
            let found = Arc::make_mut(&mut snapshot.proposals).get_mut(&id);
            let found = found.expect("an accepted command names a proposal that exists");
            let former = &mut Arc::make_mut(found).moderation;
            decision.seq = u32::try_from(former.len()).expect("few");
            former.push(decision);
        }
    }
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
