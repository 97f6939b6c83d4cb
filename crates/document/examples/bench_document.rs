//! Measures what the budgets promise of the document: one JSON line per case.
//!
//! `cargo run --release -p document --example bench_document`. Fails when a median is
//! over its budget. Sizes come from the mission: forty tablets of ten ballots and three
//! comments, a contract of 160,000 characters, a count of 50,000 ballots.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use automerge::{ActorId, Automerge};
use document::{Reader, genesis, write};
use domain::{
    Ballot, BallotId, Closing, Command, CommentId, Contract, ContractAction, Council, CouncilId,
    Date, Deck, DeckCard, DeckProposal, ProposalId, Remark, RoundId, RoundRules, Snapshot, Target,
    Timestamp, Title, VoterCode, VoterId, VoterKey, WorkshopId, count,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const RUNS: usize = 11;
const COUNCILS: [&str; 4] = ["ambilly", "annemasse", "gaillard", "ville-la-grand"];
const CARDS: [&str; 6] = ["card-1", "card-2", "card-3", "card-4", "card-5", "card-6"];
const ROUND: RoundId = RoundId::from_bytes([2; 16]);
const WORKSHOP: WorkshopId = WorkshopId::from_bytes([1; 16]);
/// The contract of the mission, if it was generated.
const GENESIS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/annemasse/genesis.automerge"
);

