//! Periods that no source states, worked out from those that one does: months from years to date, years from months, twelve months up to any.
//!
//! Everything is a difference of cumulative figures of a year, `C(month)`, with `C(0)` nothing: a month is `C(m) − C(m−1)`, a year `C(12)`,
//! the twelve months up to a month `C(12) − C(m)` of the year before and `C(m)` of this one. What stands on both sides cancels before
//! anything is looked up, so a quarter needs its own months only. A figure that lacks a piece is `partial_period` and names the piece;
//! nothing is guessed. A stock (`over_time = "last"`) is never added: its quarter or year is its last month or quarter. A period that a source states is never worked out, and figures of two datasets are not put into one.

use crate::model::{Dec, Measure, MeasureValue, OverTime, Period, Reason, Span, UnitId, WorkedOut};
use crate::model::{Flag, Piece};
use crate::series::combine::join;
use std::collections::{BTreeMap, BTreeSet};

/// Figures of one area from one dataset, by period and span.
type Stated<'a> = BTreeMap<(Period, Span), &'a MeasureValue>;

/// The values of a measure on one boundary, with those that it asks to be worked out; in the order of the key.
#[must_use]
pub fn work_out(measure: &Measure, mut values: Vec<MeasureValue>) -> Vec<MeasureValue> {
    if measure.periods.is_empty() {
        return values;
    }
    let mut series: BTreeMap<(UnitId, usize), Stated<'_>> = BTreeMap::new();
    let mut held: BTreeSet<(UnitId, Period, Span)> = BTreeSet::new();
    for value in &values {
        let rank = measure.sources.iter().position(|s| s.dataset == value.dataset).unwrap_or(usize::MAX);
        series.entry((value.area, rank)).or_default().insert((value.period, value.span), value);
        held.insert((value.area, value.period, value.span));
    }
    let mut found: BTreeMap<(UnitId, Period, Span), MeasureValue> = BTreeMap::new();
    for ((area, _), stated) in &series {
        for (period, span) in wanted(measure, stated) {
            let key = (*area, period, span);
            // The first dataset that has all of it, else the first that has any of it.
            let complete = found.get(&key).is_some_and(|v| v.pieces.iter().all(|p| !p.lacking));
            if held.contains(&key) || complete {
                continue;
            }
            if let Some(value) = one(measure, stated, period, span)
                && (value.pieces.iter().all(|p| !p.lacking) || !found.contains_key(&key))
            {
                found.insert(key, value);
            }
        }
    }
    values.extend(found.into_values());
    values
}

/// The periods to work out: those that end within what is stated.
fn wanted(measure: &Measure, stated: &Stated<'_>) -> BTreeSet<(Period, Span)> {
    let mut wanted = BTreeSet::new();
    for (period, _) in stated.keys() {
        let (year, month) = end(*period);
        for worked_out in &measure.periods {
            match worked_out {
                WorkedOut::Month if matches!(period, Period::Month(..)) => _ = wanted.insert((*period, Span::Period)),
                WorkedOut::Quarter if !matches!(period, Period::Year(_)) => {
                    wanted.insert((Period::Quarter(year, month.div_ceil(3)), Span::Period));
                }
                WorkedOut::Year => _ = wanted.insert((Period::Year(year), Span::Period)),
                WorkedOut::Ytd if !matches!(period, Period::Year(_)) => _ = wanted.insert((*period, Span::Ytd)),
                WorkedOut::Rolling12 if !matches!(period, Period::Year(_)) => _ = wanted.insert((*period, Span::Rolling12)),
                _ => {}
            }
        }
    }
    wanted
}

/// Year and last month of a period.
const fn end(period: Period) -> (i32, u32) {
    match period {
        Period::Year(year) => (year, 12),
        Period::Quarter(year, quarter) => (year, quarter * 3),
        Period::Month(year, month) => (year, month),
    }
}

/// What a cumulative figure is put together from first: the totals that are stated, or the months and quarters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Parts,
    Totals,
}

