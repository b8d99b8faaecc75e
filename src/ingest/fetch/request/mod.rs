//! The requests of a source: what is declared, with the parameters of a page, and what of it
//! another server may see.

mod address;
mod ask;
mod conditions;
mod declared;
mod json_body;
mod of_page;

pub(super) use address::{same_origin, shown_place};
pub(super) use ask::{Ask, Expects};
pub(super) use conditions::{conditions, fingerprint};
pub(super) use declared::declared;
pub(super) use of_page::{PageRequest, Parameter, of_page};
