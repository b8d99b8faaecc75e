//! Small systems of normal equations, solved directly, and what is left of a series once others are
//! removed.
//!
//! Elimination on the symmetric matrix with the largest pivot first (Cholesky with pivoting, N. J.
//! Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed. 2002, §10.3). A pivot that is
//! rounding only belongs to a column that the others give already; its unknown is set to zero,
//! which leaves fitted values as they are.

use super::coefficient::dot;

/// Pivots below this share of the largest diagonal element are zero.
const RANK: f64 = 1e-10;

/// A symmetric positive semidefinite matrix, factored.
pub(super) struct Factor {
    n: usize,
    /// Order of elimination; those beyond `rank` depend on the others.
    order: Vec<usize>,
    rank: usize,
    /// Lower triangle by rows, in the order of elimination.
    lower: Vec<f64>,
}

impl Factor {
    /// Factors `a`, n × n by rows, of which the lower triangle is read.
    pub(super) fn new(mut a: Vec<f64>, n: usize) -> Factor {
        let mut order: Vec<usize> = (0..n).collect();
        let largest = (0..n).fold(0.0_f64, |m, i| m.max(a[i * n + i]));
        let mut rank = 0;
        let mut column = Vec::with_capacity(n);
        for k in 0..n {
            let mut best = k;
            for i in k + 1..n {
                if a[i * n + i] > a[best * n + best] {
                    best = i;
                }
            }
            let pivot = a[best * n + best];
            if pivot <= RANK * largest {
                break;
            }
            order.swap(k, best);
            exchange(&mut a, n, k, best);
            let root = pivot.sqrt();
            a[k * n + k] = root;
            column.clear();
            for i in k + 1..n {
                a[i * n + k] /= root;
                column.push(a[i * n + k]);
            }
            for i in k + 1..n {
                let row = &mut a[i * n + k + 1..=i * n + i];
                let factor = column[i - k - 1];
                row.iter_mut()
                    .zip(&column)
                    .for_each(|(v, c)| *v -= factor * c);
            }
            rank = k + 1;
        }
        Factor {
            n,
            order,
            rank,
            lower: a,
        }
    }

    /// Number of unknowns.
    pub(super) const fn size(&self) -> usize {
        self.n
    }

    /// A solution of a consistent system.
    pub(super) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let (n, r) = (self.n, self.rank);
        let mut z = vec![0.0; r];
        for i in 0..r {
            let mut v = b[self.order[i]];
            for j in 0..i {
                v -= self.lower[i * n + j] * z[j];
            }
            z[i] = v / self.lower[i * n + i];
        }
        for i in (0..r).rev() {
            let mut v = z[i];
            for j in i + 1..r {
                v -= self.lower[j * n + i] * z[j];
            }
            z[i] = v / self.lower[i * n + i];
        }
        let mut x = vec![0.0; n];
        for i in 0..r {
            x[self.order[i]] = z[i];
        }
        x
    }
}

/// Exchanges two rows and the same two columns of a symmetric matrix of which the lower triangle is
/// held; k is the smaller.
fn exchange(a: &mut [f64], n: usize, k: usize, other: usize) {
    if k == other {
        return;
    }
    for j in 0..k {
        a.swap(k * n + j, other * n + j);
    }
    a.swap(k * n + k, other * n + other);
    for j in k + 1..other {
        a.swap(j * n + k, other * n + j);
    }
    for i in other + 1..n {
        a.swap(i * n + k, i * n + other);
    }
}

/// Series at right angles to each other that span what the given ones span (Gram-Schmidt, gone
/// through twice). One that the others give already is left out.
pub(super) fn basis(series: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for s in series {
        let before = dot(s, s).sqrt();
        let mut left = s.clone();
        for _ in 0..2 {
            remove(&mut left, &basis);
        }
        let size = dot(&left, &left).sqrt();
        if before > 0.0 && size > RANK * before {
            for v in &mut left {
                *v /= size;
            }
            basis.push(left);
        }
    }
    basis
}

fn remove(series: &mut [f64], basis: &[Vec<f64>]) {
    for q in basis {
        let share = dot(series, q);
        series.iter_mut().zip(q).for_each(|(v, q)| *v -= share * q);
    }
}

/// Removes from each series what is linear in the controls, and gives the controls as series at
/// right angles of length one. Series and controls must be centred already. (R. Frisch and F. V.
/// Waugh 1933; M. C. Lovell 1963.)
pub fn partial_out(series: [&mut Vec<f64>; 2], controls: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let basis = basis(controls);
    for s in series {
        for _ in 0..2 {
            remove(s, &basis);
        }
    }
    basis
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_system_has_its_solution() {
        let x = Factor::new(vec![4.0, 2.0, 0.0, 2.0, 5.0, 1.0, 0.0, 1.0, 3.0], 3)
            .solve(&[8.0, 15.0, 11.0]);
        for (found, wanted) in x.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - wanted).abs() < 1e-14, "{x:?}");
        }
    }

    #[test]
    fn a_singular_but_consistent_system_has_one_too() {
        // Two groups that nothing joins: each is determined up to a constant.
        let a = vec![
            1.0, -1.0, 0.0, 0.0, -1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 2.0, -2.0, 0.0, 0.0, -2.0, 2.0,
        ];
        let x = Factor::new(a, 4).solve(&[3.0, -3.0, 8.0, -8.0]);
        assert!(
            (x[0] - x[1] - 3.0).abs() < 1e-14 && (x[2] - x[3] - 4.0).abs() < 1e-14,
            "{x:?}"
        );
    }

    #[test]
    fn what_a_control_explains_is_removed() {
        let (mut x, mut y) = (vec![-1.0, 0.0, 1.0, 0.0], vec![2.0, -2.0, 1.0, -1.0]);
        let control = vec![-1.0, -1.0, 1.0, 1.0];
        let basis = partial_out([&mut x, &mut y], &[control.clone(), control.clone()]);
        assert_eq!(basis.len(), 1, "the same control twice is one");
        assert!(dot(&x, &control).abs() < 1e-14 && dot(&y, &control).abs() < 1e-14);
    }
}
