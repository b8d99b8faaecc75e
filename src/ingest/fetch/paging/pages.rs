//! The pages that came, and their receipts.

use super::super::attempts::Data;
use super::super::request::Ask;
use super::super::secrets::Guard;
use crate::store::{PageReceipt, sha256_hex};

/// The pages of a delivery, one behind the other.
#[derive(Default)]
pub(in crate::ingest::fetch) struct Pages {
    pub bytes: Vec<u8>,
    pub receipts: Vec<PageReceipt>,
    pub content_type: String,
    pub content_encoding: String,
}

impl Pages {
    /// Takes an answer in behind the others.
    pub fn take(&mut self, data: &Data, asked: &Ask, records: u64, guard: &Guard) {
        if self.receipts.is_empty() {
            data.response
                .header("content-type")
                .unwrap_or_default()
                .clone_into(&mut self.content_type);
            data.response
                .header("content-encoding")
                .unwrap_or_default()
                .clone_into(&mut self.content_encoding);
        }
        self.receipts.push(receipt(data, asked, records, guard));
        self.bytes.extend_from_slice(&data.body);
    }
}

/// The receipt of one answer.
pub(in crate::ingest::fetch) fn receipt(
    data: &Data,
    asked: &Ask,
    records: u64,
    guard: &Guard,
) -> PageReceipt {
    let body = asked
        .body
        .as_deref()
        .map(|body| guard.clean(&String::from_utf8_lossy(body)))
        .unwrap_or_default();
    PageReceipt {
        url: asked.shown(guard),
        body,
        size: data.body.len() as u64,
        records,
        sha256: sha256_hex(&data.body),
    }
}
