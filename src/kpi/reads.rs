//! Which scores look at a value, so that a change of one value is followed to the scores it touches and no further.
//!
//! The other direction of [`operands`](super::operands): whatever that looks up must be found here. The tests hold the two against each other.

use crate::model::{Kpi, KpiKind, PaceRule, Period, Span, UnitId};

/// Scores that look at a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// One cell.
    Cell(UnitId, Period, Span),
    /// Every area's in one period.
    Slice(Period, Span),
}

/// The scores of a KPI that look at a value of one of its measures. Some of them may not be asked for.
#[must_use]
pub fn readers(kpi: &Kpi, measure: &str, (unit, period, span): (UnitId, Period, Span)) -> Vec<Reader> {
    let mut found = Vec::new();
    let mut at = |period: Period, span: Span| found.push(Reader::Cell(unit, period, span));
    match &kpi.kind {
        KpiKind::Growth { .. } | KpiKind::ScoreChange { .. } | KpiKind::ShareChange { .. } => {
            at(period, span);
            at(period.year_after(), span);
        }
        KpiKind::Rank { .. } => return vec![Reader::Slice(period, span)],
        _ => at(period, span),
    }
    let Some(pace) = kpi.pace else { return found };
    let Period::Year(year) = period.of_year() else { return found };
    let whole_year = (period, span) == (Period::Year(year), Span::Period);
    // The plan of a year is the plan of its every month to date.
    let plan = matches!(&kpi.kind, KpiKind::Attainment { plan, .. } if plan == measure);
    if plan && whole_year {
        within(year).for_each(|p| at(p, Span::Ytd));
    }
    // The usual pace looks at the same month, and at the whole, of years before.
    if pace.rule == PaceRule::Usual && (whole_year || span == Span::Ytd) {
        for later in year..=year.saturating_add(pace.years) {
            let same = within(later).filter(|p| whole_year || *p == in_year(period, later));
            same.for_each(|p| at(p, Span::Ytd));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Every period that a year to date may end with.
fn within(year: i32) -> impl Iterator<Item = Period> {
    (1..=12).map(move |m| Period::Month(year, m)).chain((1..=4).map(move |q| Period::Quarter(year, q))).chain([Period::Year(year)])
}

const fn in_year(period: Period, year: i32) -> Period {
    match period {
        Period::Year(_) => Period::Year(year),
        Period::Quarter(_, q) => Period::Quarter(year, q),
        Period::Month(_, m) => Period::Month(year, m),
    }
}
