//! Periods that no source states, worked out from those that one does: months from years to date,
//! years from months, twelve months up to any.
//!
//! Which figures make up a period is for [`stretches`](crate::series::stretches) to say. A figure
//! that lacks a piece is `partial_period` and names the piece; nothing is guessed. A period that a
//! source states is never worked out. Figures of two series are not put into one: where no series
//! has all of a period and several have it together, it is `series_mixed`, unless the measure
//! declares the splice.
//!
//! What is stated can mostly be worked out as well. Such figures stand with the others of a value:
//! a comparison may need them, because the other period is not stated, and where they differ from
//! what is stated it is reported ([`disagreements`](crate::series::disagreements)). A stock
//! (`over_time = "last"`) is never added: its quarter or year is its last month or quarter.

use crate::model::{
    Dec, Flag, Measure, MeasureValue, OverTime, Period, Piece, Reason, Series, Span, StatementKey,
    UnitId, WorkedOut, months,
};
use crate::series::combine::join;
use crate::series::stretches::{By, Differences, Ends, Stated, end, stretches};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The values of a measure on one boundary, with those that it asks to be worked out; in the order
/// of the key.
#[must_use]
pub fn derive_periods(measure: &Measure, values: Vec<MeasureValue>) -> Vec<MeasureValue> {
    if measure.periods.is_empty() {
        return values;
    }
    let mut by_area: BTreeMap<UnitId, Vec<&MeasureValue>> = BTreeMap::new();
    for value in &values {
        by_area.entry(value.area).or_default().push(value);
    }
    let mut made: BTreeMap<(UnitId, Period, Span), Vec<MeasureValue>> = BTreeMap::new();
    for (area, own) in by_area {
        let families = families(measure, &own);
        let wanted = families
            .iter()
            .flat_map(|f| wanted(measure, &f.stated))
            .chain(own.iter().map(|v| (v.period, v.span)));
        for (period, span) in wanted.collect::<BTreeSet<_>>() {
            made.insert(
                (area, period, span),
                candidates(measure, &families, period, span),
            );
        }
    }
    let mut all = Vec::with_capacity(made.len());
    for mut value in values {
        let found = made
            .remove(&(value.area, value.period, value.span))
            .unwrap_or_default();
        add_others(&mut value, found.into_iter().filter(whole));
        all.push(value);
    }
    for mut found in made.into_values().filter(|found| !found.is_empty()) {
        let mut value = found.remove(0);
        add_others(&mut value, found.into_iter().filter(whole));
        all.push(value);
    }
    all
}

/// Nothing of it is missing, so that it has a figure.
fn whole(value: &MeasureValue) -> bool {
    value.figure.value.is_some() && complete(value)
}

fn complete(value: &MeasureValue) -> bool {
    value.pieces.iter().all(|p| !p.lacking)
}

fn add_others(value: &mut MeasureValue, found: impl Iterator<Item = MeasureValue>) {
    for other in found {
        let is_it = |held: &MeasureValue| held.same_series(&other) && held.pieces == other.pieces;
        if !value.statements().any(is_it) {
            value.others.push(Arc::new(other));
        }
    }
}

/// The stated figures of one area that may be put together.
struct Family<'a> {
    /// Place of their dataset among the sources of the measure.
    rank: usize,
    stated: Stated<'a>,
    /// They are what was chosen of the dataset, of whatever series, not one series throughout.
    chosen: bool,
    /// Those with a figure, by their end: all, the months, the quarters.
    ends: [Ends; 3],
}

