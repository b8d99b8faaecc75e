//! The messages of Spark Connect that are sent and understood here, by the numbers of their fields in
//! `spark/connect/base.proto` and `relations.proto` of Apache Spark 4. Fields that are not named are
//! not sent, and passed over where they come.

use prost::Message;

/// Who asks.
#[derive(Clone, PartialEq, Message)]
pub(super) struct UserContext {
    #[prost(string, tag = "1")]
    pub(super) user_id: String,
}

/// `SQL`: a question as text.
#[derive(Clone, PartialEq, Message)]
pub(super) struct SqlText {
    #[prost(string, tag = "1")]
    pub(super) query: String,
}

/// `Relation`, of which only the one by SQL is used.
#[derive(Clone, PartialEq, Message)]
pub(super) struct RootRelation {
    #[prost(message, optional, tag = "10")]
    pub(super) sql: Option<SqlText>,
}

/// `Plan`: what is to be executed.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Plan {
    #[prost(message, optional, tag = "1")]
    pub(super) root: Option<RootRelation>,
}

/// A question.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ExecutePlanRequest {
    #[prost(string, tag = "1")]
    pub(super) session_id: String,
    #[prost(message, optional, tag = "2")]
    pub(super) user_context: Option<UserContext>,
    #[prost(message, optional, tag = "3")]
    pub(super) plan: Option<Plan>,
    #[prost(string, optional, tag = "4")]
    pub(super) client_type: Option<String>,
}

/// A piece of an answer: a stream of Arrow with its schema.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ArrowBatch {
    #[prost(int64, tag = "1")]
    pub(super) row_count: i64,
    #[prost(bytes = "bytes", tag = "2")]
    pub(super) data: bytes::Bytes,
}

/// One of many parts of an answer.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ExecutePlanResponse {
    #[prost(message, optional, tag = "2")]
    pub(super) arrow_batch: Option<ArrowBatch>,
}

/// A setting and its value.
#[derive(Clone, PartialEq, Message)]
pub(super) struct KeyValue {
    #[prost(string, tag = "1")]
    pub(super) key: String,
    #[prost(string, optional, tag = "2")]
    pub(super) value: Option<String>,
}

/// `ConfigRequest.Set`: settings.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ConfigSet {
    #[prost(message, repeated, tag = "1")]
    pub(super) pairs: Vec<KeyValue>,
}

/// `ConfigRequest.Operation`, of which only that of setting is used.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ConfigOperation {
    #[prost(message, optional, tag = "1")]
    pub(super) set: Option<ConfigSet>,
}

/// How the session is to work.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ConfigRequest {
    #[prost(string, tag = "1")]
    pub(super) session_id: String,
    #[prost(message, optional, tag = "2")]
    pub(super) user_context: Option<UserContext>,
    #[prost(message, optional, tag = "3")]
    pub(super) operation: Option<ConfigOperation>,
    #[prost(string, optional, tag = "4")]
    pub(super) client_type: Option<String>,
}

/// It works so.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ConfigResponse {}

/// The session is no longer needed.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ReleaseSessionRequest {
    #[prost(string, tag = "1")]
    pub(super) session_id: String,
    #[prost(message, optional, tag = "2")]
    pub(super) user_context: Option<UserContext>,
    #[prost(string, optional, tag = "3")]
    pub(super) client_type: Option<String>,
}

/// It is gone.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ReleaseSessionResponse {}
