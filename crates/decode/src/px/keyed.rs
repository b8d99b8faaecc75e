//! The records of a PX file under `KEYS`: rows that begin with their keys, then those that were
//! left out.

use super::super::{Record, Undecodable, fault};
use super::broken::bad;
use super::cube::Cube;
use super::tokens::Tokens;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that begin with their keys, then those that were left out.
pub(super) struct Keyed<'a> {
    cube: Cube,
    tokens: Tokens<'a>,
    /// Value or code → position, for each key.
    keys: Vec<BTreeMap<String, usize>>,
    /// Figures in a row.
    width: usize,
    seen: BTreeSet<usize>,
    row: usize,
    in_row: usize,
    left_out: usize,
    ended: bool,
}

impl<'a> Keyed<'a> {
    pub(super) fn new(cube: Cube, tokens: Tokens<'a>) -> Keyed<'a> {
        let keys = cube.axes.iter().take(cube.keyed).map(|a| {
            if a.key == Some(true) {
                &a.codes
            } else {
                &a.written
            }
        });
        let keys = keys
            .map(|list| {
                list.iter()
                    .enumerate()
                    .map(|(i, text)| (text.trim().to_owned(), i))
                    .collect()
            })
            .collect();
        let width = cube
            .axes
            .iter()
            .skip(cube.keyed)
            .map(|a| a.texts.len())
            .product();
        Keyed {
            cube,
            tokens,
            keys,
            width,
            seen: BTreeSet::new(),
            row: 0,
            in_row: width,
            left_out: 0,
            ended: false,
        }
    }

    /// Reads the keys of the next row; `None` after the last.
    fn begin(&mut self) -> Result<Option<()>, Undecodable> {
        let mut row = 0;
        for (i, keys) in self.keys.iter().enumerate() {
            let Some(token) = self.tokens.next()? else {
                return if i == 0 {
                    Ok(None)
                } else {
                    Err(self.tokens.wrong(i, self.keys.len()))
                };
            };
            let Some(at) = keys.get(token.trim()) else {
                let name = self.cube.axes.get(i).map_or("", |a| a.name.as_str());
                return Err(bad(
                    self.tokens.file,
                    self.tokens.line(),
                    format!("the row's key `{token}` is no value of `{name}`"),
                ));
            };
            row = row * keys.len() + at;
        }
        if !self.seen.insert(row) {
            return Err(bad(
                self.tokens.file,
                self.tokens.line(),
                "two rows have the same keys",
            ));
        }
        (self.row, self.in_row) = (row, 0);
        Ok(Some(()))
    }

    fn step(&mut self) -> Result<Option<Record>, Undecodable> {
        if self.in_row == self.width && self.begin()?.is_none() {
            if !self.tokens.closed() {
                let message = "the figures are not ended by `;`: rows may be missing";
                return Err(Box::new(
                    fault("truncated", self.tokens.file, self.tokens.line(), message)
                        .hint("fetch the file again"),
                ));
            }
            return Ok(self.missing());
        }
        let Some(token) = self.tokens.next()? else {
            return Err(self.tokens.wrong(self.in_row, self.width));
        };
        self.in_row += 1;
        Ok(Some(
            self.cube
                .record(self.row * self.width + self.in_row - 1, token),
        ))
    }

    fn missing(&mut self) -> Option<Record> {
        while self.left_out < self.cube.total {
            let position = self.left_out;
            self.left_out += 1;
            if !self.seen.contains(&(position / self.width)) {
                return Some(self.cube.record(position, "0".to_owned()));
            }
        }
        None
    }
}

impl Iterator for Keyed<'_> {
    type Item = Result<Record, Undecodable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let item = self.step().transpose();
        self.ended = !matches!(item, Some(Ok(_)));
        item
    }
}
