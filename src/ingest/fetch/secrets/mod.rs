//! The texts of secrets while a source is fetched, and the guard that takes them out of everything
//! that is said.

mod guard;
mod look_up;
mod proxies;
mod written;

pub(super) use guard::Guard;
pub use look_up::{look_up, missing_password, missing_secrets};
