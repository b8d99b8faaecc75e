//! The API of `chiso serve`, under `/api/v1`: what programs read. It answers from published releases
//! and changes nothing.
//!
//! A request goes one way: `request` reads its address strictly, `resource` says which parameters
//! the address takes, a file for each kind of resource answers, and `problem` says why there is no
//! answer (RFC 9457).

mod check;
mod explain;
mod http;
mod index;
mod named;
mod negotiation;
mod openapi;
mod parameter;
mod problem;
mod releases;
mod request;
mod resource;
mod rows;
mod search;
mod service;
mod table;
mod viewed;

pub use http::routes;
pub use openapi::schema_of;
pub use resource::Resource;
pub use service::{ApiRequest, answer};
