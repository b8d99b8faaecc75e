//! The rows of a resource in the datastore, page by page.

use super::super::super::paging::{self, Page, Pager, pager};
use super::super::super::request::{Ask, Expects, PageRequest};
use super::super::super::secrets::Guard;
use super::super::super::session::Session;
use super::super::super::trouble::Trouble;
use super::super::Brought;
use super::catalogue::{result, text};
use crate::model::{CkanResource, Paging, PagingKind};
use crate::store::PageReceipt;
use serde_json::Value;

/// Most pages.
const MAX_PAGES: u64 = 10_000;

/// Dotted path of the rows of the datastore.
const RECORDS: &str = "result.records";

/// The rows of the datastore, page by page.
pub(super) fn rows(
    session: &mut Session<'_>,
    declared: &Ask,
    wanted: &CkanResource,
    resource: &Value,
    metadata: Vec<PageReceipt>,
    room: u64,
) -> Result<Brought, Trouble> {
    if resource.get("datastore_active").and_then(Value::as_bool) == Some(false) {
        let message = format!("the resource `{}` is not in the datastore", wanted.resource);
        return Err(Trouble::new(
            "unknown_resource",
            message,
            "leave out `datastore`, and declare the format of its file",
        )
        .at(".api.datastore"));
    }
    let id = text(resource, "id").unwrap_or_default();
    let ask = declared
        .below(["api", "3", "action", "datastore_search"])
        .with("resource_id", id)
        .with("sort", "_id")
        .expecting(Expects::Judged);
    let paging = by_offset(wanted.size);
    let mut service = Datastore {
        pages: pager(&paging),
    };
    let pages = paging::all(session, &ask, &paging, RECORDS, &mut service, room)?;
    Ok(Brought {
        address: ask.shown(session.guard),
        pages,
        metadata,
    })
}

/// Pages of so many rows, by the number of the first.
fn by_offset(size: u64) -> Paging {
    Paging {
        kind: PagingKind::Offset { first: 0 },
        parameter: "offset".to_owned(),
        size_parameter: "limit".to_owned(),
        size,
        in_body: false,
        short_is_last: false,
        total: "result.total".to_owned(),
        pages: String::new(),
        max_pages: MAX_PAGES,
    }
}

struct Datastore {
    pages: Box<dyn Pager>,
}

impl Pager for Datastore {
    fn first(&mut self) -> PageRequest {
        self.pages.first()
    }

    fn after(&mut self, page: &Page<'_>) -> Result<Option<PageRequest>, Trouble> {
        self.pages.after(page)
    }

    fn judge(&self, answer: &Value, guard: &Guard) -> Result<(), Trouble> {
        let result = result(answer, guard)?;
        if result.get("total_was_estimated").and_then(Value::as_bool) == Some(true) {
            let message = "the catalogue gives an estimate in place of a count of rows, so a lost \
                page could not be noticed";
            return Err(Trouble::new(
                "paging_total",
                message,
                "leave out `datastore`, and fetch the file of the resource",
            )
            .at(".api.datastore"));
        }
        Ok(())
    }
}
