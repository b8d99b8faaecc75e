//! The sums of areas whose figures stand on the units of one day.

use crate::combine::{join, mix_series};
use crate::existence::Existence;
use crate::periods::PartPeriods;
use crate::upward::below::{Below, Lacking, place_of};
use crate::upward::booked_above::BookedAbove;
use crate::upward::empty_list::EmptyList;
use crate::upward::other_names::with_other_names;
use crate::weighted_mean::publish;
use chiso_model::{
    AreaRegister, Dec, DerivedFigure, Figure, Flag, Making, Measure, MeasureValue, Period, Reason,
    Series, Span, StatementKey, UnitId, ValueKey, of_one_length,
};
use chrono::NaiveDate;
use num_rational::BigRational;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A measure whose figures are added up over areas.
#[derive(Clone, Copy)]
pub(super) struct SummedMeasure<'a> {
    /// The measure.
    pub(super) measure: &'a Measure,
    /// The one whose rows say which areas have something to add up.
    pub(super) stated: &'a Measure,
    /// The register of areas.
    pub(super) areas: &'a AreaRegister,
    /// What that one says of areas, where it is a list.
    pub(super) empty: Option<&'a EmptyList<'a>>,
}

impl<'a> SummedMeasure<'a> {
    /// When there is what it is of.
    pub(super) fn existence(&self) -> Existence<'a> {
        Existence {
            measure: self.measure,
            areas: self.areas,
        }
    }
}

/// Sums by the area above, period and span, the one that is used first.
pub(super) type Sums = BTreeMap<ValueKey, Vec<MeasureValue>>;

