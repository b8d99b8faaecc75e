//! World Bank API, version 2: pages of records behind a head that counts them, and errors that are
//! reported with status 200.

use super::super::paging::{self, Page, Pager, pager};
use super::super::request::{Ask, Expects, PageRequest};
use super::super::secrets::Guard;
use super::super::session::Session;
use super::super::trouble::{NO_DATA, Trouble};
use super::{Brought, said};
use crate::model::{Paging, PagingKind, WorldBankQuery};
use serde_json::Value;

/// Most pages.
const MAX_PAGES: u64 = 10_000;

/// Fetches an indicator.
pub(super) fn fetch(
    session: &mut Session<'_>,
    declared: &Ask,
    query: &WorldBankQuery,
    room: u64,
) -> Result<Brought, Trouble> {
    let countries = query.countries.join(";");
    let mut ask = declared
        .below(["country", &countries, "indicator", &query.indicator])
        .with("format", "json")
        .expecting(Expects::Judged);
    if !query.start.is_empty() {
        ask = ask.with("date", &format!("{}:{}", query.start, query.end));
    }
    let paging = Paging {
        kind: PagingKind::Page { first: 1 },
        parameter: "page".to_owned(),
        size_parameter: "per_page".to_owned(),
        size: query.size,
        in_body: false,
        short_is_last: false,
        total: "0.total".to_owned(),
        pages: "0.pages".to_owned(),
        max_pages: MAX_PAGES,
    };
    let mut service = WorldBank {
        pages: pager(&paging),
    };
    let pages = paging::all(session, &ask, &paging, "1", &mut service, room)?;
    Ok(Brought {
        address: ask.shown(session.guard),
        pages,
        metadata: Vec::new(),
    })
}

struct WorldBank {
    pages: Box<dyn Pager>,
}

impl Pager for WorldBank {
    fn first(&mut self) -> PageRequest {
        self.pages.first()
    }

    fn after(&mut self, page: &Page<'_>) -> Result<Option<PageRequest>, Trouble> {
        self.pages.after(page)
    }

    fn judge(&self, answer: &Value, guard: &Guard) -> Result<(), Trouble> {
        let head = answer.get(0);
        if let Some(messages) = head
            .and_then(|h| h.get("message"))
            .and_then(Value::as_array)
        {
            return Err(refused(messages, guard));
        }
        // Past the end, and where there is nothing at all, the records are null.
        if head
            .and_then(|h| h.get("total"))
            .is_some_and(|total| matches!(total.to_string().trim_matches('"'), "0"))
        {
            let message = "the World Bank has no figure for these countries and this range";
            return Err(Trouble::new(
                NO_DATA,
                message,
                "if it should have, look at `countries`, `start` and `end`",
            )
            .at(".api"));
        }
        Ok(())
    }
}

fn refused(messages: &[Value], guard: &Guard) -> Trouble {
    let text = |m: &Value, key: &str| {
        m.get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let texts: Vec<String> = messages
        .iter()
        .map(|m| format!("{} ({})", text(m, "value"), text(m, "key")))
        .collect();
    let message = format!(
        "the World Bank refuses the request: `{}`",
        said(&texts.join("; "), guard)
    );
    Trouble::new(
        "api_refused",
        message,
        "look at `indicator`, `countries`, `start` and `end`",
    )
    .at(".api")
}
