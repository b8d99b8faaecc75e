//! Whether an answer is what was declared: its status, its length, its type, and that it is whole.
//! What fails here is not landed.

mod accepted;
mod json_body;
mod kind;
mod shown;
mod status;
mod whole;

pub(super) use accepted::accepted;
pub(super) use json_body::json;
