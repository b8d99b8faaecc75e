//! The rows of a table and the columns that its contract names.

use crate::model::{
    Attribute, AttributeType, Contract, Dec, Dimension, Literal, ObsStatus, Period, Status,
    UNDATED, day_of,
};
use crate::rollup::row::Row;
use crate::rollup::vintages::Landings;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rows of a dataset's table.
#[derive(Clone, Debug)]
pub struct Rows {
    /// All rows, in the order of the data files; after them those that say a figure was withdrawn.
    pub all: Vec<Row>,
    columns: Arc<NamedColumns>,
    pub(in crate::rollup) zone: Tz,
    /// The day on which rows were published that have been known from the beginning.
    pub(in crate::rollup) undated: NaiveDate,
}

/// The columns that a contract names.
#[derive(Debug)]
struct NamedColumns {
    dimensions: Vec<String>,
    /// The only values allowed of each dimension, empty for any; `None` where a register lists them.
    lists: Vec<Option<Vec<String>>>,
    attributes: Vec<String>,
    /// Which attributes hold days.
    days: Vec<bool>,
    value_name: String,
}

impl Rows {
    /// The columns of a table without rows.
    #[must_use]
    pub fn none(contract: &Contract) -> Rows {
        let list = |d: &Dimension| d.members.is_none().then(|| d.one_of.clone());
        let is_day = |a: &Attribute| a.kind == AttributeType::Date;
        let columns = NamedColumns {
            dimensions: contract.dimensions.iter().map(|d| d.name.clone()).collect(),
            lists: contract.dimensions.iter().map(list).collect(),
            attributes: contract.attributes.iter().map(|a| a.name.clone()).collect(),
            days: contract.attributes.iter().map(is_day).collect(),
            value_name: contract.value_name.clone(),
        };
        Rows {
            all: Vec::new(),
            columns: Arc::new(columns),
            zone: contract.zone,
            undated: day_of(UNDATED, contract.zone),
        }
    }

    /// All rows that deliveries have for one area, day, period and span, with what was withdrawn of
    /// them.
    #[must_use]
    pub fn of_group(&self, all: Vec<Row>, landings: &Landings) -> Rows {
        self.with(landings.resolve(all))
    }

    /// The same columns without rows.
    pub(in crate::rollup) fn emptied(&self) -> Rows {
        self.with(Vec::new())
    }

    /// The same columns with other rows.
    pub(in crate::rollup) fn with(&self, all: Vec<Row>) -> Rows {
        Rows {
            all,
            columns: Arc::clone(&self.columns),
            zone: self.zone,
            undated: self.undated,
        }
    }

    /// The rows of each area code and period: what becomes of a row hangs on no others.
    #[must_use]
    pub fn by_area(&self) -> BTreeMap<(&str, Period), Rows> {
        let mut by_area: BTreeMap<(&str, Period), Vec<Row>> = BTreeMap::new();
        for row in &self.all {
            let own = by_area.entry((&row.area_code, row.period)).or_default();
            own.push(row.clone());
        }
        let with = |(key, rows)| (key, self.with(rows));
        by_area.into_iter().map(with).collect()
    }

    /// The same rows, those that have been known from the beginning published on a day.
    #[must_use]
    pub fn published_on(self, undated: NaiveDate) -> Rows {
        Rows { undated, ..self }
    }

    /// Rows put together by a test.
    #[cfg(test)]
    pub(in crate::rollup) fn of(all: Vec<Row>, dimensions: &[&str], value_name: &str) -> Rows {
        let columns = NamedColumns {
            lists: dimensions.iter().map(|_| None).collect(),
            dimensions: dimensions.iter().map(|d| (*d).to_owned()).collect(),
            attributes: vec![],
            days: vec![],
            value_name: value_name.to_owned(),
        };
        Rows {
            all,
            columns: Arc::new(columns),
            zone: Tz::UTC,
            undated: NaiveDate::MIN,
        }
    }

    /// Every moment at which something became known or was withdrawn, in order.
    #[must_use]
    pub fn moments(&self) -> BTreeSet<DateTime<Utc>> {
        self.all.iter().map(|r| r.known_from).collect()
    }

    /// Names of the dimensions, in the order of [`Row::dimensions`].
    pub fn dimension_names(&self) -> impl Iterator<Item = &str> {
        self.columns.dimensions.iter().map(String::as_str)
    }

