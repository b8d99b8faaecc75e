//! One sample under one design: coefficient, interval, p, and how far one area moves it, for each
//! method.

mod draws;
mod found;
mod groups;
mod panel;

pub(super) use draws::Draws;
pub(super) use found::{Assessed, Found};
pub(super) use panel::assess;
