//! Drop folders: files that people put there are landed when they are complete, and moved when
//! it is known what became of them.
//!
//! Nothing is lost at any step: a file is landed before it is moved, and stays in the folder until
//! it is. It moves to `taken/`, or to `refused/` with a text that says why, under the time at which
//! it was landed and its own name. Files of one look are taken in the order of their times, then of
//! their names; each is recorded a microsecond after the one before, so that the later one counts.
//!
//! Each file is a statement of its own: what it does not have is not withdrawn, since the next file
//! may be of another month or office.

mod listing;
mod move_landed;
mod moved;
mod take;
#[cfg(test)]
mod tests;

pub use listing::{FileSignature, is_ours, listing};
pub use move_landed::move_all_landed;
pub use take::{DropSource, Dropped, current, take};
