//! How much of the country the values of a KPI speak for: how many of the areas there are, and how
//! much of what the KPI is about.
//!
//! Areas of one level are counted together and never with those above or below them. The weight of
//! the areas is that of the latest period, not after the one in question, in which every area of
//! the level has a figure: only then is the sum a whole.

mod counted;
mod weight;

pub use counted::{Coverage, coverage};
pub use weight::Weight;
