//! Rows of different designs that show opposite signs.

use chiso_model::{Association, Design, Method, Remark};
use std::collections::{BTreeMap, BTreeSet};

/// Coefficients of this size are no small matter, whatever their interval: Cohen's "moderate", for
/// τ two thirds of it.
const MODERATE: [f64; 2] = [0.3, 0.2];

/// Says of each row which other designs show the same score and outcome, with the same lag and
/// method, go together the other way. Two rows contradict each other when their signs differ and
/// both are clear, or both at least moderate.
pub(super) fn contradictions(rows: &mut [Association]) {
    let mut pairs: BTreeMap<(String, String, i32, Method), Vec<usize>> = BTreeMap::new();
    for (i, row) in rows
        .iter()
        .enumerate()
        .filter(|(_, r)| r.coefficient.is_ok())
    {
        pairs
            .entry((row.score.clone(), row.outcome.clone(), row.lag, row.method))
            .or_default()
            .push(i);
    }
    for of_pair in pairs.into_values() {
        for i in &of_pair {
            let row = &rows[*i];
            let others: Vec<&Association> = of_pair
                .iter()
                .map(|j| &rows[*j])
                .filter(|other| contradict(row, other))
                .collect();
            let designs: BTreeSet<Design> = others.iter().map(|o| o.design).collect();
            let shown: Vec<String> = others.iter().filter_map(|o| shown(o)).collect();
            let row = &mut rows[*i];
            row.opposite = designs.into_iter().collect();
            if !shown.is_empty() {
                row.remarks.insert(0, Remark::OppositeSign(shown));
            }
        }
    }
}

fn contradict(row: &Association, other: &Association) -> bool {
    let strong = |r: &Association| {
        let bound = MODERATE[usize::from(r.method == Method::Kendall)];
        r.is_clear() || r.coefficient.is_ok_and(|c| c.abs() >= bound)
    };
    let differ = other.coefficient.unwrap_or_default() * row.coefficient.unwrap_or_default() < 0.0;
    other.design != row.design
        && differ
        && (other.is_clear() && row.is_clear() || strong(other) && strong(row))
}

/// Design, period and coefficient of a row.
fn shown(row: &Association) -> Option<String> {
    Some(format!(
        "{} {} {:+.2}",
        row.design.as_str(),
        row.period,
        row.coefficient.ok()?
    ))
}
