//! The site of `chiso serve`: what people who never open a terminal look at. It shows published
//! releases; who has signed in sees those that wait, too, and may decide and do what their role allows.
//!
//! Every page is made on the server, reads without scripts, and has a twin of text and tables alone
//! (`?view=text`). A request goes one way: `address` says what is asked for, `edition` finds the
//! release, a file of `pages` fills a template of `templates`.

mod access;
mod address;
mod alphabet;
mod answer;
mod asker;
mod chart;
mod dots;
mod edition;
mod forms;
mod frame;
mod http;
mod kept;
mod map;
mod pages;
mod scores;
mod sentence;
mod service;
mod similar;
mod units;
mod visit;

pub use access::{Refusal, SignedIn, hash_of, new_token};
pub use address::{Edition, encoded};
pub use answer::Answer;
pub use asker::{Asker, reader, said};
pub use edition::{editions, made_at};
pub use forms::refused;
pub use frame::became;
pub use http::{made, routes};
pub use pages::attached;
pub use service::{PRIVATE, Shows, Site};
pub use units::Units;
