//! Studies: which associations between scores and results are looked at, fixed before any figure is
//! seen, and what came out.
//!
//! The word is association. Nothing here says that a score brings a result about.

mod association;
mod design;
mod remark;

pub use association::{
    Association, Evidence, Inference, Interval, LeftOut, Refusal, Regional, SETTLED, Significance,
};
pub use design::{Design, Method, Primary, Study};
pub use remark::Remark;
