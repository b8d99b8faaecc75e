//! `targets.csv`: what a KPI is held against. A target that was misread decides verdicts, so
//! nothing in it is guessed: areas are named by code, values are exact, words come from closed
//! lists.

use super::line::RegisterLine;
use super::sheet::{RegisterFile, Sheet};
use crate::ingest::text::tidy;
use crate::model::{AreaRegister, Dec, Finding, Period, Target, TargetOp, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Units that a target's value may have.
pub const VALUE_UNITS: &[&str] = &["ratio", "pp", "score", "rank", "count", "vnd"];

const REQUIRED: &[&str] = &[
    "target_id",
    "kpi",
    "area_code",
    "period_from",
    "op",
    "target_value",
    "value_unit",
];
const OPTIONAL: &[&str] = &[
    "period_to",
    "plan",
    "tolerance",
    "legal_basis",
    "decided_on",
    "valid_from",
    "supersedes",
    "note",
];

/// Reads the register of targets, each with its line. An empty `period_to` means the one period
/// `period_from`.
#[must_use]
pub fn read_targets(
    file: RegisterFile<'_>,
    areas: &AreaRegister,
) -> (Vec<(u64, Target)>, Vec<Finding>) {
    let mut sheet = Sheet::read(file, REQUIRED, OPTIONAL);
    let ids: BTreeSet<String> = id_column(&sheet);
    let mut first_line: BTreeMap<String, u64> = BTreeMap::new();
    let targets = sheet.map(|line| {
        let id = line.needed("target_id");
        if let Some(id) = &id {
            match first_line.get(id) {
                Some(first) => {
                    line.fault(
                        "duplicate_target",
                        "target_id",
                        format!("`{id}` stands on line {first} too"),
                        "give every target an id of its own",
                    );
                }
                None => {
                    first_line.insert(id.clone(), line.record.row);
                }
            }
        }
        let supersedes = supersedes(line, id.as_deref(), &ids);
        target(line, id, supersedes, areas)
    });
    (targets, sheet.findings)
}

fn id_column(sheet: &Sheet) -> BTreeSet<String> {
    let index = sheet.columns.iter().position(|c| c == "target_id");
    sheet
        .rows
        .iter()
        .filter_map(|row| Some(tidy(row.cells.get(index?)?).into_owned()))
        .collect()
}

fn target(
    line: &mut RegisterLine<'_>,
    id: Option<String>,
    supersedes: String,
    areas: &AreaRegister,
) -> Option<Target> {
    let (kpi, op) = (
        line.needed("kpi"),
        line.parsed::<TargetOp>(
            "unknown_op",
            "op",
            "`ge` is at least, `gt` more than, `le` at most, `lt` less than",
        ),
    );
    let periods = periods(line);
    let area_code = area(line, periods.map(|(from, _)| from), areas);
    let (value, value_unit) = (number(line, "target_value"), value_unit(line));
    let tolerance = tolerance(line);
    let (decided_on, valid_from) = (
        line.day_if_given("decided_on"),
        line.day_if_given("valid_from"),
    );
    let (period_from, period_to) = periods?;
    Some(Target {
        id: id?,
        kpi: kpi?,
        area_code: area_code?,
        period_from,
        period_to,
        op: op?,
        value: value?,
        value_unit: value_unit?,
        plan: line.text("plan"),
        tolerance,
        legal_basis: line.text("legal_basis"),
        decided_on,
        valid_from,
        supersedes,
        note: line.text("note"),
    })
}

fn supersedes(line: &mut RegisterLine<'_>, id: Option<&str>, ids: &BTreeSet<String>) -> String {
    let text = line.text("supersedes");
    if !text.is_empty() && id == Some(&text) {
        line.fault(
            "unknown_supersedes",
            "supersedes",
            format!("`{text}` supersedes itself"),
            "name the target that it replaces, or leave it empty",
        );
    } else if !text.is_empty() && !ids.contains(&text) {
        let hint = nearest(&text, ids.iter().map(String::as_str)).map_or_else(
            || "keep the replaced target in the register".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        line.fault(
            "unknown_supersedes",
            "supersedes",
            format!("there is no target `{text}`"),
            hint,
        );
    }
    text
}

fn periods(line: &mut RegisterLine<'_>) -> Option<(Period, Period)> {
    let from = line.parsed::<Period>("bad_period", "period_from", "");
    let given = !line.text("period_to").is_empty();
    let to = if given {
        line.parsed::<Period>("bad_period", "period_to", "")
    } else {
        from
    };
    let (from, to) = (from?, to?);
    if from.frequency() != to.frequency() {
        line.fault(
            "mixed_frequency",
            "period_to",
            format!("`{from}` and `{to}` are not of one frequency"),
            "a target binds years, quarters or months",
        );
    } else if from > to {
        line.fault(
            "periods_reversed",
            "period_to",
            format!("the last period, {to}, is before the first, {from}"),
            "exchange the two periods",
        );
    }
    Some((from, to))
}

fn area(
    line: &mut RegisterLine<'_>,
    period: Option<Period>,
    areas: &AreaRegister,
) -> Option<String> {
    let code = line.needed("area_code")?;
    let date = period?.end();
    if areas.by_code(&code, date).is_none() {
        let hint = match areas.resolve(&code, date) {
            Ok(id) => format!("write its code, `{}`", areas.unit(id).code),
            Err(_) => "a target names the area as it is at the end of `period_from`".to_owned(),
        };
        line.fault(
            "unknown_area",
            "area_code",
            format!("`{code}` is no area on {date}"),
            hint,
        );
    }
    Some(code)
}

fn number(line: &mut RegisterLine<'_>, col: &str) -> Option<Dec> {
    line.parsed(
        "bad_number",
        col,
        "write a plain decimal with a point: `0.2` is 20 %",
    )
}

fn value_unit(line: &mut RegisterLine<'_>) -> Option<String> {
    let unit = line.needed("value_unit")?;
    if !VALUE_UNITS.contains(&unit.as_str()) {
        let known = VALUE_UNITS
            .iter()
            .map(|u| format!("`{u}`"))
            .collect::<Vec<_>>()
            .join(", ");
        line.fault(
            "unknown_value_unit",
            "value_unit",
            format!("`{unit}` is not a unit of targets"),
            format!("write one of {known}"),
        );
    }
    Some(unit)
}

fn tolerance(line: &mut RegisterLine<'_>) -> Dec {
    let tolerance = line
        .parsed_if_given::<Dec>(
            "bad_number",
            "tolerance",
            "write a plain decimal with a point",
        )
        .unwrap_or_default();
    if tolerance < Dec::ZERO {
        line.fault(
            "negative_tolerance",
            "tolerance",
            "a tolerance is negative",
            "write how far a value may fall short, without a sign",
        );
    }
    tolerance
}

#[cfg(test)]
mod tests {
    use super::super::told;
    use super::*;
    use crate::model::AreaUnit;

    fn areas() -> AreaRegister {
        let unit = AreaUnit {
            code: "01".into(),
            name_vi: "Hà Nội".into(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: "2008-08-01".parse().unwrap(),
            valid_to: None,
            aliases: vec![],
        };
        AreaRegister::new(vec![unit], vec![])
    }

    fn read(text: &str) -> (Vec<Target>, Vec<String>) {
        let (targets, findings) = read_targets(
            RegisterFile {
                name: "targets.csv",
                bytes: text.as_bytes(),
            },
            &areas(),
        );
        (
            targets.into_iter().map(|(_, target)| target).collect(),
            told(&findings),
        )
    }

    const HEADER: &str = "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,tolerance,decided_on,supersedes\n";

    #[test]
    fn targets_without_faults() {
        let (targets, told) = read(&format!(
            "{HEADER}t1,growth,01,2020,2021,ge,0.20,ratio,,2019-12-05,\nt2,growth,01,2020,,gt,0.2,ratio,0.01,,t1\n"
        ));
        assert_eq!(told, Vec::<String>::new());
        assert_eq!(
            (
                targets[0].value.to_string(),
                targets[0].period_to.to_string()
            ),
            ("0.2".to_owned(), "2021".to_owned())
        );
        assert_eq!(
            (targets[1].period_to, targets[1].supersedes.as_str()),
            (Period::Year(2020), "t1")
        );
        assert_eq!(targets[1].tolerance.to_string(), "0.01");
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let (targets, told) = read(&format!(
            "{HEADER}\
            t1,growth,Hà Nội,2020,2019,>=,20%,percent,-1,05/12/2019,t9\n\
            t1,,01,2020-Q1,2020,ge,1e-9,ratio,,,t1\n\
            t2,growth,01,2007,,ge,1,ratio,,,\n"
        ));
        assert!(targets.is_empty());
        let starts = [
            "error[unknown_supersedes]: targets.csv:2, column `supersedes`: there is no target \
                `t9`\n  hint: keep the replaced target in the register",
            "error[unknown_op]: targets.csv:2, column `op`: `>=` is not a comparison",
            "error[periods_reversed]: targets.csv:2, column `period_to`: the last period, 2019, is \
                before the first, 2020",
            "error[unknown_area]: targets.csv:2, column `area_code`: `Hà Nội` is no area on \
                2020-12-31\n  hint: write its code, `01`",
            "error[bad_number]: targets.csv:2, column `target_value`: `20%` is not a decimal number",
            "error[unknown_value_unit]: targets.csv:2, column `value_unit`: `percent` is not a \
                unit of targets\n  hint: write one of `ratio`",
            "error[negative_tolerance]: targets.csv:2, column `tolerance`",
            "error[bad_date]: targets.csv:2, column `decided_on`: `05/12/2019` is not a day",
            "error[duplicate_target]: targets.csv:3, column `target_id`: `t1` stands on line 2 too",
            "error[unknown_supersedes]: targets.csv:3, column `supersedes`: `t1` supersedes itself",
            "error[empty_cell]: targets.csv:3, column `kpi`: `kpi` is empty",
            "error[mixed_frequency]: targets.csv:3, column `period_to`: `2020-Q1` and `2020` are \
                not of one frequency",
            "error[bad_number]: targets.csv:3, column `target_value`: `1e-9` needs more than 6 \
                decimal places",
            "error[unknown_area]: targets.csv:4, column `area_code`: `01` is no area on 2007-12-31",
        ];
        for (got, start) in told.iter().zip(starts) {
            assert!(got.starts_with(start), "{got}\nis not\n{start}");
        }
        assert_eq!(told.len(), starts.len(), "{told:#?}");
    }
}
