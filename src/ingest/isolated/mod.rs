//! Decoding in a second process with limits of memory and time, so that whatever a library does
//! with a file ends as one refused delivery.
//!
//! Delimited text is read by code of our own that holds a block at a time, and needs none. Every
//! other format, and whatever is packed, is decoded by `chiso decode-delivery`: the bytes go to its
//! standard input, and columns, records and faults come back as they are. Where the program cannot
//! start itself (tests of the library) decoding happens here, with the same result.

mod ask;
mod message;
mod serve;
#[cfg(test)]
mod tests;

pub use ask::{COMMAND, DECODE_LIMIT, decode, decode_apart, is_isolated};
pub use serve::serve;
