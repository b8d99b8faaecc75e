//! How texts from files are made comparable, for all that is decoded.

pub use chiso_model::tidy;
