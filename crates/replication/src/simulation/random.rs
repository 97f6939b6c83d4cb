//! Repeatable randomness: the same seed gives the same run, on any machine.

/// `SplitMix64`; small, and good enough to choose test actions.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Uniform in `0..bound`; zero when there is nothing to choose from.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        usize::try_from(self.number() % bound).unwrap_or(0)
    }

    /// Uniform in `0..bound`, for times.
    pub(super) fn ms_below(&mut self, bound: u64) -> u64 {
        self.number() % bound.max(1)
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.number() % 100 < percent
    }

    /// An index, each as likely as its weight says.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let total = weights.iter().sum::<u64>().max(1);
        let mut ticket = self.number() % total;
        for (idx, weight) in weights.iter().enumerate() {
            if ticket < *weight {
                return idx;
            }
            ticket -= weight;
        }
        0
    }
}