/// The stated figures that make up the months 1 to `month` of a year; those that lack are among them.
fn cumulative(stated: &Stated<'_>, year: i32, month: u32, by: By) -> Vec<(Period, Span)> {
    let there = |key: (Period, Span)| stated.contains_key(&key).then_some(key);
    let quarter = || (month.is_multiple_of(3)).then_some(Period::Quarter(year, month / 3));
    let total = || {
        there((Period::Month(year, month), Span::Ytd))
            .or_else(|| there((quarter()?, Span::Ytd)))
            .or_else(|| if month == 12 { there((Period::Year(year), Span::Period)) } else { None })
    };
    let part = || there((Period::Month(year, month), Span::Period)).or_else(|| there((quarter()?, Span::Period)));
    if month == 0 {
        return vec![];
    }
    let chosen = match by {
        By::Totals => total().or_else(part),
        By::Parts => part().or_else(total),
    };
    let lacking = || {
        let quarterly = !stated.keys().any(|(p, s)| matches!(p, Period::Month(..)) && *s == Span::Period);
        let by_quarter = stated.keys().any(|(p, s)| matches!(p, Period::Quarter(..)) && *s == Span::Period);
        match quarter() {
            Some(quarter) if quarterly && by_quarter => (quarter, Span::Period),
            _ => (Period::Month(year, month), Span::Period),
        }
    };
    let (period, span) = chosen.unwrap_or_else(lacking);
    let before = match (span, period) {
        (Span::Period, Period::Month(..)) => month - 1,
        (Span::Period, Period::Quarter(..)) => month - 3,
        _ => 0,
    };
    let mut pieces = cumulative(stated, year, before, by);
    pieces.push((period, span));
    pieces
}

/// The pieces of a period, with what stands on both sides left out. `None` when nothing of it is stated.
fn pieces(stated: &Stated<'_>, period: Period, span: Span, by: By) -> Option<Vec<Piece>> {
    let (year, month) = end(period);
    let upto = |year, month| cumulative(stated, year, month, by);
    let (added, taken_off) = match span {
        Span::Ytd => (upto(year, month), vec![]),
        Span::Rolling12 => ([upto(year - 1, 12), upto(year, month)].concat(), upto(year - 1, month)),
        Span::Period => {
            let months = match period {
                Period::Year(_) => 12,
                Period::Quarter(..) => 3,
                Period::Month(..) => 1,
            };
            (upto(year, month), upto(year, month - months))
        }
    };
    let both: BTreeSet<_> = added.iter().filter(|p| taken_off.contains(p)).copied().collect();
    let piece = |taken_off: bool| {
        let stated = &stated;
        move |(period, span): (Period, Span)| Piece { period, span, taken_off, lacking: !stated.contains_key(&(period, span)) }
    };
    let left = |all: Vec<(Period, Span)>| all.into_iter().filter(|p| !both.contains(p)).collect::<Vec<_>>();
    let pieces: Vec<Piece> = left(added).into_iter().map(piece(false)).chain(left(taken_off).into_iter().map(piece(true))).collect();
    pieces.iter().any(|p| !p.lacking).then_some(pieces)
}

/// One period worked out; `None` when nothing of it is stated, or it reaches back before the first figure.
fn one(measure: &Measure, stated: &Stated<'_>, period: Period, span: Span) -> Option<MeasureValue> {
    if measure.over_time == Some(OverTime::Last) {
        return last(stated, period);
    }
    let by = |by| pieces(stated, period, span, by);
    let whole = |p: &Vec<Piece>| p.iter().all(|p| !p.lacking);
    let pieces = by(By::Parts).filter(whole).or_else(|| by(By::Totals).filter(whole)).or_else(|| by(By::Totals)).or_else(|| by(By::Parts))?;
    let first = stated.keys().map(|(p, _)| p.start()).min()?;
    if span == Span::Rolling12 && pieces.iter().any(|p| p.lacking && p.period.start() < first) {
        return None;
    }
    let mut there = pieces.iter().filter(|p| !p.lacking);
    let start = there.next()?;
    let mut value = (*stated.get(&(start.period, start.span))?).clone();
    if start.taken_off {
        value.figure.value = value.figure.value.and_then(|v| Dec::ZERO.checked_sub(v));
    }
    for piece in there {
        let other = stated.get(&(piece.period, piece.span))?;
        join(&mut value.figure, &other.figure, if piece.taken_off { Dec::checked_sub } else { Dec::checked_add });
    }
    let lacking = pieces.iter().any(|p| p.lacking);
    if lacking {
        value.figure.reasons.insert(Reason::PartialPeriod);
    }
    let starts = || pieces.iter().map(|p| p.period);
    if let (Some(first), Some(last)) = (starts().min_by_key(|p| p.start()), starts().max_by_key(|p| p.start()))
        && measure.breaks_between(first, last).is_some()
    {
        value.figure.reasons.insert(Reason::DefinitionBreak);
    }
    if !value.figure.reasons.is_empty() {
        value.figure.value = None;
    }
    if value.figure.flags.contains(&Flag::BoundaryRebased) {
        // Which units were added up may differ from piece to piece.
        value.parts = pieces.iter().filter_map(|p| stated.get(&(p.period, p.span))).flat_map(|v| v.parts.iter().copied()).collect();
        value.parts.sort_unstable();
        value.parts.dedup();
    }
    Some(MeasureValue { period, span, pieces, ..value })
}

