//! The guard that knows every secret of a source and takes them out of texts.

use super::super::trouble::Trouble;
use super::look_up::{SHORTEST, look_up, named};
use super::proxies::proxy_passwords;
use super::written::written;
use crate::model::{HttpProxy, HttpSource, HttpValue, SecretFrom};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What stands in place of a secret.
const MARK: &str = "[secret]";

/// Takes secrets out of texts. Cannot be printed.
#[derive(Default)]
pub(in crate::ingest::fetch) struct Guard {
    /// Each is read once, so that what is sent and what is guarded cannot differ.
    texts: BTreeMap<SecretFrom, String>,
    /// Every way in which a secret may be written, the longest first.
    forms: Vec<String>,
}

impl Guard {
    /// Looks up every secret of a source. All that are missing are reported at once.
    pub fn open(source: &HttpSource, root: &Path) -> Result<Guard, Trouble> {
        let mut guard = Guard::of(named(source), root)?;
        if source.proxy == HttpProxy::System {
            guard.also(proxy_passwords());
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

    /// Looks up secrets. All that are missing are reported at once.
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
        let all = |text: String| self.forms.iter().fold(text, |t, form| without(t, form));
        let clean = all(text.to_owned());
        match unescaped(&clean) {
            Some(plain) if self.is_in(plain.as_bytes()) => all(plain),
            _ => clean,
        }
    }

    /// Whether a secret stands in an address, whichever of its signs are written as `%2F`.
    pub fn is_in_address(&self, address: &str) -> bool {
        self.is_in(address.as_bytes())
            || unescaped(address).is_some_and(|plain| self.is_in(plain.as_bytes()))
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

/// The text with its signs for `%2F` and the like; `None` where there are none.
fn unescaped(text: &str) -> Option<String> {
    let (first, rest) = text.split_once('%')?;
    let mut out = first.as_bytes().to_vec();
    for part in rest.split('%') {
        let sign = part
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(sign) = sign {
            out.push(sign);
            out.extend(&part.as_bytes()[2..]);
        } else {
            out.push(b'%');
            out.extend(part.as_bytes());
        }
    }
    Some(String::from_utf8_lossy(&out).into_owned())
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
        // Letters that need not be written so, and hexadecimal digits of both cases.
        let odd = "https://x/50%/%54r0ub4%2fdor%20%26%223'/%zz";
        assert!(guard.is_in_address(odd) && !guard.is_in(odd.as_bytes()));
        assert_eq!(guard.clean(odd), "https://x/50%/[secret]/%zz");
        assert_eq!(guard.clean("50 %, 7%20"), "50 %, 7%20");
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
    }
}
