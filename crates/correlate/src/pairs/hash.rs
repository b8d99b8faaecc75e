//! The hash of a book: two books of one hash have the same rows.

use crate::pairs::areas::ComparedAreas;
use crate::pairs::book::Book;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 of everything that the rows of a study are made from.
pub(crate) type BookHash = [u8; 32];

impl Book<'_> {
    /// The hash of this book, for a program that makes rows of it.
    ///
    /// Rows are made from nothing but the book and the program. Each part of the book is named
    /// here: one that is added does not compile before it is hashed as well.
    pub(crate) fn hash(&self, program: &str) -> BookHash {
        let Book {
            study,
            boundary,
            series,
            areas: ComparedAreas { by_id },
            circular,
        } = self;
        // Texts are written as `Debug` does, in quotes, so that none can pass for another part.
        let mut text = format!("{program:?}\n{study:?}\n{boundary:?}\n{circular:?}\n{by_id:?}\n");
        for (id, values) in series {
            _ = writeln!(text, "{id:?} {}", values.len());
            for ((area, period), found) in values {
                let bits = found.value.to_bits();
                let (scheme, series, status) = (&found.scheme, &found.series, found.status);
                _ = writeln!(
                    text,
                    "{area:?} {period:?} {bits:x} {scheme:?} {series:?} {status:?}"
                );
            }
        }
        Sha256::digest(text.as_bytes()).into()
    }
}
