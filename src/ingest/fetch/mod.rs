//! Sources over HTTP and queries of databases: from a declaration to the bytes that are landed, or
//! to one finding that says what was tried.
//!
//! `request` makes what is asked, `session` asks, `attempts` repeats and follows, `inspect` says
//! whether an answer is what was declared, `encoding` unpacks it, `paging` puts pages together,
//! `api` knows particular services, `postgres` asks databases, `secrets` keeps secrets out of
//! everything that is said. Nothing is landed here and nothing is decided about figures: whoever
//! calls has either whole bytes or a finding.

mod api;
mod attempts;
mod encoding;
mod fetched;
mod fetcher;
mod further;
mod hosts;
mod inspect;
mod paging;
mod postgres;
mod request;
mod secrets;
mod session;
#[cfg(test)]
mod tests;
mod trouble;

pub use fetched::{Fetch, Fetched};
pub use fetcher::Fetcher;
pub use postgres::{Asking, query};
pub use secrets::{look_up, missing_password, missing_secrets};
