//! Totals over members of a period that only some members state: the others have it by their shorter
//! periods, before anything is added up.

use crate::combine::join;
use crate::existence::Existence;
use crate::periods::{PartPeriods, lacks_members};
use chiso_model::{
    Dec, DerivedFigure, Flag, Making, Measure, MeasureValue, Period, Reason, Series, SharedText,
    Span, StatementKey, TotalOver, UnitId, ValueKey, months,
};
use num_rational::BigRational;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The values of a total; those that lack the figures of members are made of what each member has,
/// where the measure is broken down by these and asks for periods. `own` gives what areas have of a
/// member's measure.
pub fn with_members(
    existence: Existence<'_>,
    declared: &[Measure],
    mut values: Vec<MeasureValue>,
    own: impl Fn(&Measure) -> Vec<MeasureValue>,
) -> Vec<MeasureValue> {
    let measure = existence.measure;
    let lacks = |value: &MeasureValue| lacks_members(value) && adds_up(measure, value);
    if measure.periods.is_empty() || !values.iter().any(lacks) {
        return values;
    }
    let members = measure.of_members(declared);
    let stated: Vec<Vec<MeasureValue>> = members.iter().map(|member| own(member)).collect();
    let members: Vec<MemberValues<'_>> = { members.iter().zip(&stated) }
        .map(|(member, stated)| MemberValues::new(existence, member, stated))
        .collect();
    let set_aside = |v: &&MeasureValue| v.figure.reasons.contains(&Reason::Quarantined);
    let set_aside: Vec<_> = values.iter().filter(set_aside).map(months_of).collect();
    for value in values.iter_mut().filter(|value| lacks(value)) {
        let is_part = |part: &AreaMonths| is_within(part, &months_of(value));
        match total(measure, value, &members) {
            Ok(_) if set_aside.iter().any(is_part) => {
                value.figure.reasons.insert(Reason::Quarantined);
            }
            Ok(total) => *value = total,
            Err(why) if why.is_empty() => {}
            Err(why) => value.figure.reasons = why,
        }
    }
    values
}

/// Area, dataset and months of a figure.
type AreaMonths = (UnitId, SharedText, (i32, i32));

fn months_of(v: &MeasureValue) -> AreaMonths {
    (v.area, v.dataset.clone(), months(v.period, v.span))
}

/// Whether a figure of the same dataset lies within another one.
fn is_within((area, dataset, (from, to)): &AreaMonths, whole: &AreaMonths) -> bool {
    let (first, last) = whole.2;
    (area, dataset) == (&whole.0, &whole.1) && first <= *from && *to <= last
}

/// Whether figures of members are added up to such a total: sums and counts are, but for the largest
/// or smallest of a time.
fn adds_up(measure: &Measure, total: &MeasureValue) -> bool {
    let mut sources = measure.sources.iter();
    sources.any(|s| s.dataset == *total.dataset && s.value.function.is_additive())
        && !measure.is_extreme((total.period, total.span))
}

/// What areas have of one member.
struct MemberValues<'a> {
    existence: Existence<'a>,
    stated: BTreeMap<ValueKey, &'a MeasureValue>,
    by_periods: PartPeriods<'a>,
}

impl<'a> MemberValues<'a> {
    fn new(
        Existence { areas, .. }: Existence<'a>,
        measure: &'a Measure,
        stated: &'a [MeasureValue],
    ) -> MemberValues<'a> {
        let existence = Existence { measure, areas };
        MemberValues {
            existence,
            stated: stated.iter().map(|v| (v.key(), v)).collect(),
            by_periods: PartPeriods::new(existence, stated),
        }
    }

    fn exists(&self, area: UnitId, at: (Period, Span)) -> bool {
        self.existence.at_all(area, at)
    }

    /// What is stated, else what shorter periods give, of the dataset of the total; or why there is
    /// nothing.
    fn value(&self, total: &MeasureValue) -> Result<MeasureValue, BTreeSet<Reason>> {
        let of_dataset = |v: &&MeasureValue| v.dataset == total.dataset;
        let stated = self.stated.get(&total.key());
        let stated = stated
            .and_then(|v| v.statements().find(of_dataset))
            .cloned();
        let at = (total.period, total.span);
        let by_periods = || {
            let found = self.by_periods.worked_out(total.area, at);
            found.into_iter().find(|v| of_dataset(&v))
        };
        let Some(found) = stated.or_else(by_periods) else {
            return Err(BTreeSet::from([Reason::ValueMissing]));
        };
        if found.figure.value.is_none() {
            return Err(found.figure.reasons);
        }
        Ok(found)
    }
}

