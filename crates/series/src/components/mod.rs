//! Which units of two days can be compared: the smallest unions that are the same place on both.
//!
//! Units hang together when one became, in whole, another or part of another. A part that figures
//! cannot separate (`transfer`) does not tie them together, since every figure would then be of
//! half a country; it makes both sides approximate, and says with whom they would be exact.

mod answerable;
mod component;
mod same_land;
mod ties;
mod unions;
mod whole;

pub use answerable::answerable;
pub use component::{Component, Outcome};
pub use same_land::same_land;
pub use unions::components;
pub use whole::whole_unions;
