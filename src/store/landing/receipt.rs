//! The receipt of a delivery: where its bytes came from, when and how.

use crate::store::hash::sha256_hex;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What `receipt.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Dataset.
    pub dataset: String,
    /// Source within the dataset.
    pub source_id: String,
    /// File name as delivered.
    pub file_name: String,
    /// Where it was read: a path within the project, or an address.
    pub path: String,
    /// Where it is published; empty when nowhere public.
    pub url: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Number of bytes.
    pub size: u64,
    /// Licence, in words.
    pub licence: String,
    /// When it was fetched.
    pub fetched_at: DateTime<Utc>,
    /// When the provider published it, if known.
    pub published_at: Option<DateTime<Utc>>,
    /// How it came over HTTP; absent for a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
}

/// What is known of a fetch, over HTTP or of a database. No secret is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// SHA-256 of the request as declared. Only the same request may be made on the condition that
    /// something has changed.
    pub request: String,
    /// Body of the request that an adapter has made, when the delivery came in one piece; empty
    /// when it had none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// `ETag` of the answer; empty when it had none.
    pub etag: String,
    /// `Last-Modified` of the answer, as sent; empty when it had none.
    pub last_modified: String,
    /// `Content-Type` of the (first) answer; empty when it had none.
    pub content_type: String,
    /// `Content-Encoding` that was undone: the bytes landed are those behind it. Empty when there
    /// was none.
    pub content_encoding: String,
    /// Pages whose bytes stand in the delivery one behind the other; empty when it came in one
    /// piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageReceipt>,
    /// Answers that only said what to ask for and are not part of the delivery: descriptions of
    /// tables, limits, catalogues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<PageReceipt>,
    /// The query whose answer it is; absent when it came over HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<QueryReceipt>,
}

/// What a database was asked and what its answer holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryReceipt {
    /// The query as declared.
    pub text: String,
    /// Columns of the answer, in order.
    pub columns: Vec<QueryColumn>,
    /// Rows of the answer.
    pub rows: u64,
    /// How far it reaches; absent when each answer is everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watermark: Option<WatermarkReceipt>,
}

/// A column of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryColumn {
    /// Name.
    pub name: String,
    /// Type, by the server's name.
    #[serde(rename = "type")]
    pub data_type: String,
}

/// From where to where an answer reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatermarkReceipt {
    /// Column.
    pub column: String,
    /// Only rows later than this were asked for; empty when all were.
    pub after: String,
    /// The latest that was received so far; empty when no row had one.
    pub reached: String,
    /// SHA-256 of the rows that are asked for again next time, without and with those on the bound
    /// itself.
    pub held: Vec<String>,
}

/// One page of a delivery, or an answer that led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageReceipt {
    /// Where it was read.
    pub url: String,
    /// Body of the request; empty when it had none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Number of bytes.
    pub size: u64,
    /// Records in it.
    pub records: u64,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

impl Transfer {
    /// Whether it brought only what came after the delivery before it.
    #[must_use]
    pub fn partial(&self) -> bool {
        self.query
            .iter()
            .filter_map(|q| q.watermark.as_ref())
            .any(|w| !w.after.is_empty())
    }
}

impl Receipt {
    /// Whether it holds only what came after the delivery before it, so that what it does not have
    /// is not withdrawn.
    #[must_use]
    pub fn partial(&self) -> bool {
        self.transfer.as_ref().is_some_and(Transfer::partial)
    }

    /// Hash of all that it says.
    #[must_use]
    pub fn hash(&self) -> String {
        serde_json::to_vec(self)
            .map(|text| sha256_hex(&text))
            .unwrap_or_default()
    }

    /// Sizes of the pages, in order; empty when it came in one piece.
    #[must_use]
    pub fn pages(&self) -> Vec<u64> {
        self.transfer
            .iter()
            .flat_map(|t| t.pages.iter().map(|p| p.size))
            .collect()
    }
}
