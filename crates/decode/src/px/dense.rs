//! The records of a PX file that gives every figure of its cube.

use super::super::{Record, Undecodable, fault};
use super::cube::Cube;
use super::tokens::Tokens;

pub(super) struct Dense<'a> {
    cube: Cube,
    tokens: Tokens<'a>,
    next: usize,
    /// Whether the figure last given is whole, should the file end there.
    whole: bool,
    ended: bool,
}

impl<'a> Dense<'a> {
    pub(super) fn new(cube: Cube, tokens: Tokens<'a>) -> Dense<'a> {
        Dense {
            cube,
            tokens,
            next: 0,
            whole: false,
            ended: false,
        }
    }

    fn step(&mut self) -> Result<Option<Record>, Undecodable> {
        let total = self.cube.total;
        match self.tokens.next()? {
            Some(token) if self.next < total => {
                self.next += 1;
                self.whole = self.tokens.whole();
                Ok(Some(self.cube.record(self.next - 1, token)))
            }
            // The last token read is the end itself.
            None if self.next == total && self.whole => Ok(None),
            None if self.next == total => {
                let message = "the figures end within a figure: the last may be cut short";
                Err(Box::new(
                    fault("truncated", self.tokens.file, self.tokens.line(), message)
                        .hint("fetch the file again"),
                ))
            }
            None => Err(self.tokens.wrong(self.next, total)),
            Some(_) => Err(self.tokens.wrong(self.next + 1, total)),
        }
    }
}

impl Iterator for Dense<'_> {
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
