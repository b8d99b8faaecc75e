//! The only layer that prints, parses arguments or serves.

pub mod cli;
mod frames;
mod lang;
mod output;
mod progress;
