//! What measures want of records, as one question in SQL: records are put into groups by area, month
//! and what came of them later, and each group is added up for all measures at once.

use super::condition::{condition, date, name};
use crate::roll::state::Content;
use crate::roll::wants::{Want, Wants};
use crate::schema::{FAULTY, ROW, record_schema};
use chiso_model::{RECORD_AREA, RecordLayout, RecordType};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What is asked of records that bear marks.
pub(super) struct Question<'a> {
    pub(super) layout: &'a RecordLayout,
    pub(super) wants: &'a Wants<'a>,
    /// The first days of months within which areas begin or end.
    pub(super) changing: &'a BTreeSet<NaiveDate>,
}

impl Question<'_> {
    /// The columns that are looked at, those of the key among them where these are asked for.
    pub(super) fn columns(&self, key: bool) -> Vec<&str> {
        let mut columns: BTreeSet<&str> = self.wants.columns(self.layout);
        if key {
            columns.extend(self.layout.key.iter().map(String::as_str));
        }
        columns.into_iter().collect()
    }

    /// All columns of a record, but for the line on which it stands.
    pub(super) fn whole(&self) -> Vec<String> {
        let schema = record_schema(self.layout);
        let columns = schema.fields().iter().map(|field| field.name().clone());
        columns.filter(|column| column != ROW).collect()
    }

    /// What a record says, all of it as one text: two are the same text where they are the same.
    pub(super) fn said(&self) -> String {
        let one = |column: &String| {
            let text = format!("CAST({} AS STRING)", name(column));
            format!("coalesce(concat(length({text}), ':', {text}), '-')")
        };
        let all: Vec<String> = self.whole().iter().map(one).collect();
        format!("concat({})", all.join(", "))
    }

    /// The columns of the key, after each other.
    pub(super) fn key(&self) -> String {
        let key: Vec<String> = self.layout.key.iter().map(|c| name(c)).collect();
        key.join(", ")
    }

    /// Whether the whole key of a record could be read.
    pub(super) fn has_key(&self) -> String {
        let one = |column: &String| format!("{} IS NOT NULL", name(column));
        let all: Vec<String> = self.layout.key.iter().map(one).collect();
        all.join(" AND ")
    }

    /// Groups of what relations in SQL end in, `marked`, by its marks, areas and months.
    pub(super) fn grouped(&self, marked: &str, marks: &[&str]) -> String {
        let (by, area) = (marks.join(", "), name(RECORD_AREA));
        let met = { self.wants.filters.iter().enumerate() }
            .map(|(nth, filter)| format!(", {} AS _c{nth}", condition(self.layout, filter)));
        let wanted: BTreeSet<&str> = self.wants.all.iter().filter_map(|w| w.column).collect();
        let wanted = wanted.iter().enumerate();
        let wanted = wanted.map(|(nth, column)| format!(", {} AS _w{nth}", name(column)));
        let columns: String = met.chain(wanted).collect();
        let day = self.day();
        format!(
            "WITH {marked}, asked AS (SELECT {by}, {area} AS _area, {day} AS _day, {FAULTY} AS _bad\
             {columns} FROM marked) \
             SELECT {by}, _area, _day, count(*) AS _records, \
             count(*) FILTER (WHERE NOT _bad) AS _sound{} \
             FROM asked GROUP BY {by}, _area, _day",
            self.aggregates()
        )
    }

    /// The day that stands for the month of a record: its first, but the day itself in months within
    /// which areas begin or end.
    fn day(&self) -> String {
        let own = name(&self.layout.date);
        let month = format!("trunc({own}, 'MM')");
        let months: Vec<String> = self.changing.iter().map(|day| date(*day)).collect();
        if months.is_empty() {
            return month;
        }
        let months = months.join(", ");
        format!("CASE WHEN {month} IN ({months}) THEN {own} ELSE {month} END")
    }

    /// Records asked for and in quarantine by condition, and what is added up by want.
    fn aggregates(&self) -> String {
        let mut found = String::new();
        let mut add = |text: &str| {
            found.push_str(", ");
            found.push_str(text);
        };
        for nth in 0..self.wants.filters.len() {
            add(&format!(
                "count(*) FILTER (WHERE NOT _bad AND _c{nth}) AS _a{nth}, \
                 count(*) FILTER (WHERE _bad AND coalesce(_c{nth}, TRUE)) AS _q{nth}"
            ));
        }
        let columns: BTreeSet<&str> = self.wants.all.iter().filter_map(|w| w.column).collect();
        for (nth, want) in self.wants.all.iter().enumerate() {
            let Some(column) = want.column else { continue };
            let place = columns.iter().position(|held| *held == column);
            let column = format!("_w{}", place.unwrap_or_default());
            let met = want.filter.map_or(String::new(), |f| format!(" AND _c{f}"));
            let chosen = format!("FILTER (WHERE NOT _bad{met})");
            add(&format!("count({column}) {chosen} AS _n{nth}"));
            if let Some(made) = self.made(want, &column) {
                add(&format!("{made} {chosen} AS _v{nth}"));
            }
        }
        found
    }

    /// What is added up. Whole numbers are added as decimals, which hold every sum of them.
    fn made(&self, want: &Want<'_>, column: &str) -> Option<String> {
        let kind = want.column.and_then(|c| self.layout.column(c));
        Some(match Content::none(want.asked.value.function) {
            Content::Count => return None,
            Content::Sum(_) if kind.is_some_and(|c| c.kind == RecordType::Integer) => {
                format!("sum(CAST({column} AS DECIMAL(19, 0)))")
            }
            Content::Sum(_) => format!("sum({column})"),
            Content::Min(_) => format!("min({column})"),
            Content::Max(_) => format!("max({column})"),
            Content::All(_) => format!("collect_list({column})"),
            Content::Distinct(_) => format!("collect_set({column})"),
        })
    }
}
