//! How much of the areas, and of what they weigh, has a value.

use crate::evaluate::results::Computed;
use crate::evaluate::table_rows::{LabelSources, arrange, double, number, words};
use crate::kpi::{self, Coverage, Weight};
use crate::model::Verdict;
use crate::model::published::{TableSpec, Value};
use num_rational::BigRational;
use num_traits::Signed;

pub(super) fn coverage_rows(
    computed: &Computed,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Vec<Value>> {
    let all = kpi::coverage(
        names.kpis,
        &computed.scores,
        computed.values.iter().map(std::convert::AsRef::as_ref),
        names.areas,
    );
    all.iter().map(|c| coverage_row(c, spec)).collect()
}

fn coverage_row(coverage: &Coverage, spec: &TableSpec) -> Vec<Value> {
    let mut values = areas_with_value(coverage);
    values.extend(weight_with_value(coverage.weight.as_ref()));
    values.extend(verdicts(coverage));
    arrange(spec, values)
}

/// What is covered, and how many of its areas.
fn areas_with_value(coverage: &Coverage) -> Vec<(&'static str, Value)> {
    let count = |n: usize| BigRational::from_integer(n.into());
    vec![
        ("kpi", coverage.kpi.as_str().into()),
        ("boundary", coverage.boundary.into()),
        ("period", coverage.period.into()),
        ("span", coverage.span.into()),
        ("area_level", coverage.level.as_str().into()),
        ("areas_with_value", number(coverage.areas.len())),
        ("areas_in_register", number(coverage.of_areas)),
        (
            "share_of_areas",
            share(&count(coverage.areas.len()), &count(coverage.of_areas)),
        ),
    ]
}

/// How much of the measure by which areas count.
fn weight_with_value(weight: Option<&Weight>) -> Vec<(&'static str, Value)> {
    vec![
        ("weight_measure", weight.map(|w| w.measure.as_str()).into()),
        ("weight_period", weight.map(|w| w.period.to_string()).into()),
        ("weight_unit", weight.map(|w| w.unit.as_str()).into()),
        ("weight_with_value", weight.map(|w| w.covered).into()),
        ("weight_of_all", weight.map(|w| w.whole).into()),
        (
            "share_of_weight",
            weight.map_or(Value::Null, |w| share(&w.covered.ratio(), &w.whole.ratio())),
        ),
    ]
}

/// How many of each verdict, and why there is none.
fn verdicts(coverage: &Coverage) -> Vec<(&'static str, Value)> {
    let reasons = coverage
        .reasons
        .iter()
        .map(|(reason, n)| format!("{reason}:{n}"));
    let mut values = vec![("reasons", words(reasons))];
    values.extend(Verdict::ALL.iter().map(|v| {
        (
            v.as_str(),
            number(coverage.verdicts.get(v).copied().unwrap_or(0)),
        )
    }));
    values
}

fn share(part: &BigRational, whole: &BigRational) -> Value {
    if whole.is_positive() {
        double(&(part / whole))
    } else {
        Value::Null
    }
}
