//! Random draws, and what they say of one period.

use crate::sample::Designed;
use chiso_model::{Inference, Method, Significance};
use chiso_stats::{Permutations, permutation_test};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Random draws by size, made once: rows of the same size begin at the same seed, so they share
/// their draws.
pub(crate) struct Draws {
    resamples: u32,
    seed: u64,
    permutations: Mutex<BTreeMap<usize, Arc<Permutations>>>,
}

impl Draws {
    pub(crate) fn new(resamples: u32, seed: u32) -> Draws {
        Draws {
            resamples,
            seed: u64::from(seed),
            permutations: Mutex::default(),
        }
    }

    fn permutations(&self, n: usize) -> Arc<Permutations> {
        let mut made = self
            .permutations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        made.entry(n)
            .or_insert_with(|| Arc::new(Permutations::new(n, self.resamples, self.seed)))
            .clone()
    }
}

pub(super) fn permuted(designed: &Designed, method: Method, draws: &Draws) -> Significance {
    let permutations = draws.permutations(designed.x.len());
    let [x, y] = match method {
        Method::Pearson => [designed.x.clone(), designed.y.clone()],
        Method::Spearman => designed.ranks(),
        Method::Kendall => designed.ranked.clone(),
    };
    let result = permutation_test(&x, &y, method == Method::Kendall, &permutations);
    Significance {
        p: result.p,
        method: Inference::PermutationStudentised,
        resamples: result.resamples,
        drawn: !result.exhaustive,
    }
}
