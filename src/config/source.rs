//! Checks a source of a dataset: where its files are, how they are written, and how their columns
//! become the table's.

use super::document::ConfigNode;
use super::{api, arrival, columns, http, postgres, raw, rule, value};
use crate::model::{
    AreaAt, Contract, Finding, Format, Layout, NumberFormat, Origin, Source, UnitOf, multiple,
};
use std::collections::BTreeMap;

/// Cell texts that mean "no figure" when a source names none.
const MISSING: [&str; 5] = ["", "..", "...", "…", "-"];
/// Powers of ten a figure may be multiplied by; beyond them it could not be held exactly anyway.
const UNIT_MULT: std::ops::RangeInclusive<i64> = -18..=18;
/// Decimal places to which figures may be rounded: half of the last of them can still be held.
const ROUND: std::ops::RangeInclusive<i64> = 0..=5;
/// Rows of a table.
const ROWS: std::ops::RangeInclusive<i64> = 1..=1_000_000_000;
/// Columns that every source must fill.
const REQUIRED: [(&str, &str); 3] = [
    (
        "area_code",
        "map the column that names the area, as in `area_code = { column = \"area\" }`",
    ),
    (
        "period",
        "map it, or give it to all rows: `period = { constant = \"2020\" }`",
    ),
    (
        "status",
        "map it, or give it to all rows: `status = { constant = \"final\" }`",
    ),
];

/// Checks it.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Source {
    let format = value::word(&at.key("format"), &raw.format, faults);
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    one_origin(at, raw, format, faults);
    Source {
        id: value::identifier(&at.key("id"), &raw.id, faults),
        title: value::optional_title(raw.title.as_ref()),
        publisher: optional(&raw.publisher),
        url: raw
            .url
            .as_ref()
            .map(|url| address(&at.key("url"), url, faults))
            .unwrap_or_default(),
        file: raw
            .file
            .as_ref()
            .map(|file| path(&at.key("file"), file, faults))
            .unwrap_or_default(),
        drop: raw
            .drop
            .as_ref()
            .map(|raw| Box::new(arrival::drop(&at.key("drop"), raw, faults))),
        http: raw
            .http
            .as_ref()
            .map(|raw| Box::new(http::check(&at.key("http"), raw, format, faults))),
        postgres: raw
            .postgres
            .as_ref()
            .map(|raw| Box::new(postgres::check(&at.key("postgres"), raw, faults))),
        layout: layout(at, raw, format, faults),
        format: format.unwrap_or(Format::Csv),
        published_at: raw
            .published_at
            .as_ref()
            .and_then(|text| value::instant(&at.key("published_at"), text, contract.zone, faults)),
        area_at: raw
            .area_at
            .as_ref()
            .and_then(|text| value::word(&at.key("area_at"), text, faults))
            .unwrap_or(AreaAt::End),
        period_style: raw
            .period_style
            .as_ref()
            .and_then(|text| value::word(&at.key("period_style"), text, faults)),
        missing: raw
            .missing
            .clone()
            .unwrap_or_else(|| MISSING.map(str::to_owned).to_vec()),
        suppressed: listed(&at.key("suppressed"), &raw.suppressed, faults),
        number: number(&at.key("number"), raw.number.as_ref(), faults),
        round: raw
            .number
            .as_ref()
            .and_then(|n| n.round)
            .and_then(|n| value::whole(&at.key("number").key("round"), n, ROUND, faults)),
        columns: origins(&at.key("columns"), raw, format, contract, faults),
        unit: unit(at, raw, contract, faults),
        units: units(&at.key("units"), raw, contract, faults),
        licence: raw
            .licence
            .as_ref()
            .map(|text| value::text(&at.key("licence"), text, faults))
            .unwrap_or_default(),
        optional: raw.optional.unwrap_or(false),
        unused_columns: listed(&at.key("unused_columns"), &raw.unused_columns, faults),
        unused_tables: listed(&at.key("unused_tables"), &raw.unused_tables, faults),
    }
}

