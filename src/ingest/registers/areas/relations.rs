//! Relations between units, and those that would count a figure twice.

use super::units::days;
use crate::ingest::registers::sheet::Sheet;
use crate::model::{AreaRegister, AreaUnit, Finding, Relation, RelationKind};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) fn read_relations(sheet: &mut Sheet, areas: &AreaRegister) -> Vec<Relation> {
    let made = sheet.map(|line| {
        let (date, kind) = (
            line.day("date"),
            line.parsed::<RelationKind>("unknown_kind", "kind", ""),
        );
        let (from, to) = (line.needed("from_code"), line.needed("to_code"));
        let (date, from_code, to_code) = (date?, from?, to?);
        let day_before = date.pred_opt()?;
        for (col, code, day) in [
            ("from_code", &from_code, day_before),
            ("to_code", &to_code, date),
        ] {
            if areas.by_code(code, day).is_none() {
                line.fault(
                    "unknown_unit",
                    col,
                    format!("`{code}` is no area on {day}"),
                    other_days(areas, code),
                );
            }
        }
        Some(Relation {
            date,
            kind: kind?,
            from_code,
            to_code,
            note: line.text("note"),
        })
    });
    check_relations(sheet, areas, &made);
    made.into_iter().map(|(_, relation)| relation).collect()
}

/// On which days a code is an area, for a hint.
fn other_days(areas: &AreaRegister, code: &str) -> String {
    let spans: Vec<String> = areas
        .units()
        .filter(|(_, u)| u.code == code)
        .map(|(_, u)| days(u))
        .collect();
    if spans.is_empty() {
        format!("add `{code}` to the areas")
    } else {
        format!("`{code}` is an area from {}", spans.join(", from "))
    }
}

/// What would count a figure twice or add a parent to its children.
fn check_relations(sheet: &mut Sheet, areas: &AreaRegister, relations: &[(u64, Relation)]) {
    let mut whole: BTreeMap<(NaiveDate, &str), (u64, &str)> = BTreeMap::new();
    for (row, relation) in relations {
        let eve = relation.date.pred_opt().unwrap_or(relation.date);
        let (Some(from), Some(to)) = (
            areas.by_code(&relation.from_code, eve),
            areas.by_code(&relation.to_code, relation.date),
        ) else {
            continue;
        };
        let (from_unit, to_unit) = (areas.unit(from), areas.unit(to));
        let mut faults = Vec::new();
        faults.extend(other_level(from_unit, to_unit));
        if matches!(relation.kind, RelationKind::Merge | RelationKind::Rename) {
            if from != to && from_unit.valid_on(relation.date) {
                faults.push(still_alive(from_unit, relation));
            }
            let other = whole.insert(
                (relation.date, &relation.from_code),
                (*row, &relation.to_code),
            );
            faults.extend(other.map(|other| twice(relation, other)));
        }
        for fault in faults {
            let place = sheet.place(*row, fault.col);
            let finding = Finding::error(fault.rule, place, fault.message).raw(&relation.from_code);
            sheet.findings.push(finding.hint(fault.hint));
        }
    }
}

/// What is wrong with a relation.
struct RelationFault {
    rule: &'static str,
    col: &'static str,
    message: String,
    hint: &'static str,
}

fn other_level(from: &AreaUnit, to: &AreaUnit) -> Option<RelationFault> {
    (from.level != to.level).then(|| RelationFault {
        rule: "relation_levels",
        col: "to_code",
        message: format!(
            "`{}` is a {}, `{}` a {}",
            from.code, from.level, to.code, to.level
        ),
        hint: "relate units of one level; a parent is not the sum of its children and itself",
    })
}

fn still_alive(from: &AreaUnit, relation: &Relation) -> RelationFault {
    RelationFault {
        rule: "relation_alive",
        col: "from_code",
        message: format!(
            "`{}` still exists on {}, so its figure would count twice",
            from.code, relation.date
        ),
        hint: "end the unit on the day before, or write `transfer` if only a part went",
    }
}

fn twice(relation: &Relation, (other_row, other): (u64, &str)) -> RelationFault {
    RelationFault {
        rule: "relation_twice",
        col: "to_code",
        message: format!(
            "the whole of `{}` goes to `{other}` too, on line {other_row}",
            relation.from_code
        ),
        hint: "a unit that was divided is a `split`",
    }
}
