//! The registers a project stands on: areas with their relations, targets, and holidays.

mod checks;
mod decided;
mod load;
mod register;

pub use register::Registers;
