//! A connection to a database in a transaction that cannot write.

use super::fault::{fault, unconnected};
use crate::env::database::tls::MakeTls;
use crate::env::database::{DatabaseFault, DatabaseLink};
use std::future::Future;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, timeout_at};
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::{MakeTlsConnect, NoTls};
use tokio_postgres::{Client, Config, Connection, Socket};

/// What makes the same rows the same text wherever it runs, and keeps what is asked from changing
/// anything.
const SESSION: &str = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; \
    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL standard_conforming_strings = on; \
    SET LOCAL lc_numeric = 'C'; SET LOCAL lc_monetary = 'C'; SET LOCAL intervalstyle = 'iso_8601'; \
    SET LOCAL client_min_messages = error";

/// A connection in a transaction that cannot write.
pub(super) async fn session(link: &DatabaseLink) -> Result<Client, DatabaseFault> {
    let deadline = Instant::now() + link.connect;
    let client = if link.tls {
        let tls = MakeTls::new(link.ca_file.as_deref()).map_err(DatabaseFault::Unusable)?;
        connected(link, tls, deadline).await?
    } else {
        connected(link, NoTls, deadline).await?
    };
    let limit = link.statement.as_millis();
    let begin = format!(
        "{SESSION}; SET LOCAL statement_timeout = {limit}; SET LOCAL lock_timeout = {limit}"
    );
    client.batch_execute(&begin).await.map_err(|e| fault(&e))?;
    Ok(client)
}

async fn connected<T>(
    link: &DatabaseLink,
    tls: T,
    deadline: Instant,
) -> Result<Client, DatabaseFault>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let (client, connection) = timeout_at(deadline, config(link).connect(tls))
        .await
        .map_err(|_| DatabaseFault::Timeout("connect", link.connect))?
        .map_err(|e| unconnected(&e, link))?;
    drive(connection);
    Ok(client)
}

fn config(link: &DatabaseLink) -> Config {
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
    config
}

/// Carries what goes between client and server, until the client is dropped.
fn drive<S, T>(connection: Connection<S, T>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    Connection<S, T>: Future<Output = Result<(), tokio_postgres::Error>>,
{
    tokio::spawn(async move {
        // What goes wrong here is reported to whoever waits for an answer.
        let _ = connection.await;
    });
}
