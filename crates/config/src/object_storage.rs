//! Checks `object_storage`: the bucket that holds a copy of the lake.

use super::document::ConfigNode;
use super::plan::ObjectStorage;
use super::{raw, rule, secret, value};
use chiso_model::Finding;
use url::Url;

/// Checks it; `None` where it cannot be used.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::ObjectStorage,
    faults: &mut Vec<Finding>,
) -> Option<ObjectStorage> {
    let mut key = |name: &str, raw: &raw::Password, example: &str| {
        secret::kept(&at.key(name), raw, ("key", example), faults)
    };
    let access_key = key("access_key", &raw.access_key, "AWS_ACCESS_KEY_ID");
    let secret_key = key("secret_key", &raw.secret_key, "AWS_SECRET_ACCESS_KEY");
    let token = raw.session_token.as_ref();
    let token = token.map(|raw| key("session_token", raw, "AWS_SESSION_TOKEN"));
    let mut text = |name: &str, raw: &str| value::text(&at.key(name), raw, faults);
    let (bucket, region) = (text("bucket", &raw.bucket), text("region", &raw.region));
    let ca_file = raw.ca_file.as_ref().map(|path| text("ca_file", path));
    let endpoint = match &raw.endpoint {
        None => format!("https://s3.{region}.amazonaws.com"),
        Some(address) => {
            let at = at.key("endpoint");
            let Some(url) = endpoint(address) else {
                let hint = "write it as `https://s3.example.org` or `https://10.0.0.5:9000`";
                let fault = at.error(rule::BAD_VALUE, "this is no address of object storage");
                faults.push(fault.hint(hint));
                return None;
            };
            if url.scheme() == "http" && !secret::loopback(url.host_str().unwrap_or_default()) {
                let hint = "write `https://`: on the way everyone can read what is sent";
                let fault = "the lake is sent without encryption";
                faults.push(at.warning(rule::INSECURE_SECRET, fault).hint(hint));
            }
            address.trim_end_matches('/').to_owned()
        }
    };
    Some(ObjectStorage {
        path_style: raw.path_style.unwrap_or(raw.endpoint.is_some()),
        endpoint,
        region,
        bucket,
        prefix: raw.prefix.clone().unwrap_or_default(),
        access_key: access_key?,
        secret_key: secret_key?,
        session_token: match token {
            None => None,
            Some(token) => Some(token?),
        },
        ca_file,
    })
}

/// Scheme, host and port, and nothing else.
fn endpoint(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    (["http", "https"].contains(&url.scheme()) && url.has_host() && plain && nobody).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;
    use super::endpoint;

    #[test]
    fn an_endpoint_is_a_host_with_a_port_perhaps() {
        for good in ["https://s3.example.org", "http://127.0.0.1:9000/"] {
            assert!(endpoint(good).is_some(), "{good}");
        }
        for bad in [
            "s3.example.org",
            "s3://bucket",
            "https://a:b@s3.example.org",
            "https://s3.example.org/bucket",
            "https://s3.example.org/?x",
        ] {
            assert!(endpoint(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn faults_of_object_storage() {
        let base = r#"lake = "lake""#;
        let keys = "access_key = { env = \"A\" }\nsecret_key = { env = \"B\" }";
        let with = |line: &str| {
            format!("{base}\n[object_storage]\nbucket = \"office\"\nregion = \"x\"\n{line}\n{keys}")
        };
        let wanted = [
            "error[bad_value]: chiso.toml:9, column `object_storage.endpoint`: this is no address \
                of object storage",
            "  hint: write it as `https://s3.example.org` or `https://10.0.0.5:9000`",
        ];
        let line = r#"endpoint = "s3://office""#;
        check_faults(&[("chiso.toml", base, &with(line), &wanted)]);
    }
}
