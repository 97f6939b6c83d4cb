//! A small contract, and replicas of its document that check themselves at every step.

use automerge::{ActorId, Automerge, Change, ChangeHash};
use document::{
    AmendmentParts, Anomaly, Fingerprint, Reader, WriteError, amendment, fingerprint, genesis,
    write,
};
use domain::{
    Command, Contract, ContractAction, Council, Deck, DeckCard, DeckProposal, DeckVote, Refusal,
    RoundId, RoundRules, Snapshot, Timestamp, Title, WorkshopId,
};

pub(crate) const WORKSHOP: WorkshopId = WorkshopId::from_bytes([1; 16]);
pub(crate) const ROUND: RoundId = RoundId::from_bytes([2; 16]);
pub(crate) const AT: Timestamp = Timestamp::from_epoch_min(26_000_000);
pub(crate) const CARDS: [&str; 2] = ["habitat", "culture"];

pub(crate) fn contract() -> Contract {
    let council = |slug: &str| Council {
        id: slug.parse().expect("a slug of the test"),
        name: slug.to_uppercase().into(),
    };
    Contract {
        title: "Contrat de ville".into(),
        period: "2015-2022".into(),
        councils: ["nord", "sud"].map(council).to_vec(),
        actions: (1..=3)
            .map(|seq| ContractAction {
                seq,
                theme: 1,
                orientation: 2,
                objective: None,
                code: Some("N.A.".into()),
                label: "Une action".into(),
                perimeter: None,
                status: Some("Atteint".into()),
                step: Some(domain::ActionStep::Reached),
                detail: None,
                outlook: None,
            })
            .collect(),
        ..Contract::default()
    }
}

pub(crate) fn deck() -> Deck {
    let card = |slug: &str| DeckCard {
        id: slug.parse().expect("a slug of the test"),
        name: slug.to_uppercase().into(),
        question: "Que faire ?".into(),
        difficulties: vec!["Le bruit".into(), "Le coût".into()],
        proposals: [5, 2, 0, 3]
            .map(|dots| DeckProposal {
                label: "Une proposition".into(),
                dots,
            })
            .to_vec(),
    };
    Deck {
        cards: CARDS.map(card).to_vec(),
        vote: Some(DeckVote {
            title: "Rencontre".into(),
            date: "2019-06-14".parse().expect("a day of the test"),
            participants: 16,
        }),
    }
}

/// What a replica starts from: the genesis and its amendment.
pub(crate) fn genesis_bytes() -> Vec<u8> {
    let genesis = genesis::build(&contract(), &deck()).expect("the contract of the test is sound");
    let amendment =
        amendment(&genesis, &AmendmentParts::default()).expect("it follows the genesis");
    [genesis, amendment].concat()
}

/// What a person sees of a document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct View {
    pub(crate) snapshot: Snapshot,
    pub(crate) anomalies: Vec<Anomaly>,
    pub(crate) fingerprint: Fingerprint,
}

/// Reads a document from scratch.
pub(crate) fn view(document: &Automerge) -> View {
    let reader = Reader::open(document);
    View {
        snapshot: reader.snapshot().clone(),
        anomalies: reader.anomalies(),
        fingerprint: fingerprint(&document.get_heads()),
    }
}

/// Compares two views part by part, so that a failure is short.
pub(crate) fn assert_same_view(one: &View, other: &View, what: &str) {
    macro_rules! same {
        ($($part:ident),*) => {
            $(assert_eq!(one.snapshot.$part, other.snapshot.$part, "{} {what}", stringify!($part));)*
        };
    }
    assert_eq!(one.anomalies, other.anomalies, "anomalies {what}");
    same!(
        contract,
        cards,
        proposals,
        workshops,
        rounds,
        ballots,
        paper_counts,
        comments,
        arbitrations
    );
    assert_eq!(one.snapshot, other.snapshot, "snapshot {what}");
    assert_eq!(one.fingerprint, other.fingerprint, "fingerprint {what}");
}

/// One copy of the document, with the reader that a screen would use.
#[derive(Debug, Clone)]
pub(crate) struct Replica {
    pub(crate) document: Automerge,
    pub(crate) reader: Reader,
}