/// A source is a file, an address or a query.
fn one_origin(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) {
    if raw.drop.is_some() {
        for (key, _) in [
            ("file", raw.file.is_some()),
            ("http", raw.http.is_some()),
            ("postgres", raw.postgres.is_some()),
        ]
        .iter()
        .filter(|(_, d)| *d)
        {
            faults.push(
                at.key(key)
                    .error(
                        rule::BAD_VALUE,
                        format!("the source has both `{key}` and `drop`"),
                    )
                    .hint("give one of the two"),
            );
        }
        if raw.optional == Some(true) {
            let hint = "leave it out: that nobody has put a file into a drop folder is no fault";
            faults.push(
                at.key("optional")
                    .error(rule::BAD_VALUE, "only a `file` can be `optional`")
                    .hint(hint),
            );
        }
        return;
    }
    if raw.postgres.is_some() {
        for (key, _) in [("file", raw.file.is_some()), ("http", raw.http.is_some())]
            .into_iter()
            .filter(|(_, declared)| *declared)
        {
            faults.push(
                at.key(key)
                    .error(
                        rule::BAD_VALUE,
                        format!("the source has both `{key}` and `postgres`"),
                    )
                    .hint("give one of the two"),
            );
        }
        if raw.optional == Some(true) {
            let hint = "leave it out: a database that does not answer is always told, and stops \
                nothing else";
            faults.push(
                at.key("optional")
                    .error(rule::BAD_VALUE, "only files can be `optional`")
                    .hint(hint),
            );
        }
        return postgres::fits(at, raw, format, faults);
    }
    match (&raw.file, &raw.http) {
        (None, None) => {
            let hint = "add `file`, a path relative to `datasets/`, or a table `[source.drop]`, \
                `[source.http]` or `[source.postgres]`";
            faults.push(
                at.key("file")
                    .error(rule::MISSING_KEY, "it is not said where the source is")
                    .hint(hint),
            );
        }
        (Some(_), Some(_)) => {
            faults.push(
                at.key("http")
                    .error(rule::BAD_VALUE, "the source has both `file` and `http`")
                    .hint("give one of the two"),
            );
        }
        (None, Some(_)) if raw.optional == Some(true) => {
            let hint = "leave it out: an address that does not answer is always told, and stops \
                nothing else";
            faults.push(
                at.key("optional")
                    .error(rule::BAD_VALUE, "only files can be `optional`")
                    .hint(hint),
            );
        }
        _ => {}
    }
}

fn records(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> String {
    if raw.records.is_some() && format.is_some_and(|f| f != Format::Json) {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "only a source of format `json` has `records`",
            )
            .hint("leave it out"),
        );
    }
    let decided = api::records(raw.http.as_ref().and_then(|http| http.api.as_ref()));
    if let (Some(decided), Some(declared)) = (decided, raw.records.as_deref().map(dots))
        && declared != decided
    {
        let message = format!("the records of this service are at `{decided}`");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("leave `records` out"),
        );
    }
    raw.records
        .as_deref()
        .map(dots)
        .or(decided.map(str::to_owned))
        .unwrap_or_default()
}

/// A JSON pointer (`/a/b~1c`) as a dotted path (`a.b/c`); a dotted path as it stands.
fn dots(path: &str) -> String {
    match path.strip_prefix('/') {
        Some(pointer) => pointer
            .split('/')
            .map(|part| part.replace("~1", "/").replace("~0", "~"))
            .collect::<Vec<_>>()
            .join("."),
        None => path.to_owned(),
    }
}

fn dotted(origin: Origin) -> Origin {
    match origin {
        Origin::Column(path) => Origin::Column(dots(&path)),
        constant @ Origin::Constant(_) => constant,
    }
}

fn address(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    if !raw.starts_with("https://") && !raw.starts_with("http://") {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a web address"))
                .hint("begin it with `https://`, or leave it out"),
        );
    }
    raw.to_owned()
}

/// A path or glob that stays inside `datasets/`, wherever the project is copied to.
fn path(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    let fault = if raw.is_empty() {
        Some("the path is empty".to_owned())
    } else if raw.contains('\\') {
        Some(format!("`{raw}` has a backslash"))
    } else if raw.starts_with('/') || raw.contains(':') {
        Some(format!("`{raw}` is not relative"))
    } else if raw.split('/').any(|part| part == "..") {
        Some(format!("`{raw}` leads out of the project"))
    } else {
        glob::Pattern::new(raw)
            .err()
            .map(|e| format!("`{raw}` is not a path or glob: {}", e.msg))
    };
    if let Some(message) = fault {
        faults.push(
            at.error(rule::BAD_VALUE, message).hint(
                "write a path relative to `datasets/` with `/`, as in `new_enterprises/*.json`",
            ),
        );
    }
    raw.to_owned()
}

