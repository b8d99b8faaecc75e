//! SDMX REST, 2.1 and 3.0: one address for the data of a flow, the format by `Accept`.
//!
//! 404 says that there is no observation for what is asked, which is a state and no failure; 413,
//! or a note 413 in the footer of a message, that there are too many, and then the range of years
//! is halved.

mod address;
mod message;
mod range;
mod service;

use super::super::request::{Ask, Expects};
use super::super::session::Session;
use super::super::trouble::{NO_DATA, Trouble};
use super::{Brought, parts};
use crate::model::SdmxQuery;
use address::{accept, in_range, of_flow};
use range::Range;
use service::Sdmx;

/// Fetches data of a flow.
pub(super) fn fetch(
    session: &mut Session<'_>,
    declared: &Ask,
    query: &SdmxQuery,
    room: u64,
) -> Result<Brought, Trouble> {
    let base = base(session, declared, query);
    let whole = Range {
        start: query.start.clone(),
        end: query.end.clone(),
    };
    let address = in_range(&base, query.version, &whole).shown(session.guard);
    let mut service = Sdmx {
        base,
        version: query.version,
        guard: session.guard,
    };
    let pages = parts::all(session, &mut service, vec![whole], room)?;
    if pages.receipts.is_empty() {
        let message = format!("`{address}` has no observation");
        let hint = "if there should be one, look at `dataflow`, `key`, `start` and `end`: a \
            service says the same of a flow that it does not know";
        return Err(Trouble::new(NO_DATA, message, hint).at(".api"));
    }
    Ok(Brought {
        address,
        pages,
        metadata: Vec::new(),
    })
}

/// The request of a flow without a range; the format is asked for by `Accept`, unless that is
/// declared.
fn base(session: &Session<'_>, declared: &Ask, query: &SdmxQuery) -> Ask {
    let mut base = of_flow(declared, query).expecting(Expects::Judged);
    let ours = !session
        .http
        .headers
        .keys()
        .any(|name| name.eq_ignore_ascii_case("accept"));
    if let Some(accept) = accept(session.source.format.as_str(), query.version).filter(|_| ours) {
        base.headers
            .iter_mut()
            .filter(|h| h.name.eq_ignore_ascii_case("accept"))
            .for_each(|h| accept.clone_into(&mut h.value));
    }
    base
}
