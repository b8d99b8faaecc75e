//! A landed file on its way into rows.

use crate::decode::{MAX_CELLS, Reading};
use crate::env::Bounds;
use crate::model::{AreaRegister, Dataset, Source};
use chrono::{DateTime, Utc};
use std::path::Path;

/// A landed file and when it came.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// First 12 hex digits of its SHA-256.
    pub id: &'a str,
    /// File name or path, as places show it.
    pub file_name: &'a str,
    /// Bytes as received.
    pub content: DeliveryContent<'a>,
    /// Sizes of the pages in which it came, one behind the other in the bytes; empty when it came
    /// in one piece.
    pub pages: &'a [u64],
    /// When the provider published it, if that was declared and is believed; else it is known from
    /// its landing.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was landed.
    pub fetched_at: DateTime<Utc>,
    /// Limits of the process that decodes it.
    pub bounds: Bounds,
}

impl Delivery<'_> {
    /// How its bytes are read as its source declares.
    pub(super) fn reading<'r>(&'r self, source: &'r Source) -> Reading<'r> {
        Reading {
            file_name: self.file_name,
            format: source.format,
            layout: &source.layout,
            decimal: source.number.decimal,
            pages: self.pages,
            max_cells: MAX_CELLS,
        }
    }
}

/// The bytes of a delivery.
#[derive(Clone, Copy, Debug)]
pub enum DeliveryContent<'a> {
    /// In memory.
    Held(&'a [u8]),
    /// In a file, read piece by piece where its format allows.
    File(&'a Path),
}

/// A delivery with all that it is read by.
#[derive(Clone, Copy)]
pub(in crate::ingest) struct Terms<'a> {
    pub(in crate::ingest) dataset: &'a Dataset,
    pub(in crate::ingest) source: &'a Source,
    pub(in crate::ingest) delivered: &'a Delivery<'a>,
    pub(in crate::ingest) areas: &'a AreaRegister,
}
