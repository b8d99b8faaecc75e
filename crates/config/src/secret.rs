//! The names of secrets. A secret itself is never looked up here.

use super::document::ConfigNode;
use super::{raw, rule, value};
use chiso_model::{Finding, SecretFrom};

/// A variable of the environment that holds a secret; `example` is a name that one could have.
pub(super) fn variable(
    at: &ConfigNode<'_>,
    name: &str,
    example: &str,
    faults: &mut Vec<Finding>,
) -> SecretFrom {
    if name.is_empty() || name.contains(['=', '\0']) {
        let message = format!("`{name}` is not the name of a variable of the environment");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint(format!("write its name, as in `{example}`")),
        );
    }
    SecretFrom::Env(name.to_owned())
}

/// Where a secret is kept: what it is, and a name that a variable with it could have.
pub(super) fn kept(
    at: &ConfigNode<'_>,
    raw: &raw::Password,
    (what, example): (&str, &str),
    faults: &mut Vec<Finding>,
) -> Option<SecretFrom> {
    match (&raw.env, &raw.file) {
        (Some(name), None) => Some(variable(&at.key("env"), name, example, faults)),
        (None, Some(path)) => Some(SecretFrom::File(value::text(&at.key("file"), path, faults))),
        _ => {
            let hint = format!(
                "give one of `env` (a variable that holds the {what}) and `file` (a file that \
                    holds it)"
            );
            let fault = at.error(rule::BAD_VALUE, "one of `env` and `file` belongs here");
            faults.push(fault.hint(hint));
            None
        }
    }
}

/// Whether a host is this machine, so that nobody on the way can read what is sent.
pub(super) fn loopback(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|ip| ip.is_loopback())
}
