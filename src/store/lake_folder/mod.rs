//! The lake as a folder: where its parts lie, that it is one, and what a crash may have left in it.

mod names;
mod open;
mod places;
mod set_apart;
mod sweep;
mod taken;

pub(super) use names::{check_name, entries};
pub use open::Lake;
pub(super) use set_apart::is_set_apart;
