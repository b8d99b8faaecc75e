//! The figures that a claim is held against: the published row, and what was said before it.

use crate::app::api::check::question::{ClaimQuestion, ClaimSubject};
use crate::app::api::problem::Problem;
use crate::app::api::table::rows_where;
use crate::app::api::viewed::ApiView;
use crate::app::output::{Row, plain};
use crate::model::Breakdown;
use num_bigint::BigInt;
use num_rational::BigRational;
use polars::prelude::{Expr, col, lit};
use std::str::FromStr;

/// The rows that a claim is about, of one span, and what they said before.
pub struct ClaimFigures {
    /// The published rows; of a KPI one for each target.
    pub rows: Vec<Row>,
    /// Their changes, in the order in which they became known.
    pub changes: Vec<Row>,
}

impl ClaimFigures {
    /// What the release has of a claim.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn of(view: &ApiView<'_>, question: &ClaimQuestion) -> Result<ClaimFigures, Problem> {
        let (table, _) = question.subject.table();
        let condition = condition(view, question)?;
        let mut rows = rows_where(view, table, condition.clone())?;
        let asked = view.values.text("span").unwrap_or("period");
        let there = |span: &str, rows: &[Row]| rows.iter().any(|row| row["span"] == span);
        let span = match rows.first() {
            Some(first) if !there(asked, &rows) && view.values.text("span").is_none() => {
                plain(&first["span"])
            }
            _ => asked.to_owned(),
        };
        rows.retain(|row| row["span"] == span.as_str());
        let mut changes = rows_where(view, question.subject.history(), condition)?;
        changes.retain(|row| row["span"] == span.as_str());
        changes.sort_by_cached_key(|row| plain(&row["known_from"]));
        Ok(ClaimFigures { rows, changes })
    }
}

fn condition(view: &ApiView<'_>, question: &ClaimQuestion) -> Result<Expr, Problem> {
    let (_, [id, _]) = question.subject.table();
    let codes = { question.codes.iter() }
        .map(|code| col("area_code").eq(lit(code.as_str())))
        .reduce(Expr::or);
    let members = view.values.text("breakdown").and_then(Breakdown::read);
    let members = members.map_or_else(String::new, |b| b.to_string());
    let all = [
        col(id).eq(lit(question.subject.id())),
        col("boundary").eq(lit(view.boundary()?)),
        col("period").eq(lit(question.period.to_string())),
        col("breakdown").eq(lit(members)),
    ];
    let all = all.into_iter().chain(codes).reduce(Expr::and);
    Ok(all.unwrap_or_else(|| lit(false)))
}

/// The unit of the value of a row.
pub fn unit_of<'r>(subject: &ClaimSubject, row: &'r Row) -> &'r str {
    let (_, [_, unit]) = subject.table();
    row.get(unit)
        .and_then(|unit| unit.as_str())
        .unwrap_or_default()
}

/// The figure in a column, exactly as it is published; nothing where there is none.
pub fn figure(row: &Row, column: &str) -> Option<BigRational> {
    exact(&plain(row.get(column)?))
}

/// A decimal number, with an exponent or without, as a fraction.
pub fn exact(text: &str) -> Option<BigRational> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let size = BigInt::from_str(&format!("{whole}{fraction}")).ok()?;
    let places = i32::try_from(fraction.len()).ok()? - exponent;
    let power = BigInt::from(10).pow(places.unsigned_abs().min(400));
    Some(if places >= 0 {
        BigRational::new(size, power)
    } else {
        BigRational::from(size * power)
    })
}

/// A number with at most twelve decimals as text; those of claims and their bounds have no more.
pub fn decimal(number: &BigRational) -> String {
    const PLACES: u32 = 12;
    let scaled = (number * BigRational::from(BigInt::from(10).pow(PLACES))).to_integer();
    let sign = if scaled < BigInt::from(0) { "-" } else { "" };
    let digits = format!("{:0>13}", scaled.magnitude().to_string());
    let (whole, fraction) = digits.split_at(digits.len() - PLACES as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_number_is_read_exactly_and_written_in_decimals() {
        for (text, read) in [
            ("0.25776", "0.25776"),
            ("-0.05687272202374508", "-0.056872722023"),
            ("1e-7", "0.0000001"),
            ("2.5e16", "25000000000000000"),
            ("26135", "26135"),
            ("0", "0"),
        ] {
            assert_eq!(decimal(&exact(text).unwrap()), read, "{text}");
        }
        assert_eq!(exact("none"), None);
        assert_eq!(exact(""), None);
    }
}
