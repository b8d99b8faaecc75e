//! Plan → work: what is missing or stale, done in order, failures kept apart, and an account of it all.
//!
//! Knows neither the terminal nor HTTP to users; `app` shows what this returns.

pub mod compute;
pub mod tables;
