//! Mirror of `[source.postgres]`: a source that is a query of a `PostgreSQL` database.

use schemars::JsonSchema;
use serde::Deserialize;

/// The database and the query, in place of `file`. The source's `format` is `csv`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Postgres {
    /// Address without a password, `postgresql://user@host:port/database`. Either this or `host`,
    /// `port`, `database` and `user`.
    pub url: Option<String>,
    /// Host name or IP address.
    pub host: Option<String>,
    /// Port. Default: 5432.
    #[schemars(range(min = 1, max = 65535))]
    pub port: Option<i64>,
    /// Database.
    pub database: Option<String>,
    /// Role that may read what the query names, and nothing else.
    pub user: Option<String>,
    /// Where the password is kept.
    pub password: Option<Password>,
    /// `verify` (the default): encrypted, and the server's certificate must hold for the host.
    /// `off`: not encrypted.
    #[schemars(extend("enum" = ["verify", "off"]))]
    pub tls: Option<String>,
    /// PEM file with further certificate authorities, relative to the project.
    pub ca_file: Option<String>,
    /// One `SELECT`, without `;`. With a watermark, `{watermark}` stands where the last one
    /// belongs.
    pub query: String,
    /// What tells later rows from earlier ones. Default: each answer is everything.
    pub watermark: Option<Watermark>,
    /// How long chiso waits.
    pub timeouts: Option<PostgresTimeouts>,
    /// Most bytes of an answer. Default: `limits.max_file_bytes` of `chiso.toml`.
    #[schemars(range(min = 1))]
    pub max_bytes: Option<i64>,
    /// Most rows of an answer. Default: no limit but that of bytes.
    #[schemars(range(min = 1))]
    pub max_rows: Option<i64>,
}

/// Where a password or a token is kept: `env` or `file`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Password {
    /// Variable of the environment that holds it.
    pub env: Option<String>,
    /// File that holds it, relative to the project.
    pub file: Option<String>,
}

/// What tells later rows from earlier ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Watermark {
    /// Column of the answer that grows whenever a row is written: an instant, a day or a whole
    /// number.
    pub column: String,
    /// How far back of the last watermark is asked again: `10m`, or `"100"` for whole numbers.
    /// Default: not at all.
    pub lag: Option<String>,
}

/// How long chiso waits.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostgresTimeouts {
    /// Until a connection stands, encryption and login included. Default: `10s`.
    pub connect: Option<String>,
    /// For the statement, on the server. Default: `5m`.
    pub statement: Option<String>,
    /// For all of it. Default: `10m`.
    pub total: Option<String>,
}
