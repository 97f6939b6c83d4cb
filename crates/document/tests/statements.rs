//! Statements: written and read back, added to documents of old, the same on every replica.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use automerge::transaction::Transactable;
use automerge::{Automerge, ReadDoc};
use document::schema::{self, statement as keys};
use document::{AmendmentLink, AmendmentParts, WriteError, amendment, genesis, write};
use domain::{
    ActionField, ActionNews, ActionStep, ActionText, Answer, AnswerKind, Application,
    ApplicationDecision, ApplicationId, ApplicationStage, Author, AuthorRole, Claim, Command,
    FollowUp, FrozenVersion, LinkTarget, Meeting, MeetingId, Opinion, OpinionKind, OpinionSubject,
    Passage, Place, PriorityBar, PriorityRule, Reason, Statement, StatementId, Timestamp, Title,
    Topic, VersionId, Weighing,
};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod chance;
    pub(crate) mod commands;
    pub(crate) mod replica;
}

use support::replica::{CARDS, Replica, contract, deck, genesis_bytes, view};

fn id(n: usize) -> StatementId {
    StatementId::from_bytes([u8::try_from(n).expect("few statements"); 16])
}

fn passage(text: &str) -> Passage {
    Passage::new(text).expect("a passage of the test")
}

fn statement(n: usize, supersedes: &[usize], claim: Claim) -> Statement {
    Statement {
        id: id(n),
        at: Timestamp::from_epoch_min(29_000_000),
        author: Author {
            role: AuthorRole::Councillor,
            council: Some("sud".parse().expect("a slug")),
        },
        supersedes: supersedes.iter().map(|n| id(*n)).collect(),
        claim,
    }
}

/// A claim of each kind, with every word that the document has for it.
fn claims() -> Vec<Claim> {
    let proposal = genesis::proposal_id(CARDS[0], 1);
    let date = "2026-11-27".parse().expect("a day");
    let steps = [
        ActionStep::NotReached,
        ActionStep::Launching,
        ActionStep::Deploying,
        ActionStep::Finalizing,
        ActionStep::Reached,
    ];
    let news = steps
        .map(|step| ActionNews::Step(Some(step)))
        .into_iter()
        .chain(ActionField::ALL.map(|field| match field {
            ActionField::Step => ActionNews::Step(None),
            ActionField::Text(text) => ActionNews::Text(text, Some(passage("Deux\nlignes"))),
            ActionField::DueDate => ActionNews::DueDate(Some(date)),
        }))
        .chain([
            ActionNews::Text(ActionText::Pilot, None),
            ActionNews::DueDate(None),
        ]);
    let mut claims: Vec<Claim> = news.map(|news| Claim::Action { action: 2, news }).collect();
    let targets = ["action 3"].map(|text| text.parse::<LinkTarget>().expect("a target"));
    for target in targets {
        for source in [Some(Reason::new("Un courrier").expect("a reason")), None] {
            claims.push(Claim::Link {
                proposal,
                target,
                source,
            });
        }
    }
    claims.extend(AnswerKind::ALL.map(|kind| Claim::Answer {
        proposal,
        answer: Answer {
            kind,
            reason: passage("Une raison"),
            date,
            body: Place::new("Comité de pilotage").expect("a body"),
        },
    }));
    for (subject, text) in [
        (OpinionSubject::Protocol, None),
        (OpinionSubject::Action(1), Some(passage("Un avis"))),
    ] {
        claims.extend(OpinionKind::ALL.map(|kind| Claim::Opinion {
            council: "nord".parse().expect("a slug"),
            subject,
            opinion: Opinion {
                kind,
                text: text.clone(),
                date,
            },
        }));
    }
    for decision in [None, Some(ApplicationDecision::Funded)] {
        claims.push(Claim::Application {
            id: ApplicationId::from_bytes([7; 16]),
            application: Application {
                year: 2026,
                title: Title::new("Jardin partagé").expect("a title"),
                bearer: Place::new("Association du Chalet").expect("a bearer"),
                axis: None,
                quarters: decision.map(|_| Reason::new("Le Chalet").expect("quarters")),
                amount_eur: decision.map(|_| 12_000),
                stage: ApplicationStage::TechnicalCommittee,
                decision,
                reason: decision.map(|_| passage("Utile aux habitants")),
            },
        });
    }
    for outcome in [None, Some(passage("Trois pistes"))] {
        claims.push(Claim::Meeting {
            id: MeetingId::from_bytes([8; 16]),
            meeting: Meeting {
                title: Title::new("Mobilité").expect("a title"),
                date,
                specialists: Some(passage("Une ingénieure des transports")),
                outcome,
                cards: vec![CARDS[0].parse().expect("a slug")],
                proposals: vec![proposal],
            },
        });
    }
    claims.extend(sums());
    claims.push(Claim::Opinion {
        council: "nord".parse().expect("a slug"),
        subject: OpinionSubject::Application(ApplicationId::from_bytes([7; 16])),
        opinion: Opinion {
            kind: OpinionKind::Favorable,
            text: None,
            date,
        },
    });
    claims
}

