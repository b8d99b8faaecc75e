//! The texts of secrets while a source is fetched, and the guard that takes them out of everything
//! that is said.

use super::trouble::Trouble;
use crate::env::{secret_file, secret_variable};
use crate::model::{HttpProxy, HttpSource, HttpValue, PostgresSource, SecretFrom};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Fewest characters of a secret: a shorter one could not be told from ordinary text, nor be kept
/// out of it.
const SHORTEST: usize = 6;
/// Variables in which the system names its proxies, possibly with a password.
const PROXIES: [&str; 6] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
];
/// What stands in place of a secret.
const MARK: &str = "[secret]";

/// Takes secrets out of texts. Cannot be printed.
#[derive(Default)]
pub(super) struct Guard {
    /// Each is read once, so that what is sent and what is guarded cannot differ.
    texts: BTreeMap<SecretFrom, String>,
    /// Every way in which a secret may be written, the longest first.
    forms: Vec<String>,
}

impl Guard {
    /// Looks up every secret of a source. All that are missing are told at once.
    pub fn open(source: &HttpSource, root: &Path) -> Result<Guard, Trouble> {
        let mut guard = Guard::of(named(source), root)?;
        if source.proxy == HttpProxy::System {
            guard.also(
                PROXIES
                    .iter()
                    .filter_map(|name| secret_variable(name))
                    .filter_map(|address| password(&address)),
            );
        }
        Ok(guard)
    }

    /// Guards texts that no source names.
    fn also(&mut self, texts: impl Iterator<Item = String>) {
        self.forms.extend(
            texts
                .filter(|text| text.chars().count() >= SHORTEST)
                .flat_map(|text| written(&text)),
        );
        self.forms
            .sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        self.forms.dedup();
    }

    /// Looks up secrets. All that are missing are told at once.
    pub fn of<'a>(
        secrets: impl IntoIterator<Item = &'a SecretFrom>,
        root: &Path,
    ) -> Result<Guard, Trouble> {
        let mut texts = BTreeMap::new();
        let mut missing = BTreeSet::new();
        for from in secrets {
            match look_up(from, root) {
                Ok(text) => _ = texts.insert(from.clone(), text),
                Err(why) => _ = missing.insert(why),
            }
        }
        if !missing.is_empty() {
            let message = missing.into_iter().collect::<Vec<_>>().join("; ");
            return Err(Trouble::new(
                "secret_missing",
                message,
                "set the variable or write the file where chiso runs, and run again",
            ));
        }
        let mut guard = Guard::default();
        guard.also(texts.values().cloned());
        Ok(Guard { texts, ..guard })
    }

    /// The text without secrets, in small letters or large: names of media types and compressions
    /// are made small before they are said.
    pub fn clean(&self, text: &str) -> String {
        self.forms
            .iter()
            .fold(text.to_owned(), |text, form| without(text, form))
    }

    /// The text of a value with its secret.
    pub fn text_of(&self, value: &HttpValue) -> String {
        match value {
            HttpValue::Text(text) => text.clone(),
            HttpValue::Secret { prefix, from } => format!(
                "{prefix}{}",
                self.texts.get(from).map_or("", String::as_str)
            ),
        }
    }

    /// The text of a secret that was looked up.
    pub fn secret(&self, from: &SecretFrom) -> &str {
        self.texts.get(from).map_or("", String::as_str)
    }

    /// Whether a secret stands in some bytes.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        self.forms
            .iter()
            .any(|form| contains(bytes, form.as_bytes()))
    }
}

