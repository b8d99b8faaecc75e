//! PxWeb, interfaces 1 and 2: the description of a table first, labels to codes by it, then as many
//! requests as the limits of the service want, each compared with what was asked for.
//!
//! The cells of a request are the product of the values chosen. What is more than the service
//! allows is divided over the largest variable; a service that does not say what it allows is asked
//! for halves after it has refused.

mod choice;
mod cube;
mod limits;
mod part;
mod requests;
mod service;
mod variables;

use super::super::request::Ask;
use super::super::session::Session;
use super::super::trouble::Trouble;
use super::{Brought, describe, parts, said};
use crate::model::{PxwebTable, PxwebVersion};
use crate::store::PageReceipt;
use choice::chosen;
use limits::limits;
use part::{Part, fitting};
use requests::Requests;
use service::Pxweb;
use std::time::Duration;
use variables::Variable;

/// Fetches a table.
pub(super) fn fetch(
    session: &mut Session<'_>,
    declared: &Ask,
    table: &PxwebTable,
    room: u64,
) -> Result<Brought, Trouble> {
    let mut metadata = Vec::new();
    let requests = Requests::of(declared, table);
    let listed = listed(session, &requests.description, table, room, &mut metadata)?;
    let chosen = chosen(&listed, &table.select)?;
    let mut limits = limits(session, &requests.limits, room, &mut metadata)?;
    session.keep_to(declared, limits.calls, Duration::from_secs(limits.seconds));
    if table.max_cells > 0 && (limits.cells == 0 || table.max_cells < limits.cells) {
        limits.cells = table.max_cells;
    }
    let all: Part = chosen.iter().map(|c| 0..c.values.len()).collect();
    let parts = fitting(&all, limits.cells);
    let address = requests.data.shown(session.guard);
    let mut service = Pxweb::new(requests.data, table, &chosen, limits);
    let pages = parts::all(session, &mut service, parts, room)?;
    Ok(Brought {
        address,
        pages,
        metadata,
    })
}

/// The variables of the table as its description lists them.
fn listed(
    session: &mut Session<'_>,
    ask: &Ask,
    table: &PxwebTable,
    room: u64,
    metadata: &mut Vec<PageReceipt>,
) -> Result<Vec<Variable>, Trouble> {
    let description =
        describe(session, ask, room, metadata).map_err(|trouble| match trouble.status {
            400 | 404 | 410 => Trouble {
                hint: "look at `url` and `table`: the table may have been renamed or taken away"
                    .to_owned(),
                ..trouble
            }
            .at(".api.table"),
            _ => trouble,
        })?;
    let listed = match table.version {
        PxwebVersion::V1 => variables::of_v1(&description),
        PxwebVersion::V2 => variables::of_json_stat(&description),
    };
    listed.ok_or_else(|| {
        let message = format!(
            "`{}` is not described as a table: `{}`",
            table.table,
            said(&description.to_string(), session.guard)
        );
        Trouble::new(
            "wrong_type",
            message,
            "look at `url` and `table`: they may lead to a folder of tables",
        )
        .at(".api.table")
    })
}
