//! Kendall's τ-b, and what each observation contributes to it.
//!
//! Source: M. G. Kendall, *The treatment of ties in ranking problems*, Biometrika 33 (1945). Pairs are counted with sets of bits:
//! observations are gone through by x, and for each the bits tell how many before it have a smaller or a larger y.

use super::ranks::{Ordered, narrow, pairs};

/// Concordant less discordant pairs, whole and by observation, with what ties leave of the number of pairs.
#[cfg(test)]
#[derive(Clone, Debug, PartialEq)]
struct Concordance {
    /// Concordant less discordant pairs.
    score: i64,
    /// For each observation, its concordant less its discordant pairs; they add up to twice the score.
    of_each: Vec<i32>,
    /// Pairs not tied in x.
    untied_x: i64,
    /// Pairs not tied in y.
    untied_y: i64,
}

/// Which observations of y have a smaller and which a larger value than each, as sets of bits; every observation has a bit of its own.
pub(super) struct Places {
    /// The bit of each observation.
    own: Vec<u32>,
    /// Sets of smaller and of larger ones by turns, `words` words each.
    sets: Vec<u64>,
    words: usize,
}

impl Places {
    pub(super) fn new(y: &[f64]) -> Places {
        let (groups, words) = (Ordered::new(y), y.len().div_ceil(64).max(1));
        let mut own = vec![0; y.len()];
        let mut sets = vec![0; 2 * words * y.len()];
        let mut start = 0;
        for group in groups.groups() {
            let end = start + narrow(group.len());
            for (place, i) in (start..end).zip(group) {
                let i = *i as usize;
                own[i] = place;
                let (smaller, larger) = sets[2 * words * i..2 * words * (i + 1)].split_at_mut(words);
                fill(smaller, 0, start);
                fill(larger, end, narrow(y.len()));
            }
            start = end;
        }
        Places { own, sets, words }
    }

    /// Room for the two sets that counting needs.
    pub(super) fn scratch(&self) -> Vec<u64> {
        vec![0; 2 * self.words]
    }
}

/// Sets the bits from `start` to before `end`.
fn fill(set: &mut [u64], start: u32, end: u32) {
    let mut bit = start;
    while bit < end {
        let (word, first) = ((bit / 64) as usize, bit % 64);
        let width = (64 - first).min(end - bit);
        let ones = if width == 64 { u64::MAX } else { (1 << width) - 1 };
        set[word] |= ones << first;
        bit += width;
    }
}

/// Concordant less discordant pairs of each observation. `at[i]` tells which observation of y stands with the i-th of x, so that a
/// permutation of y needs no copying. `scratch` is of [`Places::scratch`].
pub(super) fn contributions(x: &Ordered, places: &Places, at: &[u32], scratch: &mut [u64], of_each: &mut [i32]) -> i64 {
    let words = places.words;
    let (before, after) = scratch.split_at_mut(words);
    before.fill(0);
    after.fill(0);
    fill(after, 0, narrow(at.len()));
    let mut twice = 0_i64;
    for group in x.groups() {
        for i in group {
            let own = places.own[at[*i as usize] as usize];
            after[(own / 64) as usize] &= !(1 << (own % 64));
        }
        for i in group {
            let j = at[*i as usize] as usize;
            let sets = &places.sets[2 * words * j..2 * words * (j + 1)];
            let mut count = 0;
            for w in 0..words {
                // Before it in x smaller y are concordant and larger ones discordant, after it the other way round.
                let (smaller, larger) = (sets[w], sets[words + w]);
                let (concordant, discordant) = (before[w] & smaller | after[w] & larger, before[w] & larger | after[w] & smaller);
                count += concordant.count_ones().cast_signed() - discordant.count_ones().cast_signed();
            }
            of_each[*i as usize] = count;
            twice += i64::from(count);
        }
        for i in group {
            let own = places.own[at[*i as usize] as usize];
            before[(own / 64) as usize] |= 1 << (own % 64);
        }
    }
    twice / 2
}

/// Every observation with itself.
pub(super) fn identity(n: usize) -> Vec<u32> {
    (0..n).map(narrow).collect()
}

/// Counts concordant and discordant pairs. Both series must be of the same length.
#[cfg(test)]
fn concordance(x: &[f64], y: &[f64]) -> Concordance {
    let (groups, places) = (Ordered::new(x), Places::new(y));
    let mut of_each = vec![0; x.len()];
    let score = contributions(&groups, &places, &identity(x.len()), &mut places.scratch(), &mut of_each);
    Concordance { score, of_each, untied_x: groups.untied(), untied_y: Ordered::new(y).untied() }
}

