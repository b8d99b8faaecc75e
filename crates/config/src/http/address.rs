//! Addresses of services and proxies, and the file of certificates by which they are known.

use crate::document::ConfigNode;
use crate::rule;
use chiso_model::{Finding, HttpProxy};
use url::{Host, Url};

/// The address that is asked.
pub(super) fn address(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    let url = Url::parse(raw)
        .ok()
        .filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    match &url {
        None => faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a web address"))
                .hint("begin it with `https://`"),
        ),
        Some(url) if !url.username().is_empty() || url.password().is_some() => {
            // The text is not shown: it holds a password.
            let hint = "take it out, and give the header `Authorization` as `{ prefix = \"Basic \
                \", env = \"NAME\" }`";
            faults.push(
                at.error(rule::BAD_VALUE, "the address holds a user name or password")
                    .hint(hint),
            );
        }
        Some(_) => {}
    }
    // A fragment is never sent.
    raw.split('#').next().unwrap_or_default().to_owned()
}

/// Whether what is sent to an address leaves this machine without encryption.
pub(super) fn is_open(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.scheme() == "http" && !loopback(&url))
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// A file of the project, which cannot be named from outside of it; empty when none is named.
pub(crate) fn project_file(
    at: &ConfigNode<'_>,
    raw: Option<&String>,
    faults: &mut Vec<Finding>,
) -> String {
    let Some(raw) = raw else {
        return String::new();
    };
    if raw.is_empty()
        || raw.starts_with('/')
        || raw.contains(['\\', ':'])
        || raw.split('/').any(|part| part == "..")
    {
        let hint = "write a path relative to the project with `/`, as in `certificates/office.pem`";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{raw}` is not a path inside the project"),
            )
            .hint(hint),
        );
    }
    raw.clone()
}

/// The proxy by which services are asked.
pub(super) fn proxy(
    at: &ConfigNode<'_>,
    raw: Option<&str>,
    faults: &mut Vec<Finding>,
) -> HttpProxy {
    match raw {
        None | Some("system") => HttpProxy::System,
        Some("none") => HttpProxy::None,
        Some(address) => {
            let url = Url::parse(address)
                .ok()
                .filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
            if url.is_none_or(|u| !u.username().is_empty() || u.password().is_some()) {
                let hint = "write `system`, `none` or an address without a password, as in \
                    `http://proxy.example:3128`";
                faults.push(
                    at.error(rule::BAD_VALUE, "this is not the address of a proxy")
                        .hint(hint),
                );
            }
            HttpProxy::Address(address.to_owned())
        }
    }
}
