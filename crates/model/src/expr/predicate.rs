//! A condition on a row: whether it holds, what it excludes, and how it is written.

use super::literal::Literal;
use std::cmp::Ordering;
use std::fmt;

/// A condition on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// `column op literal`: the orderings that make it true.
    Compare(String, &'static str, Literal),
    /// `column op column`, both of one kind.
    CompareColumns(String, &'static str, String),
    /// `column IN (…)`.
    In(String, Vec<Literal>),
    /// `column BETWEEN low AND high`, both inclusive.
    Between(String, Literal, Literal),
    /// `column IS NULL`.
    IsNull(String),
    /// Negation.
    Not(Box<Predicate>),
    /// All of them.
    And(Vec<Predicate>),
    /// Any of them.
    Or(Vec<Predicate>),
}

impl Predicate {
    /// Evaluates on a row; `None` is SQL's "unknown", which selects nothing.
    pub fn holds(&self, row: &dyn Fn(&str) -> Option<Literal>) -> Option<bool> {
        match self {
            Predicate::Compare(column, op, literal) => Some(is(op, row(column)?.order(literal)?)),
            Predicate::CompareColumns(column, op, other) => {
                Some(is(op, row(column)?.order(&row(other)?)?))
            }
            Predicate::In(column, list) => {
                let value = row(column)?;
                Some(list.contains(&value))
            }
            Predicate::Between(column, low, high) => {
                let value = row(column)?;
                Some(value.order(low)?.is_ge() && value.order(high)?.is_le())
            }
            Predicate::IsNull(column) => Some(row(column).is_none()),
            Predicate::Not(inner) => inner.holds(row).map(|b| !b),
            Predicate::And(parts) => fold(parts, row, false),
            Predicate::Or(parts) => fold(parts, row, true),
        }
    }

    /// Whether it holds on a row, or would with what could not be read of some columns.
    pub fn may_hold(
        &self,
        row: &dyn Fn(&str) -> Option<Literal>,
        unread: &dyn Fn(&str) -> bool,
    ) -> bool {
        match self {
            Predicate::And(parts) => parts.iter().all(|p| p.may_hold(row, unread)),
            Predicate::Or(parts) => parts.iter().any(|p| p.may_hold(row, unread)),
            other => other.columns().into_iter().any(unread) || other.holds(row) == Some(true),
        }
    }

    /// Whether it holds only where the column has one certain value.
    #[must_use]
    pub fn pins(&self, column: &str) -> bool {
        match self {
            Predicate::Compare(c, op, _) => c == column && *op == "=",
            Predicate::In(c, list) => c == column && list.len() == 1,
            Predicate::And(parts) => parts.iter().any(|p| p.pins(column)),
            _ => false,
        }
    }

    /// The only values of a column with which it can hold; `None` when it may hold with any.
    fn allowed(&self, column: &str) -> Option<Vec<&Literal>> {
        match self {
            Predicate::Compare(c, op, value) if c == column && *op == "=" => Some(vec![value]),
            Predicate::In(c, list) if c == column => Some(list.iter().collect()),
            Predicate::And(parts) => parts.iter().find_map(|p| p.allowed(column)),
            _ => None,
        }
    }

    /// Whether no row can satisfy both: some column would need two values. `false` when that cannot
    /// be seen.
    #[must_use]
    pub fn excludes(&self, other: &Predicate) -> bool {
        self.columns().into_iter().any(|column| {
            match (self.allowed(column), other.allowed(column)) {
                (Some(own), Some(theirs)) => own.iter().all(|value| !theirs.contains(value)),
                _ => false,
            }
        })
    }

    /// Every column named.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Predicate::CompareColumns(c, _, other) => vec![c, other],
            Predicate::Compare(c, ..)
            | Predicate::In(c, _)
            | Predicate::Between(c, ..)
            | Predicate::IsNull(c) => vec![c],
            Predicate::Not(inner) => inner.columns(),
            Predicate::And(parts) | Predicate::Or(parts) => {
                parts.iter().flat_map(Predicate::columns).collect()
            }
        }
    }
}

/// Whether an order is one that makes a comparison true.
fn is(op: &str, ordering: Ordering) -> bool {
    match op {
        "=" => ordering.is_eq(),
        "<>" => ordering.is_ne(),
        "<" => ordering.is_lt(),
        "<=" => ordering.is_le(),
        ">" => ordering.is_gt(),
        _ => ordering.is_ge(),
    }
}

/// AND (`decides = false`) and OR (`decides = true`): one deciding part settles it, otherwise one
/// unknown part makes it unknown.
fn fold(parts: &[Predicate], row: &dyn Fn(&str) -> Option<Literal>, decides: bool) -> Option<bool> {
    let mut unknown = false;
    for part in parts {
        match part.holds(row) {
            Some(b) if b == decides => return Some(decides),
            Some(_) => {}
            None => unknown = true,
        }
    }
    if unknown { None } else { Some(!decides) }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Predicate], word: &str| {
            for (i, part) in parts.iter().enumerate() {
                write!(f, "{}({part})", if i > 0 { word } else { "" })?;
            }
            Ok(())
        };
        match self {
            Predicate::Compare(c, op, l) => write!(f, "{c} {op} {l}"),
            Predicate::CompareColumns(c, op, other) => write!(f, "{c} {op} {other}"),
            Predicate::In(c, l) => write!(
                f,
                "{c} IN ({})",
                l.iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            Predicate::Between(c, low, high) => write!(f, "{c} BETWEEN {low} AND {high}"),
            Predicate::IsNull(c) => write!(f, "{c} IS NULL"),
            Predicate::Not(inner) => write!(f, "NOT ({inner})"),
            Predicate::And(parts) => list(f, parts, " AND "),
            Predicate::Or(parts) => list(f, parts, " OR "),
        }
    }
}
