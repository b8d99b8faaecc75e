//! What a contract asks of the observations of a delivery together.
//!
//! `repeats_previous_year`: an office that sends last year's form again sends figures that are good one by one. So the
//! figures of an area are held against those of the same period of the year before, series by series, a series being a
//! combination of dimensions whatever the source. When no series in common differs and enough of them say the same other
//! than nought, the later period of the area is set aside until someone confirms it.
//!
//! Only years within one delivery are held against each other: a delivery must become the same rows whatever came before
//! it. Areas are units, so a code that means another place a year later is not compared.

use super::row::Row;
use super::tally::Tally;
use crate::model::{AreaRegister, Check, Contract, Dec, Period, UnitId};
use std::collections::{BTreeMap, BTreeSet};

const RULE: &str = "repeats_previous_year";

/// The rows without those that a check sets aside.
pub(super) fn set_aside(mut rows: Vec<Row>, contract: &Contract, areas: &AreaRegister, value_label: &str, tally: &mut Tally<'_>) -> Vec<Row> {
    for Check::RepeatsPreviousYear { at_least, confirmed } in &contract.checks {
        let repeated = repeated(&rows, areas, *at_least);
        let mut kept = Vec::with_capacity(rows.len());
        for (i, row) in rows.into_iter().enumerate() {
            let area = &row.key.area_code;
            match repeated.get(&i) {
                Some((period, equal)) if !confirmed.iter().any(|(a, p)| a == area && p == period) => {
                    let before = period.year_before();
                    let message = format!("the figures of area `{area}` in {period} repeat those of {before}: {equal} are equal and none differs");
                    let hint = format!(
                        "ask the provider; if they are right, say so in the check: `confirmed = [{{ area_code = \"{area}\", period = \"{period}\" }}]`"
                    );
                    tally.bad_row(&row, value_label, RULE, message, hint);
                }
                _ => kept.push(row),
            }
        }
        rows = kept;
    }
    rows
}

/// What an area says of a period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Form<'r> {
    area: UnitId,
    span: &'r str,
    period: Period,
}

impl<'r> Form<'r> {
    fn of(row: &'r Row, areas: &AreaRegister) -> Option<Form<'r>> {
        let area = areas.by_code(&row.key.area_code, row.key.area_date)?;
        Some(Form { area, span: &row.key.span, period: row.key.period.parse().ok()? })
    }
}

/// Every statement of a series, by any source, with its unit.
type Series<'r> = BTreeMap<&'r [String], BTreeSet<(Dec, &'r str)>>;

/// Indices of rows whose form repeats the one of the year before, with its period and the number of equal figures other than nought.
fn repeated(rows: &[Row], areas: &AreaRegister, at_least: usize) -> BTreeMap<usize, (Period, usize)> {
    let mut forms: BTreeMap<Form<'_>, Series<'_>> = BTreeMap::new();
    for row in rows {
        if let Some(form) = Form::of(row, areas) {
            let series = forms.entry(form).or_default().entry(&row.key.dimensions).or_default();
            series.extend(row.said.value.map(|value| (value, row.said.unit.as_str())));
        }
    }
    let equal = |form: &Form<'_>, series: &Series<'_>| -> Option<usize> {
        let before = forms.get(&Form { period: form.period.year_before(), ..*form })?;
        let common: Vec<_> = series.iter().filter_map(|(key, now)| Some((now, before.get(key)?))).collect();
        let equal = common.iter().filter(|(now, _)| now.iter().any(|(value, _)| *value != Dec::ZERO)).count();
        (equal >= at_least && common.iter().all(|(now, then)| now == then)).then_some(equal)
    };
    let repeated: BTreeMap<Form<'_>, usize> = forms.iter().filter_map(|(form, series)| Some((*form, equal(form, series)?))).collect();
    let of_row = |(i, row)| Form::of(row, areas).and_then(|form| Some((i, (form.period, *repeated.get(&form)?))));
    rows.iter().enumerate().filter_map(of_row).collect()
}
