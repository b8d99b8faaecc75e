//! Integration tests: one binary, because each one links everything again.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod adapters;
mod again;
mod arrivals;
mod big;
mod cases;
mod cli;
mod contract;
mod corpus;
mod correlation;
mod crash;
mod daemon;
mod draft;
mod explain;
mod formats;
mod hanoi;
mod http;
mod invented;
mod layers;
mod misbehaving;
mod perturbed;
mod plan;
mod postgres;
mod published;
mod pxweb;
mod quarantine;
mod rebuild;
mod server;
mod shared;
mod support;
mod targets;
mod thresholds;
mod time;
mod tls;
