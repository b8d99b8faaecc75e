//! The members of dimensions whose figures a total lacks.

use crate::inspect::explain::explanation::{ExplainedRow, LackingMember};
use crate::model::{Breakdown, MeasureSource, Period, Span, UnitId};
use crate::rollup::Fate;
use std::collections::{BTreeMap, BTreeSet};

/// The members that exist in a period and have no figure among the rows that were to be added up,
/// by area and period.
pub(super) fn lacking_members(source: &MeasureSource, rows: &[ExplainedRow]) -> Vec<LackingMember> {
    if source.totals.is_empty() || source.list {
        return vec![];
    }
    let mut cells: BTreeMap<(UnitId, Period, Span), Vec<&ExplainedRow>> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.fate == Fate::Used) {
        let key = (row.area, row.row.period, row.row.span);
        cells.entry(key).or_default().push(row);
    }
    let of_cell = |((area, period, span), rows): ((UnitId, Period, Span), Vec<&ExplainedRow>)| {
        let asked = asked(source, (period, span), &rows);
        let there: BTreeSet<Breakdown> = rows
            .iter()
            .filter(|r| r.row.value.is_some())
            .map(|r| Breakdown::new(r.dimensions.clone()))
            .collect();
        asked
            .into_iter()
            .filter(move |members| !there.iter().any(|row| row.has(members)))
            .map(move |members| LackingMember {
                area,
                period,
                members,
            })
    };
    cells.into_iter().flat_map(of_cell).collect()
}

/// Every combination of members of the dimensions whose total is not stated.
fn asked(
    source: &MeasureSource,
    (period, span): (Period, Span),
    rows: &[&ExplainedRow],
) -> Vec<Breakdown> {
    let stated = |dimension: &str| {
        let total = source.totals.iter().find(|t| t.dimension == dimension);
        rows.iter().flat_map(|r| &r.dimensions).any(|(name, code)| {
            name == dimension && total.is_some_and(|t| t.members.is_total(code))
        })
    };
    let mut all: Vec<Vec<(String, String)>> = vec![vec![]];
    for total in source.totals.iter().filter(|t| !stated(&t.dimension)) {
        let longer = all.iter().flat_map(|pairs| {
            let members = total.members.in_period(period, span);
            members.map(move |member| {
                let pair = (total.dimension.clone(), member.code.clone());
                [pairs.as_slice(), &[pair]].concat()
            })
        });
        all = longer.collect();
    }
    let all = all.into_iter().map(Breakdown::new);
    all.filter(|members| !members.is_total()).collect()
}
