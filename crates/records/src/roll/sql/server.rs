//! A server that answers questions in SQL.

use super::relation::{FILE_NAME, Relation};
use crate::error::RecordsError;
use arrow::array::RecordBatch;

/// A server that reads the data files of a table by itself.
pub struct SqlServer<'a> {
    /// Gives the answer to a question.
    pub ask: &'a dyn Fn(&str) -> Result<Vec<RecordBatch>, RecordsError>,
    /// The folder of the data files, as the server finds it.
    pub folder: &'a str,
}

impl SqlServer<'_> {
    /// The answer to a question about records. All files are one relation for the server, which
    /// says of each record from which file it is; where it cannot, each file is one by itself.
    pub(super) fn answer(
        &self,
        (names, ranks): (&[String], &[usize]),
        columns: &[&str],
        question: impl Fn(&str) -> String,
    ) -> Result<Vec<RecordBatch>, RecordsError> {
        let relation = Relation {
            folder: self.folder,
            names,
            ranks,
            columns,
        };
        match (self.ask)(&question(&relation.whole())) {
            Err(RecordsError::Server(said)) if said.contains(FILE_NAME) => {
                (self.ask)(&question(&relation.one_by_one()))
            }
            answer => answer,
        }
    }
}