/// Concordant less discordant pairs, pairs not tied in x and pairs not tied in y, without asking who contributes what.
/// W. R. Knight, *A computer method for calculating Kendall's tau with ungrouped data*, JASA 61 (1966): pairs out of order are the
/// exchanges of a merge sort. Both series must be of the same length.
#[must_use]
pub fn kendall_score(x: &Ordered, y: &Ordered) -> (i64, i64, i64) {
    let numbers = y.numbers();
    let (mut by_x, mut tied_both) = (Vec::with_capacity(numbers.len()), 0);
    for group in x.groups() {
        let start = by_x.len();
        by_x.extend(group.iter().map(|i| numbers[*i as usize]));
        if group.len() > 1 {
            by_x[start..].sort_unstable();
            tied_both += by_x[start..].chunk_by(|a, b| a == b).map(|equal| pairs(narrow(equal.len()))).sum::<i64>();
        }
    }
    let (untied_x, untied_y, all) = (x.untied(), y.untied(), pairs(narrow(by_x.len())));
    // Pairs untied in both are all less those tied in one, those tied in both having been taken twice.
    (untied_x + untied_y - all + tied_both - 2 * exchanges(by_x), untied_x, untied_y)
}

/// The pairs that are out of order.
fn exchanges(mut from: Vec<u32>) -> i64 {
    let n = from.len();
    let mut to = from.clone();
    let (mut count, mut width) = (0_i64, 1);
    while width < n {
        for start in (0..n).step_by(2 * width) {
            let (middle, end) = ((start + width).min(n), (start + 2 * width).min(n));
            count += merge(&from[start..middle], &from[middle..end], &mut to[start..end]);
        }
        std::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    count
}

/// Merges two sorted halves, and counts the pairs that were out of order between them.
fn merge(left: &[u32], right: &[u32], to: &mut [u32]) -> i64 {
    let (mut l, mut r, mut count) = (0, 0, 0);
    for place in to {
        let take_right = l == left.len() || r < right.len() && right[r] < left[l];
        if take_right {
            *place = right[r];
            r += 1;
            count += left.len() - l;
        } else {
            *place = left[l];
            l += 1;
        }
    }
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Rank coefficient τ-b; `None` when a series is constant, shorter than two, or the lengths differ.
#[must_use]
pub fn kendall_tau_b(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let (score, x, y) = kendall_score(&Ordered::new(x), &Ordered::new(y));
    tau_b(score, x, y)
}

/// τ-b from numbers of pairs; `None` when no pair is untied in a series.
#[must_use]
pub fn tau_b(score: i64, untied_x: i64, untied_y: i64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "numbers of pairs are far below 2^52")]
    let (score, x, y) = (score as f64, untied_x as f64, untied_y as f64);
    (x > 0.0 && y > 0.0).then(|| (score / x.sqrt() / y.sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, pair by pair.
    fn by_definition(x: &[f64], y: &[f64]) -> Concordance {
        let sign = |a: f64, b: f64| i32::from(a > b) - i32::from(a < b);
        let n = x.len();
        let mut c = Concordance { score: 0, of_each: vec![0; n], untied_x: 0, untied_y: 0 };
        for i in 0..n {
            for j in 0..n {
                let (a, b) = (sign(x[i], x[j]), sign(y[i], y[j]));
                c.of_each[i] += a * b;
                if i < j {
                    c.score += i64::from(a * b);
                    c.untied_x += i64::from(a != 0);
                    c.untied_y += i64::from(b != 0);
                }
            }
        }
        c
    }

    /// Ten pupils ranked in mathematics and music, without ties: 21 pairs in the same order, 24 in the other.
    #[test]
    fn ten_pupils() {
        let mathematics = [7.0, 4.0, 3.0, 10.0, 6.0, 2.0, 9.0, 8.0, 1.0, 5.0];
        let music = [5.0, 7.0, 3.0, 10.0, 1.0, 9.0, 6.0, 2.0, 8.0, 4.0];
        let c = concordance(&mathematics, &music);
        assert_eq!((c.score, c.untied_x, c.untied_y), (-3, 45, 45));
        assert!((tau_b(c.score, c.untied_x, c.untied_y).unwrap() + 1.0 / 15.0).abs() < 1e-15);
    }

    #[test]
    fn ties_make_the_coefficient_larger_and_a_constant_has_none() {
        // Pairs: 6, one tied in x, none in y, 5 concordant.
        let c = concordance(&[1.0, 2.0, 2.0, 3.0], &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!((c.score, c.untied_x, c.untied_y), (5, 5, 6));
        assert!((tau_b(c.score, c.untied_x, c.untied_y).unwrap() - 5.0 / 30f64.sqrt()).abs() < 1e-15);
        assert_eq!(kendall_tau_b(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(kendall_tau_b(&[1.0, 2.0], &[2.0, 1.0]), Some(-1.0));
        assert_eq!(kendall_tau_b(&[1.0], &[1.0]), None);
    }

    proptest! {
        #[test]
        fn bits_count_what_the_definition_counts(rows in prop::collection::vec((0i32..12, 0i32..12), 2..140)) {
            let x: Vec<f64> = rows.iter().map(|r| f64::from(r.0)).collect();
            let y: Vec<f64> = rows.iter().map(|r| f64::from(r.1)).collect();
            let wanted = by_definition(&x, &y);
            prop_assert_eq!(kendall_score(&Ordered::new(&x), &Ordered::new(&y)), (wanted.score, wanted.untied_x, wanted.untied_y));
            prop_assert_eq!(concordance(&x, &y), wanted);
        }
    }
}
