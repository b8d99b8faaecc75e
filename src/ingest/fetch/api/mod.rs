//! Services that chiso knows: which requests a declared table needs, and whether an answer is what
//! was asked for.
//!
//! Each service is a file here: `pxweb`, `sdmx`, `ckan`, `worldbank`. A service whose answer may be
//! too large is asked in `parts`; one that counts records is asked by the engine of pages. What
//! comes is one delivery, read by the decoder of its format; descriptions that only led to it stand
//! in the receipt by their hash.

mod answers;
mod ckan;
mod parts;
mod pxweb;
mod sdmx;
mod worldbank;

use super::request::Ask;
use super::session::Session;
use super::trouble::Trouble;
use crate::model::Api;
pub(super) use answers::Brought;
use answers::{describe, said, some};

/// Fetches what is declared of a service. `declared` asks the address of the service itself.
pub(super) fn fetch(
    session: &mut Session<'_>,
    declared: &Ask,
    api: &Api,
    room: u64,
) -> Result<Brought, Trouble> {
    match api {
        Api::Pxweb(table) => pxweb::fetch(session, declared, table, room),
        Api::Sdmx(query) => sdmx::fetch(session, declared, query, room),
        Api::Ckan(resource) => ckan::fetch(session, declared, resource, room),
        Api::WorldBank(query) => worldbank::fetch(session, declared, query, room),
    }
}

#[cfg(test)]
mod tests {
    use super::some;

    #[test]
    fn long_lists_are_told_in_part() {
        assert_eq!(some(["a", "b"]), "`a`, `b`");
        let names: Vec<String> = (0..10).map(|n| n.to_string()).collect();
        assert!(some(names.iter().map(String::as_str)).ends_with("`7` and 2 more"));
    }
}
