//! Cuts the text of an expression into tokens.

use crate::decimal::Dec;

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

impl ExprError {
    /// A fault at a byte of the text.
    pub(super) fn at_byte(text: &str, message: String, byte: usize) -> ExprError {
        ExprError {
            message,
            text: text.to_owned(),
            at: text[..byte].chars().count() + 1,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Word(String),
    Text(String),
    Number(Dec),
    Symbol(&'static str),
    End,
}

const SYMBOLS: [&str; 9] = ["<=", ">=", "<>", "=", "<", ">", "(", ")", ","];

/// The tokens of a text, each with the byte at which it begins; the last one is the end.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, ExprError> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            tokens.push((Token::End, at));
            return Ok(tokens);
        };
        let (token, length) =
            token(first, rest).map_err(|message| ExprError::at_byte(text, message, at))?;
        tokens.push((token, at));
        rest = &rest[length..];
    }
}

/// The token that a text begins with, and its length.
fn token(first: char, rest: &str) -> Result<(Token, usize), String> {
    if first == '\'' {
        quoted(rest)
    } else if first.is_alphabetic() || first == '_' {
        let length = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        Ok((Token::Word(rest[..length].to_owned()), length))
    } else if first.is_ascii_digit() || first == '-' || first == '.' {
        let length = rest[1..]
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .map_or(rest.len(), |n| n + 1);
        let number: Dec = rest[..length].parse().map_err(|e| format!("{e}"))?;
        Ok((Token::Number(number), length))
    } else if let Some(symbol) = SYMBOLS.iter().find(|s| rest.starts_with(**s)) {
        Ok((Token::Symbol(symbol), symbol.len()))
    } else {
        Err(format!("`{first}` is not part of the grammar"))
    }
}

fn quoted(rest: &str) -> Result<(Token, usize), String> {
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
    Err("the text is not closed by `'`".into())
}
