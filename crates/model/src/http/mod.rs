//! What an office declares about a source that is fetched over HTTP: the request, its limits, its
//! pages.
//!
//! A secret is a name here, never a text: its text is looked up when the request is made and exists
//! nowhere else.

mod limits;
mod paging;
mod request;
mod source;

pub use limits::{HttpLimits, HttpRetries};
pub use paging::{Paging, PagingKind};
pub use request::{HttpBody, HttpMethod, HttpProxy, HttpValue, SecretFrom};
pub use source::HttpSource;
