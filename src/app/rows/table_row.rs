//! Rows of published tables as types: one struct per table with the columns that commands read,
//! each under its published name. A column that a table does not declare fails a test.

use crate::app::output::Row;
use crate::app::rows::column::ColumnValue;
use crate::model::id_of_breakdown;
use std::borrow::Cow;
use std::ops::Deref;

/// A row of a published table.
pub trait TableRow: Sized {
    /// The table.
    const TABLE: &'static str;

    /// Reads the columns.
    fn read(row: &Row) -> Result<Self, ColumnFault>;
}

/// A column that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnFault {
    /// The table has no such column.
    #[error("it has no column `{0}`")]
    Missing(&'static str),
    /// The column holds something else.
    #[error(
        "its column `{column}` holds `{found}`, which this program does not know; another version \
            of chiso made it, or it is damaged: `chiso verify` tells"
    )]
    Unknown {
        /// The column.
        column: &'static str,
        /// What it holds.
        found: String,
    },
}

/// A row as it is published, for programs, and what it says.
pub struct Published<T> {
    /// All columns of the table.
    pub raw: Row,
    row: T,
}

impl<T> Published<T> {
    /// What the row says.
    pub fn into_row(self) -> T {
        self.row
    }

    /// The row with something of what it says changed for its readers; `raw` stays as it is published.
    #[must_use]
    pub fn shown(mut self, change: impl FnOnce(&mut T)) -> Published<T> {
        change(&mut self.row);
        self
    }
}

impl<T> Deref for Published<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.row
    }
}

/// Reads rows.
pub fn read_all<T: TableRow>(rows: Vec<Row>) -> Result<Vec<Published<T>>, ColumnFault> {
    let read = |raw: Row| T::read(&with_members(&raw)).map(|row| Published { raw, row });
    rows.into_iter().map(read).collect()
}

/// A published row in which a KPI or measure has its breakdown, as the program names it.
fn with_members(raw: &Row) -> Cow<'_, Row> {
    let text = |column: &str| raw.get(column).and_then(serde_json::Value::as_str);
    let id = ["kpi", "measure"]
        .into_iter()
        .find(|id| raw.contains_key(*id));
    if let (Some(id), Some(breakdown)) = (id, text("breakdown").filter(|b| !b.is_empty()))
        && let Some(joined) = text(id).and_then(|declared| id_of_breakdown(declared, breakdown))
    {
        let mut row = raw.clone();
        row.insert(id.to_owned(), joined.into());
        return Cow::Owned(row);
    }
    Cow::Borrowed(raw)
}

/// The value of a column.
pub fn column<T: ColumnValue>(row: &Row, name: &'static str) -> Result<T, ColumnFault> {
    later_column(row, name)?.ok_or(ColumnFault::Missing(name))
}

/// The value of a column that releases of older programs do not have.
pub fn later_column<T: ColumnValue>(
    row: &Row,
    name: &'static str,
) -> Result<Option<T>, ColumnFault> {
    let read = |value| {
        T::read(value).ok_or_else(|| ColumnFault::Unknown {
            column: name,
            found: value.to_string(),
        })
    };
    row.get(name).map(read).transpose()
}

/// Gives the row of a published table: the struct, how it is read, and a test that the table
/// declares these columns with these types. Columns under `older releases lack` came after the
/// table: they are empty in a release that does not have them.
macro_rules! published_row {
    (
        $(#[$doc:meta])*
        $row:ident of $table:literal { $($column:ident: $ty:ty),+ $(,)? }
        $(older releases lack { $($later:ident: $later_ty:ty),+ $(,)? })?
    ) => {
        $(#[$doc])*
        pub struct $row {
            $(pub $column: $ty,)+
            $($(pub $later: $later_ty,)+)?
        }

        impl $crate::app::rows::TableRow for $row {
            const TABLE: &'static str = $table;

            fn read(row: &$crate::app::output::Row) -> Result<$row, $crate::app::rows::ColumnFault> {
                use $crate::app::rows::table_row;
                Ok($row {
                    $($column: table_row::column(row, stringify!($column))?,)+
                    $($($later: table_row::later_column(row, stringify!($later))?.flatten(),)+)?
                })
            }
        }

        #[cfg(test)]
        impl $row {
            fn assert_declared() {
                use $crate::app::rows::column::ColumnValue;
                $crate::app::rows::table_row::assert_declared($table, &[
                    $((stringify!($column), <$ty as ColumnValue>::TYPES),)+
                    $($((stringify!($later), <$later_ty as ColumnValue>::TYPES),)+)?
                ]);
            }
        }

        #[cfg(test)]
        mod declared {
            #[test]
            fn the_table_declares_these_columns_with_these_types() {
                super::$row::assert_declared();
            }
        }
    };
}
pub(crate) use published_row;

/// Fails when a published table does not declare these columns with one of these types.
#[cfg(test)]
pub fn assert_declared(table: &str, columns: &[(&str, &[crate::model::published::ColumnType])]) {
    use crate::model::published::{ops_tables, release_tables};
    let mut tables = release_tables().into_iter().chain(ops_tables());
    let spec = tables.find(|t| t.name == table);
    let spec = spec.unwrap_or_else(|| panic!("no published table `{table}`"));
    for (name, types) in columns {
        let declared = spec.columns.iter().find(|c| c.name == *name);
        let declared = declared.unwrap_or_else(|| panic!("no column `{name}` in `{table}`"));
        assert!(
            types.contains(&declared.ty),
            "`{name}` of `{table}` is {:?}, read as one of {types:?}",
            declared.ty
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(values: &serde_json::Value) -> Row {
        values.as_object().cloned().unwrap()
    }

    #[test]
    fn a_column_that_is_not_there_is_named() {
        let empty = row(&json!({}));
        assert_eq!(
            column::<String>(&empty, "kpi"),
            Err(ColumnFault::Missing("kpi"))
        );
        assert_eq!(later_column::<String>(&empty, "kpi"), Ok(None));
    }

    #[test]
    fn a_column_that_holds_something_else_is_named() {
        let wrong = row(&json!({ "lag": "two", "n": null }));
        let fault = column::<i32>(&wrong, "lag").unwrap_err().to_string();
        assert!(fault.contains("`lag` holds `\"two\"`"), "{fault}");
        assert!(column::<i64>(&wrong, "n").is_err());
    }
}