/// The figure at the end of a period: that of its last quarter, else of its last month. `None` when nothing within the period is stated.
fn last(stated: &Stated<'_>, period: Period) -> Option<MeasureValue> {
    let (year, month) = end(period);
    let ends = [Period::Quarter(year, month.div_ceil(3)), Period::Month(year, month)].map(|p| (p, Span::Period));
    let within = |p: Period| p != period && p.start() >= period.start() && p.end() <= period.end();
    let (latest, held) = stated.iter().filter(|((p, span), _)| *span == Span::Period && within(*p)).max_by_key(|((p, _), _)| p.end())?;
    let found = ends.iter().filter(|(p, _)| *p != period).find_map(|key| Some((*key, *stated.get(key)?)));
    // The piece that is not there is named by the frequency that is stated.
    let at_end = if matches!(latest.0, Period::Quarter(..)) { ends[0] } else { ends[1] };
    let ((piece, span), value) = found.unwrap_or((at_end, held));
    let mut value = value.clone();
    if found.is_none() {
        value.figure.value = None;
        value.figure.reasons.insert(Reason::PartialPeriod);
    }
    let pieces = vec![Piece { period: piece, span, taken_off: false, lacking: found.is_none() }];
    Some(MeasureValue { period, span: Span::Period, pieces, ..value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Aggregate, Bilingual, Figure, Function, MeasureSource, Status};
    use proptest::prelude::*;

    fn measure(periods: &[WorkedOut]) -> Measure {
        let value = Aggregate { function: Function::Sum, column: "n".into() };
        let source = MeasureSource { dataset: "d".into(), value, filter: None, prefer: None, parts: None, corrections: true, list: false };
        Measure {
            id: "m".into(),
            title: Bilingual::default(),
            sources: vec![source],
            periods: periods.to_vec(),
            over_time: None,
            breaks: vec![],
            real: None,
            weight: None,
            sum_of: None,
        }
    }

    fn value(period: Period, span: Span, n: i64) -> MeasureValue {
        let day = "2025-06-30".parse().unwrap();
        let figure = Figure {
            value: Some(Dec::from_int(n)),
            unit: "n".into(),
            basis: String::new(),
            scheme: String::new(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
            source_ids: BTreeSet::new(),
            deliveries: BTreeSet::new(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        };
        let (measure, dataset) = ("m".to_owned(), "d".to_owned());
        MeasureValue {
            measure,
            dataset,
            area: UnitId(0),
            boundary: day,
            period,
            span,
            figure,
            parts: vec![(UnitId(0), day)],
            pieces: vec![],
            made: None,
        }
    }

    /// Figures by period and span, without how they were found.
    fn plain(values: &[MeasureValue], wanted: impl Fn(&MeasureValue) -> bool) -> BTreeMap<(Period, Span), Option<Dec>> {
        values.iter().filter(|v| wanted(v)).map(|v| ((v.period, v.span), v.figure.value)).collect()
    }

    fn months(figures: &[i64]) -> Vec<MeasureValue> {
        let month = |i: usize| Period::Month(2019 + i32::try_from(i / 12).unwrap(), u32::try_from(i % 12).unwrap() + 1);
        figures.iter().enumerate().map(|(i, n)| value(month(i), Span::Period, *n)).collect()
    }

    proptest! {
        #[test]
        fn months_to_years_to_date_and_back_lose_nothing(figures in prop::collection::vec(-1000i64..1000, 1..40)) {
            let given = months(&figures);
            let cumulated = work_out(&measure(&[WorkedOut::Ytd]), given.clone());
            let only: Vec<MeasureValue> =
                cumulated.into_iter().filter(|v| v.span == Span::Ytd).map(|v| MeasureValue { pieces: vec![], ..v }).collect();
            prop_assert_eq!(only.len(), given.len());
            let back = work_out(&measure(&[WorkedOut::Month]), only);
            prop_assert_eq!(plain(&back, |v| v.span == Span::Period), plain(&given, |_| true));
        }

        #[test]
        fn twelve_months_are_the_same_from_months_and_from_years_to_date(figures in prop::collection::vec(-1000i64..1000, 24..40)) {
            let given = months(&figures);
            let rolling = |v: &MeasureValue| v.span == Span::Rolling12;
            let direct = plain(&work_out(&measure(&[WorkedOut::Rolling12]), given.clone()), rolling);
            let cumulated = work_out(&measure(&[WorkedOut::Ytd]), given);
            let only: Vec<MeasureValue> =
                cumulated.into_iter().filter(|v| v.span == Span::Ytd).map(|v| MeasureValue { pieces: vec![], ..v }).collect();
            let mut other = plain(&work_out(&measure(&[WorkedOut::Rolling12]), only), rolling);
            prop_assert!(direct.values().all(Option::is_some));
            other.retain(|_, v| v.is_some());
            prop_assert_eq!(direct, other);
        }

        #[test]
        fn quarters_add_up_to_the_year(figures in prop::collection::vec(-1000i64..1000, 12)) {
            let all = work_out(&measure(&[WorkedOut::Quarter, WorkedOut::Year]), months(&figures));
            let quarters = plain(&all, |v| matches!(v.period, Period::Quarter(..)));
            prop_assert_eq!(quarters.len(), 4);
            let sum = quarters.values().try_fold(Dec::ZERO, |sum, v| sum.checked_add((*v)?));
            prop_assert_eq!(sum, Some(Dec::from_int(figures.iter().sum())));
            prop_assert_eq!(plain(&all, |v| matches!(v.period, Period::Year(_))).into_values().next().flatten(), sum);
        }

        #[test]
        fn the_year_of_a_stock_is_its_last_month_whatever_the_others_are(figures in prop::collection::vec(-1000i64..1000, 1..30)) {
            let stock = Measure { over_time: Some(OverTime::Last), ..measure(&[WorkedOut::Quarter, WorkedOut::Year]) };
            let given = months(&figures);
            let all = work_out(&stock, given.clone());
            for v in all.iter().filter(|v| !v.pieces.is_empty()) {
                let (year, month) = end(v.period);
                let wanted = given.iter().find(|g| g.period == Period::Month(year, month)).and_then(|g| g.figure.value);
                prop_assert_eq!(v.figure.value, wanted, "{}", v.period);
                prop_assert_eq!(v.figure.reasons.contains(&Reason::PartialPeriod), wanted.is_none());
                prop_assert_eq!(v.pieces.iter().map(|p| p.period).collect::<Vec<_>>(), [Period::Month(year, month)]);
            }
            let (years, quarters) = (figures.len().div_ceil(12), figures.len().div_ceil(3));
            prop_assert_eq!(all.len(), given.len() + years + quarters);
        }

        #[test]
        fn a_month_that_lacks_makes_every_period_that_holds_it_partial_and_no_other(gap in 0usize..12) {
            let mut given = months(&[10; 12]);
            given.remove(gap);
            let all = work_out(&measure(&[WorkedOut::Quarter, WorkedOut::Year, WorkedOut::Ytd]), given);
            let month = u32::try_from(gap).unwrap() + 1;
            for v in all.iter().filter(|v| !v.pieces.is_empty()) {
                let holds = match (v.period, v.span) {
                    (Period::Quarter(_, q), Span::Period) => month.div_ceil(3) == q,
                    (Period::Month(_, m), Span::Ytd) => month <= m,
                    _ => true,
                };
                prop_assert_eq!(v.figure.reasons.contains(&Reason::PartialPeriod), holds, "{} {}", v.period, v.span);
                prop_assert_eq!(v.figure.value.is_none(), holds);
            }
        }
    }
}
