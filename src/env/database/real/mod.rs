//! `PostgreSQL` itself, by tokio-postgres. Async inside, blocking outside; the runtime is made with
//! the first question, so who has no database never has one.

mod fault;
mod session;

use super::{Database, DatabaseFault, DatabaseLink, Described};
use fault::fault;
use session::session;
use std::future::Future;
use std::pin::pin;
use std::sync::{OnceLock, mpsc};
use tokio::runtime::Runtime;
use tokio::time::{Instant, timeout_at};

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