impl<'a> Family<'a> {
    fn new(rank: usize, stated: Stated<'a>, chosen: bool) -> Family<'a> {
        let ends = |wanted: fn((Period, Span)) -> bool| {
            Ends::new(&stated, |key, v| v.figure.value.is_some() && wanted(key))
        };
        let months = |(p, s): (Period, Span)| matches!(p, Period::Month(..)) && s == Span::Period;
        let quarters =
            |(p, s): (Period, Span)| matches!(p, Period::Quarter(..)) && s == Span::Period;
        let ends = [ends(|_| true), ends(months), ends(quarters)];
        Family {
            rank,
            stated,
            chosen,
            ends,
        }
    }

    /// The sets of pieces that make up a period: those that add up first, then years to date; where
    /// neither is whole, what there is.
    fn ways(&self, period: Period, span: Span) -> Vec<Vec<Piece>> {
        let but = Some((period, span));
        let mut found: Vec<Vec<Piece>> = self
            .ends
            .iter()
            .filter_map(|ends| ends.cover(months(period, span), but))
            .collect();
        let by = |by, partly| {
            Differences {
                stated: &self.stated,
                but,
                by,
                partly,
            }
            .pieces(period, span)
        };
        let valued = |p: &Piece| {
            self.stated
                .get(&(p.period, p.span))
                .is_some_and(|v| v.figure.value.is_some())
        };
        found.extend(
            [By::Parts, By::Totals]
                .into_iter()
                .filter_map(|first| by(first, false))
                .filter(|pieces| pieces.iter().all(valued)),
        );
        if found.is_empty() && !self.stated.contains_key(&(period, span)) {
            // What is there without a figure says why there is none.
            let whole = by(By::Parts, false).or_else(|| by(By::Totals, false));
            found.extend(
                whole
                    .or_else(|| by(By::Totals, true))
                    .or_else(|| by(By::Parts, true)),
            );
        }
        let mut kept: Vec<Vec<Piece>> = Vec::new();
        for pieces in found {
            if !kept.contains(&pieces) {
                kept.push(pieces);
            }
        }
        kept
    }
}

/// For each dataset the figures that were chosen, then each of its series.
fn families<'a>(measure: &Measure, own: &[&'a MeasureValue]) -> Vec<Family<'a>> {
    let rank = |v: &MeasureValue| {
        measure
            .sources
            .iter()
            .position(|s| s.dataset == v.dataset)
            .unwrap_or(usize::MAX)
    };
    let mut chosen: BTreeMap<usize, Stated<'a>> = BTreeMap::new();
    let mut series: BTreeMap<(usize, usize, &'a Series), Stated<'a>> = BTreeMap::new();
    let mut places: BTreeMap<(usize, &'a Series), usize> = BTreeMap::new();
    for value in own {
        for (place, statement) in value.statements().enumerate() {
            let held = places
                .entry((rank(statement), &statement.series))
                .or_insert(place);
            *held = (*held).min(place);
        }
    }
    for value in own {
        let key = (value.period, value.span);
        for statement in value.statements() {
            let rank = rank(statement);
            chosen
                .entry(rank)
                .or_default()
                .entry(key)
                .or_insert(statement);
            let place = places
                .get(&(rank, &statement.series))
                .copied()
                .unwrap_or_default();
            series
                .entry((rank, place, &statement.series))
                .or_default()
                .insert(key, statement);
        }
    }
    let mut families = Vec::new();
    for (rank, stated) in chosen {
        let of_dataset: Vec<Stated<'a>> = series
            .iter()
            .filter(|((r, ..), _)| *r == rank)
            .map(|(_, stated)| stated.clone())
            .collect();
        families.push(Family::new(rank, stated, true));
        if of_dataset.len() > 1 {
            families.extend(
                of_dataset
                    .into_iter()
                    .map(|stated| Family::new(rank, stated, false)),
            );
        }
    }
    families
}

/// Every way to work a period out, the best first: of the first dataset that has all of it, else of
/// the first that has any of it.
fn candidates(
    measure: &Measure,
    families: &[Family<'_>],
    period: Period,
    span: Span,
) -> Vec<MeasureValue> {
    let mut found: Vec<((usize, usize), MeasureValue)> = Vec::new();
    for (place, family) in families.iter().enumerate() {
        let values = if measure.over_time == Some(OverTime::Last) {
            last(&family.stated, period)
                .filter(|_| span == Span::Period)
                .into_iter()
                .collect::<Vec<_>>()
        } else {
            family
                .ways(period, span)
                .into_iter()
                .filter_map(|pieces| one(measure, &family.stated, (period, span), pieces))
                .collect()
        };
        for (way, value) in values.into_iter().enumerate() {
            let mixed = value.figure.reasons.contains(&Reason::SeriesMixed);
            let worth = match (complete(&value), mixed) {
                (true, false) => 0,
                (true, true) => 1,
                (false, _) => 2 + usize::from(!family.chosen),
            };
            found.push((
                (
                    worth,
                    (way.min(1) + family.rank * 2) * families.len() + place,
                ),
                value,
            ));
        }
    }
    found.sort_by_key(|(worth, _)| *worth);
    found.into_iter().map(|(_, value)| value).collect()
}

/// The periods to work out: those that end within what is stated.
fn wanted(measure: &Measure, stated: &Stated<'_>) -> BTreeSet<(Period, Span)> {
    let mut wanted = BTreeSet::new();
    for (period, _) in stated.keys() {
        let (year, month) = end(*period);
        for worked_out in &measure.periods {
            match worked_out {
                WorkedOut::Month if matches!(period, Period::Month(..)) => {
                    _ = wanted.insert((*period, Span::Period));
                }
                WorkedOut::Quarter if !matches!(period, Period::Year(_)) => {
                    wanted.insert((Period::Quarter(year, month.div_ceil(3)), Span::Period));
                }
                WorkedOut::Year => _ = wanted.insert((Period::Year(year), Span::Period)),
                WorkedOut::Ytd if !matches!(period, Period::Year(_)) => {
                    _ = wanted.insert((*period, Span::Ytd));
                }
                WorkedOut::Rolling12 if !matches!(period, Period::Year(_)) => {
                    _ = wanted.insert((*period, Span::Rolling12));
                }
                _ => {}
            }
        }
    }
    wanted
}

/// One period worked out; `None` when nothing of it is stated, or it reaches back before the first
/// figure.
fn one(
    measure: &Measure,
    stated: &Stated<'_>,
    (period, span): (Period, Span),
    pieces: Vec<Piece>,
) -> Option<MeasureValue> {
    let first = stated.keys().map(|(p, _)| p.start()).min()?;
    if span == Span::Rolling12 && pieces.iter().any(|p| p.lacking && p.period.start() < first) {
        return None;
    }
    let used = || {
        pieces
            .iter()
            .filter(|p| !p.lacking)
            .filter_map(|p| stated.get(&(p.period, p.span)).copied())
    };
    let mut there = pieces.iter().filter(|p| !p.lacking);
    let start = there.next()?;
    let mut value = MeasureValue {
        others: vec![],
        ..(*stated.get(&(start.period, start.span))?).clone()
    };
    if start.taken_off {
        value.figure.value = value.figure.value.and_then(|v| Dec::ZERO.checked_sub(v));
    }
    for piece in there {
        let other = stated.get(&(piece.period, piece.span))?;
        join(
            &mut value.figure,
            &other.figure,
            if piece.taken_off {
                Dec::checked_sub
            } else {
                Dec::checked_add
            },
        );
    }
    if pieces.iter().any(|p| p.lacking) {
        value.figure.reasons.insert(Reason::PartialPeriod);
    }
    let starts = || pieces.iter().map(|p| p.period);
    if let (Some(first), Some(last)) = (
        starts().min_by_key(|p| p.start()),
        starts().max_by_key(|p| p.start()),
    ) && measure.breaks_between(first, last).is_some()
    {
        value.figure.reasons.insert(Reason::DefinitionBreak);
    }
    let all: Vec<&MeasureValue> = used().collect();
    let one_series = all.windows(2).all(|pair| pair[0].same_series(pair[1]));
    if !one_series && all.iter().any(|a| all.iter().any(|b| !a.comparable(b))) {
        if measure
            .splice(all.iter().map(|v| v.dataset.as_str()))
            .is_some()
        {
            value.figure.flags.insert(Flag::SeriesSpliced);
        } else {
            value.figure.reasons.insert(Reason::SeriesMixed);
        }
    }
    if !value.figure.reasons.is_empty() {
        value.figure.value = None;
    }
    if value.figure.flags.contains(&Flag::BoundaryRebased) || all.iter().any(|v| v.series.summed) {
        // Which units were added up may differ from piece to piece.
        value.parts = all.iter().flat_map(|v| v.parts.iter().copied()).collect();
        value.parts.sort_unstable();
        value.parts.dedup();
    }
    let (from, to) = months(period, span);
    let place = |v: &MeasureValue| (months(v.period, v.span).1 - to).to_string();
    let series = Series {
        statement: StatementKey::of_sum(
            &all.iter()
                .map(|v| (place(v), &v.series.statement))
                .collect::<Vec<_>>(),
        ),
        summed: all.iter().all(|v| v.series.summed),
        stretches: stretches(&pieces, (from, to)),
        ..value.series
    };
    Some(MeasureValue {
        period,
        span,
        pieces,
        series,
        ..value
    })
}

/// The figure at the end of a period: that of its last quarter, else of its last month. `None` when
/// nothing within the period is stated.
fn last(stated: &Stated<'_>, period: Period) -> Option<MeasureValue> {
    let (year, month) = end(period);
    let ends = [
        Period::Quarter(year, month.div_ceil(3)),
        Period::Month(year, month),
    ]
    .map(|p| (p, Span::Period));
    let within = |p: Period| p != period && p.start() >= period.start() && p.end() <= period.end();
    let (latest, held) = stated
        .iter()
        .filter(|((p, span), _)| *span == Span::Period && within(*p))
        .max_by_key(|((p, _), _)| p.end())?;
    let found = ends
        .iter()
        .filter(|(p, _)| *p != period)
        .find_map(|key| Some((*key, *stated.get(key)?)));
    // The piece that is not there is named by the frequency that is stated.
    let at_end = if matches!(latest.0, Period::Quarter(..)) {
        ends[0]
    } else {
        ends[1]
    };
    let ((piece, span), value) = found.unwrap_or((at_end, held));
    let mut value = MeasureValue {
        others: vec![],
        ..value.clone()
    };
    if found.is_none() {
        value.figure.value = None;
        value.figure.reasons.insert(Reason::PartialPeriod);
    }
    let pieces = vec![Piece {
        period: piece,
        span,
        taken_off: false,
        lacking: found.is_none(),
    }];
    let (from, to) = months(period, Span::Period);
    let place = (months(piece, span).1 - to).to_string();
    let series = Series {
        statement: StatementKey::of_sum(&[(place, &value.series.statement)]),
        stretches: stretches(&pieces, (from, to)),
        ..value.series
    };
    Some(MeasureValue {
        period,
        span: Span::Period,
        pieces,
        series,
        ..value
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Aggregate, Bilingual, Figure, Function, MeasureSource, Status};
    use proptest::prelude::*;

    fn measure(periods: &[WorkedOut]) -> Measure {
        let value = Aggregate {
            function: Function::Sum,
            column: "n".into(),
        };
        let source = MeasureSource {
            dataset: "d".into(),
            value,
            filter: None,
            prefer: None,
            parts: None,
            corrections: true,
            list: false,
        };
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
            splices: vec![],
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
            series: Series::default(),
            others: vec![],
        }
    }

    /// Figures by period and span, without how they were found.
    fn plain(
        values: &[MeasureValue],
        wanted: impl Fn(&MeasureValue) -> bool,
    ) -> BTreeMap<(Period, Span), Option<Dec>> {
        values
            .iter()
            .filter(|v| wanted(v))
            .map(|v| ((v.period, v.span), v.figure.value))
            .collect()
    }

    fn months(figures: &[i64]) -> Vec<MeasureValue> {
        let month = |i: usize| {
            Period::Month(
                2019 + i32::try_from(i / 12).unwrap(),
                u32::try_from(i % 12).unwrap() + 1,
            )
        };
        figures
            .iter()
            .enumerate()
            .map(|(i, n)| value(month(i), Span::Period, *n))
            .collect()
    }

    proptest! {
        #[test]
        fn months_to_years_to_date_and_back_lose_nothing(figures in prop::collection::vec(-1000i64..1000, 1..40)) {
            let given = months(&figures);
            let cumulated = derive_periods(&measure(&[WorkedOut::Ytd]), given.clone());
            let only: Vec<MeasureValue> =
                cumulated.into_iter().filter(|v| v.span == Span::Ytd).map(|v| MeasureValue { pieces: vec![], series: Series::default(), others: vec![], ..v }).collect();
            prop_assert_eq!(only.len(), given.len());
            let back = derive_periods(&measure(&[WorkedOut::Month]), only);
            prop_assert_eq!(plain(&back, |v| v.span == Span::Period), plain(&given, |_| true));
        }

        #[test]
        fn twelve_months_are_the_same_from_months_and_from_years_to_date(figures in prop::collection::vec(-1000i64..1000, 24..40)) {
            let given = months(&figures);
            let rolling = |v: &MeasureValue| v.span == Span::Rolling12;
            let direct = plain(&derive_periods(&measure(&[WorkedOut::Rolling12]), given.clone()), rolling);
            let cumulated = derive_periods(&measure(&[WorkedOut::Ytd]), given);
            let only: Vec<MeasureValue> =
                cumulated.into_iter().filter(|v| v.span == Span::Ytd).map(|v| MeasureValue { pieces: vec![], series: Series::default(), others: vec![], ..v }).collect();
            let mut other = plain(&derive_periods(&measure(&[WorkedOut::Rolling12]), only), rolling);
            prop_assert!(direct.values().all(Option::is_some));
            other.retain(|_, v| v.is_some());
            prop_assert_eq!(direct, other);
        }

        #[test]
        fn quarters_add_up_to_the_year(figures in prop::collection::vec(-1000i64..1000, 12)) {
            let all = derive_periods(&measure(&[WorkedOut::Quarter, WorkedOut::Year]), months(&figures));
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
            let all = derive_periods(&stock, given.clone());
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
            let all = derive_periods(&measure(&[WorkedOut::Quarter, WorkedOut::Year, WorkedOut::Ytd]), given);
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
