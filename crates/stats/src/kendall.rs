//! Kendall's τ-b, and what each observation contributes to it.
//!
//! Source: M. G. Kendall, *The treatment of ties in ranking problems*, Biometrika 33 (1945). Pairs
//! are counted with sets of bits: observations are gone through by x, and for each the bits say how
//! many before it have a smaller or a larger y.

use super::ranks::{Ordered, narrow, pairs};

/// Concordant minus discordant pairs, whole and by observation, with what ties leave of the number
/// of pairs.
#[cfg(test)]
#[derive(Clone, Debug, PartialEq)]
struct Concordance {
    /// Concordant minus discordant pairs.
    score: i64,
    /// For each observation, its concordant minus its discordant pairs; they add up to twice the
    /// score.
    of_each: Vec<i32>,
    /// Pairs not tied in x.
    untied_x: i64,
    /// Pairs not tied in y.
    untied_y: i64,
}

/// Which observations of y have a smaller and which a larger value than each, as sets of bits;
/// every observation has a bit of its own.
pub(super) struct Places {
    /// The bit of each observation.
    own: Vec<u32>,
    /// How many observations have the value of each.
    tied: Vec<i32>,
    /// For each word of bits, the smaller and the larger ones of each observation.
    words: Vec<Vec<[u64; 2]>>,
}

impl Places {
    pub(super) fn new(y: &[f64]) -> Places {
        let n = narrow(y.len());
        let (mut own, mut tied) = (vec![0; y.len()], vec![0; y.len()]);
        let mut words = vec![vec![[0; 2]; y.len()]; y.len().div_ceil(64)];
        let mut start = 0;
        for group in Ordered::new(y).groups() {
            let end = start + narrow(group.len());
            for (place, i) in (start..end).zip(group) {
                let i = *i as usize;
                (own[i], tied[i]) = (place, (end - start).cast_signed());
                for (word, first) in words.iter_mut().zip((0..).step_by(64)) {
                    word[i] = [bits(0, start, first), bits(end, n, first)];
                }
            }
            start = end;
        }
        Places { own, tied, words }
    }
}

/// The places from `start` to before `end`, as bits of the word that begins with the place `first`.
fn bits(start: u32, end: u32, first: u32) -> u64 {
    let below = |place: u32| match place.saturating_sub(first) {
        64.. => u64::MAX,
        bits => (1 << bits) - 1,
    };
    below(end) & !below(start)
}

/// Concordant minus discordant pairs of each observation, and of all. `at[i]` says which
/// observation of y stands with the i-th of x, so that a permutation of y needs no copying.
pub(super) fn contributions(x: &Ordered, places: &Places, at: &[u32], of_each: &mut [i32]) -> i64 {
    // Pairs that are tied in neither are concordant or discordant, so each observation begins with
    // all of them taken as discordant. Their number is n less those tied with it in x, less those
    // tied in y, and those tied in both, which were taken off twice.
    let n = narrow(at.len()).cast_signed();
    for group in x.groups() {
        let tied_x = narrow(group.len()).cast_signed();
        // In a group of one that is itself alone; in larger ones they are counted below.
        let tied_both = i32::from(tied_x == 1);
        for i in group {
            of_each[*i as usize] = tied_x + places.tied[at[*i as usize] as usize] - tied_both - n;
        }
    }
    for (word, sets) in (0..).zip(&places.words) {
        let mut before = 0_u64;
        for group in x.groups() {
            let mut through = before;
            for i in group {
                let own = places.own[at[*i as usize] as usize];
                through |= u64::from(own / 64 == word) << (own % 64);
            }
            for i in group {
                let [smaller, larger] = sets[at[*i as usize] as usize];
                // Before it in x smaller y are concordant, after it larger ones.
                let concordant = (before & smaller | !through & larger)
                    .count_ones()
                    .cast_signed();
                let tied_both = if group.len() == 1 {
                    0
                } else {
                    (through & !before & !(smaller | larger))
                        .count_ones()
                        .cast_signed()
                };
                of_each[*i as usize] += 2 * concordant - tied_both;
            }
            before = through;
        }
    }
    of_each.iter().map(|c| i64::from(*c)).sum::<i64>() / 2
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
    let score = contributions(&groups, &places, &identity(x.len()), &mut of_each);
    Concordance {
        score,
        of_each,
        untied_x: groups.untied(),
        untied_y: Ordered::new(y).untied(),
    }
}

/// Concordant minus discordant pairs, pairs not tied in x and pairs not tied in y, without asking
/// who contributes what. W. R. Knight, *A computer method for calculating Kendall's tau with
/// ungrouped data*, JASA 61 (1966): pairs out of order are the exchanges of a merge sort. Both
/// series must be of the same length.
#[must_use]
pub fn kendall_score(x: &Ordered, y: &Ordered) -> (i64, i64, i64) {
    let numbers = y.numbers();
    let (mut by_x, mut tied_both) = (Vec::with_capacity(numbers.len()), 0);
    for group in x.groups() {
        let start = by_x.len();
        by_x.extend(group.iter().map(|i| numbers[*i as usize]));
        if group.len() > 1 {
            by_x[start..].sort_unstable();
            tied_both += by_x[start..]
                .chunk_by(|a, b| a == b)
                .map(|equal| pairs(narrow(equal.len())))
                .sum::<i64>();
        }
    }
    let (untied_x, untied_y, all) = (x.untied(), y.untied(), pairs(narrow(by_x.len())));
    // Pairs untied in both are all less those tied in one, those tied in both having been taken
    // twice.
    (
        untied_x + untied_y - all + tied_both - 2 * exchanges(by_x),
        untied_x,
        untied_y,
    )
}

/// The pairs that are out of order.
fn exchanges(mut from: Vec<u32>) -> i64 {
    let n = from.len();
    let mut to = from.clone();
    let (mut count, mut width) = (0_i64, 1);
    while width < n {
        for start in (0..n).step_by(2 * width) {
            let (middle, end) = ((start + width).min(n), (start + 2 * width).min(n));
            count += merge(
                &from[start..middle],
                &from[middle..end],
                &mut to[start..end],
            );
        }
        std::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    count
}

/// Merges two sorted halves, and counts the pairs that were out of order between them. No branch
/// depends on the values, because nobody can foresee which half is smaller.
fn merge(left: &[u32], right: &[u32], to: &mut [u32]) -> i64 {
    let (mut l, mut r, mut count) = (0, 0, 0);
    while l < left.len() && r < right.len() {
        let take_right = right[r] < left[l];
        to[l + r] = if take_right { right[r] } else { left[l] };
        count += usize::from(take_right) * (left.len() - l);
        r += usize::from(take_right);
        l += usize::from(!take_right);
    }
    let rest = if l < left.len() {
        &left[l..]
    } else {
        &right[r..]
    };
    to[l + r..].copy_from_slice(rest);
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
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of pairs are far below 2^52"
    )]
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
        let mut c = Concordance {
            score: 0,
            of_each: vec![0; n],
            untied_x: 0,
            untied_y: 0,
        };
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

    /// Ten pupils ranked in mathematics and music, without ties: 21 pairs in the same order, 24 in
    /// the other.
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
        assert!(
            (tau_b(c.score, c.untied_x, c.untied_y).unwrap() - 5.0 / 30f64.sqrt()).abs() < 1e-15
        );
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
