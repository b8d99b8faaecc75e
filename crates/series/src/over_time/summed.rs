//! The values of sums over areas and of weighted means, over time.

use crate::over_time::lines::push_all;
use crate::over_time::values::Values;
use chiso_model::{AreaRegister, Cell, Measure, Timeline};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// The values of a measure that is added up from other areas or weighted by another measure, over
/// time. What one area has depends on others, so all of them are made at each moment at which any
/// cell behind them changed.
pub fn summed_over_time<'a, E: 'a>(
    measure: &Measure,
    declared: &[Measure],
    (areas, boundary): (&AreaRegister, NaiveDate),
    cells: impl Iterator<Item = &'a Timeline<Result<Cell, E>>>,
) -> Values {
    let cells: Vec<_> = cells.collect();
    let moments: BTreeSet<DateTime<Utc>> = cells.iter().flat_map(|line| line.moments()).collect();
    let mut made = Values::default();
    for moment in moments {
        let known: Vec<Cell> = cells
            .iter()
            .filter_map(|line| line.at(Some(moment))?.as_ref().ok().cloned())
            .collect();
        let now = crate::values(measure, declared, &known, areas, boundary);
        push_all(&mut made.lines, moment, now);
    }
    made
}
