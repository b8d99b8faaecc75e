//! The grammar of conditions: `OR` over `AND` over comparisons, down to columns and literals.

use super::literal::{Column, Columns};
use super::parser::Parser;
use super::predicate::Predicate;
use super::token::{ExprError, Token};

/// Nesting allowed, so that no text can exhaust the stack.
const MAX_DEPTH: usize = 64;

impl Predicate {
    /// Parses a condition.
    ///
    /// # Errors
    /// When the text is outside the grammar, names no column, or compares a column with a value of
    /// another kind.
    pub fn parse(text: &str, columns: Columns<'_>) -> Result<Predicate, ExprError> {
        let mut parser = Parser::new(text)?;
        let predicate = parser.any(columns)?;
        parser.end()?;
        Ok(predicate)
    }
}

impl Parser<'_> {
    fn any(&mut self, columns: Columns<'_>) -> Result<Predicate, ExprError> {
        let mut parts = vec![self.all(columns)?];
        while self.keyword("or") {
            parts.push(self.all(columns)?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Predicate::Or(parts)
        })
    }

    fn all(&mut self, columns: Columns<'_>) -> Result<Predicate, ExprError> {
        let mut parts = vec![self.one(columns)?];
        while self.keyword("and") {
            parts.push(self.one(columns)?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Predicate::And(parts)
        })
    }

    fn one(&mut self, columns: Columns<'_>) -> Result<Predicate, ExprError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail("the expression is nested too deeply");
        }
        let predicate = if self.keyword("not") {
            Predicate::Not(Box::new(self.one(columns)?))
        } else if *self.peek() == Token::Symbol("(") {
            self.take();
            let inner = self.any(columns)?;
            self.symbol(")")?;
            inner
        } else {
            self.condition(columns)?
        };
        self.depth -= 1;
        Ok(predicate)
    }

    fn condition(&mut self, columns: Columns<'_>) -> Result<Predicate, ExprError> {
        let (name, kind) = self.column(columns)?;
        if self.keyword("is") {
            let not = self.keyword("not");
            if !self.keyword("null") {
                return self.fail("expected `NULL`");
            }
            return Ok(negated_if(not, Predicate::IsNull(name)));
        }
        let not = self.keyword("not");
        let found = if self.keyword("in") {
            self.list(name, kind)?
        } else if self.keyword("between") {
            let low = self.literal(kind)?;
            if !self.keyword("and") {
                return self.fail("expected `AND`");
            }
            Predicate::Between(name, low, self.literal(kind)?)
        } else if not {
            return self.fail("expected `IN` or `BETWEEN` after `NOT`");
        } else {
            return self.comparison(name, kind, columns);
        };
        Ok(negated_if(not, found))
    }

    /// The values of `IN`.
    fn list(&mut self, name: String, kind: Column) -> Result<Predicate, ExprError> {
        self.symbol("(")?;
        let mut list = vec![self.literal(kind)?];
        while *self.peek() == Token::Symbol(",") {
            self.take();
            list.push(self.literal(kind)?);
        }
        self.symbol(")")?;
        Ok(Predicate::In(name, list))
    }

    /// What follows the column of `column op value` and of `column op column`.
    fn comparison(
        &mut self,
        name: String,
        kind: Column,
        columns: Columns<'_>,
    ) -> Result<Predicate, ExprError> {
        let Token::Symbol(op @ ("=" | "<>" | "<" | "<=" | ">" | ">=")) = *self.peek() else {
            return self.fail("expected `=`, `<>`, `<`, `<=`, `>`, `>=`, `IN`, `BETWEEN` or `IS`");
        };
        self.take();
        if self.names_column() {
            return self.other_column(name, op, kind, columns);
        }
        Ok(Predicate::Compare(name, op, self.literal(kind)?))
    }

    /// The other column of a comparison. A day and a text, or a text and a number, have no order.
    fn other_column(
        &mut self,
        name: String,
        op: &'static str,
        kind: Column,
        columns: Columns<'_>,
    ) -> Result<Predicate, ExprError> {
        let at = self.at();
        if let Token::Word(word) = self.peek()
            && columns(word).is_none()
        {
            return self.fail(format!(
                "`{word}` is not a column; a text is written `'{word}'`"
            ));
        }
        let (other, its) = self.column(columns)?;
        if its != kind {
            return Err(self.error(format!("`{other}` is not of the kind of `{name}`"), at));
        }
        Ok(Predicate::CompareColumns(name, op, other))
    }
}

/// A condition, or its negation.
fn negated_if(not: bool, found: Predicate) -> Predicate {
    if not {
        Predicate::Not(Box::new(found))
    } else {
        found
    }
}
