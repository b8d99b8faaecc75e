//! `function(column)`: what is computed of the rows of an area and period.

use super::literal::{Column, Columns};
use super::parser::Parser;
use super::token::{ExprError, Token};
use crate::decimal::Dec;
use num_rational::BigRational;
use std::fmt;

/// An aggregate function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Total; of nothing but nulls it is null, never 0.
    Sum,
    /// Rows where the column is not null.
    Count,
    /// Different values that are not null.
    CountDistinct,
    /// Least value.
    Min,
    /// Greatest value.
    Max,
    /// Sum over count, divided by us.
    Mean,
    /// The middle value; of an even number of values the mean of the two in the middle.
    Median,
    /// The value below which a share of the values lies, between two of them by interpolation:
    /// type 7 of Hyndman and Fan (1996).
    Quantile,
}

crate::words!(Function, "function", {
    Sum => "sum", Count => "count", CountDistinct => "count_distinct", Min => "min", Max => "max", Mean => "mean",
    Median => "median", Quantile => "quantile",
});

impl Function {
    /// Whether figures of several areas or members add up to that of all of them.
    #[must_use]
    pub const fn is_additive(self) -> bool {
        matches!(self, Function::Sum | Function::Count)
    }
}

/// `function(column)`, or `quantile(column, share)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// Function.
    pub function: Function,
    /// Column name.
    pub column: String,
    /// Which quantile, between 0 and 1; only for one.
    pub level: Option<Dec>,
}

impl Aggregate {
    /// Parses `function(column)`.
    ///
    /// # Errors
    /// When the text is outside the grammar, names no column, or asks for arithmetic on text.
    pub fn parse(text: &str, columns: Columns<'_>) -> Result<Aggregate, ExprError> {
        let mut parser = Parser::new(text)?;
        let Token::Word(word) = parser.take() else {
            return Err(parser.error("expected a function".into(), 0));
        };
        let function: Function = word
            .to_lowercase()
            .parse()
            .map_err(|e| parser.error(format!("{e}"), 0))?;
        parser.symbol("(")?;
        let at = parser.at();
        let (column, kind) = parser.column(columns)?;
        let level = match function {
            Function::Quantile => Some(level(&mut parser)?),
            _ => None,
        };
        parser.symbol(")")?;
        parser.end()?;
        let arithmetic = !matches!(function, Function::Count | Function::CountDistinct);
        if arithmetic && kind != Column::Number {
            return Err(parser.error(
                format!("`{function}` needs a column of numbers, `{column}` is not one"),
                at,
            ));
        }
        Ok(Aggregate {
            function,
            column,
            level,
        })
    }

    /// Which quantile it is, of the values in their order: ½ for the median.
    #[must_use]
    pub fn quantile(&self) -> Option<BigRational> {
        match self.function {
            Function::Median => Some(BigRational::new(1.into(), 2.into())),
            Function::Quantile => self.level.map(Dec::ratio),
            _ => None,
        }
    }
}

/// `, share` of a quantile: greater than 0 and less than 1. The ends are `min` and `max`.
fn level(parser: &mut Parser<'_>) -> Result<Dec, ExprError> {
    parser.symbol(",")?;
    let at = parser.at();
    match parser.take() {
        Token::Number(level) if level > Dec::ZERO && level < Dec::from_int(1) => Ok(level),
        _ => Err(parser.error(
            "expected a share between 0 and 1, as in `quantile(n, 0.9)`".to_owned(),
            at,
        )),
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Some(level) => write!(f, "{}({}, {level})", self.function, self.column),
            None => write!(f, "{}({})", self.function, self.column),
        }
    }
}
