//! Differences of two states: nothing for nothing, and nothing left out.

use std::collections::BTreeSet;

use domain::{
    Arbitration, ArbitrationId, Attendance, Author, AuthorRole, CommentId, Decision, FrozenVersion,
    Label, Moderation, ModerationId, PaperCount, PaperCountId, Proposal, ProposalId, Reason,
    RoundId, Statement, StatementId, Subject, Target, Timestamp, Title, VersionId,
};

use super::*;
use crate::model::contract_start::start;
use crate::model::workshop_samples::Sample;

fn put<K: Ord + Clone, V>(entries: &mut Entries<K, V>, key: K, value: V) {
    Arc::make_mut(entries).insert(key, Arc::new(value));
}

fn slug<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a slug of the test")
}

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

fn sentences(difference: &Difference) -> Vec<String> {
    let lines = difference.lines.iter();
    lines.map(|line| plain(&line.sentence())).collect()
}

fn proposal(sample: &Sample, byte: u8) -> Proposal {
    Proposal {
        id: ProposalId::from_bytes([byte; 16]),
        card: sample.card(1),
        number: None,
        label: Label::new(&format!("Idée {byte}"))
            .expect("a label")
            .to_string()
            .into(),
        council: Some(slug("gaillard")),
        workshop: Some(sample.workshop()),
        grouped_into: None,
        replaces: None,
        moderation: Vec::new(),
    }
}

fn comment(sample: &Sample, byte: u8) -> domain::Comment {
    domain::Comment {
        id: CommentId::from_bytes([byte; 16]),
        target: Target::Proposal(sample.proposal(1)),
        text: "Près de l’école".into(),
        council: None,
        workshop: None,
        added_at: Timestamp::from_epoch_min(1),
        moderation: Vec::new(),
    }
}

fn paper(round: RoundId, byte: u8) -> PaperCount {
    PaperCount {
        id: PaperCountId::from_bytes([byte; 16]),
        round,
        council: Some(slug("annemasse")),
        people: 12,
        dots: BTreeMap::new(),
        corrects: BTreeSet::new(),
        reason: None,
        entered_at: None,
    }
}

fn statement(byte: u8) -> Statement {
    Statement {
        id: StatementId::from_bytes([byte; 16]),
        at: Timestamp::from_epoch_min(1),
        author: Author {
            role: AuthorRole::Facilitator,
            council: None,
        },
        supersedes: BTreeSet::new(),
        claim: domain::Claim::Version {
            id: VersionId::from_bytes([byte; 16]),
            version: FrozenVersion {
                number: 1,
                title: Title::new("Comité de mars").expect("a title"),
                heads: vec![[1; 32]],
            },
        },
    }
}

#[test]
fn a_state_does_not_differ_from_itself_nor_from_an_equal_one() {
    let state = start();
    assert!(difference(&state, &state).is_empty());
    // Equal, and nothing shared.
    assert!(difference(&state, &start()).is_empty());
    assert_eq!(difference(&state, &state).summary(), "");
}

#[test]
fn ballots_are_numbers_by_council_and_round_and_lead_to_the_workshop() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    let before = sample.snapshot.clone();
    for voter in 1..=3 {
        sample.cast(round, voter, Some("gaillard"), &[(1, 2)]);
    }
    sample.cast(round, 4, Some("annemasse"), &[]);
    sample.cast(round, 5, None, &[(2, 1)]);
    let found = difference(&before, &sample.snapshot);
    assert_eq!(
        sentences(&found),
        [
            "1 bulletin, tour 1 de l’atelier « Atelier »",
            "3 bulletins, tour 1 de l’atelier « Atelier »",
            "1 bulletin, tour 1 de l’atelier « Atelier »",
        ]
    );
    assert_eq!(plain(&found.summary()), "5 bulletins");
    let councils: Vec<_> = found.groups().into_iter().map(|it| it.council).collect();
    assert_eq!(
        councils,
        [Some(slug("annemasse")), Some(slug("gaillard")), None]
    );
    let href = crate::routes::workshop(sample.workshop());
    assert!(found.lines.iter().all(|line| line.href == href));
}

