//! `PostgreSQL` itself, by tokio-postgres. Async inside, blocking outside; the runtime is made with
//! the first question, so who has no database never has one.

use super::tls::MakeTls;
use super::{Database, DatabaseFault, DatabaseLink, Described};
use std::error::Error;
use std::future::Future;
use std::pin::pin;
use std::sync::{OnceLock, mpsc};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio::time::{Instant, timeout_at};
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::NoTls;
use tokio_postgres::{Client, Config, Connection};

/// What makes the same rows the same text wherever it runs, and keeps what is asked from changing
/// anything.
const SESSION: &str = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; \
    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL standard_conforming_strings = on; \
    SET LOCAL lc_numeric = 'C'; SET LOCAL lc_monetary = 'C'; SET LOCAL intervalstyle = 'iso_8601'; \
    SET LOCAL client_min_messages = error";

/// Asks databases over the network.
#[derive(Default)]
pub struct RealDatabase {
    runtime: OnceLock<Result<Runtime, String>>,
}

impl RealDatabase {
    /// Opens nothing yet.
    #[must_use]
    pub fn new() -> RealDatabase {
        RealDatabase::default()
    }

    /// Runs something to its end on a thread of the runtime, whoever calls.
    fn wait<T: Send + 'static>(
        &self,
        task: impl Future<Output = Result<T, DatabaseFault>> + Send + 'static,
    ) -> Result<T, DatabaseFault> {
        let runtime = self.runtime.get_or_init(|| {
            let mut builder = tokio::runtime::Builder::new_multi_thread();
            builder
                .worker_threads(1)
                .thread_name("database")
                .enable_all()
                .build()
                .map_err(|e| e.to_string())
        });
        let runtime = runtime
            .as_ref()
            .map_err(|e| DatabaseFault::Unusable(e.clone()))?;
        let (answer, answered) = mpsc::channel();
        runtime.spawn(async move {
            // Nobody waits any more only when the caller is gone.
            let _ = answer.send(task.await);
        });
        answered.recv().unwrap_or_else(|_| {
            Err(DatabaseFault::Broken(
                "the question was given up".to_owned(),
            ))
        })
    }
}

impl Database for RealDatabase {
    fn describe(&self, link: &DatabaseLink, query: &str) -> Result<Described, DatabaseFault> {
        let (link, query) = (link.clone(), query.to_owned());
        self.wait(async move {
            within(&link.clone(), async {
                let client = session(&link).await?;
                let statement = client.prepare(&query).await.map_err(|e| fault(&e))?;
                let columns = statement
                    .columns()
                    .iter()
                    .map(|c| (c.name().to_owned(), c.type_().name().to_owned()))
                    .collect();
                Ok(Described {
                    columns,
                    parameters: statement.params().len(),
                })
            })
            .await
        })
    }

    fn copy(&self, link: &DatabaseLink, statement: &str) -> Result<Vec<u8>, DatabaseFault> {
        let (link, statement) = (link.clone(), statement.to_owned());
        self.wait(async move {
            within(&link.clone(), async {
                let client = session(&link).await?;
                let mut stream = pin!(client.copy_out(&statement).await.map_err(|e| fault(&e))?);
                let mut bytes: Vec<u8> = Vec::new();
                while let Some(piece) = next(&mut stream).await {
                    bytes.extend_from_slice(&piece.map_err(|e| fault(&e))?);
                    if bytes.len() as u64 > link.max_bytes {
                        return Err(DatabaseFault::TooLarge(link.max_bytes));
                    }
                }
                Ok(bytes)
            })
            .await
        })
    }
}

/// The next piece of an answer.
async fn next<S: futures_core::Stream>(stream: &mut std::pin::Pin<&mut S>) -> Option<S::Item> {
    std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)).await
}

/// Within the time for all of it.
async fn within<T>(
    link: &DatabaseLink,
    task: impl Future<Output = Result<T, DatabaseFault>>,
) -> Result<T, DatabaseFault> {
    timeout_at(Instant::now() + link.total, task)
        .await
        .unwrap_or(Err(DatabaseFault::Timeout("total", link.total)))
}

/// A connection in a transaction that cannot write.
async fn session(link: &DatabaseLink) -> Result<Client, DatabaseFault> {
    let mut config = Config::new();
    config
        .host(&link.host)
        .port(link.port)
        .dbname(&link.database)
        .user(&link.user)
        .application_name("chiso")
        .connect_timeout(link.connect);
    config.ssl_mode(if link.tls {
        SslMode::Require
    } else {
        SslMode::Disable
    });
    if let Some(password) = &link.password {
        config.password(password);
    }
    let late = || DatabaseFault::Timeout("connect", link.connect);
    let deadline = Instant::now() + link.connect;
    let client = if link.tls {
        let tls = MakeTls::new(link.ca_file.as_deref()).map_err(DatabaseFault::Unusable)?;
        let (client, connection) = timeout_at(deadline, config.connect(tls))
            .await
            .map_err(|_| late())?
            .map_err(|e| unconnected(&e, link))?;
        drive(connection);
        client
    } else {
        let (client, connection) = timeout_at(deadline, config.connect(NoTls))
            .await
            .map_err(|_| late())?
            .map_err(|e| unconnected(&e, link))?;
        drive(connection);
        client
    };
    let limit = link.statement.as_millis();
    let begin = format!(
        "{SESSION}; SET LOCAL statement_timeout = {limit}; SET LOCAL lock_timeout = {limit}"
    );
    client.batch_execute(&begin).await.map_err(|e| fault(&e))?;
    Ok(client)
}

/// Carries what goes between client and server, until the client is dropped.
fn drive<S, T>(connection: Connection<S, T>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    Connection<S, T>: Future<Output = Result<(), tokio_postgres::Error>>,
{
    tokio::spawn(async move {
        // What goes wrong here is told to whoever waits for an answer.
        let _ = connection.await;
    });
}

fn unconnected(error: &tokio_postgres::Error, link: &DatabaseLink) -> DatabaseFault {
    match fault(error) {
        DatabaseFault::Broken(text) if timed_out(error) => {
            debug_assert!(!text.is_empty());
            DatabaseFault::Timeout("connect", link.connect.max(Duration::from_millis(1)))
        }
        DatabaseFault::Broken(text) => DatabaseFault::Unreachable(text),
        other => other,
    }
}

fn timed_out(error: &tokio_postgres::Error) -> bool {
    error
        .source()
        .and_then(|e| e.downcast_ref::<std::io::Error>())
        .is_some_and(|e| e.kind() == std::io::ErrorKind::TimedOut)
}

fn fault(error: &tokio_postgres::Error) -> DatabaseFault {
    if let Some(said) = error.as_db_error() {
        return DatabaseFault::Refused {
            code: said.code().code().to_owned(),
            message: said.message().to_owned(),
        };
    }
    let mut texts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !texts.iter().any(|t| t.contains(&text)) {
            texts.push(text);
        }
        cause = inner.source();
    }
    DatabaseFault::Broken(texts.join(": "))
}
