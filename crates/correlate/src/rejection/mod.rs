//! Does a p mean what it says? Noise without any association goes through the studies as figures
//! do, and the share of rows with p at most 0.05 is counted, for every design and method.
//!
//! The panels are like the bundled ones: areas in six regions of unequal size, years with serial
//! correlation, heavy tails, an effect of each area and year, shocks that a region shares in a
//! year, cells that are missing, areas that cease to be observed. Score and outcome are drawn apart
//! from each other. The tests draw few and small panels; `CHISO_PANELS=500 cargo test --lib
//! rejection -- --ignored --nocapture` prints the table of docs/STATISTICS.md.
//! `tests/reference/rejection.py` does the same without any of this code.

mod noise;
mod rates;

pub(super) use noise::value_of;
