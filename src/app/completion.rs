//! Completion at the query prompt: tables, columns and the words of SQL.

use crate::inspect::Askable;
use rustyline::completion::{Completer, Pair};
use rustyline::{Context, Helper};
use std::collections::BTreeSet;

const SQL: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "ORDER BY",
    "LIMIT",
    "JOIN",
    "LEFT JOIN",
    "ON",
    "USING",
    "AND",
    "OR",
    "NOT",
    "IN",
    "BETWEEN",
    "LIKE",
    "IS NULL",
    "IS NOT NULL",
    "AS",
    "DISTINCT",
    "COUNT",
    "SUM",
    "MIN",
    "MAX",
    "AVG",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "WITH",
    "UNION",
    "DESC",
    "ASC",
    "CAST",
    "ROUND",
];

/// The words known at the prompt.
pub struct Words(BTreeSet<String>);

impl Words {
    /// Tables and their columns, and SQL.
    pub fn new(tables: &[Askable]) -> Words {
        let tables = tables.iter().flat_map(|t| {
            std::iter::once(t.name.clone()).chain(t.columns.iter().map(|(name, _)| name.clone()))
        });
        Words(tables.chain(SQL.iter().map(|w| (*w).to_owned())).collect())
    }

    /// Words that begin with what was typed, in either case.
    fn matching(&self, typed: &str) -> Vec<&str> {
        let typed = typed.to_lowercase();
        self.0
            .iter()
            .filter(|w| !typed.is_empty() && w.to_lowercase().starts_with(&typed))
            .map(String::as_str)
            .collect()
    }
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = &line[..position];
        let start = before
            .rfind(|c: char| !c.is_alphanumeric() && c != '_')
            .map_or(0, |i| {
                i + before[i..].chars().next().map_or(1, char::len_utf8)
            });
        let pairs = self.matching(&before[start..]).into_iter().map(|w| Pair {
            display: w.to_owned(),
            replacement: w.to_owned(),
        });
        Ok((start, pairs.collect()))
    }
}

impl rustyline::hint::Hinter for Words {
    type Hint = String;
}
impl rustyline::highlight::Highlighter for Words {}
impl rustyline::validate::Validator for Words {}
impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_columns_and_words_complete_in_either_case() {
        let table = Askable {
            name: "scorecard".into(),
            doc: String::new(),
            columns: vec![("score_x".into(), "VARCHAR")],
        };
        let words = Words::new(&[table]);
        assert_eq!(words.matching("SCOR"), ["score_x", "scorecard"]);
        assert_eq!(words.matching("sel"), ["SELECT"]);
        assert!(words.matching("").is_empty());
    }
}