fn main() -> Outcome<ExitCode> {
    let mut bench = Bench::default();
    // In a WebAssembly, as in a browser: the count alone, and no budget, which is native.
    let is_wasm = cfg!(target_family = "wasm");
    if is_wasm {
        bench.suffix = "_wasm";
    }
    for (n_ballots, budget_ms) in RECOUNTS {
        recount(&mut bench, n_ballots, budget_ms.filter(|_| !is_wasm))?;
    }
    if is_wasm {
        return Ok(ExitCode::SUCCESS);
    }
    merge_tablets(&mut bench)?;
    let bytes = std::fs::read(GENESIS).map_or_else(|_| synthetic_genesis(), Ok)?;
    open(&mut bench, &bytes)?;
    command_and_refresh(&mut bench, &bytes, 0)?;
    command_and_refresh(&mut bench, &bytes, 2_000)?;
    Ok(if bench.over_budget {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

#[derive(Default)]
struct Bench {
    over_budget: bool,
    /// End of the names of cases that run elsewhere too.
    suffix: &'static str,
}

impl Bench {
    /// Prints the line of one case; `samples` are in milliseconds.
    fn report(&mut self, case: &str, mut samples: Vec<f64>, budget_ms: Option<f64>) {
        samples.sort_by(f64::total_cmp);
        let at = |idx: usize| samples.get(idx).copied().unwrap_or(f64::NAN);
        let median = at(samples.len() / 2);
        let budget = budget_ms.map_or("null".to_owned(), |ms| ms.to_string());
        println!(
            "{{\"case\":\"{case}\",\"runs\":{},\"min_ms\":{:.3},\"median_ms\":{median:.3},\"max_ms\":{:.3},\"budget_ms\":{budget}}}",
            samples.len(),
            at(0),
            at(samples.len().saturating_sub(1)),
        );
        self.over_budget |= budget_ms.is_some_and(|ms| median > ms);
    }
}

fn timed<T>(samples: &mut Vec<f64>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = work();
    samples.push(start.elapsed().as_secs_f64() * 1_000.0);
    value
}

/// Sixteen bytes that differ for every kind and number, spread like random ids.
fn id(kind: u64, number: u64) -> [u8; 16] {
    let mix = |n: u64| {
        let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        n ^ (n >> 31)
    };
    let halves = [mix(kind << 40 | number), mix(number << 8 | kind)];
    let mut bytes = [0; 16];
    for (byte, half) in bytes
        .iter_mut()
        .zip(halves.iter().flat_map(|h| h.to_be_bytes()))
    {
        *byte = half;
    }
    bytes
}

fn slugs<T: std::str::FromStr>(slugs: &[&str]) -> Outcome<Vec<T>>
where
    T::Err: Error + 'static,
{
    slugs.iter().map(|slug| Ok(slug.parse()?)).collect()
}

/// A contract as long as the real one: 142 rows, 81 proposals, 160,000 characters.
fn synthetic_genesis() -> Outcome<Vec<u8>> {
    let paragraph = "Développer un accueil de proximité, lisible et ouvert à tous. ".repeat(8);
    let text: Arc<str> = paragraph.as_str().into();
    let contract = Contract {
        title: "Contrat de ville".into(),
        period: "2015-2022".into(),
        councils: slugs::<CouncilId>(&COUNCILS)?
            .into_iter()
            .map(|id| Council {
                name: id.as_str().into(),
                id,
            })
            .collect(),
        actions: (1..=142)
            .map(|seq| ContractAction {
                seq,
                theme: 1,
                orientation: 1,
                objective: Some(text.clone()),
                code: Some("1.1".into()),
                label: text.clone(),
                perimeter: Some("Annemasse".into()),
                status: Some("Atteint".into()),
                step: None,
                detail: None,
                outlook: None,
            })
            .collect(),
        signatories: (0..25).map(|_| text.clone()).collect(),
        ..Contract::default()
    };
    let deck = Deck {
        cards: slugs(&CARDS)?
            .into_iter()
            .map(|id| DeckCard {
                id,
                name: "Carte".into(),
                question: "Que faire ?".into(),
                difficulties: (0..11).map(|_| "Une difficulté".into()).collect(),
                proposals: (0..14)
                    .map(|_| DeckProposal {
                        label: "Une proposition assez longue pour deux lignes".into(),
                        dots: 1,
                    })
                    .collect(),
            })
            .collect(),
        vote: None,
    };
    Ok(genesis::build(&contract, &deck)?)
}

fn ballot(number: u64, proposals: &[ProposalId], council: Option<CouncilId>) -> Ballot {
    let n = usize::try_from(number).unwrap_or(0);
    let dots: BTreeMap<ProposalId, u8> = (0..6)
        .filter_map(|step| proposals.get((n * 7 + step * 13) % proposals.len().max(1)))
        .map(|proposal| (*proposal, 1))
        .collect();
    Ballot {
        id: BallotId::from_bytes(id(3, number)),
        round: ROUND,
        voter: VoterKey::Device(VoterId::from_bytes(id(4, number))),
        council,
        dots,
        supersedes: BTreeSet::new(),
        is_assisted: false,
    }
}

/// One workshop, a busy year, and far more than any contract will see.
const RECOUNTS: [(u64, Option<f64>); 3] = [(400, None), (5_000, None), (50_000, Some(50.0))];

fn recount(bench: &mut Bench, n_ballots: u64, budget_ms: Option<f64>) -> Outcome<()> {
    let mut document = Automerge::load(&synthetic_genesis()?)?;
    open_round(&mut document)?;
    let mut snapshot = Reader::open(&document).snapshot().clone();
    let mut round = (**snapshot.rounds.get(&ROUND).ok_or("no round")?).clone();
    let councils: Vec<CouncilId> = slugs(&COUNCILS)?;
    let mut ballots = BTreeMap::new();
    for (n, council) in (0..n_ballots).zip(councils.iter().cycle()) {
        let mut cast = ballot(n, &round.proposals, Some(council.clone()));
        if n % 10 == 0 {
            cast.voter = VoterKey::Code(VoterCode::new(&code(n))?);
        }
        // One in twenty replaces the one before.
        if n % 20 == 19 {
            let former = ballot(n - 1, &round.proposals, None);
            cast.voter = former.voter;
            cast.supersedes = BTreeSet::from([former.id]);
        }
        ballots.insert(cast.id, cast);
    }
    // In memory as a reader makes them: in the order of ids.
    let ballots: BTreeMap<BallotId, Arc<Ballot>> = ballots
        .values()
        .map(|cast| (cast.id, Arc::new(cast.clone())))
        .collect();
    round.closings = vec![Closing {
        at: Timestamp::from_epoch_min(26_000_000),
        ballots: ballots.keys().copied().collect(),
    }];
    snapshot.ballots = Arc::new(ballots);
    Arc::make_mut(&mut snapshot.rounds).insert(ROUND, Arc::new(round));
    let mut samples = Vec::new();
    for _ in 0..RUNS {
        let counted = timed(&mut samples, || count(black_box(&snapshot), ROUND));
        let n_counted = u64::try_from(counted.ballots.len())?;
        assert_eq!(n_counted, n_ballots, "every ballot was looked at");
        let n_dots = u64::from(counted.n_dots());
        assert!(n_dots > 4 * n_ballots, "the dots were counted");
    }
    let case = format!("recount_{n_ballots}_ballots{}", bench.suffix);
    bench.report(&case, samples, budget_ms);
    Ok(())
}

fn code(number: u64) -> String {
    let letters = b"abcdefghjkmnprstuvwxyz23456789";
    let mut rest = number;
    let mut code = String::new();
    for _ in 0..6 {
        let idx = usize::try_from(rest % 30).unwrap_or(0);
        code.push(letters.get(idx).copied().unwrap_or(b'a').into());
        rest /= 30;
    }
    code
}

fn open_round(document: &mut Automerge) -> Outcome<()> {
    let snapshot = Reader::open(document).snapshot().clone();
    let cards: Vec<_> = snapshot.deck().iter().map(|card| card.id.clone()).collect();
    let councils = snapshot
        .contract
        .councils
        .iter()
        .map(|council| council.id.clone())
        .collect();
    let rules = RoundRules::default();
    let create = Command::CreateWorkshop {
        id: WORKSHOP,
        title: Title::new("Atelier")?,
        date: "2026-11-14".parse::<Date>()?,
        place: None,
        councils,
        cards: cards.clone(),
        rules,
        lock: None,
    };
    write(document, &snapshot, &create)?;
    let open = Command::OpenRound {
        id: ROUND,
        workshop: WORKSHOP,
        cards,
        rules,
        at: Timestamp::from_epoch_min(26_000_000),
    };
    let snapshot = Reader::open(document).snapshot().clone();
    write(document, &snapshot, &open)?;
    Ok(())
}

/// A tablet that wrote `n_ballots` and `n_comments` with no network.
fn tablet(base: &Automerge, number: u64, n_ballots: u64, n_comments: u64) -> Outcome<Automerge> {
    let mut document = base.fork();
    document.set_actor(ActorId::from(&id(9, number)[..]));
    let mut reader = Reader::open(&document);
    let round = reader
        .snapshot()
        .rounds
        .get(&ROUND)
        .ok_or("no round")?
        .clone();
    let target = *round.proposals.first().ok_or("no proposal")?;
    let cast = (0..n_ballots).map(|n| {
        Ok(Command::CastBallot(ballot(
            number * 10_000 + n,
            &round.proposals,
            None,
        )))
    });
    let said = (0..n_comments).map(|n| {
        Ok(Command::AddComment {
            id: CommentId::from_bytes(id(5, number * 10_000 + n)),
            target: Target::Proposal(target),
            text: Remark::new("Une remarque d'une longueur ordinaire, dite à voix haute.")?,
            council: None,
            workshop: Some(WORKSHOP),
            at: Timestamp::from_epoch_min(26_000_010),
        })
    });
    for command in cast.chain(said).collect::<Outcome<Vec<_>>>()? {
        let before = document.get_heads();
        write(&mut document, reader.snapshot(), &command)?;
        reader.refresh(&document, &before);
    }
    Ok(document)
}

fn merge_tablets(bench: &mut Bench) -> Outcome<()> {
    let mut base = Automerge::load(&synthetic_genesis()?)?;
    open_round(&mut base)?;
    let mut tablets = (0..40)
        .map(|number| tablet(&base, number, 10, 3))
        .collect::<Outcome<Vec<_>>>()?;
    let known = Reader::open(&base);
    let (mut merges, mut steps) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (mut hub, mut reader) = (base.fork(), known.clone());
        timed(&mut merges, || -> Outcome<()> {
            for tablet in &mut tablets {
                let before = hub.get_heads();
                hub.merge(tablet)?;
                timed(&mut steps, || reader.refresh(&hub, &before));
            }
            Ok(())
        })?;
        assert_eq!(
            reader.snapshot().ballots.len(),
            400,
            "every ballot is there"
        );
        assert_eq!(
            reader.snapshot().comments.len(),
            120,
            "every comment is there"
        );
    }
    bench.report("merge_40_tablets_each_read", merges, Some(500.0));
    bench.report("refresh_after_merging_one_tablet", steps, None);
    Ok(())
}

fn open(bench: &mut Bench, bytes: &[u8]) -> Outcome<()> {
    let (mut loads, mut reads) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let document = timed(&mut loads, || Automerge::load(bytes))?;
        let reader = timed(&mut reads, || Reader::open(&document));
        let found: &Snapshot = reader.snapshot();
        assert!(!found.cards.is_empty(), "the cards were read");
    }
    bench.report("load_full_contract", loads, None);
    bench.report("read_full_contract", reads, None);
    Ok(())
}

/// What a tap on "Validate" costs before anything is stored.
fn command_and_refresh(bench: &mut Bench, bytes: &[u8], n_ballots: u64) -> Outcome<()> {
    let mut document = Automerge::load(bytes)?;
    document.set_actor(ActorId::from(&id(9, 99)[..]));
    open_round(&mut document)?;
    let mut document = tablet(&document, 0, n_ballots, 0)?;
    let mut reader = Reader::open(&document);
    let round = reader
        .snapshot()
        .rounds
        .get(&ROUND)
        .ok_or("no round")?
        .clone();
    let (mut writes, mut refreshes, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..50 {
        // The screen holds the former snapshot while the new one is made.
        let shown = reader.snapshot().clone();
        let command = Command::CastBallot(ballot(1_000_000 + n, &round.proposals, None));
        let before = document.get_heads();
        timed(&mut writes, || write(&mut document, &shown, &command))?;
        timed(&mut refreshes, || reader.refresh(&document, &before));
        assert_eq!(
            reader.snapshot().ballots.len(),
            shown.ballots.len() + 1,
            "the ballot is shown"
        );
        timed(&mut counts, || black_box(count(reader.snapshot(), ROUND)));
    }
    bench.report(&format!("write_after_{n_ballots}_ballots"), writes, None);
    bench.report(
        &format!("refresh_after_{n_ballots}_ballots"),
        refreshes,
        Some(2.0),
    );
    bench.report(&format!("count_after_{n_ballots}_ballots"), counts, None);
    Ok(())
}
