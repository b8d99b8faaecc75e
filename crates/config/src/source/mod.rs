//! Checks a source of a dataset: where its files are, how they are written, and how their columns
//! become the table's.

mod columns;
mod layout;
mod no_header;
mod number;
mod of_records;
mod period;
mod place;
mod ranges;
mod records;
mod sdmx_codes;
mod shape;
mod signs;
mod unit;

use super::document::ConfigNode;
use super::{arrival, http, postgres, raw, value};
use chiso_model::{AreaAt, Contract, Finding, Format, Source};

/// Cell texts that mean "no figure" when a source names none.
const MISSING: [&str; 5] = ["", "..", "...", "…", "-"];

/// Checks it.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Source {
    let format = value::word(&at.key("format"), &raw.format, faults);
    place::one_origin(at, raw, format, faults);
    if contract.records.is_some() {
        of_records::keys(at, raw, faults);
    }
    Source {
        id: value::identifier(&at.key("id"), &raw.id, faults),
        title: value::optional_title(raw.title.as_ref()),
        publisher: raw.publisher.clone().unwrap_or_default(),
        url: place::address(&at.key("url"), raw.url.as_ref(), faults),
        file: place::path(&at.key("file"), raw.file.as_ref(), faults),
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
        layout: layout::layout(at, raw, format, faults),
        format: format.unwrap_or(Format::Csv),
        published_at: raw
            .published_at
            .as_ref()
            .and_then(|text| value::instant(&at.key("published_at"), text, contract.zone, faults)),
        area_at: value::optional(
            &at.key("area_at"),
            raw.area_at.as_ref(),
            value::word,
            faults,
        )
        .unwrap_or(AreaAt::End),
        period_style: value::optional(
            &at.key("period_style"),
            raw.period_style.as_ref(),
            value::word,
            faults,
        ),
        period: period::writing(at, raw, (format, contract), faults),
        missing: missing(raw),
        suppressed: value::listed(&at.key("suppressed"), &raw.suppressed, faults),
        zero: signs::zero(at, raw, faults),
        marks: signs::marks(&at.key("marks"), raw, faults),
        statuses: signs::statuses(&at.key("statuses"), raw, faults),
        obs_statuses: signs::obs_statuses(at, raw, faults),
        number: number::number(&at.key("number"), raw.number.as_ref(), format, faults),
        decimal_declared: raw.number.as_ref().is_some_and(number::says_decimal),
        round: number::round(&at.key("number"), raw.number.as_ref(), faults),
        shape: shape::shape(at, raw, format, contract, faults),
        columns: match &contract.records {
            None => columns::origins(&at.key("columns"), raw, format, contract, faults),
            Some(layout) => {
                of_records::origins(&at.key("columns"), raw, (contract, layout), faults)
            }
        },
        unit: unit::unit(at, raw, contract, faults),
        units: unit::units(&at.key("units"), raw, contract, faults),
        licence: licence(&at.key("licence"), raw.licence.as_ref(), faults),
        optional: raw.optional.unwrap_or(false),
        unused_columns: value::listed(&at.key("unused_columns"), &raw.unused_columns, faults),
        unused_tables: value::listed(&at.key("unused_tables"), &raw.unused_tables, faults),
    }
}

/// Cell texts that mean "no figure": those declared, or the usual ones that are not declared to mean
/// something else.
fn missing(raw: &raw::Source) -> Vec<String> {
    let usual = || {
        let usual = MISSING.map(str::to_owned).into_iter();
        usual.filter(|text| !raw.zero.contains(text)).collect()
    };
    raw.missing.clone().unwrap_or_else(usual)
}

fn licence(at: &ConfigNode<'_>, raw: Option<&String>, faults: &mut Vec<Finding>) -> String {
    raw.map(|text| value::text(at, text, faults))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

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
