//! Pages: one after the other until the last, with a guard against every way in which records get
//! lost on the way.
//!
//! A [`Pager`] knows how a service leads from one page to the next and nothing else; the engine
//! asks, counts, and refuses the whole fetch when a page comes twice, the server's total is not
//! what came, or there is no end. A further service is a further `Pager`.

mod account;
mod count;
mod declared;
mod pager;
mod pages;
mod way;

use super::further;
use super::inspect;
use super::request::{Ask, of_page};
use super::session::Session;
use super::trouble::Trouble;
use crate::decode::json_path::at_path;
use crate::decode::size;
use crate::model::Paging;
use account::Account;
pub(super) use declared::pager;
pub(super) use pager::{Page, Pager};
pub(super) use pages::{Pages, receipt};
use serde_json::Value;

/// Fetches all pages.
pub(super) fn all(
    session: &mut Session<'_>,
    declared: &Ask,
    paging: &Paging,
    records: &str,
    service: &mut dyn Pager,
    room: u64,
) -> Result<Pages, Trouble> {
    let mut step = service.first();
    let mut account = Account::new(paging);
    let mut pages = Pages::default();
    let mut from = declared.url.clone();
    loop {
        let ask = of_page(declared, paging.in_body, &step, session.guard, &from)?;
        account.asks(ask.url.as_str(), ask.body.as_deref())?;
        let left = room.saturating_sub(pages.bytes.len() as u64);
        let data = session.data(&ask, left).map_err(|t| account.on_page(t))?;
        let value = inspect::json(&data.body).unwrap_or_default();
        service
            .judge(&value, session.guard)
            .map_err(|t| account.on_later_page(t))?;
        let list = match at_path(&value, records) {
            Some(list @ Value::Array(_)) => list,
            _ if pages.receipts.is_empty() => return Err(no_list(records)),
            _ => &Value::Null,
        };
        let number = list.as_array().map_or(0, |list| list.len() as u64);
        let said = size::said(&value, records);
        account.takes(&value, list, number, session.guard)?;
        let link = further::next(&data.response);
        pages.take(&data, &ask, number, session.guard);
        let page = Page {
            value: &value,
            records: number,
            so_far: account.so_far,
            total: account.total,
            list,
            number: pages.receipts.len() as u64,
            said: &said,
            link: link.as_deref(),
        };
        let Some(next) = service.after(&page)? else {
            let counted = further::total(&data.response);
            account
                .says_no_more(&said, counted, link, number)
                .map_err(|trouble| Trouble {
                    message: session.guard.clean(&trouble.message),
                    ..trouble
                })?;
            break;
        };
        (step, from) = (next, data.ask.url.clone());
    }
    account.ends()?;
    Ok(pages)
}

fn no_list(records: &str) -> Trouble {
    Trouble::new(
        "wrong_type",
        format!("the first page has no list of records at `{records}`"),
        "look at the answer in a browser, and at `records`",
    )
}