impl Replica {
    pub(crate) fn new(genesis: &[u8], actor: [u8; 16]) -> Self {
        let mut document = Automerge::load(genesis).expect("the genesis loads");
        document.set_actor(ActorId::from(actor.as_slice()));
        let reader = Reader::open(&document);
        Self { document, reader }
    }

    /// A replica where the workshop and its round are already there.
    pub(crate) fn with_round(genesis: &[u8], actor: [u8; 16]) -> Self {
        let mut replica = Self::new(genesis, actor);
        replica.must(&create_workshop());
        replica.must(&open_round(ROUND));
        replica
    }

    /// The same document on another device.
    pub(crate) fn fork(&self, actor: [u8; 16]) -> Self {
        let mut document = self.document.fork();
        document.set_actor(ActorId::from(actor.as_slice()));
        Self {
            document,
            reader: self.reader.clone(),
        }
    }

    pub(crate) fn snapshot(&self) -> &Snapshot {
        self.reader.snapshot()
    }

    /// Carries out a command; one that is refused changes nothing.
    pub(crate) fn ask(&mut self, command: &Command) -> Result<(), Refusal> {
        let before = self.document.get_heads();
        match write(&mut self.document, self.reader.snapshot(), command) {
            Ok(()) => {
                self.refreshed(&before);
                Ok(())
            }
            Err(WriteError::Refused(refusal)) => {
                assert_eq!(self.document.get_heads(), before, "refused: {command:?}");
                Err(refusal)
            }
            Err(WriteError::Document(error)) => {
                unreachable!("{command:?} was accepted but not written: {error}")
            }
        }
    }

    /// Carries out a command that the rules accept.
    pub(crate) fn must(&mut self, command: &Command) {
        assert_eq!(self.ask(command), Ok(()), "{command:?}");
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let changes = self.document.get_changes_added(&other.document);
        self.receive(changes);
    }

    /// Takes changes as they come from a network.
    pub(crate) fn receive(&mut self, changes: Vec<Change>) {
        let before = self.document.get_heads();
        let known = self.reader.snapshot().clone();
        self.document
            .apply_changes(changes)
            .expect("replicas of one genesis merge");
        if self.document.get_heads() == before {
            self.reader.refresh(&self.document, &before);
            assert_eq!(*self.reader.snapshot(), known, "nothing arrived");
        } else {
            self.refreshed(&before);
        }
    }

    /// Reads what changed, and compares it with reading everything.
    pub(crate) fn refreshed(&mut self, before: &[ChangeHash]) {
        self.reader.refresh(&self.document, before);
        let opened = view(&self.document);
        assert_same_view(&self.view(), &opened, "after a refresh");
    }

    pub(crate) fn view(&self) -> View {
        View {
            snapshot: self.reader.snapshot().clone(),
            anomalies: self.reader.anomalies(),
            fingerprint: fingerprint(&self.document.get_heads()),
        }
    }
}

pub(crate) fn create_workshop() -> Command {
    Command::CreateWorkshop {
        id: WORKSHOP,
        title: Title::new("Atelier").expect("a title of the test"),
        date: "2026-11-14".parse().expect("a day of the test"),
        place: None,
        councils: vec!["nord".parse().expect("a slug of the test")],
        cards: CARDS
            .map(|c| c.parse().expect("a slug of the test"))
            .to_vec(),
        rules: RoundRules::default(),
        lock: None,
    }
}

pub(crate) fn open_round(id: RoundId) -> Command {
    Command::OpenRound {
        id,
        workshop: WORKSHOP,
        cards: CARDS
            .map(|c| c.parse().expect("a slug of the test"))
            .to_vec(),
        rules: RoundRules::default(),
        at: AT,
    }
}

/// Edits the document as another program could.
pub(crate) fn edit(
    document: &mut Automerge,
    change: impl FnOnce(&mut automerge::transaction::Transaction<'_>),
) {
    let mut tx = document.transaction();
    change(&mut tx);
    tx.commit();
}
