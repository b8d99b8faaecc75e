//! What a claim turns out to be.

use crate::app::api::check::figures::{ClaimFigures, figure, unit_of};
use crate::app::api::check::number::ClaimedNumber;
use crate::app::api::check::question::{ClaimQuestion, Claimed, in_unit};
use crate::app::api::check::relation::ClaimRelation;
use crate::app::output::Row;
use num_rational::BigRational;

/// What a claim can turn out to be.
pub const RESULTS: [&str; 5] = [
    "true",
    "false",
    "revised_since",
    "not_assessable",
    "unknown",
];

/// What a claim turned out to be, with the row that says so.
#[derive(Clone, Copy, Debug)]
pub enum ClaimResult<'f> {
    /// The row says so.
    True(&'f Row),
    /// The row says something else.
    False(&'f Row),
    /// It said so until this change.
    RevisedSince(&'f Row, &'f Row),
    /// The row has no value that could be defended.
    NotAssessable(&'f Row),
    /// There is no row.
    Unknown,
}

/// Why a claim cannot be held against its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotComparable<'f> {
    /// The row is in another unit.
    Unit(&'f str),
    /// The rows, one for each target, have different verdicts.
    Targets,
}

impl<'f> ClaimResult<'f> {
    /// The same, but that it was true of an earlier release until a change.
    pub fn or_released(self, change: Option<&'f Row>) -> ClaimResult<'f> {
        match (self, change) {
            (ClaimResult::False(row) | ClaimResult::NotAssessable(row), Some(change)) => {
                ClaimResult::RevisedSince(row, change)
            }
            (result, _) => result,
        }
    }

    /// The word for programs.
    pub fn as_str(&self) -> &'static str {
        match self {
            ClaimResult::True(_) => RESULTS[0],
            ClaimResult::False(_) => RESULTS[1],
            ClaimResult::RevisedSince(..) => RESULTS[2],
            ClaimResult::NotAssessable(_) => RESULTS[3],
            ClaimResult::Unknown => RESULTS[4],
        }
    }

    /// The row of now.
    pub fn row(&self) -> Option<&Row> {
        match self {
            ClaimResult::True(row)
            | ClaimResult::False(row)
            | ClaimResult::RevisedSince(row, _)
            | ClaimResult::NotAssessable(row) => Some(row),
            ClaimResult::Unknown => None,
        }
    }
}

/// Holds a claim against what is published.
///
/// # Errors
/// When the two cannot be compared.
pub fn judged<'f>(
    question: &ClaimQuestion,
    figures: &'f ClaimFigures,
) -> Result<ClaimResult<'f>, NotComparable<'f>> {
    let Some(row) = figures.rows.first() else {
        return Ok(ClaimResult::Unknown);
    };
    match &question.claimed {
        Claimed::Value(_, number, relation) => {
            let unit = unit_of(&question.subject, row);
            // A value that could not be reached has no unit either, sometimes.
            let bounds = if unit.is_empty() {
                None
            } else {
                Some(in_unit(number, unit))
            };
            match bounds {
                Some(None) => Err(NotComparable::Unit(unit)),
                Some(Some(bounds)) => Ok(of_value(row, &figures.changes, &bounds, *relation)),
                None => Ok(ClaimResult::NotAssessable(row)),
            }
        }
        Claimed::Verdict(verdict) => {
            if figures
                .rows
                .iter()
                .any(|other| other["verdict"] != row["verdict"])
            {
                return Err(NotComparable::Targets);
            }
            let said = |row: &Row, column: &str| row[column] == verdict.as_str();
            let was = figures
                .changes
                .iter()
                .rfind(|change| said(change, "verdict_before"));
            Ok(if said(row, "verdict") {
                ClaimResult::True(row)
            } else if let Some(change) = was {
                ClaimResult::RevisedSince(row, change)
            } else if row["verdict"] == "not_assessable" {
                ClaimResult::NotAssessable(row)
            } else {
                ClaimResult::False(row)
            })
        }
    }
}

fn of_value<'f>(
    row: &'f Row,
    changes: &'f [Row],
    (value, half): &(BigRational, BigRational),
    relation: ClaimRelation,
) -> ClaimResult<'f> {
    let holds = |row: &Row, column: &str| {
        figure(row, column).is_some_and(|figure| relation.holds(&figure, (value, half)))
    };
    let was = changes.iter().rfind(|change| holds(change, "value_before"));
    if holds(row, "value") {
        ClaimResult::True(row)
    } else if let Some(change) = was {
        ClaimResult::RevisedSince(row, change)
    } else if figure(row, "value").is_none() {
        ClaimResult::NotAssessable(row)
    } else {
        ClaimResult::False(row)
    }
}

/// The least and the greatest figure, in the unit of a row, that round to the number of a claim.
pub fn rounding(number: &ClaimedNumber, unit: &str) -> Option<(BigRational, BigRational)> {
    let (value, half) = in_unit(number, unit)?;
    Some((&value - &half, value + half))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::api::check::number::DigitNotation;
    use crate::app::api::check::question::ClaimSubject;
    use serde_json::{Value, json};

    fn row(value: &Value) -> Row {
        value.as_object().cloned().unwrap()
    }

    fn result(claim: &str, rows: &[Value], changes: &[Value]) -> String {
        let words: Vec<&str> = claim.split_whitespace().collect();
        let number = ClaimedNumber::read(&words, DigitNotation::Plain).unwrap();
        let question = ClaimQuestion {
            subject: ClaimSubject::Kpi("growth".into()),
            codes: vec!["01".into()],
            period: "2020".parse().unwrap(),
            claimed: Claimed::Value(claim.into(), number, ClaimRelation::Rounded),
        };
        let figures = ClaimFigures {
            rows: rows.iter().map(row).collect(),
            changes: changes.iter().map(row).collect(),
        };
        judged(&question, &figures).map_or_else(|e| format!("{e:?}"), |r| r.as_str().to_owned())
    }

    #[test]
    fn a_claim_is_true_false_revised_not_assessable_or_unknown() {
        let now = json!({ "value": 0.25776, "value_unit": "ratio", "verdict": "met" });
        let none = json!({ "value": null, "value_unit": "ratio", "verdict": "not_assessable" });
        let change = json!({ "value_before": 0.2412, "value_after": 0.25776 });
        let first = json!({ "value_before": null, "value_after": 0.2412 });
        let changes = [first, change];
        let (now, none) = ([now], [none]);
        for (claim, rows, result_of) in [
            ("25.8 %", &now[..], "true"),
            ("25.78 %", &now, "true"),
            ("26 %", &now, "true"),
            ("0.25776", &now, "true"),
            ("25.7 %", &now, "false"),
            ("-25.8 %", &now, "false"),
            ("24.1 %", &now, "revised_since"),
            ("25.8 %", &none[..], "not_assessable"),
            ("24.12 %", &none, "revised_since"),
            ("25.8 %", &[], "unknown"),
            ("25.8 pp", &now, "Unit(\"ratio\")"),
        ] {
            assert_eq!(result(claim, rows, &changes), result_of, "{claim}");
        }
    }
}
