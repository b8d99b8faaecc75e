//! The cluster that adds up records: how it is asked, and what people read when it does not answer.

use crate::config::Engine;
use crate::env::{SparkFault, SparkLink, SparkSession};
use crate::ingest::fetch::look_up;
use crate::model::{Finding, Place};
use crate::records::RecordsError;
use crate::store::Lake;
use arrow::array::RecordBatch;
use std::cell::OnceCell;
use std::path::Path;

/// What makes the same figures whatever the server was set up for: what cannot be held, read or found
/// is an error, and answers come as they are.
const SESSION: [(&str, &str); 6] = [
    ("spark.sql.ansi.enabled", "true"),
    ("spark.sql.session.timeZone", "UTC"),
    ("spark.sql.caseSensitive", "true"),
    ("spark.sql.files.ignoreCorruptFiles", "false"),
    ("spark.sql.files.ignoreMissingFiles", "false"),
    ("spark.sql.execution.arrow.compression.codec", "none"),
];

/// The rule of the warning that a run went on without the cluster.
pub(super) const ENGINE_AWAY: &str = "engine_away";

/// What stands in place of the token in what a server says.
const MARK: &str = "[secret]";

/// A cluster, with which a session is opened by the first question.
pub(super) struct Cluster<'a> {
    engine: &'a Engine,
    session: OnceCell<SparkSession>,
    /// The token, which nothing that is said may hold.
    token: OnceCell<String>,
}

impl<'a> Cluster<'a> {
    pub(super) const fn new(engine: &'a Engine) -> Cluster<'a> {
        Cluster {
            engine,
            session: OnceCell::new(),
            token: OnceCell::new(),
        }
    }

    /// The answer to a question in SQL.
    pub(super) fn ask(&self, question: &str) -> Result<Vec<RecordBatch>, RecordsError> {
        if self.session.get().is_none() {
            let opened = self.open().map_err(|fault| self.said(&fault))?;
            let _ = self.session.set(opened);
        }
        let none = || SparkFault::Unusable("there is no session".to_owned());
        let session = self.session.get().ok_or_else(none);
        let answer = session.and_then(|session| session.ask(question));
        answer.map_err(|fault| self.said(&fault))
    }

    fn open(&self) -> Result<SparkSession, SparkFault> {
        let token = self.engine.token.as_ref();
        // The file of a secret has its whole path.
        let token = token.map(|from| look_up(from, Path::new("")));
        let token = token.transpose().map_err(SparkFault::Unusable)?;
        if let Some(token) = &token {
            let _ = self.token.set(token.clone());
        }
        let session = SparkSession::open(&SparkLink {
            host: self.engine.host.clone(),
            port: self.engine.port,
            tls: self.engine.tls,
            token,
        })?;
        session.configure(&SESSION)?;
        Ok(session)
    }

    /// The folder of a table, as the workers of the cluster find it.
    pub(super) fn folder(&self, lake: &Lake, table: &str) -> String {
        let here = || format!("file://{}", lake.root().display());
        let lake = self.engine.lake.clone().unwrap_or_else(here);
        format!("{lake}/tables/{table}")
    }

    /// What the warning of a run says that went on without the cluster; none where it must not.
    pub(super) fn passed_over(&self, error: &RecordsError, table: &str) -> Option<Finding> {
        let RecordsError::Server(said) = error else {
            return None;
        };
        let place = Place {
            file: "chiso.toml".to_owned(),
            col: "engine.fallback".to_owned(),
            ..Place::default()
        };
        // What to do about it is of use to those who do not go on without it.
        let why = said.split("; ").next().unwrap_or_default();
        let message = format!("the records of `{table}` were added up by chiso itself: {why}");
        let fallback = self.engine.fallback;
        fallback.then(|| Finding::warning(ENGINE_AWAY, place, message))
    }

    fn said(&self, fault: &SparkFault) -> RecordsError {
        let Engine { host, port, .. } = self.engine;
        let server = format!("chiso.toml, `engine.spark`: the server `sc://{host}:{port}`");
        let said = match fault {
            SparkFault::Unusable(why) => {
                format!("{server} cannot be asked: {why}; correct `engine` in chiso.toml")
            }
            SparkFault::Unreachable(why) => format!(
                "{server} cannot be reached: {why}; start it or correct the address, or write \
                    `fallback = \"embedded\"` beside it"
            ),
            SparkFault::Broken(why) => {
                format!("{server} ended before its answer did: {why}; see its log, and run again")
            }
            SparkFault::Forbidden(why) => format!(
                "{server} does not let chiso in: {why}; name its token with `token = {{ env = \
                    \"NAME\" }}`"
            ),
            SparkFault::Refused(why) => format!(
                "{server} refuses the question: {why}; its workers must find the lake where \
                    `engine.lake` says (at the same path as here where nothing is said)"
            ),
        };
        RecordsError::Server(match self.token.get() {
            Some(token) => said.replace(token.as_str(), MARK),
            None => said,
        })
    }
}
