//! `function(column)`: what is computed of the rows of an area and period.

use super::literal::{Column, Columns};
use super::parser::Parser;
use super::token::{ExprError, Token};
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
}

crate::words!(Function, "function", {
    Sum => "sum", Count => "count", CountDistinct => "count_distinct", Min => "min", Max => "max", Mean => "mean",
});

/// `function(column)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// Function.
    pub function: Function,
    /// Column name.
    pub column: String,
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
        parser.symbol(")")?;
        parser.end()?;
        let arithmetic = !matches!(function, Function::Count | Function::CountDistinct);
        if arithmetic && kind != Column::Number {
            return Err(parser.error(
                format!("`{function}` needs a column of numbers, `{column}` is not one"),
                at,
            ));
        }
        Ok(Aggregate { function, column })
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.function, self.column)
    }
}
