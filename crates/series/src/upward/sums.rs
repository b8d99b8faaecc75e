//! The sums of areas whose figures stand on the units of one day.

use crate::combine::{join, mix_series};
use crate::existence::Existence;
use crate::periods::PartPeriods;
use crate::upward::booked_above::BookedAbove;
use crate::upward::empty_list::EmptyList;
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

/// The sums of the areas above of values that all stand on the units of one day, with the records that
/// are booked on these themselves; `into` says where the sum of an area belongs, if anywhere.
pub(super) fn sums_of(
    summed: SummedMeasure<'_>,
    values: &[MeasureValue],
    (members, booked): (&BTreeMap<UnitId, BTreeSet<UnitId>>, &BookedAbove<'_>),
    into: impl Fn(UnitId) -> Option<(UnitId, NaiveDate)>,
) -> Sums {
    let existence = summed.existence();
    let held: BTreeMap<ValueKey, &MeasureValue> = values.iter().map(|v| (v.key(), v)).collect();
    let times: BTreeSet<(Period, Span)> = values.iter().map(|v| (v.period, v.span)).collect();
    let mut by_periods = PartPeriods::new(existence, values);
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
            let units: BTreeSet<UnitId> = units
                .iter()
                .copied()
                .filter(|unit| existence.at_all(*unit, (*period, *span)))
                .collect();
            let lacking = units.iter().filter(|u| !held.contains_key(&key(**u)));
            let zero =
                |u: &UnitId| { summed.empty }.is_some_and(|list| list.means_zero(*u, *period));
            let lacking: Vec<UnitId> = lacking.copied().filter(|u| !zero(u)).collect();
            let present = units.iter().filter_map(|u| held.get(&key(*u)).copied());
            let present: Vec<&MeasureValue> = present.chain(booked.iter().copied()).collect();
            let wanted = units.len() + booked.len();
            let found = { lacking.iter() }
                .filter(|_| !present.is_empty())
                .map(|unit| by_periods.worked_out(*unit, (*period, *span)))
                .take_while(|found| !found.is_empty());
            let worked_out: Vec<Vec<MeasureValue>> = found.collect();
            let mut all = Vec::new();
            if worked_out.len() == lacking.len() {
                all = partly_stated(summed, above, (&present, &worked_out), wanted);
            }
            if all.is_empty() && summed.empty.is_some() && !lacking.is_empty() {
                continue;
            }
            if all.is_empty() {
                all = of_series(summed, above, &present, wanted);
            }
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

/// The sums of what some areas state and the others have by their shorter periods, of one dataset
/// and statement each; nothing where all state it, or no series has all of it.
fn partly_stated(
    summed: SummedMeasure<'_>,
    above: UnitId,
    (present, worked_out): (&[&MeasureValue], &[Vec<MeasureValue>]),
    wanted: usize,
) -> Vec<MeasureValue> {
    let mut sums: Vec<MeasureValue> = Vec::new();
    let [first, ..] = present else {
        return sums;
    };
    let stated = present.iter().map(|v| v.statements().collect());
    let by_periods = worked_out.iter().map(|found| found.iter().collect());
    let parts: Vec<Vec<&MeasureValue>> = stated.chain(by_periods).collect();
    for statement in first.statements().filter(|_| !worked_out.is_empty()) {
        let of_part =
            |part: &Vec<&'_ MeasureValue>| part.iter().position(|v| v.same_statement(statement));
        let places: Option<Vec<usize>> = parts.iter().map(of_part).collect();
        let mut all: Vec<&MeasureValue> = { places.iter().flatten().zip(&parts) }
            .map(|(place, part)| part[*place])
            .collect();
        all.sort_by_key(|v| v.area);
        let sum = places.and_then(|_| sum(summed, above, &all, wanted));
        sums.extend(sum.filter(|sum| sum.figure.value.is_some()));
    }
    sums
}

/// The sums of what is there, the one that is used first: of what was chosen for each area where
/// that is one series, else of the best series that all of them have. Nothing where nothing is
/// there.
fn of_series(
    summed: SummedMeasure<'_>,
    above: UnitId,
    present: &[&MeasureValue],
    wanted: usize,
) -> Vec<MeasureValue> {
    let Some((first, rest)) = present.split_first() else {
        return Vec::new();
    };
    let mut chosen = vec![sum(summed, above, present, wanted)];
    for statement in first.statements() {
        let same: Option<Vec<&MeasureValue>> = rest
            .iter()
            .map(|v| v.statements().find(|s| s.same_series(statement)))
            .collect();
        if let Some(same) = same {
            let of: Vec<&MeasureValue> = std::iter::once(statement).chain(same).collect();
            chosen.push(sum(summed, above, &of, wanted));
        }
    }
    let mut sums: Vec<MeasureValue> = Vec::new();
    for value in chosen.into_iter().flatten() {
        if !sums.iter().any(|held| held.same_series(&value)) {
            sums.push(value);
        }
    }
    // A mixture is used only where no single series has all of it.
    sums.sort_by_key(|v| v.figure.reasons.contains(&Reason::SeriesMixed));
    sums
}

/// The sum of some figures; `None` when there is none.
fn sum(
    summed: SummedMeasure<'_>,
    above: UnitId,
    present: &[&MeasureValue],
    wanted: usize,
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
    let mut figure = figure_of_sum(summed, above, present, wanted)?;
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

/// The figure of a sum of `wanted` areas, of which these are there.
fn figure_of_sum(
    summed: SummedMeasure<'_>,
    above: UnitId,
    present: &[&MeasureValue],
    wanted: usize,
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
    let list = { summed.stated }
        .sources
        .iter()
        .any(|s| s.dataset == first.dataset && s.adds_nothing_unsaid());
    if present.len() < wanted && !list {
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
/// are stated; `None` where all of them are.
fn exact_sum(figure: &mut Figure, present: &[&MeasureValue]) -> Option<DerivedFigure> {
    if present
        .iter()
        .all(|v| v.made.is_none() && v.pieces.is_empty())
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
