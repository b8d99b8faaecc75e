//! The seam to a database: what a query would answer, and its answer as bytes, with limits on time
//! and size. Every statement runs in a transaction that cannot write. What is asked and what is
//! done about an answer is decided in `ingest::fetch`, where a test can see it.

mod fake;
mod real;
mod tls;

use std::path::PathBuf;
use std::time::Duration;

pub use fake::FakeDatabase;
pub use real::RealDatabase;

/// Asks a database.
pub trait Database: Send + Sync {
    /// What a query would answer, by the server's word; nothing is run. Parameters are written
    /// `$1`.
    ///
    /// # Errors
    /// When there is no answer.
    fn describe(&self, link: &DatabaseLink, query: &str) -> Result<Described, DatabaseFault>;

    /// What a statement `COPY (…) TO STDOUT` answers, whole.
    ///
    /// # Errors
    /// When there is no answer, or it ended before it was whole.
    fn copy(&self, link: &DatabaseLink, statement: &str) -> Result<Vec<u8>, DatabaseFault>;
}

/// Where a database is, who asks, and what an answer may cost. It holds a password, so it cannot be
/// printed.
#[derive(Clone)]
pub struct DatabaseLink {
    /// Host name or IP address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Database.
    pub database: String,
    /// Role.
    pub user: String,
    /// Password; `None` when the server wants none.
    pub password: Option<String>,
    /// The connection is encrypted, and the server's certificate must hold for the host.
    pub tls: bool,
    /// PEM file with further certificate authorities.
    pub ca_file: Option<PathBuf>,
    /// Until a connection stands, encryption and login included.
    pub connect: Duration,
    /// For a statement, on the server.
    pub statement: Duration,
    /// For all of it.
    pub total: Duration,
    /// Most bytes of an answer.
    pub max_bytes: u64,
}

/// What a query would answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// Columns in order: name and type, as the server names them.
    pub columns: Vec<(String, String)>,
    /// Number of its parameters.
    pub parameters: usize,
}

/// What can go wrong on the way. Texts may repeat what was sent, so whoever shows them takes
/// secrets out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseFault {
    /// It cannot be asked as declared: a CA file that cannot be read.
    Unusable(String),
    /// No connection: no such host, refused, no trust in its certificate.
    Unreachable(String),
    /// Took too long: what did, and for how long it was waited.
    Timeout(&'static str, Duration),
    /// The connection ended before the answer did.
    Broken(String),
    /// The answer is larger than allowed.
    TooLarge(u64),
    /// The server says no.
    Refused {
        /// SQLSTATE, five signs.
        code: String,
        /// What it says.
        message: String,
    },
}
