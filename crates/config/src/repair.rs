//! Checks repairs: that each names one place of one delivery, says what stands there, does one
//! thing about it, and says why.

use super::document::ConfigNode;
use super::scope::Scope;
use super::{raw, rule, value};
use chiso_model::{Finding, Repair, RepairAction};

/// Checks a file of repairs of a dataset.
pub(super) fn check(
    at: &ConfigNode<'_>,
    dataset: &str,
    raw: &raw::Repairs,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Vec<Repair> {
    let hint = "ask for the record again, written as it should be";
    if scope
        .observations(at, dataset, ("repairs", hint), faults)
        .is_none()
    {
        return vec![];
    }
    let list = at.key("repair");
    let mut repairs: Vec<Repair> = vec![];
    for (i, raw) in raw.repair.iter().enumerate() {
        let at = list.item(i);
        let Some(repair) = repair(&at, raw, faults) else {
            continue;
        };
        let place = |r: &Repair| (r.delivery.clone(), r.part.clone(), r.row, r.col.clone());
        if let Some(first) = repairs.iter().find(|r| place(r) == place(&repair)) {
            let message = format!(
                "there is a repair of this place already, at {}:{}",
                first.declared_at.file, first.declared_at.row
            );
            faults.push(
                at.error(rule::DUPLICATE, message)
                    .hint("keep one of the two"),
            );
        } else {
            repairs.push(repair);
        }
    }
    repairs
}

fn repair(at: &ConfigNode<'_>, raw: &raw::Repair, faults: &mut Vec<Finding>) -> Option<Repair> {
    let row = value::whole(&at.key("row"), raw.row, 1..=i64::MAX, faults);
    let action = action(at, raw, faults);
    let date = value::date(&at.key("date"), &raw.date, faults);
    let repair = Repair {
        delivery: value::text(&at.key("delivery"), &raw.delivery, faults),
        part: raw.part.clone().unwrap_or_default(),
        row: row?,
        col: raw.column.clone().unwrap_or_default(),
        expect: raw.expect.clone(),
        reason: value::text(&at.key("reason"), &raw.reason, faults),
        by: value::text(&at.key("by"), &raw.by, faults),
        action: action?,
        date: date?,
        declared_at: at.place(),
    };
    Some(repair)
}

fn action(
    at: &ConfigNode<'_>,
    raw: &raw::Repair,
    faults: &mut Vec<Finding>,
) -> Option<RepairAction> {
    let fault = match (&raw.value, raw.drop == Some(true)) {
        (None, true) => return Some(RepairAction::Drop),
        // The text that stands there confirms a cell whose fault lies elsewhere, as in its format.
        (Some(value), false) => return Some(RepairAction::Value(value.clone())),
        (Some(_), true) => at
            .key("drop")
            .error(
                rule::BAD_VALUE,
                "an observation that is dropped has no `value`",
            )
            .hint("leave out `value` or `drop`"),
        (None, false) => at
            .key("value")
            .error(rule::MISSING_KEY, "`value` is missing")
            .hint("write the text read in its place, or `drop = true`"),
    };
    faults.push(fault);
    None
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    const FILE: &str = "datasets/new_enterprises/repairs.toml";
    const REPAIRS: &str = r#"[[repair]]
delivery = "ba7816bf8f01"
row = 12
column = "value"
expect = "1O2"
value = "102"
reason = "The letter O for zero; the office confirmed by letter"
by = "N. T. Lan"
date = "2026-11-22"

[[repair]]
delivery = "ba7816bf8f01"
row = 99
expect = "Source: NSO | "
drop = true
reason = "A footnote"
by = "N. T. Lan"
date = "2026-11-22"
"#;

    fn sample() -> Sample {
        Sample::new().with(FILE, REPAIRS)
    }

    #[test]
    fn repairs_belong_to_the_configuration() {
        let (plan, without) = (sample().plan(), Sample::new().plan());
        let repairs = &plan.dataset("new_enterprises").unwrap().repairs;
        let actions: Vec<&RepairAction> = repairs.iter().map(|r| &r.action).collect();
        assert_eq!(
            actions,
            [&RepairAction::Value("102".to_owned()), &RepairAction::Drop]
        );
        assert_eq!(
            (
                repairs[0].row,
                repairs[0].col.as_str(),
                repairs[1].col.as_str()
            ),
            (12, "value", "")
        );
        assert_eq!(
            repairs[1].declared_at.to_string(),
            format!("{FILE}:11, column `repair`")
        );
        assert_ne!(plan.config_hash, without.config_hash);
        assert!(plan.dataset("budget_plan").unwrap().repairs.is_empty());
    }

    #[test]
    fn faults_of_repairs() {
        let cases: &[(&str, &str, &[&str])] = &[
            (
                "value = \"102\"",
                "",
                &[
                    "error[missing_key]: F:1, column `repair.value`: `value` is missing",
                    "  hint: write the text read in its place, or `drop = true`",
                ],
            ),
            (
                "value = \"102\"",
                "value = \"102\"\ndrop = true",
                &[
                    "error[bad_value]: F:7, column `repair.drop`: an observation that is dropped \
                        has no `value`",
                    "  hint: leave out `value` or `drop`",
                ],
            ),
            (
                "reason = \"A footnote\"",
                "reason = \" \"",
                &[
                    "error[bad_value]: F:16, column `repair.reason`: the text is empty",
                    "  hint: write it out",
                ],
            ),
            (
                "row = 99\n",
                "row = 12\ncolumn = \"value\"\n",
                &[
                    "error[duplicate]: F:11, column `repair`: there is a repair of this place \
                        already, at F:1",
                    "  hint: keep one of the two",
                ],
            ),
        ];
        for (from, to, expected) in cases {
            let found = sample().edit(FILE, from, to).faults().replace(FILE, "F");
            assert_eq!(found, expected.join("\n"), "after `{from}` became `{to}`");
        }
        let other = Sample::new()
            .with("datasets/new_enterprise/repairs.toml", REPAIRS)
            .faults();
        assert!(
            other.contains("there is no dataset `new_enterprise`"),
            "{other}"
        );
    }
}
