//! All values of a measure on a boundary, with those that it asks to be worked out.

use crate::existence::Existence;
use crate::periods::by_year::ByYear;
use crate::periods::candidates::{candidates, whole};
use crate::periods::families::{Family, families, first_day};
use crate::periods::touched_years::{TouchedYears, calendar_years};
use crate::stretches::StatedFigures;
use chiso_model::{Measure, MeasureValue, Period, Reason, Span, UnitId, ValueKey, WorkedOut};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The values of a measure on one boundary, with those that it asks to be worked out; in the order
/// of the key.
#[must_use]
pub fn derive_periods(existence: Existence<'_>, values: Vec<MeasureValue>) -> Vec<MeasureValue> {
    let measure = existence.measure;
    if measure.periods.is_empty() {
        return values;
    }
    let mut by_area: BTreeMap<UnitId, Vec<&MeasureValue>> = BTreeMap::new();
    for value in &values {
        by_area.entry(value.area).or_default().push(value);
    }
    let mut made = Candidates::new();
    for (area, own) in by_area {
        let all = TouchedYears::of(own.iter().map(|v| (v.period, v.span)));
        let begins = first_day(own.iter().map(|v| v.period));
        made.extend(of_area(existence, (area, &own), (&all, begins)));
    }
    with_worked_out(values, made)
}

/// The values of an area that touch some years, with what is worked out from them: those of
/// [`derive_periods`] that touch these years. `near` has at least the figures that a period of these
/// years may reach, and the area has figures since a day.
pub fn derive_touched(
    existence: Existence<'_>,
    (area, near): (UnitId, &[&MeasureValue]),
    (years, begins): (&TouchedYears, NaiveDate),
) -> Vec<MeasureValue> {
    let made = of_area(existence, (area, near), (years, begins));
    let touched = near.iter().filter(|v| years.has((v.period, v.span)));
    with_worked_out(touched.map(|v| (*v).clone()).collect(), made)
}

/// The ways to work periods out, the best first.
type Candidates = BTreeMap<ValueKey, Vec<MeasureValue>>;

/// The ways to work out the periods of one area that are asked for and touch some years. A period is
/// put together from figures of its own calendar years.
fn of_area(
    existence: Existence<'_>,
    (area, near): (UnitId, &[&MeasureValue]),
    (years, begins): (&TouchedYears, NaiveDate),
) -> Candidates {
    let measure = existence.measure;
    let since = (existence.months(area), begins);
    let of_family = |f: &Family<'_>| wanted(measure, &f.stated);
    let stated = near.iter().map(|v| (v.period, v.span));
    let all = families(measure, near, since);
    let wanted = all.iter().flat_map(of_family).chain(stated);
    let wanted: BTreeSet<(Period, Span)> = wanted.filter(|at| years.has(*at)).collect();
    let mut by_year = ByYear::default();
    for value in near {
        by_year.insert((), (value.period, value.span), *value);
    }
    let mut held: BTreeMap<(i32, i32), Vec<Family<'_>>> = BTreeMap::new();
    let mut made = Candidates::new();
    for (period, span) in wanted {
        let years = calendar_years((period, span)).into_inner();
        let of_years = held
            .entry(years)
            .or_insert_with(|| families(measure, &by_year.touching((), (period, span)), since));
        let key = ValueKey { area, period, span };
        made.insert(key, candidates(existence, of_years, (area, period, span)));
    }
    made
}

/// Values with what was worked out: what is stated comes first and has the others.
fn with_worked_out(values: Vec<MeasureValue>, mut made: Candidates) -> Vec<MeasureValue> {
    let mut all = Vec::with_capacity(made.len());
    for mut value in values {
        let mut found = made.remove(&value.key()).unwrap_or_default();
        found.retain(whole);
        let place = found.iter().position(|v| stands_in(v, &value));
        if let Some(place) = place {
            let others = std::mem::take(&mut value.others);
            value = MeasureValue {
                others,
                ..found.remove(place)
            };
        }
        add_others(&mut value, found.into_iter());
        all.push(value);
    }
    for mut found in made.into_values().filter(|found| !found.is_empty()) {
        let mut value = found.remove(0);
        add_others(&mut value, found.into_iter().filter(whole));
        all.push(value);
    }
    all
}