/// The sums of the areas above of values that all stand on the units of one day, at some times, with the
/// records that are booked on these themselves; `into` says where the sum of an area belongs, if anywhere.
pub(super) fn sums_of(
    summed: SummedMeasure<'_>,
    (values, times): (&[MeasureValue], &BTreeSet<(Period, Span)>),
    (members, booked): (&BTreeMap<UnitId, BTreeSet<UnitId>>, &BookedAbove<'_>),
    into: impl Fn(UnitId) -> Option<(UnitId, NaiveDate)>,
) -> Sums {
    let existence = summed.existence();
    let values = &*with_other_names(values);
    let held: BTreeMap<ValueKey, &MeasureValue> = values.iter().map(|v| (v.key(), v)).collect();
    let by_periods = PartPeriods::new(existence, values);
    let mut sums = Sums::new();
    for (above, units) in members {
        let Some((above, boundary)) = into(*above) else {
            continue;
        };
        for (period, span) in { times.iter() }.filter(|at| !summed.measure.is_extreme(**at)) {
            let key = |area| ValueKey {
                area,
                period: *period,
                span: *span,
            };
            let booked = booked.within((above, units), (*period, *span));
            // Nothing is asked of an area that does not exist.
            let units = { units.iter().copied() }
                .filter(|unit| existence.at_all(*unit, (*period, *span)))
                .map(|unit| (unit, held.get(&key(unit)).copied()));
            let zero =
                |u: &UnitId| { summed.empty }.is_some_and(|list| list.means_zero(*u, *period));
            let units: Vec<(UnitId, Option<&MeasureValue>)> = units.collect();
            let of_another = units.iter().any(|(unit, value)| {
                value.is_none() && { summed.empty }.is_some_and(|list| list.is_of_another(*unit))
            });
            let booked = booked.iter().map(|value| (value.area, Some(*value)));
            let below = Below::new(units.into_iter().chain(booked), zero, |unit| {
                by_periods.worked_out(unit, (*period, *span))
            });
            let all = of_areas_below(summed, above, (&below, of_another));
            if !all.is_empty() {
                sums.insert(
                    key(above),
                    all.into_iter()
                        .map(|sum| MeasureValue { boundary, ..sum })
                        .collect(),
                );
            }
        }
    }
    sums
}

/// The sums of what areas below have, the one that is used first: what all of them state in one
/// series, else what some of them state and the others have by their shorter periods; `of_another` where
/// an area of another dataset has nothing.
fn of_areas_below(
    summed: SummedMeasure<'_>,
    above: UnitId,
    (below, of_another): (&Below<'_>, bool),
) -> Vec<MeasureValue> {
    // Of a list nothing said means zero, but for areas that have parts of the period.
    let mut all = if summed.empty.is_some() && below.lacks_some() && !of_another {
        vec![]
    } else {
        of_series(summed, above, below)
    };
    let is_mixed = |sum: &MeasureValue| sum.figure.reasons.contains(&Reason::SeriesMixed);
    if below.lacks_some() || all.iter().any(is_mixed) {
        let partly = { below.partly_stated(summed.measure).into_iter() }
            .filter_map(|parts| sum(summed, above, &parts, &Lacking::of_zeros(below)))
            .filter(|sum| sum.figure.value.is_some());
        all.extend(partly.collect::<Vec<_>>());
    }
    // What falls short is used only where no series has all of it.
    let falls_short =
        |sum: &MeasureValue| sum.figure.value.is_none() && (below.lacks_some() || is_mixed(sum));
    all.sort_by_key(|sum| (falls_short(sum), place_of(summed.measure, sum)));
    all
}

/// Flags sums in which an area of their time has a figure that no unit of the boundary holds. Where
/// another area began since, it may be what became of that one: then there is no sum.
pub(super) fn leave_out(
    sums: &mut Sums,
    left_out: &BTreeSet<ValueKey>,
    members: &BTreeMap<UnitId, BTreeSet<UnitId>>,
    existence: Existence<'_>,
) {
    for key in left_out {
        let at = (key.period, key.span);
        let mut units = members.get(&key.area).into_iter().flatten();
        let others_began = units.any(|unit| !existence.at_all(*unit, at));
        for sum in sums.get_mut(key).into_iter().flatten() {
            sum.figure.flags.insert(Flag::PartsLeftOut);
            if others_began {
                sum.figure.reasons.insert(Reason::ValueMissing);
                sum.figure.value = None;
            }
        }
    }
}

/// The sums of what is there: of what was chosen for each area, and of each series that all of them
/// have. Nothing where nothing is there.
fn of_series(summed: SummedMeasure<'_>, above: UnitId, below: &Below<'_>) -> Vec<MeasureValue> {
    let present: Vec<&MeasureValue> = below.present().collect();
    let Some((first, rest)) = present.split_first() else {
        return Vec::new();
    };
    let lacking = Lacking::new(below);
    let mut chosen = vec![sum(summed, above, &present, &lacking)];
    for statement in first.statements() {
        let same: Option<Vec<&MeasureValue>> = rest
            .iter()
            .map(|v| v.statements().find(|s| s.same_series(statement)))
            .collect();
        if let Some(same) = same {
            let of: Vec<&MeasureValue> = std::iter::once(statement).chain(same).collect();
            chosen.push(sum(summed, above, &of, &lacking));
        }
    }
    let mut sums: Vec<MeasureValue> = Vec::new();
    for value in chosen.into_iter().flatten() {
        if !sums.iter().any(|held| held.same_series(&value)) {
            sums.push(value);
        }
    }
    sums
}

/// The sum of some figures, and of why others are not there; `None` when there is none.
fn sum(
    summed: SummedMeasure<'_>,
    above: UnitId,
    present: &[&MeasureValue],
    lacking: &Lacking,
) -> Option<MeasureValue> {
    let (first, _) = present.split_first()?;
    let parts = present
        .iter()
        .flat_map(|v| v.parts.iter().copied())
        .collect();
    let statement = StatementKey::of_sum(
        &present
            .iter()
            .map(|v| (v.area.0.to_string(), &v.series.statement))
            .collect::<Vec<_>>(),
    );
    let made_from = present.iter().map(|v| v.series.made_from.as_str());
    let made_from: BTreeSet<&str> = made_from.filter(|name| !name.is_empty()).collect();
    let series = Series {
        statement,
        summed: true,
        made_from: made_from.into_iter().collect::<Vec<_>>().join(";"),
        stretches: if of_one_length(present) {
            first.series.stretches.clone()
        } else {
            vec![]
        },
    };
    let mut figure = figure_of_sum(summed, above, present, lacking)?;
    Some(MeasureValue {
        area: above,
        made: exact_sum(&mut figure, present).map(Arc::new),
        figure,
        parts,
        pieces: vec![],
        series,
        others: vec![],
        by_other_periods: vec![],
        ..(*first).clone()
    })
}

/// The figure of a sum of what is there, and of why others are not.
fn figure_of_sum(
    summed: SummedMeasure<'_>,
    above: UnitId,
    present: &[&MeasureValue],
    lacking: &Lacking,
) -> Option<Figure> {
    let (first, others) = present.split_first()?;
    let mut figure: Figure = first.figure.clone();
    for other in others {
        join(&mut figure, &other.figure, Dec::checked_add);
    }
    // The whole is of all that existed at any time, in the months in which it existed itself.
    figure.flags.remove(&Flag::ExistsInPart);
    if { summed.existence() }.in_part(above, (first.period, first.span)) {
        figure.flags.insert(Flag::ExistsInPart);
    }
    figure.reasons.extend(&lacking.reasons);
    let list = { summed.stated }
        .sources
        .iter()
        .any(|s| s.dataset == first.dataset && s.adds_nothing_unsaid());
    if lacking.zeros && !list {
        figure.reasons.insert(Reason::ValueMissing);
    }
    if present.iter().any(|v| v.dataset != first.dataset) {
        mix_series(
            &mut figure,
            summed.measure,
            present.iter().map(|v| v.dataset.as_str()),
        );
    }
    if !figure.reasons.is_empty() {
        figure.value = None;
    }
    Some(figure)
}

/// The exact sum of figures that were made themselves, which no decimals hold, or of which only some
/// are stated, or one is stated otherwise under another name; `None` where all of them are stated once.
fn exact_sum(figure: &mut Figure, present: &[&MeasureValue]) -> Option<DerivedFigure> {
    if present
        .iter()
        .all(|v| v.made.is_none() && v.pieces.is_empty() && v.by_other_periods.is_empty())
    {
        return None;
    }
    let exact = present.iter().map(|v| v.exact());
    let exact = exact.sum::<Option<BigRational>>();
    let exact = exact.filter(|_| figure.reasons.is_empty());
    publish(figure, exact.as_ref());
    let below = present.iter().map(|v| Arc::new((*v).clone()));
    Some(DerivedFigure {
        exact,
        how: Making::SumOf(below.collect()),
    })
}
