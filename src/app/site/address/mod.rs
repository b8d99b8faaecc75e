//! Addresses of the site: what each says, and how it is written. An address is read and written
//! here only, so that every link of a page is one that the site answers.
//!
//! `/latest/…` is the release in force, `/r/<release>/…` that release for ever.

mod choice;
mod form;
mod link;
mod page;
mod read;
#[cfg(test)]
mod tests;

pub use choice::{PageChoice, Sort};
pub use form::FileForm;
pub use link::{Address, encoded};
pub use page::{Edition, Page};
pub use read::Query;
