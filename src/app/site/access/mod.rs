//! Who sees on the site what is not published, and what they decide and do there.
//!
//! `access.toml` names the persons. One signs in with a token, of which the file holds the hash, or is
//! let in by a proxy that names them in a header; a program sends the token with each request. What they
//! send is taken only with the word that the site gave them, so that a page of another site can send
//! nothing in their name.

mod act;
mod per_minute;
mod sign_ins;
mod token;

pub use act::act;
pub use per_minute::PerMinute;
pub use sign_ins::{Refusal, SignIns, SignedIn};
pub use token::{hash_of, new_token};
