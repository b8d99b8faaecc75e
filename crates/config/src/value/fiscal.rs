//! The fiscal year of the office or of a source.

use super::word::word;
use crate::document::ConfigNode;
use crate::{raw, rule};
use chiso_model::{Finding, FiscalYear};

/// A fiscal year: its first month, and how it is named.
pub(crate) fn fiscal_year(
    at: &ConfigNode<'_>,
    raw: &raw::FiscalYear,
    faults: &mut Vec<Finding>,
) -> Option<FiscalYear> {
    let named = word(&at.key("named"), &raw.named, faults);
    let digits = raw.begins.len() == 2 && raw.begins.bytes().all(|b| b.is_ascii_digit());
    let begins = digits.then(|| raw.begins.parse::<u32>().ok()).flatten();
    if let Some(begins) = begins.filter(|month| (2..=12).contains(month)) {
        return Some(FiscalYear {
            begins,
            named: named?,
        });
    }
    let hint = if begins == Some(1) {
        "a fiscal year that begins in January is a year of the calendar: leave `fiscal_year` out; \
            in labels it is `{year}`"
    } else {
        "write the month with which it begins, as in `04`; years that begin within a month are no \
            periods"
    };
    let message = format!("`{}` is no first month of a fiscal year", raw.begins);
    faults.push(at.key("begins").error(rule::BAD_VALUE, message).hint(hint));
    None
}

/// The first month of the fiscal years that words of `periods` ask for; a fault where the project
/// declares none.
pub(crate) fn first_month(
    at: &ConfigNode<'_>,
    words: &[String],
    fiscal: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> u32 {
    let asked = words.iter().position(|word| word.starts_with("fiscal_"));
    if let Some(i) = asked.filter(|_| fiscal.is_none()) {
        let message = "fiscal years are asked for, and the project declares none";
        let hint = "write `fiscal_year = { begins = \"04\", named = \"both\" }` under `[project]` in \
            `chiso.toml`";
        let fault = at.item(i).error(rule::BAD_VALUE, message);
        faults.push(fault.hint(hint));
    }
    fiscal.map_or(2, |fiscal| fiscal.begins)
}
