//! A lake's copy in object storage, by the API of S3.
//!
//! The folder is where a run works; the bucket holds what it came to, so that another machine can go
//! on from there and a lost disk loses nothing. Three objects make that safe:
//!
//! - `lock.json` is put only where there is none: one machine works at a time ([`Copy::begin`]).
//! - the files of the lake, each under its own path, so that other engines read them in place.
//! - `head.json` lists every file with its length and SHA-256. It is put last, and only over the one
//!   that was read ([`Session::finish`]): whoever reads it sees the lake before a run or after it.
//!
//! Nothing here knows what a lake is. Sending is behind [`Wire`], writing behind [`Folder`].

mod bucket;
mod copy;
mod fault;
mod folder;
mod head;
mod holder;
mod kept;
mod lock;
mod transfer;
mod wire;

#[cfg(test)]
mod tests;

pub use bucket::{Address, Bucket, Keys};
pub use copy::{Brought, Copy, Sent, Session};
pub use fault::Fault;
pub use folder::Folder;
pub use holder::Holder;
pub use wire::{Answer, Request, Wire};
