//! A data file of a table.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// A data file that is part of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// Delivery whose rows it holds: 12 hex digits.
    pub delivery: String,
    /// Contract they were conformed to: 12 hex digits.
    pub contract: String,
    /// Where it lies, absolute.
    pub path: PathBuf,
    /// How many rows it holds.
    pub rows: u64,
    /// How many bytes it has.
    pub bytes: i64,
    /// Table version that added it.
    pub version_added: u64,
    /// The smallest and the largest text of key columns, as far as the table's log says them.
    pub bounds: BTreeMap<String, [String; 2]>,
}

impl TableFile {
    /// Whether it may have a row with a text in a key column.
    #[must_use]
    pub fn may_have(&self, column: &str, text: &str) -> bool {
        let bounds = self.bounds.get(column);
        bounds.is_none_or(|[low, high]| low.as_str() <= text && text <= high.as_str())
    }

    /// File name within the table's folder.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_no_text_beyond_its_bounds() {
        let texts = ["02", "10"].map(str::to_owned);
        let file = TableFile {
            delivery: String::new(),
            contract: String::new(),
            path: PathBuf::new(),
            rows: 2,
            bytes: 0,
            version_added: 1,
            bounds: BTreeMap::from([("area_code".to_owned(), texts)]),
        };
        let found = ["01", "02", "07", "10", "11"].map(|code| file.may_have("area_code", code));
        assert_eq!(found, [false, true, true, true, false]);
        assert!(file.may_have("period", "2020"), "nothing is said of it");
    }
}
