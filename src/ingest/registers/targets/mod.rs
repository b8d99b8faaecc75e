//! `targets.csv`: what a KPI is compared with. A target that was misread decides verdicts, so
//! nothing in it is guessed: areas are named by code, values are exact, words come from closed
//! lists.

mod cells;
mod course;
#[cfg(test)]
mod tests;

use super::columns::TARGETS;
use super::line::RegisterLine;
use super::sheet::{RegisterFile, Sheet};
use crate::decode::text::tidy;
use crate::model::{AreaRegister, Finding, FiscalYear, Target, TargetOp, id_of_breakdown};
pub use cells::VALUE_UNITS;
use cells::{area, number, periods, supersedes, tolerance, value_unit};
use course::{high, path};
use std::collections::{BTreeMap, BTreeSet};

/// Reads the register of targets, each with its line. An empty `period_to` means the one period
/// `period_from`; a fiscal year may have the name that the office gives it.
#[must_use]
pub fn read_targets(
    file: RegisterFile<'_>,
    areas: &AreaRegister,
    office: Option<FiscalYear>,
) -> (Vec<(u64, Target)>, Vec<Finding>) {
    let mut sheet = Sheet::read(file, TARGETS);
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
        target(line, id, supersedes, (areas, office))
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
    (areas, office): (&AreaRegister, Option<FiscalYear>),
) -> Option<Target> {
    let (kpi, op) = (
        kpi(line),
        line.parsed::<TargetOp>(
            "unknown_op",
            "op",
            "`ge` is at least, `gt` more than, `le` at most, `lt` less than, `between` from one \
                value to another",
        ),
    );
    let periods = periods(line, office);
    let place = area(line, periods.map(|(from, _)| from), areas);
    let (value, value_unit) = (number(line, "target_value"), value_unit(line));
    let high = high(line, op, value);
    let path = path(line, periods, (high.is_some(), office));
    let tolerance = tolerance(line);
    let (decided_on, valid_from) = (
        line.day_if_given("decided_on"),
        line.day_if_given("valid_from"),
    );
    let ((area_code, area_level), (period_from, period_to)) = (place?, periods?);
    Some(Target {
        id: id?,
        kpi: kpi?,
        area_code,
        area_level,
        period_from,
        period_to,
        op: op?,
        value: value?,
        high,
        path,
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

/// The KPI, of the member that the target is for.
fn kpi(line: &mut RegisterLine<'_>) -> Option<String> {
    let (kpi, breakdown) = (line.needed("kpi")?, line.text("breakdown"));
    let joined = id_of_breakdown(&kpi, &breakdown);
    if joined.is_none() {
        let message = format!("`{breakdown}` is no breakdown");
        let hint = "write the dimension and the code of its member, as in `sector=A` or \
            `sector=A;sex=F`; leave it empty for the total";
        line.fault("bad_breakdown", "breakdown", message, hint);
    }
    joined
}
