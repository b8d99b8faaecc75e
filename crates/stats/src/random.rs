//! Random numbers that are the same everywhere and for ever: `ChaCha8` from a seed of 64 bits,
//! whole numbers without bias.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A generator at its beginning.
pub(super) struct Random(ChaCha8Rng);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A whole number below `n` (D. Lemire, *Fast random integer generation in an interval*, ACM
    /// TOMACS 29, 2019). `n` is not zero.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        let threshold = n.wrapping_neg() % n;
        loop {
            let product = u64::from(self.0.next_u32()) * u64::from(n);
            if product & u64::from(u32::MAX) >= u64::from(threshold) {
                return u32::try_from(product >> 32).unwrap_or(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_everything() {
        let draw = |seed: u64| -> Vec<u32> {
            let mut random = Random::new(seed);
            (0..8).map(|_| random.below(63)).collect()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn every_number_comes_equally_often() {
        let mut random = Random::new(7);
        let mut seen = [0_u32; 7];
        (0..70_000).for_each(|_| seen[random.below(7) as usize] += 1);
        assert!(seen.iter().all(|n| n.abs_diff(10_000) < 400), "{seen:?}");
    }
}
