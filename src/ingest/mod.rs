//! From delivered bytes to rows that keep the dataset's contract.
//!
//! `decode` turns bytes into text cells, one file a format; `conform` turns cells into typed rows
//! and quarantines what cannot be defended; `preview` shows how a file nobody has declared would
//! decode; `given` sends the rows of inline tests down the same road; `registers` reads the areas
//! and targets that everything else is judged by; `isolated` decodes in a second process with
//! limits. All of it is a pure function of bytes and declarations: no clock, no paths, no network.

mod conform;
mod cumulative;
pub mod draft;
pub mod fetch;
mod given;
pub mod isolated;
pub mod number;
mod our_time;
pub mod preview;
pub mod records;
pub mod registers;

pub use conform::{
    CONFIRMED_BY_TEXT, Conformed, Delivery, DeliveryContent, Found, Held, NOT_REPAIRED,
    OtherStatement, Out, Quarantined, REPAIRED, Settled, StatedConcepts, conform, conform_to, find,
    heads, refuse_other_concepts, refuse_shrunken, stated_concepts,
};
pub use given::conform_given;
pub use registers::{RegisterFile, VALUE_UNITS, read_areas, read_holidays, read_targets};