/// Whether a figure stands in for a sum of areas that has none because some of them have none in its
/// statement: one of another dataset or, unless a part is withheld or was not accepted, of another
/// statement. What shorter periods of the same statement give is no such sum.
fn stands_in(found: &MeasureValue, sum: &MeasureValue) -> bool {
    let reasons = &sum.figure.reasons;
    let missing = |r: &Reason| matches!(r, Reason::ValueMissing | Reason::SeriesMixed);
    let set_aside = |r: &Reason| matches!(r, Reason::Suppressed | Reason::Quarantined);
    let lacks = sum.series.summed && sum.figure.value.is_none();
    let (one, other) = (&found.series.statement, &sum.series.statement);
    let elsewhere = found.dataset != sum.dataset
        || (reasons.iter().all(missing)
            && (&one.preferred, &one.totals) != (&other.preferred, &other.totals));
    lacks
        && elsewhere
        && found.figure.reasons.is_empty()
        && reasons.iter().all(|r| missing(r) || set_aside(r))
}

/// Takes in what else there is: what another dataset or statement gives, and what the same one gives
/// by other periods than those used.
fn add_others(value: &mut MeasureValue, found: impl Iterator<Item = MeasureValue>) {
    for other in found {
        if value.same_statement(&other) {
            add_periods(value, other);
            continue;
        }
        let mut others = value.others.iter_mut();
        match others.find(|held| held.same_statement(&other)) {
            Some(held) => add_periods(Arc::make_mut(held), other),
            None => value.others.push(Arc::new(other)),
        }
    }
}

fn add_periods(value: &mut MeasureValue, other: MeasureValue) {
    let is_it = |held: &MeasureValue| held.same_series(&other) && held.pieces == other.pieces;
    let mut held = value.by_other_periods.iter();
    if !is_it(value) && !held.any(|held| is_it(held)) {
        value.by_other_periods.push(Arc::new(other));
    }
}

/// The periods to work out from what is stated: those that end within it.
fn wanted(measure: &Measure, stated: &StatedFigures<'_>) -> BTreeSet<(Period, Span)> {
    let mut wanted = BTreeSet::new();
    // A half-year less its first quarter is the second one.
    let divided = |half: &Period| {
        let within = |p: &Period| half.start() <= p.start() && p.end() <= half.end();
        let of_half = matches!(half, Period::HalfYear(..));
        of_half && { stated.keys() }.any(|(p, _)| p.length() < half.length() && within(p))
    };
    let of_calendar = stated.keys().map(|(p, _)| p).filter(|p| p.divides_years());
    for period in of_calendar {
        let whole = matches!(period, Period::Year(_));
        let within = |length: u32| length.is_multiple_of(period.length());
        let (year, month) = period.last_month();
        for worked_out in &measure.periods {
            match worked_out {
                WorkedOut::Month if matches!(period, Period::Month(..)) => {
                    _ = wanted.insert((*period, Span::Period));
                }
                WorkedOut::HalfYear if within(6) => {
                    wanted.insert((Period::HalfYear(year, month.div_ceil(6)), Span::Period));
                }
                WorkedOut::Third if within(4) => {
                    wanted.insert((Period::Third(year, month.div_ceil(4)), Span::Period));
                }
                WorkedOut::Quarter if within(3) || divided(period) => {
                    wanted.insert((Period::Quarter(year, month.div_ceil(3)), Span::Period));
                }
                WorkedOut::Year => _ = wanted.insert((Period::Year(year), Span::Period)),
                WorkedOut::Ytd if !whole => {
                    _ = wanted.insert((*period, Span::Ytd));
                }
                WorkedOut::Rolling12 if !whole => {
                    _ = wanted.insert((*period, Span::Rolling12));
                }
                WorkedOut::FiscalYear(begins) => {
                    let year = period.in_fiscal_year(*begins);
                    wanted.extend(year.map(|year| (year, Span::Period)));
                }
                WorkedOut::FiscalToDate(begins) => {
                    let to_date = period.fiscal_to_date(*begins);
                    wanted.extend(to_date.map(|to_date| (to_date, Span::Ytd)));
                }
                _ => {}
            }
        }
    }
    wanted
}
