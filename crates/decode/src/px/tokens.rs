//! The figures of a PX file, one token after the other.

use super::super::{Undecodable, fault, line_of};
use super::broken::bad;
use std::borrow::Cow;

/// Figures and symbols after `DATA=`, apart by spaces, line ends, commas or, at some offices, `;`
/// at the end of each line.
pub(super) struct Tokens<'a> {
    pub(super) file: &'a str,
    text: Cow<'a, str>,
    at: usize,
    /// Decimal places of the last figure, and whether those before it had as many.
    decimals: usize,
    like_the_one_before: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(file: &'a str, text: Cow<'a, str>, at: usize) -> Tokens<'a> {
        Tokens {
            file,
            text,
            at,
            decimals: 0,
            like_the_one_before: false,
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<String>, Undecodable> {
        let rest = &self.text[self.at..];
        let skipped = rest.len()
            - rest
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ',' | ';' | '\u{1a}')
                })
                .len();
        self.at += skipped;
        let rest = &self.text[self.at..];
        if let Some(inside) = rest.strip_prefix('"') {
            let Some(length) = inside.find('"') else {
                let message = "a quote among the figures is never closed";
                let line = line_of(self.text.as_bytes(), self.at);
                return Err(Box::new(
                    fault("truncated", self.file, line, message)
                        .hint("the file did not arrive whole: fetch it again"),
                ));
            };
            self.at += length + 2;
            return Ok(Some(inside[..length].to_owned()));
        }
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"'))
            .unwrap_or(rest.len());
        let token = rest[..length].to_owned();
        self.at += length;
        let decimals = token
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        (self.like_the_one_before, self.decimals) =
            (decimals > 0 && decimals == self.decimals, decimals);
        Ok(Some(token).filter(|t| !t.is_empty()))
    }

    pub(super) fn line(&self) -> u64 {
        line_of(self.text.as_bytes(), self.at)
    }

    /// Too few or too many figures.
    pub(super) fn wrong(&self, found: usize, total: usize) -> Undecodable {
        if found < total && !self.closed() {
            let message =
                format!("the figures are cut off: {found} of {total}, and no `;` at the end");
            return Box::new(
                fault("truncated", self.file, self.line(), message)
                    .hint("the file did not arrive whole: fetch it again"),
            );
        }
        let message = format!(
            "there are {found} figures, the product of the sizes is {total}: some are missing or \
                too many"
        );
        bad(self.file, self.line(), message)
    }

    /// Whether the last figure is whole: something stands behind it, or it has the decimals of the
    /// one before.
    pub(super) fn whole(&self) -> bool {
        self.text
            .ends_with(|c: char| c.is_whitespace() || matches!(c, ';' | '"' | '\u{1a}'))
            || self.like_the_one_before
    }

    /// Whether the statement is ended. Offices do leave the sign out, so only a missing figure
    /// makes it matter.
    pub(super) fn closed(&self) -> bool {
        self.text
            .trim_end_matches(|c: char| c.is_whitespace() || c == '\u{1a}')
            .ends_with(';')
    }
}
