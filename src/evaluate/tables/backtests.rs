//! Back-tests of rules of pace as rows.

use crate::evaluate::table_rows::{LabelSources, arrange, number};
use crate::kpi::{BackTest, FEWEST_TRIALS, in_points};
use crate::model::published::{TableSpec, Value};
use num_traits::ToPrimitive;

/// A share of a count, where there are enough to state one.
fn share(part: usize, whole: usize) -> Value {
    if whole < FEWEST_TRIALS {
        Value::Null
    } else {
        (part.to_f64().unwrap_or_default() / whole.to_f64().unwrap_or(1.0)).into()
    }
}

/// The share of trials that turned out as said.
fn share_of_hits(trials: &[bool]) -> Value {
    share(trials.iter().filter(|hit| **hit).count(), trials.len())
}

pub(super) fn backtest_row(
    test: &BackTest,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Value> {
    let mut values = tried(test, names);
    values.extend(errors(test, names));
    values.extend(hits(test));
    arrange(spec, values)
}

/// Which rule was tried, and on which years.
fn tried(test: &BackTest, names: LabelSources<'_>) -> Vec<(&'static str, Value)> {
    let year = |y: Option<&i32>| y.copied().into();
    let area = test.area.map_or("", |a| names.areas.unit(a).code.as_str());
    vec![
        ("kpi", test.kpi.as_str().into()),
        ("area_code", area.into()),
        ("boundary", test.boundary.into()),
        ("month", i64::from(test.month).into()),
        ("year_begins", i64::from(test.year_begins).into()),
        ("rule", test.rule.as_str().into()),
        ("n", number(test.errors.len())),
        ("n_needed", number(FEWEST_TRIALS)),
        ("n_years", number(test.years.len())),
        ("first_year", year(test.years.first())),
        ("last_year", year(test.years.last())),
    ]
}

/// How far the projections were off.
fn errors(test: &BackTest, names: LabelSources<'_>) -> Vec<(&'static str, Value)> {
    let kpi = names.kpis.iter().find(|k| k.id == test.kpi);
    let unit = kpi.map(|k| match &k.kind {
        kind if in_points(kind) => kind.value_unit(),
        _ => "ratio",
    });
    vec![
        ("error_unit", unit.into()),
        ("mean_error", test.mean_error().into()),
        ("mean_absolute_error", test.usual_error().into()),
        ("largest_absolute_error", test.largest().into()),
    ]
}

/// How often the bands, the verdicts and the probabilities were right.
fn hits(test: &BackTest) -> Vec<(&'static str, Value)> {
    let calibration = test.calibration();
    vec![
        ("n_band", number(test.inside.len())),
        ("share_inside_band", share_of_hits(&test.inside)),
        ("n_verdicts", number(test.right.len())),
        ("share_verdicts_right", share_of_hits(&test.right)),
        ("n_probabilities", number(test.odds.len())),
        ("mean_probability", calibration.map(|c| c[0]).into()),
        ("share_met", calibration.map(|c| c[1]).into()),
        ("brier_score", calibration.map(|c| c[2]).into()),
    ]
}
