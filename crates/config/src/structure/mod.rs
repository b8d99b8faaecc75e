//! Checks keys and types of a file against the schema of its raw mirror, and finds every fault, not
//! only the first.
//!
//! serde stops at the first unknown key; a person who mistyped five wants to hear of five. The
//! schema is the one that editors use and has only objects, lists and scalars (a test of `schema`
//! holds it to that).

mod faults;

use super::document::{ConfigNode, Document};
use super::rule;
use chiso_model::{Finding, Place};
use faults::{json_type, missing_key, unknown_key, wrong_type};
use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

impl Document<'_> {
    /// Checks keys and types, then reads the raw mirror. Unknown keys are reported and left out; a
    /// missing or mistyped one leaves nothing to read.
    pub(super) fn read<T: serde::de::DeserializeOwned>(
        &self,
        schema: &Json,
        faults: &mut Vec<Finding>,
    ) -> Option<T> {
        if !self.whole {
            return None;
        }
        let before = faults.len();
        check(&self.root(), schema, faults);
        if faults[before..].iter().any(|f| f.rule != rule::UNKNOWN_KEY) {
            return None;
        }
        let mut known = self.root.clone();
        keep_known(&mut known, schema);
        match T::deserialize(toml::de::ValueDeserializer::from(known)) {
            Ok(raw) => Some(raw),
            Err(error) => {
                let row = error.span().map_or(0, |s| self.line(s.start));
                faults.push(Finding::error(
                    rule::BAD_VALUE,
                    Place {
                        row,
                        ..self.root().place()
                    },
                    error.message(),
                ));
                None
            }
        }
    }
}

/// Adds a finding for every unknown key, missing key and value of the wrong type.
fn check(at: &ConfigNode<'_>, schema: &Json, faults: &mut Vec<Finding>) {
    let Some(value) = at.value() else { return };
    let wanted = schema["type"].as_str().unwrap_or_default();
    if wanted != json_type(value) {
        faults.push(wrong_type(at, value, wanted, schema));
        return;
    }
    match value {
        DeValue::Table(table) => check_keys(at, table, schema, faults),
        DeValue::Integer(n) if i64::from_str_radix(n.as_str(), n.radix()).is_err() => {
            faults.push(
                at.error(rule::BAD_VALUE, format!("{} is out of range", at.written()))
                    .hint("write a smaller number"),
            );
        }
        DeValue::Array(_) => at
            .items()
            .for_each(|item| check(&item, &schema["items"], faults)),
        _ => {}
    }
}

fn check_keys(at: &ConfigNode<'_>, table: &DeTable<'_>, schema: &Json, faults: &mut Vec<Finding>) {
    for key in table.keys() {
        match schema_of_key(schema, key.get_ref()) {
            Some(inner) => check(&at.key(key.get_ref()), inner, faults),
            None => faults.push(unknown_key(at, key.get_ref(), schema)),
        }
    }
    let required = schema["required"].as_array().into_iter().flatten();
    for name in required.filter_map(Json::as_str) {
        if !table.contains_key(name) {
            faults.push(missing_key(at, name, schema));
        }
    }
}

/// Takes out every key that the schema does not know, so that the rest can still be read and
/// checked.
fn keep_known(value: &mut Spanned<DeValue<'_>>, schema: &Json) {
    match value.get_mut() {
        DeValue::Table(table) => {
            let known = |key: &str| schema_of_key(schema, key).is_some();
            let unknown: Vec<String> = table
                .keys()
                .filter(|key| !known(key.get_ref()))
                .map(|key| key.get_ref().to_string())
                .collect();
            for key in unknown {
                table.remove(key.as_str());
            }
            for (key, inner) in table.iter_mut() {
                if let Some(schema) = schema_of_key(schema, key.get_ref()) {
                    keep_known(inner, schema);
                }
            }
        }
        DeValue::Array(list) => list
            .iter_mut()
            .for_each(|item| keep_known(item, &schema["items"])),
        _ => {}
    }
}