/// Where the secrets of a source are kept.
fn named(source: &HttpSource) -> BTreeSet<&SecretFrom> {
    let values = source
        .headers
        .values()
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

/// The text with the mark in place of a form, whatever the case of its ASCII letters, which leaves
/// every sign at its place.
fn without(text: String, form: &str) -> String {
    let (small, wanted) = (text.to_ascii_lowercase(), form.to_ascii_lowercase());
    if !small.contains(&wanted) {
        return text;
    }
    let mut out = String::new();
    let mut from = 0;
    for (at, found) in small.match_indices(&wanted) {
        out.push_str(&text[from..at]);
        out.push_str(MARK);
        from = at + found.len();
    }
    out.push_str(&text[from..]);
    out
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let Some(first) = wanted.first() else {
        return false;
    };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|b| b == first) {
        if rest[at..].starts_with(wanted) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// The password in an address, as it is meant.
fn password(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let given = url.password()?;
    // The one decoder of `%41` that we have reads pairs, in which `+` is a space.
    let pair = format!("p={}", given.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, text)| text.into_owned())
}

fn look_up(from: &SecretFrom, root: &Path) -> Result<String, String> {
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

/// Every way in which a server may write a text back: plain, in an address, in JSON, in a page, in
/// base64 or as hexadecimal digits.
fn written(text: &str) -> Vec<String> {
    let form: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let path = form.replace('+', "%20");
    let json = serde_json::to_string(text)
        .map(|t| t.trim_matches('"').to_owned())
        .unwrap_or_default();
    let html = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let mut forms = vec![
        text.to_owned(),
        html.replace('\'', "&#39;"),
        html,
        json.replace('/', "\\/"),
        json,
    ];
    forms.extend([lower_hex(&form), lower_hex(&path), form, path]);
    // The address as a browser would write it, where signs that mean nothing there stay as they
    // are.
    forms.extend(url::Url::parse("http://x/").ok().map(|mut url| {
        url.set_query(Some(text));
        url.query().unwrap_or_default().to_owned()
    }));
    forms.extend(in_base64(text.as_bytes()));
    let hex: String = text
        .bytes()
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|half| char::from_digit(u32::from(half), 16))
        .collect();
    forms.extend([hex.to_ascii_uppercase(), hex]);
    forms.retain(|f| !f.is_empty());
    forms
}

/// What every base64 text shows that has these bytes somewhere in it, in both alphabets: it begins
/// at one of three places, and the signs that also hold bits of what stands beside it are left out.
/// A secret of six bytes shows seven signs at least.
fn in_base64(bytes: &[u8]) -> Vec<String> {
    let alphabets = [&b"+/"[..], b"-_"];
    let sign = |value: u8, last: &[u8]| match value {
        0..26 => b'A' + value,
        26..52 => b'a' + value - 26,
        52..62 => b'0' + value - 52,
        _ => last[usize::from(value - 62)],
    };
    let bits = |from: usize| {
        (from..from + 6).fold(0, |value: u8, bit| {
            (value << 1) | ((bytes[bit / 8] >> (7 - bit % 8)) & 1)
        })
    };
    let mut forms = BTreeSet::new();
    for (last, skip) in alphabets
        .into_iter()
        .flat_map(|last| [0, 4, 2].map(|skip| (last, skip)))
    {
        let whole = (skip..)
            .step_by(6)
            .take_while(|from| from + 6 <= bytes.len() * 8);
        forms.insert(
            whole
                .map(|from| char::from(sign(bits(from), last)))
                .collect(),
        );
    }
    forms.into_iter().collect()
}

/// `%2F` as `%2f`.
fn lower_hex(text: &str) -> String {
    let mut left = 0;
    let lower = |c: char| {
        left = if c == '%' {
            3_u8
        } else {
            left.saturating_sub(1)
        };
        if left > 0 { c.to_ascii_lowercase() } else { c }
    };
    text.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_taken_out_however_it_is_written() {
        let guard = Guard {
            texts: BTreeMap::new(),
            forms: written("Tr0ub4/dor &\"3'"),
        };
        for text in [
            "Tr0ub4/dor &\"3'",
            "key=Tr0ub4%2Fdor+%26%223%27&x",
            "key=Tr0ub4%2Fdor%20%26%223%27",
            "key=Tr0ub4%2fdor+%26%223%27",
            "{\"key\":\"Tr0ub4\\/dor &\\\"3'\"}",
            "<p>Tr0ub4/dor &amp;&quot;3&#39;</p>",
        ] {
            let clean = guard.clean(text);
            assert!(
                clean.contains(MARK) && !clean.contains("Tr0ub4"),
                "{text} became {clean}"
            );
            assert!(guard.is_in(text.as_bytes()), "{text}");
        }
        assert_eq!(guard.clean("nothing here"), "nothing here");
        assert_eq!(
            guard.clean("Đ text/tr0ub4/DOR &\"3', tr0ub4%2fdor+%26%223%27 đ"),
            "Đ text/[secret], [secret] đ"
        );
        assert!(!guard.is_in(b"Tr0ub4/dor"));
    }

    #[test]
    fn a_secret_is_known_in_base64_wherever_it_stands_in_the_text() {
        let guard = Guard {
            texts: BTreeMap::new(),
            forms: written("Tr0ub4/dor &\"3'"),
        };
        // It alone, `user:` and it, `x` and it, it between `xy` and `z`; then as hexadecimal
        // digits.
        for text in [
            "VHIwdWI0L2RvciAmIjMn",
            "dXNlcjpUcjB1YjQvZG9yICYiMyc=",
            "eFRyMHViNC9kb3IgJiIzJw==",
            "eHlUcjB1YjQvZG9yICYiMyd6",
            "5472307562342f646f722026223327",
            "5472307562342F646F722026223327",
        ] {
            assert!(
                guard.is_in(format!("Basic {text}.").as_bytes()),
                "{text}: {:?}",
                guard.forms
            );
        }
        assert!(
            !guard.is_in(b"Basic VHIwdWI0L2Rvc.") && !guard.is_in(b"5472307562342f64"),
            "a part of it is not it"
        );
        assert_eq!(in_base64(b"\xfb\xff\xbe").len(), 6, "both alphabets");
        assert!(
            in_base64(b"sixsix").iter().all(|form| form.len() >= 7),
            "{:?}",
            in_base64(b"sixsix")
        );
    }

    #[test]
    fn the_password_of_a_proxy_is_guarded_too() {
        assert_eq!(
            password("http://user:p%2Fa+s%40s@proxy.example:3128/").as_deref(),
            Some("p/a+s@s")
        );
        assert_eq!(password("http://proxy.example:3128"), None);
        assert_eq!(password("proxy.example:3128"), None);
    }

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
