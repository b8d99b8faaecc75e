//! CKAN: a resource by package and name, then its file, or its rows from the datastore.
//!
//! What the catalogue says of a resource's format is free text and often wrong, so the declared
//! format decides. Files often lie on other servers, which get no credentials. Rows are asked for
//! in the order of their number, for pages of an unordered table overlap.

use super::super::paging::{self, Page, Pager, Pages, pager};
use super::super::request::{Ask, Expects, PageRequest};
use super::super::secrets::Guard;
use super::super::session::Session;
use super::super::trouble::Trouble;
use super::{Brought, data, describe, said, some};
use crate::model::{CkanResource, Paging, PagingKind, nearest};
use crate::store::PageReceipt;
use serde_json::Value;

/// Most pages.
const MAX_PAGES: u64 = 10_000;
/// Dotted path of the rows of the datastore.
const RECORDS: &str = "result.records";

/// Fetches a resource.
pub(super) fn fetch(
    session: &mut Session<'_>,
    declared: &Ask,
    wanted: &CkanResource,
    room: u64,
) -> Result<Brought, Trouble> {
    let mut metadata = Vec::new();
    let ask = declared
        .below(["api", "3", "action", "package_show"])
        .with("id", &wanted.package);
    let answer =
        describe(session, &ask, room, &mut metadata).map_err(|trouble| match trouble.status {
            404 => Trouble {
                hint:
                    "look at `url` and `package`: the package may have been renamed or taken away"
                        .to_owned(),
                ..trouble
            }
            .at(".api.package"),
            _ => trouble,
        })?;
    let package = result(&answer, session.guard)?;
    let resource = find(package, wanted, session.guard)?;
    if wanted.datastore {
        return rows(session, declared, wanted, resource, metadata, room);
    }
    let Some(address) = text(resource, "url").filter(|url| !url.trim().is_empty()) else {
        let message = format!(
            "the catalogue has no address for the resource `{}`",
            wanted.resource
        );
        return Err(Trouble::new(
            "unknown_resource",
            message,
            "look at the page of the package; tell the provider",
        )
        .at(".api.resource"));
    };
    let Ok(next) = declared.url.join(address.trim()) else {
        let message = format!(
            "the address of the resource `{}` cannot be read: `{}`",
            wanted.resource,
            said(address, session.guard)
        );
        return Err(
            Trouble::new("unknown_resource", message, "tell the provider").at(".api.resource"),
        );
    };
    let mut ask = declared.clone();
    ask.go_to(
        next,
        session.guard,
        &format!("the resource `{}`", wanted.resource),
    )?;
    let data = data(session, &ask, room).map_err(|trouble| {
        let hint = format!(
            "{}; the catalogue names this address for `{}`, and such addresses rot: \
            tell the provider",
            trouble.hint, wanted.resource
        );
        Trouble { hint, ..trouble }
    })?;
    let mut pages = Pages::default();
    pages.take(&data, &ask, 0, session.guard);
    Ok(Brought {
        address: ask.shown(session.guard),
        pages,
        metadata,
    })
}

/// The rows of the datastore, page by page.
fn rows(
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
    let paging = Paging {
        kind: PagingKind::Offset { first: 0 },
        parameter: "offset".to_owned(),
        size_parameter: "limit".to_owned(),
        size: wanted.size,
        in_body: false,
        short_is_last: false,
        total: "result.total".to_owned(),
        pages: String::new(),
        max_pages: MAX_PAGES,
    };
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

struct Datastore {
    pages: Box<dyn Pager>,
}

impl Pager for Datastore {
    fn first(&mut self) -> PageRequest {
        self.pages.first()
    }

    fn after(&mut self, page: &Page<'_>) -> Option<PageRequest> {
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

/// What an action gives; CKAN says in the answer itself whether it has succeeded, whatever the
/// status.
fn result<'a>(answer: &'a Value, guard: &Guard) -> Result<&'a Value, Trouble> {
    match (
        answer.get("success").and_then(Value::as_bool),
        answer.get("result"),
    ) {
        (Some(true), Some(result)) => Ok(result),
        (Some(false), _) => {
            let error = answer.get("error").unwrap_or(&Value::Null);
            let words = text(error, "message").map_or_else(|| error.to_string(), str::to_owned);
            let message = format!(
                "the catalogue refuses the request: `{}`",
                said(&words, guard)
            );
            Err(Trouble::new(
                "api_refused",
                message,
                "look at `package` and `resource`, and whether they want a key",
            )
            .at(".api"))
        }
        _ => {
            let message = format!(
                "this is no answer of CKAN: `{}`",
                said(&answer.to_string(), guard)
            );
            Err(Trouble::new(
                "wrong_type",
                message,
                "let `url` be the address of the catalogue, without `/api`",
            ))
        }
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// The resource of a name or id.
fn find<'a>(
    package: &'a Value,
    wanted: &CkanResource,
    guard: &Guard,
) -> Result<&'a Value, Trouble> {
    let all: &[Value] = package
        .get("resources")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice);
    let is = |key: &str| -> Vec<&'a Value> {
        all.iter()
            .filter(|r| text(r, key).is_some_and(|t| t.trim() == wanted.resource.trim()))
            .collect()
    };
    let (by_id, by_name) = (is("id"), is("name"));
    match (by_id.as_slice(), by_name.as_slice()) {
        ([only], _) | ([], [only]) => Ok(only),
        ([], []) => {
            let names: Vec<&str> = all
                .iter()
                .filter_map(|r| text(r, "name").or_else(|| text(r, "id")))
                .collect();
            let hint = match nearest(&wanted.resource, names.iter().copied()) {
                Some(near) => format!("did you mean `{}`?", said(near, guard)),
                None if names.is_empty() => "the package has no resources".to_owned(),
                None => format!("its resources are {}", guard.clean(&some(names))),
            };
            let message = format!(
                "the package `{}` has no resource `{}`",
                wanted.package, wanted.resource
            );
            Err(Trouble::new("unknown_resource", message, hint).at(".api.resource"))
        }
        (_, many) => {
            let ids = some(many.iter().filter_map(|r| text(r, "id")));
            let message = format!(
                "{} resources of the package are named `{}`",
                many.len(),
                wanted.resource
            );
            Err(Trouble::new(
                "unknown_resource",
                message,
                format!("name one by its id: {ids}"),
            )
            .at(".api.resource"))
        }
    }
}
