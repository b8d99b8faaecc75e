//! A query of the World Bank: an indicator of countries over a range of periods.

use super::keys::{range, size, wanted};
use crate::document::ConfigNode;
use crate::{raw, rule};
use chiso_model::{Finding, WorldBankQuery};

/// Checks the keys of a query.
pub(super) fn world_bank(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    faults: &mut Vec<Finding>,
) -> WorldBankQuery {
    let indicator = indicator(at, raw, faults);
    let countries = countries(&at.key("countries"), raw, faults);
    let (start, end) = range(at, raw, faults);
    if start.is_empty() != end.is_empty() {
        let hint = "give both `start` and `end`, or neither";
        faults.push(
            at.key("start")
                .error(
                    rule::BAD_VALUE,
                    "the World Bank wants the whole range or none",
                )
                .hint(hint),
        );
    }
    WorldBankQuery {
        indicator,
        countries,
        start,
        end,
        size: size(at, raw, 32_500, faults),
    }
}

fn indicator(at: &ConfigNode<'_>, raw: &raw::Api, faults: &mut Vec<Finding>) -> String {
    let indicator = wanted(
        at,
        "indicator",
        raw.indicator.as_ref(),
        "its code, as in `NY.GDP.MKTP.CD`",
        faults,
    );
    if !indicator
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    {
        let message = format!("`{indicator}` is not the code of an indicator");
        faults.push(
            at.key("indicator")
                .error(rule::BAD_VALUE, message)
                .hint("write one code, as in `NY.GDP.MKTP.CD`"),
        );
    }
    indicator
}

fn countries(at: &ConfigNode<'_>, raw: &raw::Api, faults: &mut Vec<Finding>) -> Vec<String> {
    let countries = raw
        .countries
        .clone()
        .unwrap_or_else(|| vec!["all".to_owned()]);
    for (i, code) in countries.iter().enumerate() {
        if code.is_empty() || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let hint = "write ISO codes, as in `[\"VNM\", \"THA\"]`, or `[\"all\"]`";
            faults.push(
                at.item(i)
                    .error(
                        rule::BAD_VALUE,
                        format!("`{code}` is not the code of a country"),
                    )
                    .hint(hint),
            );
        }
    }
    if countries.is_empty() {
        faults.push(
            at.error(rule::BAD_VALUE, "no country is named")
                .hint("name one, or leave it out for all"),
        );
    }
    countries
}
