//! A second process of this program, with limits of memory and processor time, for work that must
//! not take the rest down.
//!
//! Libraries that read workbooks, archives and XML may ask for any amount of memory or time when a
//! file is damaged or hostile, and neither can be undone from within. The second process limits
//! itself at its start; whatever it does, it ends as an [`Ended`] in this one. Only the program
//! itself has a second process: [`allow_isolation`] is called by its `main`, so tests of the
//! library work in their own process.

mod bounds;
mod process;
mod start;

pub use bounds::{Bounds, bound_this_process};
pub use process::{Ended, Isolated};
pub use start::{Input, allow_isolation, isolate, limited_again, may_isolate};
