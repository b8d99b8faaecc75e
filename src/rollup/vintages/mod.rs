//! What replaces what. Deliveries of one place follow each other in the order of landing, whatever
//! dates their rows carry; the dates say what was known when, and the past is never rewritten.
//!
//! A delivery replaces the one before it from the same place as a whole. Its figures take effect on
//! their own dates as long as these advance. A figure whose date does not advance takes effect when
//! its delivery became known, and a figure that the delivery does not hold is withdrawn at that
//! moment. Rows of one delivery with one key and several dates are vintages.
//!
//! Example: a file says 100, then 90, then 100 again, always dated 1 March. As of March it says
//! 100, from the second landing 90, from the third 100.

mod landings;
mod timeline;

pub use landings::{Known, Landings, Streams};
pub use timeline::Since;
