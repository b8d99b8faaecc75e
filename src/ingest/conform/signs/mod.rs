//! What the signs of a provider say of one figure: marks beside it, the texts of its columns
//! `status` and `obs_status`, where the source declares what these mean.

mod lists;
mod marks;
mod said;
mod shown;
#[cfg(test)]
mod tests;
mod undeclared;

pub(super) use said::{Signs, beside, is_declared};
pub(super) use shown::shown;
pub(super) use undeclared::Undeclared;