/// Where the table stands. What makes no sense for the format is a fault, so that nobody believes
/// it is heeded.
fn layout(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Layout {
    let grid = format.is_none_or(Format::is_grid);
    let several = format.is_none_or(|f| {
        matches!(
            f,
            Format::Xlsx | Format::Xls | Format::Ods | Format::Html | Format::JsonStat
        )
    });
    for (key, present, fits, what) in [
        (
            "sheet",
            raw.sheet.is_some(),
            several,
            "only a workbook, a web page or a JSON-stat bundle has a sheet",
        ),
        (
            "header_row",
            raw.header_row.is_some(),
            grid,
            "only a table of cells has a header row",
        ),
        (
            "header_rows",
            raw.header_rows.is_some(),
            grid,
            "only a table of cells has header rows",
        ),
        (
            "last_row",
            raw.last_row.is_some(),
            grid,
            "only a table of cells has a last row",
        ),
    ] {
        if present && !fits {
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, what)
                    .hint("leave it out"),
            );
        }
    }
    let mut row = |key: &str, raw: Option<i64>| -> Option<u64> {
        raw.and_then(|n| value::whole(&at.key(key), n, ROWS, faults))
    };
    let (header_row, header_rows, last_row) = (
        row("header_row", raw.header_row),
        row("header_rows", raw.header_rows),
        row("last_row", raw.last_row),
    );
    Layout {
        records: records(&at.key("records"), raw, format, faults),
        delimiter: delimiter(
            &at.key("delimiter"),
            raw.delimiter.as_deref(),
            format,
            faults,
        ),
        encoding: raw
            .encoding
            .as_ref()
            .and_then(|text| value::word(&at.key("encoding"), text, faults)),
        member: raw.member.clone().unwrap_or_default(),
        sheet: raw.sheet.clone().unwrap_or_default(),
        header_row,
        header_rows: header_rows.unwrap_or(1),
        last_row,
    }
}

fn delimiter(
    at: &ConfigNode<'_>,
    raw: Option<&str>,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> u8 {
    let Some(raw) = raw else { return b',' };
    if format.is_some_and(|f| !matches!(f, Format::Csv | Format::SdmxCsv)) {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "only a source of format `csv` has a delimiter",
            )
            .hint("leave it out"),
        );
    }
    match raw.as_bytes() {
        [byte]
            if byte.is_ascii()
                && !byte.is_ascii_alphanumeric()
                && !matches!(byte, b'"' | b'\n' | b'\r') =>
        {
            *byte
        }
        _ => {
            let hint = "write one ASCII sign, as in `;`, or `\\t` for a tab";
            faults.push(
                at.error(rule::BAD_VALUE, format!("`{raw}` is not a delimiter"))
                    .hint(hint),
            );
            b','
        }
    }
}

