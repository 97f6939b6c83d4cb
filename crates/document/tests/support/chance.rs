//! Randomness as an input: the same seed gives the same run on every machine.

/// The generator of a run (`SplitMix64`).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let n = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        n ^ (n >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }

    pub(crate) fn byte(&mut self, end: u8) -> u8 {
        u8::try_from(self.below(end.into())).expect("it is below a byte")
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, values: &'a [T]) -> Option<&'a T> {
        if values.is_empty() {
            return None;
        }
        let idx = self.below(values.len());
        values.get(idx)
    }

    /// Picks among values with weights; 0 is never picked.
    pub(crate) fn weighted<T: Copy>(&mut self, values: &[(T, usize)]) -> Option<T> {
        let sum: usize = values.iter().map(|(_, weight)| weight).sum();
        if sum == 0 {
            return None;
        }
        let mut rest = self.below(sum);
        for (value, weight) in values {
            if rest < *weight {
                return Some(*value);
            }
            rest -= weight;
        }
        None
    }

    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for idx in (1..values.len()).rev() {
            let other = self.below(idx + 1);
            values.swap(idx, other);
        }
    }

    pub(crate) fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| self.byte(255)).collect()
    }

    /// A fresh id.
    pub(crate) fn id(&mut self) -> [u8; 16] {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.next().to_be_bytes());
        id[8..].copy_from_slice(&self.next().to_be_bytes());
        id
    }
}

/// Says which seed failed, whatever failed.
pub(crate) struct SaysSeed(pub(crate) u64);

impl Drop for SaysSeed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("SIX_CARTES_SEED={}", self.0);
        }
    }
}

/// The seeds of a test: `0..n`, or the one in `SIX_CARTES_SEED`.
pub(crate) fn seeds(n: u64) -> Vec<u64> {
    match std::env::var("SIX_CARTES_SEED") {
        Ok(seed) => vec![seed.parse().expect("SIX_CARTES_SEED is a whole number")],
        Err(_) => (0..n).collect(),
    }
}
