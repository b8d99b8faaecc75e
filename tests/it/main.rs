//! Integration tests: one binary, because each one links everything again.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod layers;
mod published;
mod invented;
mod support;
