//! What a change is a change on.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::kind::{Base, Comparison};
use chiso_model::{Finding, FiscalYear};

/// Checks it. A year to date is compared with that of other years, so nothing else has a pace.
pub(super) fn comparison(
    at: &ConfigNode<'_>,
    raw: &raw::Kpi,
    office: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Option<Comparison> {
    let base = match &raw.compared_with {
        Some(with) => base(&at.key("compared_with"), with, office, faults)?,
        None => Base::default(),
    };
    let rates = [("total", false), ("annual_average", true)];
    let a_year = match &raw.rate {
        Some(word) => value::one_of(&at.key("rate"), word, "rate", &rates, faults)?,
        None => false,
    };
    if raw.pace.is_some() && !matches!(base, Base::YearsBefore(_)) {
        let message = "a year to date is compared with years to date of as many months only";
        let hint = "leave `pace` out, or compare with `years_before`";
        faults.push(at.key("pace").error(rule::BAD_VALUE, message).hint(hint));
    }
    Some(Comparison { base, a_year })
}

fn base(
    at: &ConfigNode<'_>,
    raw: &raw::ComparedWith,
    office: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Option<Base> {
    match (raw.periods_before, raw.years_before, &raw.period) {
        (Some(n), None, None) => {
            let periods = value::whole(&at.key("periods_before"), n, 1..=120, faults)?;
            Some(Base::PeriodsBefore(periods))
        }
        (None, Some(n), None) => {
            let years = value::whole(&at.key("years_before"), n, 1..=100, faults)?;
            Some(Base::YearsBefore(years))
        }
        (None, None, Some(text)) => {
            value::period(&at.key("period"), text, office, faults).map(Base::Period)
        }
        _ => {
            let message = "a change is compared with one period";
            let hint = "write one of `periods_before = 1` (the previous period), `years_before = \
                4`, `period = \"2020\"` (a fixed base)";
            faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
            None
        }
    }
}
