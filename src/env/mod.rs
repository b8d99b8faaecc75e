//! Seams to the outside world, each with a fake or a fault beside the real thing, so that tests decide what happens.

mod clock;
mod files;

pub use clock::{CLOCK_VARIABLE, Clock, FakeClock, SystemClock, clock_from_env};
pub use files::{ABORT_VARIABLE, FileError, Files, TEMPORARY};
