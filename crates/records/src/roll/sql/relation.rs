//! The data files of a table as a relation in SQL: each record with the number of its file and the
//! rank of that.

use super::condition::{name, text};

/// What says from which file a record is; a server that does not know it complains of it by name.
pub(super) const FILE_NAME: &str = "_metadata";

/// Data files, in the order in which they became known.
pub(super) struct Relation<'a> {
    pub(super) folder: &'a str,
    pub(super) names: &'a [String],
    pub(super) ranks: &'a [usize],
    pub(super) columns: &'a [&'a str],
}

impl Relation<'_> {
    /// All files read as one; the server says of each record from which file it is.
    pub(super) fn whole(&self) -> String {
        let (columns, folder) = (self.list(), escaped(self.folder));
        let rows = self.names.iter().zip(self.ranks).enumerate();
        let rows: Vec<String> = rows
            .map(|(at, (file, rank))| format!("({}, {at}, {rank})", text(file)))
            .collect();
        let all = format!("{folder}/{{{}}}", self.names.join(","));
        format!(
            "SELECT f._file, f._rank, r.* FROM (SELECT {columns}, {FILE_NAME}.file_name AS _name \
             FROM parquet.{}) r JOIN (VALUES {}) AS f(_name, _file, _rank) ON r._name = f._name",
            name(&all),
            rows.join(", ")
        )
    }

    /// Each file read by itself.
    pub(super) fn one_by_one(&self) -> String {
        let rows = self.names.iter().zip(self.ranks).enumerate();
        let parts: Vec<String> = rows
            .map(|(at, (file, rank))| {
                let (columns, path) = (self.list(), format!("{}/{file}", self.folder));
                let path = name(&path);
                format!("SELECT {at} AS _file, {rank} AS _rank, {columns} FROM parquet.{path}")
            })
            .collect();
        parts.join(" UNION ALL ")
    }

    fn list(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|c| name(c)).collect();
        columns.join(", ")
    }
}

/// A folder in which no sign stands for others.
fn escaped(folder: &str) -> String {
    let mut found = String::with_capacity(folder.len());
    for sign in folder.chars() {
        if "{}[]*?\\,".contains(sign) {
            found.push('\\');
        }
        found.push(sign);
    }
    found
}
