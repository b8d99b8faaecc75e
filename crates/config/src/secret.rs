//! The names of secrets. A secret itself is never looked up here.

use super::document::ConfigNode;
use super::rule;
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
