//! `areas.csv` and `relations.csv`: units with their days, and what became of them.
//!
//! A register in which one code means two places on one day, or in which a place ends without a
//! successor, would send figures to the wrong place without a sound, so both are looked for here.

use super::{RegisterFile, Sheet};
use crate::model::{AreaRegister, AreaUnit, Finding, Relation, RelationKind, fold_name};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Reads the register of areas. Relations are optional: a country whose boundaries never change has
/// none.
#[must_use]
pub fn read_areas(
    areas: RegisterFile<'_>,
    relations: Option<RegisterFile<'_>>,
) -> (AreaRegister, Vec<Finding>) {
    let mut sheet = Sheet::read(
        areas,
        &["code", "level", "valid_from"],
        &[
            "name_vi",
            "name_en",
            "parent_code",
            "valid_to",
            "aliases",
            "source",
            "note",
        ],
    );
    let units = read_units(&mut sheet);
    check_overlaps(&mut sheet, &units);
    check_names(&mut sheet, &units);
    check_codes(&mut sheet, &units);
    check_parents(&mut sheet, &units);
    check_parent_days(&mut sheet, &units);
    let register = AreaRegister::new(units.iter().map(|(_, u)| u.clone()).collect(), Vec::new());
    let mut findings = std::mem::take(&mut sheet.findings);
    let mut known = Vec::new();
    if let Some(file) = relations {
        let mut relation_sheet = Sheet::read(
            file,
            &["date", "kind", "from_code", "to_code"],
            &["note", "source"],
        );
        known = read_relations(&mut relation_sheet, &register);
        findings.append(&mut relation_sheet.findings);
    }
    check_continuity(&mut sheet, &units, &known);
    check_ends(&mut sheet, &units, &known);
    findings.append(&mut sheet.findings);
    (
        AreaRegister::new(units.into_iter().map(|(_, unit)| unit).collect(), known),
        findings,
    )
}

