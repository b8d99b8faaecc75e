//! The columns of a draft: area, period, dimensions, value and status.

use crate::app::cli::draft::page::{DraftPage, listed};
use crate::app::cli::toml_text::{comment, quoted};
use crate::app::messages::say;
use crate::ingest::draft::{AreaGuess, PeriodGuess, ToDate, UNIT_MULT};

impl DraftPage<'_> {
    pub(super) fn columns(
        &self,
        lines: &mut Vec<String>,
        (dimensions, value_name): &(Vec<String>, String),
    ) {
        let wide = !self.found.header_periods.is_empty();
        if wide {
            lines.extend(self.wide(dimensions.last()));
        }
        lines.extend([String::new(), "[source.columns]".to_owned()]);
        lines.extend(self.area(self.found.area.as_ref()));
        if !wide {
            lines.extend(self.period(self.found.period.as_ref()));
        }
        for (name, guess) in dimensions.iter().zip(&self.found.dimensions) {
            lines.push(format!("{name} = {{ {} }}", self.column(&guess.column)));
        }
        match &self.found.value {
            Some(_) if wide => {}
            Some(value) => lines.push(self.value_column(value_name, &value.column)),
            None => lines.push(Self::todo(
                &format!("{value_name} = {{ column = \"\" }}"),
                self.lang.say("draft-no-value-column"),
            )),
        }
        match &self.found.status {
            Some(column) => lines.push(format!("status = {{ {} }}", self.column(column))),
            None => lines.extend(self.no_status()),
        }
        if let Some((column, _)) = &self.found.unit_column {
            lines.push(format!("unit = {{ {} }}", self.column(column)));
        }
        if self.found.powers.len() > 1 {
            lines.push(format!("unit = {{ column = {} }}", quoted(UNIT_MULT)));
        }
        if !self.found.unused.is_empty() {
            lines.push(comment(&say!(
                self.lang,
                "draft-unused-columns",
                columns = listed(&self.found.unused)
            )));
        }
    }

    /// No column holds the status; the labels of periods may.
    fn no_status(&self) -> Vec<String> {
        let statuses = self
            .found
            .period
            .as_ref()
            .map(|p| p.statuses.as_slice())
            .unwrap_or_default();
        let mut lines = Vec::new();
        if !statuses.is_empty() {
            let said = statuses
                .iter()
                .map(|s| format!("`{s}`"))
                .collect::<Vec<_>>()
                .join(", ");
            lines.push(comment(&say!(
                self.lang,
                "draft-labels-status",
                statuses = said
            )));
        }
        lines.push(Self::todo(
            "status = { constant = \"\" }",
            self.lang.say("draft-status"),
        ));
        lines
    }

    /// Figures that seem to run from the beginning of the year are declared so; a person who knows
    /// better writes `period`.
    fn to_date(&self, why: &ToDate) -> String {
        let why = match why {
            ToDate::Named(text) => format!("`{text}`"),
            ToDate::Rising(years) => {
                say!(self.lang, "draft-rising", years = years)
            }
        };
        format!(
            "span = {{ constant = \"ytd\" }} {}",
            comment(&say!(self.lang, "draft-to-date", why = why))
        )
    }

    fn area(&self, area: Option<&AreaGuess>) -> Vec<String> {
        let Some(area) = area else {
            return vec![Self::todo(
                "area_code = { constant = \"\" }",
                self.lang.say("draft-no-area-column"),
            )];
        };
        let mut lines = Vec::new();
        if self.has_register {
            lines.push(comment(&say!(
                self.lang,
                "draft-areas-known",
                column = area.column,
                known = area.known,
                distinct = area.distinct
            )));
        }
        if self.has_register && !area.unknown.is_empty() {
            lines.push(comment(&say!(
                self.lang,
                "draft-areas-unknown",
                texts = listed(&area.unknown)
            )));
        }
        if area.lost_zero {
            lines.push(comment(self.lang.say("draft-lost-zero")));
        }
        let column = self.column(&area.column);
        lines.push(if area.filled {
            let why = comment(self.lang.say("draft-fill-down"));
            format!("area_code = {{ {column}, fill = \"down\" }} {why}")
        } else {
            format!("area_code = {{ {column} }}")
        });
        lines
    }

    fn period(&self, period: Option<&PeriodGuess>) -> Vec<String> {
        match period {
            Some(period) => self.period_column(period),
            None => self.no_period(),
        }
    }

    fn period_column(&self, period: &PeriodGuess) -> Vec<String> {
        if let Some(writing) = &period.writing {
            let column = format!("period = {{ {} }}", self.column(&period.column));
            let own = writing.parts.is_empty().then_some(column);
            let to_date = self.found.to_date.iter().map(|why| self.to_date(why));
            return own.into_iter().chain(to_date).collect();
        }
        let (first, last) = &period.range;
        let mut lines = vec![comment(&say!(
            self.lang,
            "draft-periods-known",
            column = period.column,
            labels = period.labels,
            distinct = period.distinct,
            first = first,
            last = last
        ))];
        if !period.unknown.is_empty() {
            lines.push(comment(&say!(
                self.lang,
                "draft-periods-unknown",
                texts = listed(&period.unknown)
            )));
        }
        lines.push(format!("period = {{ {} }}", self.column(&period.column)));
        lines.extend(self.found.to_date.iter().map(|why| self.to_date(why)));
        lines
    }

    /// The periods stand in the header, above figures side by side.
    fn wide(&self, last: Option<&String>) -> Vec<String> {
        let member = last.map_or_else(String::new, |name| format!("{{{name}}}"));
        let pattern = self.found.header_pattern.replace("{}", &member);
        let told = say!(
            self.lang,
            "draft-header-periods",
            number = self.found.header_periods.len(),
            periods = listed(&self.found.header_periods)
        );
        vec![
            String::new(),
            "[source.wide]".to_owned(),
            comment(&told),
            format!("columns = {}", quoted(&pattern)),
        ]
    }

    /// No column holds the period, nor does the header.
    fn no_period(&self) -> Vec<String> {
        vec![Self::todo(
            "period = { constant = \"\" }",
            self.lang.say("draft-no-period-column"),
        )]
    }
}
