//! KPIs that are put together from other KPIs: how many targets of a list are met, and the points
//! of a rubric.
//!
//! Each part is scored by the same code that scores it alone. What cannot be assessed in a part is
//! a reason of the whole: it counts neither as not met nor as no points. A part without occasion
//! leaves the whole, so that it is neither earned nor possible.

mod components;
mod criteria;
mod targets;
mod whole;

pub use whole::Composite;
