//! Who sees on the site what is not published, and what they decide there.
//!
//! `access.toml` names the persons. One signs in with a token, of which the file holds the hash, or is
//! let in by a proxy that names them in a header. What they send is taken only with the word that the
//! site gave them, so that a page of another site can send nothing in their name.

mod act;
mod sign_ins;
mod token;

pub use act::decide;
pub use sign_ins::{Refusal, SignIns, SignedIn};
pub use token::{hash_of, new_token};