fn number(
    at: &ConfigNode<'_>,
    raw: Option<&raw::Number>,
    faults: &mut Vec<Finding>,
) -> NumberFormat {
    let decimal = raw.and_then(|n| n.decimal.as_deref()).unwrap_or(".");
    let grouping = raw.and_then(|n| n.grouping.as_deref()).unwrap_or_default();
    let mut sign = |key: &str, text: &str| {
        let mut chars = text.chars();
        let sign = chars
            .next()
            .filter(|c| !c.is_alphanumeric() && !matches!(c, '-' | '+'));
        if sign.is_none() || chars.next().is_some() {
            let message = format!("`{text}` is not a sign used in numbers");
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, message)
                    .hint("write one character, as in `.` or `,`"),
            );
        }
        sign
    };
    let number = NumberFormat {
        decimal: sign("decimal", decimal).unwrap_or('.'),
        grouping: if grouping.is_empty() {
            None
        } else {
            sign("grouping", grouping)
        },
    };
    if number.grouping == Some(number.decimal) {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{decimal}` cannot be both the decimal sign and the grouping"),
            )
            .hint("change one of the two"),
        );
    }
    number
}

fn origins(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Origin> {
    let known = columns::mappable(contract);
    let mut origins = BTreeMap::new();
    for (name, raw) in &raw.columns {
        let at = at.key(name);
        if !known.contains(&name.as_str()) {
            let hint = value::did_you_mean(name, "columns", &known);
            faults.push(
                at.error(
                    rule::UNKNOWN_NAME,
                    format!("the table has no column `{name}`"),
                )
                .hint(hint),
            );
        } else if name == "known_from" && raw.constant.is_some() {
            let hint = "write it as `published_at` of the source";
            faults.push(
                at.error(rule::BAD_VALUE, "`known_from` of all rows is one constant")
                    .hint(hint),
            );
        } else if let Some(origin) = origin(&at, name, raw, contract, faults) {
            let origin = if format == Some(Format::Json) {
                dotted(origin)
            } else {
                origin
            };
            origins.insert(name.clone(), origin);
        }
    }
    vintage_as_dimension(at, &origins, contract, faults);
    // Asked of what is written, so that a faulty mapping is not called missing as well.
    let missing = |name: &str| !raw.columns.contains_key(name);
    for (name, hint) in REQUIRED {
        if missing(name) {
            faults.push(
                at.key(name)
                    .error(rule::MISSING_KEY, format!("`{name}` is not mapped"))
                    .hint(hint),
            );
        }
    }
    let value_name = &contract.value_name;
    if missing(value_name) {
        let hint = format!(
            "map the column of the figures, as in `{value_name} = {{ column = \"value\" }}`"
        );
        faults.push(
            at.key(value_name)
                .error(
                    rule::MISSING_KEY,
                    format!("the value column `{value_name}` is not mapped"),
                )
                .hint(hint),
        );
    }
    for dimension in contract.dimensions.iter().filter(|d| missing(&d.name)) {
        if let [only] = dimension.one_of.as_slice() {
            origins.insert(dimension.name.clone(), Origin::Constant(only.clone()));
        } else {
            let message = format!("the dimension `{}` is not mapped", dimension.name);
            let hint = "map it, or give it to all rows with `constant`";
            faults.push(
                at.key(&dimension.name)
                    .error(rule::MISSING_KEY, message)
                    .hint(hint),
            );
        }
    }
    origins
}

/// Names of the đồng, lower case and without tones.
const DONG: [&str; 4] = ["đong", "dong", "vnd", "đ"];

/// The power of ten of a name of a multiple of the đồng, however it is written: `Tỷ đồng`, `ty
/// dong`, `million VND`, `tr.đ`.
fn multiple_of_dong(unit: &str) -> Option<i8> {
    let (power, currency) = multiple(unit);
    DONG.contains(&currency.replace("vnđ", "vnd").as_str())
        .then_some(power)
}

