//! A change of the size of a ballot.

use automerge::transaction::Transactable;
use automerge::{Automerge, ObjType, ROOT, ScalarValue};

/// Bytes of a packed ballot of five dots on five proposals.
const BALLOT_BYTES: usize = 5 * 17;

/// Bytes that no compression shortens by much.
fn scattered(seed: usize, n_bytes: usize) -> Vec<u8> {
    let mut state = seed as u64 + 1;
    let mut next = || {
        // The steps of xorshift64.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    for _ in 0..8 {
        next();
    }
    (0..n_bytes).map(|_| next()).collect()
}

/// Puts a ballot's worth of fields under a key of its own.
pub fn put_ballot(document: &mut Automerge, number: usize) {
    document
        .transact::<_, _, automerge::AutomergeError>(|tx| {
            let key = format!("{number:032x}");
            let map = tx.put_object(ROOT, key, ObjType::Map)?;
            tx.put(&map, "round", "00112233445566778899aabbccddeeff")?;
            tx.put(&map, "voter", "ffeeddccbbaa99887766554433221100")?;
            tx.put(&map, "council", "annemasse")?;
            let dots = ScalarValue::Bytes(scattered(number, BALLOT_BYTES));
            tx.put(&map, "dots", dots)
        })
        .unwrap();
}
