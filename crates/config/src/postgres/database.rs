//! Which database is asked, and as whom: by an address, or by keys of their own.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::Finding;
use url::Url;

/// Port of `PostgreSQL`.
const PORT: u16 = 5432;

/// Where a database is, and the role that asks it.
pub(super) struct DatabaseAddress {
    pub host: String,
    pub port: u16,
    pub database: String,
    pub user: String,
}

/// Host, port, database and role, from `url` or from keys of their own.
pub(super) fn place(
    at: &ConfigNode<'_>,
    raw: &raw::Postgres,
    faults: &mut Vec<Finding>,
) -> DatabaseAddress {
    let Some(text) = &raw.url else {
        return by_keys(at, raw, faults);
    };
    given_twice(at, raw, faults);
    match by_address(text) {
        Ok(address) => address,
        Err((message, hint)) => {
            faults.push(at.key("url").error(rule::BAD_VALUE, message).hint(hint));
            DatabaseAddress {
                host: String::new(),
                port: PORT,
                database: String::new(),
                user: String::new(),
            }
        }
    }
}

fn by_keys(at: &ConfigNode<'_>, raw: &raw::Postgres, faults: &mut Vec<Finding>) -> DatabaseAddress {
    let host = needed(&at.key("host"), "host", raw.host.as_ref(), faults);
    let database = needed(
        &at.key("database"),
        "database",
        raw.database.as_ref(),
        faults,
    );
    let user = needed(&at.key("user"), "user", raw.user.as_ref(), faults);
    if host.starts_with('/') || host.contains(',') {
        let hint = "name one server that is reached by the network";
        faults.push(
            at.key("host")
                .error(
                    rule::NOT_SUPPORTED,
                    format!("`{host}` is not the name of a host"),
                )
                .hint(hint),
        );
    }
    let port = raw
        .port
        .and_then(|n| value::whole(&at.key("port"), n, 1..=65535, faults))
        .unwrap_or(PORT);
    DatabaseAddress {
        host,
        port,
        database,
        user,
    }
}

fn needed(
    at: &ConfigNode<'_>,
    key: &str,
    text: Option<&String>,
    faults: &mut Vec<Finding>,
) -> String {
    if let Some(text) = text {
        return value::text(at, text, faults);
    }
    let hint = "give `host`, `database` and `user`, or `url = \
        \"postgresql://user@host/database\"`";
    faults.push(
        at.error(rule::MISSING_KEY, format!("`{key}` is missing"))
            .hint(hint),
    );
    String::new()
}

fn given_twice(at: &ConfigNode<'_>, raw: &raw::Postgres, faults: &mut Vec<Finding>) {
    let own = [
        ("host", raw.host.is_some()),
        ("port", raw.port.is_some()),
        ("database", raw.database.is_some()),
        ("user", raw.user.is_some()),
    ];
    for (key, _) in own.into_iter().filter(|(_, declared)| *declared) {
        faults.push(
            at.key(key)
                .error(
                    rule::BAD_VALUE,
                    format!("`{key}` is given here and by `url`"),
                )
                .hint("give one of the two"),
        );
    }
}

/// What an address says, or what is wrong with it and the remedy. The text is not shown: it may
/// hold a password.
fn by_address(text: &str) -> Result<DatabaseAddress, (&'static str, &'static str)> {
    let url = Url::parse(text)
        .ok()
        .filter(|u| matches!(u.scheme(), "postgresql" | "postgres"));
    if url.as_ref().is_some_and(|u| u.password().is_some()) {
        return Err((
            "the address holds a password",
            "take it out, and write `password = { env = \"NAME\" }`",
        ));
    }
    let Some((url, address)) = url.and_then(|u| parts(&u).map(|address| (u, address))) else {
        return Err(NO_ADDRESS);
    };
    if url.query().is_some() {
        return Err((
            "the address has parameters",
            "take it out: `tls`, `ca_file` and `timeouts` are keys of their own",
        ));
    }
    if url.fragment().is_some() {
        return Err(NO_ADDRESS);
    }
    Ok(address)
}

const NO_ADDRESS: (&str, &str) = (
    "this is not the address of a database",
    "write it as `postgresql://user@host:5432/database`",
);

fn parts(url: &Url) -> Option<DatabaseAddress> {
    let database = decoded(url.path().trim_start_matches('/')).filter(|d| !d.is_empty())?;
    let user = decoded(url.username()).filter(|user| !user.is_empty())?;
    Some(DatabaseAddress {
        host: url.host_str()?.trim_matches(['[', ']']).to_owned(),
        port: url.port().unwrap_or(PORT),
        database,
        user,
    })
}

fn decoded(text: &str) -> Option<String> {
    url::form_urlencoded::parse(text.replace('+', "%2B").as_bytes())
        .next()
        .map(|(k, _)| k.into_owned())
}
