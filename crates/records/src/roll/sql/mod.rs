//! The same from a server that answers questions in SQL, for tables that outgrow one machine: what
//! measures want is written as one question over the data files themselves, and the answer is put
//! into the same parts as what is read here.

mod answer;
mod changed;
mod condition;
mod found;
mod question;
mod relation;
mod server;

pub use changed::changes_by;
pub use server::SqlServer;

pub(super) use found::parts_by;
