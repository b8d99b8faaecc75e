//! The closed grammar of `value` and `where` in a pipeline.
//!
//! Text is parsed into [`Aggregate`] and [`Predicate`] and evaluated by the rollup; it is never
//! passed on as SQL. `value`: `sum | count | count_distinct | min | max | mean (column)`. `where`:
//! `= <> < <= > >= IN BETWEEN IS [NOT] NULL AND OR NOT` over columns and literals, with SQL's
//! three-valued logic. A column may also be compared with another one of its kind, as in `done_on
//! <= due_on`.

mod aggregate;
mod condition;
mod literal;
mod parser;
mod predicate;
#[cfg(test)]
mod tests;
mod token;

pub use aggregate::{Aggregate, Function};
pub use literal::{Column, Columns, Literal};
pub use predicate::Predicate;
pub use token::ExprError;
