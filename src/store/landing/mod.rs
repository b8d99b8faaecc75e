//! Landing: bytes exactly as received, under their hash, with a receipt. Everything to the right is
//! a function of these.
//!
//! A delivery is landed once: the same bytes again give the receipt of the first time, so figures
//! keep the day they became known. Only when something else came in between from the same place are
//! they a delivery of their own, because then they withdraw it.

mod deliveries;
mod land;
mod receipt;

pub use deliveries::LandedDelivery;
pub use land::{LandingNote, Listing, Replaced};
pub use receipt::{PageReceipt, QueryColumn, QueryReceipt, Receipt, Transfer, WatermarkReceipt};
