//! What the checks of a contract see of other deliveries of the dataset. A form that repeats the
//! year before may stand in another file.
//!
//! A delivery is compared with what those landed before it state last, and with those landed at
//! the same instant. The own earlier deliveries of a place are left out, for it replaces them. What
//! comes later changes nothing, so this is a pure function of landing.

mod around;
mod marks;
mod statements;

pub use around::{RowsOfOneInstant, around};
pub use marks::mark;
pub use statements::StatementsByArea;
