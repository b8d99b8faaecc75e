//! Every way in which a server may write a secret back.

use std::collections::BTreeSet;

/// Every way in which a server may write a text back: plain, in an address, in JSON, in a page, in
/// base64 or as hexadecimal digits.
pub(super) fn written(text: &str) -> Vec<String> {
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
/// at one of three places, and the signs that also hold bits of what stands next to it are left
/// out. A secret of six bytes shows seven signs at least.
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
    fn a_secret_of_six_bytes_shows_seven_signs_in_both_alphabets() {
        assert_eq!(in_base64(b"\xfb\xff\xbe").len(), 6, "both alphabets");
        assert!(
            in_base64(b"sixsix").iter().all(|form| form.len() >= 7),
            "{:?}",
            in_base64(b"sixsix")
        );
    }
}
