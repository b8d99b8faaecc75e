//! The site of `chiso serve`: what people who never open a terminal look at. It shows published
//! releases and changes nothing.
//!
//! Every page is made on the server, reads without scripts, and has a twin of text and tables alone
//! (`?view=text`). A request goes one way: `address` says what is asked for, `edition` finds the
//! release, a file of `pages` fills a template of `templates`.

mod address;
mod alphabet;
mod answer;
mod chart;
mod edition;
mod frame;
mod http;
mod kept;
mod map;
mod pages;
mod scores;
mod sentence;
mod service;
mod units;
mod visit;

pub use address::{Edition, encoded};
pub use answer::Answer;
pub use edition::editions;
pub use frame::became;
pub use http::{made, routes, said};
pub use pages::attached;
pub use service::{Site, reader};
pub use units::Units;