#[test]
fn what_happens_to_a_proposal_is_told_and_hidden_words_are_not() {
    let mut sample = Sample::new();
    let first = proposal(&sample, 20);
    put(&mut sample.snapshot.proposals, first.id, first.clone());
    let before = sample.snapshot.clone();
    let new = Proposal {
        replaces: Some(first.id),
        ..proposal(&sample, 21)
    };
    put(&mut sample.snapshot.proposals, new.id, new);
    sample.group(2, 1);
    let hidden = Proposal {
        moderation: vec![Moderation {
            seq: 1,
            at: Timestamp::from_epoch_min(1),
            id: ModerationId::from_bytes([1; 16]),
            is_hidden: true,
            reason: Reason::new("nomme une personne").expect("a reason"),
        }],
        ..first.clone()
    };
    put(&mut sample.snapshot.proposals, first.id, hidden);
    let found = difference(&before, &sample.snapshot);
    assert_eq!(plain(&found.summary()), "3 propositions");
    let told = sentences(&found).join("\n");
    assert!(
        told.contains("« Proposition 2 » est regroupée avec « Proposition 1 »"),
        "{told}"
    );
    assert!(
        told.contains("Proposition masquée (raison : nomme une personne)"),
        "{told}"
    );
    assert!(!told.contains("Idée 20"), "{told}");
    let back = difference(&sample.snapshot, &before);
    assert_eq!(back.n_gone, 1);
    let told = sentences(&back).join("\n");
    assert!(
        told.contains("« Idée 20 » est montrée de nouveau"),
        "{told}"
    );
    assert!(
        told.contains("« Proposition 2 » n’est plus regroupée"),
        "{told}"
    );
}

#[test]
fn a_round_that_is_opened_closed_and_revealed_says_each() {
    let mut sample = Sample::new();
    let before = sample.snapshot.clone();
    let round = sample.open(1);
    sample.reveal(round, &[1]);
    let steps = sentences(&difference(&before, &sample.snapshot));
    assert_eq!(
        steps,
        [
            "Ouvert : tour 1 de l’atelier « Atelier »",
            "Clos : tour 1 de l’atelier « Atelier »",
            "Résultats révélés : tour 1 de l’atelier « Atelier »",
        ]
    );
    let draft = sample.snapshot.clone();
    sample.draft(2);
    let steps = sentences(&difference(&draft, &sample.snapshot));
    assert_eq!(steps, ["Préparé : tour 2 de l’atelier « Atelier »"]);
}

/// The next of a row of numbers that looks random and is the same in each run.
fn next(seed: &mut u64) -> u8 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    u8::try_from(*seed >> 56).unwrap_or_default()
}

/// Adds one entry of a kind that the seed chooses.
fn add_one(sample: &mut Sample, round: RoundId, seed: &mut u64, byte: u8) -> Kind {
    match next(seed) % 7 {
        0 => {
            let councils = [Some("annemasse"), Some("gaillard"), None, Some("autre")];
            let council = councils[usize::from(next(seed) % 4)];
            sample.cast(round, byte, council, &[(1, 1)]);
            Kind::Ballots
        }
        1 => {
            sample.count_paper(paper(round, byte));
            Kind::PaperCounts
        }
        2 => {
            let new = proposal(sample, byte);
            put(&mut sample.snapshot.proposals, new.id, new);
            Kind::Proposals
        }
        3 => {
            let new = comment(sample, byte);
            put(&mut sample.snapshot.comments, new.id, new);
            Kind::Comments
        }
        4 => {
            sample.arbitrate(Arbitration {
                id: ArbitrationId::from_bytes([byte; 16]),
                round,
                subject: Subject::LateBallots,
                decision: Decision::Count,
                reason: Reason::new("accord").expect("a reason"),
                supersedes: BTreeSet::new(),
                decided_at: Timestamp::from_epoch_min(1),
            });
            Kind::Decisions
        }
        5 => {
            let new = statement(byte);
            put(&mut sample.snapshot.statements, new.id, new);
            Kind::FollowUp
        }
        _ => {
            sample.draft(byte);
            Kind::Workshops
        }
    }
}