/// What the officer says when the councils come together.
fn sums() -> Vec<Claim> {
    let rules = [
        (Weighing::Dots, PriorityBar::Places(5)),
        (Weighing::Councils, PriorityBar::Places(3)),
        (Weighing::Dots, PriorityBar::Dots(10)),
    ];
    let mut claims = rules
        .map(|(weighing, bar)| {
            Claim::PriorityRule(PriorityRule {
                weighing,
                bar,
                body: Place::new("Réunion des quatre conseils").expect("a body"),
                date: "2026-11-27".parse().expect("a day"),
                reason: passage("Choisi à main levée"),
            })
        })
        .to_vec();
    claims.push(Claim::Version {
        id: VersionId::from_bytes([9; 16]),
        version: FrozenVersion {
            number: 1,
            title: Title::new("Comité de pilotage").expect("a title"),
            heads: vec![[1; 32], [2; 32]],
        },
    });
    for verdict in [Some(Reason::new("Vu ensemble").expect("a reason")), None] {
        claims.push(Claim::Finding {
            finding: "ballots:00.unreadable".parse().expect("a name"),
            verdict,
        });
    }
    claims
}

#[test]
fn every_claim_reads_back_as_it_was_said() {
    let mut replica = Replica::new(&genesis_bytes(), [1; 16]);
    let statements: Vec<Statement> = (1..)
        .zip(claims())
        .map(|(n, claim)| statement(n, &[], claim))
        .collect();
    // An opinion is about what was said before: one by one.
    for said in &statements {
        replica.must(&Command::State(vec![said.clone()]));
    }
    let read = view(&replica.document);
    assert_eq!(read.anomalies, []);
    assert_eq!(read.snapshot.statements.len(), statements.len());
    for said in &statements {
        assert_eq!(*read.snapshot.statements[&said.id], *said);
    }
}

#[test]
fn what_supersedes_is_read_back_and_two_replicas_that_spoke_apart_show_both() {
    let step = |step| Claim::Action {
        action: 2,
        news: ActionNews::Step(step),
    };
    let mut one = Replica::new(&genesis_bytes(), [1; 16]);
    let first = statement(1, &[], step(Some(ActionStep::Launching)));
    one.ask(&Command::State(vec![first])).expect("accepted");
    let mut other = one.fork([2; 16]);
    for (replica, n, value) in [
        (&mut one, 2, ActionStep::Reached),
        (&mut other, 3, ActionStep::Deploying),
    ] {
        let said = statement(n, &[1], step(Some(value)));
        replica.ask(&Command::State(vec![said])).expect("accepted");
    }
    one.merge(&other);
    other.merge(&one);
    let topic = Topic::Action(2, ActionField::Step);
    for replica in [&one, &other] {
        let follow_up = FollowUp::new(&replica.snapshot().statements);
        assert!(follow_up.is_conflict(&topic));
        let standing = follow_up.standing(&topic);
        let ids: Vec<StatementId> = standing.iter().map(|it| it.id).collect();
        assert_eq!(ids, [id(2), id(3)]);
    }
    let choice = statement(4, &[2, 3], step(Some(ActionStep::Reached)));
    one.ask(&Command::State(vec![choice])).expect("accepted");
    other.merge(&one);
    let follow_up = FollowUp::new(&other.snapshot().statements);
    assert!(!follow_up.is_conflict(&topic));
    assert_eq!(follow_up.history(&topic).len(), 4);
}

