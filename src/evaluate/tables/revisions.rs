//! Revisions as rows: verdicts that changed, and how far figures of each maturity moved.

use crate::evaluate::table_rows::{LabelSources, arrange, double, key_of, number, words};
use crate::kpi::{FEWEST_REVISIONS, Maturity, Revision, RevisionGroup, Revisions};
use crate::model::Reason;
use crate::model::published::{TableSpec, Value};
use num_rational::BigRational;
use num_traits::ToPrimitive;

pub(super) fn revision_row(revision: &Revision, names: LabelSources<'_>) -> Vec<Value> {
    let (before, after) = (&revision.before, &revision.after);
    let mut row = key_of(
        &revision.kpi,
        revision.boundary,
        revision.cell,
        revision.target,
        names,
    );
    row.extend([
        revision.known_from.into(),
        before.value.as_ref().map_or(Value::Null, double),
        after.value.as_ref().map_or(Value::Null, double),
        before.verdict.as_str().into(),
        after.verdict.as_str().into(),
        before.reason.map(Reason::as_str).into(),
        after.reason.map(Reason::as_str).into(),
        words(&revision.deliveries),
        revision.code.as_str().into(),
        (before.verdict != after.verdict).into(),
    ]);
    row
}

pub(super) fn summary_row(
    alike: &RevisionGroup,
    maturity: Maturity,
    of: &Revisions,
    spec: &TableSpec,
) -> Vec<Value> {
    let (by, maturity) = match maturity {
        Maturity::Status(status) => ("status", status.as_str().to_owned()),
        Maturity::Vintage(n) => ("vintage", n.to_string()),
    };
    let [down, none, up] = of.directions();
    let (unit, scale) = alike.unit.published();
    let ratio = |r: Option<&BigRational>| r.map_or(Value::Null, |r| double(&alike.unit.scaled(r)));
    let mean = |m: Option<f64>| m.map(|m| m * scale.to_f64().unwrap_or(1.0));
    arrange(
        spec,
        vec![
            ("measure", alike.measure.as_str().into()),
            ("boundary", alike.boundary.into()),
            ("frequency", alike.frequency.code().into()),
            ("span", alike.span.into()),
            ("maturity_by", by.into()),
            ("maturity", maturity.into()),
            ("revision_unit", unit.into()),
            ("n", number(of.sizes().len())),
            ("n_needed", number(FEWEST_REVISIONS)),
            ("n_down", number(down)),
            ("n_zero", number(none)),
            ("n_up", number(up)),
            ("mean_revision", mean(of.mean()).into()),
            ("mean_absolute_revision", mean(of.mean_size()).into()),
            ("median_revision", ratio(of.median().as_ref())),
            ("p90_absolute_revision", ratio(of.usual())),
            ("largest_absolute_revision", ratio(of.sizes().last())),
        ],
    )
}
