//! What an office declares about a source that is a query of a `PostgreSQL` database.
//!
//! A password is a name here, never a text: its text is looked up when the query is made and exists
//! nowhere else.

use crate::http::SecretFrom;

/// What stands in a query for the last watermark.
pub const WATERMARK: &str = "{watermark}";

/// A source that is a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresSource {
    /// Host name or IP address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Database.
    pub database: String,
    /// Role.
    pub user: String,
    /// Where its password is kept; `None` when the server wants none.
    pub password: Option<SecretFrom>,
    /// The connection is encrypted, and the server's certificate must hold for the host.
    pub tls: bool,
    /// PEM file with further certificate authorities, relative to the project; empty for none.
    pub ca_file: String,
    /// One `SELECT`, with [`WATERMARK`] where the watermark belongs.
    pub query: String,
    /// What tells later rows from earlier ones; `None` when each answer is everything.
    pub watermark: Option<Watermark>,
    /// Milliseconds until a connection stands.
    pub connect_ms: u64,
    /// Milliseconds for the statement, on the server.
    pub statement_ms: u64,
    /// Milliseconds for all of it.
    pub total_ms: u64,
    /// Most bytes of an answer; 0 for the project's limit.
    pub max_bytes: u64,
    /// Most rows of an answer; 0 for no limit.
    pub max_rows: u64,
}

impl PostgresSource {
    /// Where it is, without secrets.
    #[must_use]
    pub fn address(&self) -> String {
        format!("postgresql://{}:{}/{}", self.host, self.port, self.database)
    }
}

/// What tells later rows from earlier ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watermark {
    /// Column of the answer.
    pub column: String,
    /// How far back of the last watermark is asked again.
    pub lag: Lag,
}

/// How far back of a watermark is asked again, for rows that were written earlier and became
/// visible later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// Milliseconds, of days and instants.
    Time(u64),
    /// Steps of a whole number.
    Steps(u64),
}