#[test]
fn nothing_that_is_added_is_left_out() {
    for run in 0..200_u64 {
        let mut seed = run;
        let mut sample = Sample::new();
        let round = sample.open(1);
        let n_before = next(&mut seed) % 10;
        for byte in 0..n_before {
            add_one(&mut sample, round, &mut seed, 100 + byte);
        }
        let before = sample.snapshot.clone();
        let mut added: BTreeMap<Kind, usize> = BTreeMap::new();
        for byte in 0..next(&mut seed) % 30 {
            let kind = add_one(&mut sample, round, &mut seed, 150 + byte);
            *added.entry(kind).or_default() += 1;
        }
        let found = difference(&before, &sample.snapshot);
        for kind in Kind::ALL {
            let n = added.get(&kind).copied().unwrap_or(0);
            assert_eq!(found.n_of(kind), n, "run {run}, {kind:?}");
        }
        assert_eq!(found.n_gone, 0, "run {run}");
        let groups = found.groups();
        let shown: usize = groups
            .iter()
            .flat_map(|group| &group.kinds)
            .map(|(_, lines)| lines.len())
            .sum();
        assert_eq!(shown, found.lines.len(), "run {run}");
        let councils: BTreeSet<_> = groups.iter().map(|group| &group.council).collect();
        assert_eq!(councils.len(), groups.len(), "run {run}: each council once");
        let keys: BTreeSet<&str> = found.lines.iter().map(|line| line.key.as_str()).collect();
        assert_eq!(keys.len(), found.lines.len(), "run {run}: each key once");
        assert!(difference(&sample.snapshot, &sample.snapshot).is_empty());
    }
}

#[test]
fn what_this_device_did_is_taken_out_by_number() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    let before = sample.snapshot.clone();
    sample.cast(round, 1, Some("gaillard"), &[(1, 1)]);
    let own = difference(&before, &sample.snapshot);
    let own: BTreeMap<String, usize> = own.lines.into_iter().map(|it| (it.key, it.n)).collect();
    sample.cast(round, 2, Some("gaillard"), &[(1, 1)]);
    sample.cast(round, 3, Some("gaillard"), &[(1, 1)]);
    let (others, n_own) = difference(&before, &sample.snapshot).without(&own);
    assert_eq!((others.n_of(Kind::Ballots), n_own), (2, 1));
    let only_own = sample.snapshot.clone();
    let mine: BTreeMap<_, _> = [(own.keys().next().cloned().expect("a key"), 7)].into();
    let (others, n_own) = difference(&before, &only_own).without(&mine);
    assert!(others.is_empty());
    assert_eq!(n_own, 3);
}

#[test]
fn a_workshop_says_which_part_changed_and_councils_take_what_is_theirs() {
    let mut sample = Sample::new();
    let id = sample.workshop();
    let alone = domain::Workshop {
        councils: vec![slug("gaillard")],
        ..sample.snapshot.workshops[&id].as_ref().clone()
    };
    put(&mut sample.snapshot.workshops, id, alone.clone());
    let before = sample.snapshot.clone();
    let counted = domain::Workshop {
        attendance: vec![Attendance::default()],
        title: Title::new("Soirée").expect("a title"),
        ..alone
    };
    put(&mut sample.snapshot.workshops, id, counted);
    let round = sample.open(1);
    sample.cast(round, 1, None, &[(1, 1)]);
    let found = difference(&before, &sample.snapshot);
    assert_eq!(
        sentences(&found),
        [
            "1 bulletin, tour 1 de l’atelier « Soirée »",
            "Présents comptés, atelier « Soirée »",
            "Atelier « Soirée » modifié",
            "Ouvert : tour 1 de l’atelier « Soirée »",
        ]
    );
    assert_eq!(found.councils(), [slug("gaillard")]);
}

#[test]
fn doubles_late_ballots_and_statements_written_apart_are_conflicts() {
    let mut sample = Sample::new();
    let round = sample.open(1);
    assert_eq!(n_conflicts(&sample.snapshot), 0);
    sample.cast_code(round, "k7mx", &[(1, 1)]);
    sample.cast_code(round, "k7mx", &[(2, 1)]);
    assert_eq!(n_conflicts(&sample.snapshot), 1);
    sample.close(round);
    sample.cast(round, 9, None, &[(1, 1)]);
    assert_eq!(n_conflicts(&sample.snapshot), 2);
    let (one, two) = (statement(1), statement(2));
    let other = Statement {
        claim: match &two.claim {
            domain::Claim::Version { version, .. } => domain::Claim::Version {
                id: VersionId::from_bytes([1; 16]),
                version: FrozenVersion {
                    number: 2,
                    ..version.clone()
                },
            },
            claim => claim.clone(),
        },
        ..two
    };
    put(&mut sample.snapshot.statements, one.id, one);
    put(&mut sample.snapshot.statements, other.id, other);
    assert_eq!(n_conflicts(&sample.snapshot), 3);
}