    /// Whether what a column has in a row that is not accepted could not be read: no figure, a word
    /// that the column cannot have, no day. What it would have been nobody knows.
    #[must_use]
    pub fn unread(&self, row: &Row, column: &str) -> bool {
        if !row.quarantined() {
            return false;
        }
        let place = |names: &[String]| names.iter().position(|name| name == column);
        if let Some(i) = place(&self.columns.dimensions) {
            let code = &row.dimensions[i];
            let not_listed = |list: &Vec<String>| !list.is_empty() && !list.contains(code);
            let list = self.columns.lists[i].as_ref();
            return list.is_some_and(|list| code.is_empty() || not_listed(list));
        }
        let text = place(&self.columns.attributes)
            .filter(|i| self.columns.days[*i])
            .and_then(|i| row.attributes.get(i)?.as_deref());
        column == self.columns.value_name
            || text.is_some_and(|text| text.parse::<NaiveDate>().is_err())
            || said_unread(row, column)
    }

    /// A column's value in a row, for expressions.
    #[must_use]
    pub fn literal(&self, row: &Row, column: &str) -> Option<Literal> {
        let text = |s: &str| Some(Literal::Text(s.to_owned()));
        match column {
            "area_code" => text(&row.area_code),
            "period" => text(&row.period.to_string()),
            "span" => text(&row.span.to_string()),
            "source_id" => text(&row.source_id),
            "unit" => text(&row.unit),
            "basis" => text(&row.basis),
            "scheme" => Some(row.scheme.as_str())
                .filter(|s| !s.is_empty())
                .and_then(text),
            "plan_stage" => row.plan_stage.and_then(|p| text(p.as_str())),
            "status" => text(row.status.as_str()),
            "note" => row.note.as_deref().and_then(text),
            "rank" => row
                .rank
                .map(|r| Literal::Number(Dec::from_int(i64::from(r)))),
            "rounding" => Some(Literal::Number(row.rounding)),
            "derived" => Some(Literal::Bool(row.derived)),
            "obs_status" => row.obs_status.and_then(|o| text(o.as_str())),
            "covers" => row.covers.and_then(|c| text(c.as_str())),
            _ if column == self.columns.value_name => row.value.map(Literal::Number),
            _ => match self.columns.dimensions.iter().position(|d| d == column) {
                Some(i) => text(&row.dimensions[i]),
                None => self
                    .columns
                    .attributes
                    .iter()
                    .position(|a| a == column)
                    .and_then(|i| text(row.attributes.get(i)?.as_deref()?)),
            },
        }
    }
}

/// Whether a row that could not be read may have had something else in a column of its own: one that
/// stands empty, or the status, of which the weakest stands for one that nobody knows.
fn said_unread(row: &Row, column: &str) -> bool {
    let stands_empty = match column {
        "plan_stage" => row.plan_stage.is_none(),
        "rank" => row.rank.is_none(),
        "covers" => row.covers.is_none(),
        "unit" => row.unit.is_empty(),
        "status" => row.status == Status::Estimate,
        _ => false,
    };
    stands_empty && row.obs_status == Some(ObsStatus::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PlanStage;
    use crate::rollup::tests::row;

    #[test]
    fn a_stage_a_rank_or_a_status_that_could_not_be_read_may_have_been_any() {
        let not_accepted = |obs_status| Row {
            value: None,
            obs_status: Some(obs_status),
            status: Status::Estimate,
            ..row("a", "s", 1)
        };
        let rows = Rows::of(vec![], &["part"], "n");
        let all = ["plan_stage", "rank", "covers", "unit", "status", "note"];
        let unread = |row: &Row| -> Vec<&str> {
            let columns = all.iter().copied();
            columns.filter(|column| rows.unread(row, column)).collect()
        };
        let mut row = not_accepted(ObsStatus::Unreadable);
        assert_eq!(unread(&row), ["plan_stage", "rank", "covers", "status"]);
        // What was read is what it is.
        (row.plan_stage, row.rank) = (Some(PlanStage::Assigned), Some(1));
        row.status = Status::Final;
        assert_eq!(unread(&row), ["covers"]);
        assert_eq!(unread(&not_accepted(ObsStatus::HeldBack)), [""; 0]);
    }
}
