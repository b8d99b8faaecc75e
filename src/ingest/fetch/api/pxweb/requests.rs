//! The addresses of a table, by interface.

use super::super::super::request::Ask;
use crate::model::{PxwebTable, PxwebVersion};

/// The three requests that lead to a table.
pub(super) struct Requests {
    pub(super) description: Ask,
    pub(super) limits: Ask,
    pub(super) data: Ask,
}

impl Requests {
    pub(super) fn of(service: &Ask, table: &PxwebTable) -> Requests {
        match table.version {
            PxwebVersion::V1 => {
                let own = service.below(table.table.split('/'));
                let mut limits = service.clone();
                let query = service
                    .url
                    .query()
                    .map_or_else(|| "config".to_owned(), |query| format!("config&{query}"));
                limits.url.set_query(Some(&query));
                Requests {
                    description: own.clone(),
                    limits,
                    data: own,
                }
            }
            PxwebVersion::V2 => Requests {
                description: service
                    .below(["tables", &table.table, "metadata"])
                    .with("outputFormat", "json-stat2"),
                limits: service.below(["config"]),
                data: service
                    .below(["tables", &table.table, "data"])
                    .with("outputFormat", "json-stat2"),
            },
        }
    }
}