/// Remarks on a multiple of the đồng that is taken for a unit of its own: figures in another
/// multiple would never meet it.
pub(super) fn money(at: &ConfigNode<'_>, unit: &str, faults: &mut Vec<Finding>) {
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

/// A day of publication tells vintages of one figure apart, not figures: as a dimension the
/// vintages would be added up.
fn vintage_as_dimension(
    at: &ConfigNode<'_>,
    origins: &BTreeMap<String, Origin>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) {
    let Some(Origin::Column(published)) = origins.get("known_from") else {
        return;
    };
    for dimension in contract.dimensions.iter().map(|d| &d.name) {
        if matches!(origins.get(dimension), Some(Origin::Column(column)) if column == published) {
            let message = format!(
                "column `{published}` is mapped as `known_from` and as the dimension \
                    `{dimension}`, so vintages would be added up"
            );
            let hint = format!(
                "remove the dimension `{dimension}` from the contract: rows that differ in \
                    `known_from` alone are vintages of one figure"
            );
            faults.push(at.key(dimension).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
}

fn origin(
    at: &ConfigNode<'_>,
    name: &str,
    raw: &raw::Origin,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Origin> {
    if name != contract.value_name {
        for (key, present) in [
            ("unit", raw.unit.is_some()),
            ("unit_mult", raw.unit_mult.is_some()),
        ] {
            if present {
                let hint = format!("give it to `{}`", contract.value_name);
                faults.push(
                    at.key(key)
                        .error(
                            rule::BAD_VALUE,
                            format!("only the value column has a `{key}`"),
                        )
                        .hint(hint),
                );
            }
        }
    }
    match (&raw.column, &raw.constant) {
        (Some(column), None) => Some(Origin::Column(value::text(
            &at.key("column"),
            column,
            faults,
        ))),
        (None, Some(constant)) => {
            columns::check_cell(&at.key("constant"), contract, name, constant, faults);
            Some(Origin::Constant(constant.clone()))
        }
        (both, _) => {
            let message = if both.is_some() {
                "has both `column` and `constant`"
            } else {
                "has neither `column` nor `constant`"
            };
            faults.push(
                at.error(rule::BAD_VALUE, format!("`{name}` {message}"))
                    .hint("give one of the two"),
            );
            None
        }
    }
}

/// The unit of all rows. It comes from the value mapping, else from the contract; `None` when rows
/// name their own.
fn unit(
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
        if mapping.is_some() {
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
    agrees(&at.key("unit"), unit, contract, faults);
    let unit_mult = power
        .map_or(Some(0), |n| {
            value::whole(&at.key("unit_mult"), n, UNIT_MULT, faults)
        })
        .unwrap_or(0);
    money(&at.key("unit"), unit, faults);
    Some(UnitOf {
        unit: value::text(&at.key("unit"), unit, faults),
        unit_mult,
    })
}

fn units(
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
        let at = at.key(text);
        agrees(&at.key("unit"), &raw.unit, contract, faults);
        let unit_mult =
            value::whole(&at.key("unit_mult"), raw.unit_mult, UNIT_MULT, faults).unwrap_or(0);
        money(&at.key("unit"), &raw.unit, faults);
        units.insert(
            text.clone(),
            UnitOf {
                unit: value::text(&at.key("unit"), &raw.unit, faults),
                unit_mult,
            },
        );
    }
    units
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

/// Names as a file writes them, each once.
fn listed(at: &ConfigNode<'_>, raw: &[String], faults: &mut Vec<Finding>) -> Vec<String> {
    value::repeated(at, raw, faults);
    raw.iter()
        .enumerate()
        .map(|(i, text)| value::text(&at.item(i), text, faults))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

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

    #[test]
    fn faults_of_sources() {
        check_faults(&[
            (
                "datasets/new_enterprises.toml",
                "new_enterprises/*.json",
                "../*.json",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:17, column `source.file`: \
                        `../*.json` leads out of the project",
                    "  hint: write a path relative to `datasets/` with `/`, as in \
                        `new_enterprises/*.json`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "new_enterprises/*.json",
                "/srv/a.json",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:17, column `source.file`: \
                        `/srv/a.json` is not relative",
                    "  hint: write a path relative to `datasets/` with `/`, as in \
                        `new_enterprises/*.json`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "new_enterprises/*.json",
                "a/***.json",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:17, column `source.file`: \
                        `a/***.json` is not a path or glob: wildcards are either regular `*` or \
                        recursive `**`",
                    "  hint: write a path relative to `datasets/` with `/`, as in \
                        `new_enterprises/*.json`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"format = "json-stat""#,
                r#"format = "jsonstat""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:18, column `source.format`: \
                        `jsonstat` is not a format",
                    "  hint: did you mean `json-stat`?",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"format = "json-stat""#,
                r#"format = "json-stat"
delimiter = ";""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:19, column \
                        `source.delimiter`: only a source of format `csv` has a delimiter",
                    "  hint: leave it out",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                r#"delimiter = ";""#,
                r#"delimiter = ";;""#,
                &[
                    "error[bad_value]: datasets/budget_plan.toml:14, column `source.delimiter`: \
                        `;;` is not a delimiter",
                    r"  hint: write one ASCII sign, as in `;`, or `\t` for a tab",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"published_at = "2025-10-10""#,
                r#"published_at = "10/10/2025""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:19, column \
                        `source.published_at`: `10/10/2025` is neither a day nor an RFC 3339 \
                        instant",
                    "  hint: write a day as in `2025-10-10` or an instant as in \
                        `2025-10-10T08:30:00+07:00`",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                r#"area_at = "start""#,
                r#"area_at = "begin""#,
                &[
                    "error[bad_value]: datasets/budget_plan.toml:15, column `source.area_at`: \
                        `begin` is not a day for areas",
                    "  hint: write one of `start`, `end`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"decimal = ",", grouping = ".""#,
                r#"decimal = ",", grouping = ",""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:21, column `source.number`: \
                        `,` cannot be both the decimal sign and the grouping",
                    "  hint: change one of the two",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"decimal = ",""#,
                r#"decimal = ",,""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:21, column \
                        `source.number.decimal`: `,,` is not a sign used in numbers",
                    "  hint: write one character, as in `.` or `,`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#""https://www.nso.gov.vn""#,
                r#""www.nso.gov.vn""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:16, column `source.url`: \
                        `www.nso.gov.vn` is not a web address",
                    "  hint: begin it with `https://`, or leave it out",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "area_code = { column",
                "area_cod = { column",
                &[
                    "error[missing_key]: datasets/new_enterprises.toml:23, column \
                        `source.columns.area_code`: `area_code` is not mapped",
                    r#"  hint: map the column that names the area, as in `area_code = { column = "area" }`"#,
                    "error[unknown_name]: datasets/new_enterprises.toml:24, column \
                        `source.columns.area_cod`: the table has no column `area_cod`",
                    "  hint: did you mean `area_code`?",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"status = { constant = "final" }
"#,
                "",
                &[
                    "error[missing_key]: datasets/new_enterprises.toml:23, column \
                        `source.columns.status`: `status` is not mapped",
                    r#"  hint: map it, or give it to all rows: `status = { constant = "final" }`"#,
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"status = { constant = "final" }"#,
                r#"status = { constant = "finale" }"#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:26, column \
                        `source.columns.status.constant`: `finale` is not a status",
                    "  hint: write one of `estimate`, `preliminary`, `final`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"status = { constant = "final" }"#,
                r#"status = { constant = "final", column = "s" }"#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:26, column \
                        `source.columns.status`: `status` has both `column` and `constant`",
                    "  hint: give one of the two",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"status = { constant = "final" }"#,
                "status = {}",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:26, column \
                        `source.columns.status`: `status` has neither `column` nor `constant`",
                    "  hint: give one of the two",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"status = { constant = "final" }"#,
                r#"status = { constant = "final", unit = "vnd" }"#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:26, column \
                        `source.columns.status.unit`: only the value column has a `unit`",
                    "  hint: give it to `enterprises`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"enterprises = { column = "value" }
"#,
                "",
                &[
                    "error[missing_key]: datasets/new_enterprises.toml:23, column \
                        `source.columns.enterprises`: the value column `enterprises` is not mapped",
                    r#"  hint: map the column of the figures, as in `enterprises = { column = "value" }`"#,
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"enterprises = { column = "value" }"#,
                r#"enterprises = { column = "value", unit = "firms" }"#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:27, column \
                        `source.columns.enterprises.unit`: the unit `firms` is not that of the \
                        contract, `enterprises`",
                    "  hint: units are not converted: change one of the two",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"enterprises = { column = "value" }"#,
                r#"enterprises = { column = "value" }
event = { constant = "dissolved" }"#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:28, column \
                        `source.columns.event.constant`: `dissolved` is not a value of the \
                        dimension `event`",
                    "  hint: the values are `new`",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                r#"indicator = { constant = "total" }
"#,
                "",
                &[
                    "error[missing_key]: datasets/budget_plan.toml:34, column \
                        `source.columns.indicator`: the dimension `indicator` is not mapped",
                    "  hint: map it, or give it to all rows with `constant`",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                r#", unit = "vnd", unit_mult = 6 }"#,
                ", unit_mult = 6 }",
                &[
                    "error[missing_key]: datasets/budget_plan.toml:39, column \
                        `source.columns.revenue`: the unit of `revenue` is not known",
                    "  hint: give `unit` here or in the contract, or map a column `unit` and \
                        translate its texts in `[source.units]`",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                "unit_mult = 6 }",
                "unit_mult = 60 }",
                &[
                    "error[bad_value]: datasets/budget_plan.toml:39, column \
                        `source.columns.revenue.unit_mult`: 60 is out of range",
                    "  hint: write a number from -18 to 18",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                r#"[source.units]
"tỷ đồng" = { unit = "vnd", unit_mult = 9 }
"#,
                "",
                &[
                    "error[missing_key]: datasets/budget_plan.toml:10, column `source.units`: the \
                        texts of the column `unit` are not translated",
                    "  hint: add `[source.units]` with one line for each text of the column `unit`",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                r#"unit = { column = "unit" }
"#,
                "",
                &[
                    "error[missing_key]: datasets/budget_plan.toml:23, column \
                        `source.columns.revenue`: the unit of `revenue` is not known",
                    "  hint: give `unit` here or in the contract, or map a column `unit` and \
                        translate its texts in `[source.units]`",
                    "error[bad_value]: datasets/budget_plan.toml:25, column `source.units`: there \
                        is no column `unit` to translate",
                    "  hint: map a column `unit` in `[source.columns]`, or leave this out",
                ],
            ),
        ]);
    }
}