fn read_units(sheet: &mut Sheet) -> Vec<(u64, AreaUnit)> {
    sheet.map(|line| {
        let (code, level) = (line.needed("code"), line.needed("level"));
        let (from, valid_to) = (line.day("valid_from"), line.day_if_given("valid_to"));
        let valid_from = from?;
        if let Some(to) = valid_to.filter(|to| *to < valid_from) {
            line.fault(
                "dates_reversed",
                "valid_to",
                format!("the last day, {to}, is before the first, {valid_from}"),
                "exchange the two days",
            );
        }
        Some(AreaUnit {
            code: code?,
            name_vi: line.text("name_vi"),
            name_en: line.text("name_en"),
            level: level?,
            parent_code: line.text("parent_code"),
            valid_from,
            valid_to,
            aliases: line
                .text("aliases")
                .split(';')
                .map(str::trim)
                .filter(|a| !a.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    })
}

/// Whether two units exist on a common day.
fn overlap(a: &AreaUnit, b: &AreaUnit) -> bool {
    a.valid_to.is_none_or(|end| b.valid_from <= end)
        && b.valid_to.is_none_or(|end| a.valid_from <= end)
}

fn days(unit: &AreaUnit) -> String {
    match unit.valid_to {
        Some(end) => format!("{} to {end}", unit.valid_from),
        None => format!("{} on", unit.valid_from),
    }
}

fn check_overlaps(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    let mut by_code: BTreeMap<&str, Vec<(u64, &AreaUnit)>> = BTreeMap::new();
    for (row, unit) in units {
        let same = by_code.entry(&unit.code).or_default();
        for (other_row, other) in same.iter().filter(|(_, other)| overlap(unit, other)) {
            let message = format!(
                "code `{}` is also another unit, of line {other_row}, from {}",
                unit.code,
                days(other)
            );
            let finding = Finding::error(
                "overlapping_units",
                sheet.place(*row, "valid_from"),
                message,
            )
            .raw(&unit.code);
            sheet
                .findings
                .push(finding.hint("end the earlier unit on the day before the later begins"));
        }
        same.push((*row, unit));
    }
}

/// Codes that a spreadsheet took for numbers: shorter than all others of their level, none of which
/// begins with a zero. And names that can never mean their unit, because they are the code of
/// another one.
fn check_codes(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    let numeric =
        |unit: &AreaUnit| !unit.code.is_empty() && unit.code.bytes().all(|b| b.is_ascii_digit());
    let mut longest: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, unit) in units.iter().filter(|(_, u)| numeric(u)) {
        let length = longest.entry(&unit.level).or_default();
        *length = (*length).max(unit.code.len());
    }
    let padded: BTreeSet<&str> = units
        .iter()
        .filter(|(_, u)| numeric(u) && u.code.starts_with('0'))
        .map(|(_, u)| u.level.as_str())
        .collect();
    let short = |u: &AreaUnit| {
        numeric(u)
            && !padded.contains(u.level.as_str())
            && longest
                .get(u.level.as_str())
                .is_some_and(|n| *n == u.code.len() + 1)
    };
    if let Some((row, unit)) = units.iter().find(|(_, u)| short(u)) {
        let count = units.iter().filter(|(_, u)| short(u)).count() as u64;
        let message = format!(
            "code `{0}` is a digit shorter than others of level `{1}`: should it be `0{0}`?",
            unit.code, unit.level
        );
        let finding =
            Finding::warning("code_lost_zero", sheet.place(*row, "code"), message).raw(&unit.code);
        let hint = "a spreadsheet drops leading zeros of codes: write them as text, here and in \
            the other registers";
        sheet.findings.push(Finding {
            count,
            ..finding.hint(hint)
        });
    }
    for (row, unit) in units {
        for name in [&unit.name_vi, &unit.name_en]
            .into_iter()
            .chain(&unit.aliases)
        {
            if let Some((other_row, other)) = units
                .iter()
                .find(|(_, o)| o.code == *name && o.code != unit.code && overlap(o, unit))
            {
                let message = format!(
                    "`{name}` is the code of the unit of line {other_row} on the same days, and \
                        never means `{}`",
                    unit.code
                );
                let finding = Finding::warning("shared_name", sheet.place(*row, ""), message)
                    .raw(&other.code);
                sheet
                    .findings
                    .push(finding.hint("remove it: a code is read before a name"));
            }
        }
    }
}

/// Names that two units of one level share on a common day can never be resolved.
fn check_names(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    let mut by_name: BTreeMap<(&str, String), Vec<(u64, &AreaUnit)>> = BTreeMap::new();
    for (row, unit) in units {
        let names: BTreeSet<String> = [&unit.name_vi, &unit.name_en]
            .into_iter()
            .chain(&unit.aliases)
            .map(|n| fold_name(n))
            .collect();
        for name in names.into_iter().filter(|n| !n.is_empty()) {
            let same = by_name.entry((&unit.level, name.clone())).or_default();
            for (other_row, other) in same
                .iter()
                .filter(|(_, other)| other.code != unit.code && overlap(unit, other))
            {
                let message = format!(
                    "`{name}` is also a name of `{}` of line {other_row} on the same days",
                    other.code
                );
                let finding = Finding::warning("shared_name", sheet.place(*row, ""), message)
                    .raw(name.clone());
                sheet.findings.push(finding.hint(
                    "sources that use this name must be mapped by \
                    code; remove it where it is only an alias",
                ));
            }
            same.push((*row, unit));
        }
    }
}

fn read_relations(sheet: &mut Sheet, areas: &AreaRegister) -> Vec<Relation> {
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
        let mut fault = |rule: &'static str, col: &str, message: String, hint: &str| {
            let finding =
                Finding::error(rule, sheet.place(*row, col), message).raw(&relation.from_code);
            sheet.findings.push(finding.hint(hint));
        };
        if from_unit.level != to_unit.level {
            let message = format!(
                "`{}` is a {}, `{}` a {}",
                from_unit.code, from_unit.level, to_unit.code, to_unit.level
            );
            fault(
                "relation_levels",
                "to_code",
                message,
                "relate units of one level; a parent is not the sum of its children and itself",
            );
        }
        if !matches!(relation.kind, RelationKind::Merge | RelationKind::Rename) {
            continue;
        }
        if from != to && from_unit.valid_on(relation.date) {
            let message = format!(
                "`{}` still exists on {}, so its figure would count twice",
                from_unit.code, relation.date
            );
            fault(
                "relation_alive",
                "from_code",
                message,
                "end the unit on the day before, or write `transfer` if only a part went",
            );
        }
        if let Some((other_row, other)) = whole.insert(
            (relation.date, &relation.from_code),
            (*row, &relation.to_code),
        ) {
            let message = format!(
                "the whole of `{}` goes to `{other}` too, on line {other_row}",
                relation.from_code
            );
            fault(
                "relation_twice",
                "to_code",
                message,
                "a unit that was divided is a `split`",
            );
        }
    }
}

/// Units above must exist, and no unit may stand above itself.
fn check_parents(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    let parents: BTreeMap<&str, &str> = units
        .iter()
        .map(|(_, u)| (u.code.as_str(), u.parent_code.as_str()))
        .collect();
    for (row, unit) in units.iter().filter(|(_, u)| !u.parent_code.is_empty()) {
        if !parents.contains_key(unit.parent_code.as_str()) {
            let message = format!("`{}` is no area", unit.parent_code);
            sheet.findings.push(
                Finding::error("unknown_parent", sheet.place(*row, "parent_code"), message)
                    .hint("add it to the areas, or leave it empty"),
            );
            continue;
        }
        let above = std::iter::successors(Some(unit.parent_code.as_str()), |code| {
            parents.get(code).copied().filter(|p| !p.is_empty())
        });
        if above.take(units.len() + 1).any(|code| code == unit.code) {
            let message = format!("`{}` stands above itself", unit.code);
            sheet.findings.push(
                Finding::error("parent_circle", sheet.place(*row, "parent_code"), message)
                    .hint("mend the chain of parents"),
            );
        }
    }
}