/// The sum over the members that exist in the period, if each of them has a figure of one series; or
/// why some have none.
fn total(
    measure: &Measure,
    lacking: &MeasureValue,
    members: &[MemberValues<'_>],
) -> Result<MeasureValue, BTreeSet<Reason>> {
    let at = (lacking.period, lacking.span);
    let existing = members.iter().filter(|m| m.exists(lacking.area, at));
    let (mut keys, mut parts, mut why) = (Vec::new(), Vec::new(), BTreeSet::new());
    for member in existing {
        match member.value(lacking) {
            Err(reasons) => why.extend(reasons),
            Ok(part) => {
                let of = member.existence.measure;
                keys.push(of_level(&part.series.statement, measure, of));
                parts.push(part);
            }
        }
    }
    let Some((first, rest)) = parts.split_first().filter(|_| why.is_empty()) else {
        return Err(why);
    };
    let mut figure = first.figure.clone();
    for part in rest {
        join(&mut figure, &part.figure, Dec::checked_add);
    }
    let in_part = lacking.figure.flags.contains(&Flag::ExistsInPart);
    figure.flags.remove(&Flag::ExistsInPart);
    figure.flags.extend(in_part.then_some(Flag::ExistsInPart));
    if !figure.reasons.is_empty() {
        figure.value = None;
    }
    let named = parts.iter().map(|part| part.measure.to_string());
    let statement = StatementKey::of_sum(&named.zip(&keys).collect::<Vec<_>>());
    let exact: Option<BigRational> = parts.iter().map(MeasureValue::exact).sum();
    let exact = exact.filter(|_| figure.value.is_some());
    let how = Making::SumOf(parts.iter().cloned().map(Arc::new).collect());
    Ok(MeasureValue {
        figure,
        made: Some(Arc::new(DerivedFigure { exact, how })),
        series: Series {
            statement,
            ..lacking.series.clone()
        },
        ..lacking.clone()
    })
}

/// The statement of a member as one of the total: what a member that has others below it states
/// itself is the first level of the members, and what these add up to is a level below.
fn of_level(key: &StatementKey, total: &Measure, member: &Measure) -> StatementKey {
    let below = |measure: &Measure, name: &str| {
        let mut totals = measure.sources.iter().flat_map(|s| &s.totals);
        totals.any(|t: &TotalOver| t.dimension == name && t.of.is_some())
    };
    let lower = |name: &str| {
        let (dimension, level) = name.split_once('/').unwrap_or((name, "0"));
        if !below(member, dimension) || below(total, dimension) {
            return name.to_owned();
        }
        let level = level.parse::<usize>().unwrap_or_default();
        format!("{dimension}/{}", level + 1)
    };
    let totals: Vec<String> = key.totals.split('+').map(lower).collect();
    StatementKey {
        totals: totals.join("+"),
        ..key.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::over_time::{cell, communes, measure};
    use chiso_model::{Bilingual, Cell, Figure, Member, MemberList, WorkedOut};

    /// A measure that is broken down by members, some of which have others below them.
    fn broken_down() -> Vec<Measure> {
        let member = |code: &str, parent: Option<&str>| Member {
            code: code.into(),
            title: Bilingual::default(),
            parent: parent.map(str::to_owned),
            valid_from: None,
            valid_to: None,
        };
        let members = vec![
            member("M", None),
            member("F", None),
            member("F1", Some("F")),
        ];
        let list = Arc::new(MemberList {
            id: "sexes".into(),
            total: None,
            members: members.clone(),
        });
        let of = |id: &str, total: Option<Option<&str>>| {
            let mut measure = Measure {
                id: id.into(),
                periods: vec![WorkedOut::Year],
                over_time: Some(chiso_model::OverTime::Sum),
                sum_of: None,
                members: members.clone(),
                ..measure()
            };
            let total = total.map(|of| TotalOver {
                dimension: "sex".into(),
                members: list.clone(),
                of: of.map(str::to_owned),
            });
            measure.sources[0].totals = total.into_iter().collect();
            measure
        };
        vec![
            of("m", Some(None)),
            of("m[sex=M]", None),
            of("m[sex=F]", Some(Some("F"))),
        ]
    }

    /// M states the year, F its months; of March a figure of the total was set aside, or none was.
    fn total_of(set_aside: bool) -> Figure {
        let areas = communes();
        let declared = broken_down();
        let existence = Existence {
            measure: &declared[0],
            areas: &areas,
        };
        let (_, of) = cell(&areas, "A", 2019);
        let value = |id: &str, period: Period, n: i64, reason: Option<Reason>| {
            let mut cell = Cell {
                measure: id.into(),
                period,
                ..of(n)
            };
            cell.figure.reasons.extend(reason);
            cell.figure.value = cell.figure.value.filter(|_| reason.is_none());
            crate::combine::of_one_unit(&cell, "2020-01-01".parse().unwrap()).unwrap()
        };
        let (year, march) = (Period::Year(2019), Period::Month(2019, 3));
        let lacking = Some(Reason::ValueMissing);
        let aside = Some(Reason::Quarantined).filter(|_| set_aside).or(lacking);
        let stated = vec![value("m", march, 0, aside), value("m", year, 0, lacking)];
        let own = |member: &Measure| match member.id.as_str() {
            "m[sex=M]" => vec![value(&member.id, year, 100, None)],
            _ => { 1..=12 }
                .map(|m| value(&member.id, Period::Month(2019, m), 10, None))
                .collect(),
        };
        let all = with_members(existence, &declared, stated, own);
        all.into_iter().find(|v| v.period == year).unwrap().figure
    }

    #[test]
    fn a_total_is_not_made_without_a_figure_that_was_set_aside() {
        assert_eq!(total_of(false).value, Some(Dec::from_int(220)));
        let without = total_of(true);
        assert_eq!(without.value, None);
        assert!(without.reasons.contains(&Reason::Quarantined));
    }

    #[test]
    fn what_a_member_states_and_what_its_parts_add_up_to_are_two_statements_of_the_total() {
        let declared = broken_down();
        let of = |totals: &str, member: usize| {
            let key = StatementKey {
                totals: totals.into(),
                ..StatementKey::default()
            };
            of_level(&key, &declared[0], &declared[member]).totals
        };
        assert_eq!(of("sex", 2), "sex/1", "F states it");
        assert_eq!(of("", 2), "", "its parts do");
        assert_eq!(of("", 1), "", "M has none");
        assert_eq!(of("sector", 2), "sector");
    }
}
