//! Records: single events or entries, each with a key, an area and a day, from which figures are
//! made. An observation is a figure already; a record is what is counted.

use crate::decimal::{Dec, SCALE};
use crate::expr::Column;
use crate::period::Frequency;
use crate::words;
use chrono::NaiveDate;

/// The column of a table of records that has the area's code on the day of the record.
pub const RECORD_AREA: &str = "area_code";

/// What a source may map besides the columns of records: the period of which a delivery has all.
pub const STATED_PERIOD: &str = "period";

/// What a delivery of records says of those delivered before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivers {
    /// It adds to them; a key that was known is a correction of that record.
    Append,
    /// It states the months of which it has records again and whole, and those of the period that it
    /// is said to state, in place of all that was delivered of them before.
    Replace,
    /// It is a register as it was at the end of a day, which is that of all its records.
    Snapshot,
}

words!(Delivers, "way of delivering", { Append => "append", Replace => "replace", Snapshot => "snapshot" });

/// What is counted of a register between two of its snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flow {
    /// Records whose key the snapshot before did not have.
    Appeared,
    /// Records whose key the later snapshot no longer has, as they were in the one before.
    Gone,
}

words!(Flow, "flow", { Appeared => "appeared", Gone => "gone" });

/// What the cells of a column of records hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordType {
    /// Any text.
    Text,
    /// A text of a closed list.
    Code,
    /// A whole number.
    Integer,
    /// A number with so many decimal places, held exactly.
    Decimal(u32),
    /// A day, written `2026-03-15`.
    Date,
    /// True or false.
    Boolean,
}

impl RecordType {
    /// Decimal places of its numbers; none where it holds no numbers.
    #[must_use]
    pub const fn places(self) -> Option<u32> {
        match self {
            RecordType::Integer => Some(0),
            RecordType::Decimal(places) => Some(places),
            RecordType::Text | RecordType::Code | RecordType::Date | RecordType::Boolean => None,
        }
    }

    /// What an expression may do with it.
    #[must_use]
    pub const fn column(self) -> Column {
        match self {
            RecordType::Text | RecordType::Code => Column::Text,
            RecordType::Integer | RecordType::Decimal(_) => Column::Number,
            RecordType::Date => Column::Date,
            RecordType::Boolean => Column::Bool,
        }
    }
}

/// A column of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordColumn {
    /// Its name.
    pub name: String,
    /// What its cells hold.
    pub kind: RecordType,
    /// The only texts of a code, ascending.
    pub one_of: Vec<String>,
    /// Whether a cell may be empty.
    pub optional: bool,
    /// Smallest number allowed.
    pub min: Option<Dec>,
    /// Largest number allowed.
    pub max: Option<Dec>,
    /// Unit of its numbers; empty where none is declared.
    pub unit: String,
}

impl RecordColumn {
    /// The smallest and the largest number that a cell may hold, in units of its last decimal
    /// place.
    #[must_use]
    pub fn bounds(&self) -> (i64, i64) {
        let step = 10i128.pow(SCALE.saturating_sub(self.kind.places().unwrap_or(SCALE)));
        let held = |n: i128| {
            let clamped = n.clamp(i128::from(-i64::MAX), i128::from(i64::MAX));
            i64::try_from(clamped).unwrap_or(i64::MAX)
        };
        let least = self.min.map(|d| held(-(-d.micros()).div_euclid(step)));
        let most = self.max.map(|d| held(d.micros().div_euclid(step)));
        (least.unwrap_or(-MOST), most.unwrap_or(MOST))
    }
}

/// The largest number of a column of records, in units of its last decimal place: `DECIMAL(18)`.
const MOST: i64 = 999_999_999_999_999_999;

/// What the records of a dataset are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLayout {
    /// Their columns besides the area, in order.
    pub columns: Vec<RecordColumn>,
    /// Columns that tell one record from another.
    pub key: Vec<String>,
    /// The column of the day from which the period of a record follows.
    pub date: String,
    /// What a delivery says of those before it.
    pub delivers: Delivers,
    /// The lengths of the periods for which figures are made, the shortest first.
    pub periods: Vec<Frequency>,
    /// The day from which there are all records; nothing is said of the time before.
    pub begins: Option<NaiveDate>,
    /// A month that no record is of had none, and is not one that has not come.
    pub empty_months: bool,
    /// Records may be of days after the one on which they come.
    pub days_ahead: bool,
}

impl RecordLayout {
    /// A column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&RecordColumn> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// Whether a delivery may be said to state a period.
    #[must_use]
    pub fn states_periods(&self) -> bool {
        self.delivers != Delivers::Snapshot && self.column(STATED_PERIOD).is_none()
    }

    /// What an expression may do with a column.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<Column> {
        if name == RECORD_AREA {
            return Some(Column::Text);
        }
        self.column(name).map(|c| c.kind.column())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_in_units_of_the_last_place_and_never_wider_than_declared() {
        let column = |kind, min: &str, max: &str| RecordColumn {
            name: "n".to_owned(),
            kind,
            one_of: Vec::new(),
            optional: false,
            min: min.parse().ok(),
            max: max.parse().ok(),
            unit: String::new(),
        };
        assert_eq!(
            column(RecordType::Decimal(2), "0.005", "10").bounds(),
            (1, 1000)
        );
        assert_eq!(column(RecordType::Integer, "-1.5", "2.5").bounds(), (-1, 2));
        assert_eq!(column(RecordType::Integer, "", "").bounds(), (-MOST, MOST));
    }
}
