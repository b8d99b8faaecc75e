//! What single cells of a target say: periods, area, value and its unit, tolerance.

use crate::ingest::registers::line::RegisterLine;
use crate::model::{AreaRegister, Currency, Dec, FiscalYear, Period, nearest, unit_as_kept};
use std::collections::BTreeSet;

/// Units that a target's value may have, beside money.
pub const VALUE_UNITS: &[&str] = &["ratio", "pp", "score", "rank", "count"];

pub(super) fn supersedes(
    line: &mut RegisterLine<'_>,
    id: Option<&str>,
    ids: &BTreeSet<String>,
) -> String {
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

pub(super) fn periods(
    line: &mut RegisterLine<'_>,
    office: Option<FiscalYear>,
) -> Option<(Period, Period)> {
    let from = line.period("period_from", office);
    let given = !line.text("period_to").is_empty();
    let to = if given {
        line.period("period_to", office)
    } else {
        from
    };
    let (from, to) = (from?, to?);
    for (column, period) in [("period_from", from), ("period_to", to)] {
        let year = period.of_year();
        if matches!(period, Period::FiscalToDate(..)) && (given || column == "period_from") {
            line.fault(
                "bad_period",
                column,
                format!("`{period}` is no whole period, but the months of `{year}` to date"),
                format!("write `{year}`: its months to date are judged by the `pace` of the KPI"),
            );
        }
    }
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

/// Code of the area that a target is for, or the level whose every area it is for; one of the two
/// is empty.
pub(super) fn area(
    line: &mut RegisterLine<'_>,
    period: Option<Period>,
    areas: &AreaRegister,
) -> Option<(String, String)> {
    let (code, level) = (line.text("area_code"), line.text("area_level"));
    match (code.is_empty(), level.is_empty()) {
        (true, true) => {
            line.fault(
                "empty_cell",
                "area_code",
                "`area_code` is empty, and so is `area_level`",
                "name the area by its code, or in `area_level` the level whose every area is bound",
            );
            None
        }
        (false, false) => {
            line.fault(
                "area_and_level",
                "area_level",
                format!("the target names area `{code}` and level `{level}`"),
                "leave `area_code` empty for all areas of the level, or `area_level` for the one \
                    area",
            );
            None
        }
        (true, false) => known_level(line, &level, areas).then_some((code, level)),
        (false, true) => {
            known_area(line, &code, period?, areas);
            Some((code, level))
        }
    }
}

fn known_area(line: &mut RegisterLine<'_>, code: &str, period: Period, areas: &AreaRegister) {
    let date = period.end();
    if areas.last_by_code(code, period.start(), date).is_some() {
        return;
    }
    let hint = match areas.resolve(code, date) {
        Ok(id) => format!("write its code, `{}`", areas.unit(id).code),
        Err(_) => "a target names the area as it is in `period_from`".to_owned(),
    };
    line.fault(
        "unknown_area",
        "area_code",
        format!("`{code}` is no area on {date}"),
        hint,
    );
}

fn known_level(line: &mut RegisterLine<'_>, level: &str, areas: &AreaRegister) -> bool {
    let levels: BTreeSet<&str> = areas
        .units()
        .map(|(_, unit)| unit.level.as_str())
        .filter(|l| !l.is_empty())
        .collect();
    let known = levels.contains(level);
    if !known {
        let hint = nearest(level, levels.iter().copied()).map_or_else(
            || {
                let listed: Vec<String> = levels.iter().map(|l| format!("`{l}`")).collect();
                format!("the levels of `areas.csv` are {}", listed.join(", "))
            },
            |near| format!("did you mean `{near}`?"),
        );
        line.fault(
            "unknown_level",
            "area_level",
            format!("no area is of level `{level}`"),
            hint,
        );
    }
    known
}

pub(super) fn number(line: &mut RegisterLine<'_>, col: &str) -> Option<Dec> {
    line.parsed(
        "bad_number",
        col,
        "write a plain decimal with a point: `0.2` is 20 %",
    )
}

pub(super) fn value_unit(line: &mut RegisterLine<'_>) -> Option<String> {
    let unit = unit_as_kept(&line.needed("value_unit")?);
    if !VALUE_UNITS.contains(&unit.as_str()) && Currency::of(&unit).is_none() {
        let known = VALUE_UNITS
            .iter()
            .map(|u| format!("`{u}`"))
            .collect::<Vec<_>>()
            .join(", ");
        line.fault(
            "unknown_value_unit",
            "value_unit",
            format!("`{unit}` is not a unit of targets"),
            format!(
                "write one of {known}, or the code of a currency such as `vnd` or `eur`, with \
                the value in single units of it: 5 billion dong are `5000000000` and `vnd`"
            ),
        );
    }
    Some(unit)
}

pub(super) fn tolerance(line: &mut RegisterLine<'_>) -> Dec {
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
