//! `datapackage.json`: the release described as a Frictionless Data Package (version 1).
//!
//! It names nothing that moves while content stays: no release id, no time of the run. Two releases
//! with equal tables from the same declarations have the same description, byte for byte.

mod data_package;
mod origins;
mod resources;
#[cfg(test)]
mod tests;

pub(super) use data_package::data_package;
