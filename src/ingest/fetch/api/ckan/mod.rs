//! CKAN: a resource by package and name, then its file, or its rows from the datastore.
//!
//! What the catalogue says of a resource's format is free text and often wrong, so the declared
//! format decides. Files often lie on other servers, which get no credentials. Rows are asked for
//! in the order of their number, for pages of an unordered table overlap.

mod catalogue;
mod datastore;

use super::super::paging::Pages;
use super::super::request::Ask;
use super::super::secrets::Guard;
use super::super::session::Session;
use super::super::trouble::Trouble;
use super::{Brought, describe, said};
use crate::model::CkanResource;
use crate::store::PageReceipt;
use catalogue::{find, result, text};
use serde_json::Value;
use url::Url;

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
        datastore::rows(session, declared, wanted, resource, metadata, room)
    } else {
        file(session, declared, wanted, resource, metadata, room)
    }
}

/// The file of a resource, wherever it lies.
fn file(
    session: &mut Session<'_>,
    declared: &Ask,
    wanted: &CkanResource,
    resource: &Value,
    metadata: Vec<PageReceipt>,
    room: u64,
) -> Result<Brought, Trouble> {
    let mut ask = declared.clone();
    ask.go_to(
        address(declared, wanted, resource, session.guard)?,
        session.guard,
        &format!("the resource `{}`", wanted.resource),
    )?;
    let data = session.data(&ask, room).map_err(|trouble| {
        let hint = format!(
            "{}; the catalogue names this address for `{}`, and such addresses stop \
            working: tell the provider",
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

/// The address that the catalogue names for a resource.
fn address(
    declared: &Ask,
    wanted: &CkanResource,
    resource: &Value,
    guard: &Guard,
) -> Result<Url, Trouble> {
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
    declared.url.join(address.trim()).map_err(|_| {
        let message = format!(
            "the address of the resource `{}` cannot be read: `{}`",
            wanted.resource,
            said(address, guard)
        );
        Trouble::new("unknown_resource", message, "tell the provider").at(".api.resource")
    })
}
