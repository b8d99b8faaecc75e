//! Goes through the tokens of an expression: words, symbols, columns and literals, one after the
//! other.

use super::literal::{Column, Columns, Literal};
use super::token::{ExprError, Token, tokens};
use crate::tidy::tidy;

pub(super) struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, usize)>,
    next: usize,
    /// How deeply what comes next is nested.
    pub(super) depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Result<Parser<'a>, ExprError> {
        Ok(Parser {
            text,
            tokens: tokens(text)?,
            next: 0,
            depth: 0,
        })
    }

    pub(super) fn error(&self, message: String, byte: usize) -> ExprError {
        ExprError::at_byte(self.text, message, byte)
    }

    /// The byte at which the next token begins.
    pub(super) fn at(&self) -> usize {
        self.tokens[self.next].1
    }

    pub(super) fn fail<T>(&self, message: impl Into<String>) -> Result<T, ExprError> {
        Err(self.error(message.into(), self.at()))
    }

    pub(super) fn peek(&self) -> &Token {
        &self.tokens[self.next].0
    }

    pub(super) fn take(&mut self) -> Token {
        let token = self.tokens[self.next].0.clone();
        if token != Token::End {
            self.next += 1;
        }
        token
    }

    pub(super) fn keyword(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Word(w) if w.eq_ignore_ascii_case(word));
        if found {
            self.next += 1;
        }
        found
    }

    pub(super) fn symbol(&mut self, symbol: &str) -> Result<(), ExprError> {
        if matches!(self.peek(), Token::Symbol(s) if *s == symbol) {
            self.next += 1;
            return Ok(());
        }
        self.fail(format!("expected `{symbol}`"))
    }

    pub(super) fn end(&self) -> Result<(), ExprError> {
        if *self.peek() == Token::End {
            Ok(())
        } else {
            self.fail("expected the end")
        }
    }

    pub(super) fn column(&mut self, columns: Columns<'_>) -> Result<(String, Column), ExprError> {
        let Token::Word(name) = self.peek().clone() else {
            return self.fail("expected a column name");
        };
        let Some(kind) = columns(&name) else {
            return self.fail(format!("`{name}` is not a column"));
        };
        self.next += 1;
        Ok((name, kind))
    }

    /// Whether a column's name comes next: a word that is none of the two truth values.
    pub(super) fn names_column(&self) -> bool {
        matches!(self.peek(), Token::Word(w) if !["true", "false"].iter().any(|t| w.eq_ignore_ascii_case(t)))
    }

    pub(super) fn literal(&mut self, kind: Column) -> Result<Literal, ExprError> {
        let literal = match self.peek() {
            Token::Text(t) => Literal::Text(tidy(t).into_owned()),
            Token::Number(n) => Literal::Number(*n),
            Token::Word(w) if w.eq_ignore_ascii_case("true") => Literal::Bool(true),
            Token::Word(w) if w.eq_ignore_ascii_case("false") => Literal::Bool(false),
            _ => return self.fail("expected a value: `'text'`, a number, TRUE or FALSE"),
        };
        if !literal.fits(kind) {
            let wanted = match kind {
                Column::Text => "a text in quotes, as in `'01'`",
                Column::Date => "a day in quotes, as in `'2026-03-15'`",
                Column::Number => "a number without quotes",
                Column::Bool => "TRUE or FALSE",
            };
            return self.fail(format!("the column needs {wanted}"));
        }
        self.next += 1;
        Ok(literal)
    }
}
