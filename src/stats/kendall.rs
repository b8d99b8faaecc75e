//! Kendall's τ-b, and what each observation contributes to it.
//!
//! Source: M. G. Kendall, *The treatment of ties in ranking problems*, Biometrika 33 (1945). Pairs are counted with sets of bits:
//! observations are gone through by x, and for each the bits tell how many before it have a smaller or a larger y.

use super::coefficient::average_ranks;

/// Concordant less discordant pairs, whole and by observation, with what ties leave of the number of pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Concordance {
    /// Concordant less discordant pairs.
    pub score: i64,
    /// For each observation, its concordant less its discordant pairs; they add up to twice the score.
    pub of_each: Vec<i32>,
    /// Pairs not tied in x.
    pub untied_x: i64,
    /// Pairs not tied in y.
    pub untied_y: i64,
}

impl Concordance {
    /// τ-b; `None` when a series is constant.
    #[must_use]
    pub fn tau_b(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "numbers of pairs are far below 2^52")]
        let (score, x, y) = (self.score as f64, self.untied_x as f64, self.untied_y as f64);
        (x > 0.0 && y > 0.0).then(|| (score / x.sqrt() / y.sqrt()).clamp(-1.0, 1.0))
    }
}

/// The order of a series for counting: groups of equals, smallest first.
pub(super) struct Groups {
    /// Positions by value.
    pub order: Vec<u32>,
    /// Where each group of equals ends in `order`.
    pub ends: Vec<u32>,
}

impl Groups {
    pub(super) fn new(x: &[f64]) -> Groups {
        let order = super::coefficient::order(x);
        #[expect(clippy::float_cmp, reason = "equal means equal")]
        let last_of_group = |i: &usize| order.get(i + 1).is_none_or(|next| x[*next] != x[order[*i]]);
        let ends = (0..order.len()).filter(last_of_group).map(|i| narrow(i + 1)).collect();
        Groups { order: order.iter().map(|i| narrow(*i)).collect(), ends }
    }

    /// Pairs of different values.
    pub(super) fn untied(&self) -> i64 {
        let pairs = |n: i64| n * (n - 1) / 2;
        let mut start = 0;
        let mut tied = 0;
        for end in &self.ends {
            tied += pairs(i64::from(end - start));
            start = *end;
        }
        pairs(i64::from(start)) - tied
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Ranks of y as places of bits: equals have the same, and each says how many are smaller and how many not larger.
pub(super) struct Places {
    /// For each observation: its own bit (all different), the first bit of its group of equals, the first bit after it.
    pub of: Vec<[u32; 3]>,
    /// Words of a set of bits.
    pub words: usize,
}

impl Places {
    pub(super) fn new(y: &[f64]) -> Places {
        let groups = Groups::new(y);
        let mut of = vec![[0; 3]; y.len()];
        let mut start = 0;
        for end in &groups.ends {
            for place in start..*end {
                of[groups.order[place as usize] as usize] = [place, start, *end];
            }
            start = *end;
        }
        Places { of, words: y.len().div_ceil(64).max(1) }
    }
}

/// Bits set before a place.
fn below(set: &[u64], place: u32) -> i32 {
    let (word, bit) = ((place / 64) as usize, place % 64);
    let mut count = 0;
    for whole in &set[..word] {
        count += whole.count_ones();
    }
    if bit > 0 {
        count += (set[word] & ((1 << bit) - 1)).count_ones();
    }
    count.cast_signed()
}

/// Concordant less discordant pairs of each observation. `at(i)` tells which observation of y stands with the i-th of x, so that
/// a permutation of y needs no copying. `set` is scratch of `places.words` words.
pub(super) fn contributions(x: &Groups, places: &Places, at: impl Fn(u32) -> u32, set: &mut [u64], of_each: &mut [i32]) -> i64 {
    set.fill(0);
    let mut seen: i32 = 0;
    let mut start = 0_usize;
    for end in &x.ends {
        let group = &x.order[start..*end as usize];
        for i in group {
            let [_, low, high] = places.of[at(*i) as usize];
            // Before it in x: smaller y are concordant, larger ones discordant.
            of_each[*i as usize] = below(set, low) - (seen - below(set, high));
        }
        for i in group {
            let own = places.of[at(*i) as usize][0];
            set[(own / 64) as usize] |= 1 << (own % 64);
            seen += 1;
        }
        start = *end as usize;
    }
    // All bits are set now; taking them off from the front leaves those after an observation in x.
    let mut twice = 0;
    start = 0;
    for end in &x.ends {
        let group = &x.order[start..*end as usize];
        for i in group {
            let own = places.of[at(*i) as usize][0];
            set[(own / 64) as usize] &= !(1 << (own % 64));
            seen -= 1;
        }
        for i in group {
            let [_, low, high] = places.of[at(*i) as usize];
            of_each[*i as usize] += (seen - below(set, high)) - below(set, low);
            twice += i64::from(of_each[*i as usize]);
        }
        start = *end as usize;
    }
    twice / 2
}

/// Counts concordant and discordant pairs. Both series must be of the same length.
#[must_use]
pub fn concordance(x: &[f64], y: &[f64]) -> Concordance {
    let (groups, places) = (Groups::new(x), Places::new(y));
    let mut of_each = vec![0; x.len()];
    let score = contributions(&groups, &places, |i| i, &mut vec![0; places.words], &mut of_each);
    Concordance { score, of_each, untied_x: groups.untied(), untied_y: Groups::new(y).untied() }
}

/// Rank coefficient τ-b; `None` when a series is constant, shorter than two, or the lengths differ.
#[must_use]
pub fn kendall_tau_b(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    // Long series are counted on ranks: the same order, and no cell is looked at twice.
    concordance(&average_ranks(x), &average_ranks(y)).tau_b()
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
        assert!((c.tau_b().unwrap() + 1.0 / 15.0).abs() < 1e-15);
    }

    #[test]
    fn ties_make_the_coefficient_larger_and_a_constant_has_none() {
        // Pairs: 6, one tied in x, none in y, 5 concordant.
        let c = concordance(&[1.0, 2.0, 2.0, 3.0], &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!((c.score, c.untied_x, c.untied_y), (5, 5, 6));
        assert!((c.tau_b().unwrap() - 5.0 / 30f64.sqrt()).abs() < 1e-15);
        assert_eq!(kendall_tau_b(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(kendall_tau_b(&[1.0, 2.0], &[2.0, 1.0]), Some(-1.0));
        assert_eq!(kendall_tau_b(&[1.0], &[1.0]), None);
    }

    proptest! {
        #[test]
        fn bits_count_what_the_definition_counts(rows in prop::collection::vec((0i32..12, 0i32..12), 2..140)) {
            let x: Vec<f64> = rows.iter().map(|r| f64::from(r.0)).collect();
            let y: Vec<f64> = rows.iter().map(|r| f64::from(r.1)).collect();
            prop_assert_eq!(concordance(&x, &y), by_definition(&x, &y));
        }
    }
}
