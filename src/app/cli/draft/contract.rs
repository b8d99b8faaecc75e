//! The contract of a draft: dimensions, value and unit.

use crate::app::cli::draft::page::{DraftPage, listed};
use crate::app::cli::toml_text::{comment, identifier, quoted};
use crate::app::messages::say;
use crate::ingest::draft::{DimensionGuess, ValueGuess};
use crate::model::{STANDARD_COLUMNS, ValueType};
use std::collections::BTreeSet;

impl DraftPage<'_> {
    /// The contract; returns the names of the dimensions and of the value.
    pub(super) fn contract(&self, lines: &mut Vec<String>) -> (Vec<String>, String) {
        let mut taken: BTreeSet<String> =
            STANDARD_COLUMNS.iter().map(|c| (*c).to_owned()).collect();
        taken.extend(["area_date", "recorded_at", "withdrawn"].map(str::to_owned));
        let value = self.found.value.as_ref();
        // The header of one of the columns side by side is no name for all.
        let name = value
            .filter(|_| self.found.header_periods.is_empty())
            .map_or("value", |v| &v.column);
        let value_name = identifier(name, "value", &taken);
        taken.insert(value_name.clone());
        lines.extend([String::new(), "[contract]".to_owned()]);
        let dimensions = self.dimensions(lines, &mut taken);
        if let Some((first, second)) = self.found.same_key {
            let told = say!(self.lang, "draft-same-key", first = first, second = second);
            lines.push(comment(&told));
        }
        self.value(lines, value, &value_name);
        lines.push("quarantine_limit = \"0 %\"".to_owned());
        (dimensions, value_name)
    }

    /// The dimensions, under names that are still free; returns these.
    fn dimensions(&self, lines: &mut Vec<String>, taken: &mut BTreeSet<String>) -> Vec<String> {
        let members = &self.found.header_members;
        if self.found.dimensions.is_empty() && members.is_empty() {
            lines.push(format!(
                "dimensions = [] {}",
                comment(self.lang.say("draft-no-dimension"))
            ));
            return Vec::new();
        }
        let mut names = Vec::new();
        lines.push("dimensions = [".to_owned());
        for dimension in &self.found.dimensions {
            let name = identifier(&dimension.column, "dimension", taken);
            taken.insert(name.clone());
            lines.push(self.dimension(dimension, &name));
            names.push(name);
        }
        if !members.is_empty() {
            let name = identifier("category", "dimension", taken);
            taken.insert(name.clone());
            let listed: Vec<String> = members.iter().map(|m| quoted(m)).collect();
            let (quoted, one_of) = (quoted(&name), listed.join(", "));
            let why = comment(self.lang.say("draft-header-members"));
            lines.push(format!(
                "  {{ name = {quoted}, one_of = [{one_of}] }}, {why}"
            ));
            names.push(name);
        }
        lines.push("]".to_owned());
        names
    }

    fn dimension(&self, dimension: &DimensionGuess, name: &str) -> String {
        let listed: Vec<String> = dimension.values.iter().map(|v| quoted(v)).collect();
        let one_of = if listed.is_empty() {
            String::new()
        } else {
            format!(", one_of = [{}]", listed.join(", "))
        };
        let blanks = if dimension.has_blanks {
            self.lang.say("draft-some-blank")
        } else {
            ""
        };
        let why = say!(
            self.lang,
            "draft-dimension",
            column = dimension.column,
            distinct = dimension.distinct,
            blanks = blanks
        );
        format!("  {{ name = {}{one_of} }}, {}", quoted(name), comment(&why))
    }

    fn value(&self, lines: &mut Vec<String>, value: Option<&ValueGuess>, name: &str) {
        let value_type = value.map_or(ValueType::Decimal, |v| v.value_type);
        if let Some(value) = value {
            lines.push(comment(&say!(
                self.lang,
                "draft-value",
                column = value.column,
                figures = value.figures
            )));
            lines.extend(self.uncomputed(value));
            if !value.others.is_empty() {
                lines.push(comment(&say!(
                    self.lang,
                    "draft-other-values",
                    columns = listed(&value.others)
                )));
            }
        }
        for (row, text) in &self.found.units {
            let place = if *row > 0 {
                say!(self.lang, "draft-unit-row", row = row)
            } else {
                self.lang.say("draft-unit-column").to_owned()
            };
            lines.push(comment(&say!(
                self.lang,
                "draft-unit-seen",
                place = place,
                text = text
            )));
        }
        let (name, value_type) = (quoted(name), quoted(value_type.as_str()));
        if self.found.unit_column.is_some() {
            lines.push(format!("value = {{ name = {name}, type = {value_type} }}"));
            return;
        }
        let line = format!("value = {{ name = {name}, type = {value_type}, unit = \"\" }}");
        lines.push(Self::todo(&line, self.lang.say("draft-unit")));
    }
}
