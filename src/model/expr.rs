//! The closed grammar of `value` and `where` in a pipeline.
//!
//! Text is parsed into [`Aggregate`] and [`Predicate`] and evaluated by the rollup; it is never
//! passed on as SQL. `value`: `sum | count | count_distinct | min | max | mean (column)`. `where`:
//! `= <> < <= > >= IN BETWEEN IS [NOT] NULL AND OR NOT` over columns and literals, with SQL's
//! three-valued logic. A column may also be compared with another one of its kind, as in `done_on
//! <= due_on`.

use crate::model::decimal::Dec;
use chrono::NaiveDate;
use std::cmp::Ordering;
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
crate::model::status::words!(Function, "function", {
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

/// Why a text is not an expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at character {at} of `{text}`")]
pub struct ExprError {
    /// What is wrong.
    pub message: String,
    /// The whole text.
    pub text: String,
    /// Character, from 1.
    pub at: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Number(Dec),
    Symbol(&'static str),
    End,
}

const SYMBOLS: [&str; 9] = ["<=", ">=", "<>", "=", "<", ">", "(", ")", ","];
/// Nesting allowed, so that no text can exhaust the stack.
const MAX_DEPTH: usize = 64;

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, usize)>,
    next: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Result<Parser<'a>, ExprError> {
        let mut parser = Parser {
            text,
            tokens: vec![],
            next: 0,
            depth: 0,
        };
        let mut rest = text;
        loop {
            rest = rest.trim_start();
            let at = text.len() - rest.len();
            let Some(first) = rest.chars().next() else {
                parser.tokens.push((Token::End, at));
                return Ok(parser);
            };
            let (token, len) = if first == '\'' {
                parser.quoted(rest, at)?
            } else if first.is_alphabetic() || first == '_' {
                let len = rest
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len());
                (Token::Word(rest[..len].to_owned()), len)
            } else if first.is_ascii_digit() || first == '-' || first == '.' {
                let len = rest[1..]
                    .find(|c: char| !c.is_ascii_digit() && c != '.')
                    .map_or(rest.len(), |n| n + 1);
                let number = rest[..len]
                    .parse()
                    .map_err(|e| parser.error(format!("{e}"), at))?;
                (Token::Number(number), len)
            } else if let Some(symbol) = SYMBOLS.iter().find(|s| rest.starts_with(**s)) {
                (Token::Symbol(symbol), symbol.len())
            } else {
                return Err(parser.error(format!("`{first}` is not part of the grammar"), at));
            };
            parser.tokens.push((token, at));
            rest = &rest[len..];
        }
    }

    fn quoted(&self, rest: &str, at: usize) -> Result<(Token, usize), ExprError> {
        let mut text = String::new();
        let mut chars = rest.char_indices().skip(1).peekable();
        while let Some((i, c)) = chars.next() {
            if c != '\'' {
                text.push(c);
            } else if chars.peek().is_some_and(|(_, c)| *c == '\'') {
                text.push('\'');
                chars.next();
            } else {
                return Ok((Token::Text(text), i + 1));
            }
        }
        Err(self.error("the text is not closed by `'`".into(), at))
    }

    fn error(&self, message: String, byte: usize) -> ExprError {
        ExprError {
            message,
            text: self.text.to_owned(),
            at: self.text[..byte].chars().count() + 1,
        }
    }

    fn fail<T>(&self, message: impl Into<String>) -> Result<T, ExprError> {
        Err(self.error(message.into(), self.tokens[self.next].1))
    }

    fn peek(&self) -> &Token {
        &self.tokens[self.next].0
    }

    fn take(&mut self) -> Token {
        let token = self.tokens[self.next].0.clone();
        if token != Token::End {
            self.next += 1;
        }
        token
    }

    fn keyword(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Word(w) if w.eq_ignore_ascii_case(word));
        if found {
            self.next += 1;
        }
        found
    }

    fn symbol(&mut self, symbol: &str) -> Result<(), ExprError> {
        if matches!(self.peek(), Token::Symbol(s) if *s == symbol) {
            self.next += 1;
            return Ok(());
        }
        self.fail(format!("expected `{symbol}`"))
    }

    fn end(&self) -> Result<(), ExprError> {
        if *self.peek() == Token::End {
            Ok(())
        } else {
            self.fail("expected the end")
        }
    }

    fn column(&mut self, columns: Columns<'_>) -> Result<(String, Column), ExprError> {
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
    fn names_column(&self) -> bool {
        matches!(self.peek(), Token::Word(w) if !["true", "false"].iter().any(|t| w.eq_ignore_ascii_case(t)))
    }

    fn literal(&mut self, kind: Column) -> Result<Literal, ExprError> {
        let literal = match self.peek() {
            Token::Text(t) => Literal::Text(t.clone()),
            Token::Number(n) => Literal::Number(*n),
            Token::Word(w) if w.eq_ignore_ascii_case("true") => Literal::Bool(true),
            Token::Word(w) if w.eq_ignore_ascii_case("false") => Literal::Bool(false),
            _ => return self.fail("expected a value: `'text'`, a number, TRUE or FALSE"),
        };
        let fits = match (&literal, kind) {
            (Literal::Text(text), Column::Date) => {
                text.len() == 10 && text.parse::<NaiveDate>().is_ok()
            }
            (Literal::Text(_), Column::Text)
            | (Literal::Number(_), Column::Number)
            | (Literal::Bool(_), Column::Bool) => true,
            _ => false,
        };
        if !fits {
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
            self.next += 1;
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
            let is_null = Predicate::IsNull(name);
            return Ok(if not {
                Predicate::Not(Box::new(is_null))
            } else {
                is_null
            });
        }
        let not = self.keyword("not");
        let found = if self.keyword("in") {
            self.symbol("(")?;
            let mut list = vec![self.literal(kind)?];
            while *self.peek() == Token::Symbol(",") {
                self.next += 1;
                list.push(self.literal(kind)?);
            }
            self.symbol(")")?;
            Predicate::In(name, list)
        } else if self.keyword("between") {
            let low = self.literal(kind)?;
            if !self.keyword("and") {
                return self.fail("expected `AND`");
            }
            Predicate::Between(name, low, self.literal(kind)?)
        } else if not {
            return self.fail("expected `IN` or `BETWEEN` after `NOT`");
        } else {
            let Token::Symbol(op @ ("=" | "<>" | "<" | "<=" | ">" | ">=")) = *self.peek() else {
                return self
                    .fail("expected `=`, `<>`, `<`, `<=`, `>`, `>=`, `IN`, `BETWEEN` or `IS`");
            };
            self.next += 1;
            if self.names_column() {
                return self.beside(name, op, kind, columns);
            }
            return Ok(Predicate::Compare(name, op, self.literal(kind)?));
        };
        Ok(if not {
            Predicate::Not(Box::new(found))
        } else {
            found
        })
    }
}