/// A parent must exist on a day on which the unit does, or nothing is ever added up to it.
fn check_parent_days(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    for (row, unit) in units.iter().filter(|(_, u)| !u.parent_code.is_empty()) {
        let mut parents = units
            .iter()
            .filter(|(_, u)| u.code == unit.parent_code)
            .peekable();
        if parents.peek().is_some() && !parents.any(|(_, parent)| overlap(parent, unit)) {
            let message = format!(
                "`{}` is an area, and on none of the days on which `{}` is one",
                unit.parent_code, unit.code
            );
            let finding = Finding::warning(
                "parent_other_days",
                sheet.place(*row, "parent_code"),
                message,
            )
            .raw(&unit.parent_code);
            sheet
                .findings
                .push(finding.hint("name the unit above that existed then"));
        }
    }
}

/// A unit that ends must become something, or its figures are lost on every later boundary.
fn check_ends(sheet: &mut Sheet, units: &[(u64, AreaUnit)], relations: &[Relation]) {
    let becomes: BTreeSet<(&str, NaiveDate)> = relations
        .iter()
        .map(|r| (r.from_code.as_str(), r.date))
        .collect();
    let related: BTreeSet<&str> = units
        .iter()
        .filter(|(_, u)| relations.iter().any(|r| r.to_code == u.code))
        .map(|(_, u)| u.level.as_str())
        .collect();
    let lost = |u: &AreaUnit| {
        u.valid_to
            .and_then(|d| d.succ_opt())
            .is_some_and(|next| !becomes.contains(&(u.code.as_str(), next)))
    };
    for (row, unit) in units
        .iter()
        .filter(|(_, u)| related.contains(u.level.as_str()) && lost(u))
    {
        let message = format!(
            "`{}` ends on {}, and no relation says what it became",
            unit.code,
            unit.valid_to.unwrap_or_default()
        );
        let finding = Finding::warning(
            "unit_without_successor",
            sheet.place(*row, "valid_to"),
            message,
        )
        .raw(&unit.code);
        sheet.findings.push(
            finding
                .hint("add a relation `merge`, `split`, `transfer` or `rename` of the day after"),
        );
    }
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

/// A code that goes on as a new unit the day after the old one ended must be explained by a
/// relation.
fn check_continuity(sheet: &mut Sheet, units: &[(u64, AreaUnit)], relations: &[Relation]) {
    let ended: BTreeSet<(&str, NaiveDate)> = units
        .iter()
        .filter_map(|(_, u)| Some((u.code.as_str(), u.valid_to?.succ_opt()?)))
        .collect();
    let told: BTreeSet<(&str, NaiveDate)> = relations
        .iter()
        .map(|r| (r.to_code.as_str(), r.date))
        .collect();
    for (row, unit) in units {
        let start = (unit.code.as_str(), unit.valid_from);
        if ended.contains(&start) && !told.contains(&start) {
            let message = format!(
                "`{}` begins anew on {}, and no relation says what became of the unit before",
                unit.code, unit.valid_from
            );
            let finding = Finding::warning(
                "unit_without_relation",
                sheet.place(*row, "valid_from"),
                message,
            )
            .raw(&unit.code);
            sheet.findings.push(
                finding
                    .hint("add a relation `merge`, `split`, `transfer` or `rename` of that date"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::told;
    use super::*;

    fn read(areas: &str, relations: &str) -> (AreaRegister, Vec<String>) {
        let areas = RegisterFile {
            name: "areas.csv",
            bytes: areas.as_bytes(),
        };
        let relations = RegisterFile {
            name: "relations.csv",
            bytes: relations.as_bytes(),
        };
        let (register, findings) = read_areas(areas, Some(relations));
        (register, told(&findings))
    }

    const AREAS: &str = "level,code,name_vi,valid_from,valid_to,aliases\n\
        province,01,Hà Nội,2004-07-08,2008-07-31,Thủ đô; HN ;\n\
        province,01,Hà Nội,2008-08-01,,\n\
        province,28,Hà Tây,2004-07-08,2008-07-31,\n";

    const NONE: &str = "date,kind,from_code,to_code\n";

    #[test]
    fn a_register_without_faults() {
        let (register, told) = read(
            AREAS,
            "date,kind,from_code,to_code,note\n2008-08-01,merge,28,01,\n2008-08-01,merge,01,01,enlarged\n",
        );
        assert_eq!(told, Vec::<String>::new());
        let units: Vec<&AreaUnit> = register.units().map(|(_, unit)| unit).collect();
        assert_eq!(
            units.iter().map(|u| u.code.as_str()).collect::<Vec<_>>(),
            ["01", "01", "28"]
        );
        assert_eq!(units[0].aliases, ["Thủ đô", "HN"]);
        assert_eq!(register.relations().len(), 2);
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let areas = "code,name_vi,level,valid_from,valid_to\n\
            01,Hà Nội,province,2008-08-01,\n\
            01,Hà Nội mới,province,2020-01-01,\n\
            02,Hà  NỘI,province,2008-08-01,\n\
            03,Vùng,region,01/01/2008,\n\
            ,Không,province,2008-01-01,2007-01-01\n\
            04,x,province,2008-01-01\n\
            05,Cũ,province,2004-01-01,2010-12-31\n\
            05,Mới,province,2011-01-01,\n";
        let relations =
            "date,kind,from_code,to_code\n2008-08-01,union,28,02\n2011-01-01,merge,05,05x\n";
        let (_, told) = read(areas, relations);
        let starts = [
            "error[ragged_row]: areas.csv:7: the row has 4 cells, the header 5",
            "error[bad_date]: areas.csv:5, column `valid_from`: `01/01/2008` is not a day\n  hint: \
                write year, month and day: `2025-07-01`",
            "error[empty_cell]: areas.csv:6, column `code`: `code` is empty",
            "error[dates_reversed]: areas.csv:6, column `valid_to`: the last day, 2007-01-01, is \
                before the first, 2008-01-01",
            "error[overlapping_units]: areas.csv:3, column `valid_from`: code `01` is also another \
                unit, of line 2, from 2008-08-01 on",
            "warning[shared_name]: areas.csv:4: `hà nội` is also a name of `01` of line 2 on the \
                same days",
            "error[unknown_kind]: relations.csv:2, column `kind`: `union` is not a kind of \
                relation: write one of `merge`",
            "error[unknown_unit]: relations.csv:2, column `from_code`: `28` is no area on \
                2008-07-31\n  hint: add `28` to the areas",
            "error[unknown_unit]: relations.csv:3, column `to_code`: `05x` is no area on 2011-01-01",
            "warning[unit_without_relation]: areas.csv:9, column `valid_from`: `05` begins anew on \
                2011-01-01",
        ];
        for (got, start) in told.iter().zip(starts) {
            assert!(got.starts_with(start), "{got}\nis not\n{start}");
        }
        assert_eq!(told.len(), starts.len(), "{told:#?}");
    }

    #[test]
    fn what_would_count_twice_is_told() {
        let areas = "code,level,parent_code,valid_from,valid_to\n\
            P,country,P,2000-01-01,\n\
            1,county,P,2000-01-01,2009-12-31\n\
            2,county,X,2000-01-01,\n\
            3,county,P,2010-01-01,\n";
        let relations = "date,kind,from_code,to_code\n2010-01-01,merge,1,3\n2010-01-01,merge,1,2\n2010-01-01,merge,2,3\n2010-01-01,merge,P,3\n";
        let (_, told) = read(areas, relations);
        let starts = [
            "error[parent_circle]: areas.csv:2, column `parent_code`: `P` stands above itself",
            "error[unknown_parent]: areas.csv:4, column `parent_code`: `X` is no area",
            "error[relation_twice]: relations.csv:3, column `to_code`: the whole of `1` goes to \
                `3` too, on line 2",
            "error[relation_alive]: relations.csv:4, column `from_code`: `2` still exists on \
                2010-01-01",
            "error[relation_levels]: relations.csv:5, column `to_code`: `P` is a country, `3` a \
                county",
            "error[relation_alive]: relations.csv:5, column `from_code`: `P` still exists on \
                2010-01-01",
        ];
        for (got, start) in told.iter().zip(starts) {
            assert!(got.starts_with(start), "{got}\nis not\n{start}");
        }
        assert_eq!(told.len(), starts.len(), "{told:#?}");
    }

    #[test]
    fn a_header_must_name_what_is_needed() {
        let (register, told) = read("code,leval,valid_from\n01,province,2008-01-01\n", NONE);
        assert_eq!(register.units().count(), 0);
        assert_eq!(
            told,
            [
                "warning[unknown_column]: areas.csv:1: column `leval` is not read\n  hint: did you \
                    mean `level`?",
                "error[column_missing]: areas.csv:1: there is no column `level`\n  hint: the \
                    register needs `code`, `level`, `valid_from`",
            ]
        );
        assert!(read("<html>", NONE).1[0].starts_with("error[html_page]: areas.csv:1"));
    }
}
