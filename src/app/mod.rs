//! The only layer that prints, parses arguments or serves.

mod api;
mod asked;
pub mod cli;
mod completion;
mod daemon;
mod digits;
mod figures;
mod frames;
mod lake;
mod lang;
mod mcp;
mod messages;
mod output;
mod parts;
mod picture;
mod progress;
mod record_words;
mod repair;
mod rows;
mod score_view;
mod site;
mod strength;
mod words;
