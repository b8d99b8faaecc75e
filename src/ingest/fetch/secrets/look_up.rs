//! Where the secrets of a source are kept, and their texts.

use crate::env::{secret_file, secret_variable};
use crate::model::{HttpSource, HttpValue, PostgresSource, SecretFrom};
use std::collections::BTreeSet;
use std::path::Path;

/// Fewest characters of a secret: a shorter one could not be distinguished from ordinary text, nor
/// be kept out of it.
pub(super) const SHORTEST: usize = 6;

/// Where the secrets of a source are kept.
pub(super) fn named(source: &HttpSource) -> BTreeSet<&SecretFrom> {
    let values = source
        .headers
        .values()
        .chain(source.path.values())
        .chain(source.query.values())
        .chain(source.body.values().map(|(_, v)| v));
    values
        .filter_map(|value| {
            if let HttpValue::Secret { from, .. } = value {
                Some(from)
            } else {
                None
            }
        })
        .collect()
}

/// Why each secret of a source that is not there cannot be used, by name only.
#[must_use]
pub fn missing_secrets(source: &HttpSource, root: &Path) -> Vec<String> {
    named(source)
        .into_iter()
        .filter_map(|from| look_up(from, root).err())
        .collect()
}

/// Why the password of a source that is not there cannot be used, by name only.
#[must_use]
pub fn missing_password(source: &PostgresSource, root: &Path) -> Vec<String> {
    source
        .password
        .iter()
        .filter_map(|from| look_up(from, root).err())
        .collect()
}

/// The text of a secret, or why there is none, by its name only.
///
/// # Errors
/// When there is no such variable or file, or it holds no secret.
pub fn look_up(from: &SecretFrom, root: &Path) -> Result<String, String> {
    let (name, text) = match from {
        SecretFrom::Env(name) => {
            let text = secret_variable(name).ok_or_else(|| {
                format!("the variable `{name}`, which is to hold a secret, is not set")
            })?;
            (format!("the variable `{name}`"), text)
        }
        SecretFrom::File(path) => {
            let name = format!("the file `{path}`");
            let text = secret_file(&root.join(path))
                .map_err(|e| format!("{name}, which is to hold a secret, cannot be read: {e}"))?;
            (name, text)
        }
    };
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    if text.chars().count() < SHORTEST {
        return Err(format!(
            "{name} holds no secret of at least {SHORTEST} characters"
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(format!(
            "the secret in {name} has a line end or another control sign inside"
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_secret_is_said_by_name_only() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("short"), "12345\n").unwrap();
        std::fs::write(dir.path().join("two"), "first line\nsecond").unwrap();
        std::fs::write(dir.path().join("good"), "long enough\r\n").unwrap();
        let look = |name: &str| look_up(&SecretFrom::File(name.to_owned()), dir.path());
        assert_eq!(look("good").unwrap(), "long enough");
        assert_eq!(
            look("short").unwrap_err(),
            "the file `short` holds no secret of at least 6 characters"
        );
        assert_eq!(
            look("two").unwrap_err(),
            "the secret in the file `two` has a line end or another control sign inside"
        );
        assert!(
            look("none")
                .unwrap_err()
                .starts_with("the file `none`, which is to hold a secret, cannot be read")
        );
        let error = look_up(
            &SecretFrom::Env("CHISO_NO_SUCH_VARIABLE".into()),
            dir.path(),
        )
        .unwrap_err();
        assert_eq!(
            error,
            "the variable `CHISO_NO_SUCH_VARIABLE`, which is to hold a secret, is not set"
        );
    }
}
