//! Parts of a table: which values of each variable, and how many cells they are together.

use std::ops::Range;

/// For each variable chosen, which of its values.
pub(super) type Part = Vec<Range<usize>>;

/// Cells of a part.
pub(super) fn cells(part: &Part) -> u64 {
    part.iter()
        .map(|range| range.len() as u64)
        .fold(1, u64::saturating_mul)
}

/// The variable of which a part has most values; nothing when each has one.
pub(super) fn largest(part: &Part) -> Option<usize> {
    (0..part.len())
        .filter(|at| part[*at].len() > 1)
        .max_by_key(|at| (part[*at].len(), std::cmp::Reverse(*at)))
}

/// A part with other values of one variable.
pub(super) fn with(part: &Part, at: usize, range: Range<usize>) -> Part {
    let mut part = part.clone();
    part[at] = range;
    part
}

/// Parts of at most so many cells, divided over the largest variable, in the order of its values.
pub(super) fn fitting(part: &Part, most: u64) -> Vec<Part> {
    let total = cells(part);
    let Some(at) = largest(part).filter(|_| most > 0 && total > most) else {
        return vec![part.clone()];
    };
    let range = part[at].clone();
    let others = total / range.len() as u64;
    let step = usize::try_from((most / others).max(1)).unwrap_or(usize::MAX);
    let pieces = range
        .clone()
        .step_by(step)
        .map(|from| with(part, at, from..from.saturating_add(step).min(range.end)));
    pieces.flat_map(|piece| fitting(&piece, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_table_is_divided_over_its_largest_variable() {
        // 63 provinces × 10 years × 2 kinds under 300 cells: 15 provinces at a time.
        let parts = fitting(&vec![0..63, 0..10, 0..2], 300);
        assert_eq!(
            parts.iter().map(|p| p[0].clone()).collect::<Vec<_>>(),
            [0..15, 15..30, 30..45, 45..60, 60..63]
        );
        assert!(parts.iter().all(|p| p[1..] == [0..10, 0..2]));
        assert_eq!(
            fitting(&vec![0..63, 0..10], 0),
            [vec![0..63, 0..10]],
            "no limit, no division"
        );
        // One province is too much already, so its years are divided too.
        assert_eq!(fitting(&vec![0..3, 0..2], 1).len(), 6);
    }

    proptest! {
        #[test]
        fn every_cell_is_asked_for_once_and_no_part_is_too_large(sizes in prop::collection::vec(1_usize..8, 1..5), most in 1_u64..60) {
            let parts = fitting(&sizes.iter().map(|n| 0..*n).collect(), most);
            let total: usize = sizes.iter().product();
            let mut seen = std::collections::BTreeSet::new();
            for part in &parts {
                prop_assert!(cells(part) <= most);
                let mut points: Vec<Vec<usize>> = vec![vec![]];
                for range in part {
                    points = points.iter().flat_map(|p| range.clone().map(move |i| [p.as_slice(), &[i]].concat())).collect();
                }
                for point in points {
                    prop_assert!(seen.insert(point), "asked for twice");
                }
            }
            prop_assert_eq!(seen.len(), total);
        }
    }
}