#[test]
fn a_value_that_cannot_be_read_is_an_anomaly_and_not_taken_for_unknown() {
    let mut replica = Replica::new(&genesis_bytes(), [1; 16]);
    let said = statement(
        1,
        &[],
        Claim::Action {
            action: 2,
            news: ActionNews::Step(Some(ActionStep::Reached)),
        },
    );
    replica.ask(&Command::State(vec![said])).expect("accepted");
    let entry = |document: &Automerge| {
        let (_, container) = document
            .get(automerge::ROOT, schema::STATEMENTS)
            .expect("the root is a map")
            .expect("the container is there");
        let found = document.get(&container, id(1).to_string());
        found.expect("a map").expect("the statement is there").1
    };
    for (key, value) in [
        (keys::VALUE, automerge::ScalarValue::from("burnt")),
        (keys::VALUE, automerge::ScalarValue::from(3_u64)),
        (keys::TOPIC, automerge::ScalarValue::from("action 2 color")),
        (keys::TOPIC, automerge::ScalarValue::from("weather")),
        (keys::ROLE, automerge::ScalarValue::from("king")),
        (keys::AT, automerge::ScalarValue::from("noon")),
    ] {
        let mut document = replica.document.fork();
        let entry = entry(&document);
        let mut tx = document.transaction();
        tx.put(&entry, key, value.clone()).expect("a value");
        tx.commit();
        let read = view(&document);
        assert_eq!(read.snapshot.statements.len(), 0, "{key} {value:?}");
        assert_eq!(read.anomalies.len(), 1, "{key} {value:?}");
    }
}

#[test]
fn the_amendment_is_one_change_with_the_same_bytes_everywhere() {
    let genesis = genesis::build(&contract(), &deck()).expect("it is sound");
    let link = AmendmentLink {
        proposal: genesis::proposal_id(CARDS[0], 2),
        target: LinkTarget::Action(3),
        source: Reason::new("Deux lectures").expect("a reason"),
        at: Timestamp::from_epoch_min(29_000_000),
    };
    let parts = AmendmentParts {
        links: vec![link.clone()],
        calendar: vec![(7, vec!["A step that is not there".to_owned()])],
    };
    let build = || amendment(&genesis, &parts).expect("it follows");
    assert_eq!(build(), build());
    let document = Automerge::load(&[genesis.clone(), build()].concat()).expect("it loads");
    let changes = document.get_changes(&[]);
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[1].timestamp(), 0);
    assert_eq!(changes[1].actor_id().to_bytes(), b"six-cartes-suite");
    let read = view(&document);
    assert_eq!(read.anomalies, []);
    let follow_up = FollowUp::new(&read.snapshot.statements);
    let links: Vec<_> = follow_up.links().collect();
    assert_eq!(links, [(link.proposal, link.target, &link.source)]);
    assert!(amendment(b"nothing", &AmendmentParts::default()).is_err());
}

#[test]
fn a_document_of_before_the_amendment_is_read_and_takes_it_by_merging() {
    let genesis = genesis::build(&contract(), &deck()).expect("it is sound");
    let mut old = Replica::with_round(&genesis, [1; 16]);
    assert_eq!(view(&old.document).anomalies, []);
    let said = statement(
        1,
        &[],
        Claim::Action {
            action: 2,
            news: ActionNews::DueDate(None),
        },
    );
    // Its program knows no statements; ours never opens a document without the container.
    let refused = write(
        &mut old.document.fork(),
        old.snapshot(),
        &Command::State(vec![said.clone()]),
    );
    assert!(matches!(refused, Err(WriteError::Document(_))));
    let mut new = Replica::new(&genesis_bytes(), [2; 16]);
    new.ask(&Command::State(vec![said])).expect("accepted");
    old.merge(&new);
    new.merge(&old);
    for replica in [&old, &new] {
        assert_eq!(replica.snapshot().statements.len(), 1);
        assert_eq!(view(&replica.document).anomalies, []);
    }
}
