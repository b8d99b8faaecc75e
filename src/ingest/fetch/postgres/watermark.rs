//! A watermark: the points that it has, and behind which of them is asked next.

use super::super::trouble::Trouble;
use crate::model::{Lag, WATERMARK, Watermark};
use crate::store::QueryColumn;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// Types of a watermark.
const MARKS: [&str; 6] = ["int2", "int4", "int8", "date", "timestamp", "timestamptz"];

/// A value of a watermark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Point {
    /// A whole number.
    Whole(i64),
    /// A day at its beginning, or an instant in UTC.
    Time(NaiveDateTime),
}

/// A watermark whose type is known.
pub(super) struct Mark {
    pub(super) column: String,
    data_type: String,
    lag: Lag,
}

/// The watermark as the server describes its column.
pub(super) fn mark(
    watermark: &Watermark,
    columns: &[QueryColumn],
    parameters: usize,
) -> Result<Mark, Trouble> {
    let Watermark { column, lag } = watermark;
    let Some(found) = columns.iter().find(|c| c.name == *column) else {
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let message = format!("the answer has no column `{column}`, which is the watermark");
        let hint = format!("name one of its columns: {}", names.join(", "));
        return Err(no_mark(message, hint, ".watermark.column"));
    };
    let data_type = found.data_type.clone();
    if !MARKS.contains(&data_type.as_str()) {
        let message = format!("`{column}` is of type `{data_type}`, which has no known order");
        let hint = "take an instant, a day or a whole number";
        return Err(no_mark(message, hint, ".watermark.column"));
    }
    if parameters != 1 {
        let message = format!(
            "`{WATERMARK}` stands in a text or a remark of the query, where it means nothing"
        );
        let hint = format!("write it as a value: `WHERE {column} > {WATERMARK}`");
        return Err(no_mark(message, hint, ".watermark.column"));
    }
    lag_fits(column, data_type.starts_with("int"), *lag)?;
    Ok(Mark {
        column: column.clone(),
        data_type,
        lag: *lag,
    })
}

/// A lag is counted as the watermark is.
fn lag_fits(column: &str, is_whole: bool, lag: Lag) -> Result<(), Trouble> {
    let (message, hint) = match (is_whole, lag) {
        (true, Lag::Time(ms)) if ms > 0 => (
            format!("`{column}` is a whole number, and `lag` a length of time"),
            "write how many numbers back is asked, as in `lag = \"100\"`",
        ),
        (false, Lag::Steps(n)) if n > 0 => (
            format!("`{column}` is a time, and `lag` a whole number"),
            "write a length of time, as in `lag = \"10m\"`",
        ),
        _ => return Ok(()),
    };
    Err(no_mark(message, hint, ".watermark.lag"))
}

fn no_mark(message: String, hint: impl Into<String>, key: &str) -> Trouble {
    Trouble::new("database_watermark", message, hint).at(key)
}

impl Mark {
    /// A text of the watermark, as the answer writes it.
    pub(super) fn point(&self, text: &str) -> Option<Point> {
        match self.data_type.as_str() {
            "date" => text
                .parse::<NaiveDate>()
                .ok()?
                .and_hms_opt(0, 0, 0)
                .map(Point::Time),
            "timestamp" | "timestamptz" => text
                .trim_end_matches("+00:00")
                .parse()
                .ok()
                .map(Point::Time),
            _ => text.parse().ok().map(Point::Whole),
        }
    }

    /// As the answer writes it, and as the server reads it.
    pub(super) fn text(&self, point: Point) -> String {
        match (point, self.data_type.as_str()) {
            (Point::Whole(number), _) => number.to_string(),
            (Point::Time(time), "date") => time.date().to_string(),
            (Point::Time(time), "timestamptz") => {
                format!("{}+00:00", time.format("%Y-%m-%dT%H:%M:%S%.6f"))
            }
            (Point::Time(time), _) => time.format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
        }
    }

    /// A point less the lag.
    pub(super) fn minus(&self, point: Point) -> Option<Point> {
        match (point, self.lag) {
            (Point::Whole(number), Lag::Steps(steps)) => Some(Point::Whole(
                number.saturating_sub(i64::try_from(steps).ok()?),
            )),
            (Point::Time(time), Lag::Time(ms)) => {
                let back =
                    time.checked_sub_signed(TimeDelta::milliseconds(i64::try_from(ms).ok()?))?;
                let day = || back.date().and_hms_opt(0, 0, 0);
                (if self.data_type == "date" {
                    day()
                } else {
                    Some(back)
                })
                .map(Point::Time)
            }
            (point, _) => Some(point),
        }
    }

    /// Behind which point is asked next, when a delivery reached so far.
    pub(super) fn back(&self, reached: &str) -> Option<Point> {
        self.point(reached).and_then(|p| self.minus(p))
    }

    /// In place of the placeholder: a point, or what lies before everything.
    pub(super) fn literal(&self, after: Option<Point>) -> String {
        let least = match self.data_type.as_str() {
            "int2" => "-32768",
            "int4" => "-2147483648",
            "int8" => "-9223372036854775808",
            _ => "-infinity",
        };
        format!(
            "CAST('{}' AS {})",
            after.map_or_else(|| least.to_owned(), |p| self.text(p)),
            self.data_type
        )
    }
}
