//! A look at the sources: every file and every address, what they hold landed. A source that fails
//! is named, the others go on, and what it delivered before stays what it says.

mod delivered;
mod land;
mod look;
mod looking;

pub use look::look;
pub use looking::{FetchOutcome, Looking};
