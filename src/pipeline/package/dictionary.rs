//! The data dictionary: every column of the published tables, in English and Vietnamese.

use crate::error::RunError;
use crate::model::published::{TableSpec, ops_tables, release_tables};

/// Columns of the dictionary itself.
pub const DICTIONARY_COLUMNS: [&str; 7] = [
    "table",
    "column",
    "type",
    "key",
    "nullable",
    "description_en",
    "description_vi",
];

/// One line of the dictionary: a column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Table, with `ops/` before those that stand apart from releases.
    pub table: String,
    /// Column.
    pub column: String,
    /// Type in SQL words.
    pub sql_type: &'static str,
    /// Part of the key, hence never null; every other column may be.
    pub key: bool,
    /// What it holds, in English.
    pub description_en: &'static str,
    /// What it holds, in Vietnamese.
    pub description_vi: &'static str,
}

impl Entry {
    /// Whether the column may hold nothing.
    #[must_use]
    pub const fn nullable(&self) -> bool {
        !self.key
    }
}

/// Every published table, those of a release and then those under `ops/`.
#[must_use]
pub fn dictionary() -> Vec<Entry> {
    let (release, ops) = (release_tables(), ops_tables());
    release
        .iter()
        .flat_map(|t| entries(t, ""))
        .chain(ops.iter().flat_map(|t| entries(t, "ops/")))
        .collect()
}

/// The columns of one table.
pub(super) fn entries<'a>(
    table: &'a TableSpec,
    folder: &'a str,
) -> impl Iterator<Item = Entry> + 'a {
    table.columns.iter().map(move |c| Entry {
        table: format!("{folder}{}", table.name),
        column: c.name.clone(),
        sql_type: c.ty.sql(),
        key: c.key,
        description_en: c.doc,
        description_vi: c.doc_vi,
    })
}

/// The dictionary as it lies in a release.
pub(super) fn csv(entries: impl Iterator<Item = Entry>) -> Result<Vec<u8>, RunError> {
    let failed = |_| RunError::Internal("the data dictionary cannot be written");
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(DICTIONARY_COLUMNS).map_err(failed)?;
    for entry in entries {
        let [key, nullable] =
            [entry.key, entry.nullable()].map(|yes| if yes { "true" } else { "false" });
        let fields = [
            &entry.table,
            &entry.column,
            entry.sql_type,
            key,
            nullable,
            entry.description_en,
            entry.description_vi,
        ];
        writer.write_record(fields).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|_| RunError::Internal("the data dictionary cannot be written"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::published::ColumnSpec;

    #[test]
    fn every_column_is_described_in_both_languages() {
        let entries = dictionary();
        let columns: usize = release_tables()
            .iter()
            .chain(&ops_tables())
            .map(|t| t.columns.len())
            .sum();
        assert_eq!(entries.len(), columns);
        for entry in &entries {
            let described = !entry.description_en.is_empty() && !entry.description_vi.is_ascii();
            assert!(described, "{}.{}", entry.table, entry.column);
            assert_eq!(entry.key, !entry.nullable());
        }
        assert!(
            entries
                .iter()
                .any(|e| e.table == "ops/runs" && e.column == "run" && e.key)
        );
    }

    #[test]
    fn descriptions_with_commas_and_quotes_stay_one_field() {
        let column = ColumnSpec {
            name: "x".into(),
            ty: crate::model::published::ColumnType::Dec,
            key: true,
            doc: "a, \"b\"",
            doc_vi: "số",
        };
        let table = TableSpec {
            name: "t",
            doc: "",
            columns: vec![column],
        };
        let text = String::from_utf8(csv(entries(&table, "")).unwrap()).unwrap();
        assert_eq!(
            text,
            "table,column,type,key,nullable,description_en,description_vi\nt,x,\"DECIMAL(38,6)\",true,false,\"a, \"\"b\"\"\",số\n"
        );
    }
}
