//! The values that a column or a literal can have, and the kinds of columns.

use crate::decimal::Dec;
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::fmt;

/// A value a column or literal can have in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `'text'`, a quote doubled inside.
    Text(String),
    /// A number.
    Number(Dec),
    /// `TRUE` or `FALSE`.
    Bool(bool),
}

impl Literal {
    /// Whether it is a value of a kind of column.
    pub(super) fn fits(&self, kind: Column) -> bool {
        match (self, kind) {
            (Literal::Text(text), Column::Date) => {
                text.len() == 10 && text.parse::<NaiveDate>().is_ok()
            }
            (Literal::Text(_), Column::Text)
            | (Literal::Number(_), Column::Number)
            | (Literal::Bool(_), Column::Bool) => true,
            _ => false,
        }
    }

    pub(super) fn order(&self, other: &Literal) -> Option<Ordering> {
        match (self, other) {
            (Literal::Text(a), Literal::Text(b)) => Some(a.cmp(b)),
            (Literal::Number(a), Literal::Number(b)) => Some(a.cmp(b)),
            (Literal::Bool(a), Literal::Bool(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Text(t) => write!(f, "'{}'", t.replace('\'', "''")),
            Literal::Number(n) => write!(f, "{n}"),
            Literal::Bool(b) => f.write_str(if *b { "TRUE" } else { "FALSE" }),
        }
    }
}

/// What kind of values a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Text, periods included.
    Text,
    /// Days, written `2026-03-15`, so that texts stand in the order of days.
    Date,
    /// Numbers.
    Number,
    /// True or false.
    Bool,
}

/// Columns an expression may name.
pub type Columns<'a> = &'a dyn Fn(&str) -> Option<Column>;
