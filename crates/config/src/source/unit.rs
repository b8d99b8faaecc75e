//! The units of a source's figures: one for all rows, or the texts of a column translated.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Contract, Finding, UnitOf, multiple, unit_as_kept};
use std::collections::BTreeMap;

/// Powers of ten a figure may be multiplied by; beyond them it could not be held exactly anyway.
const UNIT_MULT: std::ops::RangeInclusive<i64> = -18..=18;
/// Names of the đồng, lower case and without tones.
const DONG: [&str; 4] = ["đong", "dong", "vnd", "đ"];

/// The unit of all rows. It comes from the value mapping, else from the contract; `None` when rows
/// name their own.
pub(super) fn unit(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<UnitOf> {
    let value = &contract.value_name;
    let (at, mapping) = (at.key("columns").key(value), raw.columns.get(value));
    let stated = mapping.and_then(|m| m.unit.as_ref());
    let power = mapping.and_then(|m| m.unit_mult);
    if raw.columns.contains_key("unit") {
        if stated.is_some() || power.is_some() {
            let hint = "leave out the unit here, or the column `unit`";
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    "the unit is given here and by the column `unit`",
                )
                .hint(hint),
            );
        }
        return None;
    }
    let Some(unit) = stated.or(contract.unit.as_ref()) else {
        // Without a value mapping there is a fault already, and the unit goes with it.
        if mapping.is_some() || raw.wide.is_some() {
            let hint = "give `unit` here or in the contract, or map a column `unit` and translate \
                its texts in `[source.units]`";
            faults.push(
                at.error(
                    rule::MISSING_KEY,
                    format!("the unit of `{value}` is not known"),
                )
                .hint(hint),
            );
        }
        return None;
    };
    Some(unit_of(&at, unit, power.unwrap_or(0), contract, faults))
}

/// The units meant by the texts of the column `unit`.
pub(super) fn units(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, UnitOf> {
    match (raw.columns.contains_key("unit"), raw.units.is_empty()) {
        (true, true) => {
            let hint = "add `[source.units]` with one line for each text of the column `unit`";
            faults.push(
                at.error(
                    rule::MISSING_KEY,
                    "the texts of the column `unit` are not translated",
                )
                .hint(hint),
            );
        }
        (false, false) => {
            let hint = "map a column `unit` in `[source.columns]`, or leave this out";
            faults.push(
                at.error(rule::BAD_VALUE, "there is no column `unit` to translate")
                    .hint(hint),
            );
        }
        _ => {}
    }
    let mut units = BTreeMap::new();
    for (text, raw) in &raw.units {
        let unit = unit_of(&at.key(text), &raw.unit, raw.unit_mult, contract, faults);
        units.insert(text.clone(), unit);
    }
    units
}

fn unit_of(
    at: &ConfigNode<'_>,
    unit: &str,
    power: i64,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> UnitOf {
    let unit_at = at.key("unit");
    let unit = &unit_as_kept(unit);
    agrees(&unit_at, unit, contract, faults);
    let unit_mult = value::whole(&at.key("unit_mult"), power, UNIT_MULT, faults).unwrap_or(0);
    money(&unit_at, unit, faults);
    UnitOf {
        unit: value::text(&unit_at, unit, faults),
        unit_mult,
    }
}

fn agrees(at: &ConfigNode<'_>, unit: &str, contract: &Contract, faults: &mut Vec<Finding>) {
    if let Some(wanted) = contract.unit.as_deref().filter(|wanted| *wanted != unit) {
        let message = format!("the unit `{unit}` is not that of the contract, `{wanted}`");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("units are not converted: change one of the two"),
        );
    }
}

/// The power of ten of a name of a multiple of the đồng, however it is written: `Tỷ đồng`, `ty
/// dong`, `million VND`, `tr.đ`.
fn multiple_of_dong(unit: &str) -> Option<i8> {
    let (power, currency) = multiple(unit);
    DONG.contains(&currency.replace("vnđ", "vnd").as_str())
        .then_some(power)
}

/// Remarks on a multiple of the đồng that is taken for a unit of its own: figures in another
/// multiple would never meet it.
fn money(at: &ConfigNode<'_>, unit: &str, faults: &mut Vec<Finding>) {
    if let Some(power) = multiple_of_dong(unit).filter(|_| unit != "vnd") {
        let message = format!(
            "`{unit}` is 10^{power} `vnd`, and as a unit of its own it is compared with no other \
                amount of money"
        );
        let hint = format!(
            "write `unit = \"vnd\"` here and in the contract, with `unit_mult = {power}` where the \
                source is mapped"
        );
        faults.push(at.warning(rule::BAD_VALUE, message).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_multiple_of_the_dong_is_known_however_it_is_written() {
        let known = [
            ("đồng", 0),
            ("VND", 0),
            ("VNĐ", 0),
            ("nghìn đồng", 3),
            ("1000 đồng", 3),
            ("Triệu Đồng", 6),
            ("tr.đ", 6),
            ("million VND", 6),
        ];
        let thousands = [
            ("tỷ đồng", 9),
            ("tỉ đồng", 9),
            ("ty dong", 9),
            ("Tỷ VND", 9),
            ("ty\u{309} đồng", 9),
            ("nghìn tỷ đồng", 12),
        ];
        for (name, power) in known.into_iter().chain(thousands) {
            assert_eq!(super::multiple_of_dong(name), Some(power), "{name}");
        }
        for other in [
            "usd",
            "enterprises",
            "điểm",
            "percent",
            "lao động",
            "hợp đồng",
            "persons",
            "",
        ] {
            assert_eq!(super::multiple_of_dong(other), None, "{other}");
        }
    }
}
