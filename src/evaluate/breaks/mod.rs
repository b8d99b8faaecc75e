//! The register of breaks: where the figures of a measure stop being one series, as declared and as
//! seen in the figures themselves.
//!
//! A declared break is a `[[measure.break]]`; a seen one is a change of unit, basis or scheme
//! between two adjacent periods for which an area has figures. A scheme that is not stated is not
//! another one. Each break says how many verdicts were refused or flagged for it.

mod found;
mod key;
mod verdicts;

pub use found::breaks;
pub use key::{BreakKey, BreakKind, Broken};