/// The schema of a key's value: a declared property, or that of every key when keys are the user's
/// to name.
fn schema_of_key<'s>(schema: &'s Json, key: &str) -> Option<&'s Json> {
    schema["properties"]
        .get(key)
        .or_else(|| Some(&schema["additionalProperties"]).filter(|s| s.is_object()))
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_keys_and_types() {
        check_faults(&[
            (
                "chiso.toml",
                "timezone =",
                "timezon =",
                &[
                    "error[missing_key]: chiso.toml:1, column `project.timezone`: `timezone` is \
                        missing",
                    "  hint: add `timezone`: IANA time zone of the office, such as \
                        `Asia/Ho_Chi_Minh`",
                    "error[unknown_key]: chiso.toml:3, column `project.timezon`: unknown key \
                        `timezon`",
                    "  hint: did you mean `timezone`?",
                ],
            ),
            (
                "chiso.toml",
                r#"lake = "lake""#,
                r#"lake = 3
colour = "red""#,
                &[
                    "error[wrong_type]: chiso.toml:5, column `project.lake`: expected text, found \
                        a whole number",
                    r#"  hint: write it in quotes: `"3"`"#,
                    "error[unknown_key]: chiso.toml:6, column `project.colour`: unknown key \
                        `colour`",
                    "  hint: the keys here are `title`, `timezone`, `boundaries`, `weekend`, `fiscal_year`, `similar_by`, `lake`",
                ],
            ),
            (
                "chiso.toml",
                r#"["2025-06-30", "2025-07-01"]   #"#,
                r#"[2025-06-30, "2025-07-01"] #"#,
                &[
                    "error[wrong_type]: chiso.toml:4, column `project.boundaries`: expected text, \
                        found a date",
                    r#"  hint: write it in quotes: `"2025-06-30"`"#,
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"min = "0", "#,
                "min = 0, ",
                &[
                    "error[wrong_type]: datasets/new_enterprises.toml:9, column \
                        `contract.value.min`: expected text, found a whole number",
                    r#"  hint: write it in quotes: `"0"`"#,
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"missing = ["", "..", "-"]"#,
                r#"missing = "..""#,
                &[
                    "error[wrong_type]: datasets/new_enterprises.toml:20, column `source.missing`: \
                        expected a list, found text",
                    r#"  hint: write it in brackets: `[".."]`"#,
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"title = { vi = "Doanh nghiệp", en = "New enterprises" }"#,
                r#"title = "New enterprises""#,
                &[
                    "error[wrong_type]: datasets/new_enterprises.toml:2, column `title`: expected \
                        a table, found text",
                    "  hint: what belongs here: title, in at least one language",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"licence = "open"
"#,
                r#"licenc = "open"
publishr = "x"
"#,
                &[
                    "error[missing_key]: datasets/new_enterprises.toml, column `licence`: \
                        `licence` is missing",
                    "  hint: add `licence`: licence under which the figures may be used, in words",
                    "error[unknown_key]: datasets/new_enterprises.toml:4, column `licenc`: unknown \
                        key `licenc`",
                    "  hint: did you mean `licence`?",
                    "error[unknown_key]: datasets/new_enterprises.toml:5, column `publishr`: \
                        unknown key `publishr`",
                    "  hint: the keys here are `kind`, `title`, `description`, `licence`, \
                        `citation`, `contract`, `records`, `source`, `arrival`, `scheme`, `total`, \
                        `member`, `tiles`",
                ],
            ),
            (
                "pipelines/annual.toml",
                "retries = 3",
                r#"retries = "3""#,
                &[
                    "error[wrong_type]: pipelines/annual.toml:2, column `schedule.retries`: \
                        expected a whole number, found text",
                    "  hint: write it without quotes: `3`",
                ],
            ),
            (
                "chiso.toml",
                "max_file_bytes = 1000000",
                "max_file_bytes = 99999999999999999999",
                &[
                    "error[bad_value]: chiso.toml:12, column `limits.max_file_bytes`: \
                        99999999999999999999 is out of range",
                    "  hint: write a smaller number",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "[[source]]",
                "[source]",
                &[
                    "error[wrong_type]: datasets/new_enterprises.toml:13, column `source`: \
                        expected a list, found a table",
                    "  hint: if this is a table with a header of its own, write it as `[[source]]`",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                "unit_mult = 9",
                "unit_mul = 9",
                &[
                    r#"error[unknown_key]: datasets/budget_plan.toml:27, column `source.units."tỷ đồng".unit_mul`: unknown key `unit_mul`"#,
                    "  hint: did you mean `unit_mult`?",
                ],
            ),
        ]);
    }
}