impl Parser<'_> {
    /// The other column of a comparison. A day and a text, or a text and a number, have no order.
    fn beside(
        &mut self,
        name: String,
        op: &'static str,
        kind: Column,
        columns: Columns<'_>,
    ) -> Result<Predicate, ExprError> {
        let at = self.tokens[self.next].1;
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
        let at = parser.tokens[parser.next].1;
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

impl Literal {
    fn order(&self, other: &Literal) -> Option<Ordering> {
        match (self, other) {
            (Literal::Text(a), Literal::Text(b)) => Some(a.cmp(b)),
            (Literal::Number(a), Literal::Number(b)) => Some(a.cmp(b)),
            (Literal::Bool(a), Literal::Bool(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.function, self.column)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(name: &str) -> Option<Column> {
        match name {
            "event" | "period" => Some(Column::Text),
            "n" | "m" => Some(Column::Number),
            "due_on" | "done_on" => Some(Column::Date),
            "derived" => Some(Column::Bool),
            _ => None,
        }
    }

    fn holds(text: &str, event: Option<&str>, n: Option<i64>) -> Option<bool> {
        let row = |c: &str| match c {
            "event" => event.map(|e| Literal::Text(e.into())),
            "n" => n.map(|n| Literal::Number(Dec::from_int(n))),
            _ => None,
        };
        let parsed = Predicate::parse(text, &columns).unwrap();
        let again = Predicate::parse(&parsed.to_string(), &columns).unwrap();
        assert_eq!(
            again.holds(&row),
            parsed.holds(&row),
            "{parsed} does not read back as itself"
        );
        parsed.holds(&row)
    }

    #[test]
    fn conditions() {
        assert_eq!(holds("event = 'new'", Some("new"), None), Some(true));
        assert_eq!(holds("event = 'it''s'", Some("it's"), None), Some(true));
        assert_eq!(
            holds("event IN ('a', 'new') AND NOT n < 3", Some("new"), Some(3)),
            Some(true)
        );
        assert_eq!(
            holds("n BETWEEN -1 AND 2.5 OR event <> 'x'", Some("x"), Some(2)),
            Some(true)
        );
        assert_eq!(holds("n not in (1, 2)", None, Some(3)), Some(true));
        assert_eq!(
            holds(
                "(event = 'a' or event = 'b') and n >= 1",
                Some("b"),
                Some(0)
            ),
            Some(false)
        );
    }

    #[test]
    fn unknown_is_neither_true_nor_false() {
        assert_eq!(holds("n = 1", None, None), None);
        assert_eq!(holds("NOT n = 1", None, None), None);
        assert_eq!(holds("n = 1 OR event = 'a'", Some("a"), None), Some(true));
        assert_eq!(holds("n = 1 AND event = 'b'", Some("a"), None), Some(false));
        assert_eq!(holds("n IS NULL", None, None), Some(true));
        assert_eq!(holds("n IS NOT NULL", None, None), Some(false));
    }

    #[test]
    fn a_column_is_compared_with_another_of_its_kind() {
        let on_time = |due: Option<&str>, done: Option<&str>| {
            let row = |c: &str| match c {
                "due_on" => due.map(|d| Literal::Text(d.into())),
                "done_on" => done.map(|d| Literal::Text(d.into())),
                _ => None,
            };
            let parsed = Predicate::parse("done_on <= due_on", &columns).unwrap();
            assert_eq!(parsed.columns(), ["done_on", "due_on"]);
            assert_eq!(
                Predicate::parse(&parsed.to_string(), &columns).unwrap(),
                parsed
            );
            parsed.holds(&row)
        };
        assert_eq!(on_time(Some("2026-03-15"), Some("2026-03-15")), Some(true));
        assert_eq!(on_time(Some("2026-03-15"), Some("2026-03-16")), Some(false));
        assert_eq!(
            on_time(Some("2026-03-15"), None),
            None,
            "not done is not on time, and not late either"
        );
        let error = |text: &str| Predicate::parse(text, &columns).unwrap_err().to_string();
        assert_eq!(
            error("event = new"),
            "`new` is not a column; a text is written `'new'` at character 9 of `event = new`"
        );
        assert_eq!(
            error("done_on <= event"),
            "`event` is not of the kind of `done_on` at character 12 of `done_on <= event`"
        );
        assert_eq!(
            error("done_on > '15/3/2026'"),
            "the column needs a day in quotes, as in `'2026-03-15'` at character 11 of `done_on > \
                '15/3/2026'`"
        );
        assert!(Predicate::parse("done_on > '2026-03-15' AND m < n", &columns).is_ok());
    }

    #[test]
    fn a_column_is_pinned_by_one_value_alone() {
        let pins = |text: &str| Predicate::parse(text, &columns).unwrap().pins("event");
        assert!(pins("event = 'a'") && pins("event IN ('a')") && pins("n > 1 AND event = 'a'"));
        assert!(
            !pins("event <> 'a'")
                && !pins("event IN ('a', 'b')")
                && !pins("n > 1 OR event = 'a'")
                && !pins("NOT event = 'a'")
        );
    }

    #[test]
    fn two_conditions_exclude_each_other_when_a_column_would_need_two_values() {
        let read = |text: &str| Predicate::parse(text, &columns).unwrap();
        let excludes = |a: &str, b: &str| read(a).excludes(&read(b)) && read(b).excludes(&read(a));
        assert!(
            excludes("event = 'a'", "event = 'b'")
                && excludes("event IN ('a', 'c')", "n > 1 AND event = 'b'")
        );
        assert!(
            !excludes("event = 'a'", "event IN ('a', 'b')")
                && !excludes("event = 'a'", "n > 1")
                && !excludes("event <> 'a'", "event = 'a'")
        );
        assert!(!excludes("event = 'a' OR n > 1", "event = 'b'"));
    }

    #[test]
    fn errors_point_at_the_character() {
        let error = |text: &str| Predicate::parse(text, &columns).unwrap_err().to_string();
        assert_eq!(
            error("evnt = 'new'"),
            "`evnt` is not a column at character 1 of `evnt = 'new'`"
        );
        assert_eq!(
            error("event = 3"),
            "the column needs a text in quotes, as in `'01'` at character 9 of `event = 3`"
        );
        assert_eq!(
            error("event = 'a"),
            "the text is not closed by `'` at character 9 of `event = 'a`"
        );
        assert_eq!(
            error("n = 1; drop"),
            "`;` is not part of the grammar at character 6 of `n = 1; drop`"
        );
        assert_eq!(
            error("n = 1 n"),
            "expected the end at character 7 of `n = 1 n`"
        );
        assert!(error(&"(".repeat(100_000)).contains("nested too deeply"));
        assert!(error(&"NOT ".repeat(100_000)).contains("nested too deeply"));
    }

    #[test]
    fn aggregates() {
        assert_eq!(
            Aggregate::parse("sum( n )", &columns).unwrap().to_string(),
            "sum(n)"
        );
        assert!(Aggregate::parse("count_distinct(event)", &columns).is_ok());
        let error = Aggregate::parse("sum(event)", &columns)
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "`sum` needs a column of numbers, `event` is not one at character 5 of `sum(event)`"
        );
        assert!(Aggregate::parse("median(n)", &columns).is_err());
    }
}
