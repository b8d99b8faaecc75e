//! Figures of whole periods of areas that were made of others within the period: they are read as those of
//! the land of the area for the whole period. Where one lies nearer to what came to since the area was made,
//! by what the areas before had of the period of the year before, growth on that year may be a part compared
//! with a whole.

use chiso_model::{
    AreaRegister, Cell, CellKey, Dec, MeasureSource, OverTime, Period, Relation, RelationKind,
    Span, Timeline, UnitId,
};
use chrono::{DateTime, Utc};
use num_rational::BigRational;
use std::collections::BTreeMap;

/// A figure that may count since its area was made, and is read as one of the whole period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeganWithin {
    /// The area.
    pub area: UnitId,
    /// The period.
    pub period: Period,
    /// The figure.
    pub value: Dec,
    /// What the areas before had in the period of the year before.
    pub before: Dec,
}

/// Such figures of a source, as they are known now or were known at a moment.
#[must_use]
pub fn began_within<E>(
    lines: &BTreeMap<CellKey, Timeline<Result<Cell, E>>>,
    source: &MeasureSource,
    areas: &AreaRegister,
    as_of: Option<DateTime<Utc>>,
) -> Vec<BeganWithin> {
    let flow = matches!(
        source.over_time,
        None | Some(OverTime::Sum | OverTime::None)
    );
    if !flow || !source.value.function.is_additive() {
        return Vec::new();
    }
    let of_periods = lines.iter().filter(|(key, _)| key.span == Span::Period);
    let of_periods = of_periods.filter_map(|(key, line)| {
        let unit = areas.by_code(&key.area_code, key.area_date)?;
        let value = line.at(as_of)?.as_ref().ok()?.figure.value?;
        Some(((unit, key.period), value))
    });
    let values: BTreeMap<(UnitId, Period), Dec> = of_periods.collect();
    let mut found = Vec::new();
    for ((area, period), value) in &values {
        let began = areas.unit(*area).valid_from;
        if period.start() >= began || period.end() < began {
            continue;
        }
        let of = |unit: &UnitId| values.get(&(*unit, period.year_before()?)).copied();
        let sum = |all: Vec<UnitId>| {
            let mut all = all.iter();
            all.try_fold(Dec::ZERO, |sum, unit| sum.checked_add(of(unit)?))
        };
        let Some(before) = made_of(*area, areas).and_then(sum) else {
            continue;
        };
        let days = |from, to: chrono::NaiveDate| {
            let days: chrono::TimeDelta = to - from;
            BigRational::from_integer((days.num_days() + 1).into())
        };
        let share = days(began, period.end()) / days(period.start(), period.end());
        let far = |from: BigRational| {
            let value = value.ratio();
            if value > from {
                value - from
            } else {
                from - value
            }
        };
        if far(before.ratio() * share) < far(before.ratio()) {
            found.push(BeganWithin {
                area: *area,
                period: *period,
                value: *value,
                before,
            });
        }
    }
    found
}

/// The areas of which an area was made as they were, whole; nothing where it has a part of one.
fn made_of(area: UnitId, areas: &AreaRegister) -> Option<Vec<UnitId>> {
    let unit = areas.unit(area);
    let eve = unit.valid_from.pred_opt()?;
    let into = |r: &&Relation| r.date == unit.valid_from && r.to_code == unit.code;
    let whole = |r: &Relation| {
        let whole = matches!(r.kind, RelationKind::Merge | RelationKind::Rename);
        whole.then(|| areas.by_code(&r.from_code, eve)).flatten()
    };
    let all: Option<Vec<UnitId>> = areas.relations().iter().filter(into).map(whole).collect();
    all.filter(|all| !all.is_empty())
}
